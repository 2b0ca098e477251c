//! 通用规则: what holds of every return, whatever the packs say. They are told, explained and sent back like the rules of a pack.
//!
//! In: the returns that arrived for a period, the history accepted before it, the registry. Out: findings that are open until somebody
//! explains them.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Accepted;
use super::accepted::{Contest, contest, has_date};
use super::inherited::standing_number;
use crate::plan::{Plan, RuleSeverity};
use tongbao_document::count;
use tongbao_returns::domain::{File, Form, FormId, Item, Kind, Location, Period, Reading, Return};
use tongbao_returns::finding::facts::{Cited, RuleBroken};
use tongbao_returns::finding::{Finding, as_filed};
use tongbao_returns::registry::{PredecessorData, Registry, Unit};

/// A rule of every plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GeneralRule {
    /// 不适用 stands where there was a number or an answer last time (docs/numbers.md rule 3).
    NumberWithdrawn,
    /// The first return of a successor looks as if it contained its predecessors' figures, which stand beside it (rule 13).
    PredecessorsContained,
    /// A return that is to contain the predecessors' figures is smaller than these and what the unit had filed before (rule 13).
    PredecessorsLeftOut,
    /// A newer return leaves blank what an older one had filled (docs/workspace.md#resubmission).
    FewerValues,
    /// Two returns of one day say different things.
    SameDay,
}

impl GeneralRule {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::NumberWithdrawn, Self::PredecessorsContained, Self::PredecessorsLeftOut, Self::FewerValues, Self::SameDay];

    /// As findings and statements name it.
    pub fn id(self) -> &'static str {
        match self {
            Self::NumberWithdrawn => "TY-01",
            Self::PredecessorsContained => "TY-02",
            Self::PredecessorsLeftOut => "TY-03",
            Self::FewerValues => "TY-04",
            Self::SameDay => "TY-05",
        }
    }

    /// 跨期, 机构变动 or 重报.
    pub fn family(self) -> &'static str {
        match self {
            Self::NumberWithdrawn => "跨期",
            Self::PredecessorsContained | Self::PredecessorsLeftOut => "机构变动",
            Self::FewerValues | Self::SameDay => "重报",
        }
    }

    /// What must hold, in words.
    pub fn expected(self) -> &'static str {
        match self {
            Self::NumberWithdrawn => "上次报了数或作了答的项，本期不能改填不适用；确已没有这项业务的，须说明",
            Self::PredecessorsContained => {
                "前身数据为另计的，承接单位只报本单位的数；已把前身单位当年的数并入的，名录应写并入，否则会重复计算"
            }
            Self::PredecessorsLeftOut => "前身数据为并入的，承接单位的累计数应不小于前身单位当年已报的数与本单位上期累计之和",
            Self::FewerValues => "重报的报表不能比前一份少填；有人说明以前仍按前一份计",
            Self::SameDay => "同一报出日期的两份报表数值应相同；有人说明以前仍按先存的一份计",
        }
    }

    /// What to do.
    pub fn hint(self) -> &'static str {
        match self {
            Self::NumberWithdrawn => "没有发生填 0；有数填数；没有做到的答“否”；业务已停办的，写明何时停办",
            Self::PredecessorsContained => {
                "报表已含前身单位当年数据的，请办公室把名录“前身数据”改为并入；不含的，说明数值较大的原因"
            }
            Self::PredecessorsLeftOut => {
                "请把前身单位当年的数并入后重报；不并入的，请办公室把名录“前身数据”改为另计；确已并入的，说明数值较小的原因"
            }
            Self::FewerValues => "只更正几个数的，请在原报表上改正后整份重报；确实以这一份为准的，说明为什么少填",
            Self::SameDay => "请改填报出日期后重报；确实以这一份为准的，说明哪里更正了",
        }
    }

    /// By its identifier.
    pub fn find(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.id().eq_ignore_ascii_case(id.trim()))
    }

    /// What follows: what may count twice stays out of totals until it is explained; what is not applicable any more counts, and is explained
    /// before anything is final.
    pub fn severity(self) -> RuleSeverity {
        match self {
            Self::NumberWithdrawn => RuleSeverity::Explain,
            Self::PredecessorsContained | Self::PredecessorsLeftOut | Self::FewerValues | Self::SameDay => RuleSeverity::Suspect,
        }
    }

    fn broken(self, sentence: String, cited: Vec<Cited>) -> RuleBroken {
        RuleBroken {
            rule: self.id().to_owned(),
            family: self.family().to_owned(),
            severity: self.severity().into(),
            sentence,
            expected: None,
            hint: Some(self.hint().to_owned()),
            cited,
        }
    }
}

