//! Names of files: whose bulletin it is, in characters that every file system takes.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_system_refuses_becomes_an_underscore() {
        assert_eq!(legal("甲/乙：“一”?.xlsx"), "甲_乙：“一”_.xlsx");
    }
}
