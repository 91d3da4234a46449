//! Who may know whom: the table of wings, and no circle anywhere.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::lex::{Kind, Token, begins, closing};
use super::tree::{Broken, Source};

/// Each wing with what it may import besides itself. The longest name that fits a file is its wing; a name allows
/// everything below it.
const WINGS: &[(&str, &[&str])] = &[
    // A payment carries its resource token on the way from the gateway to the vault.
    ("domain", &["secret"]),
    ("file", &[]),
    ("secret", &[]),
    ("reconcile", &["domain"]),
    ("lang", &["domain"]),
    ("gateway", &["domain", "secret"]),
    ("journal", &["domain"]),
    ("sandbox", &["domain::money"]),
    ("config", &["domain", "file"]),
    ("vault", &["secret", "file", "domain::id"]),
    ("device", &["domain", "config", "lang"]),
    ("export", &["domain", "lang", "file"]),
    ("sync", &["domain"]),
    ("service", &SERVICE),
    // The one file that turns errors into words has to know them.
    ("notice", &["domain", "lang", "reconcile", "service::error", "gateway::port", "journal", "config", "vault"]),
    ("cli", &CLI),
    ("ui::theme", &["ui::font"]),
    ("ui::font", &[]),
    ("ui::icon", &["ui::theme", "ui::font", "ui::widget"]),
    ("ui::action", &[]),
    ("ui::context", &["domain", "config", "lang", "notice"]),
    ("ui::press", &["domain", "ui::action"]),
    // A widget is given finished sentences and plain data: it knows no sale, no sentence and no setting.
    ("ui::widget", &["ui::theme", "ui::icon", "ui::font"]),
    ("ui::screen", &SCREEN),
    ("ui::display", &SCREEN),
    ("ui::kiosk", &SCREEN),
    ("ui::app", &["domain", "config", "lang", "notice", "service", "device", "secret", "gateway::port", "ui"]),
    ("ui", &[]),
];

const SERVICE: [&str; 13] = [
    "domain",
    "file",
    "secret",
    "lang",
    "gateway",
    "journal",
    "reconcile",
    "config",
    "vault",
    "device",
    "export",
    "sync",
    // Practice starts the sandbox as a server beside the till and talks to it over HTTP.
    "sandbox",
];

/// The composition root of the command line; of the window it knows how to start it.
const CLI: [&str; 15] = [
    "domain",
    "file",
    "secret",
    "lang",
    "gateway",
    "journal",
    "reconcile",
    "config",
    "vault",
    "device",
    "export",
    "sandbox",
    "service",
    "notice",
    "ui::app",
];

const SCREEN: [&str; 14] = [
    "domain",
    // A receipt document is plain data, and a token that is typed is secret from its first sign on.
    "device::receipt",
    "secret",
    "reconcile",
    "config",
    "lang",
    "notice",
    "ui::widget",
    "ui::theme",
    "ui::icon",
    "ui::font",
    "ui::context",
    "ui::action",
    "ui::press",
];

/// Crates that do something to the world, and the only doors through which they are reached.
const DOORS: &[(&str, &[&str])] = &[
    ("iced", &["ui"]),
    ("rusqlite", &["journal", "sandbox::store"]),
    ("reqwest", &["gateway", "service::practice", "sandbox::postman"]),
    ("axum", &["sandbox"]),
    ("keyring_core", &["vault"]),
    ("zbus_secret_service_keyring_store", &["vault"]),
    ("clap", &["cli"]),
];

/// One file that names another.
struct Arrow {
    from: usize,
    to: usize,
    line: usize,
}

fn is_below(module: &str, wing: &str) -> bool {
    module == wing || module.strip_prefix(wing).is_some_and(|rest| rest.starts_with("::"))
}

