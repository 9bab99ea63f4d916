//! Tables as people use them in documents: labels beside answers, labels above answers, a frame around a text, or figures.

use super::LONGEST_HEADING;
use crate::block::{Block, Shape};
use crate::labels::{Targets, labelled, named, named_by_its_beginning};
use crate::values::{Outcome, Part, read};
use case_study::Kind;
use case_study::fields::{field, lines_of};

/// What stands in a document once its tables are understood.
pub(super) enum Told {
    Block(Block),
    Pair(Pair),
}

/// A label of a table, and what stands beside or below it.
pub(super) struct Pair {
    pub label: String,
    pub targets: Targets,
    pub parts: Vec<Part>,
    pub links: Vec<String>,
    /// Whether it is the answer, or only may be.
    pub is_sure: bool,
}

impl Pair {
    fn new(label: &str, answer: &str, is_sure: bool) -> Option<Self> {
        // A hint may stand below the question in its cell.
        Some(Self {
            label: label.to_owned(),
            targets: named_by_its_beginning(label)?,
            parts: parts_of(answer),
            links: Vec::new(),
            is_sure,
        })
    }
}

/// Blocks in reading order, with what tables say in place of their rows. A row that says nothing that we know stays one.
pub(super) fn told(blocks: &[Block]) -> Vec<Told> {
    let mut found = Vec::with_capacity(blocks.len());
    let mut at = 0;
    while let Some(block) = blocks.get(at) {
        let Shape::Row { table, .. } = block.shape else {
            found.push(Told::Block(block.clone()));
            at += 1;
            continue;
        };
        let rows: Vec<Row<'_>> = blocks[at..]
            .iter()
            .map_while(|block| match &block.shape {
                Shape::Row {
                    table: other,
                    cells,
                } if *other == table => Some(Row { block, cells }),
                _ => None,
            })
            .collect();
        at += rows.len();
        if rows.iter().all(|row| row.cells.len() <= 1) {
            found.extend(rows.iter().flat_map(Row::framed).map(Told::Block));
        } else if let Some(below) = below(&rows) {
            found.extend(below);
        } else {
            found.extend(beside(&rows));
        }
    }
    found
}

#[derive(Clone, Copy)]
struct Row<'a> {
    block: &'a Block,
    cells: &'a [String],
}

impl<'a> Row<'a> {
    fn framed(&self) -> Vec<Block> {
        let mut blocks: Vec<Block> = self
            .cells
            .iter()
            .flat_map(|cell| cell.lines())
            .map(|line| Block::new(Shape::Paragraph, line))
            .collect();
        if let Some(last) = blocks.last_mut() {
            last.links.clone_from(&self.block.links);
        }
        blocks
    }

    /// Its cells without a number or a gap in front.
    fn bare(&self) -> &'a [String] {
        let is_mark = |cell: &str| {
            cell.trim()
                .trim_end_matches(['.', ')'])
                .chars()
                .all(|sign| sign.is_ascii_digit())
        };
        match self.cells {
            [first, rest @ ..] if is_mark(first) && rest.len() > 1 => rest,
            all => all,
        }
    }

    /// Two labels or more, and nothing else: what they ask for stands below them, or nowhere.
    fn is_labels(&self) -> bool {
        let mut said = self.bare().iter().filter(|cell| !cell.is_empty());
        said.clone().count() > 1 && said.all(|cell| is_label(cell))
    }

    fn begins_with_a_label(&self) -> bool {
        self.bare().first().is_some_and(|cell| is_label(cell))
    }

    fn has_no_label(&self) -> bool {
        !self.cells.iter().any(|cell| is_label(cell))
    }

    /// A label beside its answer, or two such pairs; or both in one cell.
    fn pairs(&self) -> Vec<(&'a str, &'a str)> {
        match self.bare() {
            [label, answer] => vec![(label, answer)],
            [one, first, other, second] if named(one).is_some() && named(other).is_some() => {
                vec![(one, first), (other, second)]
            }
            // A label, its answer, and an empty cell for remarks.
            [label, answer, rest @ ..] if rest.iter().all(String::is_empty) => {
                vec![(label, answer)]
            }
            [cell] => labelled(cell)
                .map(|(label, _, answer)| (label, answer))
                .into_iter()
                .collect(),
            _ => Vec::new(),
        }
    }
}

/// Whether a cell is a label, with or without a hint below it. A long text that begins like one is none.
fn is_label(cell: &str) -> bool {
    named_by_its_beginning(cell).is_some() && cell.split_whitespace().count() <= LONGEST_HEADING
}

