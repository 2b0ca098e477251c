//! `scoring.toml` of a draft: grades, vetoes and adjustments of the model, and one scheme over the stubs.

use super::model::Model;
use super::stub::Stub;
use super::toml_line;

/// All weights, in hundredths of a point.
const FULL: usize = 10_000;

/// The file; none if the model has none, or no stub can be scored.
pub(super) fn file(stubs: &[Stub], model: &Model) -> Option<String> {
    let like = model.text("scoring.toml")?;
    let head: Vec<&str> = like.lines().take_while(|line| !line.trim_start().starts_with("[[scheme")).collect();
    let scored = |scope: &str| -> Vec<&Stub> {
        stubs.iter().filter(|stub| stub.is_of(scope) && matches!(stub.better, "higher" | "lower")).collect()
    };
    let (scope, name, parts) = [("county", "县（市、区）"), ("unit", "填报单位"), ("alliance", "医联体")]
        .into_iter()
        .map(|(scope, name)| (scope, name, scored(scope)))
        .find(|(.., parts)| !parts.is_empty() && parts.len() <= FULL)?;
    let mut text = format!("{}\n\n", head.join("\n").trim_end());
    text.push_str(&toml_line::comment("由 tongbao plan new 起草：各指标平均分配权重，按名次给分。权重、方法请逐项确定。"));
    text.extend([format!("[[scheme]]\nname = {}\nscope = \"{scope}\"\n", toml_line::text(name))]);
    let each = FULL / parts.len();
    for (number, part) in (1..).zip(&parts) {
        let weight = if number == parts.len() { FULL - each * (parts.len() - 1) } else { each };
        let weight = format!("{}.{:02}", weight / 100, weight % 100);
        let indicator = toml_line::text(&part.id);
        text.extend([format!("[[scheme.part]]\nindicator = {indicator}\nweight = {weight}\nmethod = \"rank\"\n")]);
    }
    Some(text)
}
