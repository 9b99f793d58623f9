//! Style and script as browsers load them: without the comments and the indentation that are for who reads the source.
//! Every page loads both, and what a page may weigh is better spent on words.

/// After these no space means anything; before them neither, except before a colon: `a :is(b)` is not `a:is(b)`.
const CLOSED: [char; 5] = ['{', '}', ';', ',', '>'];

/// A style without comments, with no more space than it needs. What stands in double quotes stays as it is.
pub fn style(source: &str) -> String {
    let mut lean = String::with_capacity(source.len());
    let mut rest = source;
    let mut has_gap = false;
    while let Some(next) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
            has_gap = true;
            continue;
        }
        if next.is_ascii_whitespace() {
            rest = rest.trim_start();
            has_gap = true;
            continue;
        }
        let is_after_closed = lean.chars().last().is_none_or(|last| last == ':' || CLOSED.contains(&last));
        if has_gap && !is_after_closed && !CLOSED.contains(&next) {
            lean.push(' ');
        }
        has_gap = false;
        if next == '}' && lean.ends_with(';') {
            lean.pop();
        }
        let length = if next == '"' { quoted(rest) } else { next.len_utf8() };
        let (piece, after) = rest.split_at(length);
        lean.push_str(piece);
        rest = after;
    }
    lean
}

/// A script without the lines that are comments, and without indentation. It must hold no text of several lines.
pub fn script(source: &str) -> String {
    let lines = source.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// How many bytes the words in quotes take that a text begins with, quotes included.
fn quoted(text: &str) -> usize {
    let mut quotes = text.match_indices('"').map(|(at, _)| at.saturating_add(1));
    quotes.nth(1).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_means_the_same_without_what_is_for_who_reads_its_source() {
        for (source, lean) in [
            ("/* Why. */\n\na { color: red; }\n", "a{color:red}"),
            (".a :is(b, c) > d { }", ".a :is(b,c)>d{}"),
            ("p { inline-size: calc(100% - 2rem); }", "p{inline-size:calc(100% - 2rem)}"),
            ("@media (min-width: 9rem) { p { margin: 0 1px; } }", "@media (min-width:9rem){p{margin:0 1px}}"),
            ("dt::after { content: \": /* { ; \"; }", "dt::after{content:\": /* { ; \"}"),
            ("a /* one */ b { c: \"– \" }", "a b{c:\"– \"}"),
        ] {
            assert_eq!(style(source), lean);
        }
    }

    #[test]
    fn nothing_of_our_style_is_lost_but_space_and_comments() {
        let source = include_str!("style.css");
        let mut told = source.to_owned();
        while let Some((before, rest)) = told.split_once("/*") {
            told = format!("{before}{}", rest.split_once("*/").unwrap().1);
        }
        let bare = |style: &str| style.split_whitespace().collect::<String>().replace(";}", "}");
        assert_eq!(bare(&style(source)), bare(&told));
        assert!(!source.contains(['\'', '\\']), "other quotes, and what stands for one, are not understood");
        assert!(style(source).len() * 8 < source.len() * 7);
    }

    #[test]
    fn a_script_keeps_its_lines_and_loses_its_comments() {
        assert_eq!(script("// Why.\n  a();\n\n  // How.\n    b(); // stays\n"), "a();\nb(); // stays\n");
        assert!(
            !include_str!("quick-exit.js").contains('`'),
            "a text of several lines would lose its indentation"
        );
    }
}
