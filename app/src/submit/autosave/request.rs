//! One request to `save_draft`, by the browser's own `fetch`: it can outlive its page, it can be
//! given up, and it tells a busy server from a lost network, which the ready-made client cannot.

use super::words::Hindrance;
use super::{SaveDraft, SaveOutcome};
use leptos::prelude::window;
use server_fn::ServerFn;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::Reflect;
use web_sys::{AbortController, Headers, RequestInit, Response};

/// Browsers let requests outlive their page up to 64 KiB, all of a page's together; what is longer
/// is refused outright. Such a page (10,000 words) is sent like any other request, which ends with
/// the page: then the last seconds before leaving are lost, unless people stay when they are asked.
const LONGEST_OF_A_LEFT_PAGE: usize = 60_000;
/// The server reads no more than 256 KiB here. The form itself may be longer.
const LONGEST: usize = 250_000;
/// Beside the wait for an answer, a slow line needs a second for so many bytes.
const BYTES_A_SECOND: usize = 1_000;

/// What the server said, or that it said nothing.
pub(super) enum Reply {
    Outcome(SaveOutcome),
    /// This browser may not write the draft, or not any more.
    NotYours,
    /// A request that we do not make: an old page, or something between us that changed it.
    NotOurs,
    TooMuch,
    /// Try again, after so many seconds if it said so.
    Later(Hindrance, Option<u32>),
}

/// How long a body may take on the way and back.
pub(super) fn patience(wait: Duration, body: &str) -> Duration {
    wait + Duration::from_secs((body.len() / BYTES_A_SECOND) as u64)
}

pub(super) fn is_online() -> bool {
    window().navigator().on_line()
}

/// Sends the body. With `outlive` it arrives although the page is left.
pub(super) async fn post(body: &str, abort: &AbortController, outlive: bool) -> Reply {
    if body.len() > LONGEST {
        return if is_online() {
            Reply::TooMuch
        } else {
            Reply::Later(Hindrance::Offline, None)
        };
    }
    match fetched(body, abort, outlive).await {
        Ok(reply) => reply,
        Err(_) if abort.signal().aborted() => Reply::Later(Hindrance::NoAnswer, None),
        Err(_) => Reply::Later(Hindrance::Offline, None),
    }
}

async fn fetched(body: &str, abort: &AbortController, outlive: bool) -> Result<Reply, JsValue> {
    let headers = Headers::new()?;
    headers.set("content-type", "application/json")?;
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_headers_headers(&headers);
    init.set_body(&JsValue::from_str(body));
    init.set_signal(Some(&abort.signal()));
    if outlive && body.len() <= LONGEST_OF_A_LEFT_PAGE {
        Reflect::set(&init, &JsValue::from_str("keepalive"), &JsValue::TRUE)?;
    }
    let response: Response =
        JsFuture::from(window().fetch_with_str_and_init(SaveDraft::PATH, &init))
            .await?
            .unchecked_into();
    // Read to its end whatever it is: a browser counts an answer that is left lying as failed.
    let text = JsFuture::from(response.text()?).await?.as_string();
    Ok(match response.status() {
        // 409: a part of it was not asked for; the answer says which.
        200 | 409 => {
            let outcome = text.and_then(|text| serde_json::from_str(&text).ok());
            // Somebody else answered, such as the sign-in page of a hotel's network.
            outcome.map_or(Reply::Later(Hindrance::NoAnswer, None), Reply::Outcome)
        }
        401 | 404 => Reply::NotYours,
        413 => Reply::TooMuch,
        408 | 429 | 503 | 504 => {
            let asked = response.headers().get("retry-after")?;
            Reply::Later(
                Hindrance::Busy,
                asked.and_then(|seconds| seconds.parse().ok()),
            )
        }
        400..500 => Reply::NotOurs,
        _ => Reply::Later(Hindrance::OurFault, None),
    })
}
