//! Who files in the sample of 济宁市, at any size. Counties are real, institutions are not.
//!
//! The city's own units come first, then the counties take turns: a bureau of each, an insurance office of each, and so on, so
//! that the first 11 + 11 × 13 units are the committed sample and a larger registry only adds to it.

use jiff::civil::date;

use crate::builder::{Builder, Outline, chinese_number};
use crate::credit_code::Registered;
use tongbao_returns::domain::{AllianceCode, CountyCode, UnitCode};
use tongbao_returns::registry::Registry;

/// Units of the committed sample.
pub const SAMPLE_UNITS: usize = CITY_UNITS + 11 * FIRST_TURNS.len();

const CITY_UNITS: usize = CITY.len();

/// Code, name, short name; districts are written with the city before them.
const COUNTIES: [(&str, &str, &str); 11] = [
    ("370811", "任城区", "任城"),
    ("370812", "兖州区", "兖州"),
    ("370826", "微山县", "微山"),
    ("370827", "鱼台县", "鱼台"),
    ("370828", "金乡县", "金乡"),
    ("370829", "嘉祥县", "嘉祥"),
    ("370830", "汶上县", "汶上"),
    ("370831", "泗水县", "泗水"),
    ("370832", "梁山县", "梁山"),
    ("370881", "曲阜市", "曲阜"),
    ("370883", "邹城市", "邹城"),
];

/// Name, alias, category, grade of the units directly under the city.
const CITY: [(&str, &str, &str, &str); 11] = [
    ("济宁市示例卫生健康委员会", "市示例卫健委；市卫生健康委", "市级卫健部门", ""),
    ("济宁市示例医疗保险事业中心", "市示例医保中心", "市级医保经办", ""),
    ("济宁市示例第一医院", "市示例一院", "三级公立医院", "三级甲等"),
    ("济宁市示例附属医院", "示例附院", "三级公立医院", "三级甲等"),
    ("济宁市示例中医院", "市示例中医院", "三级公立中医医院", "三级甲等"),
    ("济宁市示例中西医结合医院", "", "三级公立中医医院", "三级乙等"),
    ("济宁市示例精神病防治院", "", "公立专科医院", "三级甲等"),
    ("济宁市示例妇幼保健院", "市示例妇幼", "妇幼保健机构", "三级甲等"),
    ("济宁市示例疾病预防控制中心", "市示例疾控中心", "疾控中心", ""),
    ("济宁市示例第一城市医疗集团办公室", "", "城市医疗集团牵头单位", ""),
    ("济宁市示例第二城市医疗集团办公室", "", "城市医疗集团牵头单位", ""),
];

/// The city's departments that only answer for tasks, with the names that the plan gives them.
const DEPARTMENTS: [(&str, &str); 17] = [
    ("济宁市示例医疗保障局", "市医保局"),
    ("济宁市示例财政局", "市财政局"),
    ("济宁市示例发展和改革委员会", "市发展改革委"),
    ("济宁市示例人力资源和社会保障局", "市人力资源社会保障局"),
    ("济宁市示例教育局", "市教育局"),
    ("中共济宁市委示例机构编制委员会办公室", "市委编办"),
    ("济宁市示例大数据中心", "市大数据中心"),
    ("济宁市示例市场监督管理局", "市市场监管局"),
    ("中共济宁市委示例组织部", "市委组织部"),
    ("济宁市示例文化和旅游局", "市文旅局"),
    ("济宁市示例地方金融监督管理局", "市地方金融监管局"),
    ("国家金融监督管理总局示例济宁分局", "国家金融监督管理总局济宁分局"),
    ("济宁市示例民政局", "市民政局"),
    ("济宁市示例行政审批服务局", "市行政审批服务局"),
    ("济宁市示例科学技术局", "市科技局"),
    ("中共济宁市委示例宣传部", "市委宣传部"),
    ("济宁市示例科学技术协会", "市科协"),
];

