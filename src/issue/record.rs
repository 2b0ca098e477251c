//! What is kept of an issued bulletin, as it stands in `issue.json` and `printed.json`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::adjustment::IssuedAdjustment;
use super::due::IssuedDue;
use super::formula::IssuedFormula;
use super::name::IssueName;
use super::open_point::OpenPoint;
use super::taken_over::{IssuedListed, IssuedOver};
use super::withdrawal::Replaced;
use tongbao_document::figure::format_decimal;
use tongbao_document::subject::ScorePart;
use tongbao_document::{Cell, Document, Figure, FigureId, GroupId, Light, Measure, Subject, Table, Value};
use tongbao_returns::domain::{Cycle, Period};

/// How a bulletin is issued that is being composed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuing {
    /// 第几期.
    pub number: u32,
    /// The day of issue: that as of which the run is.
    pub day: Date,
    /// Why it is issued although something stands open, and what does.
    pub forced: Option<Forced>,
    /// The withdrawn issue of which it takes the place (更正).
    pub replaces: Option<Replaced>,
}

/// A final issue against what stood open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forced {
    /// What the office said.
    pub reason: String,
    /// What stood open on the day; nothing if force was not needed.
    pub open: Vec<OpenPoint>,
}

/// The form in which snapshots are kept: 2 since identities are kept by their parts, 3 since there are bulletins and counts that programs of the
/// time before do not know. What was kept in an earlier form is still read; the first, which has no number, is put into the present one.
pub const SCHEMA: u32 = 3;

/// An issued bulletin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Issue {
    /// [`SCHEMA`] of the version that issued it.
    pub schema: u32,
    /// Version of the program that issued it.
    pub tongbao: String,
    /// Plan id.
    pub plan: String,
    /// Title of the plan.
    pub plan_title: String,
    /// BLAKE3 over the files of the plan pack, hexadecimal.
    pub plan_fingerprint: String,
    /// For when.
    pub period: Period,
    /// Which bulletin of the yearly cycle.
    pub cycle: Cycle,
    /// 季调度, 半年通报, 年终评估 …
    pub cycle_name: String,
    /// 第几期, counted by plan and year of issue.
    pub number: u32,
    /// As printed on page one: 发文字号, or `第3期`.
    pub printed_number: String,
    /// Day of issue; data stand as of it.
    pub as_of: Date,
    /// Why it was issued although something stood open.
    pub forced: Option<Forced>,
    /// The withdrawn issue of which it takes the place (更正).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<Replaced>,
    /// BLAKE3 of `registry.xlsx`, hexadecimal.
    pub registry_hash: String,
    /// Folder of the published files below the workspace, with `/`.
    pub folder: String,
    /// In the order of the area's, the counties' and the alliances' bulletins.
    pub documents: Vec<IssuedDocument>,
    /// Groups with the units that belonged to each.
    pub groups: Vec<IssuedGroup>,
    /// Every return due and how it stood.
    pub due: Vec<IssuedDue>,
    /// The indicators as the plan had them.
    pub indicators: Vec<IssuedIndicator>,
    /// Every indicator of every county, alliance and the area.
    pub results: Vec<IssuedResult>,
    /// The earlier periods that it looks back at.
    #[serde(default)]
    pub bases: Vec<IssuedBase>,
    /// What the office had added to sums of groups, up to the period.
    #[serde(default)]
    pub adjustments: Vec<IssuedAdjustment>,
    /// Every other file of the snapshot.
    pub files: Vec<IssuedFile>,
}

/// A document of an issued bulletin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedDocument {
    /// Path below the folder, without extension.
    pub stem: String,
    /// Title.
    pub title: String,
    /// Whose it is; not known of issues that did not keep it.
    #[serde(default)]
    pub group: Option<GroupId>,
}

/// A group as it was made up then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedGroup {
    /// Which group.
    pub id: GroupId,
    /// Name.
    pub name: String,
    /// 单位代码 of its units, in order.
    pub units: Vec<String>,
}

