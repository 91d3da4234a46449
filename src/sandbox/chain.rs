//! The simulated chain: payments, their confirmations, and what they make of an invoice.
//!
//! Nothing here ticks. Every state is computed from the recorded facts and the time of the read, so a
//! restart, a clock jump and a slow reader all see the same history.

use serde::{Deserialize, Serialize};

/// A payment that stays without a block this long makes its invoice invalid.
pub(crate) const UNCONFIRMED_MS_MAX: i64 = 3_600_000;
/// Money the gateway does not keep goes back this long after it is clear that it will not.
pub(crate) const RETURN_MS: i64 = 60_000;

/// When blocks confirm a payment, in sandbox milliseconds after it was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pace {
    /// The first confirmation comes this long after the payment.
    pub first_confirmation_ms: u64,
    /// The coin's target number of confirmations is reached this long after the payment.
    pub complete_ms: u64,
}

impl Pace {
    /// Fast enough to watch: first block after 4 s, complete after 20 s.
    pub const LIVELY: Self = Self { first_confirmation_ms: 4_000, complete_ms: 20_000 };
    /// As slow as Bitcoin is on an ordinary day: first block after 10 min, complete after 60 min.
    pub const REAL: Self = Self { first_confirmation_ms: 600_000, complete_ms: 3_600_000 };
}

impl Default for Pace {
    fn default() -> Self {
        Self::LIVELY
    }
}

/// Somebody said how many confirmations there are.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Mark {
    pub(crate) confirmations: u32,
    pub(crate) at: i64,
}

/// Money on its way to an invoice. `at` may lie in the future.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Payment {
    pub(crate) txid: String,
    pub(crate) coin: String,
    /// In the coin's smallest unit.
    pub(crate) amount: u128,
    pub(crate) at: i64,
    /// Absent: blocks come only when somebody marks them.
    pub(crate) pace: Option<Pace>,
    pub(crate) marks: Vec<Mark>,
    pub(crate) low_fee: bool,
}

impl Payment {
    /// The moment this payment has `wanted` confirmations on a coin that is done at `target`.
    fn reached(&self, wanted: u32, target: u32) -> Option<i64> {
        if wanted == 0 {
            return Some(self.at);
        }
        let marked = self.marks.iter().filter(|mark| mark.confirmations >= wanted).map(|mark| mark.at).min();
        let mined = self.pace.filter(|_| wanted <= target).map(|pace| self.mined(pace, wanted, target));
        match (marked, mined) {
            (Some(a), Some(b)) => Some(a.min(b).max(self.at)),
            (Some(one), None) | (None, Some(one)) => Some(one.max(self.at)),
            (None, None) => None,
        }
    }

    fn mined(&self, pace: Pace, wanted: u32, target: u32) -> i64 {
        let rest = u128::from(pace.complete_ms.saturating_sub(pace.first_confirmation_ms));
        let steps = u128::from(target.saturating_sub(1).max(1));
        let later = rest * u128::from(wanted - 1) / steps + u128::from(pace.first_confirmation_ms);
        self.at.saturating_add(i64::try_from(later).unwrap_or(i64::MAX))
    }

    /// Confirmations at `now`; mined ones stop counting at `target`, as the gateway stops looking.
    pub(crate) fn confirmations(&self, now: i64, target: u32) -> u32 {
        let seen = |mark: &&Mark| mark.at <= now;
        let marked = self.marks.iter().filter(seen).map(|mark| mark.confirmations).max().unwrap_or(0);
        let mined = self
            .pace
            .map_or(0, |pace| (1..=target).take_while(|k| self.mined(pace, *k, target) <= now).last().unwrap_or(0));
        marked.max(mined)
    }

    /// Stops the blocks: what is confirmed stays, nothing more comes by itself.
    pub(crate) fn hold(&mut self, now: i64, target: u32) {
        let confirmations = self.confirmations(now, target);
        self.pace = None;
        if confirmations > 0 {
            self.marks.push(Mark { confirmations, at: now });
        }
    }
}

/// The risk setting of an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Risk {
    High,
    Medium,
    Low,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    New,
    Paid,
    Confirmed,
    Complete,
    Expired,
    Invalid,
}

impl Status {
    pub(crate) const ALL: [Self; 6] =
        [Self::New, Self::Paid, Self::Confirmed, Self::Complete, Self::Expired, Self::Invalid];

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Paid => "paid",
            Self::Confirmed => "confirmed",
            Self::Complete => "complete",
            Self::Expired => "expired",
            Self::Invalid => "invalid",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exception {
    None,
    PaidPartial,
    PaidOver,
}

/// Everything about an invoice that its state depends on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms<'a> {
    pub(crate) risk: Risk,
    pub(crate) target: u32,
    /// What the coin of the first payment asks for, in its smallest unit.
    pub(crate) due: u128,
    pub(crate) closes: i64,
    pub(crate) invalidated: Option<i64>,
    pub(crate) payments: &'a [Payment],
}

