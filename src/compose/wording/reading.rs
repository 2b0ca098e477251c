//! Rendered lines to blocks, with everything that is wrong with them.

use std::collections::BTreeSet;

use super::Exhibits;
use super::guard;
use super::headings::Headings;
use super::marked::unmarked;
use super::references::refer;
use super::sections::closed_up;
use super::tokens::Tokens;
use super::trouble::LineTrouble;
use super::worded::Worded;
use tongbao_document::{Attachment, Block, count};

/// A line that is wrong.
#[derive(Debug)]
pub(super) struct Wrong {
    /// The mark with which it came out of its template; none of a line that had none.
    pub(super) mark: Option<usize>,
    /// As a reader would see it.
    pub(super) line: String,
    pub(super) trouble: LineTrouble,
}

/// Reads what a wording became. Lines that are wrong are left out and told.
pub(super) fn read(rendered: &str, tokens: &Tokens, exhibits: &impl Exhibits) -> (Worded, Vec<Wrong>) {
    let mut reader = Reader { tokens, exhibits, charts: BTreeSet::new(), called: BTreeSet::new(), read: Read::default() };
    let mut wrong = Vec::new();
    for line in rendered.lines() {
        let (mark, line) = unmarked(line);
        let line = line.trim();
        if let Err(trouble) = reader.line(line) {
            wrong.push(Wrong { mark, line: guard::freed(&tokens.plain(line)), trouble });
        }
    }
    let Read { title, addressees, body, attachments } = reader.read;
    let mut headings = Headings::default();
    let mut worded = Worded { title, addressees, body: closed_up(body, &mut headings), attachments: Vec::new() };
    let is_single = attachments.len() == 1;
    for (number, (title, blocks)) in (1..).zip(attachments) {
        let label = if is_single { "附件".to_owned() } else { format!("附件{number}") };
        worded.attachments.push(Attachment { label, title, blocks: closed_up(blocks, &mut headings) });
    }
    let unknown = refer(&mut worded).into_iter();
    wrong.extend(unknown.map(|(line, trouble)| Wrong { mark: None, line: guard::freed(&line), trouble }));
    guard::free(&mut worded);
    (worded, wrong)
}

/// What has been read so far.
#[derive(Default)]
struct Read {
    title: String,
    addressees: Option<String>,
    /// With headings that have no number yet.
    body: Vec<Block>,
    attachments: Vec<(String, Vec<Block>)>,
}

struct Reader<'run, E> {
    tokens: &'run Tokens,
    exhibits: &'run E,
    /// Names of the charts so far.
    charts: BTreeSet<String>,
    /// Names of the tables so far.
    called: BTreeSet<String>,
    read: Read,
}

impl<E: Exhibits> Reader<'_, E> {
    fn line(&mut self, line: &str) -> Result<(), LineTrouble> {
        if line.is_empty() {
            return Ok(());
        }
        let (directive, argument) = line.split_once(' ').unwrap_or((line, ""));
        let argument = argument.trim();
        let plain = || self.tokens.plain(argument);
        match directive {
            "@title" => self.read.title = plain().replace('|', "\n"),
            "@addressees" => self.read.addressees = Some(plain()).filter(|text| !text.is_empty()),
            "@attachment" => {
                let title = plain();
                self.read.attachments.push((title, Vec::new()));
            }
            "#" | "##" | "###" => {
                let heading = Block::Heading { level: count::to_u8(directive.len()), text: plain() };
                self.put([heading]);
            }
            _ => {
                let blocks = self.blocks(line, directive, argument)?;
                self.put(blocks);
            }
        }
        Ok(())
    }

    fn put(&mut self, blocks: impl IntoIterator<Item = Block>) {
        match self.read.attachments.last_mut() {
            Some((_, attachment)) => attachment.extend(blocks),
            None => self.read.body.extend(blocks),
        }
    }

    /// What a table, a chart, a note or a paragraph becomes.
    fn blocks(&mut self, line: &str, directive: &str, argument: &str) -> Result<Vec<Block>, LineTrouble> {
        // A table or chart is called by a name that may have come out of `{{ … }}`.
        let name = guard::freed(argument);
        match directive {
            "@table" => {
                let table = self.exhibits.table(&name)?;
                self.once(name)?;
                Ok(vec![Block::Table(table)])
            }
            "@tables" => {
                let tables = self.exhibits.series(&name)?;
                self.once(name)?;
                // Each begins a new page.
                let blocks = tables.into_iter().flat_map(|table| [Block::PageBreak, Block::Table(table)]);
                Ok(blocks.skip(1).collect())
            }
            "@chart" => {
                let Some(mut chart) = self.exhibits.chart(&name)? else { return Ok(Vec::new()) };
                if !self.charts.insert(chart.name.clone()) {
                    return Err(LineTrouble::ChartTwice);
                }
                chart.caption = format!("图{} {}", self.charts.len(), chart.caption);
                Ok(vec![Block::Chart(chart)])
            }
            "@note" => Ok(vec![Block::Note(self.tokens.plain(argument))]),
            other if other.starts_with(['@', '#']) => Err(LineTrouble::Directive(guard::freed(&self.tokens.plain(other)))),
            _ => Ok(vec![Block::Paragraph(self.tokens.inlines(line))]),
        }
    }

    /// A bulletin has each table once.
    fn once(&mut self, name: String) -> Result<(), LineTrouble> {
        if self.called.insert(name.clone()) { Ok(()) } else { Err(LineTrouble::TableTwice(name)) }
    }
}
