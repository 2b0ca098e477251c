//! An audit rule (审核规则): a condition that a return must meet, or a comparison with its own history or with its peers.

mod dormant;
pub(super) mod engine;
mod whom;

pub use dormant::Dormant;

use serde::{Serialize, Serializer};

use super::formula::Formula;
use super::variable::{Lag, Variable};
use tongbao_document::Expression;
use tongbao_returns::domain::{FormId, ItemName, Period, Quarter, UnitAttribute};

/// What becomes of a return that breaks a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuleSeverity {
    /// 强制性: it is sent back and stays out of totals.
    Error,
    /// 准强制性: it stays out of totals until it is explained.
    Suspect,
    /// 核实性: it counts; it must be explained before a final bulletin.
    Explain,
    /// 提示: it counts.
    Info,
}

impl RuleSeverity {
    /// 强制性, 准强制性, 核实性, 提示.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "强制性",
            Self::Suspect => "准强制性",
            Self::Explain => "核实性",
            Self::Info => "提示",
        }
    }
}

impl Serialize for RuleSeverity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

/// What a blank operand does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The rule cannot be verified.
    Skip,
    /// It counts as zero.
    Zero,
    /// It breaks the rule.
    Fail,
}

/// A rule of a plan.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Stable identifier: `JN-H-012`.
    pub id: String,
    /// 表内, 其中, 表间, 医联体, 跨期, 单位错用, 值域, 比率, 文字, 离群.
    pub family: String,
    /// Whose returns it judges.
    pub form: FormId,
    /// What must hold.
    pub test: Test,
    /// What follows if it does not.
    pub severity: RuleSeverity,
    /// What a blank does.
    pub missing: Missing,
    /// Which units; all that file the form without one.
    pub condition: Option<Formula>,
    /// In which quarters it runs; always if empty.
    pub quarters: Vec<Quarter>,
    /// First period for which it holds.
    pub since: Option<Period>,
    /// Last period for which it holds.
    pub until: Option<Period>,
    /// Why it no longer runs at all.
    pub deactivated: Option<String>,
    /// How to correct.
    pub hint: String,
    /// Clause or 口径 that it comes from.
    pub source: Option<String>,
    /// Whether it follows from what its items are, and nobody wrote it.
    pub is_from_items: bool,
}

/// How a rule judges.
#[derive(Debug, Clone)]
pub enum Test {
    /// Conditions, one for each item of `items`, or one.
    Conditions(Vec<Condition>),
    /// 单位错用: a value about 10, 100, 1,000 or 10,000 times its own history, or that part of it.
    UnitSlip {
        /// One for each item.
        items: Vec<Sample>,
        /// Values below it, or with a history below it, are left alone; in the item's unit.
        floor: f64,
    },
    /// 离群: the ratio to the same period last year, among peers (Hidiroglou and Berthelot).
    RatioOutlier {
        /// One for each item.
        items: Vec<Sample>,
        /// The attribute that peers share.
        peers: UnitAttribute,
    },
    /// 离群: a value among peers, by the modified z-score (median and MAD).
    ValueOutlier {
        /// What is compared.
        value: Box<Sample>,
        /// The attribute that peers share.
        peers: UnitAttribute,
    },
}

/// One condition of a rule, ready to run.
#[derive(Debug, Clone)]
pub struct Condition {
    /// For which of `items`; `None` if the rule has none.
    pub item: Option<ItemName>,
    /// As written, and compiled with tolerance and blanks; true if it holds.
    pub formula: Formula,
    /// Without which nothing can be said.
    pub needed: Vec<Variable>,
    /// Whether an item of the period itself to which a unit answers 不适用 breaks it.
    pub forbids_not_applicable: bool,
    /// By how much numbers may differ.
    pub tolerance: f64,
    /// What is wrong if it does not hold.
    pub message: Message,
    /// What was expected, in words.
    pub expected: String,
}

impl Condition {
    /// The items of the period itself that it reads.
    pub fn own_items(&self) -> impl Iterator<Item = &Variable> {
        let is_own = |variable: &&Variable| variable.item().is_some_and(|item| item.lag == Lag::None);
        self.formula.tree.operands().into_iter().filter(is_own)
    }
}

/// What a comparison with history or peers looks at.
#[derive(Debug, Clone)]
pub struct Sample {
    /// What it is called: an item's name, or the expression.
    pub name: String,
    /// As written, and compiled.
    pub formula: Formula,
    /// What is wrong if it is out of place.
    pub message: Message,
    /// What was expected, in words.
    pub expected: String,
}

/// A sentence with places for values: `出院患者手术人次（{出院患者手术人次}）大于出院人次（{出院人次}）`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message(pub Vec<Piece>);

/// A piece of a [`Message`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Words(String),
    /// The value of a column; or one of `value`, `base`, `factor`, which a comparison with history or peers fills in.
    Value(String),
}

impl Condition {
    /// The condition with zero for blanks, where the rule takes them so; `is_number` says of a variable whether it holds numbers.
    pub fn judged(&self, missing: Missing, is_number: &impl Fn(&Variable) -> bool) -> Expression<Variable> {
        let written = &self.formula.tree;
        if missing == Missing::Zero { written.with_blanks_as(0.0, is_number) } else { written.clone() }
    }
}

impl Rule {
    /// Everything that the rule compiles, condition by condition.
    pub fn formulas(&self) -> Vec<&Formula> {
        match &self.test {
            Test::Conditions(conditions) => conditions.iter().map(|condition| &condition.formula).collect(),
            Test::UnitSlip { items, .. } | Test::RatioOutlier { items, .. } => items.iter().map(|item| &item.formula).collect(),
            Test::ValueOutlier { value, .. } => vec![&value.formula],
        }
    }
}

impl Message {
    /// Splits the text at its braces.
    pub(super) fn parse(text: &str) -> Self {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, behind)) = after.split_once('}') else { break };
            if !before.is_empty() {
                pieces.push(Piece::Words(before.to_owned()));
            }
            pieces.push(Piece::Value(name.trim().to_owned()));
            rest = behind;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Words(rest.to_owned()));
        }
        Self(pieces)
    }

    /// The columns that it shows.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Value(column) => Some(column.as_str()),
            Piece::Words(_) => None,
        })
    }

    /// The sentence with its values.
    pub fn filled(&self, value: impl Fn(&str) -> String) -> String {
        self.0
            .iter()
            .map(|piece| match piece {
                Piece::Words(words) => words.clone(),
                Piece::Value(column) => value(column),
            })
            .collect()
    }
}
