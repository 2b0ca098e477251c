//! The steps of a task: of which one each report speaks, and how far who answers has come.
//!
//! In: what one who answers said, quarter by quarter, and what the office decided. Out: a [`StepCourse`]. A report speaks of the first step that
//! was not done before it: 已完成 makes that one done, and the next quarter's report speaks of the next. A decision concerns the step that was
//! reported as done by its day.

use jiff::civil::Date;

use super::TaskReport;
use tongbao_returns::domain::{Decision, SignOff, TaskState};

/// How far a decision of the office reaches one who answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepReach {
    /// Whether it leads: what is sent back concerns who leads.
    pub leads: bool,
    /// Whether nobody else does: what is sent back concerns it, reported as done or not.
    pub is_alone: bool,
    /// Whether what the office closes is closed for it even where it has not reported it as done.
    pub closes_unreported: bool,
}

/// A step that is done.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DoneStep<'run> {
    /// The report that said so; none of one that the office closed without.
    pub report: Option<&'run TaskReport>,
    /// When the office closed it.
    pub closed_on: Option<Date>,
}

/// A report with the step of which it speaks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Heard<'run> {
    /// The report.
    pub report: &'run TaskReport,
    /// Position of the step.
    pub step: usize,
    /// Whether it says 已完成 with the day and the proof of the step before: that says nothing of this one.
    pub is_repeated: bool,
}

/// How far somebody has come with the steps of a task.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StepCourse<'run> {
    /// How many steps there are.
    pub count: usize,
    /// The steps that are done, in their order.
    pub done: Vec<DoneStep<'run>>,
    /// Every report, the earlier first.
    pub heard: Vec<Heard<'run>>,
    /// The decision by which a step was sent back, and it was not filed as done since.
    pub sent_back: Option<&'run SignOff>,
}

impl<'run> StepCourse<'run> {
    /// Of so many steps, from reports and decisions, the earlier first.
    pub fn of(count: usize, reports: &[&'run TaskReport], decisions: &[&'run SignOff], reach: StepReach) -> Self {
        let mut course = Self { count, ..Self::default() };
        let after = |decision: &SignOff| reports.iter().rposition(|report| report.first_reported_on <= decision.on);
        let decided = |position: Option<usize>| decisions.iter().copied().filter(move |decision| after(decision) == position);
        decided(None).for_each(|decision| course.decide(decision, reach));
        for (position, report) in reports.iter().enumerate() {
            course.hear(report);
            decided(Some(position)).for_each(|decision| course.decide(decision, reach));
        }
        course
    }

    /// Whether all steps are done.
    pub fn is_done(&self) -> bool {
        self.done.len() >= self.count
    }

    fn hear(&mut self, report: &'run TaskReport) {
        let is_repeated = !self.is_done() && self.is_said_of_the_step_before(report);
        let step = self.done.len().min(self.count.saturating_sub(1));
        self.heard.push(Heard { report, step, is_repeated });
        match (self.is_done(), report.state == TaskState::Done) {
            (false, true) if !is_repeated => {
                self.done.push(DoneStep { report: Some(report), closed_on: None });
                self.sent_back = None;
            }
            // What was the last step is open again, unless the office has closed it.
            (true, false) if self.done.last().is_some_and(|step| step.closed_on.is_none()) => {
                self.done.pop();
            }
            _ => {}
        }
    }

    fn is_said_of_the_step_before(&self, report: &TaskReport) -> bool {
        let before = self.done.last().and_then(|step| step.report);
        let is_same = |before: &TaskReport| before.done_on == report.done_on && before.evidence == report.evidence;
        report.state == TaskState::Done && before.is_some_and(is_same)
    }

    fn decide(&mut self, decision: &'run SignOff, reach: StepReach) {
        match decision.decision {
            Decision::Close => self.close(decision.on, reach),
            Decision::SendBack if reach.leads => self.send_back(decision, reach),
            Decision::SendBack => {}
        }
    }

    fn close(&mut self, on: Date, reach: StepReach) {
        let is_open = |step: &DoneStep<'_>| step.closed_on.is_none();
        if !self.done.iter().any(is_open) {
            if !reach.closes_unreported || self.is_done() {
                return;
            }
            self.done.push(DoneStep { report: None, closed_on: None });
        }
        self.done.iter_mut().filter(|step| is_open(step)).for_each(|step| step.closed_on = Some(on));
        self.sent_back = None;
    }

