//! From a filing to a return: what the sample knows about units, forms and numbers, in one place.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::error::SampleError;
use crate::filing::Filing;
use crate::numbers::Numbers;
use crate::recipe::Recipe;
use tongbao_document::{FormBook, FormValue};
use tongbao_render::Theme;
use tongbao_returns::domain::{Form, FormId, Period};
use tongbao_returns::forms::{Filling, form_book};
use tongbao_returns::registry::{Registry, Unit};

/// Fills in returns.
#[derive(Debug)]
pub struct Desk<'run> {
    /// Who exists.
    pub registry: &'run Registry,
    theme: &'run Theme,
    numbers: Vec<Numbers<'run>>,
    by_name: BTreeMap<&'run str, &'run Unit>,
}

impl<'run> Desk<'run> {
    /// Fits the recipe to the forms.
    pub fn new(
        registry: &'run Registry,
        forms: &[&'run Form],
        recipe: &'run Recipe,
        theme: &'run Theme,
        seed: u64,
    ) -> Result<Self, SampleError> {
        let mut numbers = Vec::with_capacity(forms.len());
        let mut mistakes = Vec::new();
        for &form in forms {
            match Numbers::new(form, recipe, seed) {
                Ok(fitted) => numbers.push(fitted),
                Err(SampleError::Recipe { mistakes: more }) => mistakes.extend(more),
                Err(other) => return Err(other),
            }
        }
        if !mistakes.is_empty() {
            return Err(SampleError::Recipe { mistakes });
        }
        let by_name = registry.units.values().map(|unit| (unit.name.as_str(), unit)).collect();
        Ok(Self { registry, theme, numbers, by_name })
    }

    /// The return of a filing, filled in.
    pub fn book(&self, filing: &Filing<'_>) -> Result<FormBook, SampleError> {
        let unknown = || SampleError::Unknown { what: "form", name: filing.form.to_string() };
        let numbers = self.numbers.get(filing.form).ok_or_else(unknown)?;
        Ok(filled(numbers, filing.unit, filing.period, Some(filing.reported_on)))
    }

    /// The return of any unit on any form, also where none is due.
    pub fn book_of(&self, unit: &Unit, form: &str, period: Period, reported_on: Date) -> Result<FormBook, SampleError> {
        let known = self.numbers.iter().find(|numbers| numbers.form.id == FormId::new(form));
        let numbers = known.ok_or_else(|| SampleError::Unknown { what: "form", name: form.to_owned() })?;
        Ok(filled(numbers, unit, period, Some(reported_on)))
    }

    /// The form of a filing.
    pub fn form(&self, filing: &Filing<'_>) -> Option<&'run Form> {
        self.numbers.get(filing.form).map(|numbers| numbers.form)
    }

    /// The unit of a name.
    pub fn unit(&self, name: &str) -> Result<&'run Unit, SampleError> {
        self.by_name.get(name).copied().ok_or_else(|| SampleError::Unknown { what: "unit", name: name.to_owned() })
    }

    /// The workbook of a return.
    pub fn render(&self, book: &FormBook) -> Result<Vec<u8>, SampleError> {
        Ok(tongbao_render::xlsx::form(book, self.theme)?)
    }
}

fn filled(numbers: &Numbers<'_>, unit: &Unit, period: Period, reported_on: Option<Date>) -> FormBook {
    let values = numbers.values(unit, period);
    let year_before = period.year_before();
    let before = if unit.is_open(year_before.last_day()) { numbers.values(unit, year_before) } else { Vec::new() };
    let previous = if numbers.form.tasks.is_some() { numbers.values(unit, period.previous()) } else { Vec::new() };
    let at = |values: &[Option<FormValue>], position: usize| values.get(position).cloned().flatten();
    let before_this = |position| at(&previous, position);
    let filling = Filling {
        value: &|position| at(&values, position),
        last_year: &|position| at(&before, position),
        // A ledger tells the state of the quarter before; other forms that were filled in have no such column.
        previous: numbers.form.tasks.is_some().then_some(&before_this),
        filler: unit.contact.clone(),
        phone: unit.phone.clone(),
        deadline: None,
        reported_on,
    };
    // The file is dated by its report: nothing of a sample depends on the day on which it was made.
    form_book(numbers.form, unit, period, &filling, reported_on.unwrap_or_else(|| period.last_day()), true)
}
