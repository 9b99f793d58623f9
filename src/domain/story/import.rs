//! Bringing a story that was written elsewhere: a text, or a page of the web, becomes what a form can hold. It is told by
//! nobody but its author, after looking at it; nothing is fetched.

use encoding_rs::{EUC_JP, Encoding, ISO_2022_JP, SHIFT_JIS};

use crate::base::error::Problem;
use crate::base::text::paper;
use crate::domain::consent::Consent;
use crate::domain::story::Source;
use crate::domain::story::compose::Told;
use crate::domain::story::draft::Draft;

/// The largest text or page: the longest story takes a quarter of it as text, and pages have much around theirs.
pub const MAX_BYTES: usize = 500 * 1000;
/// Ends of the names of files that hold a text or a page.
const ENDS: [&str; 6] = [".txt", ".text", ".md", ".html", ".htm", ".xhtml"];
/// What stands at the beginning of a page, up to where it says its letters.
const HEAD_BYTES: usize = 4096;
/// The field of the form.
const FIELD: &str = "import";

/// The text of a file.
pub fn text_of_file(name: &str, bytes: &[u8]) -> Result<String, Problem> {
    let name = name.to_lowercase();
    if !name.is_empty() && !ENDS.iter().any(|end| name.ends_with(end)) {
        return Err(Problem::new(FIELD, "problem-import-kind"));
    }
    check_size(bytes.len())?;
    let text = match bytes {
        [0xFF, 0xFE, wide @ ..] => wide_text(wide, u16::from_le_bytes),
        [0xFE, 0xFF, wide @ ..] => wide_text(wide, u16::from_be_bytes),
        narrow => narrow_text(narrow),
    };
    let text = text.ok_or(Problem::new(FIELD, "problem-import-letters"))?;
    if text.contains('\0') { Err(Problem::new(FIELD, "problem-import-kind")) } else { Ok(text) }
}

/// A text in UTF-8, or in one of the letters that Japanese files are written in. What a page says of itself counts first, then
/// what fits without a mistake: of the three, UTF-8 hardly fits anything else, and EUC-JP less than Shift_JIS does.
fn narrow_text(bytes: &[u8]) -> Option<String> {
    let read = |letters: &'static Encoding| {
        letters.decode_without_bom_handling_and_without_replacement(bytes).map(std::borrow::Cow::into_owned)
    };
    // All of ASCII, so that it would pass for UTF-8; nobody else writes an escape and this.
    if bytes.windows(2).any(|pair| pair == b"\x1b$") {
        return read(ISO_2022_JP);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(text.trim_start_matches('\u{feff}').to_owned());
    }
    if let Some(text) = declared(bytes).and_then(read) {
        return Some(text);
    }
    let is_japanese = |text: &String| text.chars().any(|letter| matches!(letter, 'ぁ'..='ヶ'));
    [EUC_JP, SHIFT_JIS].into_iter().filter_map(read).find(is_japanese)
}

/// The letters that a page says it is written in: `<meta charset="…">`, or the older form of it.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..HEAD_BYTES).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head).to_lowercase();
    let (_, after) = head.split_once("charset=")?;
    let name: String = after
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.' | ':'))
        .collect();
    // Of other letters nobody could say that they are wrong: anything is a text in them.
    Encoding::for_label(name.as_bytes()).filter(|letters| *letters == SHIFT_JIS || *letters == EUC_JP)
}

fn wide_text(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let units = bytes.chunks_exact(2).map(|pair| match pair {
        [one, other] => unit([*one, *other]),
        _ => 0,
    });
    String::from_utf16(&units.collect::<Vec<_>>()).ok()
}

fn check_size(bytes: usize) -> Result<(), Problem> {
    let is_fine = bytes <= MAX_BYTES;
    is_fine
        .then_some(())
        .ok_or_else(|| Problem::new(FIELD, "problem-import-large").with("most", MAX_BYTES / 1000))
}

/// What a text or a page tells: titles, editions and facts, as from any client. Nothing is agreed to.
pub fn read(written: &str) -> Result<Source, Vec<Problem>> {
    check_size(written.len()).map_err(|problem| vec![problem])?;
    let text = if is_page(written) { paper::text_of(written) } else { written.to_owned() };
    if text.trim().is_empty() {
        return Err(vec![Problem::new(FIELD, "problem-import-empty")]);
    }
    let draft = Draft::parse(&text, None);
    if !draft.problems.is_empty() {
        let here = |problem: &Problem| Problem { field: FIELD, ..problem.clone() };
        return Err(draft.problems.iter().map(here).collect());
    }
    Ok(Told::from_text(&text, draft, true, Consent::default()).into_source())
}

