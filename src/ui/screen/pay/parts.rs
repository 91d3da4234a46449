//! Parts that the waiting page and the answer page share.

use iced::widget::{Space, container};
use iced::{Center, Fill};

use super::{Message, Over, Pay, VOID_REASONS, is_unpaid};
use crate::domain::environment::Environment;
use crate::domain::live::Live;
use crate::domain::payment::State;
use crate::domain::sale::{Attempt, Sale};
use crate::domain::verdict::Verdict;
use crate::notice::Words;
use crate::ui::context::Context;
use crate::ui::icon::{Icon, icon};
use crate::ui::screen::cash;
use crate::ui::screen::look;
use crate::ui::theme::{self, Tone, space};
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::timeline::{Step, When};
use crate::ui::widget::{Column, Element, button, chip, dialog, empty, label, pill, timeline};

/// What a laid-out page needs to know again and again.
#[derive(Clone, Copy)]
pub(super) struct Page<'a> {
    pub(super) sale: &'a Sale,
    pub(super) attempt: Option<&'a Attempt>,
    pub(super) cx: Context<'a>,
    pub(super) at: Breakpoint,
}

impl<'a> Page<'a> {
    pub(super) fn is_small(&self) -> bool {
        self.at == Breakpoint::Small
    }

    pub(super) fn text(&self, key: &str) -> String {
        self.cx.lang.text(key)
    }

    /// Distance of the page's content from its edges.
    pub(super) fn edge(&self) -> f32 {
        match self.at {
            Breakpoint::Small => space::S,
            Breakpoint::Compact => space::XL,
            Breakpoint::Standard | Breakpoint::Wide | Breakpoint::Portrait => space::XXL,
        }
    }

