//! A shop on a test bench: a data folder of its own, a sealed vault, and a practice gateway to talk to.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use ringup::sandbox::{self, Sandbox};
use serde_json::{Value, json};

/// What a finished command said.
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

pub fn ringup(data: &Path) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("ringup"));
    command.env("RINGUP_DATA_DIR", data).env_remove("RINGUP_LOG").stdin(Stdio::null());
    command
}

pub fn run(command: &mut Command) -> Ran {
    let output = command.output().unwrap();
    Ran {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Waits for a condition; the time is only there to fail.
pub fn wait_for(what: &str, limit: Duration, mut holds: impl FnMut() -> bool) {
    let end = Instant::now() + limit;
    while !holds() {
        assert!(Instant::now() < end, "{what} did not come to hold");
        std::thread::sleep(Duration::from_millis(100));
    }
}

pub struct Shop {
    dir: tempfile::TempDir,
    runtime: tokio::runtime::Runtime,
    sandbox: Option<Sandbox>,
    client: ringup::gateway::http::Http,
}

impl Shop {
    /// A shop whose till is paired with signed calls, through the same commands an owner types.
    pub fn paired() -> Self {
        Self::paired_with(sandbox::Dialect::BitPay, "pos")
    }

    /// The same with a token that may do everything a merchant may.
    pub fn paired_as_merchant() -> Self {
        Self::paired_with(sandbox::Dialect::BitPay, "merchant")
    }

    /// The same at a BTCPay Server.
    pub fn paired_with_btcpay() -> Self {
        Self::paired_with(sandbox::Dialect::BtcPay, "pos")
    }

    fn paired_with(dialect: sandbox::Dialect, facade: &str) -> Self {
        Self::paired_to(sandbox::Options { dialect, ..Default::default() }, facade)
    }

    /// The same at a practice gateway of any kind.
    pub fn paired_to(options: sandbox::Options, facade: &str) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let sandbox = runtime.block_on(sandbox::start(options)).unwrap();
        let client = ringup::gateway::http::Http::new(
            &sandbox.url(),
            ringup::gateway::http::Timeouts::default(),
            ringup::service::clock::now,
        )
        .unwrap();
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("passphrase"), "correct horse battery staple\n").unwrap();
        std::fs::write(dir.path().join("ringup.toml"), "[release]\nseen_up_to = 0\n").unwrap();
        let shop = Self { dir, runtime, sandbox: Some(sandbox), client };
        let asked = ["connect", "bitpay", "--url", &shop.url(), "--request", "--facade", facade, "--json"];
        let asked = run(shop.ringup().args(asked));
        assert_eq!(asked.code, 0, "{}", asked.stderr);
        let asked: Value = serde_json::from_str(&asked.stdout).unwrap();
        shop.post("approve", &json!({"pairingCode": asked["code"]}));
        let checked = run(shop.ringup().args(["connect", "check"]));
        assert_eq!(checked.code, 0, "{} {}", checked.stdout, checked.stderr);
        shop
    }

    pub fn url(&self) -> String {
        self.sandbox.as_ref().unwrap().url()
    }

    /// The data folder.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// The passphrase of its secrets.
    pub fn passphrase(&self) -> ringup::secret::Secret {
        ringup::secret::Secret::from("correct horse battery staple")
    }

    pub fn block_on<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    pub fn ringup(&self) -> Command {
        let mut command = ringup(self.dir.path());
        command.arg("--passphrase-file").arg(self.dir.path().join("passphrase"));
        command
    }

    fn call(&self, method: &str, path: &[&str], body: &Value) -> Value {
        self.call_with(method, path, body, Vec::new())
    }

    pub fn call_with(&self, method: &str, path: &[&str], body: &Value, more: Vec<(&'static str, String)>) -> Value {
        use ringup::gateway::http::{Call, Intent};
        let call = Call {
            method: method.parse().unwrap(),
            url: self.client.url(path, &[]),
            headers: [vec![("content-type", "application/json".to_owned())], more].concat(),
            body: if method == "GET" { Vec::new() } else { body.to_string().into_bytes() },
            intent: Intent::Write,
        };
        let reply = self.runtime.block_on(self.client.send(call)).unwrap();
        assert_eq!(reply.status, 200, "{path:?}: {}", String::from_utf8_lossy(&reply.body));
        serde_json::from_slice(&reply.body).unwrap_or(Value::Null)
    }

    /// An invoice somebody else makes at a BTCPay Server, with a key of the store's.
    pub fn made_elsewhere(&self, body: &Value) {
        use base64::Engine as _;
        let key = base64::engine::general_purpose::STANDARD.encode(self.api_key());
        self.call_with("POST", &["invoices"], body, vec![("authorization", format!("Basic {key}"))]);
    }

    /// Takes every fault back.
    pub fn heal(&self) {
        self.call("DELETE", &["_sandbox", "faults"], &Value::Null);
    }

    pub fn post(&self, path: &str, body: &Value) -> Value {
        let path: Vec<&str> = std::iter::once("_sandbox").chain(path.split('/')).collect();
        self.call("POST", &path, body)
    }

    pub fn state(&self) -> Value {
        self.call("GET", &["_sandbox", "state"], &Value::Null)
    }

    pub fn invoices(&self) -> Vec<Value> {
        match &self.state()["invoices"] {
            Value::Array(list) => list.clone(),
            Value::Object(map) => map.values().cloned().collect(),
            other => panic!("{other}"),
        }
    }

    pub fn calls(&self) -> Value {
        let mut calls = self.state()["calls"].clone();
        if let Some(map) = calls.as_object_mut() {
            map.retain(|name, _| !name.contains("_sandbox"));
        }
        calls
    }

    pub fn calls_to(&self, name: &str) -> u64 {
        self.calls()[name].as_u64().unwrap_or(0)
    }

    pub fn pay(&self, invoice: &str, amount: &str) {
        self.pay_with(invoice, "BTC", amount);
    }

    pub fn pay_with(&self, invoice: &str, coin: &str, amount: &str) {
        self.post(&format!("invoices/{invoice}/pay"), &json!({"coin": coin, "amount": amount}));
    }

    /// A key of the store's, which works unsigned.
    pub fn api_key(&self) -> String {
        let made = self.post("tokens", &json!({"facade": "merchant", "authenticated": false}));
        made["token"].as_str().unwrap().to_owned()
    }

    pub fn advance(&self, ms: u64) {
        self.post("clock", &json!({"advance_ms": ms}));
    }

    pub fn fault(&self, matching: &str, what: &str) {
        self.post("faults", &json!({"rule": [{"match": matching, "nth": 1, "do": what}]}));
    }

    pub fn pairing_code(&self) -> String {
        self.post("pairing-codes", &json!({"facade": "pos"}))["pairingCode"].as_str().unwrap().to_owned()
    }

    pub fn open_token(&self) -> String {
        let made = self.post("tokens", &json!({"facade": "pos", "authenticated": false}));
        made["token"].as_str().unwrap().to_owned()
    }

    /// Starts a sale; its JSON lines are read as they come.
    pub fn sell(&self, args: &[&str]) -> Sale {
        Sale::start(self.ringup().args(["sell", "--json"]).args(args))
    }

    /// The same with every log line the program has.
    pub fn sell_logged(&self, args: &[&str]) -> Sale {
        Sale::start(self.ringup().env("RINGUP_LOG", "trace").args(["sell", "--json"]).args(args))
    }

    /// Every file the program wrote but the sealed vault, which is there to hold secrets.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut files = Vec::new();
        let mut folders = vec![self.dir.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
                if entry.file_type().unwrap().is_dir() {
                    folders.push(entry.path());
                } else if entry.file_name() != "passphrase" {
                    files.push((entry.path().display().to_string(), std::fs::read(entry.path()).unwrap()));
                }
            }
        }
        files
    }

    /// Everything that must not be found: the passphrase, and every token the gateway gave out, resource tokens too.
    pub fn secrets(&self) -> Vec<String> {
        let mut found = vec!["correct horse battery staple".to_owned()];
        collect_tokens(&self.state(), &mut found);
        found
    }
}

