//! `[[approval]]` of the settings: under which number (批准文号) the office's forms were approved.
//!
//! In: the settings and the plans. Out: the plans with the number on each form that was approved; blank forms print it. A number belongs
//! to the office that has it, so that shipped packs have none; where a pack of one's own says one, the settings go before it.

use std::collections::BTreeSet;

use super::approval_mistake::{ApprovalMistake, ApprovalTrouble};
use super::form_names::{form_of_name, nearest_forms};
use crate::settings::ApprovalSetting;
use tongbao_figures::plan::Plan;
use tongbao_returns::domain::{Form, FormId};

/// Lays the numbers of the settings over the forms; all mistakes are told at once.
pub(super) fn approve(approvals: &[ApprovalSetting], plans: &mut [Plan]) -> Result<(), Vec<ApprovalMistake>> {
    let forms: Vec<Form> = plans.iter().flat_map(|plan| plan.forms.clone()).collect();
    let mut mistakes = Vec::new();
    let mut approved: BTreeSet<FormId> = BTreeSet::new();
    for setting in approvals {
        let mut tell = |trouble| mistakes.push(ApprovalMistake { line: setting.line, trouble });
        if setting.number.trim().is_empty() {
            tell(ApprovalTrouble::NoNumber);
        }
        if setting.forms.is_empty() {
            tell(ApprovalTrouble::NoForm);
        }
        for name in &setting.forms {
            let Some(form) = form_of_name(name, &forms) else {
                let nearest = nearest_forms(name, &forms).into_iter().map(str::to_owned).collect();
                tell(ApprovalTrouble::StrangeForm { form: name.clone(), nearest });
                continue;
            };
            if !approved.insert(form.id.clone()) {
                tell(ApprovalTrouble::Twice { form: name.clone() });
            }
            for known in plans.iter_mut().flat_map(|plan| &mut plan.forms).filter(|known| known.id == form.id) {
                known.approval = Some(setting.number.trim().to_owned());
            }
        }
    }
    if mistakes.is_empty() { Ok(()) } else { Err(mistakes) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::samples::plan;

    fn approval(line: usize, number: &str, forms: &[&str]) -> ApprovalSetting {
        ApprovalSetting { number: number.to_owned(), forms: forms.iter().map(|&form| form.to_owned()).collect(), line }
    }

    fn approved(approvals: &[ApprovalSetting]) -> Result<Vec<Plan>, Vec<String>> {
        let mut plans = vec![plan()];
        match approve(approvals, &mut plans) {
            Ok(()) => Ok(plans),
            Err(mistakes) => Err(mistakes.iter().map(ToString::to_string).collect()),
        }
    }

    #[test]
    fn a_form_bears_the_number_of_its_office_and_of_no_other() {
        let numbers = |approvals: &[ApprovalSetting]| {
            let plans = approved(approvals).unwrap();
            plans[0].forms.iter().filter_map(|form| Some((form.code.clone(), form.approval.clone()?))).collect::<Vec<_>>()
        };
        assert_eq!(numbers(&[]), [], "a shipped pack has none");
        let of_two = [approval(9, "开卫统〔2024〕7号", &["TB-K01", "TB-H01"])];
        let both = ["TB-K01", "TB-H01"].map(|code| (code.to_owned(), "开卫统〔2024〕7号".to_owned()));
        assert_eq!(numbers(&of_two), both);
    }

    #[test]
    fn what_cannot_be_meant_is_told_with_its_line() {
        let wrong = [
            approval(9, "文号", &["TB-K1"]),
            approval(12, "文号", &[]),
            approval(15, " ", &["TB-K01"]),
            approval(18, "文号", &["公立医院改革任务补充季报表"]),
        ];
        let told = approved(&wrong).unwrap_err();
        assert!(told[0].starts_with("tongbao.toml 第9行 [[approval]]：没有表式`TB-K1`"), "{}", told[0]);
        assert_eq!(
            told[1..],
            [
                "tongbao.toml 第12行 [[approval]]：没有写明表式（写 forms = [\"表号\"]）",
                "tongbao.toml 第15行 [[approval]]：没有写明文号（写 number = \"批准文号\"）",
                "tongbao.toml 第18行 [[approval]]：表式`公立医院改革任务补充季报表`的批准文号写了两次（只保留一处）",
            ]
        );
    }
}
