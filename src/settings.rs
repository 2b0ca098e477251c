//! `tongbao.toml`: what an office says about itself. Unknown keys are errors with their line.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::de::{Error, IgnoredAny};
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use tongbao_document::plain;
use tongbao_figures::store::disk;
use tongbao_returns::domain::{Level, Period};

/// Their file: a folder that holds it is a workspace.
pub const FILE: &str = "tongbao.toml";

/// The settings of a workspace.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// Ids of the plan packs that the office works under; at least one.
    pub plans: Vec<String>,
    /// 发文机关.
    pub office: String,
    /// 主送机关 of the area's bulletin, with its colon.
    #[serde(default)]
    pub addressees: String,
    /// What stands above and below the bulletins.
    #[serde(default)]
    pub bulletin: BulletinSettings,
    /// `zh` or `en`: language of messages, unless `--lang` says otherwise.
    #[serde(default)]
    pub language: Option<String>,
    /// The workspace holds sample data: every bulletin and cover says 示例数据.
    #[serde(default)]
    pub sample: bool,
    /// Folder of the bulletins, below the workspace.
    #[serde(default = "bulletins")]
    pub output: PathBuf,
    /// Folder of the returns, below the workspace.
    #[serde(default = "inbox")]
    pub inbox: PathBuf,
    /// Which office it is: its deadline counts.
    #[serde(default)]
    pub level: Level,
    /// Deadlines that differ from the forms'.
    #[serde(default, rename = "deadline")]
    pub deadlines: Vec<DeadlineSetting>,
    /// 批准文号 of forms.
    #[serde(default, rename = "approval")]
    pub approvals: Vec<ApprovalSetting>,
    /// More folders with fonts, e.g. one that holds 方正小标宋.
    #[serde(default)]
    pub font_folders: Vec<PathBuf>,
    /// Role → what comes before the style's own chain: files, `simsun.ttc#1` for the second face of a collection, or names of
    /// fonts in these folders or on the machine, e.g. `fangsong = ["仿宋_GB2312", "simfang.ttf"]`.
    #[serde(default)]
    pub fonts: BTreeMap<String, Vec<String>>,
}

/// `[bulletin]`: what the pages of a bulletin carry besides its text.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct BulletinSettings {
    /// Page format: a file of `report_templates/house` without its extension; `gbt9704` if nothing is said.
    #[serde(default)]
    pub profile: Option<String>,
    /// 发文机关标志, e.g. `济宁市卫生健康委员会文件`; the office's name if nothing is said.
    #[serde(default)]
    pub mark: Option<String>,
    /// 发文字号, e.g. `济卫通报〔2025〕3号`, or `济卫通报〔{year}〕{number}号` to be filled in at issue; none while it has not been
    /// given.
    #[serde(default)]
    pub number: Option<String>,
    /// 份号: six digits.
    #[serde(default)]
    pub copy_number: Option<String>,
    /// 密级和保密期限, e.g. `机密★1年`.
    #[serde(default)]
    pub secrecy: Option<String>,
    /// 紧急程度: 特急 or 加急.
    #[serde(default)]
    pub urgency: Option<String>,
    /// A seal goes over the signature.
    #[serde(default)]
    pub sealed: bool,
    /// 附注, without parentheses, e.g. `此件公开发布`.
    #[serde(default)]
    pub remark: Option<String>,
    /// 抄送, e.g. `市政府办公室，市财政局`.
    #[serde(default, deserialize_with = "crate::blank::deserialize")]
    pub copies: Option<String>,
    /// Whom a reader may ask; on the cover of workbooks.
    #[serde(default, deserialize_with = "crate::blank::deserialize")]
    pub contact: Option<String>,
    /// 征求意见稿 instead of 草稿 in the head of every page.
    #[serde(default)]
    pub for_comment: bool,
}

