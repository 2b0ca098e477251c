//! F: the file.

use super::Words;
use crate::domain::OfficeFile;
use crate::finding::facts::{
    Content, Denial, EmptyFile, Encrypted, FurtherFindings, NotAWorkbook, ReaderFailed, ReaderTimeout, SeveralReturns, TooLarge,
    Truncated, Unreadable, UnsupportedFormat, WrongExtension,
};

/// What is lost with a file of the office's that cannot be read: what the office has written must not be lost without a word.
pub(in crate::finding) fn lost(file: OfficeFile) -> &'static str {
    match file {
        OfficeFile::Registry => "名录没有采用",
        OfficeFile::Explanations => "其中的说明都没有采用",
        OfficeFile::Events => "其中的事项都没有采用",
        OfficeFile::Practices => "其中的典型做法都没有采用",
        OfficeFile::SignOffs => "其中的销号记录都没有采用",
        OfficeFile::Adjustments => "其中的差额都没有采用",
    }
}

fn instead(content: Content) -> String {
    let content = match content {
        Content::Archive => "压缩包，请解压后上报",
        Content::Rar => "压缩包（RAR），请解压后上报",
        Content::SevenZip => "压缩包（7z），请解压后上报",
        Content::Gzip => "压缩包（gzip），请解压后上报",
        Content::Pdf => "PDF",
        Content::Image => "图片",
        Content::Word => "Word 文档",
        Content::PowerPoint => "PowerPoint 文稿",
        Content::OldOffice => "其他 Office 文档（如 .doc、.wps）",
        Content::OldExcel => return "工作簿是 Excel 95 或更早版本的格式，太旧，不能读取".to_owned(),
        Content::Rtf => "RTF 文档",
        Content::Html => "网页（HTML）",
        Content::Xml => "XML 文本",
        Content::PlainText => "文本",
        Content::Binary => "未知的二进制数据",
    };
    format!("内容不是工作簿，而是{content}")
}

impl Words for NotAWorkbook {
    fn message(&self) -> String {
        instead(self.content)
    }
}

impl Words for UnsupportedFormat {
    fn message(&self) -> String {
        instead(self.content)
    }

    fn hint(&self) -> Option<String> {
        let is_old = self.content == Content::OldExcel;
        is_old.then(|| "请在 Excel 或 WPS 中打开，另存为 .xlsx（Excel 工作簿）后重报".to_owned())
    }
}

impl Words for Truncated {
    fn message(&self) -> String {
        match self {
            Self::Damaged => "文件残缺或已损坏，读取中断".to_owned(),
            Self::CellOutside => "单元格位置超出工作表范围".to_owned(),
        }
    }
}

impl Words for EmptyFile {
    fn message(&self) -> String {
        "文件大小为零".to_owned()
    }
}

impl Words for WrongExtension {
    fn message(&self) -> String {
        format!("扩展名为“{}”，内容实为 .{}", self.extension, self.content)
    }
}

impl Words for Encrypted {
    fn message(&self) -> String {
        "文件已加密，请去除密码后重报".to_owned()
    }
}

impl Words for TooLarge {
    fn message(&self) -> String {
        match self {
            Self::File { most_mebibytes } => format!("文件超过 {most_mebibytes} MiB"),
            Self::Unfolded { bytes, mebibytes } => format!("文件 {bytes} 字节，展开后达 {mebibytes} MiB 以上"),
            Self::Sheets { found, most } => format!("共 {found} 张工作表，一份报表最多读 {most} 张"),
            Self::Cells { most } => format!("超过 {most} 个单元格"),
            Self::AnnouncedCells { found } => format!("共 {found} 个单元格，远超一份报表"),
            Self::Words { most_mebibytes } => format!("单元格文字超过 {most_mebibytes} MiB"),
            Self::CellWords => "有单元格的文字超过 32,767 字".to_owned(),
            Self::Read { most_mebibytes } => format!("读出的内容超过 {most_mebibytes} MiB"),
        }
    }
}

impl Words for SeveralReturns {
    fn message(&self) -> String {
        format!("一个文件里有 {} 张封面，按 {} 份报表分别读取", self.count, self.count)
    }
}

impl Words for ReaderFailed {
    fn message(&self) -> String {
        "读取程序中断：文件结构异常，或机器内存不足".to_owned()
    }
}

impl Words for ReaderTimeout {
    fn message(&self) -> String {
        format!("读取超过 {} 秒，已停止", self.seconds)
    }
}

impl Words for Unreadable {
    fn message(&self) -> String {
        let why = match self.denial {
            Denial::NotFound => "找不到文件".to_owned(),
            Denial::Permission => "没有读取权限".to_owned(),
            Denial::Folder => "这是文件夹".to_owned(),
            Denial::NoFile => "不是普通文件（管道或设备）".to_owned(),
            Denial::Link => "这是链接，没有跟随".to_owned(),
            Denial::Dangling => "这是链接，所指的文件不存在".to_owned(),
            Denial::ClosedFolder => "文件夹没有读取权限，其中的文件都没有读到".to_owned(),
            Denial::PathTooLong => "路径太长，其中的文件没有读到".to_owned(),
            Denial::Other(Some(number)) => format!("系统读取出错（错误号 {number}）"),
            Denial::Other(None) => "系统读取出错".to_owned(),
        };
        format!("文件无法打开：{why}")
    }

    fn hint(&self) -> Option<String> {
        let advice = match self.denial {
            Denial::NotFound => "文件可能已被移走或改名，请放好后重新运行",
            Denial::Folder => "这里应是文件：请移走这个文件夹，放入文件本身",
            Denial::NoFile => "这里应是普通文件：请移走它，放入文件本身",
            Denial::Link => "请放入文件本身，不放链接或快捷方式",
            Denial::Dangling => "请放入文件本身，或使链接所指的文件可以读取（例如重新挂载共享文件夹）",
            Denial::ClosedFolder => "请让运行程序的账户可以读取这个文件夹",
            Denial::PathTooLong => "请缩短文件夹和文件的名称，或少套几层文件夹",
            Denial::Permission | Denial::Other(_) => return None,
        };
        Some(advice.to_owned())
    }
}

impl Words for FurtherFindings {
    fn message(&self) -> String {
        format!("另有 {} 条“{}”（{}）没有逐条列出", self.more, self.title, self.code)
    }
}
