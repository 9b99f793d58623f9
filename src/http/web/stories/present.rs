//! From what is stored of a post to what a page shows of it, in the reader's language. No text of another server
//! gets onto a page without being cleaned here, or escaped by the template.

use chrono::{DateTime, NaiveDate};
use serde_json::Value;

use super::facts;
use super::pictures;
use super::views::{Care, EditionView, Origin, PollView, Spoken, StoryCard, StoryView, Translator};
use crate::base::i18n::{self, Language};
use crate::base::text::CleanHtml;
use crate::base::urls::Urls;
use crate::domain::account::Account;
use crate::domain::care::level;
use crate::domain::poll::PollOption;
use crate::domain::post::{Post, PostKind, PostState, Shown, ShownPoll};
use crate::domain::story::document;
use crate::domain::story::{EditionBy, EditionKind, Preview};
use crate::domain::vocabulary::Lang;
use crate::http::web::frame::Link;

/// Where nobody knows the language of a text (BCP 47).
const UNDETERMINED: &str = "und";
/// About three lines of a list.
const OPENING_CHARS: usize = 220;
/// An opening that ends after fewer characters says too little to stop there.
const LEAST_OPENING_CHARS: usize = 60;

/// What a page shows of a text, whoever wrote it and wherever it is kept.
struct Content<'a> {
    story: Option<document::StoryView>,
    html: &'a str,
    language: &'a str,
    title: Option<&'a str>,
    warning: &'a str,
    care_level: i32,
}

/// A post as a card of a list.
pub fn card(urls: &Urls, shown: &Shown, language: Language) -> StoryCard {
    let post = &shown.post;
    let content = Content::of(post);
    let editions = content.editions(language);
    let here = editions.iter().find(|edition| is_in(&edition.language, language));
    let original = editions.last();
    let warning = content.warning(language);
    let opening = here.or(original).filter(|_| warning.is_none());
    let story = content.story.as_ref();
    StoryCard {
        address: path(urls, post, &shown.author),
        // The page itself names a story without a title.
        title: content
            .titles(language)
            .into_iter()
            .next()
            .unwrap_or_else(|| Spoken::new(language.code(), String::new())),
        home: home(&shown.author),
        facts: story.map(|story| facts::in_short(story, language)).unwrap_or_default(),
        opening: opening.map(|edition| Spoken::new(edition.language.clone(), first_sentences(&edition.html))),
        warning,
        only_in: original.filter(|_| here.is_none()).map(|edition| edition.language.clone()),
        told: day(post.published_at),
        held: post.state == PostState::Held,
    }
}

/// A post as its own page shows it.
pub fn story(urls: &Urls, shown: &Shown, language: Language) -> StoryView {
    let post = &shown.post;
    StoryView {
        is_note: post.kind != PostKind::Story,
        teller: teller(&shown.author),
        home: home(&shown.author),
        elsewhere: (!post.local).then(|| post.url.clone()).filter(|address| is_web_address(address)),
        told: day(post.published_at),
        changed: post.updated_at.and_then(day),
        poll: shown.poll.as_ref().map(poll),
        address: post.url.clone(),
        pictures: pictures::of(urls, shown),
        covers_pictures: pictures::are_covered(shown),
        ..Content::of(post).view(language)
    }
}

fn poll(shown: &ShownPoll) -> PollView {
    let count = |option: &PollOption| shown.shows_counts().then_some(option.vote_count.max(0));
    let options = shown.options.iter().map(|option| (option.title.clone(), count(option)));
    PollView { options: options.collect(), ended: shown.has_ended }
}

/// A story as its page will show it once it is told.
pub fn preview(preview: &Preview, author: &Account, language: Language, now: i64) -> StoryView {
    let content = Content {
        story: read(&preview.story),
        html: "",
        language: UNDETERMINED,
        title: None,
        warning: &preview.warning,
        care_level: i32::from(preview.care_level),
    };
    StoryView { teller: teller(author), told: day(now), ..content.view(language) }
}

/// The path of a post's page here, also for one that was told elsewhere.
pub fn path(urls: &Urls, post: &Post, author: &Account) -> String {
    match urls.local_path(&post.url).filter(|_| post.local) {
        Some(path) => path.to_owned(),
        None => format!("{}/{}", member_path(author), post.id),
    }
}

/// The path of somebody's page here.
pub fn member_path(account: &Account) -> String {
    format!("/{}", name(account))
}

/// Who told it, as a link to their page here.
pub fn teller(account: &Account) -> Link {
    Link { label: name(account), address: member_path(account) }
}

/// The day of a time in seconds (UTC); of most of them a page shows the month alone.
pub fn day(seconds: i64) -> Option<NaiveDate> {
    DateTime::from_timestamp(seconds, 0).map(|time| time.date_naive())
}

