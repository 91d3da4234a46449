//! The signed archive: two verifiers, one verdict, and the damage is named.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use ringup::service::export::{Damage, Format, verify_archive};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::world::{busy, export, folder, other, text};

/// What this program says: `ok N entries, head HASH`, `bad entry SEQ` or `bad file NAME`.
fn ours(file: &Path) -> String {
    match verify_archive(file, true) {
        Ok(proven) => format!("ok {} entries, head {}", proven.entries, proven.head.hash),
        Err(Damage::Entry(flaw)) => format!("bad entry {}", flaw.seq),
        Err(Damage::Member(name)) => format!("bad file {name}"),
    }
}

/// What the verifier in Python says.
fn theirs(file: &Path) -> Option<String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("packaging/verify_archive.py");
    let output = other("python3", &[text(&script), text(file), "--deep"])?;
    let said = String::from_utf8(output.stdout).unwrap().trim().to_owned();
    assert_eq!(
        output.status.code(),
        Some(i32::from(!said.starts_with("ok "))),
        "{said} {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(said)
}

fn agree(file: &Path, what: &str) -> String {
    let said = ours(file);
    if let Some(other) = theirs(file) {
        assert_eq!(other, said, "{what}");
    }
    said
}

type Members = Vec<(String, Vec<u8>)>;

fn unpack(file: &Path) -> Members {
    let mut zip = ZipArchive::new(std::fs::File::open(file).unwrap()).unwrap();
    let count = zip.len();
    let read = |index: usize| {
        let mut member = zip.by_index(index).unwrap();
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes).unwrap();
        (member.name().unwrap().into_owned(), bytes)
    };
    (0..count).map(read).collect()
}

