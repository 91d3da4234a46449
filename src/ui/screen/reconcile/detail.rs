//! One finding: the three sides beside each other, what happened, what to do, and the evidence as text.

use iced::widget::{Space, column, container, scrollable};
use iced::{Center, Fill};

use super::columns::{digits, sign, signed};
use super::mark::{covers, mark};
use super::{Message, NOTE, Outcome, Reconcile, is_resolved};
use crate::domain::day::Day;
use crate::domain::time::Timestamp;
use crate::lang::Part;
use crate::notice;
use crate::reconcile::amount::Amount;
use crate::reconcile::finding::{Evidence, Finding, Triple};
use crate::reconcile::report::Matched;
use crate::reconcile::row::Unit;
use crate::ui::context::Context;
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, Tone, space};
use crate::ui::widget::field::field;
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::{Column, Element, button, card, dialog, label, pill};

/// Lines of a ledger that are named one by one.
const LINES: usize = 6;

/// What a finding's rows are called.
struct Places {
    sale: String,
    invoice: String,
    lines: String,
}

/// The same of what agrees.
fn places_of(one: &Matched, outcome: &Outcome, cx: &Context<'_>) -> Places {
    let lines = if one.line > 0 { vec![one.line] } else { Vec::new() };
    let evidence = Evidence { sale: one.sale, invoice: one.invoice, lines, ..Evidence::default() };
    places(&evidence, outcome, cx)
}

fn places(evidence: &Evidence, outcome: &Outcome, cx: &Context<'_>) -> Places {
    let at = |row: u32| (row as usize).wrapping_sub(1);
    let none = || cx.lang.text("reconcile-none");
    let number = |key: &str, number: &str| cx.lang.with(key, &[("number", number.into())]);
    let sale = outcome.sales.get(at(evidence.sale)).map(|sale| number("reconcile-sale", &sale.to_string()));
    let invoice = outcome.invoices.get(at(evidence.invoice)).map(ToString::to_string);
    let mut lines: Vec<String> = evidence.lines.iter().take(LINES).map(ToString::to_string).collect();
    if evidence.lines.len() > LINES {
        lines.push("…".to_owned());
    }
    let lines = (!lines.is_empty()).then(|| number("reconcile-line", &lines.join(", ")));
    Places { sale: sale.unwrap_or_else(none), invoice: invoice.unwrap_or_else(none), lines: lines.unwrap_or_else(none) }
}

impl Reconcile {
    /// The evidence of a finding, for the gateway's support.
    pub(super) fn proof(&self, cx: &Context<'_>) -> Option<String> {
        let (finding, outcome) = self.chosen().zip(self.outcome())?;
        let places = places(&finding.evidence, outcome, cx);
        let words = notice::class(finding.class(), cx.lang);
        let plain = |amount: Amount| amount.to_plain(finding.unit.exponent());
        let (sold, paid, credited) =
            (plain(finding.triple.sold), plain(finding.triple.paid), plain(finding.triple.credited));
        let (id, at, unit) = (finding.id.to_string(), Timestamp(finding.at).rfc3339(0), finding.unit.code());
        let (sign, file) = (plain(finding.difference), outcome.file.as_str());
        let parts = [
            ("id", Part::from(&id)),
            ("title", (&words.title).into()),
            ("happened", (&words.happened).into()),
            ("at", (&at).into()),
            ("unit", (&unit).into()),
            ("sale", (&places.sale).into()),
            ("invoice", (&places.invoice).into()),
            ("lines", (&places.lines).into()),
            ("sold", (&sold).into()),
            ("paid", (&paid).into()),
            ("credited", (&credited).into()),
            ("difference", (&sign).into()),
            ("file", file.into()),
        ];
        Some(cx.lang.with(if file.is_empty() { "reconcile-proof" } else { "reconcile-proof-file" }, &parts))
    }

