//! Decisions about servers as other software writes them: Mastodon's CSV files of blocked and of allowed domains.
//!
//! An import only ever tightens: what is decided here already and is as strict stays, and of two decisions the stricter holds
//! with the words that stand here. Before anything is done it can be looked at, with every line that is refused and the
//! number of follows that would be cut.

use std::collections::HashMap;

use super::limit::{self, Decided, Limit, Severity};
use super::peer::{host_key, known};
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::transparency::log::By;
use crate::store::peer::Peer;

/// Most bytes of a file: some ten thousand servers.
pub const BYTES_MOST: usize = 2 * 1024 * 1024;
/// Most lines that are looked at.
const LINES_MOST: usize = 20_000;

/// What the first line of a file of blocked domains says; Mastodon's words.
const LIMITS: [&str; 6] =
    ["#domain", "#severity", "#reject_media", "#reject_reports", "#public_comment", "#obfuscate"];

/// What a file would do, or did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outlook {
    /// Servers about which nothing was decided.
    pub new: Vec<String>,
    /// Servers about which something else was decided, and that are limited further.
    pub tightened: Vec<String>,
    /// How many servers stay as they are.
    pub same: usize,
    /// Lines that are refused, counted from 1, with the key of the words for why.
    pub refused: Vec<(usize, &'static str)>,
    /// How many follows are cut.
    pub cut: u64,
}

/// What a file would do.
///
/// # Errors
/// `Invalid` when it is too large or holds nothing that can be read.
pub async fn look(app: &App, kind: Decided, text: &str) -> Result<Outlook> {
    let (mut outlook, wanted) = weigh(app, kind, text).await?;
    if kind == Decided::Limited {
        outlook.cut = limit::cut_by(app, wanted.into_iter().collect()).await?;
    }
    Ok(outlook)
}

/// Does what a file says, in one transaction.
///
/// # Errors
/// As [`look`].
pub async fn import(app: &App, by: By, kind: Decided, text: &str) -> Result<Outlook> {
    let (mut outlook, wanted) = weigh(app, kind, text).await?;
    let tx = app.db.begin().await?;
    for (host, limit) in wanted {
        let peer = known(app, &tx, &host).await?;
        match kind {
            Decided::Limited => limit::put(app, &tx, by, peer, &limit).await?,
            Decided::Allowed => limit::allow_in(app, &tx, by, peer, true).await?,
        }
    }
    outlook.cut = limit::settle_in(app, &tx).await?;
    app.commit(tx).await?;
    Ok(outlook)
}

/// Everything that was decided, as a file.
pub async fn export(app: &App, kind: Decided) -> Result<String> {
    let peers = limit::list_all(app, kind).await?;
    let mut lines = match kind {
        Decided::Limited => vec![LIMITS.join(",")],
        Decided::Allowed => vec!["#domain".to_owned()],
    };
    lines.extend(peers.iter().map(|peer| match kind {
        Decided::Limited => line(peer),
        Decided::Allowed => quoted(&peer.host),
    }));
    lines.push(String::new());
    Ok(lines.join("\n"))
}

fn line(peer: &Peer) -> String {
    let yes = |holds: bool| if holds { "true" } else { "false" };
    let cells = [
        quoted(&peer.host),
        word(peer.severity.unwrap_or(Severity::Noop)).to_owned(),
        yes(peer.reject_media).to_owned(),
        yes(peer.reject_reports).to_owned(),
        quoted(&peer.public_comment),
        yes(peer.obfuscate).to_owned(),
    ];
    cells.join(",")
}

/// Mastodon's word for it.
pub const fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Noop => "noop",
        Severity::Silence => "silence",
        Severity::Suspend => "suspend",
    }
}

