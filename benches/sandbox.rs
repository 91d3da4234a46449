//! How many signed creates a second the practice gateway takes: at least 2,000 on two cores, state file included.
//!
//! Requests are signed before the stopwatch starts and sent over raw connections, so that the figure is the
//! gateway's: signature check, quotes for every coin, the row on disk, and the whole answer. With
//! `RINGUP_SANDBOX=127.0.0.1:PORT` it measures a gateway that runs already.
//!
//! Then one create after the other: through the till's adapter, and as bytes that were signed before. The difference
//! is our share of a round trip: writing and signing the request, and reading and judging the answer.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use ringup::domain::cart::Line;
use ringup::domain::environment::Environment;
use ringup::domain::id::{Guid, SaleId};
use ringup::domain::money::{Currency, Money};
use ringup::domain::payment::NewPayment;
use ringup::gateway::bitpay::{BitPay, Facade, Identity, Settings};
use ringup::gateway::http::Timeouts;
use ringup::gateway::port::Gateway as _;
use ringup::sandbox::{Options, start};
use ringup::secret::Secret;
use secp256k1::{Message, PublicKey, SecretKey, ecdsa};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const KEY: &str = "97811b691dd7ebaeb67977d158e1da2c4d3eaa4ee4e2555150628acade6b344c";
const SIN: &str = "Tf3yr5tYvccKNVrE26BrPs6LWZRh8woHwjR";
const CONNECTIONS: usize = 16;
const CREATES: usize = 20_000;
const WANTED_PER_SECOND: u128 = 2_000;
const ONE_BY_ONE: usize = 2_000;
const SHARE_MAX: Duration = Duration::from_millis(1);

fn secret() -> SecretKey {
    let bytes: [u8; 32] = hex::decode(KEY).ok().and_then(|key| key.try_into().ok()).expect("a golden key");
    SecretKey::from_secret_bytes(bytes).expect("a golden key")
}

