//! The pieces of a filter form: search box, facets, chips, count of results.

use super::maybe_text::MaybeText;
use crate::ui::Inside;
use leptos::prelude::*;
use std::borrow::Cow;

/// One value of a facet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilterOption {
    /// What the form sends.
    pub value: Cow<'static, str>,
    /// What the person reads.
    pub label: Cow<'static, str>,
    /// How many cases have it.
    pub count: u64,
    /// Chosen now.
    pub checked: bool,
}

/// The box to search in, with its button. Stands inside the page's own `<form method="get">`, or
/// anywhere and belongs to the `form` with this id.
#[component]
pub fn SearchBox(
    #[prop(optional, into)] value: String,
    #[prop(optional_no_strip, into)] form: Option<&'static str>,
) -> impl IntoView {
    view! {
        <div class="search" role="search">
            <label class="field-label" for="q">"Search case studies"</label>
            <div class="search-row">
                <input class="input" id="q" name="q" type="search" value=value autocomplete="off" maxlength="300" form=form/>
                <button class="button" type="submit" form=form>"Search"</button>
            </div>
        </div>
    }
}

/// A facet: a group of checkboxes with counts, that folds away.
///
/// Long groups show what is chosen and the first ten, the rest behind "… more".
#[component]
pub fn FilterGroup(
    name: &'static str,
    legend: &'static str,
    options: Vec<FilterOption>,
    #[prop(optional)] open: bool,
) -> impl IntoView {
    const SHOWN: usize = 10;
    let chosen = options.iter().filter(|option| option.checked).count();
    let open = open || chosen > 0;
    let total = options.len();
    let mut first = Vec::new();
    let mut rest = Vec::new();
    let mut plain = SHOWN.saturating_sub(chosen);
    for option in options {
        // A rest of one or two is not worth a click.
        let fits = option.checked || plain > 0 || total <= SHOWN + 2;
        if !option.checked {
            plain = plain.saturating_sub(1);
        }
        let list = if fits { &mut first } else { &mut rest };
        list.push(filter_option(name, option));
    }
    let rest = (!rest.is_empty()).then(|| {
        view! {
            <details class="filter-more">
                <summary>{format!("{} more", rest.len())}</summary>
                {rest}
            </details>
        }
    });
    let chosen = (chosen > 0)
        .then(|| view! { <span class="filter-chosen">{format!("{chosen} chosen")}</span> });
    view! {
        <details class="filter" open=open>
            <summary><span class="filter-title">{legend}</span>{chosen}</summary>
            <fieldset>
                <legend class="visually-hidden">{legend}</legend>
                {first}
                {rest}
            </fieldset>
        </details>
    }
}

/// A large bank has five hundred of these on a page, half of its bytes: so the label needs no id,
/// the style sheet no class, and the words no element of their own.
fn filter_option(name: &'static str, option: FilterOption) -> impl IntoView {
    view! {
        <label>
            <input type="checkbox" name=name value=option.value checked=option.checked/>
            {option.label}
            <span>{format!(" {}", option.count)}</span>
        </label>
    }
}

/// Everything that narrows a list, behind "Filters" on a phone and open beside the list on a desk.
///
/// `chosen` is how many filters are on, so that a closed panel still says so.
#[component]
pub fn FilterPanel(#[prop(optional)] chosen: usize, children: Inside) -> impl IntoView {
    let words = if chosen > 0 {
        format!("Filters ({chosen} chosen)")
    } else {
        "Filters".to_owned()
    };
    view! {
        <details class="filter-panel">
            <summary>{words}</summary>
            {children.draw()}
        </details>
    }
}

/// One chosen filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    /// The facet: "Theme".
    pub facet: String,
    /// The value: "Carers".
    pub label: String,
    /// The same list without it.
    pub remove_href: String,
}

/// What the list is narrowed to, each with a way to take it off. Draws nothing without chips.
#[component]
pub fn FilterChips(chips: Vec<Chip>, #[prop(into)] clear_href: String) -> impl IntoView {
    if chips.is_empty() {
        return None;
    }
    let chips = chips
        .into_iter()
        .map(|chip| {
            view! {
                <li>
                    <a class="chip" href=chip.remove_href>
                        <span class="visually-hidden">{format!("Remove {}: ", chip.facet)}</span>
                        {chip.label}
                    </a>
                </li>
            }
        })
        .collect_view();
    Some(view! {
        <div class="chips">
            <p class="visually-hidden">"Chosen filters"</p>
            <ul>{chips}</ul>
            <a class="chips-clear" href=clear_href>"Clear all"</a>
        </div>
    })
}

/// "23 case studies", said aloud when it changes.
#[component]
pub fn ResultCount(
    #[prop(into)] words: String,
    #[prop(optional, into)] detail: MaybeText,
) -> impl IntoView {
    let detail = detail
        .into_inner()
        .map(|detail| view! { <span class="result-detail">{detail}</span> });
    view! { <p class="result-count" role="status">{words}{detail}</p> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_chosen_is_never_folded_away() {
        let options = (0..30)
            .map(|n| FilterOption {
                value: format!("v{n}").into(),
                label: format!("L{n}").into(),
                count: n,
                checked: n == 29,
            })
            .collect::<Vec<_>>();
        let html = view! { <FilterGroup name="theme" legend="Theme" options=options/> }.to_html();
        let folded = html.find("filter-more").expect("the rest is folded");
        let chosen = html
            .find(r#"value="v29""#)
            .expect("the chosen one is drawn");
        assert!(chosen < folded, "{html}");
        assert!(
            html.contains("20 more") && html.contains("1 chosen"),
            "{html}"
        );
    }
}
