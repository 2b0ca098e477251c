//! Headings: one under which nothing came to stand is not printed, and the rest number themselves.

use super::headings::Headings;
use tongbao_document::Block;

/// What a line became, before headings are numbered.
#[derive(Debug)]
pub(super) enum Draft {
    /// A heading of level 1 to 3.
    Heading(usize, String),
    /// Anything else.
    Block(Block),
}

/// The blocks of the text or of an attachment: without the headings that have nothing under them before the next of their level or above.
pub(super) fn closed_up(drafts: Vec<Draft>, headings: &mut Headings) -> Vec<Block> {
    let holds: Vec<bool> = (0..drafts.len()).map(|at| drafts.get(at..).is_some_and(holds_anything)).collect();
    let kept = drafts.into_iter().zip(holds).filter(|(_, holds)| *holds);
    let block = |draft: Draft| match draft {
        Draft::Heading(level, text) => headings.heading(level, text),
        Draft::Block(block) => block,
    };
    kept.map(|(draft, _)| draft).map(block).collect()
}

/// Whether what stands first is no heading, or one with something under it.
fn holds_anything(from: &[Draft]) -> bool {
    let Some((Draft::Heading(level, _), rest)) = from.split_first() else { return true };
    let own = rest.iter().take_while(|draft| !matches!(draft, Draft::Heading(next, _) if next <= level));
    own.into_iter().any(|draft| matches!(draft, Draft::Block(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_with_nothing_under_it_is_not_printed_and_numbers_close_up() {
        let heading = |level: usize, text: &str| Draft::Heading(level, text.to_owned());
        let note = || Draft::Block(Block::Note("完".to_owned()));
        let drafts = vec![
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
        let blocks = closed_up(drafts, &mut Headings::default());
        let words = |block: &Block| match block {
            Block::Heading { text, .. } | Block::Note(text) => text.clone(),
            _ => String::new(),
        };
        assert_eq!(blocks.iter().map(words).collect::<Vec<_>>(), ["一、乙", "（一）乙二", "完", "二、丙", "完"]);
        assert!(closed_up(Vec::new(), &mut Headings::default()).is_empty());
    }
}