/// Whether it is HTML: a tag that ends, of a kind that texts are made of.
fn is_page(written: &str) -> bool {
    let lower = written.to_lowercase();
    let ends = [
        "</html>",
        "</body>",
        "</p>",
        "</div>",
        "</h1>",
        "</h2>",
        "</li>",
        "</article>",
        "</td>",
        "<br>",
        "<br/>",
        "<br />",
    ];
    lower.contains('<') && ends.iter().any(|end| lower.contains(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::story::EditionKind;

    #[test]
    fn a_page_of_a_blog_becomes_titles_editions_and_facts() {
        let page = "<!doctype html><html><head><title>My blog</title><script>x()</script></head><body><nav>Home</nav>\
            <h1>Isotretinoin Aftermath / イソトレチノイン後遺症</h1><p>Age: 26–35<br>Medication: isotretinoin<br>\
            Symptoms: severe anxiety, dry eyes</p><h2>English Translation</h2><p>By the third day my feelings had \
            <b>gone</b> quiet.</p><p>And then?</p><h2>原文</h2><p>飲み始めて3日目で何も感じなくなりました。</p></body></html>";
        let source = read(page).unwrap();
        assert_eq!(source.facts.medications.len(), 1);
        assert_eq!(source.facts.symptoms.len(), 2);
        let told: Vec<_> =
            source.editions.iter().map(|one| (one.language.as_str(), one.kind, one.text.as_str())).collect();
        assert_eq!(
            told,
            [
                ("ja", EditionKind::Original, "飲み始めて3日目で何も感じなくなりました。"),
                ("en", EditionKind::Translation, "By the third day my feelings had gone quiet.\n\nAnd then?"),
            ]
        );
        assert!(source.consent.scopes().is_empty(), "nothing is agreed to");
    }

    #[test]
    fn a_plain_text_stays_as_it_is_and_nothing_is_a_problem() {
        let source = read("Eleven years\n\nMedication: tramadol\n\nI took it. 3 < 4 > 2.").unwrap();
        assert_eq!(source.editions[0].text, "I took it. 3 < 4 > 2.");
        let problem = |written: &str| read(written).unwrap_err().remove(0).message;
        assert_eq!(problem("<p> </p>"), "problem-import-empty");
        assert_eq!(problem(&"a".repeat(MAX_BYTES + 1)), "problem-import-large");
        assert_eq!(problem(&"word ".repeat(20_000)), "problem-story-too-long");
    }

    #[test]
    fn a_file_is_a_text_that_can_be_read_or_a_problem() {
        assert_eq!(text_of_file("a.TXT", "日々".as_bytes()).unwrap(), "日々");
        assert_eq!(text_of_file("a.htm", &[0xFF, 0xFE, 0x41, 0]).unwrap(), "A");
        let problem = |name: &str, bytes: &[u8]| text_of_file(name, bytes).unwrap_err().message;
        assert_eq!(problem("a.pdf", b"%PDF"), "problem-import-kind");
        assert_eq!(problem("a.txt", b"a\0b"), "problem-import-kind");
        assert_eq!(problem("a.txt", &[0x93, 0xFA]), "problem-import-letters");
        assert_eq!(problem("a.txt", b"caf\xE9 au lait"), "problem-import-letters");
        assert_eq!(problem("a.txt", &vec![b'a'; MAX_BYTES + 1]), "problem-import-large");
    }

    #[test]
    fn japanese_files_of_any_age_are_read() {
        let told = "飲み始めて3日目で、何も感じなくなりました。アキュテイン 20mg ｱｷｭﾃｲﾝ ①";
        let plain = "飲み始めて三日目で、何も感じなくなりました。アキュテイン";
        for letters in [SHIFT_JIS, EUC_JP] {
            assert_eq!(text_of_file("a.txt", &letters.encode(told).0).unwrap(), told, "{}", letters.name());
        }
        for letters in [SHIFT_JIS, EUC_JP, ISO_2022_JP] {
            let name = letters.name();
            let page =
                format!("<html><head><meta charset=\"{name}\"></head><body><p>{plain}</p></body></html>");
            assert_eq!(text_of_file("a.html", &letters.encode(&page).0).unwrap(), page, "{name}");
            let older = format!("<META content='text/html; charset={name}'><p>{plain}</p>");
            assert_eq!(text_of_file("a.html", &letters.encode(&older).0).unwrap(), older, "{name}");
        }
        assert_eq!(text_of_file("a.txt", "\u{feff}日々".as_bytes()).unwrap(), "日々");
        let lies = [b"<meta charset=shift_jis><p>".as_slice(), "日々".as_bytes()].concat();
        assert!(text_of_file("a.html", &lies).unwrap().ends_with("日々"), "UTF-8 whatever it says");
    }
}
