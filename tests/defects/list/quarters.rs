//! Against the quarter before and the same quarter of last year.

use tongbao_returns::domain::{Period, Quarter};

use crate::defects::{BUREAU, Defect, Effect, HOSPITAL, OFFICE, SUPPLEMENT, TOWNSHIP};

pub(super) const DEFECTS: &[Defect] = &[
    Defect {
        name: "累计数下降：上转患者人次",
        of: TOWNSHIP,
        change: |draft| draft.book.put("105", 150.0),
        expects: &[("JN-T-025", "医疗服务!D13")],
        also: &[],
        effect: Effect::SentBack,
    },
    Defect {
        name: "累计数比上季少一人次",
        of: OFFICE,
        change: |draft| draft.book.put("203", 31.0),
        expects: &[("JN-A-014", "协作帮扶!D11")],
        also: &[],
        effect: Effect::SentBack,
    },
    Defect {
        name: "累计金额下降：基本公共卫生服务补助",
        of: TOWNSHIP,
        change: |draft| draft.book.put("203", 130.0),
        expects: &[("JN-T-026", "收入费用!D11")],
        also: &[],
        effect: Effect::SentBack,
    },
    Defect {
        name: "累计数下降：入组病例数",
        of: SUPPLEMENT,
        change: |draft| {
            draft.book.put("102", 10_000.0);
            draft.book.put("103", 9_600.0);
        },
        expects: &[("JN-G-008", "功能定位!D10")],
        also: &[],
        effect: Effect::SentBack,
    },
    Defect {
        name: "照抄上季报表",
        of: TOWNSHIP,
        change: |draft| draft.copy_of(Period::quarter(2025, Quarter::Second)),
        expects: &[("JN-T-027", "医疗服务!D9")],
        also: &["JN-T-028"],
        effect: Effect::SentBack,
    },
    Defect {
        name: "照抄上年同期的报表",
        of: TOWNSHIP,
        change: |draft| draft.copy_of(Period::quarter(2024, Quarter::Third)),
        expects: &[("JN-T-036", "医疗服务!D9")],
        also: &[],
        effect: Effect::SentBack,
    },
    Defect {
        name: "医院照抄上年同期的报表",
        of: HOSPITAL,
        change: |draft| draft.copy_of(Period::quarter(2024, Quarter::Third)),
        expects: &[("TB-H-054", "医疗服务!D9")],
        also: &["JN-G-002"],
        effect: Effect::SentBack,
    },
    Defect {
        name: "只填了本季数：医院的诊疗、收入",
        of: HOSPITAL,
        change: |draft| draft.copy_of(Period::quarter(2025, Quarter::First)),
        expects: &[
            ("TB-H-038", "医疗服务!D9"),
            ("TB-H-038", "医疗服务!D12"),
            ("TB-H-039", "收入费用!D9"),
            ("TB-H-039", "收入费用!D16"),
        ],
        also: &["TB-H-011", "TB-H-038", "TB-H-039", "TB-H-041", "TB-H-042", "TB-H-043", "JN-G-001", "JN-G-002", "JN-H-006"],
        effect: Effect::SentBack,
    },
    Defect {
        name: "资产总额比上年同期增加一半",
        of: HOSPITAL,
        change: |draft| draft.book.put("231", 90_000.0),
        expects: &[("TB-H-043", "收入费用!D28")],
        also: &[],
        effect: Effect::Counted,
    },
    Defect {
        name: "在岗职工一个季度增加四成",
        of: TOWNSHIP,
        change: |draft| draft.book.put("303", 139.0),
        expects: &[("JN-T-030", "人员床位!D11")],
        also: &[],
        effect: Effect::Counted,
    },
    Defect {
        name: "电子病历应用水平由 5 级降为 4 级",
        of: HOSPITAL,
        change: |draft| draft.book.put("401", 4.0),
        expects: &[("TB-H-045", "信息化!D9")],
        also: &[],
        effect: Effect::Counted,
    },
    Defect {
        name: "常住人口一季增加一成",
        of: BUREAU,
        change: |draft| draft.book.put("101", 660_000.0),
        expects: &[("JN-B-005", "人口签约!D9")],
        also: &[],
        effect: Effect::Counted,
    },
    Defect {
        name: "已建成的次中心少了一家",
        of: BUREAU,
        change: |draft| draft.book.put("302", 0.0),
        expects: &[("JN-B-020", "基层村级!D10")],
        also: &[],
        effect: Effect::Counted,
    },
];
