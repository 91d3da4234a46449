//! Coins, currencies and their fixed rates. Every amount is a decimal or an integer, never a float.

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Number, Value};
use sha2::{Digest, Sha256};

/// Which payment codes a coin's wallets read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CodeKind {
    /// `BIP72b` and `BIP73`.
    Bip,
    /// `EIP681`.
    Ether,
    /// `EIP681b`.
    Token,
    /// `BIP72b`, `BIP73` and `RIP681`.
    Ripple,
}

/// A coin the practice gateway knows.
#[derive(Debug)]
pub(crate) struct Coin {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) symbol: &'static str,
    pub(crate) scheme: &'static str,
    pub(crate) chain: &'static str,
    pub(crate) codes: CodeKind,
    /// Digits after the point in the chain's own books.
    pub(crate) decimals: u32,
    /// Digits after the point that a quote uses.
    pub(crate) precision: u32,
    /// Confirmations until the merchant is credited.
    pub(crate) target: u32,
    /// Network cost in the smallest unit.
    pub(crate) fee: u128,
    pub(crate) units_per_byte: u32,
    pub(crate) supply: &'static str,
    usd: &'static str,
}

const BITCOIN: Coin = Coin {
    code: "BTC",
    name: "Bitcoin",
    symbol: "฿",
    scheme: "bitcoin",
    chain: "BTC",
    codes: CodeKind::Bip,
    decimals: 8,
    precision: 6,
    target: 6,
    fee: 100,
    units_per_byte: 1,
    supply: "21000000",
    usd: "62000.5",
};

const ETHER: Coin = Coin {
    code: "ETH",
    name: "Ether",
    symbol: "Ξ",
    scheme: "ethereum",
    chain: "ETH",
    codes: CodeKind::Ether,
    decimals: 18,
    target: 50,
    fee: 0,
    units_per_byte: 0,
    supply: "120000000",
    usd: "2500",
    ..BITCOIN
};

/// All coins in the order the gateway lists them. WBTC is known and switched off.
pub(crate) const COINS: [Coin; 9] = [
    BITCOIN,
    Coin {
        code: "BCH",
        name: "Bitcoin Cash",
        symbol: "BCH",
        scheme: "bitcoincash",
        chain: "BCH",
        fee: 0,
        units_per_byte: 0,
        usd: "412.75",
        ..BITCOIN
    },
    Coin {
        code: "LTC",
        name: "Litecoin",
        symbol: "Ł",
        scheme: "litecoin",
        chain: "LTC",
        fee: 200,
        units_per_byte: 2,
        supply: "84000000",
        usd: "84.12",
        ..BITCOIN
    },
    Coin {
        code: "DOGE",
        name: "Dogecoin",
        symbol: "Đ",
        scheme: "dogecoin",
        chain: "DOGE",
        target: 40,
        fee: 0,
        units_per_byte: 0,
        supply: "148000000000",
        usd: "0.1375",
        ..BITCOIN
    },
    ETHER,
    Coin {
        code: "DAI",
        name: "Dai",
        symbol: "DAI",
        codes: CodeKind::Token,
        precision: 2,
        supply: "5300000000",
        usd: "1",
        ..ETHER
    },
    Coin {
        code: "USDC",
        name: "USD Coin",
        symbol: "USDC",
        codes: CodeKind::Token,
        decimals: 6,
        precision: 2,
        supply: "60000000000",
        usd: "1",
        ..ETHER
    },
    Coin {
        code: "XRP",
        name: "Ripple",
        symbol: "XRP",
        scheme: "ripple",
        chain: "XRP",
        codes: CodeKind::Ripple,
        decimals: 6,
        fee: 12,
        units_per_byte: 0,
        supply: "99987000000",
        usd: "0.5225",
        ..BITCOIN
    },
    Coin { code: "WBTC", name: "Wrapped Bitcoin", symbol: "WBTC", codes: CodeKind::Token, decimals: 8, ..ETHER_AT_BTC },
];

const ETHER_AT_BTC: Coin = Coin { usd: "62000.5", supply: "150000", ..ETHER };

