//! Practice: the built-in gateway with books of its own, and a simulated customer.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use reqwest::Method;
use serde_json::json;

use super::error::Trouble;
use crate::config::{Config, Connection};
use crate::domain::environment::Environment;
use crate::domain::id::InvoiceId;
use crate::domain::money::Currency;
use crate::gateway::bitpay::Identity;
use crate::gateway::http::{Call, Http, Intent, Timeouts};
use crate::sandbox::{self, Options, Sandbox};
use crate::secret::Secret;

/// The name of the practice connection.
pub const CONNECTION: &str = "practice";
/// How the simulated customer pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pay {
    /// The exact amount.
    Exact,
    /// Half of it.
    Half,
    /// Twice of it.
    Double,
}

impl Pay {
    fn amount(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Half => "half",
            Self::Double => "double",
        }
    }
}

/// The running practice gateway.
#[derive(Debug)]
pub struct Practice {
    url: String,
    http: Http,
    /// The server; taken out when it is stopped.
    server: Mutex<Option<Sandbox>>,
}

impl Practice {
    /// Starts the gateway on the port it had last time if that is free, so that codes on a customer's phone live on.
    ///
    /// # Errors
    /// [`Trouble::Practice`].
    pub async fn start(folder: &Path) -> Result<Self, Trouble> {
        let port_file = folder.join("gateway.port");
        let last = std::fs::read_to_string(&port_file).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0);
        let server = match serve(folder, last).await {
            Ok(server) => server,
            Err(_) if last != 0 => serve(folder, 0).await?,
            Err(trouble) => return Err(trouble),
        };
        let _ = crate::file::replace_if_changed(&port_file, server.addr().port().to_string().as_bytes());
        let http = Http::new(&server.url(), Timeouts::default(), super::clock::now)?;
        Ok(Self { url: server.url(), http, server: Mutex::new(Some(server)) })
    }

    /// Stops the gateway; its state is on the disk.
    pub async fn stop(&self) {
        let server = self.server.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(server) = server {
            server.shutdown().await;
        }
    }

    /// Whether this till was approved here before, with this token. It runs in this program, so no call is needed to know.
    #[must_use]
    pub fn admits(&self, token: &Secret, identity: &Identity) -> bool {
        let server = self.server.lock().unwrap_or_else(PoisonError::into_inner);
        server.as_ref().is_some_and(|server| server.admits(token.expose(), identity.sin()))
    }

    /// Where it listens.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Lets the simulated customer pay an invoice.
    ///
    /// # Errors
    /// [`Trouble::Practice`].
    pub async fn pay(&self, invoice: &InvoiceId, pay: Pay) -> Result<(), Trouble> {
        let body = json!({"coin": "BTC", "amount": pay.amount()});
        self.control(&["_sandbox", "invoices", invoice.as_str(), "pay"], &body).await
    }

    /// Approves a pairing, as the owner would in the dashboard.
    ///
    /// # Errors
    /// [`Trouble::Practice`].
    pub async fn approve(&self, pairing_code: &str) -> Result<(), Trouble> {
        self.control(&["_sandbox", "approve"], &json!({"pairingCode": pairing_code})).await
    }

    async fn control(&self, path: &[&str], body: &serde_json::Value) -> Result<(), Trouble> {
        let call = Call {
            method: Method::POST,
            url: self.http.url(path, &[]),
            headers: vec![("content-type", "application/json".to_owned())],
            body: body.to_string().into_bytes(),
            intent: Intent::Write,
        };
        let reply = self.http.send(call).await?;
        if reply.status == 200 { Ok(()) } else { Err(Trouble::Practice(format!("it answered {}", reply.status))) }
    }
}

async fn serve(folder: &Path, port: u16) -> Result<Sandbox, Trouble> {
    let options = Options {
        listen: SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
        state: Some(folder.join("gateway.db")),
        ..Options::default()
    };
    sandbox::start(options).await.map_err(|error| Trouble::Practice(error.to_string()))
}

/// The settings of a practice shop whose gateway listens at `url`.
#[must_use]
pub fn config(mut kept: Config, url: &str) -> Config {
    if kept.connections.is_empty() {
        kept.shop.name = "Practice shop".to_owned();
        kept.shop.currency = Currency::EUR;
    }
    let terms = kept.connections.first().map(|connection| connection.terms.clone()).unwrap_or_default();
    kept.connections = vec![Connection {
        name: CONNECTION.to_owned(),
        kind: "bitpay".to_owned(),
        url: url.to_owned(),
        environment: Environment::Practice,
        facade: "pos".to_owned(),
        signed: true,
        pairing_code: String::new(),
        terms,
    }];
    kept
}
