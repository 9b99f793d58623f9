//! Rarity: which facts of a story so few others state together that somebody could recognise who told it.
//!
//! A list of stories that can be filtered by facts is a list of people: small numbers hidden in statistics protect nobody
//! there. So the author learns of it before telling, and decides (`docs/decisions/0022`). The combinations are a
//! medication or another term with the country, and the country with age band and gender.

use std::collections::HashMap;

use crate::app::App;
use crate::base::error::Result;
use crate::base::i18n::{self, Language};
use crate::domain::story::codes::{AgeBand, Gender};
use crate::domain::story::summary::view_of;
use crate::domain::story::{Edition, Facts, countries};
use crate::domain::vocabulary::{Lang, List, TermId, vocabulary};
use crate::store::combination::{self, But, Combination};
use crate::store::kind::PostKind;
use crate::store::post::Post;

/// Terms of one story that are looked at: nobody is recognised by the fiftieth.
const MOST_TERMS: usize = 40;
/// More lines than these nobody reads.
const MOST_LINES: usize = 6;
/// Ways out that are offered: more are no help.
const MOST_WAYS: usize = 3;

/// A fact about a person that can be left out of a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trait {
    /// The gender.
    Gender,
    /// The age band.
    Age,
    /// The country.
    Country,
}

impl Trait {
    /// Every one of them; what says the least about a person stands first.
    pub const ALL: [Self; 3] = [Self::Gender, Self::Age, Self::Country];
}

/// Facts that few stories state together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rare {
    /// A term with the country.
    Term(TermId),
    /// What is said of the person, with the country.
    Person {
        /// The age band is among it.
        age: bool,
        /// The gender is among it.
        gender: bool,
    },
}

/// What an author should know before telling a story.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rarity {
    /// What few others state; empty: nothing points at the author.
    pub rare: Vec<Rare>,
    /// What could be left out so that nothing does any more, the smallest change first. Empty where that does not help,
    /// because the text says it too.
    pub ways: Vec<Vec<Trait>>,
}

/// What a story states about a person that others may state too.
#[derive(Debug, Clone, Default)]
struct Person {
    terms: Vec<TermId>,
    country: Option<String>,
    age: Option<&'static str>,
    gender: Option<&'static str>,
}

impl Person {
    fn of(facts: &Facts) -> Self {
        Self {
            terms: distinct(facts.terms()),
            country: facts.country.clone(),
            age: facts.age_band.map(AgeBand::code),
            gender: facts.gender.map(Gender::code),
        }
    }

    fn without(&self, left_out: &[Trait]) -> Self {
        let mut person = self.clone();
        for one in left_out {
            match one {
                Trait::Gender => person.gender = None,
                Trait::Age => person.age = None,
                Trait::Country => person.country = None,
            }
        }
        person
    }

    fn states(&self, one: Trait) -> bool {
        match one {
            Trait::Gender => self.gender.is_some(),
            Trait::Age => self.age.is_some(),
            Trait::Country => self.country.is_some(),
        }
    }

    /// What could point at the person, written as in [`of`].
    fn combinations(&self) -> Vec<(String, Rare)> {
        let Some(country) = self.country.as_deref() else { return Vec::new() };
        let term = |term: &TermId| (of_term(*term, country), Rare::Term(*term));
        let mut all: Vec<(String, Rare)> = self.terms.iter().map(term).collect();
        if self.age.is_some() || self.gender.is_some() {
            let rare = Rare::Person { age: self.age.is_some(), gender: self.gender.is_some() };
            all.push((of_person(country, self.age, self.gender), rare));
        }
        all
    }
}

/// What a story states together, as it is stored for counting; nothing of a post that is none. Codes that this version
/// does not know are left out.
pub fn of(post: &Post) -> Vec<Combination> {
    if post.kind != PostKind::Story {
        return Vec::new();
    }
    let Some(view) = view_of(post) else { return Vec::new() };
    let code = |list: List| view.answer(list).map(|answer| answer.code.as_str());
    let age = code(List::AgeBand).and_then(AgeBand::from_code).map(AgeBand::code);
    let gender = code(List::Gender).and_then(Gender::from_code).map(Gender::code);
    let country = view.country.as_deref().filter(|code| code.len() == 2);
    let all = all(&distinct(view.terms().into_iter()), country, age, gender);
    all.into_iter().map(|facts| Combination { facts, post_id: post.id }).collect()
}

