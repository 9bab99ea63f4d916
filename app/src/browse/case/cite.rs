//! "Cite this" on a case's page: references, data, and a card for other sites. Links only, so it
//! works without script.

use crate::data::embed;
use crate::formats::Format;
use crate::ui::Details;
use leptos::prelude::*;
use store::cases::PublicCase;

/// The links under the citation.
pub fn take_away(case: &PublicCase, public_url: &str) -> impl IntoView + use<> {
    let links = Format::links()
        .into_iter()
        .map(|(format, words)| {
            view! { <li><a href=format.href(&case.slug) download="" type=format.plain_type()>{words}</a></li> }
        })
        .collect_view();
    let frame = embed::frame(case, public_url, embed::WIDTH, embed::HEIGHT);
    view! {
        <div class="take-away no-print">
            <h3>"Download"</h3>
            <ul class="fact-links">{links}</ul>
            <Details summary="Show it on your own site">
                <p>"Copy this into your page. It shows a card that links here, and sets no cookies."</p>
                <pre class="take-away-code" tabindex="0"><code>{frame}</code></pre>
            </Details>
            <p><a href=paths::OPEN_DATA>"Get every case study as open data"</a></p>
        </div>
    }
}
