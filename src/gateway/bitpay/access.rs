//! What every request to BitPay carries: version, and name and signature where a key is configured.

use reqwest::Method;
use serde::{Deserialize, Serialize};
use url::Url;

use super::identity::Identity;
use crate::gateway::http::{Call, Intent};

const JSON: &str = "application/json";
const VERSION: &str = "2.0.0";
/// How this program names itself, in the form official clients use.
const PLUGIN: &str = concat!("Ringup_v", env!("CARGO_PKG_VERSION"));

/// What a token may do. Ask for the least: the till needs pos.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Facade {
    /// Make and read single invoices.
    Pos,
    /// Also list, cancel and refund.
    Merchant,
}

impl Facade {
    /// The word on the wire.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Pos => "pos",
            Self::Merchant => "merchant",
        }
    }

    /// Reads the word on the wire; `payout` and `public` are not for a till.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Pos, Self::Merchant].into_iter().find(|facade| facade.word() == word)
    }
}

/// A request ready to be sent, signed over its exact address and body if there is a key to sign with.
#[must_use]
pub fn call(method: Method, url: Url, body: Vec<u8>, identity: Option<&Identity>) -> Call {
    let mut headers = vec![
        ("x-accept-version", VERSION.to_owned()),
        ("content-type", JSON.to_owned()),
        ("x-bitpay-plugin-info", PLUGIN.to_owned()),
    ];
    if let Some(identity) = identity {
        headers.push(("x-identity", identity.public_hex()));
        headers.push(("x-signature", identity.sign(url.as_str(), &body)));
    }
    let intent = if method == Method::GET { Intent::Read } else { Intent::Write };
    Call { method, url, headers, body, intent }
}
