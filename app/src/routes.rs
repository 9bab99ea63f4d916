//! Every address that answers, grouped by who uses it. Only assets, health and the islands' calls
//! stand in `server`.
//!
//! Three tables, because layers differ: pages have a session, data may be read by other sites, and
//! the card stands in other sites' frames. What is read by everybody says whether its answer is kept
//! and what of the query tells two answers apart; the order of pages is that of the sitemap.

use crate::account::{
    drafts, forgotten, home, invitation, keys, museums, my_data, my_data_page, new_password,
    notices, own_password, own_sessions, second_factor, sign_in, sign_in_code, sign_out,
};
use crate::browse::about::{accessibility, evidence, privacy, purpose};
use crate::browse::bank::{directories, front, impact};
use crate::browse::case;
use crate::browse::compare;
use crate::browse::lists::{list, suggest};
use crate::browse::reader_messages;
use crate::browse::reader_messages::sent::page as sent_about;
use crate::browse::thoughts;
use crate::data::pictures as data_pictures;
use crate::data::{api, downloads, embed, feeds, oai_pmh, open_data};
use crate::moderate::new_version as new_version_by_staff;
use crate::moderate::preview as moderate_preview;
use crate::moderate::write_decision_message::{send, show};
use crate::moderate::write_letter as write_letter_to_museum;
use crate::moderate::{
    ask, assigning, bank, bank_moves, dead_letters, decide, drop_draft, edit, guards_view, intake,
    join, letters, message_inbox, notes, people, person, photograph_edit, photographs, planned,
    prepare, privacy_words, queue, queue_bulk, reader_message, review, tags, thought,
    thoughts as shared_thoughts, upkeep,
};
use crate::submit::{
    begin, bring, changes, check, colleague_links, link, new_version, pictures, preview, read_only,
    resume, section, sent, short, start, still_true, task_list, track, version_of, withdraw,
    write_letter, yes,
};
use crate::web::route_table::{RouteTable, VaryBy};
use case_study::Decision;

/// The pages, with the list of them.
#[must_use]
pub fn pages() -> RouteTable {
    RouteTable::new()
        .and(readers())
        .and(writing())
        .and(submitting())
        .and(about_the_site())
        .and(account())
        .and(moderators())
}

/// What other sites may read: the API, the feeds and the data.
#[must_use]
pub fn data() -> RouteTable {
    RouteTable::new()
        .and(api::table())
        .and(feeds::table(pages().sitemap()))
        .and(downloads::table())
        .and(oai_pmh::table())
        .and(data_pictures::table())
}

/// What other sites may show in a frame.
#[must_use]
pub fn framed() -> RouteTable {
    RouteTable::new()
        .get("/case-studies/{slug}/embed", embed::get)
        .kept(VaryBy::Path)
}

/// Everybody who reads.
fn readers() -> RouteTable {
    RouteTable::new()
        .get("/", front::get)
        .kept(VaryBy::Path)
        .in_sitemap()
        .get("/case-studies", list::get)
        .kept(VaryBy::ListOrMap)
        .in_sitemap()
        .get("/case-studies/suggest", suggest::page::get)
        .never_kept()
        // The page, and every format by its ending.
        .get("/case-studies/{slug}", case::get)
        .kept(VaryBy::Case)
        .get("/themes", directories::term_index::themes)
        .kept(VaryBy::Path)
        .in_sitemap()
        .get("/themes/{theme}", directories::term::theme)
        .kept(VaryBy::Path)
        .get("/audiences", directories::term_index::audiences)
        .kept(VaryBy::Path)
        .in_sitemap()
        .get("/audiences/{audience}", directories::term::audience)
        .kept(VaryBy::Path)
        .get("/museums", directories::museum_index::get)
        .kept(VaryBy::Page)
        .in_sitemap()
        .get("/museums/{museum}", directories::museum::get)
        .kept(VaryBy::Path)
        .get("/impact", impact::get)
        .kept(VaryBy::Path)
        .in_sitemap()
        .get("/impact/{figure}", impact::figure_detail::get)
        .kept(VaryBy::Page)
        .get(paths::ABOUT_EVIDENCE, evidence::get)
        .kept(VaryBy::Path)
        .in_sitemap()
        .get(paths::OPEN_DATA, open_data::get)
        .kept(VaryBy::Path)
        .in_sitemap()
        .and(comparing())
}

