//! The page: the way to connect at the start, what the till may do at the end.

use iced::widget::{Space, column, container, scrollable};
use iced::{Center, Fill, FillPortion};

use super::{Connect, Message, PairingView, Phase, Store, Way};
use crate::domain::capability::{Cap, Caps};
use crate::domain::environment::Environment;
use crate::notice::{self, Notice};
use crate::secret::Secret;
use crate::ui::context::Context;
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, Tone, space};
use crate::ui::widget::fact::{self, Fact};
use crate::ui::widget::field::field;
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::table;
use crate::ui::widget::{Column, Element, button, card, chip, label, pill, verdict};

/// A content wider than this is hard to read.
const WIDTH_MAX: f32 = 1440.0;

impl Connect {
    /// Draws the page; pure.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let at = Breakpoint::of(cx.size);
        let small = at == Breakpoint::Small;
        let edge = if small { space::S } else { space::XL };
        let cards: Element<'a, Message> = match at {
            Breakpoint::Small | Breakpoint::Portrait => {
                column![self.start(cx), self.permissions(cx)].spacing(space::S).into()
            }
            Breakpoint::Compact | Breakpoint::Standard | Breakpoint::Wide => layout::row(vec![
                container(self.start(cx)).width(FillPortion(6)).into(),
                container(self.permissions(cx)).width(FillPortion(5)).into(),
            ])
            .spacing(space::M)
            .into(),
        };
        let cards = scrollable(cards).direction(theme::scroll::vertical()).width(Fill).height(Fill);
        let page = column![self.head(cx), cards, self.buttons(cx)].spacing(if small { space::XS } else { space::M });
        let page = container(page).max_width(WIDTH_MAX).padding(edge).height(Fill);
        container(page).center_x(Fill).height(Fill).style(theme::container::window).into()
    }

    fn head<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let environment = match self.environment {
            Environment::Live => "connect-live",
            Environment::Practice | Environment::Test => "connect-test",
        };
        let environment = cx.lang.text(environment);
        let parts = [("till", (&cx.config.shop.till).into()), ("environment", (&environment).into())];
        let line = label::body(cx.lang.with("connect-subtitle", &parts)).style(theme::text::muted);
        let title = label::heading(cx.lang.text("connect-title"));
        column![title, line].spacing(space::XXS).width(Fill).into()
    }

    fn start<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let content = match &self.phase {
            Phase::Filling | Phase::Asking => self.form(cx),
            Phase::Waiting(waiting) => super::waiting::waiting(waiting, cx),
            Phase::Paired(_) => paired(cx),
        };
        let content = column![content].push(self.trouble.as_ref().map(|trouble| trouble_note(trouble, cx)));
        card::card(content.spacing(space::M)).padding(space::XL).width(Fill).into()
    }

    fn form<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let explain =
            |key: &str| label::body(cx.lang.text(key)).style(theme::text::muted).width(Fill).align_x(layout::start());
        let ways = Way::ALL.into_iter().map(|way| {
            let word = chip::chip(cx.lang.text(way_key(way, "word"))).chosen(self.way == way);
            word.on_press(Message::WayChosen(way)).into()
        });
        let ways = layout::row(ways.collect()).spacing(space::XS).wrap().vertical_spacing(space::XS);
        let content = column![
            label::section(cx.lang.text("connect-account")),
            self.environments(cx),
            Space::new().height(space::XXS),
            label::section(cx.lang.text("connect-way")),
            ways,
            explain(way_key(self.way, "how")),
            self.field(cx),
        ];
        content.push(self.passphrases(cx)).spacing(space::S).into()
    }

    fn environments<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let one = |environment: Environment, key: &str| {
            chip::chip(cx.lang.text(key))
                .chosen(self.environment == environment)
                .on_press(Message::EnvironmentChosen(environment))
                .into()
        };
        let mut parts: Vec<Element<'a, Message>> = vec![one(Environment::Test, "connect-test-account")];
        if self.offers_live {
            parts.push(one(Environment::Live, "connect-live-account"));
        } else {
            let live = button::quiet(cx.lang.text("connect-want-live")).height(space::TARGET);
            parts.push(live.on_press(Message::LiveWanted).into());
        }
        layout::row(parts).spacing(space::XS).align_y(Center).into()
    }

    fn field<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let error = self.wrong().filter(|_| self.tried).map(|key| cx.lang.text(key));
        let busy = self.phase == Phase::Asking;
        let made = match self.way {
            Way::Request => field("", &self.label).on_input(Message::LabelTyped),
            Way::Claim => field("", &self.code).mono().on_input(Message::CodeTyped),
            Way::Paste => field("", self.token.expose())
                .mono()
                .secure(true)
                .on_input(|text| Message::TokenTyped(Secret::new(text))),
        };
        let made = made.label(cx.lang.text(way_key(self.way, "field"))).hint(cx.lang.text(way_key(self.way, "form")));
        made.error(error).busy(busy).into()
    }

    fn passphrases<'a>(&'a self, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        let Store::Sealed { exists } = self.store else { return None };
        let error = self.wrong_passphrase().filter(|_| self.tried).map(|key| cx.lang.text(key));
        let first = field("", self.passphrase.expose())
            .secure(true)
            .label(cx.lang.text("connect-passphrase"))
            .hint(cx.lang.text("connect-passphrase-why"))
            .error(error)
            .on_input(|text| Message::PassphraseTyped(Secret::new(text)));
        let again = (!exists).then(|| {
            let again = field("", self.again.expose()).secure(true).label(cx.lang.text("connect-passphrase-again"));
            Element::from(again.on_input(|text| Message::AgainTyped(Secret::new(text))))
        });
        let mut fields = vec![first.into()];
        fields.extend(again);
        let small = Breakpoint::of(cx.size) == Breakpoint::Small;
        Some(if small {
            Column::with_children(fields).spacing(space::S).into()
        } else {
            layout::row(fields).spacing(space::S).into()
        })
    }

    fn buttons<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let at = Breakpoint::of(cx.size);
        let keys = at.shows_keys();
        let height = if at == Breakpoint::Small { space::TARGET } else { space::BUTTON };
        let back = button::plain(cx.lang.text("connect-back")).icon(Icon::ArrowLeft).key_if(keys, "Esc").height(height);
        let mut parts: Vec<Element<'a, Message>> = Vec::with_capacity(4);
        if !matches!(self.phase, Phase::Paired(_)) {
            parts.push(back.on_press(Message::ClosePressed).into());
        }
        parts.push(Space::new().width(Fill).into());
        if let Phase::Waiting(waiting) = &self.phase
            && !waiting.is_over(cx.mono)
        {
            let again = button::plain(cx.lang.text("connect-begin-again")).icon(Icon::RotateCcw).key_if(keys, "F9");
            parts.push(again.height(height).on_press(Message::AgainPressed).into());
        }
        parts.push(self.primary(cx).key_if(keys, "Enter").height(height).into());
        layout::row(parts).spacing(space::XS).align_y(Center).into()
    }

    fn primary<'a>(&self, cx: &Context<'a>) -> button::Button<'a, Message> {
        let moves = !cx.config.look.reduced_motion;
        let word = |key: &str| cx.lang.text(key);
        match &self.phase {
            Phase::Filling => {
                button::primary(word("connect-connect")).icon(Icon::Plug).on_press(Message::ConnectPressed)
            }
            Phase::Asking => button::primary(word("connect-connect")).moves(moves).busy(word("connect-connecting")),
            Phase::Waiting(waiting) if waiting.is_over(cx.mono) => {
                button::primary(word("connect-new-code")).icon(Icon::RefreshCw).on_press(Message::AgainPressed)
            }
            Phase::Waiting(waiting) if waiting.checking => {
                button::primary(word("connect-check")).moves(moves).busy(word("connect-checking"))
            }
            Phase::Waiting(_) => {
                button::primary(word("connect-check")).icon(Icon::RefreshCw).on_press(Message::CheckPressed)
            }
            Phase::Paired(_) => button::primary(word("connect-done")).icon(Icon::Check).on_press(Message::ClosePressed),
        }
    }

    fn permissions<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let caps = match &self.phase {
            Phase::Paired(pairing) => pairing.caps.as_ref(),
            Phase::Filling | Phase::Asking | Phase::Waiting(_) => None,
        };
        let rows = PERMISSIONS.into_iter().map(|(key, cap)| permission(key, may(cap, caps), cx));
        let kept = match self.store {
            Store::Keyring => "connect-kept-keyring",
            Store::Sealed { .. } => "connect-kept-sealed",
        };
        let kept = layout::row(vec![
            icon(Icon::KeyRound).size(20.0).color(|t| t.muted).into(),
            label::body(cx.lang.text(kept)).style(theme::text::muted).width(Fill).into(),
        ]);
        let content = column![
            label::section(cx.lang.text("connect-may")),
            label::body(cx.lang.text("connect-may-why")).style(theme::text::muted),
            table::ruled(rows),
            kept.spacing(space::S).align_y(Center),
        ];
        let known = match &self.phase {
            Phase::Waiting(waiting) => Some(&waiting.pairing),
            Phase::Paired(pairing) => Some(&**pairing),
            Phase::Filling | Phase::Asking => None,
        };
        let content = content.push(known.and_then(|pairing| sin(pairing, cx)));
        card::card(content.spacing(space::S)).padding(space::XL).width(Fill).into()
    }
}

