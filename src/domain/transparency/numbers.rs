//! How often what was decided, as far as it may be told to everybody: months that are over, small numbers veiled.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use chrono::{DateTime, NaiveDate};

use crate::app::App;
use crate::base::clock;
use crate::base::error::Result;
use crate::store::Tx;
use crate::store::action::{self, Act, Sum};
use crate::store::kind::Reason;
use crate::store::tally::{self, Tally};

pub use crate::store::tally::What;

/// Fewer than this could point at one person.
const LEAST: i64 = 5;
/// Larger numbers are given in steps, so that no difference of two of them is a small one.
const STEP: i64 = 5;

/// A number as it may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Number {
    /// Nothing.
    #[default]
    None,
    /// Some, but few.
    Few,
    /// About so many.
    About(u64),
}

impl Number {
    /// How an exact number is shown.
    pub fn of(exact: i64) -> Self {
        if exact <= 0 {
            Self::None
        } else if exact < LEAST {
            Self::Few
        } else {
            let rounded = exact.saturating_add(STEP / 2) / STEP * STEP;
            Self::About(u64::try_from(rounded).unwrap_or(u64::MAX))
        }
    }
}

/// What happened and what was decided, in one month or in all of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    happened: HashMap<What, i64>,
    decided: HashMap<Act, i64>,
    refused: HashMap<Reason, i64>,
}

impl Counts {
    /// How often this happened.
    pub fn happened(&self, what: What) -> Number {
        shown(&self.happened, what)
    }

    /// How often this was decided.
    pub fn decided(&self, act: Act) -> Number {
        shown(&self.decided, act)
    }

    /// How many stories and changes of stories were not let through under this rule.
    pub fn refused(&self, rule: Reason) -> Number {
        shown(&self.refused, rule)
    }

    fn add_tally(&mut self, row: &Tally) {
        *self.happened.entry(row.what).or_default() += row.times;
    }

    fn add_sum(&mut self, sum: &Sum) {
        *self.decided.entry(sum.act).or_default() += sum.times;
        if let (Act::StoryRefused | Act::ChangeRefused, Some(rule)) = (sum.act, sum.rule) {
            *self.refused.entry(rule).or_default() += sum.times;
        }
    }
}

fn shown<K: Eq + Hash>(counts: &HashMap<K, i64>, key: K) -> Number {
    Number::of(counts.get(&key).copied().unwrap_or_default())
}

/// What may be told to everybody.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Account {
    /// All months that are over.
    pub whole: Counts,
    /// Each of them in which there was anything, by its first day, the latest first.
    pub months: Vec<(NaiveDate, Counts)>,
}

/// Everything of the months that are over. The present one is left out: who looks every day would see each decision.
pub async fn read(app: &App) -> Result<Account> {
    let this_month = clock::month(app.clock.now());
    let mut account = Account::default();
    let mut months: BTreeMap<String, Counts> = BTreeMap::new();
    for row in tally::list(app.read(), &this_month).await? {
        account.whole.add_tally(&row);
        months.entry(row.month.clone()).or_default().add_tally(&row);
    }
    for sum in action::sums(app.read(), &format!("{this_month}-01")).await? {
        account.whole.add_sum(&sum);
        months.entry(sum.month.clone()).or_default().add_sum(&sum);
    }
    let dated = months.into_iter().rev();
    account.months = dated.filter_map(|(month, counts)| Some((first_day(&month)?, counts))).collect();
    Ok(account)
}

/// Counts one more in the month of a moment (seconds).
pub async fn count(tx: &Tx, moment: i64, what: What) -> Result<()> {
    tally::add(tx, month_of(moment), what, 1).await
}

/// Counts what was published at these moments (seconds).
pub async fn count_published(tx: &Tx, moments: impl IntoIterator<Item = i64>) -> Result<()> {
    let mut months: BTreeMap<String, i64> = BTreeMap::new();
    for moment in moments {
        *months.entry(month_of(moment)).or_default() += 1;
    }
    for (month, times) in months {
        tally::add(tx, month, What::Published, times).await?;
    }
    Ok(())
}

fn month_of(moment: i64) -> String {
    clock::month(DateTime::from_timestamp(moment, 0).unwrap_or_default())
}

fn first_day(month: &str) -> Option<NaiveDate> {
    format!("{month}-01").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::transparency::log::{self, By};
    use crate::store::testing::{Fresh, fresh_on_each};

    async fn refuse(app: &Fresh, times: i64, rule: Reason) {
        let tx = app.db.begin().await.unwrap();
        for subject in 0..times {
            log::write_with(app, &tx, By::Moderator(7), Act::StoryRefused, subject, Some(rule))
                .await
                .unwrap();
        }
        count(&tx, app.now(), What::Held).await.unwrap();
        count(&tx, app.now(), What::Held).await.unwrap();
        app.commit(tx).await.unwrap();
    }

    #[test]
    fn small_numbers_are_few_and_larger_ones_come_in_steps() {
        let of = |exact: i64| Number::of(exact);
        assert_eq!([0, 1, 4].map(of), [Number::None, Number::Few, Number::Few]);
        assert_eq!([5, 7, 8, 12, 13].map(of), [5, 5, 10, 10, 15].map(Number::About));
    }

    #[tokio::test]
    async fn only_months_that_are_over_are_told() {
        const MONTH: i64 = 31 * 86_400;
        for app in fresh_on_each().await {
            refuse(&app, 6, Reason::Named).await;
            assert_eq!(read(&app).await.unwrap(), Account::default());
            app.pass(MONTH);
            refuse(&app, 9, Reason::Named).await;
            let told = read(&app).await.unwrap();
            assert_eq!(told.whole.decided(Act::StoryRefused), Number::About(5));
            assert_eq!(told.whole.refused(Reason::Named), Number::About(5));
            assert_eq!(told.whole.refused(Reason::Hidden), Number::None);
            assert_eq!(told.whole.happened(What::Held), Number::Few);
            assert_eq!(told.months.len(), 1);
            app.pass(MONTH);
            let told = read(&app).await.unwrap();
            assert_eq!(told.whole.refused(Reason::Named), Number::About(15));
            let months: Vec<String> = told.months.iter().map(|(month, _)| month.to_string()).collect();
            assert_eq!(months, ["2026-12-01", "2026-11-01"]);
        }
    }

    #[tokio::test]
    async fn nobody_changes_or_deletes_what_was_written_down_and_its_number_tells_the_day_only() {
        for app in fresh_on_each().await {
            refuse(&app, 20, Reason::Named).await;
            for statement in [
                "UPDATE action SET decider_id = 8",
                "DELETE FROM action",
                "UPDATE action SET day = '2020-01-01' WHERE subject_id = 3",
            ] {
                let refused = app.try_sql(statement).await.unwrap_err();
                assert!(refused.contains("only added to"), "{statement}: {refused}");
            }
            let rows = log::list(&app, None, 100).await.unwrap();
            assert_eq!(rows.len(), 20);
            assert!(rows.iter().all(|row| row.day == "2026-11-22" && row.decider_id == Some(7)));
            let minutes: std::collections::HashSet<i64> =
                rows.iter().map(|row| crate::store::number::minute_of(row.id)).collect();
            assert!(minutes.len() > 5, "spread over the day");
            assert!(minutes.iter().all(|minute| minute.div_euclid(86_400) == app.now().div_euclid(86_400)));
            let before = rows.get(4).map(|row| row.id);
            assert_eq!(log::list(&app, before, 100).await.unwrap().len(), 15);
        }
    }
}
