//! A bulletin as a whole.

use serde::{Deserialize, Serialize};

use super::block::Block;
use super::table::Table;

/// What the file says about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Properties {
    /// Title without line breaks.
    pub title: String,
    /// Issuing office.
    pub author: String,
    /// One line.
    pub subject: String,
    /// The period in words, e.g. `2025年第三季度`; lists may have none.
    pub period: Option<String>,
    /// Whom a reader may ask, for the workbook's cover.
    pub contact: Option<String>,
    /// As-of date (year, month, day): also the creation date of the files.
    pub as_of: (i16, i8, i8),
    /// What it is as a paper; forms and slips are none.
    pub status: Option<Status>,
    /// Sample data: every page and the cover say 示例数据.
    pub sample: bool,
}

/// How far a paper has come. What is not final says so on every page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// Nobody has issued it.
    #[serde(rename = "草稿")]
    Draft,
    /// A draft that goes round.
    #[serde(rename = "征求意见稿")]
    ForComment,
    /// Issued.
    #[serde(rename = "定稿")]
    Final,
}

impl Status {
    /// As printed.
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "草稿",
            Self::ForComment => "征求意见稿",
            Self::Final => "定稿",
        }
    }
}

impl Properties {
    /// The status in a word; nothing where there is none.
    pub fn status_word(&self) -> &'static str {
        self.status.map_or("", Status::word)
    }

    /// What every page says of a paper that is not issued.
    pub fn notice(&self) -> Option<&'static str> {
        self.status.filter(|status| *status != Status::Final).map(Status::word)
    }
}

/// What stands above the body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// 份号, six digits.
    pub copy_number: Option<String>,
    /// 密级和保密期限, e.g. `机密★1年`.
    pub secrecy: Option<String>,
    /// 紧急程度: 特急 or 加急.
    pub urgency: Option<String>,
    /// 发文机关标志, in red, e.g. `济宁市卫生健康委员会`; none for lists and forms.
    pub organ: Option<String>,
    /// 发文字号, e.g. `济卫通报〔2025〕3号`.
    pub number: Option<String>,
    /// Title; line breaks where its lines are to end, none to leave that to the page.
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
    /// Whether a seal goes over both, which needs room.
    pub sealed: bool,
}

/// 版记: at the foot of the last page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imprint {
    /// 抄送, without the word and the full stop: `市政府办公室，市财政局`.
    pub copies: Option<String>,
    /// 印发机关.
    pub organ: String,
    /// 印发日期, without 印发.
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
    /// 附注 below the date, without its parentheses, e.g. `此件公开发布`.
    pub remark: Option<String>,
    /// After the body, each on a new page.
    pub attachments: Vec<Attachment>,
    /// At the foot of the last page.
    pub imprint: Option<Imprint>,
    /// Tables of the workbook alone, e.g. 数据来源: an auditor's, too long for paper.
    pub workbook_tables: Vec<Table>,
}

impl Document {
    /// A list for use inside the office: a title and what follows, without number, addressees or signature.
    pub fn list(properties: Properties, title: String, body: Vec<Block>) -> Self {
        Self {
            properties,
            head: Head { title, ..Head::default() },
            body,
            signature: None,
            remark: None,
            attachments: Vec::new(),
            imprint: None,
            workbook_tables: Vec::new(),
        }
    }

    /// Every block, body first, then attachment by attachment.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.body.iter().chain(self.attachments.iter().flat_map(|attachment| attachment.blocks.iter()))
    }
}
