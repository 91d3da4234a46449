//! Screens as a person uses them: messages, clicks and pictures, without a window.

mod app;
mod backroom;
mod camera;
mod check;
mod connect;
mod day;
mod desk;
mod done;
mod fault;
mod hands;
mod late;
mod owner;
mod pay;
mod refund;
mod register;
mod rooms;
mod sales;
mod shop;
mod till;
mod unlock;
mod welcome;