    /// Number and place of the sale, and how fresh the state is.
    pub(super) fn head(&self) -> Element<'a, Message> {
        let sale = self.sale;
        let number = self.cx.lang.with("sale-number", &[("number", sale.number.into())]);
        let mut parts: Vec<Element<'a, Message>> = vec![label::strong_l(number).into()];
        if self.is_small() {
            parts.push(Space::new().width(Fill).into());
            parts.extend(self.environment());
            return layout::row(parts).spacing(space::XS).align_y(Center).into();
        }
        parts.push(label::body_l(self.place()).style(theme::text::muted).width(Fill).align_x(layout::start()).into());
        parts.extend(self.freshness());
        layout::row(parts).spacing(space::S).align_y(Center).into()
    }

    fn place(&self) -> String {
        let shop = &self.cx.config.shop;
        let operator = if self.sale.operator.is_empty() { &shop.operator } else { &self.sale.operator };
        let items = self.cx.lang.with("items", &[("count", u64::from(self.sale.items()).into())]);
        let words = [shop.till.as_str(), operator.as_str(), items.as_str(), self.sale.reference.as_str()];
        words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    /// On the smallest window the ribbon has no room; its word stands here.
    fn environment(&self) -> Option<Element<'a, Message>> {
        let (tone, shape, key) = match self.cx.gateway?.environment {
            Environment::Practice => (Tone::Accent, Icon::GraduationCap, "pay-practice"),
            Environment::Test => (Tone::Wait, Icon::FlaskConical, "pay-test"),
            Environment::Live => return None,
        };
        Some(pill::small(tone, shape, self.text(key)))
    }

    /// How old the last answer is, as long as there are answers.
    pub(super) fn freshness(&self) -> Option<Element<'a, Message>> {
        let live = self.live()?;
        let gateway = look::gateway(&self.cx);
        if let Some(silent) = live.silent_for(self.cx.mono) {
            let words = self.cx.lang.with("pay-unknown-for", &[("seconds", silent.as_secs().into())]);
            return Some(pill::pill(Tone::Idle, Icon::WifiOff, words));
        }
        let age = live.age(self.cx.mono)?;
        let parts = [("gateway", gateway.as_str().into()), ("seconds", age.as_secs().into())];
        Some(pill::pill(Tone::Ok, Icon::CircleCheck, self.cx.lang.with("pay-checked", &parts)))
    }

    pub(super) fn live(&self) -> Option<&'a Live> {
        self.cx.live.get(&self.attempt?.guid())
    }

    /// A computer whose clock is far off says so; times on codes stay right without it.
    pub(super) fn clock_hint(&self) -> Option<Element<'a, Message>> {
        let skew = self.live()?.skew_ms?.unsigned_abs() / 1000;
        (skew > SKEW_MAX_S).then(|| {
            let words = self.cx.lang.with("pay-clock-off", &[("seconds", skew.into())]);
            let line = vec![icon(Icon::Clock).size(20.0).into(), label::body(words).width(Fill).into()];
            container(layout::row(line).spacing(space::S).align_y(Center))
                .padding([space::XS, space::M])
                .width(Fill)
                .style(theme::container::soft(Tone::Wait))
                .into()
        })
    }

    /// Open, Seen, Accepted, Settled with their times; an end takes the place of what did not come.
    pub(super) fn timeline(&self, words: &Words) -> Option<Element<'a, Message>> {
        let attempt = self.attempt.filter(|attempt| attempt.invoice.is_some())?;
        let steps = self.steps(attempt, words);
        Some(if self.is_small() { timeline::line(&steps) } else { timeline::timeline(steps) })
    }

    fn steps(&self, attempt: &Attempt, words: &Words) -> Vec<Step<'a>> {
        let now = attempt.status.state;
        let tone = look::tone(words.verdict.family());
        let reached = |state: State| attempt.reached.iter().find(|(known, _)| *known == state).map(|(_, at)| *at);
        let chain = [State::Open, State::Seen, State::Accepted, State::Settled];
        let mut steps = Vec::with_capacity(4);
        for state in chain {
            let at = reached(state);
            let when = match (now.rank(), state.rank()) {
                (Some(now), Some(step)) if step == now => When::Now(tone),
                (Some(now), Some(step)) if step < now => When::Past,
                (Some(_), _) => When::Coming,
                (None, _) if at.is_some() => When::Past,
                (None, _) => continue,
            };
            steps.push(self.step(state, at, when));
        }
        if now.rank().is_none() {
            steps.push(self.step(now, reached(now), When::Now(tone)));
        }
        steps
    }

    fn step(&self, state: State, at: Option<crate::domain::time::Timestamp>, when: When) -> Step<'a> {
        Step {
            icon: state_icon(state),
            word: self.text(&format!("state-{}", state.word())).into(),
            time: at.map(|at| at.clock_seconds(self.cx.offset_min)).unwrap_or_default().into(),
            when,
        }
    }

    /// Another way to pay, where one is possible.
    pub(super) fn other_tender(&self) -> Option<Element<'a, Message>> {
        let height = if self.is_small() { space::TARGET } else { space::BUTTON };
        let face = button::plain(self.text("pay-other-tender")).height(height).width(Fill);
        let face = if self.is_small() { face } else { face.icon(Icon::Banknote) };
        let face = face.key_if(self.at.shows_keys(), "F6").on_press(Message::TenderPressed);
        is_unpaid(self.sale).then(|| face.into())
    }

    /// Cash, where no code is in the way.
    pub(super) fn cash(&self) -> Option<Element<'a, Message>> {
        let height = if self.is_small() { space::TARGET } else { space::BUTTON };
        let face = button::plain(self.text("register-cash")).icon(Icon::Banknote).height(height);
        let face = face.key_if(self.at.shows_keys(), "F7").on_press(Message::CashPressed);
        is_unpaid(self.sale).then(|| face.into())
    }

    /// Giving the sale up and serving the next customer: at the inline start, as far as they are possible.
    pub(super) fn leaving(&self, park: bool) -> Vec<Element<'a, Message>> {
        let keys = self.at.shows_keys();
        let height = if self.is_small() { space::TARGET } else { space::BUTTON };
        let mut buttons: Vec<Element<'a, Message>> = Vec::with_capacity(2);
        if is_unpaid(self.sale) {
            let void = button::destructive(self.text("pay-void")).key_if(keys, "Esc").height(height);
            let void = if self.is_small() { void } else { void.icon(Icon::X) };
            buttons.push(void.on_press(Message::VoidPressed).into());
        }
        if park && self.sale.end.is_some() {
            let back = button::plain(self.text("pay-back")).icon(Icon::ArrowLeft).key_if(keys, "Esc").height(height);
            buttons.push(back.on_press(Message::ParkPressed).into());
        } else if park {
            let park = button::plain(self.text("pay-park")).key_if(keys, "F4").height(height);
            let park = if self.is_small() { park } else { park.icon(Icon::Pause) };
            buttons.push(park.on_press(Message::ParkPressed).into());
        }
        buttons
    }
}

