//! Gathering: what the lines of all editions state becomes the facts of one story.
//!
//! Facts are stated once per story. The original is read first and its facts stand; a line of another edition that
//! says the same goes, one that says something else stays in its text.

use std::collections::HashMap;

use super::fact_line::{Part, Statement};
use super::items::{Item, Items, MAX_ENTRIES};
use crate::domain::story::codes::{MedicationRole, MedicationSource};
use crate::domain::story::facts::{Benefit, Facts, Medication, Named, Symptom};
use crate::domain::vocabulary::{Kind, TermId, fold};

/// Facts under construction.
#[derive(Debug, Default)]
pub(super) struct Gathering {
    pub facts: Facts,
    /// The section whose lines state an open list; the others may only repeat it.
    owners: HashMap<OpenList, usize>,
    /// The medications that the last medication line of the section named, if they share one name.
    current: Option<Target>,
    /// The symptom that the last symptom line named, if it was one.
    current_symptom: Option<usize>,
    /// Whether the last part was taken.
    is_taken: bool,
    /// Lines about a medication that none before them named.
    pending: Vec<(Place, Detail)>,
}

/// Where a part stands: section, line, part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Place {
    pub section: usize,
    pub line: usize,
    pub part: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum OpenList {
    Suspected,
    Other,
    Symptoms,
    Conditions,
    Benefits,
}

/// The medications that a line about a medication means: those with this name.
type Target = String;

/// What a line says of the medication before it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Detail {
    Purposes(Vec<Named>),
    Dose(String),
    Source(MedicationSource),
}

impl Gathering {
    /// Lines of another section follow: a dose there says nothing of a medication named here.
    pub fn begin_section(&mut self) {
        self.current = None;
        self.current_symptom = None;
    }

    /// Takes what a part states. Says whether the part leaves the text now; a part about a medication that is not
    /// known yet is decided by [`Self::settle`].
    pub fn take(&mut self, place: Place, part: &Part<'_>) -> bool {
        let is_taken = part.statement.as_ref().is_some_and(|statement| self.take_statement(place, statement));
        self.is_taken = is_taken;
        is_taken
    }

    fn take_statement(&mut self, place: Place, statement: &Statement) -> bool {
        match statement {
            Statement::Withheld => true,
            Statement::Both(both) => {
                both.each_ref().map(|one| self.take_statement(place, one)) == [true, true]
            }
            Statement::AsBefore => self.is_taken,
            Statement::AgeBand(value) => settle(&mut self.facts.age_band, *value),
            Statement::DurationOfUse(value) => settle(&mut self.facts.duration_of_use, *value),
            Statement::CurrentStatus(value) => settle(&mut self.facts.current_status, *value),
            Statement::TimeSinceStopping(value) => settle(&mut self.facts.time_since_stopping, *value),
            Statement::Onset(value) => settle(&mut self.facts.onset, *value),
            Statement::Trajectory(value) => settle(&mut self.facts.trajectory, *value),
            Statement::Warned(value) => settle(&mut self.facts.warned_beforehand, *value),
            Statement::PrescriberResponse(value) => settle(&mut self.facts.prescriber_response, *value),
            Statement::WouldTakeAgain(value) => settle(&mut self.facts.would_take_again, *value),
            Statement::Country(code) => settle(&mut self.facts.country, (*code).to_owned()),
            Statement::Gender(value) => settle(&mut self.facts.gender, *value),
            Statement::Teller(value) => settle(&mut self.facts.teller, *value),
            Statement::Medications(role, items) => self.medications(place.section, *role, items),
            Statement::Symptoms(items) => self.symptoms(place.section, items),
            Statement::Conditions(items) => {
                self.open_list(OpenList::Conditions, place.section, items, Self::add_condition)
            }
            Statement::Benefits(items) => {
                self.open_list(OpenList::Benefits, place.section, items, Self::add_benefit)
            }
            Statement::Purposes(items) => {
                self.detail(place, Detail::Purposes(items.items.iter().map(named).collect()))
            }
            Statement::Dose(dose) => self.detail(place, Detail::Dose(dose.clone())),
            Statement::Source(source) => self.detail(place, Detail::Source(*source)),
            Statement::Severity(level) => {
                let symptom = self.current_symptom.and_then(|at| self.facts.symptoms.get_mut(at));
                symptom.is_some_and(|symptom| settle(&mut symptom.severity, *level))
            }
        }
    }