/// Judges the returns that arrived for a period; of forms that several plans share each once.
pub(super) fn judge(plans: &[Plan], registry: Option<&Registry>, accepted: &Accepted, period: Period) -> Vec<Finding> {
    let mut forms: BTreeMap<_, &Form> = BTreeMap::new();
    for form in plans.iter().flat_map(|plan| &plan.forms).filter(|form| form.tasks.is_none()) {
        forms.entry(&form.id).or_insert(form);
    }
    let mut findings = Vec::new();
    for filed in accepted.arrived_of_period(period).filter(|filed| !filed.is_empty()) {
        let Some(form) = forms.get(&filed.form) else { continue };
        findings.extend(numbers_withdrawn(form, filed, accepted));
        let unit = registry.and_then(|registry| Some((registry, registry.units.get(&filed.unit)?)));
        findings.extend(unit.and_then(|unit| predecessors(unit, form, &forms, filed, accepted)));
    }
    findings
}

/// Names so many items of which a newer return says otherwise.
const NAMED_ITEMS: usize = 3;

/// A newer return that waits, and why.
pub(super) fn contested(plans: &[Plan], standing: &Return, newer: &Return) -> Option<Finding> {
    let form = plans.iter().flat_map(|plan| &plan.forms).find(|form| form.id == newer.form)?;
    let contest = contest(standing, newer)?;
    let (Contest::FewerValues(positions) | Contest::SameDay(positions)) = &contest;
    let items: Vec<(usize, &Item)> = positions.iter().filter_map(|position| Some((*position, form.item(*position)?))).collect();
    let named = items.iter().take(NAMED_ITEMS).map(|(_, item)| item.name.as_str()).collect::<Vec<_>>().join("、");
    let more = if items.len() > NAMED_ITEMS { "等" } else { "" };
    let day = newer.reported_on.map_or_else(|| "无".to_owned(), |day| day.to_string());
    let (count, older) = (items.len(), &standing.file.path);
    let broken = match &contest {
        Contest::FewerValues(_) => {
            let filled = |filed: &Return| filed.facts.iter().filter(|fact| fact.reading != Reading::Blank).count();
            let cite = |item: &str, filled: usize| {
                let value = Reading::Number(count::to_f64(filled));
                Cited { item: item.to_owned(), value, at: None }
            };
            let sentence =
                format!("重报的报表（报出日期 {day}）比“{older}”少填 {count} 项（{named}{more}），暂不采用，仍按“{older}”计");
            let cited = vec![cite("前一份已填项数", filled(standing)), cite("这一份已填项数", filled(newer))];
            GeneralRule::FewerValues.broken(sentence, cited)
        }
        Contest::SameDay(_) => {
            let cite = |filed: &Return, name: String, position: usize| {
                let value = filed.facts.get(position).map_or(Reading::Blank, |fact| fact.reading.clone());
                Cited { item: name, value, at: location(filed, position) }
            };
            let both = |(position, item): &(usize, &Item)| {
                [cite(newer, item.name.to_string(), *position), cite(standing, format!("前一份{}", item.name), *position)]
            };
            let why = if has_date(newer) {
                format!("与“{older}”报出日期相同（{day}）")
            } else {
                format!("报出日期（{day}）不能用，不知道是否晚于“{older}”")
            };
            let sentence = format!("{why}，有 {count} 项数值不同（{named}{more}），暂不采用，仍按“{older}”计");
            GeneralRule::SameDay.broken(sentence, items.iter().take(NAMED_ITEMS).flat_map(both).collect())
        }
    };
    let at = items.first().and_then(|(position, _)| location(newer, *position));
    Some(finding(broken, at, newer))
}

