//! Walking through the text of a Word document.

use super::parts::Part;
use super::styles::Styles;
use crate::Refused;
use crate::block::Text;
use crate::boxes::{EMPTY, TICKED};
use crate::building::Builder;
use crate::xml::{Node, Tag, walk};

/// # Errors
/// For what is no XML.
pub(super) fn read(xml: &str, styles: &Styles, part: &Part) -> Result<Text, Refused> {
    let mut walker = Walker {
        styles,
        part,
        builder: Builder::default(),
        passed_over: 0,
        paragraphs: Vec::new(),
        in_run: false,
        run: Run::default(),
        words: Words::No,
        unanswered: Vec::new(),
        alternative: String::new(),
        rows: Vec::new(),
        ticked: None,
        list: None,
    };
    walk(xml, |node| match node {
        Node::Open(tag) => walker.open(tag),
        Node::Close(name) => walker.close(name),
        Node::Text(text) => walker.text(text),
    })?;
    Ok(walker.builder.finish())
}

/// Which words come next.
#[derive(PartialEq, Eq)]
enum Words {
    No,
    Text,
    /// What a field does; its result is text.
    Instruction,
}

#[derive(Default)]
struct Run {
    is_bold: bool,
    /// Whether it is hidden, where it says so itself.
    is_hidden: Option<bool>,
    style: String,
}

#[derive(Default)]
struct Form {
    style: String,
    level: Option<u8>,
    is_list: bool,
}

struct Walker<'a> {
    styles: &'a Styles,
    part: &'a Part,
    builder: Builder,
    /// Within something that is not read: so many tags deep.
    passed_over: usize,
    paragraphs: Vec<Form>,
    in_run: bool,
    run: Run,
    words: Words,
    /// For each box of an answer around here: whether it still says "Click here to write".
    unanswered: Vec<bool>,
    /// What the picture that comes next shows.
    alternative: String,
    /// For each row of a table around here: whether it is hidden.
    rows: Vec<bool>,
    /// The box to tick of an old form that is being read.
    ticked: Option<bool>,
    /// The list to choose from of an old form: the number that is chosen, and its entries.
    list: Option<(usize, Vec<String>)>,
}

