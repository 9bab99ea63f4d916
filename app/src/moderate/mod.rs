//! Journey 2: a moderator reads what museums send, and decides.
//!
//! | file | page |
//! |---|---|
//! | `review` | `/moderate/cases/{reference}`: one submission, with everything about it, story first |
//! | `content_view` | its text there: the story, the facts beside it, what only staff see |
//! | `comparison`, `history` | what was changed since it was asked for and sent; what happened |
//! | `checklist`, `ask` | what may be missing, with words that are ready, and …`/ask`: asking for what is ticked in one press |
//! | `queue` | `/moderate`: who waits; `queue_bulk` does one thing with several, `queue_onwards` leads from one to the next |
//! | `assigning` | …`/assign`: taking a submission on, or giving it to a colleague |
//! | `preview` | …`/preview`: the page as readers will see it |
//! | `tags` | …`/tags`: strand, themes and the other tags |
//! | `letters`, `write_letter` | what was written to and fro, and …`/letter`: writing to the museum |
//! | `edit` | …`/edit/{field}`, `/edit`: the words of an answer, or of several |
//! | `prepare` | …`/prepare`: making a case study of what came the short way |
//! | `bank` | `/moderate/bank/{slug}`: a compiled case; …`/tags` and `/edit` are those of a submission |
//! | `and_approve` | saving a change and approving what is saved, in one press |
//! | `mend_target` | which text these change, and what became of a change |
//! | `obstacles_view` | what has to be done before a case study can be published |
//! | `write_decision_message` | …`/ask-yes`, `/changes`, `/decline`, `/take-down`: decisions with a message |
//! | `letter_view` | the letter of a decision, edited before it goes |
//! | `ask_yes` | what …`/ask-yes` has beside it: the questions, and what is missing before the page can be shown |
//! | `decision_message` | what such a message must hold, and the mail it becomes |
//! | `decide`, `decision_page` | …`/{action}`: decisions of one click, and their letter or day; what every decision does |
//! | `notes`, `notes_form`, `notes_view`, `notes_answered` | notes at answers: written, drawn, and what came back |
//! | `planned`, `planned_view` | what is decided and not carried out yet: calling it back, doing it now |
//! | `bank_moves` | `/moderate/bank/{slug}/{action}`: moves of a compiled case |
//! | `new_version` | …`/new-version`: a change of meaning to what is published |
//! | `similar`, `similar_view` | others like a submission, on its page |
//! | `join` | …`/join`: it is a new version of a page that is public |
//! | `dead_letters` | `/moderate/mails`: mails that did not arrive |
//! | `upkeep`, `drop_draft` | `/moderate/upkeep`: what is due, and drafts that we began; …`/drop` deletes one of these |
//! | `privacy_words` | `/moderate/privacy`: what the privacy page says that only the operator knows; for admins |
//! | `carried_out` | a correction that a reader sent, above the form of `edit` |
//! | `people`, `person` | `/moderate/people`: who can sign in, inviting them, what each did; for admins |
//! | `message_inbox`, `reader_message` | `/moderate/messages`: what readers wrote, and what is done about it |
//! | `thoughts`, `thought` | `/moderate/thoughts`: what was shared about the campaign, and answering it |
//! | `inbox_list`, `inbox_item` | what these two have the same: the list of what is open or handled, the page of one |
//! | `part_asked` | which part of such a list an address asks for, and which page of it |
//! | `intake` | `/moderate/intake`: reading an email in, and what came in; `intake/taking_in` makes of one what it is about |
//! | `guards_view` | who may not decide, and …`/second` and `/sensitive`; `colleague_reads` asks before what a colleague reads is decided |
//! | `sample_mark` | what marks a sample on all of them |
//! | `conflict` | what the second of two moderators sees |
//!
//! The words of the decisions stand in `case_study::decision`.
//!
//! Everybody here is staff: [`review_context::open`] sends others away before anything is loaded.

mod and_approve;
pub mod ask;
mod ask_yes;
pub mod assigning;
pub mod bank;
pub mod bank_moves;
mod carried_out;
mod checklist;
mod colleague_reads;
mod comparison;
mod conflict;
mod content_view;
pub mod dead_letters;
pub mod decide;
pub mod decision_message;
mod decision_message_view;
mod decision_page;
mod decision_panel;
mod declarations_view;
pub mod drop_draft;
pub mod edit;
mod edit_view;
mod event_text;
mod flash;
pub mod guards_view;
mod held_view;
mod history;
mod inbox_item;
mod inbox_list;
pub mod intake;
pub mod join;
mod letter_view;
pub mod letters;
mod material_view;
mod mend_target;
pub mod message_inbox;
pub mod new_version;
pub mod notes;
mod notes_answered;
mod notes_form;
mod notes_view;
mod obstacles_view;
mod part_asked;
pub mod people;
pub mod person;
mod person_view;
pub mod photograph_edit;
pub mod photographs;
pub mod planned;
mod planned_view;
pub mod prepare;
mod prepare_view;
pub mod preview;
pub mod privacy_words;
pub mod queue;
pub mod queue_bulk;
mod queue_former;
mod queue_onwards;
mod queue_row;
mod queue_view;
pub mod reader_message;
mod reader_message_view;
pub mod review;
mod review_context;
mod sample_mark;
mod similar;
mod similar_view;
pub mod tags;
mod text_diff;
pub mod thought;
pub mod thoughts;
mod told_view;
pub mod upkeep;
pub mod write_decision_message;
pub mod write_letter;
