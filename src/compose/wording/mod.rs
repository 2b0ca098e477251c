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
//! A line is what the wording's author wrote: what `{{ … }}` puts into it is words, whatever sign they begin with or hold.
//!
//! `附件〔指标完成情况〕` in a sentence becomes the label of the attachment that holds the table of that name, e.g. 附件1.
//!
//! What several wordings say alike stands in a piece of its own (`_name.md`), which they call by `{% include "_name" %}`.

pub mod check;
mod guard;
mod headings;
mod references;
mod tokens;
mod trouble;
mod worded;

pub use check::{check, looks_back};
pub(super) use tokens::Tokens;
pub use trouble::LineTrouble;
pub(super) use worded::Worded;

use std::collections::{BTreeMap, BTreeSet};

use minijinja::{Environment, UndefinedBehavior, Value};

use self::headings::Headings;
use self::references::refer;
use super::error::ComposeError;
use tongbao_document::{Attachment, Block, Chart, Table};

/// What a wording calls for by name, composed when it does.
pub(super) trait Exhibits {
    /// A table; none if this bulletin has none of the name.
    fn table(&self, name: &str) -> Option<Table>;

    /// Several tables under one name, likewise.
    fn series(&self, name: &str) -> Option<Vec<Table>>;

    /// A chart: nothing where there is no number to draw.
    fn chart(&self, called: &str) -> Result<Option<Chart>, LineTrouble>;
}

/// Renders `bulletins/<name>.md` of a plan and reads its lines. It may include any other wording of the plan; those whose names begin
/// with `_` are made for that.
pub(super) fn word(
    (plan, name): (&str, &str),
    wording: &BTreeMap<String, String>,
    context: Value,
    tokens: &Tokens,
    exhibits: &impl Exhibits,
) -> Result<Worded, ComposeError> {
    let failed = |source| ComposeError::Template { plan: plan.to_owned(), name: name.to_owned(), source: Box::new(source) };
    let mut environment = Environment::new();
    // A misspelt name in a wording is an error with its line, never an empty sentence.
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_formatter(guard::write);
    for (name, text) in wording {
        environment.add_template(name, text).map_err(failed)?;
    }
    let template = environment.get_template(name).map_err(failed)?;
    let rendered = template.render(context).map_err(failed)?;
    let mut worded = Worded::default();
    let mut charts: BTreeSet<String> = BTreeSet::new();
    let mut called: BTreeSet<String> = BTreeSet::new();
    let mut headings = Headings::default();
    for line in rendered.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let wrong = |source: LineTrouble| ComposeError::Directive {
            plan: plan.to_owned(),
            name: name.to_owned(),
            line: guard::freed(&tokens.plain(line)),
            source,
        };
        let (directive, argument) = line.split_once(' ').unwrap_or((line, ""));
        let argument = argument.trim();
        // A table or chart is called by a name that may have come out of `{{ … }}`.
        let called_by = guard::freed(argument);
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
                let table = exhibits.table(&called_by).filter(|_| called.insert(called_by));
                vec![Block::Table(table.ok_or_else(|| wrong(LineTrouble::Table))?)]
            }
            "@tables" => {
                let tables = exhibits.series(&called_by).filter(|_| called.insert(called_by));
                let tables = tables.ok_or_else(|| wrong(LineTrouble::Tables))?;
                // Each begins a new page.
                let blocks = tables.into_iter().flat_map(|table| [Block::PageBreak, Block::Table(table)]);
                blocks.skip(1).collect()
            }
            "@chart" => {
                let Some(mut chart) = exhibits.chart(&called_by).map_err(wrong)? else { continue };
                if !charts.insert(chart.name.clone()) {
                    return Err(wrong(LineTrouble::ChartTwice));
                }
                chart.caption = format!("图{} {}", charts.len(), chart.caption);
                vec![Block::Chart(chart)]
            }
            "@note" => vec![Block::Note(tokens.plain(argument))],
            "#" | "##" | "###" => vec![headings.heading(directive.len(), tokens.plain(argument))],
            other if other.starts_with('@') || other.starts_with('#') => return Err(wrong(LineTrouble::Directive)),
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
    refer(&mut worded).map_err(|(line, source)| {
        let (plan, name) = (plan.to_owned(), name.to_owned());
        ComposeError::Directive { plan, name, line: guard::freed(&line), source }
    })?;
    guard::free(&mut worded);
    Ok(worded)
}

