//! The gateway's book by file, and what the gateway's own list says of ours.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::bench_shop::{Ran, Shop, ringup, run};

const HEAD: &str = "id;code;amount;currency;timestamp;invoiceId;description\n";
const SPAN: [&str; 4] = ["--from", "2026-01-01", "--to", "2026-01-31"];

/// A shop that is connected to nothing real, and its files.
fn practice() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("ledger.csv");
    (dir, file)
}

fn import(dir: &Path, file: &Path, text: &[u8]) -> Ran {
    std::fs::write(file, text).unwrap();
    run(ringup(dir).args(["ledger", "import", "--practice", "--json"]).arg(file))
}

fn listed(dir: &Path) -> Vec<Value> {
    let ran = run(ringup(dir).args(["ledger", "list", "--practice", "--json"]).args(SPAN));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn counts(ran: &Ran) -> (u64, u64) {
    let told: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{}", ran.stderr));
    (told["read"].as_u64().unwrap(), told["new"].as_u64().unwrap())
}

#[test]
fn bp2_90_a_ledger_file_is_kept_once_whatever_way_it_comes() {
    let (dir, file) = practice();
    let body = "L1;1000;20,50;EUR;2026-01-05T10:00:00Z;inv1;1-1-abcdef\n\
                L2;1023;-0,21;EUR;2026-01-05T10:00:00Z;inv1;\n\
                ;1000;7,00;EUR;2026-01-06T10:00:00Z;inv2;2-1-abcdef\n\
                ;1000;7,00;EUR;2026-01-06T10:00:00Z;inv2;2-1-abcdef\n\n";
    let csv = format!("\u{feff}{HEAD}{body}");
    assert_eq!(counts(&import(dir.path(), &file, csv.as_bytes())), (4, 4));
    assert_eq!(counts(&import(dir.path(), &file, csv.as_bytes())), (4, 0), "the same file again changes nothing");
    let json = json!([
        {"id": "L1", "code": 1000, "amount": 2050, "scale": 100, "currency": "EUR",
         "timestamp": "2026-01-05T10:00:00Z", "invoiceId": "inv1", "description": "1-1-abcdef"},
        {"code": 1000, "amount": 7.0, "currency": "EUR", "timestamp": "2026-01-06T10:00:00.000Z", "invoiceId": "inv2",
         "buyerFields": {"buyerName": "Ann Other"}},
        {"id": "L5", "code": 1000, "amount": 3, "currency": "EUR", "timestamp": "2026-01-07T10:00:00Z",
         "invoiceId": "inv3", "buyerFields": {"buyerName": "Ann Other"}},
    ]);
    let again = import(dir.path(), &file, json.to_string().as_bytes());
    assert_eq!(counts(&again), (3, 1), "the lines are known, in another form too");
    let lines = listed(dir.path());
    let amounts: Vec<&str> = lines.iter().map(|line| line["amount"].as_str().unwrap()).collect();
    assert_eq!(amounts, ["20.5", "-0.21", "7", "7", "3"]);
    assert!(!lines.iter().any(|line| line.to_string().contains("Ann Other")), "the customer is not kept: {lines:?}");
}

#[test]
fn till_56_nothing_of_a_bad_ledger_file_is_kept() {
    let (dir, file) = practice();
    let good = "L1;1000;20,50;EUR;2026-01-05T10:00:00Z;inv1;a\n";
    let bad = |line: &str| format!("{HEAD}{good}{line}").into_bytes();
    let mut cases = vec![
        (bad("L2;1000;20,5x;EUR;2026-01-05;inv1;a\n"), "Line 3, column amount, “20,5x”"),
        (bad("L2;1000;20,50;EUR;yesterday;inv1;a\n"), "Line 3, column timestamp, “yesterday”"),
        (bad("L2;1000;20,50;EUR\n"), "Line 3"),
        (bad("L2;1000;20,50;EUR;2026-01-0"), "Line 3"),
        (bad("L1;1000;21,50;EUR;2026-01-05T10:00:00Z;inv1;a\n"), "line 2"),
        (b"id,code,amount\n".to_vec(), "currency"),
        (b"{\"data\": [{\"id\": \"L1\", \"code\": 1000".to_vec(), "Line 1"),
        (Vec::new(), "empty"),
    ];
    cases.push(([HEAD.as_bytes(), good.as_bytes(), b"L\xff;1000;1,00;EUR;2026-01-05;i;\n"].concat(), "Line 3"));
    cases.push(([b"\xff\xfe".as_slice(), HEAD.as_bytes()].concat(), "Line 1"));
    for (text, said) in cases {
        let ran = import(dir.path(), &file, &text);
        assert_eq!(ran.code, 2, "{said}: {} {}", ran.stdout, ran.stderr);
        assert!(ran.stderr.contains(said) && ran.stderr.contains("ledger.csv"), "{said}: {}", ran.stderr);
    }
    assert_eq!(listed(dir.path()), [] as [Value; 0]);
    assert_eq!(import(dir.path(), &file, &bad("")).code, 0);
    let other = HEAD.to_owned() + "L0;1000;1,00;EUR;2026-01-05T10:00:00Z;inv0;z\nL1;1000;99,00;EUR;2026-01-05;inv1;a\n";
    let ran = import(dir.path(), &file, other.as_bytes());
    assert!(ran.code == 2 && ran.stderr.contains("Line 3, column id"), "another account's: {}", ran.stderr);
    assert_eq!(listed(dir.path()).len(), 1);
    let missing = run(ringup(dir.path()).args(["ledger", "import", "--practice", "no-such-file.csv"]));
    assert!(missing.code == 2 && missing.stderr.contains("no-such-file.csv"), "{}", missing.stderr);
}

#[test]
fn till_56_the_owners_tolerances_are_entries_and_hold_from_then_on() {
    let (dir, _) = practice();
    let limits =
        |args: &[&str]| run(ringup(dir.path()).args(["reconcile", "--practice", "limits", "--json"]).args(args));
    let entries = || {
        let ran = run(ringup(dir.path()).args(["journal", "stats", "--practice", "--json"]));
        serde_json::from_str::<Value>(&ran.stdout).unwrap()["entries"].as_u64().unwrap()
    };
    let told = |ran: &Ran| serde_json::from_str::<Value>(&ran.stdout).unwrap_or_else(|_| panic!("{}", ran.stderr));
    assert_eq!(told(&limits(&[]))["credit_hours"], 24);
    // Opening and closing the till are entries too, as many each time.
    let before = entries();
    limits(&[]);
    let shown = entries() - before;
    let set = ["--credit-hours", "36", "--fee", "0.9%+0.25"];
    assert_eq!(told(&limits(&set))["fee"], "0.9%+0.25");
    assert_eq!(entries(), before + 2 * shown + 1, "a change is an entry");
    assert_eq!(told(&limits(&set))["credit_hours"], 36);
    let kept = told(&limits(&[]));
    assert_eq!((kept["credit_hours"].as_u64(), kept["refund_hours"].as_u64()), (Some(36), Some(48)));
    assert_eq!(entries(), before + 4 * shown + 1, "saying the same again writes nothing");
    let wrong = limits(&["--fee", "1"]);
    assert!(wrong.code == 2 && wrong.stderr.contains("0.9%+0.25"), "{}", wrong.stderr);
}

/// What the check says of the last days, offline or not.
fn check(shop: &Shop, args: &[&str]) -> Value {
    let day = |ms: i64| ringup::domain::time::Timestamp(ringup::service::clock::now().0 + ms).date(0);
    let ran = run(shop.ringup().args(["reconcile", "--json", "--from", &day(-86_400_000)]).args(args));
    serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{args:?}: {} {}", ran.stdout, ran.stderr))
}

fn classes(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().unwrap_or_else(|| panic!("{report}"));
    findings.iter().map(|finding| finding["class"].as_str().unwrap()).collect()
}

impl Shop {
    /// An invoice on the same account that this till did not ask for.
    fn invoice_of_others(&self, pos_data: &Value) -> String {
        let body = json!({"token": self.open_token(), "price": 12, "currency": "EUR", "posData": pos_data.to_string()});
        let made = self.call_with("POST", &["invoices"], &body, vec![("x-accept-version", "2.0.0".to_owned())]);
        made["data"]["id"].as_str().unwrap().to_owned()
    }
}

#[test]
fn till_56_the_gateways_list_is_the_middle_column_and_its_notes_are_witnesses() {
    let shop = Shop::paired_as_merchant();
    let ours = shop.paid_sale();
    shop.good(&["ledger", "fetch", "--from", "2020-01-01"]);
    let shown = shop.good(&["invoice", "show", &ours])[0]["posData"].clone();
    let note: Value = serde_json::from_str(shown.as_str().unwrap_or_else(|| panic!("{shown}"))).unwrap();
    let other = shop.invoice_of_others(&json!({"t": "ffffffff", "s": 1, "q": 5, "h": "0011223344556677"}));
    shop.pay(&other, "exact");
    let report = check(&shop, &[]);
    // Paid and complete at the gateway; the till itself last read an earlier state.
    assert_eq!((report["invoices"].as_str(), report["columns"][0]["paid"].as_str()), (Some("listed"), Some("30.00")));
    assert!(!classes(&report).contains(&"D02"), "another till's invoice is none of ours: {report}");
    assert_eq!(check(&shop, &["--offline"])["invoices"], "read");

    let ahead = shop.invoice_of_others(&json!({"t": note["t"], "s": 9, "q": 999_999, "h": "0011223344556677"}));
    let report = check(&shop, &[]);
    let found = report["findings"].as_array().unwrap();
    let witness = found.iter().find(|finding| finding["class"] == "D24").unwrap_or_else(|| panic!("{report}"));
    assert_eq!((witness["invoice"].as_str(), report["green"].as_bool()), (Some(ahead.as_str()), Some(false)));
    assert!(found.iter().all(|finding| finding["invoice"] != json!(ours) || finding["class"] != "D24"), "{report}");
    assert_eq!(
        run(shop.ringup().args(["reconcile", "--from", "2020-01-01"])).code,
        5,
        "and such a book is not opened again"
    );
}

#[test]
fn till_56_money_of_another_kind_is_told_among_the_books() {
    let shop = Shop::paired();
    let code = shop.pairing_code();
    shop.good(&["connect", "bitpay", "--name", "second", "--url", &shop.url(), "--code", &code]);
    let mut sale = shop.sell(&["30.00", "--gateway", "second"]);
    let invoice = sale.event("invoice")["invoice"].as_str().unwrap().to_owned();
    shop.pay(&invoice, "exact");
    assert_eq!(sale.end(), 0, "{}", String::from_utf8_lossy(&sale.complained()));
    let file = shop.dir().join("ledger.csv");
    let day = ringup::domain::time::Timestamp(ringup::service::clock::now().0).date(0);
    std::fs::write(&file, format!("{HEAD}L1;1000;30,00;EUR;{day}T12:00:00Z;{invoice};\n")).unwrap();
    let check = || check(&shop, &["--offline", "--gateway", "second", "--ledger", file.to_str().unwrap()]);
    assert!(!classes(&check()).contains(&"D26"));
    // The settings say now that the second connection is about real money; the book is a test book.
    let settings = shop.dir().join("ringup.toml");
    let text = std::fs::read_to_string(&settings).unwrap();
    let (before, after) = text.split_at(text.find("\"second\"").unwrap());
    let turned = after.replacen("environment = \"test\"", "environment = \"live\"", 1).replacen(
        &shop.url(),
        "https://bitpay.com",
        1,
    );
    assert!(turned.contains("\"live\"") && turned.contains("https://bitpay.com"), "{text}");
    std::fs::write(&settings, format!("{before}{turned}")).unwrap();
    let told = check();
    assert_eq!((classes(&told), told["green"].as_bool()), (vec!["D26"], Some(false)), "{told}");
}
