//! How the paid sale is laid out: the verdict's colour at the start, the paper at the end.

use iced::widget::{Space, column, container, scrollable};
use iced::{Center, Fill};

use super::{Done, Message, paper_of};
use crate::device::receipt::{Block, ReceiptDoc, text};
use crate::domain::sale::Sale;
use crate::notice::{self, Words};
use crate::ui::context::Context;
use crate::ui::icon::{Icon, icon};
use crate::ui::screen::look;
use crate::ui::theme::text::{AMOUNT_DONE, Scale, TITLE};
use crate::ui::theme::{self, Tone, space};
use crate::ui::widget::amount::amount;
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::paper::{self, Line};
use crate::ui::widget::{Element, button, dialog, empty, label, pill, qr};

/// Width of a sign on the paper, and of the edges beside its lines, in px.
const PAPER_SIGN: f32 = 7.8;
const PAPER_EDGES: f32 = 50.0;
/// The side of the receipt's code on the paper in px.
const PAPER_CODE: f32 = 132.0;

impl Done {
    /// Draws the paid sale; pure.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let Some(sale) = cx.book.sale(self.sale) else { return missing(cx) };
        let words = look::words(sale, cx);
        let at = Breakpoint::of(cx.size);
        let edge = if at == Breakpoint::Small { space::M } else { space::HUGE };
        let start = container(self.answer(sale, &words, cx))
            .padding(edge)
            .width(Fill)
            .height(Fill)
            .style(theme::container::flat(look::tone(words.verdict.family())));
        let end = container(self.receipt(sale, cx))
            .width(paper_width(at))
            .height(Fill)
            .style(theme::container::fill(|t| t.sunken, 0.0));
        let page = layout::row(vec![start.into(), end.into()]);
        let code = self.code.as_ref().map(|code| code_card(code.as_ref(), cx));
        dialog::over(page, code, Some(Message::CodePressed))
    }

    fn answer<'a>(&'a self, sale: &'a Sale, words: &Words, cx: &Context<'a>) -> Element<'a, Message> {
        let at = Breakpoint::of(cx.size);
        let small = at == Breakpoint::Small;
        let tone = look::tone(words.verdict.family());
        let mut content = column![head(sale, words, cx)].spacing(if small { space::XS } else { space::L });
        let warning = warning(words);
        if !small && warning.is_none() {
            content = content.push(Space::new().height(space::M)).push(disc(words, tone, 120.0));
        }
        let room = cx.size.width - paper_width(at) - 2.0 * space::HUGE - space::S;
        let size = if small { 72.0 } else { AMOUNT_DONE * at.amount_scale() };
        let size = if warning.is_some() { size.min(72.0) } else { size };
        let (sign, digits) = (cx.lang.sign(sale.total.currency()), cx.lang.digits(sale.total));
        let scale = Scale { size: if small { 34.0 } else { 64.0 }, line: if small { 40.0 } else { 72.0 }, ..TITLE };
        let content = content
            .push(label::scaled(words.title.clone(), scale).width(Fill).align_x(layout::start()))
            .push(Element::from(amount(sign, digits).size(size).fit(room).on(tone)))
            .push(detail(sale, cx).map(|line| label::section(line).width(Fill).align_x(layout::start())))
            .push(warning);
        // The scroll bar has room of its own: it never lies over a word.
        let content = container(content).padding(iced::padding::right(space::S));
        let content = scrollable(content).direction(theme::scroll::vertical()).width(Fill).height(Fill);
        column![content, self.buttons(at, cx)].spacing(space::S).into()
    }

    fn buttons<'a>(&'a self, at: Breakpoint, cx: &Context<'a>) -> Element<'a, Message> {
        let keys = at.shows_keys();
        let small = at == Breakpoint::Small;
        let height = if small { space::TARGET } else { 80.0 };
        let code = button::plain(cx.lang.text("receipt-show-code")).icon(Icon::QrCode).key_if(keys, "Q");
        let save = button::plain(cx.lang.text("receipt-save")).icon(Icon::Save).key_if(keys, "P");
        let (code, save) = if small { (code, save) } else { (code.stacked(), save.stacked()) };
        let others = layout::row(vec![
            code.width(Fill).height(height).on_press(Message::CodePressed).into(),
            save.width(Fill).height(height).on_press(Message::SavePressed).into(),
        ])
        .spacing(space::XS);
        let next = button::inverse(cx.lang.text("receipt-next")).width(Fill).key_if(keys, "Enter").spread();
        let next = next.large(if small { space::BUTTON } else { space::BUTTON_PAGE }).on_press(Message::NextPressed);
        column![others, next].spacing(if small { space::XS } else { space::S }).into()
    }

    fn receipt<'a>(&'a self, sale: &'a Sale, cx: &Context<'a>) -> Element<'a, Message> {
        let at = Breakpoint::of(cx.size);
        let Some(doc) = paper_of(sale, cx) else { return Space::new().into() };
        let columns = if at == Breakpoint::Small { paper::NARROW } else { paper::WIDE };
        let mut head = vec![label::strong_l(cx.lang.text("receipt-title")).width(Fill).align_x(layout::start()).into()];
        if self.saved.is_some() {
            head.push(pill::pill(Tone::Ok, Icon::Check, cx.lang.text("receipt-saved")));
        }
        let width = columns as f32 * PAPER_SIGN + PAPER_EDGES;
        let head = layout::row(head).align_y(Center).height(32).width(width);
        let mut parts = column![head].spacing(space::XS).align_x(Center);
        if let Some(file) = &self.saved {
            let words = cx.lang.with("receipt-saved-to", &[("file", file.into())]);
            parts = parts.push(label::caption(words).style(theme::text::muted).width(width).align_x(layout::start()));
        }
        parts = parts.push(sheet(&doc, columns));
        let edge = if at == Breakpoint::Small { space::XS } else { space::M };
        scrollable(container(parts).padding(edge).center_x(Fill))
            .direction(theme::scroll::vertical())
            .width(Fill)
            .height(Fill)
            .into()
    }
}

