//! The name a till has in the gateway's dashboard: letters, digits, space, `_` and `-`.

/// Characters of a label.
const LABEL_MAX: usize = 60;
pub(super) fn is_label(text: &str) -> bool {
    !text.is_empty() && text.len() <= LABEL_MAX && text.chars().all(is_label_sign)
}

fn is_label_sign(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, ' ' | '_' | '-')
}

/// A label made of the till's own name, without signs the gateway refuses.
pub(super) fn label_from(till: &str) -> String {
    till.chars().filter(|c| is_label_sign(*c)).take(LABEL_MAX).collect::<String>().trim().to_owned()
}
