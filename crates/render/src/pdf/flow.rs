//! Items in reading order onto pages.
//!
//! In: sections of items, each as wide as its type area. Out: pages of marks and the bookmarks' places. An item is never
//! divided; a chain of items that keep together starts a new page when it does not fit on the rest of this one.

use crate::pdf::frame::Frame;
use crate::pdf::mark::Mark;

/// Something that stands on one page: a line, a row, a chart.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each says one thing about where the item may stand")]
pub(super) struct Item {
    /// Blank above, dropped at the head of a page.
    pub(super) above: f32,
    pub(super) height: f32,
    /// From the item's own upper left corner.
    pub(super) marks: Vec<Mark>,
    /// On the same page as the item that follows.
    pub(super) keep: bool,
    /// On the same page as the item before where it fits there by itself, whatever it should stay with.
    pub(super) stay: bool,
    /// On the grid of text lines.
    pub(super) on_grid: bool,
    /// On a new page.
    pub(super) new_page: bool,
    /// What is repeated when a page starts with this item, by index into [`Section::heads`].
    pub(super) head: Option<usize>,
    /// The bookmark that leads here.
    pub(super) bookmark: Option<Entry>,
    /// A chart: no page has two.
    pub(super) is_chart: bool,
}

/// A line of the outline.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) title: String,
    /// 1, or 2 for what stands below the last of level 1.
    pub(super) level: u8,
}

/// A repeated head of a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Head {
    pub(super) height: f32,
    pub(super) marks: Vec<Mark>,
}

/// Each item stays with the one behind it; the last with whatever follows.
pub(super) fn keep_together(items: &mut [Item]) {
    for item in items {
        item.keep = true;
    }
}

/// Items on pages of one orientation.
#[derive(Debug, Clone, Default)]
pub(super) struct Section {
    pub(super) sideways: bool,
    pub(super) items: Vec<Item>,
    pub(super) heads: Vec<Head>,
}

/// A page; its marks are placed in the type area.
#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    pub(super) sideways: bool,
    /// What the page repeats: it stands on paper, but not in the text.
    pub(super) repeated: Vec<Mark>,
    pub(super) marks: Vec<Mark>,
}

/// A place that the reader can jump to.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Bookmark {
    pub(super) entry: Entry,
    /// Counted from 0.
    pub(super) page: usize,
    /// Below the upper edge of the type area.
    pub(super) y: f32,
}

/// All pages; a document without any item has one blank page.
#[derive(Debug, Default)]
pub(super) struct Paginated {
    pub(super) pages: Vec<Page>,
    pub(super) bookmarks: Vec<Bookmark>,
    /// How far down the last page is filled.
    pub(super) filled: f32,
}

/// Fills pages, section after section.
pub(super) fn paginate(sections: Vec<Section>, frame: &Frame) -> Paginated {
    let mut pages = Paginated::default();
    for mut section in sections.into_iter().filter(|section| !section.items.is_empty()) {
        let mut cursor = Cursor {
            pages: &mut pages,
            sideways: section.sideways,
            heads: &section.heads,
            height: frame.height(section.sideways),
            pitch: frame.pitch,
            y: 0.0,
            is_empty: true,
            has_chart: false,
        };
        cursor.start_page();
        for index in 0..section.items.len() {
            cursor.put(section.items.get_mut(index..).unwrap_or_default());
        }
        pages.filled = cursor.y;
    }
    if pages.pages.is_empty() {
        pages.pages.push(Page::default());
    }
    pages
}

struct Cursor<'a> {
    pages: &'a mut Paginated,
    sideways: bool,
    heads: &'a [Head],
    height: f32,
    pitch: f32,
    y: f32,
    is_empty: bool,
    has_chart: bool,
}

