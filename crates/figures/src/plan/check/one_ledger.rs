//! A plan has one ledger form: on a second one every unit would be asked for the same tasks again.

use std::path::Path;

use super::answered::AskingForm;
use super::plan_file::PlanFile;
use crate::plan::mistake::Mistake;
use crate::plan::source::Source;
use tongbao_returns::domain::Form;

/// Whether there is one at most; a second one is told where the plan includes it, else in its own file.
pub(in crate::plan) fn check(
    asking: &[AskingForm],
    forms: &[Form],
    plan: Option<(&PlanFile, &Source)>,
    mistakes: &mut Vec<Mistake>,
) -> bool {
    let [first, others @ ..] = asking else { return true };
    let named = |one: &AskingForm| {
        let form = forms.get(one.position);
        form.map_or_else(String::new, |form| format!("{}（{}）", one.source.file.display(), form.code))
    };
    for other in others {
        let message = format!("两张台账表：{}和{}，一个方案只有一张", named(first), named(other));
        let hint = "留一张：用自己的，includes 里不写共用的；用共用的，删去自己的那个文件，它的 [tasks] 和共用的不同的，把共用的拷到工作文件夹的 plans/common/forms 里改";
        // The pack's own forms come first.
        let included = plan.and_then(|(file, source)| {
            let stem = Path::new(&other.source.name).file_stem()?.to_str()?;
            let (_, span) = file.includes.iter().find(|(name, _)| name == stem)?;
            Some(source.mistake(span.clone(), message.as_str()))
        });
        let in_its_file = || {
            let start = other.source.text.find("[tasks]").unwrap_or_default();
            other.source.mistake(start..start + "[tasks]".len(), message.as_str())
        };
        mistakes.push(included.unwrap_or_else(in_its_file).with_hint(Some(hint.to_owned())));
    }
    others.is_empty()
}
