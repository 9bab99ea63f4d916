//! What moderators choose from: content notes, and reasons to return or decline.
//!
//! The definition of a reason is how the message to the author begins. A moderator always edits
//! it to fit, so it must be true and kind as it stands.

use super::{Term, Vocabulary, term};

/// `none` stays last: a form shows it after all the others, behind an "or".
pub(super) const CONTENT_NOTES: &[Term] = &[
    term(
        "bereavement-or-baby-loss",
        "Bereavement or baby loss",
        "This case study talks about the death of a baby or of someone close.",
    ),
    term(
        "suicide-or-self-harm",
        "Suicide or self-harm",
        "This case study talks about suicide or self-harm.",
    ),
    term(
        "abuse-or-violence",
        "Abuse or violence",
        "This case study talks about abuse or violence.",
    ),
    term(
        "war-terrorism-or-genocide",
        "War, terrorism or genocide",
        "This case study talks about war, terrorism or genocide.",
    ),
    term(
        "slavery-racism-or-colonial-violence",
        "Slavery, racism or colonial violence",
        "This case study talks about slavery, racism or colonial violence.",
    ),
    term(
        "homophobia-or-transphobia",
        "Homophobia or transphobia",
        "This case study talks about hate towards lesbian, gay, bisexual or trans people.",
    ),
    term(
        "serious-illness-or-death",
        "Serious illness or death",
        "This case study talks about serious illness or dying.",
    ),
    term(
        "addiction",
        "Addiction",
        "This case study talks about alcohol, drugs or another addiction.",
    ),
    term(
        "eating-or-body-image",
        "Eating or body image",
        "This case study talks about eating or how people see their body.",
    ),
    term(
        "imprisonment",
        "Imprisonment",
        "This case study talks about prison or being locked up.",
    ),
    term(
        "animal-harm",
        "Animal harm",
        "This case study talks about harm to animals.",
    ),
    term(
        "human-remains",
        "Human remains",
        "This case study talks about human remains.",
    ),
    term(
        "none",
        "None of these",
        "This case study needs no content note.",
    ),
];

/// Reasons of earlier days that moderators no longer choose: nothing with an alternative text can be
/// sent.
pub(super) const RETIRED: [(Vocabulary, &str); 1] = [(Vocabulary::ReturnReason, "alt-text")];

pub(super) const RETURN_REASONS: &[Term] = &[
    term(
        "consent-missing",
        "People can be recognised and no consent is stated",
        "We can't publish this part until you confirm that everyone who could be recognised agreed to be on a public website. You could take out what shows who they are.",
    ),
    term(
        "identifies-person",
        "Details could identify someone",
        "This paragraph could let someone recognise a participant or a colleague. Please remove the age, place or story.",
    ),
    term(
        "rights-unclear",
        "It is unclear whose words these are",
        "Please tell us who wrote this and how it may be used.",
    ),
    term(
        "alt-text",
        "Alternative text is missing or does not help",
        "Please say what a person needs to know if they can't see the image.",
    ),
    term(
        "evidence-gap",
        "Claim is stronger than the evidence",
        "You say here that something changed. Please tell us how you know, or change it to what people told you.",
    ),
    term(
        "numbers-unclear",
        "Numbers or dates are unclear",
        "Please check the numbers and dates here, and say whether you counted people or visits.",
    ),
    term(
        "too-short",
        "Too short, or a step is missing",
        "We would like to hear a little more here: please add the step that another museum would ask you about.",
    ),
    term(
        "too-long",
        "Too long",
        "There is a lot of good detail here: please keep the parts that another museum could use, and cut the rest to fit the limit.",
    ),
    term(
        "how-missing",
        "Not enough for others to try it",
        "Another museum may want to try this. How did people join, and who led each session?",
    ),
    term(
        "lessons-missing",
        "Only good news",
        "What was hard, and what would you do differently? Other museums find this the most useful part.",
    ),
    term(
        "jargon",
        "Hard to read",
        "Please write short forms out in full, or use everyday words, so that a reader from outside your field can follow.",
    ),
    term(
        "language-respect",
        "Wording labels people",
        "Some words here may label people: please put the person first, as in \"people living with dementia\".",
    ),
    term(
        "promotional",
        "Reads as advertising",
        "This part reads a little like an advert: please tell us what you did, who it helped and what you learned.",
    ),
    term(
        "partner-credit",
        "Partner not named or not asked",
        "Please check with your partners that they are happy to be named, and then add them here so that they get the credit.",
    ),
    term(
        "safeguarding",
        "Could put a person or place at risk",
        "Something here could put a person or a place at risk, so we would like to talk with you first: please say in your message to the moderator how we can reach you.",
    ),
    term(
        "content-note",
        "Needs a content note",
        "Some readers may like a gentle warning before they read this: please choose the content note that fits best.",
    ),
    term(
        "out-of-scope",
        "Wellbeing or museum link is unclear",
        "We could not yet see how this is about wellbeing and a museum: please tell us what part your museum played and how it helped people feel well.",
    ),
    term(
        "duplicate",
        "May already be in the bank",
        "We may already have this project in the bank: please tell us what is new, and we will help you update the page that is there.",
    ),
    term(
        "accessibility-file",
        "Only a PDF that some people can't use",
        "Some people can't read this PDF: please add a link to a web page, or put its main points into your answers.",
    ),
];

