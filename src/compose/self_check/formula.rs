//! The condition of a rule as a spreadsheet formula that comes to 通过, 不通过 or 未填, as the audit would.
//!
//! Only functions that every spreadsheet has had since 2007. A missing number or word is an error value (`NA()`, or a division by
//! zero), which spreadsheets carry through arithmetic and comparisons as SQL carries NULL. They do not carry it through AND and OR as
//! SQL does, so a truth that may be missing is a number: 1, 0, or 0.5 for missing. AND is then the least, OR the greatest, NOT the
//! rest to 1: Kleene's logic. What cannot be missing stays an ordinary truth, and the formula a readable one.

use super::draft::Draft;
use super::operand::Operand;
use tongbao_document::expression::ROUNDING;
use tongbao_document::{CellFormula, CheckVerdict, Comparison, Expression, FormCell, FormColumn, Function, Operation};
use tongbao_figures::plan::rule::Condition;
use tongbao_figures::plan::{Missing, Variable};
use tongbao_returns::domain::Symbols;

/// Excel takes 255 arguments of a function.
const MOST_ARGUMENTS: usize = 250;
/// Decimals to which a number can be rounded.
const MOST_PLACES: f64 = 10.0;
/// A truth that is missing, as a number.
const UNKNOWN: &str = "0.5";

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
    let compiler = Compiler { tolerance: condition.tolerance, symbols };
    compiler.guarded(&tree, needed, missing)?.finished()
}

/// A number, words or a truth. A truth that `may_lack` is a number, see above.
struct Part {
    draft: Draft,
    may_lack: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Type {
    Number,
    Words,
    Truth,
}

struct Compiler<'run> {
    tolerance: f64,
    symbols: &'run Symbols,
}

impl Part {
    fn sure(draft: Draft) -> Self {
        Self { draft, may_lack: false }
    }

    fn made_of(draft: Draft, parts_may_lack: bool) -> Self {
        Self { draft, may_lack: parts_may_lack }
    }

    /// A truth made of numbers or words: their error is its 0.5.
    fn truth(truth: Draft, may_lack: bool) -> Self {
        if !may_lack {
            return Self::sure(truth);
        }
        let grade = Draft::choose(truth, Draft::word("1"), Draft::word("0"));
        Self { draft: Draft::call("IFERROR", [grade, Draft::word(UNKNOWN)]), may_lack: true }
    }

    /// A truth as 1, 0 or 0.5.
    fn grade(self) -> Draft {
        if self.may_lack { self.draft } else { Draft::choose(self.draft, Draft::word("1"), Draft::word("0")) }
    }

    /// A truth as what IF asks for: true, or anything else.
    fn asked(self) -> Draft {
        if self.may_lack { self.draft.compared("=", Draft::word("1")) } else { self.draft }
    }
}

fn word(verdict: CheckVerdict) -> Draft {
    Draft::quoted(verdict.word())
}

