//! Names that want to be something else end as text, everywhere (TRUST T14).

use ringup::service::export::Format;
use serde_json::Value;

use super::tables::{read_csv, read_xlsx, through_libreoffice};
use super::world::{export, folder, other, python, said, sell, text};
use crate::journal::world::Shop;

fn corpus() -> Vec<String> {
    let mut names: Vec<String> = [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1:A9)",
        "\t=1",
        "\r=2",
        "\0=3",
        "=HYPERLINK(\"http://evil.example\",\"x\")",
        "say \"hi\", twice; it's",
        "two\nlines",
        "two\r\nlines",
        "\u{202e}gnp.exe",
        "\u{1b}[31mred\u{7}",
        "_x0041_",
        "back\\slash \"end\\",
        "2026-01-01 * x\n    assets:cash  1 EUR",
        "00123",
        "1e5",
        "TRUE",
        "\u{feff}bom",
        "\u{fffe}\u{ffff}",
        "a\u{1f375}é",
        "&amp;<b>]]>",
    ]
    .map(str::to_owned)
    .to_vec();
    names.push(format!("={}", "x".repeat(1 << 20)));
    names
}

fn shop() -> Shop {
    let mut shop = Shop::new();
    for name in corpus() {
        sell(&mut shop, &name, 100);
    }
    shop
}

#[test]
fn till_55_t14_hostile_names_are_text_in_csv() {
    let (shop, (_kept, out)) = (shop(), folder());
    export(&shop, Format::Csv, &out.join("books"));
    let Some(read) = read_csv(&out.join("books")) else { return };
    let names: Vec<&str> = read["lines"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), corpus().len());
    for (name, wanted) in names.iter().zip(corpus()) {
        let guard = if wanted.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']) { "'" } else { "" };
        let seen = |c: char| match c {
            '\0' => '\u{2400}',
            '\u{7}' => '\u{2407}',
            '\u{1b}' => '\u{241b}',
            '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
            other => other,
        };
        assert_eq!(*name, guard.to_owned() + &wanted.chars().map(seen).collect::<String>());
    }
    let sums: i64 =
        read["sales"].as_array().unwrap().iter().map(|row| row["total"].as_str().unwrap().len() as i64).sum();
    assert_eq!(sums, 4 * names.len() as i64, "every total is 1.00");
}

#[test]
fn till_55_t14_hostile_names_are_string_cells_and_libreoffice_shows_them() {
    let (shop, (_kept, out)) = (shop(), folder());
    let file = out.join("books.xlsx");
    export(&shop, Format::Xlsx, &file);
    if let Some(read) = read_xlsx(&file) {
        assert_eq!(read["kinds"]["f"], Value::Null, "no formula");
        let names = read["names"].as_array().unwrap();
        assert!(names.iter().all(Value::is_string), "{names:?}");
        assert_eq!((&names[0], &names[16], &names[18]), (&"=1+1".into(), &"00123".into(), &"TRUE".into()));
        let long = names.last().unwrap().as_str().unwrap();
        assert!(long.starts_with("=xxx") && long.ends_with('…') && long.chars().count() <= 32_767);
    }
    let Some(all) = through_libreoffice(&file) else { return };
    let lines = std::fs::read_to_string(all.join("books-lines.csv")).unwrap();
    for shown in ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1:A9)", "00123", "_x0041_"] {
        assert!(lines.contains(shown), "{shown}");
    }
}

#[test]
fn till_55_t14_libreoffice_runs_nothing_of_the_csv() {
    let (shop, (_kept, out)) = (shop(), folder());
    export(&shop, Format::Csv, &out.join("books"));
    let file = out.join("books/lines.csv");
    let profile = format!("-env:UserInstallation=file://{}", out.join("profile").display());
    let filter = ["--infilter=CSV:44,34,76,1", "--convert-to", "fods"];
    let args = [&[profile.as_str(), "--headless"], &filter[..], &["--outdir", text(&out), text(&file)]].concat();
    if said("soffice", &args).is_none() {
        return;
    }
    let sheet = std::fs::read_to_string(out.join("lines.fods")).unwrap();
    assert!(sheet.contains("=1+1") && !sheet.contains("table:formula"), "a cell is a formula");
}

#[test]
fn till_55_t14_hostile_names_break_no_ledger_and_no_report() {
    let (shop, (_kept, out)) = (shop(), folder());
    let (journal, beans, report) = (out.join("a.journal"), out.join("a.beancount"), out.join("a.pdf"));
    export(&shop, Format::Hledger, &journal);
    export(&shop, Format::Beancount, &beans);
    export(&shop, Format::Pdf, &report);
    let total = format!("{}.00 EUR", corpus().len());
    if let Some(table) = said("hledger", &["-f", text(&journal), "bal", "assets", "--flat", "-O", "csv", "--strict"]) {
        assert!(table.contains(&format!("\"assets:cash\",\"{total}\"")), "{table}");
    }
    if let Some(checked) = other("bean-check", &[text(&beans)]) {
        assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
    }
    let script = "import sys\nfrom beancount import loader\nprint(len(loader.load_file(sys.argv[1])[1]))";
    assert!(python("beancount", script, &[text(&beans)]).is_none_or(|errors| errors.trim() == "0"));
    if let Some(words) = said("pdftotext", &["-layout", text(&report), "-"]) {
        assert!(words.contains(&total) && words.contains("=1+1") && !words.contains('\u{202e}'), "{words}");
    }
}