/// Rows of the table: what is said, and the capability behind it; none for what no key of a till ever does.
const PERMISSIONS: [(&str, Option<Cap>); 7] = [
    ("connect-can-create", Some(Cap::Create)),
    ("connect-can-read", Some(Cap::Create)),
    ("connect-can-list", Some(Cap::List)),
    ("connect-can-cancel", Some(Cap::Cancel)),
    ("connect-can-refund", Some(Cap::Refund)),
    ("connect-can-ledger", Some(Cap::Ledger)),
    ("connect-can-spend", None),
];

/// What the key may do; before it is known, what a till's key does.
fn may(cap: Option<Cap>, caps: Option<&Caps>) -> bool {
    match (cap, caps) {
        (None, _) => false,
        (Some(cap), Some(caps)) => caps.has(cap),
        (Some(cap), None) => cap == Cap::Create,
    }
}

fn permission<'a>(key: &str, may: bool, cx: &Context<'a>) -> Element<'a, Message> {
    let answer = if may {
        pill::small(Tone::Ok, Icon::Check, cx.lang.text("connect-yes"))
    } else {
        pill::small(Tone::Idle, Icon::Minus, cx.lang.text("connect-no"))
    };
    let name = label::body(cx.lang.text(key)).width(Fill).align_x(layout::start());
    let cells = layout::row(vec![name.into(), answer]).spacing(space::S).align_y(Center);
    container(cells).center_y(46).width(Fill).into()
}

