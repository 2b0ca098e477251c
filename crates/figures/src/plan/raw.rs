//! The files of a pack as written: spelling and types are checked, meaning is not. Nothing here leaves the folder.
//!
//! Keys that must be there are optional all the same, so that all that are missing can be told at once.
//!
//! What stands at a key is what the page of all keys and the schemas for editors say of it (`reference`): its meaning in Chinese, as
//! the authors of packs read it, its type (an `Option` where it need not be written), an example, what holds without it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::words::{LEAD, OFFICE, REPORTS_TO, REVIEWER};

type Text = Option<Spanned<String>>;
type Number = Option<Spanned<f64>>;
pub(super) type Whole = Option<Spanned<i64>>;
pub(super) type Texts = Option<Spanned<Vec<Spanned<String>>>>;
/// Name → several words.
type Lists = Option<Spanned<BTreeMap<Spanned<String>, Spanned<Vec<Spanned<String>>>>>>;
/// Lines of two to four words each: code, name, 其中, note.
type Lines = Option<Spanned<Vec<Spanned<Vec<Spanned<String>>>>>>;
/// `{ 2024 = 5, 2025 = 8 }`
pub(super) type ByYear = Option<Spanned<BTreeMap<String, Spanned<f64>>>>;

/// `plan.toml`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawPlan {
    /// 方案编号，与文件夹同名
    #[schemars(with = "String", example = &"kailu-2024")]
    pub(super) id: Text,
    /// 方案名称，不带书名号
    #[schemars(with = "String", example = &"开鲁县深化医药卫生体制改革实施方案")]
    pub(super) title: Text,
    /// 标题中的简称：关于…〈简称〉…情况的通报
    #[schemars(with = "String", example = &"深化医药卫生体制改革")]
    pub(super) short_title: Text,
    /// 方案的文号；没有的不写
    #[schemars(with = "Option<String>", example = &"开政办字〔2024〕31号")]
    pub(super) document_number: Text,
    /// 通报的发文单位
    #[schemars(with = "String", example = &"开鲁县卫生健康委员会")]
    pub(super) issuer: Text,
    /// 全域的行政区划代码（GB/T 2260），六位数字；名录“县区”表里要有
    #[schemars(with = "String", example = &"150523")]
    pub(super) area_code: Text,
    /// 全域的名称
    #[schemars(with = "String", example = &"开鲁县")]
    pub(super) area_name: Text,
    /// 怎样称呼全域
    #[schemars(with = "String", example = &"全县")]
    pub(super) area_word: Text,
    /// 只在一部分县（市、区）实施的方案，哪些参加：名录里的名称、简称或代码；不参加的不用报，不计数、不排名、没有反馈单；不写的全部参加
    #[schemars(with = "Option<Vec<String>>", example = ["土默特左旗", "托克托县"])]
    pub(super) counties: Texts,
    /// 与`counties`同写：市直（县直）的单位中哪些类别参加；不写的都参加
    #[schemars(with = "Option<Vec<String>>", example = ["市级卫健部门", "市级部门"])]
    pub(super) area_units: Texts,
    /// 规划期的第一年；只出规划期内的通报和空表
    #[schemars(with = "i64", example = 2024)]
    pub(super) first_year: Whole,
    /// 规划期的最后一年
    #[schemars(with = "i64", example = 2025)]
    pub(super) last_year: Whole,
    /// 有哪几种通报：季调度、半年通报、年终评估、专项督察、第三方评价、效果监测、专题报告；每种都要有用语；写了`[[mechanism]]`的种类可以不列
    #[schemars(with = "Option<Vec<String>>", example = ["quarterly", "half-year", "year-end"])]
    pub(super) cycles: Texts,
    /// 用哪些共用表式：`common/forms` 里的文件名；同名的共用规则一并生效
    #[schemars(with = "Option<Vec<String>>", example = ["hospital"])]
    pub(super) includes: Texts,
    /// 共用表式除表式自己写的以外，另由哪些类别的单位填报：`includes`里的文件名，后面是类别；台账表由谁填写在`ledger.csv`
    #[schemars(with = "Option<BTreeMap<String, Vec<String>>>", extend("examples" = [{ "county-insurance-office": ["市级医保经办"] }]))]
    pub(super) also_filed_by: Lists,
    /// 任务编号前的字，如“能力”：编号印作能力-1#1；几个方案的任务填在一张台账表上时写，字母、数字或汉字，至多8个
    #[schemars(with = "Option<String>", example = &"能力")]
    pub(super) task_prefix: Text,
    /// 覆盖率低于百分之几的不评价、不排名
    #[schemars(with = "Option<f64>", example = 80, extend("default" = 80))]
    pub(super) coverage_threshold: Number,
    /// 通报附表用来核对合计的指标项，只能是可相加的（flow 或 stock）
    #[schemars(with = "Option<Vec<String>>", example = ["总诊疗人次", "实有床位数"])]
    pub(super) proof_items: Texts,
    /// 领域，按表中的顺序；指标和任务各属一个领域
    #[schemars(with = "Vec<String>", example = ["总体要求", "组织实施"])]
    pub(super) campaigns: Texts,
    /// 由指标项生成规则：时期数年内不减，其中项不大于总项；人写的规则优先
    #[schemars(with = "Option<bool>", example = true, extend("default" = false))]
    pub(super) rules_from_items: Option<Spanned<bool>>,
    /// 红黄绿灯的界限
    #[serde(default)]
    #[schemars(with = "RawLights")]
    pub(super) lights: RawLights,
    /// 同类组：各种通报都只在组内排名；没有列入的，县区之间、同类型医联体之间排名
    #[serde(default, rename = "peer-group")]
    #[schemars(with = "Vec<RawPeerGroup>")]
    pub(super) peer_groups: Vec<Spanned<RawPeerGroup>>,
    /// 工作机制：方案要求本单位按期出哪种通报，多久一次、何时以前印发、履行哪几条任务
    #[serde(default, rename = "mechanism")]
    #[schemars(with = "Vec<RawMechanism>")]
    pub(super) mechanisms: Vec<Spanned<RawMechanism>>,
    /// 通报里方案自己的话，代替共用的
    #[serde(default)]
    #[schemars(with = "RawWording")]
    pub(super) wording: RawWording,
}

