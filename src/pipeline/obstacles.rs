//! Everything that stands in the way of a final issue, as the open points that a forced issue lists. A bulletin waits for what is a matter of its
//! own plan, and for no other plan's rules over the same form.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::gathered::Gathered;
use super::senders::Sender;
use crate::issue::{OpenKind, OpenPoint};
use tongbao_document::count;
use tongbao_figures::audit::{Completeness, DueReturn, Tally};
use tongbao_figures::plan::Plan;
use tongbao_returns::domain::{CountyCode, FormId, Period, UnitCode};
use tongbao_returns::finding::{Finding, Severity};
use tongbao_returns::registry::Registry;

/// The day from which a bulletin may be issued is the one after this: the last on which a return is on time. Whoever has more time by
/// exception is waited for as long as the return is missing.
pub(super) fn last_day(completeness: &Completeness) -> Option<Date> {
    let usual = completeness.due.iter().filter(|due| due.exception.is_none());
    let waited_for = completeness.due.iter().filter(|due| due.timeliness.is_outstanding());
    usual.chain(waited_for).map(|due| due.deadline).max()
}

/// Everything that stands in the way of a final issue.
pub(super) struct Obstacles<'run> {
    pub(super) plan: &'run Plan,
    pub(super) registry: &'run Registry,
    pub(super) gathered: &'run Gathered,
    pub(super) period: Period,
    pub(super) findings: &'run [Finding],
    pub(super) completeness: &'run Completeness,
    pub(super) as_of: Date,
}

/// One thing that stands in the way.
#[derive(Debug, PartialEq)]
pub(super) struct Obstacle {
    /// As a forced issue lists it.
    pub(super) point: OpenPoint,
    /// Whether an explanation would settle it.
    pub(super) can_be_explained: bool,
}

impl Obstacle {
    /// Something that only time or a correction settles.
    fn firm(point: OpenPoint) -> Self {
        Self { point, can_be_explained: false }
    }
}

