//! `/open-data`: the whole bank to take away, what is in it and what may be done with it.

use crate::formats::dictionary::{Column, columns};
use crate::ui;
use crate::ui::{Column as Head, DataTable, Nav, PageHeading};
use crate::ui::{IntoMarkup, Markup};
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::State;
use axum::response::Response;
use case_study::declarations::LICENCE;
use case_study::gazetteer;
use leptos::prelude::*;
use store::cases::Filters;

/// `GET /open-data`
///
/// # Errors
/// When the database does not answer.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
) -> Result<Response, PageError> {
    let total = state.index.count(&Filters::default()).await?;
    let page = Page::new("Open data")
        .at(Nav::CaseStudies)
        .canonical(paths::OPEN_DATA)
        .description("Every case study as data, free to use if you say where it is from.");
    Ok(page.render(&context, move || view(total)))
}

fn view(total: u64) -> impl IntoView {
    let heads = ["Column", "Heading", "Meaning"].map(Head::new).to_vec();
    let rows: Vec<Vec<Markup>> = columns().into_iter().map(row).collect();
    view! {
        <PageHeading
            title="Open data"
            lede="Download every case study: for a report, a map, a study or a site of your own."
        />
        <div class="measure prose">
            <h2 id="files">"The files"</h2>
            <p>{format!("They hold {}, as they are right now.", ui::case_studies(total))}</p>
            <ul>
                <li><a href=paths::OPEN_DATA_CSV download="">"All case studies as a table (CSV)"</a>", for a spreadsheet"</li>
                <li><a href=paths::OPEN_DATA_JSON download="">"All case studies as JSON"</a>", with everything that is public"</li>
                <li><a href=paths::OPEN_DATA_DICTIONARY download="">"The data dictionary (JSON)"</a>": each column and every tag, with its meaning"</li>
            </ul>
            <p>
                "You can also download a part. Choose filters in "<a href=paths::CASE_STUDIES>"the list"</a>
                ", then follow its links to CSV, JSON or a feed. Each case study has its own references and data under "
                "\u{201c}Download\u{201d}."
            </p>
            <h2 id="licence">"What you may do"</h2>
            <p>
                "You may copy, share and change the text, also for money, under the licence "
                <a href=LICENCE.url rel="license">{LICENCE.name}</a>
                ". Say where it is from: name the museum and link to the page of the case study. Say so if you changed something."
            </p>
            <p>
                "Some cases were compiled from public sources and not submitted by the museum. The column "
                <code>"compiled_from_public_sources"</code>" says which. Please keep that note with them."
            </p>
            <p>
                "Where a town is comes from "<a href=gazetteer::SOURCE.1>{gazetteer::SOURCE.0}</a>
                " (CC BY 4.0), unless the museum or a moderator placed it. It is the middle of the town, never an address."
            </p>
            <h2 id="table">"About the table"</h2>
            <ul>
                <li>"It is UTF-8. Rows and quotes follow RFC 4180."</li>
                <li>"Several values in one cell have \u{201c} | \u{201d} between them. A bar or a backslash inside a value has a backslash before it."</li>
                <li>
                    "A spreadsheet would run text that starts with =, +, \u{2212}, @ or a tab. Such text has an apostrophe before it. "
                    "To read it back, take that one apostrophe off."
                </li>
            </ul>
            <h2 id="programs">"For programs"</h2>
            <ul>
                <li><a href=paths::OPENAPI>"Description of the API (OpenAPI)"</a></li>
                <li><a href=format!("{}?verb=Identify", paths::OAI_PMH)>"OAI-PMH 2.0"</a>", for libraries that harvest: Dublin Core, with a note of what was taken down"</li>
                <li><a href=paths::JSON_FEED>"JSON Feed"</a>" and "<a href=paths::ATOM>"Atom feed"</a>", for news"</li>
            </ul>
        </div>
        <div class="section">
            <h2>"The columns"</h2>
            <DataTable caption="The columns of the table and what they mean" caption_hidden=true columns=heads rows=rows/>
        </div>
    }
}

fn row(column: Column) -> Vec<Markup> {
    vec![
        view! { <code>{column.name}</code> }.into_markup(),
        column.title.into_markup(),
        column.description.into_markup(),
    ]
}

#[cfg(test)]
mod tests {
    use super::view;
    use crate::formats::dictionary::columns;
    use leptos::prelude::*;

    #[test]
    fn every_column_has_a_row() {
        let html = view(28).to_html();
        for column in columns() {
            assert!(
                html.contains(&format!("<code>{}</code>", column.name)),
                "{}",
                column.name
            );
        }
        assert!(html.contains("They hold 28 case studies"), "{html}");
    }
}
