//! The four tables of an export: sales, their lines, payments, refunds.

use super::cell::Cell;
use super::past::{Past, dated_back};
use crate::domain::cart::Line;
use crate::domain::day::Period;
use crate::domain::fact::{LateDecision, LateReason, Tender};
use crate::domain::money::Money;
use crate::domain::sale::{Attempt, Closed, MoneyBack, SaleEnd};
use crate::domain::time::Timestamp;

/// One table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// One row per sale.
    Sales,
    /// One row per line of a sale.
    Lines,
    /// One row per attempt to pay, and per cash payment.
    Payments,
    /// One row per refund.
    Refunds,
}

impl Table {
    /// Every one there is.
    pub const ALL: [Self; 4] = [Self::Sales, Self::Lines, Self::Payments, Self::Refunds];

    /// Its name in files: `sales`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sales => "sales",
            Self::Lines => "lines",
            Self::Payments => "payments",
            Self::Refunds => "refunds",
        }
    }

    /// Its columns.
    #[must_use]
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Sales => &SALES,
            Self::Lines => &LINES,
            Self::Payments => &PAYMENTS,
            Self::Refunds => &REFUNDS,
        }
    }

    /// The rows one sale gives, each as long as [`Self::columns`].
    #[must_use]
    pub fn rows<'a>(self, past: &'a Past, period: &Period) -> Vec<Vec<Cell<'a>>> {
        let at = View { past, period };
        match self {
            Self::Sales if at.has(past.dated()) => vec![at.sale()],
            Self::Lines if at.has(past.dated()) => {
                past.sale.lines.iter().enumerate().map(|(index, line)| at.line(index, line)).collect()
            }
            Self::Sales | Self::Lines => Vec::new(),
            Self::Payments => at.payments(),
            Self::Refunds => {
                let backs = past.sale.backs.iter().filter(|back| at.has(dated_back(back)));
                backs.map(|back| at.refund(back)).collect()
            }
        }
    }
}

const SALES: [&str; 19] = [
    "day",
    "sale",
    "id",
    "opened",
    "ended",
    "state",
    "receipt",
    "pieces",
    "total",
    "currency",
    "tender",
    "gateway",
    "invoice",
    "refunded",
    "reference",
    "operator",
    "void_reason",
    "entry",
    "hash",
];

const LINES: [&str; 13] = [
    "day",
    "sale",
    "state",
    "line",
    "sku",
    "name",
    "quantity",
    "price",
    "total",
    "currency",
    "listed_price",
    "reason",
    "kind",
];

const PAYMENTS: [&str; 21] = [
    "day",
    "sale",
    "tender",
    "attempt",
    "guid",
    "gateway",
    "order_id",
    "invoice",
    "asked",
    "price",
    "currency",
    "given",
    "change",
    "state",
    "flags",
    "gateway_word",
    "closed",
    "coin",
    "coin_amount",
    "late",
    "late_decision",
];

const REFUNDS: [&str; 18] = [
    "day",
    "sale",
    "guid",
    "tender",
    "gateway",
    "invoice",
    "refund",
    "asked",
    "amount",
    "currency",
    "fee",
    "fee_by",
    "state",
    "coin",
    "coin_amount",
    "reason",
    "receipt",
    "operator",
];

/// A sale in the light of a period.
struct View<'a, 'p> {
    past: &'a Past,
    period: &'p Period,
}