/// One finding a sheet, so that a sheet that is declared to be empty is explained once.
fn numbers_withdrawn(form: &Form, filed: &Return, accepted: &Accepted) -> Vec<Finding> {
    let earlier = [filed.period.previous(), filed.period.year_before()];
    let before = |position: usize| {
        earlier.iter().find_map(|period| {
            let known = accepted.find(*period, &filed.unit, &filed.form)?;
            let reading = &known.facts.get(position)?.reading;
            // Where there was nothing, there is nothing to withdraw.
            let is_answer = reading.is_value() && reading.number() != Some(0.0);
            is_answer.then_some((known, position, reading))
        })
    };
    let mut findings = Vec::new();
    let mut position = 0;
    for sheet in &form.sheets {
        let mut cited = Vec::new();
        let mut said = Vec::new();
        let mut at = None;
        for item in &sheet.items {
            let fact = filed.facts.get(position).filter(|fact| fact.reading == Reading::NotApplicable);
            // Dates and words may always be 不适用.
            let is_asked = !matches!(item.kind, Kind::Date | Kind::Text);
            if let (Some(_), true, Some((known, place, reading))) = (fact, is_asked, before(position)) {
                let own = location(filed, position);
                at = at.or_else(|| own.clone());
                let word = match reading {
                    Reading::Text(word) => word.clone(),
                    reading => reading.number().map(as_filed).unwrap_or_default(),
                };
                said.push(format!("{}上次报{word}", item.name));
                cited.push(Cited { item: item.name.to_string(), value: Reading::NotApplicable, at: own });
                let name = format!("上次{}", item.name);
                cited.push(Cited { item: name, value: reading.clone(), at: location(known, place) });
            }
            position += 1;
        }
        if !cited.is_empty() {
            let sentence = format!("{}，本期填不适用", said.join("、"));
            findings.push(finding(GeneralRule::NumberWithdrawn.broken(sentence, cited), at, filed));
        }
    }
    findings
}

/// Values that decide are at least so many, or all that the predecessors filed, and so large a share of them must look contained.
const FEWEST_ITEMS: usize = 3;
const SHARE_OF_ITEMS: f64 = 0.8;
/// Predecessors that add less than this to what the successor had are not told from its own growth.
const TELLING_PART: f64 = 0.3;

