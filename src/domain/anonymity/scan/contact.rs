//! E-mail and web addresses, and names of accounts on networks.

use super::letters::{Gap, Script, Text, is_han, is_hiragana, is_katakana};
use super::lists::lists;
use super::{FindingKind, Found};

/// Most characters of an address's parts that are looked at.
const MOST: usize = 200;
/// How an `@` is written where programs shall not read it.
const AT: &[&str] =
    &["(at)", "[at]", "{at}", "<at>", "(@)", "[@]", "アットマーク", "(アット)", "[アット]", "あっと"];
const DOT: &[&str] = &["(dot)", "[dot]", "{dot}", " dot ", " [dot] ", " (dot) ", "(ドット)", "ドット"];

pub(super) fn find(text: &Text, found: &mut Found) {
    for place in 0..text.len() {
        match text.at(place) {
            '@' => at_sign(text, place, found),
            '(' | '[' | '{' | '<' | 'ア' | 'あ' => {
                if let Some(at) = AT.iter().find(|at| text.says(place, at)) {
                    mail(text, place, place + at.chars().count(), found);
                }
            }
            'h' | 'H' | 'w' | 'W' if !text.before(place).is_ascii_alphanumeric() => link(text, place, found),
            _ => {}
        }
    }
    domains(text, found);
    spoken_mail(text, found);
    accounts(text, found);
}

fn is_local(c: char) -> bool {
    c.is_ascii_alphanumeric() || "._%+-".contains(c)
}

fn is_host(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '.' || c == '-'
}

/// The end of a host name with a dot and letters at its end; none where there is no such name.
fn host(text: &Text, start: usize) -> Option<usize> {
    let mut end = start;
    loop {
        end = text.forth(end, MOST, is_host);
        let Some(dot) = DOT.iter().find(|dot| end > start && text.says(end, dot)) else { break };
        let next = end + dot.chars().count();
        let next = if text.at(next) == ' ' { next + 1 } else { next };
        if !text.at(next).is_ascii_alphabetic() {
            break;
        }
        end = next;
    }
    while end > start && matches!(text.before(end), '.' | '-') {
        end -= 1;
    }
    let letters = end - text.back(end, MOST, |c| c.is_ascii_alphabetic());
    let dotted = text.part(start, end);
    let has_dot = dotted.contains('.') || DOT.iter().any(|dot| dotted.to_lowercase().contains(dot.trim()));
    (letters >= 2 && has_dot && end - start > letters).then_some(end)
}

/// `at` to `after` is the sign between the parts of an e-mail address; a space may stand on each side.
fn mail(text: &Text, at: usize, after: usize, found: &mut Found) {
    let before = if text.before(at) == ' ' { at - 1 } else { at };
    let mut start = text.back(before, MOST, is_local);
    while start < before && !text.at(start).is_ascii_alphanumeric() {
        start += 1;
    }
    if start < before
        && text.before(start) != '@'
        && let Some(end) = host(text, text.after_space(after))
    {
        found.add(FindingKind::Email, start, end);
    }
}

fn at_sign(text: &Text, place: usize, found: &mut Found) {
    let before = text.before(place);
    if is_local(before) || (before == ' ' && text.at(place + 1) == ' ') {
        mail(text, place, place + 1, found);
    }
    if before.is_ascii_alphanumeric() || before == '@' {
        return;
    }
    let mut end = text.forth(place + 1, MOST, |c| c.is_ascii_alphanumeric() || "_.-".contains(c));
    if text.at(end) == '@'
        && let Some(host) = host(text, end + 1)
    {
        end = host;
    }
    while end > place && matches!(text.before(end), '.' | '-') {
        end -= 1;
    }
    let name = text.part(place + 1, end);
    let starts_well = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let letters = name.chars().filter(char::is_ascii_alphabetic).count();
    // "@8am", "@20mg" and "@night" are times and doses.
    let is_word = lists().contact.not_accounts.contains(&name.to_lowercase());
    if letters >= 2 && !is_word && (starts_well || letters >= 4) {
        found.add(FindingKind::Handle, place, end);
    }
}

fn is_in_address(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c)
}

/// The end of an address that begins at `start`, without the marks of the sentence around it.
fn end_of_link(text: &Text, start: usize) -> usize {
    let mut end = text.forth(start, 2000, is_in_address);
    let opened = |end: usize| text.part(start, end).contains('(');
    while end > start {
        match text.before(end) {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | ']' | '*' | '&' => end -= 1,
            ')' if !opened(end) => end -= 1,
            _ => break,
        }
    }
    end
}

fn link(text: &Text, place: usize, found: &mut Found) {
    let Some(head) = ["http://", "https://", "www."].into_iter().find(|head| text.says(place, head)) else {
        return;
    };
    let end = end_of_link(text, place);
    if end > place + head.chars().count() + 2 {
        found.add(FindingKind::Url, place, end);
    }
}

