//! `ringup connect`: pairing with gateways, and their health.

use serde_json::json;

use super::access::{self, Tills};
use super::common::Common;
use super::exit::{Exit, Failure, exit_of_gateway};
use super::out::Out;
use crate::domain::capability::Cap;
use crate::domain::connection::{Checked, Held, TokenState};
use crate::gateway::bitpay::Facade;
use crate::gateway::bitpay::pairing::Approval;
use crate::gateway::port::{self, Environment};
use crate::secret::Secret;
use crate::service::connections::Connections;
use crate::service::error::Trouble;
use crate::service::pairing::{NewConnection, Setup, environment_of};
use crate::service::places::Places;

/// What to do with connections.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Args {
    /// Pair with BitPay or a gateway that speaks its language
    Bitpay(Bitpay),
    /// The connections of this till
    List,
    /// Ask every connection whether it works; finishes a pairing the owner has approved
    Check {
        /// One connection only
        name: Option<String>,
    },
    /// The tills that share a connection
    Tills {
        /// Which connection [default: the first]
        #[arg(long)]
        name: Option<String>,
    },
    /// Let another till use a connection, by its id (SIN)
    Link {
        /// The other till's id
        sin: String,
        /// Which connection [default: the first]
        #[arg(long)]
        name: Option<String>,
    },
    /// Take a till off a connection; this till and the last one stay
    Unlink {
        /// The other till's id
        sin: String,
        /// Which connection [default: the first]
        #[arg(long)]
        name: Option<String>,
    },
    /// Approve what another till asked for (merchant connections)
    Approve {
        /// The pairing code the other till shows
        code: String,
        /// What it asked for
        #[arg(long, default_value = "pos", value_parser = ["pos", "merchant"])]
        facade: String,
        /// Which connection [default: the first]
        #[arg(long)]
        name: Option<String>,
    },
    /// Make a code another till can claim (merchant connections)
    Code {
        /// Which connection [default: the first]
        #[arg(long)]
        name: Option<String>,
    },
    /// Forget a connection
    Remove {
        /// Its name
        name: String,
    },
}

/// How to pair.
#[derive(Debug, clap::Args)]
pub(crate) struct Bitpay {
    /// Scheme and host, such as https://test.bitpay.com
    #[arg(long)]
    url: String,
    /// Your name for the connection
    #[arg(long, default_value = "bitpay")]
    name: String,
    /// An open point-of-sale token from the dashboard; - reads it from standard input
    #[arg(long, value_name = "T", conflicts_with_all = ["code", "request"], required_unless_present_any = ["code", "request"])]
    pos_token: Option<String>,
    /// A pairing code from the dashboard
    #[arg(long, conflicts_with = "request")]
    code: Option<String>,
    /// Ask for a token; the owner approves it in the dashboard
    #[arg(long)]
    request: bool,
    /// What to ask for
    #[arg(long, default_value = "pos", value_parser = ["pos", "merchant"])]
    facade: String,
    /// How this till is called in the dashboard
    #[arg(long, default_value = "Ringup till")]
    label: String,
}

/// What of `args` is about the tills of a connection.
fn of_tills(args: &Args) -> Option<(Tills, Option<&str>)> {
    let (act, name) = match args {
        Args::Tills { name } => (Tills::List, name),
        Args::Link { sin, name } => (Tills::Link(sin.clone()), name),
        Args::Unlink { sin, name } => (Tills::Unlink(sin.clone()), name),
        Args::Approve { code, facade, name } => (Tills::Approve { code: code.clone(), facade: facade.clone() }, name),
        Args::Code { name } => (Tills::Code, name),
        Args::Bitpay(_) | Args::List | Args::Check { .. } | Args::Remove { .. } => return None,
    };
    Some((act, name.as_deref()))
}

