//! Questions with several boxes: lists of lines, links.

use super::{Question, framed};
use crate::ui::IntoMarkup;
use crate::ui::{TextArea, TextInput};
use case_study::fields::lines_of;
use leptos::prelude::*;

/// As many boxes as a list starts with.
const FIRST_BOXES: usize = 3;

/// A box for each line, and a free one: at most as many as there may be. Several lines that are pasted into
/// one box are several answers, and stand in a box each when the page comes back; the island spreads them at
/// once.
pub(super) fn lines(question: Question, max: u64) -> impl IntoView {
    // Errors count the lines that were filled in, so those stand first, without gaps.
    let typed: Vec<String> = question
        .values
        .iter()
        .flat_map(|text| lines_of(text))
        .collect();
    let most = usize::try_from(max).unwrap_or(usize::MAX);
    let boxes = (typed.len() + 1)
        .max(FIRST_BOXES)
        .min(most)
        .max(typed.len());
    let inputs = (0..boxes)
        .map(|at| {
            let id = question.control_id(at);
            // Heard once, at the first box.
            let describedby = question.describedby().filter(|_| at == 0);
            view! {
                <li>
                    <label for=id.clone() class="line-number">
                        <span class="visually-hidden">{question.field.heading}" "</span>
                        {at + 1}
                    </label>
                    <TextArea
                        id=id
                        name=question.field.key
                        value=typed.get(at).cloned().unwrap_or_default()
                        rows=1
                        describedby=describedby
                        invalid=question.is_invalid()
                    />
                </li>
            }
        })
        .collect_view();
    framed(
        &question,
        true,
        view! { <ol class="lines">{inputs}</ol> }.into_markup(),
    )
}

/// As many links as are asked for at first.
const FIRST_PAIRS: usize = 2;

/// Pairs of title and address, and a free one.
pub(super) fn links(question: Question, max: u64) -> impl IntoView {
    let filled = question.values.len().div_ceil(2);
    let most = usize::try_from(max).unwrap_or(usize::MAX);
    let pairs = (filled + 1).max(FIRST_PAIRS).min(most).max(filled);
    let items = (0..pairs)
        .map(|at| {
            let (title_id, url_id) = (question.control_id(2 * at), question.control_id(2 * at + 1));
            let describedby = question.describedby().filter(|_| at == 0);
            view! {
                <li class="link-pair">
                    <div>
                        <label for=title_id.clone()>{format!("Title of link {}", at + 1)}</label>
                        <TextInput
                            id=title_id
                            name=question.field.key
                            value=question.value(2 * at)
                            describedby=describedby
                            invalid=question.is_invalid()
                        />
                    </div>
                    <div>
                        <label for=url_id.clone()>{format!("Web address of link {}", at + 1)}</label>
                        <TextInput
                            id=url_id
                            name=question.field.key
                            kind="url"
                            value=question.value(2 * at + 1)
                            invalid=question.is_invalid()
                        />
                    </div>
                </li>
            }
        })
        .collect_view();
    framed(
        &question,
        true,
        view! { <ol class="link-pairs">{items}</ol> }.into_markup(),
    )
}