/// `[wording]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawWording {
    /// 逐项写一段的重点指标；不写的，用前6个有目标值的指标
    #[schemars(with = "Option<Vec<String>>", example = ["县域内就诊率", "资产负债率"])]
    pub(super) highlights: Texts,
    /// 变化趋势一图画哪些指标，最多4个、计量单位相同
    #[schemars(with = "Option<Vec<String>>", example = ["县域内就诊率"])]
    pub(super) trend: Texts,
    /// 各县区比较一图画哪个指标
    #[schemars(with = "Option<String>", example = &"县域内就诊率")]
    pub(super) county_chart: Text,
    /// 县区、医联体的通报里，责任单位前的叫法
    #[schemars(with = "Option<String>", example = &"市级牵头部门", extend("default" = LEAD))]
    pub(super) lead: Text,
    /// 季调度的话
    #[serde(default)]
    #[schemars(with = "RawBulletinWords")]
    pub(super) quarterly: RawBulletinWords,
    /// 半年通报的话
    #[serde(default)]
    #[schemars(with = "RawBulletinWords")]
    pub(super) half_year: RawBulletinWords,
    /// 年终评估的话
    #[serde(default)]
    #[schemars(with = "RawYearEndWords")]
    pub(super) year_end: RawYearEndWords,
    /// 专项督察报告的话
    #[serde(default)]
    #[schemars(with = "RawInspectionWords")]
    pub(super) inspection: RawInspectionWords,
    /// 第三方评价的话
    #[serde(default)]
    #[schemars(with = "RawThirdPartyWords")]
    pub(super) third_party: RawThirdPartyWords,
    /// 效果监测的话
    #[serde(default)]
    #[schemars(with = "RawBulletinWords")]
    pub(super) effect: RawBulletinWords,
    /// 专题报告的话
    #[serde(default)]
    #[schemars(with = "RawSpecialWords")]
    pub(super) special: RawSpecialWords,
}

/// `[wording.quarterly]`, `[wording.half-year]`, `[wording.effect]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawBulletinWords {
    /// 全域的标题，可写{报告期}等空，“|”处回行
    #[schemars(with = "Option<String>", example = &"关于{报告期}{方案}工作情况的通报")]
    pub(super) title: Text,
    /// 县区、医联体的标题
    #[schemars(with = "Option<String>", example = &"{对象}{报告期}{方案}工作情况通报")]
    pub(super) part_title: Text,
    /// 说依据的第一句
    #[schemars(with = "Option<String>", example = &"根据{方案文件}，对{对象}{累计期}重点指标进行了汇总，数据截至{截至日}。")]
    pub(super) basis: Text,
}

/// `[wording.year-end]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawYearEndWords {
    /// 全域的标题，可写{报告期}等空，“|”处回行
    #[schemars(with = "Option<String>", example = &"关于{报告期}{方案}工作情况的通报")]
    pub(super) title: Text,
    /// 县区、医联体的标题
    #[schemars(with = "Option<String>", example = &"{对象}{报告期}{方案}工作情况通报")]
    pub(super) part_title: Text,
    /// 说依据的第一句
    #[schemars(with = "Option<String>", example = &"根据{方案文件}，对{对象}{累计期}重点指标进行了汇总，数据截至{截至日}。")]
    pub(super) basis: Text,
    /// 结果运用一节的话；不写的没有这句
    #[schemars(with = "Option<String>", example = &"评估结果作为财政投入的重要依据。")]
    pub(super) results: Text,
    /// 等次怎样运用；有评分办法的才印
    #[schemars(with = "Option<String>", example = &"等次为优秀的予以通报表扬。")]
    pub(super) graded: Text,
}

/// `[wording.inspection]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawInspectionWords {
    /// 全域的标题，可写{报告期}等空，“|”处回行
    #[schemars(with = "Option<String>", example = &"关于{报告期}{方案}工作情况的通报")]
    pub(super) title: Text,
    /// 说依据的第一句
    #[schemars(with = "Option<String>", example = &"根据{方案文件}，对{对象}{累计期}重点指标进行了汇总，数据截至{截至日}。")]
    pub(super) basis: Text,
    /// 自称
    #[schemars(with = "Option<String>", example = &"县卫健委", extend("default" = OFFICE))]
    pub(super) office: Text,
    /// 由谁约谈
    #[schemars(with = "Option<String>", example = &"县深化医改领导小组办公室", extend("default" = OFFICE))]
    pub(super) interviewer: Text,
    /// 报给谁，也是主送
    #[schemars(with = "Option<String>", example = &"县委、县政府", extend("default" = REPORTS_TO))]
    pub(super) reports_to: Text,
}

/// `[wording.special]`: 只报上级，县区、医联体没有，也没有它们的标题
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawSpecialWords {
    /// 标题，可写{报告期}、{专题}等空，“|”处回行
    #[schemars(with = "Option<String>", example = &"关于{报告期}|{专题}情况的专题报告")]
    pub(super) title: Text,
    /// 说依据的第一句
    #[schemars(with = "Option<String>", example = &"根据{方案文件}，对{累计期}{专题}情况进行了分析，数据截至{截至日}。")]
    pub(super) basis: Text,
}

/// `[wording.third-party]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawThirdPartyWords {
    /// 全域的标题，可写{报告期}等空，“|”处回行
    #[schemars(with = "Option<String>", example = &"关于{报告期}{方案}工作情况的通报")]
    pub(super) title: Text,
    /// 县区、医联体的标题
    #[schemars(with = "Option<String>", example = &"{对象}{报告期}{方案}工作情况通报")]
    pub(super) part_title: Text,
    /// 说依据的第一句
    #[schemars(with = "Option<String>", example = &"根据{方案文件}，对{对象}{累计期}重点指标进行了汇总，数据截至{截至日}。")]
    pub(super) basis: Text,
    /// 由谁评价
    #[schemars(with = "Option<String>", example = &"某会计师事务所", extend("default" = REVIEWER))]
    pub(super) reviewer: Text,
}

