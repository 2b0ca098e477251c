//! `recipe.toml` of a sample: the magnitude of every item, as pack authors write it.
//!
//! In: the text of a recipe. Out: a [`Recipe`]; what a table of it means is decided here, whether it fits a form in
//! [`super::numbers`].

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::error::SampleError;
use tongbao_returns::domain::{Category, FormId, Item};

/// How the values of the items come about.
#[derive(Debug, Clone)]
pub struct Recipe {
    items: BTreeMap<String, Rule>,
}

/// How the values of one item come about.
#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    /// An amount of its own: a full year's for a flow, a level for a stock, as of the end of 2025.
    Amount {
        /// By category.
        base: Base,
        /// Percent a year.
        growth: f64,
        /// Units differ by at most this percent.
        spread: f64,
    },
    /// A share of another item of the same form.
    Share {
        /// The other item.
        of: String,
        /// Least and greatest share; each unit keeps its own.
        range: [f64; 2],
        /// Percentage points a year.
        drift: f64,
    },
    /// The share of units that say 是 at the end of 2025.
    Yes(f64),
    /// One of these numbers, steady.
    Levels(Vec<f64>),
    /// The same answer always.
    Fixed(String),
}

/// An amount by category.
#[derive(Debug, Clone, PartialEq)]
pub enum Base {
    /// The same for all.
    Same(f64),
    /// By 类别; `default` stands for the others.
    ByCategory(BTreeMap<String, f64>),
}

impl Base {
    /// The amount of a category.
    pub fn of(&self, category: &Category) -> Option<f64> {
        match self {
            Self::Same(amount) => Some(*amount),
            Self::ByCategory(amounts) => amounts.get(category.as_str()).or_else(|| amounts.get("default")).copied(),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRecipe {
    #[serde(default)]
    item: BTreeMap<String, RawRule>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawRule {
    base: Option<toml::Value>,
    growth: Option<f64>,
    spread: Option<f64>,
    share_of: Option<String>,
    share: Option<[f64; 2]>,
    drift: Option<f64>,
    yes: Option<f64>,
    levels: Option<Vec<f64>>,
    choice: Option<String>,
}

impl Recipe {
    /// Reads a recipe file.
    pub fn read(path: &Path) -> Result<Self, SampleError> {
        let text = fs::read_to_string(path).map_err(|source| SampleError::ReadRecipe { path: path.to_owned(), source })?;
        Self::parse(&text)
    }

    /// Reads the text of a recipe; every mistake in it is told at once.
    pub fn parse(text: &str) -> Result<Self, SampleError> {
        let raw: RawRecipe = toml::from_str(text).map_err(|source| SampleError::ParseRecipe { source: Box::new(source) })?;
        let mut items = BTreeMap::new();
        let mut mistakes = Vec::new();
        for (name, rule) in raw.item {
            match meant(rule) {
                Some(rule) => drop(items.insert(name, rule)),
                None => mistakes.push(format!("`{name}` needs one of base, share-of with share, yes, levels, choice")),
            }
        }
        if mistakes.is_empty() { Ok(Self { items }) } else { Err(SampleError::Recipe { mistakes }) }
    }

    /// The rule of an item: that of its form, else that of its name.
    pub fn rule(&self, form: &FormId, item: &Item) -> Option<&Rule> {
        self.items.get(&format!("{form}/{}", item.name)).or_else(|| self.items.get(item.name.as_str()))
    }
}

/// What a table means; `None` if it says nothing or two things.
fn meant(raw: RawRule) -> Option<Rule> {
    match raw {
        RawRule {
            base: Some(base),
            growth,
            spread,
            share_of: None,
            share: None,
            drift: None,
            yes: None,
            levels: None,
            choice: None,
        } => Some(Rule::Amount { base: amounts(&base)?, growth: growth.unwrap_or_default(), spread: spread.unwrap_or_default() }),
        RawRule {
            share_of: Some(of),
            share: Some(range),
            drift,
            base: None,
            growth: None,
            spread: None,
            yes: None,
            levels: None,
            choice: None,
        } => Some(Rule::Share { of, range, drift: drift.unwrap_or_default() }),
        RawRule {
            yes: Some(yes),
            base: None,
            growth: None,
            spread: None,
            share_of: None,
            share: None,
            drift: None,
            levels: None,
            choice: None,
        } => Some(Rule::Yes(yes)),
        RawRule {
            levels: Some(levels),
            base: None,
            growth: None,
            spread: None,
            share_of: None,
            share: None,
            drift: None,
            yes: None,
            choice: None,
        } => (!levels.is_empty()).then_some(Rule::Levels(levels)),
        RawRule {
            choice: Some(choice),
            base: None,
            growth: None,
            spread: None,
            share_of: None,
            share: None,
            drift: None,
            yes: None,
            levels: None,
        } => Some(Rule::Fixed(choice)),
        _ => None,
    }
}

fn amounts(base: &toml::Value) -> Option<Base> {
    let Some(table) = base.as_table() else { return amount(base).map(Base::Same) };
    let by_category: Option<BTreeMap<_, _>> =
        table.iter().map(|(category, base)| Some((category.clone(), amount(base)?))).collect();
    by_category.map(Base::ByCategory)
}

fn amount(value: &toml::Value) -> Option<f64> {
    let whole = value.as_integer().and_then(|whole| i32::try_from(whole).ok()).map(f64::from);
    whole.or_else(|| value.as_float())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_means_one_thing() {
        let recipe = Recipe::parse(
            "[item.\"床位\"]\nbase = { \"乡镇卫生院\" = 70, default = 1.5 }\ngrowth = 2\n[item.\"护士\"]\nshare-of = \"床位\"\nshare = [0.4, 0.5]\n",
        )
        .unwrap();
        let Rule::Amount { base, growth, .. } = &recipe.items["床位"] else { panic!("expected an amount") };
        assert_eq!(
            (base.of(&Category::new("乡镇卫生院")), base.of(&Category::new("其他")), *growth),
            (Some(70.0), Some(1.5), 2.0)
        );
        for wrong in [
            "[item.a]\nbase = 1\nyes = 0.5\n",
            "[item.a]\ngrowth = 1\n",
            "[item.a]\nshare-of = \"b\"\n",
            "[item.a]\nlevels = []\n",
        ] {
            assert!(matches!(Recipe::parse(wrong), Err(SampleError::Recipe { .. })), "{wrong}");
        }
        assert!(matches!(Recipe::parse("[item.a]\nbsae = 1\n"), Err(SampleError::ParseRecipe { .. })));
    }
}
