//! The wording of a bulletin: a minijinja template of the plan pack, or one that plans share, to blocks.
//!
//! A number enters the template as an opaque token, so that the template can place it but never change it; afterwards each token
//! becomes its figure again. Lines of the rendered text:
//!
//! | line | becomes |
//! |---|---|
//! | `@title …`, `@addressees …` | head; a `|` in the title breaks its line there |
//! | `# …`, `## …`, `### …` | heading; one without a number of its own gets the next of its level (一、 （一） 1.), one with nothing under it is not printed |
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
//! What several wordings say alike stands in a piece of its own (`_name.md`), which they call by `{% include "_name" %}`, with words of
//! their own by `{% with heading = "…" %}{% include "_name" %}{% endwith %}`.

mod asked;
pub mod check;
mod engine;
mod guard;
pub mod handbook;
mod headings;
mod looks_back;
mod marked;
mod pieces;
mod place;
mod reading;
mod references;
mod sections;
mod tokens;
mod trouble;
mod worded;

pub(super) use asked::Asked;
pub use check::check;
pub(super) use engine::Engine;
pub(super) use guard::guarded;
pub use looks_back::looks_back;
pub(super) use pieces::lines;
pub use place::Place;
pub(super) use tokens::Tokens;
pub use trouble::{LineTrouble, TemplateTrouble};
pub(super) use worded::Worded;

use std::borrow::Cow;

use minijinja::Value;

use self::place::{Spot, Wording};
use self::reading::{Wrong, read};
use self::references::REFERENCE;
use super::error::ComposeError;
use tongbao_document::{Chart, Table};
use tongbao_figures::plan::{Mistake, Plan};
use tongbao_returns::domain::Cycle;

/// What a wording calls for by name, composed when it does.
pub(super) trait Exhibits {
    /// A table; trouble if there is none of the name, or none in this bulletin.
    fn table(&self, name: &str) -> Result<Table, LineTrouble>;

    /// Several tables under one name, likewise.
    fn series(&self, name: &str) -> Result<Vec<Table>, LineTrouble>;

    /// A chart: nothing where there is no number to draw.
    fn chart(&self, called: &str) -> Result<Option<Chart>, LineTrouble>;
}

/// Fills the wording of a bulletin and reads its lines. It may include any other wording of the plan; those whose names begin
/// with `_` are made for that. `engine` holds the plan's wordings.
pub(super) fn word(
    plan: &Plan,
    engine: &Engine,
    cycle: Cycle,
    context: Value,
    tokens: &Tokens,
    exhibits: &impl Exhibits,
) -> Result<Worded, ComposeError> {
    let (name, wording) = (cycle.as_str(), &plan.wording);
    let rendered = engine.render(name, context).map_err(|stop| {
        let place = Box::new(stop.spot.place(wording));
        ComposeError::Template { plan: plan.id.clone(), place, source: stop.trouble }
    })?;
    let (worded, wrong) = read(&rendered, tokens, exhibits);
    match wrong.into_iter().next() {
        None => Ok(worded),
        Some(wrong) => {
            let place = Box::new(spot(&wrong, name, wording, engine).place(wording));
            Err(ComposeError::Directive { plan: plan.id.clone(), place, line: wrong.line, source: wrong.trouble })
        }
    }
}

/// Everything at which the wording of a bulletin would stop: past what has no value the rest is tried all the same. `engine` holds the wordings,
/// leniently.
pub(super) fn try_out(
    wording: &Wording,
    engine: &Engine,
    cycle: Cycle,
    context: &Value,
    tokens: &Tokens,
    exhibits: &impl Exhibits,
) -> Vec<Mistake> {
    /// More than anybody mends at once.
    const MOST: usize = 100;
    let name = cycle.as_str();
    // What is passed over is so in this bulletin.
    let mut engine = Cow::Borrowed(engine);
    let (mut found, mut passed): (Vec<Mistake>, Vec<Spot>) = (Vec::new(), Vec::new());
    while passed.len() < MOST {
        match engine.render(name, context.clone()) {
            Ok(rendered) => {
                let (_, wrong) = read(&rendered, tokens, exhibits);
                let told = |wrong: &Wrong| spot(wrong, name, wording, &engine).mistake(wording, wrong.trouble.to_string());
                found.extend(wrong.iter().map(told));
                break;
            }
            Err(stop) => {
                // What only fails because nothing stands there any more has been told.
                if !passed.iter().any(|known| known.overlaps(&stop.spot)) {
                    found.push(stop.spot.mistake(wording, stop.trouble.to_string()));
                }
                if !engine.to_mut().pass(&stop) {
                    break;
                }
                passed.push(stop.spot);
            }
        }
    }
    found
}

