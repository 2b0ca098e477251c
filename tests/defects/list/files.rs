//! Files that are no return, or cannot be opened.

use tongbao_sample::imperfect::Said::Words;
use tongbao_sample::imperfect::ways;

use crate::defects::{Defect, Effect, TOWNSHIP};

pub(super) const DEFECTS: &[Defect] = &[
    Defect {
        name: "文件大小为零",
        of: TOWNSHIP,
        change: |draft| draft.spoil(&ways::EMPTY_FILE, &[]),
        expects: &[("F03", "")],
        also: &[],
        effect: Effect::Rejected,
    },
    Defect {
        name: "只传了前一半",
        of: TOWNSHIP,
        change: |draft| draft.spoil(&ways::TRUNCATED, &[]),
        expects: &[("F02", "")],
        also: &[],
        effect: Effect::Rejected,
    },
    Defect {
        name: "设了打开密码",
        of: TOWNSHIP,
        change: |draft| draft.bytes = Some(include_bytes!("../../inputs/encrypted.xlsx").to_vec()),
        expects: &[("F05", "")],
        also: &[],
        effect: Effect::Rejected,
    },
    Defect {
        name: "文本文件改名为 .xlsx",
        of: TOWNSHIP,
        change: |draft| draft.spoil(&ways::NO_WORKBOOK, &[("", Words("甲县第一乡镇卫生院 总诊疗人次 47700"))]),
        expects: &[("F01", "")],
        also: &[],
        effect: Effect::Rejected,
    },
    Defect {
        name: "盖章扫描件 PDF 改名为 .xlsx",
        of: TOWNSHIP,
        change: |draft| {
            draft.spoil(&ways::NO_WORKBOOK, &[("", Words("%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"))]);
        },
        expects: &[("F01", "")],
        also: &[],
        effect: Effect::Rejected,
    },
    Defect {
        name: "系统导出的网页表格，扩展名为 .xls",
        of: TOWNSHIP,
        change: |draft| {
            draft.path = draft.path.replace(".xlsx", ".xls");
            draft.spoil(
                &ways::NO_WORKBOOK,
                &[("", Words("<html><body><table><tr><td>总诊疗人次</td></tr></table></body></html>"))],
            );
        },
        expects: &[("F01", "")],
        also: &[],
        effect: Effect::Rejected,
    },
    Defect {
        name: "报来 .csv",
        of: TOWNSHIP,
        change: |draft| {
            draft.path = draft.path.replace(".xlsx", ".csv");
            draft.spoil(&ways::OTHER_FORMAT, &[("", Words("代码,本期累计\n101,47700\n"))]);
        },
        expects: &[("F09", "")],
        also: &[],
        effect: Effect::Rejected,
    },
    Defect {
        name: "Excel 2.0 的表格，版本太旧",
        of: TOWNSHIP,
        change: |draft| {
            draft.path = draft.path.replace(".xlsx", ".xls");
            draft.bytes = Some(b"\x09\0\x04\0\x02\0\x10\0\x0a\0\0\0".to_vec());
        },
        expects: &[("F09", "")],
        also: &[],
        effect: Effect::Rejected,
    },
    Defect {
        name: "文件前面多出 512 个字节",
        of: TOWNSHIP,
        change: |draft| draft.bytes = Some([vec![0; 512], draft.book.bytes()].concat()),
        expects: &[],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "报表改名为 .pdf",
        of: TOWNSHIP,
        change: |draft| draft.path = draft.path.replace(".xlsx", ".pdf"),
        expects: &[("F04", "")],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "压缩炸弹：展开后 80 MiB",
        of: TOWNSHIP,
        change: |draft| draft.spoil(&ways::BOMB, &[]),
        expects: &[("F06", "")],
        also: &[],
        effect: Effect::Rejected,
    },
    Defect {
        name: "表中附了门诊日志，超过 200,000 个单元格",
        of: TOWNSHIP,
        change: |draft| draft.spoil(&ways::REGISTER, &[]),
        expects: &[("F06", "")],
        also: &[],
        effect: Effect::Rejected,
    },
    Defect {
        name: "读取时文件已被移走",
        of: TOWNSHIP,
        change: |draft| draft.vanishes = true,
        expects: &[("F10", "")],
        also: &[],
        effect: Effect::Rejected,
    },
];
