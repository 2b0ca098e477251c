//! What a condition demands, and in which case it holds: `床位数应大于0`, `床位数大于0`.
//!
//! Of alternatives of which the first is a plain case, that case is said first: `互认 = '否' OR 床位数 > 0` is `互认为“是”的，床位数应大于0`.

use jiff::civil::Date;
use tongbao_document::{Comparison, Expression, Function, Operation};
use tongbao_returns::domain::{ItemName, chinese_date};

use super::amount;
use crate::plan::variable::Variable;

type Tree = Expression<Variable>;

/// Who puts conditions into words.
pub(super) struct Speaker<'run> {
    /// Whether an item is answered by 是 and 否, so that what is not the one is the other.
    pub(super) is_yes_no: &'run dyn Fn(&ItemName) -> bool,
    /// Numbers may not differ: then both sides of a comparison may be divided by the same number.
    pub(super) is_exact: bool,
}

/// Whether something is asked, or told of what there is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mood {
    Demand,
    Case,
}

/// How closely the words of a clause hang together, the loosest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Bond {
    /// Several, with semicolons.
    Row,
    /// Several, with commas.
    Commas,
    One,
}

struct Clause {
    words: String,
    bond: Bond,
}

impl Clause {
    fn one(words: String) -> Self {
        Self { words, bond: Bond::One }
    }

    /// In brackets, unless it hangs together as closely as that.
    fn held(self, least: Bond) -> String {
        if self.bond < least { format!("（{}）", self.words) } else { self.words }
    }
}