    /// Gives what was said of an unnamed medication to the story's only suspected one. Returns the places that leave
    /// the text.
    pub fn settle(&mut self) -> Vec<Place> {
        let mut names: Vec<&str> = Vec::new();
        for medication in self.facts.medications.iter().filter(|one| one.role == MedicationRole::Suspected) {
            if !names.contains(&medication.name.as_str()) {
                names.push(&medication.name);
            }
        }
        let [only] = names.as_slice() else { return Vec::new() };
        let only = (*only).to_owned();
        let pending = std::mem::take(&mut self.pending);
        pending.into_iter().filter(|(_, detail)| self.give(&only, detail)).map(|(place, _)| place).collect()
    }

    /// Adds a medication that a hashtag or the title names; one that is known already stays as it is.
    pub fn add_medication(&mut self, term: TermId, name: &str) {
        let is_known = self.facts.medications.iter().any(|known| known.term == Some(term));
        if !is_known {
            self.facts.medications.push(Medication {
                term: Some(term),
                name: name.to_owned(),
                ..Medication::default()
            });
        }
    }

    /// Adds a symptom or an after-effect that a hashtag or the title names.
    pub fn add_term(&mut self, term: TermId, name: &str) {
        let item = Item { terms: vec![term], name: name.to_owned(), ..Item::default() };
        match term.kind() {
            Kind::Medication => self.add_medication(term, name),
            Kind::Condition => self.add_condition(&item),
            Kind::Symptom => self.add_symptom(&item),
            Kind::Benefit => {}
        }
    }

    fn medications(&mut self, section: usize, role: MedicationRole, items: &Items) -> bool {
        let list = match role {
            MedicationRole::Suspected => OpenList::Suspected,
            MedicationRole::Other => OpenList::Other,
        };
        let is_taken = self.open_list(list, section, items, |gathering, item| {
            let terms: Vec<Option<TermId>> = if item.terms.is_empty() {
                vec![None]
            } else {
                item.terms.iter().copied().map(Some).collect()
            };
            for term in terms {
                let known = gathering.facts.medications.iter_mut().find(|known| match (known.term, term) {
                    (Some(known), Some(term)) => known == term,
                    (None, None) => fold(&known.name) == fold(&item.name),
                    (Some(_), None) | (None, Some(_)) => false,
                });
                match known {
                    Some(known) => add_dose(&mut known.dose, item.dose.as_deref()),
                    None => gathering.facts.medications.push(Medication {
                        term,
                        name: item.name.clone(),
                        role,
                        dose: item.dose.clone(),
                        ..Medication::default()
                    }),
                }
            }
        });
        self.current = match items.items.as_slice() {
            [only] if is_taken => self.held_name(only),
            _ => None,
        };
        is_taken
    }

    /// The name under which the facts hold a medication.
    fn held_name(&self, item: &Item) -> Option<Target> {
        let is_it = |known: &&Medication| match known.term {
            Some(term) => item.terms.contains(&term),
            None => fold(&known.name) == fold(&item.name),
        };
        self.facts.medications.iter().find(is_it).map(|known| known.name.clone())
    }

    fn symptoms(&mut self, section: usize, items: &Items) -> bool {
        let is_taken = self.open_list(OpenList::Symptoms, section, items, Self::add_symptom);
        self.current_symptom = match items.items.as_slice() {
            [only] if is_taken => {
                self.facts.symptoms.iter().position(|known| is_same(known.term, &known.name, only))
            }
            _ => None,
        };
        is_taken
    }

    /// The owner's lines add up; another section's line goes only if it says nothing new.
    fn open_list(
        &mut self,
        list: OpenList,
        section: usize,
        items: &Items,
        mut add: impl FnMut(&mut Self, &Item),
    ) -> bool {
        if self.held(list) + items.items.len() > MAX_ENTRIES {
            return false;
        }
        if *self.owners.entry(list).or_insert(section) == section {
            items.items.iter().for_each(|item| add(self, item));
            return true;
        }
        self.repeats(list, items)
    }

    /// How many entries of a list there are.
    fn held(&self, list: OpenList) -> usize {
        match list {
            OpenList::Suspected | OpenList::Other => self.facts.medications.len(),
            OpenList::Symptoms => self.facts.symptoms.len(),
            OpenList::Conditions => self.facts.conditions.len(),
            OpenList::Benefits => self.facts.benefits.len(),
        }
    }

