//! A plan narrowed to the topic of a special report: nothing in the report is of anything else.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::meant::Plan;
use super::mechanism::Topic;
use super::words::{ToldTopic, Words};
use tongbao_returns::domain::{Cycle, Form, ItemName, Period, Sight};

impl Plan {
    /// The topics of its special reports, in the order of the file.
    pub fn topics(&self) -> impl Iterator<Item = &Topic> {
        self.mechanisms.iter().flat_map(|mechanism| &mechanism.topics)
    }

    /// The plan as a bulletin of a kind and a period tells of it: of a special report what belongs to its topic, of every other all.
    pub fn as_told(&self, cycle: Cycle, period: Period) -> Cow<'_, Self> {
        let topic = self.topics().filter(|_| cycle == Cycle::Special).find(|topic| topic.period == period);
        topic.map_or(Cow::Borrowed(self), |topic| Cow::Owned(self.narrowed(topic)))
    }

    /// The indicators of a topic with those that they are taken over, its tasks, and the forms that ask for these: of a ledger form the rows that
    /// are its tasks.
    fn narrowed(&self, topic: &Topic) -> Self {
        let told = self.with_those_read(&topic.indicators);
        let indicators: Vec<_> =
            self.indicators.iter().filter(|indicator| told.contains(indicator.id.as_str())).cloned().collect();
        let items: BTreeSet<&ItemName> =
            indicators.iter().flat_map(|indicator| self.items_behind(indicator)).map(|read| &read.name).collect();
        let has_task = |form: &Form| {
            let mut rows = form.tasks.iter().flat_map(|tasks| &tasks.rows);
            rows.any(|row| topic.tasks.contains(&row.id))
        };
        let asked = self.forms.iter().filter(|form| has_task(form) || form.items().any(|item| items.contains(&item.name)));
        let asked: Vec<Form> = asked.map(|form| of_tasks(form, &topic.tasks)).collect();
        // What is counted of the registry is asked on no form: then all that came in stands behind the report.
        let forms = if asked.is_empty() { self.forms.clone() } else { asked };
        let proof_items =
            self.proof_items.iter().filter(|item| forms.iter().flat_map(Form::items).any(|known| known.name == **item));
        let words = Words {
            highlights: topic.indicators.clone(),
            trend: Vec::new(),
            county_chart: None,
            topic: Some(ToldTopic { name: topic.name.clone(), tasks_of_plan: self.ledger.len() }),
            ..self.words.clone()
        };
        Self {
            words: words.completed(&indicators),
            ledger: self.ledger.iter().filter(|row| topic.tasks.contains(&row.id)).cloned().collect(),
            proof_items: proof_items.cloned().collect(),
            indicators,
            forms,
            ..self.clone()
        }
    }

    /// Indicators with those over whose values they are taken, and so on.
    fn with_those_read<'plan>(&'plan self, ids: &'plan [String]) -> BTreeSet<&'plan str> {
        let mut told: BTreeSet<&str> = BTreeSet::new();
        let mut open: Vec<&str> = ids.iter().map(String::as_str).collect();
        while let Some(id) = open.pop() {
            if told.insert(id)
                && let Some(indicator) = self.indicator(id)
            {
                open.extend(indicator.formula.indicators());
            }
        }
        told
    }
}

/// A form with nothing but these tasks in sight: who answers for none of them owes the report nothing.
fn of_tasks(form: &Form, tasks: &[String]) -> Form {
    let mut form = form.clone();
    if let Some(ledger) = &mut form.tasks {
        ledger.in_sight = Sight::Tasks(tasks.iter().cloned().collect());
    }
    form
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::meant::LedgerRow;
    use super::super::mechanism::Mechanism;
    use super::*;
    use tongbao_returns::domain::Task;

    #[test]
    fn a_special_report_is_of_its_topic_alone() {
        let templates = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join("report_templates");
        let plan = crate::plan::load(&templates, "kailu-2024").unwrap();
        let period: Period = "2025Q3".parse().unwrap();
        let topic = Topic {
            name: "资产负债".to_owned(),
            period,
            indicators: vec!["资产负债率".to_owned()],
            tasks: vec!["kailu-2024:三.4#4".to_owned()],
        };
        let special = Mechanism { topics: vec![topic], ..Mechanism::usual(Cycle::Special) };
        let plan = Plan { mechanisms: vec![special], ..plan };
        let told = plan.as_told(Cycle::Special, period);
        assert_eq!(told.indicators.iter().map(|indicator| indicator.id.as_str()).collect::<Vec<_>>(), ["资产负债率"]);
        assert_eq!(told.ledger.iter().map(LedgerRow::code).collect::<Vec<_>>(), ["三.4#4"]);
        assert_eq!(
            (told.words.topic.as_ref().map(|topic| topic.name.as_str()), told.words.trend.as_slice()),
            (Some("资产负债"), &["资产负债率".to_owned()][..])
        );
        let of_plan = told.words.topic.as_ref().map(|topic| topic.tasks_of_plan);
        assert_eq!(of_plan, Some(plan.ledger.len()), "how many there are beside those of the topic");
        let read = plan.items_behind(plan.indicator("资产负债率").unwrap());
        let asks = |form: &Form| form.tasks.is_some() || form.items().any(|item| read.iter().any(|read| read.name == item.name));
        assert!(told.forms.len() < plan.forms.len() && told.forms.iter().all(asks), "{}", told.forms.len());
        let ledger = told.forms.iter().find_map(|form| form.tasks.as_ref()).expect("the ledger is asked for its task");
        assert_eq!(ledger.own_rows().map(Task::code).collect::<Vec<_>>(), ["三.4#4"]);
        assert_eq!(ledger.rows.len(), plan.ledger.len(), "the form is filed as it is");
        assert_eq!(told.fingerprint, plan.fingerprint);
        for (cycle, period) in [(Cycle::Quarterly, "2025Q3"), (Cycle::Special, "2025Q2")] {
            assert!(matches!(plan.as_told(cycle, period.parse().unwrap()), Cow::Borrowed(_)), "{cycle}");
        }
    }
}
