//! BitPay's coin codes: symbol, network and decimals.

use crate::domain::coin::AssetId;

/// Decimals by symbol. A coin that is not here is shown as the gateway prints it and never computed with.
const DECIMALS: [(&str, u8); 28] = [
    ("BTC", 8),
    ("BCH", 8),
    ("LTC", 8),
    ("DOGE", 8),
    ("XRP", 6),
    ("ETH", 18),
    ("WETH", 18),
    ("MATIC", 18),
    ("POL", 18),
    ("SOL", 9),
    ("USDC", 6),
    ("USDT", 6),
    ("PYUSD", 6),
    ("EUROC", 6),
    ("EURC", 6),
    ("GUSD", 2),
    ("USDP", 18),
    ("PAX", 18),
    ("BUSD", 18),
    ("DAI", 18),
    ("WBTC", 8),
    ("SHIB", 18),
    ("APE", 18),
    ("UNI", 18),
    ("LINK", 18),
    ("CRO", 8),
    ("BNB", 18),
    ("AVAX", 18),
];

const NETWORKS: [(&str, &str); 6] =
    [("m", "Polygon"), ("e", "Ethereum"), ("arb", "Arbitrum"), ("base", "Base"), ("op", "Optimism"), ("sol", "Solana")];

const LIGHTNING: &str = "Lightning";

/// Reads a coin code such as `BTC`, `USDC_m`, `BTC-LN`.
#[must_use]
pub fn asset(code: &str) -> AssetId {
    let made = |symbol: &str, network: Option<&str>| AssetId {
        code: code.to_owned(),
        symbol: symbol.to_owned(),
        network: network.map(str::to_owned),
    };
    if matches!(code, "LN" | "BTCLN" | "LNBTC") {
        return made("BTC", Some(LIGHTNING));
    }
    let Some((symbol, suffix)) = code.split_once(['_', '-']) else { return made(code, None) };
    if suffix.to_ascii_uppercase().starts_with("LN") || suffix.eq_ignore_ascii_case(LIGHTNING) {
        return made(symbol, Some(LIGHTNING));
    }
    let known = NETWORKS.iter().find(|(word, _)| suffix.eq_ignore_ascii_case(word));
    made(symbol, Some(known.map_or(suffix, |(_, network)| network)))
}

/// How many decimals a coin has, where that is known.
#[must_use]
pub fn decimals(asset: &AssetId) -> Option<u8> {
    DECIMALS.iter().find(|(symbol, _)| *symbol == asset.symbol).map(|(_, decimals)| *decimals)
}

/// The place in the picker: bitcoin first, then Lightning, then the gateway's order.
#[must_use]
pub fn rank(asset: &AssetId) -> u8 {
    match (asset.symbol.as_str(), asset.network.as_deref()) {
        ("BTC", None) => 0,
        (_, Some(LIGHTNING)) => 1,
        _ => 2,
    }
}

/// Confirmations to completion, where an answer does not say: PROTOCOL §6.
#[must_use]
pub fn target_confirmations(asset: &AssetId) -> Option<u32> {
    match asset.symbol.as_str() {
        "BTC" | "BCH" | "LTC" => Some(6),
        "DOGE" => Some(40),
        _ if asset.network.is_none() && decimals(asset) == Some(18) => Some(50),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bp2_02_codes_carry_symbol_and_network() {
        let read = |code: &str| {
            let asset = asset(code);
            assert_eq!(asset.code, code, "the gateway's own word is kept");
            (asset.symbol.clone(), asset.network.clone().unwrap_or_default(), decimals(&asset), rank(&asset))
        };
        let made =
            |symbol: &str, network: &str, decimals, rank| (symbol.to_owned(), network.to_owned(), decimals, rank);
        assert_eq!(read("BTC"), made("BTC", "", Some(8), 0));
        assert_eq!(read("BTC-LN"), made("BTC", "Lightning", Some(8), 1));
        assert_eq!(read("LNBTC"), made("BTC", "Lightning", Some(8), 1));
        assert_eq!(read("USDC_m"), made("USDC", "Polygon", Some(6), 2));
        assert_eq!(read("MATIC_e"), made("MATIC", "Ethereum", Some(18), 2));
        assert_eq!(read("GUSD"), made("GUSD", "", Some(2), 2));
        assert_eq!(read("NEW_z"), made("NEW", "z", None, 2));
    }

    #[test]
    fn bp2_63_confirmations_depend_on_the_coin() {
        let targets = ["BTC", "DOGE", "ETH", "DAI", "XRP"].map(|code| target_confirmations(&asset(code)));
        assert_eq!(targets, [Some(6), Some(40), Some(50), Some(50), None]);
    }
}
