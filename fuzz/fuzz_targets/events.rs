#![no_main]

#[path = "../../tests/fuzz/entries.rs"]
#[allow(dead_code, reason = "each target calls one of them")]
mod entries;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| entries::event_stream(bytes));
