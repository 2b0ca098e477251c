//! A plan, a workspace, and issues of nothing, for the tests beside the code.

use std::path::PathBuf;

use jiff::civil::date;

use super::jobs::Job;
use super::setup::Setup;
use crate::issue::{Issue, SCHEMA};
use tongbao_figures::plan::Plan;
use tongbao_returns::domain::Cycle;

fn sources() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The plan of Kailu, as shipped.
pub(super) fn plan() -> Plan {
    tongbao_figures::plan::load(&sources().join("report_templates"), "kailu-2024").unwrap()
}

/// The workspace of Kailu, on 20 October 2025.
pub(super) fn setup() -> Setup {
    let workspace = sources().join("sample_data/kailu");
    let reader = tongbao_returns::ingest::Reader::in_process();
    Setup::open(&workspace, sources().join("report_templates"), reader, date(2025, 10, 20)).unwrap()
}

/// An issue under a number, whose files stand in a folder.
pub(super) fn issue(plan: &str, period: &str, cycle: Cycle, number: u32, folder: &str) -> Issue {
    Issue {
        schema: SCHEMA,
        tongbao: String::new(),
        plan: plan.to_owned(),
        plan_title: String::new(),
        plan_fingerprint: String::new(),
        period: period.parse().unwrap(),
        cycle,
        cycle_name: String::new(),
        number,
        printed_number: String::new(),
        as_of: date(2025, 7, 20),
        forced: None,
        replaces: None,
        registry_hash: String::new(),
        folder: folder.to_owned(),
        documents: Vec::new(),
        groups: Vec::new(),
        due: Vec::new(),
        indicators: Vec::new(),
        results: Vec::new(),
        bases: Vec::new(),
        adjustments: Vec::new(),
        files: Vec::new(),
    }
}

/// A bulletin to be made.
pub(super) fn job<'run>(plan: &'run Plan, period: &str, cycle: Cycle) -> Job<'run> {
    Job { plan, cycle, period: period.parse().unwrap() }
}
