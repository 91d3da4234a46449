//! One setting: its name, its control, and what a change of it does.

use iced::widget::{Column, button, column, container, slider};
use iced::{Center, Fill};

use super::item::{Item, Kind};
use super::term::coins;
use super::value::{self, Fault};
use super::{Message, Settings};
use crate::config::Config;
use crate::domain::money::Money;
use crate::lang::Lang;
use crate::notice;
use crate::ui::context::Context;
use crate::ui::icon::Icon;
use crate::ui::theme::{self, Tone, space};
use crate::ui::widget::chip::chip;
use crate::ui::widget::field::field;
use crate::ui::widget::{Element, Text, focus, label, layout, pill};

impl Settings {
    /// One setting with its control.
    pub(super) fn control<'a>(&'a self, item: Item, fault: Option<Fault>, cx: &Context<'a>) -> Element<'a, Message> {
        let text = self.draft.text(item);
        let focused = cx.keyboard && self.walk.is_at(&item);
        let control = match item.kind() {
            Kind::Text => return self.field(item, fault, cx),
            Kind::Coins | Kind::OneCoin if self.coins.is_empty() => return self.field(item, fault, cx),
            Kind::Switch => switch(item, text, focused, cx),
            Kind::Choice(words) => choice(item, words, text, focused, cx),
            Kind::Minutes(most) => minutes(item, most, text, focused, cx),
            Kind::Coins | Kind::OneCoin => self.coin_chips(item, text, focused, cx),
        };
        let wrong = fault.map(|fault| label::caption(fault_words(fault, cx.lang)).style(theme::text::stop));
        let below = wrong.or_else(|| self.below(item, cx));
        Column::new().push(control).push(below).spacing(space::XXS).width(Fill).into()
    }

    fn field<'a>(&'a self, item: Item, fault: Option<Fault>, cx: &Context<'a>) -> Element<'a, Message> {
        let wrong = fault.map(|fault| fault_words(fault, cx.lang));
        let entry = field("", self.draft.text(item))
            .label(name(item, cx.lang))
            .error(wrong)
            .id(item.word())
            .height(space::TARGET)
            .on_input(move |text| Message::Changed(item, text));
        let entry: Element<'a, Message> = entry.into();
        column![entry].push(fault.is_none().then(|| self.below(item, cx)).flatten()).spacing(space::XXS).into()
    }

    /// What a change does, in accent; where nothing changes, what the setting is for.
    fn below<'a>(&'a self, item: Item, cx: &Context<'a>) -> Option<Text<'a>> {
        if self.draft.is_changed(item) {
            let (changed, _) = self.draft.apply(cx.config);
            return Some(label::caption(effect(item, &changed, cx.lang)).style(theme::text::accent).width(Fill));
        }
        let key = format!("settings-{}-hint", item.word());
        cx.lang.has(&key).then(|| label::caption(cx.lang.text(&key)).style(theme::text::muted).width(Fill))
    }

    fn coin_chips<'a>(&'a self, item: Item, text: &str, focused: bool, cx: &Context<'a>) -> Element<'a, Message> {
        let chosen = |coin: &str| coins(text).any(|known| known == coin);
        let chips = self.coins.iter().enumerate().map(|(place, coin)| {
            let chip = chip(coin.as_str()).chosen(chosen(coin)).focused(focused && place == self.chip);
            chip.on_press(Message::CoinPressed(item, coin.clone())).into()
        });
        let chips = layout::row(chips.collect()).spacing(space::XS).wrap().vertical_spacing(space::XS);
        column![label::caption_strong(name(item, cx.lang)), Element::from(chips)].spacing(6).into()
    }
}

/// The name of a setting.
pub(super) fn name(item: Item, lang: &Lang) -> String {
    lang.text(&format!("settings-{}-name", item.word()))
}

/// What a setting does as it would be saved, in one sentence.
#[expect(clippy::wildcard_enum_match_arm, reason = "the others are shown as they are typed")]
pub(super) fn effect(item: Item, config: &Config, lang: &Lang) -> String {
    let value = match item {
        Item::SeenUpTo => shown_money(config, Some(config.release.seen_up_to), lang),
        Item::SeenPerDay => shown_money(config, config.release.seen_per_day, lang),
        Item::SettledAbove => shown_money(config, config.release.settled_above, lang),
        Item::Coins => value::read(config, item).replace(',', ", "),
        _ => value::read(config, item),
    };
    let value = if value.is_empty() { "none".to_owned() } else { value };
    lang.with(&format!("settings-{}-effect", item.word()), &[("value", (&value).into())])
}

fn shown_money(config: &Config, minor: Option<i64>, lang: &Lang) -> String {
    let money = minor.filter(|minor| *minor > 0).and_then(|minor| Money::from_minor(minor, config.shop.currency).ok());
    money.map(|money| lang.money(money)).unwrap_or_default()
}

/// What is wrong, naming the allowed form.
pub(super) fn fault_words(fault: Fault, lang: &Lang) -> String {
    match fault {
        Fault::Empty => lang.text("settings-wrong-empty"),
        Fault::Long => lang.text("settings-wrong-long"),
        Fault::Amount => lang.text("settings-wrong-amount"),
        Fault::Crossed => lang.text("settings-wrong-crossed"),
        Fault::Term(rule) => notice::term(rule, lang),
    }
}

fn switch<'a>(item: Item, text: &str, focused: bool, cx: &Context<'a>) -> Element<'a, Message> {
    let on = text == "on";
    let state = if on {
        pill::pill(Tone::Accent, Icon::Check, cx.lang.text("settings-on"))
    } else {
        pill::pill(Tone::Idle, Icon::Minus, cx.lang.text("settings-off"))
    };
    let words = label::caption_strong(name(item, cx.lang)).width(Fill).align_x(layout::start());
    let line = layout::row(vec![words.into(), state]).spacing(space::S).align_y(Center);
    let face = button(container(line).center_y(Fill))
        .padding([0.0, space::S])
        .width(Fill)
        .height(space::BUTTON)
        .style(theme::button::card(on))
        .on_press(Message::Changed(item, if on { "off" } else { "on" }.to_owned()));
    focus::ring(face).when(focused).into()
}

fn choice<'a>(item: Item, words: &[&str], text: &str, focused: bool, cx: &Context<'a>) -> Element<'a, Message> {
    let chips = words.iter().map(|word| {
        let shown = cx.lang.text(&format!("settings-{}-is-{}", item.word(), word));
        let chosen = *word == text;
        let chip = chip(shown).chosen(chosen).focused(focused && chosen);
        chip.on_press(Message::Changed(item, (*word).to_owned())).into()
    });
    let chips = layout::row(chips.collect()).spacing(space::XS).wrap().vertical_spacing(space::XS);
    column![label::caption_strong(name(item, cx.lang)), Element::from(chips)].spacing(6).into()
}

fn minutes<'a>(item: Item, most: u32, text: &str, focused: bool, cx: &Context<'a>) -> Element<'a, Message> {
    let now: u32 = text.parse().unwrap_or(0);
    let shown = match now {
        0 => cx.lang.text("settings-minutes-none"),
        now => cx.lang.with("settings-minutes", &[("count", u64::from(now).into())]),
    };
    let head = layout::row(vec![
        label::caption_strong(name(item, cx.lang)).width(Fill).into(),
        label::caption_strong(shown).into(),
    ]);
    let track = slider(0..=most, now, move |now| Message::Changed(item, now.to_string())).height(space::TARGET);
    column![head, Element::from(focus::ring(track).when(focused))].spacing(6).into()
}
