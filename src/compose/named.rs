//! Every table and chart that a wording may call for by its name: whose bulletins have it, and the function that composes it when it is
//! called. A new one is a file of `table` or `charts` and a line here.

use super::charts::{alliances, completion, counties, green, trend};
use super::material::Material;
use super::scores;
use super::scores::Told;
use super::table::{
    changes, indicators, institutions, lagging, ledger, matrix, mechanisms, method, movement, proof, rectification, reporting,
    standing, units,
};
use tongbao_document::{Chart, Table};
use tongbao_figures::aggregate::Group;

/// A table, for `@table NAME`. The name is also [`Table::name`], by which sentences refer to it.
pub(super) struct NamedTable {
    pub(super) name: &'static str,
    made: Made,
    /// Whether it says what became of the bulletin before.
    pub(super) looks_back: bool,
}

/// How a table is made, and so whose bulletins have it.
enum Made {
    /// Of every group.
    Always(fn(&Material<'_>, &Group) -> Table),
    /// In the area's bulletin alone.
    AreaOnly(fn(&Material<'_>) -> Table),
    /// Where there is something to show.
    Perhaps(fn(&Material<'_>, &Group) -> Option<Table>),
    /// Where the plan scores.
    Scored(fn(&Told<'_>) -> Table),
}

const fn table(name: &'static str, made: Made) -> NamedTable {
    NamedTable { name, made, looks_back: false }
}

const fn looking_back(name: &'static str, made: Made) -> NamedTable {
    NamedTable { name, made, looks_back: true }
}

/// All tables.
pub(super) static TABLES: &[NamedTable] = &[
    table("指标完成情况", Made::Always(indicators::indicators)),
    table("分领域完成情况", Made::Always(indicators::by_campaign)),
    table("滞后清单", Made::Always(lagging::lagging)),
    table("报送情况", Made::Always(reporting::reporting)),
    table("未报和迟报单位", Made::Always(reporting::outstanding)),
    table("口径与覆盖", Made::Always(method::method)),
    table("机构变动", Made::Always(changes::changes)),
    table("机构变动影响", Made::Always(changes::effects)),
    table("汇总勾稽", Made::Always(|material, _| proof::proof(material))),
    table("核实说明", Made::Always(units::explained)),
    looking_back("整改情况", Made::Always(rectification::rectification)),
    // The plan's tasks.
    table("任务台账", Made::Always(ledger::by_campaign)),
    table("牵头单位台账", Made::Always(ledger::by_lead)),
    table("逾期任务", Made::Always(ledger::overdue)),
    table("滞后任务", Made::Always(ledger::lagging)),
    table("临近到期任务", Made::Always(ledger::due_next)),
    table("退回任务", Made::Always(ledger::sent_back)),
    table("工作机制", Made::Always(ledger::yearly)),
    table("年度节点", Made::Always(ledger::years)),
    table("承担任务", Made::Always(ledger::all)),
    table("分别承担任务", Made::Always(ledger::shared)),
    table("机制落实情况", Made::AreaOnly(mechanisms::mechanisms)),
    // Against last year.
    table("指标变化", Made::Always(movement::movement)),
    table("进退情况", Made::AreaOnly(movement::furthest)),
    table("滞后和退步单位", Made::Always(movement::behind)),
    // Counties and alliances beside one another.
    table("县区排名", Made::AreaOnly(standing::counties)),
    table("医联体排名", Made::AreaOnly(standing::alliances)),
    table("县区指标", Made::AreaOnly(matrix::values_of_counties)),
    table("县区名次", Made::AreaOnly(matrix::places_of_counties)),
    table("医联体指标", Made::AreaOnly(matrix::values_of_alliances)),
    table("县区滞后清单", Made::AreaOnly(lagging::counties)),
    looking_back("县区整改情况", Made::AreaOnly(rectification::counties)),
    looking_back("医联体整改情况", Made::AreaOnly(rectification::alliances)),
    // Institutions beside one another, where a peer group of the plan names them.
    table("机构排名", Made::Perhaps(standing::institutions)),
    table("机构滞后清单", Made::Perhaps(institutions::lagging)),
    // Scores.
    table("得分排名", Made::Scored(scores::groups)),
    table("机构得分排名", Made::Scored(scores::units)),
    table("评分办法", Made::Scored(scores::method)),
    table("加减分事项", Made::Scored(scores::events)),
    table("表彰名单", Made::Scored(scores::commended)),
    table("问责名单", Made::Scored(scores::accountable)),
];

impl NamedTable {
    /// By its name.
    pub(super) fn find(name: &str) -> Option<&'static Self> {
        TABLES.iter().find(|table| table.name == name)
    }

    /// Whose bulletins have it, in Chinese.
    pub(super) fn whose(&self) -> &'static str {
        match self.made {
            Made::Always(_) => "各种通报、各对象",
            Made::AreaOnly(_) => "只有全市（全县）的",
            Made::Perhaps(_) => "各种通报、各对象；方案的同类组写了机构（categories）的才有",
            Made::Scored(_) => "有评分办法的方案的年终评估",
        }
    }

    /// Composes it for a group's bulletin; none where it does not belong.
    pub(super) fn compose(&self, material: &Material<'_>, group: &Group) -> Option<Table> {
        match self.made {
            Made::Always(compose) => Some(compose(material, group)),
            Made::AreaOnly(compose) => (*group == Group::Area).then(|| compose(material)),
            Made::Perhaps(compose) => compose(material, group),
            Made::Scored(compose) => Told::of(material, group).map(|told| compose(&told)),
        }
    }
}

/// Several tables under one name, for `@tables NAME`; none where the plan asks for nothing of the kind.
pub(super) struct NamedSeries {
    pub(super) name: &'static str,
    /// Whose bulletins have it, in Chinese.
    pub(super) whose: &'static str,
    made: fn(&Material<'_>, &Group) -> Option<Vec<Table>>,
}

/// All series.
pub(super) static SERIES: &[NamedSeries] = &[
    NamedSeries {
        name: "得分构成",
        whose: "有评分办法的方案的年终评估；每个对象一张，各起一页",
        made: |material, group| Told::of(material, group).map(|told| scores::cards(&told, None).printed),
    },
    NamedSeries {
        name: "机构指标评价",
        whose: "各种通报、各对象；方案的同类组写了机构（categories）的才有；每个同类组一张，各起一页",
        made: institutions::judged,
    },
];

impl NamedSeries {
    /// By its name.
    pub(super) fn find(name: &str) -> Option<&'static Self> {
        SERIES.iter().find(|series| series.name == name)
    }

    /// Composes it for a group's bulletin; none where there is nothing of the kind.
    pub(super) fn compose(&self, material: &Material<'_>, group: &Group) -> Option<Vec<Table>> {
        (self.made)(material, group)
    }
}

/// A chart, for `@chart NAME`.
#[derive(Debug)]
pub(super) struct NamedChart {
    pub(super) name: &'static str,
    /// What it shows, in Chinese.
    pub(super) meaning: &'static str,
    pub(super) drawn: Drawn,
}

/// How a chart is drawn, and so what stands behind its name; none where there is nothing to draw.
#[derive(Debug)]
pub(super) enum Drawn {
    /// `@chart 完成率`
    Plain(fn(&Material<'_>, &Group) -> Option<Chart>),
    /// `@chart 县区 资产负债率`
    OfOne(fn(&Material<'_>, &Group, usize) -> Option<Chart>),
    /// `@chart 趋势 资产负债率、药占比`
    OfSeveral(fn(&Material<'_>, &Group, &[usize]) -> Option<Chart>),
}

/// All charts.
pub(super) static CHARTS: &[NamedChart] = &[
    NamedChart {
        name: "达标率",
        meaning: "各县（市、区）达标率",
        drawn: Drawn::Plain(|material, _| Some(green::green(material))),
    },
    NamedChart {
        name: "完成率",
        meaning: "完成率最低的指标，至多12个",
        drawn: Drawn::Plain(|material, group| Some(completion::completion(material, group))),
    },
    NamedChart {
        name: "医联体评价",
        meaning: "各医联体达标指标数，分领域",
        drawn: Drawn::Plain(|material, _| Some(alliances::alliances(material))),
    },
    NamedChart {
        name: "县区",
        meaning: "一个指标各县（市、区）的数和目标线",
        drawn: Drawn::OfOne(|material, _, position| counties::counties(material, position)),
    },
    NamedChart {
        name: "趋势", meaning: "近几期变化，最多四个指标、计量单位相同", drawn: Drawn::OfSeveral(trend::trend)
    },
];

/// What a wording may call for, by name: tables, series of tables, charts.
pub fn names() -> [Vec<&'static str>; 3] {
    [
        TABLES.iter().map(|table| table.name).collect(),
        SERIES.iter().map(|series| series.name).collect(),
        CHARTS.iter().map(|chart| chart.name).collect(),
    ]
}
