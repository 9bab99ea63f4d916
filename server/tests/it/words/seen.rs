//! What people see or hear of an answer, read against the list.

use super::plain_words::PlainWords;
use crate::support::{Mail, Page, Visitor};
use scraper::{Html, Node};
use std::collections::BTreeSet;

/// What stands here was not written for people, or not by us: codes, and what somebody typed.
const NOT_OURS: [&str; 5] = ["code", "pre", "script", "style", "textarea"];
/// Words that are heard, or seen when something is pointed at.
const HEARD: [&str; 4] = ["alt", "aria-label", "placeholder", "title"];
/// What search engines and previews show.
const DESCRIBES: [&str; 3] = ["description", "og:description", "og:image:alt"];

/// Reads one answer after the other and gathers what should not be said.
pub struct Reader {
    list: PlainWords,
    read: BTreeSet<String>,
    faults: BTreeSet<String>,
}

impl Reader {
    pub fn new() -> Self {
        Self {
            list: PlainWords::read(),
            read: BTreeSet::new(),
            faults: BTreeSet::new(),
        }
    }

    /// A page; what is for programs is left alone.
    pub fn page(&mut self, page: &Page) {
        if page.header("content-type").starts_with("text/html") {
            let name = format!("{} {}", page.status().as_u16(), page.path());
            self.text(&name, &words_of(&page.body()));
        }
    }

    /// The page at an address.
    pub async fn opens(&mut self, visitor: &Visitor, path: &str) -> Page {
        let page = visitor.get(path).await;
        self.page(&page);
        page
    }

    /// What comes of a form that is sent with these answers.
    pub async fn sends(
        &mut self,
        visitor: &Visitor,
        page: &Page,
        form: &str,
        answers: &[(&str, &str)],
    ) {
        let answer = visitor.submit(page, form, answers).await;
        self.lands(visitor, answer).await;
    }

    /// A page, or the one that it leads on to.
    pub async fn lands(&mut self, visitor: &Visitor, answer: Page) {
        if answer.status().is_redirection() {
            self.page(&visitor.follow(&answer).await);
        } else {
            self.page(&answer);
        }
    }

    pub fn mails(&mut self, mails: &[Mail]) {
        for mail in mails {
            self.text(&mail.subject, &mail.subject);
            self.text(&mail.subject, &mail.text);
        }
    }

    /// Any other text, under a name for it.
    pub fn text(&mut self, name: &str, text: &str) {
        self.read.insert(name.to_owned());
        let faults = self.list.faults(text);
        let named = faults.into_iter().map(|fault| format!("{name}: {fault}"));
        self.faults.extend(named);
    }

    /// # Panics
    /// When something should not be said, or so little was read that the walk went wrong.
    #[track_caller]
    pub fn done(self, at_least: usize) {
        assert!(self.read.len() >= at_least, "read only {:?}", self.read);
        let faults: Vec<String> = self.faults.into_iter().collect();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}

/// The words of a document, its title and descriptions included.
fn words_of(body: &str) -> String {
    let html = Html::parse_document(body);
    let mut words: Vec<&str> = Vec::new();
    for node in html.tree.nodes() {
        let not_ours = node.ancestors().any(|above| {
            above
                .value()
                .as_element()
                .is_some_and(|element| NOT_OURS.contains(&element.name()))
        });
        if not_ours {
            continue;
        }
        match node.value() {
            Node::Text(text) => words.push(text),
            Node::Element(element) => {
                words.extend(HEARD.iter().filter_map(|name| element.attr(name)));
                let named = element.attr("name").or_else(|| element.attr("property"));
                if element.name() == "meta" && named.is_some_and(|name| DESCRIBES.contains(&name)) {
                    words.extend(element.attr("content"));
                }
            }
            _ => {}
        }
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::words_of;

    #[test]
    fn what_is_seen_or_heard_is_read_and_what_was_typed_is_not() {
        let words = words_of(
            r#"<title>One</title><meta name="description" content="two"><p title="three">four<code>five</code></p>
               <a aria-label="six" href="seven">eight</a><textarea>nine</textarea><script>ten</script>"#,
        );
        let words: Vec<&str> = words.split_whitespace().collect();
        assert_eq!(words, ["One", "two", "three", "four", "six", "eight"]);
    }
}
