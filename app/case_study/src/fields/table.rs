//! The rows. Questions and hints are plain English; the limits stand here and nowhere else.
//!
//! A row says section and key, kind with its limits, whether it is needed, who sees it, where a search
//! finds its words, then heading, question and hint. `feeds` names the facet that its answers are
//! values of; `stands` its place on the page of a case, where the section does not say so;
//! `found_by_question` that a search for what is asked finds the answer; `called` its name to the person
//! who writes it, where the heading speaks of them to readers.

use super::kinds::{Kind, Need, SearchField as S, SeenBy};
use super::place::{FactGroup, Place as At};
use super::sections::Section;
use super::{Field, PublicMember};
use crate::facets::Facet;
use crate::typed_answer::Answer;
use crate::vocabulary::Vocabulary as V;
use FactGroup::Glance;
use Kind::{
    Count, Documents, Email, Line, Lines, Links, Many, Month, One, Pictures, Place, Tick,
    WebAddress, Words,
};
use Need::{NotAsked, Optional, Prompted, ToPublish, ToSend};
use SeenBy::{Everyone, Staff};

/// One row; the key is the member's name, so the two cannot drift apart. A member that everyone sees
/// must be one of `PublicMembers`.
macro_rules! row {
    (@public Everyone $key:ident) => {
        Some(PublicMember {
            get: |public| Answer::to_answers(&public.$key),
            publish: |content, public| public.$key = std::mem::take(&mut content.$key),
        })
    };
    (@public Staff $key:ident) => {
        None
    };
    ($section:ident . $key:ident, $kind:expr, $need:expr, $seen_by:ident, $search:expr, $heading:literal, $question:literal, $hint:literal) => {
        Field {
            key: stringify!($key),
            section: Section::$section,
            question: $question,
            heading: $heading,
            hint: $hint,
            kind: $kind,
            need: $need,
            seen_by: $seen_by,
            public: row!(@public $seen_by $key),
            search: $search,
            found_by_question: false,
            called: None,
            facet: None,
            place: None,
            get: |content| Answer::to_answers(&content.$key),
            set: |content, answers| {
                content.$key = Answer::from_answers(answers)?;
                Ok(())
            },
        }
    };
}

/// Any terms of a list, all of them too.
const fn any_of(list: V) -> Kind {
    Many(list, 0, list.len())
}

