//! What a member answers about what was found in their story: replace it, or ask a moderator to let it stand.

use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::auth::Member;
use crate::domain::guide::stop::words_of;
use crate::domain::post::Post;
use crate::domain::post::timed::find_time;
use crate::domain::story::{danger, identity, review};
use crate::domain::vocabulary::fold;

/// Words that ask for replacements.
const REPLACE: &[&str] = &[
    "replace",
    "replace it",
    "replace them",
    "please replace",
    "yes replace",
    "replace please",
    "置き換え",
    "置きかえ",
    "置き換えて",
    "置きかえて",
    "置き換える",
    "置きかえる",
    "置き換えてください",
    "置きかえてください",
    "置換",
];
/// Words that ask to leave a story as it is.
const AS_IT_IS: &[&str] = &[
    "as it is",
    "as is",
    "leave it",
    "leave it as it is",
    "publish as it is",
    "keep it",
    "そのまま",
    "このまま",
    "そのままで",
    "このままで",
    "そのままでお願いします",
    "このままでお願いします",
    "そのままにしてください",
    "このままにしてください",
];

/// What a member wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wish {
    Replace,
    AsItIs,
}

fn wish(text: &str) -> Option<Wish> {
    let said = words_of(text);
    let is_one = |words: &[&str]| words.iter().any(|word| fold(word) == said);
    if said.is_empty() {
        None
    } else if is_one(REPLACE) {
        Some(Wish::Replace)
    } else if is_one(AS_IT_IS) {
        Some(Wish::AsItIs)
    } else {
        None
    }
}

/// Does what a member wishes for a story that waits; the key of what to answer. Nothing where it is no such wish, or
/// nothing waits.
pub(super) async fn consider(
    app: &App,
    member: &Member,
    story: &Post,
    text: &str,
) -> Result<Option<&'static str>> {
    let Some(wish) = wish(text) else { return Ok(None) };
    if wish == Wish::AsItIs && danger::may_ask(app, story).await? {
        review::ask_person(app, member, story.id).await?;
        return Ok(Some("guide-asked-person"));
    }
    if !review::is_waiting(app, story).await? {
        return Ok(None);
    }
    match wish {
        Wish::Replace => {
            let changed = Box::pin(identity::replace(app, member, story.id)).await?;
            let has_time = find_time(app.read(), &changed).await?.is_some();
            Ok(Some(match review::is_waiting(app, &changed).await? {
                true => "guide-replaced-waits",
                false if has_time => "guide-replaced-later",
                false => "guide-replaced",
            }))
        }
        Wish::AsItIs => match review::ask_moderator(app, member, story.id).await {
            Ok(()) => Ok(Some("guide-as-it-is")),
            Err(Error::Invalid(_)) => Ok(Some("guide-contact-stays")),
            Err(error) => Err(error),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_is_one_of_a_few_words_and_nothing_else() {
        for text in ["replace", "@guide Replace!", "@guide@stories.example 置きかえてください。"] {
            assert_eq!(wish(text), Some(Wish::Replace), "{text}");
        }
        for text in ["as it is", "@guide As it is.", "「そのまま」"] {
            assert_eq!(wish(text), Some(Wish::AsItIs), "{text}");
        }
        for text in ["", "@guide", "They should replace the leaflet", "Age: 29", "replace as it is"] {
            assert_eq!(wish(text), None, "{text}");
        }
    }
}
