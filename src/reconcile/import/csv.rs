//! Large tables of text, read by two threads without a copy of a field.
//!
//! Two halves of a file are read at once. Should anything be wrong in either, the file is read again from its beginning by one
//! thread, which knows the number of every line.

use super::super::amount::Amount;
use super::super::row::Unit;
use super::super::views::Progress;
use super::flaw::{Flaw, FlawKind, Refused};
use super::source::Source;
use crate::domain::amount::DecimalMark;

/// One column a table may have.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name and other names for it, in lower case.
    pub names: &'static [&'static str],
    /// Whether a table without it is refused.
    pub needed: bool,
}

/// Columns a table may ask for.
pub const COLUMNS_MAX: usize = 16;
/// Bytes read at once.
const CHUNK: usize = 1 << 20;
/// The head is line 1.
const FIRST_LINE: u64 = 2;
/// A line beyond this is no line.
const LINE_MAX: usize = 1 << 24;

/// How a table is written, found out from its head.
#[derive(Debug, Clone)]
pub struct Dialect {
    delimiter: u8,
    /// The mark before decimals.
    pub mark: DecimalMark,
    /// For each column of the file, which of the asked ones it is, plus one.
    slots: Vec<u8>,
    columns: &'static [Column],
    body: u64,
}

/// The fields of one line that were asked for; a column the table does not have is empty.
#[derive(Debug)]
pub struct Fields<'a> {
    /// The line's number, from 1.
    pub line: u64,
    values: [&'a [u8]; COLUMNS_MAX],
    dialect: &'a Dialect,
}

impl<'a> Fields<'a> {
    /// A field's bytes, without blanks around.
    #[must_use]
    pub fn get(&self, column: usize) -> &'a [u8] {
        self.values[column].trim_ascii()
    }

    /// A field as text; a doubled quote is one.
    #[must_use]
    pub fn text(&self, column: usize) -> String {
        let text = String::from_utf8_lossy(self.get(column));
        if text.contains("\"\"") { text.replace("\"\"", "\"") } else { text.into_owned() }
    }

    /// Something that must not be blank.
    ///
    /// # Errors
    /// [`FlawKind::Blank`].
    pub fn needed(&self, column: usize) -> Result<&'a [u8], Flaw> {
        let value = self.get(column);
        if value.is_empty() { Err(self.flaw(column, FlawKind::Blank)) } else { Ok(value) }
    }

    /// An amount.
    ///
    /// # Errors
    /// [`FlawKind::Amount`].
    pub fn amount(&self, column: usize) -> Result<Amount, Flaw> {
        Amount::parse(self.get(column), self.dialect.mark).map_err(|flaw| self.flaw(column, FlawKind::Amount(flaw)))
    }

    /// A currency or coin.
    ///
    /// # Errors
    /// [`FlawKind::Currency`].
    pub fn unit(&self, column: usize) -> Result<Unit, Flaw> {
        Unit::of(self.get(column)).ok_or_else(|| self.flaw(column, FlawKind::Currency))
    }

    /// A moment, in milliseconds since 1970.
    ///
    /// # Errors
    /// [`FlawKind::Time`].
    pub fn moment(&self, column: usize) -> Result<i64, Flaw> {
        super::time::moment(self.get(column)).ok_or_else(|| self.flaw(column, FlawKind::Time))
    }

    /// A whole number.
    ///
    /// # Errors
    /// [`FlawKind::Number`].
    pub fn number(&self, column: usize) -> Result<i64, Flaw> {
        super::time::number(self.get(column)).ok_or_else(|| self.flaw(column, FlawKind::Number))
    }

    /// A flaw of one of its fields.
    #[must_use]
    pub fn flaw(&self, column: usize, kind: FlawKind) -> Flaw {
        Flaw::at(self.line, self.dialect.columns[column].names[0], self.get(column), kind)
    }
}

/// Reads a table with `make` called for each line, by two threads if it is large. Each thread collects into what `start`
/// gives; the second's lines are counted from where the first's end, which `renumber` is told.
///
/// # Errors
/// [`Refused`] with the flaws by line; nothing of the table is kept then.
pub fn read<S, T>(
    source: &S,
    columns: &'static [Column],
    work: &Work<'_, T>,
    progress: &Progress,
) -> Result<Vec<T>, Refused>
where
    S: Source + ?Sized,
    T: Send,
{
    let dialect = Dialect::of(source, columns)?;
    let (from, end) = (dialect.body, source.len());
    if end - from > 4 * CHUNK as u64
        && let Ok(middle) = next_line(source, from + (end - from) / 2)
        && let Some(both) = halves(source, &dialect, work, [from, middle, end], progress)
    {
        return Ok(both);
    }
    let mut all = (work.start)();
    let reader = Reader { source, dialect: &dialect, progress };
    let (_, refused) = reader.run((from, end), true, &mut |fields| (work.make)(&mut all, fields));
    refused.or(vec![all])
}

