//! 退回单: a return, what was found in it, and its own workbook to a slip that the unit can correct or explain and send back. A file that
//! was refused gets one as well: its sheets as they are, if it could be opened, else the list alone.
//!
//! The sheets of the workbook come back as they were, cell by cell; only how they look is made anew. In front stands the list of
//! findings, behind the sheets the rules that judge the return, over its own cells (自查). What is no answer of the form is locked, so that nothing else changes by accident.

mod cover;
mod front;
mod layout;
mod marks;
mod self_check;
mod sheet;
#[cfg(test)]
mod tests;

use jiff::civil::Date;

use marks::Marks;
use tongbao_document::{FormValue, Properties, SlipBook, SlipSheet};
use tongbao_figures::plan::Rule;
use tongbao_returns::domain::{Form, Original, Return};
use tongbao_returns::finding::Finding;
use tongbao_returns::registry::Unit;

/// Name of the sheet in front; a return that comes back is read by the sheets behind it.
const FRONT: &str = "退回说明";
/// Sheets that a slip does not repeat but makes anew: the list of an earlier slip, and the self-check.
const NOT_REPEATED: [&str; 2] = [FRONT, "自查"];
/// The hidden sheet of a form's drop-downs: each workbook makes its own.
const LISTS: &str = "选项";

/// What 自查 is made of.
#[derive(Clone, Copy)]
pub struct Judged<'run> {
    /// Who filed.
    pub unit: &'run Unit,
    /// The rules that concern it.
    pub rules: &'run [&'run Rule],
    /// 上年同期 of an item, as in a blank form.
    pub last_year: &'run dyn Fn(usize) -> Option<FormValue>,
    /// 上期 of an item, as in a blank form.
    pub previous: &'run dyn Fn(usize) -> Option<FormValue>,
}

/// What a slip is made of.
#[derive(Clone, Copy)]
pub struct Returned<'run> {
    /// Path of the file below the inbox.
    pub file: &'run str,
    /// The return as read, with its form; `None` if the file was refused.
    pub filed: Option<(&'run Return, &'run Form)>,
    /// By what the return is judged; `None` if the file was refused.
    pub judged: Option<&'run Judged<'run>>,
    /// Name of the unit, as far as known.
    pub unit_name: &'run str,
    /// What was found, about this return and no other.
    pub findings: &'run [Finding],
    /// The unit's own workbook, if it could be opened.
    pub original: Option<&'run Original>,
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
    let original = returned.original;
    let sheets: Vec<_> = original
        .into_iter()
        .flat_map(|original| original.sheets.iter().enumerate())
        .filter(|(_, sheet)| {
            let name = sheet.name.split_whitespace().collect::<String>();
            let is_own = sheet.is_hidden && name == LISTS;
            !is_own && !NOT_REPEATED.contains(&name.as_str())
        })
        .collect();
    let names: Vec<&str> = sheets.iter().map(|(_, sheet)| sheet.name.as_str()).collect();
    let findings = front::ordered(returned.findings, &names);
    let marks = Marks::of(&findings, returned.file, &names);
    let sheets: Vec<SlipSheet> = sheets
        .iter()
        .enumerate()
        .map(|(position, (number, sheet))| {
            let is_cover = original.is_some_and(|original| original.cover == Some(*number));
            sheet::repeated(returned, sheet, is_cover, &marks.on_sheet(position))
        })
        .collect();
    let day = returned.as_of;
    SlipBook {
        properties: Properties {
            title: match returned.filed {
                Some((filed, form)) => format!("{}（{}）退回单", form.title, filed.period.chinese()),
                None => format!("{}退回单", returned.file),
            },
            author: returned.office.to_owned(),
            subject: returned.unit_name.to_owned(),
            as_of: (day.year(), day.month(), day.day()),
            sample: returned.is_sample,
            ..Properties::default()
        },
        front: FRONT.to_owned(),
        title: format!("{}报表退回说明", returned.unit_name),
        about: front::about(returned),
        instructions: front::instructions(&findings, returned),
        rows: findings.iter().map(|finding| front::row(finding, &marks)).collect(),
        self_check: returned.judged.and_then(|judged| self_check::composed(returned, judged, &names, &sheets)),
        sheets,
    }
}
