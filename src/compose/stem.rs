//! Names of files: whose bulletin it is, in characters that every file system takes.

use std::collections::{BTreeMap, BTreeSet};

use super::material::Material;
use tongbao_document::plain;
use tongbao_figures::aggregate::Group;

/// Where the bulletin of a group belongs below the folder of its period and cycle, without extension.
pub(super) fn stem(material: &Material<'_>, group: &Group) -> String {
    match group {
        Group::Area | Group::Unit(_) => legal(&material.plan.area_word),
        Group::County(_) => format!("县区/{}", legal(&material.full_name(group))),
        Group::Alliance(_) => format!("医联体/{}", legal(&material.name(group))),
    }
}

/// Bytes of the longest name without its extension: file systems take 255, of which extensions, numbers and the marks of unfinished files
/// need some.
const LONGEST: usize = 180;

/// Names that Windows keeps for devices, whatever their extension.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// The name as every file system takes it: an underscore for each character that some refuse, none that nobody sees, no blank or full stop
/// at its ends, no name of a device; one that is too long is cut and ends with a part of its hash, always the same.
pub fn legal(name: &str) -> String {
    let is_refused = |character: char| r#"/\:*?"<>|"#.contains(character) || character.is_control();
    let line = plain::one_line(name);
    let legal: String = line.chars().map(|character| if is_refused(character) { '_' } else { character }).collect();
    let legal = legal.trim_matches(|character: char| character == '.' || character.is_whitespace());
    if legal.is_empty() || is_device(legal) {
        return format!("{legal}_");
    }
    if legal.len() <= LONGEST {
        return legal.to_owned();
    }
    let hash = blake3::hash(legal.as_bytes()).to_hex();
    let hash = hash.get(..8).unwrap_or_default();
    let end = legal.floor_char_boundary(LONGEST - hash.len() - 1);
    format!("{}~{hash}", legal.get(..end).unwrap_or_default())
}

fn is_device(name: &str) -> bool {
    let base = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let is_port = |prefix: &str| {
        base.strip_prefix(prefix)
            .is_some_and(|rest| matches!(rest.chars().next(), Some('0'..='9' | '¹' | '²' | '³')) && rest.chars().count() == 1)
    };
    DEVICES.contains(&base.as_str()) || is_port("com") || is_port("lpt")
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
        assert_eq!(legal("../甲\u{202e}\n乙 . "), "_甲乙");
        assert_eq!(
            ["CON", "aux.xlsx", "com1", "COM¹.x", "NUL ", "..."].map(legal),
            ["CON_", "aux.xlsx_", "com1_", "COM¹.x_", "NUL_", "_"]
        );
        assert_eq!(["console", "com10", "con医院"].map(legal), ["console", "com10", "con医院"]);
    }

    #[test]
    fn a_name_that_is_too_long_is_cut_and_stays_itself() {
        let (one, other) = (legal(&("长".repeat(100) + "一")), legal(&("长".repeat(100) + "二")));
        assert!(one.len() <= 180 && one.starts_with(&"长".repeat(50)), "{one}");
        assert_ne!(one, other);
        assert_eq!(one, legal(&("长".repeat(100) + "一")));
        assert_eq!(legal(&"长".repeat(60)), "长".repeat(60));
    }
}
