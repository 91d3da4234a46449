//! A month of practice: a shop that sells for thirty days to customers who pay too little, too much, late, twice or not at all, and
//! is then checked with the commands its owner types. The adapter, the gateway's answers, the book and the check are the real ones;
//! only time is the practice gateway's own.
//!
//! `RINGUP_MONTH=3000 cargo test --release --test tests month -- --nocapture` sells more than the usual number.

mod script;
mod till;

use std::collections::BTreeMap;
use std::time::Instant;

use serde_json::Value;

use crate::cli::bench_shop::{Shop, run};
use script::Kind;
use till::Month;

/// Sales of a usual run.
const SALES: u32 = 150;
/// The month, and the days that see its last news.
const DAYS: [&str; 4] = ["--from", "2026-03-02", "--to", "2026-04-02"];

fn sales() -> u32 {
    std::env::var("RINGUP_MONTH").ok().and_then(|text| text.parse().ok()).unwrap_or(SALES)
}

fn told(shop: &Shop, args: &[&str]) -> (i32, Value) {
    let ran = run(shop.ringup().args(args).args(DAYS).arg("--json"));
    let value = serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{args:?}: {} {}", ran.stdout, ran.stderr));
    (ran.code, value)
}

/// How many findings there are of each class, but for those that are only to know.
fn classes(report: &Value) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for finding in report["findings"].as_array().unwrap().iter().filter(|finding| finding["severity"] != "info") {
        *counts.entry(finding["class"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    counts
}

fn expected(sales: u32) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for class in (0..sales).filter_map(|n| Kind::of(n).class()) {
        *counts.entry(class.to_owned()).or_default() += 1;
    }
    counts
}

#[test]
fn till_56_57_a_practice_month_reconciles_to_nothing_unexplained() {
    let (sales, began) = (sales(), Instant::now());
    let month = Month::sell(sales);
    let sold = began.elapsed();
    let shop = month.close();
    let fetched = told(&shop, &["ledger", "fetch"]).1;
    assert_eq!(told(&shop, &["ledger", "fetch"]).1["new"], 0, "fetching again keeps nothing twice");
    let before = Instant::now();
    let (code, report) = told(&shop, &["reconcile"]);
    let checked = before.elapsed();
    println!("{sales} sales in {sold:.1?}, {} ledger lines, checked in {checked:.1?}", fetched["read"]);
    println!("{}", serde_json::to_string_pretty(&report["columns"]).unwrap());
    assert_eq!(classes(&report), expected(sales), "every spoilt sale is found as what it is, and no other");
    assert_eq!((code, report["green"].as_bool(), report["invoices"].as_str()), (1, Some(false), Some("listed")));
    for column in report["columns"].as_array().unwrap() {
        let differences = column["differences"].as_array().unwrap();
        assert!(differences.iter().all(|one| one["class"].is_string()), "nothing is unexplained: {column}");
    }
    let identities = report["identities"].as_array().unwrap();
    assert!(!identities.is_empty() && identities.iter().all(|one| one["holds"] == true), "{identities:?}");
    assert_eq!(told(&shop, &["reconcile"]).1, report, "again is the same");
    till::resolve_all(&shop, &report);
    let (code, after) = told(&shop, &["reconcile"]);
    assert_eq!((code, after["green"].as_bool(), after["open"].as_u64()), (0, Some(true), Some(0)));
    let verified = run(shop.ringup().args(["journal", "verify", "--deep"]));
    assert!(verified.stdout.starts_with("ok "), "{}", verified.stdout);
}
