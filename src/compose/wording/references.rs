//! `附件〔指标完成情况〕` in a sentence becomes the label of the attachment that holds the table of that name.

use std::collections::BTreeMap;

use super::trouble::LineTrouble;
use super::worded::Worded;
use tongbao_document::{Block, Inline};

/// With what a reference begins.
pub(super) const REFERENCE: &str = "附件〔";

/// Puts the labels of attachments where sentences and notes refer to their tables; each sentence that refers to none of them comes back with what
/// is wrong with it.
pub(super) fn refer(worded: &mut Worded) -> Vec<(String, LineTrouble)> {
    let mut labels: BTreeMap<String, String> = BTreeMap::new();
    for attachment in &worded.attachments {
        for block in &attachment.blocks {
            if let Block::Table(table) = block {
                labels.insert(table.name.clone(), attachment.label.clone());
            }
        }
    }
    let mut unknown = Vec::new();
    let mut resolve = |text: &mut String| {
        let mut told = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once(REFERENCE) {
            let (name, behind) = after.split_once('〕').unwrap_or((after, ""));
            told.push_str(before);
            match labels.get(name) {
                Some(label) => told.push_str(label),
                None => unknown.push((text.clone(), LineTrouble::Attachment(name.to_owned()))),
            }
            rest = behind;
        }
        told.push_str(rest);
        *text = told;
    };
    let blocks = worded.body.iter_mut().chain(worded.attachments.iter_mut().flat_map(|attachment| &mut attachment.blocks));
    for block in blocks {
        match block {
            Block::Note(text) => resolve(text),
            Block::Paragraph(inlines) => {
                for inline in inlines {
                    if let Inline::Text(text) = inline {
                        resolve(text);
                    }
                }
            }
            Block::Heading { .. } | Block::Table(_) | Block::Chart(_) | Block::PageBreak => {}
        }
    }
    unknown
}
