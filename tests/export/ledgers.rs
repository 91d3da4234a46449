//! Double entry: the accounts other programs add up are ours, to the cent.

use ringup::service::export::Format;

use super::world::{CASH, GATEWAY, REFUNDS, busy, export, folder, other, plain, python, said, text};

/// What stands on each account of the busy shop, in minor units: the refunds were 2.50 in cash and 4.00 by the gateway
/// at a fee of 0.25.
fn accounts() -> [(&'static str, i64); 5] {
    [
        ("assets:cash", CASH - 250),
        ("assets:crypto:main", GATEWAY - 400 - 25),
        ("expenses:fees:main", 25),
        ("income:refunds", REFUNDS),
        ("income:sales", -(CASH + GATEWAY)),
    ]
}

#[test]
fn till_55_hledger_adds_up_the_same_accounts() {
    let shop = busy();
    let (_kept, out) = folder();
    let file = out.join("books.journal");
    export(&shop, Format::Hledger, &file);
    let Some(table) = said("hledger", &["-f", text(&file), "bal", "--flat", "-O", "csv", "--strict", "-N"]) else {
        return;
    };
    for (account, minor) in accounts() {
        let line = format!("\"{account}\",\"{} EUR\"", plain(minor));
        assert!(table.contains(&line), "{line} is not in:\n{table}");
    }
    assert_eq!(table.lines().count(), accounts().len() + 1, "{table}");
}

const BALANCES: &str = "
import collections, sys
from beancount import loader
from beancount.core.data import Transaction
entries, errors, _ = loader.load_file(sys.argv[1])
assert not errors, errors
sums = collections.defaultdict(int)
for entry in entries:
    if isinstance(entry, Transaction):
        for posting in entry.postings:
            sums[posting.account] += posting.units.number
print(*(f'{account.lower()} {sum}' for account, sum in sorted(sums.items())), sep='\\n')";

#[test]
fn till_55_beancount_adds_up_the_same_accounts() {
    let shop = busy();
    let (_kept, out) = folder();
    let file = out.join("books.beancount");
    export(&shop, Format::Beancount, &file);
    if let Some(checked) = other("bean-check", &[text(&file)]) {
        assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
    }
    let Some(table) = python("beancount", BALANCES, &[text(&file)]) else { return };
    let wanted = accounts().map(|(account, minor)| format!("{account} {}", plain(minor)));
    assert_eq!(table.lines().collect::<Vec<_>>(), wanted);
}
