//! At the foot: cases of other museums with the same people or on the same theme, and why.

use crate::browse::lists::card;
use crate::browse::lists::card::Said;
use crate::ui::HeadingLevel;
use case_study::Vocabulary;
use case_study::text::lower_first;
use index::{InCommon, Related, SearchIndex};
use leptos::prelude::*;
use store::cases::PublicCase;

/// How many are shown.
const MOST: usize = 3;

/// The cases to show. A page without them is better than no page, so an index that does not answer
/// is only noted.
pub async fn find(index: &SearchIndex, case: &PublicCase) -> Vec<Related> {
    index.related(case, MOST).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "related case studies could not be found");
        Vec::new()
    })
}

/// The section; nothing where there is none.
pub fn view(related: Vec<Related>) -> Option<impl IntoView> {
    if related.is_empty() {
        return None;
    }
    let said = Said::of(related.iter().map(|one| &one.case));
    let cards = related
        .into_iter()
        .map(|one| {
            view! {
                <li>
                    <p class="related-why">{why(&one.in_common)}</p>
                    {card::card(&one.case, HeadingLevel::H3, said)}
                </li>
            }
        })
        .collect_view();
    Some(view! {
        <section class="section related" aria-labelledby="related">
            <div class="section-head"><h2 id="related">"Similar case studies"</h2></div>
            {said.view()}
            <ul class="card-grid">{cards}</ul>
        </section>
    })
}

/// "Also with men and older people", "Same theme: Carers".
fn why(in_common: &InCommon) -> String {
    match in_common {
        InCommon::Audiences(slugs) => {
            let people: Vec<String> = slugs
                .iter()
                .map(|slug| lower_first(&Vocabulary::Audience.label_of(slug)))
                .collect();
            // Some groups have an "and" in their name.
            let and = if people.iter().any(|label| label.contains(" and ")) {
                ", and "
            } else {
                " and "
            };
            format!("Also with {}", people.join(and))
        }
        InCommon::Theme(slug) => format!("Same theme: {}", Vocabulary::Theme.label_of(slug)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_is_a_phrase() {
        let one = InCommon::Audiences(vec!["older-people".into()]);
        assert_eq!(why(&one), "Also with older people");
        let two = InCommon::Audiences(vec!["men".into(), "older-people".into()]);
        assert_eq!(why(&two), "Also with men and older people");
        let with_and = InCommon::Audiences(vec!["carers".into(), "men".into()]);
        assert_eq!(
            why(&with_and),
            "Also with unpaid carers and care partners, and men"
        );
        let theme = InCommon::Theme("dementia-and-memory".into());
        assert_eq!(why(&theme), "Same theme: Dementia and memory");
        assert!(view(Vec::new()).is_none());
    }
}
