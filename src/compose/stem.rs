//! Names of files: whose bulletin it is, in characters that every file system takes.

use std::collections::{BTreeMap, BTreeSet};

use super::material::Material;
use tongbao_figures::aggregate::Group;

/// Where the bulletin of a group belongs below the folder of its period and cycle, without extension.
pub(super) fn stem(material: &Material<'_>, group: &Group) -> String {
    match group {
        Group::Area | Group::Unit(_) => legal(&material.plan.area_word),
        Group::County(_) => format!("县区/{}", legal(&material.full_name(group))),
        Group::Alliance(_) => format!("医联体/{}", legal(&material.name(group))),
    }
}

/// The name with an underscore for each character that some file system refuses.
pub fn legal(name: &str) -> String {
    let is_refused = |character: char| r#"/\:*?"<>|"#.contains(character) || character.is_control();
    name.chars().map(|character| if is_refused(character) { '_' } else { character }).collect()
}

/// Names of files that no file system takes for one another: those that would be the same get their codes, and where codes are the same
/// as well, numbers.
pub fn told_apart(names: &[(String, String)]) -> Vec<String> {
    let same = |name: &str| legal(name).to_lowercase();
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for (name, _) in names {
        *times.entry(same(name)).or_default() += 1;
    }
    let is_shared = |name: &str| times.get(&same(name)).is_some_and(|times| *times > 1);
    let mut taken = BTreeSet::new();
    let free = |wanted: String, taken: &mut BTreeSet<String>| {
        let numbered = (2_usize..).map(|number| format!("{wanted}（{number}）"));
        let free = std::iter::once(wanted.clone()).chain(numbered).find(|name| taken.insert(same(name)));
        free.unwrap_or(wanted)
    };
    names
        .iter()
        .map(|(name, code)| {
            let wanted = if is_shared(name) { format!("{name} {code}") } else { name.clone() };
            free(legal(&wanted), &mut taken)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn units_of_one_name_get_their_codes_and_forms_of_one_unit_numbers() {
        let names = [("一院 T-1", "U1"), ("一院 T-1", "U2"), ("二院 T-1", "U3"), ("a院", "U4"), ("A院", "U4")];
        let names = names.map(|(name, code)| (name.to_owned(), code.to_owned()));
        assert_eq!(told_apart(&names), ["一院 T-1 U1", "一院 T-1 U2", "二院 T-1", "a院 U4", "A院 U4（2）"]);
    }

    proptest! {
        #[test]
        fn no_two_names_are_one_file(names in prop::collection::vec(("[a-cA-C:?/（）2 ]{0,3}", "[a-b:]{1,2}"), 0..12)) {
            let told: BTreeSet<String> = told_apart(&names).iter().map(|name| name.to_lowercase()).collect();
            prop_assert_eq!(told.len(), names.len());
        }
    }

    #[test]
    fn what_a_file_system_refuses_becomes_an_underscore() {
        assert_eq!(legal("甲/乙：“一”?.xlsx"), "甲_乙：“一”_.xlsx");
    }
}