/// The warning that stands over a text in `original`, if it has one: what a server of our kind set is said in the
/// reader's language, an author's words stay theirs.
pub fn warning(given: &str, original: &str, language: Language) -> Option<Spoken> {
    let given = given.trim();
    let reworded = Lang::from_tag(original)
        .and_then(|original| level::reworded(given, original, facts::lang_of(language)))
        .map(|reworded| Spoken::new(language.code(), reworded));
    (!given.is_empty()).then(|| reworded.unwrap_or_else(|| Spoken::new(original, given)))
}

/// Whether helplines belong beside a text of this care level.
pub fn needs_helplines(care_level: i32) -> bool {
    care(care_level) == Care::SuicidalThoughts
}

fn care(level: i32) -> Care {
    if level >= i32::from(level::SUICIDAL_THOUGHTS) {
        Care::SuicidalThoughts
    } else if level >= i32::from(level::SENSITIVE) {
        Care::Sensitive
    } else {
        Care::Nothing
    }
}

/// `@handle` of somebody here, `@handle@host` of others.
pub fn name(account: &Account) -> String {
    if account.is_local() {
        format!("@{}", account.handle)
    } else {
        format!("@{}@{}", account.handle, account.host)
    }
}

fn home(author: &Account) -> Option<String> {
    (!author.is_local()).then(|| author.host.clone())
}

