//! The design system: one component a file, the same names as in `style/`. Drawn on the server
//! only; every component escapes what it is given.
//!
//! **Document** [`shell()`] with [`Frame`]; [`tidy_markers`] for the string that comes out.
//! **Page** [`PageHeading`], [`Heading`], [`unbroken()`] for titles, [`BackLink`], [`Banner`], [`Confirmation`], [`Details`], [`Paragraphs`], [`Quotation`].
//! **Forms** [`ErrorSummary`], [`FieldFrame`] around [`TextInput`], [`TextArea`], [`Radios`], [`Checkboxes`] or
//! [`Select`] or [`GroupedSelect`], [`Button`], [`LinkButton`], [`SendArea`]; [`TaskList`] and [`SummaryList`] for the way through a long one;
//! [`CookieNeeded`] above one that cannot be taken.
//! **Cases** [`CaseCard`], [`Motif`], [`MotifThumb`], [`MotifBanner`], [`EvidenceLabel`], [`Tag`], [`TagList`], [`ContentNote`], [`Facts`]; [`Photo`] of a [`Photograph`].
//! **Lists** [`SearchBox`], [`FilterPanel`] with [`FilterGroup`]s, [`FilterChips`], [`ResultCount`], [`Pagination`], [`DataTable`].
//! **Charts** [`Tally`], [`YearColumns`]: drawings with their table.
//! **Review** [`StatusTag`], [`Timeline`]; times in words are in [`when`].
//!
//! Layout classes for pages (no inline styles: the content security policy forbids them):
//!
//! | class | what |
//! |---|---|
//! | `measure` | one column of text, about 66 characters wide |
//! | `prose` | running text inside it: the serif, headings and lists spaced for reading |
//! | `stack` | children below each other with even space |
//! | `columns` > `columns-main` + `columns-side` | text with a panel beside it (below it on a phone) |
//! | `listing` > `listing-filters` + `listing-results` | filters at the left, results at the right |
//! | `card-grid` | a `<ul>` of `CaseCard`s, a row each, in one or two columns |
//! | `actions` | buttons in a row at the end of a form |
//! | `section` > `section-head` | a part of a page under a rule: its `<h2>` and a link at the right |
//! | `form`, `form form-narrow` | a form of one column, fields spaced |
//! | `home-opening` > `home-words` + `home-picture` | the front page's opening: words beside a motif |
//! | `case-picture`, `case-summary` | a case's banner and its opening sentence (a `lede`) |
//! | `caption`, `lede`, `meta` | the line above a heading, the opening sentence, small print |
//! | `decision` | the moderator's panel in `columns-side` |
//! | `save-status`, `save-status-said`, `save-status-warning`, `word-count-over` | what the island around a form writes; `<ins>` and `<del>` show a change |
//! | `visually-hidden`, `no-print`, `print-only` | for screen readers only; not on paper; only there |

mod back_link;
mod banner;
mod button;
mod case_card;
mod charts;
mod choices;
mod confirmation;
mod content_note;
#[cfg(test)]
mod contrast;
mod cookie_needed;
mod data_table;
mod details;
mod error_summary;
mod evidence_label;
mod facts;
mod field;
mod figures;
mod filters;
mod grouped_select;
mod heading;
mod kept_words;
mod marked;
mod markers;
mod markup;
mod maybe_text;
pub(crate) mod motif;
mod numbers;
mod page_heading;
mod pagination;
mod paragraphs;
mod photograph;
mod send_area;
mod shell;
mod status_tag;
#[cfg(test)]
mod style_rules;
mod summary_list;
mod tag;
mod task_list;
mod text_area;
mod text_input;
mod timeline;
mod unbroken;
pub mod when;

pub use back_link::BackLink;
pub use banner::{Banner, BannerKind};
pub use button::{Button, ButtonLook, LinkButton};
pub use case_card::{CardView, CaseCard, HeadingLevel, MarkedCard};
pub use charts::{Tally, TallyRow, YearColumns};
pub use choices::{Checkboxes, Choice, Radios, Select};
pub use confirmation::Confirmation;
pub use content_note::ContentNote;
pub use cookie_needed::CookieNeeded;
pub use data_table::{Column, DataTable};
pub use details::Details;
pub use error_summary::{ErrorSummary, FormError};
pub use evidence_label::EvidenceLabel;
pub use facts::{Fact, Facts};
pub use field::{FieldFrame, describedby};
pub use figures::{Figure, Figures};
pub use filters::{
    Chip, FilterChips, FilterGroup, FilterOption, FilterPanel, ResultCount, SearchBox,
};
pub use grouped_select::GroupedSelect;
pub use heading::Heading;
pub use kept_words::{KeptAnswers, KeptWords, SendAgain};
pub use marked::TextPiece;
pub use markers::tidy_markers;
pub use markup::{Inside, IntoMarkup, Markup};
pub use maybe_text::MaybeText;
pub use motif::{Motif, MotifBanner, MotifSeed, MotifThumb};
pub use numbers::{case_studies, with_commas};
pub use page_heading::PageHeading;
pub use pagination::Pagination;
pub use paragraphs::{Paragraphs, Quotation};
pub use photograph::{Photo, Photograph};
pub use send_area::SendArea;
pub use shell::{Frame, Nav, RESULTS_ID, SITE_NAME, ViewerBadge, bare_shell, shell};
pub use status_tag::StatusTag;
pub use summary_list::{SummaryList, SummaryRow};
pub use tag::{Tag, TagList};
pub use task_list::{TaskItem, TaskList, TaskStatus};
pub use text_area::TextArea;
pub use text_input::{InputWidth, TextInput};
pub use timeline::{Timeline, TimelineEntry};
pub use unbroken::unbroken;
