//! Everything a bulletin is made of, gathered once per run.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::followed::Followed;
use super::returns::Returns;
use crate::issue::{Issued, Issuing};
use tongbao_document::subject::Slice;
use tongbao_document::{FigureId, Measure, Status, Subject};
use tongbao_figures::aggregate::{Figures, Group, Grouping, PeerGroupKey, Proof, Restated, Trend};
use tongbao_figures::assess::{Assessment, Scores};
use tongbao_figures::audit::{Accepted, Completeness, DueReturn, Tally};
use tongbao_figures::plan::{Plan, Scope};
use tongbao_returns::domain::{CountyCode, Event, Period, Practice, UnitCode};
use tongbao_returns::finding::Finding;
use tongbao_returns::registry::{AsOf, Places, Registry, Unit};

/// Who issues the bulletins, and what stands above and below them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Office {
    /// 发文机关.
    pub name: String,
    /// 发文机关标志, in red; the office's name where there is none of its own.
    pub mark: String,
    /// 主送机关.
    pub addressees: String,
    /// Whom a reader may ask.
    pub contact: Option<String>,
    /// How far the bulletins have come.
    pub status: Option<Status>,
    /// 发文字号; none while the bulletin has none.
    pub number: Option<String>,
    /// 份号.
    pub copy_number: Option<String>,
    /// 密级和保密期限.
    pub secrecy: Option<String>,
    /// 紧急程度.
    pub urgency: Option<String>,
    /// Whether a seal goes over the signature.
    pub sealed: bool,
    /// 附注.
    pub remark: Option<String>,
    /// 抄送.
    pub copies: Option<String>,
    /// Every page and cover says 示例数据.
    pub is_sample: bool,
}

/// The material of a run.
#[derive(Debug)]
pub struct Material<'run> {
    /// What is demanded.
    pub plan: &'run Plan,
    /// Who exists.
    pub registry: &'run Registry,
    /// Where its rows stand.
    pub places: &'run Places,
    /// Who existed on the period's last day.
    pub as_of_registry: AsOf<'run>,
    /// What was filed.
    pub accepted: &'run Accepted,
    /// What it adds up to.
    pub figures: &'run Figures,
    /// The indicators that a trend is drawn of; none for a period that is only looked back at.
    pub trend: Option<&'run Trend>,
    /// All indicators in the same period of the plan's first year, for a bulletin that sets against it; none of others, where nothing was
    /// filed then, and where last year was the first.
    pub first_year: Option<&'run Trend>,
    /// What the plan makes of it.
    pub assessment: &'run Assessment,
    /// Who filed.
    pub completeness: &'run Completeness,
    /// What is wrong with what was filed for the period.
    pub findings: &'run [Finding],
    /// That nothing was lost or counted twice.
    pub proofs: &'run [Proof],
    /// The main totals now and last year, on the structure of then and of now.
    pub restated: &'run [Restated],
    /// Who issues.
    pub office: &'run Office,
    /// What was issued before; of what was behind then, and of last year's figures.
    pub issued: &'run Issued,
    /// How it is issued; none for a draft.
    pub issuing: Option<&'run Issuing>,
    /// For when.
    pub period: Period,
    /// Data as of.
    pub as_of: Date,
    /// What it scores; none where nothing is scored.
    pub scores: Option<&'run Scores>,
    /// What happened that counts beside the figures.
    pub events: &'run [Event],
    /// Units of each group.
    pub members: BTreeMap<Group, Vec<&'run UnitCode>>,
    /// Returns due of each county, alliance and unit, see [`due_by_group`].
    pub due_by_group: BTreeMap<Group, Vec<&'run DueReturn>>,
    /// 典型做法 that the office has entered.
    pub practices: &'run [Practice],
    /// What the bulletin before was made of: whose lagging items are followed up, and whose places are compared.
    pub before: Option<&'run Material<'run>>,
    /// How the plan's tasks stand.
    pub ledger: Followed<'run>,
}

