//! `附件〔指标完成情况〕` in a sentence becomes the label of the attachment that holds the table of that name.

use std::collections::BTreeMap;

use super::trouble::LineTrouble;
use super::worded::Worded;
use tongbao_document::{Block, Inline};

/// Puts the labels of attachments where sentences and notes refer to their tables; else the sentence and what is wrong with it.
pub(super) fn refer(worded: &mut Worded) -> Result<(), (String, LineTrouble)> {
    let mut labels: BTreeMap<String, String> = BTreeMap::new();
    for attachment in &worded.attachments {
        for block in &attachment.blocks {
            if let Block::Table(table) = block {
                labels.insert(table.name.clone(), attachment.label.clone());
            }
        }
    }
    let resolved = |text: &mut String| -> Result<(), (String, LineTrouble)> {
        while let Some((before, after)) = text.split_once("附件〔") {
            let (name, rest) = after.split_once('〕').unwrap_or((after, ""));
            let wrong = || (text.clone(), LineTrouble::Attachment(name.to_owned()));
            *text = format!("{before}{}{rest}", labels.get(name).ok_or_else(wrong)?);
        }
        Ok(())
    };
    let blocks = worded.body.iter_mut().chain(worded.attachments.iter_mut().flat_map(|attachment| &mut attachment.blocks));
    for block in blocks {
        match block {
            Block::Note(text) => resolved(text)?,
            Block::Paragraph(inlines) => {
                for inline in inlines {
                    if let Inline::Text(text) = inline {
                        resolved(text)?;
                    }
                }
            }
            Block::Heading { .. } | Block::Table(_) | Block::Chart(_) | Block::PageBreak => {}
        }
    }
    Ok(())
}
