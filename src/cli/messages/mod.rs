//! What the command line says, by key, from the catalogue of one language.
//!
//! A message has a key and, where it explains an argument or gives a hint, attributes below it. Counts agree in number.

mod language;

pub(super) use language::Language;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use tongbao_returns::domain::period::{Half, Part};
use tongbao_returns::domain::{Cycle, Period};

const CHINESE: &str = include_str!("zh.ftl");
const ENGLISH: &str = include_str!("en.ftl");

/// What a message is about, by the name that it has in the catalogue.
pub(super) type Detail<'text> = (&'static str, FluentValue<'text>);

/// The messages of one language.
pub(super) struct Messages {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Messages {
    /// Reads the catalogue.
    pub(super) fn new(language: Language) -> Self {
        let (tag, text) = match language {
            Language::Zh => ("zh", CHINESE),
            Language::En => ("en", ENGLISH),
        };
        // The test `catalogues_are_well_formed` keeps mistakes out.
        let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(resource, _)| resource);
        let mut bundle = FluentBundle::new(vec![tag.parse::<LanguageIdentifier>().unwrap_or_default()]);
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        Self { language, bundle }
    }

    /// In which language they are.
    pub(super) fn language(&self) -> Language {
        self.language
    }

    /// A message that needs no details.
    pub(super) fn say(&self, key: &str) -> String {
        self.tell(key, &[])
    }

    /// A message about something.
    pub(super) fn tell(&self, key: &str, details: &[Detail<'_>]) -> String {
        // Better a key than nothing; the test `what_is_said_is_in_the_catalogues` keeps this from happening.
        self.found(key, None, details).unwrap_or_else(|| key.to_owned())
    }

    /// What is said below a message, if anything is.
    pub(super) fn attribute(&self, key: &str, attribute: &str, details: &[Detail<'_>]) -> Option<String> {
        self.found(key, Some(attribute), details)
    }

    /// `2025年第三季度（2025Q3）` or `2025Q3`.
    pub(super) fn period(&self, period: Period) -> String {
        match self.language {
            Language::Zh => format!("{}（{period}）", period.chinese()),
            Language::En => period.to_string(),
        }
    }

    /// The same without its code: of what nobody can ask for.
    pub(super) fn period_in_words(&self, period: Period) -> String {
        match (self.language, period.part) {
            (Language::Zh, _) => period.chinese(),
            (Language::En, Part::Half(Half::First)) => format!("first half of {}", period.year),
            (Language::En, Part::Half(Half::Second)) => format!("second half of {}", period.year),
            (Language::En, Part::Quarter(_) | Part::Year) => period.to_string(),
        }
    }

    /// 季调度 and so on.
    pub(super) fn cycle(&self, cycle: Cycle) -> String {
        self.say(match cycle {
            Cycle::Quarterly => "cycle-quarterly",
            Cycle::HalfYear => "cycle-half-year",
            Cycle::YearEnd => "cycle-year-end",
            Cycle::Inspection => "cycle-inspection",
            Cycle::ThirdParty => "cycle-third-party",
            Cycle::Effect => "cycle-effect",
            Cycle::Special => "cycle-special",
        })
    }

    /// Things of a list, in a sentence.
    pub(super) fn listed<T: ToString>(&self, things: impl IntoIterator<Item = T>) -> String {
        let comma = match self.language {
            Language::Zh => "、",
            Language::En => ", ",
        };
        things.into_iter().map(|thing| thing.to_string()).collect::<Vec<_>>().join(comma)
    }

    fn found(&self, key: &str, attribute: Option<&str>, details: &[Detail<'_>]) -> Option<String> {
        let message = self.bundle.get_message(key)?;
        let pattern = match attribute {
            Some(attribute) => message.get_attribute(attribute)?.value(),
            None => message.value()?,
        };
        let arguments: FluentArgs<'_> = details.iter().map(|(name, value)| (*name, value.clone())).collect();
        // A detail that was forgotten shows as its name.
        let mut errors = Vec::new();
        Some(self.bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned())
    }
}

#[cfg(test)]
mod tests;
