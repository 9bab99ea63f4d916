//! Word documents (`.docx`): what a person sees who opens them. Of tracked changes what was put in, of fields their result, of a
//! box for an answer what was answered.

mod parts;
mod styles;
mod walking;

use crate::Refused;
use crate::archive::Archive;
use crate::block::{Block, Shape, Text};
use parts::Part;
use std::collections::BTreeSet;
use styles::Styles;

/// # Errors
/// Why it cannot be read.
pub(crate) fn read(file: &[u8]) -> Result<Text, Refused> {
    let (mut archive, document) = opened(file)?;
    let styles = match archive.xml_if_there(&document.beside("styles.xml"))? {
        Some(xml) => Styles::read(&xml)?,
        None => Styles::default(),
    };
    let mut text = walking::read(&archive.xml(&document.name)?, &styles, &document)?;
    let notes = ["footnotes.xml", "endnotes.xml"].map(|name| document.beside(name));
    let is_margin = |name: &&str| {
        let name = name.strip_prefix(document.folder()).unwrap_or_default();
        let is_head = name.starts_with("header") || name.starts_with("footer");
        is_head && name.ends_with(".xml") && !name.contains('/')
    };
    let margins: Vec<String> = archive
        .names()
        .filter(is_margin)
        .map(str::to_owned)
        .collect();
    for name in notes.into_iter().chain(margins) {
        if let Some(xml) = archive.xml_if_there(&name)? {
            let part = Part::named(&mut archive, &name)?;
            aside(&mut text, walking::read(&xml, &styles, &part)?);
        }
    }
    Ok(text)
}

/// The bytes of one of its pictures.
///
/// # Errors
/// When there is none with this number.
pub(crate) fn picture(file: &[u8], at: usize) -> Result<Vec<u8>, Refused> {
    let text = read(file)?;
    let picture = text.pictures.get(at).ok_or(Refused::Damaged)?;
    Archive::open(file)?.picture(&picture.name)
}

fn opened(file: &[u8]) -> Result<(Archive<'_>, Part), Refused> {
    let mut archive = Archive::open(file)?;
    let kinds = archive.xml("[Content_Types].xml")?;
    let has_program = |name: &str| name.to_lowercase().ends_with("vbaproject.bin");
    if kinds.contains("macroEnabled") || archive.names().any(has_program) {
        return Err(Refused::Macros);
    }
    let document = Part::document(&mut archive)?;
    Ok((archive, document))
}

/// Adds what stands outside of the text: each once, and never an answer.
fn aside(text: &mut Text, more: Text) {
    let said = |block: &Block| (block.text.clone(), block.links.clone());
    let mut there: BTreeSet<(String, Vec<String>)> = text
        .blocks
        .iter()
        .filter(|block| block.shape == Shape::Aside)
        .map(said)
        .collect();
    for block in more.blocks {
        if there.insert(said(&block)) {
            text.blocks.push(Block {
                links: block.links,
                ..Block::new(Shape::Aside, block.text)
            });
        }
    }
}
