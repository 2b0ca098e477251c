//! An indicator of a draft: one that packs share, by its name, or else formula, direction and targets as far as the catalogue tells them.

use std::collections::BTreeSet;

use super::filer::{self, Filer};
use super::forms::{Filed, Forms};
use super::item_words::Wanted;
use super::measure::{self, Measure};
use super::names::Names;
use super::shared::{Shared, SharedIndicator, Taken};
use super::target::Demanded;
use super::{Outline, campaign_of, target, toml_line};
use crate::plan::catalogue::CatalogueRow;
use crate::plan::reference;
use crate::plan::sql::name::quoted;
use crate::plan::unfilled;
use tongbao_returns::domain::Category;

/// An indicator to begin with.
#[derive(Debug)]
pub(super) struct Stub {
    /// Its name.
    pub(super) id: String,
    /// The rows that it answers.
    sources: Vec<String>,
    /// Its group.
    pub(super) campaign: String,
    /// Which way is good.
    pub(super) better: &'static str,
    /// Whether nobody knows what the operator of its row means: which way is good is still to be said.
    pub(super) is_unclear: bool,
    /// Whether packs share it.
    pub(super) is_shared: bool,
    scopes: Vec<String>,
    text: String,
}

/// What is known when stubs are drafted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Given<'run> {
    /// The plan as far as its catalogue tells it.
    pub(super) outline: Outline,
    /// What packs share.
    pub(super) shared: &'run Shared,
    /// What of it the draft takes.
    pub(super) taken: &'run Taken<'run>,
}

/// The indicator of rows that demand one thing; none if they name nothing that could be measured, or its form is full.
pub(super) fn of(group: &[CatalogueRow], given: Given<'_>, forms: &mut Forms<'_>, names: &mut Names) -> Option<Stub> {
    match given.taken.indicator(group.first()?) {
        Some(shared) => of_shared(group, shared, given.outline, names),
        None => of_formula(group, given, forms, names),
    }
}

impl Stub {
    /// Whether it is computed for groups of this kind.
    pub(super) fn is_of(&self, scope: &str) -> bool {
        self.scopes.iter().any(|known| known == scope)
    }

    /// Whether it answers a row.
    pub(super) fn answers(&self, row: &CatalogueRow) -> bool {
        self.sources.contains(&row.id)
    }
}

/// An indicator that packs share: formula, unit and direction are there.
fn of_shared(group: &[CatalogueRow], shared: &SharedIndicator, outline: Outline, names: &mut Names) -> Option<Stub> {
    let row = group.first()?;
    let demanded = demanded(group, outline, Some(&shared.better))?;
    let scopes = shared.scopes_for(Filer::of(row, outline), outline);
    let id = names.indicator(row);
    let way = if shared.better == "lower" { "越低越好" } else { "越高越好" };
    let about = format!("共用指标的公式：{}，{way}。算法与方案不同的，去掉 use，把它写全", shared.formula);
    let note = Some(row.note.trim()).filter(|note| !note.is_empty()).map(|note| format!("备注：{note}"));
    let mut text = String::new();
    if id != shared.name {
        line(&mut text, "id", &toml_line::text(&id));
    }
    line(&mut text, "use", &toml_line::text(&shared.name));
    let campaign = of_rows(&mut text, group, row);
    if scopes != shared.scopes {
        line(&mut text, "scopes", &toml_line::list(scopes.iter().map(String::as_str)));
    }
    responsible(&mut text, group);
    ends(&mut text, &demanded);
    let remarks = std::iter::once(about).chain(note).chain(demanded.remarks.iter().cloned());
    let text = heading(group, remarks) + &text;
    let sources = sources(group);
    Some(Stub { id, sources, campaign, better: demanded.better, is_unclear: false, is_shared: true, scopes, text })
}

