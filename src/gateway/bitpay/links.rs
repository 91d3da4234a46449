//! Which links and payment texts of an answer may be shown: known schemes, the gateway's own hosts, nothing hidden.

use url::Url;

use crate::domain::payment::{PayUri, UriKind};
use crate::gateway::http::is_loopback;

/// A text longer than this makes no code a phone can read.
const TEXT_MAX: usize = 2_000;
const PAYMENT_SCHEMES: [&str; 7] =
    ["bitcoin", "bitcoincash", "litecoin", "dogecoin", "ethereum", "ripple", "lightning"];
/// Names in front of a gateway's domain that are the gateway's own.
const OWN_PREFIXES: [&str; 4] = ["link.", "test.", "www.", "api."];

/// Codes and links of one answer, as far as they were judged.
#[derive(Debug)]
pub struct Judge<'a> {
    base: &'a Url,
    /// The first host met that is not the gateway's.
    pub foreign: Option<String>,
}

impl<'a> Judge<'a> {
    /// Judges by the address of the connection.
    #[must_use]
    pub fn new(base: &'a Url) -> Self {
        Self { base, foreign: None }
    }

    /// Keeps a web link of the gateway's.
    pub fn link(&mut self, text: &str) -> Option<String> {
        let url = plain(text).then(|| Url::parse(text).ok()).flatten()?;
        self.is_own(&url).then(|| text.to_owned())
    }

    /// Keeps a payment text if its scheme is known and every address in it is the gateway's.
    pub fn code(&mut self, kind: UriKind, text: &str) -> Option<PayUri> {
        if !plain(text) {
            return None;
        }
        let (scheme, rest) = text.split_once(':')?;
        let scheme = scheme.to_ascii_lowercase();
        let fits = if scheme == "https" || scheme == "http" {
            self.link(text).is_some()
        } else {
            PAYMENT_SCHEMES.contains(&scheme.as_str()) && self.parameters(rest)
        };
        fits.then(|| PayUri { kind, text: text.to_owned() })
    }

    /// Whether every web address among the parameters is the gateway's.
    fn parameters(&mut self, rest: &str) -> bool {
        let (target, query) = rest.split_once('?').unwrap_or((rest, ""));
        let bare = |c: char| c.is_ascii_alphanumeric() || "@:-_./".contains(c);
        if !target.chars().all(bare) || target.contains("//") {
            return false;
        }
        let mut fits = true;
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            let address = Url::parse(&value).ok().filter(|url| url.has_host());
            fits &= match address {
                Some(url) => self.is_own(&url),
                None => !matches!(name.as_ref(), "r" | "request"),
            };
        }
        fits
    }

    fn is_own(&mut self, url: &Url) -> bool {
        let Some(host) = url.host_str() else { return false };
        let both_local = is_loopback(url) && is_loopback(self.base);
        let own = both_local || self.base.host_str().is_some_and(|base| same_site(base, host));
        let anonymous = url.username().is_empty() && url.password().is_none();
        if !own || !anonymous {
            self.foreign.get_or_insert_with(|| host.to_owned());
            return false;
        }
        url.scheme() == "https" || (url.scheme() == "http" && both_local)
    }
}