    pub(super) fn detail<'a>(&'a self, outcome: &'a Outcome, cx: &Context<'a>) -> Element<'a, Message> {
        if let Some(one) = self.chosen_match() {
            let places = places_of(one, outcome, cx);
            let agrees = agreeing(one, places, cx);
            return Column::new().push(self.back(cx)).push(agrees).spacing(space::XS).height(Fill).into();
        }
        let Some(finding) = self.chosen() else { return Space::new().into() };
        let words = notice::class(finding.class(), cx.lang);
        let severity = if is_resolved(finding.id, cx) {
            cx.lang.text("reconcile-resolved")
        } else if finding.closed {
            cx.lang.text("reconcile-closed")
        } else {
            notice::severity(finding.severity, cx.lang)
        };
        let (tone, shape) = mark(finding, is_resolved(finding.id, cx));
        let title = label::section(words.title).width(Fill).align_x(layout::start());
        let head =
            layout::row(vec![title.into(), pill::small(tone, shape, severity)]).spacing(space::XS).align_y(Center);
        let text = |words: String| label::body(words).width(Fill).align_x(layout::start());
        let mut parts: Vec<Element<'a, Message>> = vec![
            sides(places(&finding.evidence, outcome, cx), (finding.triple, finding.difference), finding.unit, cx),
            card::hairline(),
            text(words.happened).into(),
            text(words.todo).style(theme::text::muted).into(),
        ];
        parts.extend(said(finding, cx));
        parts.push(label::code(finding.id.to_string()).style(theme::text::muted).into());
        let reading = Column::with_children(parts).spacing(space::S).padding(iced::padding::right(space::S));
        let reading = scrollable(reading).direction(theme::scroll::vertical()).height(Fill);
        let content = column![head, reading, self.verbs(finding, cx)].spacing(space::S);
        let card = card::card(content).width(Fill).height(Fill);
        Column::new().push(self.back(cx)).push(card).spacing(space::XS).height(Fill).into()
    }

    /// The way back to the list, where the detail covers it.
    fn back<'a>(&self, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        covers(cx).then(|| {
            let back = button::quiet(cx.lang.text("reconcile-all")).icon(Icon::ArrowLeft).height(space::TARGET);
            back.on_press(Message::BackPressed).into()
        })
    }

    fn verbs<'a>(&self, finding: &Finding, cx: &Context<'a>) -> Element<'a, Message> {
        let keys = Breakpoint::of(cx.size).shows_keys();
        let copied = self.copied == Some(finding.id);
        let word = cx.lang.text(if copied { "reconcile-copied" } else { "reconcile-copy" });
        let shape = if copied { Icon::Check } else { Icon::Copy };
        let copy = button::primary(word).icon(shape).key_if(keys, "1").width(Fill).height(space::TARGET);
        let copy = copy.on_press(Message::CopyPressed);
        let second = if is_resolved(finding.id, cx) {
            let reopen =
                button::plain(cx.lang.text("reconcile-reopen")).key_if(keys, "3").width(Fill).height(space::TARGET);
            Some(reopen.on_press(Message::ReopenPressed))
        } else if finding.closed {
            None
        } else {
            let explain =
                button::plain(cx.lang.text("reconcile-explain")).key_if(keys, "2").width(Fill).height(space::TARGET);
            Some(explain.on_press(Message::ExplainPressed))
        };
        if covers(cx) {
            let parts = [Some(copy), second].into_iter().flatten().map(Into::into).collect();
            return layout::row(parts).spacing(space::XS).into();
        }
        column![Element::from(copy)].push(second.map(Element::from)).spacing(space::XS).into()
    }

    pub(super) fn dialog<'a>(&'a self, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        let (text, failed) = self.note.as_ref()?;
        let entry = field("", text)
            .label(cx.lang.text("reconcile-note"))
            .hint(cx.lang.text("reconcile-note-hint"))
            .id(NOTE)
            .on_input(Message::NoteTyped);
        let why = failed.as_ref().map(|why| card::note(Tone::Stop, Icon::OctagonAlert, &why.happened, &why.todo));
        let ready = (!text.trim().is_empty()).then_some(Message::NoteSent);
        let verbs = vec![
            button::quiet(cx.lang.text("reconcile-note-leave")).on_press(Message::DialogClosed).into(),
            button::primary(cx.lang.text("reconcile-note-keep")).on_press_maybe(ready).into(),
        ];
        let content = column![Element::from(entry)].push(why).spacing(space::M);
        let question = cx.lang.text("reconcile-note-title");
        Some(if cx.size.height < 640.0 {
            dialog::low(question, content, verbs)
        } else {
            dialog::question(question, content, verbs)
        })
    }
}

