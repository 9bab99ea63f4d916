//! A case as its card shows it.

use crate::browse::shortlist::Control;
use crate::list_query::ListQuery;
use crate::ui::{
    CardView, CaseCard, HeadingLevel, IntoMarkup, MarkedCard, Markup, MotifSeed, Photograph,
    TextPiece,
};
use crate::web::pictures::{in_front, photograph, public_folder};
use case_study::PublicContent;
use case_study::text;
use index::{Excerpts, Piece};
use leptos::prelude::*;
use store::cases::PublicCase;

/// What the motif of a case is drawn from.
pub fn motif_seed(case: &PublicCase) -> MotifSeed {
    MotifSeed {
        slug: case.slug.clone(),
        themes: case.content.themes.clone(),
        strand: case.content.strand.clone(),
    }
}

fn card_view(case: &PublicCase) -> CardView {
    let content = &case.content;
    CardView {
        href: paths::case_study(&case.slug),
        title: content.title.clone(),
        museum: content.museum.clone(),
        place_and_years: place_and_years(content),
        evidence: case.evidence_in_words(),
        origin: None,
        content_note: text::content_note(content),
        motif: motif_seed(case),
        photo: photo(case),
        at_large: None,
        marked: None,
    }
}

/// The photograph that stands for a case in a list.
#[must_use]
pub fn photo(case: &PublicCase) -> Option<Photograph> {
    let first = in_front(&case.content)?;
    Some(photograph(&public_folder(&case.slug), first))
}

/// "Liverpool, England, 2012 to 2016".
fn place_and_years(content: &PublicContent) -> String {
    let place = text::short_place(content);
    let parts: Vec<String> = Some(place)
        .filter(|place| !place.is_empty())
        .into_iter()
        .chain(years(content))
        .collect();
    parts.join(", ")
}

/// "2012 to 2016", "since 2012": months say more than a line of a list needs.
fn years(content: &PublicContent) -> Option<String> {
    let started = content.started?.year;
    Some(match content.ended {
        Some(ended) if ended.year == started => started.to_string(),
        Some(ended) => format!("{started} to {}", ended.year),
        None if content.still_running => format!("since {started}"),
        None => format!("from {started}"),
    })
}

/// The cards of a list: each opens its case with the way back to this list, and can be set aside. In a
/// search there is an excerpt for each case, with what somebody looks for marked.
/// `said`: what the page says above all of its cards.
pub fn listed_cards(
    cases: &[PublicCase],
    excerpts: &[Excerpts],
    query: &ListQuery,
    heading: HeadingLevel,
    said: Said,
) -> impl IntoView + use<> {
    let cards = cases
        .iter()
        .enumerate()
        .map(|(at, case)| {
            let shown = card_view(case);
            let card = CardView {
                href: query.case_href(&case.slug),
                marked: excerpts.get(at).map(marked),
                origin: said.still_to_say(case),
                ..shown
            };
            let id = format!("card-{}", case.slug);
            // Back at this card: the page is drawn anew, and nobody should have to look for it.
            let here = |shortlist| format!("{}#{id}", query.with_shortlist(shortlist).href());
            let control = Control::of(&case.slug, &case.content.title, &query.shortlist, here);
            let action = Some(control.view().into_markup());
            view! { <li id=id><CaseCard card=card heading=heading action=action/></li> }
        })
        .collect_view();
    view! { <ul class="card-grid">{cards}</ul> }
}

/// What a list says once of all its cases, so that no card does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// Nothing.
    Nothing,
    /// There are several, and a museum sent in none of them.
    FromPublicSources,
    /// The same, and they are samples.
    Samples,
}

impl Said {
    /// What a list of these cases says.
    pub fn of<'a>(cases: impl ExactSizeIterator<Item = &'a PublicCase> + Clone) -> Self {
        if cases.len() < 2 || !cases.clone().all(|case| case.compiled) {
            Self::Nothing
        } else if cases.clone().all(|case| case.sample) {
            Self::Samples
        } else {
            Self::FromPublicSources
        }
    }

    /// In words, above the list.
    pub fn view(self) -> Option<impl IntoView> {
        let words = match self {
            Self::Nothing => return None,
            Self::FromPublicSources => "From public sources, not sent in by the museums.",
            Self::Samples => "Samples from public sources, not sent in by the museums.",
        };
        Some(view! { <p class="meta list-sources">{words}</p> })
    }

    /// What is left to say on the card of a case.
    const fn still_to_say(self, case: &PublicCase) -> Option<&'static str> {
        match (self, case.sample, case.compiled) {
            (Self::Nothing, true, _) => Some("Sample, from public sources"),
            (Self::FromPublicSources, true, _) => Some("Sample"),
            (Self::Nothing, false, true) => Some("From public sources"),
            _ => None,
        }
    }
}

fn marked(excerpts: &Excerpts) -> MarkedCard {
    MarkedCard {
        title: pieces(&excerpts.title),
        summary: pieces(&excerpts.summary),
        story: excerpts.story.as_deref().map(pieces).unwrap_or_default(),
    }
}

fn pieces(pieces: &[Piece]) -> Vec<TextPiece> {
    pieces
        .iter()
        .map(|piece| TextPiece {
            text: piece.text.clone(),
            marked: piece.marked,
        })
        .collect()
}

/// One card of a list that says this once.
pub fn card(case: &PublicCase, heading: HeadingLevel, said: Said) -> impl IntoView + use<> {
    let card = CardView {
        origin: said.still_to_say(case),
        ..card_view(case)
    };
    view! { <CaseCard card=card heading=heading/> }
}

