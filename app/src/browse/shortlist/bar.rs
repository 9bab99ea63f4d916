//! The bar that says what is on the shortlist and what can be done with it.

use super::ShortlistCases;
use crate::list_query::compare_query::CompareQuery;
use crate::list_query::shortlist::Shortlist;
use crate::ui::{Details, IntoMarkup, LinkButton};
use leptos::prelude::*;

/// Everything the bar says.
#[derive(Debug, Default)]
pub struct Bar {
    /// Title and the same page without it, for each case.
    lines: Vec<(String, String)>,
    gone: Option<String>,
    /// Side by side; from two on.
    compare: Option<String>,
    /// To be copied: opens the same shortlist for anybody.
    link: String,
    /// The same page without a shortlist.
    clear: String,
}

impl Bar {
    /// `here` is the address of the page at hand with another shortlist.
    pub fn of(
        shortlisted: &ShortlistCases,
        public_url: &str,
        here: impl Fn(Shortlist) -> String,
    ) -> Self {
        let shortlist = shortlisted.shortlist();
        let compare = CompareQuery::of(&shortlist).href();
        Self {
            lines: shortlisted
                .cases
                .iter()
                .map(|case| {
                    (
                        case.content.title.clone(),
                        here(shortlist.without(&case.slug)),
                    )
                })
                .collect(),
            gone: shortlisted.gone_in_words(),
            link: format!("{public_url}{compare}"),
            compare: (shortlist.len() > 1).then_some(compare),
            clear: here(Shortlist::default()),
        }
    }

    /// Draws nothing where nothing was set aside.
    pub fn view(self) -> Option<impl IntoView> {
        if self.lines.is_empty() && self.gone.is_none() {
            return None;
        }
        let count = self.lines.len();
        let gone = self
            .gone
            .map(|words| view! { <p class="shortlist-gone">{words}</p> });
        if count == 0 {
            let bar = view! { <section class="shortlist no-print" aria-label="Your shortlist">{gone}</section> };
            return Some(bar.into_markup());
        }
        let compare = match self.compare {
            Some(href) => {
                let words = format!("Compare {count}");
                view! { <LinkButton href=href label=words/> }.into_markup()
            }
            None => view! { <p class="meta">"Add another to compare the two."</p> }.into_markup(),
        };
        let lines = self
            .lines
            .into_iter()
            .map(|(title, without)| {
                let about = format!(" {title}");
                view! {
                    <li>
                        {title}" "
                        <a href=without rel="nofollow">"Remove"<span class="visually-hidden">{about}</span></a>
                    </li>
                }
            })
            .collect_view();
        let bar = view! {
            <section class="shortlist no-print" aria-label="Your shortlist">
                <div class="shortlist-row">
                    <p class="shortlist-title">{format!("Your shortlist ({count})")}</p>
                    {compare}
                    <Details summary="See it or copy its link">
                        <ol class="shortlist-lines">{lines}</ol>
                        <label class="field-label" for="shortlist-link">"Link to this shortlist"</label>
                        <p class="field-hint" id="shortlist-link-hint">"Copy it into an email or a note. We keep nothing about you: the link is the shortlist."</p>
                        <input class="input" id="shortlist-link" type="text" readonly value=self.link aria-describedby="shortlist-link-hint"/>
                    </Details>
                    <a class="shortlist-clear" href=self.clear rel="nofollow">"Clear"<span class="visually-hidden">" the shortlist"</span></a>
                </div>
                {gone}
            </section>
        };
        Some(bar.into_markup())
    }
}

#[cfg(test)]
mod tests {
    use super::Bar;
    use crate::browse::shortlist::ShortlistCases;
    use crate::formats::sample;
    use crate::list_query::ListQuery;
    use crate::web::page::draw;
    use case_study::CaseStudyContent;
    use store::cases::PublicCase;

    fn bar(slugs: &[&str], gone: usize) -> String {
        let cases = slugs
            .iter()
            .map(|slug| PublicCase {
                slug: (*slug).to_owned(),
                ..sample::case(CaseStudyContent {
                    title: format!("<b>{slug}</b>"),
                    ..Default::default()
                })
            })
            .collect();
        let shortlisted = ShortlistCases { cases, gone };
        let query = ListQuery::parse("theme=carers&page=2");
        let bar = Bar::of(&shortlisted, "https://bank.example", |shortlist| {
            query.with_shortlist(shortlist).href()
        });
        draw(|| bar.view())
    }

    #[test]
    fn nothing_set_aside_draws_nothing() {
        assert!(!bar(&[], 0).contains("<section"));
    }

    #[test]
    fn one_case_asks_for_another_and_two_can_be_compared() {
        let one = bar(&["tea"], 0);
        assert!(
            one.contains("Your shortlist (1)") && !one.contains("class=\"button\""),
            "{one}"
        );
        let two = bar(&["tea", "cake"], 0);
        assert!(
            two.contains(r#"href="/compare?case=tea&amp;case=cake""#),
            "{two}"
        );
        assert!(
            two.contains(r#"value="https://bank.example/compare?case=tea&amp;case=cake""#),
            "{two}"
        );
        // Removing and clearing keep the list as it is.
        assert!(
            two.contains(r#"href="/case-studies?theme=carers&amp;page=2&amp;shortlist=cake""#),
            "{two}"
        );
        assert!(
            two.contains(r#"href="/case-studies?theme=carers&amp;page=2" rel="nofollow""#),
            "{two}"
        );
        assert!(two.contains("&lt;b&gt;tea&lt;/b&gt;"), "{two}");
    }

    #[test]
    fn what_is_gone_is_said_even_when_nothing_is_left() {
        let html = bar(&[], 1);
        assert!(
            html.contains("One case study of this link is no longer here."),
            "{html}"
        );
        assert!(!html.contains("Your shortlist ("), "{html}");
    }
}
