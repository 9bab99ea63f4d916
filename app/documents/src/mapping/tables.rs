//! Tables as people use them in documents: labels beside answers, labels above answers, a frame around a text, or figures.

use crate::block::{Block, Shape};
use crate::labels::{Targets, labelled, named, named_by_its_beginning};
use crate::values::Part;
use case_study::fields::lines_of;

/// Tables that are a frame around a text, as that text; and tables with their labels above, turned.
pub(super) fn flattened(blocks: &[Block]) -> Vec<Block> {
    let mut found = Vec::with_capacity(blocks.len());
    let mut at = 0;
    while let Some(block) = blocks.get(at) {
        let Shape::Row { table, .. } = block.shape else {
            found.push(block.clone());
            at += 1;
            continue;
        };
        let rows: Vec<&Block> = blocks[at..]
            .iter()
            .take_while(
                |block| matches!(block.shape, Shape::Row { table: other, .. } if other == table),
            )
            .collect();
        at += rows.len();
        let cells: Vec<&[String]> = rows
            .iter()
            .filter_map(|row| match &row.shape {
                Shape::Row { cells, .. } => Some(cells.as_slice()),
                _ => None,
            })
            .collect();
        if cells
            .iter()
            .all(|row| row.iter().filter(|cell| !cell.is_empty()).count() <= 1)
            && cells.iter().all(|row| row.len() <= 1)
        {
            for (row, cells) in rows.iter().zip(&cells) {
                found.extend(framed(cells, row));
            }
        } else if let Some(turned) = turned(&cells, table) {
            found.extend(turned);
        } else {
            found.extend(rows.into_iter().cloned());
        }
    }
    found
}

fn framed(cells: &[String], row: &Block) -> Vec<Block> {
    let mut blocks: Vec<Block> = cells
        .iter()
        .flat_map(|cell| cell.lines())
        .map(|line| Block::new(Shape::Paragraph, line))
        .collect();
    if let Some(last) = blocks.last_mut() {
        last.links.clone_from(&row.links);
    }
    blocks
}

/// A first row of labels and a second of answers: each label with its answer.
fn turned(rows: &[&[String]], table: usize) -> Option<Vec<Block>> {
    let [labels, answers] = rows else {
        return None;
    };
    let all_named = labels.iter().all(|label| named(label).is_some());
    if labels.len() < 3 || labels.len() != answers.len() || !all_named {
        return None;
    }
    let pairs = labels
        .iter()
        .zip(answers.iter())
        .map(|(label, answer)| Block {
            shape: Shape::Row {
                table,
                cells: vec![label.clone(), answer.clone()],
            },
            text: format!("{label} | {answer}"),
            bold: 0,
            links: Vec::new(),
        });
    Some(pairs.collect())
}

/// The answers in a row: a label beside its answer, or two such pairs; or both in one cell. A row without a label is none.
pub(super) fn answers(cells: &[String]) -> Vec<(&str, Targets, Vec<Part>)> {
    // An empty cell in front is a number or a gap.
    let is_mark = |cell: &str| {
        cell.trim()
            .trim_end_matches(['.', ')'])
            .chars()
            .all(|sign| sign.is_ascii_digit())
    };
    let cells = match cells {
        [first, rest @ ..] if is_mark(first) && rest.len() > 1 => rest,
        all => all,
    };
    match cells {
        [label, answer] => beside(label, answer).into_iter().collect(),
        [one, first, other, second] if named(one).is_some() && named(other).is_some() => {
            beside(one, first)
                .into_iter()
                .chain(beside(other, second))
                .collect()
        }
        // A label, its answer, and an empty cell for remarks.
        [label, answer, rest @ ..] if rest.iter().all(String::is_empty) => {
            beside(label, answer).into_iter().collect()
        }
        [cell] => labelled(cell)
            .map(|(label, targets, answer)| (label, targets, parts_of(answer)))
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}

fn beside<'a>(label: &'a str, answer: &str) -> Option<(&'a str, Targets, Vec<Part>)> {
    // A hint may stand below the question in its cell.
    let targets = named_by_its_beginning(label)?;
    Some((label, targets, parts_of(answer)))
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
