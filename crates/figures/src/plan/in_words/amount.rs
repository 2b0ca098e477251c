//! What an expression comes to, as a noun: `药品收入与卫生材料收入之和`, `总收入的75%`.

use tongbao_document::{Expression, Function, Operation};

use crate::plan::variable::Variable;

type Tree = Expression<Variable>;

/// A noun.
pub(super) struct Amount {
    pub(super) words: String,
    /// Put together of several: inside another one it stands in brackets.
    is_made: bool,
}

impl Amount {
    fn plain(words: String) -> Self {
        Self { words, is_made: false }
    }

    fn made(words: String) -> Self {
        Self { words, is_made: true }
    }

    /// Its words as a part of others.
    pub(super) fn inside(self) -> String {
        if self.is_made { format!("（{}）", self.words) } else { self.words }
    }
}

/// The noun; `None` of what has none.
pub(super) fn of(tree: &Tree) -> Option<Amount> {
    match tree {
        Expression::Number(one) => number(*one).map(Amount::plain),
        Expression::Operand(variable) => Some(Amount::plain(variable.in_words())),
        Expression::Negated(one) => Some(Amount::made(format!("{}的相反数", of(one)?.inside()))),
        Expression::Arithmetic(Operation::Add | Operation::Subtract, ..) => sum(tree),
        Expression::Arithmetic(Operation::Multiply, left, right) => product(left, right),
        Expression::Arithmetic(Operation::Divide, left, right) => quotient(left, right),
        Expression::Call(function, arguments) => called(*function, arguments),
        // Another type may be another number: `CAST(a AS INTEGER)`.
        _ => None,
    }
}

/// A number without signs of its own; `None` of one that six decimals do not show.
pub(super) fn number(number: f64) -> Option<String> {
    let digits = format!("{:.6}", number.abs());
    let digits = digits.trim_end_matches('0').trim_end_matches('.');
    let sign = if number < 0.0 { "负" } else { "" };
    let is_lost = number != 0.0 && digits == "0";
    (number.is_finite() && !is_lost).then(|| format!("{sign}{digits}"))
}

/// What is measured in percent, with the unit in which it is compared with a number: a ratio of which a hundred is the whole, and the gap
/// between two of them.
pub(super) fn in_percent(tree: &Tree) -> Option<(String, &'static str)> {
    if let Some(share) = share(tree) {
        return Some((share, "%"));
    }
    let Expression::Call(Function::Abs, arguments) = tree else { return None };
    let [Expression::Arithmetic(Operation::Subtract, left, right)] = arguments.as_slice() else { return None };
    Some((format!("（{}）与（{}）的差距", share(left)?, share(right)?), "个百分点"))
}

/// `a * 100.0 / b`, `a / b * 100`
fn share(tree: &Tree) -> Option<String> {
    let ratio = |above: &Tree, below: &Tree| Some(format!("{}与{}之比", of(above)?.inside(), of(below)?.inside()));
    let is_hundred = |factor: f64| is(factor, 100.0);
    if let Expression::Arithmetic(Operation::Divide, above, below) = tree {
        let (part, _) = scaled(above).filter(|(_, factor)| is_hundred(*factor))?;
        return ratio(part, below);
    }
    match scaled(tree)? {
        (Expression::Arithmetic(Operation::Divide, above, below), factor) if is_hundred(factor) => ratio(above, below),
        _ => None,
    }
}

/// A term and the number by which it is multiplied.
pub(super) fn scaled(tree: &Tree) -> Option<(&Tree, f64)> {
    let Expression::Arithmetic(Operation::Multiply, left, right) = tree else { return None };
    match (&**left, &**right) {
        (Expression::Number(_), Expression::Number(_)) => None,
        (term, Expression::Number(factor)) | (Expression::Number(factor), term) => Some((term, *factor)),
        _ => None,
    }
}

fn is(number: f64, other: f64) -> bool {
    (number - other).abs() <= f64::EPSILON * other.abs()
}

