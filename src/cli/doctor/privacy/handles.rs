//! Whether the database tells which handles are one person's: rings of one size for everybody, nothing that two members share,
//! and no column that connects them.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::Value;

use super::super::Finding;
use super::Breaches;
use crate::app::App;
use crate::base::error::Result;
use crate::domain::auth::ring::{HELD, KNOWN, RING};

/// Rows read at once.
const SOME: u64 = 500;
/// What stands in the tables of those who sign in; another column could connect them.
const COLUMNS: [(&str, &[&str]); 5] = [
    ("ring", &["account_id", "sealed", "by_passphrase", "by_words"]),
    ("session", &["secret_hash", "sign_in_id", "account_id", "csrf", "used_week", "ring"]),
    (
        "sign_in",
        &[
            "id",
            "passphrase_hash",
            "recovery_hash",
            "consent_version",
            "created_week",
            "terms_version",
            "privacy_version",
            "agreed_month",
        ],
    ),
    (
        "member",
        &[
            "account_id",
            "sign_in_id",
            "role",
            "state",
            "language",
            "default_visibility",
            "default_sensitive",
            "release_time",
            "federates",
            "trusted",
            "reason",
            "created_week",
        ],
    ),
    ("oauth_token", &["id", "token_hash", "app_id", "account_id", "scopes", "created_week", "used_week"]),
];
/// What is sealed, and the one length that it has.
const SEALED: [(&str, &str, usize); 4] = [
    ("ring", "sealed", RING),
    ("ring", "by_passphrase", KNOWN),
    ("ring", "by_words", KNOWN),
    ("session", "ring", HELD),
];
/// Columns in which no two rows have the same: what is sealed, and hashes with a salt of their own.
const UNLIKE: [(&str, &str); 8] = [
    ("ring", "sealed"),
    ("ring", "by_passphrase"),
    ("ring", "by_words"),
    ("session", "ring"),
    ("session", "csrf"),
    ("sign_in", "passphrase_hash"),
    ("sign_in", "recovery_hash"),
    ("member", "sign_in_id"),
];

/// Looks at everything that could connect the handles of one person.
pub async fn check(app: &App) -> Result<Vec<Finding>> {
    let (mut sizes, mut shared, mut columns) =
        (Breaches::default(), Breaches::default(), Breaches::default());
    let mut known: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (table, column) in app.db.columns().await? {
        known.entry(table).or_default().push(column);
    }
    let (mut rings, mut members): (HashSet<i64>, HashSet<i64>) = (HashSet::new(), HashSet::new());
    let mut apps: HashMap<i64, i64> = HashMap::new();
    for (table, expected) in COLUMNS {
        let there = known.get(table).map(Vec::as_slice).unwrap_or_default();
        for column in there.iter().filter(|column| !expected.contains(&column.as_str())) {
            columns.add(format!("{table}.{column}"));
        }
        let mut seen: HashMap<&str, HashSet<String>> = HashMap::new();
        let mut from = 0;
        loop {
            let rows = app.db.rows(table, from, SOME).await?;
            for row in &rows {
                look_at(table, row, &mut sizes, &mut shared, &mut seen);
                let whose = row["account_id"].as_i64();
                match (table, whose) {
                    ("ring", Some(id)) => {
                        rings.insert(id);
                    }
                    ("member", Some(id)) => {
                        members.insert(id);
                    }
                    ("oauth_token", Some(id)) => {
                        let app_id = row["app_id"].as_i64();
                        if app_id.is_some_and(|app_id| *apps.entry(app_id).or_insert(id) != id) {
                            shared.add("oauth_token.app_id");
                        }
                    }
                    _ => {}
                }
            }
            from = from.saturating_add(SOME);
            if rows.len() < usize::try_from(SOME).unwrap_or(usize::MAX) {
                break;
            }
        }
    }
    if rings != members {
        sizes.add("members without a ring, or rings without a member");
    }
    Ok(vec![
        sizes.finding(
            &format!("the rings of all {} members are there, and equal in size", members.len()),
            "how many handles somebody has can be seen",
        ),
        shared.finding(
            "no two members share a sign-in, a session, a secret or the registration of an app",
            "members are connected by what they share",
        ),
        columns.finding("no column connects members of one person", "columns that could connect members"),
    ])
}

fn look_at(
    table: &str,
    row: &Value,
    sizes: &mut Breaches,
    shared: &mut Breaches,
    seen: &mut HashMap<&str, HashSet<String>>,
) {
    for (_, column, length) in SEALED.iter().filter(|(held, ..)| *held == table) {
        if row[*column].as_str().map(str::len) != Some(*length) {
            sizes.add(format!("{table}.{column}"));
        }
    }
    for (_, column) in UNLIKE.iter().filter(|(held, _)| *held == table) {
        if !seen.entry(*column).or_default().insert(row[*column].to_string()) {
            shared.add(format!("{table}.{column}"));
        }
    }
}