/// `[[deadline]]`: until when a unit or a form is on time, if not as the form says. Which units and forms there are is for the
/// pipeline to look up.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DeadlineSetting {
    /// 单位代码; any unit without it.
    #[serde(default)]
    pub unit: Option<String>,
    /// 表号, title or identifier; any form without it.
    #[serde(default)]
    pub form: Option<String>,
    /// For which period only.
    #[serde(default)]
    pub period: Option<Period>,
    /// The last day on time.
    #[serde(default, deserialize_with = "date")]
    pub date: Option<Date>,
    /// Days after the period's last day.
    #[serde(default)]
    pub days: Option<u16>,
    /// Why, for the lists.
    #[serde(default, deserialize_with = "crate::blank::deserialize")]
    pub reason: Option<String>,
    /// Line in the file, from 1.
    #[serde(skip)]
    pub line: usize,
}

/// `[[approval]]`: the number under which forms were approved. Which forms there are is for the pipeline to look up.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ApprovalSetting {
    /// 批准文号.
    pub number: String,
    /// 表号, titles or identifiers.
    pub forms: Vec<String>,
    /// Line in the file, from 1.
    #[serde(skip)]
    pub line: usize,
}

/// A date with or without quotation marks: TOML knows both.
fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let written = match toml::Value::deserialize(deserializer)? {
        toml::Value::String(text) => text,
        other => other.to_string(),
    };
    let told = || D::Error::custom(format!("a date is written 2025-10-20, found `{written}`"));
    written.trim().parse().map(Some).map_err(|_error: jiff::Error| told())
}

impl BulletinSettings {
    /// What GB/T 9704 would not have so; 标志, 附注 and 抄送 are free.
    fn mistakes(&self, places: &Places, text: &str) -> Vec<BulletinMistake> {
        let number = "发文字号形如 济医改秘〔2025〕3号：年份四位、用六角括号〔〕，序号不编虚位、不加“第”字";
        let secrecy = "密级为绝密、机密或秘密，后面可写★和保密期限，如 机密★1年";
        let is = |value: &Option<String>, is_right: fn(&str) -> bool| value.as_deref().is_none_or(is_right);
        let is_urgency = |words: &str| matches!(words, "特急" | "加急");
        let checks = [
            ("number", &self.number, is(&self.number, is_document_number), number),
            ("copy-number", &self.copy_number, is(&self.copy_number, is_copy_number), "份号为6位阿拉伯数字，如 000001"),
            ("secrecy", &self.secrecy, is(&self.secrecy, is_secrecy), secrecy),
            ("urgency", &self.urgency, is(&self.urgency, is_urgency), "紧急程度为特急或加急"),
        ];
        let wrong = checks.into_iter().filter(|(.., is_right, _)| !is_right).map(|(key, value, _, expected)| BulletinMistake {
            line: places.bulletin.get(key).map_or(0, |place| line(text, place)),
            key: key.to_owned(),
            found: value.clone().unwrap_or_default(),
            expected,
        });
        wrong.collect()
    }
}

/// `济医改秘〔2025〕3号`
fn is_document_number(words: &str) -> bool {
    // The year and the number of an issue may be left to the issue.
    let words = &words.replace("{year}", "2025").replace("{number}", "1");
    let parts = words.split_once('〔').and_then(|(organ, rest)| {
        let (year, rest) = rest.split_once('〕')?;
        Some((organ, year, rest.strip_suffix('号')?))
    });
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    parts.is_some_and(|(organ, year, number)| {
        !organ.is_empty() && year.len() == 4 && digits(year) && digits(number) && !number.is_empty() && !number.starts_with('0')
    })
}

fn is_copy_number(words: &str) -> bool {
    words.len() == 6 && words.bytes().all(|byte| byte.is_ascii_digit())
}

