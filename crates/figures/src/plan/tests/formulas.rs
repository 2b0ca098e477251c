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
        (INDICATORS, FORMULA, "SUM(中医诊疗人次", "(", "公式里的`(`没有配对的`)`"),
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
    let of_two = "SUM(中医诊疗人次) * 100.0 / SUM(常住人口)";
    let pack =
        Pack::sound().replacing(INDICATORS, FORMULA, of_two).replacing(INDICATORS, "where = \"类别 = '乡镇卫生院'\"\n", "");
    assert_eq!(pack.told(), [(format!("\"{of_two}\""), "范围有`unit`，但没有哪一类单位填报公式的全部指标项".to_owned())]);
    assert_eq!(pack.replacing(INDICATORS, "\"unit\", ", "").told(), []);
}

#[test]
fn a_condition_chooses_units_by_what_they_are() {
    each_is_told(&[
        (INDICATORS, CONDITION, "类别 = '乡镇卫生所'", "乡镇卫生所", "没有表式由`乡镇卫生所`填报"),
        (INDICATORS, CONDITION, "类别 IN ('乡镇卫生院', '村卫生室')", "村卫生室", "没有表式由`村卫生室`填报"),
        (
            INDICATORS,
            CONDITION,
            "种类 = '乡镇卫生院'",
            "种类",
            "条件只能用单位的属性、县区、同组、医联体类型或单位的答案，没有`种类`",
        ),
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
        "CASE WHEN SUM(总诊疗人次) > 0 THEN SUM(中医诊疗人次) * 100 / SUM(总诊疗人次) END",
        "min(电子病历级别)",
        "Median (电子病历级别)",
        "sum(case when 建成国医堂 in ('是', '否') then 1 else 0 end)",
        "/* SUM(电子病历级别) */ sum(总诊疗人次) -- AVG(a / b)",
        "ROUND(SUM(中医诊疗人次) * 100 / SUM(总诊疗人次), 1)",
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

/// What is told of the first indicator with another formula, or another condition: what the mistake quotes, its message and hint.
#[track_caller]
fn hinted(from: &str, to: &str) -> (String, String, String) {
    let pack = Pack::sound().replacing(INDICATORS, from, to);
    let mistakes = pack.mistakes();
    let [mistake] = mistakes.as_slice() else { panic!("`{to}`: {mistakes:?}") };
    (pack.text(INDICATORS)[mistake.span()].to_owned(), mistake.message.clone(), mistake.hint.clone().unwrap_or_default())
}

#[test]
fn numbers_and_words_are_not_compared() {
    let formula = "SUM(CASE WHEN 总诊疗人次 = '是' THEN 1 ELSE 0 END)";
    let (quoted, message, hint) = hinted(FORMULA, formula);
    assert_eq!((quoted.as_str(), message.as_str()), ("总诊疗人次", "`总诊疗人次`是数，不能与文字`是`比较"));
    assert_eq!(hint, "有没有、是不是，要另设一个填是否的指标项");
}

#[test]
fn signs_of_a_chinese_keyboard_are_told_at_their_place_with_what_to_write() {
    let told = |formula: &str| hinted(FORMULA, formula);
    let (quoted, message, hint) = told("SUM（中医诊疗人次） × 100 ÷ SUM（总诊疗人次）");
    assert_eq!((quoted.as_str(), message.as_str()), ("（", "公式里不能用中文键盘的符号`（`"));
    assert_eq!(hint, "`（`写作`(`，`）`写作`)`，`×`写作`*`，`÷`写作`/`");
    let (quoted, message, hint) = told("SUM(CASE WHEN 总诊疗人次 ≥ 10 THEN 1 ELSE 0 END)");
    assert_eq!((quoted.as_str(), message.as_str(), hint.as_str()), ("≥", "公式里不能用中文键盘的符号`≥`", "`≥`写作`>=`"));
    let (quoted, message, hint) = hinted(CONDITION, "类别 = ‘乡镇卫生院’");
    assert_eq!((quoted.as_str(), message.as_str()), ("‘", "条件里不能用中文键盘的符号`‘`"));
    assert_eq!(hint, "文字用英文单引号，写作 '是'");
    let (quoted, message, _) = told("SUM(中医诊疗人次) * 100.0 / SUM(总诊疗人次))");
    assert_eq!((quoted.as_str(), message.as_str()), (")", "公式里多了一个`)`"));
}

#[test]
fn a_text_without_its_quotes_is_told_as_one() {
    for written in ["类别 = 乡镇卫生院", "类别 = \\\"乡镇卫生院\\\""] {
        let (_, message, hint) = hinted(CONDITION, written);
        assert_eq!(message, "`乡镇卫生院`是文字，要用英文单引号", "{written}");
        assert_eq!(hint, "写作 类别 = '乡镇卫生院'");
    }
    let in_toml = hinted("\"类别 = '乡镇卫生院'\"", "'类别 = \"乡镇卫生院\"'");
    assert_eq!(in_toml.2, "写作 类别 = '乡镇卫生院'，外面改用双引号");
    let halls = "建成国医堂 = '是' THEN";
    let (quoted, message, hint) = hinted(halls, "建成国医堂 = 是 THEN");
    assert_eq!((quoted.as_str(), message.as_str()), ("是", "`是`是文字，要用英文单引号"));
    assert_eq!(hint, "写作 建成国医堂 = '是'");
    let (quoted, message, hint) = hinted(CONDITION, "类别 IN (乡镇卫生院)");
    assert_eq!((quoted.as_str(), hint.as_str()), ("乡镇卫生院", "写作 IN ('乡镇卫生院')"));
    assert_eq!(message, "IN 后面只列文字和数，文字要用英文单引号：`乡镇卫生院`");
}

#[test]
fn a_share_is_multiplied_as_its_unit_says() {
    let (quoted, message, hint) = hinted(" * 100.0 / SUM(总诊疗人次)", " / SUM(总诊疗人次)");
    assert_eq!(quoted, "\"SUM(中医诊疗人次) / SUM(总诊疗人次)\"");
    assert_eq!(message, "计量单位是`%`，公式里的比率没有乘100：60会印成0.6");
    assert_eq!(hint, "分子后面乘 100.0，如 SUM(甲) * 100.0 / SUM(乙)");
    let (_, message, _) = hinted("SUM(中医诊疗人次) * 100.0", "SUM(中医诊疗人次) * 1000.0");
    assert_eq!(message, "计量单位是`%`，公式里的比率乘的却是1000");
    let permille = hinted("unit = \"%\"", "unit = \"‰\"");
    assert_eq!(permille.1, "计量单位是`‰`，公式里的比率乘的却是100");
    let (_, message, hint) = hinted("unit = \"%\"", "unit = \"倍\"");
    assert_eq!(message, "公式里的比率乘了100，计量单位却是`倍`");
    assert!(hint.starts_with("是比例的写 unit = \"%\""), "{hint}");
    assert_eq!(hinted("unit = \"%\"", "unit = \"％\"").1, "计量单位`％`不是半角的百分号");
    let per_hundred = Pack::sound().replacing(INDICATORS, "unit = \"%\"", "unit = \"人次/百人次\"");
    assert_eq!(per_hundred.told(), []);
}

#[test]
fn words_of_the_registry_are_looked_up_in_formulas_and_rules_too() {
    let by_kind = "SUM(CASE WHEN 类别 = '乡镇卫生所' THEN 总诊疗人次 ELSE 0 END)";
    let (quoted, message, hint) = hinted(FORMULA, by_kind);
    assert_eq!((quoted.as_str(), message.as_str()), ("乡镇卫生所", "没有表式由`乡镇卫生所`填报"));
    assert_eq!(hint, "是否想写`乡镇卫生院`");
    let code = "SUM(CASE WHEN 县区代码 = '370911' THEN 总诊疗人次 ELSE 0 END)";
    assert_eq!(hinted(FORMULA, code).1, "`370911`不是`370800`的县区");
    assert_eq!(hinted(FORMULA, &code.replace("'370911'", "370811")).1, "`县区代码`是文字，要加单引号：写作 '370811'");
    assert_eq!(hinted(FORMULA, &code.replace("县区代码 = '370911'", "县区 = '任城区'")).1, "`县区`只能用在`where`里");
}

#[test]
fn a_side_that_is_limited_alone_says_what_the_others_add() {
    let (chosen, ratio) = ("类别 IN ('乡镇卫生院', '县级卫健部门')", "SUM(总诊疗人次) * 100.0 / SUM(常住人口)");
    let pack = |formula: &str, chosen: &str| {
        let pack = Pack::sound().replacing(INDICATORS, "\"unit\", ", "").replacing(INDICATORS, FORMULA, formula);
        pack.replacing(INDICATORS, CONDITION, chosen)
    };
    // Hospitals file 总诊疗人次 as well; a county without a 乡镇卫生院 would have people and nothing above them.
    let message = "`where`只留下一部分填报`总诊疗人次`的单位，没有这类单位的县区分子没有数，会是“无法计算”而不是0";
    let limited = pack(ratio, chosen);
    assert_eq!(limited.told(), [(format!("\"{chosen}\""), message.to_owned())]);
    let hint = limited.mistakes()[0].hint.clone().unwrap_or_default();
    let written = "SUM(CASE WHEN 类别 NOT IN ('县级卫健部门') THEN 总诊疗人次 ELSE 0 END)";
    assert!(hint.contains(written), "{hint}");
    assert_eq!(pack(&format!("{written} * 100.0 / SUM(常住人口)"), chosen).told(), []);
    // All who file it, and both sides filed by the same.
    assert_eq!(pack(ratio, "类别 IN ('乡镇卫生院', '二级公立医院', '三级公立医院', '县级卫健部门')").told(), []);
    assert_eq!(pack(FORMULA, CONDITION).told(), []);
}
