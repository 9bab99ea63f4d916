//! A whole list as a file. It is written once for each state of the bank and sent from there; while one is
//! being written, whoever asks for it too follows it, others wait for a moment, and who finds too many
//! waiting is asked to come again. What somebody looks for in their own words is written in the same turn, for
//! them alone, and kept nowhere.

use crate::data::api::response::Caller;
use crate::data::list_stream::{Batches, Kind, Unread};
use crate::list_query::ListQuery;
use crate::web::coding::{Accepted, ChosenCoding, Coding};
use crate::web::document::failed;
use crate::web::error::{ErrorWords, wait_a_while};
use crate::web::kept_files::{Form, KeptFile, Name, Sheet};
use crate::web::rate_limits::ClientNetwork;
use crate::web::state::AppState;
use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use store::cases::{Filters, PublicCase};
use tokio::runtime::Handle;

/// What a table has no place for: how many cases there are, and how many have all of the words.
pub const TOTAL: &str = "casebook-total";
pub const WITH_ALL_WORDS: &str = "casebook-with-all-words";
const COUNTS: &str = "casebook-total, casebook-with-all-words";

/// When somebody for whom there was no turn should come again, in seconds: about what a list of ten thousand
/// cases takes.
const AGAIN: u64 = 5;

/// Who asks for a list, and in which form.
pub struct Asked {
    caller: Caller,
    network: IpAddr,
    form: Form,
}

impl FromRequestParts<AppState> for Asked {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        let caller = Caller::from_request_parts(parts, state).await?;
        let ClientNetwork(network) = ClientNetwork::from_request_parts(parts, state)
            .await
            .map_err(IntoResponse::into_response)?;
        let squeezed = Coding::chosen(&parts.headers) != Coding::Identity
            && Accepted::read(&parts.headers).takes(Coding::Gzip);
        Ok(Self {
            caller,
            network,
            form: if squeezed { Form::Gzip } else { Form::Plain },
        })
    }
}

/// A list as a file of this name, or 304 for whoever has it.
///
/// # Errors
/// The refusal: the index does not answer, the disk is full, or too many lists are wanted at once.
pub async fn answer(
    state: &AppState,
    asked: &Asked,
    filters: Filters,
    kind: Kind,
    name: &str,
) -> Result<Response, Response> {
    if let Some(known) = asked.caller.knows_already() {
        return Ok(known);
    }
    let file = file(state, asked, filters, kind).await?;
    file.begun(asked.form)
        .await
        .map_err(|error| failed(&error))?;
    let mut response = Response::new(Body::from_stream(file.bytes_of(asked.form)));
    let headers = response.headers_mut();
    headers.extend(file.about().clone());
    if let Some(length) = file.length(asked.form) {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    if asked.form == Form::Gzip {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(kind.content_type()),
    );
    if let Ok(value) = HeaderValue::try_from(format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response.extensions_mut().insert(ChosenCoding);
    Ok(asked.caller.with_headers(response))
}

/// The file, if need be as one that is being written.
async fn file(
    state: &AppState,
    asked: &Asked,
    filters: Filters,
    kind: Kind,
) -> Result<Arc<KeptFile>, Response> {
    let files = &state.kept_files;
    let shown = asked.caller.shown;
    let name = name_of(&filters, kind);
    let kept = || files.find(&name.as_ref()?.key, shown);
    if let Some(file) = kept() {
        return Ok(file);
    }
    let turn = files.turn(Some(asked.network)).await.ok_or_else(busy)?;
    // Somebody whose turn came first may have asked for the same.
    if let Some(file) = kept() {
        return Ok(file);
    }
    let mut batches = Batches::of_list(&state.index, &filters).await?;
    // Before anything is sent: an index that does not answer is an error and not half a file.
    let first = batches.next().await?.unwrap_or_default();
    let about = about(&batches);
    let public_url = state.settings.public_url.clone();
    let runtime = Handle::current();
    let write = move |sheet: &mut Sheet| {
        put_all(sheet, first, kind, &public_url, || {
            runtime.block_on(batches.next())
        })
    };
    files
        .write(turn, name.map(|name| (name, shown)), about, write)
        .map_err(|error| failed(&error))
}

/// What a list is kept under; none where somebody looks for words.
fn name_of(filters: &Filters, kind: Kind) -> Option<Name> {
    let lasting = *filters == Filters::default();
    let query = ListQuery {
        filters: filters.clone(),
        ..ListQuery::default()
    };
    (!query.has_words()).then(|| Name {
        key: format!("{kind:?} {}", query.href()),
        lasting,
    })
}

fn about(batches: &Batches) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if let Some((total, with_all)) = batches.counts() {
        headers.insert(HeaderName::from_static(TOTAL), total.into());
        headers.insert(HeaderName::from_static(WITH_ALL_WORDS), with_all.into());
        // Scripts of other sites may read them too.
        headers.insert(
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static(COUNTS),
        );
    }
    headers
}

fn put_all(
    sheet: &mut Sheet,
    first: Vec<PublicCase>,
    kind: Kind,
    public_url: &str,
    mut next: impl FnMut() -> Result<Option<Vec<PublicCase>>, Unread>,
) -> io::Result<()> {
    sheet.put(&kind.beginning(public_url))?;
    let mut cases = first;
    let mut at_start = true;
    loop {
        for case in &cases {
            sheet.put(&kind.entry(case, public_url, at_start))?;
            at_start = false;
        }
        sheet.turn_over()?;
        match next().map_err(io::Error::other)? {
            Some(more) => cases = more,
            None => break,
        }
    }
    sheet.put(kind.end())
}

/// Too many lists are wanted at once.
fn busy() -> Response {
    let mut response = wait_a_while(StatusCode::SERVICE_UNAVAILABLE.into_response(), AGAIN);
    response.extensions_mut().insert(ErrorWords {
        heading: "We are busy just now",
        text: "Others are downloading lists too, and we prepare one at a time. Wait a few seconds, then try again."
            .to_owned(),
    });
    response
}

#[cfg(test)]
mod tests {
    use super::name_of;
    use crate::data::list_stream::Kind;
    use crate::list_query::ListQuery;

    fn key(query: &str, kind: Kind) -> Option<(String, bool)> {
        let name = name_of(&ListQuery::parse(query).filters, kind)?;
        Some((name.key, name.lasting))
    }

    #[test]
    fn a_list_has_one_name_however_it_is_asked_for() {
        let all = key("", Kind::Csv).unwrap();
        assert!(all.1, "what most people ask for is not pushed out");
        for same in [
            "sort=newest",
            "page=3&utm_source=x",
            "shortlist=tea&view=map",
        ] {
            assert_eq!(key(same, Kind::Csv), Some(all.clone()), "{same}");
        }
        for other in ["theme=carers", "sort=title"] {
            let (name, lasting) = key(other, Kind::Csv).unwrap();
            assert!(name != all.0 && !lasting, "{other}");
        }
        assert_ne!(key("", Kind::Json), Some(all));
    }

    #[test]
    fn what_somebody_looks_for_has_no_name() {
        assert_eq!(key("q=carers", Kind::Csv), None);
        assert_eq!(key("theme=carers&q=tea", Kind::Json), None);
    }
}