/// Bitcoin over Lightning, by an invoice and by a pay link: BTCPay Server's names. BitPay has neither.
pub(crate) const LIGHTNING: [Coin; 2] =
    [BY_LIGHTNING, Coin { code: "BTC-LNURL", name: "Bitcoin (LNURL)", ..BY_LIGHTNING }];

const BY_LIGHTNING: Coin = Coin {
    code: "BTC-LN",
    name: "Bitcoin (Lightning)",
    scheme: "lightning",
    chain: "LN",
    precision: 8,
    target: 1,
    fee: 0,
    units_per_byte: 0,
    ..BITCOIN
};

/// The coin that is switched off unless a scenario says otherwise, and the gateway's word for why.
pub(crate) const DISABLED_BY_DEFAULT: (&str, &str) = ("WBTC", "merchantDisabledByParam");

/// Code, name, decimals and units per US dollar.
const FIATS: [(&str, &str, u32, &str); 26] = [
    ("USD", "US Dollar", 2, "1"),
    ("EUR", "Eurozone Euro", 2, "0.9194"),
    ("GBP", "Pound Sterling", 2, "0.7852"),
    ("CHF", "Swiss Franc", 2, "0.8871"),
    ("JPY", "Japanese Yen", 0, "151.2"),
    ("CAD", "Canadian Dollar", 2, "1.3712"),
    ("AUD", "Australian Dollar", 2, "1.5208"),
    ("NZD", "New Zealand Dollar", 2, "1.6534"),
    ("SEK", "Swedish Krona", 2, "10.64"),
    ("NOK", "Norwegian Krone", 2, "10.81"),
    ("DKK", "Danish Krone", 2, "6.857"),
    ("ISK", "Icelandic Krona", 0, "138.4"),
    ("PLN", "Polish Zloty", 2, "3.973"),
    ("CZK", "Czech Koruna", 2, "23.21"),
    ("HUF", "Hungarian Forint", 2, "362.5"),
    ("RON", "Romanian Leu", 2, "4.573"),
    ("BGN", "Bulgarian Lev", 2, "1.798"),
    ("TRY", "Turkish Lira", 2, "32.4"),
    ("INR", "Indian Rupee", 2, "83.6"),
    ("BRL", "Brazilian Real", 2, "5.44"),
    ("MXN", "Mexican Peso", 2, "18.12"),
    ("ZAR", "South African Rand", 2, "18.25"),
    ("SGD", "Singapore Dollar", 2, "1.3481"),
    ("HKD", "Hong Kong Dollar", 2, "7.812"),
    ("KWD", "Kuwaiti Dinar", 3, "0.3068"),
    ("KRW", "South Korean Won", 0, "1378"),
];

const SIGNIFICANT_DIGITS: u32 = 10;

/// What a coin asks for a price: rate, and amounts in the coin's smallest unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) rate: Decimal,
    pub(crate) subtotal: u128,
    pub(crate) fee: u128,
}

/// One line of `/rates`.
#[derive(Debug, Clone)]
pub(crate) struct Listed {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
}

/// One line of `/currencies` that is not a coin.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fiat {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) decimals: u32,
    per_usd: Decimal,
}

/// The fixed prices of this sandbox.
#[derive(Debug)]
pub(crate) struct Market {
    usd: Vec<(&'static str, Decimal)>,
    fiats: Vec<Fiat>,
}

impl Coin {
    /// What sending money back costs: twice what a payment does.
    pub(crate) fn refund_fee(&self) -> u128 {
        self.fee.saturating_mul(2)
    }

    /// Whether a payment is final when it arrives.
    pub(crate) fn is_instant(&self) -> bool {
        self.chain == BY_LIGHTNING.chain
    }
}

impl Market {
    /// The printed rates, or with a seed the same ones shifted by at most 3 %.
    pub(crate) fn new(seed: Option<u64>) -> Self {
        let exact = |text: &str| text.parse::<Decimal>().expect("the table holds decimals");
        let usd = COINS.iter().map(|coin| (coin.code, shifted(exact(coin.usd), coin, seed))).collect();
        let fiats = FIATS
            .iter()
            .map(|&(code, name, decimals, rate)| Fiat { code, name, decimals, per_usd: exact(rate) })
            .collect();
        Self { usd, fiats }
    }

    pub(crate) fn fiats(&self) -> &[Fiat] {
        &self.fiats
    }

