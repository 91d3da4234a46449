//! What a till knows about money, sales and payments. Pure: no I/O, no clock, no randomness.
//!
//! `core::step` is the till: from the [`book::Book`] and an event it plans the
//! entries to write and the commands to run once they are durable.

pub mod act;
pub mod amount;
pub mod book;
pub mod capability;
pub mod cart;
pub mod case;
pub mod cash;
pub mod catalog;
pub mod checks;
pub mod coin;
pub mod connection;
pub mod core;
pub mod day;
pub mod details;
pub mod entry;
pub mod environment;
pub mod exceptions;
pub mod fact;
pub mod id;
pub mod keeping;
pub mod keypad;
pub mod ledger;
pub mod live;
pub mod money;
pub mod payment;
pub mod rates;
pub mod refund;
pub mod report;
pub mod rescue;
pub mod returns;
pub mod sale;
pub mod scan;
pub mod search;
pub mod takings;
pub mod takings_fold;
pub mod tally;
pub mod terms;
pub mod till_day;
pub mod time;
pub mod verdict;