fn plain(text: &str) -> bool {
    text.len() <= TEXT_MAX && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

fn same_site(base: &str, host: &str) -> bool {
    base == host || site(base) == site(host)
}

/// The domain behind the gateway's own prefixes; at least two labels stay.
fn site(host: &str) -> &str {
    let shorter = OWN_PREFIXES.iter().find_map(|prefix| host.strip_prefix(prefix)).filter(|rest| rest.contains('.'));
    shorter.map_or(host, site)
}

/// The name of a payment code on the wire, as a kind and its place on the "doesn't scan" ladder.
#[must_use]
pub fn kind(name: &str) -> Option<(u8, UriKind)> {
    match name {
        "BIP72b" => Some((0, UriKind::Bip72b)),
        "EIP681" => Some((0, UriKind::Eip681)),
        "EIP681b" => Some((0, UriKind::Eip681b)),
        "RIP681" => Some((0, UriKind::Rip681)),
        "BOLT11" => Some((0, UriKind::Bolt11)),
        "BIP72" => Some((1, UriKind::Bip72)),
        "BIP73" => Some((2, UriKind::Bip73)),
        "BIP21" => Some((3, UriKind::Bip21)),
        "LNURL" | "LNURLP" => Some((4, UriKind::Lnurl)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(base: &str, text: &str) -> (bool, Option<String>) {
        let base = Url::parse(base).unwrap();
        let mut judge = Judge::new(&base);
        let kept = judge.code(UriKind::Universal, text);
        assert!(kept.as_ref().is_none_or(|uri| uri.text == text));
        (kept.is_some(), judge.foreign)
    }

    #[test]
    fn bp2_70_71_codes_of_the_gateway_are_kept() {
        for text in [
            "bitcoin:?r=https://test.bitpay.com/i/Vt4mWc8RzKqYpN2xLb7HsD",
            "BITCOIN:?r=https%3A%2F%2Ftest.bitpay.com%2Fi%2FVt4",
            "https://test.bitpay.com/i/Vt4mWc8RzKqYpN2xLb7HsD",
            "https://link.test.bitpay.com/i/Vt4mWc8RzKqYpN2xLb7HsD",
            "https://www.bitpay.com/i/Vt4",
            "ethereum:?r=https://test.bitpay.com/i/Vt4",
            "bitcoin:1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2?amount=0.000332&r=https://test.bitpay.com/i/Vt4",
            "lightning:lnbc20u1pvjluezpp5qqqsyq",
        ] {
            assert_eq!(judged("https://test.bitpay.com", text), (true, None), "{text}");
        }
        assert_eq!(judged("http://127.0.0.1:8080", "http://127.0.0.1:8080/i/Vt4"), (true, None));
        assert_eq!(judged("http://127.0.0.1:8080", "bitcoin:?r=http://localhost:8080/i/Vt4"), (true, None));
    }

    #[test]
    fn bp2_70_a_foreign_host_is_named_and_dropped() {
        for (text, host) in [
            ("https://evil.example/i/Vt4", "evil.example"),
            ("http://evil.example/i/Vt4", "evil.example"),
            ("bitcoin:?r=https://evil.example/i/Vt4", "evil.example"),
            ("bitcoin:1Bv?amount=1&r=https%3A%2F%2Fevil.example", "evil.example"),
            ("bitcoin:?request=https://evil.example", "evil.example"),
            ("bitcoin:?foo=https://evil.example", "evil.example"),
            ("https://test.bitpay.com@evil.example/", "evil.example"),
            ("https://me@test.bitpay.com/i/Vt4", "test.bitpay.com"),
            ("https://test.bitpay.com.evil.example/", "test.bitpay.com.evil.example"),
            ("https://notbitpay.com/i/Vt4", "notbitpay.com"),
            ("https://com/", "com"),
        ] {
            assert_eq!(judged("https://test.bitpay.com", text), (false, Some(host.to_owned())), "{text}");
        }
    }

    #[test]
    fn bp2_70_what_is_no_payment_text_is_dropped() {
        for text in [
            "javascript:alert(1)",
            "http://test.bitpay.com/i/Vt4",
            "bitcoin://evil.example",
            "bitcoin:?r=nowhere",
            "bitcoin:?r=",
            "bitcoin:a b",
            "bitcoin:?r=https://test.bitpay.com/\u{202e}x",
            "https:\\\\test.bitpay.com/",
            "https://test.bitpay.com/\ni",
            "solana:?r=https://test.bitpay.com/i/1",
            "",
            "bitcoin",
        ] {
            assert_eq!(judged("https://test.bitpay.com", text), (false, None), "{text}");
        }
        let long = format!("https://test.bitpay.com/{}", "x".repeat(TEXT_MAX));
        assert!(!judged("https://test.bitpay.com", &long).0);
    }
}
