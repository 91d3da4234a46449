//! Connecting a BitPay account in three ways, and what this till may do afterwards.

mod check;
mod till_label;
mod view;
mod waiting;

use iced::keyboard::key::Named;

use crate::domain::capability::Caps;
use crate::domain::environment::Environment;
use crate::domain::live::Mono;
use crate::domain::time::Timestamp;
use crate::notice::Notice;
use crate::secret::Secret;
use crate::ui::action::Action;
use crate::ui::context::Context;
use crate::ui::press::{Hit, Press};
use crate::ui::screen::guard::Guard;
use crate::ui::widget::qr;

/// Where test accounts live.
pub const TEST_URL: &str = "https://test.bitpay.com";
/// Where live accounts live.
pub const LIVE_URL: &str = "https://bitpay.com";

/// The way a till gets its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The till asks, the owner approves.
    Request,
    /// The owner made a code in the dashboard.
    Claim,
    /// The owner made a token in the dashboard.
    Paste,
}

impl Way {
    /// All ways, in the order of their chips.
    pub const ALL: [Self; 3] = [Self::Request, Self::Claim, Self::Paste];
}

/// Where keys of this till are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Store {
    /// In the key store of the system.
    Keyring,
    /// In a sealed file, because there is no key store; `exists` if it was made before.
    Sealed {
        /// Whether a passphrase opens it, or makes it.
        exists: bool,
    },
}

/// A pairing as the app tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairingView {
    /// The code the owner approves; empty once approved.
    pub code: String,
    /// The page where it is approved.
    pub approval_url: String,
    /// Until when, by the gateway's clock.
    pub expires: Option<Timestamp>,
    /// This till's identity at the gateway; empty where calls are not signed.
    pub sin: String,
    /// What the key may do, once it is known.
    pub caps: Option<Caps>,
}

/// How far the pairing is. What can be done differs, so each has its own shape.
#[derive(Debug, Clone, PartialEq)]
enum Phase {
    Filling,
    Asking,
    Waiting(Box<Waiting>),
    Paired(Box<PairingView>),
}

/// A code that waits for the owner.
#[derive(Debug, Clone, PartialEq)]
struct Waiting {
    pairing: PairingView,
    link: Option<qr::Code>,
    since: Mono,
    left_ms: Option<u64>,
    checking: bool,
    checked: Option<Mono>,
}

impl Waiting {
    fn new(pairing: PairingView, cx: &Context<'_>) -> Self {
        let left = pairing.expires.map(|end| u64::try_from(end.since(cx.now).as_millis()).unwrap_or(u64::MAX));
        let link = qr::Code::new(pairing.approval_url.as_str()).ok();
        Self { pairing, link, since: cx.mono, left_ms: left, checking: false, checked: None }
    }

    /// The time left to approve, counted on the monotonic clock.
    fn left(&self, now: Mono) -> Option<std::time::Duration> {
        let gone = u64::try_from(now.since(self.since).as_millis()).unwrap_or(u64::MAX);
        Some(std::time::Duration::from_millis(self.left_ms?.saturating_sub(gone)))
    }

    fn is_over(&self, now: Mono) -> bool {
        self.left(now).is_some_and(|left| left.is_zero())
    }
}

/// The page.
#[derive(Debug, Clone)]
pub struct Connect {
    store: Store,
    environment: Environment,
    offers_live: bool,
    way: Way,
    token: Secret,
    code: String,
    label: String,
    passphrase: Secret,
    again: Secret,
    tried: bool,
    trouble: Option<Notice>,
    phase: Phase,
    guard: Guard<&'static str>,
}

/// What happened. Secrets are wrapped from the first key on, so that no print of a message shows one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// A key of the keyboard.
    Pressed(Press),
    /// A second passed.
    Ticked,
    /// Use a live account.
    LiveWanted,
    /// Test or live.
    EnvironmentChosen(Environment),
    /// A way to connect.
    WayChosen(Way),
    /// The token changed.
    TokenTyped(Secret),
    /// The dashboard's code changed.
    CodeTyped(String),
    /// The till's label changed.
    LabelTyped(String),
    /// The passphrase changed.
    PassphraseTyped(Secret),
    /// The passphrase's repetition changed.
    AgainTyped(Secret),
    /// Connect.
    ConnectPressed,
    /// Check approval.
    CheckPressed,
    /// Copy the pairing code or the SIN.
    CopyPressed(String),
    /// Begin again.
    AgainPressed,
    /// Back, or done.
    ClosePressed,
    /// The app: the key works.
    Paired(PairingView),
    /// The app: the code waits for the owner.
    Waiting(PairingView),
    /// The app: it did not work.
    Failed(Notice),
}