/// What a read at one moment shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Observed {
    pub(crate) status: Status,
    pub(crate) exception: Exception,
    pub(crate) paid: u128,
    pub(crate) short: u128,
    pub(crate) excess: u128,
    pub(crate) complete_at: Option<i64>,
}

/// The coin an invoice is paid in: that of the first payment visible at `now`.
pub(crate) fn coin_paid(payments: &[Payment], now: i64) -> Option<&str> {
    let first = payments.iter().filter(|payment| payment.at <= now).min_by_key(|payment| payment.at);
    first.map(|payment| payment.coin.as_str())
}

/// Money the gateway sends back by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Return {
    pub(crate) coin: String,
    /// In the coin's smallest unit.
    pub(crate) amount: u128,
    pub(crate) at: i64,
}

/// Payments that are judged together: enough, or all sent back at one moment.
struct Round<'p> {
    payments: Vec<&'p Payment>,
    funded: bool,
    back_at: i64,
}

fn sum(payments: &[&Payment]) -> u128 {
    payments.iter().fold(0_u128, |sum, payment| sum.saturating_add(payment.amount))
}

/// Splits the payments in the invoice's coin: what was too little goes back, and what comes later counts afresh.
fn rounds<'p>(terms: &Terms<'p>, now: i64) -> Vec<Round<'p>> {
    let coin = coin_paid(terms.payments, now);
    let mut counted: Vec<&Payment> =
        terms.payments.iter().filter(|payment| payment.at <= now && Some(payment.coin.as_str()) == coin).collect();
    counted.sort_by_key(|payment| payment.at);
    let (mut rounds, mut rest) = (Vec::new(), counted.as_slice());
    while let Some(first) = rest.first() {
        let back_at = terms.closes.max(first.at).saturating_add(RETURN_MS);
        let (mine, later) = rest.split_at(rest.partition_point(|payment| payment.at <= back_at));
        let funded = sum(mine) >= terms.due;
        let payments = if funded { rest } else { mine }.to_vec();
        rounds.push(Round { payments, funded, back_at });
        rest = if funded { &[] } else { later };
    }
    rounds
}

/// Computes the state at `now`. Payments in another coin than the first are shown but do not count.
pub(crate) fn observe(terms: &Terms<'_>, now: i64) -> Observed {
    let counted = rounds(terms, now).pop().map_or_else(Vec::new, |round| round.payments);
    let paid = sum(&counted);
    let carrying = carrying(&counted, terms.due);
    let (status, complete_at) = match carrying {
        Some(carrying) => funded(terms, carrying, now),
        None if now >= terms.closes => (Status::Expired, None),
        None => (Status::New, None),
    };
    Observed {
        status,
        exception: exception(paid, terms.due),
        paid,
        short: if paid == 0 { 0 } else { terms.due.saturating_sub(paid) },
        excess: if paid == 0 { 0 } else { paid.saturating_sub(terms.due) },
        complete_at,
    }
}

/// What has gone back to the payer by `now` without anybody asking: too little after the window, too much after
/// completion, and whatever came in another coin.
pub(crate) fn returns(terms: &Terms<'_>, now: i64) -> Vec<Return> {
    let back = |payment: &Payment, at: i64| Return { coin: payment.coin.clone(), amount: payment.amount, at };
    let coin = coin_paid(terms.payments, now);
    let foreign = terms.payments.iter().filter(|payment| Some(payment.coin.as_str()) != coin);
    let mut found: Vec<Return> = foreign.map(|payment| back(payment, payment.at.saturating_add(RETURN_MS))).collect();
    for round in rounds(terms, now) {
        match round.funded {
            false => found.extend(round.payments.iter().map(|payment| back(payment, round.back_at))),
            true => found.extend(excess(terms, &round.payments, now)),
        }
    }
    found.retain(|one| one.at <= now);
    found.sort_by_key(|one| one.at);
    found
}

