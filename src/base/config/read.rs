//! Reading the settings: file, environment over it, defaults below, and a clear word about every mistake.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::{Table, Value};
use url::Url;

use super::keys::{KEYS, Kind};
use super::{Community, Config, Federation, Log, SignUp, SignUpMode};

/// What is wrong with the settings, in words for the operator.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file can't be read.
    #[error("cannot read {0}: {1}")]
    File(PathBuf, std::io::Error),
    /// The file is no TOML.
    #[error("{0} is not valid TOML: {1}")]
    Syntax(PathBuf, String),
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

#[derive(Deserialize)]
struct Raw {
    domain: Option<String>,
    base_url: Option<String>,
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
    log: Log,
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
        .map_err(|error: toml::de::Error| ConfigError::Syntax(path.into(), error.message().to_owned()))?;
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
    Ok(Config {
        domain,
        base_url,
        listen,
        database_url,
        data_dir,
        federation: raw.federation,
        community: raw.community,
        sign_up: raw.sign_up,
        trusted_proxies,
        log: raw.log,
    })
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
    }

    #[test]
    fn open_sign_up_needs_somebody_who_answers_for_it() {
        assert!(read("[sign_up]\nmode = \"open\"", &[]).unwrap_err().contains("community.operator"));
    }
}
