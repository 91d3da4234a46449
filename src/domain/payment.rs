//! A payment as the till sees it: what was asked, what a gateway answers, the states and their legal moves.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::cart::Line;
use super::coin::{AssetId, Coin};
use super::details::Details;
use super::id::{GatewayId, Guid, InvoiceId, OptionId, SaleId};
use super::money::Money;
use super::terms::{Buyer, Terms};
use super::time::Timestamp;
use crate::secret::Secret;

/// What the till asks a gateway for. It is journaled whole before the first byte is sent and repeated unchanged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPayment {
    /// The sale it pays.
    pub sale: SaleId,
    /// Which attempt of the sale, from 1.
    pub attempt: u32,
    /// The connection that is asked.
    pub gateway: GatewayId,
    /// Lookup and idempotence key.
    pub guid: Guid,
    /// The shop's own reference: sale number and attempt, `1042-1`.
    pub order_id: String,
    /// What is owed.
    pub price: Money,
    /// What the customer reads.
    pub description: String,
    /// The sale's lines; their sum is the price.
    pub lines: Vec<Line>,
    /// Opaque note for the gateway: till and chain head, a witness against a cut journal.
    pub pos_data: String,
    /// The coin to offer alone, when it was picked before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coin: Option<String>,
    /// The owner's terms as they stood when it was asked.
    #[serde(default, skip_serializing_if = "Terms::is_default")]
    pub terms: Terms,
    /// The customer. Personal data never enters the journal: it is kept sealed beside it under `guid` and put back
    /// before each call.
    #[serde(skip)]
    pub buyer: Option<Buyer>,
}

/// A payment's place on its way. See the legal moves at [`advance`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Asked for; whether it exists is not known.
    Requested,
    /// Payable; nothing sufficient seen.
    Open,
    /// The full amount is seen and could still vanish.
    Seen,
    /// Safe by the account's risk setting.
    Accepted,
    /// Credited to the merchant.
    Settled,
    /// Not payable any more.
    Expired,
    /// Called back before payment.
    Cancelled,
    /// Money seen but not valid, or the gateway failed.
    Failed,
}

impl State {
    /// The state's name on the wire of this program: `seen`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Open => "open",
            Self::Seen => "seen",
            Self::Accepted => "accepted",
            Self::Settled => "settled",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
        }
    }

    /// The place along the good way; none for an end.
    #[must_use]
    pub fn rank(self) -> Option<u8> {
        match self {
            Self::Requested => Some(0),
            Self::Open => Some(1),
            Self::Seen => Some(2),
            Self::Accepted => Some(3),
            Self::Settled => Some(4),
            Self::Expired | Self::Cancelled | Self::Failed => None,
        }
    }

    /// Whether a customer could still pay, as far as is known.
    #[must_use]
    pub fn is_payable(self) -> bool {
        matches!(self, Self::Requested | Self::Open)
    }
}

/// What stands beside a state. A flag never raises a state.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Flags {
    /// Too little arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub under: Option<Gap>,
    /// Too much arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub over: Option<Gap>,
    /// Money came after the end, or to a code that was no longer asked for.
    #[serde(skip_serializing_if = "is_false")]
    pub late: bool,
    /// Someone at the gateway set the state by hand.
    #[serde(skip_serializing_if = "is_false")]
    pub marked: bool,
    /// The gateway refused the money.
    #[serde(skip_serializing_if = "is_false")]
    pub rejected: bool,
    /// The customer paid a low network fee.
    #[serde(skip_serializing_if = "is_false")]
    pub low_fee: bool,
    /// The payer agreed in an app; no money moved.
    #[serde(skip_serializing_if = "is_false")]
    pub approved: bool,
    /// A gateway word this version does not know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unmapped: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_false(flag: &bool) -> bool {
    !*flag
}

/// How much too little or too much, in the coin and, where the rate is known, in shop money.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// In the coin paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coin: Option<Coin>,
    /// In shop money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fiat: Option<Money>,
}

impl Flags {
    /// Whether the goods are held back whatever the state says.
    #[must_use]
    pub fn block_release(&self) -> bool {
        self.under.is_some() || self.unmapped.is_some() || self.rejected
    }

    /// The flags' names for machine output.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        let mut push = |set: bool, word: &str| {
            if set {
                words.push(word.to_owned());
            }
        };
        push(self.under.is_some(), "under");
        push(self.over.is_some(), "over");
        push(self.late, "late");
        push(self.marked, "marked");
        push(self.rejected, "rejected");
        push(self.low_fee, "low_fee");
        push(self.approved, "approved");
        if let Some(word) = &self.unmapped {
            words.push(format!("unmapped:{word}"));
        }
        words
    }
}