/// `clearskin.example.com/reviews`: without a scheme, by the endings that are met most.
fn domains(text: &Text, found: &mut Found) {
    let mut start = 0;
    while start < text.len() {
        let end = text.forth(start, MOST, is_host);
        if end == start {
            start += 1;
            continue;
        }
        let mut last = end;
        while last > start && matches!(text.before(last), '.' | '-') {
            last -= 1;
        }
        let host = text.part(start, last);
        let labels: Vec<&str> = host.split('.').collect();
        let ending = labels.last().copied().unwrap_or_default();
        let is_known = lists().contact.endings.contains(&ending.to_lowercase())
            && (ending.chars().all(|c| c.is_ascii_lowercase())
                || host.chars().all(|c| !c.is_ascii_lowercase()));
        let is_host = labels.len() > 1
            && labels.iter().all(|label| label.chars().count() > 1)
            && labels.iter().any(|label| label.chars().any(|c| c.is_ascii_alphabetic()) && *label != ending);
        // Their names are on everybody's lips, and lead to nobody.
        let is_public = text.at(last) != '/' && lists().contact.public_hosts.contains(&host.to_lowercase());
        let is_alone = !is_public && !matches!(text.before(start), '@' | '/') && text.at(last) != '@';
        if is_known && is_host && is_alone {
            let whole = if text.at(last) == '/' { end_of_link(text, start) } else { last };
            found.add(FindingKind::Url, start, whole.max(last));
        }
        start = end;
    }
}

/// "jane dot doe at gmail dot com", "jane.doe at gmail.com".
fn spoken_mail(text: &Text, found: &mut Found) {
    for number in 1..text.words().len() {
        if text.lower(number) != "at" {
            continue;
        }
        let (Some(local), Some(host)) = (text.word(number - 1), text.next(number)) else { continue };
        let is_provider = lists()
            .contact
            .providers
            .iter()
            .any(|provider| host.lower.len() > 2 && provider.starts_with(&host.lower));
        let is_spoken = text.lower(number + 2) == "dot" || text.at(host.end) == '.';
        // "hello at quietpills dot org": any host whose ending is known.
        let is_host =
            text.lower(number + 2) == "dot" && lists().contact.endings.contains(text.lower(number + 3));
        let is_mail = is_host || (is_provider && is_spoken);
        let Some(ending) = text.word(number + 3).filter(|_| is_mail) else { continue };
        if local.gap == Gap::Line && local.script == Script::Mark {
            continue;
        }
        let start = text.back(local.end, MOST, is_local);
        found.add(FindingKind::Email, start, ending.end);
    }
}

fn is_account(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_.#-".contains(c)
}

/// "Instagram: quiet.fern", "LINEのIDは quiet_fern", `u/quiet_fern`, `quietfern#4471`.
fn accounts(text: &Text, found: &mut Found) {
    let words = &lists().contact;
    for (number, word) in text.words().iter().enumerate() {
        if words.networks.contains(&word.lower) || (word.lower == "x" && text.at(word.end) == 'の') {
            after_network(text, number, found);
        }
        if word.lower != "id"
            && words.account_words.contains(&word.lower)
            && matches!(text.lower(number + 1), "is" | ":" | "は")
        {
            after_network(text, number, found);
        }
        if word.lower == "u" && text.at(word.end) == '/' && !text.before(word.start).is_alphanumeric() {
            let end = text.forth(word.end + 1, 30, |c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
            if end > word.end + 3 {
                found.add(FindingKind::Handle, word.end + 1, end);
            }
        }
        if word.lower == "#" && word.gap == Gap::Nothing {
            let start = text.back(word.start, 32, |c| c.is_ascii_alphanumeric() || c == '_' || c == '.');
            let end = text.forth(word.end, 5, |c| c.is_ascii_digit());
            let letters = text.part(start, word.start).chars().any(|c| c.is_ascii_alphabetic());
            if letters && end - word.end == 4 && !text.at(end).is_alphanumeric() {
                found.add(FindingKind::Handle, start, end);
            }
        }
    }
}

/// The name of an account a few words after that of its network.
fn after_network(text: &Text, network: usize, found: &mut Found) {
    const MOST_WORDS: usize = 7;
    let words = &lists().contact;
    let (mut is_said, mut is_marked) = (false, false);
    for number in network + 1..network + MOST_WORDS {
        let Some(word) = text.word(number).filter(|word| word.gap != Gap::Line) else { return };
        if matches!(word.lower.as_str(), ":" | "=" | "「" | "『" | "(") {
            (is_said, is_marked) = (true, word.lower != "(" || is_marked);
        } else if matches!(word.lower.as_str(), "is" | "は" | "が" | "→" | "as" | "@")
            || words.account_words.contains(&word.lower)
        {
            is_said = true;
        } else if !words.between.contains(&word.lower) {
            let end = text.forth(word.start, 40, is_account);
            let end = text.back(end, 3, |c| c == '.' || c == '-').max(word.start);
            let name = text.part(word.start, end);
            let looks_made = name.contains(|c: char| c.is_ascii_digit() || "_.#".contains(c));
            let has_letters = name.chars().filter(|c| c.is_ascii_alphabetic()).count() >= 2;
            // A plain word is a name only where it stands alone behind a colon: "Telegram: quietfern".
            let stands_alone =
                matches!(text.at(end), '\0' | '\n' | ',' | '.' | ';' | ')' | '、' | '。' | '」');
            let is_plain_word = !is_marked
                || !stands_alone
                || words.also_words.contains(text.lower(network))
                || words.not_accounts.contains(&name.to_lowercase());
            let next = text.at(end);
            let ends_well = !is_han(next) || is_hiragana(next) || is_katakana(next);
            if is_said && name.len() >= 3 && has_letters && ends_well && (looks_made || !is_plain_word) {
                found.add(FindingKind::Handle, word.start, end);
            }
            return;
        }
    }
}
