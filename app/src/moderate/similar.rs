//! What is like a submission: what the store knows by title and museum, and public texts like its own, which the
//! index finds.

use super::review_context;
use super::review_context::ReviewContext;
use crate::web::error::PageError;
use crate::web::state::AppState;
use case_study::CaseStudyContent;
use case_study::similar::{Keys, Passages, Reason, words_of_story};
use store::cases::{Filters, PublicCase, Sort};
use store::similar;
use store::similar::{PageSaid, Place, Similar};
use store::submissions;
use store::submissions::Publicly;

/// So many public cases with words of the story are read.
const TEXTS: u64 = 8;

/// What the page of a submission says of others like it.
pub(super) struct Likes {
    pub similar: Vec<Similar>,
    /// The page that its museum says it is a new version of.
    pub said: Option<PageSaid>,
    /// The page that it is a version of, while readers see it.
    pub version_of: Option<String>,
    /// It may become a version of another case.
    pub may_join: bool,
}

impl Likes {
    /// What may be the same case study, or what its museum says is: its title, to be seen before the text is read.
    pub fn twin(&self) -> Option<&str> {
        let said = self.said.as_ref().map(|page| page.title.as_str());
        said.or_else(|| {
            self.similar
                .iter()
                .find(|one| one.reasons.iter().any(|reason| reason.may_be_the_same()))
                .map(|one| one.title.as_str())
        })
    }
}

/// Loads it. Of what is decided nothing is asked any more.
pub(super) async fn load(
    state: &AppState,
    review: &ReviewContext,
) -> Result<Option<Likes>, PageError> {
    let submission = &review.submission;
    let actions = submission.status.actions(&review.actor.roles);
    if !actions.contains(&case_study::Action::Join) {
        return Ok(None);
    }
    let public = submissions::public_side(&state.db, submission.case_id).await?;
    let mut found = similar::of_submission(&state.db, submission).await?;
    let content = review_context::text(&state.db, submission).await?;
    found.extend(told_alike(state, &content, &public, &found).await);
    Similar::ranked(&mut found);
    Ok(Some(Likes {
        similar: found,
        said: similar::said(&state.db, submission.id).await?,
        may_join: public.state == case_study::CaseState::Unpublished,
        version_of: public.slug,
    }))
}

/// Public cases that tell the same under another title, of whatever museum. A page without them is better than no
/// page, so an index that does not answer is only noted.
async fn told_alike(
    state: &AppState,
    content: &CaseStudyContent,
    own: &Publicly,
    known: &[Similar],
) -> Vec<Similar> {
    let words = words_of_story(content);
    if words.is_empty() || !state.index.is_ready() {
        return Vec::new();
    }
    let filters = Filters {
        q: words,
        sort: Sort::Relevance,
        ..Filters::default()
    };
    let found = match state.index.find(&filters, 1, TEXTS).await {
        Ok(found) => found.cases,
        Err(error) => {
            tracing::warn!(%error, "texts like another could not be found");
            return Vec::new();
        }
    };
    let passages = Passages::of(content);
    let keys = Keys::of(&content.title, &content.museum);
    let is_known = |case: &PublicCase| {
        own.slug.as_ref() == Some(&case.slug) || known.iter().any(|one| one.is_page(&case.slug))
    };
    found
        .into_iter()
        .filter(|case| !is_known(case) && passages.are_like(&Passages::of_public(&case.content)))
        .map(|case| {
            let mut reasons = keys.reasons(&Keys::of(&case.content.title, &case.content.museum));
            reasons.push(Reason::NearText);
            reasons.sort_unstable();
            Similar {
                reasons,
                title: case.content.title.clone(),
                museum: case.content.museum.clone(),
                place: Place::Public {
                    slug: case.slug,
                    state: case.state.into(),
                    compiled: case.compiled,
                },
            }
        })
        .collect()
}
