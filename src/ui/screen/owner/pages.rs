//! The pages of the owner's area: one line each. A page has `open`, `update`, `view`, `counts` and `holds_escape`,
//! and messages called `Pressed` and `Ticked`. One with dialogs has `over` too: the dialog that is open and the message of
//! a press beside it, so that it lies over the whole area. `rows` says that ↑ and ↓ walk on the page itself.

use iced::Task;

use crate::ui::action::Action;
use crate::ui::context::Context;
use crate::ui::icon::Icon;
use crate::ui::press::Press;
use crate::ui::screen::{cash_up, connections, rates, reconcile, reports, settings, today};
use crate::ui::widget::Element;

macro_rules! over {
    ($page:ident, $cx:ident) => {{
        let _ = ($page, $cx);
        None
    }};
    ($page:ident, $cx:ident, $over:ident) => {
        $page.$over($cx)
    };
}

macro_rules! pages {
    ($($name:ident, $module:ident::$page:ident, $icon:ident, $word:literal $(, over = $over:ident)? $(, rows = $rows:literal)?;)+) => {
        /// A page, in the order of the rail.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "the names say it")]
        pub enum Section { $($name,)+ }

        impl Section {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            pub(super) fn icon(self) -> Icon {
                match self { $(Self::$name => Icon::$icon,)+ }
            }

            /// The catalogue's key of its name.
            pub(super) fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }
        }

        /// The page that is open.
        #[derive(Debug)]
        #[expect(missing_docs, reason = "the names say it")]
        pub enum Open { $($name(Box<$module::$page>),)+ }

        /// A message for a page; one for a page that is no longer open is dropped.
        #[derive(Debug, Clone)]
        #[expect(missing_docs, reason = "the names say it")]
        pub enum Told { $($name($module::Message),)+ }

        /// What a page asks of the app.
        #[derive(Debug)]
        #[expect(missing_docs, reason = "the names say it")]
        pub enum Ask { $($name($module::Instruction),)+ }

        impl Open {
            pub(super) fn new(section: Section, cx: &Context<'_>) -> (Self, Action<Ask, Told>) {
                match section {
                    $(Section::$name => {
                        let (page, action) = $module::$page::open(cx);
                        (Self::$name(Box::new(page)), lift(action, Ask::$name, Told::$name))
                    })+
                }
            }

            pub(super) fn section(&self) -> Section {
                match self { $(Self::$name(_) => Section::$name,)+ }
            }

            pub(super) fn counts(&self) -> bool {
                match self { $(Self::$name(page) => page.counts(),)+ }
            }

            pub(super) fn holds_escape(&self) -> bool {
                match self { $(Self::$name(page) => page.holds_escape(),)+ }
            }

            /// Whether ↑ and ↓ mean something on the page.
            pub(super) fn has_rows(&self) -> bool {
                match self { $(Self::$name(_) => false $(|| $rows)?,)+ }
            }

            pub(super) fn press(&mut self, press: Press, cx: &Context<'_>) -> Action<Ask, Told> {
                match self {
                    $(Self::$name(page) => {
                        lift(page.update($module::Message::Pressed(press), cx), Ask::$name, Told::$name)
                    })+
                }
            }

            pub(super) fn tick(&mut self, cx: &Context<'_>) -> Action<Ask, Told> {
                match self {
                    $(Self::$name(page) => {
                        lift(page.update($module::Message::Ticked, cx), Ask::$name, Told::$name)
                    })+
                }
            }

            pub(super) fn update(&mut self, told: Told, cx: &Context<'_>) -> Action<Ask, Told> {
                match told {
                    $(Told::$name(message) => match self {
                        Self::$name(page) => lift(page.update(message, cx), Ask::$name, Told::$name),
                        _ => Action::none(),
                    },)+
                }
            }

            /// The dialog over the area, and what a press beside it says.
            pub(super) fn over<'a>(&'a self, cx: &Context<'a>) -> Option<(Element<'a, Told>, Told)> {
                match self {
                    $(Self::$name(page) => {
                        let laid: Option<(Element<'a, $module::Message>, $module::Message)> =
                            over!(page, cx $(, $over)?);
                        laid.map(|(dialog, away)| (dialog.map(Told::$name), Told::$name(away)))
                    })+
                }
            }

            pub(super) fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Told> {
                match self { $(Self::$name(page) => page.view(cx).map(Told::$name),)+ }
            }
        }
    };
}

pages! {
    Today, today::Today, ChartColumn, "owner-today";
    Reports, reports::Reports, FileText, "owner-reports";
    CashUp, cash_up::CashUp, Coins, "owner-cash-up";
    Reconcile, reconcile::Reconcile, Scale, "owner-reconcile", over = over, rows = true;
    Connections, connections::Connections, Plug, "owner-connections", over = over, rows = true;
    Rates, rates::RatesPage, CircleDollarSign, "owner-rates";
    Settings, settings::Settings, Settings, "owner-settings", rows = true;
}

fn lift<I, M: Send + 'static>(action: Action<I, M>, ask: fn(I) -> Ask, told: fn(M) -> Told) -> Action<Ask, Told> {
    let task: Task<Told> = action.task.map(told);
    Action { instruction: action.instruction.map(ask), task }
}
