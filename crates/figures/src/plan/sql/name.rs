//! Names of items in the text of a formula.

use sqlparser::ast::Expr;

use super::Sql;

/// The name as a formula has to write it: as it is, or in double quotes where SQL would take it for something else, as a name that
/// begins with a digit (`5岁以下儿童死亡数`) or one of its own words.
pub(in crate::plan) fn quoted(name: &str) -> String {
    let is_bare = Sql::read(name).is_ok_and(|Sql(read)| matches!(read, Expr::Identifier(identifier) if identifier.value == name));
    if is_bare { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_sql_would_misread_is_quoted() {
        for (name, written) in [
            ("总诊疗人次", "总诊疗人次"),
            ("专科联盟1", "专科联盟1"),
            ("上期_5岁以下儿童死亡数", "上期_5岁以下儿童死亡数"),
            ("5岁以下儿童死亡数", "\"5岁以下儿童死亡数\""),
            ("5G基站数", "\"5G基站数\""),
        ] {
            assert_eq!(quoted(name), written);
            let Expr::Identifier(read) = Sql::read(&quoted(name)).unwrap().0 else { panic!("{name} is no name") };
            assert_eq!(read.value, name);
        }
    }
}