impl Compiler<'_> {
    /// The condition behind the question whether there is anything to judge.
    fn guarded(&self, tree: &Tree, needed: Vec<Operand>, missing: Missing) -> Option<Draft> {
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
        // A cell that shows an error is sent back as such; here it is as good as blank.
        Some(Draft::call("IFERROR", [whole, word(CheckVerdict::Unfilled)]))
    }

    /// Whether words are blank or a symbol: `|…|` is found among the symbols, and `||` behind the last of them.
    fn lacks(&self, operand: &Operand) -> Option<Draft> {
        let symbols = self.symbols.not_applicable.iter().chain(&self.symbols.not_reported);
        Some(Draft::call("ISNUMBER", [found(cell_of(operand)?, symbols, "|")]))
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

    fn part(&self, wanted: Type, term: &Tree) -> Option<Part> {
        match wanted {
            Type::Number => self.number(term),
            Type::Words => self.words(term),
            Type::Truth => self.truth(term),
        }
    }

    fn number(&self, term: &Tree) -> Option<Part> {
        match term {
            Expression::Number(number) => Some(Part::sure(Draft::number(*number)?)),
            Expression::Null => Some(nothing()),
            Expression::Operand(asked) => {
                let Operand::Number(cell) = asked.operand else { return None };
                Some(if asked.is_needed {
                    Part::sure(Draft::cell(cell))
                } else {
                    Part { draft: number_or(cell, Draft::word("NA()")), may_lack: true }
                })
            }
            Expression::Negated(one) => {
                let one = self.number(one)?;
                Some(Part::made_of(one.draft.negated(), one.may_lack))
            }
            Expression::Arithmetic(operation, left, right) => {
                let is_safe = *operation != Operation::Divide || matches!(**right, Expression::Number(number) if number != 0.0);
                let (left, right) = (self.number(left)?, self.number(right)?);
                let may_lack = left.may_lack || right.may_lack || !is_safe;
                Some(Part::made_of(Draft::arithmetic(left.draft, operation.sign(), right.draft), may_lack))
            }
            Expression::Call(Function::Abs, arguments) => {
                let one = self.number(arguments.first()?)?;
                Some(Part::made_of(Draft::call("ABS", [one.draft]), one.may_lack))
            }
            Expression::Call(Function::Round, arguments) => {
                let places = match arguments.get(1) {
                    None => 0.0,
                    Some(Expression::Number(places)) => *places,
                    Some(_) => return None,
                };
                if !(0.0..=MOST_PLACES).contains(&places) || places.fract() != 0.0 {
                    return None;
                }
                let one = self.number(arguments.first()?)?;
                let nudged = Draft::arithmetic(one.draft, "*", Draft::number(ROUNDING)?);
                Some(Part::made_of(Draft::call("ROUND", [nudged, Draft::number(places)?]), one.may_lack))
            }
            Expression::Call(Function::Coalesce, arguments) => self.coalesce(Type::Number, arguments),
            Expression::Call(Function::NullIf, arguments) => self.null_if(Type::Number, arguments),
            Expression::Case(branches, otherwise) => self.case(Type::Number, branches, otherwise.as_deref()),
            _ => None,
        }
    }

    fn words(&self, term: &Tree) -> Option<Part> {
        match term {
            Expression::Text(text) => Some(Part::sure(Draft::quoted(text))),
            Expression::Null => Some(nothing()),
            Expression::Operand(asked) => {
                let read = match &asked.operand {
                    Operand::Constant(words) => return Some(Part::sure(Draft::quoted(words))),
                    Operand::Number(_) => return None,
                    Operand::Words(cell) => trimmed(*cell),
                    Operand::Day(cell) => {
                        let iso = Draft::call("TEXT", [Draft::cell(*cell), Draft::quoted("yyyy-mm-dd")]);
                        Draft::choose(Draft::call("ISNUMBER", [Draft::cell(*cell)]), iso, trimmed(*cell))
                    }
                };
                Some(if asked.is_needed {
                    Part::sure(read)
                } else {
                    let draft = Draft::choose(self.lacks(&asked.operand)?, Draft::word("NA()"), read);
                    Part { draft, may_lack: true }
                })
            }
            Expression::Call(Function::Coalesce, arguments) => self.coalesce(Type::Words, arguments),
            Expression::Call(Function::NullIf, arguments) => self.null_if(Type::Words, arguments),
            Expression::Case(branches, otherwise) => self.case(Type::Words, branches, otherwise.as_deref()),
            _ => None,
        }
    }

    fn truth(&self, term: &Tree) -> Option<Part> {
        match term {
            Expression::Truth(truth) => Some(Part::sure(Draft::word(if *truth { "TRUE" } else { "FALSE" }))),
            Expression::Null => Some(Part { draft: Draft::word(UNKNOWN), may_lack: true }),
            Expression::Not(one) => Some(negation(self.truth(one)?)),
            Expression::And(..) => self.joined(term, ("AND", "MIN")),
            Expression::Or(..) => self.joined(term, ("OR", "MAX")),
            Expression::Compare(comparison, left, right) => self.compare(*comparison, left, right),
            Expression::IsNull(one) => self.is_null(one),
            Expression::In(one, list) => self.is_in(one, list),
            Expression::Case(branches, otherwise) => self.case(Type::Truth, branches, otherwise.as_deref()),
            Expression::Call(Function::Coalesce, arguments) => self.coalesce(Type::Truth, arguments),
            _ => None,
        }
    }

    /// A row of ANDs or of ORs as one function.
    fn joined(&self, term: &Tree, (of_truths, of_grades): (&str, &str)) -> Option<Part> {
        let parts: Vec<Part> = row(term).into_iter().map(|term| self.truth(term)).collect::<Option<_>>()?;
        if parts.len() > MOST_ARGUMENTS {
            return None;
        }
        if parts.iter().any(|part| part.may_lack) {
            let grades = parts.into_iter().map(Part::grade);
            return Some(Part { draft: Draft::call(of_grades, grades), may_lack: true });
        }
        Some(Part::sure(Draft::call(of_truths, parts.into_iter().map(|part| part.draft))))
    }

    fn compare(&self, comparison: Comparison, left: &Tree, right: &Tree) -> Option<Part> {
        let is_number = [left, right].into_iter().all(|side| side.comes_to_number(&Asked::is_number));
        let wanted = type_of(left).or_else(|| type_of(right))?;
        match (wanted, comparison, left, right) {
            (Type::Number, ..) if is_number => {
                let (left, right) = (self.number(left)?, self.number(right)?);
                let may_lack = left.may_lack || right.may_lack;
                Some(Part::truth(self.within(comparison, left.draft, right.draft)?, may_lack))
            }
            (Type::Words, ..) if !is_number => {
                let order = match comparison {
                    Comparison::Equal | Comparison::Unequal => None,
                    // Spreadsheets sort words as a dictionary does; only days are sorted alike by all.
                    _ if !is_day(left) || !is_day(right) => return None,
                    other => Some(other.sign()),
                };
                let (left, right) = (self.words(left)?, self.words(right)?);
                let may_lack = left.may_lack || right.may_lack;
                let truth = match order {
                    Some(sign) => left.draft.compared(sign, right.draft),
                    // Not `=`, which takes `a` for `A`.
                    None => Draft::call("EXACT", [left.draft, right.draft]),
                };
                let truth = if comparison == Comparison::Unequal { Draft::call("NOT", [truth]) } else { truth };
                Some(Part::truth(truth, may_lack))
            }
            (Type::Truth, Comparison::Equal | Comparison::Unequal, one, Expression::Truth(other))
            | (Type::Truth, Comparison::Equal | Comparison::Unequal, Expression::Truth(other), one) => {
                let one = self.truth(one)?;
                Some(if *other == (comparison == Comparison::Equal) { one } else { negation(one) })
            }
            _ => None,
        }
    }

    /// Numbers compared as [`tongbao_figures::plan::rule`] does it for the engine.
    fn within(&self, comparison: Comparison, left: Draft, right: Draft) -> Option<Draft> {
        let bound = comparison.bound(self.tolerance);
        let difference = Draft::arithmetic(left, "-", right);
        let difference = if bound.is_distance { Draft::call("ABS", [difference]) } else { difference };
        Some(difference.compared(bound.comparison.sign(), Draft::number(bound.limit)?))
    }

    fn is_null(&self, one: &Tree) -> Option<Part> {
        if let Expression::Operand(Asked { operand, is_needed: false }) = one {
            return match operand {
                Operand::Number(cell) => {
                    let is_number = Draft::call("ISNUMBER", [Draft::cell(*cell)]);
                    Some(Part::sure(Draft::call("NOT", [is_number])))
                }
                Operand::Constant(_) => Some(Part::sure(Draft::word("FALSE"))),
                Operand::Words(_) | Operand::Day(_) => Some(Part::sure(self.lacks(operand)?)),
            };
        }
        let wanted = type_of(one)?;
        let part = self.part(wanted, one)?;
        Some(Part::sure(match (part.may_lack, wanted) {
            (false, _) => Draft::word("FALSE"),
            (true, Type::Truth) => part.draft.compared("=", Draft::word(UNKNOWN)),
            (true, _) => Draft::call("ISERROR", [part.draft]),
        }))
    }

    fn is_in(&self, one: &Tree, list: &[Tree]) -> Option<Part> {
        let wanted = type_of(one)?;
        // What is worked out may miss a number by a hair, and the engine wants it exactly.
        if wanted == Type::Truth || wanted == Type::Number && !is_as_filled_in(one) || list.len() > MOST_ARGUMENTS {
            return None;
        }
        let part = self.part(wanted, one)?;
        let is_one = |other: &Tree| {
            let other = match (wanted, other) {
                (Type::Number, Expression::Number(number)) => Draft::number(*number)?,
                (Type::Words, Expression::Text(text)) => Draft::quoted(text),
                _ => return None,
            };
            Some(match wanted {
                Type::Number => part.draft.clone().compared("=", other),
                Type::Words | Type::Truth => Draft::call("EXACT", [part.draft.clone(), other]),
            })
        };
        let several: Vec<Draft> = list.iter().map(is_one).collect::<Option<_>>()?;
        Some(Part::truth(Draft::any("OR", several), part.may_lack))
    }

    fn case(&self, wanted: Type, branches: &[(Tree, Tree)], otherwise: Option<&Tree>) -> Option<Part> {
        let result = |term: &Tree| self.part(wanted, term);
        let mut whole = result(otherwise.unwrap_or(&Expression::Null))?;
        for (condition, then) in branches.iter().rev() {
            let (condition, then) = (self.truth(condition)?.asked(), result(then)?);
            let may_lack = then.may_lack || whole.may_lack;
            let (then, rest) =
                if wanted == Type::Truth && may_lack { (then.grade(), whole.grade()) } else { (then.draft, whole.draft) };
            whole = Part { draft: Draft::choose(condition, then, rest), may_lack };
        }
        Some(whole)
    }

    fn coalesce(&self, wanted: Type, arguments: &[Tree]) -> Option<Part> {
        let (last, before) = arguments.split_last()?;
        let mut whole = self.part(wanted, last)?;
        for argument in before.iter().rev() {
            let part = self.part(wanted, argument)?;
            whole = match (part.may_lack, argument) {
                (false, _) => part,
                (true, Expression::Operand(asked)) if wanted == Type::Number => {
                    let Operand::Number(cell) = asked.operand else { return None };
                    Part::made_of(number_or(cell, whole.draft), whole.may_lack)
                }
                (true, _) if wanted == Type::Truth => {
                    let is_unknown = part.draft.clone().compared("=", Draft::word(UNKNOWN));
                    let may_lack = whole.may_lack;
                    let grade = Draft::choose(is_unknown, whole.grade(), part.draft);
                    let draft = if may_lack { grade } else { grade.compared("=", Draft::word("1")) };
                    Part { draft, may_lack }
                }
                (true, _) => Part::made_of(Draft::call("IFERROR", [part.draft, whole.draft]), whole.may_lack),
            };
        }
        Some(whole)
    }

    fn null_if(&self, wanted: Type, arguments: &[Tree]) -> Option<Part> {
        let [one, other] = arguments else { return None };
        let (one, other) = (self.part(wanted, one)?, self.part(wanted, other)?);
        let may_lack = one.may_lack || other.may_lack;
        let is_same = match wanted {
            Type::Number => one.draft.clone().compared("=", other.draft),
            Type::Words => Draft::call("EXACT", [one.draft.clone(), other.draft]),
            Type::Truth => return None,
        };
        // If one of them is missing they are not the same.
        let is_same = if may_lack { Draft::call("IFERROR", [is_same, Draft::word("FALSE")]) } else { is_same };
        Some(Part { draft: Draft::choose(is_same, Draft::word("NA()"), one.draft), may_lack: true })
    }
}