/// One reader's own choice of cases, side by side.
fn comparing() -> RouteTable {
    RouteTable::new()
        .get(paths::COMPARE, compare::get)
        .get(paths::COMPARE_PACK, compare::pack::get)
        .get("/compare/pack.bib", compare::references::bibtex)
        .get("/compare/pack.ris", compare::references::ris)
        .all_personal()
}

/// What holds for the whole site.
fn about_the_site() -> RouteTable {
    RouteTable::new()
        .get(paths::ABOUT, purpose::get)
        .kept(VaryBy::Path)
        .in_sitemap()
        .get("/accessibility", accessibility::get)
        .kept(VaryBy::Path)
        .in_sitemap()
        .get("/privacy", privacy::get)
        .kept(VaryBy::Path)
        .in_sitemap()
}

/// Readers who write: to the moderators about a case, or to its museum. A form has a key of its own,
/// so none is kept.
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
        .get(paths::SHARE_THOUGHTS, thoughts::get)
        .in_sitemap()
        .post(paths::SHARE_THOUGHTS, thoughts::post)
        .get(paths::SHARE_THOUGHTS_SENT, thoughts::sent::get)
        .get("/ask/{token}", reader_messages::confirm::get)
        .post("/ask/{token}", reader_messages::confirm::post)
        .all_personal()
}

/// Museum staff, without an account: beginning, filling in, sending and following a case study.
fn submitting() -> RouteTable {
    RouteTable::new()
        .get("/submit", start::get)
        .in_sitemap()
        .get("/submit/new", begin::get)
        .post("/submit/new", begin::post)
        .get("/submit/short", short::page::get)
        .post("/submit/short", short::page::post)
        .get("/submit/bring", bring::start::get)
        .post("/submit/bring", bring::start::post)
        .get("/submit/link", link::get)
        .post("/submit/link", link::post)
        .get("/submit/{draft}", task_list::get)
        .get("/submit/{draft}/{section}", section::get)
        .post("/submit/{draft}/{section}", section::post)
        .get("/submit/{draft}/bring", bring::of_draft::get)
        .post("/submit/{draft}/bring", bring::of_draft::post)
        .post("/submit/{draft}/bring/piece", bring::of_draft::piece)
        .get("/submit/{draft}/changes", changes::get)
        .post("/submit/{draft}/changes", changes::post)
        .get("/submit/{draft}/check", check::get)
        .post("/submit/{draft}/check", check::post)
        .get("/submit/{draft}/letter", write_letter::get)
        .post("/submit/{draft}/letter", write_letter::post)
        .get("/submit/{draft}/colleagues", colleague_links::get)
        .post("/submit/{draft}/colleagues", colleague_links::post)
        .get("/submit/{draft}/pictures", pictures::get)
        .post("/submit/{draft}/pictures", pictures::post)
        .get("/submit/{draft}/pictures/{file}", pictures::file::of_draft)
        .post("/submit/{draft}/pictures/end", pictures::ending::post)
        .get("/submit/{draft}/preview", preview::get)
        .get("/submit/{draft}/short", short::of_draft::get)
        .post("/submit/{draft}/short", short::of_draft::post)
        .get("/submit/{draft}/sent", sent::get)
        .get("/submit/{draft}/page", yes::get)
        .post("/submit/{draft}/page", yes::post)
        .get("/submit/{draft}/still-true", still_true::get)
        .post("/submit/{draft}/still-true", still_true::post)
        .get("/submit/{draft}/withdraw", withdraw::get)
        .post("/submit/{draft}/withdraw", withdraw::post)
        .post("/submit/{draft}/resume", resume::post)
        .post("/submit/{draft}/new-version", new_version::post)
        .post("/submit/{draft}/version-of", version_of::post)
        .get("/track/{token}", track::get)
        .get("/track/{token}/page", yes::get_by_link)
        .post("/track/{token}/page", yes::post_by_link)
        .get("/track/{token}/still-true", still_true::get_by_link)
        .post("/track/{token}/still-true", still_true::post_by_link)
        .get("/track/{token}/pictures/{file}", pictures::file::of_link)
        .get("/track/{token}/preview", preview::get_followed)
        .post("/track/{token}/code", track::post_code)
        .post("/track/{token}/unlock", track::post_unlock)
        .get("/read/{token}", read_only::get)
        .get("/read/{token}/pictures/{file}", pictures::file::of_reader)
        .all_personal()
}

