//! Money back and late money from the command line.

use ringup::domain::book::Book;
use ringup::service::start::{self, Mode, Options};
use serde_json::Value;

use super::bench_shop::{ringup, run};
use crate::made;

/// A cash sale of two espressos and a croissant: €7.40.
fn sold() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let args = ["sell", "--item", "ESP:2", "--item", "CRO", "--tender", "cash:10.00", "--practice"];
    let sold = run(ringup(dir.path()).args(args));
    assert_eq!(sold.code, 0, "{}", sold.stderr);
    dir
}

#[test]
fn till_43_83_a_part_goes_back_once_and_never_more_than_was_paid() {
    let dir = sold();
    let refund = |args: &[&str]| run(ringup(dir.path()).args(["refund", "1", "--practice", "--json"]).args(args));
    let preview = refund(&["--line", "1:2", "--preview"]);
    let told: Value = serde_json::from_str(&preview.stdout).unwrap();
    assert_eq!((told["amount"].as_str(), told["cash"].as_bool()), (Some("4.80"), Some(true)));
    let unsaid = refund(&["--amount", "1.00"]);
    assert_eq!(unsaid.code, 2, "a refund without a reason: {}", unsaid.stderr);
    let done = refund(&["--line", "1:2", "--reason", "Wrong item"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let told: Value = serde_json::from_str(&done.stdout).unwrap();
    assert_eq!(told["refund"]["receipt"]["number"], 2);
    assert_eq!(told["refund"]["receipt"]["original"], 1);
    let more = refund(&["--amount", "2.61", "--reason", "Wrong item"]);
    assert_eq!(more.code, 1);
    assert!(more.stderr.contains("€2.60 that can still go back"), "{}", more.stderr);
    let typo = refund(&["--amount", "2,6o", "--reason", "x"]);
    assert_eq!(typo.code, 2);
    assert!(typo.stderr.contains("--amount 2,6o"), "{}", typo.stderr);
    assert_eq!(refund(&["--line", "0", "--reason", "x"]).code, 2);
    let missing = run(ringup(dir.path()).args(["refund", "9", "--practice", "--reason", "x"]));
    assert_eq!(missing.code, 1, "{}", missing.stderr);
    let rest = run(ringup(dir.path()).args(["refund", "1", "--practice", "--reason", "Customer's wish"]));
    assert!(rest.stdout.contains("2.60") && rest.stdout.contains("*** REFUND ***"), "{}", rest.stdout);
    assert_eq!(refund(&["--reason", "x"]).code, 1, "nothing is left");
    let verified = run(ringup(dir.path()).args(["journal", "verify", "--deep", "--practice"]));
    assert!(verified.stdout.starts_with("ok ") && verified.code == 0, "{}", verified.stdout);
    let shown = run(ringup(dir.path()).args(["sales", "show", "1", "--practice", "--json"]));
    let shown: Value = serde_json::from_str(&shown.stdout).unwrap();
    assert_eq!(shown["refunds"].as_array().unwrap().len(), 2);
}

#[test]
fn till_67_a_connection_that_only_receives_refuses_with_exit_3() {
    let dir = tempfile::tempdir().unwrap();
    let sold = run(ringup(dir.path()).args(["sell", "45.00", "--practice", "--auto-pay"]));
    assert_eq!(sold.code, 0, "{}", sold.stderr);
    let refused = run(ringup(dir.path()).args(["refund", "1", "--practice", "--reason", "Wrong item"]));
    assert_eq!(refused.code, 3, "{} {}", refused.stdout, refused.stderr);
}

#[test]
fn till_59_an_empty_inbox_is_said_and_a_wrong_sale_is_named() {
    let dir = sold();
    let late = |args: &[&str]| run(ringup(dir.path()).arg("late").args(args).arg("--practice"));
    let listed = late(&["list"]);
    assert_eq!((listed.code, listed.stdout.trim()), (0, "No money is waiting for you."));
    let accepted = late(&["accept", "1"]);
    assert_eq!(accepted.code, 1);
    assert!(accepted.stderr.contains("No late money of sale 1"), "{}", accepted.stderr);
    assert_eq!(late(&["keep", "1"]).code, 2, "a note is needed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn till_43_a_sale_of_long_ago_is_refunded_by_its_number() {
    let dir = tempfile::tempdir().unwrap();
    let options = Options { data_dir: dir.path().to_owned(), mode: Mode::Practice, passphrase: None };
    let till = start::open(options).await.unwrap().till;
    for _ in 0..=Book::RECENT_MAX {
        made::cash(&till, 350).await;
    }
    assert!(till.book().await.sale_numbered(1).is_none(), "it is no longer at hand");
    till.close().await;
    let done = tokio::task::spawn_blocking(move || {
        let refund = |args: &[&str]| run(ringup(dir.path()).args(["refund", "1", "--practice", "--json"]).args(args));
        let preview = refund(&["--preview"]);
        assert_eq!(preview.code, 0, "{}", preview.stderr);
        let done = refund(&["--reason", "Broken after months"]);
        assert_eq!(done.code, 0, "{}", done.stderr);
        let told: Value = serde_json::from_str(&done.stdout).unwrap();
        assert_eq!(told["refund"]["receipt"]["original"], 1);
        assert_eq!(refund(&["--reason", "Once more"]).code, 1, "nothing is left");
        let shown = run(ringup(dir.path()).args(["sales", "show", "1", "--receipt", "--practice"]));
        assert_eq!(shown.code, 0, "{}", shown.stderr);
        assert!(shown.stdout.contains("*** REFUND ***"), "{}", shown.stdout);
        let missing = run(ringup(dir.path()).args(["refund", "202", "--practice", "--reason", "x"]));
        assert_eq!(missing.code, 1);
        assert!(missing.stderr.contains("There is no sale 202 in this book."), "{}", missing.stderr);
        run(ringup(dir.path()).args(["journal", "verify", "--deep", "--practice"]))
    });
    let verified = done.await.unwrap();
    assert!(verified.code == 0 && verified.stdout.starts_with("ok "), "{}", verified.stdout);
}
