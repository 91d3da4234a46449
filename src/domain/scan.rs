//! Barcode scanners type like a very fast person: many characters, no pauses, Enter at the end.
//!
//! Pure: every character comes with its moment. What a burst typed on its way is taken back by the screen once the
//! final Enter tells that it was a scan.

use std::time::Duration;

use super::live::Mono;

/// Two characters of a scan are less than this apart.
pub const GAP_MAX: Duration = Duration::from_millis(35);
/// The fewest characters of a scan; fewer are a person's.
pub const CHARS_MIN: usize = 6;
/// The most characters of a code; a longer burst is refused whole.
pub const CHARS_MAX: usize = 100;

/// What a character is within what is heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// The first of what may become a burst: what was typed before it is worth remembering.
    First,
    /// One more, close behind the last.
    Next,
}

/// What the final Enter makes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// A person typed.
    Typing,
    /// A scanner sent this code.
    Code(String),
    /// A scanner sent something that cannot be a code: too long, or with control characters.
    Refused,
}

/// Listens to characters and tells scans from typing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Burst {
    code: String,
    count: usize,
    spoiled: bool,
    last: Option<Mono>,
}

impl Burst {
    /// Hears one character at its moment. At most [`CHARS_MAX`] are kept, however many come.
    pub fn char(&mut self, c: char, now: Mono) -> Heard {
        let heard = if self.goes_on(now) { Heard::Next } else { Heard::First };
        if heard == Heard::First {
            self.reset();
        }
        self.last = Some(now);
        self.count += 1;
        self.spoiled |= c.is_control() || self.count > CHARS_MAX;
        if !self.spoiled {
            self.code.push(c);
        }
        heard
    }

    /// Hears a key that no code may hold, such as a control character.
    pub fn control(&mut self, now: Mono) {
        self.char('\0', now);
    }

    /// Hears Enter and forgets what was heard.
    pub fn enter(&mut self, now: Mono) -> End {
        let heard = std::mem::take(self);
        if heard.count < CHARS_MIN || !heard.goes_on(now) {
            return End::Typing;
        }
        if heard.spoiled { End::Refused } else { End::Code(heard.code) }
    }

    /// Whether more than one character came close together, so that none of them may press anything.
    #[must_use]
    pub fn runs(&self) -> bool {
        self.count > 1
    }

    /// Forgets what was heard: a held key, a tap, another screen.
    pub fn reset(&mut self) {
        *self = Self::default();
    }

    fn goes_on(&self, now: Mono) -> bool {
        self.last.is_some_and(|last| now.since(last) < GAP_MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hear(text: &str, gap_ms: u64) -> (Burst, Mono) {
        let mut burst = Burst::default();
        let mut now = Mono(10_000);
        for c in text.chars() {
            burst.char(c, now);
            now.0 += gap_ms;
        }
        (burst, now)
    }

    fn end(text: &str, gap_ms: u64) -> End {
        let (mut burst, now) = hear(text, gap_ms);
        burst.enter(now)
    }

    #[test]
    fn till_05_six_fast_characters_and_enter_are_a_scan() {
        assert_eq!(end("4012345678901", 5), End::Code("4012345678901".to_owned()));
        assert_eq!(end("ABC-12", 34), End::Code("ABC-12".to_owned()));
    }

    #[test]
    fn till_05_people_are_not_scanners() {
        assert_eq!(end("4012345678901", 35), End::Typing, "35 ms apart is a person");
        assert_eq!(end("12345", 1), End::Typing, "five characters are an amount");
        assert_eq!(end("", 1), End::Typing);
        let (mut burst, now) = hear("123456", 1);
        assert_eq!(burst.enter(Mono(now.0 + 40)), End::Typing, "Enter by hand after a fast burst");
    }

    #[test]
    fn till_05_a_pause_starts_anew() {
        let (mut burst, now) = hear("99", 1);
        let later = Mono(now.0 + 500);
        assert_eq!(burst.char('4', later), Heard::First);
        for (step, c) in "012345".chars().enumerate() {
            assert_eq!(burst.char(c, Mono(later.0 + 2 * (step as u64 + 1))), Heard::Next);
        }
        assert_eq!(burst.enter(Mono(later.0 + 14)), End::Code("4012345".to_owned()));
        assert_eq!(burst, Burst::default(), "nothing of it is left");
    }

    #[test]
    fn f47_long_and_control_bursts_are_refused() {
        assert_eq!(end(&"7".repeat(100), 1), End::Code("7".repeat(100)));
        assert_eq!(end(&"7".repeat(101), 1), End::Refused);
        let (mut burst, now) = hear(&"7".repeat(2_000), 1);
        assert_eq!(burst.code.len(), CHARS_MAX, "what is kept is bounded");
        assert_eq!(burst.enter(now), End::Refused);
        assert_eq!(end("40123\u{1d}45678", 1), End::Refused);
        let (mut burst, now) = hear("4012345", 1);
        burst.control(now);
        assert_eq!(burst.enter(now), End::Refused);
    }

    #[test]
    fn till_05_from_the_second_close_character_on_nothing_is_pressed() {
        let runs = |text| hear(text, 1).0.runs();
        assert_eq!(["", "1", "12", "123"].map(runs), [false, false, true, true]);
        assert!(!hear("12", 35).0.runs(), "a person's second character begins anew");
    }
}