/// Journal, invoice and ledger, each with its place and its amount.
fn sides<'a>(
    places: Places,
    (triple, difference): (Triple, Amount),
    unit: Unit,
    cx: &Context<'a>,
) -> Element<'a, Message> {
    let row = |shape: Icon, name: &str, place: String, amount: Amount| -> Element<'a, Message> {
        let amount = format!("{}{}", sign(unit, cx), digits(amount, unit, cx));
        let name = label::strong(cx.lang.text(name)).width(84);
        let place = label::caption(place).style(theme::text::muted).width(Fill).align_x(layout::start());
        // An invoice's name has no spaces to break at.
        let place = place.wrapping(iced::widget::text::Wrapping::WordOrGlyph);
        let sign = icon(shape).size(20.0).color(|t| t.muted);
        let parts = vec![sign.into(), name.into(), place.into(), label::strong_l(amount).into()];
        container(layout::row(parts).spacing(space::S).align_y(Center)).padding([space::XXS, 0.0]).width(Fill).into()
    };
    let difference = signed(difference, unit, cx);
    let difference = cx.lang.with("reconcile-difference", &[("amount", (&difference).into())]);
    column![
        row(Icon::BookOpen, "reconcile-journal", places.sale, triple.sold),
        row(Icon::QrCode, "reconcile-invoice", places.invoice, triple.paid),
        row(Icon::Landmark, "reconcile-ledger", places.lines, triple.credited),
        label::caption_strong(difference)
    ]
    .into()
}

/// What agrees: the same three sides, and when it was sold.
fn agreeing<'a>(one: &Matched, places: Places, cx: &Context<'a>) -> Element<'a, Message> {
    let title = label::section(cx.lang.text("reconcile-agrees")).width(Fill).align_x(layout::start());
    let word = pill::small(Tone::Ok, Icon::Check, cx.lang.text("reconcile-matched"));
    let head = layout::row(vec![title.into(), word]).spacing(space::XS).align_y(Center);
    let at = Timestamp(one.at);
    let (day, clock) = (cx.lang.day(Day::at(at, cx.offset_min)), at.clock(cx.offset_min));
    let when = cx.lang.with("reconcile-sold-at", &[("day", (&day).into()), ("clock", (&clock).into())]);
    let text = |words: String| label::body(words).width(Fill).align_x(layout::start());
    let told = one.is_told.then(|| text(cx.lang.text("reconcile-agrees-told")).style(theme::text::muted));
    let reading = column![
        sides(places, (one.triple, Amount::ZERO), one.unit, cx),
        card::hairline(),
        text(cx.lang.text("reconcile-agrees-how")),
        text(when).style(theme::text::muted)
    ];
    let reading = reading.push(told).spacing(space::S).padding(iced::padding::right(space::S));
    let reading = scrollable(reading).direction(theme::scroll::vertical()).height(Fill);
    card::card(column![head, reading].spacing(space::S)).width(Fill).height(Fill).into()
}

/// What a person wrote of it.
fn said<'a>(finding: &Finding, cx: &Context<'a>) -> Option<Element<'a, Message>> {
    let case = cx.book.case(&finding.id.to_string()).filter(|case| case.resolved)?;
    let when = case.at.rfc3339(cx.offset_min);
    let parts = [("note", Part::from(&case.note)), ("who", (&case.operator).into()), ("when", (&when).into())];
    let words = cx.lang.with(if case.operator.is_empty() { "reconcile-said" } else { "reconcile-said-by" }, &parts);
    let words = label::body(words).width(Fill).align_x(layout::start());
    Some(container(words).padding(space::S).width(Fill).style(theme::container::soft(Tone::Ok)).into())
}
