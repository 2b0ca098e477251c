//! 定稿说明: the annex of a bulletin that was issued although something stood open.

use crate::compose::material::Material;
use crate::compose::table::{body, marks, text, words};
use crate::issue::{Forced, Issuing, OpenPoint};
use tongbao_document::{Attachment, Block, Document, Inline, Table};
use tongbao_figures::aggregate::Group;
use tongbao_returns::domain::{UnitCode, chinese_date};

const TITLE: &str = "定稿说明";

/// Adds it behind the last attachment of a group's bulletin; to the area's with everything that stood open, to a county's or an
/// alliance's with what concerns its own units.
pub fn append(document: &mut Document, material: &Material<'_>, group: &Group, issuing: &Issuing) {
    let Some(forced) = &issuing.forced else { return };
    if let [only] = document.attachments.as_mut_slice() {
        "附件1".clone_into(&mut only.label);
    }
    let number = document.attachments.len() + 1;
    let label = if number == 1 { "附件".to_owned() } else { format!("附件{number}") };
    let concerns = |point: &&OpenPoint| point.unit.as_ref().is_none_or(|unit| material.is_member(group, &UnitCode::new(unit)));
    let open: Vec<&OpenPoint> = forced.open.iter().filter(concerns).collect();
    document.attachments.push(Attachment { label, title: TITLE.to_owned(), blocks: blocks(issuing, forced, &open) });
}

fn blocks(issuing: &Issuing, forced: &Forced, open: &[&OpenPoint]) -> Vec<Block> {
    let Issuing { number, day, .. } = issuing;
    let day = chinese_date(*day);
    let sentence = format!(
        "本通报为第{number}期，{day}定稿，数据截至{day}。定稿时尚有下表所列事项未办结，由发文机关决定先行定稿。理由：{}。",
        forced.reason.trim_end_matches('。')
    );
    vec![Block::Paragraph(vec![Inline::Text(sentence)]), Block::Table(table(open))]
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