impl Speaker<'_> {
    /// What a condition demands of numbers that may differ by a tolerance; `None` of what cannot be said.
    pub(super) fn demand(&self, tree: &Tree, tolerance: f64) -> Option<String> {
        let Clause { words, bond } = self.clause(tree, Mood::Demand)?;
        let is_of_numbers =
            tree.any(&|node| matches!(node, Expression::Compare(_, left, right) if !is_text(left) && !is_text(right)));
        if tolerance <= 0.0 || !is_of_numbers {
            return Some(words);
        }
        let joint = if bond == Bond::Row { "；" } else { "，" };
        Some(format!("{words}{joint}允许相差{}", amount::number(tolerance)?))
    }

    /// In which case a condition holds.
    pub(super) fn case(&self, tree: &Tree) -> Option<String> {
        self.clause(tree, Mood::Case).map(|clause| clause.words)
    }

    fn clause(&self, tree: &Tree, mood: Mood) -> Option<Clause> {
        match tree {
            Expression::Compare(comparison, left, right) => self.compared(*comparison, left, right, mood),
            Expression::And(..) => self.all(&all_of(tree), mood),
            Expression::Or(..) => self.any(&any_of(tree), mood),
            Expression::Not(one) => self.not(one, mood),
            Expression::IsNull(one) => filled(one, false, mood),
            Expression::In(one, list) => among(one, list, false, mood),
            Expression::Case(branches, otherwise) if mood == Mood::Demand => self.cases(branches, otherwise.as_deref()),
            _ => None,
        }
    }

    fn not(&self, one: &Tree, mood: Mood) -> Option<Clause> {
        let negated =
            |parts: Vec<&Tree>| -> Vec<Tree> { parts.into_iter().map(|part| Expression::Not(Box::new(part.clone()))).collect() };
        match one {
            Expression::Not(inner) => self.clause(inner, mood),
            Expression::Compare(comparison, left, right) => self.compared(opposite(*comparison), left, right, mood),
            Expression::IsNull(inner) => filled(inner, true, mood),
            Expression::In(inner, list) => among(inner, list, true, mood),
            Expression::And(left, right) => between(left, right, true, mood).or_else(|| {
                let parts = negated(all_of(one));
                self.any(&parts.iter().collect::<Vec<_>>(), mood)
            }),
            Expression::Or(..) => {
                let parts = negated(any_of(one));
                self.all(&parts.iter().collect::<Vec<_>>(), mood)
            }
            _ => None,
        }
    }

    fn all(&self, parts: &[&Tree], mood: Mood) -> Option<Clause> {
        let mut clauses = Vec::new();
        let mut rest = parts;
        while let [first, others @ ..] = rest {
            let pair = others.split_first();
            let range = pair.and_then(|(second, left)| Some((between(first, second, false, mood)?, left)));
            let (clause, left) = match range {
                Some(found) => found,
                None => (self.clause(first, mood)?, others),
            };
            clauses.push(clause);
            rest = left;
        }
        Some(match (clauses.len(), mood) {
            (1, _) => clauses.pop()?,
            (_, Mood::Case) => joined(clauses, Bond::One, "且", Bond::Commas),
            (_, Mood::Demand) if clauses.iter().any(|clause| clause.bond < Bond::One) => {
                joined(clauses, Bond::Commas, "；", Bond::Row)
            }
            (_, Mood::Demand) => joined(clauses, Bond::One, "，且", Bond::Commas),
        })
    }

    fn any(&self, parts: &[&Tree], mood: Mood) -> Option<Clause> {
        if mood == Mood::Case {
            let clauses = parts.iter().map(|part| self.clause(part, mood)).collect::<Option<Vec<_>>>()?;
            return Some(joined(clauses, Bond::One, "或", Bond::Commas));
        }
        let [first, rest @ ..] = parts else { return None };
        let operands = first.operands();
        let is_of_others = rest.iter().flat_map(|part| part.operands()).any(|operand| !operands.contains(&operand));
        if is_plain(first) && is_of_others {
            let case = self.not(first, Mood::Case)?.words;
            let then = self.alternatives(rest)?.held(Bond::Commas);
            return Some(Clause { words: format!("{case}的，{then}"), bond: Bond::Commas });
        }
        self.alternatives(parts)
    }

    fn alternatives(&self, parts: &[&Tree]) -> Option<Clause> {
        let mut clauses = parts.iter().map(|part| self.clause(part, Mood::Demand)).collect::<Option<Vec<_>>>()?;
        if clauses.len() == 1 { clauses.pop() } else { Some(joined(clauses, Bond::One, "，或", Bond::Commas)) }
    }

    /// `甲大于0的，乙应大于0；其余的，乙应等于0`
    fn cases(&self, branches: &[(Tree, Tree)], otherwise: Option<&Tree>) -> Option<Clause> {
        if let ([(condition, Expression::Truth(true))], Some(rest)) = (branches, otherwise) {
            return self.any(&[condition, rest], Mood::Demand);
        }
        let demand = |result: &Tree| {
            if asks_nothing(result) {
                Some("不作要求".to_owned())
            } else {
                Some(self.clause(result, Mood::Demand)?.held(Bond::Commas))
            }
        };
        let mut rows = Vec::new();
        for (place, (condition, result)) in branches.iter().enumerate() {
            let among = if place == 0 { "" } else { "其余中" };
            rows.push(format!("{among}{}的，{}", self.case(condition)?, demand(result)?));
        }
        if let Some(rest) = otherwise.filter(|rest| !asks_nothing(rest)) {
            rows.push(format!("其余的，{}", demand(rest)?));
        }
        let bond = if rows.len() > 1 { Bond::Row } else { Bond::Commas };
        Some(Clause { words: rows.join("；"), bond })
    }

    fn compared(&self, comparison: Comparison, left: &Tree, right: &Tree, mood: Mood) -> Option<Clause> {
        match (is_literal(left), is_literal(right)) {
            (true, true) => return None,
            (true, false) => return self.compared(mirrored(comparison), right, left, mood),
            _ => {}
        }
        if let Some(cases) = taken_apart(comparison, left, right) {
            return if mood == Mood::Demand { self.clause(&cases, mood) } else { None };
        }
        if let Expression::Text(word) = right {
            return self.worded(comparison, left, word, mood);
        }
        if comparison == Comparison::Equal
            && let Some(clause) = rounded(left, right, mood)
        {
            return Some(clause);
        }
        let (subject, object) = if let (Some((subject, unit)), Expression::Number(number)) = (amount::in_percent(left), right) {
            (subject, amount::number(*number)? + unit)
        } else {
            let divided = if self.is_exact { divided(left, right) } else { None };
            let (left, right) = divided.as_ref().map_or((left, right), |(left, right)| (*left, right));
            (amount::of(left)?.words, amount::of(right)?.words)
        };
        Some(Clause::one(format!("{subject}{}{object}", verb(comparison, mood))))
    }

    /// Compared with a word, or with a day.
    fn worded(&self, comparison: Comparison, left: &Tree, word: &str, mood: Mood) -> Option<Clause> {
        let subject = amount::of(left)?.words;
        let day = word.parse::<Date>().ok().map(chinese_date);
        let is_negated = match comparison {
            Comparison::Equal => false,
            Comparison::Unequal => true,
            ordered => return Some(Clause::one(format!("{subject}{}{}", verb_of_days(ordered, mood)?, day?))),
        };
        if word.is_empty() {
            return filled(left, is_negated, mood);
        }
        let is_yes_no = matches!(left, Expression::Operand(one) if one.item().is_some_and(|item| (self.is_yes_no)(&item.name)));
        let (word, is_negated) = match word {
            "是" if is_yes_no && is_negated => ("否", false),
            "否" if is_yes_no && is_negated => ("是", false),
            word => (word, is_negated),
        };
        Some(Clause::one(format!("{subject}{}{}", being(is_negated, mood), day.unwrap_or_else(|| quoted(word)))))
    }
}

