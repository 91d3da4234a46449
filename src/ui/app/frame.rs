//! What stands around every page: ribbon, bar, the practice customer, the notice.

use iced::widget::{Space, column, container};
use iced::{Center, Fill};

use super::state::{App, Message, Page};
use crate::domain::environment::Environment;
use crate::domain::sale::Sale;
use crate::domain::verdict::{self, Family};
use crate::service::practice::Pay as Play;
use crate::service::start::Mode;
use crate::ui::icon::{Icon, icon};
use crate::ui::screen::{late, register};
use crate::ui::theme::{self, Theme, Tone, space};
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::nav::{self, Tab};
use crate::ui::widget::{Element, button, label, notice, pill, ribbon, spinner};

impl App {
    pub(super) fn frame(&self) -> Element<'_, Message> {
        let page = column![].push(self.ribbon()).push(self.standing()).push(self.bar()).push(self.content());
        // No ground of its own: the window is cleared in the theme's colour, and the renderer fills a ground whole for
        // every small thing that changes on it.
        let ground = container(page).width(Fill).height(Fill);
        let shown = self.notice.as_ref();
        let notice = shown.map(|shown| notice::notice(shown.icon, shown.words.as_str(), shown.repeats, None));
        notice::over(ground, notice, self.code_width())
    }

    /// The width at the inline start that a code fills to the lower edge: that of the small till's payment page.
    fn code_width(&self) -> f32 {
        if self.is_small() && matches!(self.page, Page::Pay(_)) { Breakpoint::Small.pay_width() } else { 0.0 }
    }

    fn content(&self) -> Element<'_, Message> {
        let cx = self.cx();
        let page = match (&self.page, &self.register) {
            (Page::Welcome(welcome), _) => welcome.view(&cx).map(Message::Welcome),
            (Page::Unlock(unlock), _) => unlock.view(&cx).map(Message::Unlock),
            (Page::Register, Some(register)) => register.view(&cx).map(Message::Register),
            (Page::Pay(pay), _) => pay.view(&cx).map(Message::Pay),
            (Page::Done(done), _) => done.view(&cx).map(Message::Done),
            (Page::Connect(connect), _) => connect.view(&cx).map(Message::Connect),
            (Page::Sales(sales), _) => sales.view(&cx).map(Message::Sales),
            (Page::Late(late), _) => late.view(&cx).map(Message::Late),
            (Page::Owner(owner), _) => owner.view(&cx).map(Message::Owner),
            (Page::Fault(fault), _) => fault.view(&cx).map(Message::Fault),
            (Page::Opening | Page::Register | Page::Closing, _) => self.waiting(),
        };
        container(page).width(Fill).height(Fill).into()
    }

    fn waiting(&self) -> Element<'_, Message> {
        let words = label::section(self.lang.text("till-opening")).style(theme::text::muted);
        let sign = spinner::spinner(40.0).color(|t| t.accent).moves(!self.config.look.reduced_motion);
        container(column![Element::from(sign), words].spacing(space::M).align_x(Center)).center(Fill).into()
    }

    fn is_small(&self) -> bool {
        Breakpoint::of(self.size) == Breakpoint::Small
    }

    /// What kind of money this is; nothing for real money.
    fn money(&self) -> Option<(Tone, Icon, String)> {
        self.counter.as_ref()?;
        let environment = self.gateway.as_ref().map(|gateway| gateway.environment);
        match (self.mode, environment) {
            (Mode::Practice, _) | (_, Some(Environment::Practice)) => {
                Some((Tone::Accent, Icon::GraduationCap, self.lang.text("ribbon-practice")))
            }
            (Mode::Shop, Some(Environment::Test)) => {
                let host = self.gateway.as_ref().map(|gateway| gateway.host.clone()).unwrap_or_default();
                let words = self.lang.with("ribbon-test", &[("host", (&host).into())]);
                Some((Tone::Wait, Icon::FlaskConical, words))
            }
            (Mode::Shop, Some(Environment::Live) | None) => None,
        }
    }

    /// What kind of money this is, above everything; on a small window a pill says it, in the bar or on the payment.
    fn ribbon(&self) -> Option<Element<'_, Message>> {
        let (tone, icon, words) = self.money()?;
        if self.mode == Mode::Practice && self.plays() {
            return Some(self.practice_strip());
        }
        let pill = self.is_small() && (self.has_bar() || matches!(self.page, Page::Pay(_)));
        (!pill).then(|| ribbon::ribbon(tone, icon, words))
    }

    /// A payment has the window to itself: the amount, the code and the verdict need it.
    fn has_bar(&self) -> bool {
        let alone = match self.page {
            Page::Pay(_) | Page::Done(_) | Page::Connect(_) | Page::Welcome(_) => true,
            Page::Unlock(_) | Page::Owner(_) | Page::Fault(_) => true,
            Page::Opening | Page::Register | Page::Sales(_) | Page::Late(_) | Page::Closing => false,
        };
        self.counter.is_some() && !alone
    }

    /// What keeps the till from selling, until it is over; its page says the rest.
    fn standing(&self) -> Option<Element<'_, Message>> {
        let standing = self.standing.as_ref().filter(|_| !matches!(self.page, Page::Fault(_)))?;
        let words = label::strong(standing.notice.happened.as_str()).width(Fill).align_x(layout::start());
        let act = button::plain(self.lang.text("fault-bar-act")).height(space::TARGET);
        let act = act.on_press(Message::StandingPressed);
        let parts = vec![icon(Icon::OctagonAlert).size(20.0).into(), words.into(), act.into()];
        let line = layout::row(parts).spacing(space::S).align_y(Center);
        let strip = container(line).padding([space::XXS, space::M]).width(Fill);
        Some(strip.style(theme::container::flat(Tone::Stop)).into())
    }

    fn bar(&self) -> Option<Element<'_, Message>> {
        if !self.has_bar() {
            return None;
        }
        let bar = nav::bar(self.config.shop.till.as_str(), self.config.shop.name.as_str()).small(self.is_small());
        let bar = self.register_tabs().into_iter().fold(bar, nav::Bar::tab);
        let bar = bar.tab(self.sales_tab());
        let bar = match self.late_tab() {
            Some(tab) => bar.tab(tab),
            None => bar,
        };
        let bar = match self.money().filter(|_| self.is_small()) {
            Some((tone, icon, words)) => {
                let word = words.split([':', ' ']).next().unwrap_or_default().to_owned();
                bar.status(pill::pill(tone, icon, word))
            }
            None => bar,
        };
        let bar = bar.status(self.gateway_pill());
        let bar = if self.mode == Mode::Practice || self.gateway.is_none() {
            bar.end(Icon::Plug, Some(Message::ConnectPressed))
        } else {
            bar
        };
        let turn = if self.theme() == Theme::Dark { Icon::Sun } else { Icon::Moon };
        let bar = bar.end(turn, Some(Message::ThemePressed));
        Some(bar.end(Icon::Settings, Some(Message::OwnerPressed)).into())
    }

    fn register_tabs(&self) -> Vec<Tab<'_, Message>> {
        let here = matches!(self.page, Page::Register);
        let halves = self.is_small() && !self.catalog.products().is_empty();
        if !halves {
            let word = self.lang.text("till-register");
            return vec![Tab::new(Icon::Calculator, word, here, Message::RegisterPressed(None))];
        }
        let shown = self.register.as_ref().map(register::Register::page);
        let half = |icon, key, page| {
            let chosen = here && shown == Some(page);
            Tab::new(icon, self.lang.text(key), chosen, Message::RegisterPressed(Some(page)))
        };
        vec![
            half(Icon::Calculator, "till-amount", register::Page::Amount),
            half(Icon::LayoutGrid, "till-products", register::Page::Products),
        ]
    }

    fn sales_tab(&self) -> Tab<'_, Message> {
        let word = self.lang.text("till-sales");
        let here = matches!(self.page, Page::Sales(_));
        Tab::new(Icon::List, word, here, Message::SalesPressed).count(Tone::Stop, self.problems())
    }

    /// Late money has a place in the bar as long as some waits, and while it is looked at.
    fn late_tab(&self) -> Option<Tab<'_, Message>> {
        let here = matches!(self.page, Page::Late(_));
        let cx = self.cx();
        let (undecided, _) = late::waiting(&cx);
        let shown = here || !late::listed(&cx).is_empty();
        let word = self.lang.text(if self.is_small() { "late-tab-short" } else { "late-title" });
        shown.then(|| Tab::new(Icon::Inbox, word, here, Message::LatePressed).count(Tone::Stop, undecided))
    }

    /// Sales that need a person.
    fn problems(&self) -> usize {
        let needs = |sale: &&Sale| verdict::of(sale, false).family() == Family::Stop;
        self.book.sales().filter(needs).count()
    }

    fn gateway_pill(&self) -> Element<'_, Message> {
        let small = self.is_small();
        let (tone, icon, key) = match &self.gateway {
            None => (Tone::Idle, Icon::Unplug, "till-not-connected"),
            Some(gateway) if !gateway.reachable && small => (Tone::Wait, Icon::WifiOff, "till-no-network-short"),
            Some(gateway) if !gateway.reachable => (Tone::Wait, Icon::WifiOff, "till-no-network"),
            Some(_) if small => (Tone::Ok, Icon::CircleCheck, "till-ready-short"),
            Some(_) => (Tone::Ok, Icon::CircleCheck, "till-ready"),
        };
        pill::pill(tone, icon, self.lang.text(key))
    }

    /// In practice the learner plays the customer while a code is live: the ribbon has the buttons for it.
    fn practice_strip(&self) -> Element<'_, Message> {
        let act = |key: &str, pay| -> Element<'_, Message> {
            button::plain(self.lang.text(key)).height(space::TARGET).on_press(Message::PlayPressed(pay)).into()
        };
        let mut parts: Vec<Element<'_, Message>> = vec![icon(Icon::GraduationCap).size(20.0).into()];
        if !self.is_small() {
            parts.push(label::strong(self.lang.text("till-practice")).into());
            parts.push(Space::new().width(Fill).into());
        }
        parts.push(label::strong(self.lang.text("till-play-customer")).into());
        parts.push(act("till-play-pay", Play::Exact));
        parts.push(act("till-play-less", Play::Half));
        parts.push(act("till-play-more", Play::Double));
        let line = layout::row(parts).spacing(space::XS).align_y(Center);
        let strip = container(line).padding([space::XXS, space::M]).width(Fill);
        strip.style(theme::container::flat(Tone::Accent)).into()
    }

    /// Whether the page shown has a code the learner can pay.
    fn plays(&self) -> bool {
        let Page::Pay(pay) = &self.page else { return false };
        let payable = self.book.sale(pay.sale()).and_then(Sale::payable);
        payable.is_some_and(|attempt| attempt.invoice.is_some())
    }
}
