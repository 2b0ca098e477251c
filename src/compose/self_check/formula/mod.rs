//! The condition of a rule as a spreadsheet formula that comes to 通过, 不通过 or 未填, as the audit would.
//!
//! Only functions that every spreadsheet has had since 2007. A missing number or word is an error value (`NA()`, or a division by
//! zero), which spreadsheets carry through arithmetic and comparisons as SQL carries NULL. They do not carry it through AND and OR as
//! SQL does, so a truth that may be missing is a number: 1, 0, or 0.5 for missing. AND is then the least, OR the greatest, NOT the
//! rest to 1: Kleene's logic. What cannot be missing stays an ordinary truth, and the formula a readable one.

mod cells;
mod choices;
mod part;
mod terms;
mod types;

use super::draft::Draft;
use super::operand::Operand;
use tongbao_document::{CellFormula, CheckVerdict, Expression, FormCell, FormColumn};
use tongbao_figures::plan::rule::Condition;
use tongbao_figures::plan::{Missing, Variable};
use tongbao_returns::domain::Symbols;

use cells::{cell_of, found};

/// Excel takes 255 arguments of a function.
const MOST_ARGUMENTS: usize = 250;

/// A condition over the form's own cells.
type Tree = Expression<Asked>;

/// What a condition asks of the form.
#[derive(Debug, Clone, PartialEq)]
struct Asked {
    operand: Operand,
    /// Nothing is judged without it: where it is asked, it is there.
    is_needed: bool,
}

/// Compiles a condition; `None` if it lies outside what spreadsheets can say as the engine says it.
pub(super) fn compile(
    condition: &Condition,
    missing: Missing,
    operand: &impl Fn(&Variable) -> Option<Operand>,
    symbols: &Symbols,
) -> Option<CellFormula> {
    let asked = |variable: &Variable| {
        let is_needed = condition.needed.contains(variable);
        operand(variable).map(|operand| Asked { operand, is_needed }).ok_or(())
    };
    let judged = condition.judged(missing, &|variable| matches!(operand(variable), Some(Operand::Number(_))));
    let tree = judged.try_map(&asked).ok()?;
    let needed: Vec<Operand> = condition.needed.iter().map(operand).collect::<Option<_>>()?;
    let mut forbidden: Vec<FormCell> = Vec::new();
    for variable in condition.own_items().filter(|_| condition.forbids_not_applicable) {
        let cell = operand(variable).and_then(|operand| cell_of(&operand));
        forbidden.extend(cell.filter(|cell| !forbidden.contains(cell)));
    }
    let compiler = Compiler { tolerance: condition.tolerance, symbols };
    compiler.guarded(&tree, needed, missing, &forbidden)?.finished()
}

struct Compiler<'run> {
    tolerance: f64,
    symbols: &'run Symbols,
}

impl Asked {
    fn is_number(&self) -> bool {
        matches!(self.operand, Operand::Number(_))
    }
}

fn word(verdict: CheckVerdict) -> Draft {
    Draft::quoted(verdict.word())
}

