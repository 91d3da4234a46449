//! The window's figures, as ratios to an empty iced window of the same size and renderer, in one run under Xvfb.
//!
//! `cargo bench --bench window` prints them. Nothing is asserted: a busy machine is no defect of the till.

mod display;

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use display::Display;

/// Set for the copy of this program that opens the empty window.
const EMPTY: &str = "RINGUP_BENCH_EMPTY_WINDOW";
/// So many that the middle one stands still from run to run on a machine shared with others.
const STARTS: usize = 41;
const KEYS: usize = 200;
const IDLE: Duration = Duration::from_secs(30);

fn main() {
    if std::env::var_os(EMPTY).is_some() {
        return empty_window();
    }
    let Some(display) = Display::start(1280, 800) else {
        println!("skipped: Xvfb is not installed");
        return;
    };
    let shop = tempfile::tempdir().expect("a temporary folder");
    prepare(shop.path());
    let (till, empty) = figures_at_start(&display, shop.path());
    println!(
        "exec to painted   {:>7.1} ms  empty {:>7.1} ms  ratio {:.2} (at most 1.6)",
        till.painted_ms,
        empty.painted_ms,
        till.painted_ms / empty.painted_ms
    );
    println!(
        "memory, its own   {:>7.1} MB  empty {:>7.1} MB  ratio {:.2} (at most 2)",
        till.own_mb,
        empty.own_mb,
        till.own_mb / empty.own_mb
    );
    println!(
        "with file pages   {:>7.1} MB  empty {:>7.1} MB  ratio {:.2}",
        till.resident_mb,
        empty.resident_mb,
        till.resident_mb / empty.resident_mb
    );
    at_work(&display, shop.path());
}

#[derive(Debug, Clone)]
enum Never {}

fn stand_still(_: &mut (), never: Never) {
    match never {}
}

fn nothing(_: &()) -> iced::Element<'_, Never> {
    iced::widget::space().into()
}

fn empty_window() {
    let window = iced::application(|| (), stand_still, nothing).window_size((1280.0, 800.0));
    window.run().expect("an empty window opens");
}

fn empty() -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this program has a path"));
    command.env(EMPTY, "1");
    command
}

fn till(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ringup"));
    command.arg("--practice").env("RINGUP_DATA_DIR", data);
    command
}

/// A practice shop with 60 products.
fn prepare(data: &Path) {
    let mut csv = String::from("sku,name,price,category\n");
    for n in 1..=60 {
        csv.push_str(&format!("P{n},Product number {n},{n}.50,Group {}\n", n % 5));
    }
    let file = data.join("sixty.csv");
    std::fs::write(&file, csv).expect("the file is written");
    let run = |args: &[&str]| {
        let status = Command::new(env!("CARGO_BIN_EXE_ringup"))
            .args(args)
            .env("RINGUP_DATA_DIR", data)
            .stdout(Stdio::null())
            .status()
            .expect("ringup runs");
        assert!(status.success(), "{args:?}");
    };
    run(&["sell", "1.00", "--practice", "--auto-pay", "--wait", "seen"]);
    run(&["products", "import", file.to_str().expect("plain text"), "--practice"]);
}

struct AtStart {
    painted_ms: f64,
    /// What the system cannot take back without the program: its heap, its stacks and the picture it shares with the screen.
    own_mb: f64,
    /// And the pages of the program's file and of its libraries that happen to be mapped.
    resident_mb: f64,
}

/// The till and the empty window in turns, so that a busy machine is busy for both.
fn figures_at_start(display: &Display, shop: &Path) -> (AtStart, AtStart) {
    let mut of_till = Starts::default();
    let mut of_empty = Starts::default();
    for _ in 0..STARTS {
        of_till.add(display, till(shop));
        of_empty.add(display, empty());
    }
    (of_till.median(), of_empty.median())
}

#[derive(Default)]
struct Starts {
    painted_ms: Vec<f64>,
    own_mb: Vec<f64>,
    resident_mb: Vec<f64>,
}

