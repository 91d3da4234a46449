//! The refund dialog, drawn.

use iced::widget::{Space, column, container, row, scrollable};
use iced::{Center, Fill};

use super::{Fee, Message, Phase, REASON, Refunding, Scope, pieces_left, source};
use crate::domain::keypad::Key;
use crate::domain::returns::{self, Source};
use crate::domain::sale::{MoneyBack, Sale};
use crate::notice::{self, Tone as Weight};
use crate::ui::context::Context;
use crate::ui::icon::Icon;
use crate::ui::screen::look;
use crate::ui::theme::{self, Tone, space};
use crate::ui::widget::amount::amount;
use crate::ui::widget::chip::chip;
use crate::ui::widget::fact::{self, Fact};
use crate::ui::widget::field::field;
use crate::ui::widget::keypad::{self, Order};
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::{Column, Element, button, card, dialog, label, pill, segmented, stepper};

/// Reasons that can be tapped, for tills without a keyboard.
const REASONS: [&str; 3] = ["refund-reason-1", "refund-reason-2", "refund-reason-3"];

impl Refunding {
    /// Draws the dialog; pure. None once its sale is no longer at hand.
    #[must_use]
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        let sale = cx.book.sale(self.sale)?;
        let followed = match self.phase {
            Phase::Following(guid) => sale.back(guid),
            Phase::Filling | Phase::Sending => None,
        };
        Some(followed.map_or_else(|| self.form(sale, cx), |back| follow(sale, back, cx)))
    }

    fn form<'a>(&'a self, sale: &'a Sale, cx: &Context<'a>) -> Element<'a, Message> {
        let low = Breakpoint::of(cx.size) == Breakpoint::Small;
        let late = self.payment.is_some();
        let key = if late { "refund-question-late" } else { "refund-question" };
        let question = cx.lang.with(key, &[("number", sale.number.into())]);
        let title = if low { label::section(question) } else { label::heading(question) };
        let about = column![self.bearer(sale, cx), self.costs(sale, cx)].push(self.failed(cx)).spacing(space::XS);
        let side = column![title.width(Fill).align_x(layout::start()), self.reasons(cx), about].spacing(if low {
            space::XS
        } else {
            space::M
        });
        // The scroll bar has room of its own: it never lies over a control.
        let side = container(side).padding(iced::padding::right(if low { space::S } else { space::XXS }));
        let side = scrollable(side).direction(theme::scroll::vertical()).height(Fill);
        let side = column![side, self.verbs(sale, cx)].spacing(space::S).width(Fill);
        let start = column![self.scopes(cx), self.what(sale, cx)].spacing(space::XS);
        let wide = match (low, self.scope) {
            (true, _) => 290,
            (false, Scope::Amount) => 320,
            (false, Scope::Lines) => 380,
        };
        let body = row![container(start).width(wide), side].spacing(if low { space::M } else { space::XL });
        let body = body.height(if low { 436 } else { 560 });
        dialog::frame(container(body).padding(if low { space::S } else { space::XL }), 900.0)
    }

    fn scopes<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let words = [cx.lang.plain("refund-scope-amount"), cx.lang.plain("refund-scope-lines")];
        segmented::segmented(&words, usize::from(self.scope == Scope::Lines), Message::ScopeChosen)
    }

    fn what<'a>(&'a self, sale: &'a Sale, cx: &Context<'a>) -> Element<'a, Message> {
        match self.scope {
            Scope::Amount => self.pad_part(sale, cx),
            Scope::Lines => self.lines(sale, cx),
        }
    }

    fn pad_part<'a>(&'a self, sale: &'a Sale, cx: &Context<'a>) -> Element<'a, Message> {
        let worth = self.worth(sale).unwrap_or(sale.total);
        let figure = amount(cx.lang.sign(worth.currency()), cx.lang.digits(worth)).size(40.0).fit(250.0);
        let figure = if self.entry.is_empty() { figure.faint() } else { figure };
        let left = source(sale, self.payment).map(|source| returns::left(sale, source)).unwrap_or(worth);
        let head = cx.lang.with("refund-left", &[("left", (&cx.lang.money(left)).into())]);
        let head = label::caption(head).style(theme::text::muted);
        let entry = container(column![head, container(figure).width(Fill).align_x(layout::end())])
            .padding([space::XS, space::M])
            .width(Fill)
            .style(theme::container::entry(worth.minor() > left.minor()));
        let order = if cx.config.look.phone_keypad { Order::Telephone } else { Order::Calculator };
        let keys = keypad::keypad(|key| Message::PadPressed(domain_key(key))).order(order).text_size(26.0);
        column![entry, Element::from(keys)].spacing(space::XS).into()
    }

    fn lines<'a>(&'a self, sale: &'a Sale, cx: &Context<'a>) -> Element<'a, Message> {
        let rows = sale.lines.iter().zip(&self.pieces).enumerate().map(|(index, (line, pieces))| {
            let name = if line.name.is_empty() { cx.lang.unnamed(line.kind) } else { line.name.clone() };
            let left = pieces_left(sale, index);
            let price = cx.lang.money(line.price);
            let detail = cx.lang.with("refund-piece", &[("left", u64::from(left).into()), ("price", (&price).into())]);
            let words = column![
                label::medium(name).width(Fill).align_x(layout::start()),
                label::caption(detail).style(theme::text::muted).width(Fill).align_x(layout::start()),
            ];
            let set = |pieces| Message::PieceSet { line: index, pieces };
            let less = pieces.checked_sub(1).map(set);
            let more = (*pieces < left).then(|| set(pieces + 1));
            layout::row(vec![words.width(Fill).into(), stepper::stepper(pieces, less, more)])
                .spacing(space::S)
                .align_y(Center)
                .into()
        });
        let rows = Column::with_children(rows).spacing(space::S);
        scrollable(container(rows).padding(iced::padding::right(space::S)))
            .direction(theme::scroll::vertical())
            .height(Fill)
            .into()
    }

    fn reasons<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let chips = REASONS.iter().map(|key| {
            let word = cx.lang.text(key);
            chip(word.clone()).chosen(self.reason == word).on_press(Message::ReasonTyped(word)).into()
        });
        let chips = iced::widget::Row::with_children(chips).spacing(space::XS).wrap();
        let missing = self.wrong && self.reason.trim().is_empty();
        let error = missing.then(|| cx.lang.text("refund-reason-missing"));
        let text =
            field(cx.lang.plain("refund-reason"), &self.reason).error(error).id(REASON).on_input(Message::ReasonTyped);
        let low = Breakpoint::of(cx.size) == Breakpoint::Small;
        // The field says its name by itself where the window is low.
        let text = if low {
            text.height(space::TARGET)
        } else {
            text.label(cx.lang.text("refund-reason")).hint(cx.lang.text("refund-reason-hint"))
        };
        column![Element::from(text), Element::from(chips)].spacing(space::XS).align_x(layout::start()).into()
    }

    /// Who bears the fee; cash has none.
    fn bearer<'a>(&'a self, sale: &Sale, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        let through_gateway = matches!(source(sale, self.payment), Some(Source::Payment(_)));
        let words = [cx.lang.plain("refund-shop-pays"), cx.lang.plain("refund-buyer-pays")];
        let chosen = usize::from(self.buyer_pays_fee);
        through_gateway.then(|| segmented::segmented(&words, chosen, Message::BearerChosen))
    }

    /// Where it goes and what it costs.
    fn costs<'a>(&'a self, sale: &'a Sale, cx: &Context<'a>) -> Element<'a, Message> {
        let gateway = look::gateway(cx);
        let say = |key: &str| cx.lang.with(key, &[("gateway", (&gateway).into())]);
        if !matches!(source(sale, self.payment), Some(Source::Payment(_))) {
            return label::body(cx.lang.text("refund-to-cash")).style(theme::text::muted).into();
        }
        let way = label::body(say("refund-to-gateway")).style(theme::text::muted).width(Fill);
        let fee: Element<'a, Message> = match &self.fee {
            Fee::Unknown => button::quiet(cx.lang.text("refund-fee-look"))
                .icon(Icon::RefreshCw)
                .height(space::TARGET)
                .on_press(Message::FeePressed)
                .into(),
            Fee::Asking => label::body(say("refund-fee-asking")).style(theme::text::muted).into(),
            Fee::Known(None) => label::body(say("refund-fee-unknown")).style(theme::text::muted).into(),
            Fee::Known(Some(fee)) => {
                let taken = cx.lang.money(*fee);
                let parts = [("gateway", (&gateway).into()), ("fee", (&taken).into())];
                let line = label::medium(cx.lang.with("refund-fee", &parts));
                column![line].push(self.gets(sale, *fee, cx)).into()
            }
        };
        column![way.align_x(layout::start()), fee].spacing(space::XXS).into()
    }

    /// What reaches the customer, once the fee is known.
    fn gets<'a>(
        &self,
        sale: &Sale,
        fee: crate::domain::money::Money,
        cx: &Context<'a>,
    ) -> Option<Element<'a, Message>> {
        let worth = self.worth(sale)?;
        let net = if self.buyer_pays_fee { worth.checked_sub(fee).ok()? } else { worth };
        let line = cx.lang.with("refund-gets", &[("amount", (&cx.lang.money(net)).into())]);
        Some(label::medium(line).into())
    }

    fn failed<'a>(&self, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        let sentence = match &self.failure {
            Some(notice) => notice.line(),
            None if self.wrong && !self.reason.trim().is_empty() => cx.lang.text("refund-amount-missing"),
            None => return None,
        };
        Some(label::medium(sentence).style(theme::text::stop).width(Fill).align_x(layout::start()).into())
    }

    fn verbs<'a>(&'a self, sale: &Sale, cx: &Context<'a>) -> Element<'a, Message> {
        let keys = Breakpoint::of(cx.size).shows_keys();
        let back = button::plain(cx.lang.text("refund-back")).key_if(keys, "Esc").on_press(Message::ClosePressed);
        let worth = self.worth(sale).unwrap_or(sale.total);
        let verb = cx.lang.with("refund-send", &[("amount", (&cx.lang.money(worth)).into())]);
        let act = button::primary(verb).icon(Icon::Undo2).key_if(keys, "Enter");
        let act = match self.phase {
            // Followed, but not in the window's book yet: the entry is on its way.
            Phase::Sending | Phase::Following(_) => act.busy(cx.lang.text("refund-sending")),
            Phase::Filling => act.on_press(Message::SendPressed),
        };
        let verbs = layout::row(vec![back.into(), act.into()]).spacing(space::XS);
        container(verbs).width(Fill).align_x(layout::end()).into()
    }
}