/// Every combination that another story may be compared by: of the person also the parts.
fn all(terms: &[TermId], country: Option<&str>, age: Option<&str>, gender: Option<&str>) -> Vec<String> {
    let Some(country) = country else { return Vec::new() };
    let mut all: Vec<String> = terms.iter().map(|term| of_term(*term, country)).collect();
    if age.is_some() {
        all.push(of_person(country, age, None));
    }
    if gender.is_some() {
        all.push(of_person(country, None, gender));
    }
    if age.is_some() && gender.is_some() {
        all.push(of_person(country, age, gender));
    }
    all
}

fn of_term(term: TermId, country: &str) -> String {
    format!("{term} {country}")
}

fn of_person(country: &str, age: Option<&str>, gender: Option<&str>) -> String {
    format!("{country} {} {}", age.unwrap_or("*"), gender.unwrap_or("*"))
}

fn distinct(terms: impl Iterator<Item = TermId>) -> Vec<TermId> {
    let mut known = Vec::new();
    for term in terms.take(MOST_TERMS) {
        if !known.contains(&term) {
            known.push(term);
        }
    }
    known
}

/// Looks at what a story states before it is told. `author` and `post` are whose and which story it is, where it has
/// been told already: they say nothing about how many others there are.
pub async fn check(
    app: &App,
    facts: &Facts,
    editions: &[Edition],
    author: Option<i64>,
    post: Option<i64>,
) -> Result<Rarity> {
    let person = Person::of(facts);
    let mut counts = Counts { app, but: But { account: author, post }, known: HashMap::new() };
    let rare = counts.rare(&person).await?;
    let mut ways: Vec<Vec<Trait>> = Vec::new();
    if rare.is_empty() {
        return Ok(Rarity { rare, ways });
    }
    let is_said = person.country.as_deref().is_some_and(|country| is_said(country, editions));
    let can_go = |one: &Trait| person.states(*one) && !(is_said && *one == Trait::Country);
    for way in candidates() {
        let is_wider = ways.iter().any(|found| found.iter().all(|one| way.contains(one)));
        if !is_wider && way.iter().all(can_go) && counts.rare(&person.without(&way)).await?.is_empty() {
            ways.push(way);
        }
    }
    ways.truncate(MOST_WAYS);
    Ok(Rarity { rare, ways })
}

impl Rarity {
    /// What few others state, a line for each combination, in a reader's language.
    pub fn lines(&self, facts: &Facts, language: Language) -> Vec<String> {
        let lang = Lang::from_tag(language.code()).unwrap_or(Lang::En);
        let country = facts.country.as_deref().map(|code| i18n::country_name(language, code));
        let label = |list: List, code: Option<&'static str>| code.and_then(|code| list.label(code, lang));
        let line = |rare: &Rare| {
            let mut said: Vec<&str> = Vec::new();
            match rare {
                Rare::Term(id) => said.extend(vocabulary().term(*id).map(|term| term.label(lang))),
                Rare::Person { age, gender } => {
                    let age = facts.age_band.filter(|_| *age).map(AgeBand::code);
                    said.extend(label(List::AgeBand, age));
                    let gender = facts.gender.filter(|_| *gender).map(Gender::code);
                    said.extend(label(List::Gender, gender));
                }
            }
            said.extend(country.as_deref());
            said.join(" · ")
        };
        self.rare.iter().take(MOST_LINES).map(line).collect()
    }
}

/// One fact or two of them, the smallest change first.
fn candidates() -> Vec<Vec<Trait>> {
    let single = Trait::ALL.into_iter().map(|one| vec![one]);
    let pairs = Trait::ALL.into_iter().enumerate().flat_map(|(at, one)| {
        Trait::ALL.into_iter().skip(at.saturating_add(1)).map(move |other| vec![one, other])
    });
    single.chain(pairs).collect()
}

/// Whether the words of a story say the country, so that leaving the fact out hides nothing.
fn is_said(country: &str, editions: &[Edition]) -> bool {
    let says = |text: &str| countries::is_named(country, text);
    editions.iter().any(|edition| says(&edition.text) || edition.title.as_deref().is_some_and(says))
}

/// How many others state what; each is counted once, and never further than needed.
struct Counts<'a> {
    app: &'a App,
    but: But,
    known: HashMap<String, bool>,
}

