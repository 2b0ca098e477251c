//! The ways in which returns are spoilt, each once: how it is done, what must be found, what becomes of the return.
//!
//! Two use them. The sample spoils returns of its own, in quarters full of good ones; the kit of wrong returns (`tests/defects`) spoils
//! one return a time and checks that what a way says is found, at its cell, and nothing else.

use super::effect::Effect;
use super::spoilt::{Container, Spoilt, With};
use super::{Way, edit};
use crate::error::SampleError;
use tongbao_returns::finding::Code;

type Outcome = Result<(), SampleError>;

const fn way(codes: &'static [Code], effect: Effect, spoil: fn(&mut Spoilt, With) -> Outcome) -> Way {
    Way { codes, effect, spoil }
}

// Files that are no return, or cannot be opened.

/// Nothing at all.
pub static EMPTY_FILE: Way = way(&[Code::EmptyFile], Effect::Rejected, |spoilt, with| {
    spoilt.replace(with);
    Ok(())
});
/// Only the first half.
pub static TRUNCATED: Way = way(&[Code::Truncated], Effect::Rejected, |spoilt, _| {
    spoilt.container = Container::Truncated;
    Ok(())
});
/// Something else in place of a workbook.
pub static NO_WORKBOOK: Way = way(&[Code::NotAWorkbook], Effect::Rejected, |spoilt, with| {
    spoilt.replace(with);
    Ok(())
});
/// A file of a kind that is not read, by its name.
pub static OTHER_FORMAT: Way = way(&[Code::UnsupportedFormat], Effect::Rejected, |spoilt, with| {
    spoilt.replace(with);
    Ok(())
});
/// A bomb.
pub static BOMB: Way = way(&[Code::TooLarge], Effect::Rejected, |spoilt, _| {
    spoilt.container = Container::Swollen;
    Ok(())
});
/// A whole register on one of its sheets.
pub static REGISTER: Way = way(&[Code::TooLarge], Effect::Rejected, |spoilt, _| {
    spoilt.container = Container::Crowded;
    Ok(())
});

// Who files what, when.

/// 封面 is gone.
pub static NO_COVER: Way = way(&[Code::NoCover], Effect::Rejected, |spoilt, _| {
    spoilt.laid_out().without_cover = true;
    Ok(())
});
/// Another 表号, on the cover and on every sheet.
pub static FORM_UNKNOWN: Way = way(&[Code::FormUnknown], Effect::Rejected, |spoilt, with| {
    spoilt.say(with)?;
    let code =
        spoilt.book.cover.iter().find(|field| field.label == "表号").and_then(|field| field.value.clone()).unwrap_or_default();
    spoilt.book.sheets.iter_mut().for_each(|sheet| code.clone_into(&mut sheet.form_code));
    Ok(())
});
/// No 表号 anywhere.
pub static NO_FORM: Way = way(&[Code::FormBySheets], Effect::Harmless, |spoilt, with| {
    spoilt.say(with)?;
    edit::cover(&mut spoilt.book, "表号", "")?;
    spoilt.book.sheets.iter_mut().for_each(|sheet| sheet.form_code.clear());
    Ok(())
});
/// Last year's form.
pub static OLD_FORM: Way = way(&[Code::FormVersion], Effect::Rejected, Spoilt::say);
/// A unit that the registry does not know.
pub static UNIT_UNKNOWN: Way = way(&[Code::UnitUnknown], Effect::Rejected, Spoilt::say);
/// Code and name of the unit are those of two units.
pub static UNIT_MISMATCH: Way = way(&[Code::UnitMismatch], Effect::Rejected, Spoilt::say);
/// A unit that has been closed.
pub static UNIT_CLOSED: Way = way(&[Code::UnitClosed], Effect::Rejected, Spoilt::say);
/// A unit that is not open yet.
pub static UNIT_NOT_OPEN: Way = way(&[Code::UnitNotOpen], Effect::Rejected, Spoilt::say);
/// A form that others file.
pub static FORM_OF_OTHERS: Way = way(&[Code::FormNotDue], Effect::Rejected, Spoilt::say);
/// A 报告期 that says no year, or nothing.
pub static PERIOD_UNKNOWN: Way = way(&[Code::PeriodUnknown], Effect::Rejected, Spoilt::say);
/// A 报告期 that is not due.
pub static WRONG_PERIOD: Way = way(&[Code::WrongPeriod], Effect::Rejected, Spoilt::say);
/// 报出日期 is no date, or blank.
pub static NO_DATE: Way = way(&[Code::ReportDateMissing], Effect::Harmless, Spoilt::say);
/// 报出日期 before the period is over.
pub static EARLY_DATE: Way = way(&[Code::ReportDateOdd], Effect::Harmless, Spoilt::say);
/// The unit's name, or an alias, without its code.
pub static NO_CODE: Way = way(&[Code::MatchedByName], Effect::Harmless, Spoilt::say);
/// The unit's code with a name that the registry does not have.
pub static OTHER_NAME: Way = way(&[Code::NameDiffers], Effect::Harmless, Spoilt::say);

// Rows, columns, sheets.