impl Walker<'_> {
    fn open(&mut self, tag: &Tag<'_>) {
        if self.passed_over > 0 {
            self.passed_over += 1;
            return;
        }
        match tag.name {
            // What was taken out, what older programs show instead of what stands beside it, and how words looked before a
            // tracked change.
            "del" | "moveFrom" | "Fallback" | "rPrChange" | "pPrChange" => self.passed_over = 1,
            "sdt" => self.unanswered.push(false),
            "showingPlcHdr" => self.is_unanswered(true),
            "docPartGallery" if tag.text("val").starts_with("Table of") => self.is_unanswered(true),
            "sdtContent" if self.unanswered.last() == Some(&true) => self.passed_over = 1,
            "p" => {
                self.builder.open_paragraph();
                self.paragraphs.push(Form::default());
            }
            "pStyle" => self.form(|form| form.style = tag.text("val")),
            "numPr" => self.form(|form| form.is_list = true),
            "numId" if tag.text("val") == "0" => self.form(|form| form.is_list = false),
            "outlineLvl" => self.form(|form| form.level = tag.text("val").parse().ok()),
            "r" => {
                self.in_run = true;
                self.run = Run::default();
            }
            "b" if self.in_run => self.run.is_bold = tag.is_on("val"),
            "rStyle" if self.in_run => {
                self.run.style = tag.text("val");
                self.run.is_bold |= self.run.style == "Strong";
            }
            "vanish" if self.in_run => self.run.is_hidden = Some(tag.is_on("val")),
            "tr" => self.rows.push(false),
            "hidden" if !self.in_run => {
                if let Some(is_hidden) = self.rows.last_mut() {
                    *is_hidden = tag.is_on("val");
                }
            }
            "t" => self.words = Words::Text,
            "instrText" => self.words = Words::Instruction,
            "tab" if self.in_run => self.write("\t"),
            "br" | "cr" if self.in_run => self.write("\n"),
            "noBreakHyphen" => self.write("-"),
            "sym" => self.write(symbol(&tag.text("char"))),
            "checkBox" => self.ticked = Some(false),
            "checked" | "default" if self.ticked.is_some() => self.ticked = Some(tag.is_on("val")),
            "ddList" => self.list = Some((0, Vec::new())),
            "result" => {
                if let Some((chosen, _)) = &mut self.list {
                    *chosen = tag.text("val").parse().unwrap_or(0);
                }
            }
            "listEntry" => {
                if let Some((_, entries)) = &mut self.list {
                    entries.push(tag.text("val"));
                }
            }
            "hyperlink" => {
                let address = self.part.address(&tag.text("id")).unwrap_or_default();
                self.builder.open_link(address.to_owned());
            }
            "docPr" => self.alternative = tag.text("descr"),
            "blip" => self.picture(&tag.text("embed")),
            "imagedata" => self.picture(&tag.text("id")),
            "tbl" => self.builder.open_table(),
            "tc" => self.builder.open_cell(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if self.passed_over > 0 {
            self.passed_over -= 1;
            if self.passed_over > 0 {
                return;
            }
        }
        match name {
            "sdt" => {
                self.unanswered.pop();
            }
            "p" => {
                let form = self.paragraphs.pop().unwrap_or_default();
                let shape = self.styles.shape(&form.style, form.level, form.is_list);
                self.builder.close_paragraph(shape);
            }
            "r" => self.in_run = false,
            "t" | "instrText" => self.words = Words::No,
            "checkBox" => {
                if let Some(ticked) = self.ticked.take() {
                    let sign = if ticked { TICKED } else { EMPTY };
                    self.write(&format!("{sign} "));
                }
            }
            "ddList" => {
                let chosen = self
                    .list
                    .take()
                    .and_then(|(at, entries)| entries.into_iter().nth(at));
                self.write(&chosen.unwrap_or_default());
            }
            "hyperlink" => self.builder.close_link(),
            "tr" => {
                self.rows.pop();
                self.builder.close_row();
            }
            "tbl" => self.builder.close_table(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        match self.words {
            Words::Text if self.passed_over == 0 => self.write(text),
            Words::Instruction if self.passed_over == 0 && !self.is_hidden() => {
                let address = text.split_once("HYPERLINK \"").map(|(_, rest)| rest);
                if let Some((address, _)) = address.and_then(|rest| rest.split_once('"')) {
                    self.builder.link(address);
                }
            }
            _ => {}
        }
    }

    fn write(&mut self, text: &str) {
        if self.is_hidden() {
            self.builder.pass_over();
        } else {
            self.builder.write(text, self.in_run && self.run.is_bold);
        }
    }

    /// Whether nobody sees what stands here.
    fn is_hidden(&self) -> bool {
        let by_style = || {
            let paragraph = self.paragraphs.last().map_or("", |form| &form.style);
            self.styles.hide(paragraph, &self.run.style)
        };
        self.rows.contains(&true) || (self.in_run && self.run.is_hidden.unwrap_or_else(by_style))
    }

    fn form(&mut self, set: impl FnOnce(&mut Form)) {
        if let Some(form) = self.paragraphs.last_mut() {
            set(form);
        }
    }

    fn is_unanswered(&mut self, is: bool) {
        if let Some(last) = self.unanswered.last_mut() {
            *last = is;
        }
    }

    fn picture(&mut self, id: &str) {
        let alternative = std::mem::take(&mut self.alternative);
        if let Some(name) = self.part.inside(id)
            && !self.is_hidden()
        {
            self.builder.picture(name, &alternative);
        }
    }
}

/// Signs of the fonts that Word draws boxes and bullets with.
fn symbol(code: &str) -> &'static str {
    match code.to_uppercase().as_str() {
        "F0FE" | "F0FD" | "F052" | "F053" | "F078" | "2612" | "2611" => TICKED,
        "F0A8" | "F06F" | "F071" | "F0A3" | "2610" => EMPTY,
        "F0FC" => "\u{2713}",
        _ => "",
    }
}
