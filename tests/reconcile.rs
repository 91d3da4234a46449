//! Reconciliation: worlds with labelled defects, files of every form, and what must not change a case.

mod classes;
mod defects;
mod files;
mod flags;
mod payouts;
mod world;
mod worlds;
