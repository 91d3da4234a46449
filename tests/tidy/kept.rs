//! What git keeps: everything that is needed, and nothing of one person's machine.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use super::lex::{Kind, Token, begins};
use super::tree::{Broken, Source, files, read, root, tracked, untracked};

/// Folders whose files decide whether a test can fail: a missing snapshot is created and passes.
const JUDGES: [&str; 3] = ["tests/snapshots", "tests/fixtures", "tests/ice"];

fn all_sources() -> Vec<Source> {
    ["src", "tests", "benches"].into_iter().flat_map(Source::all).collect()
}

#[test]
fn every_snapshot_and_fixture_is_kept() {
    let mut broken = Broken::default();
    for path in untracked(&JUDGES) {
        broken.note(format!("{path}: not kept by git, so the test that reads it proves nothing elsewhere"));
    }
    broken.must_be_empty("Snapshots, fixtures and scripts are part of the tests.");
}

#[test]
fn every_embedded_file_is_kept() {
    let tracked = tracked();
    let mut broken = Broken::default();
    for source in all_sources() {
        for four in source.tokens.windows(4) {
            let embeds = ["include_str", "include_bytes"].iter().any(|name| begins(four, &[name, "!", "("]));
            if embeds && four[3].kind == Kind::Text {
                let path = beside(&source.path, &four[3].text);
                if !tracked.contains(&path) {
                    broken.at(&source.path, four[3].line, &format!("{path} is not kept by git"));
                }
            }
        }
    }
    broken.must_be_empty("A fresh clone must compile.");
}

#[test]
fn every_test_file_named_exists() {
    let mut broken = Broken::default();
    for source in all_sources() {
        for token in source.tokens.iter().filter(|token| names_a_judge(token)) {
            let path =
                if token.text.starts_with("tests/") { token.text.clone() } else { format!("tests/{}", token.text) };
            if !root().join(&path).exists() {
                broken.at(&source.path, token.line, &format!("{path} does not exist"));
            }
        }
    }
    broken.must_be_empty("A test that reads nothing cannot fail.");
}

fn names_a_judge(token: &Token) -> bool {
    let short = |folder: &str| token.text.starts_with(&format!("{}/", folder.trim_start_matches("tests/")));
    let whole = |folder: &str| token.text.starts_with(&format!("{folder}/"));
    let is_path = token.text.contains('.') && !token.text.contains(['{', '*', ' ']);
    token.kind == Kind::Text && is_path && JUDGES.iter().any(|folder| short(folder) || whole(folder))
}

/// A path as written in a file, from the root.
fn beside(file: &str, written: &str) -> String {
    let mut path = PathBuf::new();
    for part in Path::new(file).parent().unwrap().join(written).components() {
        if part == Component::ParentDir {
            path.pop();
        } else {
            path.push(part);
        }
    }
    path.to_string_lossy().replace('\\', "/")
}

#[test]
fn every_source_is_compiled() {
    let mut broken = Broken::default();
    for (folder, roots) in [("src", &["src/lib.rs", "src/main.rs"][..]), ("tests", &["tests/tests.rs"])] {
        let sources = Source::all(folder);
        let mut reached: BTreeSet<String> = roots.iter().map(|root| (*root).to_owned()).collect();
        let mut waiting: Vec<String> = reached.iter().cloned().collect();
        while let Some(path) = waiting.pop() {
            let here = sources.iter().filter(|source| source.path == path);
            let declared = here.flat_map(Source::modules).map(|(module, _)| module);
            waiting.extend(declared.filter(|module| reached.insert(module.clone())).collect::<Vec<_>>());
        }
        for source in sources.iter().filter(|source| !reached.contains(&source.path)) {
            broken.at(&source.path, 1, "no `mod` line leads here: it is neither compiled nor tested");
        }
        for source in sources.iter().filter(|source| source.path.ends_with("/mod.rs")) {
            broken.at(&source.path, 1, "the house uses foo.rs beside foo/");
        }
    }
    broken.must_be_empty("What lies in the tree is part of the program or of its tests.");
}

#[test]
fn nothing_is_of_one_machine() {
    // Written in two parts, so that this file does not break its own rule.
    let homes = [
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
        concat!("/Us", "ers/"),
        concat!("C:\\Us", "ers"),
    ];
    let mut broken = Broken::default();
    for path in tracked().iter().filter(|path| !path.starts_with("assets/fonts/") && *path != "Cargo.lock") {
        for (index, line) in read(path).lines().enumerate() {
            if let Some(home) = homes.iter().find(|home| line.contains(**home)) {
                broken.at(path, index + 1, &format!("`{home}` is a folder of one machine"));
            }
        }
    }
    broken.must_be_empty("The tree knows no person's machine.");
}

#[test]
fn every_room_is_on_the_map() {
    let map = read("ARCHITECTURE.md");
    let mut broken = Broken::default();
    for path in files("src").iter().filter(|path| path.matches('/').count() == 1 && path.ends_with(".rs")) {
        let name = path.trim_start_matches("src/");
        if !map.contains(name) && !map.contains(&name.replace(".rs", "/")) {
            broken.at(path, 1, "ARCHITECTURE.md does not say what it is for");
        }
    }
    broken.must_be_empty("A reader finds every room of the house on its map.");
}

#[test]
fn every_link_of_the_documents_leads_somewhere() {
    let mut broken = Broken::default();
    for path in tracked().iter().filter(|path| path.ends_with(".md")) {
        for (index, line) in read(path).lines().enumerate() {
            let targets = line.split("](").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0));
            let local = targets.filter(|target| !target.contains("://") && !target.starts_with(['#', 'm']));
            for target in local.map(|target| target.split('#').next().unwrap_or_default()) {
                if !root().join(beside(path, target)).exists() {
                    broken.at(path, index + 1, &format!("{target} does not exist"));
                }
            }
        }
    }
    broken.must_be_empty("Links lead somewhere.");
}

#[cfg(unix)]
#[test]
fn every_script_can_be_run() {
    use std::os::unix::fs::PermissionsExt as _;
    let mut broken = Broken::default();
    let scripts = tracked().into_iter().filter(|path| path == ".ci/run" || path.ends_with(".sh"));
    for path in scripts {
        let mode = std::fs::metadata(root().join(&path)).map(|meta| meta.permissions().mode()).unwrap_or(0);
        if mode & 0o111 == 0 || !read(&path).starts_with("#!") {
            broken.at(&path, 1, "is not executable, or does not say by what");
        }
    }
    broken.must_be_empty("Scripts are executable.");
}
