//! The files of a pack and their tables, each with the type that reads it and the words that its keys may say.

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::schema;
use crate::plan::check::fields::Words;
use crate::plan::check::{
    forms, indicators, items, matters, mechanisms, parts, plan_file, rules, schemes, scoring, shared_indicators, targets, tasks,
};
use crate::plan::raw::{
    RawAdjustment, RawAsked, RawBand, RawBulletinWords, RawDictionary, RawEntry, RawForm, RawGrade, RawIndicator, RawIndicators,
    RawInspectionWords, RawItem, RawLights, RawMechanism, RawPart, RawPeerGroup, RawPlan, RawRule, RawRules, RawScale, RawScheme,
    RawScoring, RawSharedIndicator, RawSharedIndicators, RawSharedScoring, RawSheet, RawSpecialWords, RawSymbols, RawTarget,
    RawTasks, RawThirdPartyWords, RawTopic, RawVeto, RawWording, RawYearEndWords,
};
use crate::plan::toml_text;

/// A file of a pack that is TOML.
pub struct File {
    /// Of the name of its schema: `form`.
    pub(super) stem: &'static str,
    /// Where it lies: `forms/*.toml`.
    pub(super) name: &'static str,
    /// What it is for, in a sentence.
    pub(super) about: &'static str,
    /// Its tables; the first is the head of the file.
    pub(super) tables: Vec<Table>,
    bare: fn() -> Value,
}

/// A table of a file.
#[derive(Clone)]
pub(crate) struct Table {
    /// Where it stands, with dots: `sheet.item`; blank for the head of the file.
    pub(crate) path: &'static str,
    /// Its keys, in the order of the type that reads them.
    pub(crate) keys: Vec<String>,
    /// What its keys may say, where that is one of some words.
    pub(super) words: Words,
}

impl Table {
    /// The table that a type reads.
    pub(crate) fn of<T: DeserializeOwned>(path: &'static str, words: Words) -> Self {
        Self { path, keys: toml_text::keys::<T>(), words }
    }
}

impl File {
    /// The file whose head a type reads.
    pub(crate) fn of<T: JsonSchema>(stem: &'static str, name: &'static str, about: &'static str, tables: Vec<Table>) -> Self {
        Self { stem, name, about, tables, bare: schema::bare::<T> }
    }

    /// Its JSON Schema, with the words of its keys.
    pub(super) fn schema(&self) -> Value {
        let mut value = (self.bare)();
        for table in &self.tables {
            schema::add_words(&mut value, table.path, &table.words);
        }
        schema::name(&mut value, self.name, self.about);
        value
    }
}

/// All of a plan, in the order in which an author meets them.
pub(super) fn all() -> Vec<File> {
    vec![
        File::of::<RawPlan>(
            "plan",
            "plan.toml",
            "方案本身：名称、发文单位、区域、规划期、通报种类、领域。",
            vec![
                Table::of::<RawPlan>("", plan_file::words()),
                Table::of::<RawLights>("lights", plan_file::words_of_lights()),
                Table::of::<RawPeerGroup>("peer-group", Vec::new()),
                Table::of::<RawMechanism>("mechanism", mechanisms::words()),
                Table::of::<RawTopic>("mechanism.topic", Vec::new()),
                Table::of::<RawWording>("wording", Vec::new()),
                Table::of::<RawBulletinWords>("wording.quarterly", Vec::new()),
                Table::of::<RawBulletinWords>("wording.half-year", Vec::new()),
                Table::of::<RawYearEndWords>("wording.year-end", Vec::new()),
                Table::of::<RawInspectionWords>("wording.inspection", Vec::new()),
                Table::of::<RawThirdPartyWords>("wording.third-party", Vec::new()),
                Table::of::<RawBulletinWords>("wording.effect", Vec::new()),
                Table::of::<RawSpecialWords>("wording.special", Vec::new()),
            ],
        ),
        File::of::<RawDictionary>(
            "items",
            "items.toml",
            "指标项字典：一项是什么，只写一次。共用的在 `common/items.toml`，只有一个方案才问的写在方案自己的。",
            vec![Table::of::<RawDictionary>("", Vec::new()), Table::of::<RawEntry>("item", items::words())],
        ),
        File::of::<RawForm>(
            "form",
            "forms/*.toml",
            "一张表式：由谁填报、何时截止、有哪些工作表和指标项。几个方案共用的放在 `common/forms`。",
            vec![
                Table::of::<RawForm>("", forms::words()),
                Table::of::<RawSymbols>("symbols", Vec::new()),
                Table::of::<RawTasks>("tasks", Vec::new()),
                Table::of::<RawAsked>("tasks.asked", tasks::words_of_rules()),
                Table::of::<RawSheet>("sheet", Vec::new()),
                Table::of::<RawItem>("sheet.item", items::words()),
            ],
        ),
        File::of::<RawIndicators>(
            "indicators",
            "indicators.toml",
            "指标：公式、方向、目标值、条款。",
            vec![
                Table::of::<RawIndicators>("", Vec::new()),
                Table::of::<RawIndicator>("indicator", indicators::words()),
                Table::of::<RawTarget>("indicator.target", targets::words()),
                Table::of::<RawScale>("indicator.scale", Vec::new()),
                Table::of::<RawBand>("indicator.scale.bands", Vec::new()),
            ],
        ),
        File::of::<RawSharedIndicators>(
            "shared-indicators",
            "common/indicators.toml",
            "共用指标，几个方案用同一个公式的写一次：方案在自己的 `indicators.toml` 里用 `use` 引用，另写条款、领域、责任单位、目标值。",
            vec![
                Table::of::<RawSharedIndicators>("", Vec::new()),
                Table::of::<RawSharedIndicator>("indicator", shared_indicators::words()),
            ],
        ),
        File::of::<RawRules>(
            "rules",
            "rules.toml",
            "审核规则，可以没有。共用表式的规则放在 `common/rules`，与表式文件同名。",
            vec![Table::of::<RawRules>("", Vec::new()), Table::of::<RawRule>("rule", rules::words())],
        ),
        File::of::<RawScoring>(
            "scoring",
            "scoring.toml",
            "年终评分办法，可以没有：没有的不评分。",
            vec![
                Table::of::<RawScoring>("", scoring::words()),
                Table::of::<RawGrade>("grade", Vec::new()),
                Table::of::<RawVeto>("veto", Vec::new()),
                Table::of::<RawAdjustment>("adjustment", matters::words()),
                Table::of::<RawScheme>("scheme", schemes::words()),
                Table::of::<RawPart>("scheme.part", parts::words()),
                Table::of::<RawScale>("scheme.part.scale", Vec::new()),
                Table::of::<RawBand>("scheme.part.scale.bands", Vec::new()),
            ],
        ),
        File::of::<RawSharedScoring>(
            "shared-scoring",
            "common/scoring.toml",
            "共用的等次、一票否决、加减分和评分分组：方案在自己的 `scoring.toml` 里用 `use-grades`、`use-vetoes`、`use-adjustments` 和 `like` 引用。",
            vec![
                Table::of::<RawSharedScoring>("", Vec::new()),
                Table::of::<RawGrade>("grade", Vec::new()),
                Table::of::<RawVeto>("veto", Vec::new()),
                Table::of::<RawAdjustment>("adjustment", matters::words()),
                Table::of::<RawScheme>("scheme", schemes::words()),
                Table::of::<RawPart>("scheme.part", parts::words()),
                Table::of::<RawScale>("scheme.part.scale", Vec::new()),
                Table::of::<RawBand>("scheme.part.scale.bands", Vec::new()),
            ],
        ),
    ]
}
