//! The facts of a story in the reader's words: labels of the vocabulary where it has them, else what came with the
//! story, else the author's own wording.

use super::views::{Fact, FactValue};
use crate::base::i18n::{self, Language, Words};
use crate::domain::story::document::{
    Answer, BenefitView, MedicationView, Shown, StoryView, SymptomView, TermView, TimelineView,
};
use crate::domain::vocabulary::{FactLine, Kind, Lang, List, TermId, fold};

/// A medication that was only taken beside has its own line.
const BESIDE: &str = "other";
/// The teller whose words need no remark.
const ONESELF: &str = "self";
/// More symptoms do not fit into one line of a list.
const MOST_IN_LINE: usize = 6;

/// Words for one reader.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    language: Language,
    lang: Lang,
}

/// Everything that a story states, in the order of its page.
pub fn all(story: &StoryView, language: Language) -> Vec<Fact> {
    let reading = Reading::new(language);
    let mut facts = reading.short(story, usize::MAX);
    let purposes = story.medications.iter().flat_map(|one| &one.purposes);
    facts.push(reading.fact(FactLine::Purpose, purposes.filter_map(|one| reading.term(one, None)).collect()));
    let benefits = story.benefits.iter().filter_map(|one| reading.benefit(one));
    facts.push(reading.fact(FactLine::Benefits, benefits.collect()));
    for answer in &story.answers {
        facts.push(Fact { label: reading.name_of(answer.list), values: vec![reading.answer(answer)] });
    }
    let country = story.country.iter().map(|code| plain(i18n::country_name(language, code)));
    facts.push(reading.fact(FactLine::Country, country.collect()));
    let points = story.timeline.iter().filter_map(|point| reading.point(point)).collect();
    facts.push(Fact { label: reading.say("story-timeline"), values: points });
    facts.extend(reading.teller(story));
    let other = |(name, value): &(String, String)| Fact {
        label: name.clone(),
        values: vec![FactValue { text: value.clone(), ..FactValue::default() }],
    };
    facts.extend(story.others.iter().map(other));
    facts.retain(|fact| !fact.values.is_empty());
    facts
}

/// Medications, conditions and symptoms: what a list shows of a story.
pub fn in_short(story: &StoryView, language: Language) -> Vec<Fact> {
    let mut facts = Reading::new(language).short(story, MOST_IN_LINE);
    for value in facts.iter_mut().flat_map(|fact| &mut fact.values) {
        value.note = None;
    }
    facts.retain(|fact| !fact.values.is_empty());
    facts
}

/// The medications, conditions and symptoms of a story that have stories of their own to read on in.
pub fn topics(story: &StoryView, language: Language) -> Vec<(String, String)> {
    let medications = story.medications.iter().map(|one| &one.what);
    let symptoms = story.symptoms.iter().map(|one| &one.what);
    let mut topics = Vec::new();
    for view in medications.chain(&story.conditions).chain(symptoms) {
        let label = view.label(language.code()).map(|shown| shown.text.to_owned());
        if let Some(topic) = label.zip(view.term.map(stories_with))
            && !topics.contains(&topic)
        {
            topics.push(topic);
        }
    }
    topics
}

/// The list of stories that state a term. Its number stands in the address, so that a history tells little.
pub fn stories_with(term: TermId) -> String {
    match term.kind() {
        Kind::Medication => format!("/?medication={term}"),
        Kind::Symptom | Kind::Condition | Kind::Benefit => format!("/?symptom={term}"),
    }
}

/// The vocabulary's language for a reader.
pub fn lang_of(language: Language) -> Lang {
    Lang::from_tag(language.code()).unwrap_or(Lang::En)
}

impl Reading {
    /// Words in a language of the pages.
    pub fn new(language: Language) -> Self {
        Self { language, lang: lang_of(language) }
    }

    fn say(self, key: &'static str) -> String {
        Words::new(self.language).say(key).to_string()
    }

    fn fact(self, line: FactLine, values: Vec<FactValue>) -> Fact {
        Fact { label: line.label(self.lang).to_owned(), values }
    }

    fn short(self, story: &StoryView, most: usize) -> Vec<Fact> {
        let is_beside = |one: &&MedicationView| one.role.as_ref().is_some_and(|role| role.code == BESIDE);
        let (beside, suspected): (Vec<_>, Vec<_>) = story.medications.iter().partition(is_beside);
        let medications =
            |list: Vec<&MedicationView>| list.into_iter().filter_map(|one| self.medication(one)).collect();
        let conditions = story.conditions.iter().filter_map(|one| self.term(one, one.term)).collect();
        let symptoms = story.symptoms.iter().filter_map(|one| self.symptom(one)).take(most).collect();
        vec![
            self.fact(FactLine::Medication, medications(suspected)),
            self.fact(FactLine::OtherMedications, medications(beside)),
            self.fact(FactLine::Condition, conditions),
            self.fact(FactLine::Symptoms, symptoms),
        ]
    }

