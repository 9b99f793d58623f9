//! Pages as people meet them: Debian's Chromium, driven by chromedriver; one module per walk.
//!
//! `driver.rs` is the browser, `../blackbox/support` the server. Pictures land in `tests/.work/screenshots`.
#![cfg(test)]

mod driver;
mod harness;
#[path = "../blackbox/support/mod.rs"]
#[expect(dead_code, unused_imports, reason = "walks through pages need a part of the harness only")]
mod support;