/// What each county adds in its turns.
const FIRST_TURNS: [Role; 13] = [
    Role::HealthBureau,
    Role::InsuranceOffice,
    Role::Hospital,
    Role::AllianceOffice,
    Role::ChineseMedicine,
    Role::MotherAndChild,
    Role::DiseaseControl,
    Role::Township,
    Role::Township,
    Role::Township,
    Role::Township,
    Role::Community,
    Role::Hospital,
];

/// What larger registries add, again and again; each office begins another alliance.
const LATER_TURNS: [Role; 15] = [
    Role::Township,
    Role::Township,
    Role::Hospital,
    Role::Township,
    Role::Community,
    Role::Township,
    Role::Township,
    Role::ChineseMedicine,
    Role::Township,
    Role::Community,
    Role::Township,
    Role::MotherAndChild,
    Role::Township,
    Role::DiseaseControl,
    Role::Township,
];

/// After so many later turns a county opens another alliance.
const TURNS_OF_AN_ALLIANCE: usize = 60;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    HealthBureau,
    InsuranceOffice,
    AllianceOffice,
    Hospital,
    ChineseMedicine,
    MotherAndChild,
    DiseaseControl,
    Township,
    Community,
}

impl Role {
    /// Category and grade.
    fn category(self) -> (&'static str, &'static str) {
        match self {
            Self::HealthBureau => ("县级卫健部门", ""),
            Self::InsuranceOffice => ("县级医保经办", ""),
            Self::AllianceOffice => ("医共体牵头单位", ""),
            Self::Hospital => ("二级公立医院", "二级甲等"),
            Self::ChineseMedicine => ("二级公立中医医院", "二级甲等"),
            Self::MotherAndChild => ("妇幼保健机构", "二级甲等"),
            Self::DiseaseControl => ("疾控中心", ""),
            Self::Township => ("乡镇卫生院", "一级"),
            Self::Community => ("社区卫生服务中心", "一级"),
        }
    }

    /// The name behind that of the county.
    fn name(self, number: usize) -> String {
        let ordinal = if number == 1 { String::new() } else { format!("第{}", chinese_number(number)) };
        match self {
            Self::HealthBureau => "示例卫生健康局".to_owned(),
            Self::InsuranceOffice => "示例医疗保险事业中心".to_owned(),
            Self::AllianceOffice => format!("示例{ordinal}紧密型医共体办公室"),
            Self::Hospital => format!("示例{ordinal}人民医院"),
            Self::ChineseMedicine => format!("示例{ordinal}中医院"),
            Self::MotherAndChild => format!("示例{ordinal}妇幼保健院"),
            Self::DiseaseControl => format!("示例{ordinal}疾病预防控制中心"),
            Self::Township => format!("示例第{}乡镇卫生院", chinese_number(number)),
            Self::Community => format!("示例{ordinal}社区卫生服务中心"),
        }
    }

    /// Bureaus stand outside the alliances that they oversee.
    fn is_member(self) -> bool {
        !matches!(self, Self::HealthBureau | Self::InsuranceOffice)
    }
}

/// A county while its units are made.
struct Turn {
    code: CountyCode,
    /// As its units are called: `济宁市任城区`, `微山县`.
    prefix: String,
    short_name: &'static str,
    made: Vec<Role>,
    alliance: AllianceCode,
    alliances: usize,
}

/// The registry of the committed sample: its institutions, and the city's departments that answer for tasks.
pub fn sample_registry() -> Registry {
    with_departments(SAMPLE_UNITS, &DEPARTMENTS)
}

/// The registry of so many units, without departments that only answer for tasks.
pub fn registry(units: usize) -> Registry {
    with_departments(units, &[])
}

