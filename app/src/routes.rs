//! Every address that answers, grouped by who uses it. Only assets and health stand in `server`.
//!
//! Three tables, because layers differ: pages have a session, data may be read by other sites, and
//! the card stands in other sites' frames.

use crate::account::{home, sign_in, sign_out};
use crate::browse::about::{accessibility, evidence, privacy};
use crate::browse::bank::{directories, front, impact};
use crate::browse::lists::{list, suggest};
use crate::browse::reader_messages::sent::page as sent_about;
use crate::browse::{case, compare, reader_messages};
use crate::data::{api, downloads, embed, feeds, oai_pmh, open_data};
use crate::moderate::write_decision_message::{send, show};
use crate::moderate::{dead_letters, decide, message_inbox, queue, reader_message, review, tags};
use crate::submit::{begin, check, section, sent, start, task_list, track, withdraw};
use crate::web::route_table::RouteTable;
use case_study::Decision;

/// The pages, with the list of them.
#[must_use]
pub fn pages() -> RouteTable {
    RouteTable::new()
        .and(readers())
        .and(writing())
        .and(submitting())
        .and(account())
        .and(moderators())
}

/// What other sites may read: the API, the feeds and the data.
#[must_use]
pub fn data() -> RouteTable {
    RouteTable::new()
        .and(api::table())
        .and(feeds::table())
        .and(downloads::table())
        .and(oai_pmh::table())
}

/// What other sites may show in a frame.
#[must_use]
pub fn framed() -> RouteTable {
    RouteTable::new().get("/case-studies/{slug}/embed", embed::get)
}

/// Everybody who reads.
fn readers() -> RouteTable {
    RouteTable::new()
        .get("/", front::get)
        .get("/case-studies", list::get)
        .get("/case-studies/suggest", suggest::page::get)
        .get("/case-studies/{slug}", case::get)
        .get(paths::COMPARE, compare::get)
        .get(paths::COMPARE_PACK, compare::pack::get)
        .get("/compare/pack.bib", compare::references::bibtex)
        .get("/compare/pack.ris", compare::references::ris)
        .get("/themes", directories::term_index::themes)
        .get("/themes/{theme}", directories::term::theme)
        .get("/audiences", directories::term_index::audiences)
        .get("/audiences/{audience}", directories::term::audience)
        .get("/museums", directories::museum_index::get)
        .get("/museums/{museum}", directories::museum::get)
        .get("/impact", impact::get)
        .get("/impact/{figure}", impact::figure_detail::get)
        .get(paths::ABOUT_EVIDENCE, evidence::get)
        .get(paths::OPEN_DATA, open_data::get)
        .get("/accessibility", accessibility::get)
        .get("/privacy", privacy::get)
}

/// Readers who write: to the moderators about a case, or to its museum.
fn writing() -> RouteTable {
    RouteTable::new()
        .get(
            "/case-studies/{slug}/concern",
            reader_messages::concern::get,
        )
        .post(
            "/case-studies/{slug}/concern",
            reader_messages::concern::post,
        )
        .get(
            "/case-studies/{slug}/concern/sent",
            sent_about(&reader_messages::sent::CONCERN),
        )
        .get("/case-studies/{slug}/claim", reader_messages::claim::get)
        .post("/case-studies/{slug}/claim", reader_messages::claim::post)
        .get(
            "/case-studies/{slug}/claim/sent",
            sent_about(&reader_messages::sent::CLAIM),
        )
        .get("/case-studies/{slug}/ask", reader_messages::ask::get)
        .post("/case-studies/{slug}/ask", reader_messages::ask::post)
        .get(
            "/case-studies/{slug}/ask/sent",
            sent_about(&reader_messages::sent::ASK),
        )
        .get(
            "/case-studies/{slug}/ask/passed-on",
            sent_about(&reader_messages::sent::PASSED_ON),
        )
        .get("/ask/{token}", reader_messages::confirm::get)
        .post("/ask/{token}", reader_messages::confirm::post)
}

/// Museum staff, without an account: beginning, filling in, sending and following a case study.
fn submitting() -> RouteTable {
    RouteTable::new()
        .get("/submit", start::get)
        .get("/submit/new", begin::get)
        .post("/submit/new", begin::post)
        .get("/submit/{draft}", task_list::get)
        .get("/submit/{draft}/{section}", section::get)
        .post("/submit/{draft}/{section}", section::post)
        .get("/submit/{draft}/check", check::get)
        .post("/submit/{draft}/check", check::post)
        .get("/submit/{draft}/sent", sent::get)
        .get("/submit/{draft}/withdraw", withdraw::get)
        .post("/submit/{draft}/withdraw", withdraw::post)
        .get("/track/{token}", track::get)
        .post("/track/{token}/code", track::post_code)
        .post("/track/{token}/unlock", track::post_unlock)
}

/// Signing in and out, and the account's own page.
fn account() -> RouteTable {
    RouteTable::new()
        .get("/account", home::get)
        .get("/account/sign-in", sign_in::get)
        .post("/account/sign-in", sign_in::post)
        .post("/account/sign-out", sign_out::post)
}

/// The queue and what moderators decide.
fn moderators() -> RouteTable {
    RouteTable::new()
        .get("/moderate", queue::get)
        .get("/moderate/mails", dead_letters::get)
        .post("/moderate/mails/again", dead_letters::post_all)
        .post("/moderate/mails/{id}/{action}", dead_letters::post)
        .get("/moderate/messages", message_inbox::get)
        .get("/moderate/messages/{id}", reader_message::get)
        .post("/moderate/messages/{id}/{action}", reader_message::post)
        .get("/moderate/cases/{reference}", review::get)
        .get("/moderate/cases/{reference}/tags", tags::get)
        .post("/moderate/cases/{reference}/tags", tags::post)
        .get(
            "/moderate/cases/{reference}/changes",
            show(Decision::RequestChanges),
        )
        .post(
            "/moderate/cases/{reference}/changes",
            send(Decision::RequestChanges),
        )
        .get(
            "/moderate/cases/{reference}/decline",
            show(Decision::Decline),
        )
        .post(
            "/moderate/cases/{reference}/decline",
            send(Decision::Decline),
        )
        .get(
            "/moderate/cases/{reference}/take-down",
            show(Decision::TakeDown),
        )
        .post(
            "/moderate/cases/{reference}/take-down",
            send(Decision::TakeDown),
        )
        .post("/moderate/cases/{reference}/{action}", decide::post)
}
