//! What the offices of the samples enter in `events.xlsx`: 一票否决, 加分, 减分, of two years; all of it invented.

use jiff::civil::date;

use super::events_book::Happened;

/// Of 济宁市: a hospital with a veto, a county and an alliance with a bonus, penalties, and a bonus of the year before.
pub const JINING: &[Happened] = &[
    Happened {
        is_veto: true,
        subject: "济宁市任城区示例第二人民医院",
        matter: "欺诈骗保",
        day: date(2025, 8, 12),
        points: "",
        reason: "市医保局行政处罚决定书（示例）",
    },
    Happened {
        is_veto: false,
        subject: "邹城市",
        matter: "经验推广",
        day: date(2025, 5, 20),
        points: "",
        reason: "全省紧密型县域医共体建设现场会交流（示例）",
    },
    Happened {
        is_veto: false,
        subject: "泗水县示例紧密型医共体",
        matter: "表彰奖励",
        day: date(2025, 11, 3),
        points: "",
        reason: "省卫生健康委表扬（示例）",
    },
    Happened {
        is_veto: false,
        subject: "微山县",
        matter: "通报批评",
        day: date(2025, 7, 8),
        points: "",
        reason: "省级督查通报（示例）",
    },
    Happened {
        is_veto: false,
        subject: "微山县",
        matter: "数据核查差错",
        day: date(2025, 10, 16),
        points: "1",
        reason: "现场核查家庭医生签约数据，差错两处（示例）",
    },
    Happened {
        is_veto: false,
        subject: "济宁市示例第一医院",
        matter: "经验推广",
        day: date(2024, 9, 10),
        points: "",
        reason: "全国多学科诊疗经验交流（示例）",
    },
];

/// Of 开鲁县: a centre with a veto, bonuses that pass their cap, a penalty.
pub const KAILU: &[Happened] = &[
    Happened {
        is_veto: true,
        subject: "开鲁县示例第十二镇卫生院",
        matter: "弄虚作假",
        day: date(2025, 9, 18),
        points: "",
        reason: "现场核查培训考核记录系补造（示例）",
    },
    Happened {
        is_veto: false,
        subject: "开鲁县示例医院",
        matter: "表彰奖励",
        day: date(2025, 4, 7),
        points: "",
        reason: "市级表彰决定（示例）",
    },
    Happened {
        is_veto: false,
        subject: "开鲁县示例医院",
        matter: "表彰奖励",
        day: date(2025, 6, 30),
        points: "",
        reason: "自治区级表彰决定（示例）",
    },
    Happened {
        is_veto: false,
        subject: "开鲁县示例医院",
        matter: "表彰奖励",
        day: date(2025, 12, 5),
        points: "",
        reason: "市级重点专科验收表扬（示例）",
    },
    Happened {
        is_veto: false,
        subject: "开鲁县示例第二人民医院",
        matter: "通报批评",
        day: date(2025, 3, 14),
        points: "",
        reason: "市级督导通报（示例）",
    },
];