/// One create, signed, as bytes on the wire.
fn request(host: &str, token: &str, nth: usize) -> Vec<u8> {
    let body = json!({
        "token": token, "price": 20.5, "currency": "USD", "orderId": format!("1042-{nth}"), "guid": uuid::Uuid::new_v4(),
        "itemDesc": "Sale 1042", "posData": "{\"till\":2}",
    })
    .to_string();
    let key = secret();
    let digest: [u8; 32] = Sha256::digest(format!("http://{host}/invoices{body}").as_bytes()).into();
    let signature = hex::encode(&*ecdsa::sign(Message::from_digest(digest), &key).serialize_der());
    let identity = hex::encode(PublicKey::from_secret_key(&key).serialize());
    let length = body.len();
    format!(
        "POST /invoices HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nX-Accept-Version: 2.0.0\r\n\
         X-Identity: {identity}\r\nX-Signature: {signature}\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

/// Sends one request and reads the whole answer.
async fn exchange(stream: &mut TcpStream, request: &[u8], buffer: &mut Vec<u8>) {
    stream.write_all(request).await.expect("the sandbox is on this machine");
    buffer.clear();
    loop {
        let read = stream.read_buf(buffer).await.expect("the sandbox is on this machine");
        assert!(read > 0, "the sandbox hung up");
        let Some(head) = buffer.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let text = String::from_utf8_lossy(&buffer[..head]).to_lowercase();
        assert!(text.starts_with("http/1.1 200"), "{}", String::from_utf8_lossy(buffer));
        let length = text.split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next());
        let length: usize = length.and_then(|digits| digits.parse().ok()).expect("answers say how long they are");
        if buffer.len() == head + 4 + length {
            return;
        }
    }
}

async fn token(addr: SocketAddr) -> String {
    let host = addr.to_string();
    let body = json!({ "facade": "merchant", "id": SIN }).to_string();
    let length = body.len();
    let request = format!("POST /_sandbox/tokens HTTP/1.1\r\nHost: {host}\r\nContent-Length: {length}\r\n\r\n{body}");
    let mut stream = TcpStream::connect(addr).await.expect("the sandbox listens");
    let mut buffer = Vec::new();
    exchange(&mut stream, request.as_bytes(), &mut buffer).await;
    let body = buffer.split(|byte| *byte == b'\n').next_back().expect("an answer has a body");
    let made: Value = serde_json::from_slice(body).expect("the sandbox answers JSON");
    made["token"].as_str().expect("a token was made").to_owned()
}

/// All creates over all connections: how long they took together, and each of them.
async fn measure(addr: SocketAddr) -> (Duration, Vec<Duration>) {
    let (host, token) = (addr.to_string(), token(addr).await);
    let mut shares: Vec<Vec<Vec<u8>>> = vec![Vec::new(); CONNECTIONS];
    for nth in 0..CREATES {
        shares[nth % CONNECTIONS].push(request(&host, &token, nth));
    }
    let started = Instant::now();
    let tasks = shares.into_iter().map(|share| {
        tokio::spawn(async move {
            let mut stream = TcpStream::connect(addr).await.expect("the sandbox listens");
            stream.set_nodelay(true).expect("a TCP connection");
            let (mut buffer, mut took) = (Vec::new(), Vec::with_capacity(share.len()));
            for request in &share {
                let sent = Instant::now();
                exchange(&mut stream, request, &mut buffer).await;
                took.push(sent.elapsed());
            }
            took
        })
    });
    let mut took = Vec::new();
    for task in tasks.collect::<Vec<_>>() {
        took.extend(task.await.expect("a connection's task ends"));
    }
    let all = started.elapsed();
    took.sort_unstable();
    (all, took)
}

async fn started(state: bool) -> (Duration, Vec<Duration>) {
    let folder = tempfile::tempdir().expect("there is room for a temporary folder");
    let state = state.then(|| folder.path().join("gateway.db"));
    let sandbox = start(Options { state, ..Options::default() }).await.expect("a free port");
    let measured = measure(sandbox.addr()).await;
    sandbox.shutdown().await;
    measured
}

fn judge(name: &str, (all, took): (Duration, Vec<Duration>)) {
    let per_second = CREATES as u128 * 1_000_000 / all.as_micros().max(1);
    let (median, worst) = (took[took.len() / 2], took[took.len() * 99 / 100]);
    println!("signed creates {name}: {per_second} a second; median {median:?}, 99th of 100 {worst:?}");
    assert!(per_second >= WANTED_PER_SECOND, "{per_second} a second; {WANTED_PER_SECOND} are wanted");
}

fn asked() -> NewPayment {
    let price = Money::from_minor(2_050, Currency::USD).expect("it is a price");
    NewPayment {
        sale: SaleId(uuid::Uuid::now_v7()),
        attempt: 1,
        gateway: "bench".into(),
        guid: Guid(uuid::Uuid::new_v4()),
        order_id: "1042-1".to_owned(),
        price,
        description: "Sale 1042".to_owned(),
        lines: vec![Line {
            sku: None,
            name: String::new(),
            price,
            quantity: 1,
            note: String::new(),
            override_of: None,
            kind: Default::default(),
        }],
        pos_data: r#"{"till":2}"#.to_owned(),
        coin: None,
        terms: ringup::domain::terms::Terms::default(),
        buyer: None,
    }
}

fn adapter(url: &str, token: &str) -> BitPay {
    let settings = Settings {
        id: "bench".into(),
        url: url.to_owned(),
        environment: Environment::Practice,
        facade: Facade::Merchant,
        token: Some(Secret::from(token)),
        identity: Some(Identity::from_hex(KEY).expect("a golden key")),
        timeouts: Timeouts::default(),
        clock: ringup::service::clock::now,
    };
    BitPay::new(settings).expect("a practice gateway needs no certificate")
}

/// The medians of a create by the adapter and of one as ready bytes, taken in turns over one connection each.
async fn one_by_one() -> (Duration, Duration) {
    let sandbox = start(Options::default()).await.expect("a free port");
    let (host, token) = (sandbox.addr().to_string(), token(sandbox.addr()).await);
    let gateway = adapter(&sandbox.url(), &token);
    let mut stream = TcpStream::connect(sandbox.addr()).await.expect("the sandbox listens");
    stream.set_nodelay(true).expect("a TCP connection");
    let (mut buffer, mut ours, mut bare) = (Vec::new(), Vec::new(), Vec::new());
    for nth in 0..ONE_BY_ONE {
        let (payment, ready) = (asked(), request(&host, &token, nth));
        let sent = Instant::now();
        gateway.create(&payment).await.expect("the sandbox takes it");
        ours.push(sent.elapsed());
        let sent = Instant::now();
        exchange(&mut stream, &ready, &mut buffer).await;
        bare.push(sent.elapsed());
    }
    sandbox.shutdown().await;
    let median = |mut took: Vec<Duration>| {
        took.sort_unstable();
        took[took.len() / 2]
    };
    (median(ours), median(bare))
}

fn judge_share((ours, bare): (Duration, Duration)) {
    let share = ours.saturating_sub(bare);
    println!("a signed create by the adapter: median {ours:?}; as ready bytes {bare:?}; our share {share:?}");
    assert!(share <= SHARE_MAX, "our share is {share:?}; {SHARE_MAX:?} are allowed");
}

fn main() {
    let threads = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = threads.expect("two threads");
    if let Ok(addr) = std::env::var("RINGUP_SANDBOX") {
        let addr = addr.parse().expect("RINGUP_SANDBOX is an address and a port");
        return judge(&format!("at {addr}"), runtime.block_on(measure(addr)));
    }
    judge_share(runtime.block_on(one_by_one()));
    judge("in memory", runtime.block_on(started(false)));
    judge("with a state file", runtime.block_on(started(true)));
}
