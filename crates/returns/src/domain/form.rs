//! A form (表式): the definition of a return's sheets and items.

use super::code::{Category, FormId};
use super::flow_basis::FlowBasis;
use super::item::Item;
use super::participants::Participants;
use super::sight::Sight;
use super::step::StepAt;
use super::task::{Task, Tasks};

/// One sheet of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Sheet name in the workbook.
    pub name: String,
    /// Title in row 1.
    pub title: String,
    /// 计量单位：…
    pub unit_line: String,
    /// 填报说明.
    pub note: String,
    /// In printed order.
    pub items: Vec<Item>,
}

impl Sheet {
    /// A sheet of which no more is said.
    pub fn new(name: impl Into<String>, items: Vec<Item>) -> Self {
        let blank = String::new;
        Self { name: name.into(), title: blank(), unit_line: blank(), note: blank(), items }
    }
}

/// What the symbols of a form mean. A blank cell is always 未填.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbols {
    /// Read as 不适用.
    pub not_applicable: Vec<String>,
    /// Read as 未填.
    pub not_reported: Vec<String>,
}

impl Default for Symbols {
    fn default() -> Self {
        let list = |symbols: &[&str]| symbols.iter().map(|&symbol| symbol.to_owned()).collect();
        Self { not_applicable: list(&["—", "－", "-", "--", "/", "不适用"]), not_reported: list(&["…", "...", "未报"]) }
    }
}

/// A form: who files what, when.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// Identifier.
    pub id: FormId,
    /// 表号, printed on every sheet and on the cover; unique in a workspace.
    pub code: String,
    /// Title.
    pub title: String,
    /// Version; a return of another version is not read.
    pub version: String,
    /// 制定机关.
    pub issuer: String,
    /// 批准文号.
    pub approval: Option<String>,
    /// 有效期至.
    pub valid_until: Option<String>,
    /// Categories of units that file it.
    pub filed_by: Vec<Category>,
    /// Who of these is asked for it: whoever takes part in a plan that asks.
    pub participants: Participants,
    /// What its flows are filed for.
    pub basis: FlowBasis,
    /// Days after the period's last day until which it is on time at the county's office.
    pub due_days: u16,
    /// The same at the city's office, to which the county sends it on; as for the county if absent.
    pub city_due_days: Option<u16>,
    /// What its symbols mean.
    pub symbols: Symbols,
    /// In order.
    pub sheets: Vec<Sheet>,
    /// What makes it a ledger form: its items are what is asked about the plan's tasks, and its one sheet has a row for each task.
    pub tasks: Option<Tasks>,
}

impl Form {
    /// A form of one sheet, due after 15 days, of which no more is said.
    pub fn new(id: FormId, filed_by: Category, sheet: Sheet) -> Self {
        Self {
            code: id.to_string(),
            id,
            title: String::new(),
            version: String::new(),
            issuer: String::new(),
            approval: None,
            valid_until: None,
            filed_by: vec![filed_by],
            participants: Participants::default(),
            basis: FlowBasis::default(),
            due_days: 15,
            city_due_days: None,
            symbols: Symbols::default(),
            tasks: None,
            sheets: vec![sheet],
        }
    }

    /// All items, sheet by sheet; a [`super::Fact`] names its item by the position in this order.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.sheets.iter().flat_map(|sheet| sheet.items.iter())
    }

    /// The item at a position of [`Form::items`].
    pub fn item(&self, position: usize) -> Option<&Item> {
        self.items().nth(position)
    }

    /// Whether its flows are those of the quarter alone.
    pub fn is_by_quarter(&self) -> bool {
        self.basis == FlowBasis::Quarter
    }

    /// The same form with the rows of all plans in sight, as it is filed.
    #[must_use]
    pub fn of_all_plans(&self) -> Self {
        let tasks = self.tasks.clone().map(|tasks| Tasks { in_sight: Sight::All, ..tasks });
        Self { tasks, ..self.clone() }
    }

    /// The same form for somebody who stands there in the steps of its tasks.
    #[must_use]
    pub fn at_steps(&self, at: impl Fn(&Task) -> StepAt) -> Self {
        let mut form = self.clone();
        if let Some(tasks) = &mut form.tasks {
            tasks.stand_at(at);
        }
        form
    }

    /// The same form as it is handed out in a year.
    #[must_use]
    pub fn handed_out_in(&self, year: i16) -> Self {
        let tasks = self.tasks.clone().map(|tasks| Tasks { handed_out_in: Some(year), ..tasks });
        Self { tasks, ..self.clone() }
    }

    /// Whether units of the category file this form.
    pub fn is_filed_by(&self, category: &Category) -> bool {
        self.filed_by.contains(category)
    }
}