/// Where a line that is wrong stood in its template.
fn spot(wrong: &Wrong, name: &str, wording: &Wording, engine: &Engine) -> Spot {
    let marked = wrong.mark.and_then(|mark| engine.spot(mark)).cloned();
    let referring = || {
        let LineTrouble::Attachment(table) = &wrong.trouble else { return None };
        let words = format!("{REFERENCE}{table}");
        let stands = |name: &str| Some((wording.get(name)?.text.find(&words)?, words.len()));
        pieces::of(wording, name).into_iter().find_map(|name| {
            let (at, length) = stands(name)?;
            Some(Spot::new(name, at..at + length))
        })
    };
    marked.or_else(referring).unwrap_or_else(|| Spot { name: name.to_owned(), span: None })
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use minijinja::context;

    use super::*;
    use tongbao_document::subject::{ReturnCount, Slice};
    use tongbao_document::{Block, Figure, FigureId, GroupId, Inline, Measure, Subject, Value as FigureValue};
    use tongbao_figures::plan::Template;

    /// One table, or none, and no chart.
    struct Only(Option<Table>);

    impl Exhibits for Only {
        fn table(&self, name: &str) -> Result<Table, LineTrouble> {
            self.0.clone().filter(|table| table.name == name).ok_or_else(|| LineTrouble::Table(name.to_owned()))
        }

        fn series(&self, name: &str) -> Result<Vec<Table>, LineTrouble> {
            Err(LineTrouble::Tables(name.to_owned()))
        }

        fn chart(&self, _: &str) -> Result<Option<Chart>, LineTrouble> {
            Err(LineTrouble::Chart("无".to_owned()))
        }
    }

    fn wording(text: &str) -> Wording {
        let template = |name: &str, text: &str| {
            (name.to_owned(), Template { file: PathBuf::from(format!("p/bulletins/{name}.md")), text: text.to_owned() })
        };
        Wording::from([template("quarterly", text), template("_piece", "共有{{ due }}。")])
    }

    /// Of a plan with this wording alone.
    fn word(text: &str, context: Value, tokens: &Tokens, exhibits: &impl Exhibits) -> Result<Worded, ComposeError> {
        let templates = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates");
        let plan = Plan { wording: wording(text), ..tongbao_figures::plan::load(&templates, "kailu-2024").unwrap() };
        super::word(&plan, &Engine::new(&plan.wording), Cycle::Quarterly, context, tokens, exhibits)
    }

    #[test]
    fn a_wording_includes_a_piece() {
        let (tokens, text) = (Tokens::default(), "# 一\n{% include \"_piece\" %}\n完");
        let context = context! { due => tokens.put(figure(3.0)) };
        let worded = word(text, context, &tokens, &Only(None)).unwrap();
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
        let worded = word(text, context, &tokens, &Only(None)).unwrap();
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
        let run = |text: &str| word(text, context! {}, &Tokens::default(), &Only(Some(table.clone())));
        let text = "# 总体情况\n## 报送\n@note 一\n## （二）进展\n@note 二\n# 二、问题\n## 之一\n见附件〔表甲〕。\n\
                    @attachment 乙\n@note 见附件〔表甲〕\n@attachment 甲\n@table 表甲";
        let worded = run(text).unwrap();
        let headings: Vec<&str> = worded
            .body
            .iter()
            .filter_map(|block| if let Block::Heading { text, .. } = block { Some(text.as_str()) } else { None })
            .collect();
        assert_eq!(headings, ["一、总体情况", "（一）报送", "（二）进展", "二、问题", "（一）之一"]);
        assert_eq!(worded.body[7], Block::Paragraph(vec![Inline::Text("见附件2。".to_owned())]));
        assert_eq!(worded.attachments[0].blocks, [Block::Note("见附件2".to_owned())]);
        assert!(matches!(run("见附件〔表丙〕。"), Err(ComposeError::Directive { .. })));
        assert!(matches!(run("@table 表甲\n@table 表甲"), Err(ComposeError::Directive { .. })), "called twice");
    }

    /// A shipped piece by itself.
    fn piece(text: &str, context: Value) -> String {
        let worded = word(text, context, &Tokens::default(), &Only(None)).unwrap();
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
            let counts =
                context! { best_count => best.len(), best_all => "1个", last_count => last.len() + 1, last_all => "2个" };
            let peers = context! { name => (), ranked_count => 7, best => best, last => last, ..counts };
            piece(text, context! { counties => context! { peer_groups => vec![peers] } })
        };
        let (first, late) = (one("甲县", "90.0%"), one("乙县", "0.0%"));
        assert_eq!(
            told(vec![first.clone()], vec![late.clone()]),
            "参与排名的县（市、区）中，达标率居前的是甲县（90.0%）；居后的是乙县（0.0%）等2个。",
            "one is not listed"
        );
        assert_eq!(told(vec![first], vec![]), "参与排名的县（市、区）中，达标率居前的是甲县（90.0%）。");
        assert_eq!(told(vec![], vec![late]), "参与排名的县（市、区）中，达标率居后的是乙县（0.0%）等2个。");
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
        let worded = word(text, context! { name => evil }, &Tokens::default(), &Only(None)).unwrap();
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
        let run = |text: &str| word(text, context! { due => 1 }, &Tokens::default(), &Only(None)).map(drop).unwrap_err();
        let told = |text: &str| match run(text) {
            ComposeError::Template { place, source, .. } => (place.to_string(), source.to_string()),
            ComposeError::Directive { place, source, .. } => (place.to_string(), source.to_string()),
        };
        let at = |line: usize, column: usize| format!("p/bulletins/quarterly.md:{line}:{column}");
        let nothing = |name: &str| format!("“{name}”没有值：没有这个名称，或这份通报里没有");
        assert_eq!(told("一\n二{{ duo }}"), (at(2, 5), nothing("duo")));
        assert_eq!(told("{% if due > 0 and duo > 0 %}{% endif %}"), (at(1, 19), nothing("duo")));
        assert_eq!(told("@table 没有 {{ duo }}").0, at(1, 14));
        assert_eq!(told("一\n  @tabel x"), (at(2, 3), "没有“@tabel”这个指令".to_owned()));
        assert_eq!(told("{% if due %}@table 没有{% endif %}"), (at(1, 13), "没有名为“没有”的表".to_owned()));
        assert_eq!(told("一\n见附件〔没有〕。"), (at(2, 2), "没有一个附件有名为“没有”的表".to_owned()));
        assert_eq!(told("一\n{% include \"_nothing\" %}").0, at(2, 4));
    }

    #[test]
    fn the_place_of_a_mistake_is_that_of_its_piece() {
        let wording = wording("一\n{% include \"_piece\" %}");
        let tokens = Tokens::default();
        let found = try_out(&wording, &Engine::lenient(&wording), Cycle::Quarterly, &context! {}, &tokens, &Only(None));
        let told: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(told, ["p/bulletins/_piece.md:1:6：“due”没有值：没有这个名称，或这份通报里没有"]);
    }

    #[test]
    fn a_piece_that_cannot_be_read_is_told_and_left_out() {
        let mut wording = wording("{{ duo }}");
        let broken = Template { file: PathBuf::from("p/bulletins/_broken.md"), text: "一\n{% if due %}".to_owned() };
        wording.insert("_broken".to_owned(), broken);
        let engine = Engine::lenient(&wording);
        let found = try_out(&wording, &engine, Cycle::Quarterly, &context! { due => 1 }, &Tokens::default(), &Only(None));
        let files: Vec<&str> = found.iter().map(|mistake| mistake.file.to_str().unwrap()).collect();
        assert_eq!(files, ["p/bulletins/_broken.md", "p/bulletins/quarterly.md"], "{found:?}");
    }

    #[test]
    fn no_mistake_hides_another() {
        let text = "{{ one }}\n@table 没有\n{% if two.three > 0 %}\n{% endif %}\n@tabel x\n{% include \"_none\" %}\n{% for a in four %}\n{% endfor %}\n@note {{ due }}";
        let (context, wording) = (context! { due => 1 }, wording(text));
        let engine = Engine::lenient(&wording);
        // The engine is as it was for the next bulletin.
        for _bulletin in 0..2 {
            let found = try_out(&wording, &engine, Cycle::Quarterly, &context, &Tokens::default(), &Only(None));
            let lines: Vec<usize> = found.iter().map(|mistake| mistake.line).collect();
            assert_eq!(lines, [1, 3, 7, 2, 5], "{found:?}");
        }
    }
}
