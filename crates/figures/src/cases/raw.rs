//! `tests.toml` as written: spelling and types are checked, meaning is not. Nothing here leaves the folder.
//!
//! As in the other files of a pack, what stands at a key is what the page of all keys and the schemas for editors say of it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::{Spanned, Value};

type Text = Option<Spanned<String>>;
type Texts = Option<Spanned<Vec<Spanned<String>>>>;
type Number = Option<Spanned<f64>>;
type Whole = Option<Spanned<i64>>;
/// A number or a word, a date with or without quotation marks.
type Any = Option<Spanned<Value>>;
/// Name of an item → its answer.
pub(super) type RawAnswers = BTreeMap<Spanned<String>, Spanned<Value>>;
/// Quarter → what was answered then.
pub(super) type RawEarlier = BTreeMap<Spanned<String>, RawAnswers>;

/// `tests.toml`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawCases {
    /// 测试，一项一表
    #[serde(default, rename = "test")]
    #[schemars(with = "Vec<RawCase>")]
    pub(super) cases: Vec<Spanned<RawCase>>,
}

/// `[[test]]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawCase {
    /// 测试的名称：试的是什么；不得重复
    #[schemars(with = "String", example = &"县域内就诊率：分子分母各自相加")]
    pub(super) name: Text,
    /// 报告期：季度、半年或全年；评分只在全年。须在规划期内
    #[schemars(with = "String", example = &"2025Q3")]
    pub(super) period: Text,
    /// 截至日期；不写的为下一季度的最后一天
    #[schemars(with = "Option<String>", example = &"2025-10-20")]
    pub(super) as_of: Any,
    /// 县区；公式的条件按代码、别处按名称认同一个县区时才写，其余的写在单位的`county`里就有
    #[serde(default, rename = "county")]
    #[schemars(with = "Vec<RawCounty>")]
    pub(super) counties: Vec<Spanned<RawCounty>>,
    /// 医联体；紧密型县域医共体不用写
    #[serde(default, rename = "alliance")]
    #[schemars(with = "Vec<RawAlliance>")]
    pub(super) alliances: Vec<Spanned<RawAlliance>>,
    /// 单位和它填的数
    #[serde(default, rename = "unit")]
    #[schemars(with = "Vec<RawUnit>", length(min = 1))]
    pub(super) units: Vec<Spanned<RawUnit>>,
    /// 事件登记
    #[serde(default, rename = "event")]
    #[schemars(with = "Vec<RawEvent>")]
    pub(super) events: Vec<Spanned<RawEvent>>,
    /// 任务的销号和退回
    #[serde(default, rename = "sign-off")]
    #[schemars(with = "Vec<RawSignOff>")]
    pub(super) sign_offs: Vec<Spanned<RawSignOff>>,
    /// 应当得到的结果
    #[serde(default, rename = "expect")]
    #[schemars(with = "Vec<RawExpectation>", length(min = 1))]
    pub(super) expectations: Vec<Spanned<RawExpectation>>,
}

/// `[[test.county]]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawCounty {
    /// 名称，单位的`county`和结果的`of`照它写
    #[schemars(with = "String", example = &"甲县")]
    pub(super) name: Text,
    /// 六位县区代码
    #[schemars(with = "String", example = &"370811")]
    pub(super) code: Text,
}

/// `[[test.alliance]]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawAlliance {
    /// 名称
    #[schemars(with = "String", example = &"甲集团")]
    pub(super) name: Text,
    /// 类型
    #[schemars(with = "String", example = &"城市医疗集团")]
    pub(super) kind: Text,
}

/// `[[test.unit]]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawUnit {
    /// 名称；结果写到这家单位的才要起名
    #[schemars(with = "Option<String>", example = &"甲县医保中心")]
    pub(super) name: Text,
    /// 单位代码
    #[schemars(with = "Option<String>", example = &"U001")]
    pub(super) code: Text,
    /// 类别，表式的`filed-by`里要有
    #[schemars(with = "String", example = &"县级医保经办")]
    pub(super) category: Text,
    /// 等级
    #[schemars(with = "Option<String>", example = &"三级甲等")]
    pub(super) grade: Text,
    /// 县区，名称自拟；要属于某个同类组、要由`for`指到的，写那里写的名称；公式的条件写六位县区代码的，这里也写代码；不写的直属全域
    #[schemars(with = "Option<String>", example = &"甲县")]
    pub(super) county: Text,
    /// 所属的医联体
    #[schemars(with = "Option<Vec<String>>", example = ["甲集团"])]
    pub(super) alliances: Texts,
    /// 是所属医联体的牵头单位
    #[schemars(with = "Option<bool>", example = true, extend("default" = false))]
    pub(super) leads: Option<Spanned<bool>>,
    /// 启用日期
    #[schemars(with = "Option<String>", example = &"2025-07-01")]
    pub(super) opened: Any,
    /// 停用日期
    #[schemars(with = "Option<String>", example = &"2025-06-30")]
    pub(super) closed: Any,
    /// 前身单位的名称
    #[schemars(with = "Option<Vec<String>>", example = ["乙院"])]
    pub(super) predecessors: Texts,
    /// 前身单位的数另计，还是已并入它填的数
    #[schemars(with = "Option<String>", example = &"并入", extend("default" = "另计"))]
    pub(super) predecessor_data: Text,
    /// 同样的单位共几家；名称和代码后面依次加 1、2、3
    #[schemars(with = "Option<i64>", example = 8, extend("default" = 1))]
    pub(super) copies: Whole,
    /// 报送日期；不写的为报告期后第一天
    #[schemars(with = "Option<String>", example = &"2025-10-25")]
    pub(super) reported: Any,
    /// 填的数，指标项的名称加引号；没写的项是空白，一项也没写的表是没有报。可写“不适用”
    #[schemars(with = "Option<BTreeMap<String, serde_json::Value>>", extend("examples" = [{ "诊疗人次": 100 }]))]
    pub(super) values: Option<RawAnswers>,
    /// 以前各季度填的数
    #[schemars(with = "Option<BTreeMap<String, BTreeMap<String, serde_json::Value>>>", extend("examples" = [{ "2024Q3": { "诊疗人次": 80 } }]))]
    pub(super) earlier: Option<RawEarlier>,
}

