//! The page with a verdict: the block across the window, amount and way at the start, three sentences at the end.

use iced::widget::{Space, column, container, scrollable};
use iced::{Center, Fill, FillPortion};

use super::keys::{Primary, primary};
use super::parts::{Page, is_watched};
use super::{Message, may_renew};
use crate::domain::verdict::Verdict;
use crate::notice::{self, Words};
use crate::ui::icon::Icon;
use crate::ui::screen::look;
use crate::ui::theme::text::{AMOUNT_DONE, Scale, VERDICT};
use crate::ui::theme::{self, Tone, space};
use crate::ui::widget::amount::amount;
use crate::ui::widget::fact::{self, Fact};
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::verdict::{self as blocks, Mark};
use crate::ui::widget::{Element, button, card, label};

impl<'a> Page<'a> {
    pub(super) fn answer(&self, words: &Words) -> Element<'a, Message> {
        let body: Element<'a, Message> = if self.is_small() {
            column![self.block(words), self.sums(words), self.facts(words)]
                .push(self.clock_hint())
                .spacing(space::S)
                .into()
        } else {
            column![self.head(), self.block(words), self.halves(words)]
                .push(self.clock_hint())
                .spacing(space::XL)
                .into()
        };
        let body = scrollable(body).direction(theme::scroll::vertical()).width(Fill).height(Fill);
        let page = column![body, self.buttons(words)].spacing(space::S);
        let edge = if self.is_small() { space::S } else { space::XL };
        container(page).padding([edge, self.edge()]).width(Fill).height(Fill).into()
    }

    fn block(&self, words: &Words) -> Element<'a, Message> {
        let tone = look::tone(words.verdict.family());
        let size = match self.at {
            Breakpoint::Small => 28.0,
            Breakpoint::Compact => 44.0,
            Breakpoint::Standard | Breakpoint::Portrait => 52.0,
            Breakpoint::Wide => 64.0,
        };
        let scale = Scale { size, line: (size * 1.2).round(), ..VERDICT };
        let mark = match look::mark(words, self.attempt, (size * 2.0).round()) {
            Mark::Ring(ring) => Mark::Ring(ring.on(tone)),
            icon @ Mark::Icon(_) => icon,
        };
        let mut block = blocks::block(tone, look::icon(words.icon), words.word.clone(), words.title.clone());
        if self.is_small() {
            block = block.aside(self.cx.lang.with("sale-number", &[("number", self.sale.number.into())]));
        }
        block.mark(mark).scale(scale).corners(space::R_CARD).view().into()
    }

    fn halves(&self, words: &Words) -> Element<'a, Message> {
        let start = column![self.sums(words)].push(self.timeline(words)).spacing(space::XL);
        let end = card::card(self.facts(words)).width(Fill);
        layout::row(vec![container(start).width(FillPortion(1)).into(), container(end).width(FillPortion(1)).into()])
            .spacing(space::XXL)
            .into()
    }

    /// What is owed, and beside it what is known of the coin.
    fn sums(&self, words: &Words) -> Element<'a, Message> {
        let total = self.sale.total;
        let room = if self.is_small() { 320.0 } else { (self.cx.size.width - 3.0 * space::XXL) / 2.0 };
        let size = if self.is_small() { 44.0 } else { AMOUNT_DONE * self.at.amount_scale() };
        let sum = amount(self.cx.lang.sign(total.currency()), self.cx.lang.digits(total)).size(size).fit(room);
        let details = self.details(words).into_iter();
        let details = details.map(|line| label::body_l(line).style(theme::text::muted).into());
        column![Element::from(sum)].extend(details).spacing(space::XXS).into()
    }

    fn details(&self, words: &Words) -> Vec<String> {
        let lang = self.cx.lang;
        let Some(attempt) = self.attempt else { return Vec::new() };
        let mut lines = Vec::new();
        if let Some(paid) = notice::paid_so_far(attempt) {
            lines.push(lang.with("pay-paid-so-far", &[("paid", paid.as_str().into())]));
        }
        if let Some(short) = notice::short_by(attempt) {
            lines.push(lang.with("pay-short", &[("short", short.as_str().into())]));
        }
        let ended = attempt.invoice.as_ref().and_then(|invoice| invoice.expires);
        if let (Verdict::Expired | Verdict::Late, Some(end)) = (words.verdict, ended) {
            let end = end.clock(self.cx.offset_min);
            lines.push(lang.with("pay-ended-at", &[("end", end.as_str().into())]));
            lines.extend(self.had_page(words.verdict).then(|| lang.text("pay-page-ended")));
        }
        if matches!(words.verdict, Verdict::Asking | Verdict::AskingAgain) {
            let asked = attempt.asked.clock_seconds(self.cx.offset_min);
            lines.push(lang.with("pay-sent-at", &[("time", asked.as_str().into())]));
        }
        if words.verdict == Verdict::Unknown {
            let at = attempt.changed.clock(self.cx.offset_min);
            let state = lang.text(&format!("state-{}", attempt.status.state.word()));
            lines.push(lang.with("pay-last-seen", &[("state", state.as_str().into()), ("time", at.as_str().into())]));
        }
        if attempt.status.flags.marked {
            lines.push(lang.text("pay-marked"));
        }
        lines
    }

    fn facts(&self, words: &Words) -> Element<'a, Message> {
        fact::rows(
            Fact::new(self.text("label-happened"), words.happened.clone()),
            Fact::new(self.text("label-safe"), words.safe.clone()),
            Fact::new(self.text("label-todo"), words.todo.clone()),
        )
    }

    fn buttons(&self, words: &Words) -> Element<'a, Message> {
        let keys = self.at.shows_keys();
        let height = if self.is_small() { space::TARGET } else { space::BUTTON_LARGE };
        let big = primary(words.verdict, self.sale);
        let mut buttons = self.leaving(big != Some(Primary::Leave));
        buttons.extend(self.cash());
        buttons.push(Space::new().width(Fill).into());
        buttons.extend(self.dead_page(words.verdict));
        if self.asks_again(words.verdict) {
            let again = button::plain(self.text("pay-try-now")).icon(Icon::RefreshCw).key_if(keys, "F9");
            let height = if self.is_small() { space::TARGET } else { space::BUTTON };
            buttons.push(again.height(height).on_press(Message::TryNowPressed).into());
        }
        if let Some(big) = big {
            buttons.push(self.big(big, words).height(height).key_if(keys, "Enter").into());
        }
        layout::row(buttons).spacing(space::XS).align_y(Center).into()
    }

    /// The gateway's page dies with its code: the button stays where it was looked for, and says so.
    fn dead_page(&self, verdict: Verdict) -> Option<Element<'a, Message>> {
        let face = button::plain(self.text("pay-open-page")).icon(Icon::ExternalLink).height(space::BUTTON);
        (self.had_page(verdict) && !self.is_small()).then(|| face.on_press_maybe(None).into())
    }

    /// Whether a page of the gateway ended with the code.
    fn had_page(&self, verdict: Verdict) -> bool {
        let payment = self.live().and_then(|live| live.payment.as_ref());
        verdict == Verdict::Expired && payment.is_some_and(|payment| payment.hosted_url.is_some())
    }

    fn asks_again(&self, verdict: Verdict) -> bool {
        is_watched(verdict) && !may_renew(self.sale) && self.attempt.is_some_and(|attempt| attempt.invoice.is_some())
    }

    fn big(&self, big: Primary, words: &Words) -> button::Button<'a, Message> {
        let tone = look::tone(words.verdict.family());
        match big {
            Primary::NewCode => button::primary(self.text("pay-new-code"))
                .icon(Icon::RefreshCw)
                .key_if(self.at.shows_keys(), "F9")
                .on_press(Message::NewCodePressed),
            Primary::Receipt => button::verdict(tone, self.text("pay-receipt"))
                .icon(Icon::ReceiptText)
                .on_press(Message::ReceiptPressed),
            Primary::Leave if tone == Tone::Stop => {
                button::verdict(tone, self.text("pay-back")).icon(Icon::ArrowLeft).on_press(Message::ParkPressed)
            }
            Primary::Leave => {
                button::primary(self.text("pay-next")).icon(Icon::ArrowRight).on_press(Message::ParkPressed)
            }
        }
    }
}
