//! `README.md` of the kit: the defects as a table, for whoever wants to use them elsewhere.

use std::fmt::Write as _;

use tongbao_figures::audit::GeneralRule;
use tongbao_figures::plan::Rule;
use tongbao_returns::finding::Code;

use super::list::KINDS;
use super::world::{THIS, World};

/// The whole text.
pub(super) fn text(world: &World) -> String {
    let mut text = String::from(
        "# 错表集

每一份错表都由程序从一份完好的报表改成，只错一处；旁边写明必须发现什么、在哪个单元格、这份报表怎样处理。完好的报表（一家县医院的两张表、
九家乡镇卫生院、卫生健康局、医共体办公室，2024Q3 和 2025Q1 至 Q3）一条发现也不应有。

本文件由测试生成，请勿手工修改。

| 要做的事 | 命令 |
|---|---|
| 检查全部错表 | `cargo test --release --test it defects` |
| 改动错表后重写本文件 | `UPDATE_DEFECTS=1 cargo test --release --test it defects` |
| 把错表写成工作簿 | `DEFECTS_OUT=文件夹 cargo test --release --test it -- --ignored writes_the_workbooks` |

增加一份错表：在 `list/` 里加一个 `Defect`，写明名称、谁的报表、怎样改、应发现什么。`pack/kit` 是错表集自用的小方案，补上济宁方案里没有的题型。

",
    );
    for (kind, defects) in KINDS {
        let _ = write!(text, "## {kind}\n\n| 报表 | 问题 | 应发现 | 单元格 | 同时可能发现 | 结果 |\n|---|---|---|---|---|---|\n");
        for defect in *defects {
            let (unit, form) = defect.of;
            let code = &world.form(form).code;
            let ids: Vec<String> = defect.expects.iter().map(|(id, _)| format!("{id} {}", word(world, id))).collect();
            let places: Vec<&str> =
                defect.expects.iter().map(|(_, place)| if place.is_empty() { "整个文件" } else { place }).collect();
            let (ids, places) =
                if ids.is_empty() { ("无".to_owned(), String::new()) } else { (ids.join("<br>"), places.join("<br>")) };
            let (name, also, effect) = (defect.name, defect.also.join(" "), defect.effect.words());
            let _ = writeln!(text, "| {unit} {code} | {name} | {ids} | {places} | {also} | {effect} |");
        }
        text.push('\n');
    }
    let _ = writeln!(
        text,
        "报告期都是 {THIS}。级别见 `docs/zh/findings.md`；规则见 `report_templates/jining-2023/rules.toml`、`report_templates/common/rules/hospital.toml` 和 `pack/kit/rules.toml`。"
    );
    text
}

/// 差错, 准强制性 …
fn word(world: &World, id: &str) -> &'static str {
    let code = Code::ALL.iter().find(|code| code.as_str() == id).map(|code| code.severity().word());
    let general = GeneralRule::find(id).map(|rule| rule.severity().word());
    code.or(general).unwrap_or_else(|| rule(world, id).severity.word())
}

/// The rule of an identifier.
#[track_caller]
pub(super) fn rule<'world>(world: &'world World, id: &str) -> &'world Rule {
    let rules = world.plans.iter().flat_map(|plan| &plan.rules);
    rules.into_iter().find(|rule| rule.id == id).unwrap_or_else(|| panic!("no rule {id}"))
}
