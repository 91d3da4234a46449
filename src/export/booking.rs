//! Sales and refunds as double entry: every booking's sum is nought.
//!
//! A booking never depends on what happens on a later day, so that months exported one by one add up to the year: late money is owed to
//! the customer from the day it came, and a sale it is accepted for later takes it from there.

use super::past::{Past, dated_back};
use super::sign::one_line;
use crate::domain::day::{Day, Period};
use crate::domain::fact::{LateDecision, Tender};
use crate::domain::id::GatewayId;
use crate::domain::money::Money;
use crate::domain::sale::{Attempt, LateCase, MoneyBack, SaleEnd};
use crate::domain::time::Timestamp;

/// Where money stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Account {
    /// The drawer.
    Cash,
    /// What a gateway holds for the shop.
    Gateway(GatewayId),
    /// Late money that is the customer's until it is decided.
    Late,
    /// What was sold.
    Sales,
    /// What was given back of it.
    Refunds,
    /// What a gateway keeps.
    Fees(GatewayId),
}

/// One booking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booking {
    /// Its day.
    pub day: Day,
    /// What it is, on one line.
    pub text: String,
    /// The sale's number.
    pub sale: u64,
    /// The receipt it stands on.
    pub receipt: Option<u64>,
    /// What is added where; the sum is nought.
    pub postings: Vec<(Account, Money)>,
}

/// The bookings one sale gives in a period.
#[must_use]
pub fn bookings(past: &Past, period: &Period) -> Vec<Booking> {
    let at = View { past, period };
    let late = past.sale.attempts.iter().filter(|attempt| attempt.late.is_some()).flat_map(|attempt| at.late(attempt));
    let backs = past.sale.backs.iter().filter_map(|back| at.back(back));
    late.chain(at.sale()).chain(backs).collect()
}

struct View<'a> {
    past: &'a Past,
    period: &'a Period,
}

impl View<'_> {
    /// A booking, if its moment lies in the period.
    fn book(&self, at: Timestamp, (what, note): (&str, &str), postings: Vec<(Account, Money)>) -> Option<Booking> {
        let number = self.past.sale.number;
        let text = one_line(&format!("{what} {number} {note}"), 120);
        self.past.is_in(self.period, at).then(|| Booking {
            day: self.past.day(at),
            text,
            sale: number,
            receipt: None,
            postings,
        })
    }

    fn sale(&self) -> Option<Booking> {
        let Some(SaleEnd::Completed { fact, at, .. }) = &self.past.sale.end else { return None };
        let account = match fact.tender {
            Tender::Cash { .. } => Account::Cash,
            Tender::Gateway { guid } => self.past.sale.attempt(guid).map_or(Account::Late, paid_into),
        };
        let postings = vec![(account, fact.total), (Account::Sales, negative(fact.total))];
        let booking = self.book(*at, ("Sale", &self.past.sale.reference), postings)?;
        Some(Booking { receipt: Some(fact.receipt_no), ..booking })
    }

    /// Late money as it came, and as it vanished where it did.
    fn late(&self, attempt: &Attempt) -> Vec<Booking> {
        let Some(at) = attempt.late_at else { return Vec::new() };
        let (gateway, price) = (Account::Gateway(attempt.request.gateway.clone()), attempt.request.price);
        let came = vec![(gateway.clone(), price), (Account::Late, negative(price))];
        let vanished = self.past.sale.late_case(attempt) == Some(LateCase::Vanished);
        let gone = vanished.then(|| vec![(gateway, negative(price)), (Account::Late, price)]);
        let came = self.book(at, ("Late money for sale", ""), came);
        let gone = gone.and_then(|gone| self.book(attempt.changed, ("Late money failed for sale", ""), gone));
        came.into_iter().chain(gone).collect()
    }

    fn back(&self, back: &MoneyBack) -> Option<Booking> {
        let receipt = back.receipt.as_ref()?;
        let from = back.request.as_ref().map_or(Account::Cash, |asked| Account::Gateway(asked.gateway.clone()));
        let late = back.payment().and_then(|guid| self.past.sale.attempt(guid)).is_some_and(is_owed);
        let of = if late { Account::Late } else { Account::Refunds };
        let mut postings = vec![(of, back.amount), (from.clone(), negative(back.amount))];
        if let Some((gateway, fee)) = fee(back) {
            postings.extend([(Account::Fees(gateway), fee), (from, negative(fee))]);
        }
        let booking = self.book(dated_back(back), ("Refund of sale", &back.reason), postings)?;
        Some(Booking { receipt: Some(receipt.fact.receipt_no), ..booking })
    }
}

/// Where the money of a payment that completed a sale is taken from.
fn paid_into(attempt: &Attempt) -> Account {
    let accepted = attempt.decided.as_ref().is_some_and(|fact| fact.decision == LateDecision::Accept);
    if attempt.late.is_some() && accepted { Account::Late } else { Account::Gateway(attempt.request.gateway.clone()) }
}

/// Whether a payment's money came late and pays no sale.
fn is_owed(attempt: &Attempt) -> bool {
    attempt.late.is_some() && !attempt.decided.as_ref().is_some_and(|fact| fact.decision == LateDecision::Accept)
}

/// The fee of a refund the shop bears, where it is exact in shop money.
fn fee(back: &MoneyBack) -> Option<(GatewayId, Money)> {
    let asked = back.request.as_ref().filter(|asked| !asked.buyer_pays_fee)?;
    let fee = Money::from_decimal(back.fee?, back.amount.currency()).ok()?;
    fee.is_positive().then(|| (asked.gateway.clone(), fee))
}

fn negative(money: Money) -> Money {
    Money::from_minor(-money.minor(), money.currency()).expect("an amount's opposite is as large as it is")
}

/// A name as a part of an account: letters, digits and `-`. Names that only differ in other signs or in case stay apart.
pub(super) fn part(name: &str) -> String {
    use sha2::Digest as _;
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    let plain = plain.trim_matches('-');
    if plain == name && !name.is_empty() {
        return plain.to_owned();
    }
    let mark = hex::encode(&sha2::Sha256::digest(name)[..4]);
    if plain.is_empty() { mark } else { format!("{}-{mark}", one_line(plain, 40).trim_end_matches('…')) }
}

#[cfg(test)]
mod tests {
    use super::part;

    #[test]
    fn names_of_connections_stay_apart() {
        let names = ["main", "Main", "ma in", "ma-in", "", "=cmd", "Ω", "ω", "a:b", "a;b"];
        let mut parts: Vec<String> = names.into_iter().map(part).collect();
        assert!(parts.iter().flat_map(|part| part.chars()).all(|c| c.is_ascii_alphanumeric() || c == '-'));
        parts.sort();
        parts.dedup();
        assert_eq!(parts.len(), names.len());
    }
}