fn collect_tokens(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                match inner {
                    Value::String(text) if key == "token" && text.len() >= 20 => found.push(text.clone()),
                    other => collect_tokens(other, found),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|inner| collect_tokens(inner, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A running `ringup sell --json`.
pub struct Sale {
    child: Child,
    lines: Receiver<String>,
    told: Vec<u8>,
    stderr: Option<std::thread::JoinHandle<Vec<u8>>>,
    complained: Vec<u8>,
}

impl Sale {
    pub fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let mut errors = child.stderr.take().unwrap();
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in stdout.lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        let stderr = std::thread::spawn(move || {
            let mut bytes = Vec::new();
            let _ = errors.read_to_end(&mut bytes);
            bytes
        });
        Self { child, lines, told: Vec::new(), stderr: Some(stderr), complained: Vec::new() }
    }

    /// The next event of a name; others before it are passed over.
    pub fn event(&mut self, name: &str) -> Value {
        loop {
            let line = self.lines.recv_timeout(Duration::from_secs(30));
            let Ok(line) = line else {
                panic!("no `{name}` came; stderr: {}", String::from_utf8_lossy(&self.finish()))
            };
            self.told.extend_from_slice(line.as_bytes());
            let event: Value = serde_json::from_str(&line).unwrap();
            if event["event"] == name {
                return event;
            }
        }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Ends it the hard way: SIGKILL.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Waits for it to end by itself; answers the exit code.
    pub fn end(&mut self) -> i32 {
        while let Ok(line) = self.lines.recv_timeout(Duration::from_secs(60)) {
            self.told.extend_from_slice(line.as_bytes());
        }
        let code = self.child.wait().unwrap().code().unwrap_or(-1);
        self.complained = self.stderr.take().map(|reader| reader.join().unwrap()).unwrap_or_default();
        code
    }

    fn finish(&mut self) -> Vec<u8> {
        self.kill();
        self.stderr.take().map(|reader| reader.join().unwrap()).unwrap_or_default()
    }

    pub fn told(&self) -> Vec<u8> {
        self.told.clone()
    }

    pub fn complained(&self) -> Vec<u8> {
        self.complained.clone()
    }
}

impl Drop for Sale {
    fn drop(&mut self) {
        self.kill();
    }
}
