//! The forms of a draft: one for each kind of filer, with the items that its stubs read; what the model's forms ask already is not asked again.

use std::collections::{BTreeMap, BTreeSet};

use super::filer::Filer;
use super::item_words::Wanted;
use super::meanings::Meanings;
use super::model::Model;
use super::shared::SharedForm;
use super::{Outline, toml_line};
use tongbao_returns::domain::{Category, Item, Kind};

/// Items of a sheet, if there are not too many for nine sheets.
const ON_A_SHEET: usize = 50;
/// The code of an item is the number of its sheet and two digits.
const MOST_SHEETS: usize = 9;
const MOST_ON_A_SHEET: usize = 99;

/// What is asked, and of whom.
#[derive(Debug)]
pub(super) struct Forms<'run> {
    meanings: &'run Meanings,
    id: String,
    issuer: String,
    first_year: i16,
    categories: BTreeMap<Filer, Vec<Category>>,
    known: BTreeMap<String, Known>,
    asked: BTreeMap<Filer, Vec<Asked>>,
}

/// What a name means.
#[derive(Debug, Clone)]
struct Known {
    unit: String,
    kind: Kind,
    filed_by: BTreeSet<Category>,
    /// Whether a form that there is already asks for it: one of the model, or one that packs share.
    is_asked: bool,
}

/// An item of a new form, with the row for which it is asked.
#[derive(Debug)]
struct Asked {
    wanted: Wanted,
    row: String,
}

/// An item as a stub reads it.
#[derive(Debug, Clone)]
pub(super) struct Filed {
    /// Its name in the formula.
    pub(super) name: String,
    /// Who files it.
    pub(super) filed_by: BTreeSet<Category>,
}

impl<'run> Forms<'run> {
    /// With the items of the model, and of the shared forms that are included; `meant` are kinds of hospitals that rows single out.
    pub(super) fn of(
        (id, issuer): (&str, &str),
        (outline, meant): (Outline, &BTreeSet<&str>),
        (model, included): (&Model, &[&SharedForm]),
        meanings: &'run Meanings,
    ) -> Self {
        let mut known: BTreeMap<String, Known> = BTreeMap::new();
        for form in model.plan().into_iter().flat_map(|plan| &plan.forms).filter(|form| form.tasks.is_none()) {
            for item in form.items() {
                let Item { name, unit, kind, .. } = item;
                let known = known.entry(name.to_string()).or_insert_with(|| Known {
                    unit: unit.clone(),
                    kind: kind.clone(),
                    filed_by: BTreeSet::new(),
                    is_asked: true,
                });
                known.filed_by.extend(form.filed_by.iter().cloned());
            }
        }
        for (form, name) in included.iter().flat_map(|form| form.items.iter().map(move |name| (form, name))) {
            let known = known.entry(name.clone()).or_insert_with(|| {
                let meant = meanings.get(name);
                let unit = meant.map(|meant| meant.unit.clone()).unwrap_or_default();
                // Of what nobody says what it is nothing is added up.
                let kind = meant.map_or(Kind::Text, |meant| meant.kind.clone());
                Known { unit, kind, filed_by: BTreeSet::new(), is_asked: true }
            });
            known.filed_by.extend(form.filed_by.iter().cloned());
        }
        let mut filing = model.categories();
        filing.extend(included.iter().flat_map(|form| form.filed_by.iter().cloned()));
        let filers = [Filer::Area, Filer::County, Filer::Hospital, Filer::Primary, Filer::Alliance];
        let mut categories: BTreeMap<Filer, Vec<Category>> = BTreeMap::new();
        for filer in filers {
            // Nobody files an item twice: a category is of one filer only.
            let is_free = |category: &Category| !categories.values().flatten().any(|taken| taken == category);
            let own: Vec<Category> = filer.categories(outline, &filing).into_iter().filter(is_free).collect();
            let own = if own.is_empty() { filer.usual(outline).into_iter().filter(is_free).collect() } else { own };
            let further: Vec<Category> = if filer == Filer::Hospital {
                let is_new = |category: &Category| is_free(category) && !own.contains(category);
                meant.iter().map(|word| Category::new(*word)).filter(is_new).collect()
            } else {
                Vec::new()
            };
            categories.insert(filer, own.into_iter().chain(further).collect());
        }
        let asked = BTreeMap::new();
        Self { meanings, id: id.to_owned(), issuer: issuer.to_owned(), first_year: outline.first_year, categories, known, asked }
    }

    /// Who files the form of a filer.
    pub(super) fn filed_by(&self, filer: Filer) -> &[Category] {
        self.categories.get(&filer).map_or(&[], Vec::as_slice)
    }

    /// Has an item asked of a filer, and says under which name; none where its form is full.
    pub(super) fn ask(&mut self, wanted: &Wanted, filer: Filer, row: &str) -> Option<Filed> {
        let wanted = self.settled(wanted);
        let name = wanted.name.clone();
        if let Some(known) = self.known.get(&name).filter(|known| known.is_asked) {
            return Some(Filed { name, filed_by: known.filed_by.clone() });
        }
        let asked = self.asked.entry(filer).or_default();
        if !asked.iter().any(|asked| asked.wanted.name == name) {
            if asked.len() >= MOST_SHEETS * MOST_ON_A_SHEET {
                return None;
            }
            asked.push(Asked { wanted: wanted.clone(), row: row.to_owned() });
        }
        let own: BTreeSet<Category> = self.categories.get(&filer).into_iter().flatten().cloned().collect();
        let known = self.known.entry(name.clone()).or_insert_with(|| Known {
            unit: wanted.unit.clone(),
            kind: wanted.kind.clone(),
            filed_by: BTreeSet::new(),
            is_asked: false,
        });
        known.filed_by.extend(own.iter().cloned());
        Some(Filed { name, filed_by: own })
    }

