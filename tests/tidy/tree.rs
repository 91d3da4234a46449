//! The tree as it stands: its files, its Rust sources, and what git keeps of it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::lex::{self, Token, begins};

/// The folder that holds Cargo.toml.
pub fn root() -> PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from)
}

/// A file's text; empty if it is not there.
pub fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_default()
}

/// One Rust source.
pub struct Source {
    /// From the root, with forward slashes: `src/domain/core.rs`.
    pub path: String,
    pub lines: usize,
    pub tokens: Vec<Token>,
}

impl Source {
    /// Reads every Rust source under a folder. Files that only tests compile count as tests throughout.
    pub fn all(folder: &str) -> Vec<Self> {
        let mut sources: Vec<Self> =
            files(folder).into_iter().filter(|path| path.ends_with(".rs")).map(Self::read).collect();
        assert!(!sources.is_empty(), "there is nothing under {folder}");
        let tests: BTreeSet<String> = sources.iter().flat_map(Self::test_modules).collect();
        for source in sources.iter_mut().filter(|source| tests.contains(&source.path)) {
            source.tokens.iter_mut().for_each(|token| token.test = true);
        }
        sources
    }

    fn read(path: String) -> Self {
        let text = fs::read_to_string(root().join(&path)).unwrap();
        Self { lines: text.lines().count(), tokens: lex::tokens(&text), path }
    }

    /// What is compiled into the program.
    pub fn program(&self) -> Vec<Token> {
        self.tokens.iter().filter(|token| !token.test).cloned().collect()
    }

    /// The files of the modules declared here, with whether only tests have them.
    pub fn modules(&self) -> Vec<(String, bool)> {
        let folder = match self.path.as_str() {
            "src/lib.rs" | "src/main.rs" => "src",
            "tests/tests.rs" => "tests",
            path => path.trim_end_matches(".rs"),
        };
        let windows = self.tokens.windows(3).filter(|three| begins(three, &["mod"]) && three[2].is_mark(';'));
        windows.map(|three| (format!("{folder}/{}.rs", three[1].text), three[0].test)).collect()
    }

    fn test_modules(&self) -> Vec<String> {
        self.modules().into_iter().filter(|(_, test)| *test).map(|(path, _)| path).collect()
    }

    /// The module a file is: `["domain", "core"]`; empty for the crate's root.
    pub fn module(&self) -> Vec<String> {
        let inner = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        if matches!(inner, "lib" | "main") { Vec::new() } else { inner.split('/').map(str::to_owned).collect() }
    }
}

/// Every file under a folder, sorted, as paths from the root.
pub fn files(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![root().join(folder)];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { waiting.push(path) } else { found.push(from_root(&path)) }
        }
    }
    found.sort();
    found
}

fn from_root(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// What git keeps. Outside a checkout, every file but those of builds.
pub fn tracked() -> BTreeSet<String> {
    git(&["ls-files", "-z"]).unwrap_or_else(|| {
        files(".")
            .iter()
            .map(|path| path.trim_start_matches("./").to_owned())
            .filter(|p| !p.starts_with("target/"))
            .collect()
    })
}

/// Files under some folders that git neither keeps nor is told to leave out.
pub fn untracked(folders: &[&str]) -> BTreeSet<String> {
    let mut args = vec!["ls-files", "-z", "--others", "--exclude-standard", "--"];
    args.extend(folders);
    git(&args).unwrap_or_default()
}

fn git(args: &[&str]) -> Option<BTreeSet<String>> {
    let done = Command::new("git").args(args).current_dir(root()).output().ok()?;
    let names = String::from_utf8(done.stdout).ok()?;
    done.status.success().then(|| names.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect())
}

/// Everything that breaks a rule, each with its place.
#[derive(Default)]
pub struct Broken(Vec<String>);

impl Broken {
    pub fn at(&mut self, path: &str, line: usize, what: &str) {
        self.0.push(format!("{path}:{line}: {what}"));
    }

    pub fn note(&mut self, what: String) {
        self.0.push(what);
    }

    /// Fails with the whole list.
    #[track_caller]
    pub fn must_be_empty(mut self, rule: &str) {
        self.0.sort();
        self.0.dedup();
        let list = self.0.iter().fold(String::new(), |mut list, one| {
            let _ = write!(list, "\n  {one}");
            list
        });
        assert!(self.0.is_empty(), "{rule}{list}\n");
    }
}