/// Rows of labels with their answers below. With one row of answers each label has its answer; with more nobody knows which
/// of them is meant.
fn below(rows: &[Row<'_>]) -> Option<Vec<Told>> {
    let first = rows.first().filter(|row| row.is_labels())?;
    if rows.iter().any(|row| row.cells.len() != first.cells.len()) {
        return None;
    }
    let are_answers = |rows: &[Row<'_>]| !rows.is_empty() && rows.iter().all(Row::has_no_label);
    let is_couple = |couple: &[Row<'_>]| couple[0].is_labels() && are_answers(&couple[1..]);
    // "Type of museum | Gallery" is a label and its answer as well.
    if matches!(first.bare(), [label, answer] if is_choice(label, answer)) {
        return None;
    }
    let couples: Vec<&[Row<'_>]> = if rows.chunks(2).all(is_couple) {
        rows.chunks(2).collect()
    } else if is_couple(rows) {
        vec![rows]
    } else {
        return None;
    };
    let mut found = Vec::new();
    for couple in couples {
        let [labels, answers @ ..] = couple else {
            continue;
        };
        for row in answers {
            let mut pairs = Vec::new();
            for (label, answer) in labels.cells.iter().zip(row.cells) {
                match Pair::new(label, answer, answers.len() == 1) {
                    Some(pair) => pairs.push(pair),
                    None => found.push(Told::Block(Block::new(Shape::Caption, answer.as_str()))),
                }
            }
            found.extend(with_links(pairs, row.block));
        }
    }
    Some(found)
}

/// Rows with their labels in front.
fn beside(rows: &[Row<'_>]) -> Vec<Told> {
    let are_beside = rows.iter().all(Row::begins_with_a_label) && !rows.iter().all(Row::is_labels);
    let is_above = rows.first().is_some_and(Row::is_labels) && !are_beside;
    let mut found = Vec::new();
    for row in rows {
        let said = row.bare().iter().filter(|cell| !cell.is_empty()).count();
        let pairs = if row.is_labels() && said > 2 {
            Vec::new()
        } else {
            row.pairs()
        };
        let pairs: Vec<Pair> = pairs
            .into_iter()
            .filter_map(|(label, answer)| {
                let is_answer = !is_label(answer) || (are_beside && is_choice(label, answer));
                Pair::new(label, answer, is_answer && !is_above)
            })
            .collect();
        if pairs.is_empty() {
            found.push(Told::Block(row.block.clone()));
        } else {
            found.extend(with_links(pairs, row.block));
        }
    }
    found
}

/// The addresses of a row belong to its one answer; with several nobody knows to which, and where nothing is answered they
/// are of the question.
fn with_links(mut pairs: Vec<Pair>, row: &Block) -> Vec<Told> {
    let mut links = row.links.clone();
    if let [only] = pairs.as_mut_slice()
        && !only.parts.is_empty()
    {
        only.links = std::mem::take(&mut links);
    }
    let mut found: Vec<Told> = pairs.into_iter().map(Told::Pair).collect();
    if !links.is_empty() {
        found.push(Told::Block(Block {
            links,
            ..Block::new(Shape::Caption, "")
        }));
    }
    found
}

/// Whether this is one of the answers that the label lets one choose from: "Region" to how far it reached.
fn is_choice(label: &str, answer: &str) -> bool {
    let is_free = |key: &str| {
        field(key).is_none_or(|field| {
            matches!(
                field.kind,
                Kind::Line { .. } | Kind::Words { .. } | Kind::Lines { .. }
            )
        })
    };
    named_by_its_beginning(label).is_some_and(|targets| {
        matches!(read(targets, &parts_of(answer), &[]), Outcome::Read(reading)
            if reading.rest.is_empty() && !reading.answers.iter().any(|answer| is_free(answer.key)))
    })
}

/// The paragraphs of a cell; several short lines are a list.
pub(super) fn parts_of(cell: &str) -> Vec<Part> {
    /// A line of a list is no longer.
    const LONGEST_ITEM: usize = 160;
    let lines: Vec<&str> = cell
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let has_marks = lines.len() > 1
        && lines_of(cell)
            .iter()
            .zip(&lines)
            .all(|(bare, line)| bare != line);
    let are_short = lines.len() > 1
        && lines
            .iter()
            .all(|line| line.len() <= LONGEST_ITEM && !line.ends_with('.'));
    lines
        .into_iter()
        .map(|line| Part {
            text: line.to_owned(),
            is_item: has_marks || are_short,
        })
        .collect()
}

#[cfg(test)]
mod tests;
