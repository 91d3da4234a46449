//! The page with the code: amount, coins and verdict at the start, the code and its time at the end.

use iced::widget::{Space, column, container, scrollable};
use iced::{Center, Fill, Shrink};

use super::ladder::{self, Rung, Step};
use super::parts::Page;
use super::{Message, Pay, Waiting};
use crate::domain::environment::Environment;
use crate::domain::payment::PayOption;
use crate::ui::font;
use crate::ui::icon::Icon;
use crate::ui::screen::look;
use crate::ui::theme::text::{AMOUNT_HERO, Scale};
use crate::ui::theme::{self, Tone, space};
use crate::ui::widget::amount::amount;
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::ring::Ring;
use crate::ui::widget::{Column, Container, Element, button, card, chip, label, qr, verdict};

/// Height of the ladder's card with one line of steps, and of each further line.
const LADDER: (f32, f32) = (104.0, 32.0);
/// Height of the buttons that play the customer, above the page in practice.
const PRACTICE_STRIP: f32 = 64.0;
/// The amount on the smallest window.
const HERO_SMALL: f32 = 72.0;
/// Coins shown before "More".
const COINS_SHOWN: usize = 4;

impl Pay {
    pub(super) fn waiting_page<'a>(&'a self, page: Page<'a>, waiting: &Waiting<'a>) -> Element<'a, Message> {
        if page.is_small() {
            return self.small(page, waiting);
        }
        let start = container(self.start(page, waiting))
            .padding([below(page, waiting.steps.len()).edge.max(space::M), page.edge()])
            .width(Fill)
            .height(Fill);
        let end = container(self.end(page, waiting)).width(page.at.pay_width()).height(Fill);
        layout::row(vec![start.into(), card::divider(), end.into()]).into()
    }

    fn start<'a>(&'a self, page: Page<'a>, waiting: &Waiting<'a>) -> Element<'a, Message> {
        let words = look::words(page.sale, &page.cx);
        let room = page.cx.size.width - page.at.pay_width() - 2.0 * page.edge();
        let lower =
            column![].push(page.timeline(&words)).push(verdict_line(page)).push(page.clock_hint()).spacing(space::L);
        let content = column![page.head(), hero(page, room)]
            .push(coin_line(page, waiting))
            .push(self.coins(page, waiting))
            .push(lower)
            .spacing(if page.at == Breakpoint::Compact { space::S } else { space::M });
        let buttons =
            layout::row(page.leaving(true).into_iter().chain(page.other_tender()).collect()).spacing(space::XS);
        // In low windows the content scrolls and the buttons stay.
        let content = scrollable(content).direction(theme::scroll::vertical()).height(Fill).width(Fill);
        column![content, buttons].spacing(space::S).into()
    }

    fn end<'a>(&'a self, page: Page<'a>, waiting: &Waiting<'a>) -> Element<'a, Message> {
        let around = below(page, waiting.steps.len());
        let code = container(self.code(page, waiting)).center_x(Fill);
        let ladder = column![Space::new().height(Fill)].push(self.ladder(page, waiting));
        // In three parts: for the ring and its seconds the renderer fills only the ground they lie on.
        column![paper(code, around.edge, 0.0)]
            .push(time_left(page, waiting, around.ring).map(|time| paper(time, around.gap, 0.0)))
            .push(paper(ladder, 2.0 * around.gap, around.edge).height(Fill))
            .into()
    }

    fn small<'a>(&'a self, page: Page<'a>, waiting: &Waiting<'a>) -> Element<'a, Message> {
        let code = container(self.code(page, waiting)).center(Fill).width(page.at.pay_width()).height(Fill);
        let room = page.cx.size.width - page.at.pay_width() - 2.0 * page.edge() - space::S;
        let words = look::words(page.sale, &page.cx);
        let content = column![page.head(), hero(page, room)]
            .push(verdict_line(page))
            .push(time_left(page, waiting, 72.0))
            .push(coin_line(page, waiting))
            .push(self.coins(page, waiting))
            .push(page.timeline(&words))
            .push(page.freshness())
            .push(page.clock_hint())
            .push(self.ladder(page, waiting))
            .spacing(space::S);
        let content = container(content).padding(iced::padding::right(space::S));
        let content = scrollable(content).direction(theme::scroll::vertical()).height(Fill).width(Fill);
        let buttons = layout::row(page.leaving(true).into_iter().chain(page.other_tender()).collect())
            .spacing(space::TARGET_GAP_SMALL);
        let end = container(column![content, buttons].spacing(space::XS)).padding(page.edge()).width(Fill).height(Fill);
        let code = code.style(theme::container::panel);
        layout::row(vec![code.into(), card::divider(), end.into()]).into()
    }

    /// The code of the chosen step, or address and amount to be typed.
    fn code<'a>(&'a self, page: Page<'a>, waiting: &Waiting<'a>) -> Element<'a, Message> {
        match waiting.step(self.rung) {
            Some(Step { rung: Rung::Hand, text }) => by_hand(page, waiting, text),
            Some(step) => match self.drawn_code(&step.text) {
                Some(code) => card_of(page, &code, waiting.steps.len()),
                None => no_code(page),
            },
            None => no_code(page),
        }
    }

    /// The picture of a payload, made once while the payload stays.
    fn drawn_code(&self, payload: &str) -> Option<qr::Code> {
        let mut drawn = self.drawn.borrow_mut();
        if drawn.as_ref().is_none_or(|code| code.payload() != payload) {
            *drawn = qr::Code::new(payload).ok();
        }
        drawn.clone()
    }

    fn coins<'a>(&'a self, page: Page<'a>, waiting: &Waiting<'a>) -> Option<Element<'a, Message>> {
        let options = &waiting.payment.options;
        let chosen = waiting.option.map(|option| &option.id);
        let shown = |index: usize, option: &PayOption| {
            self.all_coins || index < COINS_SHOWN || Some(&option.id) == chosen || options.len() == COINS_SHOWN + 1
        };
        let mut chips: Vec<Element<'a, Message>> = Vec::new();
        let mut reasons: Vec<Element<'a, Message>> = Vec::new();
        for (index, option) in options.iter().enumerate().filter(|(index, option)| shown(*index, option)) {
            chips.push(coin_chip(page, index, option, Some(&option.id) == chosen));
            reasons.extend(reason(page, option));
        }
        if options.len() > COINS_SHOWN + 1 {
            let (key, shape) =
                if self.all_coins { ("pay-fewer", Icon::ChevronUp) } else { ("pay-more", Icon::ChevronDown) };
            chips.push(chip::chip(page.text(key)).end_icon(shape).on_press(Message::CoinsToggled).into());
        }
        let chips = layout::row(chips).spacing(page.at.key_gap()).wrap().vertical_spacing(page.at.key_gap());
        (!options.is_empty())
            .then(|| column![chips].push(Column::with_children(reasons)).spacing(space::XXS).width(Fill).into())
    }

    fn ladder<'a>(&'a self, page: Page<'a>, waiting: &Waiting<'a>) -> Option<Element<'a, Message>> {
        let now = self.rung.min(waiting.steps.len().checked_sub(1)?);
        let next = &waiting.steps[(now + 1) % waiting.steps.len()];
        let web = waiting.steps.get(now).is_some_and(|step| step.rung == Rung::Web);
        let title: Element<'a, Message> = if web {
            let open = button::quiet(page.text("pay-open-page")).icon(Icon::ExternalLink).height(space::TARGET);
            container(open.on_press(Message::PagePressed)).width(Fill).into()
        } else {
            label::strong_l(page.text("pay-no-scan")).width(Fill).align_x(layout::start()).into()
        };
        let mut head: Vec<Element<'a, Message>> = vec![title];
        if waiting.steps.len() > 1 {
            let coin = waiting.option.map(|option| look::coin_name(&option.asset, page.cx.lang)).unwrap_or_default();
            let verb = format!("pay-try-{}", next.rung.key());
            let verb = page.cx.lang.with(&verb, &[("coin", coin.as_str().into())]);
            let next = button::soft(verb).key_if(page.at.shows_keys(), "F8").height(space::TARGET);
            head.push(next.on_press(Message::NextRungPressed).into());
        }
        let rungs = waiting.steps.iter().enumerate().map(|(index, step)| rung(page, index, step.rung, index == now));
        let rungs = layout::row(rungs.collect()).spacing(space::S).wrap().vertical_spacing(space::XS);
        let head = if page.is_small() {
            Element::from(Column::with_children(head).spacing(space::XS))
        } else {
            layout::row(head).spacing(space::S).align_y(Center).into()
        };
        let content = column![head, rungs].spacing(space::XS);
        Some(card::card(content).padding(space::S).width(Fill).into())
    }
}