/// The paths that a file writes, as absolute modules, with their lines.
fn paths(source: &Source, tokens: &[Token]) -> Vec<(Vec<String>, usize)> {
    let children: BTreeSet<String> = source
        .modules()
        .iter()
        .filter_map(|(path, _)| Some(path.rsplit_once('/')?.1.trim_end_matches(".rs").to_owned()))
        .collect();
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        let goes_on = follows(tokens, at + 1);
        let inside = at >= 2 && follows(tokens, at - 2) || at >= 1 && tokens[at - 1].is_mark('.');
        if tokens[at].kind != Kind::Word || !goes_on || inside {
            continue;
        }
        let module = [source.module(), inline_modules(tokens, at)].concat();
        let base = match tokens[at].text.as_str() {
            "crate" | "ringup" => Vec::new(),
            "self" => module.clone(),
            "super" => module[..module.len().saturating_sub(1)].to_vec(),
            child if children.contains(child) => [module.as_slice(), &[child.to_owned()]].concat(),
            _ => continue,
        };
        let mut tree = Tree { tokens, at: at + 3, found: &mut found };
        tree.read(&base);
    }
    found
}

/// The modules written in place around a token.
fn inline_modules(tokens: &[Token], at: usize) -> Vec<String> {
    let opens =
        |mark: &usize| begins(&tokens[*mark..], &["mod"]) && tokens.get(mark + 2).is_some_and(|t| t.is_mark('{'));
    let around = (0..at).filter(opens).filter(|mark| closing(tokens, mark + 2) > at);
    around.map(|mark| tokens[mark + 1].text.clone()).collect()
}

fn follows(tokens: &[Token], at: usize) -> bool {
    tokens.get(at..at + 2).is_some_and(|two| two[0].is_mark(':') && two[1].is_mark(':'))
}

/// A path, or a tree of paths in braces, as it is read.
struct Tree<'a> {
    tokens: &'a [Token],
    at: usize,
    found: &'a mut Vec<(Vec<String>, usize)>,
}

impl Tree<'_> {
    fn read(&mut self, base: &[String]) {
        let mut path = base.to_vec();
        let line = self.tokens.get(self.at).map_or(0, |token| token.line);
        loop {
            match self.tokens.get(self.at) {
                Some(token) if token.is(Kind::Word, "super") => drop(path.pop()),
                Some(token) if token.is(Kind::Word, "self") => {}
                Some(token) if token.kind == Kind::Word => path.push(token.text.clone()),
                Some(token) if token.is_mark('{') => return self.branches(&path),
                _ => {}
            }
            self.at += 1;
            if !follows(self.tokens, self.at) {
                return self.found.push((path, line));
            }
            self.at += 2;
        }
    }

    fn branches(&mut self, base: &[String]) {
        self.at += 1;
        while self.tokens.get(self.at).is_some_and(|token| !token.is_mark('}')) {
            if self.tokens[self.at].is_mark(',') || self.is_renaming() {
                self.at += 1;
            } else {
                self.read(base);
            }
        }
        self.at += 1;
    }

    fn is_renaming(&self) -> bool {
        let here = |at: usize| self.tokens[at].is(Kind::Word, "as");
        here(self.at) || self.at >= 1 && here(self.at - 1)
    }
}

/// Every arrow between the program's files.
fn arrows(sources: &[Source]) -> Vec<Arrow> {
    let places: BTreeMap<Vec<String>, usize> =
        sources.iter().enumerate().map(|(index, source)| (source.module(), index)).collect();
    let mut arrows = Vec::new();
    for (from, source) in sources.iter().enumerate() {
        for (path, line) in paths(source, &source.program()) {
            let longest = (1..=path.len()).rev().find_map(|length| places.get(&path[..length]));
            arrows.extend(longest.filter(|to| **to != from).map(|to| Arrow { from, to: *to, line }));
        }
    }
    arrows
}

fn wing(module: &str) -> Option<&'static (&'static str, &'static [&'static str])> {
    WINGS.iter().filter(|(name, _)| is_below(module, name)).max_by_key(|(name, _)| name.len())
}

