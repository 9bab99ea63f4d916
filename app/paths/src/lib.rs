//! Every address of the site, from its root, in one place.
//!
//! Pages, files and mails name each other through these; the table of routes (`app/src/routes.rs`)
//! holds the same addresses as patterns, and a test there asks for each of these whether it leads to
//! its route. A reference, slug or token goes in as it is: none of them holds a sign that an address
//! would have to escape.

// What everybody reads.
pub const HOME: &str = "/";
pub const CASE_STUDIES: &str = "/case-studies";
pub const SUGGEST: &str = "/case-studies/suggest";
pub const MAP: &str = "/case-studies?view=map";
pub const COMPARE: &str = "/compare";
pub const COMPARE_PACK: &str = "/compare/pack";
pub const THEMES: &str = "/themes";
pub const AUDIENCES: &str = "/audiences";
pub const MUSEUMS: &str = "/museums";
pub const IMPACT: &str = "/impact";
pub const ABOUT: &str = "/about";
pub const ABOUT_EVIDENCE: &str = "/about-evidence";
pub const ACCESSIBILITY: &str = "/accessibility";
pub const PRIVACY: &str = "/privacy";
/// Where anybody shares a thought on the campaign, which is never published.
pub const SHARE_THOUGHTS: &str = "/share-your-thoughts";
pub const SHARE_THOUGHTS_SENT: &str = "/share-your-thoughts/sent";

// What programs read.
pub const ATOM: &str = "/case-studies.atom";
pub const JSON_FEED: &str = "/case-studies.json";
pub const CSV: &str = "/case-studies.csv";
pub const OPEN_DATA: &str = "/open-data";
pub const OPEN_DATA_JSON: &str = "/open-data/cases.json";
pub const OPEN_DATA_CSV: &str = "/open-data/cases.csv";
pub const OPEN_DATA_DICTIONARY: &str = "/open-data/dictionary.json";
pub const API_CASE_STUDIES: &str = "/api/v1/case-studies";
pub const API_FACETS: &str = "/api/v1/facets";
pub const OPENAPI: &str = "/openapi.json";
pub const OAI_PMH: &str = "/oai";
pub const OEMBED: &str = "/oembed";
pub const SITEMAP: &str = "/sitemap.xml";
pub const ROBOTS: &str = "/robots.txt";
pub const SECURITY_TXT: &str = "/.well-known/security.txt";

// Submitting.
pub const SUBMIT: &str = "/submit";
/// The same page after "Done on this computer".
pub const SUBMIT_DONE: &str = "/submit?done=here";
pub const SUBMIT_NEW: &str = "/submit/new";
/// Where the form of that page is sent. A browser forgets the page it keeps of an address that it
/// posts to; with Back it would show a fresh form, which begins a second draft.
pub const SUBMIT_NEW_FORM: &str = "/submit/new?form";
/// The short way: one page, in one's own words.
pub const SUBMIT_SHORT: &str = "/submit/short";
/// Where the form of that page is sent; see [`SUBMIT_NEW_FORM`].
pub const SUBMIT_SHORT_FORM: &str = "/submit/short?form";
/// Beginning one with files or a pasted text.
pub const SUBMIT_BRING: &str = "/submit/bring";
/// Where the form of that page is sent; see [`SUBMIT_NEW_FORM`].
pub const SUBMIT_BRING_FORM: &str = "/submit/bring?form";
/// Where whoever lost their link asks for it again.
pub const SUBMIT_LINK: &str = "/submit/link";

