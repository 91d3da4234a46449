//! One answer to one question: may the goods go?

use super::fact::Tender;
use super::payment::State;
use super::sale::{Attempt, Closed, Sale, SaleEnd};

/// The answer for one sale at one moment. The list is closed; each has an icon, a word and three sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Asked, no code yet.
    Asking,
    /// Asked a second time.
    AskingAgain,
    /// The code waits for the customer.
    Waiting,
    /// The payer agreed in an app; no money moved.
    Approved,
    /// The full amount is seen.
    Seen,
    /// Seen, with a low network fee.
    LowFee,
    /// Seen, and the owner's small-amount rule lets the goods go.
    SeenByRule,
    /// Safe.
    Accepted,
    /// Credited.
    Settled,
    /// Too much arrived, and it is safe.
    Over,
    /// Cash is in the drawer.
    Cash,
    /// Too little arrived.
    Under,
    /// The code ended; nothing came.
    Expired,
    /// The code was called back.
    Cancelled,
    /// The sale was given up.
    Void,
    /// The payment is not valid.
    Failed,
    /// The payment failed after the goods went.
    FailedGoodsGone,
    /// Money came after the end.
    Late,
    /// A second code of the same sale was paid.
    PaidTwice,
    /// The gateway refused the money.
    Rejected,
    /// A gateway word this version does not know.
    Unmapped,
    /// The answer did not agree with what was asked.
    Disagrees,
    /// The gateway made no code.
    NoCode,
    /// The gateway has not answered; the state on record may be old.
    Unknown,
}

/// The colour family of a verdict; never the only sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    /// Goods may go.
    Ok,
    /// Money is on its way.
    Wait,
    /// Keep the goods; someone must act.
    Stop,
    /// No money is involved.
    Idle,
    /// The code waits.
    Accent,
}

impl Verdict {
    /// Every verdict there is.
    pub const ALL: [Self; 24] = [
        Self::Asking,
        Self::AskingAgain,
        Self::Waiting,
        Self::Approved,
        Self::Seen,
        Self::LowFee,
        Self::SeenByRule,
        Self::Accepted,
        Self::Settled,
        Self::Over,
        Self::Cash,
        Self::Under,
        Self::Expired,
        Self::Cancelled,
        Self::Void,
        Self::Failed,
        Self::FailedGoodsGone,
        Self::Late,
        Self::PaidTwice,
        Self::Rejected,
        Self::Unmapped,
        Self::Disagrees,
        Self::NoCode,
        Self::Unknown,
    ];

    /// Whether the goods may go.
    #[must_use]
    pub fn may_hand_over(self) -> bool {
        matches!(self, Self::SeenByRule | Self::Accepted | Self::Settled | Self::Over | Self::Cash)
    }

    /// The colour family.
    #[must_use]
    pub fn family(self) -> Family {
        match self {
            Self::SeenByRule | Self::Accepted | Self::Settled | Self::Over | Self::Cash => Family::Ok,
            Self::Seen | Self::LowFee => Family::Wait,
            Self::Under
            | Self::Failed
            | Self::FailedGoodsGone
            | Self::Late
            | Self::PaidTwice
            | Self::Rejected
            | Self::Unmapped
            | Self::Disagrees => Family::Stop,
            Self::Asking
            | Self::AskingAgain
            | Self::Expired
            | Self::Cancelled
            | Self::Void
            | Self::NoCode
            | Self::Unknown => Family::Idle,
            Self::Waiting | Self::Approved => Family::Accent,
        }
    }

    /// The name in the sentence catalogue and in machine output: `seen_by_rule`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Asking => "asking",
            Self::AskingAgain => "asking_again",
            Self::Waiting => "waiting",
            Self::Approved => "approved",
            Self::Seen => "seen",
            Self::LowFee => "low_fee",
            Self::SeenByRule => "seen_by_rule",
            Self::Accepted => "accepted",
            Self::Settled => "settled",
            Self::Over => "over",
            Self::Cash => "cash",
            Self::Under => "under",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
            Self::Void => "void",
            Self::Failed => "failed",
            Self::FailedGoodsGone => "failed_goods_gone",
            Self::Late => "late",
            Self::PaidTwice => "paid_twice",
            Self::Rejected => "rejected",
            Self::Unmapped => "unmapped",
            Self::Disagrees => "disagrees",
            Self::NoCode => "no_code",
            Self::Unknown => "unknown",
        }
    }
}

/// The verdict on a sale. `silent` says that the gateway has not answered for so long that an unpaid code's
/// state may be old.
#[must_use]
pub fn of(sale: &Sale, silent: bool) -> Verdict {
    if let Some(trouble) = sale.attempts.iter().find_map(|attempt| late_money(sale, attempt)) {
        return trouble;
    }
    let released = match &sale.end {
        Some(SaleEnd::Completed { fact, .. }) => match fact.tender {
            Tender::Cash { .. } => return Verdict::Cash,
            Tender::Gateway { guid } => sale.attempt(guid),
        },
        Some(SaleEnd::Voided { .. }) => return Verdict::Void,
        None => None,
    };
    match released.or_else(|| sale.current()) {
        Some(attempt) => of_attempt(attempt, released.is_some(), silent),
        None => Verdict::Waiting,
    }
}

/// Late money speaks for its sale until it is decided.
fn late_money(sale: &Sale, attempt: &Attempt) -> Option<Verdict> {
    use super::fact::LateReason;
    use super::sale::LateCase;
    match sale.late_case(attempt)? {
        LateCase::Accepted | LateCase::Refunded => return None,
        LateCase::Undecided | LateCase::Kept | LateCase::Vanished => {}
    }
    Some(match attempt.late? {
        LateReason::PaidTwice => Verdict::PaidTwice,
        LateReason::AfterEnd | LateReason::SaleVoid => Verdict::Late,
    })
}

fn of_attempt(attempt: &Attempt, released: bool, silent: bool) -> Verdict {
    match &attempt.closed {
        Some(Closed::Quarantined(_)) => return Verdict::Disagrees,
        Some(Closed::Refused(_) | Closed::Abandoned(_)) => return Verdict::NoCode,
        None => {}
    }
    let flags = &attempt.status.flags;
    let ended = matches!(attempt.status.state, State::Expired | State::Cancelled);
    if flags.unmapped.is_some() {
        return Verdict::Unmapped;
    }
    if flags.rejected {
        return Verdict::Rejected;
    }
    if flags.under.is_some() && !released {
        return Verdict::Under;
    }
    if silent && !released && !ended && attempt.status.state != State::Failed && attempt.invoice.is_some() {
        return Verdict::Unknown;
    }
    of_state(attempt, released)
}

fn of_state(attempt: &Attempt, released: bool) -> Verdict {
    let flags = &attempt.status.flags;
    match attempt.status.state {
        State::Requested if attempt.unknown.is_some() => Verdict::AskingAgain,
        State::Requested => Verdict::Asking,
        State::Open if flags.approved => Verdict::Approved,
        State::Open => Verdict::Waiting,
        State::Seen if attempt.may_release() => Verdict::SeenByRule,
        State::Seen if flags.low_fee => Verdict::LowFee,
        State::Seen => Verdict::Seen,
        State::Accepted | State::Settled if !attempt.may_release() => Verdict::Seen,
        State::Accepted | State::Settled if flags.over.is_some() => Verdict::Over,
        State::Accepted => Verdict::Accepted,
        State::Settled => Verdict::Settled,
        State::Expired => Verdict::Expired,
        State::Cancelled => Verdict::Cancelled,
        State::Failed if released => Verdict::FailedGoodsGone,
        State::Failed => Verdict::Failed,
    }
}
