//! Translating by machine: a client for one service that speaks LibreTranslate's interface, chosen by the operator.
//!
//! What comes back is as hostile as any text of another server: whoever shows it cleans it first. Answers are kept
//! for a while by a digest of what was asked, within a bound, so that a story that many read is sent out once.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use anyhow::anyhow;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, StatusCode};
use moka::future::Cache;
use serde::{Deserialize, Serialize};
use url::Url;

use super::config;
use super::digest::sha256_hex;
use super::error::{Error, Result};
use super::fetch::{FetchRules, Fetched, Fetcher};

/// Translations kept in memory, in bytes.
const MAX_BYTES: u64 = 4 * 1024 * 1024;
/// A translation is kept no longer: what was taken back must not stay in memory for days.
const LIFE: Duration = Duration::from_hours(1);
/// What the service can do is asked anew after this time.
const LANGUAGES_LIFE: Duration = Duration::from_hours(1);
/// Where the service finds out the language by itself.
const ANY: &str = "auto";

/// Which languages the service translates: from each source into which targets, by its own codes.
pub type Languages = BTreeMap<String, Vec<String>>;

/// The service. Cheap to clone.
#[derive(Clone)]
pub struct Translator {
    fetch: Fetcher,
    base: Url,
    key: String,
    kept: Cache<String, Arc<Translated>>,
    languages: Cache<(), Arc<Languages>>,
}

impl std::fmt::Debug for Translator {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Translator").field("base", &self.base.as_str()).finish_non_exhaustive()
    }
}

/// What the service made of several texts. **Unclean**: it is somebody else's HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translated {
    /// The texts in the order in which they were sent.
    pub texts: Vec<String>,
    /// The language that the service found, where it was asked to find it.
    pub detected: Option<String>,
}

#[derive(Serialize)]
struct Question<'a> {
    q: &'a [String],
    source: &'a str,
    target: &'a str,
    format: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    api_key: &'a str,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    translated_text: Texts,
    #[serde(default)]
    detected_language: Option<Detected>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Texts {
    Several(Vec<String>),
    One(String),
}

/// The service gives one for each text, or one for all.
#[derive(Deserialize)]
#[serde(untagged)]
enum Detected {
    Several(Vec<Guess>),
    One(Guess),
}

#[derive(Deserialize)]
struct Guess {
    language: String,
}

#[derive(Deserialize)]
struct Spoken {
    code: String,
    #[serde(default)]
    targets: Vec<String>,
}

impl Translator {
    /// The service that the operator chose, if any. It may be on this machine or in the operator's own network: that
    /// holds for its requests only, and for nothing that other servers make us fetch.
    pub fn new(introduction: String, settings: &config::Translation) -> Result<Option<Self>> {
        let Some(base) = settings.url.clone() else { return Ok(None) };
        let host = base.host_str().unwrap_or_default();
        let name =
            base.port_or_known_default().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let rules = FetchRules::new(introduction, &[name]).map_err(anyhow::Error::from)?;
        let weigh = |key: &String, kept: &Arc<Translated>| {
            let bytes = key.len() + kept.texts.iter().map(String::len).sum::<usize>();
            u32::try_from(bytes).unwrap_or(u32::MAX)
        };
        Ok(Some(Self {
            fetch: Fetcher::new(&rules)?,
            base,
            key: settings.key.clone(),
            kept: Cache::builder().weigher(weigh).max_capacity(MAX_BYTES).time_to_live(LIFE).build(),
            languages: Cache::builder().max_capacity(1).time_to_live(LANGUAGES_LIFE).build(),
        }))
    }