/// In the first return after predecessors have closed: whether most flows are nearer to what the unit would file with their figures of
/// the year than to what it would file without (前身数据 另计), or are less than these figures and what it had filed itself (并入).
fn predecessors(
    (registry, unit): (&Registry, &Unit),
    form: &Form,
    forms: &BTreeMap<&FormId, &Form>,
    filed: &Return,
    accepted: &Accepted,
) -> Option<Finding> {
    let is_to_contain = unit.predecessor_data == PredecessorData::Contained;
    let (first, last) = (filed.period.whole_year().first_day(), filed.period.last_day());
    let closed_in = |unit: &&Unit| unit.closed.is_some_and(|closed| (first..last).contains(&closed));
    let gone: Vec<&Unit> = unit.predecessors.iter().filter_map(|code| registry.units.get(code)).filter(closed_in).collect();
    let own_before = accepted.find(filed.period.previous(), &filed.unit, &filed.form).filter(|_| !filed.period.opens_the_year());
    let merged_on = gone.iter().filter_map(|unit| unit.closed).max()?;
    // Only the first return after the merger is asked; later ones go on from it.
    if own_before.is_some() && merged_on < filed.period.first_day().yesterday().ok()? {
        return None;
    }
    let mut judged = Vec::new();
    let mut has_theirs = 0;
    for (position, item) in form.items().enumerate().filter(|(_, item)| item.kind == Kind::Flow) {
        let Some(value) = filed.facts.get(position).and_then(|fact| fact.reading.number()) else { continue };
        let number_of = |gone: &&Unit| standing_number(accepted, forms.values().copied(), (gone, &item.name), filed.period);
        let theirs: f64 = gone.iter().filter_map(number_of).sum();
        let own = own_before.and_then(|before| before.facts.get(position)?.reading.number()).unwrap_or(0.0);
        let own_quarter = own / f64::from((filed.period.previous().last_month() / 3).max(1));
        if theirs <= 0.0 {
            continue;
        }
        has_theirs += 1;
        if is_to_contain {
            judged.push((item, position, value, theirs, value < own + theirs));
            continue;
        }
        if theirs < TELLING_PART * (own + own_quarter) {
            continue;
        }
        // What the predecessors did in a day, the unit does in the days since.
        let alone = own + own_quarter + theirs * days(merged_on, last) / days(first, merged_on).max(1.0);
        judged.push((item, position, value, theirs, value >= alone + theirs / 2.0));
    }
    let odd: Vec<_> = judged.iter().filter(|(.., is_odd)| *is_odd).collect();
    let fewest = FEWEST_ITEMS.min(has_theirs).max(1);
    if judged.len() < fewest || count::to_f64(odd.len()) < SHARE_OF_ITEMS * count::to_f64(judged.len()) {
        return None;
    }
    let names = gone.iter().map(|unit| unit.name.as_str()).collect::<Vec<_>>().join("、");
    let cited = odd
        .iter()
        .take(FEWEST_ITEMS)
        .flat_map(|(item, position, value, theirs, _)| cites(item, filed, (*position, *value, *theirs)));
    let (rule, what) = if is_to_contain {
        let what =
            format!("小于前身单位（{names}）当年已报的数与本单位上期累计之和，像是没有并入，而名录写明前身数据并入，会漏计");
        (GeneralRule::PredecessorsLeftOut, what)
    } else {
        let what = format!("像是已含前身单位（{names}）当年的数，而名录写明前身数据另计，会重复计算");
        (GeneralRule::PredecessorsContained, what)
    };
    let sentence = format!("{}项时期数中有{}项{what}", judged.len(), odd.len());
    let at = odd.first().and_then(|(_, position, ..)| location(filed, *position));
    Some(finding(rule.broken(sentence, cited.collect()), at, filed))
}

fn cites(item: &Item, filed: &Return, (position, value, theirs): (usize, f64, f64)) -> [Cited; 2] {
    [
        Cited { item: item.name.to_string(), value: Reading::Number(value), at: location(filed, position) },
        Cited { item: format!("前身单位{}", item.name), value: Reading::Number(theirs), at: None },
    ]
}

fn days(from: Date, to: Date) -> f64 {
    from.until(to).map_or(0.0, |span| f64::from(span.get_days()))
}

fn location(filed: &Return, position: usize) -> Option<Location> {
    let place = filed.facts.get(position)?.place?;
    let sheet = filed.sheets.get(usize::from(place.sheet)).map_or("", String::as_str);
    Some(Location::file(File::Received(filed.file.path.clone())).on_cell(sheet, place))
}

