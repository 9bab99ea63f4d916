//! The shortlist on pages: the bar, the control on a card, the cases it names.
//!
//! Its value, which addresses carry, is [`Shortlist`](crate::list_query::shortlist::Shortlist).

mod bar;
mod cases;
mod control;
mod on_case_page;

pub use bar::Bar;
pub use cases::ShortlistCases;
pub use control::Control;
pub use on_case_page::ShortlistOnPage;
