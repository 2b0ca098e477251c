//! 说明: how the workbook is to be read, in words: marks, rounding, formulas, where numbers come from.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::exhibit::Sheet;
use super::formulas::Formulas;
use super::page::Page;
use super::styles::{Look, Styles};
use super::{contents, names, rows, table, text};
use tongbao_document::{Align, Cell, Document, Light, Table};

/// Sheets that explain the numbers, where the bulletin has them, and what they say.
const EXPLAINING: [(&str, &str); 7] = [
    ("指标公式", "每项指标的计算公式、计量单位和依据条款"),
    ("口径与覆盖", "每项指标的口径，以及参与计算的单位数占应报单位数的比例"),
    ("指标计算", "每个数的分子、分母和未修约的数值，印出的数由它算出"),
    ("县区计算", "各县（市、区）各数的分子、分母和未修约的数值"),
    ("医联体计算", "各医联体各数的分子、分母和未修约的数值"),
    ("汇总勾稽", "分项之和与合计相等的核对"),
    ("数据来源", "公式所用的每一个数的报送单位、文件、工作表、单元格和文件哈希"),
];

/// Widths of the two columns, in ems: together what A4 holds without shrinking.
const SUBJECT: f32 = 9.0;
const MEANING: f32 = 36.0;

/// Writes the sheet.
pub(super) fn write(
    sheet: &mut Worksheet,
    document: &Document,
    sheets: &[Sheet<'_>],
    formulas: &Formulas,
    styles: &mut Styles,
) -> Result<(), XlsxError> {
    sheet.set_column_width(0, rows::column_width(SUBJECT))?;
    sheet.set_column_width(1, rows::column_width(MEANING))?;
    sheet.set_row_height(0, rows::height(1.2, styles.title_size))?;
    rows::put(sheet, 0, 0, names::NOTES, &styles.title_across)?;
    sheet.write_blank(0, 1, &styles.title_across)?;
    rows::put_link(sheet, 1, 0, names::INDEX, names::BACK, &styles.link)?;
    let mut notes = Notes { sheet, styles, row: 2 };

    notes.part("一、发布信息", ["项目", "内容"])?;
    let properties = &document.properties;
    let as_of = contents::day(properties.as_of);
    for (subject, meaning) in [
        ("发布单位", properties.author.as_str()),
        ("报告期", properties.period.as_deref().unwrap_or_default()),
        ("数据截至", as_of.as_str()),
        ("状态", properties.status_word()),
        ("数据性质", if properties.sample { "示例数据，不反映真实情况" } else { "" }),
        ("联系人", properties.contact.as_deref().unwrap_or_default()),
    ] {
        if !meaning.is_empty() {
            notes.pair(subject, meaning)?;
        }
    }

    notes.part("二、符号和颜色", ["标记", "含义"])?;
    // A list has no changes, ranks or lights.
    let is_list = document.head.organ.is_none();
    for (sign, meaning) in MARKS.into_iter().take(if is_list { MARKS_OF_LISTS } else { MARKS.len() }) {
        notes.sign(sign, meaning)?;
    }
    if !is_list {
        notes.lights()?;
    }

    notes.part("三、数值", ["项目", "说明"])?;
    for (subject, meaning) in VALUES.into_iter().take(if is_list { 1 } else { VALUES.len() }) {
        notes.pair(subject, meaning)?;
    }

    notes.part("四、公式和追溯", ["项目", "说明"])?;
    for (subject, meaning) in tracing(formulas) {
        notes.pair(subject, &meaning)?;
    }

    let explaining: Vec<(&str, &str)> =
        EXPLAINING.into_iter().filter(|(name, _)| sheets.iter().any(|sheet| sheet.name == *name)).collect();
    if !explaining.is_empty() {
        notes.part("五、有关工作表", ["工作表", "内容"])?;
        for (name, meaning) in explaining {
            notes.link(name, meaning)?;
        }
    }
    for table in document.workbook_tables.iter().filter(|table| is_own(table)) {
        notes.own(table)?;
    }
    let last = notes.row.saturating_sub(1);
    sheet.set_print_area(0, 0, last, 1)?;
    Page::portrait(false).apply(sheet)
}

/// The signs, as they stand in cells.
const MARKS: [(&str, &str); 10] = [
    ("—", "不适用，或者没有基数、分母为零而无法计算"),
    ("…", "应报未报或者未填，不是零"),
    ("0", "报送的数就是零，或者修约后为零"),
    ("*", "附在数后：报送覆盖率不足，只供参考"),
    ("p", "附在数后：快报数，尚未审定"),
    ("r", "附在数后：修订数，与已发布的不同"),
    ("a", "附在数后：含办公室登记的差额，见表注"),
    ("k", "附在数后：可比口径，只比较两期都计入的单位"),
    ("c", "附在数后：两期都计入的单位不足规定，不具可比性"),
    ("+", "附在数前：变动数增加；减少为“-”"),
];

/// How many of them a list needs.
const MARKS_OF_LISTS: usize = 3;

/// Whether a table of the workbook alone stands on this sheet: it is called so, and holds words only.
pub(super) fn is_own(table: &Table) -> bool {
    let mut cells = table.rows.iter().flat_map(|row| &row.cells);
    table.name == names::NOTES && !cells.any(|cell| matches!(cell, Cell::Figure(_)))
}

/// What holds of every number.
const VALUES: [(&str, &str); 7] = [
    ("修约", "各数按未修约的数值计算，只在最后按四舍五入修约一次；正文、附表、图和本工作簿中的同一个数完全相同。"),
    ("汇总", "合计数和比率由各单位的原始数先求和、再计算，不是各地比率的平均。"),
    (
        "覆盖率",
        "每个汇总数都有参与计算的单位数和应报单位数，覆盖率取单位数和业务量两者中较低的。覆盖率低于方案规定比例的数带“*”，不参加排名；规定比例和各指标的覆盖率见有关工作表。",
    ),
    ("舍位平衡", "分项修约后与合计有尾差的，个别分项的末位作过调整，使分项之和等于合计；经调整的单元格为数值，不是公式。"),
    (
        "同比和环比",
        "同比与上年同期比较，环比与上一报告期比较，都只比较两期都计入的单位（承接单位连同前身单位）；率的变动以百分点计，基数为零、为负或缺数的不计算。",
    ),
    ("排名", "同分同名次，其后名次顺延（1、1、3）；未报和覆盖率不足的不排名。"),
    ("修订", "已经发布、后来更正的数带“r”；以最近一次发布的数为准。"),
];

/// How a number is traced back, as far as this workbook goes.
fn tracing(formulas: &Formulas) -> Vec<(&'static str, String)> {
    if formulas.count() == 0 {
        return vec![("公式", "本工作簿的数字均为数值，没有公式。".to_owned())];
    }
    vec![
        (
            "公式",
            format!(
                "本工作簿有{}个公式单元格：合计、比率、变动、完成率、排名和图中的数由其他单元格算出，保存的结果就是印出的数；其余数字为数值。",
                formulas.count()
            ),
        ),
        (
            "追溯",
            "点选印出的数，在编辑栏看公式，或用“公式—追踪引用单元格”：印出的数→公式→“指标计算”等表中的分子、分母→“数据来源”中各单位的数→所在行的文件、工作表、单元格和哈希。分子、分母不是公式的，按“指标公式”中的指标项在“数据来源”中筛选。".to_owned(),
        ),
        ("排序", "公式按位置引用单元格。要排序或删改行列的，请先把该工作表的数值复制到新的工作簿；筛选不受影响。".to_owned()),
    ]
}

/// The sheet while it is written.
struct Notes<'s> {
    sheet: &'s mut Worksheet,
    styles: &'s mut Styles,
    row: u32,
}

