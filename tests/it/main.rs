//! The tests that look at the whole: one binary, because each links the engine.

#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed")]
#![expect(clippy::disallowed_methods, reason = "tests write files as they please")]

mod adjusted_office;
mod adjustments;
mod architecture;
mod catalogue;
mod chasing;
mod cli;
mod closures;
mod completeness;
mod configuration;
mod cycles;
#[path = "../defects/mod.rs"]
mod defects;
mod documentation;
#[cfg(unix)]
mod faults;
mod figures;
#[cfg(unix)]
mod filings;
#[cfg(unix)]
mod first_year;
mod formulas;
#[path = "../../fuzz/src/lib.rs"]
#[expect(unreachable_pub, dead_code, reason = "a package of its own, which these tests run as well")]
mod fuzz;
mod fuzzing;
mod history;
mod ink;
mod issue;
mod issuing;
mod judgement;
#[cfg(unix)]
mod kills;
mod ledger;
mod mechanisms;
mod mergers;
mod names;
mod nothing_earlier;
mod office;
mod participants;
mod peers;
mod plain_text;
#[cfg(unix)]
mod plan_in_a_day;
mod plan_tools;
mod plan_trials;
mod precision;
#[cfg(unix)]
mod quarter_office;
mod quarters;
mod recalculation;
mod revision;
mod round_trip;
mod rules;
mod scores;
mod sealed;
mod self_check;
mod sentences;
mod shared;
#[cfg(unix)]
mod shared_ledger;
mod silence;
mod slip;
mod stored_history;
mod style;
mod support;
mod taken_over;
mod taken_over_office;
mod targets;
#[cfg(unix)]
mod tiny_office;
mod trace;
mod verify;
mod whole;
mod withdrawal;
mod wording;
mod writing;
mod year;
