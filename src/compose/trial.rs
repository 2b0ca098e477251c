//! A bulletin tried out: everything that its wording would stop at, and not only the first of it.

use super::context::context;
use super::exhibited::OfGroup;
use super::material::Material;
use super::wording::{Asked, Tokens, try_out};
use tongbao_figures::aggregate::Group;
use tongbao_figures::plan::Mistake;
use tongbao_returns::domain::Cycle;

/// What is wrong with the wording of a group's bulletin, as far as this material shows it.
pub fn tried(material: &Material<'_>, group: &Group, cycle: Cycle) -> Vec<Mistake> {
    let tokens = Tokens::default();
    let asked = Asked::of(&material.plan.wording, cycle);
    let context = context(material, group, (cycle, &asked), &tokens);
    try_out(&material.plan.wording, cycle, &context, &tokens, &OfGroup { material, group })
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
