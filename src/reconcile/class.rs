//! The classes D01 to D26: what can be wrong between two books that should agree.

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// To know.
    Info,
    /// To look at some day.
    Low,
    /// To look at.
    Medium,
    /// To act on; the day is not green.
    High,
    /// To act on now; the day is not green.
    Critical,
}

impl Severity {
    /// Its name in machine output: `high`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident $severity:ident),+ $(,)?) => {
        /// What a finding is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Class {
            $($(#[$doc])* $name,)+
        }

        impl Class {
            /// All of them, in order.
            pub const ALL: [Self; 26] = [$(Self::$name),+];

            /// Its number as text: `D06`.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)+
                }
            }

            /// How bad it is unless its circumstances say otherwise.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self {
                    $(Self::$name => Severity::$severity,)+
                }
            }
        }
    };
}

classes! {
    /// A sale was accepted, and the gateway has no paid invoice for it.
    D01 Critical,
    /// An invoice is paid, and no sale took it.
    D02 Critical,
    /// Not in the ledger yet; it is young.
    D03 Info,
    /// Not in the ledger, and it should be.
    D04 High,
    /// A ledger line of an invoice nobody here knows.
    D05 Critical,
    /// Two views name different amounts in the same currency.
    D06 High,
    /// The fee is not what the contract says.
    D07 Medium,
    /// A difference of conversion or rounding within the tolerance.
    D08 Info,
    /// Too little was paid.
    D09 Medium,
    /// Too much was paid.
    D10 Medium,
    /// Money came after the end.
    D11 High,
    /// An invalid payment became complete after all.
    D12 High,
    /// The goods went, and then the payment failed.
    D13 Critical,
    /// More than one invoice for one sale.
    D14 Low,
    /// The ledger has a line twice.
    D15 High,
    /// The gateway sent money back that nobody here asked for.
    D16 Critical,
    /// A refund asked for here is not in the ledger.
    D17 High,
    /// More went back than came in.
    D18 Critical,
    /// Sold on one day, booked on another.
    D19 Info,
    /// A settlement does not add up.
    D20 Critical,
    /// A settlement has not reached the bank.
    D21 High,
    /// A bank line has no settlement, or another amount.
    D22 High,
    /// Someone at the gateway set an invoice's state by hand.
    D23 High,
    /// The gateway has seen more of this journal than the journal has.
    D24 Critical,
    /// A code or state this version does not know.
    D25 Medium,
    /// Something of a test system among live money.
    D26 Critical,
}

impl Class {
    /// The class with a number such as `D06`, in any case.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.code().eq_ignore_ascii_case(code))
    }

    /// Whether an open one keeps a day from being green at this severity.
    #[must_use]
    pub fn blocks(self, severity: Severity) -> bool {
        severity >= Severity::High || self == Self::D25
    }

    /// How well it explains a difference between two columns, best first: causes before consequences.
    #[must_use]
    pub(crate) fn explains(self) -> u8 {
        const ORDER: [Class; 26] = {
            use Class as C;
            [
                C::D26,
                C::D25,
                C::D24,
                C::D13,
                C::D01,
                C::D05,
                C::D14,
                C::D11,
                C::D02,
                C::D15,
                C::D06,
                C::D10,
                C::D09,
                C::D04,
                C::D03,
                C::D08,
                C::D12,
                C::D23,
                C::D16,
                C::D17,
                C::D18,
                C::D07,
                C::D19,
                C::D20,
                C::D21,
                C::D22,
            ]
        };
        ORDER.iter().position(|class| *class == self).map_or(u8::MAX, |at| at as u8)
    }
}
