//! The wording of a bulletin: a minijinja template of the plan pack to blocks.
//!
//! A number enters the template as an opaque token, so that the template can place it but never change it; afterwards each token
//! becomes its figure again. Lines of the rendered text:
//!
//! | line | becomes |
//! |---|---|
//! | `@title …`, `@addressees …` | head; a `|` in the title breaks its line there |
//! | `# …`, `## …`, `### …` | heading; one without a number of its own gets the next of its level (一、 （一） 1.) |
//! | `@table NAME`, `@chart NAME` | a table or chart composed in Rust; a chart without a number is left out |
//! | `@tables NAME` | a series of tables composed in Rust, each on a new page, e.g. one for each scorecard |
//! | `@note …` | 注 |
//! | `@attachment TITLE` | a new attachment; what follows belongs to it |
//! | any other line | a paragraph |
//!
//! `附件〔指标完成情况〕` in a sentence becomes the label of the attachment that holds the table of that name, e.g. 附件1.
//!
//! What several wordings say alike stands in a piece of its own (`_name.md`), which they call by `{% include "_name" %}`.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use minijinja::{Environment, UndefinedBehavior, Value};

use super::error::ComposeError;
use super::{charts, scores};
use tongbao_document::{Attachment, Block, Chart, Figure, Inline, Table};
use tongbao_figures::plan::Plan;

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
    /// Several tables under one name.
    pub(super) series: BTreeMap<&'static str, Vec<Table>>,
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
    let mut headings = Headings::default();
    for line in rendered.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let wrong = |reason: &str| ComposeError::Directive {
            plan: plan.to_owned(),
            name: name.to_owned(),
            line: tokens.plain(line),
            reason: reason.to_owned(),
        };
        let (directive, argument) = line.split_once(' ').unwrap_or((line, ""));
        let argument = argument.trim();
        let blocks = match directive {
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
            "@table" => {
                let table = parts.tables.remove(argument).ok_or_else(|| wrong("没有这个名称的表，或同一张表用了两次"))?;
                vec![Block::Table(table)]
            }
            "@tables" => {
                let tables = parts.series.remove(argument).ok_or_else(|| wrong("没有这个名称的一组表，或用了两次"))?;
                // Each begins a new page.
                let blocks = tables.into_iter().flat_map(|table| [Block::PageBreak, Block::Table(table)]);
                blocks.skip(1).collect()
            }
            "@chart" => {
                let Some(mut chart) = draw(argument).map_err(|reason| wrong(&reason))? else { continue };
                if !charts.insert(chart.name.clone()) {
                    return Err(wrong("同一张图用了两次"));
                }
                chart.caption = format!("图{} {}", charts.len(), chart.caption);
                vec![Block::Chart(chart)]
            }
            "@note" => vec![Block::Note(tokens.plain(argument))],
            "#" | "##" | "###" => vec![headings.heading(directive.len(), tokens.plain(argument))],
            other if other.starts_with('@') || other.starts_with('#') => return Err(wrong("没有这个指令")),
            _ => vec![Block::Paragraph(tokens.inlines(line))],
        };
        match worded.attachments.last_mut() {
            Some(attachment) => attachment.blocks.extend(blocks),
            None => worded.body.extend(blocks),
        }
    }
    let is_single = worded.attachments.len() == 1;
    for (number, attachment) in (1..).zip(&mut worded.attachments) {
        attachment.label = if is_single { "附件".to_owned() } else { format!("附件{number}") };
    }
    refer(&mut worded).map_err(|(line, reason)| {
        let (plan, name) = (plan.to_owned(), name.to_owned());
        ComposeError::Directive { plan, name, line, reason }
    })?;
    Ok(worded)
}

/// Counts headings.
#[derive(Debug, Default)]
struct Headings([usize; 3]);

impl Headings {
    /// A heading of level 1 to 3; a text that has no number yet gets the next one.
    fn heading(&mut self, level: usize, text: String) -> Block {
        let [first, second, third] = &mut self.0;
        let number = match level {
            1 => {
                (*first, *second, *third) = (*first + 1, 0, 0);
                format!("{}、", chinese_number(*first))
            }
            2 => {
                (*second, *third) = (*second + 1, 0);
                format!("（{}）", chinese_number(*second))
            }
            _ => {
                *third += 1;
                format!("{third}.")
            }
        };
        let text = if is_numbered(&text) { text } else { number + &text };
        Block::Heading { level: u8::try_from(level).unwrap_or(3), text }
    }
}

/// `三、…`, `（三）…`, `3.…`
fn is_numbered(text: &str) -> bool {
    let is_number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let rest = text.trim_start_matches('（').trim_start_matches(is_number);
    text.trim_start_matches('（').starts_with(is_number) && rest.starts_with(['、', '）', '.', '．'])
}

/// 一 to 九十九.
fn chinese_number(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |digit: usize| DIGITS.get(digit).copied().unwrap_or_default();
    match (number / 10, number % 10) {
        (0, ones) => digit(ones).to_owned(),
        (1, ones) => format!("十{}", digit(ones)),
        (tens, ones) => format!("{}十{}", digit(tens), digit(ones)),
    }
}

