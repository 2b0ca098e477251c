//! A blank return as a document: cover, sheets, rows, what may be typed where.

use super::bulletin::Properties;
use super::self_check::SelfCheck;

/// What may be typed in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// A number with at most so many decimals, within bounds if there are any.
    Number {
        /// Most decimals.
        decimals: u8,
        /// Least value allowed.
        min: Option<f64>,
        /// Greatest value allowed.
        max: Option<f64>,
        /// Whether 不适用 may stand in its place.
        may_not_apply: bool,
    },
    /// One of a list: a drop-down.
    Choice(Vec<String>),
    /// A date.
    Date,
    /// Words.
    Text,
}

/// One line of the cover: a label and what stands beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct CoverField {
    /// Label, e.g. `单位代码`.
    pub label: String,
    /// Prefilled value; none where somebody must write.
    pub value: Option<String>,
    /// What may be typed; `None` locks the cell.
    pub answer: Option<Answer>,
}

/// One row of a form sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct FormRow {
    /// Item name with its 其中： if it is a part.
    pub name: String,
    /// Indent in characters.
    pub indent: u8,
    /// Unit of measure.
    pub unit: String,
    /// Item code.
    pub code: String,
    /// What may be typed as 本期累计 or 本季数 (or 期末数).
    pub answer: Answer,
    /// The same, already known (a sample, a slip); blank forms have none.
    pub value: Option<FormValue>,
    /// 上年同期, prefilled and locked; `None` when the store has none.
    pub last_year: Option<FormValue>,
    /// 上期累计 or 上季数, prefilled and locked; shown only where [`FormBook::shows_previous`].
    pub previous: Option<FormValue>,
    /// 口径, shown as a remark.
    pub note: String,
}

/// What stands in a cell of a form.
#[derive(Debug, Clone, PartialEq)]
pub enum FormValue {
    /// A number.
    Number(f64),
    /// Words, a choice, a symbol.
    Text(String),
}

/// A column of a [`FormList`].
#[derive(Debug, Clone, PartialEq)]
pub struct FormListColumn {
    /// Header, one line.
    pub header: String,
    /// Width in Chinese characters.
    pub width: f32,
}

/// A cell of a [`FormList`].
#[derive(Debug, Clone, PartialEq)]
pub enum FormListCell {
    /// Words that are known; locked.
    Words(String),
    /// What finds the row; locked.
    Code(String),
    /// Something to be typed.
    Asked {
        /// What may be typed.
        answer: Answer,
        /// What stands there already.
        value: Option<FormValue>,
    },
    /// Nothing belongs here.
    Blank,
}

/// A table that asks several things a row.
#[derive(Debug, Clone, PartialEq)]
pub struct FormList {
    /// At least one.
    pub columns: Vec<FormListColumn>,
    /// Each as many cells as there are columns.
    pub rows: Vec<Vec<FormListCell>>,
}

/// One sheet of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct FormSheet {
    /// Sheet name.
    pub name: String,
    /// Title, row 1.
    pub title: String,
    /// 表号.
    pub form_code: String,
    /// 制定机关.
    pub issuer: String,
    /// 批准文号.
    pub approval: Option<String>,
    /// 有效期至.
    pub valid_until: Option<String>,
    /// `2025年1—9月`; of a form by the quarter `2025年7—9月`.
    pub period_label: String,
    /// Whether its values are those of the quarter alone (本季数), and not 本期累计.
    pub is_by_quarter: bool,
    /// 填报单位.
    pub unit_name: String,
    /// 计量单位：…
    pub unit_line: String,
    /// Rows in order.
    pub rows: Vec<FormRow>,
    /// The table of a sheet that asks several things a row; then it has no [`Self::rows`].
    pub list: Option<FormList>,
    /// 填报说明 below the table.
    pub notes: Vec<String>,
}

/// A blank (or filled) return: one unit, one form, one period.
#[derive(Debug, Clone, PartialEq)]
pub struct FormBook {
    /// What the file says about itself.
    pub properties: Properties,
    /// Title on the cover.
    pub title: String,
    /// Lines of the cover.
    pub cover: Vec<CoverField>,
    /// 填报须知 on the cover.
    pub instructions: Vec<String>,
    /// Sheets in order.
    pub sheets: Vec<FormSheet>,
    /// Whether 上期累计 or 上季数 stands beside 上年同期.
    pub shows_previous: bool,
    /// 自查; blank forms have it, filled ones need none.
    pub self_check: Option<SelfCheck>,
}