/// State, flags and the gateway's own word, together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// The state in our words.
    pub state: State,
    /// What stands beside it.
    #[serde(default)]
    pub flags: Flags,
    /// The gateway's own word.
    #[serde(default)]
    pub raw: String,
    /// Confirmations had and wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmations: Option<(u32, u32)>,
}

impl Status {
    /// A status with no flag.
    #[must_use]
    pub fn plain(state: State, raw: &str) -> Self {
        Self { state, flags: Flags::default(), raw: raw.to_owned(), confirmations: None }
    }
}

/// Which scheme a payment text follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the schemes' own")]
pub enum UriKind {
    Bip21,
    Bip72,
    Bip72b,
    Bip73,
    Eip681,
    Eip681b,
    Rip681,
    Bolt11,
    Lnurl,
    Universal,
    Hosted,
    Bare,
}

/// A text that becomes a QR code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayUri {
    /// Its scheme.
    pub kind: UriKind,
    /// The text itself, checked against the allowed hosts and schemes.
    pub text: String,
}

/// One way to pay an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayOption {
    /// The gateway's code for it.
    pub id: OptionId,
    /// Coin and network.
    pub asset: AssetId,
    /// What the customer sends, network cost included.
    pub total: Option<Coin>,
    /// Without the network cost.
    pub subtotal: Option<Coin>,
    /// The total as the gateway prints it.
    pub display: String,
    /// Network cost in the coin, if above zero.
    pub network_cost: Option<Coin>,
    /// The same in shop money, as the gateway says it.
    pub network_cost_fiat: Option<Decimal>,
    /// What becomes a QR code, best first.
    pub uris: Vec<PayUri>,
    /// A bare address, where there is one.
    pub address: Option<String>,
    /// Shop money for one coin.
    pub rate: Option<Decimal>,
    /// Why it cannot be used; none when it can.
    pub disabled: Option<String>,
}

/// One movement on a chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tx {
    /// The transaction's hash.
    pub txid: String,
    /// Signed amount in base units as text; negative for refunds and fee rows.
    pub amount: String,
    /// Confirmations so far.
    pub confirmations: Option<u32>,
    /// When it was seen.
    pub received: Option<Timestamp>,
    /// Which output of the transaction, where the gateway says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<u32>,
    /// The gateway's word for what it is, such as a fee; empty for a plain payment.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// What one coin cost when it was seen, by currency.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rates: Vec<(String, Decimal)>,
}

/// What the answer repeats of the question, unjudged. The core compares; see `core`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Echo {
    /// The guid; none where the gateway's dialect has no such echo.
    pub guid: Option<String>,
    /// Our reference; none where the answer has none.
    pub order_id: Option<String>,
    /// The price; none where the answer has none.
    pub price: Option<Decimal>,
    /// The currency's code.
    pub currency: String,
    /// A host in a link or code that is not the gateway's.
    pub foreign_host: Option<String>,
}

/// A payment as one read of the gateway shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// The gateway's name of the invoice.
    pub invoice: InvoiceId,
    /// What the answer repeats of the question.
    pub echo: Echo,
    /// State, flags and the gateway's word.
    pub status: Status,
    /// Ways to pay.
    pub options: Vec<PayOption>,
    /// Codes that fit any coin, such as a universal wallet link.
    pub universal: Vec<PayUri>,
    /// The customer's page.
    pub hosted_url: Option<String>,
    /// What arrived so far.
    pub paid: Option<Paid>,
    /// Movements on the chain, where the facade shows them.
    pub txs: Vec<Tx>,
    /// When the invoice was made, by the gateway's clock.
    pub created: Option<Timestamp>,
    /// When it stops being payable, by the gateway's clock.
    pub expires: Option<Timestamp>,
    /// The gateway's clock at the time of the answer.
    pub server_now: Option<Timestamp>,
    /// Whether the contact for refunds is still wanted.
    pub refund_address_pending: bool,
    /// What else it says, for details.
    pub details: Details,
    /// Opens this invoice for more, such as a refund; sealed at rest, never shown.
    pub token: Option<Secret>,
    /// What the till left with the invoice, as the gateway gives it back: untrusted text.
    pub pos_data: Option<String>,
}

