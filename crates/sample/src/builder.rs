//! A registry put together unit by unit: codes, names, aliases and contacts in one manner for every sample.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};

use crate::credit_code::{Registered, credit_code};
use tongbao_returns::domain::{AllianceCode, Category, CountyCode, UnitCode};
use tongbao_returns::registry::{Alliance, County, Membership, Registry, Unit};

/// A registry in the making.
#[derive(Debug)]
pub(super) struct Builder {
    registry: Registry,
    serials: BTreeMap<CountyCode, u32>,
    dialling_code: &'static str,
}

/// What a unit is, but for its code and contact.
pub(super) struct Outline<'text> {
    pub(super) county: &'text CountyCode,
    pub(super) name: String,
    /// Separate names; none for most units.
    pub(super) aliases: Vec<String>,
    pub(super) category: &'text str,
    pub(super) grade: &'text str,
    pub(super) registered: Registered,
}

impl Builder {
    /// An empty registry; telephone numbers begin with the dialling code and are plainly made up.
    pub(super) fn new(dialling_code: &'static str) -> Self {
        Self { registry: Registry::default(), serials: BTreeMap::new(), dialling_code }
    }

    /// Adds a county, or the area that counties belong to.
    pub(super) fn county(&mut self, code: &str, name: &str, short_name: &str, parent: &str) -> CountyCode {
        let county = CountyCode::new(code);
        self.registry.counties.push(County {
            code: county.clone(),
            name: name.to_owned(),
            short_name: short_name.to_owned(),
            parent: Some(CountyCode::new(parent)),
        });
        county
    }

    /// Adds a unit.
    pub(super) fn unit(&mut self, outline: Outline<'_>) -> UnitCode {
        let serial = self.serials.entry(outline.county.clone()).or_default();
        *serial += 1;
        let code = credit_code(outline.registered, outline.county, *serial);
        let telephone = self.registry.units.len() + 1;
        let unit = Unit {
            aliases: outline.aliases,
            grade: Some(outline.grade.to_owned()).filter(|grade| !grade.is_empty()),
            contact: Some("示例联系人".to_owned()),
            phone: Some(format!("{}-{telephone:07}", self.dialling_code)),
            ..Unit::new(code.clone(), outline.name, Category::new(outline.category), outline.county.clone())
        };
        self.registry.units.insert(code.clone(), unit);
        code
    }

    /// Adds an alliance, without members.
    pub(super) fn alliance(&mut self, code: &str, name: String, kind: &str) -> AllianceCode {
        let alliance = AllianceCode::new(code);
        self.registry.alliances.push(Alliance {
            code: alliance.clone(),
            name,
            kind: kind.to_owned(),
            lead: None,
            opened: Some(date(2023, 1, 1)),
            closed: None,
        });
        alliance
    }

    /// Makes a unit a member; the first hospital is the lead.
    pub(super) fn member(&mut self, alliance: &AllianceCode, unit: &UnitCode) {
        self.join(alliance, unit, Some(date(2023, 1, 1)));
        let is_hospital = self.registry.units.get(unit).is_some_and(|unit| unit.category.as_str().contains("公立医院"));
        if let Some(alliance) = self.registry.alliances.iter_mut().find(|known| known.code == *alliance)
            && alliance.lead.is_none()
            && is_hospital
        {
            alliance.lead = Some(unit.clone());
        }
    }

    /// Makes a unit a member from a day on.
    pub(super) fn join(&mut self, alliance: &AllianceCode, unit: &UnitCode, joined: Option<Date>) {
        self.registry.memberships.push(Membership {
            alliance: alliance.clone(),
            unit: unit.clone(),
            joined,
            left: None,
            document: None,
        });
    }

    /// Ends a membership with a day.
    pub(super) fn leave(&mut self, alliance: &AllianceCode, unit: &UnitCode, last_day: Date) {
        if let Some(membership) = self.membership(alliance, unit) {
            membership.left = Some(last_day);
        }
    }

    /// Sets the first day of a membership.
    pub(super) fn joined(&mut self, alliance: &AllianceCode, unit: &UnitCode, first_day: Date) {
        if let Some(membership) = self.membership(alliance, unit) {
            membership.joined = Some(first_day);
        }
    }

    fn membership(&mut self, alliance: &AllianceCode, unit: &UnitCode) -> Option<&mut Membership> {
        self.registry.memberships.iter_mut().find(|membership| membership.alliance == *alliance && membership.unit == *unit)
    }

    /// Changes a unit that is known by its name; nothing happens if there is none.
    pub(super) fn change(&mut self, name: &str, change: impl FnOnce(&mut Unit)) -> Option<UnitCode> {
        let unit = self.registry.units.values_mut().find(|unit| unit.name == name)?;
        change(unit);
        Some(unit.code.clone())
    }

    /// The registry, members listed alliance by alliance.
    pub(super) fn finish(mut self) -> Registry {
        let order: Vec<AllianceCode> = self.registry.alliances.iter().map(|alliance| alliance.code.clone()).collect();
        self.registry.memberships.sort_by_key(|membership| order.iter().position(|code| *code == membership.alliance));
        self.registry
    }
}

/// `一`, `十二`, `一百零三`: as institutions are numbered.
pub(super) fn chinese_number(number: usize) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let mut words = String::new();
    let mut has_gap = false;
    for (unit, word) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        match number / unit % 10 {
            0 => has_gap = !words.is_empty(),
            digit => {
                if has_gap {
                    words.push('零');
                }
                has_gap = false;
                // 十二, but 一百一十二.
                if !(unit == 10 && digit == 1 && words.is_empty()) {
                    words.push_str(DIGITS.get(digit).copied().unwrap_or_default());
                }
                words.push_str(word);
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn institutions_are_numbered_as_people_say() {
        for (number, words) in
            [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (103, "一百零三"), (112, "一百一十二"), (1010, "一千零一十")]
        {
            assert_eq!(chinese_number(number), words);
        }
    }
}
