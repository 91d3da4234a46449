//! docs/recovery.md, step by step: every command of the page is run on a book that was spoilt for it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// One command of the page.
#[derive(Debug)]
struct Step {
    words: Vec<String>,
    exit: i32,
    line: usize,
}

/// The page's sections with their steps, in order.
fn page() -> Vec<(String, Vec<Step>)> {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/recovery.md")).unwrap();
    let mut sections: Vec<(String, Vec<Step>)> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if let Some(title) = line.strip_prefix("## ") {
            sections.push((title.to_owned(), Vec::new()));
        } else if let Some(command) = line.strip_prefix("ringup ") {
            let (words, exit) = command.split_once("# exit ").expect("every step says its exit code");
            let step = Step { words: split(words), exit: exit.trim().parse().unwrap(), line: index + 1 };
            sections.last_mut().unwrap().1.push(step);
        }
    }
    sections
}

/// Words as a shell splits them, with double quotes.
fn split(text: &str) -> Vec<String> {
    let quoted = text.split('"').enumerate();
    quoted
        .flat_map(|(index, part)| {
            if index % 2 == 1 { vec![part.to_owned()] } else { part.split_whitespace().map(str::to_owned).collect() }
        })
        .collect()
}

/// A practice till with a few sales, whose books are closed.
struct Till {
    dir: tempfile::TempDir,
    backup: PathBuf,
}

impl Till {
    /// Two sales, a backup, and a third sale.
    fn new() -> Self {
        let mut till = Self { dir: tempfile::tempdir().unwrap(), backup: PathBuf::new() };
        till.sell();
        till.sell();
        let made = till.ringup(&["journal", "backup", "--json"]);
        assert_eq!(made.0, 0, "{}", made.1);
        let told: serde_json::Value = serde_json::from_str(&made.1).unwrap();
        till.backup = PathBuf::from(told["path"].as_str().unwrap());
        till.sell();
        till
    }

    fn sell(&self) {
        let sold = self.ringup(&["sell", "4.50", "--tender", "cash:5.00"]);
        assert_eq!(sold.0, 0, "{}", sold.1);
    }

    fn file(&self, name: &str) -> PathBuf {
        self.dir.path().join("practice").join(name)
    }

    fn ringup(&self, words: &[&str]) -> (i32, String) {
        let output = Command::new(assert_cmd::cargo::cargo_bin!("ringup"))
            .env("RINGUP_DATA_DIR", self.dir.path())
            .env_remove("RINGUP_LOG")
            .stdin(Stdio::null())
            .args(words)
            .arg("--practice")
            .output()
            .unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.code().unwrap_or(-1), String::from_utf8(said).unwrap())
    }

    fn follow(&self, steps: &[Step]) {
        let backup = self.backup.display().to_string();
        for step in steps {
            let words: Vec<&str> =
                step.words.iter().map(|word| if word == "BACKUP" { backup.as_str() } else { word }).collect();
            let (exit, said) = self.ringup(&words);
            assert_eq!(exit, step.exit, "docs/recovery.md:{}: {:?}\n{said}", step.line, step.words);
        }
    }
}

fn spoil_an_entry(till: &Till) {
    let conn = rusqlite::Connection::open(till.file("journal.db")).unwrap();
    let guards = "SELECT group_concat(sql || ';', ' ') FROM sqlite_schema WHERE type = 'trigger'";
    let guards: String = conn.query_row(guards, [], |row| row.get(0)).unwrap();
    conn.execute_batch("DROP TRIGGER journal_no_update; DROP TRIGGER journal_no_delete; DROP TRIGGER journal_next;")
        .unwrap();
    conn.execute_batch("UPDATE journal SET payload = x'7b2261223a317d' WHERE seq = 5").unwrap();
    conn.execute_batch(&guards).unwrap();
}

fn zero_the_file(till: &Till) {
    let length = std::fs::metadata(till.file("journal.db")).unwrap().len();
    std::fs::write(till.file("journal.db"), vec![0_u8; usize::try_from(length).unwrap()]).unwrap();
}

fn copy_the_old_one_over(till: &Till) {
    std::fs::copy(&till.backup, till.file("journal.db")).unwrap();
}

fn lose_the_key(till: &Till) {
    let file = till.file("secrets.json");
    let mut secrets: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let lost = remove(&mut secrets, "journal-key");
    assert!(lost, "the practice folder keeps its secrets by name: {secrets}");
    std::fs::write(&file, secrets.to_string()).unwrap();
}

fn remove(value: &mut serde_json::Value, name: &str) -> bool {
    let serde_json::Value::Object(map) = value else { return false };
    map.remove(name).is_some() || map.values_mut().any(|value| remove(value, name))
}

fn nothing(_: &Till) {}

#[test]
fn till_62_63_runbook_every_step_of_the_recovery_page_does_what_it_says() {
    type Spoiler = (&'static str, fn(&Till));
    let spoilers: [Spoiler; 6] = [
        ("Every day", nothing),
        ("The book is damaged", spoil_an_entry),
        ("The file cannot be read at all, or is gone", zero_the_file),
        ("The till says that the book is an old copy, or not the one it was", copy_the_old_one_over),
        ("The key may have been seen by others", nothing),
        ("The key is lost", lose_the_key),
    ];
    let page = page();
    let with_steps: Vec<&str> =
        page.iter().filter(|(_, steps)| !steps.is_empty()).map(|(title, _)| title.as_str()).collect();
    let known: Vec<&str> = spoilers.iter().map(|(title, _)| *title).collect();
    assert_eq!(with_steps, known, "every section with a command is performed");
    std::thread::scope(|scope| {
        for (title, spoil) in spoilers {
            let steps = &page.iter().find(|(known, _)| known == title).unwrap().1;
            scope.spawn(move || {
                let till = Till::new();
                spoil(&till);
                till.follow(steps);
                till.sell();
            });
        }
    });
}

#[test]
fn till_61_a_decision_needs_a_reason_in_words() {
    let till = Till::new();
    copy_the_old_one_over(&till);
    let before = std::fs::read(till.file("journal.db")).unwrap();
    for reason in ["", "   ", "two\nlines", "\u{1b}[31mred", &"x".repeat(501)] {
        let (exit, said) = till.ringup(&["journal", "accept", "--reason", reason]);
        assert_eq!(exit, 2, "{reason:?}: {said}");
    }
    assert!(std::fs::read(till.file("journal.db")).unwrap() == before);
    let (exit, said) = till.ringup(&["sell", "1.00", "--tender", "cash:1.00"]);
    assert!(exit == 5 && said.contains("old copy") && said.contains("journal accept"), "{exit}: {said}");
}
