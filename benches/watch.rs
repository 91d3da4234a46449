//! What a thousand open invoices cost the till that watches them: at most 5 % of one core and 50 MB more.
//!
//! `cargo bench --bench watch` prints it, once with event streams and once where the gateway has none. The gateway runs
//! as a process of its own, so that only the till's share is counted. Nothing is asserted: a busy machine is no defect.
#![allow(clippy::unwrap_used)]

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use futures::StreamExt as _;
use ringup::domain::cart::Line;
use ringup::domain::core::NewSale;
use ringup::domain::id::SaleId;
use ringup::domain::money::{Currency, Money};
use ringup::gateway::http::{Call, Http, Intent, Timeouts};
use ringup::sandbox;
use ringup::secret::Secret;
use ringup::service::Till;
use ringup::service::pairing::{NewConnection, Setup, environment_of};
use ringup::service::places::Places;
use ringup::service::start::{self, Mode, Options};

/// Set for the copy of this program that is the gateway.
const GATEWAY: &str = "RINGUP_BENCH_GATEWAY";
const OPEN: usize = 1_000;
const AT_ONCE: usize = 8;
/// Until the first minute, in which every payment is young, is over.
const SETTLE: Duration = Duration::from_secs(65);
const WATCH: Duration = Duration::from_secs(60);
const CPU_GOAL_PERCENT: f64 = 5.0;
const MEMORY_GOAL_MB: f64 = 50.0;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    if std::env::var_os(GATEWAY).is_some() {
        return runtime.block_on(gateway());
    }
    for streams in [true, false] {
        let gateway = Gateway::start();
        runtime.block_on(measure(&gateway.url, streams));
    }
}

async fn gateway() {
    let running = sandbox::start(sandbox::Options::default()).await.unwrap();
    println!("{}", running.url());
    std::future::pending::<()>().await;
}

/// The gateway's process; it ends with this value.
struct Gateway {
    child: Child,
    url: String,
}

impl Gateway {
    fn start() -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        let mut child = command.env(GATEWAY, "1").stdout(Stdio::piped()).spawn().unwrap();
        let mut url = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut url).unwrap();
        Self { child, url: url.trim().to_owned() }
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn measure(url: &str, streams: bool) {
    let dir = tempfile::tempdir().unwrap();
    let till = paired(url, dir.path(), streams).await;
    charge(&till).await;
    let quiet_memory = memory_mb();
    futures::stream::iter(1..OPEN).for_each_concurrent(AT_ONCE, |_| charge(&till)).await;
    until_all_are_read(&till).await;
    tokio::time::sleep(SETTLE).await;
    let (before, begun) = (cpu(), Instant::now());
    tokio::time::sleep(WATCH).await;
    let share = (cpu() - before).as_secs_f64() / begun.elapsed().as_secs_f64() * 100.0;
    let more = memory_mb() - quiet_memory;
    let verdict = |good: bool| if good { "met" } else { "MISSED" };
    let kind = if streams { "streams and safety readings" } else { "readings alone" };
    println!("{OPEN} open invoices, {kind}");
    println!(
        "  processor {share:>6.2} % of one core, goal {CPU_GOAL_PERCENT} %: {}",
        verdict(share <= CPU_GOAL_PERCENT)
    );
    println!("  memory    {more:>6.1} MB more, goal {MEMORY_GOAL_MB} MB: {}", verdict(more <= MEMORY_GOAL_MB));
    till.close().await;
}

async fn paired(url: &str, dir: &std::path::Path, streams: bool) -> Till {
    let control = Http::new(url, Timeouts::default(), ringup::service::clock::now).unwrap();
    let post = async |path: &[&str], body: &str| {
        let (url, body) = (control.url(path, &[]), body.as_bytes().to_vec());
        let call = Call { method: "POST".parse().unwrap(), url, headers: Vec::new(), body, intent: Intent::Write };
        control.send(call).await.unwrap().body
    };
    if !streams {
        let rule = r#"{"rule":{"match":"GET /invoices/:id/events","do":"status:403"}}"#;
        post(&["_sandbox", "faults"], rule).await;
    }
    let made = post(&["_sandbox", "tokens"], r#"{"facade":"pos","authenticated":false}"#).await;
    let made: serde_json::Value = serde_json::from_slice(&made).unwrap();
    let passphrase = Some(Secret::from("a bench has no secrets"));
    let setup = Setup::open(Places::new(dir, false), passphrase.clone()).await.unwrap();
    let (name, environment) = ("bitpay".to_owned(), environment_of(url).unwrap());
    let new = NewConnection { name, url: url.to_owned(), environment };
    setup.paste(&new, Secret::from(made["token"].as_str().unwrap())).await.unwrap();
    drop(setup);
    start::open(Options { data_dir: dir.to_owned(), mode: Mode::Shop, passphrase }).await.unwrap().till
}

async fn charge(till: &Till) {
    let price = Money::from_minor(4_500, Currency::EUR).unwrap();
    let line = Line {
        sku: None,
        name: String::new(),
        price,
        quantity: 1,
        note: String::new(),
        override_of: None,
        kind: Default::default(),
    };
    let id = SaleId(uuid::Uuid::now_v7());
    let sale = NewSale { id, lines: vec![line], reference: String::new(), operator: String::new() };
    till.charge(sale).await.unwrap();
}

async fn until_all_are_read(till: &Till) {
    loop {
        let book = till.book().await;
        let guids = book.sales().flat_map(|sale| &sale.attempts).map(|attempt| attempt.guid());
        let read = guids.filter(|guid| till.live(*guid).is_some_and(|live| live.payment.is_some())).count();
        if read == OPEN {
            return;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// What this process holds in memory.
fn memory_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.split_whitespace().next().unwrap().parse::<f64>().unwrap() / 1024.0
}

/// The processor time of this process, its threads included.
fn cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let after_name = stat.rsplit_once(')').unwrap().1;
    let ticks: Vec<u64> = after_name.split_whitespace().skip(11).take(2).map(|text| text.parse().unwrap()).collect();
    // The kernel counts in hundredths of a second.
    Duration::from_millis(ticks.iter().sum::<u64>() * 10)
}
