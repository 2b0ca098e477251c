//! 定稿说明: the annex of a bulletin that was issued although something stood open, or in the place of a withdrawn one (更正).

use crate::compose::material::Material;
use crate::compose::table::{body, marks, text, words};
use crate::issue::{Forced, Issuing, OpenPoint, Replaced};
use tongbao_document::{Attachment, Block, Document, Inline, Table};
use tongbao_figures::aggregate::Group;
use tongbao_returns::domain::{UnitCode, chinese_date};

const TITLE: &str = "定稿说明";

/// Adds it behind the last attachment of a group's bulletin; to the area's with everything that stood open, to a county's or an
/// alliance's with what concerns its own units.
pub fn append(document: &mut Document, material: &Material<'_>, group: &Group, issuing: &Issuing) {
    if issuing.forced.is_none() && issuing.replaces.is_none() {
        return;
    }
    if let [only] = document.attachments.as_mut_slice() {
        "附件1".clone_into(&mut only.label);
    }
    let number = document.attachments.len() + 1;
    let label = if number == 1 { "附件".to_owned() } else { format!("附件{number}") };
    let concerns = |point: &&OpenPoint| point.unit.as_ref().is_none_or(|unit| material.is_member(group, &UnitCode::new(unit)));
    let open = |forced: &'_ Forced| table(&forced.open.iter().filter(concerns).collect::<Vec<_>>());
    let table = issuing.forced.as_ref().map(open).map(Block::Table);
    let blocks = std::iter::once(Block::Paragraph(vec![Inline::Text(sentence(issuing))])).chain(table).collect();
    document.attachments.push(Attachment { label, title: TITLE.to_owned(), blocks });
}

/// When it was issued, in whose place, and why although something stood open.
fn sentence(issuing: &Issuing) -> String {
    let Issuing { number, day, forced, replaces } = issuing;
    let day = chinese_date(*day);
    let corrects = replaces.as_ref().map(|Replaced { issue, issued_on, withdrawn_on, reason }| {
        let (issued_on, withdrawn_on) = (chinese_date(*issued_on), chinese_date(*withdrawn_on));
        format!("本期更正并代替{issued_on}印发的{issue}，{issue}已于{withdrawn_on}撤销。撤销理由：{}。", ended(reason))
    });
    let forces = forced
        .as_ref()
        .map(|Forced { reason, .. }| format!("定稿时尚有下表所列事项未办结，由发文机关决定先行定稿。理由：{}。", ended(reason)));
    let head = format!("本通报为第{number}期，{day}定稿，数据截至{day}。");
    [Some(head), corrects, forces].into_iter().flatten().collect()
}

/// Words to which a full stop is put.
fn ended(words: &str) -> &str {
    words.trim_end_matches('。')
}

fn table(open: &[&OpenPoint]) -> Table {
    let known = |words: &'_ Option<String>| words.clone().unwrap_or_default();
    let row = |(number, point): (usize, &&OpenPoint)| {
        body(vec![
            text(number.to_string()),
            text(point.kind.word()),
            text(known(&point.unit_name)),
            text(known(&point.form)),
            text(known(&point.place)),
            text(&point.what),
            text(&point.action),
        ])
    };
    Table {
        name: TITLE.to_owned(),
        title: "定稿时未办结事项".to_owned(),
        unit_line: None,
        columns: vec![
            marks("序号", 2.0),
            marks("类型", 3.0),
            words("单位", 8.0),
            words("报表", 7.0),
            words("文件和单元格", 9.0),
            words("问题", 12.0),
            words("办理要求", 10.0),
        ],
        label_columns: 2,
        rows: (1_usize..).zip(open).map(row).collect(),
        notes: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::issue::IssueName;

    #[test]
    fn the_annex_says_whose_place_the_issue_takes_and_why_it_was_forced() {
        let plain = Issuing { number: 5, day: date(2025, 11, 6), forced: None, replaces: None };
        let corrected = Issuing {
            replaces: Some(Replaced {
                issue: IssueName { year: 2025, number: 3 },
                issued_on: date(2025, 10, 20),
                withdrawn_on: date(2025, 11, 5),
                reason: "检查收入有误。".to_owned(),
            }),
            ..plain
        };
        let head = "本通报为第5期，2025年11月6日定稿，数据截至2025年11月6日。本期更正并代替2025年10月20日印发的2025年第3期，\
                    2025年第3期已于2025年11月5日撤销。撤销理由：检查收入有误。";
        assert_eq!(sentence(&corrected), head);
        let forced = Issuing { forced: Some(Forced { reason: "急用".to_owned(), open: Vec::new() }), ..corrected };
        assert_eq!(sentence(&forced), format!("{head}定稿时尚有下表所列事项未办结，由发文机关决定先行定稿。理由：急用。"));
    }
}