#[cfg(test)]
mod tests {
    use minijinja::context;

    use super::*;
    use tongbao_document::subject::{ReturnCount, Slice};
    use tongbao_document::{Figure, FigureId, GroupId, Inline, Measure, Subject, Value as FigureValue};

    /// One table, or none, and no chart.
    struct Only(Option<Table>);

    impl Exhibits for Only {
        fn table(&self, name: &str) -> Option<Table> {
            self.0.clone().filter(|table| table.name == name)
        }

        fn series(&self, _: &str) -> Option<Vec<Table>> {
            None
        }

        fn chart(&self, _: &str) -> Result<Option<Chart>, LineTrouble> {
            Err(LineTrouble::Chart("无".to_owned()))
        }
    }

    fn wording(text: &str) -> BTreeMap<String, String> {
        BTreeMap::from([("quarterly".to_owned(), text.to_owned()), ("_piece".to_owned(), "共有{{ due }}。".to_owned())])
    }

    #[test]
    fn a_wording_includes_a_piece() {
        let (tokens, text) = (Tokens::default(), "# 一\n{% include \"_piece\" %}\n完");
        let context = context! { due => tokens.put(figure(3.0)) };
        let worded = word(("p", "quarterly"), &wording(text), context, &tokens, &Only(None)).unwrap();
        let told = vec![Inline::Text("共有".to_owned()), Inline::Figure(figure(3.0)), Inline::Text("。".to_owned())];
        assert_eq!(worded.body[1..], [Block::Paragraph(told), Block::Paragraph(vec![Inline::Text("完".to_owned())])]);
    }

    fn figure(number: f64) -> Figure {
        let id = FigureId {
            subject: Subject::Returns(Slice::Whole, ReturnCount::Due),
            group: GroupId::Area,
            period: None,
            measure: Measure::Count,
        };
        Figure::new(id, FigureValue::Number(number), 0, "份")
    }

    #[test]
    fn numbers_pass_through_a_wording_untouched() {
        let tokens = Tokens::default();
        let context = context! { due => tokens.put(figure(1234.0)), missing_count => 0 };
        let text = "@title 关于报送的通报\n# 一、总体情况\n应报{{ due }}，{% if missing_count > 0 %}有缺报。{% else %}无缺报。{% endif %}\n@attachment 表\n@note 完";
        let worded = word(("p", "quarterly"), &wording(text), context, &tokens, &Only(None)).unwrap();
        assert_eq!(worded.title, "关于报送的通报");
        let expected =
            vec![Inline::Text("应报".to_owned()), Inline::Figure(figure(1234.0)), Inline::Text("，无缺报。".to_owned())];
        assert_eq!(worded.body[1], Block::Paragraph(expected));
        assert_eq!(worded.attachments[0].label, "附件");
        assert_eq!(worded.attachments[0].blocks, [Block::Note("完".to_owned())]);
    }

    #[test]
    fn headings_number_themselves_and_attachments_are_referred_to() {
        let table = Table {
            name: "表甲".to_owned(),
            title: "甲".to_owned(),
            unit_line: None,
            columns: Vec::new(),
            label_columns: 0,
            rows: Vec::new(),
            notes: Vec::new(),
        };
        let run =
            |text: &str| word(("p", "quarterly"), &wording(text), context! {}, &Tokens::default(), &Only(Some(table.clone())));
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
        assert!(matches!(run("@table 表甲\n@table 表甲"), Err(ComposeError::Directive { .. })), "called twice");
    }

