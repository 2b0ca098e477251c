//! The lists of the handbook (docs/zh/wording.md): every name, table and chart that a wording can use, from the tables by which the program
//! itself goes.

use std::fmt::Write as _;

use crate::compose::context::NAMES;
use crate::compose::context::name::{Key, Name, Shape};
use crate::compose::named::{CHARTS, Drawn, SERIES, TABLES};

/// As Markdown.
pub fn lists() -> String {
    let mut text = String::from("### 名称\n\n");
    text += &table(NAMES);
    for (path, meaning, names) in groups(NAMES, "") {
        // A String takes every word.
        let _ = write!(text, "\n`{path}`：{meaning}\n\n");
        text += &table(names);
    }
    text += "\n### 表\n\n| 写法 | 哪些通报有 |\n|---|---|\n";
    for table in TABLES {
        let looks_back = if table.looks_back { "；写了它，程序才去比上期" } else { "" };
        let _ = writeln!(text, "| `@table {}` | {}{looks_back} |", table.name, table.whose());
    }
    for series in SERIES {
        let _ = writeln!(text, "| `@tables {}` | {} |", series.name, series.whose);
    }
    text += "\n### 图\n\n| 写法 | 画什么 |\n|---|---|\n";
    for chart in CHARTS {
        let more = match chart.drawn {
            Drawn::Plain(_) => "",
            Drawn::OfOne(_) => "；不写指标名的，画 [wording] 的 county-chart",
            Drawn::OfSeveral(_) => "；不写指标名的，画 [wording] 的 trend",
        };
        let written = match chart.drawn {
            Drawn::Plain(_) => "",
            Drawn::OfOne(_) => " 指标名",
            Drawn::OfSeveral(_) => " 指标名、指标名",
        };
        let _ = writeln!(text, "| `@chart {}{written}` | {}{more} |", chart.name, chart.meaning);
    }
    text
}

fn table(names: &[Name]) -> String {
    let row = |name: &Name| format!("| `{}` | {} | {} |\n", name.word, kind(name.shape), name.meaning);
    "| 名称 | 是什么 | 含义 |\n|---|---|---|\n".to_owned() + &names.iter().map(row).collect::<String>()
}

fn kind(shape: Shape) -> &'static str {
    match shape {
        Shape::Words => "文字",
        Shape::Number => "数，带单位",
        Shape::Count => "个数，只用来判断",
        Shape::Truth => "是否，只用来判断",
        Shape::Group(_) => "见下",
        Shape::List(Shape::Group(_)) => "一列，逐个取，见下",
        Shape::List(_) => "一列文字",
        Shape::By(Key::Indicator | Key::Task, _) => "按名称取，见下",
        Shape::Any => "",
    }
}

/// Every group below others, with its path.
fn groups(names: &'static [Name], path: &str) -> Vec<(String, &'static str, &'static [Name])> {
    let mut found = Vec::new();
    for name in names {
        let own = if path.is_empty() { name.word.to_owned() } else { format!("{path}.{}", name.word) };
        let (own, below) = match name.shape {
            Shape::Group(below) => (own, below),
            Shape::List(Shape::Group(below)) => (format!("{own}[]"), *below),
            Shape::By(_, below) => (format!("{own}[\"…\"]"), below),
            _ => continue,
        };
        found.push((own.clone(), name.meaning, below));
        found.extend(groups(below, &own));
    }
    found
}