// Accounts and moderation.
pub const ACCOUNT: &str = "/account";
/// How a member of staff wants to be told.
pub const ACCOUNT_NOTICES: &str = "/account/notices";
/// Which museums a member of staff works for.
pub const ACCOUNT_MUSEUMS: &str = "/account/museums";
/// Drafts that were begun in this browser before its account signed in: are they theirs?
pub const ACCOUNT_DRAFTS: &str = "/account/drafts";
/// Where keys that move through the queue are switched on and off.
pub const ACCOUNT_KEYS: &str = "/account/keys";
pub const SIGN_IN: &str = "/account/sign-in";
pub const SIGN_OUT: &str = "/account/sign-out";
/// The second step of signing in: a code.
pub const SIGN_IN_CODE: &str = "/account/sign-in/code";
/// The form that signs in, after a password was set.
pub const SIGN_IN_CHANGED: &str = "/account/sign-in?password=changed";
/// Where whoever forgot their password asks for a link.
pub const ACCOUNT_FORGOTTEN: &str = "/account/forgotten";
/// One's own password.
pub const ACCOUNT_PASSWORD: &str = "/account/password";
/// Where one is signed in.
pub const ACCOUNT_SESSIONS: &str = "/account/sessions";
/// A code besides the password.
pub const ACCOUNT_SECOND_FACTOR: &str = "/account/second-factor";
pub const MODERATE: &str = "/moderate";
/// Where one thing is done with several submissions.
pub const MODERATE_BULK: &str = "/moderate/bulk";
pub const MODERATE_MAILS: &str = "/moderate/mails";
pub const MODERATE_MESSAGES: &str = "/moderate/messages";
/// Thoughts on the campaign.
pub const MODERATE_THOUGHTS: &str = "/moderate/thoughts";
/// Emails out of the old inbox: reading one in, and what became of those that were.
pub const MODERATE_INTAKE: &str = "/moderate/intake";
pub const MY_DATA: &str = "/my-data";
/// The words of the privacy page, for admins.
pub const MODERATE_PRIVACY: &str = "/moderate/privacy";
/// What staff look after that waits for no review.
pub const MODERATE_UPKEEP: &str = "/moderate/upkeep";
/// Who can sign in.
pub const MODERATE_PEOPLE: &str = "/moderate/people";

/// The page of a case study.
#[must_use]
pub fn case_study(slug: &str) -> String {
    format!("{CASE_STUDIES}/{slug}")
}

/// The whole address of a case study's page, for what leaves the site.
#[must_use]
pub fn case_study_url(public_url: &str, slug: &str) -> String {
    format!("{public_url}{}", case_study(slug))
}

/// A case study in another format, by its ending: `json`, `bib`.
#[must_use]
pub fn case_study_as(slug: &str, ending: &str) -> String {
    format!("{}.{ending}", case_study(slug))
}

/// The card of a case study for frames on other sites.
#[must_use]
pub fn embed(slug: &str) -> String {
    format!("{}/embed", case_study(slug))
}

/// The page of a case study where readers report a concern.
#[must_use]
pub fn concern(slug: &str) -> String {
    format!("{}/concern", case_study(slug))
}

/// The page of a case study where its museum claims or corrects it.
#[must_use]
pub fn claim(slug: &str) -> String {
    format!("{}/claim", case_study(slug))
}

/// The page of a case study where readers write to its museum.
#[must_use]
pub fn ask(slug: &str) -> String {
    format!("{}/ask", case_study(slug))
}

/// The mailed link that confirms a question to a museum.
#[must_use]
pub fn confirm_question(token: &str) -> String {
    format!("/ask/{token}")
}

/// The page of a theme.
#[must_use]
pub fn theme(slug: &str) -> String {
    format!("{THEMES}/{slug}")
}

/// The page of an audience.
#[must_use]
pub fn audience(slug: &str) -> String {
    format!("{AUDIENCES}/{slug}")
}

/// The page of a museum.
#[must_use]
pub fn museum(slug: &str) -> String {
    format!("{MUSEUMS}/{slug}")
}

/// The feed of a museum's case studies.
#[must_use]
pub fn museum_feed(slug: &str) -> String {
    format!("{MUSEUMS}/{slug}/feed")
}

/// The case studies behind a figure of the impact page.
#[must_use]
pub fn impact_figure(name: &str) -> String {
    format!("{IMPACT}/{name}")
}

/// A case study in the API.
#[must_use]
pub fn api_case_study(slug: &str) -> String {
    format!("{API_CASE_STUDIES}/{slug}")
}

/// The list of tasks of a draft, and where it stands once it was sent.
#[must_use]
pub fn draft(reference: &str) -> String {
    format!("{SUBMIT}/{reference}")
}