    /// A shipped piece by itself.
    fn piece(text: &str, context: Value) -> String {
        let worded = word(("p", "quarterly"), &wording(text), context, &Tokens::default(), &Only(None)).unwrap();
        let words = |block: &Block| match block {
            Block::Paragraph(inlines) => {
                inlines.iter().map(|inline| if let Inline::Text(text) = inline { text } else { "" }).collect()
            }
            Block::Heading { text, .. } => text.clone(),
            _ => String::new(),
        };
        worded.body.iter().map(words).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn where_nobody_is_singled_out_the_sentence_names_nobody() {
        let text = include_str!("../../../report_templates/common/bulletins/_first-and-last.md");
        let one = |name: &str, share: &str| context! { name => name, share => share };
        let told = |best: Vec<Value>, last: Vec<Value>| {
            let peers = context! { name => (), ranked_count => 2, best => best, last => last };
            piece(text, context! { counties => context! { peer_groups => vec![peers] } })
        };
        let (first, late) = (one("甲县", "90.0%"), one("乙县", "0.0%"));
        assert_eq!(
            told(vec![first.clone()], vec![late.clone()]),
            "参与排名的县（市、区）中，达标率居前的是甲县（90.0%）；居后的是乙县（0.0%）。"
        );
        assert_eq!(told(vec![first], vec![]), "参与排名的县（市、区）中，达标率居前的是甲县（90.0%）。");
        assert_eq!(told(vec![], vec![late]), "参与排名的县（市、区）中，达标率居后的是乙县（0.0%）。");
        assert_eq!(told(vec![], vec![]), "参与排名的县（市、区）的达标率和名次见下表。");
    }

    #[test]
    fn only_an_issued_bulletin_has_listed_anything() {
        let text = include_str!("../../../report_templates/common/bulletins/_rectification.md").replace("@table 整改情况", "");
        let told = |before: &str, is_issued: bool, all: usize| {
            let rectification = context! {
                before => before, is_issued => is_issued, all_count => all, all => format!("{all}项"), reached => "1项",
                improved => "1项", not_improved => "0项", unknown_count => 0, not_improved_count => 0,
            };
            piece(&text, context! { name => "开鲁县", rectification => rectification })
        };
        assert_eq!(
            told("2025年第一季度通报", true, 2),
            "一、上期通报问题整改情况\n2025年第一季度通报列出开鲁县黄、红指标2项，到本期末已达标1项，有改善1项，未改善0项。"
        );
        assert_eq!(
            told("2025年第一季度（按现有数据重算）", false, 2),
            "一、上期问题整改情况\n2025年第一季度（按现有数据重算），开鲁县有黄、红指标2项，到本期末已达标1项，有改善1项，未改善0项。"
        );
        assert!(told("2025年第一季度（按现有数据重算）", false, 0).ends_with("，开鲁县没有黄、红指标。"));
        assert!(told("2025年第一季度通报", true, 0).ends_with("通报没有列出开鲁县的黄、红指标。"));
    }

    #[test]
    fn what_somebody_else_wrote_is_words_and_no_directive() {
        let evil = "@table 没有|甲\n# 乙\r附件〔丙〕\u{e000}0\u{e001}";
        let text = "@title {{ name }}|下\n{{ name }}\n## {{ name }}\n@note {{ name }}\n见{{ name }}。\n@attachment {{ name }}";
        let worded =
            word(("p", "quarterly"), &wording(text), context! { name => evil }, &Tokens::default(), &Only(None)).unwrap();
        let words = "@table 没有|甲 # 乙 附件〔丙〕\u{e000}0\u{e001}";
        assert_eq!(worded.title, format!("{words}\n下"));
        let paragraph = |text: String| Block::Paragraph(vec![Inline::Text(text)]);
        let heading = Block::Heading { level: 2, text: format!("（一）{words}") };
        let expected = [paragraph(words.to_owned()), heading, Block::Note(words.to_owned()), paragraph(format!("见{words}。"))];
        assert_eq!(worded.body, expected);
        assert_eq!(worded.attachments[0].title, words);
    }

    #[test]
    fn what_a_wording_misspells_is_an_error() {
        let run = |text: &str| {
            word(("p", "quarterly"), &wording(text), context! { due => 1 }, &Tokens::default(), &Only(None))
                .map(drop)
                .unwrap_err()
        };
        assert!(matches!(run("{{ duo }}"), ComposeError::Template { .. }));
        assert!(matches!(run("@tabel x"), ComposeError::Directive { .. }));
        assert!(matches!(run("@table 没有"), ComposeError::Directive { .. }));
    }
}
