//! What a cell of the registry says: words, a code or a date, however it was typed.

use jiff::ToSpan;
use jiff::civil::Date;
use tongbao_document::plain;

use super::mistake::CellTrouble;

/// What was typed into a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Typed {
    /// Words, or a date in ISO 8601.
    Text(String),
    /// A number.
    Number(f64),
    /// TRUE or FALSE.
    Truth(bool),
    /// A number shown as date or time: days since 30 December 1899.
    Moment(f64),
    /// `#REF!` and the like.
    Error(String),
    /// A formula that no program has calculated.
    Uncalculated,
}

/// Typed where there is nothing to say.
const NOTHING: &[&str] = &["-", "--", "—", "——", "－", "/", "／", "无", "不适用"];

/// Beyond 15 digits Excel has already replaced the rest by zeros.
const EXACT_UP_TO: f64 = 1e15;

/// The words of a cell on one line, without surrounding blanks; `None` if it says nothing.
pub(super) fn words(cell: &Typed) -> Result<Option<String>, CellTrouble> {
    Ok(lines(cell)?.map(|text| plain::one_line(&text).into_owned()))
}

/// The same on the lines on which they were typed.
pub(super) fn lines(cell: &Typed) -> Result<Option<String>, CellTrouble> {
    let text = match cell {
        Typed::Text(text) => plain::lines(text).replace('\u{a0}', " ").trim().to_owned(),
        Typed::Number(number) => whole(*number)?,
        Typed::Truth(true) => "是".to_owned(),
        Typed::Truth(false) => "否".to_owned(),
        Typed::Moment(_) => return Err(CellTrouble::Date),
        Typed::Error(error) => return Err(CellTrouble::FormulaError(error.clone())),
        Typed::Uncalculated => return Err(CellTrouble::Uncalculated),
    };
    let says_nothing = text.is_empty() || NOTHING.contains(&text.as_str());
    Ok((!says_nothing).then_some(text))
}

/// A code: no blanks in it, full-width letters and digits made half-width.
pub(super) fn code(cell: &Typed) -> Result<Option<String>, CellTrouble> {
    Ok(words(cell)?.map(|text| compact(&text)))
}

/// Without blanks, full-width letters and digits made half-width.
pub(super) fn compact(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace()).map(half_width).collect()
}

/// A date of Excel, or one written `2025-07-01`, `2025/7/1`, `2025.7.1`, `2025年7月1日` or `20250701`.
pub(super) fn date(cell: &Typed) -> Result<Option<Date>, CellTrouble> {
    if let Typed::Moment(days) = *cell {
        return of_days(days).map(Some).ok_or(CellTrouble::StrangeMoment(days));
    }
    let Some(text) = code(cell)? else { return Ok(None) };
    written_date(&text).map(Some).ok_or(CellTrouble::NoDate(text))
}

/// A date that was typed as words, without blanks.
pub(super) fn written_date(text: &str) -> Option<Date> {
    let text = text.split_once('T').map_or(text, |(date, _time)| date).trim_end_matches("00:00:00");
    let numbers: Vec<&str> = text.trim_end_matches('日').split(['-', '/', '.', '年', '月']).collect();
    let number = |digits: &str| digits.parse::<i64>().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()));
    match numbers.as_slice() {
        [year, month, day] => civil(number(year)?, number(month)?, number(day)?),
        [run] if run.len() == 8 => civil(number(run.get(..4)?)?, number(run.get(4..6)?)?, number(run.get(6..)?)?),
        _ => None,
    }
}

/// The day of a moment of Excel.
#[expect(clippy::cast_possible_truncation, reason = "the range was checked; the time of day is dropped on purpose")]
fn of_days(days: f64) -> Option<Date> {
    let is_plausible = (1.0..100_000.0).contains(&days);
    let date = is_plausible.then(|| Date::constant(1899, 12, 30).checked_add((days as i64).days()))?.ok()?;
    civil(i64::from(date.year()), i64::from(date.month()), i64::from(date.day()))
}

/// A day between 1900 and 2100: a year outside is a slip of the keyboard.
fn civil(year: i64, month: i64, day: i64) -> Option<Date> {
    let (year, month, day) = (i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    Date::new(year, month, day).ok().filter(|date| (1900..=2100).contains(&date.year()))
}

fn whole(number: f64) -> Result<String, CellTrouble> {
    if number.abs() >= EXACT_UP_TO {
        return Err(CellTrouble::LongNumber);
    }
    Ok(format!("{number}"))
}

/// Full-width ASCII (U+FF01 to U+FF5E) to its half-width twin.
pub(super) fn half_width(character: char) -> char {
    match u32::from(character) {
        code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(character),
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as day;

    use super::*;

    fn typed(text: &str) -> Typed {
        Typed::Text(text.to_owned())
    }

    #[test]
    fn a_date_is_read_as_it_was_typed() {
        for text in [
            "2025-07-01",
            "2025/7/1",
            "2025.7.1",
            "2025年7月1日",
            " 2025 年 7 月 1 日 ",
            "20250701",
            "２０２５－０７－０１",
            "2025-07-01 00:00:00",
        ] {
            assert_eq!(date(&typed(text)), Ok(Some(day(2025, 7, 1))), "{text}");
        }
        assert_eq!(date(&Typed::Number(20_250_701.0)), Ok(Some(day(2025, 7, 1))));
        assert_eq!(date(&typed("—")), Ok(None));
        for text in ["2025年7月", "2025-13-01", "2025-02-30", "长期", "3025-01-01", "45839"] {
            assert!(date(&typed(text)).is_err(), "{text}");
        }
    }

    #[test]
    fn a_moment_of_excel_is_its_day() {
        assert_eq!(date(&Typed::Moment(45_839.75)), Ok(Some(day(2025, 7, 1))));
        for strange in [-1.0, 0.5, 1e6, f64::NAN] {
            assert!(date(&Typed::Moment(strange)).is_err(), "{strange}");
        }
    }

    #[test]
    fn what_nobody_sees_is_no_part_of_a_name() {
        let name = typed(" 甲县\u{1b}[31m\u{202e}人民\n@table 医院\u{0} ");
        assert_eq!(words(&name), Ok(Some("甲县[31m人民@table 医院".to_owned())));
        assert_eq!(lines(&typed("甲\n乙")), Ok(Some("甲\n乙".to_owned())));
        assert_eq!(words(&Typed::Uncalculated), Err(CellTrouble::Uncalculated));
    }

    #[test]
    fn a_code_is_the_same_as_number_and_as_text() {
        for cell in [Typed::Number(370_811.0), typed("370811"), typed("３７０８１１"), typed(" 370 811\u{a0}")] {
            assert_eq!(code(&cell), Ok(Some("370811".to_owned())), "{cell:?}");
        }
        assert!(code(&Typed::Number(123_708_004_954_812_350.0)).is_err(), "its last digits are lost");
    }
}
