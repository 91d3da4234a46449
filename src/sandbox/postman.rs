//! Carries webhooks to the merchant's server, and again when it does not take them.
//!
//! Only to this machine: a practice gateway calls nobody in the world.

use std::sync::Arc;
use std::time::Duration;

use reqwest::Client;
use reqwest::redirect::Policy;

use super::delivery::{Attempt, Delivery};
use super::desk::Desk;
use super::store::StoreError;
use super::webhook;

/// How long the other side may take.
const ANSWER_WAIT: Duration = Duration::from_secs(10);
const ELSEWHERE: &str = "not sent: the practice gateway speaks to this machine only";

/// Works until the task is aborted: on every change, and when the clock reaches what is due next.
pub(crate) async fn work(desk: Arc<Desk>) {
    let client = match client() {
        Ok(client) => client,
        Err(error) => {
            tracing::error!(%error, "the sandbox cannot send webhooks");
            return;
        }
    };
    loop {
        if desk.books().is_closed() {
            return;
        }
        if let Err(error) = round(&desk, &client).await {
            tracing::error!(%error, "the sandbox cannot keep its webhooks");
        }
        let wait = desk.books().agenda().next().and_then(|at| desk.clock.real_time_until(at));
        match wait {
            Some(wait) => {
                // Either will do: the time has come, or something has changed.
                let _ = tokio::time::timeout(wait, desk.bell.notified()).await;
            }
            None => desk.bell.notified().await,
        }
    }
}

fn client() -> Result<Client, String> {
    let ring = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(ring)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    let builder = Client::builder().tls_backend_preconfigured(tls).no_proxy();
    builder.redirect(Policy::none()).timeout(ANSWER_WAIT).build().map_err(|error| error.to_string())
}

/// Writes down what is new, then sends what is due, oldest first.
async fn round(desk: &Desk, client: &Client) -> Result<(), StoreError> {
    let now = desk.now();
    let changed = desk.books().agenda().changed(now);
    for id in changed {
        let next = webhook::collect(desk, &id, now)?;
        desk.books().agenda().look_again(&id, next);
    }
    let due = desk.books().due_deliveries(now);
    for delivery in due {
        let outcome = send(client, &delivery).await;
        let (status, error) = match outcome {
            Ok(status) => (Some(status), None),
            Err(error) => (None, Some(error)),
        };
        let mut delivery = Delivery::clone(&delivery);
        let mut books = desk.books();
        if books.is_closed() {
            return Ok(());
        }
        delivery.note(Attempt { at: desk.now(), status, error });
        books.put_delivery(delivery)?;
    }
    Ok(())
}

async fn send(client: &Client, delivery: &Delivery) -> Result<u16, String> {
    let url = url::Url::parse(&delivery.url).map_err(|error| error.to_string())?;
    let here = matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
    if !here {
        return Err(ELSEWHERE.to_owned());
    }
    let request = client.post(url).header("content-type", "application/json");
    let request = request.header("x-signature", &delivery.signature).body(delivery.body.clone());
    request.send().await.map(|answer| answer.status().as_u16()).map_err(|error| error.without_url().to_string())
}