/// What the app is to do. Without a passphrase keys go into the key store of the system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Instruction {
    /// Use a token made in the dashboard.
    Paste {
        /// Test or live.
        environment: Environment,
        /// Scheme and host.
        url: String,
        /// The token.
        token: Secret,
        /// Opens or makes the sealed file.
        passphrase: Option<Secret>,
    },
    /// Claim a code made in the dashboard.
    Claim {
        /// Test or live.
        environment: Environment,
        /// Scheme and host.
        url: String,
        /// Seven letters and digits.
        code: String,
        /// Opens or makes the sealed file.
        passphrase: Option<Secret>,
    },
    /// Ask for a key that the owner approves.
    Request {
        /// Test or live.
        environment: Environment,
        /// Scheme and host.
        url: String,
        /// The till's name in the dashboard.
        label: String,
        /// Opens or makes the sealed file.
        passphrase: Option<Secret>,
    },
    /// Look whether the owner has approved.
    CheckApproval,
    /// Put a text on the clipboard.
    Copy(String),
    /// The connection is ready; go on.
    Done,
    /// Back without a connection.
    Leave,
}

type Answer = Action<Instruction, Message>;

impl Connect {
    /// The page with a label for this till.
    #[must_use]
    pub fn new(store: Store, cx: &Context<'_>) -> Self {
        Self {
            store,
            environment: Environment::Test,
            offers_live: false,
            way: Way::Request,
            token: Secret::from(""),
            code: String::new(),
            label: till_label::label_from(&cx.config.shop.till),
            passphrase: Secret::from(""),
            again: Secret::from(""),
            tried: false,
            trouble: None,
            phase: Phase::Filling,
            guard: Guard::new(cx.mono),
        }
    }

    /// Whether the page counts down, so that the app must tick once a second.
    #[must_use]
    pub fn counts(&self) -> bool {
        matches!(self.phase, Phase::Waiting(_))
    }

    /// Takes one message.
    pub fn update(&mut self, message: Message, cx: &Context<'_>) -> Answer {
        let answer = self.take(message, cx);
        // Noted with what changed it: a page that does not tick hears nothing before the next press.
        self.guard.show(self.phase_name(), cx.mono);
        answer
    }

    fn take(&mut self, message: Message, cx: &Context<'_>) -> Answer {
        match message {
            Message::Pressed(press) => self.press(&press, cx),
            Message::Ticked => Action::none(),
            Message::LiveWanted => self.fill(|page| page.offers_live = true),
            Message::EnvironmentChosen(environment) => self.choose_environment(environment),
            Message::WayChosen(way) => self.choose_way(way),
            Message::TokenTyped(token) => self.fill(|page| page.token = token),
            Message::CodeTyped(code) => self.fill(|page| page.code = code),
            Message::LabelTyped(label) => self.fill(|page| page.label = label),
            Message::PassphraseTyped(passphrase) => self.fill(|page| page.passphrase = passphrase),
            Message::AgainTyped(again) => self.fill(|page| page.again = again),
            Message::ConnectPressed => self.connect(),
            Message::CheckPressed => self.check(cx),
            Message::CopyPressed(text) => Action::ask(Instruction::Copy(text)),
            Message::AgainPressed => self.begin_again(),
            Message::ClosePressed => self.close(),
            Message::Paired(pairing) => self.paired(pairing),
            Message::Waiting(pairing) => self.waits(pairing, cx),
            Message::Failed(trouble) => self.failed(trouble, cx),
        }
    }