/// Signing in and out, invitations, and the account's own pages.
fn account() -> RouteTable {
    RouteTable::new()
        .get("/account", home::get)
        .get("/account/drafts", drafts::get)
        .post("/account/drafts", drafts::post)
        .post("/account/notices", notices::post)
        .post("/account/museums", museums::post)
        .post(paths::ACCOUNT_KEYS, keys::post)
        .get("/account/sign-in", sign_in::get)
        .post("/account/sign-in", sign_in::post)
        .get("/account/sign-in/code", sign_in_code::get)
        .post("/account/sign-in/code", sign_in_code::post)
        .get("/account/forgotten", forgotten::get)
        .post("/account/forgotten", forgotten::post)
        .get("/account/new-password/{token}", new_password::get)
        .post("/account/new-password/{token}", new_password::post)
        .get("/account/invitation/{token}", invitation::get)
        .post("/account/invitation/{token}", invitation::post)
        .get("/account/password", own_password::get)
        .post("/account/password", own_password::post)
        .get("/account/sessions", own_sessions::get)
        .post("/account/sessions", own_sessions::post)
        .get("/account/second-factor", second_factor::get)
        .post("/account/second-factor", second_factor::post)
        .post("/account/sign-out", sign_out::post)
        .get(paths::MY_DATA, my_data::get)
        .post(paths::MY_DATA, my_data::post)
        .get("/my-data/{token}", my_data_page::get)
        .get("/my-data/{token}/file", my_data_page::file)
        .get("/my-data/{token}/erase", my_data_page::ask)
        .post("/my-data/{token}/erase", my_data_page::erase)
        .all_personal()
}

/// The queue and what moderators decide.
fn moderators() -> RouteTable {
    RouteTable::new()
        .get("/moderate", queue::get)
        .post(paths::MODERATE_BULK, queue_bulk::post)
        .get("/moderate/mails", dead_letters::get)
        .post("/moderate/mails/again", dead_letters::post_all)
        .post("/moderate/mails/{id}/{action}", dead_letters::post)
        .get("/moderate/people", people::get)
        .post("/moderate/people", people::post)
        .get("/moderate/people/{id}", person::get)
        .post("/moderate/people/{id}/{action}", person::post)
        .get(paths::MODERATE_PRIVACY, privacy_words::get)
        .post(paths::MODERATE_PRIVACY, privacy_words::post)
        .get(paths::MODERATE_UPKEEP, upkeep::get)
        .get("/moderate/messages", message_inbox::get)
        .get("/moderate/messages/{id}", reader_message::get)
        .post("/moderate/messages/{id}/{action}", reader_message::post)
        .get("/moderate/intake", intake::get)
        .post("/moderate/intake", intake::post)
        .get("/moderate/thoughts", shared_thoughts::get)
        .get("/moderate/thoughts/{id}", thought::get)
        .post("/moderate/thoughts/{id}/{action}", thought::post)
        .get("/moderate/cases/{reference}", review::get)
        .get(
            "/moderate/cases/{reference}/letter",
            write_letter_to_museum::get,
        )
        .post(
            "/moderate/cases/{reference}/letter",
            write_letter_to_museum::post,
        )
        .post("/moderate/cases/{reference}/seen", letters::seen)
        .post("/moderate/cases/{reference}/second", guards_view::second)
        .post(
            "/moderate/cases/{reference}/sensitive",
            guards_view::sensitive,
        )
        .post("/moderate/cases/{reference}/ask", ask::post)
        .post("/moderate/cases/{reference}/notes", notes::post)
        .post("/moderate/cases/{reference}/notes/{id}", notes::post_one)
        .get("/moderate/cases/{reference}/drop", drop_draft::get)
        .post("/moderate/cases/{reference}/drop", drop_draft::post)
        .get("/moderate/cases/{reference}/preview", moderate_preview::get)
        .get(
            "/moderate/cases/{reference}/pictures/{file}",
            photographs::get,
        )
        .post("/moderate/cases/{reference}/pictures", photographs::post)
        .get("/moderate/cases/{reference}/tags", tags::get)
        .post("/moderate/cases/{reference}/tags", tags::post)
        .get("/moderate/cases/{reference}/edit", edit::get_several)
        .post("/moderate/cases/{reference}/edit", edit::post_several)
        .get(
            "/moderate/cases/{reference}/edit/pictures/{blob}",
            photograph_edit::get,
        )
        .post(
            "/moderate/cases/{reference}/edit/pictures/{blob}",
            photograph_edit::post,
        )
        .get("/moderate/cases/{reference}/edit/{field}", edit::get_one)
        .post("/moderate/cases/{reference}/edit/{field}", edit::post_one)
        .get("/moderate/cases/{reference}/prepare", prepare::get)
        .post("/moderate/cases/{reference}/prepare", prepare::post)
        .get("/moderate/bank/{slug}", bank::get)
        .get("/moderate/bank/{slug}/tags", tags::get_in_bank)
        .post("/moderate/bank/{slug}/tags", tags::post_in_bank)
        .get("/moderate/bank/{slug}/edit", edit::get_several_in_bank)
        .post("/moderate/bank/{slug}/edit", edit::post_several_in_bank)
        .get("/moderate/bank/{slug}/edit/{field}", edit::get_one_in_bank)
        .post("/moderate/bank/{slug}/edit/{field}", edit::post_one_in_bank)
        .get("/moderate/bank/{slug}/{action}", bank_moves::get)
        .post("/moderate/bank/{slug}/{action}", bank_moves::post)
        .post(
            "/moderate/bank/{slug}/planned/{id}/{action}",
            bank_moves::post_planned,
        )
        .get(
            "/moderate/cases/{reference}/ask-yes",
            show(Decision::AskYes),
        )
        .post(
            "/moderate/cases/{reference}/ask-yes",
            send(Decision::AskYes),
        )
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
        .post(
            "/moderate/cases/{reference}/new-version",
            new_version_by_staff::post,
        )
        .post(
            "/moderate/cases/{reference}/planned/{id}/{action}",
            planned::post,
        )
        .get("/moderate/cases/{reference}/{action}", decide::get)
        .post("/moderate/cases/{reference}/assign", assigning::post)
        .post("/moderate/cases/{reference}/join", join::post)
        .post("/moderate/cases/{reference}/{action}", decide::post)
        .all_personal()
}

