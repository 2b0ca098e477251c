//! What a figure is a number of, read out of the words in which the first form of snapshots keeps it.

use super::super::record::{Issue, IssuedGroup};
use tongbao_document::subject::{
    LightCount, OverallCount, Peers, ProofSum, RectifiedCount, ReturnCount, SchemeNumber, ScoreCount, ScorePart, Slice,
    TaskCount, TaskNumber, TaskSlice,
};
use tongbao_document::{GroupId, Measure, Subject};

/// What stood between the parts.
const COLON: char = '：';
/// What was said of the row that adds up the others.
const TOTAL: &str = "合计";

/// The names that an issue knows.
pub(super) struct Names<'issue> {
    pub(super) groups: &'issue [IssuedGroup],
    /// The longest first: of two that fit, the one that leaves less over is meant.
    indicators: Vec<&'issue str>,
}

impl<'issue> Names<'issue> {
    pub(super) fn of(issue: &'issue Issue) -> Self {
        let mut indicators: Vec<&str> = issue.indicators.iter().map(|indicator| indicator.id.as_str()).collect();
        indicators.sort_by_key(|name| std::cmp::Reverse(name.len()));
        Self { groups: &issue.groups, indicators }
    }

    /// What a figure is a number of.
    pub(super) fn subject(&self, words: &str, measure: Measure) -> Subject {
        let found = match measure {
            Measure::Filed => Some(Subject::Item(words.to_owned())),
            Measure::Operand => self.operand(words),
            Measure::Count | Measure::Share => self.count(words),
            Measure::Points | Measure::Weight | Measure::EffectiveWeight | Measure::Score => self.of_score(words),
            _ if self.indicators.contains(&words) => Some(Subject::Indicator(words.to_owned())),
            Measure::Rank | Measure::RankChange if words == LightCount::GreenShare.word() => {
                Some(Subject::Lights(Slice::Whole, LightCount::GreenShare))
            }
            Measure::Rank | Measure::YearOnYear if words == ScorePart::Score.word() => Some(Subject::Score(ScorePart::Score)),
            Measure::Rank | Measure::Standard => self.of_score(words),
            _ => Some(Subject::Indicator(words.to_owned())),
        };
        found.unwrap_or_else(|| Subject::Words(words.to_owned()))
    }

    /// `指标：SUM(门诊人次)`
    fn operand(&self, words: &str) -> Option<Subject> {
        self.indicators.iter().find_map(|indicator| {
            let aggregate = words.strip_prefix(indicator)?.strip_prefix(COLON)?;
            Some(Subject::Operand { indicator: (*indicator).to_owned(), aggregate: aggregate.to_owned() })
        })
    }

    fn of_score(&self, words: &str) -> Option<Subject> {
        if let Some(part) = ScorePart::of_word(words) {
            return Some(Subject::Score(part));
        }
        if let Some(indicator) = words.strip_prefix("得分：") {
            return Some(Subject::IndicatorScore(indicator.to_owned()));
        }
        if let Some(id) = words.strip_prefix("加减分：") {
            return Some(Subject::Adjustment(id.to_owned()));
        }
        if let Some((sheet, cell)) = words.strip_prefix("事项：").and_then(|event| event.rsplit_once('!')) {
            return Some(Subject::Event { sheet: sheet.to_owned(), cell: cell.to_owned() });
        }
        let of_scheme = |scheme: &str, number| Subject::Scheme { scheme: scheme.to_owned(), number };
        if let Some(scheme) = words.strip_suffix("：平均得分") {
            return Some(of_scheme(scheme, SchemeNumber::Mean));
        }
        self.indicators.iter().find_map(|indicator| {
            let scheme = words.strip_suffix(indicator)?.strip_suffix(COLON)?;
            Some(of_scheme(scheme, SchemeNumber::Weight((*indicator).to_owned())))
        })
    }

    fn count(&self, words: &str) -> Option<Subject> {
        whole(words).or_else(|| self.headed(words)).or_else(|| self.sliced(words))
    }

