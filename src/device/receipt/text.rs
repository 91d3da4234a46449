//! A receipt as plain text in fixed columns: what a paper roll, a file and a terminal show.

use super::clean::{columns, width};
use super::{Block, ReceiptDoc};

/// Columns of 80 mm paper.
pub const WIDE: usize = 42;
/// Columns of 58 mm paper.
pub const NARROW: usize = 32;
/// Room for the price of one piece and of all pieces.
const WIDE_PRICES: (usize, usize) = (9, 9);
/// The same on narrow paper.
const NARROW_PRICES: (usize, usize) = (7, 8);
/// The least room worth beginning a word in.
const LEAST: usize = 6;

/// Writes a receipt in lines of at most `wide` columns, each ended with a line feed. Names wrap; an amount never does.
#[must_use]
pub fn render(doc: &ReceiptDoc, wide: usize) -> String {
    let mut text = String::new();
    for line in doc.blocks.iter().flat_map(|block| lines(block, wide)) {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// The lines of one block.
#[must_use]
pub fn lines(block: &Block, wide: usize) -> Vec<String> {
    match block {
        Block::Heading(text) | Block::Center(text) => wrap(text, wide).iter().map(|line| center(line, wide)).collect(),
        Block::Mark(text) => wrap(&format!("*** {text} ***"), wide).iter().map(|line| center(line, wide)).collect(),
        Block::Left(text) => indented(text, wide),
        Block::Right(text) => vec![right(text, wide)],
        Block::Row(name, value) | Block::Big(name, value) => row(wrap(name, wide), value, wide),
        Block::Item(name, each, total) => item(name, each, total, wide),
        Block::Rule => vec!["-".repeat(wide)],
        Block::Gap => vec![String::new()],
        // A code needs a picture; text says what it would say on the lines above.
        Block::Code { .. } => Vec::new(),
    }
}

fn center(text: &str, wide: usize) -> String {
    format!("{}{text}", " ".repeat(wide.saturating_sub(columns(text)) / 2))
}

fn right(text: &str, wide: usize) -> String {
    format!("{}{text}", " ".repeat(wide.saturating_sub(columns(text))))
}

/// Lines whose later ones keep the indent of the first.
fn indented(text: &str, wide: usize) -> Vec<String> {
    let bare = text.trim_start();
    let indent = (text.len() - bare.len()).min(wide.saturating_sub(LEAST));
    wrap(bare, wide - indent).iter().map(|line| format!("{}{line}", " ".repeat(indent))).collect()
}

/// Puts a value at the right of the last of some lines, or below them where it does not fit.
fn row(mut names: Vec<String>, value: &str, wide: usize) -> Vec<String> {
    let last = names.pop().unwrap_or_default();
    let gap = wide.saturating_sub(columns(&last) + columns(value));
    if gap > 0 || last.is_empty() {
        names.push(format!("{last}{}{value}", " ".repeat(gap)));
    } else {
        names.push(last);
        names.push(right(value, wide));
    }
    names
}

/// A name takes the whole width; its prices stand behind its last line, or below it where they do not fit.
fn item(name: &str, each: &str, total: &str, wide: usize) -> Vec<String> {
    let (room_each, room_total) = if wide < WIDE { NARROW_PRICES } else { WIDE_PRICES };
    let all = format!("{total:>room_total$}");
    let prices = if each.is_empty() { all } else { format!("{each:>room_each$} {all}") };
    let fits = wrap(name, wide).last().is_none_or(|last| columns(last) + columns(&prices) < wide);
    row(wrap(name, wide), if fits { &prices } else { prices.trim_start() }, wide)
}

/// Breaks text at spaces into lines of at most `wide` columns; a longer word is broken where the line ends.
fn wrap(text: &str, wide: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let used = lines.last().map_or(0, |line| columns(line));
        let gap = usize::from(used > 0);
        if used + gap + columns(word) <= wide {
            push(&mut lines, gap, word);
        } else if columns(word) <= wide {
            lines.push(word.to_owned());
        } else {
            break_word(&mut lines, word, wide);
        }
    }
    lines
}

fn push(lines: &mut [String], gap: usize, word: &str) {
    if let Some(line) = lines.last_mut() {
        line.push_str(&" ".repeat(gap));
        line.push_str(word);
    }
}

fn break_word(lines: &mut Vec<String>, word: &str, wide: usize) {
    if lines.last().is_some_and(|line| !line.is_empty()) {
        lines.push(String::new());
    }
    for c in word.chars() {
        if lines.last().is_some_and(|line| columns(line) + width(c) > wide) {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            line.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_moves_below_rather_than_being_cut() {
        let block = Block::Row("Entry 1234567".to_owned(), "7f2a 91c0 4be3 11d0 7f2a".to_owned());
        assert_eq!(lines(&block, 32), ["Entry 1234567", "        7f2a 91c0 4be3 11d0 7f2a"]);
        let item =
            Block::Item("3 x Flat white with oat milk".to_owned(), "1.234.567,89".to_owned(), "3.703.703,67".into());
        let drawn = lines(&item, 32);
        assert!(drawn.last().unwrap().ends_with("1.234.567,89 3.703.703,67"), "{drawn:?}");
        assert!(drawn.iter().all(|line| columns(line) <= 32), "{drawn:?}");
    }

    proptest::proptest! {
        #[test]
        fn till_41_no_line_is_wider_than_the_paper_and_no_amount_is_cut(
            name in "[a-zA-Z日😀 ]{0,90}", each in "[0-9]{0,9}", total in "[0-9]{1,11}[.][0-9]{2}", wide in 32_usize..=42,
        ) {
            let drawn = lines(&Block::Item(name, each.clone(), total.clone()), wide);
            proptest::prop_assert!(drawn.iter().all(|line| columns(line) <= wide), "{:?}", drawn);
            let last = drawn.last().unwrap();
            proptest::prop_assert!(last.ends_with(&total) && last.contains(&each), "{:?}", drawn);
        }
    }
}