impl Starts {
    fn add(&mut self, display: &Display, command: Command) {
        let started = Instant::now();
        let mut child = open(display, command);
        let at = display.settled(Duration::from_millis(400), Duration::from_secs(20));
        self.painted_ms.push(at.duration_since(started).as_secs_f64() * 1000.0);
        self.own_mb.push(status_mb(&child, "RssAnon") + status_mb(&child, "RssShmem"));
        self.resident_mb.push(status_mb(&child, "VmRSS"));
        end(&mut child, display);
    }

    fn median(mut self) -> AtStart {
        AtStart {
            painted_ms: median(&mut self.painted_ms),
            own_mb: median(&mut self.own_mb),
            resident_mb: median(&mut self.resident_mb),
        }
    }
}

fn open(display: &Display, mut command: Command) -> Child {
    command.env("DISPLAY", display.name()).env_remove("WAYLAND_DISPLAY").env("XDG_RUNTIME_DIR", "/nonexistent");
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the window's program starts")
}

fn end(child: &mut Child, display: &Display) {
    let _ = child.kill();
    let _ = child.wait();
    display.blank();
}

/// Key latency with 60 tiles and 30 cart lines, then the cost of waiting with a countdown.
fn at_work(display: &Display, data: &Path) {
    let mut child = open(display, till(data));
    display.settled(Duration::from_millis(600), Duration::from_secs(20));
    display.focus();
    for n in 0..30 {
        display.key(&format!("{}", n % 9 + 1));
        display.key("Return");
        display.settled(Duration::from_millis(40), Duration::from_secs(2));
    }
    let mut taken = Vec::new();
    let spent = cpu_seconds(&child);
    for n in 0..KEYS {
        let before = entry(display);
        let pressed = Instant::now();
        display.key(if n % 2 == 0 { "5" } else { "BackSpace" });
        if let Some(changed) = display.changed(entry, &before, Duration::from_secs(1)) {
            taken.push(changed.duration_since(pressed).as_secs_f64() * 1000.0);
        }
        display.settled(Duration::from_millis(30), Duration::from_secs(1));
    }
    println!("a key press costs {:.2} ms of a core", (cpu_seconds(&child) - spent) * 1000.0 / KEYS as f64);
    taken.sort_by(f64::total_cmp);
    let at = |share: f64| taken.get(((taken.len() as f64 - 1.0) * share) as usize).copied().unwrap_or(f64::NAN);
    println!(
        "key to pixels     p50 {:.1} ms  p99 {:.1} ms of {} presses (p99 at most 8)",
        at(0.5),
        at(0.99),
        taken.len()
    );
    display.key("Return");
    std::thread::sleep(Duration::from_secs(5));
    println!("idle, countdown   {:.2} % of a core (at most 0.3)", idle_percent(&child));
    end(&mut child, display);
}

/// The digits of the amount being typed, as the register shows them at 1280×800.
fn entry(display: &Display) -> Vec<u8> {
    display.part((700, 140), (140, 50))
}

fn idle_percent(child: &Child) -> f64 {
    let before = cpu_seconds(child);
    let started = Instant::now();
    std::thread::sleep(IDLE);
    (cpu_seconds(child) - before) / started.elapsed().as_secs_f64() * 100.0
}

fn cpu_seconds(child: &Child) -> f64 {
    let tasks = std::fs::read_dir(format!("/proc/{}/task", child.id())).expect("the till runs");
    tasks
        .filter_map(Result::ok)
        .filter_map(|task| std::fs::read_to_string(task.path().join("schedstat")).ok())
        .filter_map(|text| text.split(' ').next()?.parse::<f64>().ok())
        .sum::<f64>()
        / 1e9
}

fn status_mb(child: &Child, field: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).expect("the program runs");
    let line = status.lines().find(|line| line.starts_with(field)).expect("Linux tells it");
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok()).unwrap_or(f64::NAN) / 1024.0
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
