//! The design system's widgets: plain data in, messages out.
pub mod label;
pub type Element<'a, Message> = iced::Element<'a, Message, crate::ui::theme::Theme>;
