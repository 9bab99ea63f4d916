//! The parts of a message: its head, what its writer says, what was quoted, who signed, and what every mail of a house ends with.

use crate::labels::labelled;
use crate::mapping::is_sign_off;
use crate::values::email_in;
use case_study::short_way::header;

/// What a line of a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Head,
    Text,
    /// Written before, by somebody else or in another mail.
    Quoted,
    Signature,
    /// Below the signature.
    Foot,
}

pub(super) struct Message(Vec<Role>);

impl Message {
    pub fn of(lines: &[&str]) -> Self {
        let mut message = Self(vec![Role::Text; lines.len()]);
        let is_forward = message.head(lines);
        message.quotes(lines, is_forward);
        message.signature(lines);
        message
    }

    pub fn role(&self, at: usize) -> Role {
        self.0.get(at).copied().unwrap_or(Role::Text)
    }

    fn mark(&mut self, from: usize, to: usize, role: Role) {
        for one in self.0.iter_mut().take(to).skip(from) {
            *one = role;
        }
    }

    /// The head at the top; whether the message was passed on.
    fn head(&mut self, lines: &[&str]) -> bool {
        let begins = lines
            .iter()
            .position(|line| !line.trim().is_empty())
            .unwrap_or(0);
        let end = head_from(lines, begins);
        let named = |name: &str| {
            lines[begins..end].iter().find_map(|line| {
                header(line)
                    .filter(|(of, _)| of == name)
                    .map(|(_, words)| words.to_lowercase())
            })
        };
        if named("subject").is_none() && (named("from").is_none() || named("to").is_none()) {
            return false;
        }
        self.mark(begins, end, Role::Head);
        named("subject").is_some_and(|subject| {
            ["fw:", "fwd:", "wg:"]
                .iter()
                .any(|sign| subject.contains(sign))
        })
    }

    fn quotes(&mut self, lines: &[&str], is_forward: bool) {
        let mut is_forward = is_forward;
        for at in 0..lines.len() {
            if self.0[at] != Role::Text {
                continue;
            }
            let line = lines[at].trim();
            if line.starts_with('>') {
                self.0[at] = Role::Quoted;
                self.announced(lines, at);
                continue;
            }
            let small = line.to_lowercase();
            let bare = small.trim_matches(['-', '_', ' ', '>']);
            if bare.starts_with("forwarded message") || bare.starts_with("begin forwarded message")
            {
                is_forward = true;
                self.0[at] = Role::Head;
                let head = (at + 1..lines.len())
                    .find(|at| !lines[*at].trim().is_empty())
                    .unwrap_or(lines.len());
                self.mark(at + 1, head_from(lines, head), Role::Head);
                continue;
            }
            let head = head_from(lines, at);
            let is_head = head >= at + 3;
            if bare.starts_with("original message") || is_head {
                if is_forward {
                    self.mark(at, head.max(at + 1), Role::Head);
                } else {
                    self.mark(at, lines.len(), Role::Quoted);
                }
            }
        }
        // Gaps within what was quoted belong to it.
        for at in 1..lines.len().saturating_sub(1) {
            let is_gap = lines[at].trim().is_empty() && self.0[at] == Role::Text;
            let next = (at..lines.len()).find(|at| !lines[*at].trim().is_empty());
            if is_gap
                && self.0[at - 1] == Role::Quoted
                && next.is_some_and(|next| self.0[next] == Role::Quoted)
            {
                self.0[at] = Role::Quoted;
            }
        }
    }