/// What must hold together.
fn all_of(tree: &Tree) -> Vec<&Tree> {
    match tree {
        Expression::And(left, right) => [all_of(left), all_of(right)].concat(),
        one => vec![one],
    }
}

/// Of which one is enough.
fn any_of(tree: &Tree) -> Vec<&Tree> {
    match tree {
        Expression::Or(left, right) => [any_of(left), any_of(right)].concat(),
        one => vec![one],
    }
}

fn joined(clauses: Vec<Clause>, least: Bond, joint: &str, bond: Bond) -> Clause {
    let words: Vec<String> = clauses.into_iter().map(|clause| clause.held(least)).collect();
    Clause { words: words.join(joint), bond }
}

/// Whether it says no more than how one thing stands to a number or a word: a case that is quickly said.
fn is_plain(tree: &Tree) -> bool {
    let is_operand = |side: &Tree| matches!(side, Expression::Operand(_));
    match tree {
        Expression::Compare(_, left, right) => is_operand(left) && is_literal(right) || is_literal(left) && is_operand(right),
        Expression::IsNull(one) => is_operand(one),
        Expression::In(one, list) => is_operand(one) && list.iter().all(is_literal),
        Expression::Not(one) => is_plain(one),
        _ => false,
    }
}

fn is_literal(tree: &Tree) -> bool {
    matches!(tree, Expression::Number(_) | Expression::Text(_))
}

fn is_text(tree: &Tree) -> bool {
    matches!(tree, Expression::Text(_))
}

fn asks_nothing(tree: &Tree) -> bool {
    matches!(tree, Expression::Truth(true) | Expression::Null)
}

/// `x >= low AND x <= high`
fn between(one: &Tree, other: &Tree, is_negated: bool, mood: Mood) -> Option<Clause> {
    let (Expression::Compare(first, subject, one), Expression::Compare(second, same, other)) = (one, other) else {
        return None;
    };
    let (low, high) = match (first, second) {
        (Comparison::AtLeast, Comparison::AtMost) => (one, other),
        (Comparison::AtMost, Comparison::AtLeast) => (other, one),
        _ => return None,
    };
    if subject != same {
        return None;
    }
    let (subject, low, high) = match (amount::in_percent(subject), &**low, &**high) {
        (Some((subject, unit)), Expression::Number(low), Expression::Number(high)) => {
            (subject, amount::number(*low)? + unit, amount::number(*high)? + unit)
        }
        _ => (amount::of(subject)?.words, amount::of(low)?.words, amount::of(high)?.words),
    };
    let verb = match (mood, is_negated) {
        (Mood::Demand, false) => "应在",
        (Mood::Demand, true) => "不应在",
        (Mood::Case, false) => "在",
        (Mood::Case, true) => "不在",
    };
    Some(Clause::one(format!("{subject}{verb}{low}至{high}之间")))
}

/// A comparison with a `CASE`, in each of its cases.
fn taken_apart(comparison: Comparison, left: &Tree, right: &Tree) -> Option<Tree> {
    let is_case = |side: &Tree| matches!(side, Expression::Case(..));
    let (cases, is_left) = if is_case(left) { (left, true) } else { (right, false) };
    let Expression::Case(branches, otherwise) = cases else { return None };
    let compared = |one: &Tree| {
        let (left, right) = if is_left { (one, right) } else { (left, one) };
        left.clone().compared(comparison, right.clone())
    };
    let branches = branches.iter().map(|(condition, result)| (condition.clone(), compared(result))).collect();
    Some(Expression::Case(branches, otherwise.as_deref().map(|rest| Box::new(compared(rest)))))
}

/// `a * 100 <= b * 30` is `a <= b * 0.3`, where the quotient is as short as that.
fn divided<'tree>(left: &'tree Tree, right: &Tree) -> Option<(&'tree Tree, Tree)> {
    let (term, factor) = amount::scaled(left)?;
    if factor <= 0.0 || is_literal(right) {
        return None;
    }
    let (other, by) = amount::scaled(right).unwrap_or((right, 1.0));
    let quotient = by / factor;
    let is_short = (quotient * 1000.0 - (quotient * 1000.0).round()).abs() < 1e-9;
    is_short.then(|| (term, other.clone().with(Operation::Multiply, Expression::Number(quotient))))
}