    /// Which languages it translates.
    ///
    /// # Errors
    /// `Remote` where the service does not answer, or answers with something else.
    pub async fn languages(&self) -> Result<Arc<Languages>> {
        if let Some(known) = self.languages.get(&()).await {
            return Ok(known);
        }
        let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))]);
        let fetched = self.fetch.get(&self.address("languages"), headers).await?;
        let spoken: Vec<Spoken> = self.read(&fetched)?;
        let everything: Vec<String> = spoken.iter().map(|one| one.code.clone()).collect();
        let of = |one: Spoken| {
            // Old services name no targets: each language goes into every other.
            let targets = if one.targets.is_empty() { everything.clone() } else { one.targets };
            let targets = targets.into_iter().filter(|target| *target != one.code).collect();
            (one.code, targets)
        };
        let languages = Arc::new(spoken.into_iter().map(of).collect::<Languages>());
        self.languages.insert((), Arc::clone(&languages)).await;
        Ok(languages)
    }

    /// Puts several pieces of HTML into the language `target`. `source` is what they are in, as far as that is known;
    /// both are BCP 47 tags. `None` where the service does not speak the target.
    ///
    /// # Errors
    /// `Remote` where the service does not answer, refuses, or answers with something else.
    pub async fn translate(
        &self,
        texts: &[String],
        source: Option<&str>,
        target: &str,
    ) -> Result<Option<Arc<Translated>>> {
        let languages = self.languages().await?;
        let source = source.and_then(|tag| nearest(languages.keys(), tag));
        let targets: Vec<&String> = match source {
            Some(source) => languages.get(source).into_iter().flatten().collect(),
            None => languages.values().flatten().collect(),
        };
        let Some(target) = nearest(targets.into_iter(), target) else { return Ok(None) };
        let source = source.map_or(ANY, String::as_str);
        let mut asked: Vec<&[u8]> = vec![source.as_bytes(), target.as_bytes()];
        asked.extend(texts.iter().map(|text| text.as_bytes()));
        let digest = sha256_hex(&asked);
        if let Some(kept) = self.kept.get(&digest).await {
            return Ok(Some(kept));
        }
        let question = Question { q: texts, source, target, format: "html", api_key: &self.key };
        let body = serde_json::to_vec(&question).map_err(anyhow::Error::from)?;
        let json = HeaderValue::from_static("application/json");
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, json.clone()), (ACCEPT, json)]);
        let fetched = self.fetch.post(&self.address("translate"), headers, body).await?;
        let answer: Answer = self.read(&fetched)?;
        let made = match answer.translated_text {
            Texts::Several(made) => made,
            Texts::One(made) => vec![made],
        };
        if made.len() != texts.len() {
            return Err(self.failed("another number of texts came back than was sent"));
        }
        let detected = match answer.detected_language {
            Some(Detected::Several(guesses)) => guesses.into_iter().next().map(|guess| guess.language),
            Some(Detected::One(guess)) => Some(guess.language),
            None => None,
        };
        let translated = Arc::new(Translated { texts: made, detected });
        self.kept.insert(digest, Arc::clone(&translated)).await;
        Ok(Some(translated))
    }

    fn address(&self, name: &str) -> Url {
        let mut address = self.base.clone();
        if let Ok(mut path) = address.path_segments_mut() {
            path.pop_if_empty().push(name);
        }
        address
    }

    fn read<T: for<'a> Deserialize<'a>>(&self, fetched: &Fetched) -> Result<T> {
        if fetched.status != StatusCode::OK {
            return Err(self.failed(&format!("status {}", fetched.status)));
        }
        serde_json::from_slice(&fetched.body).map_err(|_unread| self.failed("an answer of another shape"))
    }

    /// A failure of the service; the cause never holds what was sent or came back.
    fn failed(&self, cause: &str) -> Error {
        let host = self.base.host_str().unwrap_or_default().to_owned();
        Error::Remote { host, cause: anyhow!("translating: {cause}") }
    }
}

/// The service's own code for a language tag: the same, else one of the same language, and for Chinese of the same
/// script. LibreTranslate writes `zh` or `zh-Hans`, and `zt` or `zh-Hant`.
fn nearest<'a>(codes: impl Iterator<Item = &'a String>, tag: &str) -> Option<&'a String> {
    let wanted = folded(tag);
    let mut same_language = None;
    for code in codes {
        let known = folded(code);
        if known == wanted {
            return Some(code);
        }
        if same_language.is_none() && primary(&known) == primary(&wanted) && primary(&known) != "zh" {
            same_language = Some(code);
        }
    }
    same_language
}

/// A tag in lower case; Chinese by its script.
fn folded(tag: &str) -> String {
    let tag = tag.trim().to_ascii_lowercase().replace('_', "-");
    match tag.as_str() {
        "zh" | "zh-cn" | "zh-sg" | "zh-my" => "zh-hans".to_owned(),
        "zt" | "zh-tw" | "zh-hk" | "zh-mo" => "zh-hant".to_owned(),
        _ if tag.starts_with("zh-hans") => "zh-hans".to_owned(),
        _ if tag.starts_with("zh-hant") => "zh-hant".to_owned(),
        _ => tag,
    }
}

fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_services_code_for_a_language_is_found_by_language_and_script() {
        let codes: Vec<String> = ["en", "pt", "zh", "zt", "ja"].map(str::to_owned).into();
        for (tag, expected) in [
            ("en", Some("en")),
            ("en-GB", Some("en")),
            ("PT_br", Some("pt")),
            ("zh-Hans", Some("zh")),
            ("zh-TW", Some("zt")),
            ("zh-Hant-HK", Some("zt")),
            ("tlh", None),
            ("", None),
        ] {
            assert_eq!(nearest(codes.iter(), tag).map(String::as_str), expected, "{tag}");
        }
        let new: Vec<String> = ["zh-Hans"].map(str::to_owned).into();
        assert_eq!(nearest(new.iter(), "zh-Hant"), None, "another script is no translation");
    }

    #[test]
    fn the_service_may_live_below_a_path() {
        for (base, expected) in [
            ("http://127.0.0.1:5000", "http://127.0.0.1:5000/translate"),
            ("https://a.example/libre/", "https://a.example/libre/translate"),
            ("https://a.example/libre", "https://a.example/libre/translate"),
        ] {
            let settings = config::Translation { url: Some(base.parse().unwrap()), key: String::new() };
            let service = Translator::new("test".to_owned(), &settings).unwrap().unwrap();
            assert_eq!(service.address("translate").as_str(), expected);
        }
    }
}
