//! What every kind of document is read into before its words are given to fields.

use crate::output::InsidePicture;

/// A document in reading order.
#[derive(Debug, Default)]
pub(crate) struct Text {
    pub blocks: Vec<Block>,
    pub pictures: Vec<InsidePicture>,
}

impl Text {
    pub fn has_words(&self) -> bool {
        self.blocks
            .iter()
            .any(|block| block.text.contains(char::is_alphanumeric))
    }
}

/// A paragraph, a line of a list, a row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block {
    pub shape: Shape,
    pub text: String,
    /// So many bytes of the text are set in bold at its beginning.
    pub bold: usize,
    /// Addresses behind its words that the words do not say.
    pub links: Vec<String>,
}

/// What a block is by its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shape {
    /// The title of the document.
    Title,
    /// 1 is the highest.
    Heading(u8),
    Paragraph,
    Item,
    /// Below a picture or a table: no part of the text around it.
    Caption,
    /// The cells of a row, and which table it belongs to.
    Row {
        table: usize,
        cells: Vec<String>,
    },
    /// Foot notes, heads and feet of pages, the head of a message, what was quoted: kept, and never an answer.
    Aside,
    /// Below the greeting at the end of a message.
    Signature,
}

impl Block {
    pub fn new(shape: Shape, text: impl Into<String>) -> Self {
        Self {
            shape,
            text: text.into(),
            bold: 0,
            links: Vec::new(),
        }
    }
}