/// `[[mechanism]]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawMechanism {
    /// 哪种通报；除专题报告外，一种只写一个
    #[schemars(with = "String", example = &"quarterly")]
    pub(super) cycle: Text,
    /// 多久一次；不写的按种类：季调度每季度，半年通报每半年，其余每年；专题报告按题目，不写。写了的，或写了`source`、时限的，算方案要求的，年终评估、专项督察列出落实情况
    #[schemars(with = "Option<String>", example = &"half-year")]
    pub(super) every: Text,
    /// 报告期满后几天内印发；不写的没有时限；只要求一次的不写它，写`by`
    #[schemars(with = "Option<i64>", example = 30)]
    pub(super) within_days: Whole,
    /// 只要求一次的，最迟哪一天印发；只用于`every = "once"`，不写的为规划期最后一天
    #[schemars(with = "Option<String>", example = &"2025-06-30")]
    pub(super) by: Text,
    /// 方案的条款
    #[schemars(with = "Option<String>", example = &"三.4")]
    pub(super) clause: Text,
    /// 回答方案的哪几条：条款目录（`catalogue.csv`）的编号；方案没有要求、本单位自己要办的不写
    #[schemars(with = "Option<Vec<String>>", example = ["kailu-2024:三.4#4"])]
    pub(super) source: Texts,
    /// 印发了就计一次的任务，只写按年计次的：`ledger.csv`的编号，可以不带方案编号
    #[schemars(with = "Option<Vec<String>>", example = ["三.4#4"])]
    pub(super) tasks: Texts,
    /// 责任单位，牵头的写在最前
    #[schemars(with = "Option<Vec<String>>", example = ["县卫健委"])]
    pub(super) responsible: Texts,
    /// 方案怎样称呼它，不超过20字；不写的用种类的名称；用在标题、第一句和专项督察的小标题里
    #[schemars(with = "Option<String>", example = &"季调度")]
    pub(super) title: Text,
    /// 各期专题报告的题目；只用于`cycle = "special"`
    #[serde(default, rename = "topic")]
    #[schemars(with = "Vec<RawTopic>")]
    pub(super) topics: Vec<Spanned<RawTopic>>,
}

/// `[[mechanism.topic]]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawTopic {
    /// 题目，印在标题里
    #[schemars(with = "String", example = &"医疗费用")]
    pub(super) name: Text,
    /// 哪一期，在规划期内；一个报告期只有一个题目
    #[schemars(with = "String", example = &"2025Q3")]
    pub(super) period: Text,
    /// 涉及哪些指标，按报告中的顺序
    #[schemars(with = "Option<Vec<String>>", example = ["资产负债率"])]
    pub(super) indicators: Texts,
    /// 涉及哪些任务：`ledger.csv`的编号，可以不带方案编号
    #[schemars(with = "Option<Vec<String>>", example = ["2#3"])]
    pub(super) tasks: Texts,
}

/// `[[peer-group]]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawPeerGroup {
    /// 同类组的名称，印在表上
    #[schemars(with = "String", example = &"城区")]
    pub(super) name: Text,
    /// 哪些县区：代码、名称或简称；与`alliance-kinds`只写其中一个；与`categories`同写的，只要这些县区的机构，也可以写县区同类组的名称，市直的写全域的名称或代码
    #[schemars(with = "Option<Vec<String>>", example = ["科尔沁区"])]
    pub(super) counties: Texts,
    /// 哪些类型的医联体：名录“医联体”表的类型
    #[schemars(with = "Option<Vec<String>>", example = ["紧密型县域医共体"])]
    pub(super) alliance_kinds: Texts,
    /// 哪些类别的机构：名录“机构”表的类别
    #[schemars(with = "Option<Vec<String>>", example = ["乡镇卫生院"])]
    pub(super) categories: Texts,
    /// 其中哪些等级的；与`categories`同写
    #[schemars(with = "Option<Vec<String>>", example = ["三级"])]
    pub(super) grades: Texts,
    /// 其中指名的单位：名称、曾用名或简称；与`categories`同写；先于没有指名的组
    #[schemars(with = "Option<Vec<String>>", example = ["市第三医院"])]
    pub(super) units: Texts,
}

/// `[lights]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawLights {
    /// 没有达到目标、差距在目标的百分之几以内为黄，超过为红
    #[schemars(with = "Option<f64>", example = 10, extend("default" = 10))]
    pub(super) yellow_within: Number,
    /// 比率的差距按什么计：percent 按目标的百分之几，points 按百分点
    #[schemars(with = "Option<String>", example = &"points", extend("default" = "percent"))]
    pub(super) rates_in: Text,
}

/// `forms/<id>.toml`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawForm {
    /// 表式编号，与文件同名
    #[schemars(with = "String", example = &"cdc")]
    pub(super) id: Text,
    /// 表号，印在封面和每张表上；各表式不得重复
    #[schemars(with = "String", example = &"TB-J04")]
    pub(super) code: Text,
    /// 表名
    #[schemars(with = "String", example = &"疾病预防控制中心季报表")]
    pub(super) title: Text,
    /// 版本；版本不同的报表拒收
    #[schemars(with = "String", example = &"2024")]
    pub(super) version: Text,
    /// 制定机关
    #[schemars(with = "String", example = &"济宁市卫生健康委员会")]
    pub(super) issuer: Text,
    /// 批准文号
    #[schemars(with = "Option<String>", example = &"济统制〔2024〕2号")]
    pub(super) approval: Text,
    /// 有效期至，年月日
    #[schemars(with = "Option<String>", example = &"2026-12-31")]
    pub(super) valid_until: Text,
    /// 由哪些类别的单位填报：名录“机构”表的类别
    #[schemars(with = "Vec<String>", example = ["疾控中心"])]
    pub(super) filed_by: Texts,
    /// 时期数报到什么时候：year-to-date 自1月1日起的累计数，quarter 只报本季的数（由程序逐季相加）
    #[schemars(with = "Option<String>", example = &"quarter", extend("default" = "year-to-date"))]
    pub(super) basis: Text,
    /// 报告期末之后几天截止
    #[schemars(with = "Option<i64>", example = 15, extend("default" = 15))]
    pub(super) due_days: Whole,
    /// 报告期末之后几天报到市级；不小于`due-days`
    #[schemars(with = "Option<i64>", example = 20)]
    pub(super) city_due_days: Whole,
    /// 表中的符号各表示什么
    #[schemars(with = "Option<RawSymbols>")]
    pub(super) symbols: Option<RawSymbols>,
    /// 这张表是台账表：各行是`ledger.csv`的任务，不另列指标项
    #[schemars(with = "Option<RawTasks>")]
    pub(super) tasks: Option<Spanned<RawTasks>>,
    /// 工作表；台账表只有一张
    #[serde(default, rename = "sheet")]
    #[schemars(with = "Vec<RawSheet>", length(min = 1))]
    pub(super) sheets: Vec<Spanned<RawSheet>>,
}