/// An indicator of which the catalogue alone tells.
fn of_formula(group: &[CatalogueRow], given: Given<'_>, forms: &mut Forms<'_>, names: &mut Names) -> Option<Stub> {
    let row = group.first()?;
    let filer = Filer::of(row, given.outline);
    let mut measured = measure::of(row, filer)?;
    if let Some(other) = names.measured_alike(row) {
        measured.measure = measured.measure.of_another(row);
        let remark = format!("与“{other}”的算法写法相同，按两件事起草，分子另取名称；是一件事的，改用同一个指标项");
        measured.remarks.push(remark);
    }
    let place = format!("{} {}", row.id, row.measure);
    let mut ask = |wanted: &Wanted| forms.ask(wanted, filer, &place);
    let (formula, read, unit, decimals) = match &measured.measure {
        Measure::Ratio { over, under, factor } => {
            let (over, under) = (ask(over)?, ask(under)?);
            let formula = format!("SUM({}) * {factor} / SUM({})", quoted(&over.name), quoted(&under.name));
            let decimals = if matches!(*factor, "100.0" | "1000.0") { 1 } else { 2 };
            (formula, vec![over, under], row.unit.trim().to_owned(), decimals)
        }
        Measure::Sum(wanted) => {
            let one = ask(wanted)?;
            (format!("SUM({})", quoted(&one.name)), vec![one], wanted.unit.clone(), wanted.decimals)
        }
        Measure::Level(wanted) => {
            let one = ask(wanted)?;
            (format!("AVG({})", quoted(&one.name)), vec![one], wanted.unit.clone(), wanted.decimals)
        }
        Measure::Growth { of, falls } => {
            let one = ask(of)?;
            let (now, before) = (format!("SUM({})", quoted(&one.name)), format!("SUM(上年同期_{})", one.name));
            let change = if *falls { format!("{before} - {now}") } else { format!("{now} - {before}") };
            (format!("({change}) * 100.0 / {before}"), vec![one], "%".to_owned(), 1)
        }
        Measure::Share(wanted) => {
            let one = ask(wanted)?;
            (format!("{} * 100.0 / COUNT({})", saying_yes(&one.name), quoted(&one.name)), vec![one], "%".to_owned(), 1)
        }
        Measure::Number(wanted) => {
            let one = ask(wanted)?;
            (saying_yes(&one.name), vec![one], row.unit.trim().to_owned(), 0)
        }
    };
    let demanded = demanded(group, given.outline, None)?;
    let is_answer = matches!(measured.measure, Measure::Share(_) | Measure::Number(_));
    let scopes = scopes(filer, &read, is_answer, given.outline);
    // Only what is demanded of a year is built up during it.
    let is_of_year = demanded.target.as_ref().is_some_and(|target| target.starts_with("year"));
    let is_paced = row.unit.contains("/年") && demanded.better == "higher" && is_of_year;
    let id = names.indicator(row);

    let mut text = String::new();
    line(&mut text, "id", &toml_line::text(&id));
    let campaign = of_rows(&mut text, group, row);
    line(&mut text, "formula", &toml_line::text(&formula));
    line(&mut text, "unit", &toml_line::text(&unit));
    line(&mut text, "decimals", &decimals.to_string());
    line(&mut text, "better", &toml_line::text(demanded.better));
    line(&mut text, "scopes", &toml_line::list(scopes.iter().map(String::as_str)));
    if let Some(condition) = condition(&read, row) {
        line(&mut text, "where", &toml_line::text(&condition));
    }
    responsible(&mut text, group);
    let unclear = demanded.is_unclear.then(|| {
        let written = row.operator.trim();
        unfilled::blank(&format!("目录的 operator 写“{written}”，看不明白：写好 better 和 [[indicator.target]]，再删去这一句"))
    });
    let caliber = unclear.iter().map(String::as_str).chain([row.measure.trim(), row.note.trim()]);
    let caliber = caliber.filter(|words| !words.is_empty()).collect::<Vec<_>>();
    if !caliber.is_empty() {
        line(&mut text, "caliber", &toml_line::text(&caliber.join("；")));
    }
    if is_paced {
        line(&mut text, "pace", &toml_line::text("year"));
    }
    ends(&mut text, &demanded);
    let like = given.shared.like(row).map(|shared| {
        let instead = "是同一个的，写 use，去掉 formula、unit、better，用它的公式和指标项";
        let word = if shared.name == row.item.trim() { "有" } else { "有相近的" };
        format!("{word}共用指标“{}”（{}，公式 {}）：{instead}", shared.name, shared.unit, shared.formula)
    });
    let remarks = like.into_iter().chain(demanded.remarks.iter().cloned()).chain(measured.remarks).chain(filer.remark(row));
    let text = heading(group, remarks) + &text;
    Some(Stub {
        id,
        sources: sources(group),
        campaign,
        better: demanded.better,
        is_unclear: demanded.is_unclear,
        is_shared: false,
        scopes,
        text,
    })
}

