//! `/submit/{draft}/colleagues`: links for colleagues and directors, which only read. A link is shown once, when it
//! is made; after that it is known by its day.

use super::draft_guard::Draft;
use super::unsaved;
use super::unsaved::{Typed, Why};
use crate::ui::{
    BackLink, Banner, BannerKind, Button, ButtonLook, Column, DataTable, IntoMarkup, Markup, Nav,
    PageHeading, when,
};
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::{Path, RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use store::mailed_links;
use store::mailed_links::{MOST_READ_LINKS, ReadLink};

const TITLE: &str = "Links for colleagues";
const LEDE: &str = "Make a link for a colleague or director. It shows your page as readers will see it and where it stands. \
                    No one can change anything with it.";
const KEY: &str = "form_key";
/// The id of a link that ends.
const END: &str = "end";

/// What the last press of a button made.
enum Made {
    Nothing,
    /// The address of a new link.
    Link(String),
    /// There are as many as there may be.
    TooMany,
}

/// GET `/submit/{draft}/colleagues`.
///
/// # Errors
/// Somebody else's draft is not found.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
) -> Result<Response, PageError> {
    let draft = Draft::open(&state, &context.viewer, &reference).await?;
    page(&state, &context, &draft, Made::Nothing).await
}

/// POST `/submit/{draft}/colleagues`: makes a link, or ends one. The page of a new link is drawn at once, because its
/// address is kept nowhere; loaded again, the form makes the same one.
///
/// # Errors
/// For a form that is not ours, and when the database does not answer.
pub async fn post(
    State(state): State<AppState>,
    context: PageContext,
    Path(reference): Path<String>,
    RawForm(body): RawForm,
) -> Result<Response, PageError> {
    let form = forms::read(&body, |key| matches!(key, KEY | END));
    let draft = match Draft::open(&state, &context.viewer, &reference).await {
        Err(PageError::NotFound) => {
            form.map_err(|_| PageError::NotFound)?;
            return Ok(unsaved::page(&context, Typed::link(), Why::NoDraft));
        }
        draft => draft?,
    };
    let answers = form?;
    let id = draft.submission.id;
    if let Ok(link) = answers.one(END).parse() {
        mailed_links::end_read_link(&state.db, id, link).await?;
        return Ok(Redirect::to(&paths::draft_colleagues(draft.reference())).into_response());
    }
    let key = forms::key(&answers, KEY)?;
    let made = match mailed_links::issue_read_link(&state.db, id, &key).await? {
        Some(token) => Made::Link(format!(
            "{}{}",
            state.settings.public_url,
            paths::read_link(&token)
        )),
        None => Made::TooMany,
    };
    page(&state, &context, &draft, made).await
}

async fn page(
    state: &AppState,
    context: &PageContext,
    draft: &Draft,
    made: Made,
) -> Result<Response, PageError> {
    let links = mailed_links::read_links(&state.db, draft.submission.id).await?;
    let reference = draft.reference().to_owned();
    Ok(Page::new(TITLE)
        .at(Nav::Submit)
        .private()
        .render(context, move || view(&reference, links, made)))
}

fn view(reference: &str, links: Vec<ReadLink>, made: Made) -> impl IntoView + use<> {
    let said = match made {
        Made::Nothing => ().into_markup(),
        Made::Link(address) => view! {
            <Banner kind=BannerKind::Success heading="Your link is ready">
                <p>"Copy it now and send it to your colleague. We show it only once."</p>
                <p class="share-address"><a href=address.clone()>{address.clone()}</a></p>
            </Banner>
        }
        .into_markup(),
        Made::TooMany => too_many().into_markup(),
    };
    let make = (links.len() as u64) < MOST_READ_LINKS;
    let make = make.then(|| {
        view! {
            <form method="post" action=paths::draft_colleagues(reference)>
                <input type="hidden" name=KEY value=store::fresh_token()/>
                <Button label="Make a link"/>
            </form>
        }
    });
    let list = list(reference, links);
    view! {
        <BackLink href=paths::draft(reference) label="Back to your case study"/>
        {said}
        <PageHeading title=TITLE caption=format!("Your reference is {reference}") lede=LEDE/>
        <div class="measure stack">
            <p>"A link works for a year. It ends before that if you end it here, or if the email address of the case study changes."</p>
            {make}
        </div>
        {list}
    }
}

fn too_many() -> impl IntoView {
    view! {
        <Banner kind=BannerKind::Warning>
            <p>{format!("You have {MOST_READ_LINKS} links, and no more can be made. End one first.")}</p>
        </Banner>
    }
}

fn list(reference: &str, links: Vec<ReadLink>) -> Option<Markup> {
    if links.is_empty() {
        return None;
    }
    let action = paths::draft_colleagues(reference);
    let columns = ["Made on", "Works until", "End it"]
        .map(Column::new)
        .to_vec();
    let rows = links
        .into_iter()
        .map(|link| {
            let made = when::moment(link.created_at);
            vec![
                made.clone().into_markup(),
                view! { <when::Day ms=link.expires_at/> }.into_markup(),
                view! {
                    <form method="post" action=action.clone()>
                        <input type="hidden" name=END value=link.id/>
                        <Button label="End it" look=ButtonLook::Secondary about=made/>
                    </form>
                }
                .into_markup(),
            ]
        })
        .collect();
    Some(
        view! {
            <section class="section" aria-labelledby="links">
                <h2 id="links">"Links that work now"</h2>
                <DataTable caption="Links that work now" caption_hidden=true columns=columns rows=rows/>
            </section>
        }
        .into_markup(),
    )
}
