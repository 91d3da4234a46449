//! The line to the gateway: address, token and key, and one call over it.

use reqwest::Method;
use serde::Serialize;
use url::Url;

use super::access::{self, Facade};
use super::answer;
use super::identity::Identity;
use crate::gateway::http::{Http, Intent, Reply};
use crate::gateway::port::{Auth, Error, Result};
use crate::secret::Secret;

/// The longest page of a list: a thousand invoices, or a month of ledger lines of a busy shop.
pub const PAGE_BYTES_MAX: usize = 16 * 1024 * 1024;

/// What every call of a connection needs.
#[derive(Debug)]
pub struct Link {
    /// What the token may do.
    pub facade: Facade,
    /// The API token.
    pub token: Option<Secret>,
    /// The till's key; none for an open token.
    pub identity: Option<Identity>,
    /// The client of the gateway's address.
    pub http: Http,
}

impl Link {
    /// The API token.
    ///
    /// # Errors
    /// [`Auth::Missing`].
    pub fn token(&self) -> Result<&Secret> {
        let missing = || Error::Auth { kind: Auth::Missing, text: "no token is configured".to_owned() };
        self.token.as_ref().ok_or_else(missing)
    }

    /// Joins path and query to the address, the API token first.
    ///
    /// # Errors
    /// [`Auth::Missing`].
    pub fn url(&self, segments: &[&str], more: &[(&str, &str)]) -> Result<Url> {
        let query = [&[("token", self.token()?.expose())], more].concat();
        Ok(self.http.url(segments, &query))
    }

    /// Carries out a call, signed if there is a key.
    ///
    /// # Errors
    /// [`Error`], when there is no answer.
    pub async fn send(&self, method: Method, url: Url, body: Vec<u8>) -> Result<Reply> {
        self.http.send(access::call(method, url, body, self.identity.as_ref())).await
    }

    /// Reads; the answer may be as long as a page of a list.
    ///
    /// # Errors
    /// [`Error`], when there is no answer.
    pub async fn get_page(&self, url: Url) -> Result<Reply> {
        let call = access::call(Method::GET, url, Vec::new(), self.identity.as_ref());
        self.http.send_bounded(call, PAGE_BYTES_MAX).await
    }

    /// Reads.
    ///
    /// # Errors
    /// [`Error`], when there is no answer.
    pub async fn get(&self, url: Url) -> Result<Reply> {
        self.send(Method::GET, url, Vec::new()).await
    }

    /// Reads what everybody may; nothing is signed and no token sent.
    ///
    /// # Errors
    /// [`Error`], when there is no answer.
    pub async fn get_public(&self, segments: &[&str]) -> Result<Reply> {
        let call = access::call(Method::GET, self.http.url(segments, &[]), Vec::new(), None);
        self.http.send_bounded(call, PAGE_BYTES_MAX).await
    }

    /// Writes a body.
    ///
    /// # Errors
    /// [`Error`], when there is no answer; [`Error::leaves_doubt`] then says whether it may have been carried out.
    pub async fn write<B: Serialize>(&self, method: Method, segments: &[&str], body: &B) -> Result<Reply> {
        let bytes = serde_json::to_vec(body).map_err(|error| Error::Config(error.to_string()))?;
        self.send(method, self.http.url(segments, &[]), bytes).await
    }

    /// Hides the token, should the gateway have repeated it.
    ///
    /// # Errors
    /// The same as it was, without the token.
    pub fn shown<T>(&self, outcome: Result<T>) -> Result<T> {
        outcome.map_err(|error| match &self.token {
            Some(token) => answer::redacted(error, token),
            None => error,
        })
    }
}

/// What an answer to a read holds.
///
/// # Errors
/// The gateway's refusal, or [`Error::Protocol`].
pub fn read(reply: &Reply) -> Result<&str> {
    answer::data(reply, Intent::Read)
}
