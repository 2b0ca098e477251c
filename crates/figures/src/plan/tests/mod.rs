//! A small sound pack, and what is told when one thing in it is changed.

mod engine;
mod formulas;
mod indicators;
mod pack;
mod plan_and_forms;
mod rules;
mod scoring;
mod taken_over;
mod tasks;
mod whole;