/// Reads a table line by line, in order, by one thread.
///
/// # Errors
/// [`Refused`] with the flaws by line; lines before the first flaw were taken.
pub fn each<S: Source + ?Sized>(
    source: &S,
    columns: &'static [Column],
    progress: &Progress,
    take: &mut Make<'_>,
) -> Result<(), Refused> {
    let dialect = Dialect::of(source, columns)?;
    let (_, refused) = Reader { source, dialect: &dialect, progress }.run((dialect.body, source.len()), true, take);
    refused.or(())
}

/// What to do with a table.
#[derive(Clone, Copy)]
pub struct Work<'a, T> {
    /// An empty collection.
    pub start: &'a (dyn Fn() -> T + Sync),
    /// Takes one line.
    pub make: &'a (dyn Fn(&mut T, &Fields<'_>) -> Result<(), Flaw> + Sync),
    /// Adds to the line numbers of a collection.
    pub renumber: &'a (dyn Fn(&mut T, u32) + Sync),
}

impl<T> std::fmt::Debug for Work<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Work")
    }
}

fn halves<S, T>(source: &S, dialect: &Dialect, work: &Work<'_, T>, at: [u64; 3], progress: &Progress) -> Option<Vec<T>>
where
    S: Source + ?Sized,
    T: Send,
{
    let half = |from: u64, to: u64| {
        let mut mine = (work.start)();
        let reader = Reader { source, dialect, progress };
        let (lines, refused) = reader.run((from, to), false, &mut |fields| (work.make)(&mut mine, fields));
        refused.or((mine, lines)).ok()
    };
    let (first, second) = std::thread::scope(|scope| {
        let other = scope.spawn(|| half(at[1], at[2]));
        (half(at[0], at[1]), other.join().expect("reading lines cannot panic"))
    });
    let ((first, lines), (mut second, _)) = (first?, second?);
    (work.renumber)(&mut second, u32::try_from(lines).ok()?);
    Some(vec![first, second])
}

/// The beginning of the line after `from`.
fn next_line<S: Source + ?Sized>(source: &S, from: u64) -> std::io::Result<u64> {
    let mut buffer = vec![0; 1 << 16];
    let mut at = from;
    loop {
        let count = source.read_at(&mut buffer, at)?;
        if count == 0 {
            return Ok(source.len());
        }
        if let Some(end) = buffer[..count].iter().position(|byte| *byte == b'\n') {
            return Ok(at + end as u64 + 1);
        }
        at += count as u64;
    }
}

impl Dialect {
    /// Reads the head: marks of the encoding, the delimiter, and where the columns stand.
    fn of<S: Source + ?Sized>(source: &S, columns: &'static [Column]) -> Result<Self, Refused> {
        let mut head = vec![0; CHUNK.min(usize::try_from(source.len()).unwrap_or(CHUNK))];
        let count = source.read_at(&mut head, 0).map_err(|error| FlawKind::Unreadable(error.to_string()))?;
        head.truncate(count);
        if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
            return Err(Flaw::at(1, "", b"UTF-16", FlawKind::Encoding).into());
        }
        let skip = if head.starts_with(&[0xef, 0xbb, 0xbf]) { 3 } else { 0 };
        let text = &head[skip..];
        let end = text.iter().position(|byte| *byte == b'\n').unwrap_or(text.len());
        let line = text[..end].trim_ascii_end();
        if line.is_empty() {
            return Err(FlawKind::Empty.into());
        }
        let body = (skip + end + 1).min(count) as u64;
        let best = [b',', b';', b'\t'].map(|delimiter| Self::with(delimiter, line, columns, body));
        let found = best.into_iter().max_by_key(Self::known).expect("there are three delimiters");
        found.check(line)?;
        Ok(found.with_mark(&text[(end + 1).min(text.len())..]))
    }

    fn with(delimiter: u8, line: &[u8], columns: &'static [Column], body: u64) -> Self {
        let slot = |name: &[u8]| {
            let name = String::from_utf8_lossy(unquote(name.trim_ascii())).trim().to_ascii_lowercase();
            let at = columns.iter().position(|column| column.names.contains(&name.as_str()));
            at.map_or(0, |at| at as u8 + 1)
        };
        let slots = line.split(|byte| *byte == delimiter).map(slot).collect();
        Self { delimiter, mark: DecimalMark::Dot, slots, columns, body }
    }

    fn known(&self) -> usize {
        self.slots.iter().filter(|slot| **slot != 0).count()
    }

    fn check(&self, line: &[u8]) -> Result<(), Refused> {
        let mut refused = Refused::default();
        for (at, column) in self.columns.iter().enumerate().filter(|(_, column)| column.needed) {
            if !self.slots.contains(&(at as u8 + 1)) {
                refused.note(Flaw::at(1, column.names[0], line, FlawKind::MissingColumn));
            }
        }
        refused.or(())
    }

    /// Where columns are not parted by commas, a comma within a field of digits is a decimal mark.
    fn with_mark(mut self, body: &[u8]) -> Self {
        if self.delimiter == b',' {
            return self;
        }
        let mut fields = body.split(|byte| *byte == self.delimiter || *byte == b'\n' || *byte == b'\r').map(unquote);
        let decimal = |field: &[u8]| {
            let digits = field.iter().all(|byte| byte.is_ascii_digit() || b"-+.,' ".contains(byte));
            let comma = field.iter().rposition(|byte| *byte == b',');
            let dot = field.iter().rposition(|byte| *byte == b'.');
            digits && comma.is_some_and(|comma| dot.is_none_or(|dot| comma > dot) && field.len() - comma != 4)
        };
        if fields.any(decimal) {
            self.mark = DecimalMark::Comma;
        }
        self
    }
}

