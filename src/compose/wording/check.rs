//! What is wrong with a wording before any number is known, and whether it looks back.

use std::collections::BTreeMap;

use minijinja::Environment;

use crate::compose::charts::call::Call;
use crate::compose::named::{NamedSeries, NamedTable};
use tongbao_figures::plan::Plan;

/// Whether a wording, or a piece that it includes, tells what became of the bulletin before.
pub fn looks_back(wording: &BTreeMap<String, String>, name: &str) -> bool {
    let Some(text) = wording.get(name) else { return false };
    let is_asked = |line: &str| {
        line.strip_prefix("@table ").is_some_and(|table| NamedTable::find(table.trim()).is_some_and(|table| table.looks_back))
    };
    let included =
        |line: &str| line.split_once("{% include \"").and_then(|(_, rest)| rest.split_once('"')).map(|(name, _)| name.to_owned());
    let mut lines = text.lines().map(str::trim);
    lines.any(|line| is_asked(line) || included(line).is_some_and(|piece| piece != name && looks_back(wording, &piece)))
}

/// What is wrong with a wording before any number is known: its lines, from 1, with the reason. Names of numbers are checked when the
/// bulletin is composed.
pub fn check(text: &str, plan: &Plan) -> Vec<(usize, String)> {
    let mut wrong = Vec::new();
    if let Err(error) = Environment::new().template_from_str(text) {
        wrong.push((error.line().unwrap_or(1), format!("模板写法有误：{}", error.detail().unwrap_or("括号或标签不成对"))));
    }
    for (line, number) in text.lines().map(str::trim).zip(1..) {
        let (directive, argument) = line.split_once(' ').unwrap_or((line, ""));
        let argument = argument.trim();
        match directive {
            "@table" if NamedTable::find(argument).is_none() => wrong.push((number, format!("没有名为“{argument}”的表"))),
            // A name with a placeholder is known only when the bulletin is composed.
            "@chart" if !argument.contains("{{") => {
                wrong.extend(Call::read(argument, plan).err().map(|trouble| (number, trouble.to_string())));
            }
            "@tables" if NamedSeries::find(argument).is_none() => wrong.push((number, format!("没有名为“{argument}”的一组表"))),
            "@table" | "@tables" | "@chart" | "@title" | "@addressees" | "@attachment" | "@note" => {}
            other if other.starts_with('@') => wrong.push((number, format!("没有“{other}”这个指令"))),
            _ => {}
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> Plan {
        let templates = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates");
        tongbao_figures::plan::load(&templates, "kailu-2024").unwrap()
    }

    #[test]
    fn a_wording_is_checked_before_there_are_numbers() {
        let plan = plan();
        let text = "@title {{ name }}\n@table 报送情况\n@table 报送情况表\n@chrat 达标率\n@chart 趋势 无此指标\n{% if x %}";
        let wrong = check(text, &plan);
        let lines: Vec<_> = wrong.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [6, 3, 4, 5], "{wrong:?}");
        assert_eq!(check("# 一\n{% if a %}\n@chart 完成率\n{% endif %}\n@chart 趋势 资产负债率\n@note 完", &plan), []);
    }
}