/// The state of one refund, until it is looked away from.
fn follow<'a>(sale: &'a Sale, back: &'a MoneyBack, cx: &Context<'a>) -> Element<'a, Message> {
    let words = notice::refund(back, &look::gateway(cx), cx.lang);
    let number = cx.lang.with("sale-number", &[("number", sale.number.into())]);
    let head =
        layout::row(vec![label::heading(number).into(), Space::new().width(Fill).into(), state_pill(back, sale, cx)]);
    let low = Breakpoint::of(cx.size) == Breakpoint::Small;
    let size = if low { 40.0 } else { 56.0 };
    let sum = amount(cx.lang.sign(back.amount.currency()), cx.lang.digits(back.amount)).size(size).fit(420.0);
    let facts = fact::rows(
        Fact::new(cx.lang.text("label-happened"), words.happened),
        Fact::new(cx.lang.text("label-safe"), words.safe),
        Fact::new(cx.lang.text("label-todo"), words.todo),
    );
    let detail = (!words.detail.is_empty()).then(|| label::code(words.detail));
    let keys = Breakpoint::of(cx.size).shows_keys();
    let close = button::primary(cx.lang.text("refund-close")).icon(Icon::Check).key_if(keys, "Enter");
    let mut verbs: Vec<Element<'a, Message>> = Vec::with_capacity(2);
    if back.receipt.is_some() {
        let save = button::plain(cx.lang.text("receipt-save")).icon(Icon::Download).key_if(keys, "P");
        verbs.push(save.on_press(Message::ReceiptPressed).into());
    }
    verbs.push(close.on_press(Message::ClosePressed).into());
    let close = container(layout::row(verbs).spacing(space::XS)).width(Fill).align_x(layout::end());
    let content = column![head.align_y(Center), Element::from(sum), card::hairline(), facts]
        .push(detail)
        .push(close)
        .spacing(if low { space::S } else { space::M });
    dialog::frame(container(content).padding(if low { space::M } else { space::XL }), 600.0)
}

/// The state of a refund in one word: by itself, not by its sale.
fn state_pill<'a>(back: &MoneyBack, sale: &Sale, cx: &Context<'a>) -> Element<'a, Message> {
    use crate::domain::returns::Standing;
    let own = if back.is_in_doubt() {
        Standing::Unsure
    } else if back.refused.is_some() {
        Standing::Failed
    } else {
        returns::standing(sale).unwrap_or(Standing::Asked)
    };
    let weight = notice::refund(back, "", cx.lang).tone;
    let tone = if weight == Weight::Stop { Tone::Stop } else { Tone::Idle };
    pill::pill(tone, Icon::Undo2, notice::refund_word(own, cx.lang))
}

fn domain_key(key: keypad::Key) -> Key {
    match key {
        keypad::Key::Digit(digit) => Key::Digit(digit),
        keypad::Key::DoubleZero => Key::DoubleZero,
        keypad::Key::Separator => Key::Separator,
        keypad::Key::Backspace => Key::Back,
        keypad::Key::Word => Key::Clear,
    }
}
