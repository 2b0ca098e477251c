//! Packs that stand side by side, in one folder or in one workspace: a name means one thing in all of them, and a form is one form.
//!
//! In: plans that are sound by themselves. Out: what of the one contradicts the other, told in the files of the first with the places of
//! the second. A form that two plans share, content and all, is filed once.

use super::error::PlanError;
use super::folders::PackFolders;
use super::meant::Plan;
use super::mistake::Mistake;
use super::place::Place;
use tongbao_returns::domain::Form;

/// Whether several plans of these folders can be used together; if not, what contradicts what.
pub fn stand_together(folders: &PackFolders, plans: &[Plan]) -> Result<(), PlanError> {
    for (position, plan) in plans.iter().enumerate() {
        let mistakes: Vec<Mistake> = plans.iter().take(position).flat_map(|other| contradictions(plan, other)).collect();
        if !mistakes.is_empty() {
            return Err(PlanError::Invalid { path: folders.pack(&plan.id), mistakes, sources: plan.origins.sources.clone() });
        }
    }
    Ok(())
}

/// What of a plan contradicts another one.
pub fn contradictions(plan: &Plan, other: &Plan) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let mut tell = |place: &Place, message: String, hint: &str| {
        let text = plan.origins.text(place);
        let mistake = Mistake::in_text(place.file.clone(), text, place.span.clone(), message);
        mistakes.push(mistake.with_hint(Some(hint.to_owned())));
    };
    for (name, meaning) in &plan.origins.items {
        let Some(theirs) = other.origins.items.get(name) else { continue };
        if (&meaning.unit, &meaning.kind) != (&theirs.unit, &theirs.kind) {
            let what = if meaning.unit == theirs.unit {
                "`kind`或`choices`不同".to_owned()
            } else {
                format!("那里的计量单位是{}，这里是{}", theirs.unit, meaning.unit)
            };
            let message = format!("`{name}`在{}已有另一个意思：{what}", theirs.place);
            tell(&meaning.place, message, "一个名称只有一个意思：改成一致的，或另起名称");
        }
    }
    for form in &plan.forms {
        let Some(place) = plan.origins.forms.get(&form.id) else { continue };
        for theirs in other.forms.iter().filter(|theirs| theirs.id == form.id || theirs.code == form.code) {
            let Some(difference) = difference(form, theirs) else { continue };
            let at = other.origins.forms.get(&theirs.id).map_or_else(|| other.id.clone(), ToString::to_string);
            let what =
                if form.code == theirs.code { format!("表号`{}`", form.code) } else { format!("表式编号`{}`", form.id) };
            let hint = "几个方案共用一张表的，放进 common/forms，各自在 includes 里引用；不是一张表的，另编表号和编号";
            tell(place, format!("{what}与{at}重复，而两张表不同：{difference}"), hint);
        }
    }
    mistakes.sort();
    mistakes
}

/// In what two forms differ first; nothing if they are one. Who approved a form is no part of it.
fn difference(one: &Form, other: &Form) -> Option<String> {
    let differ = |what: &str, one: &str, other: &str| Some(format!("{what}是`{one}`，那里是`{other}`"));
    if one.id != other.id {
        return differ("编号", one.id.as_str(), other.id.as_str());
    }
    if one.code != other.code {
        return differ("表号", &one.code, &other.code);
    }
    if one.title != other.title {
        return differ("表名", &one.title, &other.title);
    }
    if one.version != other.version {
        return differ("版本", &one.version, &other.version);
    }
    if one.basis != other.basis {
        return Some("一张报累计数，一张只报本季的数（`basis`）".to_owned());
    }
    if one.tasks.is_some() || other.tasks.is_some() {
        return (one.tasks != other.tasks).then(|| "台账表的各行是各方案自己的任务".to_owned());
    }
    let odd = one.items().zip(other.items()).find(|(one, other)| one != other);
    if let Some((one, other)) = odd {
        let [one, other] = [one, other].map(|item| format!("{} {}", item.code, item.name));
        let what = if one == other { format!("`{one}`的写法不同") } else { format!("有`{one}`，那里是`{other}`") };
        return Some(what);
    }
    let (here, there) = (one.items().count(), other.items().count());
    if here != there {
        return Some(format!("有{here}项，那里有{there}项"));
    }
    if one.filed_by != other.filed_by {
        return Some("填报单位的类别不同".to_owned());
    }
    let same = Form { approval: one.approval.clone(), ..other.clone() };
    (*one != same).then(|| "制定机关、截止日、符号、工作表或说明不同".to_owned())
}
