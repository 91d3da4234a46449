//! The proof of a check: what is written is what was found, in both forms, and the journal keeps it.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::bench_shop::{Ran, ringup, run};
use super::reconcile::{HEAD, sold};

fn check(dir: &Path, day: jiff::civil::Date, ledger: &str, more: &[&str]) -> Ran {
    let file = dir.join("ledger.csv");
    std::fs::write(&file, ledger).unwrap();
    let days = [day.yesterday().unwrap().to_string(), day.to_string()];
    let mut command = ringup(dir);
    command.args(["reconcile", "--practice", "--json", "--from", &days[0], "--to", &days[1]]);
    run(command.args(more).arg("--ledger").arg(&file))
}

/// A moment of the sale's own business day, which is not the calendar's shortly after midnight.
fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

/// How many checks the journal keeps.
fn kept(dir: &Path) -> u64 {
    let stats = ringup::journal::stats(&dir.join("practice/journal.db")).unwrap();
    stats.kinds.get(&704).copied().unwrap_or(0)
}

#[test]
fn till_58_a_check_is_kept_once_and_proved_in_text_and_pdf() {
    let dir = tempfile::tempdir().unwrap();
    let (day, order, invoice) = sold(dir.path());
    let line = |amount: &str| format!("{HEAD}L1,1000,{amount},EUR,{},{invoice},{order}\n", now());
    let (text, pdf) = (dir.path().join("proof.txt"), dir.path().join("proof.pdf"));
    let bad = check(dir.path(), day, &line("43.00"), &["--proof", text.to_str().unwrap()]);
    let told: Value = serde_json::from_str(&bad.stdout).unwrap();
    assert_eq!((bad.code, told["proof"].as_str()), (1, text.to_str()), "{}", bad.stderr);
    assert_eq!(kept(dir.path()), 1);
    let case = told["findings"].as_array().unwrap().iter().find(|one| one["class"] == "D06").unwrap()["case"].clone();
    let case = case.as_str().unwrap();
    let said = std::fs::read_to_string(&text).unwrap();
    for wanted in [
        "*** PRACTICE",
        "Proof of the check",
        &format!("{} - {day}", day.yesterday().unwrap()),
        "One finding is open.",
        "Ledger: the file ledger.csv",
        "Nobody has explained it.",
        "D06 The amounts differ",
        case,
        "\u{2212}2.00 EUR",
        "45.00",
        "43.00",
        "43.00 EUR = 43.00 EUR",
        "Hours until a credit is missed",
        "Crypto knows no chargebacks",
        "Entry ",
    ] {
        assert!(said.contains(wanted), "`{wanted}` is not in\n{said}");
    }
    // The same again is no entry; a finding that was explained is told in the next proof all the same.
    let note = ["reconcile", "--practice", "resolve", case, "--note", "a fee of the bank"];
    assert_eq!(run(ringup(dir.path()).args(note)).code, 0);
    let again = check(dir.path(), day, &line("43.00"), &["--proof", text.to_str().unwrap()]);
    assert_eq!((again.code, kept(dir.path())), (0, 1), "{}", again.stderr);
    let said = std::fs::read_to_string(&text).unwrap();
    assert!(said.contains("Every cent is explained.") && said.contains("a fee of the bank"), "{said}");
    // The gateway puts it right: another outcome, another entry.
    let good = check(dir.path(), day, &line("45.00"), &["--proof", pdf.to_str().unwrap()]);
    assert_eq!((good.code, kept(dir.path())), (0, 2), "{}", good.stderr);
    let bytes = std::fs::read(&pdf).unwrap();
    assert!(bytes.starts_with(b"%PDF-"));
    if let Ok(read) = Command::new("pdftotext").arg("-layout").arg(&pdf).arg("-").output() {
        let read = String::from_utf8(read.stdout).unwrap();
        assert!(read.contains("Every cent is explained.") && read.contains("45.00"), "{read}");
    }
    let verified = run(ringup(dir.path()).args(["journal", "verify", "--deep", "--practice"]));
    assert!(verified.stdout.starts_with("ok "), "{}", verified.stdout);
}

#[test]
fn till_58_what_is_no_check_of_this_journal_leaves_no_entry_and_no_proof() {
    let dir = tempfile::tempdir().unwrap();
    let (day, order, invoice) = sold(dir.path());
    let ledger = dir.path().join("ledger.csv");
    std::fs::write(&ledger, format!("{HEAD}L1,1000,45.00,EUR,{},{invoice},{order}\n", now())).unwrap();
    let proof = dir.path().join("proof.txt");
    let ahead = day.saturating_add(jiff::Span::new().days(2)).to_string();
    let asked = |from: &str, more: &[&str]| {
        let mut command = ringup(dir.path());
        command.args(["reconcile", "--practice", "--from", from, "--to", &ahead, "--ledger"]).arg(&ledger).args(more);
        run(command.arg("--proof").arg(&proof))
    };
    let refused = asked(&ahead, &[]);
    assert_ne!(refused.code, 0, "{}", refused.stdout);
    assert_eq!((kept(dir.path()), proof.exists()), (0, false));
    let sales = dir.path().join("sales.csv");
    std::fs::write(&sales, "sale,order_id,invoice,amount,currency,at,state\n").unwrap();
    assert_eq!(asked(&day.to_string(), &["--csv", sales.to_str().unwrap()]).code, 2, "sales of a file have no proof");
    // A file that cannot be written leaves what lay there.
    let nowhere = dir.path().join("no/such/folder/proof.txt");
    let mut command = ringup(dir.path());
    let eve = day.yesterday().unwrap().to_string();
    command.args(["reconcile", "--practice", "--from", &eve, "--to", &day.to_string(), "--ledger"]);
    let lost = run(command.arg(&ledger).arg("--proof").arg(&nowhere));
    assert_ne!(lost.code, 0, "{}", lost.stdout);
    assert_eq!(kept(dir.path()), 1, "the check itself is kept");
}