/// `机密`, `机密★1年`, `绝密★长期`
fn is_secrecy(words: &str) -> bool {
    let (level, term) = words.split_once('★').map_or((words, None), |(level, term)| (level, Some(term)));
    let is_term = |term: &str| {
        let digits = term.trim_end_matches(['年', '月', '天']);
        term == "长期" || (digits.len() < term.len() && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
    };
    matches!(level, "绝密" | "机密" | "秘密") && term.is_none_or(is_term)
}

/// A line of `[bulletin]` that cannot be printed as it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("tongbao.toml 第{line}行 {key} = “{found}”：{expected}")]
pub struct BulletinMistake {
    /// Line in the file, from 1.
    pub line: usize,
    /// The key.
    pub key: String,
    /// What it says.
    pub found: String,
    /// What it should look like.
    pub expected: &'static str,
}

/// Only the places of what is checked after reading.
#[derive(Default, Deserialize)]
struct Places {
    #[serde(default)]
    plans: Vec<Spanned<IgnoredAny>>,
    #[serde(default)]
    deadline: Vec<Spanned<IgnoredAny>>,
    #[serde(default)]
    approval: Vec<Spanned<IgnoredAny>>,
    #[serde(default)]
    bulletin: BTreeMap<String, Spanned<IgnoredAny>>,
}

/// The line on which a place begins, from 1.
fn line(text: &str, place: &Spanned<IgnoredAny>) -> usize {
    text.bytes().take(place.span().start).filter(|byte| *byte == b'\n').count() + 1
}

fn bulletins() -> PathBuf {
    PathBuf::from("bulletins")
}

fn inbox() -> PathBuf {
    PathBuf::from("inbox")
}

/// What settings say of the language of messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NamedLanguage {
    /// A tag such as `zh`.
    Named(String),
    /// They cannot be read as settings, and no line of theirs says it.
    Lost,
    /// There are none, or they leave it open.
    Nowhere,
}

/// Settings that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// There is no workspace, or it cannot be read.
    #[error("cannot read the settings `{path}`", path = .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Not TOML, or a key that does not exist.
    #[error("the settings `{path}` are not well formed", path = .path.display())]
    Parse {
        /// The file.
        path: PathBuf,
        /// Where and why.
        source: Box<toml::de::Error>,
    },
    /// What stands above and below the bulletins has a form that no bulletin may have.
    #[error("the settings `{path}` have {} in [bulletin]", counted(.mistakes.len()), path = .path.display())]
    Bulletin {
        /// The file.
        path: PathBuf,
        /// Every one.
        mistakes: Vec<BulletinMistake>,
    },
    /// A plan stands twice: both would write the same bulletins.
    #[error("the settings `{path}` name the plan pack `{plan}` twice, the second time in line {line}", path = .path.display())]
    PlanTwice {
        /// The file.
        path: PathBuf,
        /// Id of the pack.
        plan: String,
        /// Where it stands again, from 1.
        line: usize,
    },
    /// Bulletins would be read as returns.
    #[error("the settings `{path}` put the bulletins (`{output}`) into the inbox (`{inbox}`)", path = .path.display(), inbox = .inbox.display(), output = .output.display())]
    BulletinsInInbox {
        /// The file.
        path: PathBuf,
        /// Of the returns.
        inbox: PathBuf,
        /// Of the bulletins.
        output: PathBuf,
    },
    /// No plan at all.
    #[error("the settings `{path}` name no plan pack", path = .path.display())]
    NoPlan {
        /// The file.
        path: PathBuf,
    },
}

impl Settings {
    /// Reads `tongbao.toml` of a workspace.
    pub fn read(workspace: &Path) -> Result<Self, SettingsError> {
        let path = workspace.join(FILE);
        let text = disk::read_text(&path).map_err(|source| SettingsError::Read { path: path.clone(), source })?;
        let mut settings: Self =
            toml::from_str(&text).map_err(|source| SettingsError::Parse { path: path.clone(), source: Box::new(source) })?;
        settings.make_plain();
        let places: Places = toml::from_str(&text).unwrap_or_default();
        for (deadline, place) in settings.deadlines.iter_mut().zip(&places.deadline) {
            deadline.line = line(&text, place);
        }
        for (approval, place) in settings.approvals.iter_mut().zip(&places.approval) {
            approval.line = line(&text, place);
        }
        let mistakes = settings.bulletin.mistakes(&places, &text);
        if !mistakes.is_empty() {
            return Err(SettingsError::Bulletin { path, mistakes });
        }
        if let Some((plan, line)) = settings.plan_twice(&places, &text) {
            return Err(SettingsError::PlanTwice { path, plan, line });
        }
        let [inbox, output] = [&settings.inbox, &settings.output].map(|folder| workspace.join(folder));
        if output.starts_with(&inbox) {
            return Err(SettingsError::BulletinsInInbox { path, inbox: settings.inbox, output: settings.output });
        }
        if settings.plans.is_empty() { Err(SettingsError::NoPlan { path }) } else { Ok(settings) }
    }
}

