//! Every page there is, grouped by who uses it. API, feeds, assets and health stand in `server`.

use crate::account::{home, sign_in, sign_out};
use crate::browse::writing::sent::page as sent_about;
use crate::browse::{
    ABOUT_EVIDENCE, about_evidence, accessibility, case_page, compare, front, impact, list,
    privacy, suggest, ways_in, writing,
};
use crate::moderate::letter::Purpose::{Changes, Decline, TakeDown};
use crate::moderate::write_letter::{send, show};
use crate::moderate::{decide, mails, message, messages, queue, review, tags};
use crate::route_table::RouteTable;
use crate::submit::{begin, check, overview, section, sent, start, track, withdraw};
use crate::takeaway::open_data;

/// The pages, with the list of them.
#[must_use]
pub fn table() -> RouteTable {
    RouteTable::new()
        .and(readers())
        .and(writing())
        .and(submitting())
        .and(account())
        .and(moderators())
}

/// Everybody who reads.
fn readers() -> RouteTable {
    RouteTable::new()
        .get("/", front::get)
        .get("/case-studies", list::get)
        .get("/case-studies/suggest", suggest::get)
        .get("/case-studies/{slug}", case_page::get)
        .get(compare::COMPARE_PATH, compare::get)
        .get(compare::PACK_PATH, compare::pack::get)
        .get("/compare/pack.bib", compare::references::bibtex)
        .get("/compare/pack.ris", compare::references::ris)
        .get("/themes", ways_in::index::themes)
        .get("/themes/{theme}", ways_in::term::theme)
        .get("/audiences", ways_in::index::audiences)
        .get("/audiences/{audience}", ways_in::term::audience)
        .get("/museums", ways_in::museum_index::get)
        .get("/museums/{museum}", ways_in::museum::get)
        .get("/impact", impact::get)
        .get("/impact/{figure}", impact::behind::get)
        .get(ABOUT_EVIDENCE, about_evidence::get)
        .get(open_data::PATH, open_data::get)
        .get("/accessibility", accessibility::get)
        .get("/privacy", privacy::get)
}

/// Readers who write: to the moderators about a case, or to its museum.
fn writing() -> RouteTable {
    RouteTable::new()
        .get("/case-studies/{slug}/concern", writing::concern::get)
        .post("/case-studies/{slug}/concern", writing::concern::post)
        .get(
            "/case-studies/{slug}/concern/sent",
            sent_about(&writing::sent::CONCERN),
        )
        .get("/case-studies/{slug}/claim", writing::claim::get)
        .post("/case-studies/{slug}/claim", writing::claim::post)
        .get(
            "/case-studies/{slug}/claim/sent",
            sent_about(&writing::sent::CLAIM),
        )
        .get("/case-studies/{slug}/ask", writing::ask::get)
        .post("/case-studies/{slug}/ask", writing::ask::post)
        .get(
            "/case-studies/{slug}/ask/sent",
            sent_about(&writing::sent::ASK),
        )
        .get(
            "/case-studies/{slug}/ask/passed-on",
            sent_about(&writing::sent::PASSED_ON),
        )
        .get("/ask/{token}", writing::confirm::get)
        .post("/ask/{token}", writing::confirm::post)
}

/// Museum staff, without an account: beginning, filling in, sending and following a case study.
fn submitting() -> RouteTable {
    RouteTable::new()
        .get("/submit", start::get)
        .get("/submit/new", begin::get)
        .post("/submit/new", begin::post)
        .get("/submit/{draft}", overview::get)
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
        .get("/moderate/mails", mails::get)
        .post("/moderate/mails/again", mails::post_all)
        .post("/moderate/mails/{id}/{action}", mails::post)
        .get("/moderate/messages", messages::get)
        .get("/moderate/messages/{id}", message::get)
        .post("/moderate/messages/{id}/{action}", message::post)
        .get("/moderate/cases/{reference}", review::get)
        .get("/moderate/cases/{reference}/tags", tags::get)
        .post("/moderate/cases/{reference}/tags", tags::post)
        .get("/moderate/cases/{reference}/changes", show(Changes))
        .post("/moderate/cases/{reference}/changes", send(Changes))
        .get("/moderate/cases/{reference}/decline", show(Decline))
        .post("/moderate/cases/{reference}/decline", send(Decline))
        .get("/moderate/cases/{reference}/take-down", show(TakeDown))
        .post("/moderate/cases/{reference}/take-down", send(TakeDown))
        .post("/moderate/cases/{reference}/{action}", decide::post)
}