fn excess(terms: &Terms<'_>, payments: &[&Payment], now: i64) -> Vec<Return> {
    let carrying = carrying(payments, terms.due);
    let Some(complete_at) = carrying.and_then(|carrying| funded(terms, carrying, now).1) else { return Vec::new() };
    let first_at = complete_at.saturating_add(RETURN_MS);
    let (before, after) = payments.split_at(payments.partition_point(|payment| payment.at <= first_at));
    let too_much = sum(before).saturating_sub(terms.due);
    let coin = |payment: &&Payment| payment.coin.clone();
    let first = before.first().map(|payment| Return { coin: coin(payment), amount: too_much, at: first_at });
    let rest = after.iter().map(|payment| Return {
        coin: coin(payment),
        amount: payment.amount,
        at: payment.at.saturating_add(RETURN_MS),
    });
    first.into_iter().filter(|one| one.amount > 0).chain(rest).collect()
}

/// Every moment at which a read may begin to show something else, in order.
pub(crate) fn moments(terms: &Terms<'_>) -> Vec<i64> {
    let of_payment = |payment: &Payment| {
        let blocks = [1, terms.target].into_iter().filter_map(|wanted| payment.reached(wanted, terms.target));
        blocks.chain([payment.at, payment.at.saturating_add(UNCONFIRMED_MS_MAX)]).collect::<Vec<i64>>()
    };
    let ends = [Some(terms.closes), terms.invalidated].into_iter().flatten();
    let mut moments: Vec<i64> = terms.payments.iter().flat_map(of_payment).chain(ends).collect();
    moments.sort_unstable();
    moments.dedup();
    moments
}

/// The states an invoice went through until `now`, each with the moment it began.
pub(crate) fn history(terms: &Terms<'_>, now: i64) -> Vec<(i64, Status)> {
    let mut history: Vec<(i64, Status)> = Vec::new();
    for at in moments(terms).into_iter().filter(|at| *at <= now) {
        let status = observe(terms, at).status;
        if history.last().is_none_or(|(_, before)| *before != status) {
            history.push((at, status));
        }
    }
    history
}

/// The first payments that together cover what is due.
fn carrying<'a, 'p>(counted: &'a [&'p Payment], due: u128) -> Option<&'a [&'p Payment]> {
    let mut sum = 0_u128;
    for (index, payment) in counted.iter().enumerate() {
        sum = sum.saturating_add(payment.amount);
        if sum >= due {
            return Some(&counted[..=index]);
        }
    }
    None
}

fn exception(paid: u128, due: u128) -> Exception {
    match paid.cmp(&due) {
        std::cmp::Ordering::Less if paid == 0 => Exception::None,
        std::cmp::Ordering::Less => Exception::PaidPartial,
        std::cmp::Ordering::Equal => Exception::None,
        std::cmp::Ordering::Greater => Exception::PaidOver,
    }
}