/// A part of the sheet the code lies on, with room above and below.
fn paper<'a>(content: impl Into<Element<'a, Message>>, above: f32, below: f32) -> Container<'a, Message> {
    let padding = iced::Padding { top: above, right: space::XXL, bottom: below, left: space::XXL };
    container(content).padding(padding).width(Fill).style(theme::container::panel)
}

/// What stands around the code, so that it keeps its size.
#[derive(Clone, Copy)]
struct Below {
    edge: f32,
    gap: f32,
    ring: f32,
    steps: usize,
}

impl Below {
    /// The height that is not the code's.
    fn height(self, steps: usize) -> f32 {
        let lines = if steps > self.steps { LADDER.1 } else { 0.0 };
        2.0 * (self.edge + self.gap) + self.gap + self.ring + LADDER.0 + lines
    }
}

fn below(page: Page<'_>, steps: usize) -> Below {
    match page.at {
        Breakpoint::Small | Breakpoint::Compact => Below { edge: space::S, gap: space::XS, ring: 72.0, steps: 4 },
        Breakpoint::Standard | Breakpoint::Portrait => {
            // The code keeps its size; the ring gives way first.
            let ring = if above(page) > space::RIBBON || steps > 5 { 72.0 } else { 96.0 };
            Below { edge: space::M, gap: space::S, ring, steps: 5 }
        }
        Breakpoint::Wide => Below { edge: space::XL, gap: space::M, ring: 104.0, steps: 7 },
    }
}

