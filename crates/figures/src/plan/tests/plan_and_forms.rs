//! Slips in `plan.toml` and in forms.

use super::pack::{BUREAU, COMMON, FORM, PLAN, Pack, each_is_told};

#[test]
fn slips_in_peer_groups_are_told_at_their_place() {
    let told = |groups: &str| Pack::sound().adding(PLAN, groups).told();
    let town = "[[peer-group]]\nname = \"城区\"\ncounties = [\"370811\"]\n";
    assert_eq!(told(town), []);
    let mistake = |quoted: &str, message: &str| (quoted.to_owned(), message.to_owned());
    let neither = mistake("[[peer-group]]", "同类组`城区`应写`counties`、`alliance-kinds`或`categories`，只写其中一个");
    assert_eq!(told("[[peer-group]]\nname = \"城区\"\n"), [neither]);
    let again = town.to_owned() + &town.replace("城区", "郊区");
    assert_eq!(told(&again), [mistake("\"370811\"", "`370811`已在同类组`城区`里")]);
    let same = town.to_owned() + &town.replace("370811", "370812");
    assert_eq!(told(&same), [mistake("\"城区\"", "同类组`城区`重复")]);
    let of_grade =
        |name: &str, grades: &str| format!("[[peer-group]]\nname = \"{name}\"\ncategories = [\"二级公立医院\"]\n{grades}");
    let (third, second) = ("grades = [\"三级\"]\n", "grades = [\"二级\"]\n");
    assert_eq!(told(&(of_grade("三级医院", third) + &of_grade("二级医院", second))), [], "one category, told apart by grade");
    let overlapping = of_grade("三级医院", third) + &of_grade("医院", "");
    assert_eq!(told(&overlapping), [mistake("\"二级公立医院\"", "`二级公立医院`已在同类组`三级医院`里")]);
    let alone = town.to_owned() + third;
    assert_eq!(told(&alone), [mistake("\"三级\"", "`grades`（等级）只用来缩小`categories`（类别）的范围")]);
}

#[test]
fn a_peer_group_names_what_the_registry_can_have() {
    let told = |keys: &str| Pack::sound().adding(PLAN, &format!("[[peer-group]]\nname = \"组\"\n{keys}\n")).told();
    for (keys, quoted, message) in [
        ("categories = [\"二级医院\"]", "\"二级医院\"", "没有表式由`二级医院`填报"),
        ("categories = [\"二级公立医院\"]\ngrades = [\"二级甲\"]", "\"二级甲\"", "名录没有等级`二级甲`"),
        ("counties = [\"370911\"]", "\"370911\"", "`370911`不是`370800`的县区"),
        ("counties = [\"3708\"]", "\"3708\"", "县区代码应是六位数字（GB/T 2260），这里是`3708`"),
        ("alliance-kinds = [\"紧密医共体\"]", "\"紧密医共体\"", "名录没有医联体类型`紧密医共体`"),
    ] {
        assert_eq!(told(keys), [(quoted.to_owned(), message.to_owned())], "{keys}");
    }
    for sound in [
        "counties = [\"370811\", \"微山县\"]",
        "alliance-kinds = [\"专科联盟\"]",
        "alliance-kinds = [\"紧密型城市医疗集团\", \"眼科专病联合体\"]",
    ] {
        assert_eq!(told(sound), [], "{sound}: a plan may have kinds of its own");
    }
}