/// The reasons that moderators choose from, in the groups in which they are offered.
pub(super) const REASON_GROUPS: [(&str, &[&str]); 4] = [
    (
        "People",
        &[
            "consent-missing",
            "identifies-person",
            "language-respect",
            "safeguarding",
            "content-note",
            "partner-credit",
        ],
    ),
    (
        "Evidence",
        &[
            "evidence-gap",
            "numbers-unclear",
            "lessons-missing",
            "rights-unclear",
        ],
    ),
    (
        "Writing",
        &[
            "too-short",
            "too-long",
            "how-missing",
            "jargon",
            "promotional",
            "accessibility-file",
        ],
    ),
    ("Scope", &["out-of-scope", "duplicate"]),
];

const DECLINE_REASONS: &[Term] = &[
    term(
        "out-of-scope",
        "Not about wellbeing, or not museum work",
        "Thank you for telling us about this work. We publish wellbeing projects that a museum took part in, so this one does not fit here. If you have another project, we would be glad to read it.",
    ),
    term(
        "duplicate",
        "Already in the bank",
        "Thank you for writing this up. The project already has a page in the bank, so we won't add a second one. If something has changed, please tell us and we will help you update that page.",
    ),
    term(
        "promotional",
        "Reads as advertising",
        "Thank you for your time. This tells us mostly about a product or service, and we can't publish adverts. The story of what one museum did, and what people said, would be very welcome.",
    ),
    term(
        "rights-unclear",
        "Rights could not be cleared",
        "Thank you for sharing this. We could not find out who owns the words, so we can't publish it. If the owner agrees in writing, please send it again.",
    ),
    term(
        "safeguarding",
        "Could put a person or place at risk",
        "Thank you for trusting us with this. Publishing it could put a person or a place at risk, so we won't put it online. Please get in touch if you would like to talk about what could be shared safely.",
    ),
    term(
        "consent-missing",
        "Consent was not given",
        "Thank you for this work. We can't publish it because the people in it have not all agreed to be on a public website. You are welcome to send it again without anything that shows who they are.",
    ),
];

/// Why a moderator may say no; the definition is how the kind message begins.
#[must_use]
pub const fn decline_reasons() -> &'static [Term] {
    DECLINE_REASONS
}

#[cfg(test)]
mod tests {
    use super::super::Vocabulary;
    use super::REASON_GROUPS;

    #[test]
    fn every_reason_that_is_offered_stands_in_one_group() {
        let grouped: Vec<&str> = REASON_GROUPS
            .iter()
            .flat_map(|(_, slugs)| slugs.iter().copied())
            .collect();
        for vocabulary in [Vocabulary::ReturnReason, Vocabulary::DeclineReason] {
            for term in vocabulary.offered() {
                let places = grouped.iter().filter(|slug| **slug == term.slug).count();
                assert_eq!(places, 1, "{}", term.slug);
            }
        }
        for slug in grouped {
            assert!(Vocabulary::ReturnReason.term(slug).is_some(), "{slug}");
        }
    }
}
