//! Returns that can be read without a word and break the rules of the plan.

use super::Said::Number;
use super::{Arrives, Case, ways};
use crate::registry_book::Explained;

/// What came in the third quarter alone, not since January.
fn third_of_year(number: f64) -> f64 {
    (number * 0.34).round()
}

/// Of 济宁市.
pub(super) const JINING: &[Case] = &[
    Case {
        unit: "济宁市任城区示例第二人民医院",
        form: "hospital",
        path: "任城报送/任城二院 运行情况.xlsx",
        defect: "出院患者手术人次填成了手术台次，比出院人次还多",
        way: &ways::BREAKS_RULE,
        with: &[("105", Number(|number| (number * 4.3).round()))],
        rules: &["TB-H-002"],
        outcome: "退回，不计入汇总，计及时",
        arrives: Arrives::Alone,
    },
    Case {
        unit: "微山县示例第二乡镇卫生院",
        form: "township",
        path: "微山报送/微山二院 季报.xlsx",
        defect: "总收入、医疗收入按元填报",
        way: &ways::BREAKS_RULE,
        with: &[("201", Number(|number| (number * 10_000.0).round())), ("204", Number(|number| (number * 10_000.0).round()))],
        rules: &["JN-T-031"],
        outcome: "疑似单位错用，更正或说明之前不计入汇总",
        arrives: Arrives::Alone,
    },
    Case {
        unit: "微山县示例第三乡镇卫生院",
        form: "township",
        path: "微山报送/微山三院 季报.xlsx",
        defect: "总诊疗人次只填了第三季度的数，没有从年初累计",
        way: &ways::BREAKS_RULE,
        with: &[("101", Number(third_of_year)), ("102", Number(third_of_year)), ("103", Number(third_of_year))],
        rules: &["JN-T-025"],
        outcome: "退回，不计入汇总",
        arrives: Arrives::Alone,
    },
];

/// Of 开鲁县.
pub(super) const KAILU: &[Case] = &[
    Case {
        unit: "开鲁县示例第二镇卫生院",
        form: "kailu-primary",
        path: "乡镇/二镇卫生院 季报.xlsx",
        defect: "注册护士数多打一位",
        way: &ways::BREAKS_RULE,
        with: &[("205", Number(|number| number * 10.0))],
        rules: &["KL-P-003"],
        outcome: "退回，不计入汇总，计及时",
        arrives: Arrives::Alone,
    },
    Case {
        unit: "开鲁县示例第五镇卫生院",
        form: "kailu-primary",
        path: "乡镇/五镇卫生院 季报.xlsx",
        defect: "出院人次为上年同期的十倍，办公室在 explanations.xlsx 里写明了原因",
        way: &ways::EXPLAINED,
        with: &[("104", Number(|number| number * 10.0))],
        rules: &["KL-P-024"],
        outcome: "说明有效，照常计入，列入通报附件",
        arrives: Arrives::Alone,
    },
];

/// Of 开鲁县 in the quarter after: what was explained goes on.
pub(super) const KAILU_AFTERWARDS: &[Case] = &[Case {
    unit: "开鲁县示例第五镇卫生院",
    form: "kailu-primary",
    path: "乡镇/五镇卫生院 年报.xlsx",
    defect: "出院人次比上年同期多得多，是第三季度病区迁入的累计，办公室已写明原因",
    way: &ways::EXPLAINED,
    with: &[
        // What the third quarter had beyond the good return.
        ("104", Number(|number| number + 2241.0)),
    ],
    rules: &["KL-P-021"],
    outcome: "说明有效，照常计入，列入通报附件",
    arrives: Arrives::Alone,
}];

/// What the office of 开鲁县 says about the fifth centre.
pub const KAILU_EXPLANATIONS: &[Explained] = &[
    Explained {
        period: "2025Q3",
        unit: "开鲁县示例第五镇卫生院",
        rule: "KL-P-024",
        values: "出院人次=2490；上年同期_出院人次=247；上期_出院人次=163",
        text: "县医院住院楼改造，7—9月康复病区整体迁入本院，出院按本院统计",
    },
    Explained {
        period: "2025Q3",
        unit: "开鲁县示例第五镇卫生院",
        rule: "KL-P-021",
        values: "出院人次=2490；上年同期_出院人次=247",
        text: "同上",
    },
    Explained {
        period: "2025Q4",
        unit: "开鲁县示例第五镇卫生院",
        rule: "KL-P-021",
        values: "出院人次=2576；上年同期_出院人次=334",
        text: "第三季度县医院康复病区迁入本院，四季度已迁回，全年累计数包含该季度的出院人次",
    },
];
