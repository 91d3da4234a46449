//! The program as its user runs it: real processes, real files, the practice gateway on loopback.

mod asked;
pub(crate) mod bench_shop;
mod dialect;
mod keep;
mod killed;
mod ledger;
mod merchant;
mod proof;
mod reconcile;
mod refund;
mod till_day;
mod turned;
mod witness;

use std::time::Duration;

use bench_shop::{Shop, ringup, run, wait_for};
use serde_json::{Value, json};

fn events(output: &str) -> Vec<Value> {
    output.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("not JSON: {line}"))).collect()
}

fn names(events: &[Value]) -> Vec<&str> {
    events.iter().filter_map(|event| event["event"].as_str()).collect()
}

#[test]
fn till_70_a_first_practice_sale_needs_no_account_and_no_setting() {
    let dir = tempfile::tempdir().unwrap();
    let sold = run(ringup(dir.path()).args(["sell", "45.00", "--practice", "--auto-pay"]));
    assert_eq!(sold.code, 0, "{}", sold.stderr);
    for wanted in ["Accepted", "45.00", "PRACTICE", "bitcoin:?r=http://127.0.0.1:"] {
        assert!(sold.stdout.contains(wanted), "{wanted} is not in:\n{}", sold.stdout);
    }
    assert_eq!(sold.stderr, "");
    let verified = run(ringup(dir.path()).args(["journal", "verify", "--deep", "--practice"]));
    assert!(verified.stdout.starts_with("ok ") && verified.code == 0, "{}", verified.stdout);
}

#[test]
fn till_83_machine_output_tells_the_sale_in_order() {
    let dir = tempfile::tempdir().unwrap();
    let sold = run(ringup(dir.path()).args([
        "sell",
        "--item",
        "ESP:2",
        "--item",
        "CRO",
        "--practice",
        "--auto-pay",
        "--json",
    ]));
    assert_eq!(sold.code, 0, "{}", sold.stderr);
    let told = events(&sold.stdout);
    let order = names(&told);
    assert_eq!(order[..2], ["intent", "invoice"]);
    let position = |name: &str| order.iter().position(|event| *event == name).unwrap();
    assert!(position("state") < position("receipt"));
    let invoice = &told[1];
    assert_eq!((invoice["price"].as_str(), invoice["currency"].as_str()), (Some("7.40"), Some("EUR")));
    assert!(invoice["options"].as_array().unwrap().iter().any(|option| option["coin"] == "BTC"));
    let receipt = &told[position("receipt")];
    assert_eq!(receipt["number"], 1);
    let listed = run(ringup(dir.path()).args(["sales", "list", "--practice", "--json"]));
    let listed: Value = serde_json::from_str(&listed.stdout).unwrap();
    assert_eq!(listed["sales"][0]["receipt"]["hash"], receipt["hash"]);
}

#[test]
fn what_is_no_amount_is_a_sentence_and_no_request() {
    let shop = Shop::paired();
    let before = shop.calls();
    for text in ["0", "0.00", "-5", "abc", "1.2.3,4", "12.505", "12345678901234567890", "1e3", ""] {
        let sold = run(shop.ringup().args(["sell", "--", text]));
        assert_eq!(sold.code, 2, "{text}: {}", sold.stdout);
        assert!(!sold.stderr.trim().is_empty(), "{text} gets a sentence");
    }
    assert_eq!(shop.calls(), before, "nothing was sent");
    let sales = run(shop.ringup().args(["sales", "list", "--json"]));
    assert_eq!(serde_json::from_str::<Value>(&sales.stdout).unwrap()["sales"], json!([]));
}

#[test]
fn till_01_thousands_marks_are_never_the_price() {
    let shop = Shop::paired();
    for (text, price) in [("1,234.50", "1234.50"), ("1.234,50", "1234.50"), ("12.50", "12.50"), ("12,50", "12.50")] {
        let mut sale = shop.sell(&[text]);
        let invoice = sale.event("invoice");
        assert_eq!(invoice["price"], price, "{text}");
        sale.kill();
    }
}

