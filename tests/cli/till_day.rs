//! Takings, reports and the drawer from the command line.

use serde_json::Value;

use super::bench_shop::{ringup, run};

fn shop() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let args = ["sell", "--item", "ESP:2", "--item", "CRO", "--tender", "cash:10.00", "--practice"];
    assert_eq!(run(ringup(dir.path()).args(args)).code, 0);
    dir
}

fn json(text: &str) -> Value {
    serde_json::from_str(text.lines().next().unwrap()).unwrap()
}

#[test]
fn till_50_54_takings_are_told_for_any_days_and_split() {
    let dir = shop();
    let takings = |args: &[&str]| run(ringup(dir.path()).args(["takings", "--practice", "--json"]).args(args));
    let today = takings(&["--by", "product"]);
    assert_eq!(today.code, 0, "{}", today.stderr);
    let told = json(&today.stdout);
    assert_eq!(
        (told["sales"].as_i64(), told["taken"].as_str(), told["cash"].as_str()),
        (Some(1), Some("7.40"), Some("7.40"))
    );
    assert_eq!(told["rows"][1]["key"], "ESP");
    assert_eq!(told["rows"][1]["taken"], "4.80");
    assert_eq!(told["compared"]["sales"], 0);
    let date = told["from"].as_str().unwrap().to_owned();
    let month = json(&takings(&["--from", "2020-01-01", "--to", &date, "--by", "tender"]).stdout);
    assert_eq!((month["taken"].as_str(), month["rows"][0]["key"].as_str()), (Some("7.40"), Some("cash")));
    assert_eq!(json(&takings(&["--date", "2020-01-01"]).stdout)["sales"], 0);
    for wrong in
        [&["--date", "1.1.2026"][..], &["--from", "2026-02-01", "--to", "2026-01-01"], &["--from", "2026-01-01"]]
    {
        assert_eq!(takings(wrong).code, 2, "{wrong:?}");
    }
    let odd = takings(&["--date", "2026-02-30"]);
    assert!(odd.stderr.contains("--date 2026-02-30"), "{}", odd.stderr);
    let honest = json(&takings(&["--exceptions"]).stdout);
    assert_eq!(honest["exceptions"], Value::Array(Vec::new()), "an honest day lights nothing");
}

#[test]
fn till_52_53_the_shift_is_opened_counted_blind_and_closed_once() {
    let dir = shop();
    let ringup = |args: &[&str]| run(ringup(dir.path()).args(args).args(["--practice", "--json"]));
    assert_eq!(ringup(&["shift", "open", "100.00"]).code, 0);
    assert_eq!(ringup(&["shift", "open", "100.00"]).code, 1, "once");
    assert_eq!(ringup(&["shift", "in", "20.00", "--reason", "coins"]).code, 0);
    assert_eq!(ringup(&["shift", "out", "5", "--reason", "milk"]).code, 0);
    assert_eq!(ringup(&["shift", "in", "5"]).code, 2, "a reason is needed");
    let read = ringup(&["report", "x"]);
    let told = json(&read.stdout);
    assert_eq!((told["number"].as_u64(), told["sales"]["sum"].as_str()), (Some(1), Some("7.40")));
    assert!(told["drawer"].get("expected").is_none(), "blind: {}", read.stdout);
    let counted = ringup(&["shift", "count", "122.00"]);
    assert_eq!(counted.code, 1, "a difference wants a reason");
    assert_eq!(
        (json(&counted.stdout)["expected"].as_str(), json(&counted.stdout)["difference"].as_str()),
        (Some("122.40"), Some("-0.40"))
    );
    assert_eq!(ringup(&["report", "z"]).code, 1, "not yet");
    assert_eq!(ringup(&["shift", "explain", "wrong change"]).code, 0);
    let closed = ringup(&["report", "z"]);
    assert_eq!(closed.code, 0, "{}", closed.stderr);
    let z = json(&closed.stdout);
    assert_eq!((z["number"].as_u64(), z["grand"]["sales"].as_str()), (Some(1), Some("7.40")));
    assert_eq!(z["drawer"]["expected"], "122.40");
    let zero = json(&ringup(&["report", "z"]).stdout);
    assert_eq!(
        (zero["number"].as_u64(), zero["sales"]["n"].as_u64(), zero["grand"]["sales"].as_str()),
        (Some(2), Some(0), Some("7.40"))
    );
    let copy = json(&ringup(&["report", "z", "--reprint", "1"]).stdout);
    assert_eq!((copy["copy"].as_u64(), &copy["hash"]), (Some(1), &z["hash"]));
    assert_eq!(ringup(&["report", "z", "--reprint", "9"]).code, 1);
    let verified = ringup(&["journal", "verify", "--deep"]);
    assert_eq!(verified.code, 0, "{}", verified.stdout);
}

#[test]
fn till_52_a_closing_fits_both_papers_and_carries_chain_and_key() {
    let dir = shop();
    let print = |columns: &str, args: &[&str]| {
        run(ringup(dir.path()).args(["report", "z", "--practice", "--columns", columns]).args(args)).stdout
    };
    for (columns, args) in [("42", &[][..]), ("32", &["--reprint", "1"])] {
        let paper = print(columns, args);
        assert!(paper.lines().all(|line| line.chars().count() <= columns.parse().unwrap()), "{paper}");
        for part in ["Z 1", "PRACTICE", "7.40", "Entry", "Key", "Turnover ever", "Nothing stays open."] {
            assert!(paper.contains(part), "{part} in\n{paper}");
        }
        assert_eq!(paper.contains("COPY 1"), columns == "32", "{paper}");
    }
}
