//! Reading the settings: file, environment over it, defaults below, and a clear word about every mistake.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::{Table, Value};
use url::Url;

use super::keys::{KEYS, Kind};
use super::{
    Community, Complaints, Config, Federation, Guide, Log, Media, Metrics, Privacy, Rates, Review, SignUp,
    SignUpMode, Telling, Translation,
};

/// What is wrong with the settings, in words for the operator.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file can't be read.
    #[error("cannot read {0}: {1}")]
    File(PathBuf, std::io::Error),
    /// The file is no TOML.
    #[error("{0} is not valid TOML: {1}")]
    Syntax(PathBuf, String),
    /// The file is TOML, but a setting has a value of another kind than it takes.
    #[error("{0}: {1}")]
    Kind(PathBuf, String),
    /// There is no such setting.
    #[error("unknown setting {0}{1}")]
    Unknown(String, String),
    /// A setting has a value that it can't have.
    #[error("setting {0}: {1}")]
    Value(&'static str, String),
    /// Several settings together make no sense.
    #[error("{0}")]
    Together(&'static str),
}

/// Variables that are not settings: they steer our own tests.
const NOT_SETTINGS: &[&str] = &["ANAMNESIS_SEEDS", "ANAMNESIS_RENDER_TO"];

/// A token that is shorter could be guessed.
const SHORTEST_TOKEN: usize = 16;

#[derive(Deserialize)]
struct Raw {
    domain: Option<String>,
    base_url: Option<String>,
    source_url: Option<String>,
    listen: Option<String>,
    database_url: Option<String>,
    data_dir: Option<PathBuf>,
    #[serde(default)]
    trusted_proxies: Vec<String>,
    #[serde(default)]
    federation: Federation,
    #[serde(default)]
    community: Community,
    #[serde(default)]
    sign_up: SignUp,
    #[serde(default)]
    review: Review,
    #[serde(default)]
    privacy: Privacy,
    #[serde(default)]
    telling: Telling,
    #[serde(default)]
    complaints: Complaints,
    #[serde(default)]
    guide: Guide,
    #[serde(default)]
    translation: RawTranslation,
    #[serde(default)]
    media: Media,
    #[serde(default)]
    limits: Rates,
    #[serde(default)]
    metrics: Metrics,
    #[serde(default)]
    log: Log,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct RawTranslation {
    url: String,
    key: String,
}

/// Reads the settings of this process: `file` if given, and the environment over it.
#[expect(clippy::disallowed_methods, reason = "this is where the environment is read")]
pub fn load(file: Option<&Path>) -> Result<Config, ConfigError> {
    let text = match file {
        Some(path) => {
            std::fs::read_to_string(path).map_err(|error| ConfigError::File(path.to_path_buf(), error))?
        }
        None => String::new(),
    };
    let environment = std::env::vars().filter(|(name, _)| name.starts_with("ANAMNESIS_"));
    from_parts(&text, file.unwrap_or(Path::new("settings")), environment)
}

/// Reads the settings from a file's text (`path` names it in errors) and variables of the environment.
pub fn from_parts(
    text: &str,
    path: &Path,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<Config, ConfigError> {
    let mut table: Table =
        text.parse().map_err(|error: toml::de::Error| ConfigError::Syntax(path.into(), error.to_string()))?;
    refuse_unknown(&table, "")?;
    for (name, value) in environment {
        overlay(&mut table, &name, &value)?;
    }
    let raw: Raw = Value::Table(table)
        .try_into()
        .map_err(|error: toml::de::Error| ConfigError::Kind(path.into(), error.message().to_owned()))?;
    checked(raw)
}

fn refuse_unknown(table: &Table, prefix: &str) -> Result<(), ConfigError> {
    for (name, value) in table {
        let path = format!("{prefix}{name}");
        if let Value::Table(inner) = value {
            refuse_unknown(inner, &format!("{path}."))?;
        } else if !KEYS.iter().any(|key| key.path == path) {
            let hint = nearest(&path, KEYS.iter().map(|key| key.path.to_owned()));
            return Err(ConfigError::Unknown(path, hint));
        }
    }
    Ok(())
}

fn overlay(table: &mut Table, name: &str, value: &str) -> Result<(), ConfigError> {
    if NOT_SETTINGS.contains(&name) || name.starts_with("ANAMNESIS_TEST_") {
        return Ok(());
    }
    let Some(key) = KEYS.iter().find(|key| key.variable() == name) else {
        let hint = nearest(name, KEYS.iter().map(super::Key::variable));
        return Err(ConfigError::Unknown(name.to_owned(), hint));
    };
    let value = match key.kind {
        Kind::Text => Value::String(value.to_owned()),
        Kind::Number => Value::Integer(
            value
                .parse()
                .map_err(|_error| ConfigError::Value(key.path, "must be a whole number".to_owned()))?,
        ),
        Kind::Flag => Value::Boolean(
            value
                .parse()
                .map_err(|_error| ConfigError::Value(key.path, "must be true or false".to_owned()))?,
        ),
        Kind::List => {
            let items = value.split(',').map(str::trim).filter(|item| !item.is_empty());
            Value::Array(items.map(|item| Value::String(item.to_owned())).collect())
        }
    };
    match key.path.split_once('.') {
        None => {
            table.insert(key.path.to_owned(), value);
        }
        Some((section, inner)) => {
            let section = table.entry(section).or_insert_with(|| Value::Table(Table::new()));
            if let Value::Table(section) = section {
                section.insert(inner.to_owned(), value);
            }
        }
    }
    Ok(())
}

/// `; did you mean …?` for the right name that is the nearest to a wrong one.
fn nearest(wrong: &str, right: impl Iterator<Item = String>) -> String {
    right
        .map(|name| (strsim::damerau_levenshtein(wrong, &name), name))
        .min()
        .map_or_else(String::new, |(_, name)| format!("; did you mean {name}?"))
}

fn checked(raw: Raw) -> Result<Config, ConfigError> {
    let domain = raw.domain.unwrap_or_else(|| "localhost:3000".to_owned()).to_ascii_lowercase();
    if !Url::parse(&format!("https://{domain}/")).is_ok_and(|url| url.path() == "/") {
        return Err(ConfigError::Value("domain", "must be a host name, with :port if any".to_owned()));
    }
    let base_url = raw.base_url.unwrap_or_else(|| format!("https://{domain}"));
    let base_url =
        Url::parse(&base_url).map_err(|error| ConfigError::Value("base_url", error.to_string()))?;
    if !matches!(base_url.scheme(), "http" | "https") || base_url.path() != "/" {
        return Err(ConfigError::Value("base_url", "must be https://host with no path".to_owned()));
    }
    let source_url = raw.source_url.filter(|text| !text.trim().is_empty());
    let source_url = source_url.map(|text| web_address(&text)).transpose()?;
    let listen = raw.listen.unwrap_or_else(|| "127.0.0.1:3000".to_owned());
    let listen: SocketAddr = listen.parse().map_err(|_error| {
        ConfigError::Value("listen", "must be address:port, e.g. 127.0.0.1:3000".to_owned())
    })?;
    let data_dir = raw.data_dir.unwrap_or_else(|| PathBuf::from("data"));
    let database_url =
        raw.database_url.unwrap_or_else(|| format!("sqlite://{}", data_dir.join("anamnesis.db").display()));
    if !["sqlite:", "postgres:", "postgresql:"].iter().any(|scheme| database_url.starts_with(scheme)) {
        return Err(ConfigError::Value(
            "database_url",
            "must begin with sqlite:// or postgres://".to_owned(),
        ));
    }
    let trusted_proxies =
        raw.trusted_proxies.iter().map(|address| address.parse()).collect::<Result<Vec<IpAddr>, _>>();
    let trusted_proxies = trusted_proxies
        .map_err(|_error| ConfigError::Value("trusted_proxies", "must be IP addresses".to_owned()))?;
    open_sign_up_is_answered_for(&raw.sign_up, &raw.community)?;
    let is_handle = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    for (name, handle) in [("guide.handle", &raw.guide.handle), ("telling.handle", &raw.telling.handle)] {
        if handle.is_empty() || !handle.bytes().all(is_handle) {
            return Err(ConfigError::Value(name, "must be small letters, digits and _ only".to_owned()));
        }
    }
    if raw.telling.question.trim().is_empty() != raw.telling.answer.trim().is_empty() {
        return Err(ConfigError::Together("telling.question needs telling.answer, and the other way round"));
    }
    if raw.privacy.k < Privacy::LEAST_K {
        return Err(ConfigError::Value("privacy.k", "must be 5 or more".to_owned()));
    }
    let translation = translation(raw.translation)?;
    bucket_can_be_opened(&raw.media)?;
    if [raw.limits.requests, raw.limits.member_requests, raw.limits.posts].contains(&0) {
        return Err(ConfigError::Together("a limit of 0 would let nobody do anything"));
    }
    if !raw.metrics.token.is_empty() && raw.metrics.token.len() < SHORTEST_TOKEN {
        return Err(ConfigError::Value("metrics.token", "must have 16 characters or more".to_owned()));
    }
    Ok(Config {
        domain,
        base_url,
        source_url,
        listen,
        database_url,
        data_dir,
        federation: raw.federation,
        community: raw.community,
        sign_up: raw.sign_up,
        review: raw.review,
        privacy: raw.privacy,
        telling: raw.telling,
        complaints: raw.complaints,
        guide: raw.guide,
        translation,
        limits: raw.limits,
        trusted_proxies,
        media: raw.media,
        metrics: raw.metrics,
        log: raw.log,
    })
}

/// Times of the day such as `06:00`, as minutes.
pub(super) fn times<'de, D: serde::Deserializer<'de>>(source: D) -> Result<Vec<u32>, D::Error> {
    let minutes = |text: &String| {
        let (hours, minutes) = text.trim().split_once(':')?;
        let (hours, minutes) = (hours.parse::<u32>().ok()?, minutes.parse::<u32>().ok()?);
        (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
    };
    let texts = Vec::<String>::deserialize(source)?;
    let times: Option<Vec<u32>> = texts.iter().map(minutes).collect();
    let times = times.filter(|times| !times.is_empty());
    times.ok_or_else(|| serde::de::Error::custom("telling.times must be times such as 06:00"))
}

/// A service over plain http is believed only where nobody can listen in between, which the operator knows best; but
/// never one whose address carries a password into logs.
fn translation(raw: RawTranslation) -> Result<Translation, ConfigError> {
    if raw.url.trim().is_empty() {
        return Ok(Translation::default());
    }
    let wrong =
        || ConfigError::Value("translation.url", "must be http(s)://host, without a password".to_owned());
    let url = Url::parse(raw.url.trim()).map_err(|_error| wrong())?;
    let is_plain = url.username().is_empty() && url.password().is_none() && url.query().is_none();
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() || !is_plain {
        return Err(wrong());
    }
    Ok(Translation { url: Some(url), key: raw.key })
}

fn web_address(text: &str) -> Result<Url, ConfigError> {
    let url = Url::parse(text.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    url.ok_or_else(|| {
        ConfigError::Value("source_url", "must be an address that begins with https://".to_owned())
    })
}

/// A bucket needs a key, and a key needs a bucket.
fn bucket_can_be_opened(media: &Media) -> Result<(), ConfigError> {
    let key = [&media.s3_key_id, &media.s3_secret];
    let is_set = |value: &&String| !value.is_empty();
    if media.s3_bucket.is_empty() && (key.iter().any(&is_set) || !media.s3_endpoint.is_empty()) {
        return Err(ConfigError::Together("media.s3_* is set without media.s3_bucket"));
    }
    if !media.s3_bucket.is_empty() && !key.iter().all(is_set) {
        return Err(ConfigError::Together("media.s3_bucket needs media.s3_key_id and media.s3_secret"));
    }
    if !media.s3_endpoint.is_empty() && Url::parse(&media.s3_endpoint).is_err() {
        return Err(ConfigError::Value("media.s3_endpoint", "must be https://host".to_owned()));
    }
    Ok(())
}

/// Open sign-up needs somebody who answers for it, and a question for programs to fail at.
fn open_sign_up_is_answered_for(sign_up: &SignUp, community: &Community) -> Result<(), ConfigError> {
    if sign_up.mode != SignUpMode::Open {
        return Ok(());
    }
    let needed = [
        &community.operator,
        &community.contact,
        &community.terms_version,
        &community.privacy_version,
        &sign_up.question,
        &sign_up.answer,
    ];
    if needed.iter().any(|value| value.trim().is_empty()) {
        return Err(ConfigError::Together(
            "sign_up.mode = \"open\" needs community.operator, community.contact, community.terms_version, \
             community.privacy_version, sign_up.question and sign_up.answer",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, environment: &[(&str, &str)]) -> Result<Config, String> {
        let environment = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        from_parts(text, Path::new("a.toml"), environment).map_err(|error| error.to_string())
    }

    #[test]
    fn the_environment_stands_over_the_file_and_the_file_over_the_defaults() {
        let config = read(
            "domain = \"a.example\"\n[community]\nname = \"A\"\n",
            &[("ANAMNESIS_COMMUNITY_NAME", "B"), ("ANAMNESIS_FEDERATION_ALLOW_PRIVATE", "x.localhost:1, y")],
        )
        .unwrap();
        assert_eq!(config.base_url.as_str(), "https://a.example/");
        assert_eq!(config.community.name, "B");
        assert_eq!(config.federation.allow_private, ["x.localhost:1", "y"]);
        assert_eq!(config.database_url, "sqlite://data/anamnesis.db");
    }

    #[test]
    fn a_colour_that_nobody_could_read_is_refused() {
        let accent = |colour: &str| read("", &[("ANAMNESIS_COMMUNITY_ACCENT", colour)]);
        assert!(accent("#3b1d5e").unwrap().community.accent.is_some());
        assert!(accent("#ffcc00").unwrap_err().contains("too light"));
        assert!(accent("teal").unwrap_err().contains("#rrggbb"));
    }

    #[test]
    fn an_unknown_key_is_refused_with_the_nearest_right_one() {
        let file = read("[community]\nnam = \"A\"\n", &[]).unwrap_err();
        assert_eq!(file, "unknown setting community.nam; did you mean community.name?");
        let variable = read("", &[("ANAMNESIS_DOMIAN", "a.example")]).unwrap_err();
        assert_eq!(variable, "unknown setting ANAMNESIS_DOMIAN; did you mean ANAMNESIS_DOMAIN?");
    }

    #[test]
    fn a_value_that_cannot_be_is_refused_by_name() {
        assert!(read("listen = \"here\"", &[]).unwrap_err().starts_with("setting listen"));
        assert!(read("domain = \"a/b\"", &[]).unwrap_err().starts_with("setting domain"));
        assert!(read("database_url = \"mysql://x\"", &[]).unwrap_err().starts_with("setting database_url"));
        assert!(read("[sign_up]\nmode = \"closed\"", &[]).unwrap_err().contains("closed"));
        assert!(read("[review]\nmode = \"some\"", &[]).unwrap_err().contains("some"));
        assert!(
            read("[guide]\nhandle = \"The Guide\"", &[]).unwrap_err().starts_with("setting guide.handle")
        );
        let yes = [("ANAMNESIS_GUIDE_ENABLED", "yes")];
        assert_eq!(read("", &yes).unwrap_err(), "setting guide.enabled: must be true or false");
        for url in ["libre", "ftp://a.example", "https://user:secret@a.example"] {
            let said = read("", &[("ANAMNESIS_TRANSLATION_URL", url)]).unwrap_err();
            assert!(said.starts_with("setting translation.url") && !said.contains("secret"), "{said}");
        }
    }

    #[test]
    fn a_key_of_another_service_is_never_printed() {
        let set =
            [("ANAMNESIS_TRANSLATION_URL", "http://127.0.0.1:5000"), ("ANAMNESIS_TRANSLATION_KEY", "s3cret")];
        let config = read("", &set).unwrap();
        assert_eq!(config.translation.key, "s3cret");
        assert!(!format!("{config:?}").contains("s3cret"));
    }

    #[test]
    fn the_source_is_offered_at_a_web_address_or_nowhere() {
        for wrong in ["git.example", "javascript:alert(1)"] {
            let refused = read(&format!("source_url = \"{wrong}\""), &[]).unwrap_err();
            assert!(refused.starts_with("setting source_url"), "{refused}");
        }
        assert_eq!(read("", &[]).unwrap().source_url, None);
        let set = read("source_url = \"https://git.example/a\"", &[]).unwrap().source_url.unwrap();
        assert_eq!(set.as_str(), "https://git.example/a");
    }

    #[test]
    fn pictures_are_switched_off_with_a_word_and_a_bucket_needs_its_key() {
        assert!(read("", &[]).unwrap().media.enabled);
        assert!(!read("", &[("ANAMNESIS_MEDIA_ENABLED", "false")]).unwrap().media.enabled);
        assert!(read("", &[("ANAMNESIS_MEDIA_ENABLED", "perhaps")]).unwrap_err().contains("true or false"));
        let bucket = "[media]\ns3_bucket = \"b\"\ns3_key_id = \"i\"\n";
        assert!(read(bucket, &[]).unwrap_err().contains("media.s3_secret"));
        let whole = read(bucket, &[("ANAMNESIS_MEDIA_S3_SECRET", "very secret")]).unwrap();
        assert!(!format!("{whole:?}").contains("very secret"));
        assert!(read("[media]\ns3_secret = \"s\"\n", &[]).unwrap_err().contains("media.s3_bucket"));
    }

    #[test]
    fn times_of_release_are_times_of_the_day() {
        assert_eq!(read("", &[]).unwrap().telling.times, [360, 1080]);
        let set = read("", &[("ANAMNESIS_TELLING_TIMES", "07:30, 21:00")]).unwrap();
        assert_eq!(set.telling.times, [450, 1260]);
        for wrong in ["24:00", "noon", "7"] {
            let said = read("", &[("ANAMNESIS_TELLING_TIMES", wrong)]).unwrap_err();
            assert!(said.contains("telling.times"), "{said}");
        }
    }

    #[test]
    fn a_number_of_stories_that_protects_nobody_is_refused() {
        assert_eq!(read("", &[]).unwrap().privacy.k, 11);
        assert_eq!(read("[privacy]\nk = 5", &[]).unwrap().privacy.k, 5);
        assert!(read("", &[("ANAMNESIS_PRIVACY_K", "4")]).unwrap_err().starts_with("setting privacy.k"));
    }

    #[test]
    fn a_limit_that_lets_nobody_in_is_refused() {
        assert_eq!(read("[limits]\nposts = 7", &[]).unwrap().limits.posts, 7);
        assert!(read("", &[("ANAMNESIS_LIMITS_REQUESTS", "0")]).unwrap_err().contains("limit of 0"));
    }

    #[test]
    fn open_sign_up_needs_somebody_who_answers_for_it() {
        assert!(read("[sign_up]\nmode = \"open\"", &[]).unwrap_err().contains("community.operator"));
    }
}
