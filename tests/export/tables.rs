//! CSV, workbook and report: the sums another program reads are ours, to the cent.

use std::path::Path;

use ringup::export::Table;
use ringup::service::export::Format;
use rust_decimal::Decimal;
use serde_json::Value;

use super::world::{CASH, GATEWAY, REFUNDS, busy, export, folder, other, plain, python, said, text};

const READ_CSV: &str = "
import csv, json, sys
csv.field_size_limit(10**9)
print(json.dumps({name: list(csv.DictReader(open(f'{sys.argv[1]}/{name}.csv', encoding='utf-8', newline=''), strict=True))
                  for name in ('sales', 'lines', 'payments', 'refunds')}))";

pub fn read_csv(folder: &Path) -> Option<Value> {
    Some(serde_json::from_str(&python("csv", READ_CSV, &[text(folder)])?).unwrap())
}

fn sum(rows: &Value, column: &str, wanted: impl Fn(&Value) -> bool) -> i64 {
    let minor = |row: &Value| row[column].as_str().unwrap().replace('.', "").parse::<i64>().unwrap();
    rows.as_array().unwrap().iter().filter(|row| wanted(row)).map(minor).sum()
}

#[test]
fn till_55_python_reads_the_csv_and_finds_the_same_sums() {
    let shop = busy();
    let (_kept, out) = folder();
    let done = export(&shop, Format::Csv, &out.join("books"));
    assert_eq!(done.files.len(), 5);
    let totals = done.totals.unwrap();
    assert_eq!((totals.sales.minor, totals.refunds.minor), (CASH + GATEWAY, REFUNDS));
    assert_eq!((totals.cash.minor, totals.gateways["main"].minor), (CASH, GATEWAY));
    let Some(read) = read_csv(&out.join("books")) else { return };
    let done = |row: &Value| row["state"] == "completed";
    assert_eq!(sum(&read["sales"], "total", done), CASH + GATEWAY);
    assert_eq!(sum(&read["lines"], "total", done), CASH + GATEWAY);
    assert_eq!(sum(&read["refunds"], "amount", |_| true), REFUNDS);
    assert_eq!(sum(&read["payments"], "price", |row| row["tender"] == "cash"), CASH);
    assert_eq!(sum(&read["payments"], "price", |row| row["state"] == "accepted"), GATEWAY);
    for table in Table::ALL {
        let row = &read[table.name()][0].as_object().unwrap();
        assert!(table.columns().iter().all(|column| row.contains_key(*column)), "{}", table.name());
    }
    let journal = std::fs::read_to_string(out.join("books/journal.ndjson")).unwrap();
    let lines: Vec<Value> = journal.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len() as u64, shop.book.head().seq);
    assert_eq!(lines.last().unwrap()["hash"], shop.book.head().hash.to_string());
}

#[test]
fn till_55_days_without_sales_are_files_with_heads_alone() {
    let shop = busy();
    let (_kept, out) = folder();
    let exporter = super::world::exporter(&shop.file());
    let period = super::world::period("2026-03-01", "2026-03-31");
    for (format, name) in [
        (Format::Csv, "books"),
        (Format::Xlsx, "a.xlsx"),
        (Format::Pdf, "a.pdf"),
        (Format::Hledger, "a.journal"),
        (Format::Beancount, "a.beancount"),
        (Format::Archive, "a.zip"),
    ] {
        let wanted = ringup::service::export::Wanted { format, period, out: out.join(name) };
        let done = exporter.export(&wanted, &mut super::world::Patient).unwrap();
        assert!(done.entries.is_none() && done.totals.is_none_or(|totals| totals.sales.count == 0), "{name}");
    }
    let sales = std::fs::read_to_string(out.join("books/sales.csv")).unwrap();
    assert_eq!(sales, Table::Sales.columns().join(",") + "\r\n");
}

const READ_XLSX: &str = "
import datetime, json, openpyxl, sys
book = openpyxl.load_workbook(sys.argv[1])
kinds = {'n': 0, 's': 0, 'd': 0}
for sheet in book:
    for row in sheet.iter_rows():
        for cell in row:
            kinds[cell.data_type] = kinds.get(cell.data_type, 0) + (cell.value is not None)
