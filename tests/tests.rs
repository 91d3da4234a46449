//! Every integration test of the house in one binary: one link, one run.
#![allow(clippy::unwrap_used, clippy::wildcard_enum_match_arm, unreachable_pub, missing_debug_implementations)]

mod step;
#[cfg(feature = "gui")]
mod screen;
#[cfg(feature = "gui")]
mod widget;
