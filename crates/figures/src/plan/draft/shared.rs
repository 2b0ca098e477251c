//! What packs share, as far as a draft takes it: indicators by their names, and the forms that ask for what these read.
//!
//! In: the folder `common`, and the rows of a catalogue. Out: for which rows a shared indicator is used, and which shared forms are included for
//! that. What is not sound there is offered to nobody; it is told where a pack uses it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

use super::filer::Filer;
use super::model::{Model, text_of};
use super::{Outline, target};
use crate::plan::catalogue::CatalogueRow;
use crate::plan::check::offered::COMMON_FORMS;
use crate::plan::error::PlanError;
use crate::plan::folders::PackFolders;
use crate::plan::formula;
use crate::plan::layout::{COMMON, INDICATORS};
use tongbao_returns::domain::Category;
use tongbao_returns::nearest::nearest;

/// What packs share.
#[derive(Debug, Default)]
pub(super) struct Shared {
    indicators: Vec<SharedIndicator>,
    forms: Vec<SharedForm>,
}

/// An indicator that packs share.
#[derive(Debug)]
pub(super) struct SharedIndicator {
    /// Its name.
    pub(super) name: String,
    /// As it is written.
    pub(super) formula: String,
    /// Unit of measure.
    pub(super) unit: String,
    /// Which way is good.
    pub(super) better: String,
    /// For which groups it is computed.
    pub(super) scopes: Vec<String>,
    /// Whether a pack has to fill something in.
    has_blanks: bool,
    /// The items that it reads; none of a formula that cannot be read.
    reads: BTreeSet<String>,
}

/// A form that packs share; none of the ledger's, whose rows are each plan's own.
#[derive(Debug)]
pub(super) struct SharedForm {
    /// As `includes` calls it.
    pub(super) name: String,
    /// The categories of those who file it.
    pub(super) filed_by: BTreeSet<Category>,
    /// Names of its items.
    pub(super) items: BTreeSet<String>,
    id: String,
    code: String,
}

/// What a draft takes of it.
#[derive(Debug, Default)]
pub(super) struct Taken<'run> {
    /// By the identifiers of the rows that they answer.
    indicators: BTreeMap<String, &'run SharedIndicator>,
    /// The forms that are included for them.
    pub(super) forms: Vec<&'run SharedForm>,
}

impl Shared {
    /// Reads what packs share.
    pub(super) fn read(folders: &PackFolders) -> Result<Self, PlanError> {
        let indicators = tables(&text_of(folders, &format!("{COMMON}/{INDICATORS}"))?, "indicator");
        let mut forms = Vec::new();
        for file in folders.list(COMMON_FORMS, "toml")? {
            let text = text_of(folders, &format!("{COMMON_FORMS}/{file}"))?;
            let name = file.strip_suffix(".toml").unwrap_or(&file);
            forms.extend(text.parse::<Table>().ok().and_then(|form| SharedForm::of(name, &form)));
        }
        Ok(Self { indicators: indicators.iter().filter_map(SharedIndicator::of).collect(), forms })
    }

    /// What a draft of these rows takes; of rows that are one indicator the first stands for all.
    pub(super) fn taken<'run>(&'run self, groups: &[Vec<CatalogueRow>], outline: Outline, model: &Model) -> Taken<'run> {
        let mut taken = Taken::default();
        let categories = model.categories();
        for row in groups.iter().filter_map(|group| group.first()) {
            let is_free = |one: &&SharedIndicator| taken.indicators.values().all(|known| known.name != one.name);
            let Some(indicator) = self.indicators.iter().filter(is_free).find(|one| one.answers(row, outline)) else { continue };
            let filers = Filer::of(row, outline).categories(outline, &categories);
            let Some(forms) = self.forms_for(indicator, &filers, model, &taken) else { continue };
            taken.forms.extend(forms);
            taken.indicators.insert(row.id.clone(), indicator);
        }
        taken
    }

    /// The forms that have to be included besides those taken so far, for every item to be asked; none if some item is on none that can be.
    fn forms_for<'run>(
        &'run self,
        indicator: &SharedIndicator,
        filers: &[Category],
        model: &Model,
        taken: &Taken<'run>,
    ) -> Option<Vec<&'run SharedForm>> {
        let is_asked = |item: &&String| model.asks(item) || taken.forms.iter().any(|form| form.items.contains(*item));
        let mut missing: BTreeSet<&String> = indicator.reads.iter().filter(|item| !is_asked(item)).collect();
        let mut added: Vec<&SharedForm> = Vec::new();
        while !missing.is_empty() {
            let fits = |form: &&SharedForm| {
                let others = taken.forms.iter().chain(&added);
                !form.is_in_the_way_of(model) && others.into_iter().all(|other| other.name != form.name)
            };
            let asks = |form: &SharedForm| missing.iter().filter(|item| form.items.contains(**item)).count();
            let is_of_filer = |form: &SharedForm| filers.iter().any(|category| form.filed_by.contains(category));
            // The one that asks for most; of several the one that those fill who are meant, else the first.
            let best = self.forms.iter().filter(fits).min_by_key(|form| Reverse((asks(form), is_of_filer(form))))?;
            if asks(best) == 0 {
                return None;
            }
            missing.retain(|item| !best.items.contains(*item));
            added.push(best);
        }
        Some(added)
    }

    /// The shared indicator that a row may mean though it is not used: of its name, else of one like it and of its unit.
    pub(super) fn like(&self, row: &CatalogueRow) -> Option<&SharedIndicator> {
        let named = self.indicators.iter().find(|one| one.name == row.item.trim());
        let alike = || {
            let measured_alike = self.indicators.iter().filter(|one| one.unit == row.unit.trim() && !one.has_blanks);
            nearest(row.item.trim(), measured_alike.map(|one| (one.name.as_str(), one.name.as_str()))).first().copied()
        };
        named.or_else(|| alike().and_then(|name| self.indicators.iter().find(|one| one.name == name)))
    }
}

