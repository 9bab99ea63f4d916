//! Moves between the pages of a list.

use crate::ui::IntoMarkup;
use leptos::prelude::*;

/// Previous, next and the pages around this one. Draws nothing for a single page.
#[component]
pub fn Pagination<F>(page: u64, pages: u64, href: F) -> impl IntoView
where
    F: Fn(u64) -> String,
{
    if pages < 2 {
        return None;
    }
    let step = |to: u64, rel: &'static str, words: &'static str| {
        view! { <li class=format!("page-{rel}")><a href=href(to) rel=rel>{words}</a></li> }
    };
    let previous = (page > 1).then(|| step(page - 1, "prev", "Previous"));
    let next = (page < pages).then(|| step(page + 1, "next", "Next"));
    let numbers = shown_pages(page, pages)
        .into_iter()
        .map(|number| match number {
            None => view! { <li class="page-gap">"…"</li> }.into_markup(),
            Some(number) => {
                let current = (number == page).then_some("page");
                view! {
                    <li class="page-number">
                        <a href=href(number) aria-current=current aria-label=format!("Page {number}")>
                            {number.to_string()}
                        </a>
                    </li>
                }
                .into_markup()
            }
        })
        .collect_view();
    Some(view! {
        <nav class="pagination" aria-label="Pages">
            <ul>{previous}{numbers}{next}</ul>
        </nav>
    })
}

/// First, last and the neighbours of this page; `None` stands for a gap.
fn shown_pages(page: u64, pages: u64) -> Vec<Option<u64>> {
    let mut shown = Vec::new();
    let mut last = 0;
    for number in 1..=pages {
        let near = number.abs_diff(page) <= 1;
        if number == 1 || number == pages || near {
            if number > last + 1 {
                shown.push(None);
            }
            shown.push(Some(number));
            last = number;
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_stand_for_what_is_left_out() {
        assert_eq!(shown_pages(1, 3), [Some(1), Some(2), Some(3)]);
        assert_eq!(
            shown_pages(5, 9),
            [Some(1), None, Some(4), Some(5), Some(6), None, Some(9)]
        );
    }

    #[test]
    fn one_page_needs_no_pagination() {
        let html = view! { <Pagination page=1 pages=1 href=|n| format!("?page={n}")/> }.to_html();
        assert!(!html.contains("<nav"), "{html}");
        let html = view! { <Pagination page=2 pages=2 href=|n| format!("?page={n}")/> }.to_html();
        assert!(
            html.contains(r#"aria-current="page""#) && html.contains("?page=1"),
            "{html}"
        );
        assert!(!html.contains("Next"), "{html}");
    }
}