/// A section of a draft's form, by the section's slug.
#[must_use]
pub fn draft_section(reference: &str, section: &str) -> String {
    format!("{SUBMIT}/{reference}/{section}")
}

/// The page of a section, reached from check your answers and leading back there.
#[must_use]
pub fn draft_section_from_check(reference: &str, section: &str) -> String {
    format!("{SUBMIT}/{reference}/{section}?from=check")
}

/// The page of a section, reached from what a moderator asked for and leading back there.
#[must_use]
pub fn draft_section_from_request(reference: &str, section: &str) -> String {
    format!("{SUBMIT}/{reference}/{section}?from=request")
}

/// The page of a draft's photographs, reached from the short way and leading back there.
#[must_use]
pub fn draft_pictures_from_short(reference: &str) -> String {
    format!("{SUBMIT}/{reference}/pictures?from=short")
}

/// What came with a draft, in pieces to place, and adding more.
#[must_use]
pub fn draft_bring(reference: &str) -> String {
    format!("{SUBMIT}/{reference}/bring")
}

/// Where a piece of it is placed.
#[must_use]
pub fn draft_bring_piece(reference: &str) -> String {
    format!("{SUBMIT}/{reference}/bring/piece")
}

/// What moderators asked about a draft, each note above its answer.
#[must_use]
pub fn draft_changes(reference: &str) -> String {
    format!("{SUBMIT}/{reference}/changes")
}

/// Check your answers.
#[must_use]
pub fn draft_check(reference: &str) -> String {
    format!("{SUBMIT}/{reference}/check")
}

/// Sending a draft the short way, in one's own words.
#[must_use]
pub fn draft_short(reference: &str) -> String {
    format!("{SUBMIT}/{reference}/short")
}

/// The confirmation after sending.
#[must_use]
pub fn draft_sent(reference: &str) -> String {
    format!("{SUBMIT}/{reference}/sent")
}

/// The page as readers will see it, for the yes of those who may write it.
#[must_use]
pub fn draft_page(reference: &str) -> String {
    format!("{SUBMIT}/{reference}/page")
}

/// Whether what is published is still true, for those who may write it.
#[must_use]
pub fn draft_still_true(reference: &str) -> String {
    format!("{SUBMIT}/{reference}/still-true")
}

/// Withdrawing, asked once more.
#[must_use]
pub fn draft_withdraw(reference: &str) -> String {
    format!("{SUBMIT}/{reference}/withdraw")
}

/// Takes up again what was put aside because no answer came.
#[must_use]
pub fn draft_resume(reference: &str) -> String {
    format!("{SUBMIT}/{reference}/resume")
}

/// Starts to change what is published.
#[must_use]
pub fn draft_new_version(reference: &str) -> String {
    format!("{SUBMIT}/{reference}/new-version")
}

/// Says that a draft is a new version of a page that is public.
#[must_use]
pub fn draft_version_of(reference: &str) -> String {
    format!("{}/version-of", draft(reference))
}

/// The page of a draft, or of what was sent, as readers will see it.
#[must_use]
pub fn draft_preview(reference: &str) -> String {
    format!("{SUBMIT}/{reference}/preview")
}

/// Writing to the moderators about what was sent.
#[must_use]
pub fn draft_letter(reference: &str) -> String {
    format!("{SUBMIT}/{reference}/letter")
}

/// The links for colleagues, which only read.
#[must_use]
pub fn draft_colleagues(reference: &str) -> String {
    format!("{SUBMIT}/{reference}/colleagues")
}

/// What a link for a colleague shows.
#[must_use]
pub fn read_link(token: &str) -> String {
    format!("/read/{token}")
}

/// What a mailed link shows of a submission.
#[must_use]
pub fn track(token: &str) -> String {
    format!("/track/{token}")
}

/// The page as readers will see it, for its museum's yes.
#[must_use]
pub fn track_page(token: &str) -> String {
    format!("/track/{token}/page")
}

/// Whether what is published is still true, for its museum.
#[must_use]
pub fn track_still_true(token: &str) -> String {
    format!("/track/{token}/still-true")
}

/// The page as readers will see it, for who has the mailed link.
#[must_use]
pub fn track_preview(token: &str) -> String {
    format!("/track/{token}/preview")
}

