//! What does not fit together, as facts, and the words for it.

use std::fmt;

use tongbao_returns::domain::CountyCode;

/// Some of many, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The first of them.
    first: Vec<String>,
    /// How many there are.
    count: usize,
    /// What they are counted in: 家单位, 个县区.
    counted_in: &'static str,
}

/// Names that a sentence lists.
const MOST_NAMES: usize = 3;

impl Named {
    /// Of names in their order.
    pub(super) fn of(names: impl IntoIterator<Item = String>, counted_in: &'static str) -> Self {
        let mut first: Vec<String> = names.into_iter().collect();
        let count = first.len();
        first.truncate(MOST_NAMES);
        Self { first, count, counted_in }
    }
}

impl fmt::Display for Named {
    /// `甲县、乙县、丙县等5个县区`, `甲县`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.first.join("、"))?;
        if self.count > self.first.len() { write!(formatter, "等{}{}", self.count, self.counted_in) } else { Ok(()) }
    }
}

/// What does not fit together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// A 类别 that no form is filed by.
    UnknownCategory {
        /// As written.
        category: String,
        /// Whose.
        units: Named,
        /// What may have been meant; of nothing near, all that forms know.
        offered: Vec<String>,
    },
    /// A 类别 of the registry's template that no form of the workspace is filed by: nothing is asked of such units.
    NothingToFile {
        /// As written.
        category: String,
        /// Whose.
        units: Named,
    },
    /// A unit's 县区 that lies in no plan's area.
    UnitOutside {
        /// As written.
        county: CountyCode,
        /// Whose.
        units: Named,
    },
    /// 前身数据 并入 into a unit whose forms do not ask for all that the predecessor filed: what they leave out is counted nowhere.
    LostInSuccessor {
        /// Whose figures.
        predecessor: String,
        /// Into whose returns.
        successor: String,
        /// What its forms do not ask for.
        items: Named,
    },
    /// A county without 上级: taken for one of the plan's area.
    CountyWithoutParent {
        /// Which.
        counties: Named,
        /// Code of the area.
        area: CountyCode,
        /// Its name.
        area_name: String,
    },
    /// A county whose 上级 is no plan's area, or that may be of several.
    CountyOutside {
        /// Which.
        county: String,
        /// As written; none if blank.
        parent: Option<CountyCode>,
        /// The areas of the plans, with their codes.
        areas: Vec<String>,
    },
    /// A county that is its own 上级.
    CountyOwnParent {
        /// Which.
        county: String,
    },
    /// Counties of a plan's area in which no unit is open.
    CountyWithoutUnits {
        /// Which.
        counties: Named,
    },
    /// A 类型 that neither the registry's template nor a plan knows.
    UnknownKind {
        /// As written.
        kind: String,
        /// Whose.
        alliances: Named,
        /// What may have been meant.
        offered: Vec<String>,
    },
    /// Alliances without any member.
    AllianceWithoutMembers {
        /// Which.
        alliances: Named,
    },
    /// A row of 成员 that holds on no day.
    MembershipNeverOpen {
        /// Who.
        unit: String,
        /// Of which alliance.
        alliance: String,
    },
    /// Tasks of a plan for which no unit of the registry files.
    TasksOfNobody {
        /// Title of the plan.
        plan: String,
        /// How many.
        tasks: usize,
        /// Of how many.
        all: usize,
        /// The names in the plan that no unit bears.
        names: Named,
    },
    /// Counties to which a rule of a ledger form is limited, and that the registry does not know.
    UnknownPlaces {
        /// Title and 表号 of the form.
        form: String,
        /// As the form writes them.
        names: Named,
    },
    /// Counties that take part in a plan of some counties only, and that the registry does not know.
    UnknownParticipants {
        /// As the plan writes them.
        names: Named,
    },
    /// A form that no unit files.
    FormOfNobody {
        /// Its title and 表号.
        form: String,
        /// Who should.
        filed_by: Vec<String>,
    },
    /// An indicator whose `where` lets no unit in.
    IndicatorOfNobody {
        /// Which.
        indicator: String,
        /// Of what it chooses: 单位, 县区, 医联体.
        among: &'static str,
        /// Whom it means, in words.
        whom: String,
    },
    /// A target whose `for` lets no group in.
    TargetOfNobody {
        /// Of which indicator.
        indicator: String,
        /// Whom it means, in words.
        whom: String,
    },
    /// Counties or kinds of alliances of a peer group that the registry does not know.
    UnknownPeers {
        /// Name of the group.
        peer_group: String,
        /// As the plan writes them.
        names: Named,
    },
    /// Counties that no peer group of a plan names, although it has such groups.
    CountyWithoutPeers {
        /// Which.
        counties: Named,
    },
    /// What a draft of a pack has left to its author: nothing is issued with it.
    Unfilled {
        /// Where.
        places: Named,
    },
    /// A peer group of the scores to which nobody belongs.
    SchemeOfNobody {
        /// Which.
        scheme: String,
        /// Categories of units or kinds of alliances that it is of.
        of: Vec<String>,
    },
}

