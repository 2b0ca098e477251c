//! Whose a file may be that was refused and does not say whose it is: by what it said when it could still be read, else by the name of a
//! unit in its own name.
//!
//! Nothing is read from such a file, and nothing counts by its name. It only tells whether anything is still awaited of its sender: a
//! damaged file whose return has come since by another file stands in nobody's way.

use std::collections::BTreeMap;

use tongbao_figures::store::{Filing, Store};
use tongbao_returns::domain::{File, FormId, Period, UnitCode};
use tongbao_returns::finding::{Finding, Severity};
use tongbao_returns::registry::{Registry, Unit};

/// A name of a unit is looked for in names of files if it has at least so many characters.
const SHORTEST: usize = 4;

/// Who sent a file, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sender {
    pub(super) unit: UnitCode,
    pub(super) form: Option<FormId>,
    pub(super) period: Option<Period>,
}

/// What refused files said when they could be read, by path.
#[derive(Debug, Clone, Default)]
pub(super) struct Formerly(BTreeMap<String, Sender>);

impl Formerly {
    /// Looks up the refused files that do not say whose they are among the filings that the store has kept, and those that are gone though no run has moved
    /// them there yet.
    pub(super) fn of(findings: &[Finding], store: &Store, periods: impl Iterator<Item = Period>, departed: Vec<Filing>) -> Self {
        let unknown: Vec<&str> = findings.iter().filter_map(nameless).collect();
        let mut formerly = BTreeMap::new();
        if unknown.is_empty() {
            return Self(formerly);
        }
        for filing in periods.flat_map(|period| store.history(period).filings).chain(departed) {
            if unknown.contains(&filing.file.path.as_str()) {
                let (form, period) = (Some(filing.form), Some(filing.period));
                formerly.insert(filing.file.path, Sender { unit: filing.unit, form, period });
            }
        }
        Self(formerly)
    }

    /// Who sent a refused file that does not say so.
    pub(super) fn sender(&self, finding: &Finding, registry: &Registry) -> Option<Sender> {
        let path = nameless(finding)?;
        let named = || Some(Sender { unit: named_in(path, registry)?.clone(), form: None, period: None });
        self.0.get(path).cloned().or_else(named)
    }
}

/// The path of a refused file of an unknown sender.
fn nameless(finding: &Finding) -> Option<&str> {
    match &finding.at.file {
        File::Received(path) if finding.severity() == Severity::Rejected && finding.unit.is_none() => Some(path),
        File::Received(_) | File::Office(_) => None,
    }
}

/// The unit whose code or name stands in the name of a file. The longest name counts; of none that two units bear.
fn named_in<'registry>(path: &str, registry: &'registry Registry) -> Option<&'registry UnitCode> {
    let file = compact(path.rsplit('/').next()?);
    let longest = |unit: &Unit| {
        let names = [unit.code.as_str(), &unit.name].into_iter().chain(unit.aliases.iter().map(String::as_str));
        names.map(compact).filter(|name| stands_in(&file, name)).map(|name| name.chars().count()).max()
    };
    let found: Vec<(usize, &UnitCode)> = registry.units.values().filter_map(|unit| Some((longest(unit)?, &unit.code))).collect();
    let most = found.iter().map(|(length, _)| *length).max()?;
    match found.iter().filter(|(length, _)| *length == most).collect::<Vec<_>>().as_slice() {
        [(_, only)] => Some(only),
        _ => None,
    }
}

/// Whether a name stands in a text and does not begin inside a longer one: 一镇卫生院 is not 十一镇卫生院.
fn stands_in(text: &str, name: &str) -> bool {
    name.chars().count() >= SHORTEST
        && text.match_indices(name).any(|(at, _)| !text[..at].ends_with(|before: char| before.is_alphanumeric()))
}

fn compact(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongbao_returns::domain::{Category, CountyCode};

    fn registry() -> Registry {
        let unit = |code: &str, name: &str, aliases: &[&str]| Unit {
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            ..Unit::new(UnitCode::new(code), name, Category::new("乡镇卫生院"), CountyCode::new("150523"))
        };
        let units = [
            unit("12150523000000115E", "示例第一镇卫生院", &["一镇卫生院", "一镇"]),
            unit("12150523000000211P", "示例第十一镇卫生院", &["十一镇卫生院"]),
            unit("12150523000000043M", "示例医院", &["县总医院"]),
            unit("12150523000000051G", "示例中医院", &["县总医院"]),
        ];
        Registry { units: units.into_iter().map(|unit| (unit.code.clone(), unit)).collect(), ..Registry::default() }
    }

    #[test]
    fn a_file_names_a_unit_by_its_code_or_a_whole_name_of_it() {
        let registry = registry();
        let named = |path| named_in(path, &registry).map(UnitCode::as_str);
        let (first, eleventh) = (Some("12150523000000115E"), Some("12150523000000211P"));
        assert_eq!(named("2025Q3/乡镇/一镇卫生院.xlsx"), first);
        assert_eq!(named("2025Q3/示例第一镇 卫生院季报（坏）.xlsx"), first);
        assert_eq!(named("2025Q3/季报-12150523000000115E.xlsx"), first);
        assert_eq!(named("2025Q3/十一镇卫生院.xlsx"), eleventh, "the longer name");
        assert_eq!(named("2025Q3/二十一镇卫生院.xlsx"), None, "a name inside a longer one");
        assert_eq!(named("2025Q3/一镇.xlsx"), None, "too short to tell");
        assert_eq!(named("2025Q3/县总医院.xlsx"), None, "two units bear it");
        assert_eq!(named("一镇卫生院/季报.xlsx"), None, "a folder may hold what others sent");
    }
}