impl Taken<'_> {
    /// The shared indicator that answers a row.
    pub(super) fn indicator(&self, row: &CatalogueRow) -> Option<&SharedIndicator> {
        self.indicators.get(&row.id).copied()
    }
}

impl SharedIndicator {
    fn of(entry: &Table) -> Option<Self> {
        let formula = text(entry, "formula")?;
        let read = formula::read(&formula).ok();
        Some(Self {
            name: text(entry, "name")?,
            unit: text(entry, "unit")?,
            better: text(entry, "better")?,
            scopes: texts(entry, "scopes"),
            has_blanks: entry.contains_key("with"),
            reads: read.into_iter().flat_map(|(read, _)| read.reads).map(|item| item.name.to_string()).collect(),
            formula,
        })
    }

    /// Whether it is what a row demands: of its name and its unit, and good in its direction.
    fn answers(&self, row: &CatalogueRow, outline: Outline) -> bool {
        let is_whole = !self.has_blanks && !self.reads.is_empty() && !self.scopes.is_empty();
        let demanded = target::of(row, outline, Some(&self.better));
        is_whole
            && self.name == row.item.trim()
            && self.unit == row.unit.trim()
            && demanded.better == self.better
            && !demanded.is_unclear
    }

    /// For which groups a draft computes it: of those of the shared one those that its plan is likely to have.
    pub(super) fn scopes_for(&self, filer: Filer, outline: Outline) -> Vec<String> {
        let is_likely = |scope: &&String| match scope.as_str() {
            "county" => outline.is_city,
            "alliance" => filer == Filer::Alliance,
            _ => true,
        };
        let likely: Vec<String> = self.scopes.iter().filter(is_likely).cloned().collect();
        if likely.is_empty() { self.scopes.clone() } else { likely }
    }
}

impl SharedForm {
    fn of(name: &str, form: &Table) -> Option<Self> {
        if form.contains_key("tasks") {
            return None;
        }
        let mut items = BTreeSet::new();
        for sheet in list(form, "sheet").iter().filter_map(Value::as_table) {
            let lines = list(sheet, "items").iter().filter_map(Value::as_array);
            items.extend(lines.filter_map(|line| line.get(1)?.as_str()).map(|name| name.trim().to_owned()));
            items.extend(list(sheet, "item").iter().filter_map(Value::as_table).filter_map(|item| text(item, "name")));
        }
        Some(Self {
            name: name.to_owned(),
            filed_by: texts(form, "filed-by").into_iter().map(Category::new).collect(),
            items,
            id: text(form, "id")?,
            code: text(form, "code")?,
        })
    }

    /// Whether it cannot stand beside the forms of the model: under a number that is taken, or because somebody would file an item twice.
    fn is_in_the_way_of(&self, model: &Model) -> bool {
        let mut forms = model.plan().into_iter().flat_map(|plan| &plan.forms);
        forms.any(|form| {
            let is_filed_twice = || form.items().any(|item| self.items.contains(item.name.as_str()));
            let is_filed_by_the_same = form.filed_by.iter().any(|category| self.filed_by.contains(category));
            form.id.as_str() == self.id || form.code == self.code || is_filed_by_the_same && is_filed_twice()
        })
    }
}

/// The tables of a list in a file; none of one that is not TOML.
fn tables(text: &str, key: &str) -> Vec<Table> {
    let table: Table = text.parse().unwrap_or_default();
    list(&table, key).iter().filter_map(Value::as_table).cloned().collect()
}

fn list<'table>(table: &'table Table, key: &str) -> &'table [Value] {
    table.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn text(table: &Table, key: &str) -> Option<String> {
    Some(table.get(key)?.as_str()?.trim().to_owned())
}

fn texts(table: &Table, key: &str) -> Vec<String> {
    list(table, key).iter().filter_map(Value::as_str).map(|one| one.trim().to_owned()).collect()
}