/// `[symbols]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawSymbols {
    /// 哪些符号表示不适用
    #[schemars(with = "Option<Vec<String>>", example = ["—", "/", "不适用"])]
    pub(super) not_applicable: Texts,
    /// 哪些符号表示未报
    #[schemars(with = "Option<Vec<String>>", example = ["…", "未报"])]
    pub(super) not_reported: Texts,
}

/// `[tasks]`: the rows of the form's one sheet are the tasks of `ledger.csv`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawTasks {
    /// 责任单位栏里的哪些词指所有部门：各部门都要填
    #[schemars(with = "Option<Vec<String>>", example = ["各部门", "各有关部门"])]
    pub(super) everyone: Texts,
    /// 责任单位栏里的哪些词指所有县区：各县区都要填
    #[schemars(with = "Option<Vec<String>>", example = ["各县（市、区）"])]
    pub(super) counties: Texts,
    /// `ledger.csv`的`scope`是哪些词的任务，各县区也要填；有牵头单位的，全域的状态仍以牵头单位为准
    #[schemars(with = "Option<Vec<String>>", example = ["county"])]
    pub(super) scopes: Texts,
    /// 各县区由哪类单位填：`filed-by`中的类别；与`counties`或`scopes`同时写
    #[schemars(with = "Option<Vec<String>>", example = ["县级卫健部门"])]
    pub(super) scopes_filed_by: Texts,
    /// 这些范围（`ledger.csv`的`scope`）的任务是全域本级的：责任单位写`everyone`里的词的，只指市直（县直）的部门，不指县里的
    #[schemars(with = "Option<Vec<String>>", example = ["city"])]
    pub(super) area_scopes: Texts,
    /// 其他单位按什么规则报：写在这里的类别只报规则点到的任务，不算`everyone`所指的部门
    #[serde(default)]
    #[schemars(with = "Vec<RawAsked>")]
    pub(super) asked: Vec<Spanned<RawAsked>>,
}

/// `[[tasks.asked]]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawAsked {
    /// `ledger.csv`的`scope`是哪些词的任务由这些单位报，所报一并计入全域的状态；与`responsible`至少写一个，都写的有一个符合就报
    #[schemars(with = "Option<Vec<String>>", example = ["public-hospital"])]
    pub(super) scopes: Texts,
    /// 责任单位栏里的哪些词指这些单位
    #[schemars(with = "Option<Vec<String>>", example = ["各公立医院"])]
    pub(super) responsible: Texts,
    /// 由哪些类别的单位报：`filed-by`中的类别
    #[schemars(with = "Vec<String>", example = ["二级公立医院", "三级公立医院"])]
    pub(super) of: Texts,
    /// 其中哪些等级的；不写的不论等级
    #[schemars(with = "Option<Vec<String>>", example = ["三级甲等"])]
    pub(super) grades: Texts,
    /// 其中哪些县（市、区）的：名录里的名称、简称或代码，或者`plan.toml`里县区同类组的名称；不写的不论县区
    #[schemars(with = "Option<Vec<String>>", example = ["城区"])]
    pub(super) within: Texts,
    /// 各报各的（unit），还是一个县区合报一份（county）
    #[serde(rename = "as")]
    #[schemars(with = "Option<String>", example = &"county", extend("default" = "unit"))]
    pub(super) capacity: Text,
}

/// `[[sheet]]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawSheet {
    /// 工作表的名称，不超过20个字
    #[schemars(with = "String", example = &"人员")]
    pub(super) name: Text,
    /// 表的标题
    #[schemars(with = "String", example = &"人员情况")]
    pub(super) title: Text,
    /// 表头上方的计量单位行
    #[schemars(with = "Option<String>", example = &"计量单位：人")]
    pub(super) unit_line: Text,
    /// 表下的填报说明
    #[schemars(with = "Option<String>", example = &"人员按在岗职工统计")]
    pub(super) note: Text,
    /// 指标项，按字典里的名称一行一项：代码、名称，第三格可写其中，第四格可写本表的口径
    #[serde(rename = "items")]
    #[schemars(with = "Option<Vec<Vec<String>>>", extend("examples" = [[["101", "总诊疗人次"], ["102", "门急诊人次", "其中"]]]))]
    pub(super) lines: Lines,
    /// 字典里没有的指标项，一项一表；台账表不写
    #[serde(default, rename = "item")]
    #[schemars(with = "Vec<RawItem>")]
    pub(super) items: Vec<Spanned<RawItem>>,
}

/// `[[sheet.item]]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawItem {
    /// 代码：找到这一行的依据，如101、1.1.1、A01，在一张表式里不重复
    #[schemars(with = "String", example = &"101")]
    pub(super) code: Text,
    /// 名称，就是公式里用的名字：汉字、字母和数字；以数字开头的，公式里加双引号
    #[schemars(with = "String", example = &"核定编制数")]
    pub(super) name: Text,
    /// 表上印的字，与名称不同时写
    #[schemars(with = "Option<String>", example = &"门诊、急诊人次（含夜间）")]
    pub(super) label: Text,
    /// 计量单位；字典里没有这一项的必写
    #[schemars(with = "Option<String>", example = &"人")]
    pub(super) unit: Text,
    /// 时期数、时点数、等级、是否、选项、日期、文字：怎样跨期、怎样汇总；字典里没有这一项的必写
    #[schemars(with = "Option<String>", example = &"stock")]
    pub(super) kind: Text,
    /// 可选的答案；只用于`kind = "choice"`
    #[schemars(with = "Option<Vec<String>>", example = ["已建成", "在建", "未建"])]
    pub(super) choices: Texts,
    /// 小数位，0到6
    #[schemars(with = "Option<i64>", example = 2, extend("default" = 0))]
    pub(super) decimals: Whole,
    /// 允许的最小值
    #[schemars(with = "Option<f64>", example = 0)]
    pub(super) min: Number,
    /// 允许的最大值
    #[schemars(with = "Option<f64>", example = 100)]
    pub(super) max: Number,
    /// 其中项所属的项的名称
    #[schemars(with = "Option<String>", example = &"总诊疗人次")]
    pub(super) part_of: Text,
    /// 可以填不适用；日期和文字不写也可以填
    #[schemars(with = "Option<bool>", example = true)]
    pub(super) may_not_apply: Option<Spanned<bool>>,
    /// 口径，印在表上
    #[schemars(with = "Option<String>", example = &"逐项核查18项核心制度，填已落实的项数")]
    pub(super) note: Text,
}

