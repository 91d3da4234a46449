//! Screens as a person uses them: messages, clicks and pictures, without a window.

mod app;
mod backroom;
mod camera;
mod connect;
mod desk;
mod done;
mod owner;
mod pay;
mod register;
mod sales;
mod shop;
mod till;
mod welcome;
