//! Explanations, and what is none.

use crate::defects::{Defect, Effect, HOSPITAL, KIT, SUPPLEMENT, TOWNSHIP};

pub(super) const DEFECTS: &[Defect] = &[
    Defect {
        name: "说明写“核实无误。”",
        of: SUPPLEMENT,
        change: |draft| {
            draft.book.put("301", 1.0);
            draft.says("JN-G-014", "举债建设项目数=1", "核实无误。");
        },
        expects: &[("A02", "说明!F2"), ("JN-G-014", "建设管理!D9")],
        also: &[],
        effect: Effect::Counted,
    },
    Defect {
        name: "准强制性的规则，说明不足六个字：退回",
        of: KIT,
        change: |draft| {
            draft.book.put("303", "已办");
            draft.says("KIT-Q-006", "任务状态=已完成；完成依据=已办", "确已办完");
        },
        expects: &[("A02", "说明!F2"), ("KIT-Q-006", "台账!D9")],
        also: &[],
        effect: Effect::SentBack,
    },
    Defect {
        name: "准强制性的规则，说明写清了原因：计入",
        of: KIT,
        change: |draft| {
            draft.book.put("303", "已办");
            draft.says("KIT-Q-006", "任务状态=已完成；完成依据=已办", "上级已口头验收，正式文件十一月印发");
        },
        expects: &[("KIT-Q-006", "台账!D9")],
        also: &[],
        effect: Effect::Counted,
    },
    Defect {
        name: "强制性的规则不能用说明代替更正",
        of: KIT,
        change: |draft| {
            draft.book.put("101", 61.0);
            let values = "人员合计=61；专业人员数=45；管理人员数=10；工勤人员数=5";
            draft.says("KIT-Q-001", values, "有一人九月底刚刚退休，尚未减员");
        },
        expects: &[("A04", "说明!F2"), ("KIT-Q-001", "人员构成!D9")],
        also: &[],
        effect: Effect::SentBack,
    },
    Defect {
        name: "一句话用于四个不同的问题",
        of: HOSPITAL,
        change: |draft| {
            draft.book.put("231", 90_000.0);
            draft.book.put("401", 4.0);
            draft.book.put("402", "否");
            draft.book.put("403", "否");
            for (rule, values) in [
                ("TB-H-043", "资产总额=90000；上年同期_资产总额=60000"),
                ("TB-H-045", "电子病历应用水平级别=4；上年同期_电子病历应用水平级别=5"),
                ("TB-H-046", "上期_实现检查检验结果互认=是；实现检查检验结果互认=否"),
                ("TB-H-046", "上期_开展远程医疗服务=是；开展远程医疗服务=否"),
            ] {
                draft.says(rule, values, "本年度新院区七月启用");
            }
        },
        expects: &[
            ("A02", "说明!F2"),
            ("A02", "说明!F3"),
            ("A02", "说明!F4"),
            ("A02", "说明!F5"),
            ("TB-H-043", "收入费用!D28"),
            ("TB-H-045", "信息化!D9"),
            ("TB-H-046", "信息化!D10"),
            ("TB-H-046", "信息化!D11"),
        ],
        also: &[],
        effect: Effect::Counted,
    },
    Defect {
        name: "说明之后数值改了",
        of: SUPPLEMENT,
        change: |draft| {
            draft.book.put("301", 2.0);
            draft.says("JN-G-014", "举债建设项目数=1", "门诊楼2019年开工，贷款2026年还清");
        },
        expects: &[("A03", "说明!F2"), ("JN-G-014", "建设管理!D9")],
        also: &[],
        effect: Effect::Counted,
    },
    Defect {
        name: "说明的规则不存在",
        of: TOWNSHIP,
        change: |draft| draft.says("JN-T-999", "总收入=1272", "本院今年新增一个病区"),
        expects: &[("A04", "说明!F2")],
        also: &[],
        effect: Effect::Harmless,
    },
];
