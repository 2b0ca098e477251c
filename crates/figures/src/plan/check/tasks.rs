//! `[tasks]` of a ledger form, and the rows that it gets from the plan's ledger.

use toml::Spanned;

use super::fields::{Checker, values};
use crate::plan::meant::{LedgerRow, TaskDeadline};
use crate::plan::near;
use crate::plan::raw::RawTasks;
use tongbao_returns::domain::task::TaskWords;
use tongbao_returns::domain::{Category, Form, Tasks};

/// Checks who answers for what; the rows come later.
pub(super) fn read(raw: Spanned<RawTasks>, filed_by: &[Category], checker: &mut Checker<'_>) -> Tasks {
    let head = raw.span();
    let RawTasks { everyone, counties, scopes, scopes_filed_by } = raw.into_inner();
    let (everyone, counties) = (checker.list(everyone, "everyone"), checker.list(counties, "counties"));
    let (scopes, filers) = (checker.list(scopes, "scopes"), checker.list(scopes_filed_by, "scopes-filed-by"));
    if (scopes.is_empty() && counties.is_empty()) != filers.is_empty() {
        checker.tell(head, "`scopes`或`counties`要和`scopes-filed-by`同时写：哪些任务各县也要报，由县里哪类单位填报");
    }
    for word in counties.iter().filter(|word| everyone.iter().any(|known| known.value == word.value)) {
        checker.tell(word.span.clone(), format!("`{}`已写在`everyone`里：一个词或者指各部门，或者指各县", word.value));
    }
    for filer in &filers {
        if !filed_by.iter().any(|category| category.as_str() == filer.value) {
            let hint = near::suggestion(&filer.value, filed_by.iter().map(Category::as_str));
            checker.tell_with_hint(filer.span.clone(), format!("`filed-by`里没有`{}`", filer.value), hint);
        }
    }
    Tasks {
        rows: Vec::new(),
        everyone: values(everyone),
        counties: values(counties),
        scopes: values(scopes),
        scopes_filed_by: values(filers).into_iter().map(Category::new).collect(),
    }
}

/// Gives the ledger forms their rows.
pub(in crate::plan) fn ask_for(forms: &mut [Form], ledger: &[LedgerRow]) {
    for form in forms {
        let (Some(tasks), Some(sheet)) = (&mut form.tasks, form.sheets.first_mut()) else { continue };
        sheet.items = tasks.ask(ledger.iter().map(words).collect());
    }
}

fn words(row: &LedgerRow) -> TaskWords {
    TaskWords {
        id: row.id.clone(),
        campaign: row.campaign.clone(),
        title: row.title.clone(),
        item: row.item.clone(),
        deadline: row.deadline.map(TaskDeadline::in_words),
        responsible: row.responsible.clone(),
        scope: row.scope.clone(),
        yearly: row.yearly().map(|yearly| yearly.in_words()),
    }
}
