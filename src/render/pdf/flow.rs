//! Items in reading order onto pages.
//!
//! In: sections of items, each as wide as its type area. Out: pages of marks and the bookmarks' places. An item is never
//! divided; a chain of items that keep together starts a new page when it does not fit on the rest of this one.

use crate::render::pdf::frame::Frame;
use crate::render::pdf::mark::Mark;

/// Something that stands on one page: a line, a row, a chart.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each answers a question of its own")]
pub(super) struct Item {
    /// Blank above, dropped at the head of a page.
    pub(super) above: f32,
    pub(super) height: f32,
    /// From the item's own upper left corner.
    pub(super) marks: Vec<Mark>,
    /// On the same page as the item that follows.
    pub(super) keep: bool,
    /// On the grid of text lines.
    pub(super) on_grid: bool,
    /// On a new page.
    pub(super) new_page: bool,
    /// What is repeated when a page starts with this item, by index into [`Section::heads`].
    pub(super) head: Option<usize>,
    /// Text of the bookmark that leads here.
    pub(super) bookmark: Option<String>,
    /// A chart: no page has two.
    pub(super) is_chart: bool,
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
    pub(super) marks: Vec<Mark>,
}

/// A place that the reader can jump to.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Bookmark {
    pub(super) title: String,
    /// Counted from 0.
    pub(super) page: usize,
    /// Below the upper edge of the type area.
    pub(super) y: f32,
}

/// All pages; a document without any item has one blank page.
#[derive(Debug, Default)]
pub(super) struct Pages {
    pub(super) pages: Vec<Page>,
    pub(super) bookmarks: Vec<Bookmark>,
}

/// Fills pages, section after section.
pub(super) fn paginate(sections: &[Section], frame: &Frame) -> Pages {
    let mut pages = Pages::default();
    for section in sections {
        let mut cursor = Cursor {
            pages: &mut pages,
            section,
            height: frame.height(section.sideways),
            y: 0.0,
            is_empty: true,
            has_chart: false,
        };
        cursor.start_page();
        for (index, item) in section.items.iter().enumerate() {
            cursor.put(item, section.items.get(index..).unwrap_or_default(), frame.pitch);
        }
    }
    if pages.pages.is_empty() {
        pages.pages.push(Page::default());
    }
    pages
}

struct Cursor<'a> {
    pages: &'a mut Pages,
    section: &'a Section,
    height: f32,
    y: f32,
    is_empty: bool,
    has_chart: bool,
}

impl Cursor<'_> {
    fn start_page(&mut self) {
        self.pages.pages.push(Page { sideways: self.section.sideways, marks: Vec::new() });
        self.y = 0.0;
        self.is_empty = true;
        self.has_chart = false;
    }

    fn put(&mut self, item: &Item, rest: &[Item], pitch: f32) {
        if !self.is_empty && (item.new_page || !self.has_room(item, rest, pitch)) {
            self.start_page();
            if let Some(head) = item.head.and_then(|head| self.section.heads.get(head)) {
                self.print(&head.marks);
                self.y += head.height;
            }
        } else if !self.is_empty {
            self.y += item.above;
        }
        if item.on_grid {
            self.y = on_grid(self.y, pitch);
        }
        if let Some(title) = &item.bookmark {
            let page = self.pages.pages.len() - 1;
            self.pages.bookmarks.push(Bookmark { title: title.clone(), page, y: self.y });
        }
        self.print(&item.marks);
        self.y += item.height;
        self.is_empty = false;
        self.has_chart |= item.is_chart;
    }

    /// Whether the item fits with everything it must stay with, or, where that is longer than a page, by itself.
    fn has_room(&self, item: &Item, rest: &[Item], pitch: f32) -> bool {
        let fits = |bottom: f32| bottom <= self.height + 0.01;
        let mut bottom = self.y;
        let mut chained = true;
        for next in rest.iter().take_while(|next| std::mem::replace(&mut chained, next.keep)) {
            if next.is_chart && self.has_chart {
                return false;
            }
            bottom += next.above;
            bottom = if next.on_grid { on_grid(bottom, pitch) } else { bottom } + next.height;
            if bottom - self.y > self.height {
                return fits(self.y + item.above + item.height);
            }
        }
        fits(bottom)
    }

    fn print(&mut self, marks: &[Mark]) {
        let y = self.y;
        if let Some(page) = self.pages.pages.last_mut() {
            page.marks.extend(marks.iter().map(|mark| mark.clone().lowered(y)));
        }
    }
}

fn on_grid(y: f32, pitch: f32) -> f32 {
    ((y - 0.01) / pitch).ceil().max(0.0) * pitch
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fonts::tests::house;

    fn item(height: f32) -> Item {
        Item { height, bookmark: Some(String::new()), ..Item::default() }
    }

    fn pages_of(items: Vec<Item>, heads: Vec<Head>) -> Vec<(usize, f32)> {
        let frame = Frame::new(&house().profile);
        let section = Section { sideways: false, items, heads };
        paginate(&[section], &frame).bookmarks.iter().map(|bookmark| (bookmark.page, bookmark.y)).collect()
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
    fn a_page_has_one_chart_and_its_heading_goes_with_it() {
        let chart = Item { is_chart: true, ..item(100.0) };
        let heading = Item { keep: true, ..item(30.0) };
        let places = pages_of(vec![chart.clone(), item(30.0), heading, chart.clone(), chart], vec![]);
        assert_eq!(places, [(0, 0.0), (0, 100.0), (1, 0.0), (1, 30.0), (2, 0.0)]);
    }

    #[test]
    fn a_chain_longer_than_a_page_is_divided_once() {
        let link = Item { keep: true, ..item(300.0) };
        assert_eq!(pages_of(vec![link.clone(), link.clone(), link], vec![]), [(0, 0.0), (1, 0.0), (1, 300.0)]);
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
