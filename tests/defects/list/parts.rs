//! Sums, parts and wholes: within a sheet, across sheets, across the forms of a unit, the alliance's office against its members.

use crate::defects::BUREAU;
use crate::defects::Defect;
use crate::defects::Effect;
use crate::defects::HOSPITAL;
use crate::defects::KIT;
use crate::defects::OFFICE;
use crate::defects::SUPPLEMENT;
use crate::defects::TOWNSHIP;

pub(super) const DEFECTS: &[Defect] = &[
    Defect {
        name: "合计差一",
        of: KIT,
        change: |draft| draft.book.put("101", 61.0),
        expects: &[("KIT-Q-001", "人员构成!D9")],
        also: &[],
        effect: Effect::SentBack,
    },
    Defect {
        name: "一项未填按零计，其余仍大于合计",
        of: KIT,
        change: |draft| {
            draft.book.put("105", 61.0);
            draft.book.blank("106");
        },
        expects: &[("KIT-Q-002", "人员构成!D13"), ("C20", "人员构成!D14")],
        also: &[],
        effect: Effect::SentBack,
    },
    Defect {
        name: "医师与护士之和比卫生技术人员多一人",
        of: TOWNSHIP,
        change: |draft| draft.book.put("304", 71.0),
        expects: &[("JN-T-008", "人员床位!D13")],
        also: &[],
        effect: Effect::SentBack,
    },
    Defect {
        name: "其中项大于总数：门急诊人次比总诊疗人次多一",
        of: TOWNSHIP,
        change: |draft| draft.book.put("102", 47_701.0),
        expects: &[("JN-T-001", "医疗服务!D10")],
        also: &[],
        effect: Effect::SentBack,
    },
    Defect {
        name: "手术人次大于出院人次",
        of: HOSPITAL,
        change: |draft| draft.book.put("105", 15_901.0),
        expects: &[("TB-H-002", "医疗服务!D13")],
        also: &["TB-H-042"],
        effect: Effect::SentBack,
    },
    Defect {
        name: "医疗收入比总收入多两百元",
        of: HOSPITAL,
        change: |draft| draft.book.put("202", 23_850.02),
        expects: &[("TB-H-012", "收入费用!D10")],
        also: &[],
        effect: Effect::SentBack,
    },
    Defect {
        name: "各项收入都不大于医疗收入，加起来却大于",
        of: HOSPITAL,
        change: |draft| draft.book.put("207", 6_690.0),
        expects: &[("TB-H-014", "收入费用!D11")],
        also: &[],
        effect: Effect::SentBack,
    },
    Defect {
        name: "财政补助与医疗收入之和大于总收入",
        of: TOWNSHIP,
        change: |draft| draft.book.put("202", 600.0),
        expects: &[("JN-T-002", "收入费用!D10")],
        also: &[],
        effect: Effect::SentBack,
    },
    Defect {
        name: "重点人群签约人数大于家庭医生签约人数",
        of: BUREAU,
        change: |draft| draft.book.put("102", 159_999.0),
        expects: &[("JN-B-002", "人口签约!D12")],
        also: &[],
        effect: Effect::SentBack,
    },
    Defect {
        name: "四项财政投入之和大于总额",
        of: BUREAU,
        change: |draft| draft.book.put("605", 23_500.0),
        expects: &[("JN-B-017", "投入薪酬!D10")],
        also: &["JN-B-022"],
        effect: Effect::SentBack,
    },
    Defect {
        name: "达标的精神病防治院比精神病防治院还多",
        of: BUREAU,
        change: |draft| draft.book.put("210", 2.0),
        expects: &[("JN-B-012", "县级机构!D18")],
        also: &[],
        effect: Effect::SentBack,
    },
    Defect {
        name: "跨表：有出院人次，床位数却填 0",
        of: TOWNSHIP,
        change: |draft| {
            draft.book.put("301", 0.0);
            draft.book.put("302", 0.0);
        },
        expects: &[("JN-T-014", "医疗服务!D12"), ("JN-T-015", "医疗服务!D12")],
        also: &["JN-T-030"],
        effect: Effect::SentBack,
    },
    Defect {
        name: "跨表：开放床日与床位数对不上",
        of: HOSPITAL,
        change: |draft| draft.book.put("301", 460.0),
        expects: &[("TB-H-011", "医疗服务!D16")],
        also: &[],
        effect: Effect::Counted,
    },
    Defect {
        name: "两张表之间：补充表的门诊人次大于运行表的门急诊人次",
        of: SUPPLEMENT,
        change: |draft| draft.book.put("101", 286_201.0),
        expects: &[("JN-G-001", "功能定位!D9")],
        also: &[],
        effect: Effect::SentBack,
    },
    Defect {
        name: "两张表之间：多点执业人数大于医师数",
        of: SUPPLEMENT,
        change: |draft| draft.book.put("206", 261.0),
        // The rule judges the hospital's form; there the number of physicians stands.
        expects: &[("JN-H-003", "人员床位!D13")],
        also: &[],
        effect: Effect::Counted,
    },
    Defect {
        name: "医联体上转人次大于成员上转合计",
        of: OFFICE,
        change: |draft| draft.book.put("201", 1_500.0),
        expects: &[("JN-A-002", "协作帮扶!D9")],
        also: &["JN-A-015"],
        effect: Effect::Counted,
    },
    Defect {
        name: "医联体下转人次大于成员医院下转合计",
        of: OFFICE,
        change: |draft| draft.book.put("202", 955.0),
        expects: &[("JN-A-004", "协作帮扶!D10")],
        also: &["JN-A-015"],
        effect: Effect::Counted,
    },
    Defect {
        name: "成员单位数比名录多一个",
        of: OFFICE,
        change: |draft| draft.book.put("101", 6.0),
        expects: &[("JN-A-001", "统一管理!D9")],
        also: &[],
        effect: Effect::Counted,
    },
    Defect {
        name: "双向转诊人次大于成员总诊疗人次",
        of: OFFICE,
        change: |draft| draft.book.put("201", 470_000.0),
        expects: &[("JN-A-008", "协作帮扶!D9")],
        also: &["JN-A-002", "JN-A-015", "JN-A-016"],
        effect: Effect::SentBack,
    },
];
