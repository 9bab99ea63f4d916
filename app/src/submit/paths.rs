//! The addresses of this journey.

use crate::case_study::Section;

pub(super) const START: &str = "/submit";
pub(super) const BEGIN: &str = "/submit/new";
/// Where the form of that page is sent. A browser forgets the page it keeps of an address that it
/// posts to; with Back it would show a fresh form, which begins a second draft.
pub(super) const BEGIN_FORM: &str = "/submit/new?form";

pub(super) fn overview(reference: &str) -> String {
    format!("/submit/{reference}")
}

pub(super) fn section(reference: &str, section: Section) -> String {
    format!("/submit/{reference}/{}", section.slug())
}

/// The page of a section, reached from check your answers and leading back there.
pub(super) fn section_from_check(reference: &str, section: Section) -> String {
    format!("/submit/{reference}/{}?from=check", section.slug())
}

pub(super) fn check(reference: &str) -> String {
    format!("/submit/{reference}/check")
}

pub(super) fn sent(reference: &str) -> String {
    format!("/submit/{reference}/sent")
}

pub(super) fn withdraw(reference: &str) -> String {
    format!("/submit/{reference}/withdraw")
}
