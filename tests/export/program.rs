//! `ringup export` as its user runs it.

use serde_json::Value;

use crate::cli::bench_shop::{ringup, run};

/// A practice shop with three sales.
fn practised() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (amount, tender) in [("4.00", "cash:5.00"), ("2.50", "cash:2.50")] {
        let sold = run(ringup(dir.path()).args(["sell", amount, "--practice", "--tender", tender]));
        assert_eq!(sold.code, 0, "{}", sold.stderr);
    }
    let sold = run(ringup(dir.path()).args(["sell", "45.00", "--practice", "--auto-pay"]));
    assert_eq!(sold.code, 0, "{}", sold.stderr);
    dir
}

const SPAN: [&str; 4] = ["--from", "2020-01-01", "--to", "2099-12-31"];

#[test]
fn till_55_the_command_line_writes_every_format_and_verifies_its_archive() {
    let dir = practised();
    let out = dir.path().join("out");
    std::fs::create_dir(&out).unwrap();
    for (format, name) in [
        ("csv", "books"),
        ("csv", "sales.csv"),
        ("xlsx", "a.xlsx"),
        ("pdf", "a.pdf"),
        ("hledger", "a.journal"),
        ("beancount", "a.beancount"),
        ("archive", "a.zip"),
    ] {
        let file = out.join(name);
        let done =
            run(ringup(dir.path()).args(["export", format, "--practice", "--json", "--out"]).arg(&file).args(SPAN));
        assert_eq!((done.code, done.stderr.as_str()), (0, ""), "{format}");
        let told: Value = serde_json::from_str(&done.stdout).unwrap();
        assert!(file.exists() && !told["files"].as_array().unwrap().is_empty(), "{told}");
        if format != "archive" {
            assert_eq!(
                (&told["totals"]["sales"]["amount"], &told["totals"]["net"]),
                (&"51.50".into(), &"51.50".into())
            );
        }
    }
    assert!(std::fs::read_dir(&out).unwrap().all(|file| !file.unwrap().file_name().to_string_lossy().contains("tmp")));
    let archive = out.join("a.zip");
    let verified = run(ringup(dir.path()).args(["journal", "verify", "--deep", "--practice"]).arg(&archive));
    assert!(verified.code == 0 && verified.stdout.starts_with("ok "), "{}", verified.stdout);
    std::fs::write(&archive, b"no archive").unwrap();
    let verified = run(ringup(dir.path()).args(["journal", "verify", "--practice", "--json"]).arg(&archive));
    let told: Value = serde_json::from_str(&verified.stdout).unwrap();
    assert_eq!((verified.code, &told["ok"], &told["file"]), (1, &false.into(), &"a.zip".into()));
}

#[test]
fn till_55_what_cannot_be_written_is_said_before_any_work() {
    let dir = tempfile::tempdir().unwrap();
    let nowhere = dir.path().join("no/such/a.csv");
    let span = ["--from", "2026-01-02", "--to", "2026-01-01"];
    let wrong = run(ringup(dir.path()).args(["export", "csv", "--practice", "--out"]).arg(&nowhere).args(SPAN));
    assert_eq!((wrong.code, wrong.stderr.contains("--out")), (2, true), "{}", wrong.stderr);
    let wrong = run(ringup(dir.path()).args(["export", "csv", "--practice", "--out", "a.csv"]).args(span));
    assert_eq!((wrong.code, wrong.stderr.contains("--from")), (2, true), "{}", wrong.stderr);
    let none = run(ringup(dir.path()).args(["export", "csv", "--practice", "--out", "a.csv"]).args(SPAN));
    assert_eq!((none.code, none.stderr.contains("no book")), (1, true), "{}", none.stderr);
    assert!(!std::path::Path::new("a.csv").exists());
}

#[test]
fn till_55_an_interrupted_export_leaves_the_old_file_and_nothing_else() {
    use ringup::service::error::Trouble;
    use ringup::service::export::{Format, Wanted, Watcher};
    struct Hasty;
    impl Watcher for Hasty {
        fn goes_on(&mut self, done: u64, _: u64) -> bool {
            done == 0
        }
    }
    let shop = super::world::busy();
    let (_kept, out) = super::world::folder();
    for (format, name) in [(Format::Csv, "a.csv"), (Format::Xlsx, "a.xlsx"), (Format::Hledger, "a.journal")] {
        let file = out.join(name);
        std::fs::write(&file, "old").unwrap();
        let wanted = Wanted { format, period: super::world::days(), out: file.clone() };
        let ended = super::world::exporter(&shop.file()).export(&wanted, &mut Hasty);
        assert!(matches!(ended, Err(Trouble::Interrupted)), "{ended:?}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "old");
    }
    assert_eq!(std::fs::read_dir(&out).unwrap().count(), 3, "nothing half-written is left");
}