    /// Those that begin with a word of their own.
    fn headed(&self, words: &str) -> Option<Subject> {
        if let Some(found) = words.strip_prefix("台账：").and_then(of_tasks) {
            return Some(found);
        }
        if let Some(rest) = words.strip_prefix("整改：") {
            let (slice, count) = match rest.rsplit_once(COLON) {
                None => (Slice::Whole, rest),
                Some((name, count)) => (self.group_or_total(name)?, count),
            };
            return Some(Subject::Rectified(slice, RectifiedCount::of_word(count)?));
        }
        if let Some((item, sum)) = words.strip_prefix("勾稽：").and_then(|rest| rest.rsplit_once(COLON)) {
            return Some(Subject::Proof { item: item.to_owned(), sum: ProofSum::of_word(sum)? });
        }
        if let Some(id) = words.strip_prefix("加减分：") {
            return Some(Subject::Adjustment(id.to_owned()));
        }
        words.strip_suffix("：不参与排名").and_then(Peers::of_word).map(Subject::Unranked)
    }

    /// `任城区：应报`, `深化医改：绿`, `乡镇卫生院：优秀`
    fn sliced(&self, words: &str) -> Option<Subject> {
        let (name, count) = words.rsplit_once(COLON)?;
        let named = || name.to_owned();
        if let Some(count) = ReturnCount::of_word(count) {
            // A form, a category or those directly under the area: the words do not say which.
            return Some(Subject::Returns(self.group_or_total(name)?, count));
        }
        if let Some(count) = LightCount::of_word(count) {
            let slice = if name == TOTAL { Slice::Total } else { Slice::Campaign(named()) };
            return Some(Subject::Lights(slice, count));
        }
        let number = [SchemeNumber::Assessed, SchemeNumber::Scored].into_iter().find(|number| number.to_string() == count);
        let number = number.unwrap_or_else(|| SchemeNumber::Grade(count.to_owned()));
        Some(Subject::Scheme { scheme: named(), number })
    }

    fn group_or_total(&self, name: &str) -> Option<Slice> {
        if name == TOTAL {
            return Some(Slice::Total);
        }
        let group = self.groups.iter().find(|group| group.name == name)?;
        match group.id {
            GroupId::County(_) => Some(Slice::County(name.to_owned())),
            GroupId::Alliance(_) => Some(Slice::Alliance(name.to_owned())),
            GroupId::Area | GroupId::Unit(_) => None,
        }
    }
}

/// What a bulletin counts as a whole.
fn whole(words: &str) -> Option<Subject> {
    let overall = || OverallCount::of_word(words).map(Subject::Overall);
    let returns = || ReturnCount::of_word(words).map(|count| Subject::Returns(Slice::Whole, count));
    let lights = || LightCount::of_word(words).map(|count| Subject::Lights(Slice::Whole, count));
    let scores = || ScoreCount::of_word(words).map(Subject::Scores);
    overall().or_else(returns).or_else(lights).or_else(scores)
}

