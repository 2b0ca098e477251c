//! The tables and charts that the wording of a group's bulletin calls for, composed when it does.

use super::charts::call::Call;
use super::material::Material;
use super::named::{NamedSeries, NamedTable};
use super::wording::{Exhibits, LineTrouble};
use tongbao_document::{Chart, Table};
use tongbao_figures::aggregate::Group;

/// What the wording of a group's bulletin calls for.
pub(super) struct OfGroup<'run> {
    pub(super) material: &'run Material<'run>,
    pub(super) group: &'run Group,
}

impl Exhibits for OfGroup<'_> {
    fn table(&self, name: &str) -> Result<Table, LineTrouble> {
        let table = NamedTable::find(name).ok_or_else(|| LineTrouble::Table(name.to_owned()))?;
        table.compose(self.material, self.group).ok_or_else(|| LineTrouble::NotHere(name.to_owned()))
    }

    fn series(&self, name: &str) -> Result<Vec<Table>, LineTrouble> {
        let series = NamedSeries::find(name).ok_or_else(|| LineTrouble::Tables(name.to_owned()))?;
        series.compose(self.material, self.group).ok_or_else(|| LineTrouble::NotHere(name.to_owned()))
    }

    fn chart(&self, called: &str) -> Result<Option<Chart>, LineTrouble> {
        Ok(Call::read(called, self.material.plan)?.draw(self.material, self.group))
    }
}
