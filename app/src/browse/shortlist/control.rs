//! "Add to shortlist": the link on a card or a case's page, which leads to the same page with a
//! longer or a shorter shortlist.

use crate::list_query::compare_query::CompareQuery;
use crate::list_query::shortlist::{MOST, Shortlist};
use crate::ui::IntoMarkup;
use leptos::prelude::*;

/// What can be done with one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Control {
    title: String,
    state: State,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    /// Where adding it leads.
    Off(String),
    /// Where taking it off leads, and where the whole shortlist stands side by side.
    On(String, Option<(usize, String)>),
    /// There is no room for it.
    Full,
}

impl Control {
    /// `here` is the address of the page at hand with another shortlist.
    pub fn of(
        slug: &str,
        title: &str,
        shortlist: &Shortlist,
        here: impl Fn(Shortlist) -> String,
    ) -> Self {
        let state = if shortlist.holds(slug) {
            let compare = (shortlist.len() > 1)
                .then(|| (shortlist.len(), CompareQuery::of(shortlist).href()));
            State::On(here(shortlist.without(slug)), compare)
        } else if shortlist.is_full() {
            State::Full
        } else {
            State::Off(here(shortlist.with(slug)))
        };
        Self {
            title: title.to_owned(),
            state,
        }
    }

    /// For pages whose bar leads to the comparison already.
    #[must_use]
    pub fn beside_a_bar(mut self) -> Self {
        if let State::On(_, compare) = &mut self.state {
            *compare = None;
        }
        self
    }

    /// Each link says whose it is to those who do not see the card around it.
    pub fn view(self) -> impl IntoView {
        let about = format!(": {}", self.title);
        match self.state {
            State::Off(add) => view! {
                <p class="shortlist-control no-print">
                    <a class="shortlist-add" href=add rel="nofollow">"Add to shortlist"<span class="visually-hidden">{about}</span></a>
                </p>
            }
            .into_markup(),
            State::On(remove, compare) => {
                let compare = compare.map(|(count, href)| {
                    view! { <a href=href rel="nofollow">{format!("Compare {count}")}</a> }
                });
                view! {
                    <p class="shortlist-control shortlist-on no-print">
                        <span class="shortlist-mark">"On your shortlist"</span>
                        <a href=remove rel="nofollow">"Remove"<span class="visually-hidden">{about}</span></a>
                        {compare}
                    </p>
                }
                .into_markup()
            }
            State::Full => view! {
                <p class="shortlist-control no-print">{format!("Your shortlist is full: it holds {MOST}")}</p>
            }
            .into_markup(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Control;
    use crate::list_query::ListQuery;
    use crate::list_query::shortlist::Shortlist;
    use crate::web::page::draw;

    fn drawn(slug: &str, shortlist: &[&str]) -> String {
        let query = ListQuery::parse("q=tea").with_shortlist(shortlist.iter().collect());
        let control = Control::of(slug, "Tea & talk", &query.shortlist, |shortlist| {
            query.with_shortlist(shortlist).href()
        });
        draw(|| control.view())
    }

    #[test]
    fn adding_keeps_the_list_and_the_order() {
        let html = drawn("tea", &["cake"]);
        assert!(
            html.contains(
                r#"href="/case-studies?q=tea&amp;shortlist=cake&amp;shortlist=tea" rel="nofollow""#
            ),
            "{html}"
        );
        assert!(html.contains(": Tea &amp; talk"), "{html}");
    }

    #[test]
    fn what_is_on_it_can_be_taken_off_and_compared() {
        let html = drawn("tea", &["tea"]);
        assert!(
            html.contains(r#"href="/case-studies?q=tea" rel="nofollow""#),
            "{html}"
        );
        assert!(!html.contains("/compare"), "{html}");
        let html = drawn("tea", &["cake", "tea"]);
        assert!(
            html.contains(r#"href="/compare?case=cake&amp;case=tea""#),
            "{html}"
        );
        assert!(html.contains("Compare 2"), "{html}");
    }

    #[test]
    fn a_full_shortlist_takes_no_more() {
        let full: Vec<String> = (0..12).map(|n| format!("case-{n}")).collect();
        let full: Vec<&str> = full.iter().map(String::as_str).collect();
        let html = drawn("tea", &full);
        assert!(
            html.contains("Your shortlist is full") && !html.contains("<a"),
            "{html}"
        );
        assert!(drawn("case-3", &full).contains("Remove"));
        assert_eq!(full.iter().collect::<Shortlist>().len(), 12);
    }
}
