//! The design system's widgets: plain data in, messages out.
//!
//! A widget knows the theme, the fonts and the icons, and nothing of sales or
//! payments. Words come in as finished sentences of the catalogue.

pub mod amount;
pub mod badge;
pub mod bars;
pub mod button;
pub mod card;
pub mod cart;
pub mod chip;
pub mod choice;
pub mod dialog;
pub mod drawn;
pub mod empty;
pub mod fact;
pub mod field;
pub mod focus;
pub mod keycap;
pub mod keypad;
pub mod kiosk;
pub mod label;
pub mod layout;
pub mod nav;
pub mod notice;
pub mod page;
pub mod paper;
pub mod pill;
pub mod pin;
pub mod qr;
pub mod ribbon;
pub mod ring;
pub mod segmented;
pub mod shade;
pub mod spinner;
pub mod stepper;
pub mod table;
pub mod tile;
pub mod timeline;
pub mod verdict;
pub mod windowed;
mod wrapped;

use crate::ui::theme::Theme;

/// Anything that can be placed in a view of ours.
pub type Element<'a, Message> = iced::Element<'a, Message, Theme>;
/// Text in our theme.
pub type Text<'a> = iced::widget::Text<'a, Theme>;
/// A row in our theme.
pub type Row<'a, Message> = iced::widget::Row<'a, Message, Theme>;
/// A column in our theme.
pub type Column<'a, Message> = iced::widget::Column<'a, Message, Theme>;
/// A container in our theme.
pub type Container<'a, Message> = iced::widget::Container<'a, Message, Theme>;
