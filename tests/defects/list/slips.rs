//! 元 for 万元, 万人次 for 人次, a digit too many or too few: known by the unit's own history.

use crate::defects::BUREAU;
use crate::defects::Defect;
use crate::defects::Effect;
use crate::defects::HOSPITAL;
use crate::defects::OFFICE;
use crate::defects::SUPPLEMENT;
use crate::defects::TOWNSHIP;

const MONEY: &[&str] = &["201", "202", "203", "204", "205", "206", "207", "208"];

pub(super) const DEFECTS: &[Defect] = &[
    Defect {
        name: "总收入多一位（×10）",
        of: TOWNSHIP,
        change: |draft| draft.book.times(&["201"], 10.0),
        expects: &[("JN-T-031", "收入费用!D9")],
        also: &["JN-T-018", "JN-T-028", "JN-T-029"],
        effect: Effect::SentBack,
    },
    Defect {
        name: "总收入少一位（÷10）",
        of: TOWNSHIP,
        change: |draft| draft.book.times(&["201"], 0.1),
        expects: &[("JN-T-031", "收入费用!D9")],
        also: &["JN-T-002", "JN-T-018", "JN-T-026", "JN-T-028", "JN-T-029"],
        effect: Effect::SentBack,
    },
    Defect {
        name: "财政补助收入 ×100",
        of: TOWNSHIP,
        change: |draft| draft.book.times(&["202"], 100.0),
        expects: &[("JN-T-031", "收入费用!D10")],
        also: &["JN-T-002"],
        effect: Effect::SentBack,
    },
    Defect {
        name: "医疗收入 ×1,000",
        of: TOWNSHIP,
        change: |draft| draft.book.times(&["204"], 1_000.0),
        expects: &[("JN-T-031", "收入费用!D12"), ("JN-T-017", "收入费用!D12")],
        also: &["JN-T-002", "JN-T-016", "JN-T-029"],
        effect: Effect::SentBack,
    },
    Defect {
        name: "整张收入费用表填成元（×10,000）",
        of: TOWNSHIP,
        change: |draft| draft.book.times(MONEY, 10_000.0),
        expects: &[
            ("JN-T-031", "收入费用!D9"),
            ("JN-T-031", "收入费用!D10"),
            ("JN-T-031", "收入费用!D11"),
            ("JN-T-031", "收入费用!D12"),
            ("JN-T-031", "收入费用!D13"),
            ("JN-T-031", "收入费用!D14"),
            ("JN-T-031", "收入费用!D15"),
            ("JN-T-031", "收入费用!D16"),
        ],
        also: &["JN-T-017", "JN-T-028", "JN-T-029"],
        effect: Effect::SentBack,
    },
    Defect {
        name: "整张收入费用表填成千元（×10）",
        of: TOWNSHIP,
        change: |draft| draft.book.times(MONEY, 10.0),
        expects: &[
            ("JN-T-031", "收入费用!D9"),
            ("JN-T-031", "收入费用!D10"),
            ("JN-T-031", "收入费用!D11"),
            ("JN-T-031", "收入费用!D12"),
            ("JN-T-031", "收入费用!D13"),
            ("JN-T-031", "收入费用!D14"),
            ("JN-T-031", "收入费用!D15"),
            ("JN-T-031", "收入费用!D16"),
        ],
        also: &["JN-T-028", "JN-T-029"],
        effect: Effect::SentBack,
    },
    Defect {
        name: "资产总额填成亿元（÷10,000）",
        of: HOSPITAL,
        change: |draft| draft.book.times(&["231"], 0.000_1),
        expects: &[("TB-H-047", "收入费用!D28")],
        also: &["TB-H-028", "TB-H-043"],
        effect: Effect::SentBack,
    },
    Defect {
        name: "检查检验总例次填成万例次（÷10,000）",
        of: HOSPITAL,
        change: |draft| draft.book.times(&["112"], 0.000_1),
        expects: &[("TB-H-048", "医疗服务!D20"), ("C17", "医疗服务!D20")],
        also: &["TB-H-003", "TB-H-038", "TB-H-041", "TB-H-042"],
        effect: Effect::SentBack,
    },
    Defect {
        name: "出院人次多一位（×10）",
        of: HOSPITAL,
        change: |draft| draft.book.times(&["104"], 10.0),
        expects: &[("TB-H-048", "医疗服务!D12"), ("TB-H-004", "医疗服务!D14")],
        also: &["TB-H-005", "TB-H-041", "TB-H-042", "JN-H-005"],
        effect: Effect::SentBack,
    },
    Defect {
        name: "个性化健康管理服务人次 ×100，仍少于总诊疗人次",
        of: TOWNSHIP,
        change: |draft| draft.book.put("108", 47_690.0),
        expects: &[("JN-T-035", "医疗服务!D16")],
        also: &[],
        effect: Effect::SentBack,
    },
    Defect {
        name: "床位数多一位（×10）",
        of: TOWNSHIP,
        change: |draft| draft.book.times(&["301"], 10.0),
        expects: &[("JN-T-035", "人员床位!D9")],
        also: &["JN-T-030"],
        effect: Effect::SentBack,
    },
    Defect {
        name: "上转患者人次多两位（×100）",
        of: HOSPITAL,
        change: |draft| draft.book.times(&["110"], 100.0),
        expects: &[("TB-H-053", "医疗服务!D18")],
        also: &[],
        effect: Effect::SentBack,
    },
    Defect {
        name: "公共卫生人员薪酬填成元（×10,000）",
        of: SUPPLEMENT,
        change: |draft| draft.book.times(&["202"], 10_000.0),
        expects: &[("JN-G-010", "人才科研!D10"), ("JN-G-006", "人才科研!D10")],
        also: &["JN-H-002"],
        effect: Effect::SentBack,
    },
    Defect {
        name: "常住人口填成万人（÷10,000）",
        of: BUREAU,
        change: |draft| draft.book.times(&["101"], 0.000_1),
        expects: &[("JN-B-023", "人口签约!D9"), ("JN-B-003", "人口签约!D9")],
        also: &["JN-B-001", "JN-B-004", "JN-B-005"],
        effect: Effect::SentBack,
    },
    Defect {
        name: "财政投入总额填成亿元（÷10,000）",
        of: BUREAU,
        change: |draft| draft.book.times(&["601"], 0.000_1),
        expects: &[("JN-B-023", "投入薪酬!D9")],
        also: &["JN-B-017", "JN-B-019", "JN-B-022"],
        effect: Effect::SentBack,
    },
    Defect {
        name: "远程诊断例数 ×10",
        of: OFFICE,
        change: |draft| draft.book.times(&["204"], 10.0),
        expects: &[("JN-A-016", "协作帮扶!D12")],
        also: &["JN-A-015"],
        effect: Effect::SentBack,
    },
];
