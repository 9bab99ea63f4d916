//! What a subject is about, as a person who reads it would say: a wellbeing case study, the wellbeing campaign, or
//! neither. People write it in any case and order, with hyphens, slips and words around it.

mod others;
mod places;
mod prefixes;
mod words;

use others::is_of_another_message;
use places::{Place, campaign_at, case_study_at, places, wellbeing_at};
use prefixes::is_answer;
pub use prefixes::{is_forward, without_prefixes};
use words::{After, PARTS_MATTERS, Word, words};

/// What a message is about, by its subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// A case study of work on wellbeing.
    CaseStudy,
    /// The campaign for wellbeing.
    Campaign,
}

/// More words than these between the two that matter make them two matters.
const MOST_BETWEEN: usize = 6;
/// The same where one of them says what the other is: "Case study about …"
const MOST_ABOUT: usize = 12;
/// So many words may stand between a "not" and what it denies.
const MOST_FILLERS: usize = 4;

/// Words that start something else when they stand after "and".
const DETERMINERS: [&str; 11] = [
    "a", "an", "the", "our", "your", "my", "this", "another", "some", "one", "new",
];
const JOINERS: [&str; 6] = ["and", "or", "but", "plus", "und", "et"];
const NOTS: [&str; 6] = ["not", "no", "isn't", "isnt", "kein", "keine"];
/// What stands between a "not" and what it denies, beside determiners: "not about the", "have no more".
const FILLERS: [&str; 12] = [
    "any", "more", "further", "yet", "really", "quite", "exactly", "about", "have", "got", "as",
    "of",
];
/// Words that say where a case study is from: "Case study from Leeds: …"
const SOURCES: [&str; 4] = ["from", "by", "at", "in"];
/// What follows "a case study" where no other matter does.
const GOES_ON: [&str; 8] = ["from", "by", "at", "in", "of", "on", "for", "about"];

/// What a subject is about.
#[must_use]
pub fn topic(subject: &str) -> Option<Topic> {
    let is_answer = is_answer(subject);
    let words = words(without_prefixes(subject));
    let wellbeing = places(&words, wellbeing_at);
    let named = |others: &[Place], is_case_study| {
        wellbeing.iter().any(|one| {
            others.iter().any(|other| {
                let pair = Pair::of(&words, *one, *other);
                let is_other = || is_of_another_message(&words, pair.first.0, pair.end());
                pair.belongs_together(is_case_study) && (is_answer || !is_other())
            })
        })
    };
    if named(&places(&words, case_study_at), true) {
        return Some(Topic::CaseStudy);
    }
    named(&places(&words, campaign_at), false).then_some(Topic::Campaign)
}

/// What a subject says beside naming what it is about: "Tea and objects" of "Re: Wellbeing case study: Tea and
/// objects". Where it says no more, or says it otherwise, all of it.
#[must_use]
pub fn beside_topic(subject: &str) -> &str {
    let subject = without_prefixes(subject);
    let parts = [": ", " - ", " \u{2013} ", " \u{2014} "]
        .into_iter()
        .filter_map(|sign| subject.split_once(sign))
        .min_by_key(|(head, _)| head.len());
    match parts {
        Some((head, rest)) if topic(head).is_some() && rest.chars().any(char::is_alphabetic) => {
            rest.trim()
        }
        _ => subject,
    }
}

/// "Wellbeing" and what it belongs to, if it does, in the order in which they stand.
struct Pair<'a> {
    words: &'a [Word],
    first: Place,
    last: Place,
    /// Where "case study" or "campaign" stands.
    other: Place,
}

impl<'a> Pair<'a> {
    fn of(words: &'a [Word], wellbeing: Place, other: Place) -> Self {
        let (first, last) = if wellbeing.0 <= other.0 {
            (wellbeing, other)
        } else {
            (other, wellbeing)
        };
        Self {
            words,
            first,
            last,
            other,
        }
    }

    fn end(&self) -> usize {
        self.first.1.max(self.last.1)
    }

