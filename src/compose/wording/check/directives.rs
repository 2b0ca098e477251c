//! Lines of a wording that begin with `@` or `#`, as far as they can be judged before they are filled.

use super::Slip;
use crate::compose::charts::call::Call;
use crate::compose::named::{CHARTS, NamedSeries, NamedTable, SERIES, TABLES};
use crate::compose::wording::marked::Marked;
use crate::compose::wording::place::Spot;
use crate::compose::wording::trouble::LineTrouble;
use tongbao_figures::plan::{Plan, Template, suggestion};

const DIRECTIVES: [&str; 7] = ["@title", "@addressees", "@table", "@tables", "@chart", "@note", "@attachment"];

/// What is wrong with the directives of a text.
pub(super) fn of(name: &str, template: &Template, plan: &Plan) -> Vec<Slip> {
    let mut spots = Vec::new();
    let _ = Marked::new(name, &template.text, &mut spots);
    let lines = spots.into_iter().filter_map(|spot| spot.span).filter(|span| begins_a_line(&template.text, span.start));
    lines.filter_map(|span| wrong(name, template.text.get(span.clone())?, span.start, plan)).collect()
}

/// Whether nothing but blanks and tags stands before it in its line.
fn begins_a_line(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let mut rest = before.rsplit('\n').next().unwrap_or_default().trim_start();
    while !rest.is_empty() {
        let end = match rest.get(..2) {
            Some("{%") => "%}",
            Some("{#") => "#}",
            _ => return false,
        };
        let Some((_, after)) = rest.split_once(end) else { return false };
        rest = after.trim_start();
    }
    true
}

/// What is wrong with a line that begins with a sign, at a byte of the text.
fn wrong(name: &str, line: &str, start: usize, plan: &Plan) -> Option<Slip> {
    // What follows in tags is no part of it.
    let end = ["{%", "{#"].iter().filter_map(|tag| line.find(tag)).min().unwrap_or(line.len());
    let line = line.get(..end)?.trim_end();
    let (directive, rest) = line.split_once(' ').unwrap_or((line, ""));
    let argument = rest.trim();
    let at_directive = || Spot::new(name, start..start + directive.len());
    let argument_at = start + line.len() - rest.trim_start().len();
    let at_argument = || Spot::new(name, argument_at..argument_at + argument.len());
    if directive.starts_with('#') {
        // A number of levels that is filled in is known only then.
        let is_heading = matches!(directive, "#" | "##" | "###");
        return (!is_heading).then(|| Slip {
            spot: at_directive(),
            message: "标题写作一到三个 #，后面空一格".to_owned(),
            hint: None,
        });
    }
    if !DIRECTIVES.contains(&directive) {
        let message = LineTrouble::Directive(directive.to_owned()).to_string();
        return Some(Slip { spot: at_directive(), message, hint: suggestion(directive, DIRECTIVES) });
    }
    // A name with a placeholder is known only when the bulletin is composed; so is one with a tag in it.
    if argument.contains("{{") || (argument.is_empty() && end < line.len()) {
        return None;
    }
    let slip = |trouble: LineTrouble, known: Vec<&str>, written: &str| Slip {
        spot: at_argument(),
        message: trouble.to_string(),
        hint: suggestion(written, known),
    };
    match directive {
        "@table" if NamedTable::find(argument).is_none() => {
            let known = TABLES.iter().map(|table| table.name).collect();
            Some(slip(LineTrouble::Table(argument.to_owned()), known, argument))
        }
        "@tables" if NamedSeries::find(argument).is_none() => {
            let known = SERIES.iter().map(|series| series.name).collect();
            Some(slip(LineTrouble::Tables(argument.to_owned()), known, argument))
        }
        "@chart" => Call::read(argument, plan).err().map(|trouble| match &trouble {
            LineTrouble::Indicator(id) => {
                let at = argument.find(id.as_str()).unwrap_or_default();
                let spot = Spot::new(name, argument_at + at..argument_at + at + id.len());
                let hint = suggestion(id, plan.indicators.iter().map(|indicator| indicator.id.as_str()));
                Slip { spot, message: trouble.to_string(), hint }
            }
            LineTrouble::Chart(written) => slip(trouble.clone(), CHARTS.iter().map(|chart| chart.name).collect(), written),
            _ => Slip { spot: at_argument(), message: trouble.to_string(), hint: None },
        }),
        _ => None,
    }
}
