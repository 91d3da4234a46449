//! `ringup identity`: this till's SIN and public key. The private key never leaves the vault.

use serde_json::json;

use super::common::Common;
use super::exit::{Exit, Failure};
use super::out::Out;
use crate::gateway::bitpay::Identity;
use crate::service::pairing::Setup;
use crate::service::places::Places;

/// What to do with the identity.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Args {
    /// Print this till's SIN and public key
    Show,
    /// Make an identity, if this till has none
    New,
    /// Make another identity; connections paired with the old one must be paired again
    Replace {
        /// Yes, the old identity is to be given up
        #[arg(long)]
        yes: bool,
    },
}

pub(crate) async fn run(args: &Args, common: &Common, out: &Out) -> Result<Exit, Failure> {
    let options = common.options()?;
    let places = Places::new(&options.data_dir, common.practice);
    crate::file::private_folder(places.folder())
        .map_err(|error| Failure::new(Exit::Journal, "files", &format!("{}: {error}", places.folder().display())))?;
    let setup = Setup::open(places, options.passphrase).await?;
    let known = setup.identity().await?;
    match (args, known) {
        (Args::Show, Some(identity)) => show(&identity, out),
        (Args::Show, None) => {
            Err(Failure::new(Exit::Access, "no_identity", "This till has no identity yet. Try: ringup identity new"))
        }
        (Args::New, Some(identity)) => {
            show(&identity, out)?;
            Err(Failure::new(Exit::No, "has_identity", "This till has an identity. identity replace makes another."))
        }
        (Args::New, None) => show(&setup.new_identity().await?, out),
        (Args::Replace { yes: true }, _) => show(&setup.new_identity().await?, out),
        (Args::Replace { yes: false }, _) => Err(Failure::usage(
            "Connections paired with the present identity stop working until they are paired again. Add --yes.",
        )),
    }
}

fn show(identity: &Identity, out: &Out) -> Result<Exit, Failure> {
    let (sin, public) = (identity.sin(), identity.public_hex());
    out.answer(&format!("SIN         {sin}\npublic key  {public}"), &json!({"sin": sin, "public_key": public}));
    Ok(Exit::Good)
}