    /// The words between the two.
    fn gap(&self) -> &'a [Word] {
        &self.words[self.first.1.min(self.last.0)..self.last.0]
    }

    /// The words after which something stands between the two.
    fn joints(&self) -> &'a [Word] {
        &self.words[(self.first.1 - 1).min(self.last.0)..self.last.0]
    }

    fn belongs_together(&self, is_case_study: bool) -> bool {
        let parts_matters = self.gap().iter().any(|word| word.text == PARTS_MATTERS);
        if parts_matters || self.is_by_chance() {
            return false;
        }
        let before = &self.words[..self.first.0];
        if is_case_study && self.has_title_after() {
            return !is_denied(before);
        }
        // "No wellbeing without art: a case study" denies nothing of what stands after the colon.
        let is_one_clause = !self.joints().iter().any(|word| word.after.breaks());
        let may_be_denied = is_one_clause || self.first == self.other;
        if (may_be_denied && is_denied(before)) || is_denied(self.gap()) {
            return false;
        }
        (is_case_study && self.has_title_before()) || !(self.starts_anew() || self.is_too_far())
    }

    /// "in case study leave affects your wellbeing"
    fn is_by_chance(&self) -> bool {
        let (start, end) = self.other;
        start > 0
            && self.words[start - 1].text == "in"
            && self.words[start].text == "case"
            && self
                .words
                .get(end)
                .is_some_and(|next| next.text == "leave" || next.text == "is")
    }

    /// "Case study: …", "Case study from Leeds: …": all that follows is its title.
    fn has_title_after(&self) -> bool {
        /// Longer than this is no place.
        const PLACE: usize = 5;
        let joints = self.joints();
        let mark = joints
            .iter()
            .position(|word| word.after.breaks() || word.after == After::Quote);
        let Some(mark) = mark.filter(|_| self.first == self.other) else {
            return false;
        };
        let sign = joints[mark].after;
        let says_source = mark <= PLACE
            && joints
                .get(1)
                .is_some_and(|word| SOURCES.contains(&word.text.as_str()));
        let is_mark = if mark == 0 {
            sign != After::Stop || self.first.0 == 0
        } else {
            says_source && !sign.ends()
        };
        let rest = &joints[mark + 1..];
        is_mark && rest.iter().all(|word| word.after != After::Stop)
    }

    /// "…: a case study", "…? A case study from Leeds", "…, a case study": all that stands before is its title.
    fn has_title_before(&self) -> bool {
        if self.first == self.other {
            return false;
        }
        let joints = self.joints();
        let is_determiner = |word: &Word| DETERMINERS.contains(&word.text.as_str());
        if let [before @ .., named, determiner] = joints
            && named.after == After::Comma
            && is_determiner(determiner)
        {
            return !before.iter().any(|word| word.after.ends());
        }
        let Some(mark) = joints.iter().rposition(|word| word.after.breaks()) else {
            return false;
        };
        let between = &joints[mark + 1..];
        let stands_alone = || {
            let next = self.words.get(self.last.1);
            between.len() <= 1
                && between.iter().all(is_determiner)
                && (self.words[self.last.1 - 1].after.breaks()
                    || next.is_none_or(|next| GOES_ON.contains(&next.text.as_str())))
        };
        let is_mark = if joints[mark].after.ends() {
            stands_alone()
        } else {
            between.len() <= 2
        };
        is_mark && !joints[..mark].iter().any(|word| word.after.ends())
    }

    /// "… survey and a case study on parking", unless a title goes on like this: "… and the museum: case study".
    fn starts_anew(&self) -> bool {
        let gap = self.gap();
        (1..gap.len()).any(|at| {
            JOINERS.contains(&gap[at - 1].text.as_str())
                && DETERMINERS.contains(&gap[at].text.as_str())
                && !gap[at..].iter().any(|word| word.after.breaks())
        })
    }

    fn is_too_far(&self) -> bool {
        let is_parted = self.joints().iter().any(|word| word.after.ends());
        let most = match (is_parted, self.says_about()) {
            (true, _) => 2,
            (false, false) => MOST_BETWEEN,
            (false, true) => MOST_ABOUT,
        };
        self.gap().len() > most
    }

    /// "Case study on how …", and "Wellbeing … case study" with nothing after it: one long name, with no comma in it.
    fn says_about(&self) -> bool {
        let is_small = |word: &Word| {
            let word = word.text.as_str();
            GOES_ON.contains(&word) || DETERMINERS.contains(&word)
        };
        let gap = self.gap();
        let goes_on = if self.first == self.other {
            gap.first().is_some_and(is_small)
        } else {
            self.last.1 == self.words.len() && !gap.last().is_some_and(is_small)
        };
        goes_on && self.joints().iter().all(|word| word.after < After::Comma)
    }
}

/// Whether words end with a "not" that is about what follows them: "this is not a", "we have no".
fn is_denied(words: &[Word]) -> bool {
    let is_unrelated = matches!(words, [.., one, to] | [.., one, to, _]
        if one.text == "unrelated" && to.text == "to");
    let word_before = words
        .iter()
        .rev()
        .take_while(|word| word.after < After::Comma && !word.after.breaks())
        .take(MOST_FILLERS + 1)
        .map(|word| word.text.as_str())
        .find(|word| !DETERMINERS.contains(word) && !FILLERS.contains(word));
    is_unrelated || word_before.is_some_and(|word| NOTS.contains(&word))
}

#[cfg(test)]
mod tests;
