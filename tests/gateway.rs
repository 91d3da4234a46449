//! Adapters against canned answers: what is sent byte for byte, and what every answer means.

mod conformance;
mod create;
mod faults;
mod pairing;
mod read;
mod refusals;
mod responder;
mod tls;
mod world;
