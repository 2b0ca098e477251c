//! The wording of a bulletin: a minijinja template of the plan pack to blocks.
//!
//! A number enters the template as an opaque token, so that the template can place it but never change it; afterwards each token
//! becomes its figure again. Lines of the rendered text:
//!
//! | line | becomes |
//! |---|---|
//! | `@title …`, `@addressees …` | head; a `|` in the title breaks its line there |
//! | `# …`, `## …`, `### …` | heading |
//! | `@table NAME`, `@chart NAME` | a table or chart composed in Rust; a chart without a number is left out |
//! | `@note …` | 注 |
//! | `@attachment TITLE` | a new attachment; what follows belongs to it |
//! | any other line | a paragraph |
//!
//! What several wordings say alike stands in a piece of its own (`_name.md`), which they call by `{% include "_name" %}`.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

use minijinja::Environment;
use minijinja::UndefinedBehavior;
use minijinja::Value;

use super::charts;
use super::error::ComposeError;
use crate::document::Attachment;
use crate::document::Block;
use crate::document::Chart;
use crate::document::Figure;
use crate::document::Inline;
use crate::document::Table;
use crate::plan::Plan;

/// Opens and closes a token; characters of the private use area, which no wording contains.
const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';

/// Figures on their way through a template.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    figures: RefCell<Vec<Figure>>,
}

impl Tokens {
    /// A token for the figure. In a sentence it stands without its mark, which would come between number and unit; the table has it.
    pub(super) fn put(&self, figure: Figure) -> String {
        let mut figures = self.figures.borrow_mut();
        figures.push(figure.marked(None));
        format!("{OPEN}{}{CLOSE}", figures.len() - 1)
    }

    /// Words and figures of a rendered line.
    fn inlines(&self, line: &str) -> Vec<Inline> {
        let mut inlines = Vec::new();
        let mut rest = line;
        while let Some((before, after)) = rest.split_once(OPEN) {
            let (number, tail) = after.split_once(CLOSE).unwrap_or((after, ""));
            if !before.is_empty() {
                inlines.push(Inline::Text(before.to_owned()));
            }
            if let Some(figure) = number.parse::<usize>().ok().and_then(|index| self.figures.borrow().get(index).cloned()) {
                inlines.push(Inline::Figure(figure));
            }
            rest = tail;
        }
        if !rest.is_empty() {
            inlines.push(Inline::Text(rest.to_owned()));
        }
        inlines
    }

    /// A rendered line as plain text, figures with their units.
    fn plain(&self, line: &str) -> String {
        let words = |inline: Inline| match inline {
            Inline::Text(text) => text,
            Inline::Figure(figure) => figure.text() + &figure.unit,
        };
        self.inlines(line).into_iter().map(words).collect()
    }
}

/// What a wording may call for by name.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) tables: BTreeMap<&'static str, Table>,
}

/// Draws a chart by its name: nothing where there is no number to draw, in Chinese why there is no such chart.
pub(super) type Draw<'a> = dyn Fn(&str) -> Result<Option<Chart>, String> + 'a;

/// A wording turned into blocks.
#[derive(Debug, Default)]
pub(super) struct Worded {
    pub(super) title: String,
    pub(super) addressees: Option<String>,
    pub(super) body: Vec<Block>,
    pub(super) attachments: Vec<Attachment>,
}

/// Renders `bulletins/<name>.md` of a plan and reads its lines. It may include any other wording of the plan; those whose names begin
/// with `_` are made for that.
pub(super) fn word(
    (plan, name): (&str, &str),
    wording: &BTreeMap<String, String>,
    context: Value,
    tokens: &Tokens,
    mut parts: Parts,
    draw: &Draw<'_>,
) -> Result<Worded, ComposeError> {
    let failed = |source| ComposeError::Template { plan: plan.to_owned(), name: name.to_owned(), source: Box::new(source) };
    let mut environment = Environment::new();
    // A misspelt name in a wording is an error with its line, never an empty sentence.
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    for (name, text) in wording {
        environment.add_template(name, text).map_err(failed)?;
    }
    let template = environment.get_template(name).map_err(failed)?;
    let rendered = template.render(context).map_err(failed)?;
    let mut worded = Worded::default();
    let mut charts: BTreeSet<String> = BTreeSet::new();
    for line in rendered.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let wrong = |reason: &str| ComposeError::Directive {
            plan: plan.to_owned(),
            name: name.to_owned(),
            line: tokens.plain(line),
            reason: reason.to_owned(),
        };
        let (directive, argument) = line.split_once(' ').unwrap_or((line, ""));
        let argument = argument.trim();
        let block = match directive {
            "@title" => {
                worded.title = tokens.plain(argument).replace('|', "\n");
                continue;
            }
            "@addressees" => {
                worded.addressees = Some(tokens.plain(argument)).filter(|text| !text.is_empty());
                continue;
            }
            "@attachment" => {
                worded.attachments.push(Attachment { label: String::new(), title: tokens.plain(argument), blocks: Vec::new() });
                continue;
            }
            "@table" => Block::Table(parts.tables.remove(argument).ok_or_else(|| wrong("没有这个名称的表，或同一张表用了两次"))?),
            "@chart" => {
                let Some(mut chart) = draw(argument).map_err(|reason| wrong(&reason))? else { continue };
                if !charts.insert(chart.name.clone()) {
                    return Err(wrong("同一张图用了两次"));
                }
                chart.caption = format!("图{} {}", charts.len(), chart.caption);
                Block::Chart(chart)
            }
            "@note" => Block::Note(tokens.plain(argument)),
            "#" => Block::Heading { level: 1, text: tokens.plain(argument) },
            "##" => Block::Heading { level: 2, text: tokens.plain(argument) },
            "###" => Block::Heading { level: 3, text: tokens.plain(argument) },
            other if other.starts_with('@') || other.starts_with('#') => return Err(wrong("没有这个指令")),
            _ => Block::Paragraph(tokens.inlines(line)),
        };
        match worded.attachments.last_mut() {
            Some(attachment) => attachment.blocks.push(block),
            None => worded.body.push(block),
        }
    }
    let is_single = worded.attachments.len() == 1;
    for (number, attachment) in (1..).zip(&mut worded.attachments) {
        attachment.label = if is_single { "附件".to_owned() } else { format!("附件{number}") };
    }
    Ok(worded)
}

