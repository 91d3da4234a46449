//! The journal on real files: what it holds after anything that can happen to it.

mod clock;
mod crash;
mod edges;
mod faults;
mod fetched;
mod hostile;
mod keep;
mod kept;
mod limits;
mod older;
mod opening;
mod pages;
mod python;
mod replay;
mod takings;
mod tamper;
mod vfs;
pub(crate) mod world;