/// An indicator as the plan had it then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedIndicator {
    /// Identifier and printed name.
    pub id: String,
    /// Formula as written.
    pub formula: String,
    /// Unit of measure.
    pub unit: String,
    /// Items that the formula reads, without 上期_ and 上年同期_.
    pub items: Vec<String>,
    /// What the formula reads, as it is written there.
    #[serde(default)]
    pub reads: Vec<IssuedRead>,
    /// 单位代码 of the units that counted, in order: concerned by the indicator, and nothing missing that it reads.
    #[serde(default)]
    pub counted: Vec<String>,
    /// The same for the period alone; none where that is the difference of two filings, whose units have counted in both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted_alone: Option<Vec<String>>,
    /// The others over which it is taken; none where it is taken over what units file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over: Option<IssuedOver>,
    /// The rows of the registry that it counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub listed: Vec<IssuedListed>,
}

/// An item that a formula reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedRead {
    /// With 上期_, 上年同期_ or 平均_ before the name of the item.
    pub column: String,
    /// Whether it adds up from 1 January, so that a quarter alone is the difference of two filings.
    pub is_flow: bool,
    /// Whether the formula adds it up plainly, so that what the office adds to the sum of a group is in it.
    #[serde(default)]
    pub takes_adjustments: bool,
}

/// An earlier period that the bulletin looks back at: the base of a change, a point of a trend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedBase {
    /// For when.
    pub period: Period,
    /// The issue whose numbers stand for the period's, if there was one.
    pub issue: Option<IssueName>,
    /// The groups as they were made up at the period's end.
    pub groups: Vec<IssuedGroup>,
    /// By indicator, as [`IssuedIndicator::counted`].
    pub counted: BTreeMap<String, Vec<String>>,
    /// The same as [`IssuedIndicator::counted_alone`].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub counted_alone: BTreeMap<String, Vec<String>>,
}

/// What came out for an indicator and a group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IssuedResult {
    /// Indicator.
    pub indicator: String,
    /// Of whom.
    pub group: GroupId,
    /// As printed, without mark.
    pub text: String,
    /// Cumulative, not rounded; none if there was none.
    pub value: Option<f64>,
    /// The last quarter alone, not rounded.
    pub own: Option<f64>,
    /// Its light; none if not judged.
    pub light: Option<Light>,
    /// 达标, 明显滞后 …; none if not judged.
    #[serde(with = "crate::blank")]
    pub status: Option<String>,
    /// Its place among peers; none if unranked.
    pub place: Option<u32>,
}

/// A file of the snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedFile {
    /// Path below the snapshot, with `/`.
    pub path: String,
    /// BLAKE3, hexadecimal.
    pub hash: String,
    /// Bytes.
    pub size: u64,
}

/// Sheets of a workbook that show how its figures came about; every other sheet is read as the pages are.
const CALCULATIONS: [&str; 6] = ["指标计算", "县区计算", "医联体计算", "指标公式", "数据来源", "审核发现"];

/// The figures of a document, each identity once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DocumentFigures {
    /// Path below the folder, without extension.
    pub stem: String,
    /// Published for readers: on its pages, and on the sheets of its workbook that are no calculation.
    pub printed: Vec<IssuedFigure>,
    /// On the sheets of calculation alone: operands, values before rounding. What units filed stands in `facts/`.
    pub workings: Vec<IssuedFigure>,
}

/// A figure as it was issued.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IssuedFigure {
    /// Which number.
    #[serde(flatten)]
    pub id: FigureId,
    /// As printed, with its mark.
    pub text: String,
    /// As computed; none where there was no number.
    pub value: Option<f64>,
    /// As printed, rounded.
    pub rounded: Option<f64>,
    /// Decimals.
    pub decimals: u8,
    /// Unit.
    pub unit: String,
    /// Whether it shows its sign; a sentence says the direction of a change in words.
    pub signed: bool,
    /// How a score, points or a count follow from other figures of the bulletin; an indicator has the plan's formula.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formula: Option<IssuedFormula>,
}

