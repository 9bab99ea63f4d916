//! Passing a case on: its address, a mail, paper. No other company is asked to help.

use crate::formats::citation;
use case_study::dates;
use case_study::declarations::LICENCE;
use leptos::prelude::*;
use store::cases::PublicCase;

/// The address to copy and a mail to begin.
pub fn share(case: &PublicCase, public_url: &str) -> impl IntoView + use<> {
    let url = format!("{public_url}{}", paths::case_study(&case.slug));
    let mail = format!(
        "mailto:?subject={}&body={}",
        for_mail(&case.content.title),
        for_mail(&format!(
            "{}\n\n{}\n\n{url}",
            case.content.title, case.content.summary
        ))
    );
    view! {
        <section class="case-end no-print" aria-labelledby="share">
            <h2 id="share">"Share"</h2>
            <p class="share-address"><a href=url.clone()>{url.clone()}</a></p>
            <p>
                "Copy the link or "
                <a href=mail>"email it"</a>
                ". To save a PDF, choose Print in your browser\u{2019}s menu."
            </p>
        </section>
    }
}

/// On paper alone: what this is, where it is from and of when, before everything else.
pub fn paper_head(case: &PublicCase, public_url: &str) -> impl IntoView + use<> {
    let url = format!("{public_url}{}", paths::case_study(&case.slug));
    let as_of = dates::day(case.updated_at);
    view! {
        <div class="print-only paper-head">
            <p>{citation::citation(case, &url)}</p>
            <p>{format!("As it stood on {as_of}. Text under {}.", LICENCE.short)}</p>
        </div>
    }
}

/// Text inside a `mailto:` address. Mail programs take a plus for a plus.
fn for_mail(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.replace('\n', "\r\n").as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use super::for_mail;

    #[test]
    fn a_mail_keeps_its_words() {
        assert_eq!(
            for_mail("Tea & talk?\n1+1"),
            "Tea%20%26%20talk%3F%0D%0A1%2B1"
        );
    }
}