/// The first of several, at large.
fn card_at_large(case: &PublicCase, heading: HeadingLevel, said: Said) -> Markup {
    let card = CardView {
        origin: said.still_to_say(case),
        at_large: Some(case.content.summary.clone()),
        ..card_view(case)
    };
    view! { <CaseCard card=card heading=heading/> }.into_markup()
}

/// Cards below each other, where there is room in two columns.
pub fn cards(cases: &[PublicCase], heading: HeadingLevel) -> Markup {
    list_of(cases, |case, said| card(case, heading, said).into_markup())
}

/// The same with the first at large.
pub fn cards_with_a_first(cases: &[PublicCase], heading: HeadingLevel) -> Markup {
    let first = cases.first().map(|case| case.slug.as_str());
    list_of(cases, |case, said| {
        if first == Some(case.slug.as_str()) {
            card_at_large(case, heading, said)
        } else {
            card(case, heading, said).into_markup()
        }
    })
}

fn list_of(cases: &[PublicCase], draw: impl Fn(&PublicCase, Said) -> Markup) -> Markup {
    let said = Said::of(cases.iter());
    let cards = cases
        .iter()
        .map(|one| view! { <li>{draw(one, said)}</li> })
        .collect_view();
    view! {
        {said.view()}
        <ul class="card-grid">{cards}</ul>
    }
    .into_markup()
}

#[cfg(test)]
mod tests {
    use super::{cards, place_and_years};
    use crate::ui::HeadingLevel;
    use case_study::public::public_part;
    use case_study::{CaseState, CaseStudyContent, PartialDate};
    use leptos::prelude::*;
    use store::cases::PublicCase;

    fn drawn(compiled: &[bool]) -> String {
        let cases: Vec<PublicCase> = compiled
            .iter()
            .map(|compiled| PublicCase {
                slug: "tea".into(),
                state: CaseState::Live,
                compiled: *compiled,
                sample: false,
                featured: false,
                published_at: 0,
                updated_at: 0,
                content: public_part(CaseStudyContent {
                    design: "mixed-methods".into(),
                    participants: Some(115),
                    participants_counted: "took_part".into(),
                    evidence_label: "independently-evaluated".into(),
                    ..Default::default()
                }),
            })
            .collect();
        cards(&cases, HeadingLevel::H3).to_html()
    }

    #[test]
    fn where_cases_come_from_is_said_once_while_it_is_true_of_all() {
        for (compiled, above, on_cards) in [
            (&[true, true][..], 1, 0),
            (&[true, false], 0, 1),
            (&[true], 0, 1),
            (&[false, false], 0, 0),
            (&[], 0, 0),
        ] {
            let html = drawn(compiled);
            let found = (
                html.matches("list-sources").count(),
                html.matches("card-sample").count(),
            );
            assert_eq!(found, (above, on_cards), "{compiled:?}");
        }
    }

    #[test]
    fn a_sample_is_marked_wherever_its_card_stands() {
        let case = |compiled: bool, sample: bool| PublicCase {
            compiled,
            sample,
            slug: "tea".into(),
            state: CaseState::Live,
            featured: false,
            published_at: 0,
            updated_at: 0,
            content: public_part(CaseStudyContent::default()),
        };
        let (sample, compiled, sent) = (case(true, true), case(true, false), case(false, false));
        for (cases, above, on_cards) in [
            (
                vec![sample.clone(), sample.clone()],
                Some("Samples from public sources"),
                0,
            ),
            (
                vec![sample.clone(), compiled],
                Some("From public sources"),
                1,
            ),
            (vec![sample.clone(), sent], None, 1),
            (vec![sample], None, 1),
        ] {
            let html = cards(&cases, HeadingLevel::H3).to_html();
            assert_eq!(
                html.matches("list-sources").count(),
                usize::from(above.is_some())
            );
            assert!(above.is_none_or(|words| html.contains(words)), "{html}");
            assert_eq!(html.matches("card-sample").count(), on_cards, "{html}");
        }
    }

    #[test]
    fn years_say_as_much_as_is_known() {
        let said = |started: Option<u16>, ended: Option<u16>, still_running| {
            let date = |year: u16| PartialDate {
                year,
                month: Some(5),
            };
            place_and_years(&public_part(CaseStudyContent {
                town: "York".into(),
                nation: "England".into(),
                started: started.map(date),
                ended: ended.map(date),
                still_running,
                ..Default::default()
            }))
        };
        assert_eq!(said(None, None, false), "York, England");
        assert_eq!(said(Some(2012), None, false), "York, England, from 2012");
        assert_eq!(said(Some(2012), None, true), "York, England, since 2012");
        assert_eq!(said(Some(2012), Some(2012), false), "York, England, 2012");
        assert_eq!(
            said(Some(2012), Some(2016), false),
            "York, England, 2012 to 2016"
        );
        let nothing = public_part(CaseStudyContent::default());
        assert_eq!(place_and_years(&nothing), "");
    }

    #[test]
    fn a_card_says_who_how_and_how_many_without_a_drawing() {
        let html = drawn(&[true]);
        assert!(
            html.contains("Independent \u{b7} mixed methods \u{b7} 115 people"),
            "{html}"
        );
        let (_, evidence) = html.split_once("class=\"evidence\"").expect("the words");
        let (evidence, _) = evidence.split_once("</article>").expect("the end");
        assert!(!evidence.contains("<svg"), "{evidence}");
    }
}