/// Asks for a mailed code that unlocks writing.
#[must_use]
pub fn track_code(token: &str) -> String {
    format!("/track/{token}/code")
}

/// Takes the mailed code.
#[must_use]
pub fn track_unlock(token: &str) -> String {
    format!("/track/{token}/unlock")
}

/// Reviewing a submission.
#[must_use]
pub fn moderate_case(reference: &str) -> String {
    format!("{MODERATE}/cases/{reference}")
}

/// The page of a submission as readers will see it, for staff.
#[must_use]
pub fn moderate_case_preview(reference: &str) -> String {
    format!("{MODERATE}/cases/{reference}/preview")
}

/// Something that can be done with a submission: `tags`, `changes`, `approve`.
#[must_use]
pub fn moderate_case_action(reference: &str, action: &str) -> String {
    format!("{MODERATE}/cases/{reference}/{action}")
}

/// A compiled case, for staff.
#[must_use]
pub fn moderate_bank(slug: &str) -> String {
    format!("{MODERATE}/bank/{slug}")
}

/// Writing a note about a submission, for staff.
#[must_use]
pub fn moderate_notes(reference: &str) -> String {
    format!("{MODERATE}/cases/{reference}/notes")
}

/// Asking the museum of a submission for what is missing, for staff.
#[must_use]
pub fn moderate_ask(reference: &str) -> String {
    format!("{MODERATE}/cases/{reference}/ask")
}

/// A note about a submission: changed, removed or done with.
#[must_use]
pub fn moderate_note(reference: &str, id: i64) -> String {
    format!("{MODERATE}/cases/{reference}/notes/{id}")
}

/// Starts a version in which staff change what a published case study says.
#[must_use]
pub fn moderate_new_version(reference: &str) -> String {
    format!("{MODERATE}/cases/{reference}/new-version")
}

/// Makes a submission a new version of a page that is public.
#[must_use]
pub fn moderate_join(reference: &str) -> String {
    format!("{MODERATE}/cases/{reference}/join")
}

/// A message from a reader.
#[must_use]
pub fn moderate_message(id: i64) -> String {
    format!("{MODERATE_MESSAGES}/{id}")
}

/// Something that can be done with a message from a reader.
#[must_use]
pub fn moderate_message_action(id: i64, action: &str) -> String {
    format!("{MODERATE_MESSAGES}/{id}/{action}")
}

/// A thought on the campaign.
#[must_use]
pub fn moderate_thought(id: i64) -> String {
    format!("{MODERATE_THOUGHTS}/{id}")
}

/// Something that can be done with a thought on the campaign.
#[must_use]
pub fn moderate_thought_action(id: i64, action: &str) -> String {
    format!("{MODERATE_THOUGHTS}/{id}/{action}")
}

/// Something that can be done with a mail that did not arrive.
#[must_use]
pub fn moderate_mail_action(id: i64, action: &str) -> String {
    format!("{MODERATE_MAILS}/{id}/{action}")
}

/// The mailed link to what is held about an address.
#[must_use]
pub fn my_data_of(token: &str) -> String {
    format!("{MY_DATA}/{token}")
}

/// The same as a file.
#[must_use]
pub fn my_data_file(token: &str) -> String {
    format!("{MY_DATA}/{token}/file")
}

/// Erases it, asked once more.
#[must_use]
pub fn my_data_erase(token: &str) -> String {
    format!("{MY_DATA}/{token}/erase")
}

/// The mailed link that sets a new password.
#[must_use]
pub fn account_new_password(token: &str) -> String {
    format!("{ACCOUNT}/new-password/{token}")
}

/// The mailed link of an invitation.
#[must_use]
pub fn account_invitation(token: &str) -> String {
    format!("{ACCOUNT}/invitation/{token}")
}

/// Somebody who can sign in.
#[must_use]
pub fn moderate_person(id: i64) -> String {
    format!("{MODERATE_PEOPLE}/{id}")
}

/// Something that can be done about an account: `role`, `disable`.
#[must_use]
pub fn moderate_person_action(id: i64, action: &str) -> String {
    format!("{MODERATE_PEOPLE}/{id}/{action}")
}