/// Tables that a wording may call for; those from 县区排名 on in the area's bulletin only.
const TABLES: [&str; 16] = [
    "指标完成情况",
    "分领域完成情况",
    "滞后清单",
    "报送情况",
    "未报和迟报单位",
    "口径与覆盖",
    "任务台账",
    "临近到期任务",
    "汇总勾稽",
    "核实说明",
    "县区排名",
    "医联体排名",
    "县区指标",
    "县区名次",
    "医联体指标",
    "县区滞后清单",
];

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
            "@table" if !TABLES.contains(&argument) => wrong.push((number, format!("没有名为“{argument}”的表"))),
            // A name with a placeholder is known only when the bulletin is composed.
            "@chart" if !argument.contains("{{") => {
                wrong.extend(charts::call(argument, plan).err().map(|reason| (number, reason)));
            }
            "@table" | "@chart" | "@title" | "@addressees" | "@attachment" | "@note" => {}
            other if other.starts_with('@') => wrong.push((number, format!("没有“{other}”这个指令"))),
            _ => {}
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use minijinja::context;

    use super::*;
    use crate::document::FigureId;
    use crate::document::Measure;
    use crate::document::Value as FigureValue;

    fn no_chart(_: &str) -> Result<Option<Chart>, String> {
        Err("没有图".to_owned())
    }

    fn plan() -> Plan {
        let templates = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates");
        crate::plan::load(&templates, "kailu-2024").unwrap()
    }

    fn wording(text: &str) -> BTreeMap<String, String> {
        BTreeMap::from([("quarterly".to_owned(), text.to_owned()), ("_piece".to_owned(), "共有{{ due }}。".to_owned())])
    }

    #[test]
    fn a_wording_includes_a_piece() {
        let (tokens, text) = (Tokens::default(), "# 一\n{% include \"_piece\" %}\n完");
        let context = context! { due => tokens.put(figure(3.0)) };
        let worded = word(("p", "quarterly"), &wording(text), context, &tokens, Parts::default(), &no_chart).unwrap();
        let told = vec![Inline::Text("共有".to_owned()), Inline::Figure(figure(3.0)), Inline::Text("。".to_owned())];
        assert_eq!(worded.body[1..], [Block::Paragraph(told), Block::Paragraph(vec![Inline::Text("完".to_owned())])]);
    }

    fn figure(number: f64) -> Figure {
        let id = FigureId { subject: "应报".into(), group: "area".into(), period: "2025Q3".into(), measure: Measure::Count };
        Figure::new(id, FigureValue::Number(number), 0, "份")
    }

    #[test]
    fn numbers_pass_through_a_wording_untouched() {
        let tokens = Tokens::default();
        let context = context! { due => tokens.put(figure(1234.0)), missing_count => 0 };
        let text = "@title 关于报送的通报\n# 一、总体情况\n应报{{ due }}，{% if missing_count > 0 %}有缺报。{% else %}无缺报。{% endif %}\n@attachment 表\n@note 完";
        let worded = word(("p", "quarterly"), &wording(text), context, &tokens, Parts::default(), &no_chart).unwrap();
        assert_eq!(worded.title, "关于报送的通报");
        let expected =
            vec![Inline::Text("应报".to_owned()), Inline::Figure(figure(1234.0)), Inline::Text("，无缺报。".to_owned())];
        assert_eq!(worded.body[1], Block::Paragraph(expected));
        assert_eq!(worded.attachments[0].label, "附件");
        assert_eq!(worded.attachments[0].blocks, [Block::Note("完".to_owned())]);
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

    #[test]
    fn what_a_wording_misspells_is_an_error() {
        let run = |text: &str| {
            word(("p", "quarterly"), &wording(text), context! { due => 1 }, &Tokens::default(), Parts::default(), &no_chart)
                .map(drop)
                .unwrap_err()
        };
        assert!(matches!(run("{{ duo }}"), ComposeError::Template { .. }));
        assert!(matches!(run("@tabel x"), ComposeError::Directive { .. }));
        assert!(matches!(run("@table 没有"), ComposeError::Directive { .. }));
    }
}