    /// "On Tue, 9 Sep 2025 at 10:12, somebody wrote:" above a quotation, on one line or two.
    fn announced(&mut self, lines: &[&str], quote: usize) {
        let mut at = quote;
        while at > 0 && lines[at - 1].trim().is_empty() && self.0[at - 1] == Role::Text {
            at -= 1;
        }
        if at == 0 || self.0[at - 1] != Role::Text {
            return;
        }
        let last = lines[at - 1].trim();
        let ends = ["wrote:", "writes:", "schrieb:", "a \u{e9}crit :"]
            .iter()
            .any(|end| last.ends_with(end));
        if !ends {
            return;
        }
        let begins = |line: &str| {
            line.trim_start().starts_with("On ") || line.trim_start().starts_with("Am ")
        };
        let from = if !begins(last) && at > 1 && begins(lines[at - 2]) {
            at - 2
        } else {
            at - 1
        };
        self.mark(from, quote, Role::Quoted);
    }

    /// What stands below the greeting at the end, or the last lines where one is an address.
    fn signature(&mut self, lines: &[&str]) {
        const MOST_LINES: usize = 14;
        const LONGEST: usize = 90;
        let is_text = |at: &usize| self.0[*at] == Role::Text;
        let words: Vec<usize> = (0..lines.len())
            .filter(is_text)
            .filter(|at| !lines[*at].trim().is_empty())
            .collect();
        let foot_from = |from: usize| {
            words.iter().copied().find(|at| {
                let line = lines[*at].trim();
                let is_rule = line.len() >= 3
                    && line
                        .chars()
                        .all(|sign| matches!(sign, '-' | '_' | '=' | '*'));
                *at > from && (is_rule || says_who_may_read(line))
            })
        };
        // The signature that mail programs mark.
        let marked = words
            .iter()
            .copied()
            .find(|at| lines[*at] == "--" || lines[*at] == "-- ");
        let greeting = words.iter().copied().rev().find(|at| {
            let end = foot_from(*at).unwrap_or(lines.len());
            let below: Vec<&str> = words
                .iter()
                .filter(|one| *one > at && **one < end)
                .map(|one| lines[*one])
                .collect();
            is_sign_off(lines[*at])
                && below.len() <= MOST_LINES
                && below.iter().all(|line| line.chars().count() <= LONGEST)
        });
        let begins = match (greeting, marked) {
            (Some(greeting), Some(marked)) => Some(greeting.min(marked)),
            (greeting, marked) => greeting.or(marked),
        };
        if let Some(begins) = begins {
            let end = foot_from(begins).unwrap_or(lines.len());
            let greets = is_sign_off(lines[begins]);
            self.only_text(begins + usize::from(greets), end, Role::Signature);
            if greets {
                self.0[begins] = Role::Foot;
            }
            self.only_text(end, lines.len(), Role::Foot);
            return;
        }
        let Some(last) = words.last().copied() else {
            return;
        };
        let first = (0..=last)
            .rev()
            .take_while(|at| !lines[*at].trim().is_empty() && is_text(at))
            .last()
            .unwrap_or(last);
        let block = &lines[first..=last];
        let is_short = block.len() <= 7
            && block
                .iter()
                .all(|line| line.chars().count() <= 70 && labelled(line).is_none());
        let has_address = block.iter().any(|line| {
            email_in(line).is_some_and(|(_, rest)| rest.split_whitespace().count() <= 3)
        });
        if first > 0 && is_short && has_address {
            self.only_text(first, last + 1, Role::Signature);
        }
    }

    fn only_text(&mut self, from: usize, to: usize, role: Role) {
        for one in self
            .0
            .iter_mut()
            .take(to)
            .skip(from)
            .filter(|one| **one == Role::Text)
        {
            *one = role;
        }
    }
}

/// Where the lines of a head that begin here end.
fn head_from(lines: &[&str], from: usize) -> usize {
    let is_head = |line: &&&str| header(line.trim().trim_matches('*')).is_some();
    from + lines[from.min(lines.len())..]
        .iter()
        .take_while(is_head)
        .count()
}

fn says_who_may_read(line: &str) -> bool {
    let small = line.to_lowercase();
    [
        "confidential",
        "intended only for",
        "meant only for",
        "intended recipient",
        "registered charity",
        "please consider the environment",
        "sent from my",
    ]
    .iter()
    .any(|words| small.contains(words))
}