impl Settings {
    /// The language of messages that a workspace's settings name, also where they cannot be used otherwise: that is to be told in it.
    pub fn language(workspace: &Path) -> NamedLanguage {
        let Ok(bytes) = disk::read(&workspace.join(FILE)) else { return NamedLanguage::Nowhere };
        let text = String::from_utf8_lossy(&bytes);
        if let Some(tag) = text.lines().find_map(language_of) {
            return NamedLanguage::Named(tag);
        }
        let is_sound = std::str::from_utf8(&bytes).is_ok_and(|text| text.parse::<toml::Table>().is_ok());
        if is_sound { NamedLanguage::Nowhere } else { NamedLanguage::Lost }
    }

    /// A plan that stands twice, and where again; on some systems the case of a folder's name makes no difference.
    fn plan_twice(&self, places: &Places, text: &str) -> Option<(String, usize)> {
        let mut seen = BTreeSet::new();
        let position = self.plans.iter().position(|plan| !seen.insert(plan.to_lowercase()))?;
        let line = places.plans.get(position).map_or(0, |place| line(text, place));
        Some((self.plans.get(position)?.clone(), line))
    }

    /// What the office says of itself is printed: words on one line, like all text of others.
    fn make_plain(&mut self) {
        let BulletinSettings { mark, number, copy_number, secrecy, urgency, remark, copies, contact, .. } = &mut self.bulletin;
        let of_bulletin = [mark, number, copy_number, secrecy, urgency, remark, copies, contact].into_iter();
        let of_deadlines = self.deadlines.iter_mut().map(|deadline| &mut deadline.reason);
        let optional = of_bulletin.chain(of_deadlines).filter_map(Option::as_mut);
        let of_approvals = self.approvals.iter_mut().map(|approval| &mut approval.number);
        for words in [&mut self.office, &mut self.addressees].into_iter().chain(optional).chain(of_approvals) {
            *words = plain::one_line(words).into_owned();
        }
    }
}

/// The tag of a line `language = "zh"`, however its quotes were lost.
fn language_of(line: &str) -> Option<String> {
    let (key, value) = line.split_once(['=', '＝'])?;
    if key.trim_matches(|character: char| character.is_whitespace() || character == '\u{feff}') != "language" {
        return None;
    }
    let tag = |character: &char| character.is_ascii_alphanumeric() || *character == '-' || *character == '_';
    let tag: String = value.chars().skip_while(|character| !tag(character)).take_while(tag).collect();
    (!tag.is_empty()).then_some(tag)
}