/// The state of an invoice whose money was seen in full.
fn funded(terms: &Terms<'_>, carrying: &[&Payment], now: i64) -> (Status, Option<i64>) {
    let all_at = |wanted: u32| -> Option<i64> {
        let times: Option<Vec<i64>> = carrying.iter().map(|payment| payment.reached(wanted, terms.target)).collect();
        times?.into_iter().max()
    };
    let full_at = carrying.iter().map(|payment| payment.at).max().unwrap_or(now);
    let by_now = |at: Option<i64>| at.filter(|at| *at <= now);
    let complete_at = by_now(all_at(terms.target));
    if complete_at.is_some() {
        return (Status::Complete, complete_at);
    }
    let deadline = full_at.saturating_add(UNCONFIRMED_MS_MAX);
    let first_block = by_now(all_at(1));
    let too_late = first_block.unwrap_or(now) >= deadline;
    if terms.invalidated.is_some_and(|at| at <= now) || too_late {
        return (Status::Invalid, None);
    }
    let status = match terms.risk {
        Risk::High => Status::Confirmed,
        Risk::Medium if first_block.is_some() => Status::Confirmed,
        Risk::Medium | Risk::Low => Status::Paid,
    };
    (status, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payment(amount: u128, at: i64, pace: Option<Pace>) -> Payment {
        let (txid, coin) = ("t".to_owned(), "BTC".to_owned());
        Payment { txid, coin, amount, at, pace, marks: Vec::new(), low_fee: false }
    }

    fn terms(payments: &[Payment], risk: Risk) -> Terms<'_> {
        Terms { risk, target: 6, due: 100, closes: 900_000, invalidated: None, payments }
    }

    fn status(payments: &[Payment], risk: Risk, now: i64) -> Status {
        observe(&terms(payments, risk), now).status
    }

    #[test]
    fn blocks_arrive_by_time_and_each_speed_reads_them_its_own_way() {
        let lively = [payment(100, 1_000, Some(Pace::LIVELY))];
        for (now, high, medium, low) in [
            (999, Status::New, Status::New, Status::New),
            (1_000, Status::Confirmed, Status::Paid, Status::Paid),
            (5_000, Status::Confirmed, Status::Confirmed, Status::Paid),
            (20_999, Status::Confirmed, Status::Confirmed, Status::Paid),
            (21_000, Status::Complete, Status::Complete, Status::Complete),
        ] {
            assert_eq!(status(&lively, Risk::High, now), high, "high at {now}");
            assert_eq!(status(&lively, Risk::Medium, now), medium, "medium at {now}");
            assert_eq!(status(&lively, Risk::Low, now), low, "low at {now}");
        }
        assert_eq!(lively[0].confirmations(21_000, 6), 6);
        assert_eq!(lively[0].confirmations(90_000_000, 6), 6);
    }

    #[test]
    fn bp2_53_54_too_little_and_too_much_are_named() {
        let part = [payment(40, 10, None)];
        let seen = observe(&terms(&part, Risk::Medium), 20);
        assert_eq!((seen.status, seen.exception, seen.short), (Status::New, Exception::PaidPartial, 60));
        assert_eq!(status(&part, Risk::Medium, 900_000), Status::Expired);
        let over = [payment(250, 10, None)];
        let seen = observe(&terms(&over, Risk::Medium), 20);
        assert_eq!((seen.status, seen.exception, seen.excess), (Status::Paid, Exception::PaidOver, 150));
        let sum = [payment(40, 10, None), payment(60, 15, None)];
        let seen = observe(&terms(&sum, Risk::Medium), 20);
        assert_eq!((seen.status, seen.exception, seen.paid), (Status::Paid, Exception::None, 100));
    }

    #[test]
    fn bp2_53_54_what_is_not_wanted_goes_back_by_itself() {
        let part = [payment(40, 10, None), payment(100, 1_000_000, None)];
        let short = terms(&part, Risk::Medium);
        assert_eq!(returns(&short, 900_000 + RETURN_MS - 1), []);
        let back = |amount, at| Return { coin: "BTC".to_owned(), amount, at };
        assert_eq!(returns(&short, 999_999), [back(40, 900_000 + RETURN_MS)]);
        let seen = observe(&short, 1_000_000);
        assert_eq!((seen.status, seen.exception, seen.paid), (Status::Paid, Exception::None, 100), "counted afresh");

        let mut over = [payment(150, 10, Some(Pace::LIVELY)), payment(7, 500_000, None), payment(9, 20, None)];
        over[2].coin = "ETH".to_owned();
        let other = Return { coin: "ETH".to_owned(), amount: 9, at: 20 + RETURN_MS };
        let all = [other, back(50, 20_010 + RETURN_MS), back(7, 500_000 + RETURN_MS)];
        assert_eq!(returns(&terms(&over, Risk::Low), 9_000_000), all);
    }

    #[test]
    fn the_history_names_each_state_once_with_its_beginning() {
        let paid = [payment(100, 1_000, Some(Pace::LIVELY))];
        let walk = [(1_000, Status::Paid), (5_000, Status::Confirmed), (21_000, Status::Complete)];
        assert_eq!(history(&terms(&paid, Risk::Medium), 9_000_000), walk);
        assert_eq!(history(&terms(&[], Risk::Medium), 900_000), [(900_000, Status::Expired)]);
    }

    #[test]
    fn bp2_55_an_hour_without_a_block_is_invalid_until_it_completes_late() {
        let mut stuck = [payment(100, 0, None)];
        assert_eq!(status(&stuck, Risk::Medium, UNCONFIRMED_MS_MAX - 1), Status::Paid);
        assert_eq!(status(&stuck, Risk::Medium, UNCONFIRMED_MS_MAX), Status::Invalid);
        stuck[0].marks.push(Mark { confirmations: 1, at: UNCONFIRMED_MS_MAX + 5 });
        assert_eq!(status(&stuck, Risk::Medium, UNCONFIRMED_MS_MAX + 6), Status::Invalid);
        stuck[0].marks.push(Mark { confirmations: 6, at: UNCONFIRMED_MS_MAX + 50 });
        assert_eq!(status(&stuck, Risk::Medium, UNCONFIRMED_MS_MAX + 50), Status::Complete);
    }

    #[test]
    fn bp2_56_late_money_brings_an_expired_invoice_back() {
        let late = [payment(100, 900_001, Some(Pace::LIVELY))];
        assert_eq!(status(&late, Risk::Medium, 900_000), Status::Expired);
        assert_eq!(status(&late, Risk::Medium, 900_001), Status::Paid);
        assert_eq!(status(&late, Risk::Medium, 905_000), Status::Confirmed);
        assert_eq!(status(&late, Risk::Medium, 920_001), Status::Complete);
    }
}
