//! The journal on real files: what it holds after anything that can happen to it.

mod crash;
mod fetched;
mod limits;
mod opening;
mod python;
mod replay;
mod tamper;
mod world;
