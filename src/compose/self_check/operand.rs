//! What the variables of a condition are in one unit's form: a cell, or a word that is known when the form is made.

use tongbao_document::{FormCell, FormColumn, FormValue, Known};
use tongbao_figures::plan::{FormulaItem, Lag, MEMBER_COUNT, Variable};
use tongbao_returns::domain::{Form, Item, Kind};
use tongbao_returns::forms::Filling;
use tongbao_returns::registry::Unit;

/// What a variable of a condition is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Operand {
    /// A cell with a number.
    Number(FormCell),
    /// A cell with words.
    Words(FormCell),
    /// A cell with a date; a condition sees `2025-09-30`.
    Day(FormCell),
    /// An attribute of the unit.
    Constant(String),
}

/// What stands there.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Said {
    /// A value.
    Value(Known),
    /// 不适用.
    NotApplicable,
    /// Nothing.
    Blank,
}

/// Why a form cannot check a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hindrance {
    /// It reads another form.
    OtherForm,
    /// It reads what the members of an alliance filed.
    Members,
    /// What the unit filed before is not there.
    NoHistory,
    /// It reads the end of last year, of which a form has no column.
    YearEnd,
    /// A spreadsheet cannot say it.
    Beyond,
    /// The row of an item is not there.
    NoCell,
    /// The cell does not hold the bare value that was read from it.
    ReadOtherwise,
}

impl Hindrance {
    /// For the list of what is checked later.
    pub(super) fn sentence(self) -> &'static str {
        match self {
            Self::OtherForm => "要用到其他报表",
            Self::Members => "要用到医联体成员单位的数据",
            Self::NoHistory => "本表没有预填所需的上期或上年同期数",
            Self::YearEnd => "要用到上年末的数",
            Self::Beyond => "条件超出表格公式的范围",
            Self::NoCell => "本表没有所需指标的单元格",
            Self::ReadOtherwise => "所需单元格的内容带单位、文字或格式，与采用的数写法不同",
        }
    }
}

/// One unit's form, with what stands in it.
#[derive(Clone, Copy)]
pub struct Sheet<'run> {
    /// The form.
    pub form: &'run Form,
    /// Whose it is.
    pub unit: &'run Unit,
    /// What stands in it.
    pub filling: &'run Filling<'run>,
    /// Why no formula may read the cell that the filler types for an item; in a form that is made anew all may be read.
    pub hindrance: &'run dyn Fn(usize) -> Option<Hindrance>,
}

/// A form by its items.
pub(super) struct Columns<'run> {
    pub(super) sheet: Sheet<'run>,
    /// By position.
    items: Vec<&'run Item>,
}

impl<'run> Columns<'run> {
    pub(super) fn new(sheet: Sheet<'run>) -> Self {
        Self { sheet, items: sheet.form.items().collect() }
    }

    /// What a variable is; why the form does not have it.
    pub(super) fn operand(&self, variable: &Variable) -> Result<Operand, Hindrance> {
        match variable {
            Variable::Attribute(attribute) => Ok(Operand::Constant(self.sheet.unit.attribute(*attribute).to_owned())),
            Variable::Item(item) => self.cell(item),
            // A pack's check keeps these out of rules.
            Variable::AllianceKind | Variable::County | Variable::PeerGroup | Variable::Indicator(_) | Variable::Listed(_) => {
                Err(Hindrance::Beyond)
            }
        }
    }

    /// The cell of an item; why the form does not have it.
    pub(super) fn cell(&self, wanted: &FormulaItem) -> Result<Operand, Hindrance> {
        let (position, item, place) = self.place(wanted)?;
        let cell = FormCell::Item(position, place);
        Ok(match item.kind {
            Kind::Flow | Kind::Stock | Kind::Level => Operand::Number(cell),
            Kind::Date => Operand::Day(cell),
            Kind::YesNo | Kind::Choice(_) | Kind::Text => Operand::Words(cell),
        })
    }

    /// What stands there when the form is made.
    pub(super) fn said(&self, variable: &Variable) -> Said {
        let wanted = match variable {
            Variable::Attribute(attribute) => return Said::Value(Known::Words(self.sheet.unit.attribute(*attribute).to_owned())),
            Variable::Item(item) => item,
            Variable::AllianceKind | Variable::County | Variable::PeerGroup | Variable::Indicator(_) | Variable::Listed(_) => {
                return Said::Blank;
            }
        };
        let Ok((position, item, place)) = self.place(wanted) else { return Said::Blank };
        let value = match place {
            FormColumn::Value => (self.sheet.filling.value)(position),
            FormColumn::LastYear => (self.sheet.filling.last_year)(position),
            FormColumn::Previous => self.sheet.filling.previous.and_then(|previous| previous(position)),
        };
        let symbols = &self.sheet.form.symbols;
        match value {
            None => Said::Blank,
            Some(FormValue::Number(number)) => Said::Value(Known::Number(number)),
            Some(FormValue::Text(words)) if symbols.not_applicable.contains(&words) => Said::NotApplicable,
            Some(FormValue::Text(words)) if words.is_empty() || symbols.not_reported.contains(&words) => Said::Blank,
            Some(FormValue::Text(_)) if item.kind.is_number() => Said::Blank,
            Some(FormValue::Text(words)) => Said::Value(Known::Words(words)),
        }
    }

    /// Whether a variable holds numbers.
    pub(super) fn is_number(&self, variable: &Variable) -> bool {
        matches!(self.operand(variable), Ok(Operand::Number(_)))
    }

    /// The position of the item that the filler types for a variable; `None` if it is of another period, or no item.
    pub(super) fn typed(&self, variable: &Variable) -> Option<usize> {
        match self.place(variable.item()?) {
            Ok((position, _, FormColumn::Value)) => Some(position),
            _ => None,
        }
    }

    fn place(&self, wanted: &FormulaItem) -> Result<(usize, &'run Item, FormColumn), Hindrance> {
        if wanted.column() == MEMBER_COUNT {
            return Err(Hindrance::Members);
        }
        let place = match wanted.lag {
            Lag::None => FormColumn::Value,
            Lag::YearBefore => FormColumn::LastYear,
            Lag::PreviousPeriod => FormColumn::Previous,
            Lag::YearEnd => return Err(Hindrance::YearEnd),
            Lag::Members => return Err(Hindrance::Members),
            Lag::YearMean => return Err(Hindrance::NoHistory),
        };
        let found = self.items.iter().enumerate().find(|(_, item)| item.name == wanted.name);
        let (position, item) = found.ok_or(Hindrance::OtherForm)?;
        match place {
            FormColumn::Previous if self.sheet.filling.previous.is_none() => return Err(Hindrance::NoHistory),
            FormColumn::Value => (self.sheet.hindrance)(position).map_or(Ok(()), Err)?,
            FormColumn::Previous | FormColumn::LastYear => {}
        }
        Ok((position, item, place))
    }
}
