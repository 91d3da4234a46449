//! The rows of each view, all of fixed size.

use super::amount::Amount;
use super::key::Key;

/// A currency or coin by its code, up to eight bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Unit(u64);

impl Unit {
    /// Packs a code; none for a blank or one beyond eight ASCII letters, digits or `_`.
    #[must_use]
    pub fn of(code: &[u8]) -> Option<Self> {
        let fits = (1..=8).contains(&code.len()) && code.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_');
        fits.then(|| Self(code.iter().fold(0, |packed, byte| packed << 8 | u64::from(*byte))))
    }

    /// The code.
    #[must_use]
    pub fn code(self) -> String {
        self.0.to_be_bytes().into_iter().filter(|byte| *byte != 0).map(char::from).collect()
    }

    /// Its decimals where it is shop money; eight for a coin.
    #[must_use]
    pub fn exponent(self) -> u8 {
        crate::domain::money::Currency::from_code(&self.code()).map_or(8, |currency| currency.exponent())
    }
}

impl std::fmt::Debug for Unit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.code())
    }
}

/// How the journal leaves a payment attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SaleState {
    /// No end yet.
    #[default]
    Waiting,
    /// It completed the sale; the goods went.
    Accepted,
    /// Expired, called back, refused, failed or given up.
    Ended,
    /// A word nobody knows.
    Unknown,
}

/// One payment attempt of a sale, as the journal tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SaleRow {
    /// The gateway's name of its invoice.
    pub invoice: Key,
    /// Our reference.
    pub order: Key,
    /// The attempt's own key.
    pub guid: Key,
    /// What is owed.
    pub amount: Amount,
    /// In which currency.
    pub unit: Unit,
    /// When the goods went, or else when it was asked; milliseconds since 1970.
    pub at: i64,
    /// The sale, folded and halved.
    pub cart: u64,
    /// Its place in the source, from 1.
    pub row: u32,
    /// Which attempt of its sale, from 1.
    pub attempt: u8,
    /// How it stands.
    pub state: SaleState,
    /// Whether it belongs to a gateway's test system.
    pub test: bool,
}

/// How the gateway says an invoice stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum InvoiceState {
    /// Payable.
    #[default]
    Open,
    /// Seen, not yet safe.
    Seen,
    /// Safe by the account's setting.
    Accepted,
    /// Credited, or about to be.
    Settled,
    /// Over without money.
    Ended,
    /// Money seen and not valid.
    Failed,
    /// A word nobody knows.
    Unknown,
}

/// What stands beside an invoice's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Exception {
    /// Nothing.
    #[default]
    None,
    /// Too little came.
    Under,
    /// Too much came.
    Over,
}

/// What an invoice's note says of our journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Witness {
    /// There is no note of ours.
    #[default]
    None,
    /// It fits.
    Fits,
    /// It was made at a later entry than the journal has.
    Ahead,
    /// It was made with another entry than the journal has at that number.
    Differs,
}

/// One invoice, as the gateway lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct InvoiceRow {
    /// Its name.
    pub invoice: Key,
    /// Our reference, as it repeats it.
    pub order: Key,
    /// Our key, as it repeats it.
    pub guid: Key,
    /// What was asked.
    pub price: Amount,
    /// What came, where that is known in shop money.
    pub paid: Option<Amount>,
    /// Their currency.
    pub unit: Unit,
    /// When it reached its state; milliseconds since 1970.
    pub at: i64,
    /// Its place in the source, from 1.
    pub row: u32,
    /// How it stands.
    pub state: InvoiceState,
    /// What stands beside.
    pub exception: Exception,
    /// What its note says.
    pub witness: Witness,
    /// Money came after its end.
    pub late: bool,
    /// It was invalid before it was complete.
    pub revived: bool,
    /// Someone at the gateway set its state by hand.
    pub marked: bool,
    /// It belongs to the gateway's test system.
    pub test: bool,
}

/// What a ledger line is, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Line {
    /// An invoice credited.
    Credit,
    /// The older line of an overpayment.
    CreditOver,
    /// A fee of an invoice.
    Fee,
    /// Money back to a customer.
    Refund,
    /// A payout to the bank.
    Payout,
    /// A failed payout that came back.
    PayoutBack,
    /// Another movement of the account that belongs to no sale.
    Account,
    /// A number nobody knows.
    Unknown,
}

