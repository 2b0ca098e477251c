//! An indicator of a draft: formula, direction and target as far as the catalogue tells them.

use std::collections::BTreeSet;

use super::filer::Filer;
use super::forms::{Filed, Forms};
use super::measure::{self, Measure};
use super::model::Model;
use super::names::Names;
use super::{Outline, campaign_of, target, toml_line};
use crate::plan::catalogue::CatalogueRow;
use crate::plan::reference;
use tongbao_returns::domain::Category;

/// An indicator to begin with.
#[derive(Debug)]
pub(super) struct Stub {
    /// Its name.
    pub(super) id: String,
    /// The row that it answers.
    pub(super) source: String,
    /// Its group.
    pub(super) campaign: String,
    /// For which groups it is computed.
    pub(super) scopes: Vec<&'static str>,
    /// Which way is good.
    pub(super) better: &'static str,
    text: String,
}

/// The indicator of a row; none if the row names nothing that could be measured, or its form is full.
pub(super) fn of(
    row: &CatalogueRow,
    (outline, model): (Outline, &Model),
    forms: &mut Forms<'_>,
    names: &mut Names,
) -> Option<Stub> {
    let filer = Filer::of(row, outline);
    let measure = measure::of(row)?;
    let place = format!("{} {}", row.id, row.measure);
    let mut ask = |wanted: &measure::Wanted| forms.ask(wanted, filer, &place);
    let (formula, read, unit, decimals) = match &measure {
        Measure::Ratio { over, under, factor } => {
            let (over, under) = (ask(over)?, ask(under)?);
            let formula = format!("SUM({}) * {factor} / SUM({})", over.name, under.name);
            let decimals = if matches!(*factor, "100.0" | "1000.0") { 1 } else { 2 };
            (formula, vec![over, under], row.unit.trim().to_owned(), decimals)
        }
        Measure::Sum(wanted) => {
            let one = ask(wanted)?;
            (format!("SUM({})", one.name), vec![one], wanted.unit.clone(), wanted.decimals)
        }
        Measure::Level(wanted) => {
            let one = ask(wanted)?;
            (format!("AVG({})", one.name), vec![one], wanted.unit.clone(), wanted.decimals)
        }
    };
    let demanded = target::of(row, outline);
    let scopes = scopes(filer, &read);
    // Only what is demanded of a year is built up during it.
    let is_of_year = demanded.target.as_ref().is_some_and(|target| target.starts_with("year"));
    let is_paced = row.unit.contains("/年") && demanded.better == "higher" && is_of_year;
    let id = names.indicator(row);
    let campaign = campaign_of(row);

    let mut text = toml_line::comment(&format!("{} {}：{}", row.id, row.item, row.measure));
    if let Some(shared) = Some(row.item.trim()).filter(|item| model.shares(item)) {
        let instead = format!("有共用指标“{shared}”：写 use = \"{shared}\"，去掉 formula、unit、better，用它的公式和指标项");
        text.push_str(&toml_line::comment(&instead));
    }
    for remark in demanded.remarks.iter().chain(&filer.remark(row)) {
        text.push_str(&toml_line::comment(remark));
    }
    let clause = if row.clause.trim().is_empty() { "—" } else { row.clause.as_str() };
    let mut line = |key: &str, value: String| text.extend([format!("{key} = {value}\n")]);
    line("id", toml_line::text(&id));
    line("source", toml_line::list([row.id.as_str()]));
    line("campaign", toml_line::text(&campaign));
    line("clause", toml_line::text(clause));
    line("formula", toml_line::text(&formula));
    line("unit", toml_line::text(&unit));
    line("decimals", decimals.to_string());
    line("better", toml_line::text(demanded.better));
    line("scopes", toml_line::list(scopes.iter().copied()));
    if let Some(condition) = condition(&read) {
        line("where", toml_line::text(&condition));
    }
    let responsible: Vec<&str> = each_once(row.responsible.iter().map(String::as_str));
    if !responsible.is_empty() {
        line("responsible", toml_line::list(responsible));
    }
    let caliber = [row.measure.trim(), row.note.trim()].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>();
    if !caliber.is_empty() {
        line("caliber", toml_line::text(&caliber.join("；")));
    }
    if is_paced {
        line("pace", toml_line::text("year"));
    }
    if demanded.is_open {
        line("open", "true".to_owned());
    }
    if let Some(target) = &demanded.target {
        text.extend([format!("[[indicator.target]]\n{target}")]);
    }
    Some(Stub { id, source: row.id.clone(), campaign, scopes, better: demanded.better, text })
}

/// Single units only where one unit files everything that is read.
fn scopes(filer: Filer, read: &[Filed]) -> Vec<&'static str> {
    let is_of_one = shared(read).is_some_and(|shared| !shared.is_empty());
    filer.scopes().iter().copied().filter(|scope| *scope != "unit" || is_of_one).collect()
}

/// Whose items are meant: an item of the same name may stand on the form of others, too.
fn condition(read: &[Filed]) -> Option<String> {
    let categories = shared(read).filter(|shared| !shared.is_empty())?;
    let listed: Vec<String> = categories.iter().map(|category| format!("'{}'", category.as_str().replace('\'', "''"))).collect();
    Some(match listed.as_slice() {
        [one] => format!("类别 = {one}"),
        several => format!("类别 IN ({})", several.join(", ")),
    })
}

/// The categories that file everything.
fn shared(read: &[Filed]) -> Option<BTreeSet<Category>> {
    let (first, rest) = read.split_first()?;
    let files_all = |category: &&Category| rest.iter().all(|filed| filed.filed_by.contains(*category));
    Some(first.filed_by.iter().filter(files_all).cloned().collect())
}

fn each_once<'words>(words: impl Iterator<Item = &'words str>) -> Vec<&'words str> {
    let mut known: Vec<&str> = Vec::new();
    for word in words {
        if !known.contains(&word) {
            known.push(word);
        }
    }
    known
}

/// `indicators.toml`: what its keys mean, then every stub.
pub(super) fn file(stubs: &[Stub]) -> String {
    let mut text = toml_line::comment("由 tongbao plan new 按条款目录起草：公式、单位、范围、目标请逐条核对。各键的含义：");
    for (table, keys) in reference::tables("indicators").into_iter().filter(|(table, _)| !table.path.is_empty()) {
        text.push_str(&toml_line::comment(&format!("[[{}]]", table.path)));
        for key in keys {
            text.push_str(&toml_line::comment(&format!("  {}：{}", key.name, key.meaning)));
        }
    }
    for stub in stubs {
        text.extend([format!("\n[[indicator]]\n{}", stub.text)]);
    }
    text
}