/// The severity of Mastodon's word.
pub fn severity(word: &str) -> Option<Severity> {
    match word.trim() {
        "noop" => Some(Severity::Noop),
        "silence" => Some(Severity::Silence),
        "suspend" => Some(Severity::Suspend),
        _ => None,
    }
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// What a file would do, and what has to be written for it.
async fn weigh(app: &App, kind: Decided, text: &str) -> Result<(Outlook, Vec<(String, Limit)>)> {
    if text.len() > BYTES_MOST {
        return Err(Error::invalid("file", "problem-hosts-large"));
    }
    let before: HashMap<String, Peer> =
        limit::list_all(app, kind).await?.into_iter().map(|peer| (peer.host.clone(), peer)).collect();
    let (read, refused) = read(kind, text, |host| host_key(app, host).ok());
    if read.is_empty() && refused.is_empty() {
        return Err(Error::invalid("file", "problem-hosts-empty"));
    }
    let mut outlook = Outlook { refused, ..Outlook::default() };
    let mut wanted = Vec::new();
    for (host, limit) in read {
        let Some(known) = before.get(&host) else {
            outlook.new.push(host.clone());
            wanted.push((host, limit));
            continue;
        };
        match Limit::of(known).filter(|_| kind == Decided::Limited).map(|now| (tighter(&now, &limit), now)) {
            Some((then, now)) if then != now => {
                outlook.tightened.push(host.clone());
                wanted.push((host, then));
            }
            Some(_) | None => outlook.same += 1,
        }
    }
    Ok((outlook, wanted))
}

/// The stricter of two decisions in everything, with the words of the one that stands.
fn tighter(now: &Limit, new: &Limit) -> Limit {
    let comment = if now.public_comment.is_empty() { &new.public_comment } else { &now.public_comment };
    Limit {
        severity: now.severity.max(new.severity),
        reject_media: now.reject_media || new.reject_media,
        reject_reports: now.reject_reports || new.reject_reports,
        obfuscate: now.obfuscate || new.obfuscate,
        public_comment: comment.clone(),
        private_comment: now.private_comment.clone(),
    }
}

type Refused = Vec<(usize, &'static str)>;

/// The decisions in a file, each server once, and the lines that are none. Without a first line that names the columns, the
/// first column holds the names of servers to be suspended.
fn read(kind: Decided, text: &str, key: impl Fn(&str) -> Option<String>) -> (Vec<(String, Limit)>, Refused) {
    let mut rows = rows(text).into_iter().peekable();
    let plain = |cell: &String| cell.trim().trim_start_matches('#').to_lowercase();
    let named = rows.peek().map(|(_, cells)| cells.iter().map(plain).collect::<Vec<String>>());
    let header = named.filter(|names| names.iter().any(|name| name == "domain"));
    if header.is_some() {
        rows.next();
    }
    let place = |name: &str| match &header {
        Some(names) => names.iter().position(|known| known == name),
        None => (name == "domain").then_some(0),
    };
    let columns = LIMITS.map(|name| place(name.trim_start_matches('#')));
    let (mut found, mut refused): (Vec<(String, Limit)>, Refused) = (Vec::new(), Vec::new());
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (number, cells) in rows {
        let cell = |at: usize| {
            let column = columns.get(at).copied().flatten();
            column.and_then(|column| cells.get(column)).map_or("", |cell| cell.trim())
        };
        let name = cell(0);
        if name.is_empty() && cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let Some(host) = key(name).filter(|_| !name.contains('*')) else {
            refused.push((number, "hosts-refused-name"));
            continue;
        };
        let said = if cell(1).is_empty() { Some(Severity::Suspend) } else { severity(cell(1)) };
        let Some(severity) = said else {
            refused.push((number, "hosts-refused-severity"));
            continue;
        };
        let holds = |at: usize| matches!(cell(at).to_lowercase().as_str(), "true" | "t" | "1" | "yes");
        let limit = Limit {
            severity,
            reject_media: holds(2),
            reject_reports: holds(3),
            public_comment: cell(4).to_owned(),
            obfuscate: holds(5),
            private_comment: String::new(),
        };
        if limit.check().is_err() {
            refused.push((number, "hosts-refused-comment"));
        } else if seen.contains_key(&host) {
            refused.push((number, "hosts-refused-twice"));
        } else {
            seen.insert(host.clone(), number);
            let limit = if kind == Decided::Allowed { Limit::default() } else { limit };
            found.push((host, limit));
        }
    }
    (found, refused)
}

/// The rows of a CSV file (RFC 4180), each with the number of the line on which it begins.
fn rows(text: &str) -> Vec<(usize, Vec<String>)> {
    let text = text.trim_start_matches('\u{feff}');
    let (mut rows, mut cells, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut line, mut began, mut is_quoted) = (1, 1, false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if is_quoted || cell.is_empty() => is_quoted = !is_quoted,
            ',' if !is_quoted => cells.push(std::mem::take(&mut cell)),
            '\r' if !is_quoted => {}
            '\n' if !is_quoted => {
                cells.push(std::mem::take(&mut cell));
                rows.push((began, std::mem::take(&mut cells)));
                line += 1;
                began = line;
                if rows.len() >= LINES_MOST {
                    return rows;
                }
            }
            other => {
                line += usize::from(other == '\n');
                cell.push(other);
            }
        }
    }
    if !cell.is_empty() || !cells.is_empty() {
        cells.push(cell);
        rows.push((began, cells));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_limits(text: &str) -> (Vec<(String, Limit)>, Refused) {
        read(Decided::Limited, text, |host| host.contains('.').then(|| host.to_lowercase()))
    }

    #[test]
    fn a_file_of_mastodon_is_read_and_what_it_does_not_say_clearly_is_refused_by_its_line() {
        let text = "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n\
            Bad.example,suspend,true,False,\"Sells \"\"data\"\",\nand more\",true\n\
            \n\
            loud.example,silence,false,true,,false\n\
            b*d.example,suspend,false,false,,true\n\
            odd.example,banish,false,false,,false\n\
            nothing,suspend,false,false,,false\n\
            bad.example,noop,false,false,,false\n";
        let (found, refused) = read_limits(text);
        let bad = Limit {
            severity: Severity::Suspend,
            reject_media: true,
            obfuscate: true,
            public_comment: "Sells \"data\",\nand more".to_owned(),
            ..Limit::default()
        };
        let loud = Limit { reject_reports: true, ..Limit::default() };
        assert_eq!(found, [("bad.example".to_owned(), bad), ("loud.example".to_owned(), loud)]);
        let expected = [
            (6, "hosts-refused-name"),
            (7, "hosts-refused-severity"),
            (8, "hosts-refused-name"),
            (9, "hosts-refused-twice"),
        ];
        assert_eq!(refused, expected);
    }

    #[test]
    fn a_bare_list_of_names_suspends_them() {
        let (found, refused) = read_limits("bad.example\r\nworse.example");
        assert!(refused.is_empty());
        let severities: Vec<Severity> = found.iter().map(|(_, limit)| limit.severity).collect();
        assert_eq!(severities, [Severity::Suspend, Severity::Suspend]);
    }

    #[test]
    fn an_import_only_tightens() {
        let now = Limit { public_comment: "Ours.".to_owned(), reject_media: true, ..Limit::default() };
        let new = Limit { public_comment: "Theirs.".to_owned(), ..Limit::suspend("Theirs.") };
        let then = tighter(&now, &new);
        assert_eq!((then.severity, then.reject_media), (Severity::Suspend, true));
        assert_eq!(then.public_comment, "Ours.");
        assert_eq!(tighter(&then, &now), then);
    }

    #[test]
    fn what_is_written_is_read_the_same() {
        let peer = Peer {
            severity: Some(Severity::Silence),
            reject_media: true,
            public_comment: "One, \"two\"".to_owned(),
            ..Peer::new(1, "bad.example".to_owned())
        };
        let (found, _) = read_limits(&format!("{}\n{}\n", LIMITS.join(","), line(&peer)));
        assert_eq!(found.first().map(|(_, limit)| limit), Limit::of(&peer).as_ref());
    }
}
