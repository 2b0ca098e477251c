//! A condition over what the register says of units, and what they answer: whom it lets in.

use polars::prelude::{Column, DataFrame, IntoLazy, PolarsResult};
use tongbao_returns::domain::UnitAttribute;

use super::Formula;

impl Formula {
    /// Whether the condition lets units in, one by one; a comparison with nothing lets nobody in. `said` is what the register says of
    /// a unit.
    pub fn admits<Unit>(&self, units: &[Unit], said: impl Fn(&Unit, UnitAttribute) -> &str) -> PolarsResult<Vec<bool>> {
        let column = |attribute: &UnitAttribute| {
            let words: Vec<&str> = units.iter().map(|unit| said(unit, *attribute)).collect();
            Column::new(attribute.column().into(), words)
        };
        let frame = DataFrame::new(units.len(), self.attributes.iter().map(column).collect())?;
        Ok(self.answers(frame)?.into_iter().map(|answer| answer == Some(true)).collect())
    }

    /// What the condition says of each row of a frame with the columns that it reads; nothing where what is blank decides it. As in SQL
    /// what is blank decides nothing where the rest does.
    pub(crate) fn answers(&self, frame: DataFrame) -> PolarsResult<Vec<Option<bool>>> {
        let rows = frame.height();
        let answer = frame.lazy().select([self.expression.clone().alias("admits")]).collect()?;
        let answer = answer.column("admits")?;
        if answer.dtype().is_null() {
            return Ok(vec![None; rows]);
        }
        let answers: Vec<Option<bool>> = answer.bool()?.iter().collect();
        // A condition over constants alone has one answer for everybody.
        Ok(match answers.as_slice() {
            [only] => vec![*only; rows],
            _ => answers,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Variable;

    #[test]
    fn a_condition_lets_units_in_one_by_one() {
        fn said<'unit>(unit: &'unit [&str; 2], attribute: UnitAttribute) -> &'unit str {
            match attribute {
                UnitAttribute::Category => unit[0],
                UnitAttribute::Grade => unit[1],
                _ => "",
            }
        }
        let units = [["乡镇卫生院", "一级"], ["医院", "三级"], ["医院", ""]];
        let admits = |text: &str| Formula::<Variable>::parse(text).unwrap().admits(&units, said).unwrap();
        assert_eq!(admits("类别 = '医院'"), [false, true, true]);
        assert_eq!(admits("类别 = '医院' and 等级 <> ''"), [false, true, false]);
        assert_eq!(admits("TRUE"), [true; 3]);
        assert_eq!(admits("1 = 2"), [false; 3]);
        assert_eq!(admits("NULL"), [false; 3]);
        assert!(Formula::<Variable>::parse("TRUE").unwrap().admits(&units[..0], said).unwrap().is_empty());
    }

    #[test]
    fn a_blank_answer_decides_nothing_where_the_rest_does() {
        let answers = |text: &str| {
            let columns = vec![
                Column::new("类别".into(), ["医院", "医院", "医院", "卫生院"]),
                Column::new("互认".into(), [Some("是"), Some("否"), None, None]),
            ];
            Formula::<Variable>::parse(text).unwrap().answers(DataFrame::new(4, columns).unwrap()).unwrap()
        };
        let (yes, no) = (Some(true), Some(false));
        assert_eq!(answers("互认 = '是'"), [yes, no, None, None]);
        assert_eq!(answers("互认 <> '是'"), [no, yes, None, None]);
        assert_eq!(answers("互认 IN ('是', '不详')"), [yes, no, None, None]);
        assert_eq!(answers("类别 = '医院' AND 互认 = '是'"), [yes, no, None, no]);
        assert_eq!(answers("类别 = '卫生院' OR 互认 = '是'"), [yes, no, None, yes]);
    }
}
