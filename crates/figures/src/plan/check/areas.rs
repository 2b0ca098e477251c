//! The counties of a plan's area, as far as its pack knows them: codes begin as that of the area does, and where every peer group of counties
//! calls them by name, a name that stands in none of these is nobody's.

use crate::plan::near;
use crate::plan::peer_group::{PeerGroup, PeersOf};

/// What is wrong with a word for a county, and what to write.
pub(super) type Unknown = (String, Option<String>);

/// What a pack knows of the counties of its area.
#[derive(Debug, Clone, Default)]
pub(super) struct Areas<'plan> {
    /// Code of the area.
    code: Option<&'plan str>,
    /// Its own name, by which its institutions are limited to those directly under it.
    name: Option<&'plan str>,
    /// The counties of its peer groups, and those that take part, if all of these are called by name.
    names: Vec<&'plan str>,
    /// Whether the plan says which counties take part.
    has_participants: bool,
}

impl<'plan> Areas<'plan> {
    /// Of an area by its code and name, with these peer groups, and with the counties that take part where not all do.
    pub(super) fn of(
        (code, name): (Option<&'plan str>, Option<&'plan str>),
        peer_groups: &'plan [PeerGroup],
        counties: &'plan [String],
    ) -> Self {
        let of_counties = peer_groups.iter().filter(|group| matches!(group.of, PeersOf::Counties(_)));
        let names = of_counties.flat_map(|group| group.of.names()).chain(counties);
        let names: Vec<&str> = names.map(String::as_str).collect();
        // Who is listed by code has a name that stands nowhere in the pack.
        let names = if names.iter().any(|name| is_number(name)) { Vec::new() } else { names };
        Self { code, name, names, has_participants: !counties.is_empty() }
    }

    /// Why a word is the 县区代码 of no county, or the name of none.
    pub(super) fn unknown(&self, word: &str, is_code: bool) -> Option<Unknown> {
        match word {
            "" => None,
            code if is_number(code) => self.unknown_code(code),
            name if is_code => Some((format!("县区代码是六位数字，`{name}`不是"), Some(format!("按名称选的写 县区 = '{name}'")))),
            name => self.unknown_name(name),
        }
    }

    fn unknown_code(&self, code: &str) -> Option<Unknown> {
        if code.len() != 6 {
            return Some((format!("县区代码应是六位数字（GB/T 2260），这里是`{code}`"), None));
        }
        let area = self.code.filter(|area| stem(area).is_some_and(|stem| !code.starts_with(stem)))?;
        Some((format!("`{code}`不是`{area}`的县区"), Some("地区的代码写在 plan.toml 的`area-code`".to_owned())))
    }

    fn unknown_name(&self, name: &str) -> Option<Unknown> {
        // 简称 leaves the last letter out.
        let is_same = |known: &&str| known.starts_with(name) || name.starts_with(*known);
        if self.names.is_empty() || self.names.iter().any(is_same) || self.name == Some(name) {
            return None;
        }
        let hint = near::suggestion(name, self.names.iter().copied());
        if self.has_participants {
            let hint = hint.or_else(|| Some("参加方案的，写进`counties`".to_owned()));
            return Some((format!("plan.toml 的`counties`里没有县区`{name}`"), hint));
        }
        Some((
            format!("plan.toml 的同类组里没有县区`{name}`"),
            hint.or_else(|| Some("确有这个县区的，先写进一个同类组".to_owned())),
        ))
    }
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// With what the codes of the counties of an area begin; nothing is known of what lies in a county.
fn stem(area: &str) -> Option<&str> {
    let stem = area.strip_suffix("00")?;
    Some(stem.strip_suffix("00").unwrap_or(stem)).filter(|stem| *stem != "00")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(code: &str, counties: &[&str], word: &str, is_code: bool) -> String {
        let of = PeersOf::Counties(counties.iter().map(|county| (*county).to_owned()).collect());
        let groups = [PeerGroup { name: "城区".to_owned(), of }];
        let groups = if counties.is_empty() { &[][..] } else { &groups[..] };
        Areas::of((Some(code), Some("示例市")), groups, &[])
            .unknown(word, is_code)
            .map(|(message, _)| message)
            .unwrap_or_default()
    }

    #[test]
    fn a_code_begins_as_that_of_its_area_does() {
        assert_eq!(told("370800", &[], "370811", true), "");
        assert_eq!(told("370800", &[], "370911", true), "`370911`不是`370800`的县区");
        assert_eq!(told("370000", &[], "370911", true), "", "a province");
        assert_eq!(told("370811", &[], "123456", true), "", "of what lies in a county nobody knows");
        assert_eq!(told("370800", &[], "37081", true), "县区代码应是六位数字（GB/T 2260），这里是`37081`");
        assert_eq!(told("370800", &[], "任城区", true), "县区代码是六位数字，`任城区`不是");
        assert_eq!(told("370800", &[], "", true), "");
    }

    #[test]
    fn a_name_that_stands_in_no_peer_group_is_told_where_all_stand_there_by_name() {
        let named = ["任城区", "兖州区"];
        assert_eq!(told("370800", &named, "任成区", false), "plan.toml 的同类组里没有县区`任成区`");
        assert_eq!(told("370800", &named, "任城", false), "", "简称");
        assert_eq!(told("370800", &["370811", "兖州区"], "任城区", false), "", "it may be 370811");
        assert_eq!(told("370800", &[], "任城区", false), "");
        assert_eq!(told("370800", &named, "示例市", false), "", "directly under the area");
        let some = ["兖州区".to_owned()];
        let areas = Areas::of((Some("370800"), None), &[], &some);
        assert_eq!(areas.unknown("任城区", false).unwrap().0, "plan.toml 的`counties`里没有县区`任城区`");
        assert_eq!(told("370800", &named, "370911", false), "`370911`不是`370800`的县区", "a code is a code here too");
    }
}