fn unquote(field: &[u8]) -> &[u8] {
    field.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")).unwrap_or(field)
}

struct Reader<'a, S: ?Sized> {
    source: &'a S,
    dialect: &'a Dialect,
    progress: &'a Progress,
}

/// Takes one line.
pub type Make<'a> = dyn FnMut(&Fields<'_>) -> Result<(), Flaw> + 'a;

impl<S: Source + ?Sized> Reader<'_, S> {
    /// Reads lines from one place to another; answers how many and what is wrong. Without `exact` the first flaw ends it.
    fn run(&self, (from, to): (u64, u64), exact: bool, make: &mut Make<'_>) -> (u64, Refused) {
        let mut refused = Refused::default();
        let mut buffer = vec![0; CHUNK * 2];
        let (mut kept, mut at, mut line) = (0, from, FIRST_LINE);
        while at < to || kept > 0 {
            let room = usize::try_from(to - at).unwrap_or(usize::MAX).min(buffer.len() - kept);
            let count = match self.source.read_at(&mut buffer[kept..kept + room], at) {
                Ok(count) => count,
                Err(error) => return (line, Flaw::at(line, "", b"", FlawKind::Unreadable(error.to_string())).into()),
            };
            if let Err(stopped) = self.progress.step(count as u64) {
                return (line, stopped.into());
            }
            at += count as u64;
            let ends = at >= to || count == 0;
            let mut lines = Lines { reader: self, text: &buffer[..kept + count], line, ends, refused: &mut refused };
            let used = lines.run(exact, make);
            line = lines.line;
            if ends || !exact && refused.count > 0 {
                break;
            }
            kept = kept + count - used;
            buffer.copy_within(used..used + kept, 0);
            if kept == buffer.len() {
                if kept >= LINE_MAX {
                    refused.note(Flaw::at(line, "", &buffer[..80], FlawKind::Form));
                    break;
                }
                buffer.resize(kept * 2, 0);
            }
        }
        (line - FIRST_LINE, refused)
    }
}

/// The lines of a buffer.
struct Lines<'a, 'b, S: ?Sized> {
    reader: &'a Reader<'b, S>,
    text: &'a [u8],
    line: u64,
    /// Whether nothing follows the buffer.
    ends: bool,
    refused: &'a mut Refused,
}

impl<S: Source + ?Sized> Lines<'_, '_, S> {
    /// Takes every whole line; answers how many bytes were used.
    fn run(&mut self, exact: bool, make: &mut Make<'_>) -> usize {
        let mut at = 0;
        while at < self.text.len() {
            let rest = &self.text[at..];
            let (mut fields, split) = self.split(rest);
            fields.line = self.line;
            if !split.whole && !self.ends {
                break;
            }
            let bytes = &rest[..split.used];
            let blank = bytes.trim_ascii().is_empty();
            if !blank && let Err(flaw) = self.check(bytes, &split).and_then(|()| make(&fields)) {
                self.refused.note(flaw);
                if !exact {
                    break;
                }
            }
            self.line += 1 + split.inner_lines;
            at += split.used;
        }
        at
    }