impl<'a> View<'a, '_> {
    fn has(&self, at: Timestamp) -> bool {
        self.past.is_in(self.period, at)
    }

    fn day(&self, at: Timestamp) -> Cell<'a> {
        Cell::Day(self.past.day(at).date())
    }

    fn moment(&self, at: Timestamp) -> Cell<'a> {
        Cell::Moment(at, self.past.offset(at))
    }

    fn number(&self) -> Cell<'a> {
        Cell::Count(self.past.sale.number)
    }

    fn state(&self) -> Cell<'a> {
        Cell::text(match self.past.sale.end {
            None => "open",
            Some(SaleEnd::Completed { .. }) => "completed",
            Some(SaleEnd::Voided { .. }) => "voided",
        })
    }

    fn sale(&self) -> Vec<Cell<'a>> {
        let sale = &self.past.sale;
        let done = match &sale.end {
            Some(SaleEnd::Completed { fact, seq, hash, at }) => Some((fact, *seq, hash, *at)),
            Some(SaleEnd::Voided { .. }) | None => None,
        };
        let ended = sale.end.as_ref().map(|_| self.past.dated());
        let void = match &sale.end {
            Some(SaleEnd::Voided { reason, .. }) => Cell::text(reason),
            Some(SaleEnd::Completed { .. }) | None => Cell::Empty,
        };
        let paid_by = self.paid_by();
        vec![
            self.day(self.past.dated()),
            self.number(),
            Cell::said(sale.id),
            self.moment(sale.opened),
            Cell::or_empty(ended, |at| self.moment(at)),
            self.state(),
            Cell::or_empty(done, |(fact, ..)| Cell::Count(fact.receipt_no)),
            Cell::Count(u64::from(sale.items())),
            Cell::Money(sale.total),
            Cell::said(sale.total.currency()),
            Cell::or_empty(done, |(fact, ..)| Cell::text(tender(&fact.tender))),
            Cell::or_empty(paid_by, |attempt| Cell::text(attempt.request.gateway.as_str())),
            Cell::or_empty(paid_by, invoice),
            Cell::Money(self.refunded()),
            Cell::text(&sale.reference),
            Cell::text(&sale.operator),
            void,
            Cell::or_empty(done, |(_, seq, ..)| Cell::Count(seq)),
            Cell::or_empty(done, |(_, _, hash, _)| Cell::said(hash)),
        ]
    }

    /// The attempt that completed the sale.
    fn paid_by(&self) -> Option<&'a Attempt> {
        match self.past.sale.completed()?.tender {
            Tender::Gateway { guid } => self.past.sale.attempt(guid),
            Tender::Cash { .. } => None,
        }
    }

    /// What went back of the sale so far, whenever that was.
    fn refunded(&self) -> Money {
        let backs = self.past.sale.backs.iter().filter(|back| back.receipt.is_some());
        let minor = backs.map(|back| back.amount.minor()).fold(0, i64::saturating_add);
        let currency = self.past.sale.total.currency();
        Money::from_minor(minor, currency).unwrap_or(Money::zero(currency))
    }

    fn line(&self, index: usize, line: &'a Line) -> Vec<Cell<'a>> {
        let changed = line.override_of.as_ref();
        vec![
            self.day(self.past.dated()),
            self.number(),
            self.state(),
            Cell::Count(u64::try_from(index + 1).unwrap_or(u64::MAX)),
            Cell::or_empty(line.sku.as_ref(), |sku| Cell::text(sku.as_str())),
            Cell::text(&line.name),
            Cell::Count(u64::from(line.quantity)),
            Cell::Money(line.price),
            Cell::or_empty(line.total().ok(), Cell::Money),
            Cell::said(line.price.currency()),
            Cell::or_empty(changed, |changed| Cell::Money(changed.listed)),
            Cell::text(changed.map_or(line.note.as_str(), |changed| &changed.reason)),
            Cell::text(line.kind.word()),
        ]
    }

    fn payments(&self) -> Vec<Vec<Cell<'a>>> {
        let attempts = self.past.sale.attempts.iter().filter(|attempt| self.has(attempt.asked));
        let mut rows: Vec<_> = attempts.map(|attempt| self.attempt(attempt)).collect();
        if let Some(SaleEnd::Completed { fact, at, .. }) = &self.past.sale.end
            && let Tender::Cash { given, change } = &fact.tender
            && self.has(*at)
        {
            rows.push(self.cash(*at, fact.total, (*given, *change)));
        }
        rows
    }

    fn cash(&self, at: Timestamp, total: Money, (given, change): (Money, Money)) -> Vec<Cell<'a>> {
        let mut row = vec![Cell::Empty; PAYMENTS.len()];
        let values = [
            ("day", self.day(at)),
            ("sale", self.number()),
            ("tender", Cell::text("cash")),
            ("asked", self.moment(at)),
            ("price", Cell::Money(total)),
            ("currency", Cell::said(total.currency())),
            ("given", Cell::Money(given)),
            ("change", Cell::Money(change)),
            ("state", Cell::text("settled")),
        ];
        for (name, value) in values {
            let place = PAYMENTS.iter().position(|column| *column == name);
            row[place.expect("the names above are columns of the table")] = value;
        }
        row
    }

    fn attempt(&self, attempt: &'a Attempt) -> Vec<Cell<'a>> {
        let (asked, paid) = (&attempt.request, attempt.paid.as_ref());
        let coin = paid.map(|paid| &paid.coin).or(attempt.coin.as_ref());
        let amount = paid.map(|paid| paid.amount.map_or(paid.display.clone(), |amount| amount.to_string()));
        vec![
            self.day(attempt.asked),
            self.number(),
            Cell::text("gateway"),
            Cell::Count(u64::from(asked.attempt)),
            Cell::said(asked.guid),
            Cell::text(asked.gateway.as_str()),
            Cell::text(&asked.order_id),
            invoice(attempt),
            self.moment(attempt.asked),
            Cell::Money(asked.price),
            Cell::said(asked.price.currency()),
            Cell::Empty,
            Cell::Empty,
            Cell::text(attempt.status.state.word()),
            Cell::said(attempt.status.flags.words().join(" ")),
            Cell::text(&attempt.status.raw),
            Cell::or_empty(attempt.closed.as_ref(), |closed| Cell::text(closed_word(closed))),
            Cell::or_empty(coin, |coin| Cell::text(coin)),
            Cell::or_empty(amount, Cell::said),
            Cell::or_empty(attempt.late, |reason| Cell::text(late_word(reason))),
            Cell::or_empty(attempt.decided.as_ref(), |fact| Cell::text(decision_word(fact.decision))),
        ]
    }

    fn refund(&self, back: &'a MoneyBack) -> Vec<Cell<'a>> {
        let request = back.request.as_ref();
        let fee_by = |bears: bool| Cell::text(if bears { "customer" } else { "shop" });
        vec![
            self.day(dated_back(back)),
            self.number(),
            Cell::said(back.guid),
            Cell::text(if request.is_some() { "gateway" } else { "cash" }),
            Cell::or_empty(request, |request| Cell::text(request.gateway.as_str())),
            Cell::or_empty(request, |request| Cell::text(request.invoice.as_str())),
            Cell::or_empty(back.id.as_ref(), |id| Cell::text(id.as_str())),
            self.moment(back.asked),
            Cell::Money(back.amount),
            Cell::said(back.amount.currency()),
            Cell::or_empty(back.fee, Cell::said),
            Cell::or_empty(request, |request| fee_by(request.buyer_pays_fee)),
            Cell::text(refund_state(back)),
            Cell::or_empty(back.coin.as_ref(), |(coin, _)| Cell::text(coin)),
            Cell::or_empty(back.coin.as_ref(), |(_, amount)| Cell::said(amount)),
            Cell::text(&back.reason),
            Cell::or_empty(back.receipt.as_ref(), |receipt| Cell::Count(receipt.fact.receipt_no)),
            Cell::text(&back.operator),
        ]
    }
}

fn tender(tender: &Tender) -> &'static str {
    match tender {
        Tender::Cash { .. } => "cash",
        Tender::Gateway { .. } => "gateway",
    }
}

fn invoice(attempt: &Attempt) -> Cell<'_> {
    Cell::or_empty(attempt.invoice.as_ref(), |fact| Cell::text(fact.invoice.as_str()))
}

fn closed_word(closed: &Closed) -> &'static str {
    match closed {
        Closed::Refused(_) => "refused",
        Closed::Abandoned(_) => "abandoned",
        Closed::Quarantined(_) => "quarantined",
    }
}

fn late_word(reason: LateReason) -> &'static str {
    match reason {
        LateReason::AfterEnd => "after_end",
        LateReason::PaidTwice => "paid_twice",
        LateReason::SaleVoid => "sale_void",
    }
}

fn decision_word(decision: LateDecision) -> &'static str {
    match decision {
        LateDecision::Accept => "accept",
        LateDecision::Refund { .. } => "refund",
        LateDecision::Keep => "keep",
    }
}

fn refund_state(back: &MoneyBack) -> &'static str {
    if back.refused.is_some() {
        "refused"
    } else if back.quarantined.is_some() {
        "quarantined"
    } else {
        back.state.map_or("unknown", |state| state.word())
    }
}
