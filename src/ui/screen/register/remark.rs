//! What the register has to say without anything having changed.

use crate::domain::cart::CartError;
use crate::domain::money::Money;
use crate::lang::Lang;
use crate::notice;
use crate::ui::context::Context;

/// A remark to the cashier. The sale is as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// No product has the scanned code.
    UnknownCode(String),
    /// What was scanned cannot be a code.
    BadCode,
    /// The product has no price of its own.
    AmountFirst(String),
    /// The cart does not take it.
    Cart(CartError),
    /// Charge needs a connection.
    NotConnected,
    /// The gateway takes more or less than this.
    Limits {
        /// Its name.
        gateway: String,
        /// The least it takes, where known.
        min: Option<Money>,
        /// The most it takes, where known.
        max: Option<Money>,
    },
}

/// What stands against charging a total now.
pub(super) fn before_charge(total: Money, cx: &Context<'_>) -> Option<Remark> {
    let Some(gateway) = cx.gateway else { return Some(Remark::NotConnected) };
    let (min, max) = (gateway.caps.min, gateway.caps.max);
    let same = |limit: &Money| limit.currency() == total.currency();
    let below = min.filter(same).is_some_and(|min| total.minor() < min.minor());
    let above = max.filter(same).is_some_and(|max| total.minor() > max.minor());
    (below || above).then(|| Remark::Limits { gateway: gateway.title.clone(), min, max })
}

impl Remark {
    /// The remark as a sentence.
    #[must_use]
    pub fn words(&self, lang: &Lang) -> String {
        match self {
            Self::UnknownCode(code) => lang.with("register-unknown-code", &[("code", code.into())]),
            Self::BadCode => lang.text("register-bad-code"),
            Self::AmountFirst(name) => lang.with("register-amount-first", &[("name", name.into())]),
            Self::Cart(error) => notice::cart(error, lang),
            Self::NotConnected => lang.text("register-not-connected"),
            Self::Limits { gateway, min, max } => {
                let figure = |limit: &Option<Money>| limit.map(|limit| lang.money(limit)).unwrap_or_default();
                let key = match (min, max) {
                    (Some(_), Some(_)) => "register-limits",
                    (Some(_), None) => "register-limit-below",
                    (None, _) => "register-limit-above",
                };
                let (min, max) = (figure(min), figure(max));
                lang.with(key, &[("gateway", gateway.into()), ("min", (&min).into()), ("max", (&max).into())])
            }
        }
    }
}