/// What the app puts above the page: nothing for real money, a ribbon for tests, the customer's buttons for practice.
fn above(page: Page<'_>) -> f32 {
    match page.cx.gateway.map(|gateway| gateway.environment) {
        Some(Environment::Practice) => PRACTICE_STRIP,
        Some(Environment::Test) if !page.is_small() => space::RIBBON,
        Some(Environment::Test | Environment::Live) | None => 0.0,
    }
}

/// The one thing people read across a counter.
fn hero<'a>(page: Page<'a>, room: f32) -> Element<'a, Message> {
    let total = page.sale.total;
    let (sign, digits) = (page.cx.lang.sign(total.currency()), page.cx.lang.digits(total));
    let size = if page.is_small() { HERO_SMALL } else { (AMOUNT_HERO * page.at.amount_scale()).round() };
    amount(sign, digits).size(size).fit(room).into()
}

fn coin_line<'a>(page: Page<'a>, waiting: &Waiting<'a>) -> Option<Element<'a, Message>> {
    let option = waiting.option?;
    let total = format!("{} {}", option.display, option.asset.symbol);
    let size = if page.is_small() { 20.0 } else { 28.0 * page.at.amount_scale().max(1.0) };
    let scale = Scale { size, line: (size * 1.25).round(), font: font::SANS_MEDIUM };
    let total = label::scaled(total, scale);
    let rate = rate(page, waiting, option).map(|rate| label::body_l(rate).style(theme::text::muted).into());
    let mut line: Vec<Element<'a, Message>> = vec![total.into()];
    line.extend(rate);
    let line = layout::row(line).spacing(space::S).align_y(iced::alignment::Vertical::Bottom).wrap();
    Some(column![line].push(network_cost(page, option)).spacing(space::XXS).into())
}

