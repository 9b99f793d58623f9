//! Settings that can be read and still are not right for a community that others can reach.

use super::Finding;
use crate::base::config::{Config, SignUpMode};

/// Looks at the settings alone.
pub fn check(config: &Config) -> Vec<Finding> {
    vec![check_address(config), check_private(config), check_sign_up(config), check_who_answers(config)]
}

fn check_address(config: &Config) -> Finding {
    let base_url = config.base_url.as_str().trim_end_matches('/');
    if base_url.starts_with("https://") {
        Finding::Fine(format!("the settings can be read; this is {}, reached at {base_url}", config.domain))
    } else {
        let why = "other servers and apps want https, and passphrases would travel in the open";
        Finding::Doubtful(format!("base_url is {base_url}: {why}"))
    }
}

fn check_private(config: &Config) -> Finding {
    let names = &config.federation.allow_private;
    if names.is_empty() {
        Finding::Fine("other servers are reached at public addresses only".to_owned())
    } else {
        Finding::Doubtful(format!(
            "federation.allow_private lets the server ask private addresses ({}): for tests only",
            names.join(", ")
        ))
    }
}

fn check_sign_up(config: &Config) -> Finding {
    match config.sign_up.mode {
        SignUpMode::Approval => Finding::Fine("a moderator lets each new member in".to_owned()),
        SignUpMode::Invite => Finding::Fine("new members need an invitation".to_owned()),
        SignUpMode::Open if config.sign_up.question.is_empty() => {
            Finding::Doubtful("sign-up is open and asks no question: programs will sign up too".to_owned())
        }
        SignUpMode::Open => Finding::Fine(format!(
            "sign-up is open, for {} people a day, and somebody answers for it",
            config.sign_up.daily_limit
        )),
    }
}

fn check_who_answers(config: &Config) -> Finding {
    let community = &config.community;
    let needed = [
        ("community.operator", &community.operator),
        ("community.contact", &community.contact),
        ("community.terms_version", &community.terms_version),
        ("community.privacy_version", &community.privacy_version),
    ];
    let missing: Vec<&str> =
        needed.iter().filter(|(_, value)| value.is_empty()).map(|(name, _)| *name).collect();
    if missing.is_empty() {
        Finding::Fine(format!("{} answers for this community", community.operator))
    } else {
        Finding::Doubtful(format!("nobody learns who answers for this community: set {}", missing.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::base::config::from_parts;

    fn found(text: &str) -> Vec<Finding> {
        check(&from_parts(text, Path::new("test.toml"), []).unwrap())
    }

    fn doubts(text: &str) -> Vec<String> {
        let doubt = |finding| if let Finding::Doubtful(sentence) = finding { Some(sentence) } else { None };
        found(text).into_iter().filter_map(doubt).collect()
    }

    const ANSWERED: &str =
        "operator = \"A\"\ncontact = \"B\"\nterms_version = \"1\"\nprivacy_version = \"1\"\n";

    #[test]
    fn a_community_with_an_operator_behind_https_is_fine() {
        let text = format!("domain = \"a.example\"\n[community]\n{ANSWERED}");
        assert_eq!(doubts(&text), Vec::<String>::new());
    }

    #[test]
    fn each_weak_setting_is_named() {
        let doubts =
            doubts("base_url = \"http://a.example\"\nfederation.allow_private = [\"b.example\"]").join("\n");
        for name in ["base_url", "federation.allow_private", "community.operator", "community.contact"] {
            assert!(doubts.contains(name), "{name} is not in:\n{doubts}");
        }
    }
}