/// `[[test.event]]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawEvent {
    /// 谁的事：县区、医联体或单位；不写的为全域
    #[schemars(with = "Option<String>", example = &"甲县")]
    pub(super) of: Text,
    /// 事项：`scoring.toml`里一票否决、加减分的编号
    #[schemars(with = "String", example = &"表彰奖励")]
    pub(super) matter: Text,
    /// 日期；不写的为报告期最后一天
    #[schemars(with = "Option<String>", example = &"2025-05-01")]
    pub(super) date: Any,
    /// 分数；不写的按`scoring.toml`
    #[schemars(with = "Option<f64>", example = 1)]
    pub(super) points: Number,
}

/// `[[test.sign-off]]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawSignOff {
    /// 任务：`ledger.csv`的编号，或其中方案名后面的部分
    #[schemars(with = "String", example = &"19#1")]
    pub(super) task: Text,
    /// 销号，还是退回
    #[schemars(with = "String", example = &"销号")]
    pub(super) decision: Text,
    /// 日期；不写的为报告期后第一天
    #[schemars(with = "Option<String>", example = &"2025-10-10")]
    pub(super) on: Any,
    /// 退回的理由
    #[schemars(with = "Option<String>", example = &"佐证材料不全")]
    pub(super) reason: Text,
}

/// `[[test.expect]]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawExpectation {
    /// 谁的结果：县区、医联体或单位；不写的为全域
    #[schemars(with = "Option<String>", example = &"甲县")]
    pub(super) of: Text,
    /// 指标；与`rule`、`score`、`part`、`task`只写其中一个，必写一个
    #[schemars(with = "Option<String>", example = &"县域内就诊率")]
    pub(super) indicator: Text,
    /// 指标的数，按印出的小数位核对；也可写未报、无法计算、不适用、无上年数据、无上期数据、无本年以前各季数据
    #[schemars(with = "Option<f64>", example = 90, extend("type" = ["number", "string"]))]
    pub(super) value: Any,
    /// 指标的灯
    #[schemars(with = "Option<String>", example = &"green")]
    pub(super) light: Text,
    /// 指标达到没有，或任务的状态
    #[schemars(with = "Option<String>", example = &"达标")]
    pub(super) status: Text,
    /// 指标的覆盖率，百分之几
    #[schemars(with = "Option<f64>", example = 50)]
    pub(super) coverage: Number,
    /// 指标或得分在同类中的名次
    #[schemars(with = "Option<i64>", example = 1)]
    pub(super) place: Whole,
    /// 审核规则的编号；`of`写单位
    #[schemars(with = "Option<String>", example = &"TB-H-002")]
    pub(super) rule: Text,
    /// 规则报出没有；也可写通过、不通过、无法核对、未执行、不涉及（规则的`where`不选这家单位）
    #[schemars(with = "Option<bool>", example = false, extend("type" = ["boolean", "string"], "default" = true))]
    pub(super) finding: Any,
    /// 规则报出的级别
    #[schemars(with = "Option<String>", example = &"error")]
    pub(super) severity: Text,
    /// 规则报出的说明里有的字
    #[schemars(with = "Option<String>", example = &"少于床位数")]
    pub(super) message: Text,
    /// 年终得分，也可写不评分
    #[schemars(with = "Option<f64>", example = 85.5, extend("type" = ["number", "string"]))]
    pub(super) score: Any,
    /// 等次
    #[schemars(with = "Option<String>", example = &"优秀")]
    pub(super) grade: Text,
    /// 加分
    #[schemars(with = "Option<f64>", example = 1)]
    pub(super) bonus: Number,
    /// 减分
    #[schemars(with = "Option<f64>", example = 2)]
    pub(super) penalty: Number,
    /// 得分里的一项：指标的名称，或任务完成率、逾期任务数
    #[schemars(with = "Option<String>", example = &"县域内就诊率")]
    pub(super) part: Text,
    /// 这一项得的分
    #[schemars(with = "Option<f64>", example = 7)]
    pub(super) points: Number,
    /// 这一项的折算权重
    #[schemars(with = "Option<f64>", example = 8)]
    pub(super) weight: Number,
    /// 这一项为什么没有得分
    #[schemars(with = "Option<String>", example = &"未报")]
    pub(super) lack: Text,
    /// 任务：`ledger.csv`的编号，或其中方案名后面的部分
    #[schemars(with = "Option<String>", example = &"19#1")]
    pub(super) task: Text,
    /// 任务逾期几天
    #[schemars(with = "Option<i64>", example = 30)]
    pub(super) overdue_days: Whole,
}
