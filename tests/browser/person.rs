//! A person on our pages: how they came, and the few things that all of them do. Where they look is photographed and
//! held against what we promise of every page (`look.rs`).

use std::sync::Mutex;
use std::thread;

use super::driver::{Browser, LAPTOP, PHONE};
use super::look;
use super::support::Server;

/// A passphrase that nobody else uses.
pub const PASSPHRASE: &str = "seven slow lanterns drift";

/// How somebody comes to our pages.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    /// How their photographs begin, e.g. `en`.
    pub album: &'static str,
    /// The languages their browser asks for, e.g. `ja,en`.
    pub languages: &'static str,
    /// Width of their screen.
    pub width: u32,
    /// Whether their browser runs scripts.
    pub scripts: bool,
}

/// In English, on a laptop.
pub const ENGLISH: Manner = Manner { album: "en", languages: "en", width: LAPTOP, scripts: true };
/// In Japanese, on a phone.
pub const JAPANESE: Manner = Manner { album: "ja", languages: "ja,en", width: PHONE, scripts: true };
/// Without JavaScript, on a phone, as under Tor Browser's strictest setting.
pub const PLAIN: Manner = Manner { album: "plain", languages: "en", width: PHONE, scripts: false };

/// Somebody with a browser.
#[derive(Debug)]
pub struct Person {
    /// Their browser.
    pub browser: Browser,
    /// The passphrase that the operator gave them; empty for who came by themselves.
    pub passphrase: String,
    home: String,
    manner: Manner,
    wrong: Wrong,
}

/// What was wrong with the pages that somebody looked at. A walk goes on to its end, so that it shows all of it.
#[derive(Debug, Default)]
struct Wrong(Mutex<Vec<String>>);

impl Drop for Wrong {
    fn drop(&mut self) {
        let wrong = self.0.get_mut().unwrap().join("\n");
        if thread::panicking() {
            eprintln!("{wrong}");
        } else {
            assert!(wrong.is_empty(), "\n{wrong}");
        }
    }
}

impl Person {
    /// Somebody who has never been here.
    pub async fn arrive(server: &Server, manner: Manner) -> Self {
        let browser = Browser::start(manner.languages).await;
        if !manner.scripts {
            browser.without_javascript().await;
        }
        browser.resize(manner.width).await;
        let (passphrase, wrong) = (String::new(), Wrong::default());
        Self { browser, passphrase, home: server.url(""), manner, wrong }
    }

    /// A member made by the operator, with a browser in which they are signed in.
    pub async fn member(server: &Server, manner: Manner, handle: &str, role: &str) -> Self {
        let printed = server.cli(&["member", "create", handle, "--role", role]).expect_success();
        let passphrase = printed.lines().find_map(|line| line.strip_prefix("passphrase: ")).unwrap();
        let person = Self { passphrase: passphrase.to_owned(), ..Self::arrive(server, manner).await };
        person.sign_in(handle, passphrase).await;
        person
    }

    /// Opens a page of ours.
    pub async fn open(&self, path: &str) {
        self.browser.open(&format!("{}{path}", self.home)).await;
    }

    /// Looks at the page closely; its photographs are called `ALBUM-NAME-…`.
    pub async fn look(&self, name: &str) {
        let name = format!("{}-{name}", self.manner.album);
        let mut wrong = look::look(&self.browser, &name).await;
        if self.manner.scripts {
            wrong.extend(look::ask_axe(&self.browser).await);
        }
        let wrong = wrong.into_iter().map(|said| format!("{name}: {said}"));
        self.wrong.0.lock().unwrap().extend(wrong);
    }

    /// Looks closely at a page that is not ours to frame: one that was saved, and is read without us.
    pub async fn look_at_file(&self, address: &str, name: &str) {
        let name = format!("{}-{name}", self.manner.album);
        self.browser.open(address).await;
        let mut wrong = Vec::new();
        for width in [LAPTOP, PHONE] {
            self.browser.resize(width).await;
            self.browser.screenshot(&format!("{name}-{width}")).await;
            let over = self.browser.overflow().await;
            wrong.extend((over != 0).then(|| format!("{over} px too wide in a view of {width}")));
        }
        if self.manner.scripts {
            wrong.extend(look::ask_axe(&self.browser).await);
        }
        let wrong = wrong.into_iter().map(|said| format!("{name}: {said}"));
        self.wrong.0.lock().unwrap().extend(wrong);
    }

    /// Signs in by the page for it.
    pub async fn sign_in(&self, handle: &str, passphrase: &str) {
        self.open("/sign-in").await;
        self.write(&[("handle", handle), ("passphrase", passphrase)]).await;
        self.send("").await;
        // Who was made on the command line has agreed to nothing yet.
        if self.path().await == "/agree" {
            self.tick(&["agrees"]).await;
            self.send("").await;
        }
        assert_eq!(self.path().await, "/");
    }

    /// Types into fields, in place of what stood there.
    pub async fn write(&self, fields: &[(&str, &str)]) {
        for (name, text) in fields {
            self.browser.fill(&format!("[name='{name}']"), text).await;
        }
    }

    /// Chooses answers from closed lists, of either kind.
    pub async fn choose(&self, answers: &[(&str, &str)]) {
        for (name, value) in answers {
            let (radio, entry) = (
                format!("input[name='{name}'][value='{value}']"),
                format!("[name='{name}'] [value='{value}']"),
            );
            self.browser.click(&format!("{radio}, {entry}")).await;
        }
    }

    /// Ticks boxes.
    pub async fn tick(&self, names: &[&str]) {
        for name in names {
            self.browser.click(&format!("input[type=checkbox][name='{name}']")).await;
        }
    }

    /// Opens whatever covers a part of the page and fits the CSS selector.
    pub async fn uncover(&self, css: &str) {
        self.browser.click(&format!("{css} > summary")).await;
    }

    /// Presses the button with this value, or the only one without; the next page is there afterwards.
    pub async fn send(&self, value: &str) {
        let button = match value {
            "" => "main form button".to_owned(),
            // A button may stand outside of the form that it sends.
            value => {
                format!("main form button[value='{value}']:not(.unseen), main button[form][value='{value}']")
            }
        };
        self.browser.follow(&button).await;
    }

    /// Follows the link of the text that leads to this path, whatever the language.
    pub async fn follow(&self, path: &str) {
        self.browser.follow(&format!("main a[href='{path}'], main a[href^='{path}?']")).await;
    }

    /// What stands in a field.
    pub async fn written(&self, name: &str) -> String {
        self.browser.value(&format!("[name='{name}']")).await
    }

    /// The path of the page, without its query.
    pub async fn path(&self) -> String {
        let address = self.browser.address().await;
        let path = address.strip_prefix(&self.home).unwrap_or_else(|| panic!("not our page: {address}"));
        path.split(['?', '#']).next().unwrap().to_owned()
    }

    /// The fields that the summary on top of a form says are to be mended.
    pub async fn problems(&self) -> Vec<String> {
        let script = "return [...document.querySelectorAll('.problems a')].map(a => a.hash.slice(1))";
        let fields = self.browser.run(script).await;
        fields.as_array().unwrap().iter().map(|field| field.as_str().unwrap().to_owned()).collect()
    }
}
