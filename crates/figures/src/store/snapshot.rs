//! The returns that a bulletin was made from, kept with it: the facts as Parquet, one file a period, and `returns.json` beside them
//! with who filed what, from which file, and what the forms called their items then.
//!
//! In: accepted returns. Out: files as bytes, for whoever writes the snapshot; and the same returns again, years later, when forms
//! and registry have changed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::error::{KeptError, StoreError};
use super::facts;
use super::history::{KeptItem, items};
use tongbao_returns::domain::{FlowBasis, Form, FormId, Period, Return};

/// The list beside the Parquet files.
pub const RETURNS: &str = "returns.json";

/// A form as it was called then.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeptForm {
    /// 表号.
    pub code: String,
    /// Title.
    pub title: String,
    /// What it asked for of that which flows.
    #[serde(default, skip_serializing_if = "FlowBasis::is_usual")]
    pub basis: FlowBasis,
    /// In its order: a fact names its item by the position here.
    pub items: Vec<KeptItem>,
}

/// Accepted returns with the forms by which they were read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct KeptReturns {
    /// The forms, by identifier.
    pub forms: BTreeMap<FormId, KeptForm>,
    /// By period, unit and form.
    pub returns: Vec<Return>,
}

impl KeptReturns {
    /// Of the returns that were accepted.
    pub fn of<'run>(forms: &[Form], returns: impl Iterator<Item = &'run Return>) -> Self {
        let mut returns: Vec<Return> = returns.cloned().collect();
        returns.sort_by(|a, b| (a.period, &a.unit, &a.form).cmp(&(b.period, &b.unit, &b.form)));
        let kept =
            |form: &Form| KeptForm { code: form.code.clone(), title: form.title.clone(), basis: form.basis, items: items(form) };
        Self { forms: forms.iter().map(|form| (form.id.clone(), kept(form))).collect(), returns }
    }

    /// As files: name and bytes.
    pub fn files(&self) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        let mut by_period: BTreeMap<Period, Vec<(u32, &Return)>> = BTreeMap::new();
        for (position, filed) in (0_u32..).zip(&self.returns) {
            by_period.entry(filed.period).or_default().push((position, filed));
        }
        let mut files = Vec::new();
        for (period, returns) in by_period {
            let name = format!("{period}.parquet");
            let bytes = facts::encode(Path::new(&name), &returns)?;
            files.push((name, bytes));
        }
        let without_facts = |filed: &Return| Return { facts: Vec::new(), ..filed.clone() };
        let list = Self { forms: self.forms.clone(), returns: self.returns.iter().map(without_facts).collect() };
        let bytes = serde_json::to_vec(&list).map_err(|source| StoreError::Catalogue { source })?;
        files.push((RETURNS.to_owned(), bytes));
        Ok(files)
    }

    /// From the list; the facts are still to be [filled in](Self::filled).
    pub fn of_list(list: &[u8]) -> Result<Self, KeptError> {
        serde_json::from_slice(list).map_err(KeptError::List)
    }

    /// The periods that have a Parquet file.
    pub fn periods(&self) -> BTreeSet<Period> {
        self.returns.iter().map(|filed| filed.period).collect()
    }

    /// The same with the facts from the Parquet files, period by period.
    pub fn filled(mut self, files: &BTreeMap<Period, Vec<u8>>) -> Result<Self, KeptError> {
        let decoded = |(period, bytes): (&Period, &Vec<u8>)| match facts::decode(bytes) {
            Ok(kept) => Ok((*period, kept)),
            Err(source) => Err(KeptError::Facts { period: *period, source: Box::new(source) }),
        };
        let mut by_period: BTreeMap<Period, facts::Kept> = files.iter().map(decoded).collect::<Result<_, _>>()?;
        for (position, filed) in (0_u32..).zip(&mut self.returns) {
            let facts = by_period.get_mut(&filed.period).and_then(|kept| kept.remove(&position));
            filed.facts = facts.unwrap_or_default();
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongbao_returns::domain::{Fact, Place, Quarter, Reading, SourceFile, UnitCode};

    #[test]
    fn returns_come_back_as_they_were_filed() {
        let filed = |unit: &str, period: Period| Return {
            unit: UnitCode::new(unit),
            form: FormId::new("hospital"),
            period,
            reported_on: None,
            file: SourceFile { path: format!("{unit}.xlsx"), hash: unit.to_owned(), size: 1, modified: 7 },
            sheets: vec!["表".to_owned()],
            facts: vec![
                Fact { item: 0, reading: Reading::Number(1.5), place: Some(Place { sheet: 0, row: 3, column: 2 }) },
                Fact { item: 1, reading: Reading::NotApplicable, place: None },
            ],
            declared_empty: Vec::new(),
            since_january: Vec::new(),
            is_held: false,
        };
        let (second, third) = (Period::quarter(2025, Quarter::Second), Period::quarter(2025, Quarter::Third));
        let returns = [filed("B", third), filed("A", third), filed("B", second)];
        let kept = KeptReturns::of(&[], returns.iter());
        let bytes_of: BTreeMap<String, Vec<u8>> = kept.files().unwrap().into_iter().collect();
        assert_eq!(bytes_of.keys().collect::<Vec<_>>(), ["2025Q2.parquet", "2025Q3.parquet", RETURNS]);
        let list = || KeptReturns::of_list(&bytes_of[RETURNS]).unwrap();
        assert_eq!(list().periods(), BTreeSet::from([second, third]));
        let parquet = |period: Period| (period, bytes_of[&format!("{period}.parquet")].clone());
        let by_period = list().periods().into_iter().map(parquet).collect();
        let read = list().filled(&by_period).unwrap();
        assert_eq!(read, kept);
        let units: Vec<_> = read.returns.iter().map(|filed| format!("{} {}", filed.period, filed.unit)).collect();
        assert_eq!(units, ["2025Q2 B", "2025Q3 A", "2025Q3 B"]);
        let damaged = list().filled(&BTreeMap::from([(second, b"damaged".to_vec())])).unwrap_err();
        assert!(matches!(damaged, KeptError::Facts { period, .. } if period == second), "{damaged}");
        assert!(matches!(KeptReturns::of_list(b"damaged"), Err(KeptError::List(_))));
    }
}