    /// Digits after the point that amounts of a currency have.
    pub(crate) fn digits(&self, code: &str) -> u32 {
        let fiat = self.fiats.iter().find(|fiat| fiat.code == code).map(|fiat| fiat.decimals);
        fiat.or_else(|| Some(coin(code)?.decimals)).unwrap_or(2)
    }

    pub(crate) fn knows(&self, code: &str) -> bool {
        self.in_usd(code).is_some()
    }

    /// Every code a rate can be asked for.
    pub(crate) fn listed(&self) -> impl Iterator<Item = Listed> + '_ {
        let coins = COINS.iter().map(|coin| Listed { code: coin.code, name: coin.name });
        let fiats = self.fiats.iter().map(|fiat| Listed { code: fiat.code, name: fiat.name });
        coins.chain(fiats)
    }

    fn per_usd(&self, code: &str) -> Option<Decimal> {
        self.fiats.iter().find(|fiat| fiat.code == code).map(|fiat| fiat.per_usd)
    }

    fn in_usd(&self, code: &str) -> Option<Decimal> {
        let code = LIGHTNING.iter().find(|way| way.code == code).map_or(code, |_| BITCOIN.code);
        let coin = self.usd.iter().find(|(known, _)| *known == code).map(|(_, usd)| *usd);
        coin.or_else(|| Decimal::ONE.checked_div(self.per_usd(code)?))
    }

    /// How many `quote` one `base` is worth, to ten significant digits.
    pub(crate) fn rate(&self, base: &str, quote: &str) -> Option<Decimal> {
        let base = self.in_usd(base)?;
        let rate = match self.per_usd(quote) {
            Some(per_usd) => base.checked_mul(per_usd)?,
            None => base.checked_div(self.in_usd(quote)?)?,
        };
        rate.round_sf(SIGNIFICANT_DIGITS).map(|rate| rate.normalize())
    }

    /// A price in US dollars, for the gateway's limits.
    pub(crate) fn dollars(&self, price: Decimal, currency: &str) -> Option<Decimal> {
        price.checked_mul(self.in_usd(currency)?)
    }

    /// What `coin` asks for `price`; rounded up, because the merchant never gets less. None past 2^127.
    pub(crate) fn ask(&self, coin: &Coin, price: Decimal, currency: &str) -> Option<Asked> {
        let rate = self.rate(coin.code, currency)?;
        Some(Asked { rate, subtotal: units_at(coin, price, rate)?, fee: coin.fee })
    }
}

fn shifted(usd: Decimal, coin: &Coin, seed: Option<u64>) -> Decimal {
    let stable = usd == Decimal::ONE;
    let Some(seed) = seed.filter(|_| !stable) else { return usd };
    let digest = Sha256::digest(format!("rate {seed} {}", coin.chain).as_bytes());
    let roll = i64::from(u16::from_be_bytes([digest[0], digest[1]]) % 601) - 300;
    let factor = Decimal::new(10_000 + roll, 4);
    usd.checked_mul(factor).and_then(|rate| rate.round_sf(8)).map_or(usd, |rate| rate.normalize())
}

/// What a price is in a coin's smallest unit at a rate; rounded up to what a quote shows.
pub(crate) fn units_at(coin: &Coin, price: Decimal, rate: Decimal) -> Option<u128> {
    let exact = price.checked_div(rate)?;
    to_units(exact.round_dp_with_strategy(coin.precision, RoundingStrategy::AwayFromZero), coin.decimals)
}

/// What smallest units are worth at a rate, rounded up to `digits`.
pub(crate) fn worth(units: u128, coin: &Coin, rate: Decimal, digits: u32) -> Option<Decimal> {
    let amount = Decimal::try_from_i128_with_scale(i128::try_from(units).ok()?, coin.decimals).ok()?;
    Some(amount.checked_mul(rate)?.round_dp_with_strategy(digits, RoundingStrategy::AwayFromZero))
}

/// Finds a coin by its code.
pub(crate) fn coin(code: &str) -> Option<&'static Coin> {
    COINS.iter().chain(&LIGHTNING).find(|coin| coin.code == code)
}

