//! The command line: the same services as the window, one file per command.

mod access;
mod ask;
mod common;
mod connect;
mod end;
mod exit;
mod export;
mod identity;
mod invoice;
mod journal;
mod late;
mod ledger;
mod market;
mod out;
mod products;
mod reconcile;
mod refund;
mod report;
mod sales;
mod sandbox;
mod sell;
mod shift;
mod takings;
mod webhook;
mod window;
mod work;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use common::Common;
use exit::{Exit, Failure};
use out::Out;

/// A till for shops that take crypto payments.
#[derive(Debug, Parser)]
#[command(name = "ringup", version, about, long_about = None, max_term_width = 100)]
#[command(after_help = "Exit codes: 0 good, 1 the answer is no, 2 wrong usage or input, 3 not connected or not \
                        allowed, 4 gateway unreachable or outcome unknown, 5 journal damaged, locked or disk full.")]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Open the till in full screen, without a way out by the window manager
    Kiosk,
    /// Ring up and charge one sale
    Sell(sell::Args),
    /// Show recent sales
    #[command(subcommand)]
    Sales(sales::Args),
    /// Give money of a sale back, once
    Refund(refund::Args),
    /// List and decide money that came late
    #[command(subcommand)]
    Late(late::Args),
    /// Show what a period brought in
    Takings(takings::Args),
    /// Read or close the shift
    #[command(subcommand)]
    Report(report::Args),
    /// Open, move and count the drawer's cash
    #[command(subcommand)]
    Shift(shift::Args),
    /// Finish whatever an earlier crash or outage left open
    Resolve,
    /// Pair with a gateway, or list, check and remove connections
    #[command(subcommand)]
    Connect(connect::Args),
    /// Show or make this till's identity; the private key is never printed
    #[command(subcommand)]
    Identity(identity::Args),
    /// Show what the gateway says of invoices, and tell it how customers can be reached
    #[command(subcommand)]
    Invoice(invoice::Args),
    /// Show what coins are worth
    Rates(market::Rates),
    /// Show the currencies and coins the gateway knows
    Currencies(market::Which),
    /// Show what the gateway's ledgers hold
    Balances(market::Which),
    /// Fetch and show the gateway's own book
    #[command(subcommand)]
    Ledger(ledger::Args),
    /// Show what the gateway paid out
    #[command(subcommand)]
    Settlements(ledger::Settlements),
    /// Show the tokens this till's key may use
    #[command(subcommand)]
    Tokens(access::Tokens),
    /// Check a message of the gateway
    #[command(subcommand)]
    Webhook(webhook::Args),
    /// Write the books of a period for other programs
    Export(export::Args),
    /// Check and read the journal
    #[command(subcommand)]
    Journal(journal::Args),
    /// Compare sales, invoices and ledger; exit 1 if anything is open
    Reconcile(reconcile::Args),
    /// List, import or export the catalogue
    #[command(subcommand)]
    Products(products::Args),
    /// Run the practice gateway alone
    Sandbox(sandbox::Args),
    /// Print shell completions
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// Runs the program and answers its exit code.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    start_log();
    let out = Out::new(cli.common.json);
    let outcome = match cli.command {
        None => window::run(&cli.common, false),
        Some(Command::Kiosk) => window::run(&cli.common, true),
        Some(Command::Completions { shell }) => {
            clap_complete::generate(shell, &mut Cli::command(), "ringup", &mut std::io::stdout());
            Ok(Exit::Good)
        }
        Some(Command::Man) => man(),
        Some(command) => match runtime() {
            Ok(runtime) => runtime.block_on(run(command, &cli.common, &out)),
            Err(failure) => Err(failure),
        },
    };
    match outcome {
        Ok(exit) => exit.into(),
        Err(failure) => {
            out.failure(&failure);
            failure.exit.into()
        }
    }
}

async fn run(command: Command, common: &Common, out: &Out) -> Result<Exit, Failure> {
    match command {
        Command::Sell(args) => sell::run(args, common, out).await,
        Command::Sales(args) => sales::run(args, common, out).await,
        Command::Refund(args) => refund::run(args, common, out).await,
        Command::Late(args) => late::run(args, common, out).await,
        Command::Takings(args) => takings::run(args, common, out).await,
        Command::Report(args) => report::run(args, common, out).await,
        Command::Shift(args) => shift::run(args, common, out).await,
        Command::Resolve => sales::resolve(common, out).await,
        Command::Connect(args) => connect::run(args, common, out).await,
        Command::Identity(args) => identity::run(&args, common, out).await,
        Command::Invoice(args) => invoice::run(args, common, out).await,
        Command::Rates(args) => market::rates(args, common, out).await,
        Command::Currencies(args) => market::currencies(args, common, out).await,
        Command::Balances(args) => market::balances(args, common, out).await,
        Command::Ledger(args) => ledger::run(args, common, out).await,
        Command::Settlements(args) => ledger::settlements(args, common, out).await,
        Command::Tokens(args) => access::tokens(args, common, out).await,
        Command::Webhook(args) => webhook::run(args, common, out).await,
        Command::Export(args) => export::run(args, common, out).await,
        Command::Journal(args) => journal::run(args, common, out).await,
        Command::Products(args) => products::run(&args, common, out),
        Command::Reconcile(args) => reconcile::run(args, common, out).await,
        Command::Sandbox(args) => sandbox::run(args, out).await,
        Command::Kiosk | Command::Completions { .. } | Command::Man => Ok(Exit::Good),
    }
}

fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Failure::usage(&format!("The system gives no threads: {error}")))
}

fn man() -> Result<Exit, Failure> {
    clap_mangen::Man::new(Cli::command())
        .render(&mut std::io::stdout())
        .map_err(|error| Failure::usage(&error.to_string()))?;
    Ok(Exit::Good)
}

/// Diagnostics go to stderr, quiet unless `RINGUP_LOG` asks for more.
fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("RINGUP_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("error"));
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false).try_init();
}
