//! Server-sent events out of pieces that may be cut anywhere: inside a line, a line end, a character.

use crate::gateway::port::{Error, Result};

/// The longest line, and the longest event, that is kept; a real one holds an invoice of under 10 kB.
pub const LINE_MAX: usize = 256 * 1024;
const BOM: &[u8] = b"\xef\xbb\xbf";

/// What a stream said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// A padding line: the other side is there.
    Alive,
    /// An event with its data; several data lines are joined by line feeds.
    Event {
        /// Its name, `message` if it has none.
        name: String,
        /// Its data.
        data: String,
    },
}

/// The reader. It holds at most one unfinished line and one unfinished event.
#[derive(Debug, Default)]
pub struct Lines {
    line: Vec<u8>,
    /// The last byte was a carriage return, so a line feed now belongs to it.
    after_cr: bool,
    /// A first line was read, so no byte order mark can come any more.
    begun: bool,
    name: String,
    data: String,
}

impl Lines {
    /// Reads the next piece and answers what it completes.
    ///
    /// # Errors
    /// [`Error::Protocol`] when a line or an event is longer than [`LINE_MAX`] bytes.
    pub fn feed(&mut self, mut piece: &[u8]) -> Result<Vec<Said>> {
        let mut said = Vec::new();
        while let Some(first) = piece.first() {
            if std::mem::take(&mut self.after_cr) && *first == b'\n' {
                piece = &piece[1..];
                continue;
            }
            let Some(end) = piece.iter().position(|byte| matches!(byte, b'\r' | b'\n')) else {
                self.keep(piece)?;
                break;
            };
            self.keep(&piece[..end])?;
            self.after_cr = piece[end] == b'\r';
            piece = &piece[end + 1..];
            said.extend(self.finish_line()?);
        }
        Ok(said)
    }

    fn keep(&mut self, part: &[u8]) -> Result<()> {
        if self.line.len() + part.len() > LINE_MAX {
            return Err(Error::Protocol(format!("a line of the event stream is longer than {LINE_MAX} bytes")));
        }
        self.line.extend_from_slice(part);
        Ok(())
    }

    fn finish_line(&mut self) -> Result<Option<Said>> {
        let bytes = std::mem::take(&mut self.line);
        let first = !std::mem::replace(&mut self.begun, true);
        let bytes = bytes.strip_prefix(BOM).filter(|_| first).unwrap_or(&bytes);
        let line = String::from_utf8_lossy(bytes);
        if line.is_empty() {
            return Ok(self.finish_event());
        }
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "" => return Ok(Some(Said::Alive)),
            "event" => value.clone_into(&mut self.name),
            "data" => self.add(value)?,
            // Ids and waits are for readers that trust a stream; here every event is only a reason to read again.
            _ => {}
        }
        Ok(None)
    }

    fn add(&mut self, value: &str) -> Result<()> {
        if self.data.len() + value.len() >= LINE_MAX {
            return Err(Error::Protocol(format!("an event of the stream is longer than {LINE_MAX} bytes")));
        }
        self.data.push_str(value);
        self.data.push('\n');
        Ok(())
    }

    /// An event without data is none, by the standard.
    fn finish_event(&mut self) -> Option<Said> {
        let (name, data) = (std::mem::take(&mut self.name), std::mem::take(&mut self.data));
        let data = data.strip_suffix('\n')?.to_owned();
        let name = if name.is_empty() { "message".to_owned() } else { name };
        Some(Said::Event { name, data })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn event(name: &str, data: &str) -> Said {
        Said::Event { name: name.to_owned(), data: data.to_owned() }
    }

    fn read(pieces: &[&[u8]]) -> Vec<Said> {
        let mut lines = Lines::default();
        pieces.iter().flat_map(|piece| lines.feed(piece).unwrap()).collect()
    }

    #[test]
    fn bpl_10_the_documented_stream_is_read() {
        let text = b":\nevent: connect\ndata: {}\n\nevent: statechange\ndata: {\"id\":\"Vt4\",\"status\":\"paid\"}\n\n";
        let said = [Said::Alive, event("connect", "{}"), event("statechange", r#"{"id":"Vt4","status":"paid"}"#)];
        assert_eq!(read(&[text]), said);
    }

    #[test]
    fn f38_every_form_the_standard_allows_is_read() {
        assert_eq!(
            read(&[b"data:a\r\rdata: b\r\n\r", b"\ndata:  c\n\n"]),
            [event("message", "a"), event("message", "b"), event("message", " c")]
        );
        assert_eq!(read(&[b"\xef\xbb\xbfdata: a\n\n", b"\xef\xbb\xbfdata: b\n\n"]), [event("message", "a")]);
        assert_eq!(read(&[b"data\ndata\ndata: x: y\n\n"]), [event("message", "\n\nx: y")]);
        assert_eq!(read(&[b"event: lost\n\nid: 7\nretry: 5\nother: z\nother\ndata: a\n\n"]), [event("message", "a")]);
        assert_eq!(read(&[b": padding\n:\n\n"]), [Said::Alive, Said::Alive]);
        assert_eq!(read(&[b"event: statechange\ndata: {\"cut"]), [], "what is not finished was not said");
        assert_eq!(read(&["data: é".as_bytes(), b"\n\n"]), [event("message", "é")]);
        assert_eq!(read(&[b"data: \xff\n\n"]), [event("message", "\u{fffd}")]);
    }

    #[test]
    fn f38_a_line_without_end_is_refused_in_words() {
        let mut lines = Lines::default();
        let piece = vec![b'x'; LINE_MAX];
        assert_eq!(lines.feed(&piece), Ok(Vec::new()));
        let error = lines.feed(b"x").unwrap_err().to_string();
        assert!(error.contains("line of the event stream") && error.contains("262144"), "{error}");
        let mut lines = Lines::default();
        let endless = format!("data: {}\n", "x".repeat(LINE_MAX / 2));
        assert_eq!(lines.feed(endless.as_bytes()), Ok(Vec::new()));
        assert!(lines.feed(endless.as_bytes()).unwrap_err().to_string().contains("event of the stream"));
    }

    proptest! {
        #[test]
        fn f38_where_the_pieces_are_cut_changes_nothing(
            text in "(:|:pad|event: statechange|data: \\{\"a\":\"é€𝄞\"\\}|data|id: 1|\r\n|\n|\r|\n\n){0,24}",
            cuts in proptest::collection::vec(any::<prop::sample::Index>(), 0..12),
        ) {
            let bytes = text.as_bytes();
            let mut at: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
            at.extend([0, bytes.len()]);
            at.sort_unstable();
            let pieces: Vec<&[u8]> = at.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect();
            prop_assert_eq!(read(&pieces), read(&[bytes]));
        }

        #[test]
        fn f38_no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = Lines::default().feed(&bytes);
        }
    }
}
