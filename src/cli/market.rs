//! `ringup rates`, `currencies`, `balances`: what the gateway says coins are worth and what its ledgers hold.

use serde_json::json;

use super::ask::Asked;
use super::common::Common;
use super::exit::{Exit, Failure};
use super::out::Out;
use crate::gateway::port::Gateway;

/// Which rates.
#[derive(Debug, clap::Args)]
pub(crate) struct Rates {
    /// One currency only, such as EUR
    currency: Option<String>,
    /// What is priced
    #[arg(long, value_name = "CODE", default_value = "BTC")]
    base: String,
    /// Which connection
    #[arg(long, value_name = "NAME")]
    gateway: Option<String>,
}

/// Which connection.
#[derive(Debug, clap::Args)]
pub(crate) struct Which {
    /// Which connection
    #[arg(long, value_name = "NAME")]
    gateway: Option<String>,
}

pub(crate) async fn rates(args: Rates, common: &Common, out: &Out) -> Result<Exit, Failure> {
    let asked = Asked::open(common, args.gateway.as_deref()).await?;
    let outcome = show_rates(&args, asked.gateway.as_ref(), out).await;
    asked.close().await;
    outcome
}

async fn show_rates(args: &Rates, gateway: &dyn Gateway, out: &Out) -> Result<Exit, Failure> {
    let rates = match &args.currency {
        Some(currency) => vec![gateway.rate(&args.base, currency).await.map_err(Failure::office)?],
        None => gateway.rates(Some(&args.base)).await.map_err(Failure::office)?.rates,
    };
    for rate in &rates {
        let value = json!({"base": args.base, "code": rate.code, "name": rate.name, "rate": rate.rate.to_string()});
        out.answer(&format!("{:<8} {:>20}  {}", rate.code, rate.rate, rate.name), &value);
    }
    Ok(Exit::Good)
}

pub(crate) async fn currencies(args: Which, common: &Common, out: &Out) -> Result<Exit, Failure> {
    let asked = Asked::open(common, args.gateway.as_deref()).await?;
    let outcome = asked.gateway.currencies().await;
    asked.close().await;
    for known in outcome.map_err(Failure::office)? {
        let decimals = known.decimals.map_or_else(|| known.precision.to_string(), |decimals| decimals.to_string());
        out.answer(
            &format!("{:<8} {decimals:>3}  {}", known.code, known.name),
            &json!({"code": known.code, "symbol": known.symbol, "name": known.name, "precision": known.precision,
                "decimals": known.decimals, "minimum": known.minimum.map(|minimum| minimum.to_string()),
                "chain": known.chain}),
        );
    }
    Ok(Exit::Good)
}

pub(crate) async fn balances(args: Which, common: &Common, out: &Out) -> Result<Exit, Failure> {
    let asked = Asked::open(common, args.gateway.as_deref()).await?;
    let outcome = asked.gateway.balances().await;
    asked.close().await;
    for balance in outcome.map_err(Failure::office)? {
        out.answer(
            &format!("{:<8} {:>20}", balance.currency, balance.amount),
            &json!({"currency": balance.currency, "balance": balance.amount.to_string()}),
        );
    }
    Ok(Exit::Good)
}
