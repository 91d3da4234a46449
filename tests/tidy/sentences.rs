//! The catalogue of sentences and the code that speaks them agree in both directions.

use std::collections::{BTreeMap, BTreeSet};

use ringup::domain::verdict::Verdict;

use super::lex::{Kind, begins};
use super::tree::{Broken, Source, files, read};

const CATALOGUE: &str = "assets/lang/en";

/// Keys that are put together, as the code writes them. Each must stand in the code as it stands here.
const FAMILIES: &[&str] = &[
    "verdict-{}-{}",
    "rule-{}-{}",
    "rule-{}-plain",
    "gateway-{}",
    "state-{}",
    "receipt-state-{}",
    "coin-{}",
    "sales-step-{}",
    "refund-word-{}",
    "pay-rung-{}",
    "pay-try-{}",
    "pay-coin-off-{}",
    "case-{}-{}",
    "severity-{}",
    "settings-{}-name",
    "settings-{}-hint",
    "settings-{}-effect",
    "settings-{}-is-{}",
    "weekday-{}",
    "month-{}",
];

/// A notice is three sentences under one name; the code says the name alone.
const NOTICE_PARTS: [&str; 3] = ["happened", "safe", "todo"];

/// What every verdict says.
const VERDICT_PARTS: [&str; 5] = ["word", "title", "happened", "safe", "todo"];

/// Every key with its place; a second place for the same key is broken at once.
fn catalogue(broken: &mut Broken) -> BTreeMap<String, (String, usize)> {
    let mut keys = BTreeMap::new();
    for path in files(CATALOGUE) {
        for (index, line) in read(&path).lines().enumerate() {
            let Some((key, _)) = line.split_once(" =") else { continue };
            if is_key(key) && keys.insert(key.to_owned(), (path.clone(), index + 1)).is_some() {
                broken.at(&path, index + 1, &format!("`{key}` is there twice"));
            }
        }
    }
    keys
}

fn is_key(text: &str) -> bool {
    let plain = text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    plain && text.starts_with(|c: char| c.is_ascii_lowercase()) && !text.ends_with('-')
}

/// The sandbox has pages of its own and no sentences of the till.
fn speakers() -> Vec<Source> {
    Source::all("src").into_iter().filter(|source| !source.path.starts_with("src/sandbox")).collect()
}

#[test]
fn every_sentence_spoken_is_in_the_catalogue() {
    let mut broken = Broken::default();
    let keys = catalogue(&mut broken);
    for source in speakers() {
        for five in source.program().windows(4) {
            let speaks = begins(five, &[".", "text", "("]) || begins(five, &[".", "with", "("]);
            if speaks && five[3].kind == Kind::Text && is_key(&five[3].text) && !keys.contains_key(&five[3].text) {
                broken.at(&source.path, five[3].line, &format!("`{}` is not in {CATALOGUE}", five[3].text));
            }
        }
    }
    broken.must_be_empty("A sentence that is spoken must exist, once.");
}

#[test]
fn every_sentence_in_the_catalogue_is_spoken() {
    let mut broken = Broken::default();
    let keys = catalogue(&mut broken);
    let texts: BTreeSet<String> = speakers()
        .iter()
        .flat_map(Source::program)
        .filter(|token| token.kind == Kind::Text)
        .map(|token| token.text)
        .collect();
    let patterns: BTreeSet<String> = texts.iter().map(|text| without_names(text)).collect();
    for family in FAMILIES.iter().filter(|family| !patterns.contains(**family)) {
        broken.note(format!("tests/tidy/sentences.rs: no code makes keys like `{family}`"));
    }
    for (key, (path, line)) in &keys {
        let name = key.rsplit_once('-').filter(|(_, part)| NOTICE_PARTS.contains(part)).map(|(name, _)| name);
        let said = texts.contains(key) || name.is_some_and(|name| texts.contains(name));
        if !said && !FAMILIES.iter().any(|family| fits(key, family)) {
            broken.at(path, *line, &format!("nobody says `{key}`"));
        }
    }
    broken.must_be_empty("A sentence nobody says is taken out, or its family listed.");
}

/// `verdict-{key}-word` becomes `verdict-{}-word`.
fn without_names(text: &str) -> String {
    let mut parts = text.split('{');
    let mut pattern = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        pattern.push_str("{}");
        pattern.push_str(part.split_once('}').map_or("", |(_, rest)| rest));
    }
    pattern
}

fn fits(key: &str, family: &str) -> bool {
    let (first, rest) = family.split_once("{}").unwrap_or((family, ""));
    let last = rest.rsplit_once("{}").map_or(rest, |(_, last)| last);
    key.len() > first.len() + last.len() && key.starts_with(first) && key.ends_with(last)
}

#[test]
fn every_verdict_has_its_five_sentences() {
    let mut broken = Broken::default();
    let keys = catalogue(&mut broken);
    let name = |verdict: &Verdict| verdict.key().replace('_', "-");
    for verdict in Verdict::ALL {
        for part in VERDICT_PARTS {
            let key = format!("verdict-{}-{part}", name(&verdict));
            if !keys.contains_key(&key) {
                broken.note(format!("{CATALOGUE}: `{key}` is missing"));
            }
        }
    }
    broken.must_be_empty("Each verdict has a word, a title and three sentences.");
}

#[test]
fn every_file_of_the_catalogue_is_embedded() {
    let lang = read("src/lang.rs");
    let mut broken = Broken::default();
    for path in files(CATALOGUE).iter().filter(|path| !lang.contains(&format!("\"../{path}\""))) {
        broken.at(path, 1, "src/lang.rs does not embed it");
    }
    broken.must_be_empty("A file of sentences that is not embedded is never spoken.");
}

#[test]
fn patterns_fit_what_they_make() {
    assert_eq!(without_names("verdict-{key}-{part:?}"), "verdict-{}-{}");
    assert!(fits("verdict-seen-by-rule-word", "verdict-{}-{}") && fits("a-b-c", "a-{}-c"));
    assert!(!fits("a-c", "a-{}-c") && !fits("b-x-c", "a-{}-c"));
}
