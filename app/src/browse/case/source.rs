//! Where a case comes from, and how to name it in a work of one's own.

use crate::formats::citation;

use crate::browse::case::cite;
use crate::ui::IntoMarkup;
use case_study::dates;
use case_study::declarations::LICENCE;
use leptos::prelude::*;
use store::cases::PublicCase;
use store::provenance::Confirmed;

/// On cases compiled from public pages: which ones, and how to have something put right.
pub fn source(case: &PublicCase) -> Option<impl IntoView + use<>> {
    if !case.compiled {
        return None;
    }
    let links = case
        .content
        .sources
        .iter()
        .map(|address| view! { <li><a href=address.clone()>{short(address)}</a></li> })
        .collect_view();
    let sample = case
        .sample
        .then_some(" It is a sample, to try this site with.");
    Some(view! {
        <section class="prose case-end" aria-labelledby="source">
            <h2 id="source">"Source"</h2>
            <p><strong>"Compiled from public sources; not submitted by the museum."</strong>{sample}</p>
            <ul>{links}</ul>
            <p class="no-print">
                "Is this your museum? "
                <a href=paths::claim(&case.slug)>"Correct it, take it over or ask us to remove it"</a>
                ". You don\u{2019}t have to give a reason."
            </p>
        </section>
    })
}

/// The address without what every address has, cut where it would fill lines.
fn short(address: &str) -> String {
    const LONGEST: usize = 70;
    let plain = address.split_once("://").map_or(address, |(_, rest)| rest);
    let plain = plain.trim_start_matches("www.").trim_end_matches('/');
    if plain.chars().count() <= LONGEST {
        return plain.to_owned();
    }
    plain
        .chars()
        .take(LONGEST - 1)
        .chain(['\u{2026}'])
        .collect()
}

/// Dates, licence and how to cite. `confirmed`: who last said that it is true.
pub fn colophon(
    case: &PublicCase,
    confirmed: Option<Confirmed>,
    public_url: &str,
) -> impl IntoView + use<> {
    let url = format!("{public_url}{}", paths::case_study(&case.slug));
    let changed = (dates::local_iso_day(case.updated_at) != dates::local_iso_day(case.published_at)).then(|| {
        view! { ". Last changed " <time datetime=dates::local_iso_day(case.updated_at)>{dates::day(case.updated_at)}</time> }
    });
    let confirmed = match confirmed {
        Some(Confirmed { at, by_museum }) => {
            let by = if by_museum {
                "Last confirmed by the museum "
            } else {
                "Last confirmed by our moderators "
            };
            view! { {by}<time datetime=dates::local_iso_day(at)>{dates::day(at)}</time>". " }
                .into_markup()
        }
        None if case.compiled => "Not yet confirmed by the museum. ".into_markup(),
        None => "".into_markup(),
    };
    view! {
        <section class="case-colophon" aria-labelledby="cite">
            <h2 id="cite">"How to cite"</h2>
            <p class="case-citation">{citation::citation(case, &url)}</p>
            <p class="meta">
                {confirmed}
                "First published here "
                <time datetime=dates::local_iso_day(case.published_at)>{dates::day(case.published_at)}</time>
                {changed}
                ". You may share and adapt the text under "
                <a href=LICENCE.url rel="license">{LICENCE.short}</a>
                " if you say where it is from."
            </p>
            {cite::take_away(case, public_url)}
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn addresses_are_short_and_still_say_where_they_lead() {
        assert_eq!(
            short("https://www.museum.example/tea/"),
            "museum.example/tea"
        );
        let long = short(&format!("https://museum.example/{}", "é".repeat(200)));
        assert_eq!(long.chars().count(), 70);
        assert!(long.ends_with('\u{2026}'));
    }
}
