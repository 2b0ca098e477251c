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
