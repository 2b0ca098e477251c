//! Several files for one return.

use tongbao_sample::imperfect::Said::Number;
use tongbao_sample::imperfect::ways;

use crate::defects::{Defect, Effect, TOWNSHIP};

pub(super) const DEFECTS: &[Defect] = &[
    Defect {
        name: "更正：后一天重报，床位数改大 3 张",
        of: TOWNSHIP,
        change: |draft| {
            draft.spoil(&ways::CORRECTION, &[("301", Number(|number| number + 3.0))]);
            draft.beside("2025-10-10");
        },
        expects: &[("R02", "")],
        also: &[],
        effect: Effect::Counted,
    },
    Defect {
        name: "初稿：前一天报的，床位数不同",
        of: TOWNSHIP,
        change: |draft| {
            draft.spoil(&ways::DRAFT, &[("301", Number(|number| number + 3.0))]);
            draft.beside("2025-10-08");
        },
        expects: &[("R02", "")],
        also: &[],
        effect: Effect::Superseded,
    },
    Defect {
        name: "更正：后一天只重报了一张表，其余空着",
        of: TOWNSHIP,
        change: |draft| {
            draft.beside("2025-10-10");
            draft.book.page("医疗服务").blank_values();
        },
        expects: &[("TY-04", "医疗服务!D9"), ("C20", "医疗服务!D9")],
        also: &[],
        effect: Effect::Superseded,
    },
    Defect {
        name: "同一天报了两份，床位数不同",
        of: TOWNSHIP,
        change: |draft| {
            let beds = draft.book.number("301");
            draft.book.put("301", beds + 3.0);
            draft.beside("2025-10-09");
        },
        expects: &[("TY-05", "人员床位!D9")],
        also: &[],
        effect: Effect::Superseded,
    },
    Defect {
        name: "同一个文件发了两遍",
        of: TOWNSHIP,
        change: |draft| {
            draft.spoil(&ways::TWICE, &[]);
            draft.beside("2025-10-09");
            draft.bytes = Some(draft.clean());
        },
        expects: &[("R03", "")],
        also: &[],
        effect: Effect::Harmless,
    },
];
