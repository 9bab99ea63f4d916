//! A bar that fills, for a person only: nothing is written where no terminal is.

use std::io::{IsTerminal, Write};

const WIDTH: u64 = 30;

/// How far some work is.
pub(super) struct Progress {
    what: &'static str,
    total: u64,
    done: u64,
    /// In hundredths, as it was shown last.
    shown: Option<u64>,
}

impl Progress {
    /// Work that consists of so many parts.
    pub fn new(what: &'static str, total: u64) -> Self {
        let mut new = Self {
            what,
            total,
            done: 0,
            shown: None,
        };
        new.show();
        new
    }

    /// So many more parts are done.
    pub fn add(&mut self, parts: u64) {
        self.done = self.total.min(self.done + parts);
        self.show();
    }

    fn show(&mut self) {
        let mut terminal = std::io::stderr();
        let hundredths = (self.done * 100).checked_div(self.total).unwrap_or(100);
        if self.shown == Some(hundredths) || !terminal.is_terminal() {
            return;
        }
        self.shown = Some(hundredths);
        let full = usize::try_from(hundredths * WIDTH / 100).unwrap_or_default();
        let empty = usize::try_from(WIDTH).unwrap_or_default() - full;
        let end = if hundredths == 100 { "\n" } else { "" };
        let _ = write!(
            terminal,
            "\r{:<22} [{}{}] {hundredths:>3} %{end}",
            self.what,
            "#".repeat(full),
            " ".repeat(empty)
        );
    }
}
