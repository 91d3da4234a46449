//! Exports, each read back by another program.

mod archive;
mod hostile;
mod ledgers;
mod program;
mod tables;
mod world;