/// A row of the filler's own below an item, with a code that the form does not have.
pub static OWN_ROW: Way = way(&[Code::UnknownItem], Effect::Harmless, |spoilt, with| {
    with.iter().try_for_each(|(below, name)| {
        edit::repeated(&mut spoilt.book, below, |row| {
            "199".clone_into(&mut row.code);
            name.words().clone_into(&mut row.name);
        })
    })
});
/// The code of an item's row is gone.
pub static CODE_GONE: Way = way(&[Code::ItemMissing], Effect::CellUnused, |spoilt, with| {
    with.iter().try_for_each(|(item, _)| edit::row(&mut spoilt.book, item).map(|row| row.code.clear()))
});
/// The row of an item twice, with two numbers; [`Said::Nothing`](super::Said::Nothing) for twice the same.
pub static ROW_TWICE: Way = way(&[Code::ItemTwice], Effect::CellUnused, |spoilt, with| {
    with.iter().try_for_each(|(item, _)| edit::repeated(&mut spoilt.book, item, |_| ()))?;
    spoilt.say(with)
});
/// The names of a sheet slip down by one row.
pub static NAMES_SLIPPED: Way = way(&[Code::NameMismatch], Effect::Harmless, |spoilt, with| {
    with.iter().try_for_each(|(sheet, _)| {
        let position = spoilt.position(sheet)?;
        edit::names_shifted(&mut spoilt.book, position)
    })
});
/// A sheet is gone.
pub static SHEET_GONE: Way = way(&[Code::SheetMissing], Effect::CellUnused, |spoilt, with| {
    for (sheet, _) in with {
        edit::without_sheet(&mut spoilt.book, sheet);
    }
    Ok(())
});
/// A sheet lost the row of its headers.
pub static HEADER_GONE: Way = way(&[Code::HeaderMissing], Effect::CellUnused, |spoilt, with| {
    with.iter().try_for_each(|(sheet, _)| {
        let position = spoilt.position(sheet)?;
        spoilt.laid_out().without_header = Some(position);
        Ok(())
    })
});
/// A sheet with numbers is hidden.
pub static HIDDEN: Way = way(&[Code::HiddenContent], Effect::Harmless, |spoilt, with| {
    with.iter().try_for_each(|(sheet, _)| {
        let position = spoilt.position(sheet)?;
        spoilt.laid_out().hidden = Some(position);
        Ok(())
    })
});
/// A sheet declares 本表无数据, and has numbers.
pub static DECLARED_EMPTY: Way = way(&[Code::AnsweredThoughEmpty], Effect::Harmless, declared_empty);
/// A sheet declares 本表无数据, and has none.
pub static NOTHING_TO_REPORT: Way = way(&[], Effect::Counted, |spoilt, with| {
    for (sheet, _) in with {
        let position = spoilt.position(sheet)?;
        spoilt.book.sheets.iter_mut().skip(position).take(1).flat_map(|sheet| &mut sheet.rows).for_each(|row| row.value = None);
    }
    declared_empty(spoilt, with)
});
/// Nothing is filled in.
pub static EMPTY_RETURN: Way = way(&[Code::EmptyReturn], Effect::Missing, |spoilt, _| {
    edit::emptied(&mut spoilt.book);
    Ok(())
});

// Cells.

/// Words where a number belongs.
pub static WORDS: Way = way(&[Code::NumberExpected], Effect::CellUnused, Spoilt::say);
/// A formula that shows an error.
pub static FORMULA_ERROR: Way = way(&[Code::FormulaError], Effect::CellUnused, Spoilt::say);
/// A formula without its result.
pub static UNCALCULATED: Way = way(&[Code::FormulaWithoutValue], Effect::CellUnused, Spoilt::say);
/// Another 计量单位, that can be converted.
pub static CONVERTED: Way = way(&[Code::UnitConverted], Effect::Harmless, Spoilt::say);
/// A 计量单位 that cannot.
pub static ODD_UNIT: Way = way(&[Code::UnitOfMeasureOdd], Effect::CellUnused, Spoilt::say);
/// Numbers typed as words.
pub static TYPED: Way = way(&[Code::Cleaned], Effect::Harmless, Spoilt::say);
/// A number that cannot be: below zero, above the highest level.
pub static OUT_OF_RANGE: Way = way(&[Code::OutOfRange], Effect::CellUnused, Spoilt::say);
/// An answer that is none of those offered.
pub static NO_SUCH_ANSWER: Way = way(&[Code::ChoiceUnknown], Effect::CellUnused, Spoilt::say);
/// More decimals than the item has.
pub static MORE_DECIMALS: Way = way(&[Code::DecimalsOdd], Effect::Counted, Spoilt::say);
/// Zeros, and signs for what does not apply or was not reported.
pub static ZEROS_AND_SIGNS: Way = way(&[Code::RuleBroken], Effect::Counted, Spoilt::say);

// Several files for one return.

/// A draft that was sent before the return.
pub static DRAFT: Way = way(&[Code::Superseded], Effect::Superseded, Spoilt::say);
/// A correction that was sent after it.
pub static CORRECTION: Way = way(&[Code::Superseded], Effect::Counted, Spoilt::say);
/// The same file twice.
pub static TWICE: Way = way(&[Code::DuplicateFile], Effect::Harmless, Spoilt::say);

// Numbers that can be read, and break a rule.

/// They keep the return out of totals.
pub static BREAKS_RULE: Way = way(&[Code::RuleBroken], Effect::SentBack, Spoilt::say);
/// They count: the office has said why they are so.
pub static EXPLAINED: Way = way(&[Code::RuleBroken], Effect::Counted, Spoilt::say);

// Oddities that nobody may be held to.

/// Written otherwise, and right.
pub static ODD_BUT_RIGHT: Way = way(&[], Effect::Harmless, Spoilt::say);

fn declared_empty(spoilt: &mut Spoilt, with: With) -> Outcome {
    with.iter().try_for_each(|(sheet, _)| {
        let position = spoilt.position(sheet)?;
        spoilt.laid_out().declared_empty = Some(position);
        Ok(())
    })
}
