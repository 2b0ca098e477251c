//! A pack in a scratch folder: the small sound one with changes, or one of files of one's own.

use std::collections::BTreeMap;
use std::fs;

use tempfile::TempDir;

use crate::plan::{Mistake, PackFolders, Plan, PlanError, load_from};

pub(crate) const PLAN: &str = "demo/plan.toml";
pub(crate) const FORM: &str = "demo/forms/centre.toml";
pub(crate) const BUREAU: &str = "demo/forms/bureau.toml";
pub(crate) const COMMON: &str = "common/forms/hospital.toml";
pub(crate) const INDICATORS: &str = "demo/indicators.toml";
pub(crate) const LEDGER: &str = "demo/ledger.csv";
pub(crate) const LEDGER_FORM: &str = "demo/forms/tasks.toml";
pub(crate) const QUARTERLY: &str = "demo/bulletins/quarterly.md";
pub(crate) const YEAR_END: &str = "demo/bulletins/year-end.md";
pub(crate) const RULES: &str = "demo/rules.toml";

const SOUND: [(&str, &str); 9] = [
    (
        PLAN,
        r#"id = "demo"
title = "示例方案"
short-title = "示例"
issuer = "示例市卫生健康委员会"
area-code = "370800"
area-name = "示例市"
area-word = "全市"
first-year = 2023
last-year = 2025
cycles = ["quarterly", "year-end"]
includes = ["hospital"]
coverage-threshold = 80
proof-items = ["总诊疗人次"]
campaigns = ["一、体系", "二、服务"]
[lights]
yellow-within = 10
"#,
    ),
    (
        COMMON,
        r#"id = "hospital"
code = "TB-H01"
title = "医院季报"
version = "2024"
issuer = "市卫健委"
filed-by = ["二级公立医院", "三级公立医院"]
[[sheet]]
name = "服务"
title = "医疗服务"
[[sheet.item]]
code = "101"
name = "总诊疗人次"
unit = "人次"
kind = "flow"
[[sheet.item]]
code = "102"
name = "电子病历级别"
unit = "级"
kind = "level"
min = 0
max = 8
"#,
    ),
    (
        FORM,
        r#"id = "centre"
code = "D-01"
title = "卫生院季报"
version = "2024"
issuer = "市卫健委"
valid-until = "2026-12-31"
filed-by = ["乡镇卫生院"]
[[sheet]]
name = "服务"
title = "医疗服务"
[[sheet.item]]
code = "101"
name = "总诊疗人次"
unit = "人次"
kind = "flow"
[[sheet.item]]
code = "102"
name = "中医诊疗人次"
unit = "人次"
kind = "flow"
part-of = "总诊疗人次"
[[sheet.item]]
code = "103"
name = "建成国医堂"
unit = "是否"
kind = "yesno"
"#,
    ),
    (
        BUREAU,
        r#"id = "bureau"
code = "D-02"
title = "县区季报"
version = "2024"
issuer = "市卫健委"
filed-by = ["县级卫健部门"]
[[sheet]]
name = "人口"
title = "人口"
[[sheet.item]]
code = "101"
name = "常住人口"
unit = "人"
kind = "stock"
[[sheet.item]]
code = "102"
name = "主管部门"
unit = "部门"
kind = "choice"
choices = ["卫健", "医保"]
"#,
    ),
    (
        INDICATORS,
        r#"[[indicator]]
id = "中医诊疗占比"
source = ["demo:1#1"]
campaign = "一、体系"
clause = "1"
formula = "SUM(中医诊疗人次) * 100.0 / SUM(总诊疗人次)"
unit = "%"
decimals = 1
better = "higher"
scopes = ["unit", "county", "area"]
where = "类别 = '乡镇卫生院'"
weight = 60
score = "proportional"
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
better = "within"
scopes = ["area"]
weight = 40
[[indicator.target]]
year = 2025
op = "between"
low = 80
high = 100
"#,
    ),
    (LEDGER, "id,clause,campaign,title,item,measure,operator,target,unit,deadline,scope,responsible,kind,note\n"),
    (QUARTERLY, "# 通报\n"),
    (YEAR_END, "# 评估\n"),
    (
        RULES,
        r#"[[rule]]
id = "D-1"
family = "其中"
form = "卫生院季报"
check = "中医诊疗人次 <= 总诊疗人次"
severity = "error"
tolerance = 0.5
message = "中医（{中医诊疗人次}）大于总数"
hint = "请核对"

[[rule]]
id = "D-2"
family = "跨期"
form = "TB-H01"
items = ["总诊疗人次"]
check = "{item} >= 上期_{item}"
quarters = [2, 3, 4]
severity = "explain"
message = "{item}（{{item}}）小于上期（{上期_{item}}）"
hint = "请核对"
since = "2024Q2"
"#,
    ),
];

