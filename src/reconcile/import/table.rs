//! Small tables whose columns the owner names: banks write them as they like.

use super::flaw::{Flaw, FlawKind, Refused};
use crate::domain::amount::DecimalMark;

/// A table that was read.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) mark: DecimalMark,
    pub(crate) lines: Vec<Line>,
}

/// One line: the columns asked for, and all text columns in one.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) number: u64,
    pub(crate) values: Vec<String>,
    pub(crate) text: String,
}

/// Reads a table with a head. The last of `wanted` may be missing, the others not.
pub(crate) fn table(text: &[u8], wanted: &[&Vec<String>], texts: &[String]) -> Result<Table, Refused> {
    if text.starts_with(&[0xff, 0xfe]) || text.starts_with(&[0xfe, 0xff]) {
        return Err(Flaw::at(1, "", b"UTF-16", FlawKind::Encoding).into());
    }
    let text = text.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(text);
    let head = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    if head.trim_ascii().is_empty() {
        return Err(FlawKind::Empty.into());
    }
    let count = |delimiter: &u8| head.iter().filter(|byte| *byte == delimiter).count();
    let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(count).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text);
    let names = reader.byte_headers().map_err(|_| FlawKind::Form)?.clone();
    let places = Places::find(&names, wanted, texts, head)?;
    places.read(reader, text, names.len(), if delimiter == b',' { DecimalMark::Dot } else { DecimalMark::Comma })
}

struct Places {
    wanted: Vec<Option<usize>>,
    texts: Vec<usize>,
}

impl Places {
    fn find(names: &csv::ByteRecord, wanted: &[&Vec<String>], texts: &[String], head: &[u8]) -> Result<Self, Refused> {
        let lower: Vec<String> = names.iter().map(|name| String::from_utf8_lossy(name).trim().to_lowercase()).collect();
        let is = |names: &[String], found: &String| names.iter().any(|name| name.to_lowercase() == *found);
        let of = |names: &&Vec<String>| lower.iter().position(|found| is(names, found));
        let places: Vec<Option<usize>> = wanted.iter().map(of).collect();
        let mut refused = Refused::default();
        let needed = places.iter().zip(wanted).take(wanted.len().saturating_sub(1));
        for (_, names) in needed.filter(|(place, _)| place.is_none()) {
            let name = names.first().map_or("", String::as_str);
            refused.note(Flaw::at(1, name, head, FlawKind::MissingColumn));
        }
        let texts = (0..lower.len()).filter(|at| is(texts, &lower[*at])).collect();
        refused.or(Self { wanted: places, texts })
    }

    fn read(
        &self,
        mut reader: csv::Reader<&[u8]>,
        text: &[u8],
        width: usize,
        mark: DecimalMark,
    ) -> Result<Table, Refused> {
        let mut refused = Refused::default();
        let mut lines = Vec::new();
        let mut record = csv::ByteRecord::new();
        let mut last = 0;
        while reader.read_byte_record(&mut record).map_err(|_| FlawKind::Form)? {
            last = record.position().map_or(0, csv::Position::line);
            match self.line(&record, last, width) {
                Ok(line) => lines.push(line),
                Err(flaw) => refused.note(flaw),
            }
        }
        let end = refused.flaws.last_mut().filter(|flaw| flaw.line == last && !text.ends_with(b"\n"));
        if let Some(flaw) = end.filter(|flaw| matches!(flaw.kind, FlawKind::Columns { .. })) {
            flaw.kind = FlawKind::Cut;
        }
        refused.or(Table { mark, lines })
    }

    fn line(&self, record: &csv::ByteRecord, number: u64, width: usize) -> Result<Line, Flaw> {
        if record.len() != width {
            let kind = FlawKind::Columns { found: record.len(), wanted: width };
            return Err(Flaw::at(number, "", record.as_slice(), kind));
        }
        let field = |at: usize| {
            let bytes = record.get(at).unwrap_or_default();
            let text = std::str::from_utf8(bytes).map_err(|_| Flaw::at(number, "", bytes, FlawKind::Encoding))?;
            Ok::<String, Flaw>(text.trim().to_owned())
        };
        let values = self.wanted.iter().map(|place| place.map_or_else(|| Ok(String::new()), field));
        let texts: Vec<String> = self.texts.iter().map(|at| field(*at)).collect::<Result<_, _>>()?;
        Ok(Line { number, values: values.collect::<Result<_, _>>()?, text: texts.join(" ") })
    }
}
