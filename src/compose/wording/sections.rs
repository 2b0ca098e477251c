//! Headings: one under which nothing came to stand is not printed, and the rest number themselves.

use super::headings::Headings;
use tongbao_document::Block;

/// The blocks of the text or of an attachment, their headings numbered: without those that have nothing under them before the next of their
/// level or above.
pub(super) fn closed_up(blocks: Vec<Block>, headings: &mut Headings) -> Vec<Block> {
    let holds: Vec<bool> = (0..blocks.len()).map(|at| blocks.get(at..).is_some_and(holds_anything)).collect();
    let kept = blocks.into_iter().zip(holds).filter(|(_, holds)| *holds);
    let numbered = |block: Block| match block {
        Block::Heading { level, text } => headings.heading(usize::from(level), text),
        other => other,
    };
    kept.map(|(block, _)| block).map(numbered).collect()
}

/// Whether what stands first is no heading, or one with something under it.
fn holds_anything(from: &[Block]) -> bool {
    let Some((Block::Heading { level, .. }, rest)) = from.split_first() else { return true };
    let mut own = rest.iter().take_while(|block| !matches!(block, Block::Heading { level: next, .. } if next <= level));
    own.any(|block| !matches!(block, Block::Heading { .. }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_with_nothing_under_it_is_not_printed_and_numbers_close_up() {
        let heading = |level: u8, text: &str| Block::Heading { level, text: text.to_owned() };
        let note = || Block::Note("完".to_owned());
        let read = vec![
            heading(1, "甲"),
            heading(2, "甲一"),
            heading(1, "乙"),
            heading(2, "乙一"),
            heading(2, "乙二"),
            note(),
            heading(1, "丙"),
            note(),
            heading(2, "丙一"),
        ];
        let blocks = closed_up(read, &mut Headings::default());
        let words = |block: &Block| match block {
            Block::Heading { text, .. } | Block::Note(text) => text.clone(),
            _ => String::new(),
        };
        assert_eq!(blocks.iter().map(words).collect::<Vec<_>>(), ["一、乙", "（一）乙二", "完", "二、丙", "完"]);
        assert!(closed_up(Vec::new(), &mut Headings::default()).is_empty());
    }
}
