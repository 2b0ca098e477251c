//! Where things stand: on the grid, at the edges, together.

use super::samples;
use super::*;
use crate::pdf::mark::{Mark, Run};

fn runs(page: &flow::Page) -> Vec<&Run> {
    page.marks.iter().filter_map(|mark| if let Mark::Run(run) = mark { Some(run) } else { None }).collect()
}

fn words(run: &Run) -> String {
    run.glyphs.iter().map(|glyph| glyph.character).collect()
}

/// Right edge of the last character's cell.
fn end(run: &Run) -> f32 {
    run.x + run.glyphs.iter().map(|glyph| f32::from(glyph.advance) / 1000.0 * run.size + glyph.gap).sum::<f32>()
}

/// What stands on a page, baseline by baseline.
fn lines(page: &flow::Page) -> Vec<(f32, String)> {
    let mut lines: Vec<(f32, String)> = Vec::new();
    for run in runs(page) {
        match lines.last_mut() {
            Some((y, line)) if (*y - run.y).abs() < 0.01 => line.push_str(&words(run)),
            _ => lines.push((run.y, words(run))),
        }
    }
    lines
}

#[test]
fn a_full_page_has_22_lines_of_28_characters() {
    let pages = pages(&samples::issued(vec![samples::words("国".repeat(28 * 60))]));
    let frame = Frame::new(&house().profile);
    let page = &pages.pages[1];
    let lines = lines(page);
    assert_eq!(lines.len(), 22);
    assert!(lines.iter().all(|(_, line)| line.chars().count() == 28));
    for (number, (y, _)) in lines.iter().enumerate() {
        let cell = f32::from(u16::try_from(number).expect("few")) * frame.pitch;
        let face = runs(page)[number].face;
        let middle = y - house().faces.middle(face) * 16.0;
        assert!((middle - cell - frame.pitch / 2.0).abs() < 0.01, "line {number} at {y}");
    }
    for run in runs(page) {
        let gaps: Vec<f32> = run.glyphs.iter().map(|glyph| glyph.gap + 16.0 - frame.character).collect();
        assert!(gaps.iter().all(|gap| gap.abs() < 0.01), "{gaps:?}");
    }
}

#[test]
fn full_lines_of_marks_and_numbers_end_at_the_edge() {
    let mixed =
        "截至2025年9月30日，县域内就诊率92.35%，“三医联动”（含DRG付费）提高3.2个百分点；完成投资12.6亿元、诊疗1,234.5万人次。";
    let document = samples::issued(vec![samples::words(mixed.repeat(20))]);
    let width = Frame::new(&house().profile).text_width;
    let pages = pages(&document);
    let full: Vec<&Run> =
        pages.pages.iter().flat_map(runs).filter(|run| run.size > 15.0 && run.x < 1.0 && run.glyphs.len() > 25).collect();
    let (_, full) = full.split_last().expect("lines");
    assert!(full.len() > 20);
    for run in full {
        let last = run.glyphs.last().expect("glyphs");
        // A closing mark may hang over the edge by its blank half.
        let hang = if breaking::hangs(last.character) { 8.1 } else { 0.0 };
        let over = end(run) - last.gap - width;
        assert!((-0.4..0.4 + hang).contains(&over), "{over} {}", words(run));
    }
}

#[test]
fn a_heading_has_two_lines_below_it_on_its_page() {
    for above in 0..24 {
        let mut blocks: Vec<Block> = (0..above).map(|number| samples::words(format!("第{number}行。"))).collect();
        blocks.extend([samples::heading(1, "二、标题"), samples::heading(2, "（一）标题"), samples::words("一行。")]);
        blocks.push(samples::words("长".repeat(100)));
        for page in &pages(&samples::issued(blocks)).pages {
            let lines = lines(page);
            if let Some(heading) = lines.iter().position(|(_, line)| line == "（一）标题") {
                assert!(lines.len() >= heading + 3, "{above} lines above: {lines:?}");
            }
        }
    }
}

