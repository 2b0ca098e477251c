//! 退回说明: what to do, and all findings in a list.

use super::Returned;
use super::marks::{Marks, level};
use tongbao_document::{SlipAnswer, SlipRow};
use tongbao_figures::audit::GeneralRule;
use tongbao_returns::finding::{Explanation, Finding, Severity};

/// The gravest first, then as a reader meets them in the workbook.
pub(super) fn ordered<'run>(findings: &'run [Finding], sheets: &[&str]) -> Vec<&'run Finding> {
    let mut ordered: Vec<&Finding> = findings.iter().collect();
    ordered.sort_by_key(|finding| {
        let sheet = sheets.iter().position(|name| finding.at.sheet.as_deref() == Some(name));
        (finding.severity(), sheet.map_or(0, |position| position + 1), finding.at.cell, finding.id())
    });
    ordered
}

/// Whose return, which form, for when.
pub(super) fn about(returned: &Returned<'_>) -> Vec<String> {
    let Some((filed, form)) = returned.filed else {
        return vec![format!("填报单位：{}", returned.unit_name), format!("原文件：{}（没有采用）", returned.file)];
    };
    vec![
        format!("填报单位：{}（{}）　　报告期：{}", returned.unit_name, filed.unit, filed.period.chinese()),
        format!("报表：《{}》（表号 {}）　　原文件：{}", form.title, form.code, filed.file.path),
    ]
}

/// What to do with the slip.
pub(super) fn instructions(findings: &[&Finding], returned: &Returned<'_>) -> Vec<String> {
    let counted = [Severity::Rejected, Severity::Error, Severity::Suspect, Severity::Explain, Severity::Doubt, Severity::Note]
        .into_iter()
        .map(|severity| (severity, findings.iter().filter(|finding| finding.severity() == severity).count()))
        .filter(|(_, count)| *count > 0)
        .map(|(severity, count)| format!("{} {count} 项", severity.word()))
        .collect::<Vec<_>>();
    let summary = match counted.as_slice() {
        [] => "审核没有发现问题。".to_owned(),
        counted => format!("审核发现 {} 个问题：{}。", findings.len(), counted.join("，")),
    };
    if returned.filed.is_none() {
        let how = if returned.original.is_some() {
            "整份文件没有采用。请在后面的工作表中按下表改正（多在封面），填写新的报出日期，把本文件发回；也可以改正原文件后重报。"
        } else {
            "整份文件没有采用，也打不开，所以后面没有附原表。请按下表办理后重报原文件，不必发回本文件。"
        };
        return [summary, how.to_owned()].into_iter().chain(returned.notice.map(str::to_owned)).collect();
    }
    let how = "请在后面的工作表中更正着色的单元格（鼠标停在单元格上可看到问题）；数值确实无误的，在下表“说明”栏写明原因，标“须更正”的\
               只能更正；最后在封面填写新的报出日期，把本文件发回。";
    let mut lines = vec![summary, how.to_owned()];
    if findings.iter().any(|finding| finding.can_be_explained()) {
        lines.push(
            "说明要写具体原因，不少于六个字，不同问题分别说明；“核实无误”“同上”之类不算说明。说明之后又改动数值的，须重新说明。"
                .to_owned(),
        );
    }
    if findings.iter().any(|finding| choices(finding).is_some()) {
        lines.push(
            "问这一份与前一份用哪一份的（TY-04、TY-05），请在“说明”栏的下拉列表中选一种办法；没有选“采用这一份，空着的项按未填处理”的，\
             前一份报过、这一份空着的数不会丢。"
                .to_owned(),
        );
    }
    lines.extend(returned.notice.map(str::to_owned));
    lines
}

/// One finding.
pub(super) fn row(finding: &Finding, marks: &Marks<'_>) -> SlipRow {
    let link = marks.link(finding);
    // The cell in this file to which it leads, else the finding's own place.
    let at = marks.place(finding).unwrap_or(&finding.at);
    let cell = match (&at.sheet, at.cell) {
        (None, _) => "整个文件".to_owned(),
        (Some(_), None) => "整张表".to_owned(),
        (Some(_), Some(cell)) => cell.to_string(),
    };
    let message = finding.message();
    let problem = match &finding.explanation {
        Some(Explanation::Refused(fault)) => format!("{message}（原说明没有采纳：{}）", fault.reason()),
        Some(Explanation::Accepted(_)) => format!("{message}（说明已采纳）"),
        None => message,
    };
    SlipRow {
        level: level(finding.severity()),
        severity: finding.severity().word().to_owned(),
        code: finding.id().to_owned(),
        sheet: at.sheet.clone(),
        cell,
        link,
        problem,
        expected: finding.expected().unwrap_or_default(),
        values: finding.values(),
        hint: finding.hint().unwrap_or_default(),
        answer: answer(finding),
    }
}

/// What stands in a locked cell is passed over when the slip comes back: the reader of slips knows these words.
fn answer(finding: &Finding) -> SlipAnswer {
    let said = match &finding.explanation {
        Some(Explanation::Accepted(text)) => text.clone(),
        Some(Explanation::Refused(_)) | None => String::new(),
    };
    if let Some(choices) = choices(finding) {
        return SlipAnswer::Choice { offered: choices.map(str::to_owned).to_vec(), said };
    }
    match finding.severity() {
        Severity::Suspect | Severity::Explain => SlipAnswer::Open(said),
        Severity::Rejected | Severity::Error => SlipAnswer::Locked("须更正".to_owned()),
        Severity::Doubt => SlipAnswer::Locked("请核对".to_owned()),
        Severity::Note => SlipAnswer::Locked("无需说明".to_owned()),
    }
}

/// What there is to choose from where it is asked which of two returns counts.
fn choices(finding: &Finding) -> Option<[&'static str; 2]> {
    GeneralRule::find(finding.id())?.choices()
}