/// A clock further off than this is worth a word.
const SKEW_MAX_S: u64 = 60;

fn state_icon(state: State) -> Icon {
    match state {
        State::Requested => Icon::CircleDashed,
        State::Open => Icon::QrCode,
        State::Seen => Icon::Clock,
        State::Accepted => Icon::Check,
        State::Settled => Icon::CheckCheck,
        State::Expired => Icon::Hourglass,
        State::Cancelled => Icon::Ban,
        State::Failed => Icon::OctagonX,
    }
}

impl Pay {
    /// Draws the payment; pure.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let Some(sale) = cx.book.sale(self.sale) else { return missing(cx) };
        let attempt = crate::notice::subject(sale);
        let page = Page { sale, attempt, cx: *cx, at: Breakpoint::of(cx.size) };
        // What money has overtaken is no longer asked.
        let over = if is_unpaid(sale) { &self.over } else { &Over::Nothing };
        if let Over::Cash { cash, sent } = over {
            return cash::page(cash, !sent, Some(page.cash_note()), cx).map(Message::Counted);
        }
        let content = match super::Waiting::of(sale, cx) {
            Some(waiting) => self.waiting_page(page, &waiting),
            None => page.answer(&look::words(sale, cx)),
        };
        // No ground of its own: a ground under a countdown would be filled again every second.
        let content = container(content).width(Fill).height(Fill);
        let over = match over {
            Over::Nothing | Over::Cash { .. } => None,
            Over::Void { why, .. } => Some(question(&page, *why)),
            Over::Tenders(_) => Some(page.tenders()),
        };
        dialog::over(content, over, Some(Message::OverClosed))
    }
}

/// Why is asked always. A live code cannot be taken back: the question says what happens to money that comes all the same.
fn question<'a>(page: &Page<'a>, why: usize) -> Element<'a, Message> {
    let number = page.sale.number;
    let title = page.cx.lang.with("pay-void-question", &[("number", number.into())]);
    let gateway = look::gateway(&page.cx);
    let end = page.attempt.and_then(|attempt| attempt.invoice.as_ref()?.expires);
    let end = end.map_or_else(|| page.text("its-end"), |end| end.clock(page.cx.offset_min));
    let parts = [("gateway", gateway.as_str().into()), ("end", end.as_str().into())];
    let line = |words: String| label::body_l(words).width(Fill).align_x(layout::start());
    let live = page.sale.payable().is_some();
    let chips = VOID_REASONS.iter().enumerate().map(|(index, key)| {
        let chip = chip::chip(page.text(key)).chosen(index == why);
        chip.on_press(Message::VoidReasonChosen(index)).into()
    });
    let what = Column::with_capacity(3)
        .push(live.then(|| line(page.cx.lang.with("pay-void-happens", &parts))))
        .push(live.then(|| line(page.text("pay-void-safe"))))
        .push(iced::widget::Row::with_children(chips).spacing(space::XS).wrap());
    let verbs = vec![
        button::plain(page.text("pay-void-back")).key_if(page.at.shows_keys(), "Esc").on_press(Message::OverClosed),
        button::destructive(page.text("pay-void"))
            .icon(Icon::X)
            .key_if(page.at.shows_keys(), "Enter")
            .on_press(Message::VoidConfirmed),
    ];
    dialog::question(title, what.spacing(space::S), verbs.into_iter().map(Element::from).collect())
}

fn missing<'a>(cx: &Context<'a>) -> Element<'a, Message> {
    let back = button::primary(cx.lang.text("pay-back")).key("Enter").on_press(Message::ParkPressed);
    let page = empty::empty(Icon::ReceiptText, cx.lang.text("refused-no-sale-happened"), Some(back.into()));
    container(page).width(Fill).height(Fill).style(theme::container::window).into()
}

/// Whether a verdict means that a till keeps asking.
pub(super) fn is_watched(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Unknown | Verdict::Unmapped | Verdict::Rejected | Verdict::Waiting)
}
