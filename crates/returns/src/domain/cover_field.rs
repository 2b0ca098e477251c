//! The fields of a cover by their labels, as blank forms print them and as other people's forms do.

/// What a label of a cover asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CoverField {
    /// 单位代码.
    UnitCode,
    /// 单位名称.
    UnitName,
    /// 报告期.
    Period,
    /// 表号.
    FormCode,
    /// 表式版本.
    Version,
    /// 报出日期.
    ReportedOn,
    /// Who filled it in, and how that person is reached.
    Filler,
    /// What the office prints and nobody is asked for.
    Printed,
}

/// Labels as compared: without blanks, remarks in brackets and colon.
const LABELS: [(CoverField, &[&str]); 8] = [
    (CoverField::UnitCode, &["单位代码", "填报单位代码", "统一社会信用代码", "机构代码", "组织机构代码", "单位统一社会信用代码"]),
    (CoverField::UnitName, &["单位名称", "填报单位", "填报单位名称", "机构名称", "报送单位", "医疗机构名称", "单位"]),
    (CoverField::Period, &["报告期", "报告期别", "填报期", "填报期别", "报告期间", "报告时期", "数据期", "期别", "数据期别"]),
    (CoverField::FormCode, &["表号", "表式", "表式代码", "表式编号", "表式号"]),
    (CoverField::Version, &["表式版本", "版本", "版本号"]),
    (CoverField::ReportedOn, &["报出日期", "填报日期", "填表日期", "上报日期", "报送日期", "报表日期"]),
    (
        CoverField::Filler,
        &[
            "填表人",
            "填报人",
            "制表人",
            "联系人",
            "联系电话",
            "电话",
            "手机",
            "联系方式",
            "填表人联系电话",
            "电子邮箱",
            "单位负责人",
            "统计负责人",
            "负责人",
            "审核人",
        ],
    ),
    (
        CoverField::Printed,
        &[
            "制定机关",
            "制表机关",
            "批准文号",
            "备案文号",
            "有效期至",
            "计量单位",
            "报表名称",
            "表名",
            "县区",
            "单位类别",
            "机构类别",
            "综合机关名称",
            "本表无数据",
        ],
    ),
];

impl CoverField {
    /// By a label as compared.
    pub fn of_label(label: &str) -> Option<Self> {
        LABELS.iter().find(|(_, labels)| labels.contains(&label)).map(|(field, _)| *field)
    }

    /// Every label that asks for it.
    pub fn labels(self) -> impl Iterator<Item = &'static str> {
        LABELS.iter().filter(move |(field, _)| *field == self).flat_map(|(_, labels)| labels.iter().copied())
    }
}