    fn check(&self, bytes: &[u8], split: &Split) -> Result<(), Flaw> {
        let wanted = self.reader.dialect.slots.len();
        let line = bytes.trim_ascii_end();
        if split.open_quote || !split.whole && split.columns < wanted {
            return Err(Flaw::at(self.line, "", line, FlawKind::Cut));
        }
        if split.columns != wanted {
            return Err(Flaw::at(self.line, "", line, FlawKind::Columns { found: split.columns, wanted }));
        }
        if split.high && std::str::from_utf8(line).is_err() {
            return Err(self.encoding(line));
        }
        Ok(())
    }

    /// The first field that is not UTF-8.
    fn encoding(&self, line: &[u8]) -> Flaw {
        let dialect = self.reader.dialect;
        let mut fields = line.split(|byte| *byte == dialect.delimiter).enumerate();
        let bad = fields.find(|(_, field)| std::str::from_utf8(field).is_err());
        let (at, field) = bad.unwrap_or((0, line));
        let slot = usize::from(dialect.slots.get(at).copied().unwrap_or_default());
        let name = slot.checked_sub(1).map_or("", |slot| dialect.columns[slot].names[0]);
        Flaw::at(self.line, name, field, FlawKind::Encoding)
    }

    /// Splits one line. Quotes are only looked at where a field begins with one.
    fn split<'t>(&self, text: &'t [u8]) -> (Fields<'t>, Split)
    where
        Self: 't,
    {
        let dialect = self.reader.dialect;
        let mut values: [&[u8]; COLUMNS_MAX] = [&[]; COLUMNS_MAX];
        let mut split = Split::default();
        let mut at = 0;
        loop {
            let (field, end) = field(&text[at..], dialect.delimiter, &mut split);
            let slot = dialect.slots.get(split.columns).copied().unwrap_or_default();
            if let Some(slot) = usize::from(slot).checked_sub(1) {
                values[slot] = field;
            }
            split.columns += 1;
            at += end;
            match text.get(at) {
                Some(byte) if *byte == dialect.delimiter => at += 1,
                Some(_) => {
                    (split.whole, split.used) = (true, at + 1);
                    break;
                }
                None => {
                    split.used = at;
                    break;
                }
            }
        }
        (Fields { line: 0, values, dialect }, split)
    }
}

/// What splitting a line showed.
#[derive(Debug, Default)]
struct Split {
    columns: usize,
    used: usize,
    /// It ends with a line's end, not with the text's.
    whole: bool,
    open_quote: bool,
    high: bool,
    inner_lines: u64,
}

/// One field and where it ends: at a delimiter, a line's end, or the text's end.
fn field<'t>(text: &'t [u8], delimiter: u8, split: &mut Split) -> (&'t [u8], usize) {
    if text.first() == Some(&b'"') {
        return quoted(text, delimiter, split);
    }
    let (end, high) = plain_end(text, delimiter);
    split.high |= high & HIGHS != 0;
    (&text[..end], end)
}

const LOWS: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// Where the first delimiter or line's end stands, eight bytes at a time, and all bytes before it laid over each other.
fn plain_end(text: &[u8], delimiter: u8) -> (usize, u64) {
    let (delimiters, ends) = (LOWS * u64::from(delimiter), LOWS * u64::from(b'\n'));
    let zero = |word: u64| word.wrapping_sub(LOWS) & !word & HIGHS;
    let (mut at, mut high) = (0, 0);
    while let Some(bytes) = text.get(at..at + 8) {
        let word = u64::from_le_bytes(bytes.try_into().expect("the slice has eight bytes"));
        let hit = zero(word ^ delimiters) | zero(word ^ ends);
        if hit != 0 {
            let before = hit.trailing_zeros() / 8 * 8;
            return (at + before as usize / 8, high | word & ((1 << before) - 1));
        }
        high |= word;
        at += 8;
    }
    for byte in &text[at..] {
        if *byte == delimiter || *byte == b'\n' {
            break;
        }
        high |= u64::from(*byte);
        at += 1;
    }
    (at, high)
}

fn quoted<'t>(text: &'t [u8], delimiter: u8, split: &mut Split) -> (&'t [u8], usize) {
    let mut at = 1;
    loop {
        let Some(quote) = text[at..].iter().position(|byte| *byte == b'"') else {
            split.open_quote = true;
            return (&text[1..], text.len());
        };
        at += quote + 1;
        if text.get(at) == Some(&b'"') {
            at += 1;
            continue;
        }
        let inner = &text[1..at - 1];
        split.inner_lines += inner.iter().filter(|byte| **byte == b'\n').count() as u64;
        split.high |= !inner.is_ascii();
        let rest = &text[at..];
        let end = rest.iter().position(|byte| *byte == delimiter || *byte == b'\n').unwrap_or(rest.len());
        return (inner, at + end);
    }
}
