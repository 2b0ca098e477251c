//! Findings in lines of text. Their words are Chinese whatever the language of the messages.

use std::collections::BTreeMap;

use super::messages::Messages;
use super::text_table::TextTable;
use tongbao_returns::finding::{Explanation, Finding, Severity};

/// `表1 › D3  差错 C01  应为数字，读到“约三”（请填数字）`
pub(super) fn line(finding: &Finding) -> String {
    let hint = finding.hint();
    let said = match (&finding.explanation, hint) {
        (Some(Explanation::Accepted(said)), _) => format!("（已说明：{said}）"),
        (Some(Explanation::Refused(fault)), hint) => format!("（说明未采纳：{}；{}）", fault.reason(), hint.unwrap_or_default()),
        (None, Some(hint)) => format!("（{hint}）"),
        (None, None) => String::new(),
    };
    format!("{}  {} {}  {}{said}", finding.at, finding.severity().word(), finding.id(), finding.message())
}

/// How many there are of each code.
pub(super) fn counted<'finding>(findings: impl IntoIterator<Item = &'finding Finding>, messages: &Messages) -> TextTable {
    let mut counts: BTreeMap<(Severity, &str, String), usize> = BTreeMap::new();
    for finding in findings {
        let is_explained = matches!(finding.explanation, Some(Explanation::Accepted(_)));
        let title = finding.title() + if is_explained { "（已说明）" } else { "" };
        *counts.entry((finding.severity(), finding.id(), title)).or_default() += 1;
    }
    let heading = ["finding-severity", "finding-code", "finding-title", "finding-count"].map(|key| messages.say(key));
    let mut table = TextTable::new(heading.into(), &[3]);
    for ((severity, id, title), count) in counts {
        table.push(vec![severity.word().to_owned(), id.to_owned(), title, count.to_string()]);
    }
    table
}

/// How many there are of a severity; what was explained is settled.
pub(super) fn of_severity<'finding>(findings: impl IntoIterator<Item = &'finding Finding>, severity: Severity) -> usize {
    findings
        .into_iter()
        .filter(|finding| finding.severity() == severity && !matches!(finding.explanation, Some(Explanation::Accepted(_))))
        .count()
}
