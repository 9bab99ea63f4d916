//! `/case-studies/{slug}`: everything the public may read of one case.

pub(super) mod chapter;
pub mod cite;
mod contact;
pub mod facts;
pub mod field_value;
mod highlights;
pub mod link_preview;
pub(super) mod photographs;
pub mod places;
pub mod preview;
mod related;
mod share;
mod source;
pub(super) mod story;
#[cfg(test)]
mod tests;

use crate::data::case_formats;

use super::bank::directories::Way;
use super::shortlist::ShortlistOnPage;
use crate::formats::Format;
use crate::ui::{BackLink, Banner, ContentNote, EvidenceLabel, Nav, TagList, unbroken};
use crate::ui::{IntoMarkup, Markup};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::pictures::public_folder;
use crate::web::state::AppState;
use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use case_study::text;
use case_study::{CaseState, Vocabulary};
use index::Related;
use leptos::prelude::*;
use store::cases;
use store::cases::{BySlug, PublicCase};
use store::provenance;
use store::provenance::Provenance;

/// `GET /case-studies/{slug}`, and the same with the ending of a [`Format`]: one route has to take
/// both, so this is where they part.
///
/// # Errors
/// When there is no such case or format, or the database does not answer.
pub async fn get(
    State(state): State<AppState>,
    last: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Response, PageError> {
    // What is not even text is refused in the format it asks for too.
    let Ok(Path(last)) = last else {
        return not_there(Format::asked_by(request.uri().path()));
    };
    let (slug, format) = match Format::split(&last) {
        Ok(found) => found,
        Err(format) => return not_there(format),
    };
    if let Some(format) = format {
        return case_formats::answer(&state, slug, format, request.headers()).await;
    }
    let query = request.uri().query().unwrap_or_default().to_owned();
    // Only a page looks who is signed in.
    let context = PageContext::from_request_parts(&mut request.into_parts().0, &state).await?;
    match cases::by_slug(&state.db, slug).await? {
        BySlug::Missing => Err(PageError::NotFound),
        BySlug::TakenDown => Ok(gone(&context)),
        BySlug::Public {
            case,
            takes_questions,
        } => {
            let page = Page::new(case.content.title.clone())
                .at(Nav::CaseStudies)
                .description(case.content.summary.clone());
            let page = link_preview::describe(page, &case, &context.settings.public_url);
            let beside = ShortlistOnPage::load(&state, &query, &case).await?;
            let page = beside.describe(page, &case);
            let contact = context.settings.contact.clone();
            let public_url = context.settings.public_url.clone();
            let may_edit = context.viewer.is_staff();
            let provenance = provenance::of(&state.db, &case.slug).await?;
            let related = related::find(&state.index, &case).await;
            let around = CasePageProps {
                takes_questions,
                provenance,
                related,
                beside,
                public_url,
                contact,
                may_edit,
            };
            Ok(page.render(&context, move || view(&case, around)))
        }
    }
}

fn not_there(format: Option<Format>) -> Result<Response, PageError> {
    format.map(case_formats::missing).ok_or(PageError::NotFound)
}

/// The page in place of a case that was taken down.
pub(super) fn gone(context: &PageContext) -> Response {
    Page::new("This case study was taken down")
        .at(Nav::CaseStudies)
        .status(StatusCode::GONE)
        .unlisted()
        .render(context, || {
            view! {
                <div class="measure prose">
                    <h1>"This case study was taken down"</h1>
                    <p>"It was removed at the museum's request or by our team."</p>
                    <p><a href=paths::CASE_STUDIES>"See the other case studies"</a></p>
                </div>
            }
        })
}

/// What the page needs to know beside the case.
struct CasePageProps {
    /// Whether its museum takes messages from readers.
    takes_questions: bool,
    provenance: Provenance,
    related: Vec<Related>,
    /// Where the reader came from, and what they set aside.
    beside: ShortlistOnPage,
    public_url: String,
    /// The operator's mail address; may be empty.
    contact: String,
    /// Staff are shown the way to their page of it; what is kept for everyone is drawn without.
    may_edit: bool,
}

fn view(case: &PublicCase, around: CasePageProps) -> impl IntoView + use<> {
    let CasePageProps {
        takes_questions,
        provenance,
        related,
        beside,
        public_url,
        contact,
        may_edit,
    } = around;
    let edit = may_edit.then(|| {
        let href = paths::moderate_bank(&case.slug);
        view! { <p class="no-print"><a href=href>"Edit this case study"</a></p> }
    });
    let archived = (case.state == CaseState::Archived).then(|| {
        view! { <Banner heading="Kept for the record"><p>"This case study is no longer kept up to date."</p></Banner> }
    });
    let ask = contact::ask(case, takes_questions).into_markup();
    let end = view! {
        {source::source(case)}
        {themes(case)}
        {source::colophon(case, provenance.confirmed, &public_url)}
        {share::share(case, &public_url)}
        {contact::about_the_page(case, &contact)}
    }
    .into_markup();
    view! {
        <article class="case">
            <BackLink href=beside.list_href() label="Case studies"/>
            {share::paper_head(case, &public_url)}
            {edit}
            {archived}
            {head(case, provenance.museum_slug.as_deref().map(paths::museum))}
            {beside.view()}
            {body(case, &public_folder(&case.slug), story::story(&case.content).into_markup(), ask, end)}
            {related::view(related)}
        </article>
    }
}

/// Everything below the head, the same for readers and in a preview. `ask` is the way to its museum, `end` what
/// stands below the text.
/// `pictures` is the folder of addresses in which whoever reads the page may see its photographs and documents.
fn body(
    case: &PublicCase,
    pictures: &str,
    story: Markup,
    ask: Markup,
    end: Markup,
) -> impl IntoView + use<> {
    let note = text::content_note(&case.content);
    let noted = note.is_some();
    let picture = photographs::first(case, pictures);
    let others = photographs::others(case, pictures);
    // Whoever wants to be warned is warned before any picture.
    let (first_picture, later_picture) = if noted {
        (None, Some(picture))
    } else {
        (Some(picture), None)
    };
    let note = note.map(|note| {
        view! {
            <div class="case-note">
                <ContentNote note=note help="You may prefer to read this another time."/>
                <p class="no-print"><a href=format!("#{}", story::STORY_ID)>"Skip to the story"</a></p>
            </div>
        }
    });
    view! {
        {first_picture}
        <div class="columns case-columns">
            <div class="case-top">
                {note}
                <p class="lede case-summary">{case.content.summary.clone()}</p>
                {later_picture}
                {highlights::in_short(&case.content)}
            </div>
            <div class="case-facts case-glance">{facts::glance(case)}</div>
            <div class="case-text">
                {story}
                {others}
                {story::links(&case.content, pictures)}
                {ask}
            </div>
            <aside class="columns-side case-facts case-others" aria-label="Facts">{facts::others(case)}</aside>
            <div class="case-tail">{end}</div>
        </div>
    }
}

/// Strand, title, museum with its place and dates, and how the evidence was gathered.
fn head(case: &PublicCase, museum: Option<String>) -> impl IntoView + use<> {
    let content = &case.content;
    let name = content.museum.clone();
    let museum = match museum {
        Some(href) => view! { <a href=href>{name}</a> }.into_markup(),
        None => name.into_markup(),
    };
    let place = text::short_place(content);
    let dates = content.dates_in_words();
    let evidence = case.evidence_in_words();
    let origin =
        origin_in_words(case).map(|words| view! { <li><a href="#source">{words}</a></li> });
    view! {
        <header class="page-heading case-head">
            <p class="caption">{text::strands(content)}</p>
            <h1>{unbroken(&content.title)}</h1>
            <ul class="case-byline">
                <li class="case-museum">{museum}</li>
                {(!place.is_empty()).then(|| view! { <li>{place}</li> })}
                {dates.map(|dates| view! { <li>{dates}</li> })}
                <li><EvidenceLabel words=evidence/></li>
                {origin}
            </ul>
        </header>
    }
}

/// What is said of a case that no museum sent.
const fn origin_in_words(case: &PublicCase) -> Option<&'static str> {
    match (case.sample, case.compiled) {
        (true, _) => Some("A sample, compiled from public sources"),
        (false, true) => Some("Compiled from public sources"),
        (false, false) => None,
    }
}

/// At the end of the text: where to read on.
fn themes(case: &PublicCase) -> Option<impl IntoView + use<>> {
    if case.content.themes.is_empty() {
        return None;
    }
    let tags = case
        .content
        .themes
        .iter()
        .map(|slug| {
            (
                Vocabulary::Theme.label_of(slug),
                Some(Way::Theme.href(slug)),
            )
        })
        .collect::<Vec<_>>();
    Some(view! {
        <nav class="case-end no-print" aria-labelledby="read-on">
            <h2 id="read-on">"More on these themes"</h2>
            <TagList tags=tags/>
        </nav>
    })
}