impl Asked {
    fn is_number(&self) -> bool {
        matches!(self.operand, Operand::Number(_))
    }
}

fn type_of(term: &Tree) -> Option<Type> {
    match term {
        Expression::Number(_)
        | Expression::Negated(_)
        | Expression::Arithmetic(..)
        | Expression::Call(Function::Abs | Function::Round, _) => Some(Type::Number),
        Expression::Text(_) => Some(Type::Words),
        Expression::Truth(_)
        | Expression::Not(_)
        | Expression::Compare(..)
        | Expression::And(..)
        | Expression::Or(..)
        | Expression::IsNull(_)
        | Expression::In(..) => Some(Type::Truth),
        Expression::Operand(asked) => Some(if asked.is_number() { Type::Number } else { Type::Words }),
        Expression::Case(..) => term.results().into_iter().find_map(type_of),
        Expression::Call(Function::Coalesce | Function::NullIf, arguments) => arguments.iter().find_map(type_of),
        Expression::Null | Expression::Other { .. } => None,
    }
}

/// Days and nothing else.
fn is_day(term: &Tree) -> bool {
    match term {
        Expression::Operand(asked) => matches!(asked.operand, Operand::Day(_)),
        Expression::Text(text) => {
            !text.is_empty() && text.chars().all(|character| character.is_ascii_digit() || character == '-')
        }
        Expression::Null => true,
        Expression::Case(..) => term.results().into_iter().all(is_day),
        Expression::Call(Function::Coalesce | Function::NullIf, arguments) => arguments.iter().all(is_day),
        _ => false,
    }
}