/// `items.toml`, of a pack or of all
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawDictionary {
    /// 指标项，一项一次
    #[serde(default, rename = "item")]
    #[schemars(with = "Vec<RawEntry>")]
    pub(super) items: Vec<Spanned<RawEntry>>,
}

/// `[[item]]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawEntry {
    /// 名称，就是公式和表式里用的名字；不得重复
    #[schemars(with = "String", example = &"门急诊人次")]
    pub(super) name: Text,
    /// 表上印的字，与名称不同时写
    #[schemars(with = "Option<String>", example = &"门诊、急诊人次（含夜间）")]
    pub(super) label: Text,
    /// 计量单位；共用字典里没有这一项的必写
    #[schemars(with = "Option<String>", example = &"人次")]
    pub(super) unit: Text,
    /// 时期数、时点数、等级、是否、选项、日期、文字；共用字典里没有这一项的必写
    #[schemars(with = "Option<String>", example = &"flow")]
    pub(super) kind: Text,
    /// 可选的答案；只用于`kind = "choice"`
    #[schemars(with = "Option<Vec<String>>", example = ["已建成", "在建", "未建"])]
    pub(super) choices: Texts,
    /// 小数位，0到6
    #[schemars(with = "Option<i64>", example = 2, extend("default" = 0))]
    pub(super) decimals: Whole,
    /// 允许的最小值
    #[schemars(with = "Option<f64>", example = 0)]
    pub(super) min: Number,
    /// 允许的最大值
    #[schemars(with = "Option<f64>", example = 100)]
    pub(super) max: Number,
    /// 其中项所属的项：字典里另一项的名称
    #[schemars(with = "Option<String>", example = &"总诊疗人次")]
    pub(super) part_of: Text,
    /// 可以填不适用；日期和文字不写也可以填
    #[schemars(with = "Option<bool>", example = true)]
    pub(super) may_not_apply: Option<Spanned<bool>>,
    /// 口径，印在空表上
    #[schemars(with = "Option<String>", example = &"门诊和急诊人次之和")]
    pub(super) definition: Text,
    /// 哪里已有这个数，印在口径后面
    #[schemars(with = "Option<String>", example = &"卫生统计年报表1-1")]
    pub(super) yearbook: Text,
    /// 别的叫法，写错时用来提示，不能代替名称
    #[schemars(with = "Option<Vec<String>>", example = ["门急诊量"])]
    pub(super) aliases: Texts,
}

/// `indicators.toml`
#[derive(Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawIndicators {
    /// 指标，按通报中的顺序
    #[serde(default, rename = "indicator")]
    #[schemars(with = "Vec<RawIndicator>", length(min = 1))]
    pub(super) indicators: Vec<Spanned<RawIndicator>>,
}

/// `[[indicator]]`
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawIndicator {
    /// 指标的名称，也是通报中印出的名称；不得重复。写了`use`的可以不写，即共用指标的名称
    #[schemars(with = "Option<String>", example = &"县域内就诊率")]
    pub(super) id: Text,
    /// 用哪个共用指标（`common/indicators.toml`）：公式、单位、方向照共用的，不再写；范围、`where`、小数位、口径、进度方案自己可以另写
    #[serde(rename = "use")]
    #[schemars(with = "Option<String>", example = &"县域内就诊率")]
    pub(super) shared: Text,
    /// 共用指标有空的，各空填哪个指标项；与`use`同写，另写`id`
    #[serde(rename = "with")]
    #[schemars(with = "Option<BTreeMap<String, String>>", extend("examples" = [{ "项": "设置感染性疾病科" }]))]
    pub(super) filled: Option<Spanned<BTreeMap<Spanned<String>, Spanned<String>>>>,
    /// 回答方案的哪几条：条款目录（`catalogue.csv`）的编号
    #[schemars(with = "Vec<String>", example = ["jining-2023:3#1"])]
    pub(super) source: Texts,
    /// 领域，`plan.toml`的`campaigns`之一
    #[schemars(with = "String", example = &"二、优化体系结构")]
    pub(super) campaign: Text,
    /// 方案的条款
    #[schemars(with = "String", example = &"3")]
    pub(super) clause: Text,
    /// 公式：指标项名称上的 SQL，对一组单位汇总成一个数；没有`use`的必写
    #[schemars(with = "Option<String>", example = &"SUM(县域内就诊人次) * 100.0 / SUM(参保人员就诊总人次)")]
    pub(super) formula: Text,
    /// 计量单位；没有`use`的必写
    #[schemars(with = "Option<String>", example = &"%")]
    pub(super) unit: Text,
    /// 印几位小数，0到6；没有`use`的必写
    #[schemars(with = "Option<i64>", example = 1)]
    pub(super) decimals: Whole,
    /// 越高越好、越低越好、只监测、落在区间内为好；没有`use`的必写
    #[schemars(with = "Option<String>", example = &"higher")]
    pub(super) better: Text,
    /// 计算到哪一级：单位、医联体、县区、全域；没有`use`的必写
    #[schemars(with = "Option<Vec<String>>", example = ["county", "area"])]
    pub(super) scopes: Texts,
    /// 读哪一级的指标或名录：公式里用`指标_X`时写
    #[schemars(with = "Option<String>", example = &"county")]
    pub(super) over: Text,
    /// 只算哪些单位，有`over`的只算哪些县区、医联体：SQL 条件，用类别、等级、县区、同组（同类组的名称）、医联体类型等
    #[serde(rename = "where")]
    #[schemars(with = "Option<String>", example = &"类别 = '县级医保经办'")]
    pub(super) condition: Text,
    /// 责任单位，牵头的写在最前
    #[schemars(with = "Option<Vec<String>>", example = ["市医保局"])]
    pub(super) responsible: Texts,
    /// 口径，印在附件“口径与覆盖”
    #[schemars(with = "Option<String>", example = &"参保人员在县域内就诊的人次占其就诊总人次的比例")]
    pub(super) caliber: Text,
    /// 年内逐步完成的数量，按序时进度评价
    #[schemars(with = "Option<String>", example = &"year")]
    pub(super) pace: Text,
    /// 方案没有定目标值：印“未定目标值”，不评价
    #[schemars(with = "Option<bool>", example = true, extend("default" = false))]
    pub(super) open: Option<Spanned<bool>>,
    /// 年终评分的分值；全部指标合计100
    #[schemars(with = "Option<f64>", example = 5)]
    pub(super) weight: Number,
    /// 各年的分值，与`weight`只写其中一个
    #[schemars(with = "Option<BTreeMap<String, f64>>", extend("examples" = [{ "2024": 5, "2025": 8 }]))]
    pub(super) weights: ByYear,
    /// 怎样给分；有`weight`才写
    #[schemars(with = "Option<String>", example = &"proportional", extend("default" = "proportional"))]
    pub(super) score: Text,
    /// 评分的标尺：`efficacy`用`low`和`high`，`bands`用`bands`
    #[schemars(with = "Option<RawScale>")]
    pub(super) scale: Option<Spanned<RawScale>>,
    /// 目标值，一个期限一个
    #[serde(default, rename = "target")]
    #[schemars(with = "Vec<RawTarget>")]
    pub(super) targets: Vec<Spanned<RawTarget>>,
}

