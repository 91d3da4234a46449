//! What becomes of each sale, step by step, and what the check must say of it.

use serde_json::{Value, json};

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;

/// One thing that happens to a sale.
#[derive(Debug, Clone)]
pub enum Step {
    /// The cashier charges; the goods may go at Seen, or only when the money is safe.
    Charge { at_seen: bool },
    /// The cashier charges, and the gateway's answer is lost for good.
    Lose,
    /// The cashier wants another code.
    NewCode,
    /// The cashier gives up.
    Void,
    /// Money arrives for an attempt.
    Pay(usize, Value),
    /// The chain forgets the payment.
    Invalidate,
    /// The till reads an attempt again.
    Read(usize),
    /// Half of it goes back.
    Refund,
    /// The till reads the refund again.
    ReadRefund,
}

/// What kind of customer it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Good,
    Under,
    Over,
    Late,
    Refunded,
    /// The goods went at Seen, and the payment came to nothing.
    Invalid,
    /// The payment is safe and never reaches the ledger.
    Missing,
    /// The gateway has a paid invoice the till never heard of.
    Lost,
    /// Two codes of one sale were paid.
    Doubled,
}

impl Kind {
    /// Fifty customers, over and over.
    pub fn of(n: u32) -> Self {
        match n % 50 {
            3 => Self::Under,
            7 => Self::Over,
            13 => Self::Late,
            19 | 31 => Self::Refunded,
            23 => Self::Invalid,
            29 => Self::Missing,
            37 => Self::Lost,
            43 => Self::Doubled,
            _ => Self::Good,
        }
    }

    /// The class of its finding; none where everything agrees.
    pub fn class(self) -> Option<&'static str> {
        match self {
            Self::Good | Self::Refunded => None,
            Self::Under => Some("D09"),
            Self::Over => Some("D10"),
            Self::Late => Some("D11"),
            Self::Invalid => Some("D13"),
            Self::Missing => Some("D04"),
            Self::Lost => Some("D02"),
            Self::Doubled => Some("D14"),
        }
    }

    /// Its steps, each with its time after the first.
    pub fn script(self) -> Vec<(i64, Step)> {
        let pay = |amount: &str| json!({"coin": "BTC", "amount": amount});
        let by_hand = |confirmations: u32| json!({"coin": "BTC", "amount": "exact", "confirmations": confirmations});
        let charge = || (0, Step::Charge { at_seen: false });
        let paid = (20 * SECOND, Step::Pay(0, pay("exact")));
        let read = |after: i64| (after, Step::Read(0));
        let ended = 16 * MINUTE;
        match self {
            Self::Good => vec![charge(), paid, read(45 * SECOND)],
            Self::Under => vec![
                charge(),
                (20 * SECOND, Step::Pay(0, pay("half"))),
                read(25 * SECOND),
                read(ended),
                (17 * MINUTE, Step::Void),
            ],
            Self::Over => {
                vec![charge(), (20 * SECOND, Step::Pay(0, pay("double"))), read(45 * SECOND), read(3 * MINUTE)]
            }
            Self::Late => vec![
                charge(),
                read(ended),
                (17 * MINUTE, Step::Void),
                (30 * MINUTE, Step::Pay(0, pay("exact"))),
                read(31 * MINUTE),
            ],
            Self::Refunded => vec![
                charge(),
                paid,
                read(45 * SECOND),
                (26 * HOUR, Step::Refund),
                (26 * HOUR + MINUTE, Step::ReadRefund),
            ],
            Self::Invalid => vec![
                (0, Step::Charge { at_seen: true }),
                (20 * SECOND, Step::Pay(0, by_hand(0))),
                read(25 * SECOND),
                (MINUTE, Step::Invalidate),
                read(2 * HOUR),
            ],
            Self::Missing => vec![charge(), (20 * SECOND, Step::Pay(0, by_hand(1))), read(30 * SECOND)],
            Self::Lost => vec![(0, Step::Lose), (MINUTE, Step::Pay(0, pay("exact")))],
            Self::Doubled => vec![
                charge(),
                read(ended),
                (17 * MINUTE, Step::NewCode),
                (18 * MINUTE, Step::Pay(1, pay("exact"))),
                (19 * MINUTE, Step::Read(1)),
                (30 * MINUTE, Step::Pay(0, pay("exact"))),
                (31 * MINUTE, Step::Read(0)),
            ],
        }
    }
}
