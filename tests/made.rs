//! What tests make by hand: a line, a cart, a sale in cash, a check of some days.

use ringup::domain::cart::{Kind, Line};
use ringup::domain::core::NewSale;
use ringup::domain::day::Day;
use ringup::domain::fact::{CheckCounts, CheckedCase, CheckedColumns, DaysChecked, InvoicesFrom, LedgerFrom};
use ringup::domain::id::SaleId;
use ringup::domain::money::{Currency, Money};
use ringup::service::Till;

/// One piece without a name.
pub fn line(price: Money) -> Line {
    let (note, name) = (String::new(), String::new());
    Line { sku: None, name, price, quantity: 1, note, override_of: None, kind: Kind::Goods }
}

/// A sale of one line that nobody named.
pub fn cart(id: SaleId, line: Line) -> NewSale {
    NewSale { id, lines: vec![line], reference: String::new(), operator: String::new() }
}

/// A new sale of one piece for so many cents.
pub fn sale(cents: i64) -> NewSale {
    cart(SaleId(uuid::Uuid::now_v7()), line(Money::from_minor(cents, Currency::EUR).unwrap()))
}

/// Sells one piece in cash, with the exact money.
pub async fn cash(till: &Till, cents: i64) {
    let sale = sale(cents);
    let (id, given) = (sale.id, sale.lines[0].price);
    till.cash(Some(sale), id, given).await.unwrap();
}

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A check of these days, made the day after the last, that found these cases on the last one; 60 sales agree.
pub fn check((from, to): (&str, &str), cases: &[&str]) -> DaysChecked {
    let sum = || "1062.90".to_owned();
    let columns = CheckedColumns {
        currency: "EUR".to_owned(),
        sold: sum(),
        paid: sum(),
        credited: sum(),
        sales: 60,
        codes: 60,
        lines: 60,
        fees: "0.00".to_owned(),
        differences: Vec::new(),
    };
    let case = |case: &&str| CheckedCase {
        case: (*case).to_owned(),
        from: day(to),
        to: day(to),
        currency: "EUR".to_owned(),
        difference: "-2.00".to_owned(),
    };
    DaysChecked {
        from: day(from),
        to: day(to),
        made_on: day(to).plus(1),
        gateway: "main".to_owned(),
        ledger: LedgerFrom::Kept,
        file: String::new(),
        invoices: InvoicesFrom::Listed,
        entries: 7,
        counts: CheckCounts { sales: 64, invoices: 64, lines: 61, matched: 60, ..CheckCounts::default() },
        columns: vec![columns],
        sums: Vec::new(),
        broken: 0,
        findings: cases.len() as u64,
        blocking: cases.iter().map(case).collect(),
        more: 0,
        limits: Default::default(),
        operator: String::new(),
    }
}