impl Obstacles<'_> {
    /// The same as open points.
    pub(super) fn points(&self) -> Vec<OpenPoint> {
        self.all().into_iter().map(|obstacle| obstacle.point).collect()
    }

    /// The day first, then unit by unit.
    pub(super) fn all(&self) -> Vec<Obstacle> {
        let mut obstacles: Vec<Obstacle> = Vec::new();
        let mut told: BTreeSet<(UnitCode, FormId)> = BTreeSet::new();
        for finding in self.findings.iter().filter(|finding| finding.is_open() && self.is_current(finding)) {
            if let (Some(unit), Some(form)) = (&finding.unit, &finding.form) {
                told.insert((unit.clone(), form.clone()));
            }
            obstacles.push(Obstacle { point: self.of_finding(finding), can_be_explained: finding.can_be_explained() });
        }
        for due in self.completeness.due.iter().filter(|due| due.is_returned) {
            if !told.contains(&(due.unit.clone(), due.form.clone())) {
                obstacles.push(Obstacle::firm(self.of_returned(due)));
            }
        }
        obstacles.sort_by(|a, b| order(&a.point).cmp(&order(&b.point)));
        obstacles.dedup();
        for point in self.too_few().into_iter().rev() {
            obstacles.insert(0, Obstacle::firm(point));
        }
        if let Some(last) = last_day(self.completeness).filter(|last| self.as_of <= *last) {
            let what = format!("报送截止日为{last}，当日及以前收到的报表仍算及时");
            let point = OpenPoint::new(OpenKind::TooEarly, what, "截止日过后再定稿");
            obstacles.insert(0, Obstacle::firm(point));
        }
        obstacles
    }

    /// Returns of less than the plan's threshold have come, or of a county nobody's.
    fn too_few(&self) -> Vec<OpenPoint> {
        const ACTION: &str = "催报后再定稿";
        let arrived = |tally: Tally| tally.on_time + tally.late;
        let mut points = Vec::new();
        let all = self.completeness.tally(|_| true);
        let share = count::to_f64(arrived(all)) * 100.0 / count::to_f64(all.due.max(1));
        if share < self.plan.coverage_threshold {
            let threshold = self.plan.coverage_threshold;
            let what = format!("应报{}份，已报{}份，不到{threshold}%", all.due, arrived(all));
            points.push(OpenPoint::new(OpenKind::TooFew, what, ACTION));
        }
        let counties: BTreeSet<&CountyCode> = self.completeness.due.iter().map(|due| &due.county).collect();
        for county in counties.iter().filter(|_| counties.len() > 1) {
            let tally = self.completeness.tally(|due| due.county == **county);
            if arrived(tally) == 0 {
                let name = self.registry.county(county).map_or(county.as_str(), |county| &county.name);
                let what = format!("{name}应报{}份，一份未报", tally.due);
                let point = OpenPoint::new(OpenKind::TooFew, what, ACTION);
                points.push(OpenPoint { county: Some(county.to_string()), ..point });
            }
        }
        points
    }

    /// Whether a finding is about what counts: of the plan's forms, not about a file that a newer one has replaced.
    fn is_current(&self, finding: &Finding) -> bool {
        let is_of_plan = finding.form.as_ref().is_none_or(|form| self.plan.form(form).is_some());
        if finding.severity() == Severity::Rejected {
            return is_of_plan && self.may_be_missing(finding);
        }
        let Some(unit) = finding.unit.as_ref().filter(|_| is_of_plan) else { return is_of_plan };
        let periods: Vec<Period> = finding.period.map_or_else(|| self.period.quarters().collect(), |period| vec![period]);
        // A newer return that waits for somebody's word.
        let mut waiting = periods.iter().flat_map(|period| self.gathered.accepted.contested_of_period(*period));
        if finding.rule().is_some() && waiting.any(|filed| finding.at.file.is_received(&filed.file.path)) {
            return true;
        }
        let arrived = |form: &FormId| periods.iter().find_map(|period| self.gathered.accepted.find_arrived(*period, unit, form));
        finding
            .form
            .as_ref()
            .and_then(arrived)
            .is_none_or(|filed| finding.at.file.is_received(&filed.file.path) || finding.period.is_none())
    }

    /// Whether a file that was refused may be a return that is still missing. One of which nobody can say whose it is stands in the way
    /// as long as anything of its form and period is missing, since it may be that.
    fn may_be_missing(&self, finding: &Finding) -> bool {
        let said = |unit: &UnitCode| Sender { unit: unit.clone(), form: finding.form.clone(), period: finding.period };
        if let Some(unit) = &finding.unit {
            return self.is_waited_for(&said(unit));
        }
        if let Some(sender) = self.gathered.formerly.sender(finding, self.registry) {
            let is_of_period = sender.period.is_none_or(|period| self.period.contains(period));
            return is_of_period && self.is_waited_for(&sender);
        }
        let is_meant = |due: &DueReturn| {
            finding.form.as_ref().is_none_or(|form| *form == due.form) && finding.period.is_none_or(|period| period == due.period)
        };
        self.completeness.due.iter().any(|due| due.timeliness.is_outstanding() && is_meant(due))
    }

    /// Whether a sender still owes what a refused file of his may be: of its form, if the unit files that, else of any.
    fn is_waited_for(&self, sender: &Sender) -> bool {
        let unit = &sender.unit;
        let Some(known) = self.registry.units.get(unit) else { return true };
        let end = sender.period.unwrap_or(self.period).last_day();
        let asked = || self.plan.forms.iter().filter(|form| known.files(form, end));
        let form = sender.form.as_ref().filter(|form| asked().any(|known| known.id == **form));
        let is_meant = |id: &FormId| form.is_none_or(|form| form == id);
        match sender.period {
            Some(period) if known.is_open_within(period.first_day(), period.last_day()) => {
                let mut forms = asked().filter(|form| is_meant(&form.id));
                forms.any(|form| self.gathered.accepted.find_arrived(period, unit, &form.id).is_none())
            }
            Some(_) => false,
            None => {
                let mut due = self.completeness.due.iter().filter(|due| due.unit == *unit && is_meant(&due.form));
                due.any(|due| due.timeliness.is_outstanding())
            }
        }
    }

    fn of_finding(&self, finding: &Finding) -> OpenPoint {
        let is_it = |due: &&DueReturn| finding.unit.as_ref() == Some(&due.unit) && finding.form.as_ref() == Some(&due.form);
        let is_returned = self.completeness.due.iter().filter(is_it).any(|due| due.is_returned);
        let severity = finding.severity();
        let action = finding.hint().unwrap_or_else(|| {
            match severity {
                Severity::Rejected => "重报，或把无关文件移出收件文件夹",
                Severity::Error => "更正后重报",
                Severity::Suspect | Severity::Explain | Severity::Doubt | Severity::Note => "更正后重报，或说明理由",
            }
            .to_owned()
        });
        let kind = if is_returned && finding.sends_back() { OpenKind::Returned } else { OpenKind::Finding(severity) };
        let point = OpenPoint {
            code: Some(finding.id().to_owned()),
            place: Some(finding.at.to_string()).filter(|place| !place.is_empty()),
            ..OpenPoint::new(kind, finding.message(), action)
        };
        self.of(point, finding.unit.as_ref(), finding.form.as_ref())
    }

    fn of_returned(&self, due: &DueReturn) -> OpenPoint {
        let point = OpenPoint::new(OpenKind::Returned, "报表已退回，未计入汇总", "更正后重报，或说明理由");
        self.of(point, Some(&due.unit), Some(&due.form))
    }

    /// The same point with what is known of the unit and the form.
    fn of(&self, point: OpenPoint, unit: Option<&UnitCode>, form: Option<&FormId>) -> OpenPoint {
        let known = unit.and_then(|unit| self.registry.units.get(unit));
        let form = form.and_then(|form| self.plan.form(form));
        OpenPoint {
            county: known.map(|unit| unit.county.to_string()),
            unit: unit.map(ToString::to_string),
            unit_name: known.map(|unit| unit.name.clone()),
            form: form.map(|form| format!("{}《{}》", form.code, form.title)),
            ..point
        }
    }
}

/// County by county, unit by unit, form by form, place by place.
fn order(point: &OpenPoint) -> impl Ord + '_ {
    let OpenPoint { kind, county, unit, unit_name, form, code, place, what, action } = point;
    ((county, unit, form, place), (kind.word(), unit_name, code, what, action))
}
