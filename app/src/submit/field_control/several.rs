//! Questions with several boxes: lists of lines, dates, links.

use super::{Question, framed};
use crate::ui::IntoMarkup;
use crate::ui::{Choice, InputWidth, Select, TextInput};
use case_study::content::MONTHS;
use leptos::prelude::*;

/// A box for each line there may be.
pub(super) fn lines(question: Question, max: u64) -> impl IntoView {
    // Errors count the lines that were filled in, so those stand first, without gaps.
    let typed: Vec<String> = question
        .values
        .iter()
        .filter(|line| !line.trim().is_empty())
        .cloned()
        .collect();
    let boxes = usize::try_from(max).unwrap_or(usize::MAX).max(typed.len());
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
                    <TextInput
                        id=id
                        name=question.field.key
                        value=typed.get(at).cloned().unwrap_or_default()
                        describedby=describedby
                        invalid=question.is_invalid()
                    />
                </li>
            }
        })
        .collect_view();
    let class = if boxes > 6 {
        "lines lines-many"
    } else {
        "lines"
    };
    framed(
        &question,
        true,
        view! { <ol class=class>{inputs}</ol> }.into_markup(),
    )
}

/// A month from a list and a year to type; both travel under the field's key, month first.
pub(super) fn month(question: Question) -> impl IntoView {
    let chosen = question.value(0);
    let months = MONTHS
        .iter()
        .zip(1..)
        .map(|(name, number): (_, u8)| {
            let value = number.to_string();
            Choice {
                checked: value == chosen,
                value,
                label: (*name).to_owned(),
                hint: None,
            }
        })
        .collect::<Vec<_>>();
    let (month_id, year_id) = (question.control_id(0), question.control_id(1));
    let body = view! {
        <div class="month">
            <div>
                <label for=month_id.clone()>"Month"</label>
                <Select
                    id=month_id
                    name=question.field.key
                    options=months
                    prompt="Not sure"
                    describedby=question.describedby()
                    invalid=question.is_invalid()
                />
            </div>
            <div>
                <label for=year_id.clone()>"Year"</label>
                <TextInput
                    id=year_id
                    name=question.field.key
                    kind="number"
                    value=question.value(1)
                    width=InputWidth::Year
                    invalid=question.is_invalid()
                />
            </div>
        </div>
    };
    framed(&question, true, body.into_markup())
}

/// Pairs of title and address.
pub(super) fn links(question: Question, max: u64) -> impl IntoView {
    let pairs = usize::try_from(max)
        .unwrap_or(usize::MAX)
        .max(question.values.len().div_ceil(2));
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
