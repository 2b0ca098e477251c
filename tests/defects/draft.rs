//! What arrives instead of, or beside, a clean return.

use tongbao_returns::domain::{CellAddress, File, Location, OfficeFile, Period, Statement, UnitCode};
use tongbao_sample::imperfect::{Container, Spoilt, Way, With, container};

use super::book::Book;
use super::world::{THIS, path_of, world};

/// A file on its way to the inbox; starts as the clean return.
#[derive(Debug)]
pub(super) struct Draft {
    /// Path below the inbox.
    pub(super) path: String,
    /// What is filed, unless there are `bytes`.
    pub(super) book: Book,
    /// The file, if it is no book that could be written.
    pub(super) bytes: Option<Vec<u8>>,
    /// The clean return arrives as well.
    pub(super) is_beside: bool,
    /// The file is gone when it is to be read.
    pub(super) vanishes: bool,
    /// What was said about findings.
    pub(super) statements: Vec<Statement>,
    pub(super) whose: super::Whose,
    /// The way in which it is spoilt, if it is one that others use too.
    pub(super) way: Option<&'static Way>,
}

impl Draft {
    pub(super) fn new(whose: super::Whose) -> Self {
        let clean = world().find(whose.0, whose.1, THIS);
        Self {
            path: path_of(whose.0, whose.1, THIS),
            book: Book::open(&clean.bytes),
            bytes: None,
            is_beside: false,
            vanishes: false,
            statements: Vec::new(),
            whose,
            way: None,
        }
    }

    /// Spoils it at some places in a way that others use too; what a hand changes in cells comes after it.
    pub(super) fn spoil(&mut self, way: &'static Way, with: With) {
        let mut spoilt = Spoilt::new(world().filled_in(self.whose.0, self.whose.1, THIS));
        way.spoil(&mut spoilt, with).expect("a way to spoil it");
        let Spoilt { book, layout, container } = spoilt;
        self.book = Book::open(&world().rendered(&book));
        if let Some(layout) = layout {
            self.book.lay_out(&layout, &book.sheets);
        }
        if !matches!(container, Container::Whole) {
            self.bytes = Some(container.befallen(world().rendered(&book), book.sheets.len()).expect("a container"));
        }
        self.way = Some(way);
    }

    /// Changes a part of the file as another program would have written it; what is changed in the book must come before.
    #[track_caller]
    pub(super) fn alter(&mut self, part: &str, change: impl FnOnce(&str) -> String) {
        let mut is_changed = false;
        let altered = container::with_part(&self.file(), part, |text| {
            let changed = change(&text);
            is_changed = changed != text;
            changed
        });
        assert!(is_changed, "{part} is changed");
        self.bytes = Some(altered.expect("a container"));
    }

    /// The same of the part that holds a sheet.
    #[track_caller]
    pub(super) fn alter_page(&mut self, page: &str, change: impl FnOnce(&str) -> String) {
        self.alter(&self.part_of(page), change);
    }

    /// The part that holds a sheet.
    pub(super) fn part_of(&self, page: &str) -> String {
        let position = self.book.pages.iter().position(|own| own.name == page).expect("a sheet of this name");
        format!("xl/worksheets/sheet{}.xml", position + 1)
    }

    /// Shows a cell as percent by a conditional format with this rule, whose format is the first.
    #[track_caller]
    pub(super) fn show_as_percent(&mut self, page: &str, cell: &str, rule: &str) {
        let format = "<dxfs count=\"1\"><dxf><numFmt numFmtId=\"164\" formatCode=\"0.0%\"/></dxf></dxfs>";
        self.alter("xl/styles.xml", |styles| styles.replace("<dxfs count=\"0\"/>", format));
        let rules = format!("</sheetData><conditionalFormatting sqref=\"{cell}\">{rule}</conditionalFormatting>");
        self.alter_page(page, |sheet| sheet.replace("</sheetData>", &rules));
    }

    /// The file as it arrives.
    pub(super) fn file(&self) -> Vec<u8> {
        self.bytes.clone().unwrap_or_else(|| self.book.bytes())
    }

    /// The clean return as it was written.
    pub(super) fn clean(&self) -> Vec<u8> {
        world().find(self.whose.0, self.whose.1, THIS).bytes.clone()
    }

    /// Fills in what the unit filed for another period, but not the cover.
    pub(super) fn copy_of(&mut self, period: Period) {
        let mut earlier = Book::open(&world().find(self.whose.0, self.whose.1, period).bytes);
        for item in world().form(self.whose.1).items() {
            let (page, row) = earlier.row_of(&item.code);
            if let Some(cell) = earlier.page(&page).cells.get(&(row, 3)) {
                self.book.put(&item.code, cell.clone());
            }
        }
    }

    /// Another form is filled in by the unit.
    pub(super) fn use_form_of(&mut self, other: super::Whose) {
        let mut book = Book::open(&world().find(other.0, other.1, THIS).bytes);
        let own = self.book.page("封面").cells.clone();
        // Code and name of the unit.
        for at in [(4, 1), (5, 1)] {
            book.page("封面").cells.insert(at, own[&at].clone());
        }
        self.book = book;
    }

    /// Files the book a second time, under another name, with another 报出日期 (serial days of Excel).
    pub(super) fn beside(&mut self, reported_on: &str) {
        self.is_beside = true;
        self.path = self.path.replace(".xlsx", " 更正.xlsx");
        self.book.set("封面", "B10", reported_on);
    }

    /// Somebody says something about a finding.
    pub(super) fn says(&mut self, rule: &str, values: &str, text: &str) {
        let row = u32::try_from(self.statements.len()).expect("few statements") + 1;
        self.statements.push(Statement {
            period: THIS,
            unit: UnitCode::new(self.whose.0),
            rule: rule.to_owned(),
            values: values.to_owned(),
            text: text.to_owned(),
            at: Location::file(File::Office(OfficeFile::Explanations)).on_cell("说明", CellAddress { row, column: 5 }),
        });
    }
}
