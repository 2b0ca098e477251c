//! Counts of institutions: where each of them files a return, it is not asked how many there are, but whether it is one of them.

use super::filer::Filer;

/// What counts them, at the end of a name.
const COUNTS: [&str; 5] = ["总数", "家数", "个数", "总量", "数"];
/// What shares of them are called, at the end of a name.
const SHARES: [&str; 4] = ["覆盖率", "占比", "比例", "率"];

/// Institutions as plans call them, the longer names first.
const HOSPITALS: [&str; 8] = ["公立医疗机构", "医疗卫生机构", "综合医院", "公立医院", "专科医院", "医疗机构", "医院", "机构"];
const PRIMARY: [&str; 9] = [
    "社区卫生服务中心",
    "乡镇卫生院",
    "基层医疗卫生机构",
    "基层医疗机构",
    "基层机构",
    "卫生服务中心",
    "社区中心",
    "卫生院",
    "机构",
];
const ALLIANCES: [&str; 4] = ["城市医疗集团", "医疗集团", "医共体", "医联体"];

/// Fewest characters of a question that says what is asked.
const SHORTEST: usize = 4;
/// In words that tell kinds of institutions, not what they do: 三级, 紧密型.
const OF_KINDS: [char; 2] = ['级', '型'];

/// What each institution is asked of itself, out of a name that counts those of which it is true, or tells their share: 启动综合改革 of
/// 启动综合改革的公立医院数. None of a name that counts nothing that this filer is, and of one that counts them all.
pub(super) fn question(name: &str, filer: Filer) -> Option<String> {
    let which = of_institutions(name, filer)?;
    let is_said = which.ends_with('的') || which.chars().count() >= SHORTEST && !which.contains(OF_KINDS);
    let question = which.trim_end_matches('的');
    (is_said && !question.is_empty()).then(|| question.to_owned())
}

/// The same out of a share of institutions, some of them above the line and all of them below it; where what stands above says too little, it is
/// asked by the name of the share.
pub(super) fn question_of_share(name: &str, (over, under): (&str, &str), filer: Filer) -> Option<String> {
    if !counts(over, filer) || !counts(under, filer) {
        return None;
    }
    // 设中医科的三级医院 of all 三级医院.
    let among = uncounted(over).zip(uncounted(under)).and_then(|(over, under)| over.strip_suffix(under));
    let which = among.or_else(|| of_institutions(over, filer))?.trim_end_matches('的');
    if which.chars().count() >= SHORTEST {
        return Some(which.to_owned());
    }
    Some(without_share(name).to_owned())
}

/// The name of a share without the word for it: 建成 of 建成率.
pub(super) fn without_share(name: &str) -> &str {
    SHARES.iter().find_map(|word| name.strip_suffix(*word)).unwrap_or(name)
}

/// Whether a name counts institutions of the kind that a filer is, all or some of them.
pub(super) fn counts(name: &str, filer: Filer) -> bool {
    uncounted(name).is_some() && of_institutions(name, filer).is_some()
}

/// A name without the word that counts.
fn uncounted(name: &str) -> Option<&str> {
    COUNTS.iter().find_map(|word| name.strip_suffix(*word))
}

/// What stands before the institutions in a name that counts them, or tells their share.
fn of_institutions(name: &str, filer: Filer) -> Option<&str> {
    let words: &[&str] = match filer {
        Filer::Hospital => &HOSPITALS,
        Filer::Primary => &PRIMARY,
        Filer::Alliance => &ALLIANCES,
        Filer::Area | Filer::County => return None,
    };
    let of_share = || SHARES.iter().find_map(|word| name.strip_suffix(*word));
    let institutions = uncounted(name).or_else(of_share)?;
    words.iter().find_map(|word| institutions.strip_suffix(*word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_asked_of_itself() {
        for (name, filer, asked) in [
            ("启动综合改革的公立医院数", Filer::Hospital, Some("启动综合改革")),
            ("开展日间手术医院占比", Filer::Hospital, Some("开展日间手术")),
            ("建成国医堂的乡镇卫生院数", Filer::Primary, Some("建成国医堂")),
            ("实行总额付费的医共体个数", Filer::Alliance, Some("实行总额付费")),
            ("公立医院总数", Filer::Hospital, None),
            ("二级公立医院数", Filer::Hospital, None),
            ("紧密型城市医联体数", Filer::Alliance, None),
            ("启动综合改革的公立医院数", Filer::Area, None),
            ("床位数", Filer::Hospital, None),
            ("病床使用率", Filer::Hospital, None),
        ] {
            assert_eq!(question(name, filer).as_deref(), asked, "{name}");
        }
        assert!(counts("公立医院总数", Filer::Hospital) && counts("二级公立医院数", Filer::Hospital));
        assert!(!counts("公立医院总数", Filer::County) && !counts("床位数", Filer::Hospital));
    }

    #[test]
    fn of_a_share_the_deed_above_the_line_is_asked_else_the_name_of_the_share() {
        let asked = |name, over, under| question_of_share(name, (over, under), Filer::Hospital);
        assert_eq!(asked("设置率", "设中医科的三级综合医院数", "三级综合医院数").as_deref(), Some("设中医科"));
        assert_eq!(asked("执行率", "取消加成医院数", "公立医院数").as_deref(), Some("取消加成"));
        assert_eq!(asked("预约诊疗推行率", "推行的三级医院数", "三级医院数").as_deref(), Some("预约诊疗推行"));
        assert_eq!(asked("平均级别", "各机构评级合计", "机构数"), None, "what is added up is no count");
        assert_eq!(asked("床位使用率", "占用床日数", "开放床日数"), None);
    }
}