/// `a、b、c之和`, `a与b之差`, `a与b之和减去c`, and what is added as a number: `上期X加5`.
fn sum(tree: &Tree) -> Option<Amount> {
    let mut terms = Vec::new();
    addends(tree, true, &mut terms);
    let (mut constant, mut plus, mut minus) = (0.0, Vec::new(), Vec::new());
    for (term, is_added) in terms {
        match term {
            Expression::Number(number) => constant += if is_added { *number } else { -number },
            term if is_added => plus.push(of(term)?),
            term => minus.push(of(term)?),
        }
    }
    let rest = match (plus.len(), minus.len()) {
        (0, 0) => return number(constant).map(Amount::plain),
        (0, _) => Amount::made(format!("{}的相反数", together(minus).inside())),
        (_, 0) => together(plus),
        (1, 1) => Amount::made(format!("{}与{}之差", together(plus).inside(), together(minus).inside())),
        _ => Amount::made(format!("{}减去{}", together(plus).words, together(minus).words)),
    };
    if constant == 0.0 {
        return Some(rest);
    }
    let verb = if constant > 0.0 { "加" } else { "减" };
    Some(Amount::made(format!("{}{verb}{}", rest.inside(), number(constant.abs())?)))
}

fn addends<'tree>(tree: &'tree Tree, is_added: bool, found: &mut Vec<(&'tree Tree, bool)>) {
    match tree {
        Expression::Arithmetic(operation @ (Operation::Add | Operation::Subtract), left, right) => {
            addends(left, is_added, found);
            addends(right, is_added == (*operation == Operation::Add), found);
        }
        Expression::Negated(one) => addends(one, !is_added, found),
        term => found.push((term, is_added)),
    }
}

/// One as it is, two or more as their sum.
fn together(mut several: Vec<Amount>) -> Amount {
    match several.pop() {
        Some(only) if several.is_empty() => only,
        Some(last) => {
            let mut names: Vec<String> = several.into_iter().map(Amount::inside).collect();
            let joint = if names.len() == 1 { "与" } else { "、" };
            names.push(last.inside());
            Amount::made(format!("{}之和", names.join(joint)))
        }
        None => Amount::plain(String::new()),
    }
}

fn product(left: &Tree, right: &Tree) -> Option<Amount> {
    match (left, right) {
        (Expression::Number(one), Expression::Number(other)) => number(one * other).map(Amount::plain),
        (term, Expression::Number(factor)) | (Expression::Number(factor), term) => times(term, *factor),
        _ => Some(Amount::made(format!("{}与{}之积", of(left)?.inside(), of(right)?.inside()))),
    }
}

/// `总收入的75%`, `总收入的1.1倍`; once is the thing itself.
fn times(term: &Tree, factor: f64) -> Option<Amount> {
    let term = of(term)?;
    if is(factor, 1.0) {
        return Some(term);
    }
    let many = if factor > 0.0 && factor < 1.0 { number(factor * 100.0)? + "%" } else { number(factor)? + "倍" };
    Some(Amount::made(format!("{}的{many}", term.inside())))
}

fn quotient(left: &Tree, right: &Tree) -> Option<Amount> {
    let whole = of(left)?.inside();
    Some(Amount::made(match right {
        Expression::Number(divisor) => format!("{whole}除以{}", number(*divisor)?),
        right => format!("{whole}与{}之比", of(right)?.inside()),
    }))
}

fn called(function: Function, arguments: &[Tree]) -> Option<Amount> {
    match (function, arguments) {
        (Function::Abs, [Expression::Arithmetic(Operation::Subtract, left, right)]) => {
            Some(Amount::made(format!("{}与{}的差距", of(left)?.inside(), of(right)?.inside())))
        }
        (Function::Abs, [one]) => Some(Amount::made(format!("{}的绝对值", of(one)?.inside()))),
        (Function::Round, [one]) => Some(Amount::made(format!("{}取整后的数", of(one)?.inside()))),
        (Function::Round, [one, Expression::Number(places)]) if *places == 0.0 => called(function, std::slice::from_ref(one)),
        (Function::Round, [one, Expression::Number(places)]) if *places > 0.0 => {
            Some(Amount::made(format!("{}保留{}位小数的数", of(one)?.inside(), number(*places)?)))
        }
        (Function::Coalesce, [one]) => of(one),
        (Function::Coalesce, [one, Expression::Number(instead)]) => {
            Some(Amount::plain(format!("{}（未填的按{}计）", of(one)?.inside(), number(*instead)?)))
        }
        (Function::Coalesce, [one, other]) => {
            Some(Amount::plain(format!("{}（未填的取{}）", of(one)?.inside(), of(other)?.inside())))
        }
        (Function::NullIf, [one, Expression::Number(without)]) => {
            Some(Amount::plain(format!("{}（为{}的不计）", of(one)?.inside(), number(*without)?)))
        }
        _ => None,
    }
}
