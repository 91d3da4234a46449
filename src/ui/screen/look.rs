//! How sales and coins look on every screen: the same icon, colour and word everywhere.

use std::time::Duration;

use rust_decimal::Decimal;

use crate::domain::coin::AssetId;
use crate::domain::live::Live;
use crate::domain::money::{Currency, Money};
use crate::domain::returns::{self, Standing};
use crate::domain::sale::{Attempt, Sale};
use crate::domain::verdict::Family;
use crate::lang::Lang;
use crate::notice::{self, Words, WordsContext};
use crate::ui::context::Context;
use crate::ui::icon::Icon;
use crate::ui::theme::Tone;
use crate::ui::widget::ring::Ring;
use crate::ui::widget::verdict::Mark;

/// The colour family of a verdict as the theme knows it.
#[must_use]
pub fn tone(family: Family) -> Tone {
    match family {
        Family::Ok => Tone::Ok,
        Family::Wait => Tone::Wait,
        Family::Stop => Tone::Stop,
        Family::Idle => Tone::Idle,
        Family::Accent => Tone::Accent,
    }
}

/// The icon of a verdict, by the name its words carry.
#[must_use]
pub fn icon(name: &str) -> Icon {
    match name {
        "circle-dashed" => Icon::CircleDashed,
        "qr-code" => Icon::QrCode,
        "thumbs-up" => Icon::ThumbsUp,
        "clock" => Icon::Clock,
        "turtle" => Icon::Turtle,
        "check" => Icon::Check,
        "check-check" => Icon::CheckCheck,
        "circle-plus" => Icon::CirclePlus,
        "banknote" => Icon::Banknote,
        "circle-minus" => Icon::CircleMinus,
        "hourglass" => Icon::Hourglass,
        "ban" => Icon::Ban,
        "octagon-x" => Icon::OctagonX,
        "octagon-alert" => Icon::OctagonAlert,
        "bell-ring" => Icon::BellRing,
        "shield-x" => Icon::ShieldX,
        "equal-not" => Icon::EqualNot,
        "wifi-off" => Icon::WifiOff,
        _ => Icon::CircleHelp,
    }
}

/// The last reading of the attempt a sale's verdict speaks of.
#[must_use]
pub fn live<'a>(sale: &Sale, cx: &Context<'a>) -> Option<&'a Live> {
    cx.live.get(&notice::subject(sale)?.guid())
}

/// The verdict on a sale in words.
#[must_use]
pub fn words(sale: &Sale, cx: &Context<'_>) -> Words {
    notice::verdict(sale, live(sale, cx), &words_context(cx))
}

/// The state of a sale's refunds in colour and word; none without one. Where someone must act on the sale itself, that
/// comes first.
#[must_use]
pub fn refund(sale: &Sale, cx: &Context<'_>) -> Option<(Tone, String)> {
    let standing = returns::standing(sale)?;
    let trouble = words(sale, cx).verdict.family() == Family::Stop;
    let tone = if standing == Standing::Failed { Tone::Stop } else { Tone::Idle };
    (!trouble).then(|| (tone, notice::refund_word(standing, cx.lang)))
}

/// What the words depend on, taken from the screen's context.
#[must_use]
pub fn words_context<'a>(cx: &Context<'a>) -> WordsContext<'a> {
    WordsContext {
        lang: cx.lang,
        release: &cx.config.release,
        gateway: cx.gateway.map(|gateway| gateway.title.as_str()),
        caps: cx.gateway.map(|gateway| &gateway.caps),
        now: cx.now,
        mono: cx.mono,
        offset_min: cx.offset_min,
    }
}

/// The gateway's name for people.
#[must_use]
pub fn gateway(cx: &Context<'_>) -> String {
    cx.gateway.map_or_else(|| cx.lang.text("the-gateway"), |gateway| gateway.title.clone())
}

