//! Returns that do not say rightly who files what, when.

use super::by_hand::{Column, Layout, by_hand};
use super::{Case, Good, When, edit};
use tongbao_returns::finding::Code;

const REJECTED: &str = "整个文件不用，没有补报，按缺报计";
const CORRECTED: &str = "这个文件不用；同一单位另有一份好的报表，采用那一份";
const USED: &str = "照常采用";

pub(super) const CASES: &[Case] = &[
    Case {
        unit: "济宁市任城区示例社区卫生服务中心",
        form: "township",
        path: "任城报送/社区中心 无封面.xlsx",
        defect: "删掉了“封面”工作表",
        codes: &[Code::NoCover],
        rules: &[],
        outcome: CORRECTED,
        good: Good::Present,
        when: When::Before,
        spoil: |_, book| Ok(by_hand(&book, &Layout { without_cover: true, ..Layout::default() })?),
    },
    Case {
        unit: "济宁市兖州区示例第一乡镇卫生院",
        form: "township",
        path: "兖州报送/兖州一院.xlsx",
        defect: "表号写成 TB-X99",
        codes: &[Code::FormUnknown],
        rules: &[],
        outcome: CORRECTED,
        good: Good::Present,
        when: When::Before,
        spoil: |desk, mut book| {
            edit::cover(&mut book, "表号", "TB-X99")?;
            book.sheets.iter_mut().for_each(|sheet| "TB-X99".clone_into(&mut sheet.form_code));
            desk.render(&book)
        },
    },
    Case {
        unit: "济宁市兖州区示例第二乡镇卫生院",
        form: "township",
        path: "兖州报送/兖州二院（去年的表）.xlsx",
        defect: "用的是 2023 版旧表",
        codes: &[Code::FormVersion],
        rules: &[],
        outcome: REJECTED,
        good: Good::Absent,
        when: When::Same,
        spoil: |desk, mut book| {
            edit::cover(&mut book, "表式版本", "2023")?;
            desk.render(&book)
        },
    },
    Case {
        unit: "微山县示例第一乡镇卫生院",
        form: "township",
        path: "微山报送/微山一院 季报.xlsx",
        defect: "单位不在名录：代码是旧码，名称写成“示例第一乡镇医院”",
        codes: &[Code::UnitUnknown],
        rules: &[],
        outcome: "整个文件不用，列出相近的单位供核对，不猜；按缺报计",
        good: Good::Absent,
        when: When::Same,
        spoil: |desk, mut book| {
            edit::cover(&mut book, "单位代码", "370826B10099")?;
            edit::cover(&mut book, "单位名称", "微山县示例第一乡镇医院")?;
            desk.render(&book)
        },
    },
    Case {
        unit: "鱼台县示例第三乡镇卫生院",
        form: "township",
        path: "鱼台报送/三季度/鱼台三院.xlsx",
        defect: "单位代码是第三乡镇卫生院的，单位名称却是第四乡镇卫生院",
        codes: &[Code::UnitMismatch],
        rules: &[],
        outcome: CORRECTED,
        good: Good::Present,
        when: When::Before,
        spoil: |desk, mut book| {
            edit::cover(&mut book, "单位名称", "鱼台县示例第四乡镇卫生院")?;
            desk.render(&book)
        },
    },
    Case {
        unit: "微山县示例第四乡镇卫生院",
        form: "township",
        path: "微山报送/微山四院 季报.xlsx",
        defect: "2025年6月30日已停用的单位仍在报",
        codes: &[Code::UnitClosed],
        rules: &[],
        outcome: "整个文件不用；该单位三季度不在应报之列",
        good: Good::Absent,
        when: When::Same,
        spoil: |desk, book| desk.render(&book),
    },
    Case {
        unit: "泗水县示例第一乡镇卫生院",
        form: "hospital",
        path: "泗水报送/泗水一院 医院季报.xlsx",
        defect: "乡镇卫生院填了公立医院的表",
        codes: &[Code::FormNotDue],
        rules: &[],
        outcome: "这个文件不用；该单位自己的表另已报来，照常采用",
        good: Good::Present,
        when: When::Same,
        spoil: |desk, book| desk.render(&book),
    },
    Case {
        unit: "泗水县示例第二乡镇卫生院",
        form: "township",
        path: "泗水报送/泗水二院 三季度.xlsx",
        defect: "报告期只写“三季度”，没有年份",
        codes: &[Code::PeriodUnknown],
        rules: &[],
        outcome: CORRECTED,
        good: Good::Present,
        when: When::Before,
        spoil: |desk, mut book| {
            edit::cover(&mut book, "报告期", "三季度")?;
            desk.render(&book)
        },
    },
    Case {
        unit: "梁山县示例第二乡镇卫生院",
        form: "township",
        path: "梁山报送/梁山二院/季报.xlsx",
        defect: "报告期写成 2052Q3",
        codes: &[Code::WrongPeriod],
        rules: &[],
        outcome: REJECTED,
        good: Good::Absent,
        when: When::Same,
        spoil: |desk, mut book| {
            edit::cover(&mut book, "报告期", "2052Q3")?;
            desk.render(&book)
        },
    },
    Case {
        unit: "梁山县示例第三乡镇卫生院",
        form: "township",
        path: "梁山报送/梁山三院/季报.xlsx",
        defect: "在去年的表上改的，报告期忘了改，仍是 2024Q3",
        codes: &[Code::WrongPeriod],
        rules: &[],
        outcome: "这个文件不用，也不会顶替 2024 年三季度的报表；第二天已重报，采用重报的",
        good: Good::Present,
        when: When::Before,
        spoil: |desk, mut book| {
            edit::cover(&mut book, "报告期", "2024Q3")?;
            desk.render(&book)
        },
    },
    Case {
        unit: "曲阜市示例第二乡镇卫生院",
        form: "township",
        path: "曲阜报送/曲阜二院.xlsx",
        defect: "没有填报出日期",
        codes: &[Code::ReportDateMissing],
        rules: &[],
        outcome: "数据采用，但无法证明及时，按截止后报送计",
        good: Good::Absent,
        when: When::Same,
        spoil: |desk, mut book| {
            edit::cover(&mut book, "报出日期", "")?;
            desk.render(&book)
        },
    },
    Case {
        unit: "曲阜市示例第三乡镇卫生院",
        form: "township",
        path: "曲阜报送/曲阜三院.xlsx",
        defect: "报出日期 2025-09-18，季度还没有结束",
        codes: &[Code::ReportDateOdd],
        rules: &[],
        outcome: "数据采用，请核对日期",
        good: Good::Absent,
        when: When::Same,
        spoil: |desk, mut book| {
            edit::cover(&mut book, "报出日期", "2025-09-18")?;
            desk.render(&book)
        },
    },
    Case {
        unit: "邹城市示例第三乡镇卫生院",
        form: "township",
        path: "邹城报送/邹城三院.xlsx",
        defect: "单位代码空着，单位名称用的是名录里的简称",
        codes: &[Code::MatchedByName],
        rules: &[],
        outcome: USED,
        good: Good::Absent,
        when: When::Same,
        spoil: |desk, mut book| {
            edit::cover(&mut book, "单位代码", "")?;
            edit::cover(&mut book, "单位名称", "邹城示例三乡卫生院")?;
            desk.render(&book)
        },
    },
    Case {
        unit: "汶上县示例社区卫生服务中心",
        form: "township",
        path: "汶上报送/社区中心.xlsx",
        defect: "单位名称写成“汶上县示例社区中心（新院区）”，代码是对的",
        codes: &[Code::NameDiffers],
        rules: &[],
        outcome: "按代码采用，提示核对名录",
        good: Good::Absent,
        when: When::Same,
        spoil: |desk, mut book| {
            edit::cover(&mut book, "单位名称", "汶上县示例社区中心（新院区）")?;
            desk.render(&book)
        },
    },
    Case {
        unit: "嘉祥县示例社区卫生服务中心",
        form: "township",
        path: "嘉祥报送/社区中心.xlsx",
        defect: "封面没有表号",
        codes: &[Code::FormBySheets],
        rules: &[],
        outcome: "按工作表和代码识别，照常采用",
        good: Good::Absent,
        when: When::Same,
        spoil: |_, mut book| {
            edit::cover(&mut book, "表号", "")?;
            Ok(by_hand(&book, &Layout::default())?)
        },
    },
    Case {
        unit: "泗水县示例第三乡镇卫生院",
        form: "township",
        path: "泗水报送/泗水三院（空）.xlsx",
        defect: "按时报来，但全表未填",
        codes: &[Code::EmptyReturn],
        rules: &[],
        outcome: "按缺报计，不是零",
        good: Good::Absent,
        when: When::Same,
        spoil: |desk, mut book| {
            edit::emptied(&mut book);
            desk.render(&book)
        },
    },
    Case {
        unit: "泗水县示例第四乡镇卫生院",
        form: "township",
        path: "泗水报送/泗水四院 初稿.xlsx",
        defect: "初稿：前一天报的，数字与后报的不同",
        codes: &[Code::Superseded],
        rules: &[],
        outcome: "被报出日期更新的一份替代，不进合计",
        good: Good::Present,
        when: When::Before,
        spoil: |desk, mut book| {
            edit::changed(&mut book, "101", |number| (number * 0.9).round())?;
            desk.render(&book)
        },
    },
    Case {
        unit: "梁山县示例第四乡镇卫生院",
        form: "township",
        path: "梁山报送/梁山四院/季报 更正 终版2.xlsx",
        defect: "更正：后一天重报，实有床位数改大 3 张",
        codes: &[Code::Superseded],
        rules: &[],
        outcome: "采用这一份；先报的那份列为已被替代",
        good: Good::Present,
        when: When::After,
        spoil: |desk, mut book| {
            edit::changed(&mut book, "301", |number| number + 3.0)?;
            desk.render(&book)
        },
    },
    Case {
        unit: "曲阜市示例第四乡镇卫生院",
        form: "township",
        path: "曲阜报送/重复发送/曲阜四院 (2).xlsx",
        defect: "同一个文件发了两遍，一字不差",
        codes: &[Code::DuplicateFile],
        rules: &[],
        outcome: "只算一份",
        good: Good::Present,
        when: When::Same,
        spoil: |desk, book| desk.render(&book),
    },
    Case {
        unit: "曲阜市示例社区卫生服务中心",
        form: "township",
        path: "曲阜报送/社区中心（自制表）.xlsx",
        defect: "报告期写“2025年第三季度”，报出日期写“2025年10月9日”，单位名称里多了空格",
        codes: &[],
        rules: &[],
        outcome: USED,
        good: Good::Absent,
        when: When::Same,
        spoil: |desk, mut book| {
            edit::cover(&mut book, "报告期", "2025年第三季度")?;
            edit::cover(&mut book, "报出日期", "2025年10月9日")?;
            edit::cover(&mut book, "单位名称", " 曲阜市示例 社区卫生服务中心")?;
            desk.render(&book)
        },
    },
    Case {
        unit: "邹城市示例第四乡镇卫生院",
        form: "township",
        path: "邹城报送/邹城四院（自制表）.xlsx",
        defect: "从 B4 开始填，上面加了两行标题，列的次序、工作表的次序都变了",
        codes: &[],
        rules: &[],
        outcome: USED,
        good: Good::Absent,
        when: When::Same,
        spoil: |_, book| {
            let columns: &[Column] = &[Column::Code, Column::Name, Column::LastYear, Column::Value, Column::Unit];
            let titles: &[&str] = &["邹城市示例第四乡镇卫生院", "2025年三季度统计资料汇编"];
            Ok(by_hand(&book, &Layout { first: (3, 1), titles, columns, is_reversed: true, ..Layout::default() })?)
        },
    },
    Case {
        unit: "邹城市示例社区卫生服务中心",
        form: "township",
        path: "邹城报送/社区中心（两行表头）.xlsx",
        defect: "表头合并成两行，本期累计、上年同期并在“数值”之下",
        codes: &[],
        rules: &[],
        outcome: USED,
        good: Good::Absent,
        when: When::Same,
        spoil: |_, book| Ok(by_hand(&book, &Layout { has_two_headers: true, ..Layout::default() })?),
    },
];
