//! What list and finding share: how a finding is marked, what its sale is called, and how much room there is.

use super::outcome::Outcome;
use crate::reconcile::class::{Class, Severity};
use crate::reconcile::finding::Finding;
use crate::ui::context::Context;
use crate::ui::icon::Icon;
use crate::ui::theme::Tone;
use crate::ui::widget::layout::Breakpoint;

/// Whether there is room for the list or a finding, not for both.
pub(super) fn covers(cx: &Context<'_>) -> bool {
    matches!(Breakpoint::of(cx.size), Breakpoint::Small | Breakpoint::Portrait)
}

/// How a finding is marked: never by colour alone.
pub(super) fn mark(finding: &Finding, resolved: bool) -> (Tone, Icon) {
    if resolved || finding.closed {
        return (Tone::Ok, Icon::Check);
    }
    match finding.severity {
        Severity::Critical | Severity::High if finding.class() == Class::D06 => (Tone::Stop, Icon::EqualNot),
        Severity::Critical | Severity::High => (Tone::Stop, Icon::OctagonAlert),
        Severity::Medium => (Tone::Wait, Icon::TriangleAlert),
        Severity::Low | Severity::Info => (Tone::Idle, Icon::Clock),
    }
}

/// Whether a window is too low for a large mark over words.
pub(super) fn is_low(cx: &Context<'_>) -> bool {
    cx.size.height < 640.0
}

/// The number of a finding's sale, for the list.
pub(super) fn sale(finding: &Finding, outcome: &Outcome) -> String {
    number(finding.evidence.sale, outcome)
}

/// The number of a sale by its place from 1.
pub(super) fn number(row: u32, outcome: &Outcome) -> String {
    let sale = outcome.sales.get((row as usize).wrapping_sub(1));
    sale.map_or_else(|| "\u{2013}".to_owned(), ToString::to_string)
}
