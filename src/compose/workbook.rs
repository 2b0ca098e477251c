//! The tables that only the workbook of a bulletin has, in the order of its sheets: what the printed figures are computed from.

use super::lineage::lineage;
use super::material::Material;
use super::returns::By;
use super::scores;
use super::scores::Told;
use super::sources::Sources;
use super::table::{calculation, clauses, ledger, method, reporting, targets, units};
use tongbao_document::Table;
use tongbao_figures::aggregate::Group;
use tongbao_figures::plan::Scope;

/// Composes them.
pub(super) fn workbook_tables(material: &Material<'_>, group: &Group) -> Vec<Table> {
    let mut tables = Vec::new();
    if *group == Group::Area {
        let returns = material.returns();
        let kinds: &[By] =
            if material.has_counties() { &[By::Form, By::Category, By::Alliance] } else { &[By::Category, By::Alliance] };
        tables.extend(kinds.iter().filter_map(|by| reporting::by(&returns, *by, false)));
    }
    let sources = Sources::of(material, group);
    tables.extend(ledger::workbook_tables(material, group));
    tables.extend(units::units(&sources, group));
    if let Some(told) = Told::of(material, group) {
        tables.extend(scores::cards(&told, Some(&sources)).of_units);
    }
    tables.push(units::findings(material, group));
    tables.push(calculation::calculation(&sources, group));
    if *group == Group::Area {
        let (counties, alliances) = (material.groups(Scope::County), material.groups(Scope::Alliance));
        let sheets = [(&counties, "县区计算", "各县（市、区）指标计算过程"), (&alliances, "医联体计算", "各医联体指标计算过程")];
        tables.extend(
            sheets.into_iter().filter_map(|(groups, name, title)| calculation::calculation_of(&sources, groups, name, title)),
        );
        tables.push(clauses::clauses(material));
    }
    tables.push(method::formulas(material));
    tables.extend(targets::targets(material));
    tables.push(lineage(&sources, group));
    tables
}
