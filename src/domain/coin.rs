//! Coin amounts: integer base units with a scale, because 18 decimals pass 64 bits at 18 ether.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What a gateway accepts besides shop money: a coin on a network, under the gateway's own code.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AssetId {
    /// The gateway's own word, kept as received (`USDC_m`).
    pub code: String,
    /// The coin's usual symbol (`USDC`).
    pub symbol: String,
    /// The network, where the same coin lives on several, or Lightning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network: Option<String>,
}

/// An exact coin amount: `units` of 10^-`scale`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Coin {
    /// Base units.
    pub units: u128,
    /// Decimals of the coin's own unit, at most 30.
    pub scale: u8,
}

impl Coin {
    /// The most decimals a coin may have here.
    pub const MAX_SCALE: u8 = 30;

    /// Reads plain decimal text (`0.000331`) at a coin's scale; trailing zeroes beyond the scale are fine, digits are not.
    #[must_use]
    pub fn parse(text: &str, scale: u8) -> Option<Self> {
        if scale > Self::MAX_SCALE {
            return None;
        }
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let decimals = decimals.trim_end_matches('0');
        let width = usize::from(scale);
        let plain = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || decimals.len() > width || !plain(whole) || !plain(decimals) {
            return None;
        }
        format!("{whole}{decimals:0<width$}").parse().ok().map(|units| Self { units, scale })
    }
}

impl fmt::Display for Coin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = usize::from(self.scale);
        let digits = format!("{:0>least$}", self.units, least = width + 1);
        let (whole, decimals) = digits.split_at(digits.len() - width);
        if decimals.is_empty() { f.write_str(whole) } else { write!(f, "{whole}.{decimals}") }
    }
}

impl fmt::Debug for Coin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// At rest a coin amount is text such as `33200@8`: base units and scale, exact beyond 64 bits.
impl Serialize for Coin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}@{}", self.units, self.scale))
    }
}

impl<'de> Deserialize<'de> for Coin {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let parsed = text.split_once('@').and_then(|(units, scale)| {
            let coin = Self { units: units.parse().ok()?, scale: scale.parse().ok()? };
            (coin.scale <= Self::MAX_SCALE).then_some(coin)
        });
        parsed.ok_or_else(|| serde::de::Error::custom(format!("`{text}` is not a coin amount such as 33200@8")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_past_64_bits_stay_exact() {
        let dai = Coin::parse("20.50", 18).unwrap();
        assert_eq!(dai.units, 20_500_000_000_000_000_000);
        assert_eq!(dai.to_string(), "20.500000000000000000");
        assert_eq!(Coin::parse("0.000332", 8).unwrap().to_string(), "0.00033200");
        assert_eq!(Coin { units: 5, scale: 0 }.to_string(), "5");
    }

    #[test]
    fn what_does_not_fit_the_scale_is_refused() {
        for text in ["", ".", ".5", "1.123456789", "-1", "+1", "1e3", "1.2.3"] {
            assert_eq!(Coin::parse(text, 8), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn display_and_parse_agree(units: u128, scale in 0..=30_u8) {
            let coin = Coin { units, scale };
            proptest::prop_assert_eq!(Coin::parse(&coin.to_string(), scale), Some(coin));
            let json = serde_json::to_string(&coin).unwrap();
            proptest::prop_assert_eq!(serde_json::from_str::<Coin>(&json).unwrap(), coin);
        }
    }

    #[test]
    fn an_amount_reads_in_a_log_as_it_reads_elsewhere() {
        assert_eq!(format!("{:?}", Coin { units: 33_200, scale: 8 }), "0.00033200");
    }
}