#[test]
fn no_line_of_a_paragraph_stands_alone() {
    for above in 0..24 {
        let mut blocks: Vec<Block> = (0..above).map(|number| samples::words(format!("第{number}行。"))).collect();
        blocks.push(samples::words("长".repeat(28 * 4)));
        blocks.push(samples::words("末".repeat(28 * 30)));
        let mut document = samples::issued(blocks);
        document.signature = None;
        for page in &pages(&document).pages {
            let count = lines(page).iter().filter(|(_, line)| line.starts_with('长')).count();
            assert!(count != 1 && count != 4, "{above} lines above: {count}");
        }
    }
}

#[test]
fn page_one_shows_some_of_the_body() {
    let mut document = samples::closing(true, 4);
    document.head.organ = Some("济宁市深化医药卫生体制改革工作领导小组办公室、济宁市卫生健康委员会、济宁市医疗保障局".into());
    for sections in 1..40 {
        document.head.addressees = Some("各县（市、区）卫生健康局，".repeat(sections) + "有关单位：");
        let pages = pages(&document);
        let text: String = lines(&pages.pages[0]).into_iter().map(|(_, line)| line).collect();
        assert!(text.contains("一、总体情况") && text.contains("居第一位。"), "{sections}: {text}");
        let last: String = lines(pages.pages.last().expect("page")).into_iter().map(|(_, line)| line).collect();
        // Addressees are named once: below the title or in the 版记.
        assert!(text.contains("有关单位：") != last.contains("主送：各县"), "{sections}: {last}");
    }
}

#[test]
fn addressees_without_room_make_a_foot_of_their_own() {
    let mut document = samples::closing(false, 0);
    document.imprint = None;
    document.head.addressees = Some("各县（市、区）卫生健康局，".repeat(20) + "有关单位：");
    let pages = pages(&document);
    let last = lines(pages.pages.last().expect("page"));
    let first = last.iter().position(|(_, line)| line.starts_with("主送：各县")).expect("addressees");
    assert!(last[first..].iter().any(|(_, line)| line.ends_with("有关单位。")), "{last:?}");
}

#[test]
fn a_chart_stays_behind_when_the_signature_has_a_list_above_it() {
    let mut document = samples::closing(true, 3);
    document.body = vec![samples::words("长".repeat(28 * 12)), Block::Chart(chart(10))];
    let pages = pages(&document);
    let chart = pages.pages.iter().position(|page| lines(page).iter().any(|(_, line)| line.starts_with("图1"))).expect("chart");
    let date = pages.pages.iter().position(|page| lines(page).iter().any(|(_, line)| line == "2025年10月20日")).expect("date");
    assert_eq!((chart, date), (1, 2), "the chart on the page of the text before it, the signature on the next");
}

#[test]
fn the_imprint_stands_at_the_foot_of_the_last_upright_page() {
    let frame = Frame::new(&house().profile);
    let mut sideways = samples::closing(false, 1);
    sideways.attachments[0].blocks = vec![Block::Table(table(14, 3))];
    let mut filled = samples::closing(false, 0);
    filled.body.push(samples::words("满".repeat(28 * 12)));
    for document in [samples::closing(false, 0), samples::closing(false, 2), sideways, filled] {
        let pages = pages(&document);
        let last = pages.pages.last().expect("page");
        assert!(!last.sideways);
        let feet = pages.pages.iter().flat_map(|page| &page.marks);
        let feet = feet.filter(|mark| matches!(mark, Mark::Rule(rule) if (rule.from.1 - frame.text_height).abs() < 0.01));
        assert_eq!(feet.count(), 1);
        let (baseline, line) = lines(last).into_iter().next_back().expect("line");
        assert_eq!(line, "济宁市卫生健康委员会办公室2025年10月20日印发");
        assert!(frame.text_height - baseline < frame.pitch);
    }
}

