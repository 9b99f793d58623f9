//! Looking at a page as it stands: at both widths, by light and by night, with photographs, against `look.js` (what we
//! promise of every page) and axe (WCAG 2.2 AA).

use std::path::Path;

use serde_json::Value;

use super::driver::{Browser, LAPTOP, PHONE};

/// Opens and closes everything that covers a part of the page; the script says whether there was anything.
const UNCOVER: &str = "const covers = [...document.querySelectorAll('details:not([open])')];
    covers.forEach(cover => { cover.open = true; cover.dataset.covered = 'yes' });
    return covers.length > 0";
const COVER: &str = "document.querySelectorAll('[data-covered]').forEach(cover => {
    cover.open = false; delete cover.dataset.covered })";

/// Looks at the page that the browser shows. Its photographs are called `NAME-WIDTH`, in the dark `NAME-WIDTH-dark`,
/// and `NAME-WIDTH-open` with everything uncovered that a person would have to open.
///
/// Returns what is wrong with it. The view is as wide afterwards as it was before.
pub async fn look(browser: &Browser, name: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let before = browser.run("return window.innerWidth").await;
    for width in [LAPTOP, PHONE] {
        browser.resize(width).await;
        browser.screenshot(&format!("{name}-{width}")).await;
        wrong.extend(promises(browser, width, "").await);
        browser.prefer("dark").await;
        browser.screenshot(&format!("{name}-{width}-dark")).await;
        browser.prefer("light").await;
        if width == LAPTOP {
            wrong.extend(enlarged(browser).await);
        }
        if browser.run(UNCOVER).await == true {
            browser.screenshot(&format!("{name}-{width}-open")).await;
            wrong.extend(promises(browser, width, " when opened").await);
            browser.run(COVER).await;
        }
    }
    browser.resize(u32::try_from(before.as_u64().unwrap()).unwrap()).await;
    wrong.extend(complaints(browser).await);
    wrong
}

/// What axe finds wrong with the page, covered or not, by light and by night.
pub async fn ask_axe(browser: &Browser) -> Vec<String> {
    let mut wrong = Vec::new();
    browser.run(&axe()).await;
    browser.run(UNCOVER).await;
    for colours in ["light", "dark"] {
        browser.prefer(colours).await;
        wrong.extend(violations(browser).await.into_iter().map(|said| format!("axe, {colours}: {said}")));
    }
    browser.prefer("light").await;
    browser.run(COVER).await;
    wrong
}

async fn promises(browser: &Browser, width: u32, how: &str) -> Vec<String> {
    let found = browser.run(include_str!("look.js")).await;
    found.as_array().unwrap().iter().map(|said| format!("at {width} px{how}: {}", text(said))).collect()
}

/// Letters of twice the size push nothing out of the view (WCAG 2.2, 1.4.4 and 1.4.10).
async fn enlarged(browser: &Browser) -> Option<String> {
    browser.run("document.documentElement.style.fontSize = '225%'").await;
    let over = browser.overflow().await;
    browser.run("document.documentElement.style.fontSize = ''").await;
    (over != 0).then(|| format!("with letters of twice the size {over} px too wide in a view of {LAPTOP}"))
}

/// What the browser complained about. Which answers were errors is left to `look.js`, which knows pages from their
/// parts: that a page is an error page is what its walk wants.
async fn complaints(browser: &Browser) -> Vec<String> {
    let said = browser.complaints().await;
    said.into_iter().filter(|said| !said.contains("the server responded with a status of")).collect()
}

async fn violations(browser: &Browser) -> Vec<String> {
    let script = "const done = arguments[arguments.length - 1];
        const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
        axe.run({ runOnly: tags, resultTypes: ['violations'] })
            .then(seen => done(seen.violations), error => done([{ id: 'axe', help: String(error), nodes: [] }]))";
    let seen = browser.run_slowly(script).await;
    seen.as_array().unwrap().iter().map(sentence).collect()
}

fn sentence(violation: &Value) -> String {
    let places = violation["nodes"].as_array().unwrap().iter().take(3);
    let places: Vec<String> = places
        .map(|node| {
            format!("\n    {} {}", text(&node["html"]), text(&node["failureSummary"]).replace('\n', " "))
        })
        .collect();
    format!("{}: {}{}", text(&violation["id"]), text(&violation["help"]), places.concat())
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The source of axe-core, which `tests/run` installs.
fn axe() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/.work/npm/node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}; `bash tests/run browser` installs it", path.display()))
}