impl From<&Figure> for IssuedFigure {
    fn from(figure: &Figure) -> Self {
        let value = match figure.value {
            Value::Number(number) => Some(number),
            Value::NotApplicable | Value::NotReported => None,
        };
        Self {
            id: figure.id.clone(),
            text: figure.text(),
            value,
            rounded: figure.rounded(),
            decimals: figure.decimals,
            unit: figure.unit.clone(),
            signed: figure.signed,
            formula: figure.formula.as_deref().filter(|_| is_added_up(&figure.id)).and_then(IssuedFormula::of),
        }
    }
}

impl IssuedFigure {
    /// As printed, without its marks.
    pub fn plain(&self) -> String {
        self.rounded.map_or_else(|| self.text.clone(), |rounded| format_decimal(rounded, self.decimals, self.signed))
    }

    /// The number as printed, or why there is none.
    pub fn shown(&self) -> Value {
        match self.rounded {
            Some(number) => Value::Number(number),
            None if self.text == Value::NOT_REPORTED => Value::NotReported,
            None => Value::NotApplicable,
        }
    }

    /// Whether a figure of the same identity shows another number than this one.
    pub fn differs_from(&self, now: &Self) -> bool {
        let size = |number: f64, is_signed: bool| if is_signed { number } else { number.abs() };
        // Of a change that a sentence tells, only the size can be compared.
        let is_signed = !is_change(self.id.measure) || self.signed && now.signed;
        match (self.rounded, now.rounded) {
            (Some(then), Some(now)) => (size(then, is_signed) - size(now, is_signed)).abs() > 1e-9 * then.abs().max(1.0),
            (None, None) => self.text != now.text,
            _ => true,
        }
    }
}

/// Whether a figure follows from other printed ones: scores with their parts and changes, counts and their shares.
fn is_added_up(id: &FigureId) -> bool {
    matches!(id.measure, Measure::Points | Measure::Score | Measure::Count | Measure::Share)
        || id.measure == Measure::YearOnYear && id.subject == Subject::Score(ScorePart::Score)
}

fn is_change(measure: Measure) -> bool {
    matches!(measure, Measure::YearOnYear | Measure::PeriodOnPeriod)
}

/// By identity; of two showings of one number the one with its sign.
pub fn by_identity<'run>(figures: impl IntoIterator<Item = &'run Figure>) -> BTreeMap<FigureId, IssuedFigure> {
    let mut by_id: BTreeMap<FigureId, IssuedFigure> = BTreeMap::new();
    for figure in figures {
        match by_id.get(&figure.id) {
            Some(known) if known.signed || !figure.signed => {
                // The sentence may come first, and the table says how the number follows.
                if known.formula.is_none()
                    && let Some(formula) = IssuedFigure::from(figure).formula
                    && let Some(known) = by_id.get_mut(&figure.id)
                {
                    known.formula = Some(formula);
                }
            }
            _ => drop(by_id.insert(figure.id.clone(), figure.into())),
        }
    }
    by_id
}

/// In the order of their words, which is that of 修订说明.
fn in_order(figures: BTreeMap<FigureId, IssuedFigure>) -> Vec<IssuedFigure> {
    let mut figures: Vec<IssuedFigure> = figures.into_values().collect();
    figures.sort_by_cached_key(|figure| figure.id.in_words());
    figures
}

fn of_table(table: &Table) -> impl Iterator<Item = &Figure> {
    let cells = table.rows.iter().flat_map(|row| &row.cells);
    cells.filter_map(|cell| if let Cell::Figure(figure) = cell { Some(figure) } else { None })
}

impl DocumentFigures {
    /// Of a document.
    pub fn of(stem: &str, document: &Document) -> Self {
        let for_readers = document.workbook_tables.iter().filter(|table| !CALCULATIONS.contains(&table.name.as_str()));
        let printed = by_identity(document.printed_figures().chain(for_readers.flat_map(of_table)));
        let is_working = |figure: &&Figure| figure.id.measure != Measure::Filed && !printed.contains_key(&figure.id);
        let workings = by_identity(document.workings().filter(is_working));
        Self { stem: stem.to_owned(), printed: in_order(printed), workings: in_order(workings) }
    }
}

