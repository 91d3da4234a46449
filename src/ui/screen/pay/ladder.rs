//! "Doesn't scan?": the codes of one coin from the one any wallet reads to the one typed by hand.

use crate::domain::payment::{PayOption, PayUri, Payment, UriKind};

/// A step of the ladder. The list is closed; absent steps are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rung {
    /// A link that any wallet or camera reads.
    AnyWallet,
    /// A wallet of this coin asks the gateway for the rest.
    Wallet,
    /// The same as a plain web address.
    Request,
    /// Address and amount, without the gateway.
    Plain,
    /// A Lightning invoice.
    Lightning,
    /// The customer's page.
    Web,
    /// Address and amount to be typed.
    Hand,
}

impl Rung {
    /// All steps, from the first tried to the last.
    pub const ALL: [Self; 7] =
        [Self::AnyWallet, Self::Wallet, Self::Request, Self::Plain, Self::Lightning, Self::Web, Self::Hand];

    /// The name in the catalogue.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::AnyWallet => "any",
            Self::Wallet => "wallet",
            Self::Request => "request",
            Self::Plain => "plain",
            Self::Lightning => "lightning",
            Self::Web => "web",
            Self::Hand => "hand",
        }
    }

    fn of(kind: UriKind) -> Self {
        match kind {
            UriKind::Universal => Self::AnyWallet,
            UriKind::Bip72 | UriKind::Bip72b => Self::Wallet,
            UriKind::Bip73 => Self::Request,
            UriKind::Bip21 | UriKind::Eip681 | UriKind::Eip681b | UriKind::Rip681 | UriKind::Bare => Self::Plain,
            UriKind::Bolt11 | UriKind::Lnurl => Self::Lightning,
            UriKind::Hosted => Self::Web,
        }
    }
}

/// One step with what it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Which one.
    pub rung: Rung,
    /// The code's text, or the bare address of [`Rung::Hand`].
    pub text: String,
}

/// The steps of one coin, best first, each at most once.
#[must_use]
pub fn steps(payment: &Payment, option: Option<&PayOption>) -> Vec<Step> {
    let own = option.map_or(&[][..], |option| option.uris.as_slice());
    let codes = || payment.universal.iter().chain(own);
    Rung::ALL
        .into_iter()
        .filter_map(|rung| {
            let text = match rung {
                Rung::Hand => option.and_then(address),
                Rung::AnyWallet | Rung::Wallet | Rung::Request | Rung::Plain | Rung::Lightning | Rung::Web => {
                    codes().find(|uri| Rung::of(uri.kind) == rung).map(|uri| uri.text.clone())
                }
            };
            let page = || payment.hosted_url.clone().filter(|_| rung == Rung::Web);
            text.or_else(page).map(|text| Step { rung, text })
        })
        .collect()
}

/// The address of a coin: told by the gateway, or written in its plain code.
#[must_use]
pub fn address(option: &PayOption) -> Option<String> {
    if let Some(address) = &option.address {
        return Some(address.clone());
    }
    let plain = |uri: &&PayUri| matches!(uri.kind, UriKind::Bip21 | UriKind::Bare);
    let text = option.uris.iter().find(plain).map(|uri| uri.text.as_str())?;
    let bare = text.split_once(':').map_or(text, |(_, rest)| rest);
    let address = bare.split('?').next().unwrap_or_default();
    (!address.is_empty() && address.chars().all(|c| c.is_ascii_alphanumeric())).then(|| address.to_owned())
}

/// Groups of four, as people compare addresses.
#[must_use]
pub fn groups_of_four(text: &str) -> String {
    let signs: Vec<char> = text.chars().collect();
    signs.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