    /// The item under the first name that means it, or nothing yet: what is meant already keeps its unit and its kind.
    fn settled(&self, wanted: &Wanted) -> Wanted {
        let first = self.meanings.name(&wanted.name).to_owned();
        let numbered = (2_u32..).map(|number| format!("{first}{number}"));
        let mut names = std::iter::once(first.clone()).chain(numbered);
        let settled = names.find_map(|name| {
            let is_alike = |kind: &Kind| match (kind.is_number(), wanted.kind.is_number()) {
                (true, true) => kind.adds() == wanted.kind.adds(),
                (false, false) => *kind == wanted.kind,
                _ => false,
            };
            let meant = self.meanings.get(&name);
            if meant.is_some_and(|meant| !is_alike(&meant.kind)) {
                return None;
            }
            let one = match meant {
                Some(meant) => Wanted { name, unit: meant.unit.clone(), kind: meant.kind.clone(), decimals: wanted.decimals },
                None => Wanted { name, ..wanted.clone() },
            };
            let is_free = self.known.get(&one.name).is_none_or(|known| {
                let is_same = known.unit == one.unit && known.kind == one.kind;
                // What is asked already is meant, whatever its unit: it only has to add up where it is added up.
                is_same || known.is_asked && is_alike(&known.kind)
            });
            is_free.then_some(one)
        });
        settled.unwrap_or_else(|| wanted.clone())
    }

    /// The files of the new forms.
    pub(super) fn files(&self) -> Vec<(String, String)> {
        let numbered = (1_usize..).zip(&self.asked);
        numbered.map(|(number, (filer, asked))| (self.file_name(*filer), self.text(number, *filer, asked))).collect()
    }

    fn file_name(&self, filer: Filer) -> String {
        format!("forms/{}-{}.toml", self.id, filer.stem())
    }

    fn text(&self, number: usize, filer: Filer, asked: &[Asked]) -> String {
        let mut text = toml_line::comment(
            "由 tongbao plan new 起草：表号、表名、制定机关、填报单位类别、计量单位、kind（时期数、时点数）请逐项核对。",
        );
        text.push_str(&toml_line::comment(
            "filed-by 是按条款目录的 scope 栏推定的：目录只写涉及谁，没有写由谁填报；不是这些单位填的项，移到别的表式。",
        ));
        let filers = self.filed_by(filer).iter().map(Category::as_str);
        for (key, value) in [
            ("id", toml_line::text(&format!("{}-{}", self.id, filer.stem()))),
            ("code", toml_line::text(&format!("{}-{number:02}", self.id.to_uppercase()))),
            ("title", toml_line::text(&filer.title())),
            ("version", toml_line::text(&self.first_year.to_string())),
            ("issuer", toml_line::text(&self.issuer)),
            ("filed-by", toml_line::list(filers)),
            ("due-days", "15".to_owned()),
        ] {
            text.extend([format!("{key} = {value}\n")]);
        }
        let on_a_sheet = ON_A_SHEET.max(asked.len().div_ceil(MOST_SHEETS));
        let sheets: Vec<&[Asked]> = asked.chunks(on_a_sheet).collect();
        for (sheet, items) in (1_usize..).zip(&sheets) {
            let name = if sheets.len() == 1 { "指标项".to_owned() } else { format!("指标项{sheet}") };
            text.extend([format!("\n[[sheet]]\nname = {0}\ntitle = {0}\n", toml_line::text(&name))]);
            let coded: Vec<(String, &Asked)> =
                (1_usize..).zip(items.iter()).map(|(row, item)| (format!("{sheet}{row:02}"), item)).collect();
            let is_line = |item: &Asked| self.meanings.get(&item.wanted.name).is_some_and(|meant| meant.is_in_dictionary);
            let (lines, tables): (Vec<_>, Vec<_>) = coded.into_iter().partition(|(_, item)| is_line(item));
            if !lines.is_empty() {
                let line = |(code, item): &(String, &Asked)| {
                    format!("  {}, {}", toml_line::list([code.as_str(), &item.wanted.name]), toml_line::comment(&item.row))
                };
                text.extend([format!("items = [\n{}]\n", lines.iter().map(line).collect::<String>())]);
            }
            text.extend(tables.iter().map(|(code, item)| of_item(code, item)));
        }
        text
    }
}

/// `[[sheet.item]]`
fn of_item(code: &str, Asked { wanted, row }: &Asked) -> String {
    let kind = match wanted.kind {
        Kind::Flow => "flow",
        Kind::Level => "level",
        Kind::YesNo => "yesno",
        _ => "stock",
    };
    let mut text = format!("\n[[sheet.item]]\n{}", toml_line::comment(row));
    for (key, value) in [
        ("code", toml_line::text(code)),
        ("name", toml_line::text(&wanted.name)),
        ("unit", toml_line::text(&wanted.unit)),
        ("kind", toml_line::text(kind)),
    ] {
        text.extend([format!("{key} = {value}\n")]);
    }
    if wanted.decimals > 0 {
        text.extend([format!("decimals = {}\n", wanted.decimals)]);
    }
    text
}
