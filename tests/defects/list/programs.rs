//! Files of which a part is lost or was never calculated: what other programs repair, and what only is lost.

use crate::defects::book::Cell;
use crate::defects::{Defect, Effect, TOWNSHIP};

/// A sheet in which a cell stands otherwise.
fn with_cell(sheet: &str, place: &str, cell: &str) -> String {
    let start = sheet.find(&format!("<c r=\"{place}\"")).expect("the cell");
    let length = sheet[start..].find("</c>").expect("its end") + "</c>".len();
    format!("{}{cell}{}", &sheet[..start], &sheet[start + length..])
}

pub(super) const DEFECTS: &[Defect] = &[
    Defect {
        name: "样式部分断了，带格式的数还在",
        of: TOWNSHIP,
        change: |draft| {
            draft.book.put("101", Cell::Shown(47_700.0, "#,##0"));
            draft.alter("xl/styles.xml", |styles| styles.split("</cellXfs>").next().unwrap_or_default().to_owned());
        },
        expects: &[("C24", "医疗服务!D9")],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "样式中的颜色写错，数不受影响",
        of: TOWNSHIP,
        change: |draft| {
            draft.book.put("101", Cell::Shown(47_700.0, "#,##0"));
            draft.alter("xl/styles.xml", |styles| styles.replacen("<color theme=\"1\"/>", "<color theme=\"x\" rgb=\"red\"/>", 1));
        },
        expects: &[],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "单元格指向文件里没有的文字",
        of: TOWNSHIP,
        change: |draft| {
            draft.alter_page("医疗服务", |sheet| with_cell(sheet, "D12", "<c r=\"D12\" t=\"s\"><v>99999</v></c>"));
        },
        expects: &[("C23", "医疗服务!D12")],
        also: &[],
        effect: Effect::CellUnused,
    },
    Defect {
        name: "数组公式占两格，都没有结果",
        of: TOWNSHIP,
        change: |draft| {
            draft.alter_page("医疗服务", |sheet| {
                let array = "<c r=\"D12\"><f t=\"array\" ref=\"D12:D13\">E12:E13*1</f></c>";
                with_cell(&with_cell(sheet, "D12", array), "D13", "")
            });
        },
        expects: &[("C03", "医疗服务!D12"), ("C03", "医疗服务!D13")],
        also: &[],
        effect: Effect::CellUnused,
    },
    Defect {
        name: "单元格里附有别的程序的扩展内容",
        of: TOWNSHIP,
        change: |draft| {
            draft.alter_page("医疗服务", |sheet| {
                let extended = "<c r=\"D9\"><v>47700</v><extLst><ext><q:v>999</q:v></ext></extLst></c>";
                with_cell(sheet, "D9", extended)
            });
        },
        expects: &[],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "一张工作表的内容在文件里缺失",
        of: TOWNSHIP,
        change: |draft| {
            let part = draft.part_of("医疗服务").replace("xl/", "");
            draft.alter("xl/_rels/workbook.xml.rels", |relations| relations.replace(&part, "worksheets/lost.xml"));
        },
        expects: &[("C14", "医疗服务")],
        also: &[],
        effect: Effect::CellUnused,
    },
];