    /// Whether a line of another edition says what is known: the same terms, and no more own words than there are.
    fn repeats(&self, list: OpenList, items: &Items) -> bool {
        let facts = &self.facts;
        let role = |role| facts.medications.iter().filter(move |one| one.role == role).map(|one| one.term);
        let conditions = facts.conditions.iter().map(|one| one.term);
        let known: Vec<Option<TermId>> = match list {
            OpenList::Suspected => role(MedicationRole::Suspected).collect(),
            OpenList::Other => role(MedicationRole::Other).collect(),
            OpenList::Symptoms => facts.symptoms.iter().map(|one| one.term).chain(conditions).collect(),
            OpenList::Conditions => conditions.collect(),
            OpenList::Benefits => facts.benefits.iter().map(|one| one.term).collect(),
        };
        let own_words = items.items.iter().filter(|item| item.terms.is_empty()).count();
        items.items.iter().flat_map(|item| &item.terms).all(|term| known.contains(&Some(*term)))
            && own_words <= known.iter().filter(|term| term.is_none()).count()
    }

    fn add_symptom(&mut self, item: &Item) {
        if item.terms.iter().any(|term| term.kind() == Kind::Condition) {
            self.add_condition(item);
            return;
        }
        let term = item.terms.first().copied();
        match self.facts.symptoms.iter_mut().find(|known| is_same(known.term, &known.name, item)) {
            Some(known) => known.severity = known.severity.or(item.severity),
            None => self.facts.symptoms.push(Symptom {
                term,
                name: item.name.clone(),
                severity: item.severity,
                ..Symptom::default()
            }),
        }
    }

    fn add_condition(&mut self, item: &Item) {
        if !self.facts.conditions.iter().any(|known| is_same(known.term, &known.name, item)) {
            self.facts.conditions.push(named(item));
        }
    }

    fn add_benefit(&mut self, item: &Item) {
        match self.facts.benefits.iter_mut().find(|known| is_same(known.term, &known.name, item)) {
            Some(known) => known.scale = known.scale.or(item.scale),
            None => self.facts.benefits.push(Benefit {
                term: item.terms.first().copied(),
                name: item.name.clone(),
                scale: item.scale,
            }),
        }
    }

    fn detail(&mut self, place: Place, detail: Detail) -> bool {
        if let Some(target) = self.current.clone() {
            return self.give(&target, &detail);
        }
        self.pending.push((place, detail));
        false
    }

    /// Says whether every medication of that name now has the detail.
    fn give(&mut self, target: &str, detail: &Detail) -> bool {
        let meant = self.facts.medications.iter_mut().filter(|medication| medication.name == target);
        let mut is_given = true;
        for medication in meant {
            is_given &= match detail {
                Detail::Dose(dose) => settle(&mut medication.dose, dose.clone()),
                Detail::Source(source) => settle(&mut medication.source, *source),
                Detail::Purposes(purposes) => {
                    for purpose in purposes {
                        let is_known = medication.purposes.iter().any(|known| {
                            known.term.map_or_else(
                                || fold(&known.name) == fold(&purpose.name),
                                |term| Some(term) == purpose.term,
                            )
                        });
                        if !is_known {
                            medication.purposes.push(purpose.clone());
                        }
                    }
                    true
                }
            };
        }
        is_given
    }
}

/// "Zoloft 50 mg, later Zoloft 100 mg": both doses are kept.
fn add_dose(dose: &mut Option<String>, more: Option<&str>) {
    let Some(more) = more else { return };
    let is_known = dose.as_deref().is_some_and(|known| known.split(", ").any(|one| one == more));
    if !is_known {
        *dose = Some(dose.take().map_or_else(|| more.to_owned(), |known| format!("{known}, {more}")));
    }
}

/// Fills an empty slot; says whether the slot now holds this value.
fn settle<T: PartialEq + Clone>(slot: &mut Option<T>, value: T) -> bool {
    *slot.get_or_insert_with(|| value.clone()) == value
}

fn is_same(term: Option<TermId>, name: &str, item: &Item) -> bool {
    match (term, item.terms.first()) {
        (Some(known), Some(_)) => item.terms.contains(&known),
        (None, None) => fold(name) == fold(&item.name),
        (Some(_), None) | (None, Some(_)) => false,
    }
}

fn named(item: &Item) -> Named {
    Named { term: item.terms.first().copied(), name: item.name.clone() }
}