fn paper_width(at: Breakpoint) -> f32 {
    match at {
        Breakpoint::Small => 322.0,
        Breakpoint::Compact => 420.0,
        Breakpoint::Standard => 500.0,
        Breakpoint::Wide | Breakpoint::Portrait => 640.0,
    }
}

/// The receipt as it would be printed.
pub(crate) fn sheet<'a, Message: 'a>(doc: &ReceiptDoc, columns: usize) -> Element<'a, Message> {
    let lines = doc.blocks.iter().flat_map(|block| match block {
        Block::Heading(text) => vec![Line::Heading(text.clone().into())],
        Block::Big(left, right) => vec![Line::Total(left.clone().into(), right.clone().into())],
        Block::Rule => vec![Line::Rule],
        Block::Gap => vec![Line::Gap],
        Block::Mark(text) => vec![Line::Heading(text.clone().into())],
        Block::Code { payload, caption } => code_lines(payload, caption),
        Block::Center(_) | Block::Left(_) | Block::Right(_) | Block::Row(..) | Block::Item(..) => {
            text::lines(block, columns).into_iter().map(|line| Line::Text(line.into())).collect()
        }
    });
    paper::paper(columns, lines.collect::<Vec<_>>())
}

fn code_lines<'a, Message: 'a>(payload: &str, caption: &str) -> Vec<Line<'a, Message>> {
    let Ok(code) = qr::Code::new(payload) else { return Vec::new() };
    let picture = container(qr::card(&code).dark(0.0).within(PAPER_CODE)).center_x(Fill);
    vec![Line::Gap, Line::Other(picture.into()), Line::Center(caption.to_owned().into())]
}

