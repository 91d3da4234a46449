//! The fuzzer's entry functions on every corpus, as they are and changed at random, so that each run of the tests
//! exercises them without a fuzzer.

mod entries;

use std::path::PathBuf;

use entries::{ENTRIES, Entry};
use proptest::prelude::*;

/// Pieces that JSON readers stumble over.
const PIECES: [&str; 24] = [
    "\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "true",
    "-1",
    "0",
    "1e999",
    "1e-999",
    "20500000000000000000",
    "340282366920938463463374607431768211456",
    "\\u0000",
    "\\ud800",
    "\u{202e}",
    "\"id\":",
    "\"token\":\"x\",",
    "\"error\":",
    "\"data\":",
    "\"scale\":0,",
    "https://evil.example",
];

/// The files a target starts from.
fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let listed = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<_> = listed.map(|file| file.unwrap().path()).collect();
    files.sort();
    files.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

/// Every target with every file it starts from.
fn seeds() -> Vec<(Entry, Vec<u8>)> {
    let of = |entry: &Entry| corpus(entry.0).into_iter().map(|bytes| (*entry, bytes)).collect::<Vec<_>>();
    ENTRIES.iter().flat_map(of).collect()
}

#[derive(Debug, Clone)]
enum Change {
    Flip(usize, u8),
    Cut(usize, usize),
    Repeat(usize, usize),
    Insert(usize, usize),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (any::<usize>(), 1..=255_u8).prop_map(|(at, with)| Change::Flip(at, with)),
        (any::<usize>(), 1..64_usize).prop_map(|(at, len)| Change::Cut(at, len)),
        (any::<usize>(), 1..200_usize).prop_map(|(at, len)| Change::Repeat(at, len)),
        (any::<usize>(), 0..PIECES.len()).prop_map(|(at, piece)| Change::Insert(at, piece)),
    ]
}

fn changed(mut bytes: Vec<u8>, change: &Change) -> Vec<u8> {
    let place = |at: usize, bytes: &[u8]| at % bytes.len().max(1);
    match *change {
        Change::Flip(at, with) => {
            let at = place(at, &bytes);
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= with;
            }
        }
        Change::Cut(at, len) => {
            let at = place(at, &bytes);
            let end = (at + len).min(bytes.len());
            bytes.drain(at.min(end)..end);
        }
        Change::Repeat(at, len) => {
            let at = place(at, &bytes);
            let end = (at + len).min(bytes.len());
            let piece = bytes[at.min(end)..end].to_vec();
            bytes.splice(end..end, piece);
        }
        Change::Insert(at, piece) => {
            let at = place(at, &bytes).min(bytes.len());
            bytes.splice(at..at, PIECES[piece].bytes());
        }
    }
    bytes
}

#[test]
fn fuzz_every_kept_body_is_read_without_a_panic() {
    let seeds = seeds();
    assert!(seeds.len() >= 3 * ENTRIES.len(), "{} files", seeds.len());
    for ((_, read), bytes) in seeds {
        read(&bytes);
    }
}

#[test]
fn fuzz_every_body_cut_off_anywhere_is_read_without_a_panic() {
    for ((_, read), bytes) in seeds() {
        for end in (0..bytes.len()).step_by(7) {
            read(&bytes[..end]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn fuzz_changed_bodies_are_read_without_a_panic(
        seed in any::<prop::sample::Index>(),
        changes in proptest::collection::vec(change(), 1..12),
    ) {
        thread_local!(static SEEDS: Vec<(Entry, Vec<u8>)> = seeds());
        let ((_, read), bytes) = SEEDS.with(|seeds| seed.get(seeds).clone());
        read(&changes.iter().fold(bytes, changed));
    }

    #[test]
    fn fuzz_any_bytes_are_read_without_a_panic(bytes: Vec<u8>, text in "[\\[\\]{}\",:a-z0-9.e-]{0,120}") {
        for (_, read) in ENTRIES {
            read(&bytes);
            read(text.as_bytes());
        }
    }
}