impl Line {
    /// Reads the number of a ledger line.
    #[must_use]
    pub fn of(code: u16) -> Self {
        match code {
            1000 => Self::Credit,
            1003 => Self::CreditOver,
            1006 | 1007 | 1011 | 1012 | 1016 => Self::Account,
            1017 => Self::Payout,
            1020 | 1050 => Self::Refund,
            1022 => Self::PayoutBack,
            1023 => Self::Fee,
            0..=999
            | 1001..=1002
            | 1004..=1005
            | 1008..=1010
            | 1013..=1015
            | 1018..=1019
            | 1021
            | 1024..=1049
            | 1051..=u16::MAX => Self::Unknown,
        }
    }
}

/// One line of the gateway's ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LedgerRow {
    /// The invoice it belongs to.
    pub invoice: Key,
    /// Our reference on a credit, the refund's name on a refund, the settlement's name on a payout.
    pub anchor: Key,
    /// Signed, in the ledger's currency: positive credits the shop.
    pub amount: Amount,
    /// The invoice's own amount, where the ledger is kept in another currency than the invoice.
    pub worth: Amount,
    /// Its currency; no code where the ledger is in the invoice's.
    pub worth_unit: Unit,
    /// The line's name, halved; 0 where it has none.
    pub id: u64,
    /// The ledger's currency.
    pub unit: Unit,
    /// When it was booked; milliseconds since 1970.
    pub at: i64,
    /// Its place in the source, from 1.
    pub row: u32,
    /// The kind's number; 0 for one beyond all known.
    pub code: u16,
    /// It belongs to the gateway's test system.
    pub test: bool,
}

impl LedgerRow {
    /// What the line is.
    #[must_use]
    pub fn line(&self) -> Line {
        Line::of(self.code)
    }

    /// Whether it was converted from the invoice's currency.
    #[must_use]
    pub fn is_converted(&self) -> bool {
        self.worth_unit != Unit::default() && self.worth_unit != self.unit
    }

    /// Its value in the invoice's currency.
    #[must_use]
    pub fn value(&self) -> (Unit, Amount) {
        if self.is_converted() { (self.worth_unit, self.worth) } else { (self.unit, self.amount) }
    }
}

/// How a refund of the journal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum RefundStand {
    /// Asked for, on its way or done.
    #[default]
    Live,
    /// It failed or was called back.
    Dead,
}

/// One refund the journal asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RefundRow {
    /// The invoice.
    pub invoice: Key,
    /// The gateway's name of the refund.
    pub refund: Key,
    /// Above zero.
    pub amount: Amount,
    /// Its currency.
    pub unit: Unit,
    /// When it was asked; milliseconds since 1970.
    pub at: i64,
    /// Its place in the source, from 1.
    pub row: u32,
    /// How it stands.
    pub state: RefundStand,
}

/// One settlement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SettlementRow {
    /// Its name.
    pub id: Key,
    /// Its currency.
    pub unit: Unit,
    /// Carried in.
    pub opening: Amount,
    /// The sum of its ledger lines.
    pub entries: Amount,
    /// Kept back.
    pub withheld: Amount,
    /// Paid out.
    pub total: Amount,
    /// The span of ledger lines it covers, from and before, in milliseconds; none where it is not told.
    pub span: Option<(i64, i64)>,
    /// The sum of its lines and whether any was converted, where the one who brings it has added them up already.
    pub booked: Option<(Amount, bool)>,
    /// When it was paid out; none while it is on its way or after it failed.
    pub executed: Option<i64>,
    /// Its place in the source, from 1.
    pub row: u32,
}

/// One line of a bank's file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BankRow {
    /// The line's name, or all it says, folded.
    pub id: Key,
    /// The words of its text, folded: one may be a settlement's name.
    pub words: Vec<Key>,
    /// Signed: positive comes in.
    pub amount: Amount,
    /// Its currency.
    pub unit: Unit,
    /// Its day, counted from 1970-01-01.
    pub day: i32,
    /// Its place in the source, from 1.
    pub row: u32,
    /// Whether its text names the gateway, so that it has to belong to a settlement.
    pub expected: bool,
}
