//! What the program does with broken settings, hostile text, an absent key store and too large a catalogue.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::bench_shop::{ringup, run};

fn practice(dir: &Path) -> Command {
    let mut command = ringup(dir);
    command.arg("--practice");
    command
}

fn kinds(dir: &Path) -> Vec<i64> {
    let conn = rusqlite::Connection::open(dir.join("practice/journal.db")).unwrap();
    let mut statement = conn.prepare("SELECT kind FROM journal ORDER BY seq").unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn f57_till_80_damaged_settings_give_way_to_the_last_good_ones_and_the_book_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let sold = run(practice(dir.path()).args(["sell", "4.50", "--tender", "cash:5"]));
    assert_eq!(sold.code, 0, "{}", sold.stderr);
    assert!(!kinds(dir.path()).contains(&103));
    let file = dir.path().join("practice/ringup.toml");
    let whole = std::fs::read(&file).unwrap();
    std::fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    let sold = run(practice(dir.path()).args(["sell", "4.50", "--tender", "cash:5"]));
    assert_eq!(sold.code, 0, "{}", sold.stderr);
    assert_eq!(kinds(dir.path()).iter().filter(|kind| **kind == 103).count(), 1);
}

#[test]
fn f51_without_a_key_store_the_message_says_what_to_do_and_a_passphrase_opens_the_till() {
    let dir = tempfile::tempdir().unwrap();
    let bare = |words: &[&str]| {
        let mut command = ringup(dir.path());
        command.env_remove("DBUS_SESSION_BUS_ADDRESS").env("XDG_RUNTIME_DIR", dir.path()).args(words);
        run(&mut command)
    };
    let refused = bare(&["sell", "4.50", "--tender", "cash:5"]);
    assert_eq!(refused.code, 3, "{} {}", refused.stdout, refused.stderr);
    assert!(refused.stderr.contains("passphrase"), "{}", refused.stderr);
    let passphrase = dir.path().join("passphrase");
    std::fs::write(&passphrase, "correct horse battery staple\n").unwrap();
    let file = passphrase.to_str().unwrap();
    let sold = bare(&["--passphrase-file", file, "sell", "4.50", "--tender", "cash:5"]);
    assert_eq!(sold.code, 0, "cash works: {}", sold.stderr);
}

#[test]
fn f59_a_catalogue_of_a_hundred_thousand_is_taken_whole_or_not_at_all() {
    use std::fmt::Write as _;
    let dir = tempfile::tempdir().unwrap();
    let exported = dir.path().join("out.csv");
    let first = run(practice(dir.path()).args(["sell", "1", "--tender", "cash:1"]));
    assert_eq!(first.code, 0, "{}", first.stderr);
    let shown = run(practice(dir.path()).args(["products", "export"]).arg(&exported));
    assert_eq!(shown.code, 0, "{}", shown.stderr);
    let text = std::fs::read_to_string(&exported).unwrap();
    let (header, sample) = (text.lines().next().unwrap(), text.lines().nth(1).unwrap());
    let rest = sample.split_once(',').unwrap().1;
    let mut large = format!("{header}\n");
    for number in 0..100_000 {
        writeln!(large, "N{number},{rest}").unwrap();
    }
    let file = dir.path().join("large.csv");
    let import = |text: &str| {
        std::fs::write(&file, text).unwrap();
        run(practice(dir.path()).args(["products", "import"]).arg(&file))
    };
    let before = std::fs::read(dir.path().join("practice/products.csv")).unwrap();
    let double = import(&format!("{large}N77,{rest}\n"));
    assert_eq!(double.code, 2, "{}", double.stdout);
    assert!(double.stderr.contains("100002"), "the line is named: {}", double.stderr);
    let number = import(&large.replacen("N99999,", "N99999,\u{0},x,12.3.4", 1));
    assert_eq!(number.code, 2, "{}", number.stdout);
    assert!(std::fs::read(dir.path().join("practice/products.csv")).unwrap() == before, "all or nothing");
    let taken = import(&large);
    assert_eq!(taken.code, 0, "{}", taken.stderr);
    let sold = run(practice(dir.path()).args(["sell", "--item", "N99999", "--tender", "cash:100"]));
    assert_eq!(sold.code, 0, "{}", sold.stderr);
}

/// Signs a terminal or a printer would act on, or that turn text around.
fn acts(text: &str) -> Option<char> {
    text.chars().find(|c| {
        let bidi = ('\u{202a}'..='\u{202e}').contains(c) || ('\u{2066}'..='\u{2069}').contains(c);
        bidi || c.is_control() && *c != '\n'
    })
}

#[test]
fn f56_till_16_hostile_text_ends_as_text_on_terminal_receipt_and_in_the_log() {
    let dir = tempfile::tempdir().unwrap();
    let texts = [
        "Robert'); DROP TABLE journal; --",
        "\u{1b}[2J\u{1b}[31mred\u{1b}]0;title\u{7}",
        "line\nringup: forged line\r\n2026-11-21 ERROR forged",
        "bidi \u{202e}desrever\u{202c} \u{2066}x\u{2069}",
        "=cmd|' /C calc'!A0",
    ];
    for (index, text) in texts.iter().enumerate() {
        let number = (index + 1).to_string();
        let mut selling = practice(dir.path());
        selling.env("RINGUP_LOG", "trace").args(["sell", "4.50", "--tender", "cash:5", "--reference", text]);
        let sold = run(&mut selling);
        assert_eq!(sold.code, 0, "{text:?}: {}", sold.stderr);
        let shown = run(practice(dir.path()).args(["sales", "show", &number, "--receipt"]));
        assert_eq!(shown.code, 0, "{}", shown.stderr);
        let listed = run(practice(dir.path()).args(["sales", "list"]));
        for (place, said) in
            [("sold", &sold.stdout), ("log", &sold.stderr), ("receipt", &shown.stdout), ("list", &listed.stdout)]
        {
            assert_eq!(acts(said), None, "{place} of {text:?}: {said:?}");
            assert!(!said.lines().any(|line| line.starts_with("ringup: forged")), "{place}: {said}");
        }
    }
    let told = run(practice(dir.path()).args(["sales", "show", "2", "--json"]));
    assert!(serde_json::from_str::<Value>(&told.stdout).is_ok(), "machines get JSON: {}", told.stdout);
    let verified = run(practice(dir.path()).args(["journal", "verify", "--deep"]));
    assert_eq!(verified.code, 0, "{}", verified.stdout);
}
