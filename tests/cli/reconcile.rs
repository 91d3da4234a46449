//! The owner's check from the command line, on the practice till.

use std::path::Path;

use serde_json::Value;

use super::bench_shop::{Ran, ringup, run};

pub(super) const HEAD: &str = "id,code,amount,currency,timestamp,invoiceId,description\n";

/// One paid practice sale: its day, order and invoice.
pub(super) fn sold(dir: &Path) -> (jiff::civil::Date, String, String) {
    let sold = run(ringup(dir).args(["sell", "45.00", "--practice", "--auto-pay"]));
    assert_eq!(sold.code, 0, "{}", sold.stderr);
    let listed = run(ringup(dir).args(["sales", "list", "--practice", "--json"]));
    let listed: Value = serde_json::from_str(&listed.stdout).unwrap();
    let sale = &listed["sales"][0];
    let attempt = &sale["attempts"][0];
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let day = text(&sale["opened"])[..10].parse().unwrap();
    (day, text(&attempt["order_id"]), text(&attempt["invoice"]))
}

fn check(dir: &Path, day: jiff::civil::Date, ledger: &str) -> Ran {
    let file = dir.join("ledger.csv");
    std::fs::write(&file, ledger).unwrap();
    let (from, to) = (day.yesterday().unwrap().to_string(), day.tomorrow().unwrap().to_string());
    run(ringup(dir).args(["reconcile", "--practice", "--json", "--from", &from, "--to", &to, "--ledger"]).arg(&file))
}

fn answer(output: &Ran) -> Value {
    serde_json::from_str(&output.stdout).unwrap_or_else(|_| panic!("{} {}", output.stdout, output.stderr))
}

#[test]
fn till_56_57_a_ledger_file_is_checked_and_a_finding_resolved_and_reopened() {
    let dir = tempfile::tempdir().unwrap();
    let (day, order, invoice) = sold(dir.path());
    let line = |amount: &str| format!("{HEAD}L1,1000,{amount},EUR,{day}T23:00:00Z,{invoice},{order}\n");
    let good = answer(&check(dir.path(), day, &line("45.00")));
    assert_eq!(
        (good["columns"][0]["sold"].as_str(), good["columns"][0]["credited"].as_str()),
        (Some("45.00"), Some("45.00"))
    );
    assert!(good["findings"].as_array().unwrap().iter().all(|finding| finding["class"] == "D19"), "{good}");
    assert_eq!(good["green"], true);

    let bad = check(dir.path(), day, &line("43.00"));
    let told = answer(&bad);
    assert_eq!(
        (bad.code, told["green"].as_bool(), told["findings"][0]["class"].as_str()),
        (1, Some(false), Some("D06"))
    );
    assert_eq!(told["findings"][0]["difference"], "-2.00");
    assert_eq!(told["findings"][0]["invoice"], invoice.as_str());
    let case = told["findings"][0]["case"].as_str().unwrap();
    assert_eq!(answer(&check(dir.path(), day, &line("43.00"))), told, "again is the same");

    let blank = run(ringup(dir.path()).args(["reconcile", "--practice", "resolve", case, "--note", " "]));
    assert_eq!(blank.code, 1, "{}", blank.stderr);
    let resolved = run(ringup(dir.path()).args(["reconcile", "--practice", "resolve", case, "--note", "a fee"]));
    assert_eq!(resolved.code, 0, "{}", resolved.stderr);
    let after = check(dir.path(), day, &line("43.00"));
    assert_eq!((after.code, answer(&after)["green"].as_bool()), (0, Some(true)), "{}", after.stdout);
    assert_eq!(answer(&after)["findings"][0]["note"], "a fee");
    let reopened = run(ringup(dir.path()).args(["reconcile", "--practice", "reopen", case]));
    assert_eq!(reopened.code, 0, "{}", reopened.stderr);
    assert_eq!(check(dir.path(), day, &line("43.00")).code, 1);
    let verified = run(ringup(dir.path()).args(["journal", "verify", "--deep", "--practice"]));
    assert!(verified.stdout.starts_with("ok "), "{}", verified.stdout);
}

#[test]
fn till_56_a_bad_file_is_refused_by_its_line_and_nothing_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let (day, order, invoice) = sold(dir.path());
    let head = run(ringup(dir.path()).args(["journal", "stats", "--practice", "--json"])).stdout;
    let entries = |text: &str| serde_json::from_str::<Value>(text).unwrap()["sales"].clone();
    let line = format!("L1,1000,45.0x,EUR,{day}T10:00:00Z,{invoice},{order}\n");
    let bad = check(dir.path(), day, &format!("{HEAD}{line}"));
    assert_eq!(bad.code, 2);
    assert!(bad.stderr.contains("Line 2, column amount, “45.0x”"), "{}", bad.stderr);
    let other = check(dir.path(), day, &format!("{HEAD}L1,1000,45.00,EUR,2020-01-01,{invoice},{order}\n"));
    assert!(other.code == 2 && other.stderr.contains("2020-01-01"), "{}", other.stderr);
    let after = run(ringup(dir.path()).args(["journal", "stats", "--practice", "--json"])).stdout;
    assert_eq!(entries(&head), entries(&after));
    let nothing = run(ringup(dir.path()).args(["reconcile", "--practice"]));
    assert!(nothing.code == 2 && nothing.stderr.contains("--from"), "{}", nothing.stderr);
}
