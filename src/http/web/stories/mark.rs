//! Passages of a story that are marked where they stand, for its writer to look at before it is told.

use crate::base::text::html;

/// Clean HTML with these passages marked, wherever they stand in its text. A passage may go over line ends.
pub fn marked<S: AsRef<str>>(text: &str, passages: &[S]) -> String {
    let letters = Letters::read(text);
    let mut inside = vec![false; letters.0.len()];
    for passage in passages {
        let wanted: Vec<char> = passage.as_ref().chars().filter(|letter| !letter.is_whitespace()).collect();
        if wanted.is_empty() {
            continue;
        }
        for (start, window) in letters.0.windows(wanted.len()).enumerate() {
            if window.iter().map(|(letter, ..)| letter).eq(&wanted) {
                inside.iter_mut().skip(start).take(wanted.len()).for_each(|inside| *inside = true);
            }
        }
    }
    let mut marked = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for ((_, start, end), _) in letters.0.iter().zip(&inside).filter(|(_, inside)| **inside) {
        let before = text.get(at..*start).unwrap_or_default();
        // What stands side by side is one mark; a tag or a word in between parts it.
        if marked.ends_with("</mark>") && before.trim().is_empty() {
            marked.truncate(marked.len() - "</mark>".len());
            marked.push_str(before);
        } else {
            marked.push_str(before);
            marked.push_str("<mark>");
        }
        marked.push_str(text.get(*start..*end).unwrap_or_default());
        marked.push_str("</mark>");
        at = *end;
    }
    marked.push_str(text.get(at..).unwrap_or_default());
    marked
}

/// The letters of an HTML text that are no whitespace, each with where it begins and ends there.
struct Letters(Vec<(char, usize, usize)>);

impl Letters {
    fn read(text: &str) -> Self {
        let (mut letters, mut at) = (Vec::new(), 0);
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let Some(first) = rest.chars().next() else { break };
            let length = match first {
                '<' => rest.find('>').map_or(rest.len(), |end| end + 1),
                '&' => rest.find(';').map_or(1, |end| end + 1),
                other => other.len_utf8(),
            };
            let letter = match first {
                '<' => None,
                '&' => html::plain(rest.get(..length).unwrap_or_default()).chars().next(),
                other => Some(other),
            };
            letters.extend(
                letter.filter(|letter| !letter.is_whitespace()).map(|letter| (letter, at, at + length)),
            );
            at += length;
        }
        Self(letters)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passages_are_marked_within_the_text_and_never_within_a_tag() {
        let check = |html: &str, passages: &[&str], expected: &str| {
            assert_eq!(marked(html, passages), expected);
        };
        check("<p>Dr. Whitfield said</p>", &["Dr. Whitfield"], "<p><mark>Dr. Whitfield</mark> said</p>");
        check(
            "<p>12 Larch<br>Avenue</p>",
            &["12 Larch\nAvenue"],
            "<p><mark>12 Larch</mark><br><mark>Avenue</mark></p>",
        );
        check(
            "<a href=\"https://a.example\">https://a.example</a>",
            &["https://a.example"],
            "<a href=\"https://a.example\"><mark>https://a.example</mark></a>",
        );
        check("<p>O&#39;Neill &amp; co</p>", &["O'Neill & co"], "<p><mark>O&#39;Neill &amp; co</mark></p>");
        check("<p>a</p><p>b</p>", &["ab", ""], "<p><mark>a</mark></p><p><mark>b</mark></p>");
        check("<p>Mia, not Leo.</p>", &["Mia", "Leo"], "<p><mark>Mia</mark>, not <mark>Leo</mark>.</p>");
        check("<p>田中先生</p>", &["田中", "x"], "<p><mark>田中</mark>先生</p>");
        check("", &["x"], "");
    }
}
