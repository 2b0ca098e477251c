//! Whole files, read as a run reads them: what is said about each is part of the contract with fillers.

mod adjustments;
mod candidates;
mod cells;
mod covers;
mod events;
mod files;
mod habits;
mod mutations;
mod ods;
mod painted;
mod practices;
mod quarters;
mod remarked;
mod repaired;
mod sheets;
mod shown;
mod statements;
mod support;
mod told;
mod xls;
mod xlsb;
