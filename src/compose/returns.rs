//! Who has reported, by county, form, category and alliance: what the tables of reporting and `tongbao status` both say.

use std::collections::BTreeMap;

use tongbao_document::subject::Slice;
use tongbao_figures::audit::{Completeness, DueReturn, Tally};
use tongbao_figures::plan::{Plan, Scope};
use tongbao_returns::domain::{Category, CountyCode, Form, FormId, Period};
use tongbao_returns::registry::{Alliance, AsOf, Registry};

/// The returns due for a period. It takes no figures, so that an office can be told before anything is added up.
#[derive(Debug, Clone, Copy)]
pub struct Returns<'run> {
    /// Whose area it is.
    pub plan: &'run Plan,
    /// Forms asked for, each once.
    pub forms: &'run [Form],
    /// Who exists.
    pub registry: &'run Registry,
    /// Who filed.
    pub completeness: &'run Completeness,
    /// For when.
    pub period: Period,
}

/// What returns are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// 县（市、区）, units directly under the area last.
    County,
    /// 报表.
    Form,
    /// 单位类别.
    Category,
    /// 医联体; a unit may belong to several, or to none.
    Alliance,
}

/// A group with its counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Code of the county or the alliance, 表号, or the category itself.
    pub code: String,
    /// Name, short for counties.
    pub name: String,
    /// Its returns.
    pub tally: Tally,
}

impl By {
    /// The slice of a group of this kind, by its name.
    pub(super) fn slice(self, name: &str) -> Slice {
        let name = name.to_owned();
        match self {
            Self::County => Slice::County(name),
            Self::Form => Slice::Form(name),
            Self::Category => Slice::Category(name),
            Self::Alliance => Slice::Alliance(name),
        }
    }

    /// Header of the column of names.
    pub(super) fn header(self) -> &'static str {
        match self {
            Self::County => "县（市、区）",
            Self::Form => "报表",
            Self::Category => "单位类别",
            Self::Alliance => "医联体",
        }
    }
}

impl Returns<'_> {
    /// Whether the area is divided into counties; a county under a plan of its own is not.
    pub fn has_counties(&self) -> bool {
        self.registry.counties.iter().any(|county| county.parent.as_ref() == Some(&self.plan.area_code))
    }

    /// All groups of a kind that owe anything.
    pub fn parts(&self, by: By) -> Vec<Part> {
        let part = |code: &str, name: String, belongs: &dyn Fn(&DueReturn) -> bool| Part {
            code: code.to_owned(),
            name,
            tally: self.completeness.tally(belongs),
        };
        let mut parts = match by {
            By::County => {
                let mut parts: Vec<Part> = Vec::new();
                for county in &self.registry.counties {
                    let code = &county.code;
                    parts.push(part(code.as_str(), self.county_name(code), &|due| due.county == *code));
                }
                parts.sort_by_key(|county| (county.code == self.plan.area_code.as_str(), county.code.clone()));
                parts
            }
            By::Form => {
                let of_form = |form: &Form| part(&form.code, form.title.clone(), &|due| due.form == form.id);
                self.forms.iter().map(of_form).collect()
            }
            By::Category => {
                let mut categories: Vec<_> = self.forms.iter().flat_map(|form| &form.filed_by).collect();
                categories.sort();
                categories.dedup();
                let of_category = |category: &Category| {
                    let belongs =
                        |due: &DueReturn| self.registry.units.get(&due.unit).is_some_and(|unit| unit.category == *category);
                    part(category.as_str(), category.to_string(), &belongs)
                };
                categories.into_iter().map(of_category).collect()
            }
            // Of what the plan says nothing it asks no report.
            By::Alliance if !self.plan.tells_of(Scope::Alliance) => Vec::new(),
            By::Alliance => {
                let as_of = self.registry.as_of(self.period.last_day());
                // Of a half or a year each return counts where its unit belonged at the end of its quarter.
                let then: BTreeMap<Period, AsOf<'_>> =
                    self.period.quarters().map(|quarter| (quarter, self.registry.as_of(quarter.last_day()))).collect();
                let of_alliance = |alliance: &Alliance| {
                    let is_member = |due: &DueReturn| {
                        then.get(&due.period).is_some_and(|then| then.alliances_of(&due.unit).contains(&&alliance.code))
                    };
                    part(alliance.code.as_str(), alliance.name.clone(), &is_member)
                };
                as_of.alliances().into_iter().map(of_alliance).collect()
            }
        };
        parts.retain(|part| part.tally.due > 0);
        parts
    }

    /// What units are called that stand directly under the area.
    pub fn direct_name(&self) -> &'static str {
        if self.plan.area_word.contains('县') { "县直" } else { "市直" }
    }

    /// Short name of a county; 市直 or 县直 for the code of an area that is divided.
    pub fn county_name(&self, code: &CountyCode) -> String {
        if *code == self.plan.area_code && self.has_counties() {
            return self.direct_name().to_owned();
        }
        self.registry.county(code).map_or_else(|| code.to_string(), |county| county.short_name.clone())
    }

    /// The form of an identifier.
    pub(super) fn form(&self, id: &FormId) -> Option<&Form> {
        self.forms.iter().find(|form| form.id == *id)
    }
}
