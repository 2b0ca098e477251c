//! Who is responsible for a task, by name, and since when.
//!
//! A quarter is judged by whom the plan asked then: who takes over later changes nothing in an earlier one.

use jiff::civil::Date;

/// 责任单位 of a task as the plan names them, the leader first: those of the beginning, and those of later days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Responsible {
    first: Vec<String>,
    /// The earlier first.
    later: Vec<Handover>,
}

/// From a day on others are responsible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handover {
    /// The first day.
    pub from: Date,
    /// Who from then on, the leader first.
    pub names: Vec<String>,
}

impl Responsible {
    /// These from the beginning, and nobody else yet.
    pub fn new(first: Vec<String>) -> Self {
        Self { first, later: Vec::new() }
    }

    /// Others from a day on.
    pub fn hand_over(&mut self, handover: Handover) {
        let place = self.later.partition_point(|known| known.from <= handover.from);
        self.later.insert(place, handover);
    }

    /// Who is responsible on a day.
    pub fn on(&self, day: Date) -> &[String] {
        self.later.iter().rfind(|handover| handover.from <= day).map_or(&self.first, |handover| &handover.names)
    }

    /// What changed, the earlier first.
    pub fn handovers(&self) -> &[Handover] {
        &self.later
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn who_takes_over_answers_from_that_day_on() {
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        let mut responsible = Responsible::new(names(&["卫健委", "财政局"]));
        responsible.hand_over(Handover { from: date(2025, 7, 1), names: names(&["疾控局"]) });
        responsible.hand_over(Handover { from: date(2024, 1, 1), names: names(&["医保局"]) });
        assert_eq!(responsible.on(date(2023, 12, 31)), ["卫健委", "财政局"]);
        assert_eq!(responsible.on(date(2024, 1, 1)), ["医保局"]);
        assert_eq!(responsible.on(date(2025, 6, 30)), ["医保局"]);
        assert_eq!(responsible.on(date(2025, 7, 1)), ["疾控局"]);
        assert_eq!(responsible.handovers().len(), 2);
    }
}