    fn phase_name(&self) -> &'static str {
        match self.phase {
            Phase::Filling => "filling",
            Phase::Asking => "asking",
            Phase::Waiting(_) => "waiting",
            Phase::Paired(_) => "paired",
        }
    }

    fn fill(&mut self, change: impl FnOnce(&mut Self)) -> Answer {
        if self.phase == Phase::Filling {
            change(self);
        }
        Action::none()
    }

    fn choose_environment(&mut self, environment: Environment) -> Answer {
        let live = environment == Environment::Live;
        self.fill(|page| {
            if !live || page.offers_live {
                page.environment = environment;
            }
        })
    }

    fn choose_way(&mut self, way: Way) -> Answer {
        self.fill(|page| {
            page.way = way;
            page.tried = false;
            page.trouble = None;
        })
    }

    fn connect(&mut self) -> Answer {
        if self.phase != Phase::Filling {
            return Action::none();
        }
        self.tried = true;
        if self.wrong().is_some() || self.wrong_passphrase().is_some() {
            return Action::none();
        }
        self.phase = Phase::Asking;
        self.trouble = None;
        Action::ask(self.order())
    }

    fn order(&self) -> Instruction {
        let environment = self.environment;
        let url = if environment == Environment::Live { LIVE_URL } else { TEST_URL }.to_owned();
        let passphrase = matches!(self.store, Store::Sealed { .. }).then(|| self.passphrase.clone());
        match self.way {
            Way::Paste => {
                let token = Secret::from(self.token.expose().trim());
                Instruction::Paste { environment, url, token, passphrase }
            }
            Way::Claim => Instruction::Claim { environment, url, code: self.code.trim().to_owned(), passphrase },
            Way::Request => Instruction::Request { environment, url, label: self.label.trim().to_owned(), passphrase },
        }
    }

    fn check(&mut self, cx: &Context<'_>) -> Answer {
        match &mut self.phase {
            Phase::Waiting(waiting) if !waiting.checking && !waiting.is_over(cx.mono) => {
                waiting.checking = true;
                self.trouble = None;
                Action::ask(Instruction::CheckApproval)
            }
            Phase::Waiting(_) | Phase::Filling | Phase::Asking | Phase::Paired(_) => Action::none(),
        }
    }

    fn begin_again(&mut self) -> Answer {
        self.phase = Phase::Filling;
        self.trouble = None;
        self.tried = false;
        Action::none()
    }

    fn close(&mut self) -> Answer {
        match self.phase {
            Phase::Paired(_) => Action::ask(Instruction::Done),
            Phase::Filling | Phase::Asking | Phase::Waiting(_) => Action::ask(Instruction::Leave),
        }
    }

    fn paired(&mut self, pairing: PairingView) -> Answer {
        // What was typed has done its work.
        self.token = Secret::from("");
        self.passphrase = Secret::from("");
        self.again = Secret::from("");
        self.trouble = None;
        self.phase = Phase::Paired(Box::new(pairing));
        Action::none()
    }

    /// The first answer starts the countdown; later ones only say that nothing has changed.
    fn waits(&mut self, pairing: PairingView, cx: &Context<'_>) -> Answer {
        match &mut self.phase {
            Phase::Waiting(waiting) if waiting.pairing.code == pairing.code => {
                waiting.checking = false;
                waiting.checked = Some(cx.mono);
            }
            Phase::Waiting(_) | Phase::Filling | Phase::Asking | Phase::Paired(_) => {
                self.phase = Phase::Waiting(Box::new(Waiting::new(pairing, cx)));
            }
        }
        Action::none()
    }

    fn failed(&mut self, trouble: Notice, cx: &Context<'_>) -> Answer {
        self.trouble = Some(trouble);
        match &mut self.phase {
            Phase::Waiting(waiting) => {
                waiting.checking = false;
                waiting.checked = Some(cx.mono);
            }
            Phase::Asking => self.phase = Phase::Filling,
            Phase::Filling | Phase::Paired(_) => {}
        }
        Action::none()
    }

    fn press(&mut self, press: &Press, cx: &Context<'_>) -> Answer {
        if press.repeat {
            return Action::none();
        }
        match press.key {
            Hit::Named(Named::Enter) if self.guard.hears(cx.mono) => self.enter(cx),
            Hit::Named(Named::Escape) => self.close(),
            Hit::Named(Named::F9) => match self.phase {
                Phase::Waiting(_) => self.begin_again(),
                Phase::Filling | Phase::Asking | Phase::Paired(_) => Action::none(),
            },
            Hit::Char('c' | 'C') if press.ctrl && !press.captured => self.copy(),
            Hit::Named(_) | Hit::Char(_) => Action::none(),
        }
    }

    fn enter(&mut self, cx: &Context<'_>) -> Answer {
        match &self.phase {
            Phase::Filling => self.connect(),
            Phase::Asking => Action::none(),
            Phase::Waiting(waiting) if waiting.is_over(cx.mono) => self.begin_again(),
            Phase::Waiting(_) => self.check(cx),
            Phase::Paired(_) => self.close(),
        }
    }

    fn copy(&self) -> Answer {
        match &self.phase {
            Phase::Waiting(waiting) => Action::ask(Instruction::Copy(waiting.pairing.code.clone())),
            Phase::Paired(pairing) if !pairing.sin.is_empty() => Action::ask(Instruction::Copy(pairing.sin.clone())),
            Phase::Filling | Phase::Asking | Phase::Paired(_) => Action::none(),
        }
    }
}
