//! Pages as people meet them: Debian's Chromium, driven by chromedriver; one module per walk.
//!
//! `driver.rs` is the browser, `person.rs` who uses it, `look.rs` what every page they come to must keep to, and
//! `../blackbox/support` the server. Pictures land in `tests/.work/screenshots`: look at them.
#![cfg(test)]

mod client_view;
mod danger;
mod desk;
mod driver;
mod handles;
mod harness;
mod holds;
mod keyboard;
mod later;
mod look;
mod member;
mod newcomer;
mod order;
mod person;
mod purposes;
mod reader;
#[path = "../blackbox/support/mod.rs"]
#[expect(dead_code, unused_imports, reason = "walks through pages need a part of the harness only")]
mod support;
mod unnamed;
