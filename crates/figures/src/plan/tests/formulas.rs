//! Slips in formulas and conditions.

use super::pack::{INDICATORS, Pack, each_is_told};

const FORMULA: &str = "SUM(中医诊疗人次) * 100.0 / SUM(总诊疗人次)";
const CONDITION: &str = "类别 = '乡镇卫生院'";

const FILLS_BLANKS: &str = "指标公式里不能用 COALESCE、IFNULL、IS NULL 代替空白：空白不是零";

#[test]
fn a_formula_reads_items_that_the_units_file() {
    each_is_told(&[
        (INDICATORS, "SUM(中医诊疗人次)", "SUM(中医诊疗人数)", "中医诊疗人数", "没有指标项`中医诊疗人数`"),
        (INDICATORS, "SUM(中医诊疗人次)", "SUM(上年同期_中医诊疗人数)", "上年同期_中医诊疗人数", "没有指标项`中医诊疗人数`"),
        (
            INDICATORS,
            "SUM(中医诊疗人次)",
            "SUM(平均_中医诊疗人次)",
            "平均_中医诊疗人次",
            "`平均_`只用于时点数：`中医诊疗人次`不是",
        ),
        (INDICATORS, FORMULA, "2.0 / 1.0", "\"2.0 / 1.0\"", "公式没有读取任何指标项"),
        (
            INDICATORS,
            FORMULA,
            "SUM(中医诊疗人次",
            "\"SUM(中医诊疗人次\"",
            "公式无法解析：unable to parse 'SUM(中医诊疗人次' as Expr",
        ),
    ]);
    let hint =
        |from, to| Pack::sound().replacing(INDICATORS, from, to).mistakes().first().and_then(|mistake| mistake.hint.clone());
    assert_eq!(hint("SUM(中医诊疗人次)", "SUM(中医诊疗人数)").as_deref(), Some("是否想写`中医诊疗人次`"));
    assert_eq!(hint("better = \"higher\"", "better = \"hihger\"").as_deref(), Some("是否想写`higher`"));
}

#[test]
fn items_that_nobody_concerned_files_are_told() {
    // The hospitals file 总诊疗人次, but nothing of Chinese medicine.
    let told = Pack::sound().replacing(INDICATORS, CONDITION, "类别 <> '乡镇卫生院'").told();
    assert_eq!(
        told,
        [
            (
                "\"SUM(中医诊疗人次) * 100.0 / SUM(总诊疗人次)\"".to_owned(),
                "范围有`unit`，但没有哪一类单位填报公式的全部指标项".to_owned()
            ),
            ("中医诊疗人次".to_owned(), "条件选出的单位都不填报`中医诊疗人次`".to_owned()),
        ]
    );
    // Numerator and denominator may come from different kinds of units, but not for a single unit.
    let pack = Pack::sound().replacing(INDICATORS, FORMULA, "SUM(中医诊疗人次) / SUM(常住人口)").replacing(
        INDICATORS,
        "where = \"类别 = '乡镇卫生院'\"\n",
        "",
    );
    assert_eq!(
        pack.told(),
        [("\"SUM(中医诊疗人次) / SUM(常住人口)\"".to_owned(), "范围有`unit`，但没有哪一类单位填报公式的全部指标项".to_owned())]
    );
    assert_eq!(pack.replacing(INDICATORS, "\"unit\", ", "").told(), []);
}

