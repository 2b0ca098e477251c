//! Two places that could each be the one that is meant.

use crate::defects::book::{Book, Cell};
use crate::defects::{Defect, Effect, TOWNSHIP};

fn relabel(book: &mut Book, label: &str) {
    let page = book.page("医疗服务");
    for cell in page.cells.values_mut().filter(|cell| **cell == Cell::from("本期累计")) {
        *cell = Cell::from(label);
    }
}

pub(super) const DEFECTS: &[Defect] = &[
    Defect {
        name: "工作表有副本，两张都填了，数不同",
        of: TOWNSHIP,
        change: |draft| {
            draft.book.copy_page("医疗服务", "医疗服务 (2)", |page| {
                page.cells.insert((8, 3), Cell::from(47_000.0));
            });
        },
        expects: &[("C25", "医疗服务!D9")],
        also: &[],
        effect: Effect::SentBack,
    },
    Defect {
        name: "原表空着，数填在副本里",
        of: TOWNSHIP,
        change: |draft| {
            draft.book.copy_page("医疗服务", "医疗服务 (2)", |_| {});
            draft.book.page("医疗服务").blank_values();
        },
        expects: &[("C26", "医疗服务 (2)")],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "两张同名的表，一张名称后有空格，数填在有空格的一张",
        of: TOWNSHIP,
        change: |draft| {
            draft.book.copy_page("医疗服务", "医疗服务 ", |_| {});
            draft.book.page("医疗服务").blank_values();
        },
        expects: &[("C26", "医疗服务 ")],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "四个季度各一张表",
        of: TOWNSHIP,
        change: |draft| {
            for (quarter, factor) in [("一", 0.3), ("二", 0.6), ("四", 1.3)] {
                let value = 47_700.0 * factor;
                draft.book.copy_page("医疗服务", &format!("医疗服务（{quarter}季度）"), |page| {
                    page.cells.insert((8, 3), Cell::from(value));
                });
            }
            "医疗服务（三季度）".clone_into(&mut draft.book.page("医疗服务").name);
        },
        expects: &[],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "只有别的季度的表",
        of: TOWNSHIP,
        change: |draft| "医疗服务（二季度）".clone_into(&mut draft.book.page("医疗服务").name),
        expects: &[("C14", "医疗服务")],
        also: &[],
        effect: Effect::CellUnused,
    },
    Defect {
        name: "有两列“本期累计”，数不同",
        of: TOWNSHIP,
        change: |draft| {
            let page = draft.book.page("医疗服务");
            let last_year: Vec<(u32, u16)> =
                page.cells.iter().filter(|(_, cell)| **cell == Cell::from("上年同期")).map(|(at, _)| *at).collect();
            for at in last_year {
                page.cells.insert(at, Cell::from("本期累计"));
            }
        },
        expects: &[("C25", "医疗服务!D9")],
        also: &[],
        effect: Effect::SentBack,
    },
    Defect {
        name: "有两列“本期累计”，数相同，一列有一格空着",
        of: TOWNSHIP,
        change: |draft| {
            let page = draft.book.page("医疗服务");
            for cell in page.cells.values_mut().filter(|cell| **cell == Cell::from("上年同期")) {
                *cell = Cell::from("本期累计");
            }
            for row in page.item_rows() {
                if let Some(cell) = page.cells.get(&(row, 3)).cloned() {
                    page.cells.insert((row, 4), cell);
                }
            }
            draft.book.blank("104");
        },
        expects: &[("C26", "医疗服务!E12")],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "只有“本季数”，没有累计数",
        of: TOWNSHIP,
        change: |draft| relabel(&mut draft.book, "本季数"),
        expects: &[("C15", "医疗服务")],
        also: &[],
        effect: Effect::CellUnused,
    },
    Defect {
        name: "封面报告期写成 7—9月",
        of: TOWNSHIP,
        change: |draft| draft.book.set("封面", "B4", "2025年7—9月"),
        expects: &[("W18", "封面!B4")],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "封面有两处报告期，写的不同",
        of: TOWNSHIP,
        change: |draft| {
            draft.book.set("封面", "A14", "报告期");
            draft.book.set("封面", "B14", "2025Q2");
        },
        expects: &[("W17", "封面!B14")],
        also: &[],
        effect: Effect::Rejected,
    },
    Defect {
        name: "旁边有一列“本期累计（更正后）”，数不同",
        of: TOWNSHIP,
        change: |draft| {
            draft.book.set("医疗服务", "F7", "本期累计（更正后）");
            draft.book.set("医疗服务", "F9", 47_000.0);
        },
        expects: &[("C25", "医疗服务!D9")],
        also: &[],
        effect: Effect::SentBack,
    },
    Defect {
        name: "原表和“医疗服务（终稿）”都填了，数不同",
        of: TOWNSHIP,
        change: |draft| {
            draft.book.copy_page("医疗服务", "医疗服务（终稿）", |page| {
                page.cells.insert((8, 3), Cell::from(47_000.0));
            });
        },
        expects: &[("C25", "医疗服务!D9")],
        also: &[],
        effect: Effect::SentBack,
    },
    Defect {
        name: "留着上一季度的封面，已隐藏",
        of: TOWNSHIP,
        change: |draft| {
            draft.book.copy_page("封面", "封面（旧）", |page| {
                page.cells.insert((3, 1), Cell::from("2025Q2"));
                page.is_hidden = true;
            });
        },
        expects: &[("C16", "封面（旧）")],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "有两张封面，报告期不同，表只有一套",
        of: TOWNSHIP,
        change: |draft| {
            draft.book.copy_page("封面", "封面 (2)", |page| {
                page.cells.insert((3, 1), Cell::from("2025Q2"));
            });
        },
        expects: &[("W17", "封面 (2)!B4")],
        also: &[],
        effect: Effect::Rejected,
    },
    Defect {
        name: "表名写的是上半年",
        of: TOWNSHIP,
        change: |draft| draft.book.set("医疗服务", "A1", "2025年上半年医疗服务情况"),
        expects: &[("W16", "医疗服务!A1")],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "表头写的是 1—6月累计",
        of: TOWNSHIP,
        change: |draft| relabel(&mut draft.book, "1—6月累计"),
        expects: &[("W16", "医疗服务!D7")],
        also: &[],
        effect: Effect::Harmless,
    },
];