#[test]
fn slips_in_the_plan_file_are_told_at_their_place() {
    each_is_told(&[
        (PLAN, "id = \"demo\"", "id = \"demo-2\"", "\"demo-2\"", "`id`应与文件夹同名：`demo`，这里是`demo-2`"),
        (PLAN, "\"370800\"", "\"3708\"", "\"3708\"", "`area-code`应是六位数字（GB/T 2260），这里是`3708`"),
        (PLAN, "title = \"示例方案\"", "title = \"\"", "\"\"", "`title`不能为空"),
        (PLAN, "area-word = \"全市\"\n", "", "", "缺少键`area-word`"),
        (PLAN, "last-year = 2025", "last-year = 2022", "2022", "`last-year`2022早于`first-year`2023"),
        (PLAN, "first-year = 2023", "first-year = 223", "223", "`first-year`应在1990到2100之间，这里是223"),
        (PLAN, "\"quarterly\"", "\"quaterly\"", "\"quaterly\"", "`cycles`没有这个取值：`quaterly`"),
        (
            PLAN,
            "coverage-threshold = 80",
            "coverage-threshold = 180",
            "180",
            "`coverage-threshold`是百分数，应在0到100之间，这里是180",
        ),
        (PLAN, "yellow-within = 10", "yellow-within = -1", "-1", "`yellow-within`不能为负，这里是-1"),
        (PLAN, "[\"hospital\"]", "[\"hospital\", \"hospitals\"]", "\"hospitals\"", "common/forms 里没有表式`hospitals`"),
        (PLAN, "[\"总诊疗人次\"]", "[\"诊疗总人次\"]", "\"诊疗总人次\"", "没有指标项`诊疗总人次`"),
        (
            PLAN,
            "[\"总诊疗人次\"]",
            "[\"电子病历级别\"]",
            "\"电子病历级别\"",
            "`电子病历级别`不能跨单位相加（应是 flow 或 stock），不能用来核对合计",
        ),
        (
            PLAN,
            "[\"一、体系\", \"二、服务\"]",
            "[\"一、体系\", \"二、服务\", \"一、体系\"]",
            "\"一、体系\"",
            "`campaigns`里`一、体系`写了两次",
        ),
        (PLAN, "[lights]", "[light]", "light", "没有这个键：`light`"),
    ]);
}

#[test]
fn slips_in_a_form_are_told_at_their_place() {
    each_is_told(&[
        (FORM, "id = \"centre\"", "id = \"center\"", "\"center\"", "`id`应与文件同名：`centre`，这里是`center`"),
        (FORM, "\"2026-12-31\"", "\"2026年底\"", "\"2026年底\"", "`valid-until`应是日期，如 2026-12-31，这里是`2026年底`"),
        (FORM, "name = \"服务\"", "name = \"服务/收入\"", "\"服务/收入\"", "Excel 的表名里不能有`/`"),
        (FORM, "name = \"服务\"", "name = \"封面\"", "\"封面\"", "`封面`是每份报表都有的表，表名要另取"),
        (FORM, "code = \"103\"", "code = \"102\"", "\"102\"", "代码`102`重复：`中医诊疗人次`已用"),
        (FORM, "code = \"103\"", "code = \"十3\"", "\"十3\"", "代码只能用英文字母、数字、点和短横，这里是`十3`"),
        (FORM, "code = \"103\"", "code = \"102.0\"", "\"102.0\"", "代码`102.0`重复：`中医诊疗人次`已用"),
        (FORM, "unit = \"是否\"\n", "", "[[sheet.item]]", "缺少键`unit`"),
        (FORM, "kind = \"yesno\"", "kind = \"yes-no\"", "\"yes-no\"", "`kind`没有这个取值：`yes-no`"),
        (FORM, "kind = \"yesno\"", "kind = \"yesno\"\ndecimals = -1", "-1", "`decimals`应在0到6之间，这里是-1"),
        (FORM, "kind = \"yesno\"", "kind = \"yesno\"\ndecimals = 1", "1", "不是数的指标项没有`decimals`"),
        (
            FORM,
            "kind = \"yesno\"",
            "kind = \"yesno\"\nchoices = [\"有\"]",
            "[\"有\"]",
            "只有`kind = \"choice\"`的指标项才有`choices`",
        ),
        (FORM, "part-of = \"总诊疗人次\"", "part-of = \"总诊疗人数\"", "\"总诊疗人数\"", "没有指标项`总诊疗人数`"),
        (
            FORM,
            "part-of = \"总诊疗人次\"",
            "part-of = \"建成国医堂\"",
            "\"建成国医堂\"",
            "`中医诊疗人次`和`建成国医堂`都应是数，才有其中项",
        ),
        (COMMON, "min = 0", "min = 9", "9", "`min`9大于`max`8"),
        (COMMON, "min = 0", "min = nan", "nan", "`min`应是普通的数，这里是NaN"),
        (BUREAU, "choices = [\"卫健\", \"医保\"]\n", "", "\"choice\"", "选择项要用`choices`列出可选的答案"),
        (
            BUREAU,
            "name = \"常住人口\"",
            "name = \"常住人口（万）\"",
            "\"常住人口（万）\"",
            "指标项名称只能用汉字、字母和数字，`常住人口（万）`里有`（`",
        ),
        (BUREAU, "name = \"常住人口\"", "name = \"2025\"", "\"2025\"", "指标项名称不能只是数字：`2025`"),
        (BUREAU, "name = \"常住人口\"", "name = \"类别\"", "\"类别\"", "`类别`是单位的属性，不能作指标项名称"),
        (BUREAU, "name = \"常住人口\"", "name = \"县区\"", "\"县区\"", "`县区`是单位的属性，不能作指标项名称"),
        (BUREAU, "filed-by = [\"县级卫健部门\"]", "filed-by = []", "[]", "`filed-by`不能为空"),
        (
            BUREAU,
            "filed-by =",
            "due-days = 10\ncity-due-days = 9\nfiled-by =",
            "9",
            "`city-due-days`不能小于`due-days`：县级第10天才收齐，市级不能第9天就截止",
        ),
        (BUREAU, "filed-by =", "basis = \"quater\"\nfiled-by =", "\"quater\"", "`basis`没有这个取值：`quater`"),
        (
            COMMON,
            "filed-by =",
            "basis = \"quarter\"\nfiled-by =",
            "\"总诊疗人次\"",
            "`总诊疗人次`按季填报，本季的数可以小于上季，不能要求它不小于`上期_总诊疗人次`",
        ),
    ]);
}

