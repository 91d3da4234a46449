//! Findings and refused files in words.

use crate::lang::{Lang, Part};
use crate::reconcile::amount::AmountFlaw;
use crate::reconcile::class::{Class, Severity};
use crate::reconcile::import::flaw::{Flaw, FlawKind, Refused};

/// A class in three sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseWords {
    /// What it is called.
    pub title: String,
    /// What happened.
    pub happened: String,
    /// The next step.
    pub todo: String,
}

/// The words of a class.
#[must_use]
pub fn class(class: Class, lang: &Lang) -> CaseWords {
    let name = class.code().to_ascii_lowercase();
    let sentence = |part: &str| lang.text(&format!("case-{name}-{part}"));
    CaseWords { title: sentence("title"), happened: sentence("happened"), todo: sentence("todo") }
}

/// How bad a finding is.
#[must_use]
pub fn severity(severity: Severity, lang: &Lang) -> String {
    let word = severity.word();
    lang.text(&format!("severity-{word}"))
}

/// Why a file was not taken: one line for each place, then how many more there are.
#[must_use]
pub fn refused(file: &str, refused: &Refused, lang: &Lang) -> Vec<String> {
    let mut lines: Vec<String> = refused.flaws.iter().map(|one| flaw(one, lang)).collect();
    if let Some(first) = lines.first_mut() {
        *first = lang.with("file-refused", &[("file", file.into()), ("flaw", (&*first).into())]);
    }
    let more = refused.count.saturating_sub(refused.flaws.len() as u64);
    if more > 0 {
        lines.push(lang.with("file-more", &[("count", more.into())]));
    }
    lines
}

fn flaw(flaw: &Flaw, lang: &Lang) -> String {
    let why = why(&flaw.kind, lang);
    let line = flaw.line.to_string();
    if flaw.line == 0 {
        return why;
    }
    if flaw.column.is_empty() {
        return lang.with("file-line", &[("line", (&line).into()), ("why", (&why).into())]);
    }
    let parts = [
        ("line", Part::from(&line)),
        ("column", (&flaw.column).into()),
        ("value", (&flaw.value).into()),
        ("why", (&why).into()),
    ];
    lang.with("file-place", &parts)
}

fn why(kind: &FlawKind, lang: &Lang) -> String {
    match kind {
        FlawKind::Encoding => lang.text("flaw-encoding"),
        FlawKind::Empty => lang.text("flaw-empty"),
        FlawKind::MissingColumn => lang.text("flaw-missing-column"),
        FlawKind::Columns { found, wanted } => {
            let (found, wanted) = (found.to_string(), wanted.to_string());
            lang.with("flaw-columns", &[("found", (&found).into()), ("wanted", (&wanted).into())])
        }
        FlawKind::Cut => lang.text("flaw-cut"),
        FlawKind::Blank | FlawKind::Amount(AmountFlaw::Empty) => lang.text("flaw-blank"),
        FlawKind::Amount(AmountFlaw::Shape) => lang.text("flaw-amount"),
        FlawKind::Amount(AmountFlaw::TooFine) => lang.text("flaw-amount-too-fine"),
        FlawKind::Amount(AmountFlaw::TooLarge) => lang.text("flaw-amount-too-large"),
        FlawKind::Time => lang.text("flaw-time"),
        FlawKind::Currency => lang.text("flaw-currency"),
        FlawKind::Number => lang.text("flaw-number"),
        FlawKind::Word { known } => lang.with("flaw-word", &[("known", (*known).into())]),
        FlawKind::Twice { line } => lang.with("flaw-twice", &[("line", line.to_string().as_str().into())]),
        FlawKind::Kept => lang.text("flaw-kept"),
        FlawKind::OtherAccount { wanted } => lang.with("flaw-other-account", &[("wanted", wanted.into())]),
        FlawKind::OtherDays { first, last } => {
            lang.with("flaw-other-days", &[("first", first.into()), ("last", last.into())])
        }
        FlawKind::Form => lang.text("flaw-form"),
        FlawKind::Sum { made } => lang.with("flaw-sum", &[("made", made.into())]),
        FlawKind::Unreadable(error) => lang.with("flaw-unreadable", &[("error", error.into())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::amount::DecimalMark;

    #[test]
    fn every_class_and_severity_has_its_words() {
        let lang = Lang::english(DecimalMark::Dot);
        for class in Class::ALL {
            for part in ["title", "happened", "todo"] {
                let key = format!("case-{}-{part}", class.code().to_lowercase());
                assert!(lang.has(&key), "{key}");
            }
        }
        for severity in [Severity::Info, Severity::Low, Severity::Medium, Severity::High, Severity::Critical] {
            assert!(lang.has(&format!("severity-{}", severity.word())));
        }
    }

    #[test]
    fn till_56_a_refused_file_names_line_column_value_and_what_is_right() {
        let lang = Lang::english(DecimalMark::Dot);
        let mut all = Refused::default();
        for line in 41..63 {
            all.note(Flaw::at(line, "amount", b"12.5x", FlawKind::Amount(AmountFlaw::Shape)));
        }
        let lines = refused("ledger.csv", &all, &lang);
        assert_eq!(
            lines[0],
            "ledger.csv: nothing of it was read. Line 41, column amount, “12.5x”: This is not an amount. \
             Right would be 1234.50, or 1234,50 where columns are parted by semicolons."
        );
        assert_eq!((lines.len(), lines[20].as_str()), (21, "2 more places are wrong."));
    }
}
