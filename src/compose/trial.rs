//! Bulletins tried out: everything that their wordings would stop at, and not only the first of it.

use std::collections::BTreeMap;

use super::context::context;
use super::exhibited::OfGroup;
use super::material::Material;
use super::wording::{Asked, Engine, Tokens, try_out};
use tongbao_figures::aggregate::Group;
use tongbao_figures::plan::{Mistake, Plan};
use tongbao_returns::domain::Cycle;

/// The wordings of a plan, ready to be tried in bulletin after bulletin.
pub struct Trial {
    engine: Engine,
    asked: BTreeMap<Cycle, Asked>,
}

impl Trial {
    /// Of all wordings of a plan.
    pub fn of(plan: &Plan) -> Self {
        let asked = plan.cycles.iter().map(|cycle| (*cycle, Asked::of(&plan.wording, *cycle))).collect();
        Self { engine: Engine::lenient(&plan.wording), asked }
    }

    /// What is wrong with the wording of a group's bulletin, as far as this material of the plan shows it; nothing of a kind that the plan has not.
    pub fn mistakes(&self, material: &Material<'_>, group: &Group, cycle: Cycle) -> Vec<Mistake> {
        let tokens = Tokens::default();
        let Some(asked) = self.asked.get(&cycle) else { return Vec::new() };
        let context = context(material, group, (cycle, asked), &tokens);
        try_out(&material.plan.wording, &self.engine, cycle, &context, &tokens, &OfGroup { material, group })
    }
}

/// Names that a bulletin's context has and the table of names has not, or the other way round.
#[cfg(test)]
pub(crate) fn strays(material: &Material<'_>, group: &Group, cycle: Cycle) -> Vec<String> {
    use super::context::NAMES;
    use super::context::name::{Name, Shape};
    use minijinja::Value;

    fn below(value: &Value, names: &[Name], path: &str, strays: &mut Vec<String>) {
        let there: Vec<String> = value.try_iter().unwrap().map(|key| key.to_string()).collect();
        strays.extend(
            there
                .iter()
                .filter(|key| names.iter().all(|name| name.word != **key))
                .map(|key| format!("{path}{key} is in no table")),
        );
        for name in names {
            if there.iter().any(|key| key == name.word) {
                within(&value.get_attr(name.word).unwrap(), name.shape, &format!("{path}{}", name.word), strays);
            } else {
                strays.push(format!("{path}{} is in no context", name.word));
            }
        }
    }
    fn within(value: &Value, shape: Shape, path: &str, strays: &mut Vec<String>) {
        match shape {
            // What there is not has no names.
            Shape::Group(_) | Shape::List(_) if value.is_none() => {}
            Shape::Group(names) => below(value, names, &format!("{path}."), strays),
            Shape::List(one) => value.try_iter().unwrap().for_each(|entry| within(&entry, *one, path, strays)),
            Shape::By(_, names) => {
                for key in value.try_iter().unwrap() {
                    below(&value.get_item(&key).unwrap(), names, &format!("{path}[]."), strays);
                }
            }
            Shape::Words | Shape::Number | Shape::Count | Shape::Truth | Shape::Any => {
                if value.try_iter().is_ok_and(|_| value.as_str().is_none() && !value.is_none()) {
                    strays.push(format!("{path} has more in it"));
                }
            }
        }
    }
    let mut strays = Vec::new();
    let asked = Asked::of(&material.plan.wording, cycle);
    below(&context(material, group, (cycle, &asked), &Tokens::default()), NAMES, "", &mut strays);
    strays
}