fn pack(file: &Path, members: &Members) {
    let mut zip = ZipWriter::new(std::fs::File::create(file).unwrap());
    for (name, bytes) in members {
        zip.start_file(name, SimpleFileOptions::default().compression_method(CompressionMethod::Stored)).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
}

fn archived() -> (tempfile::TempDir, PathBuf, u64) {
    let shop = busy();
    let (kept, out) = folder();
    let file = out.join("books.zip");
    export(&shop, Format::Archive, &file);
    (kept, file, shop.book.head().seq)
}

#[test]
fn till_55_an_archive_proves_itself_to_two_verifiers() {
    let (_kept, file, entries) = archived();
    let said = agree(&file, "whole");
    assert!(said.starts_with(&format!("ok {entries} entries, head ")), "{said}");
}

fn change(members: &mut Members, name: &str, change: impl FnOnce(&mut Vec<u8>)) {
    change(&mut members.iter_mut().find(|(member, _)| member == name).unwrap().1);
}

/// Changes a line of the entries.
fn line(members: &mut Members, number: usize, edit: impl FnOnce(&str) -> String) {
    change(members, "entries.ndjson", |bytes| {
        let text = String::from_utf8(bytes.clone()).unwrap();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines[number - 1] = edit(&lines[number - 1]);
        lines.retain(|line| !line.is_empty());
        *bytes = (lines.join("\n") + "\n").into_bytes();
    });
}

type Edit = (&'static str, &'static str, fn(&mut Members));

#[test]
fn till_55_damage_to_an_archive_is_named_alike_by_both() {
    let (_kept, file, entries) = archived();
    let edits: [Edit; 14] = [
        ("a payload byte", "bad entry 5", |m| line(m, 5, |l| l.replacen("\"payload\":\"7b", "\"payload\":\"7c", 1))),
        ("a moment", "bad entry 4", |m| line(m, 4, |l| l.replacen("\"at_ms\":1", "\"at_ms\":2", 1))),
        ("a line gone", "bad entry 6", |m| line(m, 6, |_| String::new())),
        ("a line twice", "bad entry 4", |m| line(m, 3, |l| format!("{l}\n{l}"))),
        ("a signature", "bad entry 7", |m| {
            line(m, 7, |l| l.replacen("\"sig\":\"", "\"sig\":\"00", 1).replacen("\"}", "", 1))
        }),
        ("no entry", "bad entry 2", |m| line(m, 2, |_| "{}".to_owned())),
        ("a field more", "bad entry 2", |m| line(m, 2, |l| l.replacen('{', "{\"x\":1,", 1))),
        ("a field twice", "bad entry 2", |m| line(m, 2, |l| l.replacen('{', "{\"seq\":2,", 1))),
        ("a space", "bad file entries.ndjson", |m| line(m, 2, |l| l.replacen(':', ": ", 1))),
        ("the manifest", "bad file manifest.json", |m| change(m, "manifest.json", |b| b.push(b' '))),
        ("the signature", "bad file manifest.sig", |m| change(m, "manifest.sig", |b| b[0] = b'x')),
        ("the key", "bad file manifest.json", |m| change(m, "public-key.hex", |b| b[..64].reverse())),
        ("the first entry", "bad file genesis.ndjson", |m| change(m, "genesis.ndjson", |b| b.push(b'\n'))),
        ("a stranger", "bad file notes.txt", |m| m.push(("notes.txt".to_owned(), b"hello".to_vec()))),
    ];
    let spoilt = file.with_file_name("spoilt.zip");
    for (what, wanted, edit) in edits {
        let mut members = unpack(&file);
        edit(&mut members);
        pack(&spoilt, &members);
        assert_eq!(agree(&spoilt, what), wanted, "{what}");
    }
    let mut members = unpack(&file);
    line(&mut members, usize::try_from(entries).unwrap(), |_| String::new());
    pack(&spoilt, &members);
    assert_eq!(agree(&spoilt, "the tail"), format!("bad entry {entries}"));
    for name in ["manifest.json", "manifest.sig", "public-key.hex", "genesis.ndjson"] {
        let members: Members = unpack(&file).into_iter().filter(|(member, _)| member != name).collect();
        pack(&spoilt, &members);
        assert_eq!(agree(&spoilt, name), format!("bad file {name}"));
    }
}

#[test]
fn till_55_one_bad_bit_in_the_file_names_its_entry() {
    let (_kept, file, _) = archived();
    let bytes = std::fs::read(&file).unwrap();
    let spoilt = file.with_file_name("spoilt.zip");
    for seq in [2_u64, 6, 9] {
        let mark = format!("{{\"seq\":{seq},\"kind\":");
        let places = bytes.windows(mark.len()).enumerate().filter(|(_, window)| *window == mark.as_bytes());
        let at = places.map(|(at, _)| at).next_back().unwrap() + 150;
        let mut bad = bytes.clone();
        bad[at] ^= 0x01;
        std::fs::write(&spoilt, &bad).unwrap();
        assert_eq!(agree(&spoilt, "a bit"), format!("bad entry {seq}"));
    }
    std::fs::write(&spoilt, &bytes[..bytes.len() / 2]).unwrap();
    assert_eq!(agree(&spoilt, "cut"), "bad file spoilt.zip");
}

#[test]
fn till_55_a_chain_made_anew_without_the_key_is_caught() {
    use ringup::journal::JournalKey;
    let (_kept, file, _) = archived();
    let spoilt = file.with_file_name("spoilt.zip");
    let mut members = unpack(&file);
    // A thief's own key beside the book's entries: the manifest is the thief's, the book is not.
    let thief = JournalKey::generate().public_hex();
    change(&mut members, "public-key.hex", |bytes| *bytes = (thief + "\n").into_bytes());
    pack(&spoilt, &members);
    assert_eq!(agree(&spoilt, "another key"), "bad file manifest.json");
}

#[test]
fn till_52_55_60_closings_and_another_key_prove_themselves_too() {
    use ringup::config::Config;
    use ringup::domain::core::{Event, TillEvent};
    use ringup::domain::environment::Environment;
    use ringup::journal::{Journal, JournalKey, Owner, Reader, rotate_key};
    use ringup::service::export::{Exporter, Wanted};

    let mut shop = busy();
    let today = "2026-01-01".parse().unwrap();
    let close = || Event::Till { event: TillEvent::Close { today }, operator: "Ada".to_owned() };
    shop.step(close()).unwrap();
    super::world::sell(&mut shop, "Cake", 99);
    let (place, _, _folder) = shop.close();
    let (next, at) = (JournalKey::generate(), |ms| crate::journal::world::stamp(ms));
    let owner =
        Owner { key: crate::journal::world::key(), birth: crate::journal::world::birth(), stamp: at(5_000_000) };
    let turned = rotate_key(&place, &owner, &next, "a year has passed").unwrap();
    let copy = || JournalKey::from_hex(&next.to_hex()).unwrap();
    let opened = Journal::open(&place, copy(), crate::journal::world::birth(), at(6_000_000)).unwrap();
    opened.journal.step_blocking(close(), at(6_000_001)).unwrap();
    opened.journal.close();

    let (_kept, out) = folder();
    let file = out.join("books.zip");
    let reader = Reader::open(&place.file()).unwrap();
    let last = reader.head().unwrap().seq;
    assert!(last > turned.seq);
    let exporter = Exporter::new(reader, (Config::default(), Environment::Practice), Some(copy())).unwrap();
    let wanted = Wanted { format: Format::Archive, period: super::world::days(), out: file.clone() };
    exporter.export(&wanted, &mut super::world::Patient).unwrap();
    let members = unpack(&file);
    let lines = |name: &str| {
        let bytes = &members.iter().find(|(member, _)| member == name).unwrap().1;
        String::from_utf8(bytes.clone()).unwrap().lines().count()
    };
    assert_eq!((lines("closings.ndjson"), lines("turns.ndjson")), (2, 1));
    let said = agree(&file, "closings and a turn");
    assert!(said.starts_with(&format!("ok {last} entries, head ")), "{said}");
    let spoilt = file.with_file_name("spoilt.zip");
    let edits: [Edit; 3] = [
        ("a closing less", "bad file closings.ndjson", |m| {
            change(m, "closings.ndjson", |bytes| bytes.truncate(bytes.len() / 2));
        }),
        ("no turn", "bad file turns.ndjson", |m| change(m, "turns.ndjson", Vec::clear)),
        ("the old key", "bad file manifest.json", |m| {
            let old = crate::journal::world::key().public_hex();
            change(m, "public-key.hex", |bytes| *bytes = (old + "\n").into_bytes());
        }),
    ];
    for (what, wanted, edit) in edits {
        let mut members = unpack(&file);
        edit(&mut members);
        pack(&spoilt, &members);
        assert_eq!(agree(&spoilt, what), wanted, "{what}");
    }
}
