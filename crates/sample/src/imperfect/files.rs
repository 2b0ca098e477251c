//! Files that are no return, or that should not be opened.

use super::Case;
use super::Good;
use super::When;
use super::container;
use tongbao_returns::finding::Code;

const REJECTED: &str = "整个文件不用，没有补报，按缺报计";
const CORRECTED: &str = "这个文件不用；同一单位另有一份好的报表，采用那一份";

pub(super) const CASES: &[Case] = &[
    Case {
        unit: "鱼台县示例第一乡镇卫生院",
        form: "township",
        path: "鱼台报送/三季度/鱼台一院 基层季报.xlsx",
        defect: "文件残缺：只传了前一半",
        codes: &[Code::Truncated],
        rules: &[],
        outcome: REJECTED,
        good: Good::Absent,
        when: When::Same,
        spoil: |desk, book| Ok(container::truncated(desk.render(&book)?)),
    },
    Case {
        unit: "鱼台县示例第二乡镇卫生院",
        form: "township",
        path: "鱼台报送/三季度/鱼台二院 基层季报.xlsx",
        defect: "文件残缺，第二天重报",
        codes: &[Code::Truncated],
        rules: &[],
        outcome: CORRECTED,
        good: Good::Present,
        when: When::Before,
        spoil: |desk, book| Ok(container::truncated(desk.render(&book)?)),
    },
    Case {
        unit: "金乡县示例第一乡镇卫生院",
        form: "township",
        path: "金乡报送/金乡一院/季报表.xlsx",
        defect: "文件大小为零",
        codes: &[Code::EmptyFile],
        rules: &[],
        outcome: CORRECTED,
        good: Good::Present,
        when: When::Before,
        spoil: |_, _| Ok(Vec::new()),
    },
    Case {
        unit: "嘉祥县示例第一乡镇卫生院",
        form: "township",
        path: "嘉祥报送/嘉祥一院三季度.xlsx",
        defect: "把文本文件改名为 .xlsx",
        codes: &[Code::NotAWorkbook],
        rules: &[],
        outcome: REJECTED,
        good: Good::Absent,
        when: When::Same,
        spoil: |_, _| Ok("嘉祥县示例第一乡镇卫生院 2025年三季度\n总诊疗人次 见系统导出\n（示例数据）\n".into()),
    },
    Case {
        unit: "梁山县示例第一乡镇卫生院",
        form: "township",
        path: "梁山报送/含图片版/梁山一院.xlsx",
        defect: "压缩炸弹：文件很小，展开后 80 MiB",
        codes: &[Code::TooLarge],
        rules: &[],
        outcome: CORRECTED,
        good: Good::Present,
        when: When::Before,
        spoil: |desk, book| Ok(container::bomb(&desk.render(&book)?)?),
    },
    Case {
        unit: "曲阜市示例第一乡镇卫生院",
        form: "township",
        path: "曲阜报送/曲阜一院（附门诊日志）.xlsx",
        defect: "表中附了门诊日志，超过 200,000 个单元格",
        codes: &[Code::TooLarge],
        rules: &[],
        outcome: CORRECTED,
        good: Good::Present,
        when: When::Before,
        spoil: |desk, book| Ok(container::crowded(&desk.render(&book)?, "xl/worksheets/sheet5.xml")?),
    },
    Case {
        unit: "邹城市示例第一乡镇卫生院",
        form: "township",
        path: "邹城报送/邹城一院 季报.et",
        defect: "WPS 表格的 .et 文件，内容无法识别",
        codes: &[Code::NotAWorkbook],
        rules: &[],
        outcome: REJECTED,
        good: Good::Absent,
        when: When::Same,
        spoil: |_, _| Ok([b"\0WPS sample data", [0; 4080].as_slice()].concat()),
    },
    Case {
        unit: "邹城市示例第二乡镇卫生院",
        form: "township",
        path: "邹城报送/邹城二院 盖章扫描件.pdf",
        defect: "随报表发来的盖章扫描件（PDF）",
        codes: &[Code::UnsupportedFormat],
        rules: &[],
        outcome: "扫描件不读；报表本身另有 .xlsx，照常采用",
        good: Good::Present,
        when: When::Same,
        spoil: |_, _| Ok(b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n% sample data\n%%EOF\n".to_vec()),
    },
];
