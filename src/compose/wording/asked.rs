//! Which names a wording uses, so that nothing is worked out of which nobody reads.

use std::collections::BTreeSet;

use minijinja::Environment;

use super::pieces;
use super::place::Wording;
use tongbao_returns::domain::Cycle;

/// The names that the wording of a bulletin and its pieces look up.
#[derive(Debug)]
pub(in crate::compose) struct Asked {
    /// None of a wording of which a part cannot be read: it may use any.
    names: Option<BTreeSet<String>>,
}

impl Asked {
    /// By the wording of a kind of bulletin.
    pub(in crate::compose) fn of(wording: &Wording, cycle: Cycle) -> Self {
        let environment = Environment::new();
        let mut names = BTreeSet::new();
        for template in pieces::of(wording, cycle.as_str()).into_iter().filter_map(|name| wording.get(name)) {
            let Ok(read) = environment.template_from_str(&template.text) else { return Self { names: None } };
            names.extend(read.undeclared_variables(false));
        }
        Self { names: Some(names) }
    }

    /// Whether it uses one of some names.
    pub(in crate::compose) fn has(&self, wanted: &[&str]) -> bool {
        self.names.as_ref().is_none_or(|names| wanted.iter().any(|name| names.contains(*name)))
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use tongbao_figures::plan::Template;

    fn asked(texts: &[(&str, &str)]) -> Asked {
        let template = |(name, text): &(&str, &str)| {
            ((*name).to_owned(), Template { file: PathBuf::from(format!("p/bulletins/{name}.md")), text: (*text).to_owned() })
        };
        Asked::of(&texts.iter().map(template).collect(), Cycle::Quarterly)
    }

    #[test]
    fn a_name_is_asked_for_where_a_template_looks_it_up() {
        let of =
            |text: &str| asked(&[("quarterly", text), ("_a", "{{ drags[0].name }}"), ("half-year", "{{ movement.compared }}")]);
        assert!(of("{% if movement.compared_count > 0 %}{% endif %}").has(&["movement"]));
        assert!(of("{% for one in drags %}{{ one.name }}{% endfor %}").has(&["drags_count", "drags"]));
        assert!(of("{% include \"_a\" %}").has(&["drags"]), "a piece looks it up");
        assert!(!of("movement 和 drags {# movement #}{{ period.name }}").has(&["movement", "drags"]), "words are none");
        assert!(!of("{% set drags = [] %}{{ drags }}").has(&["drags"]), "one of its own");
    }

    #[test]
    fn what_cannot_be_read_may_ask_for_anything() {
        assert!(asked(&[("quarterly", "{% if %}")]).has(&["movement"]));
    }
}