/// How many say 是.
fn saying_yes(name: &str) -> String {
    format!("SUM(CASE WHEN {} = '是' THEN 1 ELSE 0 END)", quoted(name))
}

/// What rows demand together: the targets of all, in the order in which they begin.
fn demanded(group: &[CatalogueRow], outline: Outline, usual: Option<&str>) -> Option<Demanded> {
    let mut parts: Vec<&CatalogueRow> = group.iter().collect();
    parts.sort_by_key(|row| target::begins(row, outline));
    let mut each = parts.into_iter().map(|row| target::of(row, outline, usual));
    let mut demanded = each.next()?;
    for other in each {
        if let (Some(targets), Some(target)) = (&mut demanded.target, other.target) {
            targets.extend(["[[indicator.target]]\n", target.as_str()]);
        }
        let unsaid = other.remarks.into_iter().filter(|remark| !demanded.remarks.contains(remark)).collect::<Vec<_>>();
        demanded.remarks.extend(unsaid);
    }
    Some(demanded)
}

/// The rows as the catalogue words them, and what the author has to look at.
fn heading(group: &[CatalogueRow], remarks: impl Iterator<Item = String>) -> String {
    let rows = group.iter().map(|row| format!("{} {}：{}", row.id, row.item, row.measure));
    let mut told: Vec<String> = Vec::new();
    for words in rows.chain(remarks) {
        if !told.contains(&words) {
            told.push(words);
        }
    }
    told.iter().map(|words| toml_line::comment(words)).collect()
}

fn line(text: &mut String, key: &str, value: &str) {
    text.extend([key, " = ", value, "\n"]);
}

/// Where the rows stand in the plan; gives their group back.
fn of_rows(text: &mut String, group: &[CatalogueRow], first: &CatalogueRow) -> String {
    let campaign = campaign_of(first);
    let clause = if first.clause.trim().is_empty() { "—" } else { first.clause.as_str() };
    line(text, "source", &toml_line::list(sources(group).iter().map(String::as_str)));
    line(text, "campaign", &toml_line::text(&campaign));
    line(text, "clause", &toml_line::text(clause));
    campaign
}

fn sources(group: &[CatalogueRow]) -> Vec<String> {
    each_once(group.iter().map(|row| row.id.as_str())).into_iter().map(str::to_owned).collect()
}

fn responsible(text: &mut String, group: &[CatalogueRow]) {
    let responsible = each_once(group.iter().flat_map(|row| &row.responsible).map(String::as_str));
    if !responsible.is_empty() {
        line(text, "responsible", &toml_line::list(responsible));
    }
}

/// What stands last: tables end an indicator.
fn ends(text: &mut String, demanded: &Demanded) {
    if demanded.is_open {
        line(text, "open", "true");
    }
    if let Some(target) = &demanded.target {
        text.extend(["[[indicator.target]]\n", target.as_str()]);
    }
}

/// Single units only where one unit files everything that is read; of what is answered 是 or 否 none, whose share would be all or nothing.
fn scopes(filer: Filer, read: &[Filed], is_answer: bool, outline: Outline) -> Vec<String> {
    let is_of_one = filing_all(read).is_some_and(|categories| !categories.is_empty());
    let scopes: &[&str] = match filer {
        Filer::Hospital | Filer::Primary if is_answer && outline.is_city => &["county", "area"],
        Filer::Hospital | Filer::Primary | Filer::Alliance if is_answer => &["area"],
        _ => filer.scopes(),
    };
    scopes.iter().filter(|scope| **scope != "unit" || is_of_one).map(|scope| (*scope).to_owned()).collect()
}

/// Whose items are meant: an item of the same name may stand on the form of others, too.
fn condition(read: &[Filed], row: &CatalogueRow) -> Option<String> {
    let all = filing_all(read).filter(|categories| !categories.is_empty())?;
    let meant = filer::meant(row);
    let some: BTreeSet<Category> = all.iter().filter(|category| meant.contains(&category.as_str())).cloned().collect();
    let categories = if some.is_empty() { all } else { some };
    let listed: Vec<String> = categories.iter().map(|category| format!("'{}'", category.as_str().replace('\'', "''"))).collect();
    Some(match listed.as_slice() {
        [one] => format!("类别 = {one}"),
        several => format!("类别 IN ({})", several.join(", ")),
    })
}

/// The categories that file everything.
fn filing_all(read: &[Filed]) -> Option<BTreeSet<Category>> {
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
