//! How a formula writes a cell or a range.

use rust_xlsxwriter::utility::column_number_to_name;

use crate::xlsx::exhibit::{Sheet, Spot};

/// What stays the same when a formula is copied to another cell of its sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    /// Nothing.
    None,
    /// The rows.
    Rows,
    /// The columns.
    Columns,
    /// Both.
    Both,
}

/// Cells side by side or one below the other; a lone cell where both ends are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    /// The first.
    pub(super) first: Spot,
    /// The last, on the same sheet.
    pub(super) last: Spot,
}

impl Run {
    /// A lone cell.
    pub(super) fn of(spot: Spot) -> Self {
        Self { first: spot, last: spot }
    }

    /// As a formula on the sheet `home` writes it; what stands on another sheet is anchored.
    pub(super) fn text(self, home: usize, sheets: &[Sheet<'_>], anchor: Anchor) -> String {
        let is_foreign = self.first.sheet != home;
        let anchor = if is_foreign { Anchor::Both } else { anchor };
        let mut text = String::new();
        if is_foreign {
            let name = sheets.get(self.first.sheet).map_or("", |sheet| sheet.name.as_str());
            text.push('\'');
            text.push_str(&name.replace('\'', "''"));
            text.push_str("'!");
        }
        push(&mut text, self.first, anchor);
        if self.last != self.first {
            text.push(':');
            push(&mut text, self.last, anchor);
        }
        text
    }
}

fn push(text: &mut String, spot: Spot, anchor: Anchor) {
    if matches!(anchor, Anchor::Columns | Anchor::Both) {
        text.push('$');
    }
    text.push_str(&column_number_to_name(spot.col));
    if matches!(anchor, Anchor::Rows | Anchor::Both) {
        text.push('$');
    }
    text.push_str(&(spot.row + 1).to_string());
}
