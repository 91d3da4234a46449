//! Which dialect a connection speaks: found out when it is made and when it is checked, and kept in the settings.

use crate::config::Connection;
use crate::gateway::bitpay::btcpay::Access;
use crate::gateway::bitpay::btcpay::probe::{self, Dialect};
use crate::gateway::http::Http;
use crate::gateway::port::Error;
use crate::gateway::registry::{BITPAY, BTCPAY, PUBLIC};
use crate::secret::Secret;

/// The facade of every token a BTCPay Server gives.
const MERCHANT: &str = "merchant";

/// Asks the server of a connection what it is, and writes that into the connection. True when it was something else.
///
/// # Errors
/// [`Error`] when the server cannot be asked; the connection stays as it is.
pub(super) async fn recognise(connection: &mut Connection, http: &Http) -> Result<bool, Error> {
    let found = probe::dialect(http).await?;
    Ok(write(connection, found))
}

/// The same after a pairing was begun, whose answer may tell as well.
pub(super) async fn recognise_by(connection: &mut Connection, http: &Http, told: bool) -> Result<bool, Error> {
    if told { Ok(write(connection, Dialect::BtcPay)) } else { recognise(connection, http).await }
}

/// Finds out what a pasted text opens at the server of a connection, and writes that into the connection.
///
/// # Errors
/// [`Error::Auth`] when it opens nothing.
pub(super) async fn open_with(connection: &mut Connection, http: &Http, text: &Secret) -> Result<(), Error> {
    let facade = match probe::access(http, text).await? {
        Access::Store(_) => PUBLIC,
        Access::Key(_) | Access::Sin(_) => MERCHANT,
    };
    facade.clone_into(&mut connection.facade);
    Ok(())
}

/// Whether a connection is to a BTCPay Server.
pub(super) fn is_btcpay(connection: &Connection) -> bool {
    connection.kind == BTCPAY
}

fn write(connection: &mut Connection, found: Dialect) -> bool {
    let kind = match found {
        Dialect::BitPay => BITPAY,
        Dialect::BtcPay => BTCPAY,
    };
    let changed = connection.kind != kind;
    kind.clone_into(&mut connection.kind);
    if found == Dialect::BtcPay && connection.facade != PUBLIC {
        MERCHANT.clone_into(&mut connection.facade);
    }
    changed
}
