//! Recovery words: the one way back for who forgot the passphrase, since there is no e-mail to write to.
//!
//! Twelve words out of 1024 or more are 120 bits and more; nobody guesses them. They are shown once and stored as a hash.

use std::sync::LazyLock;

use super::limit::{self, AddressHash};
use super::passphrase::{self, Verdict};
use super::session::SignedIn;
use super::{find_by_handle, ring};
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::base::random::Random;
use crate::store::{ring as ring_row, sign_in};

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

/// Sets a new passphrase for who knows the recovery words, draws new words, and ends all sessions of the person. Gives the
/// new words, to be shown once. The answer never tells whether the handle exists.
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
            let new = New::draw(app, new_passphrase).await?;
            let (row, own) =
                ring::recover(app, member.id(), &normal(words), new_passphrase, &new.words).await?;
            let tx = app.db.begin().await?;
            sign_in::change(&tx, member.row.sign_in_id, new.passphrase_hash, Some(new.recovery_hash)).await?;
            ring_row::put(&tx, row).await?;
            app.commit(tx).await?;
            ring::end_sessions_of(app, own.into_iter(), None).await?;
            Ok(new.words)
        }
        (Some(_) | None, _) => Err(Error::invalid("words", "problem-recovery-wrong")),
    }
}

/// New words for who is signed in, knows the passphrase, and wants the old words to be void. Sessions stay.
pub async fn draw_anew(
    app: &App,
    signed_in: &SignedIn,
    passphrase: &str,
    from: AddressHash,
) -> Result<String> {
    let home = super::session::prove(app, signed_in, passphrase, from).await?;
    let new = New::draw(app, passphrase).await?;
    let opener = ring::close_by(&app.random, &signed_in.ring, &new.words).await?;
    let tx = app.db.begin().await?;
    sign_in::change(&tx, home.row.sign_in_id, new.passphrase_hash, Some(new.recovery_hash)).await?;
    ring_row::change_openers(&tx, home.id(), None, Some(opener)).await?;
    ring::note_words(app, &tx, &signed_in.ring).await?;
    app.commit(tx).await?;
    Ok(new.words)
}

/// New words, with the hashes that are stored.
struct New {
    words: String,
    passphrase_hash: String,
    recovery_hash: String,
}

impl New {
    async fn draw(app: &App, passphrase: &str) -> Result<Self> {
        let words = draw(&app.random, COUNT);
        Ok(Self {
            passphrase_hash: passphrase::hash(&app.random, passphrase).await?,
            recovery_hash: passphrase::hash(&app.random, &words).await?,
            words,
        })
    }
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
