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

/// The sale's number for the list.
pub(super) fn sale(finding: &Finding, outcome: &Outcome) -> String {
    let sale = outcome.sales.get((finding.evidence.sale as usize).wrapping_sub(1));
    sale.map_or_else(|| "\u{2013}".to_owned(), ToString::to_string)
}