#[test]
fn nothing_stands_outside_the_type_area() {
    let mut monster = table(4, 3);
    monster.rows[1].cells[0] = Cell::Text("很长的单位名称".repeat(400));
    monster.rows[2].cells[1] = Cell::Text("x".repeat(300));
    monster.columns[2].header = "很长的栏目名称".repeat(9);
    let mut lights = table(3, 2);
    lights.rows[0] =
        Row { role: Role::Section, indent: 0, cells: vec![Cell::Text("分组名称".repeat(60)), Cell::Blank, Cell::Blank] };
    lights.rows[1].cells[1] = Cell::Light(Light::Red);
    let mut document = document(vec![
        Block::Table(monster),
        Block::Table(table(40, 30)),
        Block::Chart(chart(90)),
        Block::Table(lights),
        Block::Note("注".repeat(500)),
    ]);
    document.head.title = "关于一件很长的事情的情况通报".repeat(6);
    document.head.organ = Some("很长的机关名称".repeat(8));
    let frame = Frame::new(&house().profile);
    for (number, page) in pages(&document).pages.iter().enumerate() {
        let (width, height) = (frame.width(page.sideways), frame.height(page.sideways));
        for mark in page.marks.iter().chain(&page.repeated) {
            let (left, right, top, bottom) = match mark {
                Mark::Fill(fill) => (fill.x, fill.x + fill.width, fill.y, fill.y + fill.height),
                Mark::Rule(rule) => (rule.from.0, rule.to.0, rule.from.1, rule.to.1),
                Mark::Shape(_) | Mark::Row(_) | Mark::RowEnd => continue,
                // A closing mark at the end of a line may hang over the edge by its blank half.
                Mark::Run(run) => (run.x, end(run) - run.size / 2.0, run.y - run.size * 0.88, run.y + run.size * 0.12),
            };
            // A character is a little wider than its cell.
            let inside = left > -0.2 && right < width + 0.2 && top > -0.1 && bottom < height + 0.1;
            assert!(inside, "page {number} of {width} by {height}: {mark:?}");
        }
    }
}

#[test]
fn a_table_does_not_repeat_the_title_of_its_attachment() {
    let titles = |title: &str| {
        let mut document = samples::issued(vec![samples::words("见附件。")]);
        let blocks = vec![Block::Table(table(4, 3)), Block::Table(table(4, 3))];
        document.attachments = vec![Attachment { label: "附件".into(), title: title.into(), blocks }];
        let pages = pages(&document);
        lines(pages.pages.last().expect("page")).into_iter().filter(|(_, line)| line == "表1 完成情况").count()
    };
    // The second table keeps its title.
    assert_eq!(titles("各单位的数据"), 2);
    assert_eq!(titles("完成情况"), 1);
}

#[test]
fn a_long_office_in_the_imprint_is_broken_between_words() {
    let mut document = samples::closing(false, 0);
    document.imprint = Some(tongbao_document::Imprint {
        organ: "济宁市深化医药卫生体制改革领导小组秘书处（示例）".into(),
        ..samples::imprint()
    });
    let pages = pages(&document);
    let last = lines(pages.pages.last().expect("page"));
    let words: Vec<&str> = last.iter().map(|(_, line)| line.as_str()).collect();
    assert!(words.iter().any(|line| line.starts_with("济宁市深化") && !line.ends_with("秘书")), "{words:?}");
}

#[test]
fn a_signature_longer_than_a_line_stands_on_two_of_like_length() {
    for sealed in [false, true] {
        let mut document = samples::closing(sealed, 0);
        let organ = "内蒙古自治区通辽市开鲁县深化医药卫生体制改革领导小组秘书处";
        document.signature = Some(Signature { organ: organ.into(), date: "2025年10月20日".into(), sealed });
        let pages = pages(&document);
        let runs = pages.pages.iter().flat_map(runs).filter(|run| organ.contains(words(run).as_str()));
        let lengths: Vec<usize> = runs.map(|run| run.glyphs.len()).collect();
        assert!(matches!(lengths[..], [one, other] if one.abs_diff(other) < 6), "{lengths:?}");
    }
}