/// `common/indicators.toml`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawSharedIndicators {
    /// 共用指标，方案用`use`引用
    #[serde(default, rename = "indicator")]
    #[schemars(with = "Vec<RawSharedIndicator>", length(min = 1))]
    pub(super) indicators: Vec<Spanned<RawSharedIndicator>>,
}

/// `[[indicator]]` of `common/indicators.toml`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawSharedIndicator {
    /// 名称，方案在`use`里写的；不得重复
    #[schemars(with = "String", example = &"县域内就诊率")]
    pub(super) name: Text,
    /// 公式里有哪几个空，写作{项}；方案在`with`里各填一个指标项
    #[serde(rename = "with")]
    #[schemars(with = "Option<Vec<String>>", example = ["项"])]
    pub(super) blanks: Texts,
    /// 公式：共用字典里指标项名称上的 SQL，对一组单位汇总成一个数
    #[schemars(with = "String", example = &"SUM(县域内就诊人次) * 100.0 / SUM(参保人员就诊总人次)")]
    pub(super) formula: Text,
    /// 计量单位
    #[schemars(with = "String", example = &"%")]
    pub(super) unit: Text,
    /// 印几位小数，0到6；方案可以另写
    #[schemars(with = "i64", example = 1)]
    pub(super) decimals: Whole,
    /// 越高越好、越低越好、只监测、落在区间内为好
    #[schemars(with = "String", example = &"higher")]
    pub(super) better: Text,
    /// 计算到哪一级：单位、医联体、县区、全域；方案可以另写
    #[schemars(with = "Vec<String>", example = ["county", "area"])]
    pub(super) scopes: Texts,
    /// 读哪一级的指标或名录：公式里用`指标_X`时写
    #[schemars(with = "Option<String>", example = &"county")]
    pub(super) over: Text,
    /// 只算哪些单位，有`over`的只算哪些县区、医联体：SQL 条件；方案可以另写
    #[serde(rename = "where")]
    #[schemars(with = "Option<String>", example = &"类别 = '县级医保经办'")]
    pub(super) condition: Text,
    /// 口径，印在附件“口径与覆盖”，{项}处填入指标项的名称；方案可以另写
    #[schemars(with = "Option<String>", example = &"参保人员在县域内就诊的人次占其就诊总人次的比例")]
    pub(super) caliber: Text,
    /// 年内逐步完成的数量，按序时进度评价；方案可以另写
    #[schemars(with = "Option<String>", example = &"year")]
    pub(super) pace: Text,
}

/// `[[indicator.target]]`
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawTarget {
    /// 自哪一年的1月1日起评价，此前为尚未到期；与`by`、`from`只写其中一个，必写一个
    #[schemars(with = "Option<i64>", example = 2025)]
    pub(super) year: Whole,
    /// 自哪一天起评价，此前为尚未到期
    #[schemars(with = "Option<String>", example = &"2025-06-30")]
    pub(super) by: Text,
    /// 自哪一天起执行；与`year`、`by`只写其中一个
    #[schemars(with = "Option<String>", example = &"2025-07-01")]
    pub(super) from: Text,
    /// 到哪一天截止
    #[schemars(with = "Option<String>", example = &"2025-12-31")]
    pub(super) until: Text,
    /// 方案执行中新定或调整的目标，是哪一天公布的：期末早于这天的通报不知道它，同一天的几个目标以后公布的为准；方案印发时就有的不写
    #[schemars(with = "Option<String>", example = &"2025-04-01")]
    pub(super) set: Text,
    /// 怎样才算达到；方向与指标的`better`一致
    #[schemars(with = "String", example = &">=")]
    pub(super) op: Text,
    /// 目标值，按指标的计量单位；`between`以外都要写
    #[schemars(with = "Option<f64>", example = 90)]
    pub(super) value: Number,
    /// 允许误差，只用于`=`：左右、约
    #[schemars(with = "Option<f64>", example = 0.5)]
    pub(super) tolerance: Number,
    /// 区间的下限，只用于`between`
    #[schemars(with = "Option<f64>", example = 1)]
    pub(super) low: Number,
    /// 区间的上限，只用于`between`
    #[schemars(with = "Option<f64>", example = 3)]
    pub(super) high: Number,
    /// 只要求哪一级；不写的各级都要求
    #[schemars(with = "Option<String>", example = &"area")]
    pub(super) scope: Text,
    /// 只要求哪些单位、县区、医联体：属性上的条件，最具体的一条有效
    #[serde(rename = "for")]
    #[schemars(with = "Option<String>", example = &"类别 = '三级公立医院'")]
    pub(super) audience: Text,
}

/// `[indicator.scale]`, `[scheme.part.scale]`
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawScale {
    /// 不允许值：得60%的分
    #[schemars(with = "Option<f64>", example = 60)]
    pub(super) low: Number,
    /// 满意值：得满分
    #[schemars(with = "Option<f64>", example = 90)]
    pub(super) high: Number,
    /// 各档，从最好写到最差
    #[serde(default)]
    #[schemars(with = "Vec<RawBand>")]
    pub(super) bands: Vec<Spanned<RawBand>>,
}

/// An entry of `bands`
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawBand {
    /// 不低于此数的；与`to`只写其中一个
    #[schemars(with = "Option<f64>", example = 90)]
    pub(super) from: Number,
    /// 不高于此数的
    #[schemars(with = "Option<f64>", example = 30)]
    pub(super) to: Number,
    /// 得分值的百分之几
    #[schemars(with = "f64", example = 100)]
    pub(super) percent: Number,
}

