//! A condition over what the register says of units: whom it lets in.

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
        let answer = frame.lazy().select([self.expression.clone().alias("admits")]).collect()?;
        let answer = answer.column("admits")?;
        if answer.dtype().is_null() {
            return Ok(vec![false; units.len()]);
        }
        let admits: Vec<bool> = answer.bool()?.iter().map(|truth| truth == Some(true)).collect();
        // A condition over constants alone has one answer for everybody.
        Ok(match admits.as_slice() {
            [only] => vec![*only; units.len()],
            _ => admits,
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
}
