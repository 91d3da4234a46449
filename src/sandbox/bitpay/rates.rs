//! Rates, currencies and wallets: public, never signed.

use serde_json::{Value, json};

use crate::sandbox::call::Call;
use crate::sandbox::desk::Desk;
use crate::sandbox::market::{self, COINS, Coin};
use crate::sandbox::reply::{Refusal, Reply};

/// `GET /rates` and `GET /rates/:base`
pub(crate) fn all(desk: &Desk, base: Option<&str>) -> Result<Reply, Refusal> {
    let base = base.unwrap_or("BTC").to_uppercase();
    if !desk.market.knows(&base) {
        return Err(Refusal::unknown_object());
    }
    let line = |listed: market::Listed| {
        let rate = desk.market.rate(&base, listed.code)?;
        Some(json!({ "code": listed.code, "name": listed.name, "rate": market::number(rate) }))
    };
    let lines: Vec<Value> = desk.market.listed().filter_map(line).collect();
    Ok(Reply::data(&lines))
}

/// `GET /rates/:base/:quote`
pub(crate) fn one(desk: &Desk, base: &str, quote: &str) -> Result<Reply, Refusal> {
    let (base, quote) = (base.to_uppercase(), quote.to_uppercase());
    let rate = desk.market.rate(&base, &quote).ok_or_else(Refusal::unknown_object)?;
    let name = desk.market.listed().find(|listed| listed.code == quote).map_or("", |listed| listed.name);
    Ok(Reply::data(&json!({ "code": quote, "name": name, "rate": market::number(rate) })))
}

/// `GET /currencies`
pub(crate) fn currencies(desk: &Desk) -> Reply {
    let coins = COINS.iter().map(|coin| coin_line(desk, coin));
    let fiats = desk.market.fiats().iter().map(|fiat| {
        json!({
            "code": fiat.code, "symbol": fiat.code, "precision": fiat.decimals, "name": fiat.name,
            "plural": format!("{}s", fiat.name), "alts": fiat.code.to_lowercase(), "minimum": market::number(minimum(fiat.decimals)),
            "sanctioned": false, "decimals": fiat.decimals, "chain": "", "displayCode": fiat.code,
        })
    });
    Reply::data(&coins.chain(fiats).collect::<Vec<Value>>())
}

fn coin_line(desk: &Desk, coin: &Coin) -> Value {
    let off = desk.house.disabled.iter().any(|(code, _)| code == coin.code);
    json!({
        "code": coin.code, "symbol": coin.symbol, "precision": coin.precision, "name": coin.name,
        "plural": coin.name, "alts": coin.code.to_lowercase(), "minimum": market::number(minimum(coin.precision)),
        "sanctioned": off, "decimals": coin.decimals, "chain": coin.chain, "displayCode": coin.code,
        "maxSupply": coin.supply,
    })
}

fn minimum(digits: u32) -> rust_decimal::Decimal {
    rust_decimal::Decimal::new(if digits == 0 { 1 } else { 6 }, digits)
}

/// What a wallet can do with the payment codes: key, name, whether it reads payment requests, and its coins; no
/// coins means all.
const WALLETS: [(&str, &str, bool, &[&str]); 3] = [
    ("practice", "Practice wallet", true, &[]),
    ("practice-plain", "Practice wallet without payment requests", false, &["BTC", "LTC", "DOGE"]),
    ("practice-token", "Practice wallet for tokens", true, &["ETH", "DAI", "USDC"]),
];

/// `GET /supportedwallets`
pub(crate) fn wallets(call: &Call) -> Reply {
    let image = format!("{}/wallet.png", call.origin());
    let wallets = WALLETS.iter().map(|(key, name, requests, coins)| {
        let mine = COINS.iter().filter(|coin| coins.is_empty() || coins.contains(&coin.code));
        let currency = |coin: &Coin| {
            let qr = if *requests { "BIP72b" } else { "address" };
            json!({
                "code": coin.code, "p2p": true, "dappBrowser": coin.chain == "ETH", "payPro": requests, "image": image,
                "qr": { "type": qr, "collapsed": !requests }, "withdrawalFee": "0", "walletConnect": coin.chain == "ETH",
            })
        };
        let currencies: Vec<Value> = mine.map(currency).collect();
        json!({
            "key": key, "displayName": name, "avatar": image, "image": image, "paypro": requests, "payPro": requests,
            "currencies": currencies,
        })
    });
    Reply::data(&wallets.collect::<Vec<Value>>())
}
