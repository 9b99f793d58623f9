//! A browser: plain WebDriver over HTTP, as far as walks through our pages need it.
//!
//! chromedriver and Chromium are Debian's; they are started here and never fetched. Chromium can reach this machine
//! only, so a page that asks a third party for anything shows a hole.

use std::path::{Path, PathBuf};
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::support::process::Process;
use super::support::{Client, eventually};

/// The key under which WebDriver hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A phone of the narrowest kind that our pages are made for.
pub const PHONE: u32 = 360;

/// A common laptop.
pub const LAPTOP: u32 = 1280;

/// Keys that people use without a mouse, as WebDriver names them.
pub mod key {
    /// The next thing that can be used.
    pub const TAB: &str = "\u{E004}";
    /// Use it.
    pub const ENTER: &str = "\u{E007}";
    /// Away from here.
    pub const ESCAPE: &str = "\u{E00C}";
    /// The next of several answers.
    pub const DOWN: &str = "\u{E015}";
}

/// One browser window with a fresh profile.
#[derive(Debug)]
pub struct Browser {
    driver: Client,
    port: String,
    session: String,
    process: Process,
    _profile: TempDir,
}

impl Browser {
    /// A browser whose reader prefers these languages, e.g. `ja,en`; it begins at laptop size.
    pub async fn start(languages: &str) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let mut command = Command::new("chromedriver");
        command.arg("--port=0").env("LC_ALL", "C.UTF-8");
        let process = Process::start(command);
        let port = eventually("chromedriver's port", async || {
            let printed = process.printed();
            let port =
                printed.split_once("successfully on port ").and_then(|(_, rest)| rest.split('.').next());
            port.map(str::to_owned).ok_or(printed)
        })
        .await;
        let driver = Client::new(&format!("localhost:{port}"));
        let capabilities = json!({"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": {
                "binary": "/usr/bin/chromium",
                "args": arguments(profile.path()),
                "prefs": {"intl.accept_languages": languages, "intl.selected_languages": languages},
            },
            "goog:loggingPrefs": {"browser": "ALL"},
        }}});
        let answer = driver.post_json("/session", &capabilities).await.expect(200).json();
        let session = format!("/session/{}", answer["value"]["sessionId"].as_str().unwrap());
        let browser = Self { driver, port, session, process, _profile: profile };
        browser.resize(LAPTOP).await;
        browser
    }

    /// Sets the width of the view in CSS pixels. Scrollbars take nothing off it, as on a phone.
    pub async fn resize(&self, width: u32) {
        let metrics = json!({"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": false});
        self.chromium("Emulation.setDeviceMetricsOverride", metrics).await;
        self.chromium("Emulation.setScrollbarsHidden", json!({"hidden": true})).await;
    }

    /// Pages opened from now on run no JavaScript, as under Tor Browser's strictest setting.
    pub async fn without_javascript(&self) {
        self.chromium("Emulation.setScriptExecutionDisabled", json!({"value": true})).await;
    }

    /// What pages are told about the screen: in the dark or in the light, e.g. `dark`.
    pub async fn prefer(&self, colours: &str) {
        let features = json!([{"name": "prefers-color-scheme", "value": colours}]);
        self.chromium("Emulation.setEmulatedMedia", json!({"features": features})).await;
    }

    /// Shows the page as it is printed.
    pub async fn print_preview(&self) {
        self.chromium("Emulation.setEmulatedMedia", json!({"media": "print"})).await;
    }

    /// Opens an address and waits until it has loaded.
    pub async fn open(&self, address: &str) {
        self.command("/url", json!({"url": address})).await;
    }

    /// Address of the page.
    pub async fn address(&self) -> String {
        self.ask("/url").await.as_str().unwrap().to_owned()
    }

    /// Title of the page.
    pub async fn title(&self) -> String {
        self.ask("/title").await.as_str().unwrap().to_owned()
    }

    /// Visible text of the first element that fits the CSS selector.
    pub async fn text(&self, css: &str) -> String {
        let element = self.element(css).await;
        self.ask(&format!("{element}/text")).await.as_str().unwrap().to_owned()
    }

    /// What stands in a field.
    pub async fn value(&self, css: &str) -> String {
        let element = self.element(css).await;
        self.ask(&format!("{element}/property/value")).await.as_str().unwrap().to_owned()
    }

    /// How many elements fit the CSS selector.
    pub async fn count(&self, css: &str) -> usize {
        let wanted = json!({"using": "css selector", "value": css});
        self.command("/elements", wanted).await.as_array().unwrap().len()
    }

    /// Types into a field, in place of what stood there.
    pub async fn fill(&self, css: &str, text: &str) {
        let element = self.element(css).await;
        self.command(&format!("{element}/clear"), json!({})).await;
        self.command(&format!("{element}/value"), json!({"text": text})).await;
    }

    /// Chooses a file of this machine in a field for one.
    pub async fn attach(&self, css: &str, file: &Path) {
        let element = self.element(css).await;
        self.command(&format!("{element}/value"), json!({"text": file.to_str().unwrap()})).await;
    }

    /// Clicks something that stays on the page.
    pub async fn click(&self, css: &str) {
        let element = self.element(css).await;
        self.command(&format!("{element}/click"), json!({})).await;
    }

    /// Clicks a link or button that leads to another page, and waits until that is there.
    pub async fn follow(&self, css: &str) {
        let page = self.element("html").await;
        self.click(css).await;
        self.has_left(&page).await;
    }

    /// Presses Enter where that leads to another page, and waits until that is there.
    pub async fn enter(&self) {
        let page = self.element("html").await;
        self.press(key::ENTER).await;
        self.has_left(&page).await;
    }

    /// Waits until the page whose root this was has gone.
    async fn has_left(&self, page: &str) {
        eventually("another page", async || {
            let answer = self.driver.get(&format!("{}{page}/name", self.session)).await;
            if answer.status == 404 { Ok(()) } else { Err(format!("still on {}", self.address().await)) }
        })
        .await;
    }

    /// Goes one step back in the browser's history.
    pub async fn back(&self) {
        self.command("/back", json!({})).await;
    }

    /// Presses and lets go of one key, or types text, wherever the keyboard is.
    pub async fn press(&self, keys: &str) {
        let strokes: Vec<Value> = keys
            .chars()
            .flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({"type": kind, "value": key.to_string()})))
            .collect();
        let actions = json!({"actions": [{"type": "key", "id": "keyboard", "actions": strokes}]});
        self.command("/actions", actions).await;
    }

    /// Runs a script in the page, e.g. `return document.activeElement.name`.
    pub async fn run(&self, script: &str) -> Value {
        self.command("/execute/sync", json!({"script": script, "args": []})).await
    }

    /// Runs a script that calls the function it is given as its last argument when it has an answer.
    pub async fn run_slowly(&self, script: &str) -> Value {
        self.command("/execute/async", json!({"script": script, "args": []})).await
    }

    /// What pages said to the console since it was asked last: errors of ours, and requests that failed.
    pub async fn complaints(&self) -> Vec<String> {
        let entries = self.command("/se/log", json!({"type": "browser"})).await;
        let said = entries.as_array().unwrap().iter().map(|entry| entry["message"].as_str().unwrap());
        said.map(str::to_owned).collect()
    }

    /// How many CSS pixels the page is wider than the view; anything but 0 makes a phone scroll sideways.
    pub async fn overflow(&self) -> i64 {
        let script = "const page = document.scrollingElement; return page.scrollWidth - page.clientWidth";
        self.run(script).await.as_i64().unwrap()
    }

    /// Photographs the whole page, also what lies below the view, into `tests/.work/screenshots/NAME.png`.
    pub async fn screenshot(&self, name: &str) -> PathBuf {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/.work/screenshots");
        std::fs::create_dir_all(&folder).unwrap();
        let options = json!({"format": "png", "captureBeyondViewport": true});
        let picture = self.chromium("Page.captureScreenshot", options).await;
        let picture = STANDARD.decode(picture["data"].as_str().unwrap()).unwrap();
        let path = folder.join(format!("{name}.png"));
        std::fs::write(&path, picture).unwrap();
        path
    }

    /// Path of the first element that fits; fails with the page's text if there is none.
    async fn element(&self, css: &str) -> String {
        let wanted = json!({"using": "css selector", "value": css});
        let answer = self.driver.post_json(&format!("{}/element", self.session), &wanted).await;
        let Some(id) = answer.json()["value"][ELEMENT].as_str().map(str::to_owned) else {
            panic!("no element `{css}` on {}:\n{}", self.address().await, self.ask("/source").await);
        };
        format!("/element/{id}")
    }

    async fn ask(&self, path: &str) -> Value {
        self.driver.get(&format!("{}{path}", self.session)).await.expect(200).json()["value"].clone()
    }

    async fn command(&self, path: &str, body: Value) -> Value {
        self.driver.post_json(&format!("{}{path}", self.session), &body).await.expect(200).json()["value"]
            .clone()
    }

    /// A command of Chromium's own protocol, for what WebDriver has no word for.
    async fn chromium(&self, command: &str, parameters: Value) -> Value {
        self.command("/goog/cdp/execute", json!({"cmd": command, "params": parameters})).await
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Ending the session ends Chromium; chromedriver alone would leave it behind.
        let closed = std::thread::scope(|scope| {
            let closing = scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                // The client's connections belong to the test's runtime, which may be at its end.
                let driver = Client::new(&format!("localhost:{}", self.port));
                runtime.block_on(driver.delete(&self.session));
            });
            closing.join().is_ok()
        });
        self.process.kill();
        assert!(closed || std::thread::panicking(), "the browser can be closed");
    }
}

fn arguments(profile: &Path) -> Vec<String> {
    let fixed = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1",
    ];
    let profile = format!("--user-data-dir={}", profile.display());
    fixed.into_iter().map(str::to_owned).chain([profile]).collect()
}
