//! A sandbox with a client beside it, and a key that signs as clients do.

use std::str::FromStr;

use reqwest::{Client, Method, Response};
use ringup::sandbox::{Options, Sandbox, Speed, start};
use secp256k1::{Message, PublicKey, SecretKey, ecdsa};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// bitauth's published example key and its SIN.
pub(crate) const KEY: &str = "97811b691dd7ebaeb67977d158e1da2c4d3eaa4ee4e2555150628acade6b344c";
pub(crate) const SIN: &str = "Tf3yr5tYvccKNVrE26BrPs6LWZRh8woHwjR";
pub(crate) const OTHER_KEY: &str = "283b13834de77624696b80c29a2a8df0287e3cca23b26ad5fe77d9d5fed0ee90";
pub(crate) const OTHER_SIN: &str = "TeyN4LPrXiG5t2yuSamKqP3ynVk3F52iHrX";

/// Status and JSON body of one answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) fn data(&self) -> &Value {
        assert_eq!(self.status, 200, "{}", self.body);
        &self.body["data"]
    }
}

/// A running sandbox and a plain client.
pub(crate) struct Shop {
    pub(crate) sandbox: Sandbox,
    pub(crate) http: Client,
    pub(crate) url: String,
}

/// Time stands still: states change only when the test says so.
pub(crate) fn frozen() -> Options {
    Options { speed: Speed::FROZEN, ..Options::default() }
}

pub(crate) async fn open(options: Options) -> Shop {
    rustls::crypto::ring::default_provider().install_default().ok();
    let sandbox = start(options).await.unwrap();
    let url = sandbox.url();
    Shop { sandbox, http: Client::builder().no_proxy().build().unwrap(), url }
}

pub(crate) async fn shop() -> Shop {
    open(frozen()).await
}

pub(crate) fn public_key(private: &str) -> String {
    hex::encode(PublicKey::from_secret_key(&secret(private)).serialize())
}

fn secret(private: &str) -> SecretKey {
    let bytes: [u8; 32] = hex::decode(private).unwrap().try_into().unwrap();
    SecretKey::from_secret_bytes(bytes).unwrap()
}

pub(crate) fn signature(private: &str, text: &str) -> String {
    let digest: [u8; 32] = Sha256::digest(text.as_bytes()).into();
    hex::encode(&*ecdsa::sign(Message::from_digest(digest), &secret(private)).serialize_der())
}

/// The same signature with the other, high S.
pub(crate) fn high_s(signature_hex: &str) -> String {
    let parsed = ecdsa::Signature::from_der(&hex::decode(signature_hex).unwrap()).unwrap();
    let mut compact = parsed.serialize_compact();
    let order = hex::decode("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141").unwrap();
    let mut borrow = 0_i16;
    for index in (0..32).rev() {
        let digit = i16::from(order[index]) - i16::from(compact[32 + index]) - borrow;
        borrow = i16::from(digit < 0);
        compact[32 + index] = u8::try_from(digit.rem_euclid(256)).unwrap();
    }
    hex::encode(&*ecdsa::Signature::from_compact(&compact).unwrap().serialize_der())
}

impl Shop {
    pub(crate) async fn send(&self, method: &str, path: &str, body: &str, headers: &[(&str, &str)]) -> Response {
        let method = Method::from_str(method).unwrap();
        let mut request = self.http.request(method, format!("{}{path}", self.url));
        request = request.header("X-Accept-Version", "2.0.0").header("Content-Type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(body.to_owned()).send().await.unwrap()
    }

    async fn answered(response: Response) -> Answer {
        assert_eq!(response.headers()["access-control-allow-origin"], "*");
        assert_eq!(response.headers()["content-type"], "application/json");
        let status = response.status().as_u16();
        let text = response.text().await.unwrap();
        Answer { status, body: serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}: {text}")) }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        Self::answered(self.send("GET", path, "", &[]).await).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.call("POST", path, &body.to_string()).await
    }

    pub(crate) async fn call(&self, method: &str, path: &str, body: &str) -> Answer {
        Self::answered(self.send(method, path, body, &[]).await).await
    }

    /// A call signed by a key over the full URL and the exact body.
    pub(crate) async fn signed(&self, key: &str, method: &str, path: &str, body: &str) -> Answer {
        let signature = signature(key, &format!("{}{path}{body}", self.url));
        self.with_signature((key, &signature), method, path, body).await
    }

    pub(crate) async fn with_signature(
        &self,
        (key, sign): (&str, &str),
        method: &str,
        path: &str,
        body: &str,
    ) -> Answer {
        let headers = [("X-Identity", &*public_key(key)), ("X-Signature", sign)];
        Self::answered(self.send(method, path, body, &headers).await).await
    }

    /// An open pos token.
    pub(crate) async fn pos(&self) -> String {
        let made = self.post("/_sandbox/tokens", &json!({ "facade": "pos", "authenticated": false })).await;
        made.body["token"].as_str().unwrap().to_owned()
    }

    /// A merchant token linked to [`KEY`].
    pub(crate) async fn merchant(&self) -> String {
        let made = self.post("/_sandbox/tokens", &json!({ "facade": "merchant", "id": SIN })).await;
        made.body["token"].as_str().unwrap().to_owned()
    }

    /// Makes an invoice with extra fields and returns its data.
    pub(crate) async fn invoice(&self, token: &str, extra: Value) -> Value {
        let mut body = json!({ "token": token, "price": 20.5, "currency": "USD" });
        for (key, value) in extra.as_object().unwrap() {
            body[key] = value.clone();
        }
        self.post("/invoices", &body).await.data().clone()
    }

    /// The sandbox's own whole view of an invoice.
    pub(crate) async fn seen(&self, id: &str) -> Value {
        self.get(&format!("/_sandbox/invoices/{id}")).await.body
    }

    pub(crate) async fn pay(&self, id: &str, wish: Value) -> Answer {
        self.post(&format!("/_sandbox/invoices/{id}/pay"), &wish).await
    }

    pub(crate) async fn confirm(&self, id: &str, confirmations: u32) -> Answer {
        self.post(&format!("/_sandbox/invoices/{id}/confirm"), &json!({ "confirmations": confirmations })).await
    }

    pub(crate) async fn advance(&self, ms: i64) {
        let moved = self.post("/_sandbox/clock", &json!({ "advance_ms": ms })).await;
        assert_eq!(moved.status, 200, "{}", moved.body);
    }

    pub(crate) async fn fault(&self, rule: Value) {
        let set = self.post("/_sandbox/faults", &json!({ "rule": rule })).await;
        assert_eq!(set.status, 200, "{}", set.body);
    }

    pub(crate) async fn state(&self) -> Value {
        self.get("/_sandbox/state").await.body
    }
}

pub(crate) fn id(invoice: &Value) -> &str {
    invoice["id"].as_str().unwrap()
}