/// `scoring.toml`
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawScoring {
    /// 权重的依据，印在通报里
    #[schemars(with = "String", example = &"本办评分办法")]
    pub(super) basis: Text,
    /// 不适用的指标，权重怎么办：分摊到其余指标，或者留着计零分
    #[schemars(with = "String", example = &"spread")]
    pub(super) inapplicable: Text,
    /// 未报或覆盖率不足的指标，权重怎么办
    #[schemars(with = "String", example = &"zero")]
    pub(super) missing: Text,
    /// 加分合计不超过几分；有加分项就要写
    #[schemars(with = "Option<f64>", example = 5)]
    pub(super) bonus_cap: Number,
    /// 减分合计不超过几分；有减分项就要写
    #[schemars(with = "Option<f64>", example = 10)]
    pub(super) penalty_cap: Number,
    /// 表彰哪些等次
    #[schemars(with = "Option<Vec<String>>", example = ["优秀"])]
    pub(super) commend: Texts,
    /// 问责哪些等次
    #[schemars(with = "Option<Vec<String>>", example = ["不合格"])]
    pub(super) account: Texts,
    /// 用哪些共用的等次：`common/scoring.toml`里的名称；与自己的`[[grade]]`合在一起，从高到低
    #[schemars(with = "Option<Vec<String>>", example = ["优秀", "不合格"])]
    pub(super) use_grades: Texts,
    /// 用哪些共用的一票否决事项：编号；排在自己的`[[veto]]`前面
    #[schemars(with = "Option<Vec<String>>", example = ["弄虚作假"])]
    pub(super) use_vetoes: Texts,
    /// 用哪些共用的加减分事项：编号；排在自己的`[[adjustment]]`前面
    #[schemars(with = "Option<Vec<String>>", example = ["迟报", "缺报"])]
    pub(super) use_adjustments: Texts,
    /// 等次，从高到低，至少一个，或者写`use-grades`；最低等次的`from`是0
    #[serde(default, rename = "grade")]
    #[schemars(with = "Vec<RawGrade>")]
    pub(super) grades: Vec<Spanned<RawGrade>>,
    /// 一票否决的事项，在`events.xlsx`登记
    #[serde(default, rename = "veto")]
    #[schemars(with = "Vec<RawVeto>")]
    pub(super) vetoes: Vec<Spanned<RawVeto>>,
    /// 加减分的事项
    #[serde(default, rename = "adjustment")]
    #[schemars(with = "Vec<RawAdjustment>")]
    pub(super) adjustments: Vec<Spanned<RawAdjustment>>,
    /// 评分分组：谁和谁按同一套权重评分
    #[serde(default, rename = "scheme")]
    #[schemars(with = "Vec<RawScheme>", length(min = 1))]
    pub(super) schemes: Vec<Spanned<RawScheme>>,
}

/// `common/scoring.toml`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawSharedScoring {
    /// 共用的等次，方案用`use-grades`引用
    #[serde(default, rename = "grade")]
    #[schemars(with = "Vec<RawGrade>")]
    pub(super) grades: Vec<Spanned<RawGrade>>,
    /// 共用的一票否决事项，方案用`use-vetoes`引用
    #[serde(default, rename = "veto")]
    #[schemars(with = "Vec<RawVeto>")]
    pub(super) vetoes: Vec<Spanned<RawVeto>>,
    /// 共用的加减分事项，方案用`use-adjustments`引用
    #[serde(default, rename = "adjustment")]
    #[schemars(with = "Vec<RawAdjustment>")]
    pub(super) adjustments: Vec<Spanned<RawAdjustment>>,
    /// 共用的评分分组，方案用`like`引用；各部分写共用指标的名称，方案用别的名称引用的，按方案的名称算
    #[serde(default, rename = "scheme")]
    #[schemars(with = "Vec<RawScheme>")]
    pub(super) schemes: Vec<Spanned<RawScheme>>,
}

/// `[[grade]]`
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawGrade {
    /// 等次的名称
    #[schemars(with = "String", example = &"优秀")]
    pub(super) name: Text,
    /// 从几分起
    #[schemars(with = "f64", example = 90)]
    pub(super) from: Number,
    /// 一组里最多几个；与`most-percent`只写其中一个
    #[schemars(with = "Option<i64>", example = 3)]
    pub(super) most: Whole,
    /// 一组里最多百分之几，舍去小数
    #[schemars(with = "Option<f64>", example = 30)]
    pub(super) most_percent: Number,
}

/// `[[veto]]`
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawVeto {
    /// 事项编号，`events.xlsx`里用
    #[schemars(with = "String", example = &"重大医疗事故")]
    pub(super) id: Text,
    /// 事项
    #[schemars(with = "String", example = &"发生负主要责任的重大医疗事故")]
    pub(super) title: Text,
    /// 等次最高只能是
    #[schemars(with = "String", example = &"不合格")]
    pub(super) caps_at: Text,
}

/// `[[adjustment]]`
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawAdjustment {
    /// 事项编号，`events.xlsx`里用
    #[schemars(with = "String", example = &"经验推广")]
    pub(super) id: Text,
    /// 事项
    #[schemars(with = "String", example = &"经验做法在上级会议或文件中推广")]
    pub(super) title: Text,
    /// 加分或减分
    #[schemars(with = "String", example = &"bonus")]
    pub(super) kind: Text,
    /// 每次几分，最多两位小数
    #[schemars(with = "f64", example = 1)]
    pub(super) points: Number,
    /// 一年最多几分
    #[schemars(with = "f64", example = 3)]
    pub(super) cap: Number,
    /// 按什么计次：登记的事项、迟报、缺报、逾期的任务
    #[schemars(with = "Option<String>", example = &"late", extend("default" = "events"))]
    pub(super) counts: Text,
    /// 只用于哪几级；不写的各级都用
    #[schemars(with = "Option<Vec<String>>", example = ["county"])]
    pub(super) scopes: Texts,
}

