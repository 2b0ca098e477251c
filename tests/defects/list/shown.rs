//! What a person sees in a cell is not what it holds.

use crate::defects::book::{Cell, Run};
use crate::defects::{Defect, Effect, KIT, TOWNSHIP};

pub(super) const DEFECTS: &[Defect] = &[
    Defect {
        name: "公式从未计算，文件里存的是 0",
        of: TOWNSHIP,
        change: |draft| draft.book.put("104", Cell::Formula("=300+39", "0")),
        expects: &[("C03", "医疗服务!D12")],
        also: &[],
        effect: Effect::CellUnused,
    },
    Defect {
        name: "数字后面带上标的注号",
        of: TOWNSHIP,
        change: |draft| {
            draft.book.put("101", Cell::Runs(&[(Run::Plain, "47700"), (Run::Raised, "1")]));
        },
        expects: &[("C06", "医疗服务!D9")],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "改数时旧数划了删除线，没有删去",
        of: TOWNSHIP,
        change: |draft| {
            draft.book.put("101", Cell::Runs(&[(Run::StruckOut, "43700"), (Run::Plain, "47700")]));
        },
        expects: &[("C06", "医疗服务!D9")],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "整个单元格划了删除线",
        of: TOWNSHIP,
        change: |draft| draft.book.put("104", Cell::Runs(&[(Run::StruckOut, "339")])),
        expects: &[("C23", "医疗服务!D12")],
        also: &[],
        effect: Effect::CellUnused,
    },
    Defect {
        name: "百分比格式的单元格，显示 85.0%，存的是 0.85",
        of: KIT,
        change: |draft| {
            let share = draft.book.number("201") / 100.0;
            draft.book.put("201", Cell::Shown(share, "0.0%"));
        },
        expects: &[("C06", "水平!D9")],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "计量单位列写的是‰，数也按千分数填",
        of: KIT,
        change: |draft| {
            draft.book.set("水平", "B9", "‰");
            draft.book.times(&["201"], 10.0);
        },
        expects: &[("C04", "水平!D9")],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "单元格格式带“万”，显示 4.8万，存的是 47700",
        of: TOWNSHIP,
        change: |draft| draft.book.put("101", Cell::Shown(47_700.0, "0\\.0,\"万\"")),
        expects: &[("C04", "医疗服务!D9")],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "单元格格式按千显示，没有写明",
        of: TOWNSHIP,
        change: |draft| draft.book.put("104", Cell::Shown(339.0, "0.0,")),
        expects: &[("C23", "医疗服务!D12")],
        also: &[],
        effect: Effect::CellUnused,
    },
    Defect {
        name: "单元格格式使数字不显示",
        of: TOWNSHIP,
        change: |draft| draft.book.put("101", Cell::Shown(47_700.0, ";;;")),
        expects: &[("C24", "医疗服务!D9")],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "数字是白色的，看不见",
        of: TOWNSHIP,
        change: |draft| draft.book.put("101", Cell::Dressed(47_700.0, Run::White)),
        expects: &[("C24", "医疗服务!D9")],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "数字后面有看不见的白字",
        of: TOWNSHIP,
        change: |draft| draft.book.put("101", Cell::Runs(&[(Run::Plain, "47700"), (Run::White, "6")])),
        expects: &[("C24", "医疗服务!D9")],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "整个单元格设成了上标",
        of: TOWNSHIP,
        change: |draft| draft.book.put("104", Cell::Dressed(339.0, Run::Raised)),
        expects: &[("C23", "医疗服务!D12")],
        also: &[],
        effect: Effect::CellUnused,
    },
    Defect {
        name: "旧的一行划了删除线，下面另填一行",
        of: TOWNSHIP,
        change: |draft| {
            let (page, row) = draft.book.row_of("104");
            draft.book.page(&page).repeat_row(row);
            draft.book.set("医疗服务", "C12", Cell::Runs(&[(Run::StruckOut, "104")]));
            draft.book.set("医疗服务", "D12", Cell::Runs(&[(Run::StruckOut, "393")]));
        },
        expects: &[("C06", "医疗服务!D12")],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "页眉写明单位是元，计量单位列仍是万元，工作表由别的程序分行写成",
        of: TOWNSHIP,
        change: |draft| {
            let head = "</sheetData>\n<headerFooter>\n<oddHeader>&amp;R单位：元</oddHeader>\n</headerFooter>";
            draft.alter_page("收入费用", |sheet| sheet.replace("</sheetData>", head));
        },
        expects: &[("C23", "收入费用!D9")],
        also: &["C23"],
        effect: Effect::CellUnused,
    },
    Defect {
        name: "计量单位列写的是万人次，数也按万人次填",
        of: TOWNSHIP,
        change: |draft| {
            draft.book.set("医疗服务", "B9", "万人次");
            draft.book.put("101", 4.77);
        },
        expects: &[("C04", "医疗服务!D9")],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "表头写的是千人次，计量单位列仍是人次",
        of: TOWNSHIP,
        change: |draft| {
            let page = draft.book.page("医疗服务");
            for cell in page.cells.values_mut().filter(|cell| **cell == Cell::from("本期累计")) {
                *cell = Cell::from("本期累计（千人次）");
            }
        },
        expects: &[("C23", "医疗服务!D9")],
        also: &["C23"],
        effect: Effect::CellUnused,
    },
    Defect {
        name: "条件格式把不大于 1 的数显示成百分数，存的是 0.85",
        of: KIT,
        change: |draft| {
            draft.book.times(&["201"], 0.01);
            draft.show_as_percent(
                "水平",
                "D9",
                "<cfRule type=\"cellIs\" dxfId=\"0\" priority=\"1\" operator=\"lessThanOrEqual\"><formula>1</formula></cfRule>",
            );
        },
        expects: &[("C06", "水平!D9")],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "条件格式按公式显示成百分数，看不出现在显示的是哪一种",
        of: KIT,
        change: |draft| {
            draft.book.times(&["201"], 0.01);
            let rule = "<cfRule type=\"expression\" dxfId=\"0\" priority=\"1\"><formula>$B9=\"%\"</formula></cfRule>";
            draft.show_as_percent("水平", "D9", rule);
        },
        expects: &[("C23", "水平!D9")],
        also: &[],
        effect: Effect::CellUnused,
    },
    Defect {
        name: "表头的批注写明单位是元，计量单位列仍是万元",
        of: TOWNSHIP,
        change: |draft| draft.book.note("收入费用", "D7", "单位：元"),
        expects: &[("C23", "收入费用!D9")],
        also: &["C23"],
        effect: Effect::CellUnused,
    },
    Defect {
        name: "一格的批注写明单位，与计量单位列相同",
        of: TOWNSHIP,
        change: |draft| draft.book.note("医疗服务", "D9", "已与病案室核对，单位：人次"),
        expects: &[],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "单元格格式带“约”，显示 约47700",
        of: TOWNSHIP,
        change: |draft| draft.book.put("101", Cell::Shown(47_700.0, "\"约\"0")),
        expects: &[("C06", "医疗服务!D9")],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "单元格格式带“+”，显示 339+",
        of: TOWNSHIP,
        change: |draft| draft.book.put("104", Cell::Shown(339.0, "0\"+\"")),
        expects: &[("C05", "医疗服务!D12")],
        also: &[],
        effect: Effect::CellUnused,
    },
    Defect {
        name: "新版 Excel 的错误值 #SPILL!",
        of: TOWNSHIP,
        change: |draft| draft.book.put("105", Cell::Formula("=A1:A9", "#SPILL!")),
        expects: &[("C02", "医疗服务!D13")],
        also: &[],
        effect: Effect::CellUnused,
    },
    Defect {
        name: "表下注明收入以元为单位，计量单位列没有填",
        of: TOWNSHIP,
        change: |draft| {
            let page = draft.book.page("收入费用");
            page.cells.retain(|(row, column), _| *row < 8 || *column != 1);
            draft.book.set("收入费用", "A30", "注：收入以元为单位");
            draft.book.times(&["201", "202", "203", "204", "205", "206", "207", "208"], 10_000.0);
        },
        expects: &[("C04", "收入费用!D9")],
        also: &["C04"],
        effect: Effect::Harmless,
    },
    Defect {
        name: "两个数写在一格里，中间空两格",
        of: TOWNSHIP,
        change: |draft| draft.book.put("101", "47700  47000"),
        expects: &[("C01", "医疗服务!D9")],
        also: &[],
        effect: Effect::CellUnused,
    },
];
