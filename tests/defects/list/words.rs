//! Answers that contradict one another, and ledgers that say less than they must.

use crate::defects::{Defect, Effect, HOSPITAL, KIT, OFFICE, SUPPLEMENT, TOWNSHIP};

pub(super) const DEFECTS: &[Defect] = &[
    Defect {
        name: "上期填“是”，本期填“否”",
        of: TOWNSHIP,
        change: |draft| draft.book.put("406", "否"),
        expects: &[("JN-T-024", "基层服务!D14")],
        also: &[],
        effect: Effect::Counted,
    },
    Defect {
        name: "公共卫生科室达标，却没有公共卫生人员",
        of: TOWNSHIP,
        change: |draft| {
            draft.book.put("309", 0.0);
            draft.book.put("208", 79.5);
        },
        expects: &[("JN-T-023", "基层服务!D19")],
        also: &["JN-T-019"],
        effect: Effect::SentBack,
    },
    Defect {
        name: "日间医疗服务填“否”，却有日间手术",
        of: SUPPLEMENT,
        change: |draft| draft.book.put("311", "否"),
        expects: &[("JN-G-012", "功能定位!D13"), ("JN-G-011", "建设管理!D19")],
        also: &[],
        effect: Effect::Counted,
    },
    Defect {
        name: "远程医疗填“是”，例次为 0",
        of: HOSPITAL,
        change: |draft| draft.book.put("111", 0.0),
        expects: &[("TB-H-037", "信息化!D11"), ("TB-H-038", "医疗服务!D19")],
        also: &[],
        effect: Effect::SentBack,
    },
    Defect {
        name: "建成中心药房，药品却不统一管理",
        of: OFFICE,
        change: |draft| draft.book.put("104", "否"),
        expects: &[("JN-A-010", "统一管理!D14"), ("JN-A-013", "统一管理!D12")],
        also: &[],
        effect: Effect::Counted,
    },
    Defect {
        name: "专科联盟有数，覆盖机构为 0",
        of: OFFICE,
        change: |draft| draft.book.put("206", 0.0),
        expects: &[("JN-A-012", "协作帮扶!D13")],
        also: &[],
        effect: Effect::SentBack,
    },
    Defect {
        name: "任务“已完成”而没有完成日期",
        of: KIT,
        change: |draft| draft.book.blank("302"),
        expects: &[("KIT-Q-005", "台账!D9"), ("C20", "台账!D10")],
        also: &[],
        effect: Effect::SentBack,
    },
    Defect {
        name: "任务“已完成”，依据只写“已办”",
        of: KIT,
        change: |draft| draft.book.put("303", "已办"),
        expects: &[("KIT-Q-006", "台账!D9")],
        also: &[],
        effect: Effect::SentBack,
    },
    Defect {
        name: "方案严禁的举债建设填了 1",
        of: SUPPLEMENT,
        change: |draft| draft.book.put("301", 1.0),
        expects: &[("JN-G-014", "建设管理!D9")],
        also: &[],
        effect: Effect::Counted,
    },
    Defect {
        name: "家庭医生团队填 0",
        of: TOWNSHIP,
        change: |draft| {
            draft.book.put("402", 0.0);
            draft.book.put("403", 0.0);
        },
        expects: &[("JN-T-013", "基层服务!D10")],
        also: &["JN-T-030"],
        effect: Effect::SentBack,
    },
];
