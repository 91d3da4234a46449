//! What a configured connection can do. Screens ask this, never the vendor's name.

use serde::Serialize;

use super::money::Money;

/// One thing a gateway may be able to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it; GATEWAYS.md lists them")]
pub enum Cap {
    Create,
    PickCoinBefore,
    PickCoinAfter,
    HostedPage,
    CoinUri,
    LiveStream,
    FindByKey,
    List,
    Cancel,
    ContactMail,
    ContactSms,
    AdjustUnder,
    AdjustOver,
    MarkByHand,
    Refund,
    RefundPreview,
    Renotify,
    Rates,
    Currencies,
    Balances,
    Ledger,
    Settlements,
    WebhookIn,
    Pairing,
    Tokens,
    Identities,
    TestEnv,
    NeedsPayerIdentity,
    SeenIsChainEvidence,
}

impl Cap {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 29] = [
        Self::Create,
        Self::PickCoinBefore,
        Self::PickCoinAfter,
        Self::HostedPage,
        Self::CoinUri,
        Self::LiveStream,
        Self::FindByKey,
        Self::List,
        Self::Cancel,
        Self::ContactMail,
        Self::ContactSms,
        Self::AdjustUnder,
        Self::AdjustOver,
        Self::MarkByHand,
        Self::Refund,
        Self::RefundPreview,
        Self::Renotify,
        Self::Rates,
        Self::Currencies,
        Self::Balances,
        Self::Ledger,
        Self::Settlements,
        Self::WebhookIn,
        Self::Pairing,
        Self::Tokens,
        Self::Identities,
        Self::TestEnv,
        Self::NeedsPayerIdentity,
        Self::SeenIsChainEvidence,
    ];
}

/// The capabilities of one connection, with the amounts it takes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Caps {
    set: std::collections::BTreeSet<Cap>,
    /// The smallest price, where it is known.
    pub min: Option<Money>,
    /// The largest price, where it is known.
    pub max: Option<Money>,
}

impl Caps {
    /// A set of capabilities without known limits.
    #[must_use]
    pub fn of(caps: impl IntoIterator<Item = Cap>) -> Self {
        Self { set: caps.into_iter().collect(), min: None, max: None }
    }

    /// Whether the connection can do it.
    #[must_use]
    pub fn has(&self, cap: Cap) -> bool {
        self.set.contains(&cap)
    }

    /// What it can do.
    pub fn iter(&self) -> impl Iterator<Item = Cap> + '_ {
        self.set.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_tells_all_it_can() {
        let caps = Caps::of([Cap::Rates, Cap::Refund, Cap::Rates]);
        assert_eq!(caps.iter().collect::<Vec<_>>(), [Cap::Refund, Cap::Rates]);
        assert!(caps.has(Cap::Rates) && !caps.has(Cap::Pairing));
    }
}