#[test]
fn a_condition_chooses_units_by_what_they_are() {
    each_is_told(&[
        (INDICATORS, CONDITION, "类别 = '乡镇卫生所'", "乡镇卫生所", "没有表式由`乡镇卫生所`填报"),
        (INDICATORS, CONDITION, "类别 IN ('乡镇卫生院', '村卫生室')", "村卫生室", "没有表式由`村卫生室`填报"),
        (INDICATORS, CONDITION, "种类 = '乡镇卫生院'", "种类", "条件只能用单位的属性、医联体类型或单位的答案，没有`种类`"),
        (INDICATORS, CONDITION, "总诊疗人次 > 100", "总诊疗人次", "条件只能看是否、选项一类的答案，`总诊疗人次`不是"),
        (
            INDICATORS,
            CONDITION,
            "类别 = '乡镇卫生院' AND 类别 = '县级卫健部门'",
            "\"类别 = '乡镇卫生院' AND 类别 = '县级卫健部门'\"",
            "条件选不出任何一类填报单位",
        ),
        (INDICATORS, CONDITION, "COUNT(类别) > 1", "\"COUNT(类别) > 1\"", "条件逐个选单位，不能用 SUM、COUNT 等汇总"),
        (INDICATORS, CONDITION, "类别 = max(类别)", "\"类别 = max(类别)\"", "条件逐个选单位，不能用 SUM、COUNT 等汇总"),
        (INDICATORS, CONDITION, "等级 = '一级' and 类别 = '卫生室'", "卫生室", "没有表式由`卫生室`填报"),
    ]);
    let sound = [
        "类别 = '乡镇卫生院' AND 等级 = '一级'",
        "县区代码 <> '370811'",
        "单位名称 <> '甲卫生院'",
        "类别 <> '二级公立医院'",
        "类别 LIKE '乡镇%'",
        "类别 like '乡镇%' /* '村卫生室' */",
        "类别 = '乡镇卫生院' AND 单位名称 <> 'like 村卫生室'",
        "SUBSTR(类别, 1, 2) = '乡镇'",
    ];
    for condition in sound {
        assert_eq!(Pack::sound().replacing(INDICATORS, CONDITION, condition).told(), [], "{condition}");
    }
}

