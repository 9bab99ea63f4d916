//! A case as Markdown (CommonMark): for reports, wikis and whoever reads plain text.

use crate::formats::citation;
use case_study::declarations::LICENCE;
use case_study::fields::Place;
use case_study::public::public_fields;
use case_study::text;
use case_study::validation::is_web_address;
use case_study::{Field, Kind, PublicContent};
use std::fmt::Write as _;
use store::cases::PublicCase;

/// The whole case: title, what it says in long under headings, then the short facts as a list.
#[must_use]
pub fn markdown(case: &PublicCase, public_url: &str) -> String {
    let content = &case.content;
    let url = paths::case_study_url(public_url, &case.slug);
    let mut text = format!("# {}\n\n", escaped(&content.title));
    if let Some(note) = text::content_note(content) {
        let _ = write!(text, "> {}\n\n", escaped(&note));
    }
    if case.sample {
        text.push_str("_A sample, compiled from public sources; not submitted by the museum._\n\n");
    } else if case.compiled {
        text.push_str("_Compiled from public sources; not submitted by the museum._\n\n");
    }
    let evidence = case.evidence();
    let shown = |field: &&Field| match field.key {
        "title" => false,
        // What counts as suggested is said below to be so.
        "evidence_label" => field.is_answered(content) && !evidence.suggested,
        _ => field.is_answered(content),
    };
    for field in public_fields().filter(shown).filter(|field| is_long(field)) {
        let _ = write!(
            text,
            "## {}\n\n{}\n\n",
            escaped(field.heading),
            long(field, content)
        );
    }
    text.push_str("## Facts\n\n");
    if evidence.suggested {
        // One that a person chose stands among the fields.
        let _ = writeln!(text, "- **Evidence:** {}", escaped(&evidence.in_words()));
    }
    for field in public_fields()
        .filter(shown)
        .filter(|field| !is_long(field))
    {
        let said: Vec<String> = field
            .to_lines(content)
            .iter()
            .map(|line| escaped(line))
            .collect();
        let _ = writeln!(
            text,
            "- **{}:** {}",
            escaped(field.heading),
            said.join("; ")
        );
    }
    let _ = write!(
        text,
        "\n---\n\n{}\n\nLicence: [{}](<{}>)\n",
        escaped(&citation::citation(case, &url)),
        LICENCE.name,
        LICENCE.url
    );
    text
}

/// Whether an answer gets a heading of its own.
fn is_long(field: &Field) -> bool {
    matches!(
        field.kind,
        Kind::Words { .. } | Kind::Lines { .. } | Kind::Links { .. } | Kind::WebAddress
    ) || field.place() == Place::InShort
}

fn long(field: &Field, content: &PublicContent) -> String {
    let answers = field.answers(content);
    let items = |lines: Vec<String>| {
        let lines: Vec<String> = lines.into_iter().map(|line| format!("- {line}")).collect();
        lines.join("\n")
    };
    match field.kind {
        Kind::Links { .. } => items(answers.chunks(2).map(link_of_pair).collect()),
        Kind::WebAddress => answers.iter().map(|url| link(url, url)).collect(),
        // Sources are addresses, the other lists are words.
        Kind::Lines { .. } => items(
            answers
                .iter()
                .map(|line| {
                    if is_web_address(line) {
                        link(line, line)
                    } else {
                        escaped(line)
                    }
                })
                .collect(),
        ),
        // Each line is a paragraph, as on the page.
        _ => field
            .to_lines(content)
            .iter()
            .map(|line| escaped(line))
            .collect::<Vec<_>>()
            .join("\n\n"),
    }
}

fn link_of_pair(pair: &[String]) -> String {
    match pair {
        [title, url] if !title.is_empty() => link(title, url),
        [_, url] => link(url, url),
        _ => escaped(&pair.concat()),
    }
}

/// `[words](<address>)`; an address of another kind stays text.
fn link(words: &str, address: &str) -> String {
    if !is_web_address(address) {
        return escaped(&format!("{words} {address}"));
    }
    let safe: String = address
        .chars()
        .filter(|c| !c.is_control())
        .flat_map(|c| match c {
            '<' => "%3C".chars().collect::<Vec<_>>(),
            '>' => "%3E".chars().collect(),
            '\\' => "%5C".chars().collect(),
            c if c.is_whitespace() => "%20".chars().collect(),
            c => vec![c],
        })
        .collect();
    format!("[{}](<{safe}>)", escaped(words))
}

/// One paragraph of words that mean nothing to Markdown: no mark-up, no HTML, no list by accident.
fn escaped(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::with_capacity(line.len() + 8);
    // "1." and "1)" begin a list, and so do these signs.
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    for (at, c) in line.char_indices() {
        let starts_a_block = (at == 0 && matches!(c, '#' | '+' | '-' | '='))
            || (digits > 0 && at == digits && matches!(c, '.' | ')'));
        if starts_a_block
            || matches!(
                c,
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$'
            )
        {
            out.push('\\');
        }
        if !c.is_control() {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{escaped, link, markdown};
    use crate::formats::sample::{case, full};
    use case_study::{CaseStudyContent, FIELDS, Kind, SeenBy};

    #[test]
    fn every_public_text_is_there_and_no_other() {
        let text = markdown(&case(full()), "https://bank.example");
        for field in FIELDS {
            if matches!(
                field.kind,
                Kind::Line { .. } | Kind::Words { .. } | Kind::Lines { .. }
            ) && field.key != "sources"
            {
                let words = escaped(&format!("text-of-{}", field.key));
                let shown = text.contains(&words);
                assert_eq!(
                    shown,
                    field.seen_by == SeenBy::Everyone,
                    "{}: {text}",
                    field.key
                );
            }
        }
        assert!(!text.contains("canary"), "{text}");
        assert!(
            text.contains("[Film \\| “Tea”](<https://links.example/>)"),
            "{text}"
        );
        assert!(
            text.contains("[https://sources.example/](<https://sources.example/>)"),
            "{text}"
        );
    }

    #[test]
    fn words_are_no_mark_up() {
        for (typed, written) in [
            ("<script>*a*</script>", "\\<script\\>\\*a\\*\\</script\\>"),
            ("# not a heading", "\\# not a heading"),
            ("1. not a list", "1\\. not a list"),
            ("2019 was 1. good", "2019 was 1. good"),
            ("a\n\n- b", "a - b"),
            ("[x](javascript:alert(1))", "\\[x\\](javascript:alert(1))"),
        ] {
            assert_eq!(escaped(typed), written);
        }
        assert_eq!(link("x", "javascript:alert(1)"), "x javascript:alert(1)");
        assert_eq!(
            link("x", "https://a.example/ >)"),
            "[x](<https://a.example/%20%3E)>)"
        );
    }

    #[test]
    fn a_case_with_next_to_nothing_is_still_a_text() {
        let text = markdown(
            &case(CaseStudyContent {
                title: "Tea".into(),
                ..Default::default()
            }),
            "",
        );
        assert!(text.starts_with("# Tea\n\n## Facts\n"), "{text}");
        assert!(
            text.contains("- **Evidence:** Described (suggested)\n"),
            "{text}"
        );
    }

    #[test]
    fn a_label_that_somebody_chose_is_said_plainly() {
        let text = markdown(&case(full()), "");
        assert!(text.contains("- **Evidence:** Described\n"), "{text}");
        assert!(!text.contains("suggested"), "{text}");
    }
}
