//! A book that was handed to another key, twice: what was sealed stays readable, and everything that left it proves itself.

use std::path::Path;
use std::process::Command;

use ringup::domain::id::Guid;
use ringup::domain::terms::Buyer;
use ringup::service::Till;
use ringup::service::checkout::Wish;
use ringup::service::start::{self, Mode, Options};
use serde_json::Value;

use super::bench_shop::{Ran, ringup, run};
use crate::made;

fn practice(dir: &Path, words: &[&str]) -> Ran {
    run(ringup(dir).args(words).arg("--practice"))
}

fn good(dir: &Path, words: &[&str]) -> String {
    let ran = practice(dir, words);
    assert_eq!(ran.code, 0, "{words:?}: {} {}", ran.stdout, ran.stderr);
    ran.stdout
}

async fn open(dir: &Path) -> Till {
    let options = Options { data_dir: dir.to_owned(), mode: Mode::Practice, passphrase: None };
    start::open(options).await.unwrap().till
}

fn ann() -> Buyer {
    Buyer { name: "Ann".to_owned(), email: "ann@mail.example".to_owned(), ..Buyer::default() }
}

async fn sell_to_ann(till: &Till) -> Guid {
    let sale = made::sale(900);
    let id = sale.id;
    till.charge_with(sale, Wish { buyer: Some(ann()), ..Wish::default() }).await.unwrap();
    till.book().await.sale(id).unwrap().current().unwrap().guid()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn till_66_customers_stay_readable_after_the_key_was_changed() {
    let dir = tempfile::tempdir().unwrap();
    let till = open(dir.path()).await;
    let mut known = vec![sell_to_ann(&till).await];
    till.close().await;
    for year in ["one", "two"] {
        let folder = dir.path().to_owned();
        let turn = move || good(&folder, &["journal", "rotate-key", "--reason", &format!("year {year}")]);
        tokio::task::spawn_blocking(turn).await.unwrap();
        let till = open(dir.path()).await;
        for guid in &known {
            assert_eq!(till.buyer(*guid), Some(ann()), "sealed before year {year}");
        }
        known.push(sell_to_ann(&till).await);
        till.close().await;
    }
    let till = open(dir.path()).await;
    till.forget_buyer(known[0]).await.unwrap();
    let readable: Vec<bool> = known.iter().map(|guid| till.buyer(*guid).is_some()).collect();
    assert_eq!(readable, [false, true, true], "and erased on wish, as before");
    till.close().await;
}

/// What a verifier in Python says; none where there is no Python.
fn python(script: &str, words: &[&str]) -> Option<String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("packaging").join(script);
    let output = Command::new("python3").arg(script).args(words).output().ok()?;
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap().trim().to_owned())
}

fn verified(dir: &Path) -> (String, String) {
    let told: Value = serde_json::from_str(&good(dir, &["journal", "verify", "--deep", "--json"])).unwrap();
    (format!("ok {} {}", told["entries"], told["head"].as_str().unwrap()), told["key"].as_str().unwrap().to_owned())
}

/// The key printed on a closing: sixteen signs in groups of four.
fn printed(key: &str) -> String {
    key.as_bytes()[..16].chunks(4).map(|four| std::str::from_utf8(four).unwrap()).collect::<Vec<_>>().join(" ")
}

#[test]
fn till_52_55_60_closings_archives_and_papers_prove_themselves_across_changed_keys() {
    let dir = tempfile::tempdir().unwrap();
    let sell = || good(dir.path(), &["sell", "4.50", "--tender", "cash:5.00"]);
    let mut keys = Vec::new();
    for turn in 0..3 {
        sell();
        let paper = good(dir.path(), &["report", "z"]);
        let (_, key) = verified(dir.path());
        assert!(paper.contains(&printed(&key)), "closing {} names the key that signs it:\n{paper}", turn + 1);
        keys.push(key);
        if turn < 2 {
            good(dir.path(), &["journal", "rotate-key", "--reason", "yearly change"]);
        }
    }
    assert!(keys[0] != keys[1] && keys[1] != keys[2]);
    for (number, key) in keys.iter().enumerate() {
        let copy = good(dir.path(), &["report", "z", "--reprint", &(number + 1).to_string()]);
        assert!(copy.contains(&printed(key)), "a copy names the key of its time:\n{copy}");
    }
    sell();
    let book = dir.path().join("practice/journal.db");
    let (ours, _) = verified(dir.path());
    if let Some(theirs) = python("verify.py", &[book.to_str().unwrap()]) {
        assert_eq!(theirs, ours);
    }
    let archive = dir.path().join("books.zip");
    let out = archive.to_str().unwrap();
    good(dir.path(), &["export", "archive", "--from", "2020-01-01", "--to", "2099-12-31", "--out", out]);
    let said = good(dir.path(), &["journal", "verify", "--deep", out]);
    assert!(said.starts_with("ok "), "{said}");
    if let Some(theirs) = python("verify_archive.py", &[out, "--deep"]) {
        assert_eq!(theirs, said.trim());
    }
    // The same archive with one hex digit of a turn changed proves nothing.
    let mut bytes = std::fs::read(&archive).unwrap();
    let mark = b"{\"seq\":";
    let turns = bytes.windows(14).position(|window| window == b"turns.ndjson{\"").unwrap();
    let at = turns + bytes[turns..].windows(mark.len()).position(|window| window == mark).unwrap() + 200;
    bytes[at] = if bytes[at] == b'0' { b'1' } else { b'0' };
    std::fs::write(&archive, &bytes).unwrap();
    let spoilt = practice(dir.path(), &["journal", "verify", "--deep", out]);
    assert_eq!(spoilt.code, 1, "{}", spoilt.stdout);
    if let Some(theirs) = python("verify_archive.py", &[out, "--deep"]) {
        assert!(spoilt.stdout.starts_with(&theirs) && theirs.starts_with("bad file"), "{theirs}: {}", spoilt.stdout);
    }
    let rebuilt = good(dir.path(), &["journal", "rebuild"]);
    assert!(rebuilt.contains("Projections made anew"), "{rebuilt}");
    let copy = good(dir.path(), &["report", "z", "--reprint", "2"]);
    assert!(copy.contains(&printed(&keys[1])), "{copy}");
}
