//! The registry as a plan of some counties sees it.

use super::{Alliance, County, Registry, Unit};
use crate::domain::{CountyCode, Participants};

impl Registry {
    /// The registry as far as it takes part in a plan of some counties of an area: their units, and those directly under the area that do; these
    /// counties; the alliances that are led from there, or, led by a unit of the area itself or by nobody, have a member there. The rows of
    /// 成员 keep their positions: those of others hold for nobody.
    #[must_use]
    pub fn of_participants(&self, participants: &Participants, area: &CountyCode) -> Self {
        let takes_part = |unit: &Unit| participants.includes(unit.as_filer());
        let is_member = |alliance: &Alliance, unit: &Unit| {
            let mut members = self.memberships.iter().filter(|one| one.alliance == alliance.code);
            unit.county != *area && takes_part(unit) && members.any(|one| one.unit == unit.code)
        };
        let is_of_plan = |alliance: &&Alliance| match alliance.lead.as_ref().and_then(|lead| self.units.get(lead)) {
            Some(lead) if lead.county != *area => takes_part(lead),
            Some(_) | None => self.units.values().any(|unit| is_member(alliance, unit)),
        };
        let units = self.units.iter().filter(|(_, unit)| takes_part(unit));
        let is_county_of_plan =
            |county: &&County| county.parent.as_ref() != Some(area) || participants.include_county(&county.code, &county.names());
        Self {
            units: units.map(|(code, unit)| (code.clone(), unit.clone())).collect(),
            counties: self.counties.iter().filter(is_county_of_plan).cloned().collect(),
            alliances: self.alliances.iter().filter(is_of_plan).cloned().collect(),
            memberships: self.memberships.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{AllianceCode, Category, UnitCode};
    use crate::registry::Membership;

    #[test]
    fn alliances_go_with_their_lead_and_those_of_the_area_with_their_members() {
        let county = |code: &str, parent: Option<&str>| County {
            code: CountyCode::new(code),
            name: format!("县{code}"),
            short_name: format!("县{code}"),
            parent: parent.map(CountyCode::new),
        };
        let unit = |code: &str, county: &str| {
            let code = UnitCode::new(code);
            (code.clone(), Unit::new(code, "", Category::new("医院"), CountyCode::new(county)))
        };
        let alliance = |code: &str, lead: Option<&str>| Alliance {
            code: AllianceCode::new(code),
            name: code.to_owned(),
            kind: String::new(),
            lead: lead.map(UnitCode::new),
            opened: None,
            closed: None,
        };
        let member = |alliance: &str, unit: &str| Membership {
            alliance: AllianceCode::new(alliance),
            unit: UnitCode::new(unit),
            joined: None,
            left: None,
            document: None,
        };
        // A and B in a county that takes part, C in one that does not, M directly under the area.
        let mut registry = Registry {
            units: [unit("A", "01"), unit("B", "01"), unit("C", "02"), unit("M", "00")].into(),
            counties: vec![county("00", None), county("01", Some("00")), county("02", Some("00"))],
            alliances: vec![
                alliance("of A", Some("A")),
                alliance("of C", Some("C")),
                alliance("of M, with A", Some("M")),
                alliance("of M, with C", Some("M")),
                alliance("of nobody, with B", None),
            ],
            memberships: vec![
                member("of A", "A"),
                member("of A", "C"),
                member("of C", "C"),
                member("of C", "B"),
                member("of M, with A", "A"),
                member("of M, with C", "C"),
                member("of nobody, with B", "B"),
            ],
        };
        registry.name_counties();
        let area = CountyCode::new("00");
        let participants = Participants::of_counties(area.clone(), vec!["县01".to_owned()], Vec::new());
        let own = registry.of_participants(&participants, &area);
        assert_eq!(own.units.keys().map(UnitCode::as_str).collect::<Vec<_>>(), ["A", "B", "M"]);
        assert_eq!(own.counties.iter().map(|county| county.code.as_str()).collect::<Vec<_>>(), ["00", "01"]);
        let alliances: Vec<&str> = own.alliances.iter().map(|alliance| alliance.code.as_str()).collect();
        assert_eq!(alliances, ["of A", "of M, with A", "of nobody, with B"]);
        // The rows keep their positions; across the border only those count who take part.
        assert_eq!(own.memberships, registry.memberships);
        let day = jiff::civil::date(2025, 9, 30);
        let as_of = own.as_of(day);
        let of = |code: &str| as_of.alliances_of(&UnitCode::new(code)).iter().map(|code| code.as_str()).collect::<Vec<_>>();
        assert_eq!((of("A"), of("B")), (vec!["of A", "of M, with A"], vec!["of nobody, with B"]));
        assert!(of("C").is_empty());
        assert_eq!(registry.of_participants(&Participants::default(), &area), registry);
    }
}