pub(crate) async fn run(args: Args, common: &Common, out: &Out) -> Result<Exit, Failure> {
    if let Some((act, name)) = of_tills(&args) {
        return access::tills(act, name, common, out).await;
    }
    let options = common.options()?;
    let places = Places::new(&options.data_dir, common.practice);
    crate::file::private_folder(places.folder())
        .map_err(|error| Failure::new(Exit::Journal, "files", &format!("{}: {error}", places.folder().display())))?;
    let connections = Connections::open(places, options.passphrase).await?;
    let setup = connections.setup();
    match args {
        Args::Bitpay(args) => pair(args, setup, out).await,
        Args::List => list(setup, out),
        Args::Check { name } => check(&connections, name, out).await,
        Args::Remove { name } => {
            setup.remove(&name).await?;
            out.answer(&format!("{name} is forgotten. Its payments stay in the book."), &json!({"removed": name}));
            Ok(Exit::Good)
        }
        Args::Tills { .. } | Args::Link { .. } | Args::Unlink { .. } | Args::Approve { .. } | Args::Code { .. } => {
            Ok(Exit::Good)
        }
    }
}

async fn pair(args: Bitpay, setup: &Setup, out: &Out) -> Result<Exit, Failure> {
    let environment = environment_of(&args.url).map_err(|error| Failure::usage(&format!("--url: {error}")))?;
    let new = NewConnection { name: args.name.clone(), url: args.url.clone(), environment };
    if args.request {
        let facade = Facade::from_word(&args.facade).unwrap_or(Facade::Pos);
        let waiting = setup.request(&new, facade, &args.label).await.map_err(Failure::office)?;
        let text = format!(
            "Code {}. Approve it at {} and run: ringup connect check {}\nThis till's ID (SIN): {}",
            waiting.code, waiting.approval_url, args.name, waiting.sin
        );
        out.answer(
            &text,
            &json!({"waiting": args.name, "code": waiting.code, "url": waiting.approval_url, "sin": waiting.sin,
                    "expires": waiting.expires.map(|moment| moment.rfc3339(0))}),
        );
        return Ok(Exit::Good);
    }
    let connection = match (args.pos_token, args.code) {
        (Some(token), _) => setup.paste(&new, Secret::new(read_token(token)?)).await.map_err(Failure::office)?,
        (None, Some(code)) => setup.claim(&new, &code).await.map_err(Failure::office)?,
        (None, None) => return Err(Failure::usage("Give one of --pos-token, --code or --request.")),
    };
    let signed = if connection.signed { "signed" } else { "unsigned" };
    out.answer(
        &format!("{} is connected to {} ({} facade, {signed}).", connection.name, connection.url, connection.facade),
        &json!({"connected": connection.name, "url": connection.url, "facade": connection.facade,
                "signed": connection.signed, "environment": connection.environment}),
    );
    Ok(Exit::Good)
}

/// A token on the command line is visible to other programs of this machine; `-` avoids that.
fn read_token(token: String) -> Result<String, Failure> {
    if token != "-" {
        return Ok(token);
    }
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(|error| Failure::usage(&format!("--pos-token -: {error}")))?;
    Ok(line.trim().to_owned())
}

fn list(setup: &Setup, out: &Out) -> Result<Exit, Failure> {
    let config = setup.config()?;
    if config.connections.is_empty() {
        out.say("No gateway is connected. Try: ringup connect bitpay --url https://test.bitpay.com --request");
    }
    for connection in &config.connections {
        let state = if connection.pairing_code.is_empty() { "ready" } else { "waits for approval" };
        out.say(&format!(
            "{}  {}  {}  {}  {state}",
            connection.name, connection.kind, connection.url, connection.facade
        ));
    }
    out.object(&json!({"connections": config.connections}));
    Ok(Exit::Good)
}

