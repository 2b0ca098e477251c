//! A pack that takes indicators and scores out of the files that packs share, and what it takes as the pack itself would write it.

use super::pack::{INDICATORS, Pack};

pub(crate) const ITEMS: &str = "common/items.toml";
pub(crate) const SHARED: &str = "common/indicators.toml";
pub(crate) const SCORING: &str = "demo/scoring.toml";
pub(crate) const SHARED_SCORING: &str = "common/scoring.toml";

pub(crate) const DICTIONARY: &str = r#"[[item]]
name = "总诊疗人次"
unit = "人次"
kind = "flow"
[[item]]
name = "中医诊疗人次"
unit = "人次"
kind = "flow"
[[item]]
name = "建成国医堂"
unit = "是否"
kind = "yesno"
[[item]]
name = "床位"
unit = "张"
kind = "stock"
"#;

pub(crate) const KNOWN: &str = r#"[[indicator]]
name = "中医占比"
formula = "SUM(中医诊疗人次) * 100.0 / SUM(总诊疗人次)"
unit = "%"
decimals = 1
better = "higher"
scopes = ["county", "area"]
caliber = "中医÷总数"
[[indicator]]
name = "设置率"
with = ["项"]
formula = "SUM(CASE WHEN {项} = '是' THEN 1 ELSE 0 END) * 100.0 / COUNT({项})"
unit = "%"
decimals = 1
better = "higher"
scopes = ["area"]
caliber = "“{项}”填是的÷填报的"
[[indicator]]
name = "每床诊疗"
formula = "SUM(总诊疗人次) * 1.0 / SUM(床位)"
unit = "人次/床"
decimals = 1
better = "higher"
scopes = ["county", "area"]
"#;

pub(crate) const USING: &str = r#"[[indicator]]
use = "中医占比"
source = ["demo:1#1"]
campaign = "一、体系"
clause = "1"
scopes = ["unit", "county", "area"]
where = "类别 = '乡镇卫生院'"
decimals = 2
weight = 60
[[indicator.target]]
year = 2025
op = ">="
value = 30
[[indicator]]
id = "国医堂覆盖率"
use = "设置率"
with = { "项" = "建成国医堂" }
source = ["demo:1#2"]
campaign = "二、服务"
clause = "2"
weight = 40
"#;

/// The indicators of the pack, written whole.
pub(crate) const WRITTEN: &str = r#"[[indicator]]
id = "中医占比"
source = ["demo:1#1"]
campaign = "一、体系"
clause = "1"
formula = "SUM(中医诊疗人次) * 100.0 / SUM(总诊疗人次)"
unit = "%"
decimals = 2
better = "higher"
scopes = ["unit", "county", "area"]
where = "类别 = '乡镇卫生院'"
caliber = "中医÷总数"
weight = 60
[[indicator.target]]
year = 2025
op = ">="
value = 30
[[indicator]]
id = "国医堂覆盖率"
source = ["demo:1#2"]
campaign = "二、服务"
clause = "2"
formula = "SUM(CASE WHEN 建成国医堂 = '是' THEN 1 ELSE 0 END) * 100.0 / COUNT(建成国医堂)"
unit = "%"
decimals = 1
better = "higher"
scopes = ["area"]
caliber = "“建成国医堂”填是的÷填报的"
weight = 40
"#;

pub(crate) const SCORES: &str = r#"basis = "本办评分办法"
inapplicable = "spread"
missing = "zero"
bonus-cap = 5
commend = ["优秀"]
use-grades = ["优秀", "不合格"]
use-vetoes = ["弄虚作假"]
use-adjustments = ["推广"]
[[scheme]]
name = "县区"
like = "县区通用"
"#;

pub(crate) const SHARED_SCORES: &str = r#"[[grade]]
name = "优秀"
from = 90
[[grade]]
name = "不合格"
from = 0
[[veto]]
id = "弄虚作假"
title = "数据弄虚作假"
caps-at = "不合格"
[[adjustment]]
id = "推广"
title = "经验推广"
kind = "bonus"
points = 0.5
cap = 2
[[scheme]]
name = "县区通用"
scope = "county"
[[scheme.part]]
indicator = "中医占比"
weight = 60
method = "efficacy"
scale = { low = 10, high = 30 }
[[scheme.part]]
tasks = "completion"
weight = 40
"#;

/// The pack with what it uses.
pub(crate) fn using() -> Pack {
    let put = |pack: Pack, file: &'static str, text: &str| pack.with(file, text.as_bytes().to_vec());
    put(put(put(Pack::sound(), ITEMS, DICTIONARY), SHARED, KNOWN), INDICATORS, USING)
}

/// The same with scores.
pub(crate) fn scored(scores: &str) -> Pack {
    using().with(SCORING, scores.as_bytes().to_vec()).with(SHARED_SCORING, SHARED_SCORES.as_bytes().to_vec())
}

/// [`SCORES`] written whole.
pub(crate) fn written_scores() -> String {
    let (entries, scheme) = SHARED_SCORES.split_at(SHARED_SCORES.find("[[scheme]]").unwrap());
    let head = SCORES.split("[[scheme]]").next().unwrap_or_default();
    let head: Vec<&str> = head.lines().filter(|line| !line.starts_with("use-")).collect();
    format!("{}\n{entries}{}", head.join("\n"), scheme.replace("县区通用", "县区"))
}