fn finding(broken: RuleBroken, at: Option<Location>, filed: &Return) -> Finding {
    let at = at.unwrap_or_else(|| Location::file(File::Received(filed.file.path.clone())));
    Finding::at(at, broken).of(&filed.unit, &filed.form).in_period(filed.period)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use tongbao_returns::domain::{Category, CountyCode, Fact, ItemName, Place, Quarter, Sheet, SourceFile, UnitCode};

    use super::*;
    use crate::audit::accept;

    const ITEMS: [(&str, Kind); 4] =
        [("诊疗人次", Kind::Flow), ("手术人次", Kind::Flow), ("出院人次", Kind::Flow), ("床位数", Kind::Stock)];

    fn form() -> Form {
        let item = |(name, kind): (&str, Kind)| Item { may_not_apply: true, ..Item::new(name, ItemName::new(name), kind) };
        Form::new(FormId::new("hospital"), Category::new("医院"), Sheet::new("表", ITEMS.map(item).to_vec()))
    }

    fn filed(unit: &str, period: Period, readings: [Reading; 4]) -> Return {
        let facts = (0_u16..).zip(readings).map(|(item, reading)| {
            let place = Place { sheet: 0, row: 4 + u32::from(item), column: 3 };
            Fact { item, reading, place: Some(place) }
        });
        Return {
            unit: UnitCode::new(unit),
            form: FormId::new("hospital"),
            period,
            reported_on: None,
            file: SourceFile { path: format!("{unit}-{period}.xlsx"), hash: format!("{unit}{period}"), size: 1, modified: 0 },
            sheets: vec!["表".to_owned()],
            facts: facts.collect(),
            declared_empty: Vec::new(),
            is_held: false,
        }
    }

    fn numbers(unit: &str, quarter: Quarter, numbers: [f64; 4]) -> Return {
        filed(unit, Period::quarter(2025, quarter), numbers.map(Reading::Number))
    }

    #[test]
    fn a_number_that_becomes_not_applicable_is_asked_about() {
        let form = form();
        let now = Period::quarter(2025, Quarter::Second);
        let answers = [Reading::NotApplicable, Reading::NotApplicable, Reading::Number(1.0), Reading::NotApplicable];
        let returns = vec![numbers("H1", Quarter::First, [7.0, 0.0, 5.0, 9.0]), filed("H1", now, answers)];
        let accepted = accept(returns).value;
        let told = numbers_withdrawn(&form, accepted.of_period(now).next().unwrap(), &accepted);
        assert_eq!(told.len(), 1, "one for the sheet");
        // Nothing was done last time, so that nothing is withdrawn of surgery.
        assert_eq!(told[0].values(), "诊疗人次＝不适用；上次诊疗人次＝7；床位数＝不适用；上次床位数＝9");
        assert_eq!(told[0].at.to_string(), "H1-2025Q2.xlsx › 表 › D5");
        assert!(told[0].can_be_explained());
    }

    #[test]
    fn an_answer_that_becomes_not_applicable_is_asked_about() {
        let yes_no = Item { may_not_apply: true, ..Item::new("101", ItemName::new("设置老年医学科"), Kind::YesNo) };
        let form = Form::new(FormId::new("hospital"), Category::new("医院"), Sheet::new("表", vec![yes_no]));
        let of = |quarter: Quarter, reading: Reading| {
            let mut filed = filed("H1", Period::quarter(2025, quarter), std::array::from_fn(|_| Reading::Blank));
            filed.facts.truncate(1);
            filed.facts[0].reading = reading;
            filed
        };
        let told = |before: Reading| {
            let accepted = accept(vec![of(Quarter::First, before), of(Quarter::Second, Reading::NotApplicable)]).value;
            let now = accepted.of_period(Period::quarter(2025, Quarter::Second)).next().unwrap();
            numbers_withdrawn(&form, now, &accepted).first().map(Finding::values)
        };
        assert_eq!(told(Reading::Text("否".to_owned())).unwrap(), "设置老年医学科＝不适用；上次设置老年医学科＝否");
        assert_eq!(told(Reading::NotApplicable), None);
    }

    fn told_of(successor: &[(Quarter, [f64; 4])], judged: Quarter) -> Option<String> {
        told_as(PredecessorData::Apart, successor, judged)
    }

    /// H1 and H2 closed on 30 June with 200 and 20 visits, and became H9.
    fn told_as(predecessor_data: PredecessorData, successor: &[(Quarter, [f64; 4])], judged: Quarter) -> Option<String> {
        let unit = |code: &str| Unit::new(UnitCode::new(code), code, Category::new("医院"), CountyCode::new("1"));
        let closed = |code: &str| Unit { closed: Some(date(2025, 6, 30)), ..unit(code) };
        let predecessors = vec![UnitCode::new("H1"), UnitCode::new("H2")];
        let units = [closed("H1"), closed("H2"), Unit { predecessors, predecessor_data, ..unit("H9") }];
        let registry =
            Registry { units: units.into_iter().map(|unit| (unit.code.clone(), unit)).collect(), ..Registry::default() };
        let mut returns = vec![
            numbers("H1", Quarter::Second, [200.0, 40.0, 100.0, 50.0]),
            numbers("H2", Quarter::Second, [20.0, 4.0, 10.0, 5.0]),
        ];
        returns.extend(successor.iter().map(|(quarter, values)| numbers("H9", *quarter, *values)));
        let accepted = accept(returns).value;
        let form = form();
        let forms = BTreeMap::from([(&form.id, &form)]);
        let period = Period::quarter(2025, judged);
        let filed = accepted.find(period, &UnitCode::new("H9"), &form.id).unwrap();
        let unit = &registry.units[&filed.unit];
        super::predecessors((&registry, unit), &form, &forms, filed, &accepted).map(|finding| finding.message())
    }

    #[test]
    fn a_first_return_that_contains_the_predecessors_is_asked_about() {
        // A quarter of both is 110, 22 and 55.
        assert_eq!(told_of(&[(Quarter::Third, [110.0, 22.0, 55.0, 55.0])], Quarter::Third), None);
        assert_eq!(told_of(&[(Quarter::Third, [150.0, 30.0, 70.0, 55.0])], Quarter::Third), None, "business is good");
        let contained = (Quarter::Third, [330.0, 66.0, 165.0, 55.0]);
        let told = told_of(&[contained], Quarter::Third).expect("a finding");
        assert!(told.contains("3项时期数中有3项像是已含前身单位（H1、H2）当年的数"), "{told}");
        assert_eq!(
            told_of(&[contained, (Quarter::Fourth, [440.0, 88.0, 220.0, 55.0])], Quarter::Fourth),
            None,
            "later returns go on"
        );
    }

    #[test]
    fn a_first_return_that_leaves_the_predecessors_out_is_asked_about() {
        let contained = |successor: &[(Quarter, [f64; 4])]| told_as(PredecessorData::Contained, successor, Quarter::Third);
        // 220 of both up to June, and 110 since.
        assert_eq!(contained(&[(Quarter::Third, [330.0, 66.0, 165.0, 55.0])]), None);
        let told = contained(&[(Quarter::Third, [110.0, 22.0, 55.0, 55.0])]).expect("a finding");
        assert!(told.contains("3项时期数中有3项小于前身单位（H1、H2）当年已报的数与本单位上期累计之和"), "{told}");
        // Who had 400 before comes to 620 at least.
        let before = (Quarter::Second, [400.0, 80.0, 200.0, 90.0]);
        assert_eq!(contained(&[before, (Quarter::Third, [930.0, 186.0, 465.0, 145.0])]), None);
        assert!(contained(&[before, (Quarter::Third, [600.0, 120.0, 300.0, 145.0])]).is_some());
    }

    #[test]
    fn a_hospital_that_takes_over_others_is_asked_by_what_it_had_itself() {
        let before = (Quarter::Second, [400.0, 80.0, 200.0, 90.0]);
        // Its own 200 a quarter and their 110.
        assert_eq!(told_of(&[before, (Quarter::Third, [710.0, 142.0, 355.0, 145.0])], Quarter::Third), None);
        assert!(told_of(&[before, (Quarter::Third, [930.0, 186.0, 465.0, 145.0])], Quarter::Third).is_some());
    }
}
