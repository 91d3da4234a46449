//! Every integration test of the house in one binary: one link, one run.
#![allow(clippy::unwrap_used)]

mod journal;
mod vault;
