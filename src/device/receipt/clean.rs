//! Names from catalogues and people may hold anything; paper and screens get only what stands still on a line.

/// Removes control characters and marks that turn or hide text, and folds white space to single spaces.
#[must_use]
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !is_hidden(c) {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Marks that change the direction of text, or that nobody can see.
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

/// How many columns a sign takes on paper: none for marks above a letter, two for the wide scripts.
#[must_use]
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(width).sum()
}

pub(super) fn width(c: char) -> usize {
    match c {
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' => 0,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{303e}'
        | '\u{3041}'..='\u{33ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{a000}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1f64f}'
        | '\u{1f680}'..='\u{1f6ff}'
        | '\u{1f900}'..='\u{1f9ff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_names_lose_what_turns_hides_or_moves() {
        assert_eq!(clean("a\u{1b}[31mb\n\tc\u{7}"), "a [31mb c");
        assert_eq!(clean("\u{202e}evil\u{202c} \u{2066}x\u{2069}\u{200b}"), "evil x");
        assert_eq!(clean("  Ünïcode 😀 日本 "), "Ünïcode 😀 日本");
        assert_eq!(clean("\u{feff}\u{200f}"), "");
    }

    proptest::proptest! {
        #[test]
        fn whatever_comes_in_stays_one_visible_line(text in ".{0,80}") {
            let cleaned = clean(&text);
            proptest::prop_assert!(!cleaned.chars().any(|c| c.is_control() || is_hidden(c)));
            proptest::prop_assert!(!cleaned.starts_with(' ') && !cleaned.ends_with(' ') && !cleaned.contains("  "));
        }
    }
}