rows = {s.title: [dict(zip([c.value for c in s[1]], row)) for row in s.iter_rows(min_row=2, values_only=True)] for s in book}
assert all(type(r['day']) is datetime.datetime and type(r['opened']) is datetime.datetime for r in rows['sales'])
done = [r for r in rows['sales'] if r['state'] == 'completed']
print(json.dumps({'kinds': kinds, 'sales': round(sum(r['total'] for r in done) * 100),
                  'refunds': round(sum(r['amount'] for r in rows['refunds']) * 100),
                  'names': [r['name'] for r in rows['lines']], 'format': book['sales']['I2'].number_format,
                  'opened': str(rows['sales'][0]['opened'])}))";

pub fn read_xlsx(file: &Path) -> Option<Value> {
    Some(serde_json::from_str(&python("openpyxl", READ_XLSX, &[text(file)])?).unwrap())
}

#[test]
fn till_55_openpyxl_reads_typed_cells_and_the_same_sums() {
    let shop = busy();
    let (_kept, out) = folder();
    let file = out.join("books.xlsx");
    export(&shop, Format::Xlsx, &file);
    let Some(read) = read_xlsx(&file) else { return };
    assert_eq!((read["sales"].as_i64(), read["refunds"].as_i64()), (Some(CASH + GATEWAY), Some(REFUNDS)));
    assert_eq!(read["format"], "#,##0.00");
    assert!(read["opened"].as_str().unwrap().starts_with("2026-01-01 01:00:0"), "{read}");
    let kinds = &read["kinds"];
    assert!(kinds["f"].is_null() && kinds["d"].as_i64() > Some(0) && kinds["n"].as_i64() > Some(0), "{kinds}");
}

#[test]
fn till_55_libreoffice_opens_the_workbook_and_finds_the_same_sums() {
    let shop = busy();
    let (_kept, out) = folder();
    let file = out.join("books.xlsx");
    export(&shop, Format::Xlsx, &file);
    let Some(all) = through_libreoffice(&file) else { return };
    let sales = std::fs::read_to_string(all.join("books-sales.csv")).unwrap();
    let mut rows = csv::Reader::from_reader(sales.as_bytes());
    let column = |name: &str| Table::Sales.columns().iter().position(|column| *column == name).unwrap();
    let total = |row: &csv::StringRecord| row[column("total")].parse::<Decimal>().unwrap();
    let rows: Vec<_> = rows.records().map(Result::unwrap).filter(|row| &row[column("state")] == "completed").collect();
    assert_eq!(rows.iter().map(total).sum::<Decimal>(), Decimal::new(CASH + GATEWAY, 2), "{sales}");
}

/// Every sheet of a file as LibreOffice shows it, in a folder of CSV files.
pub fn through_libreoffice(file: &Path) -> Option<std::path::PathBuf> {
    let folder = file.with_extension("office");
    let profile = format!("-env:UserInstallation=file://{}", file.with_extension("profile").display());
    let filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1";
    said("soffice", &[&profile, "--headless", "--convert-to", filter, "--outdir", text(&folder), text(file)])?;
    Some(folder)
}

#[test]
fn till_55_every_total_of_the_report_is_text_in_the_pdf() {
    let shop = busy();
    let (_kept, out) = folder();
    let file = out.join("day.pdf");
    export(&shop, Format::Pdf, &file);
    let Some(words) = said("pdftotext", &["-layout", text(&file), "-"]) else { return };
    let amounts = [plain(CASH + GATEWAY - REFUNDS), plain(CASH + GATEWAY), plain(CASH), plain(GATEWAY), plain(12_50)];
    for amount in amounts.iter().chain([&format!("\u{2212}{}", plain(REFUNDS))]) {
        assert!(words.contains(&format!("{amount} EUR")), "{amount} is not in:\n{words}");
    }
    for line in ["Takings report", "PRACTICE", "2025-12-31 to 2026-01-01", "My shop", "Crypto, main", "Tea"] {
        assert!(words.contains(line), "{line} is not in:\n{words}");
    }
    let fonts = other("pdffonts", &[text(&file)]).map(|out| String::from_utf8_lossy(&out.stdout).into_owned());
    assert!(fonts.is_none_or(|fonts| fonts.contains("IBMPlexSans") && !fonts.contains(" no  no")), "embedded");
}
