//! Which part of the archive is which.

use crate::Refused;
use crate::archive::Archive;
use crate::xml::{Node, walk};
use std::collections::HashMap;

/// A part with text, and where its ids lead. Every part has ids of its own: the same one leads elsewhere from a foot note.
pub(super) struct Part {
    pub name: String,
    /// Where the ids of links and pictures lead: the target, and whether it is outside of the archive.
    targets: HashMap<String, (String, bool)>,
}

impl Part {
    /// The text itself.
    ///
    /// # Errors
    /// When there is no text, or what says where it is cannot be read.
    pub fn document(archive: &mut Archive<'_>) -> Result<Self, Refused> {
        let mut document = "word/document.xml".to_owned();
        if let Some(xml) = archive.xml_if_there("_rels/.rels")? {
            walk(&xml, |node| {
                if let Node::Open(tag) = node
                    && tag.text("Type").ends_with("/officeDocument")
                {
                    document = tag.text("Target").trim_start_matches('/').to_owned();
                }
            })?;
        }
        if !archive.has(&document) {
            return Err(Refused::Damaged);
        }
        Self::named(archive, &document)
    }

    /// The part of this name.
    ///
    /// # Errors
    /// When what says where its ids lead cannot be read.
    pub fn named(archive: &mut Archive<'_>, whole: &str) -> Result<Self, Refused> {
        let (folder, name) = whole.rsplit_once('/').unwrap_or(("", whole));
        let list = format!("{folder}/_rels/{name}.rels");
        let mut targets = HashMap::new();
        if let Some(xml) = archive.xml_if_there(list.trim_start_matches('/'))? {
            walk(&xml, |node| {
                if let Node::Open(tag) = node
                    && tag.name == "Relationship"
                {
                    let is_outside = tag.text("TargetMode") == "External";
                    targets.insert(tag.text("Id"), (tag.text("Target"), is_outside));
                }
            })?;
        }
        Ok(Self {
            name: whole.to_owned(),
            targets,
        })
    }

    /// The folder of the part, with its last slash.
    pub fn folder(&self) -> &str {
        self.name.rfind('/').map_or("", |end| &self.name[..=end])
    }

    pub fn beside(&self, name: &str) -> String {
        format!("{}{name}", self.folder())
    }

    /// The address outside that this id leads to.
    pub fn address(&self, id: &str) -> Option<&str> {
        self.targets
            .get(id)
            .filter(|(_, is_outside)| *is_outside)
            .map(|(target, _)| target.as_str())
    }

    /// The name of the part of the archive that this id leads to.
    pub fn inside(&self, id: &str) -> Option<String> {
        let (target, is_outside) = self.targets.get(id)?;
        if *is_outside {
            return None;
        }
        Some(match target.strip_prefix('/') {
            Some(whole) => whole.to_owned(),
            None => self.beside(target.trim_start_matches("./")),
        })
    }
}