fn with_departments(units: usize, departments: &[(&str, &str)]) -> Registry {
    let mut builder = Builder::new("0537");
    let area = builder.county("370800", "济宁市", "济宁", "370000");
    let mut counties: Vec<Turn> = COUNTIES.into_iter().map(|county| turn(&mut builder, county)).collect();
    let groups = [1, 2].map(|number| {
        let name = format!("济宁市示例第{}城市医疗集团", chinese_number(number));
        builder.alliance(&format!("370800-CY{number:02}"), name, "城市医疗集团")
    });
    let mut codes = Vec::new();
    for (name, alias, category, grade) in CITY.into_iter().take(units) {
        let registered = if category == "市级卫健部门" { Registered::Authority } else { Registered::Institution };
        let aliases = alias.split('；').filter(|alias| !alias.is_empty()).map(str::to_owned).collect();
        codes.push(builder.unit(Outline { county: &area, name: name.to_owned(), aliases, category, grade, registered }));
    }
    for (group, members) in groups.iter().zip([[2, 7, 9], [3, 4, 10]]) {
        members.iter().filter_map(|&member| codes.get(member)).for_each(|unit| builder.member(group, unit));
    }
    for number in 0..units.saturating_sub(CITY_UNITS) {
        let place = number % counties.len();
        let round = number / counties.len();
        if let Some(county) = counties.get_mut(place) {
            add(&mut builder, county, round);
        }
    }
    overlap(&mut builder, &groups);
    movements(&mut builder, &counties, &groups);
    for (name, alias) in departments {
        let (name, aliases) = ((*name).to_owned(), vec![(*alias).to_owned()]);
        builder.unit(Outline {
            county: &area,
            name,
            aliases,
            category: "市级部门",
            grade: "",
            registered: Registered::Authority,
        });
    }
    builder.finish()
}