fn paired<'a>(cx: &Context<'a>) -> Element<'a, Message> {
    verdict::bar(Tone::Ok, Icon::Check, cx.lang.text("connect-paired"), cx.lang.text("connect-paired-why"))
}

/// This till's own name at the gateway, to be compared with the dashboard.
fn sin<'a>(pairing: &'a PairingView, cx: &Context<'a>) -> Option<Element<'a, Message>> {
    (!pairing.sin.is_empty()).then(|| {
        let name = label::caption(cx.lang.text("connect-sin")).style(theme::text::muted);
        let copy = button::icon_only(Icon::Copy, Some(Message::CopyPressed(pairing.sin.clone())));
        let line = layout::row(vec![label::code(&pairing.sin).width(Fill).into(), copy]).align_y(Center);
        column![name, line].into()
    })
}

fn trouble_note<'a>(trouble: &'a Notice, cx: &Context<'a>) -> Element<'a, Message> {
    let tone = match trouble.tone {
        notice::Tone::Info => Tone::Idle,
        notice::Tone::Wait => Tone::Wait,
        notice::Tone::Stop => Tone::Stop,
    };
    let rows = fact::rows(
        Fact::new(cx.lang.text("label-happened"), trouble.happened.as_str()),
        Fact::new(cx.lang.text("label-safe"), trouble.safe.as_str()),
        Fact::new(cx.lang.text("label-todo"), trouble.todo.as_str()),
    );
    let detail = (!trouble.detail.is_empty()).then(|| label::code(&trouble.detail).width(Fill));
    container(Column::new().push(rows).push(detail).spacing(space::S))
        .padding(space::M)
        .width(Fill)
        .style(theme::container::soft(tone))
        .into()
}

fn way_key(way: Way, which: &str) -> &'static str {
    match (way, which) {
        (Way::Request, "word") => "connect-request-word",
        (Way::Request, "how") => "connect-request-how",
        (Way::Request, "field") => "connect-request-field",
        (Way::Request, _) => "connect-request-form",
        (Way::Claim, "word") => "connect-claim-word",
        (Way::Claim, "how") => "connect-claim-how",
        (Way::Claim, "field") => "connect-claim-field",
        (Way::Claim, _) => "connect-claim-form",
        (Way::Paste, "word") => "connect-paste-word",
        (Way::Paste, "how") => "connect-paste-how",
        (Way::Paste, "field") => "connect-paste-field",
        (Way::Paste, _) => "connect-paste-form",
    }
}