/// `a = ROUND(a, 0)`
fn rounded(left: &Tree, right: &Tree, mood: Mood) -> Option<Clause> {
    let (one, call) = if matches!(right, Expression::Call(..)) { (left, right) } else { (right, left) };
    let Expression::Call(Function::Round, arguments) = call else { return None };
    let (of, places) = match arguments.as_slice() {
        [of] => (of, 0.0),
        [of, Expression::Number(places)] => (of, *places),
        _ => return None,
    };
    if of != one || places < 0.0 {
        return None;
    }
    let subject = amount::of(one)?.words;
    Some(Clause::one(if places > 0.0 {
        let verb = if mood == Mood::Demand { "应不超过" } else { "不超过" };
        format!("{subject}的小数{verb}{}位", amount::number(places)?)
    } else {
        format!("{subject}{}整数", being(false, mood))
    }))
}

fn filled(one: &Tree, is_filled: bool, mood: Mood) -> Option<Clause> {
    let subject = amount::of(one)?.words;
    let words = match (mood, is_filled) {
        (Mood::Demand, true) => "应填报",
        (Mood::Demand, false) => "应留空",
        (Mood::Case, true) => "已填",
        (Mood::Case, false) => "未填",
    };
    Some(Clause::one(format!("{subject}{words}")))
}

fn among(one: &Tree, list: &[Tree], is_negated: bool, mood: Mood) -> Option<Clause> {
    let subject = amount::of(one)?.words;
    let word = |one: &Tree| match one {
        Expression::Text(word) => Some(quoted(word)),
        other => amount::of(other).map(|amount| amount.words),
    };
    let words = list.iter().map(word).collect::<Option<Vec<_>>>()?;
    let listed = match (words.as_slice(), is_negated) {
        ([only], _) => only.clone(),
        (several, true) => several.join("或"),
        (several, false) => format!("{}之一", several.join("、")),
    };
    Some(Clause::one(format!("{subject}{}{listed}", being(is_negated, mood))))
}

fn quoted(word: &str) -> String {
    format!("“{word}”")
}

fn being(is_negated: bool, mood: Mood) -> &'static str {
    match (mood, is_negated) {
        (Mood::Demand, false) => "应为",
        (Mood::Demand, true) => "不应为",
        (Mood::Case, false) => "为",
        (Mood::Case, true) => "不为",
    }
}

fn verb(comparison: Comparison, mood: Mood) -> &'static str {
    match (mood, comparison) {
        (Mood::Demand, Comparison::Equal) => "应等于",
        (Mood::Demand, Comparison::Unequal) => "不应等于",
        (Mood::Demand, Comparison::Less) => "应小于",
        (Mood::Demand, Comparison::AtMost) => "应不大于",
        (Mood::Demand, Comparison::Greater) => "应大于",
        (Mood::Demand, Comparison::AtLeast) => "应不小于",
        (Mood::Case, Comparison::Equal) => "等于",
        (Mood::Case, Comparison::Unequal) => "不等于",
        (Mood::Case, Comparison::Less) => "小于",
        (Mood::Case, Comparison::AtMost) => "不大于",
        (Mood::Case, Comparison::Greater) => "大于",
        (Mood::Case, Comparison::AtLeast) => "不小于",
    }
}

fn verb_of_days(comparison: Comparison, mood: Mood) -> Option<String> {
    let verb = match comparison {
        Comparison::Less => "早于",
        Comparison::AtMost => "不晚于",
        Comparison::Greater => "晚于",
        Comparison::AtLeast => "不早于",
        Comparison::Equal | Comparison::Unequal => return None,
    };
    Some(if mood == Mood::Demand { format!("应{verb}") } else { verb.to_owned() })
}

/// What holds if it does not.
fn opposite(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Equal => Comparison::Unequal,
        Comparison::Unequal => Comparison::Equal,
        Comparison::Less => Comparison::AtLeast,
        Comparison::AtMost => Comparison::Greater,
        Comparison::Greater => Comparison::AtMost,
        Comparison::AtLeast => Comparison::Less,
    }
}

/// The same with the sides exchanged.
fn mirrored(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Equal | Comparison::Unequal => comparison,
        Comparison::Less => Comparison::Greater,
        Comparison::AtMost => Comparison::AtLeast,
        Comparison::Greater => Comparison::Less,
        Comparison::AtLeast => Comparison::AtMost,
    }
}
