//! A small server that gives canned answers in order and remembers what it was asked.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Response};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What was asked, as it came.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) method: String,
    pub(super) target: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Asked {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub(super) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// One canned answer.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

impl Answer {
    pub(super) fn json(status: u16, body: impl Into<String>) -> Self {
        let headers = vec![("content-type", "application/json".to_owned())];
        Self { status, headers, body: body.into().into_bytes() }
    }

    pub(super) fn bytes(status: u16, content_type: &str, body: Vec<u8>) -> Self {
        Self { status, headers: vec![("content-type", content_type.to_owned())], body }
    }

    pub(super) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }
}

type Shared = Arc<Mutex<Script>>;

struct Script {
    url: String,
    answers: VecDeque<Answer>,
    asked: Vec<Asked>,
}

/// Recorded answers name BitPay's test host; here the responder is the gateway.
fn at_home(body: &[u8], url: &str) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(body) else { return body.to_vec() };
    text.replace("https://link.test.bitpay.com", url).replace("https://test.bitpay.com", url).into_bytes()
}

/// The server; it lives as long as the test's runtime.
pub(super) struct Responder {
    pub(super) url: String,
    shared: Shared,
}

impl Responder {
    /// Starts with answers for as many calls; the last one is repeated.
    pub(super) async fn with(answers: impl IntoIterator<Item = Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let script = Script { url: url.clone(), answers: answers.into_iter().collect(), asked: Vec::new() };
        let shared: Shared = Arc::new(Mutex::new(script));
        let app = Router::new().fallback(answer).with_state(Arc::clone(&shared));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, shared }
    }

    pub(super) async fn one(answer: Answer) -> Self {
        Self::with([answer]).await
    }

    /// Everything asked so far.
    pub(super) fn asked(&self) -> Vec<Asked> {
        self.shared.lock().unwrap().asked.clone()
    }

    /// The only call there was.
    pub(super) fn only(&self) -> Asked {
        let asked = self.asked();
        assert_eq!(asked.len(), 1, "{asked:?}");
        asked.into_iter().next().unwrap()
    }
}

async fn answer(State(shared): State<Shared>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, 1 << 20).await.unwrap().to_vec();
    let target = parts.uri.path_and_query().unwrap().to_string();
    let asked = Asked { method: parts.method.to_string(), target, headers: parts.headers, body };
    let mut shared = shared.lock().unwrap();
    shared.asked.push(asked);
    let last = shared.answers.len() == 1;
    let next = if last { shared.answers.front().cloned() } else { shared.answers.pop_front() };
    let url = shared.url.clone();
    drop(shared);
    let next = next.expect("a test gives at least one answer");
    let mut response = Response::builder().status(next.status);
    for (name, value) in next.headers {
        response = response.header(name, value);
    }
    response.body(Body::from(at_home(&next.body, &url))).unwrap()
}

/// What a broken server does with a connection after it has read the request.
#[derive(Debug, Clone)]
pub(super) enum Fault {
    /// Says this much and closes.
    Say(Vec<u8>),
    /// Says this much and then nothing more, without closing.
    Stall(Vec<u8>),
    /// Says this much and resets.
    Reset(Vec<u8>),
    /// Repeats a piece for ever.
    Flood(Vec<u8>),
}

/// Starts a server that reads a whole request and then misbehaves; answers with its address and a count of requests.
pub(super) async fn broken(fault: Fault) -> (String, Arc<Mutex<u32>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let count = Arc::new(Mutex::new(0));
    let seen = Arc::clone(&count);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(misbehave(stream, fault.clone(), Arc::clone(&seen)));
        }
    });
    (url, count)
}

async fn misbehave(mut stream: TcpStream, fault: Fault, seen: Arc<Mutex<u32>>) {
    read_request(&mut stream).await;
    *seen.lock().unwrap() += 1;
    match fault {
        Fault::Say(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
        }
        Fault::Stall(bytes) => {
            let _ = stream.write_all(&bytes).await;
            // The client gives up and closes; that ends the read.
            let _ = stream.read(&mut [0; 64]).await;
        }
        Fault::Reset(bytes) => {
            let _ = stream.write_all(&bytes).await;
            stream.set_zero_linger().unwrap();
        }
        Fault::Flood(bytes) => while stream.write_all(&bytes).await.is_ok() {},
    }
}

/// Reads headers and as much body as they announce.
async fn read_request(stream: &mut TcpStream) {
    let mut read = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&read).to_ascii_lowercase();
        if let Some(end) = text.find("\r\n\r\n") {
            let length = text.split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next());
            let length: usize = length.map_or(0, |length| length.parse().unwrap());
            if read.len() >= end + 4 + length {
                return;
            }
        }
        match stream.read(&mut piece).await {
            Ok(0) | Err(_) => return,
            Ok(count) => read.extend_from_slice(&piece[..count]),
        }
    }
}
