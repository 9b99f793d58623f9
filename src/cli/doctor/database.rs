//! The database and what must be in it: tables of the right age, a clock like ours, keys that work, an operator.

use anyhow::Context as _;

use super::super::explain;
use super::Finding;
use crate::app::App;
use crate::base::config::Config;
use crate::base::error::Result;
use crate::domain::account::{self, Account};
use crate::domain::auth::{Member, MemberState, member};
use crate::federation::signature;
use crate::store::tx::sqlite_path;

/// Clocks that differ by more seconds than this make dates look wrong.
const MAX_DRIFT: u64 = 60;

/// Looks at the database, and at what is in it if it can be read.
pub async fn check(config: Config) -> Vec<Finding> {
    if config.database_url.starts_with("sqlite:") {
        // Opening would make the file.
        if let Some(missing) = sqlite_path(&config.database_url).filter(|path| !path.exists()) {
            let sentence =
                format!("there is no database at {} yet: the first start makes it", missing.display());
            return vec![Finding::Doubtful(sentence)];
        }
    }
    let app = match App::open(config).await {
        Ok(app) => app,
        Err(error) => return vec![Finding::Broken(explain(&error))],
    };
    match app.db.count_waiting_migrations().await {
        Err(error) => vec![Finding::Broken(explain(&error))],
        Ok(0) => {
            let mut findings = vec![Finding::Fine("the database answers and is up to date".to_owned())];
            findings.push(found(check_clock(&app).await));
            findings.push(found(check_keys(&app).await));
            findings.push(found(check_operator(&app).await));
            findings
        }
        Ok(waiting) => vec![Finding::Doubtful(format!(
            "the database waits for {waiting} migrations: the next start (or `anamnesis migrate`) makes them"
        ))],
    }
}

/// A check that could not be made is one that failed.
fn found(checked: Result<Finding>) -> Finding {
    checked.unwrap_or_else(|error| Finding::Broken(explain(&error)))
}

async fn check_clock(app: &App) -> Result<Finding> {
    let Some(theirs) = app.db.clock().await? else {
        return Ok(Finding::Fine("the database has no clock of its own".to_owned()));
    };
    let drift = theirs.abs_diff(app.now());
    Ok(if drift > MAX_DRIFT {
        let sentence =
            format!("this clock and the database's differ by {drift} seconds: one of them is wrong");
        Finding::Broken(sentence)
    } else {
        Finding::Fine("the database's clock agrees".to_owned())
    })
}

/// The server's own accounts sign what other servers must believe.
async fn check_keys(app: &App) -> Result<Finding> {
    let told = app.config.telling.without_account.then(|| app.urls.told_actor());
    for uri in
        [app.urls.server_actor(), app.urls.feed_actor(), app.urls.guide_actor()].into_iter().chain(told)
    {
        let Some(own) = account::find_by_uri(app, &uri).await? else {
            let sentence = "the server has no keys yet: the first start makes them";
            return Ok(Finding::Doubtful(sentence.to_owned()));
        };
        let works =
            has_working_keys(app, &own).await.with_context(|| format!("the keys of {uri} can't be used"))?;
        if !works {
            return Ok(Finding::Broken(format!("the keys of {uri} do not belong together")));
        }
    }
    Ok(Finding::Fine("the server's keys sign, and what they sign is verified".to_owned()))
}

async fn has_working_keys(app: &App, own: &Account) -> anyhow::Result<bool> {
    let key_id = own.key_id.as_deref().unwrap_or(&own.uri).parse()?;
    let private = own.private_key.as_deref().context("there is no private key")?;
    let mut works = signature::is_pair(key_id, private, &own.public_key)?;
    for key in account::further_keys(app, own.id).await? {
        if let Some(private) = &key.private_key {
            works &= signature::is_pair(key.key_id.parse()?, private, &key.public_key)?;
        }
    }
    Ok(works)
}

async fn check_operator(app: &App) -> Result<Finding> {
    let members = member::list(app, Some(MemberState::Active)).await?;
    Ok(if members.iter().any(Member::is_moderator) {
        Finding::Fine(format!("{} members, and somebody to review what they tell", members.len()))
    } else {
        let advice = "`anamnesis member create --role operator` makes one";
        Finding::Doubtful(format!("no member can review stories or let others in: {advice}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::fresh_on_each;

    fn broken(findings: &[Finding]) -> Vec<&Finding> {
        findings.iter().filter(|finding| matches!(finding, Finding::Broken(_))).collect()
    }

    #[tokio::test]
    async fn keys_are_checked_by_signing_with_them() {
        for app in fresh_on_each().await {
            assert!(matches!(check_keys(&app).await.unwrap(), Finding::Doubtful(_)));
            account::ensure_own(&app).await.unwrap();
            assert!(matches!(check_keys(&app).await.unwrap(), Finding::Fine(_)));
            let server = account::server_actor(&app).await.unwrap();
            let feed = account::feed(&app).await.unwrap();
            let tx = app.db.begin().await.unwrap();
            let mixed = Account { public_key: feed.public_key, ..server };
            crate::store::account::update(&tx, mixed).await.unwrap();
            app.commit(tx).await.unwrap();
            assert!(matches!(check_keys(&app).await.unwrap(), Finding::Broken(_)));
        }
    }

    #[tokio::test]
    async fn a_database_without_members_is_doubtful_and_not_broken() {
        for app in fresh_on_each().await {
            let findings = check(app.config.clone()).await;
            assert_eq!(broken(&findings), Vec::<&Finding>::new());
            assert!(findings.len() > 2, "{findings:?}");
        }
    }

    #[tokio::test]
    async fn a_missing_database_is_not_made() {
        let app = crate::store::testing::fresh().await;
        let missing = app.folder().join("none.db");
        let database_url = format!("sqlite://{}", missing.display());
        let findings = check(Config { database_url, ..app.config.clone() }).await;
        assert!(matches!(findings.as_slice(), [Finding::Doubtful(_)]), "{findings:?}");
        assert!(!missing.exists());
    }
}
