//! Building a text from what an office document tells: paragraphs, the cells of tables, pictures.

use crate::block::{Block, Shape, Text};
use crate::output::InsidePicture;
use case_study::text_input::tidy;

/// More than anybody shows in a report; the rest stay in the document.
const MOST_PICTURES: usize = 40;

#[derive(Default)]
pub(crate) struct Builder {
    text: Text,
    /// One within the other: a box with text stands within a paragraph.
    open: Vec<Paragraph>,
    links: Vec<Link>,
    tables: Vec<Table>,
    tables_begun: usize,
}

/// A link that is open.
struct Link {
    /// Where it began in its paragraph.
    from: usize,
    address: String,
    /// Whether some of its words are hidden.
    has_hidden: bool,
}

#[derive(Default)]
struct Paragraph {
    words: String,
    /// So much of it is bold from its beginning; growing while `still_bold`.
    bold: usize,
    has_plain: bool,
    is_hidden: bool,
    links: Vec<String>,
}

struct Table {
    number: usize,
    cells: Vec<String>,
    links: Vec<String>,
}

impl Builder {
    pub fn finish(self) -> Text {
        self.text
    }

    pub fn open_paragraph(&mut self) {
        self.open.push(Paragraph::default());
    }

    /// Words of the paragraph that is open; words outside of paragraphs are left out.
    pub fn write(&mut self, words: &str, is_bold: bool) {
        let Some(paragraph) = self.open.last_mut().filter(|one| !one.is_hidden) else {
            return;
        };
        paragraph.words.push_str(words);
        if is_bold && !paragraph.has_plain {
            paragraph.bold = paragraph.words.len();
        } else if !words.trim().is_empty() {
            paragraph.has_plain = true;
        }
    }

    /// Words that are there and that nobody sees.
    pub fn pass_over(&mut self) {
        if let Some(link) = self.links.last_mut() {
            link.has_hidden = true;
        }
    }

    /// Nobody sees the paragraph that is open.
    pub fn hide_paragraph(&mut self) {
        if let Some(paragraph) = self.open.last_mut() {
            *paragraph = Paragraph {
                is_hidden: true,
                ..Paragraph::default()
            };
        }
    }

    /// The words that come next are a link to this address.
    pub fn open_link(&mut self, address: String) {
        self.links.push(Link {
            from: self.length(),
            address,
            has_hidden: false,
        });
    }

    pub fn close_link(&mut self) {
        // Nobody sees a link whose words are hidden.
        if let Some(link) = self.links.pop()
            && !(link.has_hidden && self.length() <= link.from)
        {
            self.link_from(link.from, &link.address);
        }
    }

    /// There is a link to this address here.
    pub fn link(&mut self, address: &str) {
        self.link_from(self.length(), address);
    }

    /// How many bytes the open paragraph has by now.
    fn length(&self) -> usize {
        self.open.last().map_or(0, |one| one.words.len())
    }

    /// The words from there on are a link to this address. Words that say it themselves need no more.
    fn link_from(&mut self, from: usize, address: &str) {
        let address = address.strip_prefix("mailto:").unwrap_or(address);
        let address = address.split("?subject").next().unwrap_or_default().trim();
        let Some(paragraph) = self.open.last_mut().filter(|one| !one.is_hidden) else {
            return;
        };
        let is_address = address.contains('@') || address.starts_with("http");
        let bare = address
            .trim_start_matches("https://")
            .trim_start_matches("http://");
        let bare = bare.trim_end_matches('/');
        let is_said = paragraph
            .words
            .get(from..)
            .is_some_and(|words| words.contains(bare));
        if is_address
            && !bare.is_empty()
            && !is_said
            && !paragraph.links.iter().any(|one| one == address)
        {
            paragraph.links.push(address.to_owned());
        }
    }

    /// Ends a paragraph; within a table it belongs to its cell.
    pub fn close_paragraph(&mut self, shape: Shape) {
        let Some(paragraph) = self.open.pop() else {
            return;
        };
        let text = tidy(&paragraph.words);
        if shape != Shape::Aside
            && let Some(table) = self.tables.last_mut()
            && let Some(cell) = table.cells.last_mut()
        {
            if !text.is_empty() {
                if !cell.is_empty() {
                    cell.push('\n');
                }
                cell.push_str(&text);
            }
            table.links.extend(paragraph.links);
            return;
        }
        if text.is_empty() && paragraph.links.is_empty() {
            return;
        }
        let bold = tidy(paragraph.words.get(..paragraph.bold).unwrap_or_default());
        let bold = if text.starts_with(&bold) {
            bold.len()
        } else {
            0
        };
        self.text.blocks.push(Block {
            shape,
            text,
            bold,
            links: paragraph.links,
        });
    }

    pub fn open_table(&mut self) {
        self.tables_begun += 1;
        self.tables.push(Table {
            number: self.tables_begun,
            cells: Vec::new(),
            links: Vec::new(),
        });
    }

    pub fn close_table(&mut self) {
        self.tables.pop();
    }

    pub fn open_cell(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.cells.push(String::new());
        }
    }

    pub fn close_row(&mut self) {
        let Some(table) = self.tables.last_mut() else {
            return;
        };
        let cells = std::mem::take(&mut table.cells);
        let links = std::mem::take(&mut table.links);
        if cells.iter().all(String::is_empty) {
            return;
        }
        let said: Vec<&str> = cells
            .iter()
            .map(String::as_str)
            .filter(|cell| !cell.is_empty())
            .collect();
        self.text.blocks.push(Block {
            text: said.join(" | "),
            shape: Shape::Row {
                table: table.number,
                cells,
            },
            bold: 0,
            links,
        });
    }

    pub fn picture(&mut self, name: String, alternative: &str) {
        let is_new = self.text.pictures.iter().all(|one| one.name != name);
        if is_new && self.text.pictures.len() < MOST_PICTURES {
            self.text.pictures.push(InsidePicture {
                name,
                alternative: case_study::text_input::one_line(alternative),
            });
        }
    }
}