#[test]
fn forms_of_one_plan_agree_with_one_another() {
    // A category that files two forms with the same item would be asked twice.
    let told = Pack::sound().replacing(FORM, "[\"乡镇卫生院\"]", "[\"乡镇卫生院\", \"二级公立医院\"]").told();
    assert_eq!(told, [("\"总诊疗人次\"".to_owned(), "`二级公立医院`要填两次`总诊疗人次`：表式`centre`里也有".to_owned())]);
    let told = Pack::sound().replacing(BUREAU, "D-02", "D-01").told();
    assert_eq!(told, [("\"D-01\"".to_owned(), "表号`D-01`重复：`bureau`已用".to_owned())]);
    let told = Pack::sound().replacing(COMMON, "unit = \"人次\"", "unit = \"万人次\"").told();
    assert_eq!(told, [("\"总诊疗人次\"".to_owned(), "`总诊疗人次`与表式`centre`里的同名项计量单位或`kind`不同".to_owned())]);
    let told = Pack::sound()
        .adding(FORM, "[[sheet.item]]\ncode = \"104\"\nname = \"建成国医堂\"\nunit = \"是否\"\nkind = \"yesno\"\n")
        .told();
    assert_eq!(told, [("\"建成国医堂\"".to_owned(), "指标项`建成国医堂`重复".to_owned())]);
}

#[test]
fn every_wrong_key_and_type_of_a_file_is_told() {
    let told = Pack::sound()
        .replacing(PLAN, "issuer =", "isuer =")
        .replacing(PLAN, "area-word =", "areaword =")
        .replacing(PLAN, "last-year = 2025", "last-year = \"2025\"")
        .replacing(FORM, "kind = \"flow\"", "knd = \"flow\"")
        .mistakes();
    let told: Vec<_> = told
        .iter()
        .map(|mistake| (mistake.line, mistake.column, mistake.message.as_str(), mistake.hint.as_deref().unwrap_or("")))
        .collect();
    assert_eq!(
        told,
        [
            (11, 1, "缺少键`kind`", ""),
            (15, 1, "没有这个键：`knd`", "是否想写`kind`"),
            (4, 1, "没有这个键：`isuer`", "是否想写`issuer`"),
            (7, 1, "没有这个键：`areaword`", "是否想写`area-word`"),
            (9, 13, "`last-year`应是整数，这里是文字`\"2025\"`", "只写数，不加引号、百分号和单位：last-year = 2025"),
        ]
    );
}

#[test]
fn a_syntax_error_stops_only_its_file() {
    let told = Pack::sound()
        .replacing(FORM, "title = \"卫生院季报\"", "title = \"卫生院季报")
        .replacing(PLAN, "\"370800\"", "\"3708\"")
        .mistakes();
    let told: Vec<_> =
        told.iter().map(|mistake| (mistake.file.to_str().unwrap(), mistake.line, mistake.message.as_str())).collect();
    assert_eq!(
        told,
        [(FORM, 3, "文字没有写完：缺少结尾的双引号"), (PLAN, 5, "`area-code`应是六位数字（GB/T 2260），这里是`3708`")],
        "items of the broken form are not told as unknown"
    );
}
