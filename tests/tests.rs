//! Every integration test of the house in one binary: one link, one run.
#![allow(clippy::unwrap_used, clippy::wildcard_enum_match_arm, missing_debug_implementations, unreachable_pub)]

mod answer;
mod cli;
mod export;
mod fuzz;
mod gateway;
mod journal;
mod made;
mod month;
mod receipt;
mod reconcile;
mod runbook;
mod sandbox;
#[cfg(feature = "gui")]
mod screen;
mod service;
mod simulator;
mod step;
mod tidy;
mod vault;
#[cfg(feature = "gui")]
mod widget;
