//! A reference for BibTeX and biblatex.

use super::citation::Citation;
use std::fmt::Write as _;
use store::cases::PublicCase;

/// One entry. `@misc` is the type that old and new styles both know for a page on the web.
#[must_use]
pub fn bibtex(case: &PublicCase, public_url: &str) -> String {
    let citation = Citation::of(case, public_url);
    let (year, month, _) = citation.date();
    // The second pair of braces keeps an organisation whole and the title's capitals as they are.
    let fields = [
        ("author", format!("{{{}}}", escaped(&citation.author))),
        ("title", format!("{{{}}}", escaped(&citation.title))),
        ("year", year.to_owned()),
        ("month", month.trim_start_matches('0').to_owned()),
        ("date", citation.published.clone()),
        ("publisher", escaped(citation.publisher)),
        ("howpublished", "Web page".to_owned()),
        // Styles print addresses letter by letter, so nothing in them is escaped.
        ("url", citation.url.clone()),
        ("abstract", escaped(&citation.summary)),
        ("keywords", escaped(&citation.keywords.join(", "))),
        ("note", escaped(&citation.note)),
    ];
    let mut entry = format!("@misc{{casebook-{},\n", case.slug);
    for (name, value) in fields {
        let _ = writeln!(entry, "  {name} = {{{value}}},");
    }
    entry.push_str("}\n");
    entry
}

/// Text as TeX reads it back. Braces are written as commands: BibTeX counts `\{` as a brace too.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '#' | '$' | '%' | '&' | '_' => {
                out.push('\\');
                out.push(c);
            }
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{bibtex, escaped};
    use crate::formats::sample::case;
    use case_study::CaseStudyContent;

    #[test]
    fn hostile_titles_stay_inside_their_braces() {
        let entry = bibtex(
            &case(CaseStudyContent {
                title: "}} @misc{evil, \\input{/etc/passwd} 100% & {".into(),
                museum: "A\nB".into(),
                ..Default::default()
            }),
            "https://bank.example",
        );
        assert_eq!(
            entry.matches('{').count(),
            entry.matches('}').count(),
            "{entry}"
        );
        assert!(!entry.contains("\\input{"), "{entry}");
        assert!(entry.contains("100\\% \\& "), "{entry}");
        assert!(entry.contains("  author = {{A B}},\n"), "{entry}");
        assert!(entry.starts_with("@misc{casebook-a-case,\n"), "{entry}");
        assert!(
            entry.contains("  month = {11},\n") && entry.contains("  year = {2026},\n"),
            "{entry}"
        );
    }

    #[test]
    fn the_name_of_a_museum_is_not_cut_at_its_commas() {
        let entry = bibtex(
            &case(CaseStudyContent {
                museum: "Museum of Oxford, Town Hall, and more".into(),
                ..Default::default()
            }),
            "",
        );
        assert!(
            entry.contains("  author = {{Museum of Oxford, Town Hall, and more}},\n"),
            "{entry}"
        );
    }

    #[test]
    fn letters_of_every_script_stay() {
        assert_eq!(escaped("Café “東京” ~"), "Café “東京” \\textasciitilde{}");
    }
}
