//! TY-01: 不适用 where there was a number or an answer.

use super::{GeneralRule, finding, location};
use crate::audit::Accepted;
use tongbao_returns::domain::{Form, Kind, Reading, Return};
use tongbao_returns::finding::facts::Cited;
use tongbao_returns::finding::{Finding, as_filed};

/// One finding a sheet, so that a sheet that is declared to be empty is explained once.
pub(super) fn numbers_withdrawn(form: &Form, filed: &Return, accepted: &Accepted) -> Vec<Finding> {
    let earlier = [filed.period.previous(), filed.period.year_before()];
    let before = |position: usize| {
        earlier.iter().find_map(|period| {
            let known = accepted.find(*period, &filed.unit, &filed.form)?;
            let reading = &known.facts.get(position)?.reading;
            // Where there was nothing, there is nothing to withdraw.
            let is_answer = reading.is_value() && reading.number() != Some(0.0);
            is_answer.then_some((known, position, reading))
        })
    };
    let mut findings = Vec::new();
    let mut position = 0;
    for sheet in &form.sheets {
        let mut cited = Vec::new();
        let mut said = Vec::new();
        let mut at = None;
        for item in &sheet.items {
            let fact = filed.facts.get(position).filter(|fact| fact.reading == Reading::NotApplicable);
            // Dates and words may always be 不适用.
            let is_asked = !matches!(item.kind, Kind::Date | Kind::Text);
            if let (Some(_), true, Some((known, place, reading))) = (fact, is_asked, before(position)) {
                let own = location(filed, position);
                at = at.or_else(|| own.clone());
                let word = match reading {
                    Reading::Text(word) => word.clone(),
                    reading => reading.number().map(as_filed).unwrap_or_default(),
                };
                said.push(format!("{}上次报{word}", item.name));
                cited.push(Cited { item: item.name.to_string(), value: Reading::NotApplicable, at: own });
                let name = format!("上次{}", item.name);
                cited.push(Cited { item: name, value: reading.clone(), at: location(known, place) });
            }
            position += 1;
        }
        if !cited.is_empty() {
            let sentence = format!("{}，本期填不适用", said.join("、"));
            findings.push(finding(GeneralRule::NumberWithdrawn.broken(sentence, cited), at, filed));
        }
    }
    findings
}
