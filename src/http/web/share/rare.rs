//! The buttons of the page before telling that leave out facts that few others state together.

use super::fields::StoryForm;
use crate::domain::story::rarity::{Rarity, Trait};
use crate::http::web::form::Choice;
use crate::http::web::frame::Frame;

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
