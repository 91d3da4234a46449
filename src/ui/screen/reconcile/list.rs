//! The list: findings first, then what agrees, row by row; only what is visible is built.

use iced::Center;
use iced::Fill;
use iced::widget::column;

use super::columns::{digits, signed};
use super::mark::{covers, mark, number, sale};
use super::{Chosen, Message, Outcome, Reconcile, Shown, Target, is_resolved};
use crate::notice;
use crate::reconcile::amount::Amount;
use crate::reconcile::finding::{Finding, Triple};
use crate::reconcile::report::Matched;
use crate::reconcile::row::Unit;
use crate::ui::context::Context;
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, Tone, space};
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::table::{self, cell, figure};
use crate::ui::widget::{Element, card, empty, label, pill, windowed};

const SALE: f32 = 64.0;
const SUM: f32 = 80.0;

/// A line of the list.
#[derive(Debug, Clone, Copy)]
pub(super) enum Row<'a> {
    Finding(&'a Finding),
    /// What agrees, with its place in the report.
    Matched(usize, &'a Matched),
}

impl Row<'_> {
    pub(super) fn name(&self) -> Chosen {
        match self {
            Self::Finding(finding) => Chosen::Finding(finding.id),
            Self::Matched(at, _) => Chosen::Matched(*at),
        }
    }
}

/// The lines of the list, in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows<'a> {
    findings: Vec<&'a Finding>,
    matched: &'a [Matched],
}

impl<'a> Rows<'a> {
    pub(super) fn len(&self) -> usize {
        self.findings.len() + self.matched.len()
    }

    pub(super) fn get(&self, index: usize) -> Option<Row<'a>> {
        if let Some(finding) = self.findings.get(index) {
            return Some(Row::Finding(finding));
        }
        let at = index - self.findings.len();
        self.matched.get(at).map(|one| Row::Matched(at, one))
    }

    /// Where a line stands.
    pub(super) fn position(&self, of: Chosen) -> Option<usize> {
        match of {
            Chosen::Finding(id) => self.findings.iter().position(|finding| finding.id == id),
            Chosen::Matched(at) => (at < self.matched.len()).then(|| self.findings.len() + at),
        }
    }
}

impl Reconcile {
    /// What is listed: what keeps the day from being good first, the largest of each kind first, then what agrees.
    pub(super) fn rows(&self, cx: &Context<'_>) -> Rows<'_> {
        let Some(outcome) = self.outcome() else { return Rows::default() };
        let report = &outcome.report;
        let wanted = |finding: &&Finding| match self.shown {
            Shown::All => true,
            Shown::Class(class) => finding.class() == class,
            Shown::Matched => false,
        };
        let mut findings: Vec<&Finding> = report.findings.iter().filter(wanted).collect();
        let done = |finding: &Finding| finding.closed || is_resolved(finding.id, cx);
        findings.sort_by_key(|finding| {
            (done(finding), std::cmp::Reverse(finding.severity), std::cmp::Reverse(finding.difference.abs()))
        });
        let matched: &[Matched] = match self.shown {
            // What a finding tells of is not listed twice.
            Shown::All => &report.matched[..report.matched.partition_point(|one| !one.is_told)],
            Shown::Class(_) => &[],
            Shown::Matched => &report.matched,
        };
        Rows { findings, matched }
    }

    pub(super) fn list<'a>(&'a self, outcome: &'a Outcome, cx: &Context<'a>) -> Element<'a, Message> {
        let rows = self.rows(cx);
        if rows.len() == 0 {
            return empty::empty(Icon::Check, cx.lang.text("reconcile-nothing"), None);
        }
        let slim = covers(cx) || Breakpoint::of(cx.size) == Breakpoint::Compact;
        let head = |key: &str| label::head(cx.lang.text(key)).style(theme::text::muted);
        let mut names = vec![cell(SALE, head("reconcile-col-sale"))];
        if !slim {
            names.push(figure(SUM, head("reconcile-journal")));
            names.push(figure(SUM, head("reconcile-invoice")));
            names.push(figure(SUM, head("reconcile-ledger")));
        }
        names.push(figure(SUM, head("reconcile-col-difference")));
        names.push(cell(Fill, head("reconcile-col-finding")));
        let cx = *cx;
        let list = windowed::list(rows.len(), space::ROW + 4.0, move |index| {
            let Some(one) = rows.get(index) else { return iced::widget::Space::new().into() };
            let line = Line::of(one, outcome, &cx);
            let row = table::row(line.cells(slim, &cx)).height(space::ROW + 3.0);
            let chosen = self.chosen == Some(one.name());
            let row = row.chosen(chosen).focused(chosen && cx.keyboard && self.walk.is_at(&Target::List));
            column![Element::from(row.on_press(Message::RowPressed(one.name()))), card::hairline()].into()
        });
        let names: Element<'a, Message> = table::row(names).height(40.0).into();
        column![names, card::hairline(), Element::from(list)].into()
    }
}

/// What a line says.
struct Line {
    sale: String,
    unit: Unit,
    triple: Triple,
    difference: Amount,
    tone: Tone,
    shape: Icon,
    title: String,
}

impl Line {
    fn of(row: Row<'_>, outcome: &Outcome, cx: &Context<'_>) -> Self {
        match row {
            Row::Finding(finding) => {
                let (tone, shape) = mark(finding, is_resolved(finding.id, cx));
                Self {
                    sale: sale(finding, outcome),
                    unit: finding.unit,
                    triple: finding.triple,
                    difference: finding.difference,
                    tone,
                    shape,
                    title: notice::class(finding.class(), cx.lang).title,
                }
            }
            Row::Matched(_, one) => Self {
                sale: number(one.sale, outcome),
                unit: one.unit,
                triple: one.triple,
                difference: Amount::ZERO,
                tone: Tone::Ok,
                shape: Icon::Check,
                title: cx.lang.text("reconcile-matched"),
            },
        }
    }

    fn cells<'a>(self, slim: bool, cx: &Context<'a>) -> Vec<table::Cell<'a, Message>> {
        let sum = |amount: Amount| figure(SUM, label::body(digits(amount, self.unit, cx)));
        let has_room = slim || Breakpoint::of(cx.size) == Breakpoint::Wide;
        let mut cells = vec![cell(SALE, label::strong(self.sale))];
        if !slim {
            cells.push(sum(self.triple.sold));
            cells.push(sum(self.triple.paid));
            cells.push(sum(self.triple.credited));
        }
        cells.push(figure(SUM, label::strong(signed(self.difference, self.unit, cx))));
        let (tone, shape) = (self.tone, self.shape);
        let title = if has_room { pill::small(tone, shape, self.title) } else { plain(tone, shape, self.title) };
        cells.push(cell(Fill, title));
        cells
    }
}

/// A mark and a title on two lines, where a pill has no room.
fn plain<'a>(tone: Tone, shape: Icon, title: String) -> Element<'a, Message> {
    let sign = icon(shape).size(20.0).color(match tone {
        Tone::Accent => |t| t.accent_ink,
        Tone::Ok => |t| t.ok.ink,
        Tone::Wait => |t| t.wait.ink,
        Tone::Stop => |t| t.stop.ink,
        Tone::Idle => |t| t.muted,
    });
    let title = label::small(title).width(Fill).align_x(layout::start());
    layout::row(vec![sign.into(), title.into()]).spacing(space::XS).align_y(Center).into()
}
