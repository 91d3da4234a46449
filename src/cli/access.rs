//! `ringup tokens` and `ringup connect tills|link|unlink|approve|code`: who may use a connection.

use serde_json::json;

use super::ask::Asked;
use super::common::Common;
use super::exit::{Exit, Failure};
use super::out::Out;
use crate::domain::capability::Cap;
use crate::gateway::port::{Access, Error};

/// What to do with tokens.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Tokens {
    /// The tokens this till's key may use; the tokens themselves are not printed
    List {
        /// Which connection
        #[arg(long, value_name = "NAME")]
        gateway: Option<String>,
    },
}

/// What to do with the tills of a connection.
#[derive(Debug, Clone)]
pub(crate) enum Tills {
    /// Lists them.
    List,
    /// Lets one in.
    Link(String),
    /// Takes one out.
    Unlink(String),
    /// Approves what another till asked for.
    Approve { code: String, facade: String },
    /// Makes a code another till claims.
    Code,
}

pub(crate) async fn tokens(args: Tokens, common: &Common, out: &Out) -> Result<Exit, Failure> {
    let Tokens::List { gateway } = args;
    let asked = Asked::open(common, gateway.as_deref()).await?;
    let outcome = match asked.gateway.access() {
        Some(access) => access.tokens().await,
        None => Err(Error::Unsupported(Cap::Tokens)),
    };
    asked.close().await;
    for granted in outcome.map_err(Failure::office)? {
        let mark = if granted.in_use { "  in use by this connection" } else { "" };
        out.answer(&format!("{}{mark}", granted.facade), &json!({"facade": granted.facade, "in_use": granted.in_use}));
    }
    Ok(Exit::Good)
}

pub(crate) async fn tills(act: Tills, name: Option<&str>, common: &Common, out: &Out) -> Result<Exit, Failure> {
    let asked = Asked::open(common, name).await?;
    let outcome = match asked.gateway.access() {
        Some(access) => carry_out(act, access, out).await,
        None => Err(Error::Unsupported(Cap::Identities)),
    };
    asked.close().await;
    outcome.map(|()| Exit::Good).map_err(Failure::office)
}

async fn carry_out(act: Tills, access: &dyn Access, out: &Out) -> Result<(), Error> {
    match act {
        Tills::List => {
            for till in access.linked().await? {
                let mark = if till.own { "  this till" } else { "" };
                out.answer(&format!("{}{mark}", till.sin), &json!({"sin": till.sin, "own": till.own}));
            }
        }
        Tills::Link(sin) => {
            access.link(&sin).await?;
            out.answer(&format!("{sin} may use this connection now."), &json!({"linked": sin}));
        }
        Tills::Unlink(sin) => {
            access.unlink(&sin).await?;
            out.answer(&format!("{sin} may not use this connection any more."), &json!({"unlinked": sin}));
        }
        Tills::Approve { code, facade } => {
            access.approve(&code, &facade).await?;
            out.answer(&format!("{code} is approved for {facade}."), &json!({"approved": code, "facade": facade}));
        }
        Tills::Code => {
            let made = access.make_code().await?;
            let text =
                format!("Code {}. On the other till: ringup connect bitpay --url URL --code {}", made.code, made.code);
            out.answer(&text, &json!({"code": made.code, "facade": made.facade}));
        }
    }
    Ok(())
}
