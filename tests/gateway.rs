//! Adapters against canned answers and the practice gateway: what is sent byte for byte, and what answers mean.

mod books;
mod change;
mod conformance;
mod create;
mod dialects;
mod faults;
mod follow;
mod hints;
mod merchant;
mod pairing;
mod practice;
mod read;
mod refusals;
mod responder;
mod tls;
mod world;
