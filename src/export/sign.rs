//! Signs that would do something where they should only be read.

use std::borrow::Cow;

/// Text that a table program shows and never runs: `'` stands before what would begin a formula.
#[must_use]
pub fn guarded(text: &str) -> Cow<'_, str> {
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']);
    match (runs, visible(text)) {
        (true, seen) => Cow::Owned(format!("'{seen}")),
        (false, seen) => seen,
    }
}

/// Control characters as their pictures (`␀`, `␛`): no terminal obeys them and every file may hold them. Tabs and
/// line ends stay.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_control) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if is_control(c) { picture(c) } else { c }).collect())
}

/// Text on one line of at most `max` characters, without marks that turn its direction or that nobody can see.
#[must_use]
pub fn one_line(text: &str, max: usize) -> String {
    let mut out = String::new();
    let mut length = 0;
    for c in text.chars() {
        let c = if c.is_whitespace() || c.is_control() { ' ' } else { c };
        if is_hidden(c) || c == ' ' && (out.is_empty() || out.ends_with(' ')) {
            continue;
        }
        if length == max {
            out.pop();
            out.push('…');
            break;
        }
        out.push(c);
        length += 1;
    }
    out.truncate(out.trim_end().len());
    out
}

fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r') || matches!(c, '\u{fffe}' | '\u{ffff}')
}

fn picture(c: char) -> char {
    match u32::from(c) {
        code @ 0..=0x1f => char::from_u32(0x2400 + code).unwrap_or('\u{fffd}'),
        0x7f => '\u{2421}',
        _ => '\u{fffd}',
    }
}

fn is_hidden(c: char) -> bool {
    matches!(
        c,
        '\u{061c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t14_what_would_run_is_marked_and_what_would_not_is_left_alone() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(guarded(text), format!("'{text}"));
        }
        assert_eq!(guarded("\0=1"), "'\u{2400}=1");
        assert_eq!(guarded("\u{1b}[31mred"), "\u{241b}[31mred");
        for text in ["", "tea", "'t Huis", " =1", "a\nb", "«Ω»", "a=1"] {
            assert_eq!(guarded(text), text);
        }
    }

    #[test]
    fn a_line_is_one_line_of_its_length() {
        assert_eq!(one_line(" a\n\tb\u{202e}c\0 ", 10), "a bc");
        assert_eq!(one_line("abcdef", 4), "abc…");
        assert_eq!(one_line("abcd", 4), "abcd");
    }
}