/// The returns due of each county, alliance and unit of a grouping, looked up once per run, not once per table. Of a half or a year each
/// return belongs to the groups that its unit belonged to at the end of its quarter, also if the unit was closed since.
pub fn due_by_group<'run>(
    grouping: &Grouping,
    registry: &Registry,
    completeness: &'run Completeness,
) -> BTreeMap<Group, Vec<&'run DueReturn>> {
    let mut of_group: BTreeMap<Group, Vec<&DueReturn>> = BTreeMap::new();
    for (group, _) in grouping.names.iter().filter(|(group, _)| *group != Group::Area) {
        of_group.insert(group.clone(), Vec::new());
    }
    let mut then: BTreeMap<Period, AsOf<'_>> = BTreeMap::new();
    for due in &completeness.due {
        let then = then.entry(due.period).or_insert_with(|| registry.as_of(due.period.last_day()));
        let alliances = then.alliances_of(&due.unit).iter().map(|code| Group::Alliance((*code).clone()));
        let own = [Group::County(due.county.clone()), Group::Unit(due.unit.clone())];
        for group in own.into_iter().chain(alliances) {
            if let Some(of_group) = of_group.get_mut(&group) {
                of_group.push(due);
            }
        }
    }
    of_group
}

impl Material<'_> {
    /// Whether a unit belongs to a group.
    pub fn is_member(&self, group: &Group, unit: &UnitCode) -> bool {
        *group == Group::Area || self.members.get(group).is_some_and(|units| units.binary_search(&unit).is_ok())
    }

    /// The units of a group that count in the period: open on its last day or closed in its year, by code.
    pub fn units(&self, group: &Group) -> Vec<&Unit> {
        match self.members.get(group) {
            Some(members) => members.iter().filter_map(|code| self.registry.units.get(*code)).collect(),
            None => self.as_of_registry.units_of_the_year().collect(),
        }
    }

    /// Whether the bulletins tell of groups of a kind, each by itself: the plan demands or scores something of such groups; of counties also where
    /// they answer for its tasks.
    pub fn tells_of(&self, scope: Scope) -> bool {
        match scope {
            Scope::County => self.has_counties() && (self.plan.tells_of(scope) || !self.ledger.counties.is_empty()),
            Scope::Area | Scope::Alliance | Scope::Unit => self.plan.tells_of(scope),
        }
    }

    /// The counties, or the alliances, of which the bulletins tell, in the order of the registry.
    pub fn groups(&self, scope: Scope) -> Vec<Group> {
        if !self.tells_of(scope) {
            return Vec::new();
        }
        self.figures.grouping.of_scope(scope).map(|(group, _)| group.clone()).collect()
    }

    /// The institutions of a group that the plan ranks among their peers, by code.
    pub fn ranked_institutions(&self, group: &Group) -> Vec<Group> {
        if !self.tells_of(Scope::Unit) {
            return Vec::new();
        }
        let units = self.units(group).into_iter().map(|unit| Group::Unit(unit.code.clone()));
        units.filter(|unit| unit.ranked_among(self.plan, self.registry).is_some()).collect()
    }

    /// How complete the returns of a group are.
    pub fn tally(&self, group: &Group) -> Tally {
        Tally::of(self.due(group))
    }

    /// The part of the area that a group is, by its name in tables.
    pub fn slice(&self, group: &Group) -> Slice {
        let name = self.name(group);
        match group {
            Group::Area => Slice::Whole,
            Group::County(_) => Slice::County(name),
            Group::Alliance(_) => Slice::Alliance(name),
            Group::Unit(_) => Slice::Unit(name),
        }
    }

    /// Which figure of a group and the bulletin's period.
    pub fn id(&self, group: &Group, subject: Subject, measure: Measure) -> FigureId {
        FigureId { subject, group: group.into(), period: Some(self.period.into()), measure }
    }

    /// The returns due of a group.
    pub fn due(&self, group: &Group) -> impl Iterator<Item = &DueReturn> {
        let of_group = self.due_by_group.get(group);
        let of_area = if of_group.is_none() { self.completeness.due.as_slice() } else { &[] };
        of_group.into_iter().flatten().copied().chain(of_area)
    }

    /// The name of a group as it stands in tables: short for counties.
    pub fn name(&self, group: &Group) -> String {
        match group {
            Group::Area => self.plan.area_word.clone(),
            Group::County(code) => self.county_name(code),
            Group::Alliance(code) => {
                self.registry.alliance(code).map_or_else(|| code.to_string(), |alliance| alliance.name.clone())
            }
            Group::Unit(code) => self.unit_name(code),
        }
    }

    /// The name of a group as it stands in titles: in full.
    pub fn full_name(&self, group: &Group) -> String {
        match group {
            Group::Area => self.plan.area_name.clone(),
            Group::County(code) => self.registry.county(code).map_or_else(|| code.to_string(), |county| county.name.clone()),
            Group::Alliance(_) | Group::Unit(_) => self.name(group),
        }
    }

    /// The groups among which one is ranked, itself included.
    pub fn peers(&self, group: &Group) -> Vec<&Group> {
        let peer_group = self.peer_group(group);
        let of_scope = self.figures.grouping.of_scope(group.scope()).map(|(group, _)| group);
        of_scope.filter(|peer| self.peer_group(peer) == peer_group).collect()
    }

    /// The peer group of a group, see [`Group::peers`].
    pub fn peer_group(&self, group: &Group) -> PeerGroupKey<'_> {
        group.peers(self.plan, self.registry)
    }

    /// What the bulletin before is called: of one that was never issued nobody has read anything, and its figures are today's.
    pub fn before_in_words(&self) -> Option<String> {
        let period = self.before?.period.chinese();
        Some(if self.has_issued_before() { format!("{period}通报") } else { format!("{period}（按现有数据重算）") })
    }

    /// Whether the bulletin before was issued.
    pub fn has_issued_before(&self) -> bool {
        self.issued.last().is_some()
    }

    /// Names of the counties whose units count for the area only, because they belong to none of its counties.
    pub fn counties_outside(&self) -> Vec<String> {
        let counties: BTreeSet<&CountyCode> = self.as_of_registry.units().map(|unit| &unit.county).collect();
        let is_inside =
            |code: &CountyCode| *code == self.plan.area_code || self.members.contains_key(&Group::County(code.clone()));
        counties.into_iter().filter(|code| !is_inside(code)).map(|code| self.county_name(code)).collect()
    }

    /// The counties that take part, by name, where not all of the area do; nothing where they all do.
    pub fn participants(&self) -> Vec<String> {
        let counties = self.as_of_registry.counties_of(&self.plan.area_code).into_iter();
        counties.filter(|_| !self.plan.counties.is_empty()).map(|county| self.county_name(&county.code)).collect()
    }

    /// Who counts for the area where not all of its counties take part: `土默特左旗、托克托县和市直`; nothing where they all do.
    pub fn participants_in_words(&self) -> Option<String> {
        let names = self.participants();
        let is_direct = self.as_of_registry.units_of_the_year().any(|unit| unit.county == self.plan.area_code);
        let direct = if is_direct { format!("和{}", self.returns().direct_name()) } else { String::new() };
        (!names.is_empty()).then(|| names.join("、") + &direct)
    }

    /// Who has reported.
    pub fn returns(&self) -> Returns<'_> {
        Returns {
            plan: self.plan,
            forms: &self.plan.forms,
            registry: self.registry,
            completeness: self.completeness,
            period: self.period,
        }
    }

    /// Whether the area is divided into counties; a county under a plan of its own is not.
    pub fn has_counties(&self) -> bool {
        self.returns().has_counties()
    }

    /// Short name of a county, see [`Returns::county_name`].
    pub fn county_name(&self, code: &CountyCode) -> String {
        self.returns().county_name(code)
    }

    /// Name of a unit.
    pub fn unit_name(&self, code: &UnitCode) -> String {
        self.registry.unit_name(code)
    }
}