/// Every field of a case study, in the order in which it is shown; the order of the form's pages is
/// `Section::FORM`.
#[rustfmt::skip]
pub static FIELDS: &[Field] = &[
    row!(Museum.museum, Line { min: 2, max: 120 }, ToSend("Enter the name of your museum or organisation"), Everyone, Some(S::Museum),
        "Museum", "Museum or organisation", "Use the name the public knows.").stands(At::Head),
    row!(Museum.museum_type, One(V::MuseumType), ToPublish("Choose the type of museum"), Everyone, Some(S::Details),
        "Type of museum", "Type of museum", "Choose the closest.").feeds(Facet::MuseumType),
    row!(Museum.museum_size, One(V::MuseumSize), Optional, Everyone, Some(S::Details),
        "Size", "Size", "This helps people find museums like theirs."),
    row!(Museum.governance, One(V::Governance), Optional, Everyone, Some(S::Details),
        "Who runs it", "Who runs it?", ""),
    row!(Museum.town, Line { min: 2, max: 80 }, ToPublish("Enter the town or city where the work took place"), Everyone, Some(S::Place),
        "Town", "Town or city", "Where the work took place, not your head office.").stands(At::Facts(Glance)),
    row!(Museum.region, Line { min: 2, max: 80 }, ToPublish("Enter the region or nation"), Everyone, Some(S::Place),
        "Region", "Region or nation", "For example North West England, Scotland or Tuscany.").feeds(Facet::Region).stands(At::Merged),
    row!(Museum.nation, Line { min: 2, max: 80 }, NotAsked, Everyone, Some(S::Place), "Nation", "", "").stands(At::Merged),
    row!(Museum.country, One(V::Country), ToPublish("Choose the country"), Everyone, Some(S::Place),
        "Country", "Country", "").feeds(Facet::Country).stands(At::Merged),
    row!(Museum.on_map, Tick, Optional, Everyone, None,
        "Shown on the map", "Show the town on the map", "We find the town by its name, and show no address. Leave this empty for a refuge or another private place.").stands(At::Data),
    row!(Museum.position, Place, NotAsked, Everyone, None,
        "Map position", "Map position", "Latitude and longitude, such as 53.41, -2.98, where the list of towns does not know the town. Never a private address.").stands(At::Data),

    row!(Glance.title, Line { min: 10, max: 100 }, ToSend("Enter a title"), Everyone, Some(S::Title),
        "Title", "Title", "Say what it is, then what is special. Avoid acronyms.").stands(At::Head),
    row!(Glance.summary, Words { min: 0, max: 60 }, ToPublish("Sum up the project in up to 60 words"), Everyone, Some(S::Summary),
        "Summary", "Summary", "What you did, who for, and the main result. It appears in lists and in search.").stands(At::Summary),
    row!(Glance.started, Month, ToPublish("Enter the year the work started"), Everyone, None,
        "Started", "When did it start?", "Such as September 2021, or only 2021. The year is enough.").stands(At::Facts(Glance)),
    row!(Glance.ended, Month, Optional, Everyone, None,
        "Ended", "When did it end?", "Leave this empty if it is still running.").stands(At::Merged),
    row!(Glance.still_running, Tick, Optional, Everyone, None,
        "Still running", "It is still running", ""),

    row!(People.strand, One(V::Strand), ToPublish("Choose who it was mainly for"), Everyone, Some(S::Labels),
        "Who it's for", "Who was it mainly for?", "").called("Who it was for").feeds(Facet::Strand),
    row!(People.second_strand, One(V::Strand), Optional, Everyone, Some(S::Labels),
        "Also for", "Who else was it for?", "Choose this only if it was clearly for both.").feeds(Facet::Strand).stands(At::Merged),
    row!(People.themes, Many(V::Theme, 1, 5), ToPublish("Choose at least one theme"), Everyone, Some(S::Labels),
        "Themes", "Themes", "Not sure? Tick the nearest. We can change it with you.").feeds(Facet::Theme),
    row!(People.audiences, Many(V::Audience, 1, 6), ToPublish("Choose who took part"), Everyone, Some(S::Labels),
        "Who took part", "Who took part?", "Tick the people you planned it for.").feeds(Facet::Audience),
    row!(People.activities, Many(V::Activity, 1, 6), ToPublish("Choose at least one activity"), Everyone, Some(S::Labels),
        "Activities", "What kind of activity was it?", "").feeds(Facet::Activity),
    row!(People.five_ways, any_of(V::FiveWays), Optional, Everyone, Some(S::Details),
        "Five ways to wellbeing", "Which of the five ways to wellbeing did it use?", "").feeds(Facet::FiveWays),
    row!(People.sdgs, any_of(V::Sdg), Optional, Everyone, Some(S::Details),
        "Sustainable Development Goals", "Which Sustainable Development Goals did it serve?", "Skip this if you do not use them.").feeds(Facet::Sdg),

    row!(Story.need, Words { min: 60, max: 200 }, ToPublish("Say why you did this"), Everyone, Some(S::Story),
        "Why", "Why did you do it?", "What was the problem, and how did you know? Who told you?").called("Why you did it"),
    row!(Story.did, Words { min: 80, max: 350 }, ToPublish("Describe what you did"), Everyone, Some(S::Story),
        "What they did", "What you did", "Describe it so that another museum could try it: how people joined, how often, how long, who led, where, and what from your collection or place you used.").called("What you did"),

    row!(Story.own_words, Words { min: 40, max: 1500 }, Optional, Staff, None,
        "In your own words", "What did you do, who was it for, and what came of it?", "This is what you sent us in your own words. The rest can be made from it."),

    row!(Results.main_result, Line { min: 10, max: 300 }, Optional, Everyone, Some(S::Story),
        "Main result", "What was the main result, in one sentence?", "Say so too if nothing changed, or if it was not measured.").stands(At::InShort),
    row!(Results.changed, Words { min: 60, max: 250 }, ToPublish("Say what changed"), Everyone, Some(S::Story),
        "What changed", "What changed?", "Start with the people. Say what you saw, what people told you and what you counted. Say if it is too early to know."),
    row!(Results.hard, Words { min: 0, max: 150 }, Prompted, Everyone, Some(S::Story),
        "What was hard", "What did not work, or was hard?", "This is what other museums find most useful.").found_by_question(),

    row!(Lessons.lessons, Lines { min: 2, max: 5, chars: 200 }, ToPublish("Share a lesson"), Everyone, Some(S::Story),
        "Lessons", "Lessons", "Start each with what to do: \u{201c}Ask\u{2026}\u{201d}, \u{201c}Allow\u{2026}\u{201d}, \u{201c}Check\u{2026}\u{201d}.").stands(At::Lessons),
    row!(Lessons.quotation, Words { min: 0, max: 60 }, Optional, Everyone, Some(S::Story),
        "Quotation", "A quotation", "Something a participant said or wrote.").stands(At::Quotation),
    row!(Lessons.quotation_from, Line { min: 2, max: 80 }, Optional, Everyone, None,
        "Quotation from", "Who said it?", "Use a role such as \u{201c}participant\u{201d}. Do not give a full name.").called("Who said it").stands(At::Merged),
    row!(Lessons.quotation_permission, Tick, Optional, Staff, None,
        "Permission for the quotation", "They said we can publish it", ""),

    row!(Care.team_care, Words { min: 0, max: 150 }, Prompted, Everyone, Some(S::Story),
        "Looking after the team", "How did you look after the staff and volunteers who did this work?", "For example a chat after each session, someone to talk to, or time off. Think of freelancers too."),
    row!(Care.sustainability, Words { min: 0, max: 100 }, Optional, Everyone, Some(S::Story),
        "Sustainability", "Will it carry on? Did you do anything to help the environment?", "For example with materials, travel, energy or nature."),

    row!(Evidence.design, One(V::EvaluationDesign), ToPublish("Choose how you know"), Everyone, Some(S::Details),
        "Evaluation", "How do you know what changed?", "Feedback only is a good answer.").called("How you know"),
    row!(Evidence.method, Words { min: 0, max: 100 }, Optional, Everyone, Some(S::Details),
        "How it was evaluated", "Tell us a little more about how you gathered it", "For example: a form on the last day, filled in by 14 of 20 people."),
    row!(Evidence.measures, Many(V::Measure, 0, 20), Optional, Everyone, Some(S::Details),
        "Measures", "Which measures did you use?", ""),
    row!(Evidence.measures_other, Lines { min: 0, max: 8, chars: 120 }, Optional, Everyone, Some(S::Details),
        "Other measures", "Any other measures?", "").stands(At::Merged),
    row!(Evidence.participants, Count, Optional, Everyone, None,
        "Number of people", "How many people took part?", "Count people, not visits. \u{201c}About 20\u{201d} is fine.").stands(At::Facts(Glance)),
    row!(Evidence.participants_counted, One(V::Counted), Optional, Everyone, None,
        "What was counted", "What does your number count?", "We add up only people who took part. Without an answer we take it that they did.").stands(At::Merged),
    row!(Evidence.participants_note, Line { min: 2, max: 160 }, Optional, Everyone, Some(S::Details),
        "Who was counted", "Who did you count?", "For example: people who came to at least one session.").stands(At::Merged),
    row!(Evidence.outcome_areas, any_of(V::OutcomeArea), Optional, Everyone, Some(S::Details),
        "Areas of wellbeing", "Which areas of wellbeing changed?", ""),
    row!(Evidence.independently_evaluated, Tick, Optional, Everyone, None,
        "Independently evaluated", "Someone from outside looked at how well it worked", ""),
    row!(Evidence.report_url, WebAddress, Optional, Everyone, None,
        "Report", "Link to a report", "A public page, such as www.museum.example/report."),

    row!(Resources.partner_types, Many(V::PartnerType, 0, 12), Optional, Everyone, Some(S::Details),
        "Kinds of partner", "What kinds of partner did you work with?", ""),
    row!(Resources.partners, Lines { min: 0, max: 12, chars: 120 }, Optional, Everyone, Some(S::Details),
        "Partners", "Names of partners", "Check that they are happy to be named."),
    row!(Resources.funding_sources, Many(V::FundingSource, 0, 10), Optional, Everyone, Some(S::Details),
        "Kinds of funding", "Where did the money come from?", ""),
    row!(Resources.funder, Line { min: 2, max: 200 }, Optional, Everyone, Some(S::Details),
        "Funder", "Name of the funder or fund", ""),
    row!(Resources.cost_band, One(V::CostBand), Optional, Everyone, Some(S::Details),
        "Cost", "What did it cost?", "Include staff time if you can.").feeds(Facet::Cost).found_by_question(),
    row!(Resources.reach, One(V::Reach), Optional, Everyone, Some(S::Details),
        "Reach", "How far did it reach?", "").stands(At::Facts(Glance)),
    row!(Resources.staff_time, Words { min: 0, max: 60 }, Optional, Everyone, Some(S::Details),
        "Staff and volunteer time", "How much staff and volunteer time did it take?", "For example: one day a week for a year."),

    row!(Links.links, Links { max: 5 }, Optional, Everyone, None,
        "Links", "Documents and links", "Web pages, films or reports that anyone can open."),

    row!(Pictures.pictures, Pictures { max: 10 }, Optional, Everyone, None,
        "Pictures", "Photographs", "JPEG, PNG or WebP, each up to 10 MB."),
    row!(Pictures.documents, Documents { max: 5 }, Optional, Everyone, None,
        "Documents", "Documents", "PDF, each up to 10 MB. Readers can take them along.").stands(At::Links),

    row!(Contact.contact_role, Line { min: 2, max: 80 }, Prompted, Staff, None,
        "Contact", "Who should we write to?", "A role is better than a name, such as Learning team.").called("Who we write to"),
    row!(Contact.contact_email, Email, ToSend("Enter an email address we can write to"), Staff, None,
        "Contact email", "Email address", "A shared inbox is best. We never publish it.").called("Your email address"),
    row!(Contact.contact_by_readers, Tick, Optional, Everyone, None,
        "Readers can write", "Let readers write to you", "We pass on their messages and never show your address.").called("Readers can write to you"),
    row!(Contact.content_notes, Many(V::ContentNote, 1, V::ContentNote.len() - 1), ToPublish("Choose what the case study talks about, or \u{201c}None of these\u{201d}"), Everyone, None,
        "Content note", "Does it talk about any of these?", "Readers can then choose whether to read it. Tick all that fit, or \u{201c}None of these\u{201d}.").stands(At::ContentNote),
    row!(Contact.message, Words { min: 0, max: 300 }, Optional, Staff, None,
        "Message to the moderator", "Message to the moderator", "Never published."),

    row!(Moderation.evidence_label, One(V::Evidence), NotAsked, Everyone, Some(S::Details),
        "Evidence", "Evidence label", "Empty where no one chose one. In older texts it may be one that the program took from the way of evaluating.").feeds(Facet::Evidence),
    row!(Moderation.evidence_reason, Words { min: 0, max: 100 }, NotAsked, Everyone, Some(S::Details),
        "Why this label", "", "In the words of the person who chose it.").stands(At::Merged),
    row!(Moderation.not_checked, Words { min: 0, max: 300 }, NotAsked, Everyone, Some(S::Details),
        "What we could not check", "", "What the person who compiled the case study could not check."),

    row!(Source.sources, Lines { min: 0, max: 20, chars: 500 }, NotAsked, Everyone, None, "Sources", "", ""),
    row!(Source.uncertain, Words { min: 0, max: 300 }, NotAsked, Staff, None, "What was inferred", "", ""),
    row!(Source.confidence, Line { min: 2, max: 40 }, NotAsked, Staff, None, "Confidence", "", ""),
];
