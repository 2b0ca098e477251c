//! A bulletin as a whole.

use super::block::Block;
use super::table::Table;

/// What the file says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Properties {
    /// Title without line breaks.
    pub title: String,
    /// Issuing office.
    pub author: String,
    /// One line.
    pub subject: String,
    /// As-of date (year, month, day): also the creation date of the files.
    pub as_of: (i16, i8, i8),
    /// 草稿 or 定稿.
    pub status: String,
    /// Sample data: every page and the cover say 示例数据.
    pub sample: bool,
}

/// What stands above the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// 发文机关标志, in red, e.g. `济宁市卫生健康委员会`; none for lists and forms.
    pub organ: Option<String>,
    /// 发文字号, e.g. `济卫通报〔2025〕3号`.
    pub number: Option<String>,
    /// Title.
    pub title: String,
    /// 主送机关, e.g. `各县（市、区）卫生健康局：`.
    pub addressees: Option<String>,
}

/// 署名 and 成文日期.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Who signs.
    pub organ: String,
    /// `2025年10月20日`.
    pub date: String,
}

/// An attachment: a new page in the PDF, sheets in the workbook.
#[derive(Debug, Clone, PartialEq)]
pub struct Attachment {
    /// `附件1`
    pub label: String,
    /// Title.
    pub title: String,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// A bulletin, composed once, rendered to PDF and to a workbook.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What the files say about themselves.
    pub properties: Properties,
    /// Above the body.
    pub head: Head,
    /// In reading order.
    pub body: Vec<Block>,
    /// Below the body.
    pub signature: Option<Signature>,
    /// After the body, each on a new page.
    pub attachments: Vec<Attachment>,
    /// Tables of the workbook alone, e.g. 数据来源: an auditor's, too long for paper.
    pub workbook_tables: Vec<Table>,
}

impl Document {
    /// Every block, body first, then attachment by attachment.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.body.iter().chain(self.attachments.iter().flat_map(|attachment| attachment.blocks.iter()))
    }
}