#[test]
fn an_item_is_used_as_its_kind_allows() {
    let used = |formula: &str| {
        let pack =
            Pack::sound().replacing(INDICATORS, "where = \"类别 = '乡镇卫生院'\"\n", "").replacing(INDICATORS, "\"unit\", ", "");
        pack.replacing(INDICATORS, FORMULA, &formula.replace('"', "\\\"")).told()
    };
    for sound in [
        "AVG(电子病历级别)",
        "MIN(电子病历级别)",
        "MEDIAN(电子病历级别)",
        "COUNT(电子病历级别)",
        "COUNT(DISTINCT 主管部门)",
        "COUNT(建成国医堂)",
        "SUM(CASE WHEN 电子病历级别 >= 4 THEN 1 ELSE 0 END) * 100.0 / COUNT(电子病历级别)",
        "SUM(电子病历级别 * 总诊疗人次) / NULLIF(SUM(总诊疗人次), 0)",
        "SUM(总诊疗人次) FILTER (WHERE 类别 = '乡镇卫生院')",
        "SUM(CASE WHEN 类别 IN ('二级公立医院', '乡镇卫生院') THEN 总诊疗人次 ELSE 0 END)",
        "(SUM(总诊疗人次) - SUM(上年同期_总诊疗人次)) * 100.0 / SUM(上年同期_总诊疗人次)",
        "SUM(CASE WHEN 主管部门 = '医保' THEN 1 ELSE 0 END)",
        "CASE WHEN SUM(总诊疗人次) > 0 THEN SUM(中医诊疗人次) / SUM(总诊疗人次) END",
        "min(电子病历级别)",
        "Median (电子病历级别)",
        "sum(case when 建成国医堂 in ('是', '否') then 1 else 0 end)",
        "/* SUM(电子病历级别) */ sum(总诊疗人次) -- AVG(a / b)",
        "ROUND(SUM(中医诊疗人次) / SUM(总诊疗人次), 1)",
        "AVG(总诊疗人次 / 100)",
        "SUM(\"总诊疗人次\")",
    ] {
        assert_eq!(used(sound), [], "{sound}");
    }
    for (formula, quoted, message) in [
        (
            "SUM(电子病历级别)",
            "电子病历级别",
            "`电子病历级别`是等级、名次一类（level），不能相加，可用 AVG、MIN、MAX、MEDIAN、COUNT",
        ),
        (
            "SUM(电子病历级别 - 1)",
            "电子病历级别",
            "`电子病历级别`是等级、名次一类（level），不能相加，可用 AVG、MIN、MAX、MEDIAN、COUNT",
        ),
        ("SUM(建成国医堂)", "建成国医堂", "`建成国医堂`不是数，只能计数，如 SUM(CASE WHEN 建成国医堂 = '…' THEN 1 ELSE 0 END)"),
        ("MAX(主管部门)", "主管部门", "`主管部门`不是数，只能计数，如 SUM(CASE WHEN 主管部门 = '…' THEN 1 ELSE 0 END)"),
        ("SUM(CASE WHEN 建成国医堂 = '有' THEN 1 ELSE 0 END)", "建成国医堂", "`建成国医堂`没有答案`有`，只有：是、否"),
        ("AVG(中医诊疗人次 / 总诊疗人次)", "中医诊疗人次", "比率不能求平均，应写成 SUM(分子) / SUM(分母)"),
        ("SUM(中医诊疗人次) / 总诊疗人次", "总诊疗人次", "`总诊疗人次`没有汇总，应放在 SUM、COUNT 等里面"),
        ("SUM(总诊疗人次) > 0", "\"SUM(总诊疗人次) > 0\"", "公式的结果不是数"),
        (
            "sum(coalesce(电子病历级别, 0))",
            "电子病历级别",
            "`电子病历级别`是等级、名次一类（level），不能相加，可用 AVG、MIN、MAX、MEDIAN、COUNT",
        ),
        (
            "Sum(CAST(电子病历级别 AS FLOAT))",
            "电子病历级别",
            "`电子病历级别`是等级、名次一类（level），不能相加，可用 AVG、MIN、MAX、MEDIAN、COUNT",
        ),
        ("max(主管部门)", "主管部门", "`主管部门`不是数，只能计数，如 SUM(CASE WHEN 主管部门 = '…' THEN 1 ELSE 0 END)"),
        ("SUM(CASE WHEN 建成国医堂 IN ('有') THEN 1 ELSE 0 END)", "建成国医堂", "`建成国医堂`没有答案`有`，只有：是、否"),
        ("sum(case 建成国医堂 when '有' then 1 else 0 end)", "建成国医堂", "`建成国医堂`没有答案`有`，只有：是、否"),
        ("avg(round(中医诊疗人次 / 总诊疗人次, 2))", "中医诊疗人次", "比率不能求平均，应写成 SUM(分子) / SUM(分母)"),
        ("SUM(总诊疗人次) + 类别", "类别", "`类别`没有汇总，应放在 SUM、COUNT 等里面"),
        ("COALESCE(总诊疗人次, SUM(总诊疗人次))", "总诊疗人次", "`总诊疗人次`没有汇总，应放在 SUM、COUNT 等里面"),
        ("SUM(COALESCE(总诊疗人次, 0))", "\"SUM(COALESCE(总诊疗人次, 0))\"", FILLS_BLANKS),
        ("ifnull(SUM(中医诊疗人次) / SUM(总诊疗人次), 0)", "\"ifnull(SUM(中医诊疗人次) / SUM(总诊疗人次), 0)\"", FILLS_BLANKS),
        (
            "SUM(CASE WHEN 总诊疗人次 IS NOT NULL THEN 1 ELSE 0 END)",
            "\"SUM(CASE WHEN 总诊疗人次 IS NOT NULL THEN 1 ELSE 0 END)\"",
            FILLS_BLANKS,
        ),
        ("SUM(MIN(总诊疗人次))", "\"SUM(MIN(总诊疗人次))\"", "汇总里面不能再汇总"),
        ("sum(总诊疗人次 - avg(总诊疗人次))", "\"sum(总诊疗人次 - avg(总诊疗人次))\"", "汇总里面不能再汇总"),
    ] {
        assert_eq!(used(formula), [(quoted.to_owned(), message.to_owned())], "{formula}");
    }
}

#[test]
fn a_formula_that_cannot_be_computed_is_told() {
    let pack = Pack::sound().replacing(INDICATORS, FORMULA, "SUM(CASE WHEN 总诊疗人次 = '是' THEN 1 ELSE 0 END)");
    let told = pack.told();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].1.starts_with("公式不能计算："), "{told:?}");
}
