//! Checks the palette: every pair of colours that must be told apart is, in light and in dark.

use std::collections::BTreeMap;

/// Text on its ground: WCAG 2.2, 1.4.3.
const TEXT: [(&str, &str); 22] = [
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink", "sunk"),
    ("ink", "accent-soft"),
    ("ink", "caution-soft"),
    ("ink", "error-soft"),
    ("ink-soft", "paper"),
    ("ink-soft", "surface"),
    ("ink-soft", "sunk"),
    ("accent", "paper"),
    ("accent", "surface"),
    ("accent", "sunk"),
    ("accent", "accent-soft"),
    ("accent-strong", "paper"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("error", "paper"),
    ("error", "surface"),
    ("error", "error-soft"),
    ("caution", "paper"),
    ("caution", "caution-soft"),
    ("active", "paper"),
];

/// Edges of controls, the focus ring and marks: WCAG 2.2, 1.4.11.
const MARKS: [(&str, &str); 7] = [
    ("line", "paper"),
    ("line", "surface"),
    ("line", "sunk"),
    ("focus", "paper"),
    ("focus", "surface"),
    ("focus", "sunk"),
    ("error", "paper"),
];

#[test]
fn colours_can_be_told_apart() {
    let tokens = include_str!("../../../style/tokens.css");
    let (light, dark) = tokens
        .split_once("prefers-color-scheme: dark")
        .expect("tokens.css has a dark scheme");
    let mut faults = Vec::new();
    for (scheme, css) in [("light", light), ("dark", dark)] {
        let colours = colours(css);
        for (least, pairs) in [(4.5, TEXT.as_slice()), (3.0, MARKS.as_slice())] {
            for (front, back) in pairs {
                let found = contrast(colours[*front], colours[*back]);
                if found < least {
                    faults.push(format!(
                        "{scheme}: {front} on {back} is {found:.2}, wants {least}"
                    ));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The six-digit colours of a style sheet by name.
fn colours(css: &str) -> BTreeMap<&str, [f64; 3]> {
    css.split(';')
        .filter_map(|rule| {
            let (name, value) = rule.split_once(": #")?;
            let name = name.rsplit("--").next()?;
            let channel = |at: usize| {
                u8::from_str_radix(value.get(at..at + 2)?, 16)
                    .ok()
                    .map(|part| f64::from(part) / 255.0)
            };
            Some((name, [channel(0)?, channel(2)?, channel(4)?]))
        })
        .collect()
}

fn contrast(one: [f64; 3], two: [f64; 3]) -> f64 {
    let (one, two) = (luminance(one), luminance(two));
    (one.max(two) + 0.05) / (one.min(two) + 0.05)
}

fn luminance(colour: [f64; 3]) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        if part <= 0.040_45 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}
