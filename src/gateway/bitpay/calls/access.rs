//! Tokens and the tills that share one.

use async_trait::async_trait;
use reqwest::Method;
use serde::Serialize;

use crate::domain::capability::Cap;
use crate::gateway::bitpay::access::Facade;
use crate::gateway::bitpay::answer;
use crate::gateway::bitpay::identity::{Identity, is_sin};
use crate::gateway::bitpay::link::{Link, read};
use crate::gateway::bitpay::pairing;
use crate::gateway::bitpay::reading;
use crate::gateway::http::Intent;
use crate::gateway::port::{Access, Error, Granted, Invalid, Linked, PairingCode, Result};

#[async_trait]
impl Access for Link {
    async fn tokens(&self) -> Result<Vec<Granted>> {
        self.key(Cap::Tokens)?;
        self.shown(granted(self).await)
    }

    async fn linked(&self) -> Result<Vec<Linked>> {
        let own = self.key(Cap::Identities)?;
        self.shown(linked(self, own).await)
    }

    async fn link(&self, sin: &str) -> Result<()> {
        self.key(Cap::Identities)?;
        self.shown(add(self, checked(sin)?).await)
    }

    async fn unlink(&self, sin: &str) -> Result<()> {
        let own = self.key(Cap::Identities)?;
        let sin = checked(sin)?;
        if sin == own.sin() {
            return Err(refused("sin", "this till's own key stays: another till can take it off"));
        }
        self.shown(remove(self, own, sin).await)
    }

    async fn approve(&self, pairing_code: &str, facade: &str) -> Result<()> {
        self.merchant()?;
        self.shown(approve(self, pairing_code, facade).await)
    }

    async fn make_code(&self) -> Result<PairingCode> {
        let own = self.merchant()?;
        self.shown(make_code(self, own).await)
    }
}

impl Link {
    fn key(&self, cap: Cap) -> Result<&Identity> {
        self.identity.as_ref().ok_or(Error::Unsupported(cap))
    }

    fn merchant(&self) -> Result<&Identity> {
        match self.facade {
            Facade::Merchant => self.key(Cap::Pairing),
            Facade::Pos => Err(Error::Unsupported(Cap::Pairing)),
        }
    }
}

async fn granted(link: &Link) -> Result<Vec<Granted>> {
    let reply = link.get(link.http.url(&["tokens"], &[])).await?;
    let tokens = pairing::tokens(read(&reply)?)?;
    let granted = |(facade, token)| Granted { facade, in_use: link.token.as_ref() == Some(&token) };
    Ok(tokens.into_iter().map(granted).collect())
}

async fn linked(link: &Link, own: &Identity) -> Result<Vec<Linked>> {
    let reply = link.get(sins_url(link, None)?).await?;
    let sins = reading::sins(read(&reply)?)?;
    Ok(sins.into_iter().map(|sin| Linked { own: sin == own.sin(), sin }).collect())
}

async fn add(link: &Link, sin: &str) -> Result<()> {
    #[derive(Serialize)]
    struct Body<'a> {
        sin: &'a str,
    }
    let body = serde_json::to_vec(&Body { sin }).map_err(|error| Error::Config(error.to_string()))?;
    let reply = link.send(Method::POST, sins_url(link, None)?, body).await?;
    reading::success(answer::data(&reply, Intent::Write)?)
}

async fn remove(link: &Link, own: &Identity, sin: &str) -> Result<()> {
    let linked = linked(link, own).await?;
    if !linked.iter().any(|known| known.sin == sin) {
        return Err(Error::NotFound("no till of this id uses the connection".to_owned()));
    }
    if linked.len() < 2 {
        return Err(refused("sin", "the last key of a connection stays: without it nobody could use the token"));
    }
    let reply = link.send(Method::DELETE, sins_url(link, Some(sin))?, Vec::new()).await?;
    reading::success(answer::data(&reply, Intent::Write)?)
}

async fn approve(link: &Link, pairing_code: &str, facade: &str) -> Result<()> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Body<'a> {
        token: &'a str,
        pairing_code: &'a str,
        facade: &'a str,
    }
    let facade = Facade::from_word(facade).ok_or_else(|| refused("facade", "a till's facade is pos or merchant"))?;
    let body =
        Body { token: link.token()?.expose(), pairing_code: pairing::code(pairing_code)?, facade: facade.word() };
    let reply = link.write(Method::POST, &["tokens"], &body).await?;
    answer::data(&reply, Intent::Write).map(drop)
}

async fn make_code(link: &Link, own: &Identity) -> Result<PairingCode> {
    #[derive(Serialize)]
    struct Body<'a> {
        token: &'a str,
        facade: &'a str,
        id: &'a str,
    }
    let facade = Facade::Pos.word();
    let body = Body { token: link.token()?.expose(), facade, id: own.sin() };
    let reply = link.write(Method::POST, &["tokens"], &body).await?;
    let code = pairing::code_of(answer::data(&reply, Intent::Write)?)?;
    Ok(PairingCode { code, facade: facade.to_owned() })
}

fn sins_url(link: &Link, sin: Option<&str>) -> Result<url::Url> {
    let mut path = vec!["tokens", link.token()?.expose(), "sins"];
    path.extend(sin);
    Ok(link.http.url(&path, &[]))
}

fn checked(sin: &str) -> Result<&str> {
    let sin = sin.trim();
    if is_sin(sin) {
        Ok(sin)
    } else {
        Err(refused("sin", "this is not a till's id (SIN): it has 35 letters and digits"))
    }
}

fn refused(name: &str, text: &str) -> Error {
    let invalid = Invalid::Field(Some(name.to_owned()));
    Error::Validation { code: "000000".to_owned(), invalid, text: text.to_owned() }
}
