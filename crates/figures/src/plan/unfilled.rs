//! What a draft leaves to its author: words in 〔〕, and a code of an area that no area has. A pack with any is read and checked to the end like every other;
//! nothing is issued with it.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::layout::{PLAN, is_named};
use super::mistake::Mistake;
use super::source::Source;

/// The code that a draft gives its area.
pub(super) const NO_AREA: &str = "000000";
/// Before brackets that name an attachment of a bulletin.
const ATTACHMENT: &str = "附件";
/// Of a year in brackets: 〔2024〕, 〔二〇二四〕.
const DIGITS: &str = "〇零一二三四五六七八九十";

/// `〔发文单位〕`: what the author has to put in its place.
pub(super) fn blank(what: &str) -> String {
    format!("〔{what}〕")
}

/// Every place of a file that is still to be filled in; of a wording none, whose brackets name attachments.
pub(super) fn places(source: &Source) -> Vec<Mistake> {
    if is_named(&source.name, "csv") {
        return blanks(&source.text).into_iter().map(|place| told(source, place)).collect();
    }
    let mut found = Vec::new();
    if let Some(table) = is_named(&source.name, "toml").then(|| DeTable::parse(&source.text).ok()).flatten() {
        of_table(table.get_ref(), source, &mut found);
        if let Some(code) = area_code(table.get_ref()).filter(|_| source.name.ends_with(&format!("/{PLAN}"))) {
            let hint = Some("写本地的行政区划代码（GB/T 2260），六位数字".to_owned());
            found.push(source.mistake_with_hint(code, format!("待填：`area-code`还是起草时的 {NO_AREA}"), hint));
        }
    }
    found.sort();
    found
}

fn told(source: &Source, place: Range<usize>) -> Mistake {
    let written = source.text.get(place.clone()).unwrap_or_default();
    let message = format!("待填：{written}");
    source.mistake_with_hint(place, message, Some("连同〔〕一起，换成方案自己的；没有的，把这一处删去".to_owned()))
}

fn of_table(table: &DeTable<'_>, source: &Source, found: &mut Vec<Mistake>) {
    table.iter().for_each(|(_, value)| of_value(value, source, found));
}

fn of_value(value: &Spanned<DeValue<'_>>, source: &Source, found: &mut Vec<Mistake>) {
    match value.get_ref() {
        DeValue::String(_) => {
            let span = value.span();
            let written = source.text.get(span.clone()).unwrap_or_default();
            let places = blanks(written).into_iter().map(|place| span.start + place.start..span.start + place.end);
            found.extend(places.map(|place| told(source, place)));
        }
        DeValue::Array(array) => array.iter().for_each(|element| of_value(element, source, found)),
        DeValue::Table(table) => of_table(table, source, found),
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {}
    }
}

/// Where the code of no area stands, if the head of the file says so.
fn area_code(table: &DeTable<'_>) -> Option<Range<usize>> {
    let (_, value) = table.iter().find(|(key, _)| key.get_ref().as_ref() as &str == "area-code")?;
    let DeValue::String(code) = value.get_ref() else { return None };
    (code.trim() == NO_AREA).then(|| value.span())
}

/// The words in 〔〕 of a text; a year in them (〔2024〕31号) and an attachment (附件〔…〕) are none.
fn blanks(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (start, _) in text.match_indices('〔') {
        let Some(length) = text.get(start..).and_then(|rest| rest.find('〕')) else { continue };
        let end = start + length + '〕'.len_utf8();
        let inner = text.get(start + '〔'.len_utf8()..start + length).unwrap_or_default();
        let is_attachment = text.get(..start).is_some_and(|before| before.ends_with(ATTACHMENT));
        let is_year = inner.chars().all(|one| one.is_numeric() || one.is_whitespace() || DIGITS.contains(one));
        if !is_attachment && !is_year && !inner.contains(['\n', '〔']) {
            found.push(start..end);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn found(name: &str, text: &str) -> Vec<String> {
        let source = Source { name: name.to_owned(), file: PathBuf::from(name), text: text.to_owned() };
        places(&source).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_is_to_be_filled_in_is_told_where_it_stands() {
        let text = "title = \"〔方案名称〕\"\nissuer = '某市〔发文单位〕'\narea-code = \"000000\"\ndocument-number = \"开政〔2024〕31号\"\n\
                    # 〔〕中的须填写\ncampaigns = [\"一\", \"〔领域〕\"]\n[wording.year-end]\nresults = \"见附件〔评分办法〕\"\n";
        assert_eq!(
            found("p/plan.toml", text),
            [
                "p/plan.toml:1:10：待填：〔方案名称〕",
                "p/plan.toml:2:13：待填：〔发文单位〕",
                "p/plan.toml:3:13：待填：`area-code`还是起草时的 000000",
                "p/plan.toml:6:20：待填：〔领域〕",
            ]
        );
        assert_eq!(found("p/forms/a.toml", "area-code = \"000000\"\n"), [""; 0], "only the plan has an area");
        assert_eq!(found("p/milestones.csv", "id,by,item\na,2025,〔做到什么〕\n"), ["p/milestones.csv:2:8：待填：〔做到什么〕"]);
        assert_eq!(found("p/bulletins/quarterly.md", "见〔指标完成情况〕"), [""; 0]);
        assert_eq!(found("p/plan.toml", "not TOML"), [""; 0], "told as that");
    }
}
