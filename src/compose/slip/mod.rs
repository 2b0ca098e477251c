//! 退回单: a return, what was found in it, and its own workbook to a slip that the unit can correct or explain and send back.
//!
//! The sheets of the workbook come back as they were, cell by cell; only how they look is made anew. In front stands the list of
//! findings. What is no answer of the form is locked, so that nothing else changes by accident.

mod cover;
mod front;
mod layout;
mod marks;
mod sheet;
#[cfg(test)]
mod tests;

use jiff::civil::Date;

use marks::Marks;
use tongbao_document::{Properties, SlipBook};
use tongbao_returns::domain::{Form, Original, Return};
use tongbao_returns::finding::Finding;

/// Name of the sheet in front; a return that comes back is read by the sheets behind it.
const FRONT: &str = "退回说明";
/// Sheets that a slip does not repeat: the list of an earlier slip, and the self-check of a blank form, which would say of the old values
/// what holds for no others.
const NOT_REPEATED: [&str; 2] = [FRONT, "自查"];
/// The hidden sheet of a form's drop-downs: each workbook makes its own.
const LISTS: &str = "选项";

/// What a slip is made of.
#[derive(Debug, Clone, Copy)]
pub struct Returned<'run> {
    /// The return as read.
    pub filed: &'run Return,
    /// Its form.
    pub form: &'run Form,
    /// Name of the unit.
    pub unit_name: &'run str,
    /// What was found, about this return and no other.
    pub findings: &'run [Finding],
    /// The unit's own workbook.
    pub original: &'run Original,
    /// Who sends it back.
    pub office: &'run str,
    /// One line on when and where to send the corrected return.
    pub notice: Option<&'run str>,
    /// The day of the run.
    pub as_of: Date,
    /// Whether every page says 示例数据.
    pub is_sample: bool,
}

/// Composes a slip.
pub fn slip(returned: &Returned<'_>) -> SlipBook {
    let sheets: Vec<_> = returned
        .original
        .sheets
        .iter()
        .enumerate()
        .filter(|(_, sheet)| {
            let name = sheet.name.split_whitespace().collect::<String>();
            let is_own = sheet.is_hidden && name == LISTS;
            !is_own && !NOT_REPEATED.contains(&name.as_str())
        })
        .collect();
    let names: Vec<&str> = sheets.iter().map(|(_, sheet)| sheet.name.as_str()).collect();
    let findings = front::ordered(returned.findings, &names);
    let marks = Marks::of(&findings, &returned.filed.file.path, &names);
    let sheets = sheets
        .iter()
        .enumerate()
        .map(|(position, (original, sheet))| {
            let is_cover = returned.original.cover == Some(*original);
            sheet::repeated(returned, sheet, is_cover, &marks.on_sheet(position))
        })
        .collect();
    let day = returned.as_of;
    SlipBook {
        properties: Properties {
            title: format!("{}（{}）退回单", returned.form.title, returned.filed.period.chinese()),
            author: returned.office.to_owned(),
            subject: returned.unit_name.to_owned(),
            as_of: (day.year(), day.month(), day.day()),
            sample: returned.is_sample,
            ..Properties::default()
        },
        front: FRONT.to_owned(),
        title: format!("{}报表退回说明", returned.unit_name),
        about: front::about(returned),
        instructions: front::instructions(&findings, returned.notice),
        rows: findings.iter().map(|finding| front::row(finding, &marks)).collect(),
        sheets,
    }
}
