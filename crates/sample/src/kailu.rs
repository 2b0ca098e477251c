//! Who files in the sample of 开鲁县: the structure of its plan (task 14), one alliance, village clinics reported by their
//! township centre. The county is real, the institutions are not.

use crate::builder::{Builder, Outline, chinese_number};
use crate::credit_code::Registered;
use tongbao_returns::registry::Registry;

/// Township centres of the alliance (plan, task 14).
const TOWNSHIPS: usize = 18;

/// Name, alias, category, grade, whether it belongs to the alliance.
const UNITS: [(&str, &str, &str, &str, bool); 10] = [
    ("开鲁县示例卫生健康委员会", "县示例卫健委；县卫健委", "县级卫健部门", "", false),
    ("开鲁县示例医疗保障服务中心", "", "县级医保经办", "", false),
    ("开鲁县示例财政局", "县财政局", "县级有关部门", "", false),
    ("开鲁县示例医院", "开鲁示例县医院", "二级公立医院", "二级甲等", true),
    ("开鲁县示例蒙医中医院", "开鲁示例蒙中医院", "二级公立中医医院", "二级甲等", true),
    ("开鲁县示例第二人民医院", "", "二级公立医院", "二级乙等", true),
    ("开鲁县示例妇幼保健院", "开鲁示例妇幼", "妇幼保健机构", "二级乙等", true),
    ("开鲁县示例疾病预防控制中心", "", "疾控中心", "", true),
    ("开鲁县示例医共体办公室", "", "医共体牵头单位", "", true),
    ("开鲁县示例社区卫生服务中心", "", "社区卫生服务中心", "一级", true),
];

/// Departments that only answer for tasks, with the names that the plan gives them.
const DEPARTMENTS: [(&str, &str); 8] = [
    ("开鲁县示例医疗保障局", "县医保局"),
    ("开鲁县示例人力资源和社会保障局", "县人社局"),
    ("中共开鲁县委示例机构编制委员会办公室", "县委编办"),
    ("开鲁县示例发展和改革委员会", "县发改委"),
    ("中共开鲁县委示例办公室", "县委"),
    ("开鲁县人民政府示例办公室", "县政府"),
    ("开鲁县示例医共体管理委员会办公室", "县医管委"),
    ("开鲁县示例深化医药卫生体制改革领导小组办公室", "县深化医改领导小组办公室"),
];

/// The registry.
pub fn registry() -> Registry {
    let mut builder = Builder::new("0475");
    let county = builder.county("150523", "开鲁县", "开鲁", "150500");
    let alliance = builder.alliance("150523-YG01", "开鲁县示例紧密型医共体".to_owned(), "紧密型县域医共体");
    for (name, alias, category, grade, is_member) in UNITS {
        let is_authority = matches!(category, "县级卫健部门" | "县级有关部门");
        let registered = if is_authority { Registered::Authority } else { Registered::Institution };
        let aliases = alias.split('；').filter(|alias| !alias.is_empty()).map(str::to_owned).collect();
        let unit = builder.unit(Outline { county: &county, name: name.to_owned(), aliases, category, grade, registered });
        if is_member {
            builder.member(&alliance, &unit);
        }
    }
    for number in 1..=TOWNSHIPS {
        let ordinal = chinese_number(number);
        let unit = builder.unit(Outline {
            county: &county,
            name: format!("开鲁县示例第{ordinal}镇卫生院"),
            aliases: if number.is_multiple_of(3) { vec![format!("开鲁示例{ordinal}镇卫生院")] } else { Vec::new() },
            category: "乡镇卫生院",
            grade: "一级",
            registered: Registered::Institution,
        });
        builder.member(&alliance, &unit);
    }
    for (name, alias) in DEPARTMENTS {
        let (name, aliases) = (name.to_owned(), vec![alias.to_owned()]);
        builder.unit(Outline {
            county: &county,
            name,
            aliases,
            category: "县级部门",
            grade: "",
            registered: Registered::Authority,
        });
    }
    builder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_structure_is_that_of_the_plan() {
        let registry = registry();
        let count = |part: &str| registry.units.values().filter(|unit| unit.category.as_str().contains(part)).count();
        let structure = ["公立", "妇幼", "疾控", "乡镇卫生院", "社区", "医共体牵头"].map(count);
        assert_eq!(structure, [3, 1, 1, 18, 1, 1]);
        assert_eq!((registry.alliances.len(), registry.memberships.len()), (1, 25));
    }
}
