//! What was found, a line each.

use crate::commands::say;

/// Counts findings, and says each as soon as it is known.
#[derive(Debug, Default)]
pub(super) struct Report {
    findings: usize,
}

impl Report {
    /// Something is as it should be.
    pub fn fine(&mut self, subject: &str, words: &str) {
        say(&format!("  fine   {subject}: {words}"));
    }

    /// Something is not. The words say what, and what to do.
    pub fn found(&mut self, subject: &str, words: &str) {
        self.findings += 1;
        say(&format!("  FOUND  {subject}: {words}"));
    }

    pub const fn findings(&self) -> usize {
        self.findings
    }
}
