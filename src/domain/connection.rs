//! A connection as its owner sees it: what is kept of it, and what a look at the gateway found.

use std::time::Duration;

use super::capability::Caps;
use super::environment::Environment;

/// What the till keeps of a connection. No secret is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The owner's name for it.
    pub name: String,
    /// Scheme and host.
    pub url: String,
    /// Practice, test or live.
    pub environment: Environment,
    /// What its token may do: `pos`, `merchant`.
    pub facade: String,
    /// This till's ID at the gateway; none where calls are not signed.
    pub sin: Option<String>,
    /// The pairing code the owner has not approved yet; empty once approved.
    pub waiting: String,
    /// Whether sales ask it first.
    pub preferred: bool,
}

impl Held {
    /// The host without scheme: `test.bitpay.com`.
    #[must_use]
    pub fn host(&self) -> &str {
        let rest = self.url.split_once("://").map_or(self.url.as_str(), |(_, rest)| rest);
        rest.split('/').next().unwrap_or(rest)
    }
}

/// All connections of a till, and whether a change of its key was begun and not finished.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Office {
    /// The connections, the preferred first.
    pub held: Vec<Held>,
    /// How far a change of the key has come; none where none was begun.
    pub key_change: Option<KeyChange>,
}

/// How a token stands at its gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenState {
    /// The owner has not approved it yet.
    Waiting,
    /// It works.
    Active,
    /// The gateway no longer knows it.
    Invalidated,
    /// It works unsigned for whoever holds it; the gateway cannot be asked about it.
    Open,
}

/// What a look at the gateway found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Whether the key or token was accepted; none when the gateway cannot tell.
    pub authorised: Option<bool>,
    /// The gateway's clock minus ours, in milliseconds.
    pub skew_ms: Option<i64>,
    /// How long the look took.
    pub round_trip: Duration,
    /// Calls left before the gateway asks to wait, where it says so.
    pub calls_left: Option<u32>,
    /// What of the gateway's limit on new invoices is used; none where there is no such limit.
    pub creates: Option<Budget>,
    /// How the token stands.
    pub token: TokenState,
    /// What the connection may do now.
    pub caps: Caps,
    /// What the tokens this till's key may use can do: `pos`, `merchant`.
    pub facades: Vec<String>,
    /// The tills that share the token; none where the connection cannot tell.
    pub tills: Option<Vec<Sharer>>,
}

/// Calls that count, against what is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Invoices this till asked for in the last hour. Other tills of the account count too, and are not known here.
    pub used: u32,
    /// Invoices an hour may have.
    pub limit: u32,
}

impl Budget {
    /// Whether so little is left that the owner should know: a tenth or less.
    #[must_use]
    pub fn is_short(self) -> bool {
        self.limit.saturating_sub(self.used) <= self.limit / 10
    }
}

/// A till whose key may use a connection's token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sharer {
    /// Its ID (SIN).
    pub sin: String,
    /// Whether it is this till.
    pub own: bool,
}

/// Why a till stays linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kept {
    /// It is this till: without its key the connection is gone.
    Own,
    /// It is the last one: another must stay linked.
    Last,
}

/// Why `sin` cannot be taken off a token shared by `tills`; none if it can.
#[must_use]
pub fn kept(tills: &[Sharer], sin: &str) -> Option<Kept> {
    if tills.iter().any(|till| till.sin == sin && till.own) {
        return Some(Kept::Own);
    }
    (tills.len() <= 1).then_some(Kept::Last)
}

/// How far a change of this till's key has come. Each stage is durable before the next begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyChange {
    /// What is done next.
    pub stage: Stage,
    /// The ID that leaves.
    pub old: String,
    /// The ID that comes.
    pub new: String,
}

/// What is done next in a change of the key. The order is what keeps the till connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Every connection learns the new key while the old one still works.
    Link,
    /// The till begins to sign with the new key.
    Switch,
    /// Every connection forgets the old key, and then so does the till.
    Unlink,
    /// Nothing is left to do.
    Done,
}

impl Stage {
    /// The stages in which something is done, in order.
    pub const ALL: [Self; 3] = [Self::Link, Self::Switch, Self::Unlink];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bp2_25_own_and_last_key_stay() {
        let till = |sin: &str, own| Sharer { sin: sin.to_owned(), own };
        let two = [till("Tf1", true), till("Tf2", false)];
        assert_eq!(kept(&two, "Tf1"), Some(Kept::Own));
        assert_eq!(kept(&two, "Tf2"), None);
        assert_eq!(kept(&two[1..], "Tf2"), Some(Kept::Last));
    }

    #[test]
    fn a_host_is_shown_without_its_scheme() {
        let held = Held {
            name: "bitpay".to_owned(),
            url: "http://127.0.0.1:4242/x".to_owned(),
            environment: Environment::Practice,
            facade: "pos".to_owned(),
            sin: None,
            waiting: String::new(),
            preferred: true,
        };
        assert_eq!(held.host(), "127.0.0.1:4242");
    }

    #[test]
    fn the_owner_is_told_when_a_tenth_of_the_calls_is_left() {
        let short = |used, limit| Budget { used, limit }.is_short();
        assert!(!short(0, 45) && !short(40, 45) && short(41, 45) && short(45, 45) && short(99, 45));
        assert!(!short(89, 100) && short(90, 100));
    }
}
