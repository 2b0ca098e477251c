//! Returns with something wrong in a cell, a row or a sheet. The rest of such a return is used.

use super::Said::{Formula, Nothing, Number, Typed, Uncalculated, Words};
use super::{Arrives, Case, ways};

const CELL: &str = "该格不用，按未填计；其余各项照常采用";
const ALL_USED: &str = "清理后照常采用";

pub(super) const CASES: &[Case] = &[
    Case {
        unit: "济宁市任城区示例第一乡镇卫生院",
        form: "township",
        path: "任城报送/任城一院 季报.xlsx",
        defect: "数字格里写了“见附表”“三千多”",
        way: &ways::WORDS,
        with: &[("107", Words("见附表")), ("108", Words("三千多"))],
        rules: &[],
        outcome: CELL,
        arrives: Arrives::Alone,
    },
    Case {
        unit: "济宁市任城区示例第二乡镇卫生院",
        form: "township",
        path: "任城报送/任城二院 季报.xlsx",
        defect: "公式错误：#REF!、#DIV/0!",
        way: &ways::FORMULA_ERROR,
        with: &[("105", Formula("=#REF!+1", "#REF!")), ("205", Formula("=D10/0", "#DIV/0!"))],
        rules: &[],
        outcome: CELL,
        arrives: Arrives::Alone,
    },
    Case {
        unit: "济宁市任城区示例第三乡镇卫生院",
        form: "township",
        path: "任城报送/任城三院 季报.xlsx",
        defect: "公式没有保存计算结果",
        way: &ways::UNCALCULATED,
        with: &[("202", Uncalculated("=600+800")), ("206", Uncalculated("=1200+1300"))],
        rules: &[],
        outcome: CELL,
        arrives: Arrives::Alone,
    },
    Case {
        unit: "济宁市兖州区示例人民医院",
        form: "hospital",
        path: "兖州报送/兖州人民医院 季报.xlsx",
        defect: "金额填成元和亿元：“…元”“…亿元”，表的计量单位是万元",
        way: &ways::CONVERTED,
        with: &[
            ("201", Typed(|number| format!("{:.0}元", number * 10_000.0))),
            ("231", Typed(|number| format!("{:.6}亿元", number / 10_000.0))),
        ],
        rules: &[],
        outcome: "换算成万元后采用",
        arrives: Arrives::Alone,
    },
    Case {
        unit: "济宁市兖州区示例第二人民医院",
        form: "hospital",
        path: "兖州报送/兖州二院 季报.xlsx",
        defect: "计量单位不能换算：远程医疗服务例次填“85%”，科研经费填“12台”",
        way: &ways::ODD_UNIT,
        with: &[("111", Words("85%")), ("219", Words("12台"))],
        rules: &[],
        outcome: CELL,
        arrives: Arrives::Alone,
    },
    Case {
        unit: "济宁市兖州区示例中医院",
        form: "hospital",
        path: "兖州报送/兖州中医院 季报.xlsx",
        defect: "数字是文本：全角数字、千分位、不间断空格、“约”、末尾带计量单位",
        way: &ways::TYPED,
        with: &[
            ("101", Typed(full_width)),
            ("102", Typed(thousands)),
            ("104", Typed(|number| format!("\u{a0}{number:.0}\u{a0}"))),
            ("112", Typed(|number| format!("约{number:.0}"))),
            ("201", Typed(|number| format!("{number:.2}万元"))),
            ("301", Typed(|number| format!(" {number:.0} 张"))),
        ],
        rules: &[],
        outcome: ALL_USED,
        arrives: Arrives::Alone,
    },
    Case {
        unit: "济宁市兖州区示例第三乡镇卫生院",
        form: "township",
        path: "兖州报送/兖州三院.xlsx",
        defect: "自己加了一行，代码 199 表中没有",
        way: &ways::OWN_ROW,
        with: &[("108", Words("其中：义诊人次"))],
        rules: &[],
        outcome: "加的那行不用；其余各项照常采用",
        arrives: Arrives::Alone,
    },
    Case {
        unit: "济宁市兖州区示例第四乡镇卫生院",
        form: "township",
        path: "兖州报送/兖州四院.xlsx",
        defect: "“接收下转患者人次”的代码被删掉",
        way: &ways::CODE_GONE,
        with: &[("106", Nothing)],
        rules: &[],
        outcome: CELL,
        arrives: Arrives::Alone,
    },
    Case {
        unit: "鱼台县示例第四乡镇卫生院",
        form: "township",
        path: "鱼台报送/三季度/鱼台四院.xlsx",
        defect: "同一代码两行：105 两行数值不同；104 两行数值相同",
        way: &ways::ROW_TWICE,
        with: &[("105", Number(|number| number + 37.0)), ("104", Nothing)],
        rules: &[],
        outcome: "105 不用，按未填计；104 两行相同，采用",
        arrives: Arrives::Alone,
    },
    Case {
        unit: "鱼台县示例中医院",
        form: "tcm-hospital",
        path: "鱼台报送/三季度/鱼台中医院 补充表.xlsx",
        defect: "错行：“功能定位”表的指标名称整列下移一行，与代码对不上",
        way: &ways::NAMES_SLIPPED,
        with: &[("功能定位", Nothing)],
        rules: &[],
        outcome: "按代码采用，逐行提示可能错行",
        arrives: Arrives::Alone,
    },
    Case {
        unit: "金乡县示例人民医院",
        form: "hospital",
        path: "金乡报送/人民医院/医院季报.xlsx",
        defect: "上转患者人次为负数；电子病历应用水平级别填 9，最高为 8 级",
        way: &ways::OUT_OF_RANGE,
        with: &[("110", Number(|number| -number)), ("401", Number(|_| 9.0))],
        rules: &[],
        outcome: CELL,
        arrives: Arrives::Alone,
    },
    Case {
        unit: "金乡县示例第三乡镇卫生院",
        form: "township",
        path: "金乡报送/金乡三院/季报表.xlsx",
        defect: "是否题填了“部分”“正在建设”",
        way: &ways::NO_SUCH_ANSWER,
        with: &[("406", Words("部分")), ("408", Words("正在建设"))],
        rules: &[],
        outcome: CELL,
        arrives: Arrives::Alone,
    },
    Case {
        unit: "金乡县示例第四乡镇卫生院",
        form: "township",
        path: "金乡报送/金乡四院/季报表.xlsx",
        defect: "删掉了“基层服务”工作表",
        way: &ways::SHEET_GONE,
        with: &[("基层服务", Nothing)],
        rules: &[],
        outcome: "该表各项按未填计；其余各表照常采用",
        arrives: Arrives::Alone,
    },
    Case {
        unit: "嘉祥县示例第二乡镇卫生院",
        form: "township",
        path: "嘉祥报送/嘉祥二院.xlsx",
        defect: "“基层服务”表的表头行被删掉",
        way: &ways::HEADER_GONE,
        with: &[("基层服务", Nothing)],
        rules: &[],
        outcome: "该表各项按未填计；其余各表照常采用",
        arrives: Arrives::Alone,
    },
    Case {
        unit: "嘉祥县示例第三乡镇卫生院",
        form: "township",
        path: "嘉祥报送/嘉祥三院.xlsx",
        defect: "“人员床位”表被隐藏，表中有数据",
        way: &ways::HIDDEN,
        with: &[("人员床位", Nothing)],
        rules: &[],
        outcome: "数据采用，请核对隐藏的表",
        arrives: Arrives::Alone,
    },
    Case {
        unit: "嘉祥县示例第四乡镇卫生院",
        form: "township",
        path: "嘉祥报送/嘉祥四院.xlsx",
        defect: "小数位多于规定：总收入四位小数，家庭医生团队数有半支",
        way: &ways::MORE_DECIMALS,
        with: &[("201", Number(|number| number + 0.0037)), ("402", Number(|number| number + 0.5))],
        rules: &[],
        outcome: "按原数采用，提示核对",
        arrives: Arrives::Alone,
    },
    Case {
        unit: "汶上县示例第二乡镇卫生院",
        form: "township",
        path: "汶上报送/汶上二院.xlsx",
        defect: "“基层服务”表声明“本表无数据”，却填了数",
        way: &ways::DECLARED_EMPTY,
        with: &[("基层服务", Nothing)],
        rules: &[],
        outcome: "按所填数据采用，提示核对",
        arrives: Arrives::Alone,
    },
    Case {
        unit: "汶上县示例第三乡镇卫生院",
        form: "township",
        path: "汶上报送/汶上三院.xlsx",
        defect: "“基层服务”表没有数据，在“本表无数据”处填了“是”",
        way: &ways::NOTHING_TO_REPORT,
        with: &[("基层服务", Nothing)],
        rules: &[],
        outcome: "该表各项为不适用，不算未填；其余各表照常采用",
        arrives: Arrives::Alone,
    },
    Case {
        unit: "梁山县示例社区卫生服务中心",
        form: "township",
        path: "梁山报送/社区中心/季报.xlsx",
        defect: "没有发生的填 0，不适用的填“—”“不适用”，未报的填“…”",
        way: &ways::ZEROS_AND_SIGNS,
        with: &[("311", Number(|_| 0.0)), ("302", Words("—")), ("405", Words("不适用")), ("404", Words("…"))],
        rules: &["TY-01"],
        outcome: "0 是零，“—”“不适用”是不适用，“…”是未填，三者分开；上次报了数的改填不适用，须说明",
        arrives: Arrives::Alone,
    },
];

/// `１２３４５`
pub(super) fn full_width(number: f64) -> String {
    format!("{number:.0}").chars().map(|digit| char::from_u32(u32::from(digit) + 0xFEE0).unwrap_or(digit)).collect()
}

/// `12,345`
pub(super) fn thousands(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut grouped = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_typed_in_the_manner_of_clerks() {
        assert_eq!(full_width(1205.0), "１２０５");
        assert_eq!(thousands(1_234_567.0), "1,234,567");
        assert_eq!(thousands(123.0), "123");
    }
}