#[test]
fn bp2_09_10_11_three_ways_to_pair() {
    let shop = Shop::paired();
    let claimed = run(shop.ringup().args([
        "connect",
        "bitpay",
        "--name",
        "code",
        "--url",
        &shop.url(),
        "--code",
        &shop.pairing_code(),
    ]));
    assert_eq!(claimed.code, 0, "{}", claimed.stderr);
    let token = shop.open_token();
    let pasted =
        run(shop.ringup().args(["connect", "bitpay", "--name", "open", "--url", &shop.url(), "--pos-token", &token]));
    assert_eq!(pasted.code, 0, "{}", pasted.stderr);
    let listed = run(shop.ringup().args(["connect", "list", "--json"]));
    let listed: Value = serde_json::from_str(&listed.stdout).unwrap();
    let signed: Vec<(&str, bool)> = listed["connections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| (c["name"].as_str().unwrap(), c["signed"].as_bool().unwrap()))
        .collect();
    assert_eq!(signed, [("bitpay", true), ("code", true), ("open", false)]);
    for name in ["bitpay", "code", "open"] {
        let mut sale = shop.sell(&["30.00", "--gateway", name]);
        let invoice = sale.event("invoice")["invoice"].as_str().unwrap().to_owned();
        shop.pay(&invoice, "exact");
        assert_eq!(sale.end(), 0, "{name}");
    }
}

#[test]
fn f04_f33_an_answer_lost_after_the_server_acted_makes_one_invoice() {
    let faults = ["drop_after", "drop_before", "status:503", "truncate", "garbage", "html_200", "huge_body"];
    std::thread::scope(|scope| {
        for fault in faults {
            scope.spawn(move || {
                let shop = Shop::paired();
                shop.fault("POST /invoices", fault);
                let mut sale = shop.sell(&["30.00"]);
                let invoice = sale.event("invoice")["invoice"].as_str().unwrap().to_owned();
                shop.pay(&invoice, "exact");
                assert_eq!(sale.end(), 0, "{fault}");
                assert_eq!(shop.invoices().len(), 1, "{fault}: at most one invoice per sale");
            });
        }
    });
}

#[test]
fn till_32_f35_a_wrong_answer_shows_no_code_and_says_so() {
    for (fault, field) in [
        ("wrong_price", "price"),
        ("wrong_currency", "currency"),
        ("stale_guid", "guid"),
        ("wrong_order_id", "order_id"),
        ("wrong_host", "host"),
    ] {
        let shop = Shop::paired();
        shop.fault("POST /invoices", fault);
        let sold = run(shop.ringup().args(["sell", "30.00", "--json"]));
        assert_eq!(sold.code, 1, "{fault}: {}", sold.stdout);
        let told = events(&sold.stdout);
        assert!(!names(&told).contains(&"invoice"), "{fault}: no code is shown");
        let quarantined = told.iter().find(|event| event["event"] == "quarantined").unwrap();
        assert_eq!(quarantined["field"], field);
    }
}

#[test]
fn f34_access_refused_is_said_once_and_nothing_is_hammered() {
    for (fault, code) in [("status:401", 3), ("status:403", 3), ("status:404", 1), ("status:429", 4)] {
        let shop = Shop::paired();
        shop.fault("POST /invoices", fault);
        let before = shop.calls_to("POST /invoices");
        let sold = run(shop.ringup().args(["sell", "30.00", "--timeout", "5"]));
        assert_eq!(sold.code, code, "{fault}: {} {}", sold.stdout, sold.stderr);
        assert_eq!(shop.calls_to("POST /invoices") - before, 1, "{fault}");
    }
}

#[test]
fn f06_killed_while_the_code_shows_the_sale_is_accepted_after_the_restart() {
    let shop = Shop::paired();
    let mut sale = shop.sell(&["30.00"]);
    let invoice = sale.event("invoice")["invoice"].as_str().unwrap().to_owned();
    sale.kill();
    shop.pay(&invoice, "exact");
    wait_for("the sale is paid", Duration::from_secs(40), || {
        let resolved = run(shop.ringup().args(["resolve"]));
        assert_eq!(resolved.code, 0, "{}", resolved.stderr);
        let listed = run(shop.ringup().args(["sales", "list", "--json"]));
        let listed: Value = serde_json::from_str(&listed.stdout).unwrap();
        listed["sales"][0]["verdict"] == "accepted"
    });
    assert_eq!(shop.invoices().len(), 1);
    let verified = run(shop.ringup().args(["journal", "verify", "--deep"]));
    assert_eq!(verified.code, 0, "{}", verified.stdout);
}

#[test]
fn f02_f03_f04_f05_killed_at_any_moment_of_asking_there_is_one_invoice() {
    for (fault, wait_ms) in [("delay_ms:400", 30), ("delay_ms:400", 200), ("drop_after", 300), ("delay_ms:50", 60)] {
        let shop = Shop::paired();
        shop.fault("POST /invoices", fault);
        let mut sale = shop.sell(&["30.00"]);
        sale.event("intent");
        std::thread::sleep(Duration::from_millis(wait_ms));
        sale.kill();
        let resolved = run(shop.ringup().args(["resolve"]));
        assert_eq!(resolved.code, 0, "{fault}: {} {}", resolved.stdout, resolved.stderr);
        assert_eq!(shop.invoices().len(), 1, "{fault} killed after {wait_ms} ms");
        let listed = run(shop.ringup().args(["sales", "list", "--json"]));
        let listed: Value = serde_json::from_str(&listed.stdout).unwrap();
        assert_eq!(listed["sales"].as_array().unwrap().len(), 1);
        assert!(listed["sales"][0]["attempts"][0]["invoice"].is_string(), "{listed}");
    }
}

#[test]
fn till_64_f24_a_second_instance_is_refused_and_says_who_runs() {
    let shop = Shop::paired();
    let mut sale = shop.sell(&["30.00"]);
    sale.event("invoice");
    let second = run(shop.ringup().args(["sell", "5.00"]));
    assert_eq!(second.code, 5);
    assert!(second.stderr.contains(&sale.pid().to_string()), "{}", second.stderr);
    let practising = tempfile::tempdir().unwrap();
    let mut first = bench_shop::Sale::start(ringup(practising.path()).args(["sell", "30.00", "--practice", "--json"]));
    first.event("invoice");
    let second = run(ringup(practising.path()).args(["sales", "list", "--practice"]));
    assert_eq!(second.code, 5, "{}", second.stderr);
    assert!(second.stderr.contains(&first.pid().to_string()), "{}", second.stderr);
    sale.kill();
    let third = run(shop.ringup().args(["sales", "list"]));
    assert_eq!(third.code, 0, "a killed instance leaves no lock behind: {}", third.stderr);
}

#[test]
fn till_29_till_28_underpaid_and_expired_end_with_no() {
    let shop = Shop::paired();
    let mut sale = shop.sell(&["30.00"]);
    let invoice = sale.event("invoice")["invoice"].as_str().unwrap().to_owned();
    shop.pay(&invoice, "half");
    let state = sale.event("state");
    assert_eq!(state["flags"], json!(["under"]));
    shop.advance(16 * 60 * 1000);
    assert_eq!(sale.end(), 1);
}

#[test]
fn till_66_no_secret_is_in_anything_the_program_wrote() {
    let shop = Shop::paired();
    let mut sale = shop.sell_logged(&["30.00"]);
    let invoice = sale.event("invoice")["invoice"].as_str().unwrap().to_owned();
    shop.pay(&invoice, "exact");
    assert_eq!(sale.end(), 0);
    let failed = run(shop.ringup().env("RINGUP_LOG", "trace").args(["sell", "0.001", "--json"]));
    let mut written = vec![("stdout".to_owned(), sale.told()), ("stderr".to_owned(), sale.complained())];
    written.push(("failure".to_owned(), format!("{}{}", failed.stdout, failed.stderr).into_bytes()));
    written.extend(shop.files());
    assert!(written.iter().any(|(name, bytes)| name.ends_with("resource-tokens") && !bytes.is_empty()));
    let secrets = shop.secrets();
    assert!(secrets.len() >= 2, "the canaries must be alive");
    for (name, bytes) in written {
        for secret in &secrets {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{name} holds a secret");
        }
    }
}

#[test]
fn without_a_display_the_window_says_what_works() {
    let dir = tempfile::tempdir().unwrap();
    let opened = run(ringup(dir.path()).env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY"));
    assert_eq!(opened.code, 3);
    assert!(opened.stderr.contains("ringup sell"), "{}", opened.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn a_display_that_does_not_answer_is_none() {
    let dir = tempfile::tempdir().unwrap();
    for (name, value) in [("DISPLAY", ":4999"), ("DISPLAY", "nonsense"), ("WAYLAND_DISPLAY", "wayland-none")] {
        let mut command = ringup(dir.path());
        command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").env("XDG_RUNTIME_DIR", dir.path());
        let opened = run(command.env(name, value));
        assert_eq!(opened.code, 3, "{name}={value}: {}", opened.stderr);
        assert!(opened.stderr.contains("ringup sell"), "{}", opened.stderr);
    }
}

#[test]
fn till_83_completions_and_the_manual_are_there_for_packagers() {
    let dir = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish"] {
        let made = run(ringup(dir.path()).args(["completions", shell]));
        assert!(made.code == 0 && made.stdout.contains("ringup"), "{shell}");
    }
    assert!(run(ringup(dir.path()).arg("man")).stdout.contains(".TH"));
}

#[test]
fn bp2_03_the_identity_shows_its_sin_and_never_its_key() {
    let shop = Shop::paired();
    let shown = run(shop.ringup().args(["identity", "show", "--json"]));
    let shown: Value = serde_json::from_str(&shown.stdout).unwrap();
    let sin = shown["sin"].as_str().unwrap();
    assert!(["Te", "Tf"].iter().any(|start| sin.starts_with(start)), "{sin}");
    assert_eq!(shown.as_object().unwrap().len(), 2);
    let again = run(shop.ringup().args(["identity", "new"]));
    assert_eq!(again.code, 1, "an identity is not replaced by accident");
}