fn turn(builder: &mut Builder, (code, name, short_name): (&str, &str, &'static str)) -> Turn {
    let prefix = if name.ends_with('区') { format!("济宁市{name}") } else { name.to_owned() };
    let alliance = builder.alliance(&format!("{code}-YG01"), format!("{name}示例紧密型医共体"), "紧密型县域医共体");
    Turn { code: builder.county(code, name, short_name, "370800"), prefix, short_name, made: Vec::new(), alliance, alliances: 1 }
}

/// One unit more for a county.
fn add(builder: &mut Builder, county: &mut Turn, round: usize) {
    let later = round.saturating_sub(FIRST_TURNS.len());
    let role = match FIRST_TURNS.get(round) {
        Some(role) => *role,
        None if later.is_multiple_of(TURNS_OF_AN_ALLIANCE) => Role::AllianceOffice,
        None => LATER_TURNS.get(later % LATER_TURNS.len()).copied().unwrap_or(Role::Township),
    };
    if role == Role::AllianceOffice && county.made.contains(&role) {
        county.alliances += 1;
        let name = format!("{}示例第{}紧密型医共体", county.prefix, chinese_number(county.alliances));
        county.alliance = builder.alliance(&format!("{}-YG{:02}", county.code, county.alliances), name, "紧密型县域医共体");
    }
    county.made.push(role);
    let number = county.made.iter().filter(|made| **made == role).count();
    let name = role.name(number);
    let (category, grade) = role.category();
    let registered = if role == Role::HealthBureau { Registered::Authority } else { Registered::Institution };
    let aliases = aliases(role, number, county.short_name, &name);
    let unit = builder.unit(Outline {
        county: &county.code,
        name: format!("{}{name}", county.prefix),
        aliases,
        category,
        grade,
        registered,
    });
    if role.is_member() {
        builder.member(&county.alliance, &unit);
    }
}

/// What people call it: `微山示例三院`, `任城示例人民医院`.
fn aliases(role: Role, number: usize, short_name: &str, name: &str) -> Vec<String> {
    match role {
        Role::Township if number.is_multiple_of(3) => {
            let ordinal = chinese_number(number);
            vec![format!("{short_name}示例{ordinal}乡卫生院"), format!("{short_name}{name}")]
        }
        Role::Hospital | Role::Community if number == 1 => vec![format!("{short_name}{name}")],
        _ => Vec::new(),
    }
}

/// County units that belong to a city group as well.
fn overlap(builder: &mut Builder, groups: &[AllianceCode; 2]) {
    let [first, second] = groups;
    let members = [
        (first, "济宁市任城区示例第二人民医院"),
        (first, "济宁市任城区示例社区卫生服务中心"),
        (first, "济宁市任城区示例第一乡镇卫生院"),
        (second, "济宁市任城区示例第三乡镇卫生院"),
        (second, "济宁市兖州区示例中医院"),
        (second, "济宁市兖州区示例社区卫生服务中心"),
        (second, "曲阜市示例第二人民医院"),
    ];
    for (group, name) in members {
        if let Some(unit) = builder.change(name, |_| ()) {
            builder.member(group, &unit);
        }
    }
}

/// What happened in 2025: one centre changed its alliance, one closed, one opened. Two are reported by their county's hospital.
fn movements(builder: &mut Builder, counties: &[Turn], groups: &[AllianceCode; 2]) {
    let moved: Option<UnitCode> = builder.change("济宁市任城区示例第四乡镇卫生院", |_| ());
    if let (Some(unit), Some(county)) = (moved, counties.first()) {
        let alliance = AllianceCode::new(format!("{}-YG01", county.code));
        builder.leave(&alliance, &unit, date(2025, 6, 30));
        builder.join(&groups[0], &unit, Some(date(2025, 7, 1)));
    }
    builder.change("微山县示例第四乡镇卫生院", |unit| unit.closed = Some(date(2025, 6, 30)));
    let opened = builder.change("汶上县示例第四乡镇卫生院", |unit| unit.opened = Some(date(2025, 4, 1)));
    if let (Some(unit), Some(county)) = (opened, counties.get(6)) {
        let alliance = AllianceCode::new(format!("{}-YG01", county.code));
        builder.joined(&alliance, &unit, date(2025, 4, 1));
    }
    for (unit, proxy) in
        [("泗水县示例第三乡镇卫生院", "泗水县示例人民医院"), ("梁山县示例社区卫生服务中心", "梁山县示例人民医院")]
    {
        let proxy = builder.change(proxy, |_| ());
        builder.change(unit, |unit| unit.proxy = proxy);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_registry_has_as_many_units_as_asked_and_a_larger_one_only_adds() {
        let sample = registry(SAMPLE_UNITS);
        assert_eq!((SAMPLE_UNITS, sample.units.len()), (154, 154));
        let large = registry(1000);
        assert_eq!(large.units.len(), 1000);
        for (code, unit) in &sample.units {
            assert_eq!(large.units.get(code), Some(unit), "{code}");
        }
        assert_eq!(registry(5).units.len(), 5);
        assert!(registry(3000).alliances.len() > 40);
    }

    #[test]
    fn the_sample_has_its_alliances_overlaps_and_movements() {
        let sample = registry(SAMPLE_UNITS);
        assert_eq!(sample.alliances.iter().filter(|alliance| alliance.kind == "紧密型县域医共体").count(), 11);
        assert!(sample.alliances.iter().all(|alliance| alliance.lead.is_some()));
        let names = |day, name: &str| -> Vec<String> {
            let unit = sample.units.values().find(|unit| unit.name == name).expect("a unit");
            sample.as_of(day).alliances_of(&unit.code).iter().map(ToString::to_string).collect()
        };
        assert_eq!(names(date(2025, 6, 30), "济宁市任城区示例第四乡镇卫生院"), ["370811-YG01"]);
        assert_eq!(names(date(2025, 9, 30), "济宁市任城区示例第四乡镇卫生院"), ["370800-CY01"]);
        assert_eq!(names(date(2025, 9, 30), "济宁市任城区示例第一乡镇卫生院"), ["370811-YG01", "370800-CY01"]);
        let open = |day| sample.as_of(day).units().count();
        assert_eq!((open(date(2025, 3, 31)), open(date(2025, 6, 30)), open(date(2025, 9, 30))), (153, 154, 153));
    }
}