fn is_web_address(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

fn is_in(tag: &str, language: Language) -> bool {
    Language::parse(tag) == Some(language)
}

fn read(story: &str) -> Option<document::StoryView> {
    serde_json::from_str::<Value>(story).ok().map(|story| document::StoryView::read(&story))
}

impl<'a> Content<'a> {
    fn of(post: &'a Post) -> Self {
        Self {
            story: post.story.as_deref().and_then(read),
            html: &post.html,
            language: post.language.as_deref().unwrap_or(UNDETERMINED),
            title: post.title.as_deref(),
            warning: post.warning.trim(),
            care_level: post.care_level,
        }
    }

    fn view(&self, language: Language) -> StoryView {
        let story = self.story.as_ref();
        let topics = story.map(|story| facts::topics(story, language)).unwrap_or_default();
        StoryView {
            titles: self.titles(language),
            facts: story.map(|story| facts::all(story, language)).unwrap_or_default(),
            care: care(self.care_level),
            warning: self.warning(language),
            editions: self.editions(language),
            topics: topics.into_iter().map(|(label, address)| Link { label, address }).collect(),
            ..StoryView::default()
        }
    }

    /// Titles without repeats, the reader's language first, then the original's.
    fn titles(&self, language: Language) -> Vec<Spoken> {
        let given = self.story.iter().flat_map(|story| &story.titles);
        let mut titles: Vec<Spoken> =
            given.map(|(tag, text)| Spoken::new(tag.as_str(), text.as_str())).collect();
        for edition in self.story.iter().flat_map(|story| &story.editions) {
            if let Some((tag, title)) = edition.language.as_deref().zip(edition.title.as_deref())
                && !titles.iter().any(|known| known.language == tag)
            {
                titles.push(Spoken::new(tag, title));
            }
        }
        if titles.is_empty() {
            titles.extend(self.title.map(|title| Spoken::new(self.language, title)));
        }
        let original = self.story.as_ref().and_then(|story| story.original_language.as_deref());
        titles.sort_by_key(|title| {
            (!is_in(&title.language, language), Some(title.language.as_str()) != original)
        });
        titles
    }

    /// What covers the text: the words that came with it, else ours where the text needs some.
    fn warning(&self, language: Language) -> Option<Spoken> {
        if let Some(given) = warning(self.warning, self.language(), language) {
            return Some(given);
        }
        let key = match care(self.care_level) {
            Care::Nothing => return None,
            Care::Sensitive => "care-warning-sensitive",
            Care::SuicidalThoughts => "care-warning-suicidal",
        };
        Some(Spoken::new(language.code(), i18n::text(language, key, &[])))
    }

    /// The language of the original.
    fn language(&self) -> &str {
        let stated = self.story.as_ref().and_then(|story| story.original_language.as_deref());
        stated.unwrap_or(self.language)
    }

    /// Translations first, that into the reader's language on top; the original last.
    fn editions(&self, language: Language) -> Vec<EditionView> {
        let given = self.story.iter().flat_map(|story| &story.editions);
        let mut editions: Vec<EditionView> = given.map(|given| edition(given, self.language())).collect();
        if editions.is_empty() && !self.html.is_empty() {
            editions.push(EditionView {
                language: self.language.to_owned(),
                html: CleanHtml::clean(self.html).into_string(),
                ..EditionView::default()
            });
        }
        // Whose author tells the facts alone has an edition without a text.
        editions.retain(|edition| !edition.html.is_empty());
        editions
            .sort_by_key(|edition| (edition.origin == Origin::Original, !is_in(&edition.language, language)));
        editions
    }
}

fn edition(given: &document::EditionView, original_language: &str) -> EditionView {
    let code = |answer: &Option<document::Answer>| answer.as_ref().map(|answer| answer.code.clone());
    let kind = code(&given.kind).and_then(|code| EditionKind::from_code(&code));
    let by = code(&given.by).and_then(|code| EditionBy::from_code(&code));
    let origin = match kind.unwrap_or(EditionKind::Original) {
        EditionKind::Original => Origin::Original,
        EditionKind::Translation => Origin::Translation {
            // Whoever is not named as the author or as a machine is somebody of a community.
            by: match by.unwrap_or(EditionBy::Community) {
                EditionBy::Author => Translator::Author,
                EditionBy::Community => Translator::Community,
                EditionBy::Machine => Translator::Machine(given.engine.clone()),
            },
            reviewed: given.reviewed,
        },
    };
    EditionView {
        language: given.language.clone().unwrap_or_else(|| original_language.to_owned()),
        title: given.title.clone().unwrap_or_default(),
        html: CleanHtml::clean(&given.unclean_content).into_string(),
        origin,
    }
}

/// The first sentences of a text, without markup.
fn first_sentences(html: &str) -> String {
    let plain = CleanHtml::stored(html.to_owned()).to_plain();
    let text = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= OPENING_CHARS {
        return text;
    }
    let start: String = text.chars().take(OPENING_CHARS).collect();
    let mut ends = start.char_indices().filter(|(at, letter)| {
        let end = at.saturating_add(letter.len_utf8());
        let is_end = matches!(letter, '。' | '！' | '？')
            || (matches!(letter, '.' | '!' | '?')
                && start.get(end..).is_some_and(|rest| rest.starts_with(' ')));
        is_end && start.get(..end).is_some_and(|whole| whole.chars().count() >= LEAST_OPENING_CHARS)
    });
    if let Some(whole) =
        ends.next_back().and_then(|(at, letter)| start.get(..at.saturating_add(letter.len_utf8())))
    {
        return whole.to_owned();
    }
    let cut = start.rfind(' ').and_then(|at| start.get(..at)).filter(|_| spaced(&start)).unwrap_or(&start);
    format!("{cut}…")
}

/// Whether a text sets its words apart by spaces; else it may be cut anywhere.
fn spaced(text: &str) -> bool {
    text.chars().filter(|letter| *letter == ' ').count().saturating_mul(20) > text.chars().count()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn view(story: &Value, language: Language) -> StoryView {
        let content = Content {
            story: read(&story.to_string()),
            html: "<p>fallback</p>",
            language: "ja",
            title: None,
            warning: "",
            care_level: 2,
        };
        content.view(language)
    }

    fn two_editions() -> Value {
        json!({
            "originalLanguage": "ja",
            "titleMap": {"en": "Aftermath", "ja": "後遺症"},
            "editions": [
                {"language": "ja", "kind": "original", "by": "author", "content": "<p>三日目</p>"},
                {"language": "en", "kind": "translation", "by": "machine", "engine": "M1", "reviewed": false,
                 "content": "<p onclick=\"x()\">Third day<script>alert(1)</script></p>"},
            ],
        })
    }

    #[test]
    fn both_titles_stand_with_the_readers_first_and_the_translation_above_the_original() {
        let english = view(&two_editions(), Language::En);
        let titles: Vec<&str> = english.titles.iter().map(|title| title.text.as_str()).collect();
        assert_eq!(titles, ["Aftermath", "後遺症"]);
        assert_eq!(view(&two_editions(), Language::Ja).titles[0].text, "後遺症");
        let languages: Vec<&str> = english.editions.iter().map(|edition| edition.language.as_str()).collect();
        assert_eq!(languages, ["en", "ja"]);
        let by = Translator::Machine(Some("M1".to_owned()));
        assert_eq!(english.editions[0].origin, Origin::Translation { by, reviewed: false });
        assert_eq!(english.care, Care::SuicidalThoughts);
    }

    #[test]
    fn what_another_server_sent_is_cleaned_before_it_is_shown() {
        assert_eq!(view(&two_editions(), Language::En).editions[0].html, "<p>Third day</p>");
    }

    #[test]
    fn a_text_without_editions_is_its_own_original() {
        let plain = view(&json!({}), Language::En);
        assert_eq!(plain.editions.len(), 1);
        assert_eq!(
            (plain.editions[0].language.as_str(), &plain.editions[0].origin),
            ("ja", &Origin::Original)
        );
    }

    #[test]
    fn an_opening_ends_with_a_sentence_or_between_words() {
        let sentence = "It began on the third day of taking it, and nothing has been the same since then. ";
        let opening = first_sentences(&format!("<p>{}</p>", sentence.repeat(5)));
        assert!(opening.ends_with("since then.") && opening.chars().count() <= OPENING_CHARS, "{opening}");
        let words = first_sentences(&format!("<p>{}</p>", "word ".repeat(90)));
        assert!(words.ends_with("word…"), "{words}");
        assert_eq!(first_sentences("<p>三日目。</p>"), "三日目。");
    }
}
