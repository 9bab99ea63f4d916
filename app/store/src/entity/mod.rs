//! One file a table. Rows as they lie; meaning is in the modules beside this folder.

pub mod access_link;
pub mod account;
pub mod account_factor;
pub mod address_link;
pub mod agreement;
pub mod case;
pub mod case_term;
pub mod code_guess;
pub mod counter;
pub mod declaration;
pub mod event;
pub mod field_note;
pub mod image;
pub mod job;
pub mod letter;
pub mod mailed_address;
pub mod museum;
pub mod planned_move;
pub mod question;
pub mod reader_message;
pub mod revision;
pub mod session;
pub mod site_setting;
pub mod submission;
pub mod vocabulary_term;
pub mod working_copy;
