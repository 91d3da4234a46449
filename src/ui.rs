//! The till window. The only wing that imports iced.

pub mod font;
pub mod icon;
pub mod theme;
pub mod widget;