/// A decimal as smallest units; None if it has more digits than the coin or does not fit.
pub(crate) fn to_units(amount: Decimal, decimals: u32) -> Option<u128> {
    let amount = amount.normalize();
    let mantissa = u128::try_from(amount.mantissa()).ok()?;
    let power = decimals.checked_sub(amount.scale())?;
    mantissa.checked_mul(10_u128.checked_pow(power)?)
}

/// Reads plain decimal text as smallest units.
pub(crate) fn units_of(text: &str, decimals: u32) -> Option<u128> {
    to_units(text.parse().ok()?, decimals)
}

/// Smallest units as text in the coin's own unit, with at least `digits` decimals.
pub(crate) fn display(units: u128, decimals: u32, digits: u32) -> String {
    if units == 0 {
        return "0".to_owned();
    }
    let (decimals, digits) = (decimals as usize, digits as usize);
    let padded = format!("{units:0>width$}", width = decimals + 1);
    let (whole, fraction) = padded.split_at(padded.len() - decimals);
    let used = fraction.trim_end_matches('0').len().max(digits.min(decimals));
    if used == 0 { whole.to_owned() } else { format!("{whole}.{}", &fraction[..used]) }
}

/// A decimal as a JSON number with exactly its digits.
pub(crate) fn number(value: Decimal) -> Number {
    value.normalize().to_string().parse().expect("a decimal is a JSON number")
}

/// Smallest units as a JSON number in the coin's own unit.
pub(crate) fn units_number(units: u128, decimals: u32) -> Number {
    display(units, decimals, 0).parse().expect("digits with one point are a JSON number")
}

/// A JSON number, or a string that is one, as a decimal.
pub(crate) fn decimal_of(value: &Value) -> Option<Decimal> {
    match value {
        Value::Number(number) => decimal(&number.to_string()),
        Value::String(text) => decimal(text),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A JSON number or numeric string as a decimal, exactly; None if it does not fit.
pub(crate) fn decimal(text: &str) -> Option<Decimal> {
    let text = text.trim();
    if text.contains(['e', 'E']) {
        return Decimal::from_scientific(text).ok();
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if plain && digits.starts_with(|c: char| c.is_ascii_digit()) { Decimal::from_str_exact(text).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn price(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn the_documents_example_is_reproduced() {
        let market = Market::new(None);
        let ask = |code| market.ask(coin(code).unwrap(), price("20.5"), "USD").unwrap();
        assert_eq!((ask("BTC").subtotal, ask("BTC").fee), (33_100, 100));
        assert_eq!(ask("ETH").subtotal, 8_200_000_000_000_000);
        assert_eq!(ask("DAI").subtotal, 20_500_000_000_000_000_000, "beyond 2^64");
        assert_eq!(display(33_200, 8, 6), "0.000332");
        assert_eq!(display(8_200_000_000_000_000, 18, 6), "0.008200");
        assert_eq!(display(20_500_000_000_000_000_000, 18, 2), "20.50");
        assert_eq!(display(0, 8, 6), "0");
        assert_eq!(display(150_000_000, 8, 0), "1.5");
    }

    #[test]
    fn amounts_are_read_exactly_or_not_at_all() {
        assert_eq!(units_of("0.0012", 8), Some(120_000));
        assert_eq!(units_of("1.000000000000000001", 18), Some(1_000_000_000_000_000_001));
        assert_eq!(units_of("0.000000001", 8), None, "finer than the coin");
        assert_eq!(units_of("-1", 8), None);
        assert_eq!(decimal("1e2"), Some(price("100")));
        assert_eq!(decimal("10.00"), Some(price("10.00")));
        for bad in ["", "ten", "0x10", "1,5", "1_000", "--1", "1.2.3", "99999999999999999999999999999999"] {
            assert_eq!(decimal(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn a_seed_moves_rates_a_little_and_always_the_same_way() {
        let (one, again, other) = (Market::new(Some(1)), Market::new(Some(1)), Market::new(Some(2)));
        assert_eq!(one.rate("BTC", "USD"), again.rate("BTC", "USD"));
        assert_ne!(one.rate("BTC", "USD"), other.rate("BTC", "USD"));
        assert_eq!(one.rate("DAI", "USD"), Some(Decimal::ONE));
    }
}