/// The rate with its age and its end, by the gateway's clock.
fn rate(page: Page<'_>, waiting: &Waiting<'_>, option: &PayOption) -> Option<String> {
    let lang = page.cx.lang;
    let currency = page.sale.total.currency();
    let rate = look::rate(option.rate?, currency, lang);
    let end = waiting.payment.expires.map(|end| end.clock(page.cx.offset_min));
    let age = waiting.live.window().zip(waiting.live.left(page.cx.mono)).map(|(all, left)| all.saturating_sub(left));
    let minutes = age.map(|age| age.as_secs() / 60);
    let coin = option.asset.symbol.as_str();
    let parts = [
        ("coin", coin.into()),
        ("rate", rate.as_str().into()),
        ("minutes", minutes.unwrap_or_default().into()),
        ("end", end.as_deref().unwrap_or_default().into()),
    ];
    let key = match (minutes, &end) {
        (Some(0) | None, Some(_)) => "pay-rate-new",
        (Some(_), Some(_)) => "pay-rate",
        (_, None) => "pay-rate-plain",
    };
    Some(lang.with(key, &parts))
}

fn network_cost<'a>(page: Page<'a>, option: &PayOption) -> Option<Element<'a, Message>> {
    let cost = option.network_cost.filter(|cost| cost.units > 0)?;
    let lang = page.cx.lang;
    let coin = format!("{cost} {}", option.asset.symbol);
    let fiat = option.network_cost_fiat.map(|fiat| look::rate(fiat, page.sale.total.currency(), lang));
    let key = if fiat.is_some() { "pay-network-cost-fiat" } else { "pay-network-cost" };
    let parts = [("coin", coin.as_str().into()), ("fiat", fiat.as_deref().unwrap_or_default().into())];
    Some(label::caption(lang.with(key, &parts)).style(theme::text::muted).into())
}

fn coin_chip<'a>(page: Page<'a>, index: usize, option: &PayOption, chosen: bool) -> Element<'a, Message> {
    const KEYS: [&str; 9] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
    let name = look::coin_name(&option.asset, page.cx.lang);
    let mut made = chip::chip(name).icon(look::coin_icon(&option.asset)).chosen(chosen);
    if let Some(key) = KEYS.get(index).filter(|_| page.at.shows_keys() && option.disabled.is_none()) {
        made = made.key(key);
    }
    if option.disabled.is_none() {
        made = made.on_press(Message::CoinChosen(option.id.as_str().to_owned()));
    }
    made.into()
}

/// Why a coin cannot be used, in the gateway's own reason where we know no better words.
fn reason<'a>(page: Page<'a>, option: &PayOption) -> Option<Element<'a, Message>> {
    let reason = option.disabled.as_deref()?;
    let key = format!("pay-coin-off-{}", reason.to_ascii_lowercase());
    let words = if page.cx.lang.has(&key) { page.text(&key) } else { reason.to_owned() };
    let coin = look::coin_name(&option.asset, page.cx.lang);
    let parts = [("coin", coin.as_str().into()), ("reason", words.as_str().into())];
    Some(label::caption(page.cx.lang.with("pay-coin-off", &parts)).style(theme::text::muted).into())
}

fn verdict_line<'a>(page: Page<'a>) -> Element<'a, Message> {
    let words = look::words(page.sale, &page.cx);
    let detail = page.cx.lang.with("pay-waiting-detail", &[("rule", words.safe.as_str().into())]);
    verdict::soft(Tone::Accent, Icon::Hand, words.title, detail)
}

