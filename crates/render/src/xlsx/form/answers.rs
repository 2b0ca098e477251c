//! What may be typed in a cell, and what stands in it already.
//!
//! A number may be replaced by a symbol for 不适用, so its rule is a formula: Excel's own number rules refuse all words.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Formula, Worksheet, XlsxError,
};

use crate::xlsx::styles::{Content, Look, Styles};
use crate::xlsx::{rows, text};
use tongbao_document::{Align, Answer, FormValue, Marks, escape};

use super::layout;
use super::lists::Lists;

/// What may stand for a number that does not apply.
const SYMBOLS: [&str; 3] = ["不适用", "—", "/"];

/// Longest error message that Excel takes.
const MESSAGE_LIMIT: usize = 255;

/// Writes an input cell: fill, format, rule, and the value if there is one.
pub(super) fn write_input(
    sheet: &mut Worksheet,
    (row, col): (u32, u16),
    answer: &Answer,
    value: Option<&FormValue>,
    look: Look,
    styles: &mut Styles,
    lists: &mut Lists,
) -> Result<(), XlsxError> {
    let look = Look { input: true, ..look };
    write_value(sheet, (row, col), value, look, styles)?;
    restrict(sheet, (row, col), answer, lists)
}

/// Lets nothing else be typed than the answer asked for.
pub(in crate::xlsx) fn restrict(
    sheet: &mut Worksheet,
    (row, col): (u32, u16),
    answer: &Answer,
    lists: &mut Lists,
) -> Result<(), XlsxError> {
    if let Some(rule) = rule(answer, &layout::relative(row, col), lists)? {
        sheet.add_data_validation(row, col, row, col, &rule)?;
    }
    Ok(())
}

/// Writes a value in the look of its answer.
pub(super) fn write_value(
    sheet: &mut Worksheet,
    (row, col): (u32, u16),
    value: Option<&FormValue>,
    look: Look,
    styles: &mut Styles,
) -> Result<(), XlsxError> {
    let format = styles.cell(look);
    match value {
        Some(FormValue::Number(number)) if number.is_finite() => {
            sheet.write_number_with_format(row, col, *number + 0.0, format)?;
        }
        Some(FormValue::Text(words)) if look.content == Content::Date => match ExcelDateTime::parse_from_str(words) {
            Ok(day) => {
                sheet.write_datetime_with_format(row, col, &day, format)?;
            }
            Err(_) => rows::put(sheet, row, col, words, format)?,
        },
        Some(FormValue::Text(words)) => rows::put(sheet, row, col, words, format)?,
        Some(FormValue::Number(_)) | None => {
            sheet.write_blank(row, col, format)?;
        }
    }
    Ok(())
}

/// How an answer's cell looks where it is locked.
pub(in crate::xlsx) fn look(answer: &Answer) -> Look {
    match answer {
        Answer::Number { decimals, .. } => Look {
            content: Content::Number { decimals: *decimals, signed: false, marks: Marks::NONE },
            ..Look::words(Align::Right)
        },
        Answer::Choice(_) => Look::words(Align::Center),
        Answer::Date => Look { content: Content::Date, ..Look::words(Align::Center) },
        // Words may be codes, whose leading zeros must stay.
        Answer::Text => Look { content: Content::Code, ..Look::words(Align::Left) },
    }
}

/// The rule of a cell; words have none.
fn rule(answer: &Answer, cell: &str, lists: &mut Lists) -> Result<Option<DataValidation>, XlsxError> {
    let (rule, title, message) = match answer {
        Answer::Number { decimals, min, max, may_not_apply } => (
            DataValidation::new().allow_custom(Formula::new(number_formula(cell, *decimals, (*min, *max), *may_not_apply))),
            "数值不符合要求",
            number_message(*decimals, (*min, *max), *may_not_apply),
        ),
        Answer::Choice(choices) if !choices.is_empty() => {
            (lists.offer(choices)?, "不在选项之内", format!("请从下拉列表中选择：{}。", choices.join("、")))
        }
        Answer::Date => {
            let first = ExcelDateTime::from_ymd(2000, 1, 1)?;
            let last = ExcelDateTime::from_ymd(2099, 12, 31)?;
            let rule = DataValidation::new().allow_date(DataValidationRule::Between(first, last));
            (rule, "日期不符合要求", "请填日期，如 2025-10-12。".to_owned())
        }
        Answer::Choice(_) | Answer::Text => return Ok(None),
    };
    let rule = rule.set_error_style(DataValidationErrorStyle::Stop).set_error_title(title)?;
    rule.set_error_message(text::limited(&escape::widened(&message), MESSAGE_LIMIT)).map(Some)
}

/// True for a number within bounds and decimals, and for the symbols where they may stand for one.
fn number_formula(cell: &str, decimals: u8, (min, max): (Option<f64>, Option<f64>), may_not_apply: bool) -> String {
    let mut conditions = vec![format!("{cell}=ROUND({cell},{decimals})")];
    conditions.extend(min.filter(|bound| bound.is_finite()).map(|bound| format!("{cell}>={bound}")));
    conditions.extend(max.filter(|bound| bound.is_finite()).map(|bound| format!("{cell}<={bound}")));
    let symbols = || SYMBOLS.map(|symbol| format!("{cell}=\"{symbol}\"")).join(",");
    let words = if may_not_apply { format!("OR({})", symbols()) } else { "FALSE".to_owned() };
    // IF, because AND reckons all its parts, and ROUND of words is an error.
    format!("=IF(ISNUMBER({cell}),AND({}),{words})", conditions.join(","))
}

fn number_message(decimals: u8, (min, max): (Option<f64>, Option<f64>), may_not_apply: bool) -> String {
    let number = match decimals {
        0 => "整数".to_owned(),
        places => format!("数字，最多{places}位小数"),
    };
    let least = min.map_or_else(String::new, |bound| format!("，不小于{bound}"));
    let most = max.map_or_else(String::new, |bound| format!("，不大于{bound}"));
    let words = if may_not_apply { "不适用的填“不适用”“—”或“/”" } else { "没有发生填0" };
    format!("请填{number}{least}{most}；{words}。")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_rule_knows_bounds_decimals_and_symbols() {
        assert_eq!(
            number_formula("D9", 2, (Some(0.0), Some(100.0)), true),
            "=IF(ISNUMBER(D9),AND(D9=ROUND(D9,2),D9>=0,D9<=100),OR(D9=\"不适用\",D9=\"—\",D9=\"/\"))"
        );
        assert_eq!(number_message(0, (Some(0.0), None), true), "请填整数，不小于0；不适用的填“不适用”“—”或“/”。");
        assert_eq!(number_formula("D9", 0, (None, None), false), "=IF(ISNUMBER(D9),AND(D9=ROUND(D9,0)),FALSE)");
        assert_eq!(number_message(0, (None, None), false), "请填整数；没有发生填0。");
    }
}