    /// What a list is called where it stands beside its answer.
    pub fn name_of(self, list: List) -> String {
        let line = FactLine::ALL.iter().find(|line| line.list() == Some(list));
        let question = || list.question(self.lang).map(|wording| wording.text).unwrap_or_default();
        line.map_or_else(question, |line| line.label(self.lang)).to_owned()
    }

    fn term(self, view: &TermView, leads_to: Option<TermId>) -> Option<FactValue> {
        let shown = view.label(self.language.code())?;
        Some(FactValue { address: leads_to.map(stories_with), ..self.value(shown) })
    }

    fn value(self, shown: Shown<'_>) -> FactValue {
        let foreign = shown.lang.filter(|tag| Lang::from_tag(tag) != Some(self.lang));
        FactValue {
            text: shown.text.to_owned(),
            language: foreign.map(str::to_owned),
            ..FactValue::default()
        }
    }

    fn answer(self, answer: &Answer) -> FactValue {
        self.value(answer.label(self.language.code()))
    }

    fn words_for(self, answer: Option<&Answer>) -> Option<String> {
        answer.map(|answer| answer.label(self.language.code()).text.to_owned())
    }

    /// Several remarks as one.
    fn note(self, remarks: impl IntoIterator<Item = Option<String>>) -> Option<String> {
        let remarks: Vec<String> = remarks.into_iter().flatten().collect();
        (!remarks.is_empty()).then(|| remarks.join(&self.say("site-comma")))
    }

    /// A medication with the name on the author's box, which others may know better than the substance.
    fn medication(self, view: &MedicationView) -> Option<FactValue> {
        let value = self.term(&view.what, view.what.term)?;
        let own = view.what.name.clone().filter(|name| fold(name) != fold(&value.text));
        let note = self.note([own, view.dose.clone(), self.words_for(view.source.as_ref())]);
        Some(FactValue { note, ..value })
    }

    fn symptom(self, view: &SymptomView) -> Option<FactValue> {
        let value = self.term(&view.what, view.what.term)?;
        let said = [&view.severity, &view.onset, &view.outcome, &view.before_use];
        let note = self.note(said.map(|answer| self.words_for(answer.as_ref())));
        Some(FactValue { note, ..value })
    }

    fn benefit(self, view: &BenefitView) -> Option<FactValue> {
        let value = self.term(&view.what, None)?;
        Some(FactValue { note: self.words_for(view.scale.as_ref()), ..value })
    }

    fn point(self, view: &TimelineView) -> Option<FactValue> {
        let value = self.term(&view.symptom, None)?;
        let said = [&view.change, &view.phase, &view.offset, &view.anchor];
        let note = self.note(said.map(|answer| self.words_for(answer.as_ref())));
        Some(FactValue { note, ..value })
    }

    fn teller(self, story: &StoryView) -> Option<Fact> {
        let teller = story.teller.as_deref().filter(|teller| *teller != ONESELF)?;
        let words =
            if teller == "caregiver" { self.say("share-teller-caregiver") } else { teller.to_owned() };
        Some(Fact { label: self.say("share-teller"), values: vec![plain(words)] })
    }
}

fn plain(text: String) -> FactValue {
    FactValue { text, ..FactValue::default() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn lines(language: Language) -> Vec<String> {
        let story = json!({
            "medications": [{"term": "https://w3id.org/patient-story/term/med/0001", "name": "アキュテイン"}],
            "symptoms": [
                {"term": "https://w3id.org/patient-story/term/sym/0001", "name": "x", "severity": 4},
                {"name": "brain fog that hums"},
            ],
            "ageBand": "26-35",
            "currentStatus": "stopped",
            "country": "JP",
            "believesIn": "rest",
        });
        let line = |fact: Fact| {
            let values: Vec<String> = fact
                .values
                .into_iter()
                .map(|value| format!("{}/{}", value.text, value.note.unwrap_or_default()))
                .collect();
            format!("{}: {}", fact.label, values.join(" "))
        };
        all(&StoryView::read(&story), language).into_iter().map(line).collect()
    }

    #[test]
    fn facts_are_read_in_the_readers_language_and_unknown_ones_as_given() {
        let english = lines(Language::En);
        assert!(english[0].ends_with(": Isotretinoin/アキュテイン"), "{english:#?}");
        assert!(english.iter().any(|line| line.contains("26–35")), "{english:#?}");
        assert!(english.iter().any(|line| line.ends_with(": Japan/")), "{english:#?}");
        assert!(english.iter().any(|line| line == "believesIn: rest/"), "{english:#?}");
        let japanese = lines(Language::Ja);
        assert!(japanese[0].contains("イソトレチノイン/"), "{japanese:#?}");
        assert!(japanese.iter().any(|line| line.contains("brain fog that hums")), "{japanese:#?}");
        assert!(japanese.iter().any(|line| line.ends_with(": 日本/")), "{japanese:#?}");
    }
}
