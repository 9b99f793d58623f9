//! What the page before telling says of facts that few others state together, and the buttons that leave some out.

use super::fields::StoryForm;
use crate::base::i18n;
use crate::domain::story::Facts;
use crate::domain::story::codes::{AgeBand, Gender};
use crate::domain::story::rarity::{Rare, Rarity, Trait};
use crate::domain::vocabulary::{List, vocabulary};
use crate::http::web::form::Choice;
use crate::http::web::frame::Frame;
use crate::http::web::stories::facts::lang_of;

/// More lines than these nobody reads.
const MOST_LINES: usize = 6;

/// The facts that few others state, a line for each combination.
pub fn lines(page: &Frame, facts: &Facts, rarity: &Rarity) -> Vec<String> {
    let lang = lang_of(page.language);
    let country = facts.country.as_deref().map(|code| i18n::country_name(page.language, code));
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
    rarity.rare.iter().take(MOST_LINES).map(line).collect()
}

/// A button for each way out.
pub fn ways(page: &Frame, rarity: &Rarity) -> Vec<Choice> {
    let button = |way: &Vec<Trait>| {
        let codes: Vec<&str> = way.iter().map(|one| input(*one)).collect();
        let names: Vec<String> = way.iter().map(|one| page.say(name(*one)).to_string()).collect();
        let names = names.join(&page.say("preview-rare-and").to_string());
        Choice::new(codes.join(" "), page.say("preview-rare-leave-out").with("facts", names).to_string())
    };
    rarity.ways.iter().map(button).collect()
}

/// The form without the facts that a button names.
pub fn leave_out(form: &mut StoryForm, sent: &str) {
    for one in Trait::ALL.into_iter().filter(|one| sent.split(' ').any(|code| code == input(*one))) {
        match one {
            Trait::Gender => form.single.gender.clear(),
            Trait::Age => form.single.age.clear(),
            Trait::Country => form.single.country.clear(),
        }
    }
}

/// The input of the form that holds a fact.
const fn input(one: Trait) -> &'static str {
    match one {
        Trait::Gender => "gender",
        Trait::Age => "age",
        Trait::Country => "country",
    }
}

const fn name(one: Trait) -> &'static str {
    match one {
        Trait::Gender => "preview-rare-gender",
        Trait::Age => "preview-rare-age",
        Trait::Country => "preview-rare-country",
    }
}
