//! Oddities that must not be held against anybody.

use tongbao_sample::imperfect::Said::{Number, Words};
use tongbao_sample::imperfect::ways;

use crate::defects::book::Page;
use crate::defects::{Defect, Effect, HOSPITAL, TOWNSHIP};

pub(super) const DEFECTS: &[Defect] = &[
    Defect {
        name: "用别的程序另存，没有格式", of: HOSPITAL, change: |_| (), expects: &[], also: &[], effect: Effect::Harmless
    },
    Defect {
        name: "从 C5 开始填：上面多四行，左边多两列",
        of: TOWNSHIP,
        change: |draft| draft.book.pages.iter_mut().for_each(|page| page.insert(0, 4, 2)),
        expects: &[],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "工作表的次序反了",
        of: TOWNSHIP,
        change: |draft| draft.book.pages.reverse(),
        expects: &[],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "工作表改了名",
        of: TOWNSHIP,
        change: |draft| "Sheet3".clone_into(&mut draft.book.page("收入费用").name),
        expects: &[],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "多了一张草稿表",
        of: TOWNSHIP,
        change: |draft| {
            let (cells, notes) = (std::collections::BTreeMap::new(), std::collections::BTreeMap::new());
            let mut page = Page { name: "Sheet1".to_owned(), is_hidden: false, cells, notes };
            page.cells.insert((0, 0), "总收入".into());
            page.cells.insert((0, 1), 9_999.0.into());
            draft.book.pages.push(page);
        },
        expects: &[],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "两行之间插了空行",
        of: TOWNSHIP,
        change: |draft| draft.book.page("医疗服务").insert(11, 2, 0),
        expects: &[],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "两行对调，代码、名称、数值一起",
        of: TOWNSHIP,
        change: |draft| {
            let page = draft.book.page("医疗服务");
            let (first, second) = (12, 13);
            let cells = std::mem::take(&mut page.cells);
            let swapped = |row: u32| {
                if row == first {
                    second
                } else if row == second {
                    first
                } else {
                    row
                }
            };
            page.cells = cells.into_iter().map(|((row, column), cell)| ((swapped(row), column), cell)).collect();
        },
        expects: &[],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "同一代码两行，数值相同",
        of: TOWNSHIP,
        change: |draft| draft.book.page("医疗服务").repeat_row(12),
        expects: &[],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "封面报告期写“2025年1—9月”，名称里多了空格",
        of: TOWNSHIP,
        change: |draft| {
            draft.spoil(&ways::ODD_BUT_RIGHT, &[("报告期", Words("2025年1—9月")), ("单位名称", Words("甲县 第一乡镇卫生院　"))]);
        },
        expects: &[],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "没有发生的填 0，不适用的填“—”",
        of: TOWNSHIP,
        change: |draft| draft.spoil(&ways::ZEROS_AND_SIGNS, &[("302", Number(|_| 0.0)), ("405", Words("—"))]),
        // Last time it had some.
        expects: &[("TY-01", "基层服务!D13")],
        also: &[],
        effect: Effect::Counted,
    },
    Defect {
        name: "比上年同期增长两成七：没有越界",
        of: TOWNSHIP,
        change: |draft| draft.book.times(&["101", "102", "103", "201", "202", "203", "204", "205", "206", "207", "208"], 1.2),
        expects: &[],
        also: &[],
        effect: Effect::Counted,
    },
];
