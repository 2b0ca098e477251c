//! Rows, columns and sheets out of place.

use tongbao_sample::imperfect::Said::{Nothing, Number, Words};
use tongbao_sample::imperfect::ways;

use crate::defects::{Defect, Effect, SUPPLEMENT, TOWNSHIP};

pub(super) const DEFECTS: &[Defect] = &[
    Defect {
        name: "自己加了一行，代码 199 表中没有",
        of: TOWNSHIP,
        change: |draft| draft.spoil(&ways::OWN_ROW, &[("108", Words("义诊人次"))]),
        expects: &[("C07", "医疗服务!C17")],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "一行的代码被删掉",
        of: TOWNSHIP,
        change: |draft| draft.spoil(&ways::CODE_GONE, &[("104", Nothing)]),
        expects: &[("C08", "医疗服务!D12")],
        also: &[],
        effect: Effect::CellUnused,
    },
    Defect {
        name: "删了一行",
        of: TOWNSHIP,
        change: |draft| draft.book.page("医疗服务").delete_row(11),
        expects: &[("C08", "医疗服务")],
        also: &[],
        effect: Effect::CellUnused,
    },
    Defect {
        name: "同一代码两行，数值不同",
        of: TOWNSHIP,
        change: |draft| draft.spoil(&ways::ROW_TWICE, &[("105", Number(|_| 250.0))]),
        expects: &[("C09", "医疗服务!C14")],
        also: &[],
        effect: Effect::CellUnused,
    },
    Defect {
        name: "代码改成别行的代码：105 改成 104，数值不同",
        of: TOWNSHIP,
        change: |draft| draft.book.set("医疗服务", "C13", "104"),
        expects: &[("C09", "医疗服务!C13"), ("C10", "医疗服务!C13"), ("C08", "医疗服务")],
        also: &[],
        effect: Effect::CellUnused,
    },
    Defect {
        name: "两行的名称对调",
        of: TOWNSHIP,
        change: |draft| {
            draft.book.set("医疗服务", "A13", "接收下转患者人次");
            draft.book.set("医疗服务", "A14", "上转患者人次");
        },
        expects: &[("C10", "医疗服务!C13"), ("C10", "医疗服务!C14")],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "错行：名称整列下移一行",
        of: SUPPLEMENT,
        change: |draft| draft.book.page("功能定位").slide_names(),
        expects: &[
            ("C10", "功能定位!C10"),
            ("C10", "功能定位!C11"),
            ("C10", "功能定位!C12"),
            ("C10", "功能定位!C13"),
            ("C10", "功能定位!C14"),
            ("C10", "功能定位!C15"),
        ],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "错行：收入费用的数值整列下移一行",
        of: TOWNSHIP,
        change: |draft| draft.book.page("收入费用").slide_values(),
        expects: &[("JN-T-004", "收入费用!D13"), ("JN-T-005", "收入费用!D15")],
        also: &["JN-T-016", "JN-T-026", "JN-T-028", "JN-T-029"],
        effect: Effect::SentBack,
    },
    Defect {
        name: "错行：人员床位的数值整列下移一行",
        of: TOWNSHIP,
        change: |draft| draft.book.page("人员床位").slide_values(),
        expects: &[
            ("JN-T-007", "人员床位!D12"),
            ("JN-T-007", "人员床位!D17"),
            ("JN-T-008", "人员床位!D13"),
            ("JN-T-010", "人员床位!D19"),
        ],
        also: &["JN-T-019", "JN-T-030"],
        effect: Effect::SentBack,
    },
    Defect {
        name: "删了一张工作表",
        of: TOWNSHIP,
        change: |draft| draft.spoil(&ways::SHEET_GONE, &[("基层服务", Nothing)]),
        expects: &[("C14", "基层服务")],
        also: &[],
        effect: Effect::CellUnused,
    },
    Defect {
        name: "表头“代码”改名为“序号”",
        of: TOWNSHIP,
        change: |draft| draft.book.set("基层服务", "C7", "序号"),
        expects: &[("C15", "基层服务")],
        also: &[],
        effect: Effect::CellUnused,
    },
    Defect {
        name: "表头“本期累计”改名为“金额”",
        of: TOWNSHIP,
        change: |draft| draft.book.set("收入费用", "D7", "金额"),
        expects: &[("C15", "收入费用")],
        also: &[],
        effect: Effect::CellUnused,
    },
    Defect {
        name: "数填在“上年同期”一列",
        of: TOWNSHIP,
        change: |draft| {
            let page = draft.book.page("医疗服务");
            for row in page.item_rows() {
                let value = page.cells.remove(&(row, 3)).expect("a value");
                page.cells.insert((row, 4), value);
            }
        },
        expects: &[("C20", "医疗服务!D9")],
        also: &[],
        effect: Effect::Counted,
    },
    Defect {
        name: "工作表被隐藏，表中有数",
        of: TOWNSHIP,
        change: |draft| draft.spoil(&ways::HIDDEN, &[("人员床位", Nothing)]),
        expects: &[("C16", "人员床位")],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "声明“本表无数据”，却填了数",
        of: TOWNSHIP,
        change: |draft| draft.spoil(&ways::DECLARED_EMPTY, &[("基层服务", Nothing)]),
        expects: &[("C19", "基层服务")],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "空表：一个数也没有填",
        of: TOWNSHIP,
        change: |draft| draft.spoil(&ways::EMPTY_RETURN, &[]),
        expects: &[("R01", "")],
        also: &[],
        effect: Effect::Missing,
    },
];
