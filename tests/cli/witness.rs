//! An old copy of the book in the new one's place: the gateway has seen later entries, and says so.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::bench_shop::{Shop, run};

/// What belongs to a book in its folder.
const BOOK: [&str; 5] = ["journal.db", "journal.db-wal", "journal.db-shm", "journal.head", "resource-tokens"];

impl Shop {
    /// The folder the book lies in.
    fn book_folder(&self) -> PathBuf {
        let file = self.files().into_iter().map(|(path, _)| PathBuf::from(path));
        let book = file.into_iter().find(|path| path.ends_with("journal.db")).expect("a book is there");
        book.parent().unwrap().to_owned()
    }

    fn sell_one(&self) {
        let mut sale = self.sell(&["30.00"]);
        let invoice = sale.event("invoice")["invoice"].as_str().unwrap().to_owned();
        self.pay(&invoice, "exact");
        assert_eq!(sale.end(), 0, "{}", String::from_utf8_lossy(&sale.complained()));
        self.post(&format!("invoices/{invoice}/confirm"), &json!({"confirmations": 6}));
    }

    fn said(&self, words: &[&str]) -> (i32, String) {
        let ran = run(self.ringup().args(words));
        (ran.code, format!("{}{}", ran.stdout, ran.stderr))
    }
}

fn take_away(folder: &Path, names: &[&str]) -> Vec<(PathBuf, Vec<u8>)> {
    let kept = names.iter().map(|name| folder.join(name)).filter(|path| path.exists());
    kept.map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

/// Puts the old files in the place of the new ones, and takes away the backups, which have seen more.
fn put_back(folder: &Path, names: &[&str], old: &[(PathBuf, Vec<u8>)]) {
    for name in names {
        let _ = fs::remove_file(folder.join(name));
    }
    let _ = fs::remove_dir_all(folder.join("backups"));
    old.iter().for_each(|(path, bytes)| fs::write(path, bytes).unwrap());
}

/// Noticed, explained, not sold or closed on, and gone on with only by the owner's recorded decision.
fn stands_until_decided(shop: &Shop) {
    let cash = ["sell", "5.00", "--tender", "cash:5.00"];
    let (code, said) = shop.said(&cash);
    assert_eq!(code, 5, "{said}");
    for part in ["old copy", "gateway has seen entry", "restore the newest backup", "journal accept"] {
        assert!(said.to_lowercase().contains(part), "{part}: {said}");
    }
    let head: Value = serde_json::from_str(&shop.said(&["journal", "head", "--json"]).1).unwrap();
    // From now on the till knows it without asking.
    shop.post("faults", &json!({"rule": [{"match": "GET /invoices", "do": "status:503"}]}));
    for words in [&cash[..], &["sell", "9.00"], &["report", "z"], &["sales", "list"]] {
        let (code, said) = shop.said(words);
        assert_eq!(code, 5, "{words:?}: {said}");
    }
    shop.heal();
    let after: Value = serde_json::from_str(&shop.said(&["journal", "head", "--json"]).1).unwrap();
    assert!(after["seq"].as_u64().unwrap() <= head["seq"].as_u64().unwrap() + 2, "no sale was written");
    assert_eq!(shop.said(&["journal", "accept", "--reason", "the newer disk is lost"]).0, 0);
    let (code, said) = shop.said(&cash);
    assert_eq!(code, 0, "{said}");
    let verified: Value = serde_json::from_str(&shop.said(&["journal", "verify", "--deep", "--json"]).1).unwrap();
    assert_eq!((&verified["ok"], &verified["epochs"]), (&json!(true), &json!(1)));
}

#[test]
fn f21_till_61_a_merchants_gateway_notices_an_old_folder() {
    let shop = Shop::paired_as_merchant();
    shop.sell_one();
    let folder = shop.book_folder();
    let old = take_away(&folder, &BOOK);
    shop.sell_one();
    shop.sell_one();
    put_back(&folder, &BOOK, &old);
    stands_until_decided(&shop);
}

#[test]
fn f21_till_61_a_till_that_only_receives_notices_an_old_book_by_single_invoices() {
    let shop = Shop::paired();
    shop.sell_one();
    let folder = shop.book_folder();
    let old = take_away(&folder, &BOOK[..4]);
    shop.sell_one();
    shop.sell_one();
    put_back(&folder, &BOOK[..4], &old);
    stands_until_decided(&shop);
}

#[test]
fn f21_an_untouched_book_is_never_doubted_and_a_silent_gateway_costs_no_sale() {
    for shop in [Shop::paired_as_merchant(), Shop::paired()] {
        shop.sell_one();
        shop.sell_one();
        assert_eq!(shop.said(&["sell", "5.00", "--tender", "cash:5.00"]).0, 0);
        shop.post("faults", &json!({"rule": [{"match": "GET /invoices", "do": "status:503"}]}));
        let (code, said) = shop.said(&["sell", "5.00", "--tender", "cash:5.00"]);
        assert_eq!(code, 0, "{said}");
    }
}
