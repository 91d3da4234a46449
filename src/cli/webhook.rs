//! `ringup webhook verify`: whether a message is the gateway's, and which invoice it names.

use std::io::Read as _;
use std::path::PathBuf;

use serde_json::json;

use super::ask::Asked;
use super::common::Common;
use super::exit::{Exit, Failure};
use super::out::Out;
use crate::gateway::port::{Auth, Error, RawHttp};
use crate::service::error::Trouble;

/// The longest message read.
const BODY_MAX: u64 = 1 << 20;

/// What to do with a message.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Args {
    /// Check a message's signature against the connection's token; exit 0 it fits, 1 it does not or there is none
    Verify {
        /// The message's exact bytes; - reads them from standard input
        #[arg(long, value_name = "FILE")]
        body: PathBuf,
        /// What stands in its x-signature header
        #[arg(long, value_name = "S")]
        signature: Option<String>,
        /// Which connection
        #[arg(long, value_name = "NAME")]
        gateway: Option<String>,
    },
}

pub(crate) async fn run(args: Args, common: &Common, out: &Out) -> Result<Exit, Failure> {
    let Args::Verify { body, signature, gateway } = args;
    let bytes = read(&body).map_err(|error| Failure::usage(&format!("--body {}: {error}", body.display())))?;
    let headers = signature.map(|signature| ("x-signature".to_owned(), signature)).into_iter().collect();
    let asked = Asked::open(common, gateway.as_deref()).await?;
    let judged = asked.gateway.inbound(&RawHttp { headers, body: bytes });
    asked.close().await;
    match judged {
        Ok(hint) => {
            let said = if hint.signed { "The signature fits." } else { "It is not signed: a hint, and no more." };
            out.answer(
                &format!("{said} Invoice {}: {}.", hint.invoice, hint.word),
                &json!({"signed": hint.signed, "invoice": hint.invoice, "word": hint.word}),
            );
            Ok(if hint.signed { Exit::Good } else { Exit::No })
        }
        Err(Error::Auth { kind: Auth::Signature, .. }) => {
            out.answer(
                "The signature does not fit: the message is not the gateway's, or was changed on its way.",
                &json!({"signed": false, "code": "auth_signature"}),
            );
            Ok(Exit::No)
        }
        Err(error) => Err(Trouble::from(error).into()),
    }
}

fn read(path: &PathBuf) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        std::io::stdin().take(BODY_MAX).read_to_end(&mut bytes)?;
    } else {
        std::fs::File::open(path)?.take(BODY_MAX).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}
