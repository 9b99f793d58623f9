//! The markup of a note, read strictly: what we emit is well formed, so whatever is not is an error.

/// A piece of HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A start tag with its attributes, their entities resolved.
    Open(String, Vec<(String, String)>),
    /// An end tag.
    Close(String),
    /// Text with its entities resolved.
    Text(String),
}

/// Elements without an end.
const VOID: &str = "br";

/// All pieces of an HTML text; an error where a browser would have to guess.
pub fn pieces(html: &str) -> Result<Vec<Piece>, String> {
    let (mut pieces, mut open, mut rest) = (Vec::new(), Vec::new(), html);
    while !rest.is_empty() {
        let Some(inside) = rest.strip_prefix('<') else {
            let (text, after) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
            pieces.push(Piece::Text(resolved(text)?));
            rest = after;
            continue;
        };
        let (tag, after) = inside.split_once('>').ok_or("a tag without an end")?;
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop().as_deref() != Some(name) {
                return Err(format!("</{name}> closes nothing"));
            }
            pieces.push(Piece::Close(name.to_owned()));
            continue;
        }
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        if name.is_empty()
            || !name.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit())
        {
            return Err(format!("no tag: <{tag}>"));
        }
        pieces.push(Piece::Open(name.to_owned(), read_attributes(attributes)?));
        if name != VOID {
            open.push(name.to_owned());
        }
    }
    if open.is_empty() { Ok(pieces) } else { Err(format!("left open: {open:?}")) }
}

fn read_attributes(text: &str) -> Result<Vec<(String, String)>, String> {
    let (mut attributes, mut rest) = (Vec::new(), text.trim());
    while !rest.is_empty() {
        let (name, after) = rest.split_once("=\"").ok_or_else(|| format!("no attribute: {rest}"))?;
        let (value, after) = after.split_once('"').ok_or_else(|| format!("no end: {rest}"))?;
        attributes.push((name.to_owned(), resolved(value)?));
        rest = after.trim_start();
    }
    Ok(attributes)
}

/// Text with the few entities that we write resolved; a bare `&` is an error.
fn resolved(text: &str) -> Result<String, String> {
    let mut parts = text.split('&');
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, after) = part.split_once(';').ok_or_else(|| format!("a bare &: {part}"))?;
        whole.push_str(match name {
            "amp" => "&",
            "lt" => "<",
            "gt" => ">",
            "quot" => "\"",
            "#39" => "'",
            _ => return Err(format!("&{name};")),
        });
        whole.push_str(after);
    }
    Ok(whole)
}

/// The text as lines: a new one at `<br>`, and after each paragraph.
pub fn lines(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(words) => text.push_str(words),
            Piece::Open(name, _) if name == VOID => text.push('\n'),
            Piece::Close(name) if name == "p" => text.push('\n'),
            Piece::Open(..) | Piece::Close(_) => {}
        }
    }
    text
}
