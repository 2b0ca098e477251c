//! Ratios out of bounds, and units that lie apart from their peers.

use crate::defects::{Defect, Effect, HOSPITAL, KIT, SUPPLEMENT, TOWNSHIP};

pub(super) const DEFECTS: &[Defect] = &[
    Defect {
        name: "比率超过 100%",
        of: KIT,
        change: |draft| draft.book.put("202", 120.0),
        expects: &[("KIT-Q-004", "水平!D10")],
        also: &[],
        effect: Effect::SentBack,
    },
    Defect {
        name: "床位使用率 113%",
        of: HOSPITAL,
        change: |draft| draft.book.put("107", 180_000.0),
        expects: &[("TB-H-006", "医疗服务!D15")],
        also: &["TB-H-042"],
        effect: Effect::SentBack,
    },
    Defect {
        name: "床位使用率 104%，可能是加床",
        of: HOSPITAL,
        change: |draft| draft.book.put("107", 165_000.0),
        expects: &[("TB-H-007", "医疗服务!D15")],
        also: &[],
        effect: Effect::Counted,
    },
    Defect {
        name: "药占比 89%",
        of: TOWNSHIP,
        change: |draft| draft.book.put("205", 600.0),
        expects: &[("JN-T-016", "收入费用!D13")],
        also: &[],
        effect: Effect::Counted,
    },
    Defect {
        name: "病例组合指数 3.3",
        of: SUPPLEMENT,
        change: |draft| draft.book.put("103", 50_000.0),
        expects: &[("JN-G-007", "功能定位!D11")],
        also: &["JN-G-009"],
        effect: Effect::SentBack,
    },
    Defect {
        name: "与同类机构比：总诊疗人次的增幅独高",
        of: TOWNSHIP,
        change: |draft| draft.book.put("101", 72_000.0),
        expects: &[("JN-T-032", "医疗服务!D9"), ("JN-T-029", "医疗服务!D9")],
        also: &[],
        effect: Effect::Counted,
    },
    Defect {
        name: "与同类机构比：医师人均诊疗人次独高",
        of: TOWNSHIP,
        change: |draft| draft.book.put("305", 20.0),
        expects: &[("JN-T-033", "医疗服务!D9")],
        also: &[],
        effect: Effect::Counted,
    },
];
