//! Screens as a person uses them: messages, clicks and pictures, without a window.

mod app;
mod camera;
mod connect;
mod desk;
mod done;
mod pay;
mod register;
mod sales;
mod shop;
mod till;
mod unlock;
mod welcome;