impl Notes<'_> {
    /// A heading with the header of the list below it.
    fn part(&mut self, heading: &str, headers: [&str; 2]) -> Result<(), XlsxError> {
        if self.row > 2 {
            self.row += 1;
        }
        let display = &self.styles.headings[0];
        self.sheet.set_row_height(self.row, rows::height(1.1, display.size))?;
        rows::put(self.sheet, self.row, 0, heading, &display.format.clone().unset_text_wrap())?;
        self.sheet.set_row_height(self.row + 1, rows::height(1.0, self.styles.header_size))?;
        for (col, header) in (0_u16..).zip(headers) {
            rows::put(self.sheet, self.row + 1, col, header, &self.styles.header)?;
        }
        self.row += 2;
        Ok(())
    }

    fn pair(&mut self, subject: &str, meaning: &str) -> Result<(), XlsxError> {
        self.height(subject, meaning)?;
        self.words(0, subject, Align::Left)?;
        self.words(1, meaning, Align::Left)?;
        self.row += 1;
        Ok(())
    }

    fn link(&mut self, name: &str, meaning: &str) -> Result<(), XlsxError> {
        self.height(name, meaning)?;
        rows::put_link(self.sheet, self.row, 0, name, name, &self.styles.framed_link)?;
        self.words(1, meaning, Align::Left)?;
        self.row += 1;
        Ok(())
    }

    fn sign(&mut self, sign: &str, meaning: &str) -> Result<(), XlsxError> {
        self.height(sign, meaning)?;
        self.words(0, sign, Align::Center)?;
        self.words(1, meaning, Align::Left)?;
        self.row += 1;
        Ok(())
    }

    fn lights(&mut self) -> Result<(), XlsxError> {
        for (light, meaning) in [
            (Light::Green, "达到目标或序时进度"),
            (Light::Yellow, "略低于目标或序时进度，幅度在方案规定的范围内"),
            (Light::Red, "明显低于目标或序时进度"),
        ] {
            let meaning = format!("{meaning}。颜色只重复文字，黑白打印不丢失信息");
            self.height(light.word(), &meaning)?;
            let look = Look::words(Align::Center);
            table::write_cell(self.sheet, (self.row, 0), &Cell::Light(light), None, look, self.styles)?;
            self.words(1, &meaning, Align::Left)?;
            self.row += 1;
        }
        Ok(())
    }

    /// What the document itself has to explain.
    fn own(&mut self, table: &Table) -> Result<(), XlsxError> {
        self.row += 1;
        let display = &self.styles.headings[0];
        self.sheet.set_row_height(
            self.row,
            rows::height(text::lines(&table.title, display.width(SUBJECT + MEANING, self.styles.size)), display.size),
        )?;
        rows::put_across(self.sheet, self.row, 1, &table.title, &display.format)?;
        self.row += 1;
        for (col, column) in (0_u16..).zip(table.columns.iter().take(2)) {
            rows::put(self.sheet, self.row, col, &column.header, &self.styles.header)?;
        }
        self.row += 1;
        for row in &table.rows {
            // Two columns are what the sheet has: further cells go on in the second.
            let mut cells = row.cells.iter().map(Cell::text);
            let subject = cells.next().unwrap_or_default();
            let meaning = cells.filter(|words| !words.is_empty()).collect::<Vec<String>>().join("；");
            self.pair(&subject, &meaning)?;
        }
        for note in &table.notes {
            let lines = text::lines(note, (SUBJECT + MEANING) / self.styles.ratios().note);
            self.sheet.set_row_height(self.row, rows::height(lines, self.styles.note_size))?;
            rows::put_across(self.sheet, self.row, 1, note, &self.styles.note)?;
            self.row += 1;
        }
        Ok(())
    }

    fn words(&mut self, col: u16, words: &str, align: Align) -> Result<(), XlsxError> {
        table::write_cell(self.sheet, (self.row, col), &Cell::Text(words.to_owned()), None, Look::words(align), self.styles)
    }

    fn height(&mut self, subject: &str, meaning: &str) -> Result<(), XlsxError> {
        let lines = text::lines(subject, SUBJECT).max(text::lines(meaning, MEANING));
        self.sheet.set_row_height(self.row, rows::height(lines, self.styles.size))?;
        Ok(())
    }
}
