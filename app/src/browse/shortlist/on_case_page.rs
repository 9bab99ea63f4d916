//! What a case's page shows of the shortlist it was opened with.

use super::{Bar, Control, ShortlistCases};
use crate::list_query::ListQuery;
use crate::web::page::Page;
use crate::web::state::AppState;
use leptos::prelude::*;
use store::DbErr;
use store::cases::PublicCase;

/// The list that a case was opened from, with the shortlist kept beside it.
#[derive(Debug, Default)]
pub struct ShortlistOnPage {
    list: ListQuery,
    bar: Bar,
    control: Option<Control>,
}

impl ShortlistOnPage {
    /// Reads the address of the case's page and looks up what is on the shortlist.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn load(state: &AppState, query: &str, case: &PublicCase) -> Result<Self, DbErr> {
        let asked = ListQuery::parse(query);
        let shortlisted = ShortlistCases::load(&state.db, &asked.shortlist).await?;
        let list = asked.with_shortlist(shortlisted.shortlist());
        let here = |shortlist| list.with_shortlist(shortlist).case_href(&case.slug);
        let bar = Bar::of(&shortlisted, &state.settings.public_url, here);
        let control =
            Control::of(&case.slug, &case.content.title, &list.shortlist, here).beside_a_bar();
        Ok(Self {
            list,
            bar,
            control: Some(control),
        })
    }

    /// Search engines know the case's page without anybody's shortlist.
    #[must_use]
    pub fn describe(&self, page: Page, case: &PublicCase) -> Page {
        if self.list.shortlist.is_empty() {
            page
        } else {
            page.variant_of(paths::case_study(&case.slug))
        }
    }

    /// The way back.
    #[must_use]
    pub fn list_href(&self) -> String {
        self.list.href()
    }

    pub fn view(self) -> impl IntoView {
        view! { {self.control.map(Control::view)}{self.bar.view()} }
    }
}
