//! Files that are no return, or that should not be opened.

use super::Said::{Bytes, Words};
use super::{Arrives, Case, ways};

/// What a WPS workbook in a format of its own looks like to others.
const WPS: [u8; 4096] = {
    let mut bytes = [0; 4096];
    let head = b"\0WPS sample data";
    let mut at = 0;
    while at < head.len() {
        bytes[at] = head[at];
        at += 1;
    }
    bytes
};

const REJECTED: &str = "整个文件不用，没有补报，按缺报计";
const CORRECTED: &str = "这个文件不用；同一单位另有一份好的报表，采用那一份";

pub(super) const CASES: &[Case] = &[
    Case {
        unit: "鱼台县示例第一乡镇卫生院",
        form: "township",
        path: "鱼台报送/三季度/鱼台一院 基层季报.xlsx",
        defect: "文件残缺：只传了前一半",
        way: &ways::TRUNCATED,
        with: &[],
        rules: &[],
        outcome: REJECTED,
        arrives: Arrives::Alone,
    },
    Case {
        unit: "鱼台县示例第二乡镇卫生院",
        form: "township",
        path: "鱼台报送/三季度/鱼台二院 基层季报.xlsx",
        defect: "文件残缺，第二天重报",
        way: &ways::TRUNCATED,
        with: &[],
        rules: &[],
        outcome: CORRECTED,
        arrives: Arrives::Before,
    },
    Case {
        unit: "金乡县示例第一乡镇卫生院",
        form: "township",
        path: "金乡报送/金乡一院/季报表.xlsx",
        defect: "文件大小为零",
        way: &ways::EMPTY_FILE,
        with: &[],
        rules: &[],
        outcome: CORRECTED,
        arrives: Arrives::Before,
    },
    Case {
        unit: "嘉祥县示例第一乡镇卫生院",
        form: "township",
        path: "嘉祥报送/嘉祥一院三季度.xlsx",
        defect: "把文本文件改名为 .xlsx",
        way: &ways::NO_WORKBOOK,
        with: &[("", Words("嘉祥县示例第一乡镇卫生院 2025年三季度\n总诊疗人次 见系统导出\n（示例数据）\n"))],
        rules: &[],
        outcome: REJECTED,
        arrives: Arrives::Alone,
    },
    Case {
        unit: "梁山县示例第一乡镇卫生院",
        form: "township",
        path: "梁山报送/含图片版/梁山一院.xlsx",
        defect: "压缩炸弹：文件很小，展开后 80 MiB",
        way: &ways::BOMB,
        with: &[],
        rules: &[],
        outcome: CORRECTED,
        arrives: Arrives::Before,
    },
    Case {
        unit: "曲阜市示例第一乡镇卫生院",
        form: "township",
        path: "曲阜报送/曲阜一院（附门诊日志）.xlsx",
        defect: "表中附了门诊日志，超过 200,000 个单元格",
        way: &ways::REGISTER,
        with: &[],
        rules: &[],
        outcome: CORRECTED,
        arrives: Arrives::Before,
    },
    Case {
        unit: "邹城市示例第一乡镇卫生院",
        form: "township",
        path: "邹城报送/邹城一院 季报.et",
        defect: "WPS 表格的 .et 文件，内容无法识别",
        way: &ways::NO_WORKBOOK,
        with: &[("", Bytes(&WPS))],
        rules: &[],
        outcome: REJECTED,
        arrives: Arrives::Alone,
    },
    Case {
        unit: "邹城市示例第二乡镇卫生院",
        form: "township",
        path: "邹城报送/邹城二院 盖章扫描件.pdf",
        defect: "随报表发来的盖章扫描件（PDF）",
        way: &ways::OTHER_FORMAT,
        with: &[("", Words("%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n% sample data\n%%EOF\n"))],
        rules: &[],
        outcome: "扫描件不读；报表本身另有 .xlsx，照常采用",
        arrives: Arrives::Beside,
    },
];
