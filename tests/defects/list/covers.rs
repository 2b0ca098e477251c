//! Covers that do not say who, what or when, or say it wrongly.

use tongbao_returns::domain::{Period, Quarter};

use tongbao_sample::imperfect::Said::Words;
use tongbao_sample::imperfect::ways;

use crate::defects::{Defect, Effect, HOSPITAL, TOWNSHIP};

pub(super) const DEFECTS: &[Defect] = &[
    Defect {
        name: "删掉了封面",
        of: TOWNSHIP,
        change: |draft| draft.spoil(&ways::NO_COVER, &[]),
        expects: &[("W01", "")],
        also: &[],
        effect: Effect::Rejected,
    },
    Defect {
        name: "表号写错",
        of: TOWNSHIP,
        change: |draft| draft.spoil(&ways::FORM_UNKNOWN, &[("表号", Words("TB-X99"))]),
        expects: &[("W02", "封面!B2")],
        also: &[],
        effect: Effect::Rejected,
    },
    Defect {
        name: "用去年的旧表",
        of: TOWNSHIP,
        change: |draft| draft.spoil(&ways::OLD_FORM, &[("表式版本", Words("2023"))]),
        expects: &[("W03", "封面!B3")],
        also: &[],
        effect: Effect::Rejected,
    },
    Defect {
        name: "单位不在名录",
        of: TOWNSHIP,
        change: |draft| draft.spoil(&ways::UNIT_UNKNOWN, &[("单位代码", Words("X77")), ("单位名称", Words("乙县第七卫生院"))]),
        expects: &[("W04", "封面!B5")],
        also: &[],
        effect: Effect::Rejected,
    },
    Defect {
        name: "封面既没有单位代码也没有单位名称",
        of: TOWNSHIP,
        change: |draft| draft.spoil(&ways::UNIT_UNKNOWN, &[("单位代码", Words("")), ("单位名称", Words(""))]),
        expects: &[("W04", "封面")],
        also: &[],
        effect: Effect::Rejected,
    },
    Defect {
        name: "单位代码是别家的，单位名称是自己的",
        of: TOWNSHIP,
        change: |draft| draft.spoil(&ways::UNIT_MISMATCH, &[("单位代码", Words("T02"))]),
        expects: &[("W05", "封面!B6")],
        also: &[],
        effect: Effect::Rejected,
    },
    Defect {
        name: "单位代码抄错，名录中没有，单位名称是自己的",
        of: TOWNSHIP,
        change: |draft| draft.spoil(&ways::UNIT_MISMATCH, &[("单位代码", Words("T0l"))]),
        expects: &[("W05", "封面!B5")],
        also: &[],
        effect: Effect::Rejected,
    },
    Defect {
        name: "已停用的单位仍在报",
        of: TOWNSHIP,
        change: |draft| draft.spoil(&ways::UNIT_CLOSED, &[("单位代码", Words("T10")), ("单位名称", Words("甲县第十乡镇卫生院"))]),
        expects: &[("W06", "封面")],
        also: &[],
        effect: Effect::Rejected,
    },
    Defect {
        name: "尚未启用的单位来报",
        of: TOWNSHIP,
        change: |draft| {
            draft.spoil(&ways::UNIT_NOT_OPEN, &[("单位代码", Words("T11")), ("单位名称", Words("甲县新城乡镇卫生院"))]);
        },
        expects: &[("W07", "封面")],
        also: &[],
        effect: Effect::Rejected,
    },
    Defect {
        name: "乡镇卫生院填了公立医院的表",
        of: TOWNSHIP,
        change: |draft| draft.use_form_of(HOSPITAL),
        expects: &[("W08", "封面")],
        also: &[],
        effect: Effect::Rejected,
    },
    Defect {
        name: "报告期只写“三季度”",
        of: TOWNSHIP,
        change: |draft| draft.spoil(&ways::PERIOD_UNKNOWN, &[("报告期", Words("三季度"))]),
        expects: &[("W09", "封面!B4")],
        also: &[],
        effect: Effect::Rejected,
    },
    Defect {
        name: "报告期空着",
        of: TOWNSHIP,
        change: |draft| draft.spoil(&ways::PERIOD_UNKNOWN, &[("报告期", Words(""))]),
        expects: &[("W09", "封面")],
        also: &[],
        effect: Effect::Rejected,
    },
    Defect {
        name: "报告期写成还没有结束的四季度",
        of: TOWNSHIP,
        change: |draft| draft.spoil(&ways::WRONG_PERIOD, &[("报告期", Words("2025Q4"))]),
        expects: &[("W10", "封面!B4")],
        also: &[],
        effect: Effect::Rejected,
    },
    Defect {
        name: "报告期忘了改，仍是去年三季度",
        of: TOWNSHIP,
        change: |draft| draft.spoil(&ways::WRONG_PERIOD, &[("报告期", Words("2024Q3"))]),
        expects: &[("W10", "封面!B4")],
        also: &[],
        effect: Effect::Rejected,
    },
    Defect {
        name: "报出日期空着",
        of: TOWNSHIP,
        change: |draft| draft.spoil(&ways::NO_DATE, &[("报出日期", Words(""))]),
        expects: &[("W11", "封面")],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "报出日期写成“十月初”",
        of: TOWNSHIP,
        change: |draft| draft.spoil(&ways::NO_DATE, &[("报出日期", Words("十月初"))]),
        expects: &[("W11", "封面!B10")],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "报出日期分格填写，年、月、日各占一格",
        of: TOWNSHIP,
        change: |draft| {
            for (cell, words) in [("B10", "2025"), ("C10", "年"), ("D10", "10"), ("E10", "月"), ("F10", "9"), ("G10", "日")] {
                draft.book.set("封面", cell, words);
            }
        },
        expects: &[],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "报告期分格填写",
        of: TOWNSHIP,
        change: |draft| {
            for (cell, words) in [("B4", "2025"), ("C4", "年"), ("D4", "第三季度")] {
                draft.book.set("封面", cell, words);
            }
        },
        expects: &[],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "报出日期早于季度末",
        of: TOWNSHIP,
        change: |draft| draft.spoil(&ways::EARLY_DATE, &[("报出日期", Words("2025-09-18"))]),
        expects: &[("W12", "封面!B10")],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "单位代码空着",
        of: TOWNSHIP,
        change: |draft| draft.spoil(&ways::NO_CODE, &[("单位代码", Words(""))]),
        expects: &[("W13", "封面!B6")],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "单位名称与名录不同",
        of: TOWNSHIP,
        change: |draft| draft.spoil(&ways::OTHER_NAME, &[("单位名称", Words("甲县一院（新院区）"))]),
        expects: &[("W14", "封面!B6")],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "一张表是从别家的报表里复制来的",
        of: TOWNSHIP,
        change: |draft| draft.book.set("收入费用", "A6", "填报单位：甲县第二乡镇卫生院"),
        expects: &[("W14", "收入费用!A6")],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "封面和各表都没有表号",
        of: TOWNSHIP,
        change: |draft| draft.spoil(&ways::NO_FORM, &[]),
        expects: &[("W15", "封面")],
        also: &[],
        effect: Effect::Harmless,
    },
    Defect {
        name: "在上季的表上改的，一张表的表头仍写1—6月",
        of: TOWNSHIP,
        change: |draft| draft.book.set("收入费用", "D6", Period::quarter(2025, Quarter::Second).cumulative_chinese()),
        expects: &[("W16", "收入费用!D6")],
        also: &[],
        effect: Effect::Harmless,
    },
];