/// What no reckoning has touched.
fn is_as_filled_in(term: &Tree) -> bool {
    match term {
        Expression::Operand(_) | Expression::Number(_) | Expression::Text(_) => true,
        Expression::Call(Function::Coalesce, arguments) => arguments.iter().all(is_as_filled_in),
        _ => false,
    }
}

fn nothing() -> Part {
    Part { draft: Draft::word("NA()"), may_lack: true }
}

fn negation(one: Part) -> Part {
    if one.may_lack {
        // In brackets: 1-x would lose its way in a product.
        let rest = Draft::arithmetic(Draft::word("1"), "-", one.draft);
        Part { draft: rest, may_lack: true }
    } else {
        Part::sure(Draft::call("NOT", [one.draft]))
    }
}

fn number_or(cell: FormCell, otherwise: Draft) -> Draft {
    Draft::choose(Draft::call("ISNUMBER", [Draft::cell(cell)]), Draft::cell(cell), otherwise)
}

fn trimmed(cell: FormCell) -> Draft {
    Draft::call("TRIM", [Draft::cell(cell)])
}

/// Where `|…|` stands among symbols.
fn found<'symbol>(cell: FormCell, symbols: impl Iterator<Item = &'symbol String>, end: &str) -> Draft {
    let listed: String = symbols.flat_map(|symbol| ["|", symbol]).collect();
    let wanted = Draft::quoted("|").followed_by(Draft::word("&")).followed_by(trimmed(cell)).followed_by(Draft::word("&\"|\""));
    Draft::call("FIND", [wanted, Draft::quoted(&format!("{listed}|{end}"))])
}

fn cell_of(operand: &Operand) -> Option<FormCell> {
    match operand {
        Operand::Number(cell) | Operand::Words(cell) | Operand::Day(cell) => Some(*cell),
        Operand::Constant(_) => None,
    }
}

/// The terms of a row of ANDs, or of ORs.
fn row(term: &Tree) -> Vec<&Tree> {
    let is_same = |other: &Tree| std::mem::discriminant(other) == std::mem::discriminant(term);
    let (Expression::And(left, right) | Expression::Or(left, right)) = term else { return vec![term] };
    [left, right].into_iter().flat_map(|side| if is_same(side) { row(side) } else { vec![&**side] }).collect()
}