/// `[[scheme]]`
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawScheme {
    /// 分组的名称，印在通报里
    #[schemars(with = "String", example = &"县（市、区）")]
    pub(super) name: Text,
    /// 照写在前面的哪个分组，或`common/scoring.toml`里的哪个，只写不同的
    #[schemars(with = "Option<String>", example = &"县（市、区）")]
    pub(super) like: Text,
    /// 照写时不要哪些部分
    #[schemars(with = "Option<Vec<String>>", example = ["任务完成率"])]
    pub(super) without: Texts,
    /// 评的是哪一级；没有`like`的必写
    #[schemars(with = "Option<String>", example = &"county")]
    pub(super) scope: Text,
    /// 哪些类别的单位；只用于`scope = "unit"`
    #[schemars(with = "Option<Vec<String>>", example = ["乡镇卫生院"])]
    pub(super) categories: Texts,
    /// 哪些类型的医联体；只用于`scope = "alliance"`
    #[schemars(with = "Option<Vec<String>>", example = ["紧密型县域医共体"])]
    pub(super) alliance_kinds: Texts,
    /// `plan.toml`的哪个同类组；只用于`scope = "county"`
    #[schemars(with = "Option<String>", example = &"城区")]
    pub(super) peer_group: Text,
    /// 评什么、各占几分，合计100；一项不写的，用指标自己的`weight`和`score`
    #[serde(default, rename = "part")]
    #[schemars(with = "Vec<RawPart>")]
    pub(super) parts: Vec<Spanned<RawPart>>,
}

/// `[[scheme.part]]`
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawPart {
    /// 评哪个指标；与`tasks`只写其中一个，必写一个
    #[schemars(with = "Option<String>", example = &"县域内就诊率")]
    pub(super) indicator: Text,
    /// 评台账任务：任务完成率，或逾期任务扣分
    #[schemars(with = "Option<String>", example = &"completion")]
    pub(super) tasks: Text,
    /// 分值，最多两位小数；与`weights`只写其中一个，必写一个
    #[schemars(with = "Option<f64>", example = 8)]
    pub(super) weight: Number,
    /// 各年的分值，与`weight`只写其中一个
    #[schemars(with = "Option<BTreeMap<String, f64>>", extend("examples" = [{ "2024": 5, "2025": 8 }]))]
    pub(super) weights: ByYear,
    /// 每项逾期任务扣几分；只用于`tasks = "overdue"`
    #[schemars(with = "Option<f64>", example = 0.5)]
    pub(super) each: Number,
    /// 怎样给分；不写的用指标的`score`
    #[schemars(with = "Option<String>", example = &"target")]
    pub(super) method: Text,
    /// 评分的标尺；不写的用指标的`scale`
    #[schemars(with = "Option<RawScale>")]
    pub(super) scale: Option<Spanned<RawScale>>,
    /// 这项权重另有依据的，写在这里
    #[schemars(with = "Option<String>", example = &"方案第12条")]
    pub(super) basis: Text,
}

/// `rules.toml`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawRules {
    /// 审核规则
    #[serde(default, rename = "rule")]
    #[schemars(with = "Vec<RawRule>")]
    pub(super) rules: Vec<Spanned<RawRule>>,
}

/// `[[rule]]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawRule {
    /// 规则编号，不得重复
    #[schemars(with = "String", example = &"TB-H-002")]
    pub(super) id: Text,
    /// 规则的类别
    #[schemars(with = "String", example = &"其中")]
    pub(super) family: Text,
    /// 审核哪张表式：表名、表号或编号
    #[schemars(with = "String", example = &"公立医院运行情况季报表")]
    pub(super) form: Text,
    /// 应当成立的条件：指标项名称上的 SQL，逐个单位判断；与`method`只写其中一个，必写一个
    #[schemars(with = "Option<String>", example = &"出院患者手术人次 <= 出院人次")]
    pub(super) check: Text,
    /// 与本单位历史或同类单位比较的方法
    #[schemars(with = "Option<String>", example = &"unit-slip")]
    pub(super) method: Text,
    /// 逐项各查一次的指标项；`check`和`message`里用`{item}`代表
    #[schemars(with = "Option<Vec<String>>", example = ["总诊疗人次", "出院人次"])]
    pub(super) items: Texts,
    /// `value-outlier`比较的数：指标项名称上的 SQL
    #[schemars(with = "Option<String>", example = &"医疗收入 / 总诊疗人次")]
    pub(super) value: Text,
    /// 同类单位按哪项属性分
    #[schemars(with = "Option<String>", example = &"类别", extend("default" = "类别"))]
    pub(super) peers: Text,
    /// 低于此数的不比较，按指标项的计量单位；只用于`unit-slip`
    #[schemars(with = "Option<f64>", example = 100, extend("default" = 0))]
    pub(super) floor: Number,
    /// 不成立时：退回、暂不计入、须说明、提示
    #[schemars(with = "String", example = &"error")]
    pub(super) severity: Text,
    /// 允许误差
    #[schemars(with = "Option<f64>", example = 0.5, extend("default" = 0))]
    pub(super) tolerance: Number,
    /// 条件中有未填的项时：无法核对、当作0、算不成立
    #[schemars(with = "Option<String>", example = &"zero", extend("default" = "skip"))]
    pub(super) missing: Text,
    /// 条件里本期的项填了不适用时：无法核对、算不成立（这里不适用不是一个答案）
    #[schemars(with = "Option<String>", example = &"fail", extend("default" = "skip"))]
    pub(super) not_applicable: Text,
    /// 只查哪些单位：单位属性上的 SQL 条件
    #[serde(rename = "where")]
    #[schemars(with = "Option<String>", example = &"等级 = '三级'")]
    pub(super) condition: Text,
    /// 只在哪几个季度查；不写的每季都查
    #[schemars(with = "Option<Vec<i64>>", example = [2, 3, 4])]
    pub(super) quarters: Option<Spanned<Vec<Spanned<i64>>>>,
    /// 自哪个报告期起
    #[schemars(with = "Option<String>", example = &"2025Q1")]
    pub(super) since: Text,
    /// 到哪个报告期止
    #[schemars(with = "Option<String>", example = &"2025Q4")]
    pub(super) until: Text,
    /// 停用的理由；写了就不再查
    #[schemars(with = "Option<String>", example = &"口径改变")]
    pub(super) deactivated_because: Text,
    /// 不成立时对填报人说什么；`{指标项}`处填入所报的数
    #[schemars(with = "String", example = &"手术人次（{出院患者手术人次}）大于出院人次（{出院人次}）")]
    pub(super) message: Text,
    /// 应当怎样，用话说；不写的，由程序按`check`说
    #[schemars(with = "Option<String>", example = &"手术人次不大于出院人次")]
    pub(super) expected: Text,
    /// 怎样改正
    #[schemars(with = "String", example = &"同一次住院做多台手术只计1人次")]
    pub(super) hint: Text,
    /// 依据
    #[schemars(with = "Option<String>", example = &"《全国卫生资源与医疗服务统计调查制度》")]
    pub(super) source: Text,
}