#[test]
fn imports_go_down_only() {
    let sources = Source::all("src");
    let mut broken = Broken::default();
    for arrow in arrows(&sources) {
        let (from, to) = (&sources[arrow.from], &sources[arrow.to]);
        let (module, target) = (from.module().join("::"), to.module().join("::"));
        if module.is_empty() {
            continue;
        }
        let Some((name, allowed)) = wing(&module) else {
            broken.at(&from.path, arrow.line, "this wing has no line in the table of tests/tidy/imports.rs");
            continue;
        };
        let same_wing = wing(&target).is_some_and(|(other, _)| other == name);
        if !same_wing && !allowed.iter().any(|wing| is_below(&target, wing)) {
            broken.at(&from.path, arrow.line, &format!("{name} may not know {target}"));
        }
    }
    broken.must_be_empty("Imports go down only; ARCHITECTURE.md has the table.");
}

#[test]
fn every_effect_has_one_door() {
    let mut broken = Broken::default();
    for source in Source::all("src") {
        let module = source.module().join("::");
        let tokens = source.program();
        for (krate, doors) in DOORS.iter().filter(|(_, doors)| !doors.iter().any(|door| is_below(&module, door))) {
            let named = |at: &usize| tokens[*at].is(Kind::Word, krate) && follows(&tokens, at + 1);
            for at in (0..tokens.len()).filter(named) {
                broken.at(&source.path, tokens[at].line, &format!("only {} may use {krate}", doors.join(" and ")));
            }
        }
    }
    broken.must_be_empty("A crate that touches the world is used behind its door only.");
}

#[test]
fn no_file_imports_itself_round_a_circle() {
    let sources = Source::all("src");
    let mut lines: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut next: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for arrow in arrows(&sources).into_iter().filter(|arrow| sources[arrow.to].path != "src/lib.rs") {
        lines.entry((arrow.from, arrow.to)).or_insert(arrow.line);
        next.entry(arrow.from).or_default().insert(arrow.to);
    }
    let mut broken = Broken::default();
    let mut told = BTreeSet::new();
    for start in 0..sources.len() {
        let Some(circle) = way_back(start, &next) else { continue };
        if told.insert(circle.iter().copied().collect::<BTreeSet<usize>>()) {
            let steps = circle.iter().zip(circle.iter().cycle().skip(1));
            let named = steps.map(|(from, to)| format!("{}:{}", sources[*from].path, lines[&(*from, *to)]));
            broken.note(named.collect::<Vec<_>>().join(" → ") + " → and round again");
        }
    }
    broken.must_be_empty("No import circle, ever. What two files share belongs into a leaf below both.");
}

/// The shortest way from a file back to itself.
fn way_back(start: usize, next: &BTreeMap<usize, BTreeSet<usize>>) -> Option<Vec<usize>> {
    let mut came: BTreeMap<usize, usize> = BTreeMap::new();
    let mut waiting = VecDeque::from([start]);
    while let Some(here) = waiting.pop_front() {
        for there in next.get(&here).into_iter().flatten() {
            if *there == start {
                let mut way = vec![here];
                while let Some(before) = came.get(way.last()?) {
                    way.push(*before);
                }
                way.reverse();
                return Some(way);
            }
            if !came.contains_key(there) {
                came.insert(*there, here);
                waiting.push_back(*there);
            }
        }
    }
    None
}

#[test]
fn a_circle_would_be_found() {
    let next = BTreeMap::from([(0, BTreeSet::from([1])), (1, BTreeSet::from([2])), (2, BTreeSet::from([1]))]);
    assert_eq!((way_back(0, &next), way_back(1, &next)), (None, Some(vec![1, 2])));
}

#[test]
fn paths_are_read_from_trees_and_from_expressions() {
    let text = "mod exit; use super::{start::{self, Places}, clock::Clock as Time}; use crate::domain::money::Money;
                fn f() { exit::Exit::good(); std::fs::read(); crate::file::replace(); x.exit::<u8>() }
                mod linux { use super::super::out::Out; }";
    let source = Source { path: "src/cli/sell.rs".into(), lines: 3, tokens: super::lex::tokens(text) };
    let found: Vec<String> = paths(&source, &source.program()).iter().map(|(path, _)| path.join("::")).collect();
    let wanted = [
        "cli::start",
        "cli::start::Places",
        "cli::clock::Clock",
        "domain::money::Money",
        "cli::sell::exit::Exit::good",
        "file::replace",
        "cli::out::Out",
    ];
    assert_eq!(found, wanted);
}