/// Puts the labels of attachments where sentences and notes refer to their tables; else the sentence and what is wrong with it.
fn refer(worded: &mut Worded) -> Result<(), (String, String)> {
    let mut labels: BTreeMap<String, String> = BTreeMap::new();
    for attachment in &worded.attachments {
        for block in &attachment.blocks {
            if let Block::Table(table) = block {
                labels.insert(table.name.clone(), attachment.label.clone());
            }
        }
    }
    let resolved = |text: &mut String| -> Result<(), (String, String)> {
        while let Some((before, after)) = text.split_once("附件〔") {
            let (name, rest) = after.split_once('〕').unwrap_or((after, ""));
            let wrong = || (text.clone(), format!("没有一个附件有名为“{name}”的表"));
            *text = format!("{before}{}{rest}", labels.get(name).ok_or_else(wrong)?);
        }
        Ok(())
    };
    let blocks = worded.body.iter_mut().chain(worded.attachments.iter_mut().flat_map(|attachment| &mut attachment.blocks));
    for block in blocks {
        match block {
            Block::Note(text) => resolved(text)?,
            Block::Paragraph(inlines) => {
                for inline in inlines {
                    if let Inline::Text(text) = inline {
                        resolved(text)?;
                    }
                }
            }
            Block::Heading { .. } | Block::Table(_) | Block::Chart(_) | Block::PageBreak => {}
        }
    }
    Ok(())
}

/// Tables that a wording may call for; those from 县区排名 on in the area's bulletin only.
const TABLES: [&str; 25] = [
    "指标完成情况",
    "分领域完成情况",
    "滞后清单",
    "报送情况",
    "未报和迟报单位",
    "口径与覆盖",
    "任务台账",
    "牵头单位台账",
    "逾期任务",
    "滞后任务",
    "退回任务",
    "工作机制",
    "承担任务",
    "临近到期任务",
    "汇总勾稽",
    "核实说明",
    "整改情况",
    "县区排名",
    "医联体排名",
    "县区指标",
    "县区名次",
    "医联体指标",
    "县区滞后清单",
    "县区整改情况",
    "医联体整改情况",
];

/// Tables that say what became of the bulletin before.
const LOOKING_BACK: [&str; 3] = ["整改情况", "县区整改情况", "医联体整改情况"];

/// Whether a wording, or a piece that it includes, tells what became of the bulletin before.
pub fn looks_back(wording: &BTreeMap<String, String>, name: &str) -> bool {
    let Some(text) = wording.get(name) else { return false };
    let is_asked = |line: &str| line.strip_prefix("@table ").is_some_and(|table| LOOKING_BACK.contains(&table.trim()));
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
            "@table" if scores::TABLES.contains(&argument) => {}
            "@table" if !TABLES.contains(&argument) => wrong.push((number, format!("没有名为“{argument}”的表"))),
            // A name with a placeholder is known only when the bulletin is composed.
            "@chart" if !argument.contains("{{") => {
                wrong.extend(charts::call(argument, plan).err().map(|reason| (number, reason)));
            }
            "@tables" if argument != scores::CARDS => wrong.push((number, format!("没有名为“{argument}”的一组表"))),
            "@table" | "@tables" | "@chart" | "@title" | "@addressees" | "@attachment" | "@note" => {}
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
    use tongbao_document::{FigureId, Measure, Value as FigureValue};

    fn no_chart(_: &str) -> Result<Option<Chart>, String> {
        Err("没有图".to_owned())
    }

    fn plan() -> Plan {
        let templates = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates");
        tongbao_figures::plan::load(&templates, "kailu-2024").unwrap()
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
    fn headings_number_themselves_and_attachments_are_referred_to() {
        let table = Table {
            name: "表甲".to_owned(),
            title: "甲".to_owned(),
            unit_line: String::new(),
            columns: Vec::new(),
            label_columns: 0,
            rows: Vec::new(),
            notes: Vec::new(),
        };
        let run = |text: &str| {
            let parts = Parts { tables: BTreeMap::from([("表甲", table.clone())]), ..Parts::default() };
            word(("p", "quarterly"), &wording(text), context! {}, &Tokens::default(), parts, &no_chart)
        };
        let text = "# 总体情况\n## 报送\n## （二）进展\n# 二、问题\n## 之一\n见附件〔表甲〕。\n@attachment 乙\n@note 见附件〔表甲〕\n\
                    @attachment 甲\n@table 表甲";
        let worded = run(text).unwrap();
        let headings: Vec<&str> = worded
            .body
            .iter()
            .filter_map(|block| if let Block::Heading { text, .. } = block { Some(text.as_str()) } else { None })
            .collect();
        assert_eq!(headings, ["一、总体情况", "（一）报送", "（二）进展", "二、问题", "（一）之一"]);
        assert_eq!(worded.body[5], Block::Paragraph(vec![Inline::Text("见附件2。".to_owned())]));
        assert_eq!(worded.attachments[0].blocks, [Block::Note("见附件2".to_owned())]);
        assert!(matches!(run("见附件〔表丙〕。"), Err(ComposeError::Directive { .. })));
        assert_eq!([1, 10, 11, 20, 35].map(chinese_number), ["一", "十", "十一", "二十", "三十五"]);
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
