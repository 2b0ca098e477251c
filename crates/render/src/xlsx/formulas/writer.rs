//! One figure as a formula over cells.

use crate::xlsx::exhibit::{Spot, number};
use tongbao_document::{Comparison, Expression, Figure, FigureId, FigureOperand, Formula, Gathered, Operation};

use super::address::{Anchor, Run};
use super::cells::{Cells, Held, Preference};
use super::{rounding, runs};

/// Most characters of a formula.
const LONGEST: usize = 8_192;

/// Most arguments of a function.
const MOST_ARGUMENTS: usize = 255;

/// A formula that gives what is printed.
#[derive(Debug)]
pub(super) struct Written {
    /// Without the equals sign.
    pub(super) text: String,
    /// The cells that it names.
    pub(super) needs: Vec<Spot>,
}

/// The formula of a figure that follows from others, if the cells repeat it.
pub(super) fn of(figure: &Figure, from: Spot, cells: &Cells<'_>) -> Option<Written> {
    [Preference::Nearest, Preference::Exact].into_iter().find_map(|preference| attempt(figure, from, cells, preference))
}

/// The same figure in a table, so that a chart cannot show another number.
pub(super) fn copy(figure: &Figure, from: Spot, cells: &Cells<'_>) -> Option<Written> {
    let own = number(figure)?;
    let held = cells.holding(&figure.id).find(|held| rounding::same(held.number, own))?;
    let text = Run::of(held.spot).text(from.sheet, cells.sheets, Anchor::None);
    Some(Written { text, needs: vec![held.spot] })
}

fn attempt(figure: &Figure, from: Spot, cells: &Cells<'_>, preference: Preference) -> Option<Written> {
    let formula = figure.formula.as_deref()?;
    let printed = number(figure)?;
    let resolve = |id: &FigureId| cells.nearest(id, from, preference);
    let result = formula.evaluate(&|id| resolve(id).map(|held| held.number))?;
    let mut writer = Writer { cells, from, resolve: &resolve, needs: Vec::new() };
    let (term, _) = writer.term(formula)?;
    let needs = writer.needs;
    let text = if figure.exact {
        let is_same = rounding::near(result, printed)
            && rounding::same(rounding::rounded(result, figure.decimals)?, rounding::rounded(printed, figure.decimals)?);
        is_same.then_some(term)?
    } else if is_round(formula, &resolve) && rounding::same(result, printed) {
        term
    } else {
        let is_same = rounding::same(rounding::rounded(result, figure.decimals)?, printed);
        is_same.then(|| format!("ROUND({term},{})", figure.decimals))?
    };
    (text.len() < LONGEST).then_some(Written { text, needs })
}

/// Whether the result needs no rounding: a rank, a repeated cell, or whole numbers that are added.
fn is_round(formula: &Formula, resolve: &impl Fn(&FigureId) -> Option<Held>) -> bool {
    let is_whole = |id: &FigureId| resolve(id).is_none_or(|held| !held.exact && held.number.fract() == 0.0);
    match formula {
        Expression::Number(number) => number.fract() == 0.0,
        Expression::Operand(FigureOperand::Figure(id)) => resolve(id).is_some_and(|held| !held.exact),
        Expression::Operand(FigureOperand::Sum(ids)) => ids.iter().all(is_whole),
        Expression::Operand(FigureOperand::Rank { .. } | FigureOperand::Of(Gathered::Count, _)) => true,
        Expression::Arithmetic(Operation::Add | Operation::Subtract, left, right) => {
            [left, right].into_iter().all(|term| match &**term {
                Expression::Operand(FigureOperand::Figure(id)) => is_whole(id),
                other => is_round(other, resolve),
            })
        }
        _ => false,
    }
}

/// How tightly a term holds together: what binds weaker than its surroundings stands in parentheses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Comparison,
    Sum,
    Product,
    Whole,
}

struct Writer<'c, R> {
    cells: &'c Cells<'c>,
    from: Spot,
    resolve: &'c R,
    needs: Vec<Spot>,
}