/// The picture of a verdict: confirmations where they count, else its icon.
#[must_use]
pub fn mark(words: &Words, attempt: Option<&Attempt>, size: f32) -> Mark {
    use crate::domain::verdict::Verdict;
    let waits = matches!(words.verdict, Verdict::Seen | Verdict::LowFee);
    match attempt.and_then(|attempt| attempt.status.confirmations).filter(|(_, wanted)| waits && *wanted > 0) {
        Some((had, wanted)) => {
            let (had, wanted) = (had.min(wanted) as usize, wanted as usize);
            Mark::Ring(Ring::confirmations(had, wanted).size(size))
        }
        None => Mark::Icon(icon(words.icon)),
    }
}

/// Shop money for one coin, with at least the decimals the currency has: `€94,500.00`.
#[must_use]
pub fn rate(rate: Decimal, currency: Currency, lang: &Lang) -> String {
    let mut rate = rate.normalize();
    if rate.scale() < u32::from(currency.exponent()) {
        rate.rescale(currency.exponent().into());
    }
    let sign = lang.sign(currency);
    let gap = if sign.chars().all(char::is_alphabetic) { "\u{a0}" } else { "" };
    format!("{sign}{gap}{}", lang.number(&rate.to_string()))
}

/// About how much an amount is in the owner's coin: `≈ 0.00036 BTC`. Nothing unless the owner wants it, and nothing
/// from a rate older than allowed.
#[must_use]
pub fn estimate(amount: Money, cx: &Context<'_>) -> Option<String> {
    let selling = &cx.config.selling;
    let age = Duration::from_secs(u64::from(selling.rate_age_s_max));
    let rates = cx.rates.filter(|rates| selling.coin_amount && rates.base == selling.coin)?;
    let coins = rates.estimate(amount).filter(|_| amount.is_positive() && rates.is_fresh(cx.now, age))?;
    let (key, shown) = if selling.sats && selling.coin == "BTC" {
        ("register-about-sats", (coins * SATS).round().normalize())
    } else {
        ("register-about-coin", coins)
    };
    let shown = cx.lang.number(&shown.to_string());
    Some(cx.lang.with(key, &[("amount", (&shown).into()), ("coin", selling.coin.as_str().into())]))
}

/// Sats of a bitcoin.
const SATS: Decimal = Decimal::from_parts(100_000_000, 0, 0, false, 0);

/// What a gateway's code of a coin means, where only the code is kept: `USDC_m`, `BTC-LN`.
#[must_use]
pub fn asset(code: &str) -> AssetId {
    let lightning =
        code.split_once(['_', '-']).is_some_and(|(_, suffix)| suffix.to_ascii_uppercase().starts_with("LN"));
    let network = lightning.then(|| "Lightning".to_owned());
    AssetId { code: code.to_owned(), symbol: notice::coin(code).to_owned(), network }
}

/// The coin's name for people: `Bitcoin`, `Lightning`, `USDC, Polygon`.
#[must_use]
pub fn coin_name(asset: &AssetId, lang: &Lang) -> String {
    if is_lightning(asset) {
        return lang.text("coin-lightning");
    }
    let key = format!("coin-{}", asset.symbol.to_ascii_lowercase());
    let name = if lang.has(&key) { lang.text(&key) } else { asset.symbol.clone() };
    match &asset.network {
        Some(network) => lang.with("coin-on-network", &[("coin", (&name).into()), ("network", network.into())]),
        None => name,
    }
}

fn is_lightning(asset: &AssetId) -> bool {
    asset.network.as_deref().is_some_and(|network| network.eq_ignore_ascii_case("lightning"))
}

/// The coin's icon.
#[must_use]
pub fn coin_icon(asset: &AssetId) -> Icon {
    if is_lightning(asset) {
        return Icon::Zap;
    }
    match asset.symbol.as_str() {
        "BTC" | "BCH" | "WBTC" => Icon::Bitcoin,
        "ETH" | "WETH" => Icon::Gem,
        "USDC" | "USDT" | "PYUSD" | "GUSD" | "USDP" | "DAI" | "BUSD" => Icon::CircleDollarSign,
        _ => Icon::Coins,
    }
}
