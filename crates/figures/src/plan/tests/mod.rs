//! A small sound pack, and what is told when one thing in it is changed.

mod engine;
mod formulas;
mod indicators;
mod pack;
mod plan_and_forms;
mod reference;
mod rules;
mod scoring;
mod tasks;
mod whole;
