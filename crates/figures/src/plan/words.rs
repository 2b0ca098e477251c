//! `[wording]` of `plan.toml`: what one plan says otherwise than another in the bulletins that both share.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::phrase::Phrase;
use super::{Indicator, Scope};
use tongbao_returns::domain::Cycle;

/// Most lines that can be told apart on one chart.
pub const MOST_TRENDS: usize = 4;

/// How whoever leads is called, if the pack does not say.
pub const LEAD: &str = "牵头";
/// What the office calls itself, and who talks to those behind, if the pack does not say.
pub const OFFICE: &str = "我单位";
/// To whom reports go, if the pack does not say.
pub const REPORTS_TO: &str = "同级党委、政府";
/// Who makes third-party reviews, if the pack does not say.
pub const REVIEWER: &str = "受委托的第三方机构";

/// A wording of a bulletin, or a piece of one: template text and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Below the folder of packs: `common/bulletins/quarterly.md`.
    pub file: PathBuf,
    /// The text.
    pub text: String,
}

impl Template {
    /// Whether several plans share it.
    pub fn is_shared(&self) -> bool {
        self.file.starts_with(COMMON_WORDING)
    }
}

/// Where the wordings lie that several plans share.
pub(super) const COMMON_WORDING: &str = "common/bulletins";

/// What a plan says of itself in its bulletins; a pack that says nothing has the defaults.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// Indicators that are told one by one, in this order; the first six with a target if the pack does not say.
    pub highlights: Vec<String>,
    /// Indicators whose course is drawn, in one unit of measure; the first three highlights in that of the first if the pack does not say.
    pub trend: Vec<String>,
    /// The indicator by which counties are set beside one another; the first highlight that counties have if the pack does not say.
    pub county_chart: Option<String>,
    /// How bulletins of counties and alliances call whoever leads: 市级牵头部门; 牵头 if the pack does not say.
    pub lead: Option<String>,
    /// 结果运用 of a year's end; empty if the pack does not say.
    pub results: String,
    /// What follows from grades, where the plan scores; empty if the pack does not say.
    pub graded: String,
    /// What the office calls itself in a report of inspection.
    pub office: Option<String>,
    /// Who talks to those whose tasks stay overdue.
    pub interviewer: Option<String>,
    /// To whom reports go: those of inspection, and special ones.
    pub reports_to: Option<String>,
    /// Who makes third-party reviews.
    pub reviewer: Option<String>,
    /// What a special report is about; none of every other bulletin.
    pub topic: Option<ToldTopic>,
    /// Titles and first sentences, by kind of bulletin; those that are not there are the program's.
    pub bulletins: BTreeMap<Cycle, BulletinWords>,
}

/// What a special report is about, and what it leaves out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldTopic {
    /// As it stands in the title.
    pub name: String,
    /// How many tasks the plan has, those that are none of the topic's included.
    pub tasks_of_plan: usize,
}

/// Title and first sentence of one kind of bulletin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulletinWords {
    /// Of the area's bulletin; `|` breaks its line.
    pub title: Phrase,
    /// Of a county's and an alliance's.
    pub part_title: Phrase,
    /// The sentence with which the text begins: on what it is based, what was done, as of when.
    pub basis: Phrase,
}

impl BulletinWords {
    /// As every plan has it that does not say otherwise.
    pub fn usual(cycle: Cycle) -> Self {
        let [title, part_title, basis] = usual(cycle).map(Phrase::known);
        Self { title, part_title, basis }
    }
}

/// Title, title of a part, first sentence.
pub(super) fn usual(cycle: Cycle) -> [&'static str; 3] {
    match cycle {
        Cycle::Quarterly => [
            "关于{报告期}{方案}重点任务调度情况的通报",
            "{对象}{报告期}{方案}重点任务调度情况通报",
            "根据{方案文件}和{机制}工作安排，对{对象}{累计期}重点指标和任务进展情况进行了调度，数据截至{截至日}。现将有关情况通报如下。",
        ],
        Cycle::HalfYear => [
            "关于{报告期}{方案}工作情况的通报",
            "{对象}{报告期}{方案}工作情况通报",
            "根据{方案文件}和{机制}工作安排，对{对象}{累计期}重点指标和任务完成情况进行了汇总，并与上年同期比较，数据截至{截至日}。现将有关情况通报如下。",
        ],
        Cycle::YearEnd => [
            "关于{报告期}{方案}工作{机制}情况的通报",
            "{对象}{报告期}{方案}工作{机制}情况通报",
            "根据{方案文件}和{机制}工作安排，对{对象}{报告期}重点指标和任务完成情况进行了评估，数据截至{截至日}。现将有关情况通报如下。",
        ],
        Cycle::Inspection => [
            "关于{报告期}{方案}重点任务{机制}情况的报告",
            "{对象}{报告期}{方案}重点任务{机制}情况报告",
            "根据{方案文件}和{机制}工作安排，对{累计期}重点任务进行了{机制}，数据截至{截至日}。现将结果报告如下。",
        ],
        Cycle::ThirdParty => [
            "关于{报告期}{方案}{机制}情况的通报",
            "{对象}{报告期}{方案}{机制}情况通报",
            "根据{方案文件}和{机制}工作安排，对{对象}{累计期}重点指标和任务完成情况开展了{机制}，数据截至{截至日}。现将评价情况通报如下。",
        ],
        Cycle::Effect => [
            "关于{报告期}{方案}{机制}情况的通报",
            "{对象}{报告期}{方案}{机制}情况通报",
            "根据{方案文件}和{机制}工作安排，对{对象}{累计期}监测指标的变化情况进行了分析，数据截至{截至日}。现将有关情况通报如下。",
        ],
        Cycle::Special => [
            "关于{报告期}|{专题}情况的{机制}",
            "{对象}{报告期}{专题}情况{机制}",
            "根据{方案文件}和{机制}工作安排，对{累计期}{专题}情况进行了专题分析，数据截至{截至日}。现将有关情况报告如下。",
        ],
    }
}

impl Words {
    /// The title and first sentence of a kind of bulletin.
    pub fn of(&self, cycle: Cycle) -> BulletinWords {
        self.bulletins.get(&cycle).cloned().unwrap_or_else(|| BulletinWords::usual(cycle))
    }

    /// The same with indicators named where the pack names none.
    pub(super) fn completed(mut self, indicators: &[Indicator]) -> Self {
        /// Indicators told one by one.
        const HIGHLIGHTS: usize = 6;
        /// Lines of the chart of trends.
        const TRENDS: usize = 3;
        if self.highlights.is_empty() {
            let with_target = indicators.iter().filter(|indicator| !indicator.targets.is_empty());
            self.highlights = with_target.take(HIGHLIGHTS).map(|indicator| indicator.id.clone()).collect();
        }
        let highlights = || self.highlights.iter().filter_map(|id| indicators.iter().find(|indicator| indicator.id == *id));
        let unit = highlights().next().map(|first| &first.unit);
        let of_unit = highlights().filter(|indicator| Some(&indicator.unit) == unit);
        let trend: Vec<String> = of_unit.take(TRENDS).map(|indicator| indicator.id.clone()).collect();
        let of_counties = highlights().find(|indicator| indicator.scopes.contains(&Scope::County));
        let county_chart = of_counties.map(|indicator| indicator.id.clone());
        if self.trend.is_empty() {
            self.trend = trend;
        }
        self.county_chart = self.county_chart.or(county_chart);
        self
    }
}
