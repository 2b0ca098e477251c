//! The codes of findings: stable, unique, never reused, each with what it means and what to do.

use serde::Deserialize;
use serde::Serialize;

use super::Severity;

macro_rules! codes {
    ($($variant:ident $text:literal $severity:ident $title:literal $hint:literal;)*) => {
        /// What kind of violation. The first letter says where it was found: F the file, W who and when, C a cell, R a resubmission, A the audit by
        /// rules and explanations.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code {
            $(#[doc = $title] #[serde(rename = $text)] $variant,)*
        }

        impl Code {
            /// Every code, in the order of the handbook.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The code as printed, e.g. `F02`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// What follows from it.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// What it is called.
            pub fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }

            /// What to do, where the finding itself says nothing better; may be empty.
            pub fn hint(self) -> &'static str {
                match self { $(Self::$variant => $hint,)* }
            }
        }
    };
}

codes! {
    NotAWorkbook "F01" Rejected "不是工作簿" "请在 Excel 或 WPS 中打开核对，另存为 .xlsx 后重报";
    Truncated "F02" Rejected "文件残缺" "文件未传完或已损坏，请重新导出并重报";
    EmptyFile "F03" Rejected "空文件" "文件大小为零，请重报";
    WrongExtension "F04" Note "扩展名与内容不符" "内容已按实际格式读取，今后请用原扩展名保存";
    Encrypted "F05" Rejected "加密，请去除密码后重报" "在 Excel 中“文件—信息—保护工作簿”去除打开密码，或在“审阅—保护工作簿”取消保护，另存后重报";
    TooLarge "F06" Rejected "文件过大" "展开后超过 64 MiB、超过自身 100 倍或超过 200,000 个单元格；请使用下发的空表填报，勿附其他数据";
    ReaderFailed "F07" Rejected "文件结构异常，读取程序中断" "请在 Excel 中打开后另存为 .xlsx 再报";
    ReaderTimeout "F08" Rejected "读取超时" "单个文件读取超过 10 秒；请使用下发的空表填报";
    UnsupportedFormat "F09" Rejected "不支持的文件格式" "请另存为 .xlsx 后重报（.csv、.pdf、.doc 等不能读取）";
    Unreadable "F10" Rejected "文件无法打开" "请检查文件权限，关闭占用它的程序后重试";
    NoCover "W01" Rejected "没有封面" "请使用下发的空表，保留“封面”工作表";
    FormUnknown "W02" Rejected "表号无法识别" "请核对封面“表号”，或重新索取空表";
    FormVersion "W03" Rejected "表式版本不符" "请使用本年度下发的空表重报";
    UnitUnknown "W04" Rejected "单位不在名录" "请核对封面单位代码和单位名称；新单位请先由办公室登入名录";
    UnitMismatch "W05" Rejected "单位代码与单位名称不一致" "请核对封面单位代码和单位名称";
    UnitClosed "W06" Rejected "单位已停用" "名录中该单位在报告期末已停用；如有误请先改名录";
    UnitNotOpen "W07" Rejected "单位尚未启用" "名录中该单位在报告期末尚未启用；如有误请先改名录";
    FormNotDue "W08" Rejected "该类单位不报此表" "请核对表号；名录中的类别有误时请先改名录";
    PeriodUnknown "W09" Rejected "报告期无法识别" "请在封面写明报告期，如 2025Q3 或 2025年第三季度";
    WrongPeriod "W10" Rejected "报告期不符" "请核对封面报告期";
    ReportDateMissing "W11" Doubt "缺报出日期" "请在封面填写报出日期；缺失时按截止后处理";
    ReportDateOdd "W12" Doubt "报出日期异常" "报出日期早于报告期末或晚于数据截止日，请核对";
    MatchedByName "W13" Note "单位代码缺失，按名称识别" "请在封面补填单位代码";
    NameDiffers "W14" Doubt "单位名称与名录不同" "按单位代码识别；单位更名的请更新名录，用错空表的请用本单位的空表重报";
    FormBySheets "W15" Note "表号缺失，按工作表识别" "请在封面补填表号";
    PeriodDiffers "W16" Doubt "表内时间与封面报告期不一致" "按封面报告期计入；如封面有误，请改正后重报";
    NumberExpected "C01" Error "应为数字" "请填数字；不适用的填“不适用”，没有发生的填 0";
    FormulaError "C02" Error "公式错误" "单元格显示 #REF!、#DIV/0! 等，请改填数值";
    FormulaWithoutValue "C03" Error "公式没有计算结果" "请在 Excel 中打开、重新计算并保存后重报";
    UnitConverted "C04" Note "计量单位已换算" "";
    UnitOfMeasureOdd "C05" Error "计量单位不符" "请按表中计量单位填报，单元格内只填数字";
    Cleaned "C06" Note "数字格式已清理" "";
    UnknownItem "C07" Error "表中没有的指标项代码" "请勿增删或改写代码列；请使用下发的空表";
    ItemMissing "C08" Error "缺指标项" "该行代码缺失或被改写，请恢复代码后重报";
    ItemTwice "C09" Error "指标项代码重复" "同一代码出现两次且数值不同，请保留一行";
    NameMismatch "C10" Doubt "指标名称与代码不符" "可能错行，请核对该行";
    OutOfRange "C11" Error "超出允许范围" "请核对数值";
    ChoiceUnknown "C12" Error "不在可选项内" "请从下拉列表中选择";
    DateUnreadable "C13" Error "日期无法识别" "请按 2025-09-30 的格式填写";
    SheetMissing "C14" Error "缺工作表" "请使用下发的空表，勿删除工作表";
    HeaderMissing "C15" Error "找不到“代码”列或“本期累计”列" "请保留表头";
    HiddenContent "C16" Doubt "隐藏的工作表中有数据" "请取消隐藏后核对";
    DecimalsOdd "C17" Note "小数位多于规定" "";
    PercentOdd "C18" Doubt "百分数疑似填成小数" "百分比按百分数填报，如 85.3 表示 85.3%";
    AnsweredThoughEmpty "C19" Doubt "已声明本表无数据但仍有数据" "请核对“本表无数据”一栏";
    ItemBlank "C20" Note "有未填的指标项" "没有发生填 0，不适用填“不适用”；整张表没有数据时声明“本表无数据”";
    EmptyReturn "R01" Doubt "空表" "全表未填，按缺报处理";
    Superseded "R02" Note "已被更新的报表替代" "";
    DuplicateFile "R03" Note "与另一文件完全相同" "";
    RuleBroken "A01" Doubt "不符合审核规则" "";
    ExplanationInvalid "A02" Doubt "说明无效" "请写明具体原因，不少于六个字，不同问题分别说明";
    ExplanationExpired "A03" Doubt "说明已失效" "说明之后数值有变动，请按现在的数值重新说明";
    ExplanationUnmatched "A04" Doubt "说明对不上审核发现" "请从“审核发现”工作簿照抄报告期、单位代码、规则和数值";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_are_unique() {
        let codes: BTreeSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(codes.len(), Code::ALL.len());
    }

    #[test]
    fn whatever_is_not_used_says_what_to_do() {
        for code in Code::ALL {
            assert!(
                !matches!(code.severity(), Severity::Rejected | Severity::Error) || !code.hint().is_empty(),
                "{}",
                code.as_str()
            );
        }
    }
}