fn time_left<'a>(page: Page<'a>, waiting: &Waiting<'a>, size: f32) -> Option<Element<'a, Message>> {
    let (left, window) = (waiting.live.left(page.cx.mono)?, waiting.live.window());
    let whole = window.unwrap_or(left).as_secs();
    let seconds = left.as_secs();
    let text = match seconds / 3600 {
        0 => format!("{}:{:02}", seconds / 60, seconds % 60),
        hours => format!("{hours}:{:02}", seconds / 60 % 60),
    };
    let narrow = |seconds: u64| u32::try_from(seconds).unwrap_or(u32::MAX);
    let ring = Ring::time(narrow(seconds), narrow(whole), text).size(size);
    let lang = page.cx.lang;
    let title = lang.duration(left);
    let title = lang.with("pay-left", &[("time", title.as_str().into())]);
    let mut words = column![label::section(title).font(font::SANS_SEMIBOLD)];
    if let Some(end) = waiting.payment.expires {
        let end = end.clock(page.cx.offset_min);
        let ends = lang.with("pay-ends", &[("end", end.as_str().into())]);
        words = words.push(label::body_l(ends).style(theme::text::muted));
    }
    if !page.is_small() {
        words = words.push(label::body_l(page.text("pay-then")).style(theme::text::muted));
    }
    Some(layout::row(vec![ring.into(), words.width(Fill).into()]).spacing(space::M).align_y(Center).into())
}

fn card_of<'a>(page: Page<'a>, code: &qr::Code, steps: usize) -> Element<'a, Message> {
    let (wanted, most) = (page.at.qr_side(), page.at.qr_side_max());
    let card = qr::card(code);
    match page.at {
        Breakpoint::Small => card.dark(qr::DARK_MIN_SMALL).within(wanted.min(page.cx.size.height - above(page))).into(),
        Breakpoint::Compact | Breakpoint::Standard | Breakpoint::Wide | Breakpoint::Portrait => {
            let room = page.cx.size.height - above(page) - below(page, steps).height(steps);
            card.within(wanted.min(room)).at_most(most.min(room)).into()
        }
    }
}

fn by_hand<'a>(page: Page<'a>, waiting: &Waiting<'a>, address: &str) -> Element<'a, Message> {
    let big = Scale { size: 24.0, line: 34.0, font: font::MONO_MEDIUM };
    let name = |key: &str| label::caption(page.text(key)).style(theme::text::muted);
    let amount = waiting.option.map(|option| format!("{} {}", option.display, option.asset.symbol));
    let copy = button::plain(page.text("pay-copy")).icon(Icon::Copy).height(space::TARGET);
    let copy = if page.at.shows_keys() { copy.key("Ctrl").key("C") } else { copy };
    let content = column![
        name("pay-address"),
        label::scaled(ladder::groups_of_four(address), big).width(Fill),
        name("pay-amount"),
        label::scaled(amount.unwrap_or_default(), big).width(Fill),
        copy.on_press(Message::CopyPressed),
    ];
    let side = page.at.qr_side().min(page.at.pay_width() - space::XL);
    card::card(content.spacing(space::S)).width(side).height(Shrink).into()
}

fn no_code<'a>(page: Page<'a>) -> Element<'a, Message> {
    let gateway = look::gateway(&page.cx);
    let words = page.cx.lang.with("pay-no-code", &[("gateway", gateway.as_str().into())]);
    let line = label::body_l(words).style(theme::text::muted).align_x(Center);
    card::card(container(line).center(Fill)).width(page.at.qr_side().min(400.0)).height(240).into()
}

fn rung<'a>(page: Page<'a>, index: usize, rung: Rung, now: bool) -> Element<'a, Message> {
    let number = label::small((index + 1).to_string()).font(font::SANS_SEMIBOLD);
    let circle = container(number).center(24);
    let word = label::caption(page.text(&format!("pay-rung-{}", rung.key())));
    let (circle, word) = if now {
        let word = word.font(font::SANS_SEMIBOLD).style(theme::text::accent);
        (circle.style(theme::container::badge(Tone::Accent)), word)
    } else {
        let plain = theme::container::circle(|t| t.surface, |t| t.muted, Some(|t| t.strong));
        (circle.style(plain), word.style(theme::text::muted))
    };
    layout::row(vec![circle.into(), word.into()]).spacing(6).align_y(Center).into()
}