#[cfg(test)]
mod tests {
    use super::{data, framed, pages};
    use crate::web::route_table::{Kept, is_in_small_letters};
    use std::collections::BTreeSet;

    /// Every constant and function of `paths` by its name, what it makes, and the route that this
    /// must lead to.
    fn addresses() -> Vec<(&'static str, String, &'static str)> {
        macro_rules! list {
            ($($name:ident $(($($argument:expr),+))? => $route:expr,)+) => {
                vec![$((
                    stringify!($name),
                    String::from(paths::$name $(($($argument),+))?),
                    $route,
                )),+]
            };
        }
        list! {
            HOME => "/",
            CASE_STUDIES => "/case-studies",
            SUGGEST => "/case-studies/suggest",
            MAP => "/case-studies",
            COMPARE => "/compare",
            COMPARE_PACK => "/compare/pack",
            THEMES => "/themes",
            AUDIENCES => "/audiences",
            MUSEUMS => "/museums",
            IMPACT => "/impact",
            ABOUT => "/about",
            ABOUT_EVIDENCE => "/about-evidence",
            ACCESSIBILITY => "/accessibility",
            PRIVACY => "/privacy",
            SHARE_THOUGHTS => "/share-your-thoughts",
            SHARE_THOUGHTS_SENT => "/share-your-thoughts/sent",
            ATOM => "/case-studies.atom",
            JSON_FEED => "/case-studies.json",
            CSV => "/case-studies.csv",
            OPEN_DATA => "/open-data",
            OPEN_DATA_JSON => "/open-data/cases.json",
            OPEN_DATA_CSV => "/open-data/cases.csv",
            OPEN_DATA_DICTIONARY => "/open-data/dictionary.json",
            API_CASE_STUDIES => "/api/v1/case-studies",
            API_FACETS => "/api/v1/facets",
            OPENAPI => "/openapi.json",
            OAI_PMH => "/oai",
            OEMBED => "/oembed",
            SITEMAP => "/sitemap.xml",
            ROBOTS => "/robots.txt",
            SECURITY_TXT => "/.well-known/security.txt",
            SUBMIT => "/submit",
            SUBMIT_DONE => "/submit",
            SUBMIT_NEW => "/submit/new",
            SUBMIT_NEW_FORM => "/submit/new",
            SUBMIT_SHORT => "/submit/short",
            SUBMIT_SHORT_FORM => "/submit/short",
            SUBMIT_BRING => "/submit/bring",
            SUBMIT_BRING_FORM => "/submit/bring",
            SUBMIT_LINK => "/submit/link",
            draft_pictures_from_short("WB-1") => "/submit/{draft}/pictures",
            ACCOUNT => "/account",
            ACCOUNT_DRAFTS => "/account/drafts",
            ACCOUNT_NOTICES => "/account/notices",
            ACCOUNT_MUSEUMS => "/account/museums",
            ACCOUNT_KEYS => "/account/keys",
            SIGN_IN => "/account/sign-in",
            SIGN_OUT => "/account/sign-out",
            SIGN_IN_CODE => "/account/sign-in/code",
            SIGN_IN_CHANGED => "/account/sign-in",
            ACCOUNT_FORGOTTEN => "/account/forgotten",
            ACCOUNT_PASSWORD => "/account/password",
            ACCOUNT_SESSIONS => "/account/sessions",
            ACCOUNT_SECOND_FACTOR => "/account/second-factor",
            MODERATE => "/moderate",
            MODERATE_BULK => "/moderate/bulk",
            MODERATE_MAILS => "/moderate/mails",
            MODERATE_MESSAGES => "/moderate/messages",
            MODERATE_THOUGHTS => "/moderate/thoughts",
            MODERATE_INTAKE => "/moderate/intake",
            MODERATE_UPKEEP => "/moderate/upkeep",
            MODERATE_PRIVACY => "/moderate/privacy",
            MY_DATA => "/my-data",
            my_data_of("t0") => "/my-data/{token}",
            my_data_file("t0") => "/my-data/{token}/file",
            my_data_erase("t0") => "/my-data/{token}/erase",
            MODERATE_PEOPLE => "/moderate/people",
            case_study("tea") => "/case-studies/{slug}",
            case_study_url("", "tea") => "/case-studies/{slug}",
            case_study_as("tea", "json") => "/case-studies/{slug}",
            embed("tea") => "/case-studies/{slug}/embed",
            concern("tea") => "/case-studies/{slug}/concern",
            claim("tea") => "/case-studies/{slug}/claim",
            ask("tea") => "/case-studies/{slug}/ask",
            confirm_question("t0") => "/ask/{token}",
            theme("carers") => "/themes/{theme}",
            audience("carers") => "/audiences/{audience}",
            museum("tate") => "/museums/{museum}",
            museum_feed("tate") => "/museums/{museum}/feed",
            impact_figure("visits") => "/impact/{figure}",
            api_case_study("tea") => "/api/v1/case-studies/{slug}",
            draft("AB12") => "/submit/{draft}",
            draft_section("AB12", "story") => "/submit/{draft}/{section}",
            draft_section_from_check("AB12", "story") => "/submit/{draft}/{section}",
            draft_section_from_request("AB12", "story") => "/submit/{draft}/{section}",
            draft_bring("AB12") => "/submit/{draft}/bring",
            draft_bring_piece("AB12") => "/submit/{draft}/bring/piece",
            draft_changes("AB12") => "/submit/{draft}/changes",
            draft_check("AB12") => "/submit/{draft}/check",
            draft_letter("AB12") => "/submit/{draft}/letter",
            draft_colleagues("AB12") => "/submit/{draft}/colleagues",
            read_link("t0") => "/read/{token}",
            draft_preview("AB12") => "/submit/{draft}/preview",
            draft_short("AB12") => "/submit/{draft}/short",
            draft_sent("AB12") => "/submit/{draft}/sent",
            draft_page("AB12") => "/submit/{draft}/page",
            draft_still_true("AB12") => "/submit/{draft}/still-true",
            draft_withdraw("AB12") => "/submit/{draft}/withdraw",
            draft_resume("AB12") => "/submit/{draft}/resume",
            draft_new_version("AB12") => "/submit/{draft}/new-version",
            draft_version_of("AB12") => "/submit/{draft}/version-of",
            track("t0") => "/track/{token}",
            track_page("t0") => "/track/{token}/page",
            track_still_true("t0") => "/track/{token}/still-true",
            track_preview("t0") => "/track/{token}/preview",
            track_code("t0") => "/track/{token}/code",
            track_unlock("t0") => "/track/{token}/unlock",
            moderate_bank("tea") => "/moderate/bank/{slug}",
            moderate_case("AB12") => "/moderate/cases/{reference}",
            moderate_case_preview("AB12") => "/moderate/cases/{reference}/preview",
            moderate_case_action("AB12", "approve") => "/moderate/cases/{reference}/{action}",
            moderate_ask("AB12") => "/moderate/cases/{reference}/ask",
            moderate_notes("AB12") => "/moderate/cases/{reference}/notes",
            moderate_note("AB12", 7) => "/moderate/cases/{reference}/notes/{id}",
            moderate_new_version("AB12") => "/moderate/cases/{reference}/new-version",
            moderate_join("AB12") => "/moderate/cases/{reference}/join",
            moderate_message(7) => "/moderate/messages/{id}",
            moderate_message_action(7, "handle") => "/moderate/messages/{id}/{action}",
            moderate_thought(7) => "/moderate/thoughts/{id}",
            moderate_thought_action(7, "answer") => "/moderate/thoughts/{id}/{action}",
            moderate_mail_action(7, "again") => "/moderate/mails/{id}/{action}",
            account_new_password("t0") => "/account/new-password/{token}",
            account_invitation("t0") => "/account/invitation/{token}",
            moderate_person(7) => "/moderate/people/{id}",
            moderate_person_action(7, "role") => "/moderate/people/{id}/{action}",
        }
    }