impl Issue {
    /// `第3期`
    pub fn name(&self) -> String {
        format!("第{}期", self.number)
    }

    /// Which issue of its plan it is.
    pub fn named(&self) -> IssueName {
        IssueName { year: self.year(), number: self.number }
    }

    /// Whether it is one of a bulletin: of a plan, for a period, of a kind.
    pub fn is_of(&self, plan: &str, period: Period, cycle: Cycle) -> bool {
        self.plan == plan && self.period == period && self.cycle == cycle
    }

    /// The year in which the number counts: that of the day of issue.
    pub fn year(&self) -> i16 {
        self.as_of.year()
    }

    /// What is behind in a group, red first: what a later bulletin asks about.
    pub fn lagging<'issue>(&'issue self, group: &'issue GroupId) -> impl Iterator<Item = &'issue IssuedResult> {
        [Light::Red, Light::Yellow].into_iter().flat_map(move |light| {
            self.results.iter().filter(move |result| result.group == *group && result.light == Some(light))
        })
    }

    /// Whether it published the figures of its period, so that later bulletins are held against it. What looks at a matter beside the regular
    /// bulletins (an inspection, a review, a special report) tells of figures that those have published or will.
    pub fn speaks_of_figures(&self) -> bool {
        self.cycle.is_regular()
    }

    /// What came out for an indicator and a group.
    pub fn result(&self, indicator: &str, group: &GroupId) -> Option<&IssuedResult> {
        self.results.iter().find(|result| result.indicator == indicator && result.group == *group)
    }

    /// What is kept of a group.
    pub fn group(&self, id: &GroupId) -> Option<&IssuedGroup> {
        self.groups.iter().find(|group| group.id == *id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(measure: Measure, value: Value, signed: bool) -> IssuedFigure {
        let id =
            FigureId {
                subject: Subject::Indicator("指标".into()), group: GroupId::Area, period: "2025Q3".parse().ok(), measure
            };
        let figure = Figure::new(id, value, 1, "%");
        IssuedFigure::from(&if signed { figure.signed() } else { figure })
    }

    fn differs(measure: Measure, then: (f64, bool), now: (f64, bool)) -> bool {
        let of = |(number, signed): (f64, bool)| figure(measure, Value::Number(number), signed);
        of(then).differs_from(&of(now))
    }

    #[test]
    fn what_prints_alike_does_not_differ() {
        assert!(!differs(Measure::Value, (40.04, false), (40.01, false)));
        assert!(differs(Measure::Value, (40.04, false), (40.06, false)));
        assert!(differs(Measure::YearOnYear, (0.4, true), (-0.4, true)));
        // A sentence says 下降0.4个百分点: the size alone can be compared.
        assert!(!differs(Measure::YearOnYear, (-0.4, true), (0.4, false)));
        assert!(differs(Measure::YearOnYear, (-0.4, true), (0.5, false)));
    }

    #[test]
    fn no_number_differs_from_a_number_and_from_another_reason() {
        let of = |value| figure(Measure::Value, value, false);
        assert!(of(Value::NotReported).differs_from(&of(Value::Number(0.0))));
        assert!(of(Value::NotReported).differs_from(&of(Value::NotApplicable)));
        assert!(!of(Value::NotReported).differs_from(&of(Value::NotReported)));
    }

    #[test]
    fn of_two_showings_of_a_number_the_one_with_its_sign_is_kept() {
        let id = figure(Measure::YearOnYear, Value::Number(0.4), false).id;
        let said = Figure::new(id.clone(), Value::Number(0.4), 1, "个百分点");
        let listed = Figure::new(id.clone(), Value::Number(-0.4), 1, "个百分点").signed();
        for figures in [[&said, &listed], [&listed, &said]] {
            assert_eq!(by_identity(figures).get(&id).map(|figure| figure.text.clone()).as_deref(), Some("-0.4"));
        }
    }
}