/// What arrived, in the coin it came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paid {
    /// The gateway's code of the coin.
    pub coin: String,
    /// The exact amount, where the coin's decimals are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Coin>,
    /// The amount as the gateway prints it.
    #[serde(default)]
    pub display: String,
    /// Shop money for one coin, at this invoice's fixed rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Decimal>,
}

/// What a new reading means for what is known.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "lives on the stack for one judgement")]
pub enum Move {
    /// Nothing new.
    Same,
    /// The new status to record.
    To(Status),
    /// The reading denies what is known; it is recorded and changes nothing.
    Contradiction,
}

/// Judges a reading by the legal moves: forward along the chain with skips; Requested and Open to Expired or
/// Cancelled; Requested to Accepted may fail; an ended payment comes back only as late or marked money; a failed
/// one only as Settled or marked. Everything else is a contradiction.
#[must_use]
pub fn advance(known: &Status, read: &Status) -> Move {
    let mut next = read.clone();
    next.flags.late |= known.flags.late;
    let legal = match (known.state, read.state) {
        (a, b) if a == b => true,
        (State::Expired | State::Cancelled, State::Seen | State::Accepted | State::Settled) => {
            next.flags.late = true;
            true
        }
        (State::Open, State::Requested) => false,
        (State::Requested | State::Open, State::Expired | State::Cancelled) => true,
        (State::Expired, State::Cancelled) | (State::Cancelled, State::Expired) => return Move::Same,
        (State::Requested | State::Open | State::Seen | State::Accepted, State::Failed) => true,
        (State::Expired | State::Cancelled, State::Failed) => true,
        (State::Failed, State::Settled) => true,
        (State::Failed, State::Accepted) => read.flags.marked,
        (a, b) => matches!((a.rank(), b.rank()), (Some(from), Some(to)) if to > from),
    };
    if !legal {
        return Move::Contradiction;
    }
    if next == *known { Move::Same } else { Move::To(next) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [State; 8] = [
        State::Requested,
        State::Open,
        State::Seen,
        State::Accepted,
        State::Settled,
        State::Expired,
        State::Cancelled,
        State::Failed,
    ];

    #[test]
    fn till_25_a_good_state_never_goes_back() {
        for known in [State::Seen, State::Accepted, State::Settled] {
            for read in ALL {
                let moved = advance(&Status::plain(known, ""), &Status::plain(read, ""));
                let back = read.rank().is_some_and(|to| Some(to) < known.rank())
                    || matches!(read, State::Expired | State::Cancelled);
                assert_eq!(moved == Move::Contradiction, back || (known, read) == (State::Settled, State::Failed));
            }
        }
    }

    #[test]
    fn till_28_money_after_the_end_is_late_for_ever() {
        let expired = Status::plain(State::Expired, "expired");
        let Move::To(seen) = advance(&expired, &Status::plain(State::Seen, "paid")) else { panic!("must move") };
        assert!(seen.flags.late);
        let Move::To(settled) = advance(&seen, &Status::plain(State::Settled, "complete")) else { panic!("must move") };
        assert!(settled.flags.late, "the gateway does not repeat the flag, the till remembers it");
    }

    #[test]
    fn bp2_55_an_invalid_payment_may_still_complete_but_not_reopen() {
        let failed = Status::plain(State::Failed, "invalid");
        assert!(matches!(advance(&failed, &Status::plain(State::Settled, "complete")), Move::To(_)));
        assert_eq!(advance(&failed, &Status::plain(State::Open, "new")), Move::Contradiction);
        assert_eq!(advance(&failed, &Status::plain(State::Seen, "paid")), Move::Contradiction);
    }

    proptest! {
        #[test]
        fn till_25_no_order_of_readings_lowers_the_rank(reads in proptest::collection::vec(0..ALL.len(), 0..40)) {
            let mut known = Status::plain(State::Requested, "");
            let mut best = known.state.rank();
            for index in reads {
                if let Move::To(next) = advance(&known, &Status::plain(ALL[index], "")) {
                    known = next;
                }
                if let Some(rank) = known.state.rank() {
                    prop_assert!(Some(rank) >= best);
                    best = Some(rank);
                }
            }
        }
    }

    #[test]
    fn a_flag_that_is_not_set_takes_no_room_in_the_book() {
        assert_eq!(serde_json::to_string(&Flags::default()).unwrap(), "{}");
        let set = Flags { late: true, low_fee: true, ..Flags::default() };
        assert_eq!(serde_json::to_string(&set).unwrap(), r#"{"late":true,"low_fee":true}"#);
    }
}