/// A task of the sound pack.
const TASK: &str = "demo:3#1,3,二、服务,建设平台,平台,是否建成,done,,,2025,city,市卫健委;市医保局,milestone,\n";

/// The ledger form that asks for it.
const TASK_FORM: &str = r#"id = "tasks"
code = "D-09"
title = "台账"
version = "2024"
issuer = "市卫健委"
filed-by = ["市级部门"]
[tasks]
[[sheet]]
name = "任务台账"
title = "任务台账"
"#;

/// Files of a folder of packs, the sound ones if nothing is changed.
pub(crate) struct Pack {
    files: BTreeMap<&'static str, Vec<u8>>,
}

impl Pack {
    pub(crate) fn sound() -> Self {
        Self::of(&SOUND)
    }

    /// The sound pack with a task, and the ledger form that asks for it.
    pub(crate) fn with_task() -> Self {
        Self::sound().adding(LEDGER, TASK).with(LEDGER_FORM, TASK_FORM.as_bytes().to_vec())
    }

    /// Of these files, by their names below the folder of packs; the pack is called `demo`.
    pub(crate) fn of(files: &[(&'static str, &str)]) -> Self {
        Self { files: files.iter().map(|&(file, text)| (file, text.as_bytes().to_vec())).collect() }
    }

    /// Replaces the first place where a text stands.
    #[track_caller]
    pub(crate) fn replacing(mut self, file: &'static str, from: &str, to: &str) -> Self {
        let text = self.text(file);
        assert!(text.contains(from), "`{from}` does not stand in {file}");
        self.files.insert(file, text.replacen(from, to, 1).into_bytes());
        self
    }

    /// Adds text at the end of a file.
    pub(crate) fn adding(self, file: &'static str, text: &str) -> Self {
        let whole = self.text(file) + text;
        self.with(file, whole.into_bytes())
    }

    pub(crate) fn with(mut self, file: &'static str, bytes: Vec<u8>) -> Self {
        self.files.insert(file, bytes);
        self
    }

    pub(crate) fn without(mut self, file: &str) -> Self {
        self.files.remove(file);
        self
    }

    pub(crate) fn text(&self, file: &str) -> String {
        String::from_utf8(self.files.get(file).cloned().unwrap_or_default()).unwrap()
    }

    /// Writes the files; they lie there as long as the folder is kept.
    pub(crate) fn written(&self) -> (TempDir, PackFolders) {
        let folder = TempDir::new().unwrap();
        for (file, bytes) in &self.files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        let folders = PackFolders::shipped(folder.path());
        (folder, folders)
    }

    pub(crate) fn load(&self) -> Result<Plan, PlanError> {
        let (_folder, folders) = self.written();
        load_from(&folders, "demo")
    }

    /// The mistakes of the pack.
    #[track_caller]
    pub(crate) fn mistakes(&self) -> Vec<Mistake> {
        match self.load() {
            Err(PlanError::Invalid { mistakes, .. }) => mistakes,
            Err(error) => panic!("expected mistakes, found: {error}"),
            Ok(_) => Vec::new(),
        }
    }

    /// What each mistake quotes, and its message.
    #[track_caller]
    pub(crate) fn told(&self) -> Vec<(String, String)> {
        let quoted = |mistake: &Mistake| self.text(mistake.file.to_str().unwrap())[mistake.span()].to_owned();
        self.mistakes().iter().map(|mistake| (quoted(mistake), mistake.message.clone())).collect()
    }
}

/// A change to one file of the sound pack, what the one mistake then quotes, and its message.
pub(crate) type Slip = (&'static str, &'static str, &'static str, &'static str, &'static str);

/// Makes each change alone and expects its one mistake.
#[track_caller]
pub(crate) fn each_is_told(slips: &[Slip]) {
    each_is_told_of(Pack::sound, slips);
}

/// The same of another sound pack.
#[track_caller]
pub(crate) fn each_is_told_of(sound: impl Fn() -> Pack, slips: &[Slip]) {
    for &(file, from, to, quoted, message) in slips {
        let told = sound().replacing(file, from, to).told();
        assert_eq!(told, [(quoted.to_owned(), message.to_owned())], "{file}: `{from}` → `{to}`");
    }
}
