//! What the gateway keeps: tokens and invoices. Private to this sandbox, and the rows of its state file.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::chain::{self, Observed, Payment, Return, Risk, Status, Terms};
use super::market::{self, Coin};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Facade {
    Pos,
    Merchant,
}

impl Facade {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Pos => "pos",
            Self::Merchant => "merchant",
        }
    }

    pub(crate) fn of(word: &str) -> Option<Self> {
        match word {
            "pos" => Some(Self::Pos),
            "merchant" => Some(Self::Merchant),
            _ => None,
        }
    }
}

/// How long a pairing code can be used: 24 hours.
pub(crate) const PAIRING_MS: i64 = 86_400_000;

/// A pairing code and who is meant to use it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Pairing {
    pub(crate) code: String,
    pub(crate) expires: i64,
    /// True: a client shall claim the token. False: an owner shall approve it.
    pub(crate) claimable: bool,
    pub(crate) used: bool,
}

/// An API token.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Token {
    pub(crate) serial: u64,
    pub(crate) token: String,
    pub(crate) resource: String,
    pub(crate) facade: Facade,
    pub(crate) label: String,
    pub(crate) sins: Vec<String>,
    /// Every call must be signed by a linked key.
    pub(crate) authenticated: bool,
    pub(crate) active: bool,
    pub(crate) created: i64,
    pub(crate) pairing: Option<Pairing>,
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let open = (self.active, self.authenticated);
        f.debug_struct("Token").field("facade", &self.facade).field("open", &open).finish_non_exhaustive()
    }
}

/// What one coin asks for an invoice; locked when the invoice is made.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Quote {
    pub(crate) coin: String,
    pub(crate) rate: Decimal,
    pub(crate) subtotal: u128,
    pub(crate) fee: u128,
}

impl Quote {
    pub(crate) fn total(&self) -> u128 {
        self.subtotal.saturating_add(self.fee)
    }
}

/// What the caller asked for, checked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Order {
    pub(crate) guid: Option<String>,
    pub(crate) price: Decimal,
    pub(crate) currency: String,
    pub(crate) order_id: Option<String>,
    pub(crate) item_desc: Option<String>,
    pub(crate) item_code: Option<String>,
    pub(crate) item_details: Option<Value>,
    pub(crate) pos_data: Option<String>,
    pub(crate) notification_url: Option<String>,
    pub(crate) notification_email: Option<String>,
    pub(crate) redirect_url: Option<String>,
    pub(crate) close_url: Option<String>,
    pub(crate) auto_redirect: bool,
    pub(crate) risk: Risk,
    pub(crate) full_notifications: bool,
    pub(crate) extended_notifications: bool,
    pub(crate) physical: bool,
    pub(crate) buyer: Map<String, Value>,
    pub(crate) buyer_sms: Option<String>,
    pub(crate) payment_currencies: Option<Vec<String>>,
    pub(crate) json_pay_pro_required: bool,
    pub(crate) bitpay_id_required: bool,
    pub(crate) acceptance_window_ms: i64,
    pub(crate) merchant_name: Option<String>,
    pub(crate) forced_coin: Option<String>,
    pub(crate) forced_wallet: Option<String>,
    /// Confirmations until it is complete, where the shop's speed decides that and not the coin.
    #[serde(default)]
    pub(crate) settle_after: Option<u32>,
}

/// What an owner has set by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Marked {
    Complete,
    Invalid,
}

/// How the payer can be reached, as told after the invoice was made.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Contact {
    pub(crate) email: Option<String>,
    pub(crate) sms: Option<String>,
    pub(crate) sms_verified: bool,
    /// The code that the simulated telephone received.
    pub(crate) sms_code: Option<String>,
}

/// An invoice with its whole history.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Invoice {
    pub(crate) serial: u64,
    pub(crate) id: String,
    pub(crate) guid: String,
    /// The API token that made it.
    pub(crate) maker: String,
    pub(crate) order: Order,
    pub(crate) quotes: Vec<Quote>,
    pub(crate) disabled: Vec<(String, String)>,
    pub(crate) created: i64,
    pub(crate) expires: i64,
    pub(crate) cancelled: Option<i64>,
    pub(crate) invalidated: Option<i64>,
    pub(crate) selected: Option<String>,
    pub(crate) payments: Vec<Payment>,
    #[serde(default)]
    pub(crate) contact: Contact,
    #[serde(default)]
    pub(crate) marked: Option<Marked>,
}

impl Invoice {
    pub(crate) fn quote(&self, coin: &str) -> Option<&Quote> {
        self.quotes.iter().find(|quote| quote.coin == coin)
    }

    /// The coin that counts at `now`: the one paid in, else the first offered.
    pub(crate) fn coin_at(&self, now: i64) -> &'static Coin {
        let paid = chain::coin_paid(&self.payments, now);
        let code = paid.or_else(|| self.quotes.first().map(|quote| quote.coin.as_str()));
        code.and_then(market::coin).unwrap_or(&market::COINS[0])
    }

    fn terms(&self, now: i64) -> Terms<'_> {
        let coin = self.coin_at(now);
        Terms {
            risk: self.order.risk,
            target: self.order.settle_after.unwrap_or(coin.target),
            due: self.quote(coin.code).map_or(u128::MAX, Quote::total),
            closes: self.cancelled.unwrap_or(self.expires),
            invalidated: self.invalidated,
            payments: &self.payments,
        }
    }

    /// The state of this invoice as a read at `now` shows it.
    pub(crate) fn observe(&self, now: i64) -> Observed {
        let seen = chain::observe(&self.terms(now), now);
        match self.marked {
            None => seen,
            Some(Marked::Complete) => Observed { status: Status::Complete, ..seen },
            Some(Marked::Invalid) => Observed { status: Status::Invalid, ..seen },
        }
    }

    /// What has gone back to the payer by itself until `now`.
    pub(crate) fn returns(&self, now: i64) -> Vec<Return> {
        chain::returns(&self.terms(now), now)
    }

    /// The states until `now`, each with the moment it began.
    pub(crate) fn history(&self, now: i64) -> Vec<(i64, Status)> {
        chain::history(&self.terms(now), now)
    }

    /// The next moment after `now` at which a read may show something else.
    pub(crate) fn next_moment(&self, now: i64) -> Option<i64> {
        chain::moments(&self.terms(now)).into_iter().find(|at| *at > now)
    }

    /// The payer's mail address, from the order or told later.
    pub(crate) fn email(&self) -> Option<&str> {
        let ordered = self.order.buyer.get("email").and_then(Value::as_str).filter(|email| !email.is_empty());
        ordered.or(self.contact.email.as_deref())
    }

    /// The payer's telephone, from the order or told later.
    pub(crate) fn sms(&self) -> Option<&str> {
        self.contact.sms.as_deref().or(self.order.buyer_sms.as_deref())
    }

    /// The latest moment this record knows of that has already happened at its own time.
    pub(crate) fn newest_ms(&self) -> i64 {
        let marks = self.payments.iter().flat_map(|payment| payment.marks.iter().map(|mark| mark.at));
        marks.chain(self.cancelled).chain(self.invalidated).fold(self.created, i64::max)
    }
}