impl Counts<'_> {
    async fn rare(&mut self, person: &Person) -> Result<Vec<Rare>> {
        let mut rare = Vec::new();
        for (facts, what) in person.combinations() {
            if self.is_rare(facts).await? {
                rare.push(what);
            }
        }
        Ok(rare)
    }

    /// Whether this story and those of others together are fewer than the community wants.
    async fn is_rare(&mut self, facts: String) -> Result<bool> {
        if let Some(known) = self.known.get(&facts) {
            return Ok(*known);
        }
        let wanted = self.app.config.privacy.k.saturating_sub(1);
        let is_rare = combination::count(self.app.read(), &facts, self.but, wanted).await? < wanted;
        self.known.insert(facts, is_rare);
        Ok(is_rare)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::account::Account;
    use crate::store::testing::{Fresh, fresh_on_each, keep, local, note};

    fn facts(country: &str, age: Option<AgeBand>, gender: Option<Gender>) -> Facts {
        let medication = crate::domain::story::facts::Medication {
            term: Some("med/0001".parse().unwrap()),
            ..Default::default()
        };
        Facts {
            medications: vec![medication],
            country: Some(country.to_owned()),
            age_band: age,
            gender,
            ..Facts::default()
        }
    }

    /// So many people tell a story with these facts.
    async fn told(app: &Fresh, facts: &Facts, people: usize, name: &str) {
        for number in 0..people {
            let author = local(app, &format!("{name}_{number}")).await;
            tell(app, &author, facts).await;
        }
    }

    async fn tell(app: &Fresh, author: &Account, facts: &Facts) -> i64 {
        let row = Post { kind: PostKind::Story, listed: true, ..note(app, author).await };
        let post = keep(app, row).await;
        let person = Person::of(facts);
        let all = all(&person.terms, person.country.as_deref(), person.age, person.gender);
        let rows = all.into_iter().map(|facts| Combination { facts, post_id: post.id }).collect();
        let tx = app.db.begin().await.unwrap();
        combination::replace(&tx, post.id, rows).await.unwrap();
        tx.commit().await.unwrap();
        post.id
    }

    fn said(text: &str) -> Vec<Edition> {
        vec![Edition::original("en", None, text)]
    }

    #[tokio::test]
    async fn what_many_state_together_points_at_nobody_and_one_fact_less_may_be_enough() {
        for app in fresh_on_each().await {
            let (age, gender) = (Some(AgeBand::From26To35), Some(Gender::Woman));
            told(&app, &facts("JP", age, gender), 10, "common").await;
            let check = async |stated: &Facts, text: &str| {
                check(&app, stated, &said(text), None, None).await.unwrap()
            };
            assert_eq!(check(&facts("JP", age, gender), "x").await, Rarity::default(), "the eleventh");
            let man = check(&facts("JP", age, Some(Gender::Man)), "x").await;
            assert_eq!(man.rare, [Rare::Person { age: true, gender: true }]);
            assert_eq!(man.ways, [vec![Trait::Gender], vec![Trait::Country]]);
            let neither = check(&facts("JP", Some(AgeBand::Over65), Some(Gender::Man)), "x").await;
            assert_eq!(neither.ways, [vec![Trait::Country], vec![Trait::Gender, Trait::Age]]);
            let elsewhere = check(&facts("IS", None, None), "x").await;
            assert_eq!(elsewhere.rare, [Rare::Term("med/0001".parse().unwrap())]);
            assert_eq!(elsewhere.ways, [vec![Trait::Country]]);
            let said = check(&facts("IS", None, None), "Nobody in Iceland believed me.").await;
            assert_eq!((said.rare.len(), said.ways.len()), (1, 0), "the text says it all the same");
        }
    }

    #[tokio::test]
    async fn ones_own_stories_are_no_crowd() {
        for app in fresh_on_each().await {
            let stated = facts("JP", None, None);
            told(&app, &stated, 9, "others").await;
            let author = local(&app, "author").await;
            let mut last = 0;
            for _ in 0..3 {
                last = tell(&app, &author, &stated).await;
            }
            let rare =
                async |author, post| !check(&app, &stated, &[], author, post).await.unwrap().rare.is_empty();
            assert!(rare(Some(author.id), Some(last)).await);
            assert!(!rare(None, None).await);
        }
    }

    #[tokio::test]
    async fn what_is_stored_of_a_story_is_what_the_next_one_is_compared_by() {
        for app in fresh_on_each().await {
            let author = local(&app, "quiet_fern_12").await;
            let story = r#"{"type":"PatientStory","country":"JP","ageBand":"26-35","gender":"woman",
                "symptoms":[{"type":"Symptom","term":"https://w3id.org/patient-story/term/sym/0001"}]}"#;
            let row =
                Post { kind: PostKind::Story, story: Some(story.to_owned()), ..note(&app, &author).await };
            let stored: Vec<String> = of(&row).into_iter().map(|one| one.facts).collect();
            assert_eq!(stored, ["sym/0001 JP", "JP 26-35 *", "JP * woman", "JP 26-35 woman"]);
            assert!(of(&Post { kind: PostKind::Note, ..row }).is_empty());
        }
    }
}
