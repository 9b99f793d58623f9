//! Recovery words: the one way back for who forgot the passphrase, since there is no e-mail to write to.
//!
//! Twelve words out of 1024 or more are 120 bits and more; nobody guesses them. They are shown once and stored as a hash.

use std::sync::LazyLock;

use super::limit::{self, AddressHash};
use super::passphrase::{self, Verdict};
use super::{Member, find_by_handle};
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::base::random::Random;
use crate::store::{session, sign_in};

/// How many words make up the recovery words.
pub const COUNT: usize = 12;

static WORDS: LazyLock<Vec<&str>> =
    LazyLock::new(|| include_str!("words/recovery.txt").split_whitespace().collect());

/// Draws so many words, separated by spaces; ten bits and more each.
pub fn draw(random: &Random, count: usize) -> String {
    let most = u32::try_from(WORDS.len()).unwrap_or(u32::MAX);
    let word = |_| usize::try_from(random.below(most)).ok().and_then(|index| WORDS.get(index)).copied();
    (0..count).filter_map(word).collect::<Vec<_>>().join(" ")
}

/// The words as they are hashed: however they were typed or pasted, with numbers and commas between or not.
pub fn normal(text: &str) -> String {
    let words = text.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// What is kept of words that are a key by themselves: 120 bits need no slow hash.
pub fn hash(words: &str) -> String {
    super::secret::hash(&normal(words))
}

/// Sets a new passphrase for who knows the recovery words, draws new words, and ends all sessions. Gives the new
/// words, to be shown once. The answer never tells whether the handle exists.
pub async fn recover(
    app: &App,
    handle: &str,
    words: &str,
    new_passphrase: &str,
    from: AddressHash,
) -> Result<String> {
    limit::attempt(app, handle, from)?;
    passphrase::check(new_passphrase, &super::handle::key(app, handle))
        .map_err(|problem| Error::Invalid(vec![problem]))?;
    let member = find_by_handle(app, handle).await?;
    let stored = match &member {
        Some(member) => Some(sign_in::load(app.read(), member.row.sign_in_id).await?.recovery_hash),
        None => None,
    };
    let verdict = passphrase::verify(&normal(words), stored.as_deref()).await?;
    match (member, verdict) {
        (Some(member), Verdict::Right | Verdict::RightButStale) => {
            renew(app, &member, new_passphrase, Sessions::End).await
        }
        (Some(_) | None, _) => Err(Error::invalid("words", "problem-recovery-wrong")),
    }
}

/// New words for who is signed in, knows the passphrase, and wants the old words to be void. Sessions stay.
pub async fn draw_anew(app: &App, member: &Member, passphrase: &str, from: AddressHash) -> Result<String> {
    super::session::prove(app, member, passphrase, from).await?;
    renew(app, member, passphrase, Sessions::Stay).await
}

/// What happens to the sessions of the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sessions {
    Stay,
    End,
}

async fn renew(app: &App, member: &Member, passphrase: &str, sessions: Sessions) -> Result<String> {
    let words = draw(&app.random, COUNT);
    let passphrase_hash = passphrase::hash(&app.random, passphrase).await?;
    let recovery_hash = passphrase::hash(&app.random, &words).await?;
    let tx = app.db.begin().await?;
    sign_in::change(&tx, member.row.sign_in_id, passphrase_hash, Some(recovery_hash)).await?;
    if sessions == Sessions::End {
        session::delete_of_sign_in(&tx, member.row.sign_in_id, None).await?;
    }
    app.commit(tx).await?;
    Ok(words)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn twelve_words_of_the_list_hold_at_least_110_bits() {
        let distinct: HashSet<_> = WORDS.iter().collect();
        assert_eq!(distinct.len(), WORDS.len(), "a word stands twice");
        assert!(WORDS.len() >= 1024, "{}", WORDS.len());
        assert!(WORDS.iter().all(|word| word.chars().all(|c| c.is_ascii_lowercase())));
        assert_eq!(draw(&Random::default(), COUNT).split(' ').count(), COUNT);
    }

    #[test]
    fn words_are_the_same_however_they_were_typed() {
        assert_eq!(normal(" 1. Apple, 2. river\n3. tea "), "apple river tea");
    }
}