/// Behind 台账.
fn of_tasks(words: &str) -> Option<Subject> {
    let Some((whose, number)) = words.rsplit_once(COLON) else {
        return Some(Subject::Tasks(TaskSlice::Whole, TaskCount::of_word(words)?));
    };
    if let Some(number) = TaskNumber::of_word(number) {
        return Some(Subject::Task { code: whose.to_owned(), number });
    }
    let count = TaskCount::of_word(number)?;
    let slice = match whose.split_once(COLON)? {
        ("领域", TOTAL) => TaskSlice::Campaigns,
        ("领域", name) => TaskSlice::Campaign(name.to_owned()),
        ("牵头", TOTAL) => TaskSlice::Leads,
        ("牵头", name) => TaskSlice::Lead(name.to_owned()),
        _ => return None,
    };
    Some(Subject::Tasks(slice, count))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A city with the county 任城区, the alliance 任城医共体, and indicators whose names are easily mistaken.
    fn groups() -> Vec<IssuedGroup> {
        let group = |id, name: &str| IssuedGroup { id, name: name.to_owned(), units: Vec::new() };
        vec![
            group(GroupId::Area, "全市"),
            group(GroupId::County("370811".to_owned()), "任城区"),
            group(GroupId::Alliance("YG01".to_owned()), "任城医共体"),
        ]
    }

    fn names(groups: &[IssuedGroup]) -> Names<'_> {
        Names { groups, indicators: vec!["每县：安宁疗护病区数", "县域内就诊率", "每县"] }
    }

    #[test]
    fn what_an_issue_knows_by_name_is_read_out_of_its_words() {
        let text = |text: &str| text.to_owned();
        let groups = groups();
        let names = names(&groups);
        let ward = || text("每县：安宁疗护病区数");
        for (subject, measure) in [
            (Subject::Indicator(ward()), Measure::Value),
            (Subject::Indicator(ward()), Measure::Rank),
            (Subject::Operand { indicator: ward(), aggregate: text("SUM(\"病区：数\")") }, Measure::Operand),
            (Subject::Operand { indicator: text("每县"), aggregate: text("SUM(病区数)") }, Measure::Operand),
            (Subject::IndicatorScore(ward()), Measure::Points),
            (Subject::IndicatorScore(ward()), Measure::Standard),
            (Subject::Scheme { scheme: text("县（市、区）"), number: SchemeNumber::Weight(ward()) }, Measure::Weight),
            (Subject::Scheme { scheme: text("乡镇卫生院"), number: SchemeNumber::Mean }, Measure::Score),
            (Subject::Scheme { scheme: text("乡镇卫生院"), number: SchemeNumber::Assessed }, Measure::Count),
            (Subject::Scheme { scheme: text("乡镇卫生院"), number: SchemeNumber::Grade(text("优秀")) }, Measure::Count),
            (Subject::Score(ScorePart::Score), Measure::Score),
            (Subject::Score(ScorePart::Score), Measure::YearOnYear),
            (Subject::Score(ScorePart::Score), Measure::Rank),
            (Subject::Score(ScorePart::EffectiveWeights), Measure::EffectiveWeight),
            (Subject::Adjustment(text("late")), Measure::Count),
            (Subject::Adjustment(text("late")), Measure::Points),
            (Subject::Event { sheet: text("事项"), cell: text("C4") }, Measure::Points),
            (Subject::Item(text("台账：门诊人次")), Measure::Filed),
            (Subject::Overall(OverallCount::Units), Measure::Count),
            (Subject::Returns(Slice::Whole, ReturnCount::Due), Measure::Count),
            (Subject::Returns(Slice::County(text("任城区")), ReturnCount::OnTimeRate), Measure::Share),
            (Subject::Returns(Slice::Alliance(text("任城医共体")), ReturnCount::ArrivalRate), Measure::Share),
            (Subject::Returns(Slice::Total, ReturnCount::Missing), Measure::Count),
            (Subject::Lights(Slice::Whole, LightCount::GreenShare), Measure::Rank),
            (Subject::Lights(Slice::Campaign(text("攻坚：第一项")), LightCount::Green), Measure::Count),
            (Subject::Rectified(Slice::County(text("任城区")), RectifiedCount::ReachedShare), Measure::Share),
            (Subject::Rectified(Slice::Whole, RectifiedCount::Behind), Measure::Count),
            (Subject::Tasks(TaskSlice::Whole, TaskCount::Overdue), Measure::Count),
            (Subject::Tasks(TaskSlice::Campaign(text("攻坚：第一项")), TaskCount::Overdue), Measure::Count),
            (Subject::Tasks(TaskSlice::Leads, TaskCount::Tasks), Measure::Count),
            (Subject::Task { code: text("3#1"), number: TaskNumber::DaysOverdue }, Measure::Count),
            (Subject::Proof { item: text("床位：编制"), sum: ProofSum::Direct }, Measure::Count),
            (Subject::Unranked(Peers::Alliances), Measure::Count),
            (Subject::Scores(ScoreCount::Peers), Measure::Count),
        ] {
            assert_eq!(names.subject(&subject.to_string(), measure), subject, "{subject}");
        }
    }

    #[test]
    fn what_nobody_can_take_apart_stays_words() {
        let groups = groups();
        for (words, measure) in [
            ("从前的指标：SUM(床位数)", Measure::Operand),
            ("从前的数", Measure::Count),
            ("其他", Measure::Weight),
            ("市直：迟报", Measure::Count),
            ("三级公立医院：及时率", Measure::Share),
        ] {
            let subject = names(&groups).subject(words, measure);
            assert_eq!(subject, Subject::Words(words.to_owned()));
        }
    }
}