fn counted(mistakes: usize) -> String {
    if mistakes == 1 { "1 mistake".to_owned() } else { format!("{mistakes} mistakes") }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "plans = ['a']\noffice = 'b'\n";

    fn read(text: &str) -> Result<Settings, SettingsError> {
        let workspace = tempfile::tempdir().unwrap();
        std::fs::write(workspace.path().join("tongbao.toml"), format!("{HEAD}{text}")).unwrap();
        Settings::read(workspace.path())
    }

    #[cfg(unix)]
    #[test]
    fn settings_that_are_a_pipe_are_refused_and_not_waited_for() {
        let workspace = tempfile::tempdir().unwrap();
        let pipe = workspace.path().join("tongbao.toml");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert!(matches!(Settings::read(workspace.path()), Err(SettingsError::Read { .. })));
    }

    #[test]
    fn a_deadline_may_be_a_date_of_toml_or_a_text() {
        let settings = read(
            "level = 'city'\n[[deadline]]\nunit = 'U1'\ndate = 2025-10-20\n\n[[deadline]]\nform = 'T-1'\nperiod = '2025Q3'\ndate = '2025-10-21'\n",
        );
        let settings = settings.unwrap();
        let found: Vec<_> = settings.deadlines.iter().map(|one| (one.line, one.date.map(Date::day))).collect();
        assert_eq!((settings.level, found), (Level::City, vec![(4, Some(20)), (8, Some(21))]));
        assert_eq!(read("").unwrap().level, Level::County);
    }

    fn refused(text: &str) -> SettingsError {
        let workspace = tempfile::tempdir().unwrap();
        std::fs::write(workspace.path().join("tongbao.toml"), text).unwrap();
        Settings::read(workspace.path()).unwrap_err()
    }

    #[test]
    fn a_plan_that_stands_twice_is_told_with_its_line() {
        let error = refused("plans = [\n  'kailu-2024',\n  'jining-2023',\n  'Kailu-2024',\n]\noffice = 'b'\n");
        let SettingsError::PlanTwice { plan, line, .. } = error else { panic!("{error}") };
        assert_eq!((plan.as_str(), line), ("Kailu-2024", 4));
    }

    #[test]
    fn an_approval_is_read_with_its_line() {
        let settings = read("[[approval]]\nnumber = '卫统〔2024〕7号'\nforms = ['TB-H01', 'TB-K01']\n").unwrap();
        let [approval] = settings.approvals.as_slice() else { panic!("one") };
        assert_eq!((approval.line, approval.number.as_str(), approval.forms.len()), (3, "卫统〔2024〕7号", 2));
        assert!(matches!(read("[[approval]]\nnumber = 'x'\n"), Err(SettingsError::Parse { .. })), "of which forms?");
    }

    #[test]
    fn bulletins_do_not_lie_in_the_inbox() {
        for folders in ["inbox = 'bulletins'", "inbox = '.'", "output = 'inbox/out'"] {
            let error = refused(&format!("{HEAD}{folders}\n"));
            assert!(matches!(error, SettingsError::BulletinsInInbox { .. }), "{folders}: {error}");
        }
        assert!(read("inbox = 'in'\noutput = 'in-bulletins'\n").is_ok());
        assert!(read("output = '.'\n").is_ok(), "each bulletin has a folder of its own there");
    }

    #[test]
    fn what_nobody_sees_is_not_printed() {
        let settings = read("addressees = \"各县\\u200B：\"\n[bulletin]\nmark = \"甲\\u0001乙\\u202E\\n丙\"\n").unwrap();
        assert_eq!((settings.addressees.as_str(), settings.bulletin.mark.as_deref()), ("各县：", Some("甲乙丙")));
    }

    #[test]
    fn what_no_bulletin_may_carry_is_refused_with_its_line() {
        let right =
            "[bulletin]\nnumber = '济医改秘〔2025〕13号'\ncopy-number = '000001'\nsecrecy = '机密★1年'\nurgency = '特急'\n";
        assert!(read(right).is_ok());
        for secrecy in ["秘密", "绝密★长期", "秘密★6月"] {
            assert!(read(&format!("[bulletin]\nsecrecy = '{secrecy}'\n")).is_ok(), "{secrecy}");
        }
        let wrong = [
            ("number", "济医改秘[2025]3号"),
            ("number", "济医改秘〔25〕3号"),
            ("number", "济医改秘〔2025〕第3号"),
            ("number", "济医改秘〔2025〕03号"),
            ("number", "〔2025〕3号"),
            ("copy-number", "1"),
            ("copy-number", "00000一"),
            ("secrecy", "内部"),
            ("secrecy", "机密★一年"),
            ("secrecy", "机密★"),
            ("urgency", "急"),
        ];
        for (key, value) in wrong {
            let error = read(&format!("[bulletin]\nsealed = true\n{key} = '{value}'\n")).unwrap_err();
            let SettingsError::Bulletin { mistakes, .. } = error else { panic!("{key} {value}: {error}") };
            let found: Vec<_> =
                mistakes.iter().map(|mistake| (mistake.line, mistake.key.as_str(), mistake.found.as_str())).collect();
            assert_eq!(found, [(5, key, value)]);
        }
    }

    #[test]
    fn what_is_no_date_and_what_is_no_key_is_refused() {
        for text in ["[[deadline]]\nunit = 'U1'\ndate = '20日'\n", "[[deadline]]\nunits = 'U1'\n", "level = 'town'\n"] {
            assert!(matches!(read(text), Err(SettingsError::Parse { .. })), "{text}");
        }
    }
}