impl Cursor<'_> {
    fn start_page(&mut self) {
        self.pages.pages.push(Page { sideways: self.sideways, ..Page::default() });
        self.y = 0.0;
        self.is_empty = true;
        self.has_chart = false;
    }

    /// Puts the first of `items`; the others are what it may have to stay with.
    fn put(&mut self, items: &mut [Item]) {
        let Some(has_room) = items.first().map(|item| self.has_room(item, items)) else { return };
        let Some(item) = items.first_mut() else { return };
        if !self.is_empty && (item.new_page || !has_room) {
            self.start_page();
            if let Some(head) = item.head.and_then(|head| self.heads.get(head)) {
                let y = self.y;
                if let Some(page) = self.pages.pages.last_mut() {
                    page.repeated.extend(head.marks.iter().map(|mark| mark.clone().lowered(y)));
                }
                self.y += head.height;
            }
        } else if !self.is_empty {
            self.y += item.above;
        }
        if item.on_grid {
            self.y = on_grid(self.y, self.pitch);
        }
        let y = self.y;
        let number = self.pages.pages.len() - 1;
        if let Some(entry) = item.bookmark.take() {
            self.pages.bookmarks.push(Bookmark { entry, page: number, y });
        }
        if let Some(page) = self.pages.pages.last_mut() {
            page.marks.extend(std::mem::take(&mut item.marks).into_iter().map(|mark| mark.lowered(y)));
        }
        self.y += item.height;
        self.is_empty = false;
        self.has_chart |= item.is_chart;
    }

    /// Whether the item fits with everything it must stay with, or, where that is longer than a page, by itself.
    fn has_room(&self, item: &Item, rest: &[Item]) -> bool {
        let fits = |bottom: f32| bottom <= self.height + 0.01;
        let by_itself = || fits(self.below(self.y, item));
        if item.stay {
            return by_itself();
        }
        let mut bottom = self.y;
        let mut chained = true;
        for next in rest.iter().take_while(|next| std::mem::replace(&mut chained, next.keep)) {
            if next.is_chart && self.has_chart {
                return false;
            }
            bottom = self.below(bottom, next);
            if bottom - self.y > self.height {
                return by_itself();
            }
        }
        fits(bottom)
    }

    /// Where an item ends that is put below `y`.
    fn below(&self, y: f32, item: &Item) -> f32 {
        let top = y + item.above;
        if item.on_grid { on_grid(top, self.pitch) + item.height } else { top + item.height }
    }
}

fn on_grid(y: f32, pitch: f32) -> f32 {
    ((y - 0.01) / pitch).ceil().max(0.0) * pitch
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::tests::house;

    fn item(height: f32) -> Item {
        Item { height, bookmark: Some(Entry::default()), ..Item::default() }
    }

    fn pages_of(items: Vec<Item>, heads: Vec<Head>) -> Vec<(usize, f32)> {
        let frame = Frame::new(&house().profile);
        let section = Section { sideways: false, items, heads };
        paginate(vec![section], &frame).bookmarks.iter().map(|bookmark| (bookmark.page, bookmark.y)).collect()
    }

    #[test]
    fn what_does_not_fit_starts_a_new_page() {
        assert_eq!(pages_of(vec![item(300.0), item(300.0), item(300.0)], vec![]), [(0, 0.0), (0, 300.0), (1, 0.0)]);
    }

    #[test]
    fn a_heading_goes_with_what_follows() {
        let heading = Item { keep: true, ..item(30.0) };
        assert_eq!(pages_of(vec![item(600.0), heading, item(30.0)], vec![]), [(0, 0.0), (1, 0.0), (1, 30.0)]);
    }

    #[test]
    fn a_chain_longer_than_a_page_is_divided_once() {
        let link = Item { keep: true, ..item(300.0) };
        assert_eq!(pages_of(vec![link.clone(), link.clone(), link], vec![]), [(0, 0.0), (1, 0.0), (1, 300.0)]);
    }

    #[test]
    fn what_stays_leaves_its_chain_behind() {
        let link = Item { keep: true, ..item(300.0) };
        let stays = Item { stay: true, ..link.clone() };
        assert_eq!(pages_of(vec![item(300.0), stays, link], vec![]), [(0, 0.0), (0, 300.0), (1, 0.0)]);
    }

    #[test]
    fn a_head_is_repeated_above_the_rows_of_the_next_page() {
        let row = Item { head: Some(0), ..item(300.0) };
        let head = Head { height: 20.0, marks: vec![] };
        assert_eq!(pages_of(vec![row.clone(), row.clone(), row], vec![head]), [(0, 0.0), (0, 300.0), (1, 20.0)]);
    }

    #[test]
    fn text_returns_to_the_grid() {
        let pitch = Frame::new(&house().profile).pitch;
        let line = Item { on_grid: true, ..item(pitch) };
        assert_eq!(pages_of(vec![item(30.0), line], vec![]), [(0, 0.0), (0, 2.0 * pitch)]);
    }
}
