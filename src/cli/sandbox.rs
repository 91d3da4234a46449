//! `ringup sandbox`: the practice gateway alone.

use std::net::SocketAddr;
use std::path::PathBuf;

use serde_json::json;

use super::exit::{Exit, Failure};
use super::out::Out;
use crate::sandbox::{self, Options};

/// What the sandbox takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Address to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Keep everything in this file, across restarts
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Make identifiers and rates repeatable
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Play a scenario from this file
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,
    /// Let the gateway's time run faster
    #[arg(long, value_name = "X", default_value = "1")]
    speed: sandbox::Speed,
    /// Let its time begin at this moment, such as 2026-03-02T06:00:00Z, where no state goes on [default: now]
    #[arg(long, value_name = "MOMENT")]
    begin: Option<jiff::Timestamp>,
    /// Enforce the gateway's rate limits
    #[arg(long)]
    limits: bool,
    /// Which system to play
    #[arg(long, value_name = "NAME", default_value = "bitpay", value_parser = ["bitpay", "btcpay"])]
    dialect: String,
}

pub(crate) async fn run(args: Args, out: &Out) -> Result<Exit, Failure> {
    if !args.listen.ip().is_loopback() {
        return Err(Failure::usage(&format!(
            "--listen {}: the practice gateway listens on this machine only, such as 127.0.0.1:8080.",
            args.listen
        )));
    }
    let options = Options {
        listen: args.listen,
        state: args.state,
        seed: args.seed,
        scenario: args.scenario,
        speed: args.speed,
        begin: args.begin.map(jiff::Timestamp::as_millisecond),
        limits: args.limits,
        dialect: if args.dialect == "btcpay" { sandbox::Dialect::BtcPay } else { sandbox::Dialect::BitPay },
        ..Options::default()
    };
    let running = sandbox::start(options).await.map_err(|error| Failure::usage(&error.to_string()))?;
    out.answer(&format!("listening on {}", running.url()), &json!({"event": "listening", "url": running.url()}));
    super::end::asked().await;
    running.shutdown().await;
    Ok(Exit::Good)
}