    #[test]
    fn every_address_of_the_crate_paths_leads_to_its_route() {
        let mut router = matchit::Router::new();
        let listed: BTreeSet<&str> = [pages(), data(), framed()]
            .iter()
            .flat_map(|table| table.listed().iter().map(|route| route.path))
            .collect();
        for path in listed {
            router.insert(path, path).unwrap();
        }
        for (name, address, route) in addresses() {
            let path = address.split('?').next().unwrap_or_default();
            let found = router.at(path).map(|found| *found.value);
            assert_eq!(found, Ok(route), "paths::{name} makes {address}");
        }
    }

    #[test]
    fn no_address_of_the_crate_paths_is_forgotten_above() {
        let written: BTreeSet<&str> = include_str!("../paths/src/lib.rs")
            .lines()
            .filter_map(|line| {
                line.strip_prefix("pub const ")
                    .or_else(|| line.strip_prefix("pub fn "))
            })
            .filter_map(|rest| rest.split([':', '(']).next())
            .collect();
        let listed: BTreeSet<&str> = addresses().into_iter().map(|(name, ..)| name).collect();
        assert_eq!(written, listed);
    }

    #[test]
    fn every_part_of_an_address_is_written_small_or_as_it_was_given() {
        for table in [pages(), data(), framed()] {
            let parts = table
                .listed()
                .iter()
                .flat_map(|route| route.path.split('/'));
            let named = parts.filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
            for name in named {
                let given = ["blob", "draft", "file", "id", "reference", "token"].contains(&name);
                assert_ne!(
                    is_in_small_letters(name),
                    given,
                    "{name}: see route_table.rs"
                );
            }
        }
    }

    #[test]
    fn search_engines_are_told_of_pages_that_anybody_may_open() {
        let pages = pages();
        assert_eq!(
            pages.sitemap(),
            [
                "/",
                "/case-studies",
                "/themes",
                "/audiences",
                "/museums",
                "/impact",
                "/about-evidence",
                "/open-data",
                "/share-your-thoughts",
                "/submit",
                "/about",
                "/accessibility",
                "/privacy",
            ]
        );
        for route in pages.listed().iter().filter(|route| route.in_sitemap) {
            assert_eq!(route.method, "GET", "{route:?}");
            assert!(!route.path.contains('{'), "{route:?}");
        }
        assert!(data().sitemap().is_empty() && framed().sitemap().is_empty());
    }

    #[test]
    fn everything_that_is_read_says_whether_it_is_kept() {
        for table in [pages(), data(), framed()] {
            let undecided: Vec<_> = table
                .listed()
                .iter()
                .filter(|route| route.method == "GET" && route.kept == Kept::Undecided)
                .collect();
            assert!(undecided.is_empty(), "{undecided:?}");
        }
    }
}