fn head<'a>(sale: &'a Sale, words: &Words, cx: &Context<'a>) -> Element<'a, Message> {
    let number = cx.lang.with("sale-number", &[("number", sale.number.into())]);
    let operator = if sale.operator.is_empty() { &cx.config.shop.operator } else { &sale.operator };
    let place = [number.as_str(), cx.config.shop.till.as_str(), operator.as_str()];
    let place = place.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" · ");
    let at = notice::subject(sale).map_or(sale.opened, |attempt| attempt.changed);
    let state = format!("{} {}", words.word, at.clock_seconds(cx.offset_min));
    layout::row(vec![
        label::body_l(place).width(Fill).align_x(layout::start()).into(),
        icon(look::icon(words.icon)).size(20.0).into(),
        label::body_l(state).into(),
    ])
    .spacing(space::XS)
    .align_y(Center)
    .into()
}

/// The state's icon in the verdict's colour on a disc of its opposite.
fn disc<'a>(words: &Words, tone: Tone, side: f32) -> Element<'a, Message> {
    let shape = icon(look::icon(words.icon)).size((side * 0.6).round()).heavy();
    let (fill, ink): (theme::Pick, theme::Pick) = match tone {
        Tone::Accent => (|t| t.on_accent, |t| t.accent),
        Tone::Ok => (|t| t.ok.on, |t| t.ok.solid),
        Tone::Wait => (|t| t.wait.on, |t| t.wait.solid),
        Tone::Stop => (|t| t.stop.on, |t| t.stop.solid),
        Tone::Idle => (|t| t.idle.on, |t| t.idle.solid),
    };
    container(shape.color(ink)).style(theme::container::circle(fill, ink, None)).center(side).into()
}

/// What was paid in which coin, or how much went back.
fn detail(sale: &Sale, cx: &Context<'_>) -> Option<String> {
    use crate::domain::fact::Tender;
    match sale.completed()?.tender {
        Tender::Cash { given, change } => {
            let (given, change) = (cx.lang.money(given), cx.lang.money(change));
            Some(cx.lang.with("receipt-given", &[("given", (&given).into()), ("change", (&change).into())]))
        }
        Tender::Gateway { guid } => {
            let paid = notice::paid_so_far(sale.attempt(guid)?);
            let gateway = look::gateway(cx);
            let via = cx.lang.with("receipt-via", &[("gateway", (&gateway).into())]);
            Some(paid.map_or_else(|| via.clone(), |paid| format!("{paid} · {via}")))
        }
    }
}

/// A verdict that is no longer green says what to do, here too.
fn warning<'a>(words: &Words) -> Option<Element<'a, Message>> {
    use crate::domain::verdict::Verdict;
    let plain = words.verdict.may_hand_over() && words.verdict != Verdict::Over;
    let sentences = format!("{} {} {}", words.happened, words.safe, words.todo);
    (!plain).then(|| label::body_l(sentences).width(Fill).align_x(layout::start()).into())
}

fn code_card<'a>(code: Option<&qr::Code>, cx: &Context<'a>) -> Element<'a, Message> {
    let room = (cx.size.height - 180.0).clamp(240.0, 560.0);
    let picture: Element<'a, Message> = match code {
        Some(code) => qr::card(code).dark(qr::DARK_MIN_SMALL.min(room)).within(room).at_most(room).into(),
        None => label::body_l(cx.lang.text("receipt-no-code")).into(),
    };
    let close = button::plain(cx.lang.text("receipt-hide-code")).key("Esc").on_press(Message::CodePressed);
    let content = column![picture, label::body_l(cx.lang.text("receipt-scan")), close];
    dialog::frame(container(content.spacing(space::S).align_x(Center)).padding(space::M), 640.0)
}

fn missing<'a>(cx: &Context<'a>) -> Element<'a, Message> {
    let next = button::primary(cx.lang.text("receipt-next")).key("Enter").on_press(Message::NextPressed);
    let page = empty::empty(Icon::ReceiptText, cx.lang.text("refused-no-sale-happened"), Some(next.into()));
    container(page).width(Fill).height(Fill).style(theme::container::window).into()
}