impl Compiler<'_> {
    /// The condition behind the question whether there is anything to judge.
    fn guarded(&self, tree: &Tree, needed: Vec<Operand>, missing: Missing, forbidden: &[FormCell]) -> Option<Draft> {
        let truth = self.truth(tree)?;
        let verdicts = [word(CheckVerdict::Fail), word(CheckVerdict::Unfilled), word(CheckVerdict::Pass)];
        let verdict = if truth.may_lack {
            let position = Draft::arithmetic(Draft::word("1"), "+", Draft::arithmetic(Draft::word("2"), "*", truth.draft));
            Draft::call("CHOOSE", std::iter::once(position).chain(verdicts))
        } else {
            Draft::choose(truth.draft, word(CheckVerdict::Pass), word(CheckVerdict::Fail))
        };
        let (mut numbers, mut others) = (Vec::new(), Vec::new());
        for operand in needed {
            match operand {
                Operand::Number(cell) => numbers.push(cell),
                other @ (Operand::Words(_) | Operand::Day(_)) => others.push(other),
                Operand::Constant(_) => {}
            }
        }
        if numbers.len().max(others.len() + 1) > MOST_ARGUMENTS {
            return None;
        }
        let mut lacks = Vec::new();
        if !numbers.is_empty() {
            let count = Draft::call("COUNT", numbers.iter().copied().map(Draft::cell));
            lacks.push(count.compared("<", Draft::word(numbers.len().to_string())));
        }
        lacks.extend(others.iter().filter_map(|operand| self.lacks(operand)));
        let mut whole = verdict;
        if !lacks.is_empty() {
            whole = Draft::choose(Draft::any("OR", lacks), word(CheckVerdict::Unfilled), whole);
        }
        if missing == Missing::Fail {
            let blank: Vec<Draft> = numbers
                .iter()
                .map(|cell| (Operand::Number(*cell), *cell))
                .chain(others.iter().filter_map(|operand| Some((operand.clone(), cell_of(operand)?))))
                .filter(|(_, cell)| matches!(cell, FormCell::Item(_, FormColumn::Value)))
                .map(|(operand, cell)| self.is_blank(&operand, cell))
                .collect();
            if blank.len() > MOST_ARGUMENTS {
                return None;
            }
            if !blank.is_empty() {
                whole = Draft::choose(Draft::any("OR", blank), word(CheckVerdict::Fail), whole);
            }
        }
        if forbidden.len() > MOST_ARGUMENTS {
            return None;
        }
        if !forbidden.is_empty() {
            let said = forbidden.iter().map(|cell| self.is_not_applicable(*cell)).collect();
            whole = Draft::choose(Draft::any("OR", said), word(CheckVerdict::Fail), whole);
        }
        // A cell that shows an error is sent back as such; here it is as good as blank.
        Some(Draft::call("IFERROR", [whole, word(CheckVerdict::Unfilled)]))
    }

    /// Whether words are blank or a symbol: `|…|` is found among the symbols, and `||` behind the last of them.
    fn lacks(&self, operand: &Operand) -> Option<Draft> {
        let symbols = self.symbols.not_applicable.iter().chain(&self.symbols.not_reported);
        Some(Draft::call("ISNUMBER", [found(cell_of(operand)?, symbols, "|")]))
    }

    /// Whether 不适用 stands in a cell, or on its sheet is nothing to report.
    fn is_not_applicable(&self, cell: FormCell) -> Draft {
        let is_symbol = Draft::call("ISNUMBER", [found(cell, self.symbols.not_applicable.iter(), "")]);
        let FormCell::Item(item, _) = cell else { return is_symbol };
        let has_none = Draft::cell(FormCell::NothingToReport(item)).compared("=", Draft::quoted("是"));
        Draft::call("OR", [has_none, is_symbol])
    }

    /// Whether a cell that must be filled in is blank. 不适用 is not blank, and neither is anything on a sheet without data.
    fn is_blank(&self, operand: &Operand, cell: FormCell) -> Draft {
        let is_blank = match operand {
            Operand::Number(_) => {
                let is_symbol = found(cell, self.symbols.not_applicable.iter(), "");
                let not_symbol = Draft::call("ISERROR", [is_symbol]);
                Draft::choose(Draft::call("ISNUMBER", [Draft::cell(cell)]), Draft::word("FALSE"), not_symbol)
            }
            _ => Draft::call("ISNUMBER", [found(cell, self.symbols.not_reported.iter(), "|")]),
        };
        let FormCell::Item(item, _) = cell else { return is_blank };
        let has_data = Draft::cell(FormCell::NothingToReport(item)).compared("<>", Draft::quoted("是"));
        Draft::call("AND", [has_data, is_blank])
    }
}