impl Trouble {
    /// The kind, as JSON has it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::UnknownCategory { .. } => "unknown-category",
            Self::NothingToFile { .. } => "nothing-to-file",
            Self::UnitOutside { .. } => "unit-outside-area",
            Self::LostInSuccessor { .. } => "lost-in-successor",
            Self::CountyWithoutParent { .. } => "county-without-parent",
            Self::CountyOutside { .. } => "county-outside-area",
            Self::CountyOwnParent { .. } => "county-own-parent",
            Self::CountyWithoutUnits { .. } => "county-without-units",
            Self::UnknownKind { .. } => "unknown-alliance-kind",
            Self::AllianceWithoutMembers { .. } => "alliance-without-members",
            Self::MembershipNeverOpen { .. } => "membership-never-open",
            Self::TasksOfNobody { .. } => "tasks-of-nobody",
            Self::UnknownPlaces { .. } => "unknown-places",
            Self::UnknownParticipants { .. } => "unknown-participants",
            Self::FormOfNobody { .. } => "form-of-nobody",
            Self::IndicatorOfNobody { .. } => "indicator-of-nobody",
            Self::TargetOfNobody { .. } => "target-of-nobody",
            Self::UnknownPeers { .. } => "unknown-peers",
            Self::CountyWithoutPeers { .. } => "county-without-peers",
            Self::Unfilled { .. } => "unfilled",
            Self::SchemeOfNobody { .. } => "scheme-of-nobody",
        }
    }

    /// Whether somebody has to act; else it is only to be known.
    pub fn needs_action(&self) -> bool {
        !matches!(self, Self::NothingToFile { .. })
    }

    /// What to do.
    pub fn hint(&self) -> String {
        match self {
            Self::UnknownCategory { offered, .. } => format!("请改为方案所用的类别：{}", offered.join("、")),
            Self::NothingToFile { .. } => "类别有误的请改正，无误的不必处理".to_owned(),
            Self::UnitOutside { .. } => "请把县区代码改为方案范围内的县区，或本级的代码".to_owned(),
            Self::LostInSuccessor { .. } => "请把“前身数据”改为另计，或核对承接单位的类别".to_owned(),
            Self::CountyWithoutParent { area, .. } => format!("请在“上级”填{area}"),
            Self::CountyOwnParent { .. } => "“上级”请填所属的市，市本级的留空".to_owned(),
            Self::CountyOutside { areas, .. } => {
                format!("属于方案范围的，“上级”请填{}；不属于的，请从名录中删去", areas.join("或"))
            }
            Self::CountyWithoutUnits { .. } => "请登记其单位，或核对单位的县区代码和停用日期".to_owned(),
            Self::UnknownKind { offered, .. } => format!("请改为方案所用的类型：{}", offered.join("、")),
            Self::AllianceWithoutMembers { .. } => "请在“成员”表登记其成员，已撤销的填停用日期".to_owned(),
            Self::MembershipNeverOpen { .. } => "请核对加入、退出日期，以及单位和医联体的启用、停用日期".to_owned(),
            Self::TasksOfNobody { .. } => "请把这些名称写入该单位的“曾用名/简称”，或补登该单位".to_owned(),
            Self::UnknownParticipants { .. } => {
                "请在 plan.toml 的 counties 里按名录的县区代码、名称、简称写，或在名录中补登".to_owned()
            }
            Self::UnknownPlaces { .. } => "请按名录的县区代码、名称、简称写，或在名录中补登".to_owned(),
            Self::FormOfNobody { .. } => "请登记这些单位，或核对单位的类别".to_owned(),
            Self::IndicatorOfNobody { .. } => "请核对名录中的类别、等级、县区等，或该指标的 where".to_owned(),
            Self::TargetOfNobody { .. } => "请核对名录中的名称、类别、类型等，或该目标的 for".to_owned(),
            Self::UnknownPeers { .. } => "请按名录的县区代码、名称、简称、医联体类型或机构类别写，或在名录中补登".to_owned(),
            Self::CountyWithoutPeers { .. } => "请写入 plan.toml 的某个 [[peer-group]]".to_owned(),
            Self::Unfilled { .. } => "请用 tongbao plan check 逐处列出，填写完再定稿".to_owned(),
            Self::SchemeOfNobody { .. } => "请核对名录中的类别、类型，或该分组".to_owned(),
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownCategory { category, units, .. } => {
                write!(formatter, "没有一张报表由类别“{category}”填报，{units}不用报表，也不计入汇总")
            }
            Self::NothingToFile { category, units } => {
                write!(formatter, "方案没有要类别“{category}”填的报表，{units}不用填报，也不计入汇总")
            }
            Self::UnitOutside { county, units } => {
                write!(formatter, "县区代码{county}不在方案的范围内，{units}只计入合计，不计入任何县（市、区）")
            }
            Self::LostInSuccessor { predecessor, successor, items } => {
                write!(
                    formatter,
                    "{predecessor}的数据已写明并入{successor}，而{successor}的报表没有{items}，这些数停用以后哪里都不计入"
                )
            }
            Self::CountyWithoutParent { counties, area, area_name } => {
                write!(formatter, "{counties}没有填上级，已作为{area_name}（{area}）的县（市、区）")
            }
            Self::CountyOutside { county, parent: Some(parent), .. } => {
                write!(formatter, "{county}的上级{parent}不是方案的范围，不出该县（市、区）的通报，其单位只计入合计")
            }
            Self::CountyOutside { county, parent: None, .. } => {
                write!(formatter, "{county}没有填上级，也看不出属于哪个方案的范围，不出该县（市、区）的通报，其单位只计入合计")
            }
            Self::CountyOwnParent { county } => write!(formatter, "{county}的上级填成了它自己"),
            Self::CountyWithoutUnits { counties } => write!(formatter, "{counties}没有一家启用的单位，通报中没有数据"),
            Self::UnknownKind { kind, alliances, .. } => {
                write!(formatter, "类型“{kind}”不是方案所用的类型，{alliances}不参加同类排名和评分")
            }
            Self::AllianceWithoutMembers { alliances } => write!(formatter, "{alliances}没有一个成员，通报中没有数据"),
            Self::MembershipNeverOpen { unit, alliance } => {
                write!(formatter, "{unit}没有一天是{alliance}的成员：成员、单位、医联体的起止日期没有重合")
            }
            Self::TasksOfNobody { plan, tasks, all, names } => {
                write!(
                    formatter,
                    "《{plan}》的{all}项任务中有{tasks}项没有单位填报，一律计为未报：名录中没有单位名称或曾用名是{names}的"
                )
            }
            Self::UnknownPlaces { form, names } => {
                write!(formatter, "{form}规则的 within 里的{names}名录中没有，那里没有单位可报")
            }
            Self::UnknownParticipants { names } => {
                write!(formatter, "参加方案的{names}名录中没有，那里没有单位可报，通报里也没有")
            }
            Self::FormOfNobody { form, filed_by } => {
                write!(formatter, "{form}没有单位填报：名录中没有启用的{}", filed_by.join("、"))
            }
            Self::IndicatorOfNobody { indicator, among, whom } => {
                write!(formatter, "指标“{indicator}”没有选中任何{among}，没有数据：{whom}")
            }
            Self::TargetOfNobody { indicator, whom } => {
                write!(formatter, "指标“{indicator}”有一个目标不涉及任何对象：{whom}")
            }
            Self::UnknownPeers { peer_group, names } => {
                write!(formatter, "同类组“{peer_group}”里的{names}名录中没有")
            }
            Self::CountyWithoutPeers { counties } => {
                write!(formatter, "{counties}不在方案的任何同类组里，只在这些县（市、区）之间排名")
            }
            Self::Unfilled { places } => write!(formatter, "方案包还没有写完（待填：{places}），不能定稿"),
            Self::SchemeOfNobody { scheme, of } => {
                write!(formatter, "评分分组“{scheme}”没有对象：名录中没有启用的{}", of.join("、"))
            }
        }
    }
}