impl<R: Fn(&FigureId) -> Option<Held>> Writer<'_, R> {
    /// `None` of what the figures of a bulletin are not made of.
    fn term(&mut self, formula: &Formula) -> Option<(String, Binding)> {
        match formula {
            Expression::Number(number) => {
                // A sign behind an operator reads as a slip of the pen.
                let binding = if *number < 0.0 { Binding::Sum } else { Binding::Whole };
                Some((literal(*number)?, binding))
            }
            Expression::Operand(FigureOperand::Figure(id)) => {
                let held = (self.resolve)(id)?;
                Some((self.cell(held.spot), Binding::Whole))
            }
            Expression::Operand(FigureOperand::Sum(ids)) => Some((self.of_all("SUM", "SUM", ids)?, Binding::Whole)),
            Expression::Operand(FigureOperand::Of(gathered, ids)) => {
                let function = gathered.function();
                // So many of these and so many of those are added up.
                let of_several = if *gathered == Gathered::Count { "SUM" } else { function };
                Some((self.of_all(function, of_several, ids)?, Binding::Whole))
            }
            Expression::Operand(FigureOperand::Rank { of, among, lowest_first }) => self.rank(of, among, *lowest_first),
            Expression::Negated(one) => {
                let (one, binding) = self.term(one)?;
                Some((if binding < Binding::Whole { format!("-({one})") } else { format!("-{one}") }, Binding::Sum))
            }
            Expression::Arithmetic(operation, left, right) => self.binary(*operation, left, right),
            Expression::Compare(comparison, left, right) => self.comparison(*comparison, left, right),
            Expression::And(left, right) => self.call("AND", &[left, right]),
            Expression::Or(left, right) => self.call("OR", &[left, right]),
            Expression::Not(one) => self.call("NOT", &[one]),
            Expression::Case(branches, Some(otherwise)) => self.cases(branches, otherwise),
            _ => None,
        }
    }

    fn call(&mut self, function: &str, arguments: &[&Formula]) -> Option<(String, Binding)> {
        let arguments = arguments.iter().map(|one| Some(self.term(one)?.0)).collect::<Option<Vec<String>>>()?;
        Some((format!("{function}({})", arguments.join(",")), Binding::Whole))
    }

    fn comparison(&mut self, comparison: Comparison, left: &Formula, right: &Formula) -> Option<(String, Binding)> {
        let mut side = |one: &Formula| {
            let (text, binding) = self.term(one)?;
            Some(if binding > Binding::Comparison { text } else { format!("({text})") })
        };
        Some((format!("{}{}{}", side(left)?, comparison.sign(), side(right)?), Binding::Comparison))
    }

    /// `IF(a>=90,1,0)`
    fn cases(&mut self, branches: &[(Formula, Formula)], otherwise: &Formula) -> Option<(String, Binding)> {
        let mut text = self.term(otherwise)?.0;
        for (condition, result) in branches.iter().rev() {
            text = format!("IF({},{},{text})", self.term(condition)?.0, self.term(result)?.0);
        }
        Some((text, Binding::Whole))
    }

    fn binary(&mut self, operation: Operation, left: &Formula, right: &Formula) -> Option<(String, Binding)> {
        let own = if operation.is_product() { Binding::Product } else { Binding::Sum };
        let (left, left_binding) = self.term(left)?;
        let (right, right_binding) = self.term(right)?;
        let mut text = if left_binding < own { format!("({left})") } else { left };
        text.push_str(operation.sign());
        // The same operations in the same order, so that not even the last binary digit differs.
        let right = if right_binding <= own { format!("({right})") } else { right };
        text.push_str(&right);
        Some((text, own))
    }

    /// A function of all of them; of more than it takes the other function of its results.
    fn of_all(&mut self, function: &str, of_several: &str, ids: &[FigureId]) -> Option<String> {
        let spots: Vec<Spot> = ids.iter().filter_map(|id| (self.resolve)(id)).map(|held| held.spot).collect();
        if spots.is_empty() {
            return None;
        }
        let mut arguments: Vec<String> = runs::of(&spots, self.cells)
            .into_iter()
            .map(|run| run.text(self.from.sheet, self.cells.sheets, Anchor::None))
            .collect();
        self.needs.extend(spots);
        let mut function = function;
        while arguments.len() > MOST_ARGUMENTS {
            arguments = arguments.chunks(MOST_ARGUMENTS).map(|some| format!("{function}({})", some.join(","))).collect();
            function = of_several;
        }
        Some(format!("{function}({})", arguments.join(",")))
    }

    fn rank(&mut self, of: &FigureId, among: &[FigureId], lowest_first: bool) -> Option<(String, Binding)> {
        let own = (self.resolve)(of)?.spot;
        let spots: Vec<Spot> = among.iter().filter_map(|id| (self.resolve)(id)).map(|held| held.spot).collect();
        let name = self.cell(own);
        self.needs.extend(&spots);
        if let [run] = runs::of(&spots, self.cells).as_slice()
            && spots.contains(&own)
        {
            let anchor = if run.first.row == run.last.row { Anchor::Columns } else { Anchor::Rows };
            let range = run.text(self.from.sheet, self.cells.sheets, anchor);
            return Some((format!("RANK({name},{range},{})", u8::from(lowest_first)), Binding::Whole));
        }
        let sign = if lowest_first { '<' } else { '>' };
        let mut text = "1".to_owned();
        for spot in spots.into_iter().filter(|spot| *spot != own) {
            let other = Run::of(spot).text(self.from.sheet, self.cells.sheets, Anchor::None);
            let comparison = format!("+({other}{sign}{name})");
            text.push_str(&comparison);
            if text.len() >= LONGEST {
                return None;
            }
        }
        Some((text, Binding::Sum))
    }

    fn cell(&mut self, spot: Spot) -> String {
        self.needs.push(spot);
        Run::of(spot).text(self.from.sheet, self.cells.sheets, Anchor::None)
    }
}

/// A number as a formula writes it; spreadsheet programs read 15 digits.
fn literal(number: f64) -> Option<String> {
    let plain = number.to_string();
    let text = if plain.len() > 17 { format!("{number:E}") } else { plain };
    (number.is_finite() && text.bytes().filter(u8::is_ascii_digit).count() <= 17).then_some(text)
}
