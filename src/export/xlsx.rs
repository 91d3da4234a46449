//! A workbook with a sheet per table: numbers are numbers, dates are dates, text is text, and nothing is a formula.

use std::path::{Path, PathBuf};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet};

use super::cell::Cell;
use super::error::ExportError;
use super::past::Past;
use super::sign::visible;
use super::table::Table;
use crate::domain::day::Period;
use crate::domain::money::Money;
use crate::domain::time::Timestamp;
use crate::file::Draft;

/// Rows a sheet holds; the next one goes on to another sheet.
const ROWS_MAX: u32 = 1_048_576;
/// How hard the file is packed, 1 to 9: the first levels pack tables nearly as well as the last, several times sooner.
const COMPRESSION: u8 = 2;
/// UTF-16 units a cell holds.
const TEXT_MAX: usize = 32_767;

/// The workbook in the making.
pub struct Book {
    book: Workbook,
    sheets: [Sheet; 4],
    formats: Formats,
    rows_max: u32,
    path: PathBuf,
}

impl std::fmt::Debug for Book {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Book").field("sheets", &self.sheets).field("path", &self.path).finish_non_exhaustive()
    }
}

/// Where the next row of a table goes.
#[derive(Debug, Clone, Copy)]
struct Sheet {
    table: Table,
    index: usize,
    part: u32,
    row: u32,
}

struct Formats {
    head: Format,
    money: [Format; 5],
    day: Format,
    moment: Format,
}

impl Formats {
    fn new() -> Self {
        let number = |form: &str| Format::new().set_num_format(form);
        Self {
            head: Format::new().set_bold(),
            money: ["#,##0", "#,##0.0", "#,##0.00", "#,##0.000", "#,##0.0000"].map(number),
            day: number("yyyy-mm-dd"),
            moment: number("yyyy-mm-dd hh:mm:ss"),
        }
    }

    fn money(&self, money: Money) -> &Format {
        let last = self.money.len() - 1;
        &self.money[usize::from(money.currency().exponent()).min(last)]
    }
}

impl Book {
    /// Begins a workbook for `path`, dated `now`.
    ///
    /// # Errors
    /// [`ExportError`].
    pub fn new(path: &Path, now: Timestamp) -> Result<Self, ExportError> {
        Self::with_rows(path, now, ROWS_MAX)
    }

    fn with_rows(path: &Path, now: Timestamp, rows_max: u32) -> Result<Self, ExportError> {
        let mut book = Workbook::new();
        book.set_zip_compression_level(COMPRESSION);
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            // Half-written sheets wait beside the file, where there must be room for it anyway.
            book.set_tempdir(folder)?;
        }
        let made = ExcelDateTime::from_timestamp(now.0 / 1000)?;
        book.set_properties(&DocProperties::new().set_creation_datetime(&made));
        let formats = Formats::new();
        let mut sheets = Table::ALL.map(|table| Sheet { table, index: 0, part: 1, row: 0 });
        for sheet in &mut sheets {
            sheet.begin(&mut book, &formats)?;
        }
        Ok(Self { book, sheets, formats, rows_max, path: path.to_owned() })
    }

    /// Writes what one sale gives.
    ///
    /// # Errors
    /// [`ExportError`].
    pub fn add(&mut self, past: &Past, period: &Period) -> Result<(), ExportError> {
        for sheet in &mut self.sheets {
            for row in sheet.table.rows(past, period) {
                if sheet.row == self.rows_max {
                    sheet.part += 1;
                    sheet.begin(&mut self.book, &self.formats)?;
                }
                let worksheet = self.book.worksheet_from_index(sheet.index)?;
                for (column, cell) in (0_u16..).zip(&row) {
                    write(worksheet, (sheet.row, column), cell, &self.formats)?;
                }
                sheet.row += 1;
            }
        }
        Ok(())
    }

    /// Puts the workbook in its place and names it.
    ///
    /// # Errors
    /// [`ExportError`].
    pub fn finish(mut self) -> Result<Vec<PathBuf>, ExportError> {
        let mut draft = Draft::beside(&self.path)?;
        self.book.save_to_writer(&mut draft)?;
        draft.finish()?;
        Ok(vec![self.path])
    }
}

impl Sheet {
    /// Adds a sheet to the book and writes the table's head.
    fn begin(&mut self, book: &mut Workbook, formats: &Formats) -> Result<(), ExportError> {
        self.index = book.worksheets().len();
        let name = self.table.name();
        let title = if self.part == 1 { name.to_owned() } else { format!("{name} {}", self.part) };
        let worksheet = book.add_worksheet_with_constant_memory()?;
        worksheet.set_name(title)?.set_freeze_panes(1, 0)?;
        for (column, name) in (0_u16..).zip(self.table.columns()) {
            worksheet.set_column_width(column, width(name))?;
            worksheet.write_string_with_format(0, column, *name, &formats.head)?;
        }
        self.row = 1;
        Ok(())
    }
}

/// Characters a column shows.
fn width(column: &str) -> u8 {
    match column {
        "opened" | "ended" | "asked" => 20,
        "id" | "guid" => 38,
        "name" | "reason" | "invoice" | "reference" | "void_reason" => 28,
        _ => 12,
    }
}

fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell<'_>,
    formats: &Formats,
) -> Result<(), ExportError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) if text.is_empty() => {}
        Cell::Text(text) => drop(sheet.write_string(row, column, fitted(text))?),
        Cell::Count(count) => {
            let number = rust_decimal::Decimal::from(*count);
            sheet.write(row, column, number)?;
        }
        Cell::Money(money) => {
            sheet.write_with_format(row, column, money.to_decimal(), formats.money(*money))?;
        }
        Cell::Day(day) => {
            sheet.write_date_with_format(row, column, *day, &formats.day)?;
        }
        Cell::Moment(at, offset) => {
            sheet.write_datetime_with_format(row, column, at.civil(*offset), &formats.moment)?;
        }
    }
    Ok(())
}

/// Text a cell can hold: without signs a workbook may not have, cut where a cell ends.
fn fitted(text: &str) -> String {
    let text = visible(text);
    // No character takes fewer bytes than UTF-16 units.
    if text.len() <= TEXT_MAX {
        return text.into_owned();
    }
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units < TEXT_MAX
    };
    let kept: String = text.chars().take_while(fits).collect();
    if kept.len() == text.len() { kept } else { kept + "…" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_where_a_cell_ends() {
        assert_eq!(fitted(&"a".repeat(TEXT_MAX)).len(), TEXT_MAX);
        let long = fitted(&"\u{1f375}".repeat(300_000));
        assert!(long.ends_with('…') && long.encode_utf16().count() <= TEXT_MAX, "{}", long.encode_utf16().count());
        assert_eq!(fitted("a\0b"), "a\u{2400}b");
    }
}
