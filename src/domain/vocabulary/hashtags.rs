//! Hashtags and terms: which term a hashtag names, and under which hashtags a term goes in every script.

use super::Vocabulary;
use super::id::TermId;
use super::resolve::{Context, Lookup};
use crate::base::text::fold_tag;
use crate::base::text::tag::as_tag;

/// Nobody is to be found by a term of this care level or above.
const TOO_GRAVE: u8 = 2;

impl Vocabulary {
    /// The one term that a hashtag certainly names.
    pub fn term_of_hashtag(&self, name: &str) -> Option<TermId> {
        let found = match self.resolve(name, Context::Hashtag, None) {
            Lookup::One(id) => id,
            Lookup::Unknown | Lookup::Both(_) | Lookup::Ambiguous(_) => return None,
        };
        self.term(found).filter(|term| term.care_level() < TOO_GRAVE).map(|_| found)
    }

    /// Every hashtag, folded, that names a term or a kind of it, in every language: its words and brands. Words that
    /// also mean something else are left out.
    pub fn hashtags_of(&self, id: TermId) -> Vec<String> {
        let terms = self.terms().iter().filter(|term| self.is_within(term.id(), id));
        let words = terms.filter(|term| term.care_level() < TOO_GRAVE).flat_map(|term| {
            let labels = term.labels.iter().map(|label| label.text);
            let brands = term.brands.iter().flat_map(|brand| {
                std::iter::once(brand.name).chain(brand.scripts.iter().map(|(_, name)| name))
            });
            labels.chain(brands)
        });
        let is_it = |tag: &String| self.term_of_hashtag(tag).is_some_and(|found| self.is_within(found, id));
        let tags = words.filter_map(as_tag).filter(is_it);
        let mut tags: Vec<String> = tags.map(|tag| fold_tag(&tag)).filter(|tag| !tag.is_empty()).collect();
        tags.sort_unstable();
        tags.dedup();
        tags
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Lang, vocabulary};

    #[test]
    fn a_term_goes_under_its_words_and_brands_in_every_script() {
        let id = vocabulary().term_of_hashtag("Accutane").unwrap();
        assert_eq!(vocabulary().term_of_hashtag("イソトレチノイン"), Some(id));
        let tags = vocabulary().hashtags_of(id);
        for tag in ["accutane", "isotretinoin", "イソトレチノイン", "roaccutane"] {
            assert!(tags.contains(&tag.to_owned()), "{tag} in {tags:?}");
        }
        assert!(!tags.contains(&"fluoxetine".to_owned()));
    }

    #[test]
    fn what_is_no_term_or_several_names_none() {
        assert_eq!(vocabulary().term_of_hashtag("gardening"), None);
        assert_eq!(vocabulary().term_of_hashtag(""), None);
    }

    #[test]
    fn nobody_is_found_by_a_word_for_being_in_danger() {
        let grave = vocabulary().terms().iter().filter(|term| term.care_level() >= super::TOO_GRAVE);
        for term in grave {
            assert_eq!(vocabulary().term_of_hashtag(term.label(Lang::En)), None, "{}", term.id());
            assert_eq!(vocabulary().hashtags_of(term.id()), Vec::<String>::new(), "{}", term.id());
        }
    }
}
