//! The till window. The only wing that imports iced.

pub mod action;
pub mod app;
pub mod context;
pub mod font;
pub mod icon;
pub mod press;
pub mod screen;
pub mod theme;
pub mod widget;
