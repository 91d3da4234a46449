//! Ringup: a desktop point of sale for shops that take crypto payments.
//!
//! The house in one sentence: `domain` decides, `journal` remembers before the
//! world is asked, `gateway` asks, `service` joins them, `cli` and `ui` show.
//! ARCHITECTURE.md draws the map and lists the invariants.

pub mod cli;
pub mod config;
pub mod device;
pub mod domain;
pub mod export;
pub mod file;
pub mod gateway;
pub mod journal;
pub mod lang;
pub mod notice;
pub mod reconcile;
pub mod sandbox;
pub mod secret;

pub mod service;

pub mod vault;

#[cfg(feature = "gui")]
pub mod ui;
