//! Fields, the rules they must keep, and how a broken one is named.

use thiserror::Error;
use url::Url;

/// The longest text a gateway is given in one of these fields, in characters.
const TEXT_MAX: usize = 200;
/// The longest web address.
const ADDRESS_MAX: usize = 1_000;
/// The longest mail address there can be.
const MAIL_MAX: usize = 254;
/// The longest coin code.
const CODE_MAX: usize = 16;

/// A field, by what it is for; its name at the gateway is [`Field::word`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the gateway's own")]
pub enum Field {
    AcceptanceWindow,
    PaymentCurrencies,
    MerchantName,
    ExtendedNotifications,
    NotificationUrl,
    NotificationEmail,
    RedirectUrl,
    CloseUrl,
    AutoRedirect,
    ForcedCoin,
    ForcedWallet,
    ItemCode,
    Coin,
    BuyerName,
    BuyerAddress1,
    BuyerAddress2,
    BuyerLocality,
    BuyerRegion,
    BuyerPostalCode,
    BuyerCountry,
    BuyerEmail,
    BuyerPhone,
    BuyerNotify,
    BuyerSms,
}

impl Field {
    /// The field's name at the gateway: `notificationURL`, `buyer.country`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::AcceptanceWindow => "acceptanceWindow",
            Self::PaymentCurrencies | Self::Coin => "paymentCurrencies",
            Self::MerchantName => "merchantName",
            Self::ExtendedNotifications => "extendedNotifications",
            Self::NotificationUrl => "notificationURL",
            Self::NotificationEmail => "notificationEmail",
            Self::RedirectUrl => "redirectURL",
            Self::CloseUrl => "closeURL",
            Self::AutoRedirect => "autoRedirect",
            Self::ForcedCoin => "forcedBuyerSelectedTransactionCurrency",
            Self::ForcedWallet => "forcedBuyerSelectedWallet",
            Self::ItemCode => "itemCode",
            Self::BuyerName => "buyer.name",
            Self::BuyerAddress1 => "buyer.address1",
            Self::BuyerAddress2 => "buyer.address2",
            Self::BuyerLocality => "buyer.locality",
            Self::BuyerRegion => "buyer.region",
            Self::BuyerPostalCode => "buyer.postalCode",
            Self::BuyerCountry => "buyer.country",
            Self::BuyerEmail => "buyer.email",
            Self::BuyerPhone => "buyer.phone",
            Self::BuyerNotify => "buyer.notify",
            Self::BuyerSms => "buyerSms",
        }
    }
}

/// What a value must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
pub enum Rule {
    /// One line of at most so many characters.
    #[error("must be one line of at most {0} characters")]
    Line(usize),
    /// At most so many minutes.
    #[error("must be at most {0} minutes")]
    Minutes(u32),
    /// A web address beginning with https://.
    #[error("must be a web address that begins with https://")]
    Https,
    /// A web address with its scheme.
    #[error("must be a web address with its scheme, such as https://")]
    Address,
    /// A mail address.
    #[error("must be a mail address")]
    Mail,
    /// A telephone number with its country code.
    #[error("must be a number with its country code, such as +49 151 23456789")]
    Phone,
    /// Two letters of ISO 3166.
    #[error("must be a country's two letters, such as DE")]
    Country,
    /// A coin's code, each once.
    #[error("must be coin codes such as BTC, each once")]
    Coins,
    /// One of the accepted coins.
    #[error("must be one of the accepted coins")]
    Accepted,
    /// Not without another field.
    #[error("needs {needed}", needed = .0.word())]
    Needs(Field),
    /// Not while all notifications are switched off.
    #[error("needs fullNotifications")]
    NeedsFull,
    /// In donation mode alone.
    #[error("is for donations alone")]
    Donation,
    /// Filled in donation mode.
    #[error("must be filled for donations")]
    Filled,
}

/// A value that breaks a rule; nothing was written or sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
#[error("{field} {rule}", field = .field.word())]
pub struct Wrong {
    /// Which field.
    pub field: Field,
    /// What it must be.
    pub rule: Rule,
}

/// Passes what holds, names the field otherwise.
pub(super) fn hold(holds: bool, field: Field, rule: Rule) -> Result<(), Wrong> {
    if holds { Ok(()) } else { Err(Wrong { field, rule }) }
}

/// One line without hidden characters.
pub(super) fn line(text: &str, field: Field) -> Result<(), Wrong> {
    let fits = text.chars().count() <= TEXT_MAX && !text.chars().any(char::is_control);
    hold(fits, field, Rule::Line(TEXT_MAX))
}

/// A web address whose scheme is https.
pub(super) fn https(text: &str, field: Field) -> Result<(), Wrong> {
    hold(text.is_empty() || address_with(text, |scheme| scheme == "https"), field, Rule::Https)
}

/// A web address with any web or app scheme.
pub(super) fn address(text: &str, field: Field) -> Result<(), Wrong> {
    let scheme = |scheme: &str| !matches!(scheme, "javascript" | "data" | "file" | "blob");
    hold(text.is_empty() || address_with(text, scheme), field, Rule::Address)
}

fn address_with(text: &str, scheme: impl Fn(&str) -> bool) -> bool {
    let plain = text.len() <= ADDRESS_MAX && text.bytes().all(|byte| byte.is_ascii_graphic());
    let parsed = plain.then(|| Url::parse(text).ok()).flatten();
    parsed.is_some_and(|url| scheme(url.scheme()) && url.has_host() && url.username().is_empty() && has_slashes(text))
}

/// `https:example` parses, but is more likely a slip than an address.
fn has_slashes(text: &str) -> bool {
    text.split_once(':').is_some_and(|(_, rest)| rest.starts_with("//"))
}

/// Whether a text can be a mail address. Whether there is a box behind it only a message can tell.
#[must_use]
pub fn mail(text: &str) -> bool {
    let Some((name, domain)) = text.rsplit_once('@') else { return false };
    let plain = |c: char| c.is_alphanumeric() || (c.is_ascii_graphic() && !"@,;:<>()[]\\\"".contains(c));
    let label = |label: &str| {
        !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-') && !label.starts_with('-')
    };
    text.len() <= MAIL_MAX
        && !name.is_empty()
        && !name.starts_with('.')
        && !name.ends_with('.')
        && name.chars().all(plain)
        && domain.contains('.')
        && domain.split('.').all(label)
}

/// A telephone number with its country code, without the spaces people write: `+4915123456789`.
#[must_use]
pub fn phone(text: &str) -> Option<String> {
    let digits = text.trim().strip_prefix('+')?;
    let kept: String = digits.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')' | '.' | '/')).collect();
    let fits =
        (7..=15).contains(&kept.len()) && kept.bytes().all(|byte| byte.is_ascii_digit()) && !kept.starts_with('0');
    fits.then(|| format!("+{kept}"))
}

/// Whether a text can be a coin's code at a gateway: `BTC`, `USDC_m`.
pub(super) fn is_coin(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
    !text.is_empty() && text.len() <= CODE_MAX && text.bytes().all(fits)
}
