//! Output: words for people or JSON lines for machines, never both; diagnostics only to stderr.

use std::io::{IsTerminal, Write};

use serde_json::{Value, json};

use super::exit::Failure;

/// Where a command writes.
#[derive(Debug)]
pub(crate) struct Out {
    json: bool,
}

impl Out {
    pub(crate) fn new(json: bool) -> Self {
        Self { json }
    }

    /// Whether a machine reads.
    pub(crate) fn is_json(&self) -> bool {
        self.json
    }

    /// Whether a person reads on a terminal.
    pub(crate) fn is_terminal(&self) -> bool {
        !self.json && std::io::stdout().is_terminal()
    }

    /// A line for people; machines do not get it.
    pub(crate) fn say(&self, text: &str) {
        if !self.json {
            write_line(text);
        }
    }

    /// An object for machines; people do not get it.
    pub(crate) fn object(&self, value: &Value) {
        if self.json {
            write_line(&value.to_string());
        }
    }

    /// A text that is JSON already, for machines, digit for digit; line breaks between its members are dropped.
    pub(crate) fn raw(&self, json: &str) {
        if self.json {
            write_line(&json.replace(['\n', '\r'], ""));
        }
    }

    /// Both forms of the same answer.
    pub(crate) fn answer(&self, text: &str, value: &Value) {
        self.say(text);
        self.object(value);
    }

    /// How far long work is, for a person who looks on.
    pub(crate) fn progress(&self, done: u64) {
        if !self.json && std::io::stderr().is_terminal() {
            let _ = write!(std::io::stderr(), "\r{done} done\u{1b}[K\r");
        }
    }

    /// Why the command could not do its work.
    pub(crate) fn failure(&self, failure: &Failure) {
        self.object(&json!({"event": "error", "code": failure.code, "text": failure.text}));
        let _ = writeln!(std::io::stderr(), "ringup: {}", failure.text);
    }
}

/// A reader that has gone away is no reason to panic.
fn write_line(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{text}");
    let _ = out.flush();
}