    fn send_back(&mut self, decision: &'run SignOff, reach: StepReach) {
        let Some(last) = self.done.last() else {
            self.sent_back = self.sent_back.or(reach.is_alone.then_some(decision));
            return;
        };
        // A correction that was filed since answers it.
        if last.report.is_some_and(|report| report.reported_on > decision.on) {
            return;
        }
        self.done.pop();
        self.sent_back = Some(decision);
        let open = self.done.len();
        if let Some(heard) = self.heard.last_mut() {
            heard.step = heard.step.min(open);
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use tongbao_returns::domain::{File, Location, OfficeFile, Period, Quarter, UnitCode};

    const LEAD: StepReach = StepReach { leads: true, is_alone: true, closes_unreported: true };
    const COUNTY: StepReach = StepReach { leads: true, is_alone: false, closes_unreported: false };

    /// For a quarter of 2025, filed on the 10th after it.
    fn report(quarter: i8, state: TaskState, done_on: Option<Date>) -> TaskReport {
        let period = Period::quarter(2025, Quarter::of_number(quarter).unwrap());
        let reported_on = period.last_day().saturating_add(jiff::Span::new().days(10));
        TaskReport {
            unit: UnitCode::new("L"),
            period,
            reported_on,
            first_reported_on: reported_on,
            claimed: state,
            state,
            progress: None,
            done_on,
            evidence: Some("文号".to_owned()),
            times: None,
            at: Location::file(File::Received("a.xlsx".to_owned())),
        }
    }

    fn done(quarter: i8, on: Date) -> TaskReport {
        report(quarter, TaskState::Done, Some(on))
    }

    fn decided(decision: Decision, on: Date) -> SignOff {
        let at = Location::file(File::Office(OfficeFile::SignOffs));
        SignOff { task: "p:1#1".to_owned(), decision, on, reason: String::new(), at }
    }

    /// Of three steps: how many are done, how many of them closed, of which step each report speaks, and whether one was sent back.
    fn course(reports: &[TaskReport], decisions: &[SignOff], reach: StepReach) -> (usize, usize, Vec<usize>, bool) {
        let reports: Vec<&TaskReport> = reports.iter().collect();
        let decisions: Vec<&SignOff> = decisions.iter().collect();
        let course = StepCourse::of(3, &reports, &decisions, reach);
        let closed = course.done.iter().filter(|step| step.closed_on.is_some()).count();
        (course.done.len(), closed, course.heard.iter().map(|heard| heard.step).collect(), course.sent_back.is_some())
    }

    const MARCH: Date = date(2025, 3, 20);
    const JUNE: Date = date(2025, 6, 20);
    const SEPTEMBER: Date = date(2025, 9, 20);

    #[test]
    fn each_report_speaks_of_the_first_step_that_was_not_done_before() {
        let at_work = |quarter| report(quarter, TaskState::InProgress, None);
        assert_eq!(course(&[at_work(1), done(2, JUNE), at_work(3)], &[], LEAD), (1, 0, vec![0, 0, 1], false));
        let all = [done(1, MARCH), done(2, JUNE), done(3, SEPTEMBER), done(4, SEPTEMBER)];
        assert_eq!(course(&all, &[], LEAD), (3, 0, vec![0, 1, 2, 2], false), "after the last there is nothing more to be done");
        assert_eq!(course(&[], &[], LEAD), (0, 0, vec![], false));
    }

    #[test]
    fn the_same_day_and_proof_say_nothing_of_the_next_step() {
        // 没有变化的照上期填: what was said of the first is not said of the second.
        assert_eq!(course(&[done(1, MARCH), done(2, MARCH)], &[], LEAD), (1, 0, vec![0, 1], false));
        let otherwise = TaskReport { evidence: Some("另一文号".to_owned()), ..done(2, MARCH) };
        assert_eq!(course(&[done(1, MARCH), otherwise], &[], LEAD).0, 2, "two steps may be done on one day");
    }

    #[test]
    fn a_decision_concerns_the_step_that_was_reported_as_done_by_its_day() {
        let reports = [done(1, MARCH), done(2, JUNE)];
        let closed = |on| course(&reports, &[decided(Decision::Close, on)], COUNTY);
        assert_eq!(closed(date(2025, 4, 18)).1, 1, "only the first had been reported");
        assert_eq!(closed(date(2025, 7, 18)).1, 2, "both had been");
        assert_eq!(closed(date(2025, 4, 9)).1, 0, "nothing had been");
        let back = |on| course(&reports, &[decided(Decision::SendBack, on)], COUNTY);
        // The second report then speaks of the first step again.
        assert_eq!(back(date(2025, 4, 18)), (1, 0, vec![0, 0], false));
        assert_eq!(back(date(2025, 7, 18)), (1, 0, vec![0, 1], true), "the second is open again");
        let corrected = TaskReport { reported_on: date(2025, 7, 19), ..done(2, JUNE) };
        let again = course(&[done(1, MARCH), corrected], &[decided(Decision::SendBack, date(2025, 7, 18))], COUNTY);
        assert_eq!(again, (2, 0, vec![0, 1], false), "filed once more since");
    }

    #[test]
    fn what_was_done_last_may_be_open_again_and_what_is_closed_stays() {
        let all = || [done(1, MARCH), done(2, JUNE), done(3, SEPTEMBER), report(4, TaskState::InProgress, None)];
        assert_eq!(course(&all(), &[], LEAD).0, 2);
        assert_eq!(course(&all(), &[decided(Decision::Close, date(2025, 10, 18))], LEAD).0, 3);
    }

    #[test]
    fn the_office_closes_step_by_step_where_nobody_reports() {
        let closes = [decided(Decision::Close, MARCH), decided(Decision::Close, JUNE)];
        assert_eq!(course(&[], &closes, LEAD), (2, 2, vec![], false));
        assert_eq!(course(&[], &closes, COUNTY), (0, 0, vec![], false), "a county's own is closed with its report");
        let back = [decided(Decision::SendBack, MARCH)];
        assert_eq!(course(&[], &back, LEAD), (0, 0, vec![], true));
    }
}