async fn check(connections: &Connections, name: Option<String>, out: &Out) -> Result<Exit, Failure> {
    let setup = connections.setup();
    let mut worst = Exit::Good;
    let office = connections.office().await?;
    let wanted = office.held.iter().filter(|held| name.as_ref().is_none_or(|name| held.name == *name));
    let mut any = false;
    for held in wanted {
        any = true;
        if !held.waiting.is_empty() && !finish(setup, &held.name, out).await? {
            worst = Exit::Access;
            continue;
        }
        let exit = match connections.check(&held.name).await {
            Ok(checked) => tell(held, &checked, out),
            Err(Trouble::Gateway(error)) => broken(held, &error, out),
            Err(trouble) => return Err(trouble.into()),
        };
        if exit != Exit::Good {
            worst = exit;
        }
    }
    if !any {
        return Err(Failure::new(Exit::Access, "not_connected", "No such connection. ringup connect list shows them."));
    }
    Ok(worst)
}

async fn finish(setup: &Setup, name: &str, out: &Out) -> Result<bool, Failure> {
    let approval = setup.check(name).await.map_err(Failure::office)?;
    let (good, text) = match approval {
        Approval::Approved { .. } => (true, "approved"),
        Approval::Waiting => (false, "waits for the owner's approval"),
        Approval::Refused => (false, "was refused or has ended; pair again"),
    };
    out.answer(&format!("{name} {text}."), &json!({"connection": name, "approved": good, "state": text}));
    Ok(good)
}

/// What a look at the gateway found: the same the window shows.
fn tell(held: &Held, checked: &Checked, out: &Out) -> Exit {
    let refused = checked.token == TokenState::Invalidated;
    let works = if refused { "is reached, but its token is not accepted any more" } else { "works" };
    out.say(&format!("{} {works}: {} ({}).", held.name, held.host(), money(held.environment)));
    out.say(&format!("  answer in {} ms, clock {}", checked.round_trip.as_millis(), clock(checked.skew_ms)));
    if let Some(sin) = &held.sin {
        out.say(&format!("  this till's ID (SIN) {sin}"));
    }
    if let Some(budget) = checked.creates {
        out.say(&format!("  {} of about {} invoices of this hour are used", budget.used, budget.limit));
    }
    if let Some(left) = checked.calls_left {
        out.say(&format!("  {left} calls left before the gateway asks to wait"));
    }
    if !checked.facades.is_empty() {
        out.say(&format!("  tokens of this key: {}", checked.facades.join(", ")));
    }
    if let Some(tills) = &checked.tills {
        out.say(&format!("  tills on this token: {} (ringup connect tills)", tills.len()));
    }
    for cap in Cap::ALL {
        let mark = if checked.caps.has(cap) { '✓' } else { '–' };
        out.say(&format!("  {mark} {}", json!(cap).as_str().unwrap_or_default().replace('_', " ")));
    }
    out.object(&json!({"connection": held.name, "ok": !refused, "host": held.host(), "environment": held.environment,
        "facade": held.facade, "authorised": checked.authorised, "skew_ms": checked.skew_ms,
        "can": checked.caps.iter().collect::<Vec<_>>(), "sin": held.sin.as_deref().unwrap_or_default(),
        "creates": checked.creates.map(|budget| json!({"used": budget.used, "limit": budget.limit})),
        "calls_left": checked.calls_left, "tokens": checked.facades,
        "tills": checked.tills.as_ref().map(Vec::len)}));
    if refused { Exit::Access } else { Exit::Good }
}

fn broken(held: &Held, error: &port::Error, out: &Out) -> Exit {
    out.answer(
        &format!("{} does not work: {error}.", held.name),
        &json!({"connection": held.name, "ok": false, "code": error.code(), "text": error.to_string()}),
    );
    exit_of_gateway(error)
}

fn money(environment: Environment) -> &'static str {
    match environment {
        Environment::Practice => "practice",
        Environment::Test => "test, no real money",
        Environment::Live => "live",
    }
}

/// How far this computer's clock is from the gateway's.
fn clock(skew_ms: Option<i64>) -> String {
    match skew_ms.map(|ms| ms / 1000) {
        None => "not told".to_owned(),
        Some(0) => "right".to_owned(),
        Some(seconds) if seconds > 0 => format!("{seconds} s behind"),
        Some(seconds) => format!("{} s ahead", seconds.unsigned_abs()),
    }
}
