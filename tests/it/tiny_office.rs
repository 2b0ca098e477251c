//! An office so small that it can be run a thousand times: one county, three units, one indicator. It issues, drafts and withdraws, and
//! tests break that off wherever they like.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use jiff::civil::{Date, date};
use serde_json::Value;
use tempfile::TempDir;
use tongbao_document::FormValue;
use tongbao_figures::plan::Plan;
use tongbao_render::Theme;
use tongbao_returns::domain::{FormId, Period, Quarter, UnitCode};
use tongbao_returns::forms::{Filling, form_book};
use tongbao_returns::registry::Registry;

use crate::support::{indicator, registry, write_pack};

/// The hospital whose return changes.
const HOSPITAL: &str = "H1";

/// A workspace beside the templates that it is run with.
pub(crate) struct TinyOffice {
    folder: TempDir,
}

/// What is broken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scene {
    /// A draft in the place of a draft.
    Draft,
    /// A final issue in the place of a draft.
    Final,
    /// A draft with 修订说明 beside the issue, in the place of another.
    Revision,
    /// The issue is withdrawn.
    Withdrawal,
}

impl Scene {
    pub(crate) const ALL: [Self; 4] = [Self::Draft, Self::Final, Self::Revision, Self::Withdrawal];

    /// The folder of bulletins that changes.
    pub(crate) fn place(self) -> &'static str {
        match self {
            Self::Draft | Self::Final | Self::Withdrawal => "bulletins/2025Q3/quarterly",
            Self::Revision => "bulletins/2025Q3/quarterly-草稿",
        }
    }

    /// The command that is broken off.
    fn arguments(self) -> Vec<&'static str> {
        let run = ["run", "--period", "2025Q3", "--as-of", "2025-10-22"];
        let rest: &[&str] = match self {
            Self::Draft | Self::Revision => &[],
            Self::Final => &["--final", "--number", "2", "--force", "--reason", "须用"],
            Self::Withdrawal => return vec!["withdraw", "--number", "2", "--reason", "有误", "--as-of", "2025-10-22"],
        };
        [&run[..], rest].concat()
    }
}

impl TinyOffice {
    /// An office that has issued the second quarter and stands before the scene: the command would change what is published, what is stored and the
    /// history.
    pub(crate) fn before(scene: Scene) -> Self {
        let office = Self::new();
        office.receive(Quarter::Second, 100.0, date(2025, 7, 10));
        office.done(&[
            "run",
            "--period",
            "2025Q2",
            "--as-of",
            "2025-07-20",
            "--final",
            "--number",
            "1",
            "--force",
            "--reason",
            "须用",
        ]);
        office.receive(Quarter::Third, 150.0, date(2025, 10, 10));
        office.done(&["run", "--period", "2025Q3", "--as-of", "2025-10-20"]);
        match scene {
            Scene::Draft | Scene::Final => {}
            Scene::Revision | Scene::Withdrawal => {
                let issue = [
                    "run",
                    "--period",
                    "2025Q3",
                    "--as-of",
                    "2025-10-20",
                    "--final",
                    "--number",
                    "2",
                    "--force",
                    "--reason",
                    "须用",
                ];
                office.done(&issue);
                office.receive(Quarter::Third, 160.0, date(2025, 10, 20));
                office.done(&["run", "--period", "2025Q3", "--as-of", "2025-10-21"]);
            }
        }
        office.receive(Quarter::Third, 170.0, date(2025, 10, 21));
        office
    }

    /// An office with a plan and nothing in its inbox.
    pub(crate) fn new() -> Self {
        let office = Self { folder: tempfile::tempdir().expect("scratch folder") };
        let templates = office.templates();
        write_pack(&templates, &indicator("手术占比", "SUM(手术人次) * 100.0 / SUM(诊疗人次)", ""), "", None);
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates");
        for shared in ["house", "fonts"] {
            std::os::unix::fs::symlink(sources.join(shared), templates.join(shared)).expect("a link");
        }
        let settings = "plans = [\"tiny\"]\noffice = \"小县医改办\"\naddressees = \"各单位：\"\nlanguage = \"zh\"\n";
        fs::create_dir_all(office.path().join("inbox")).expect("an inbox");
        fs::write(office.path().join("tongbao.toml"), settings).expect("settings");
        let registry = tongbao_sample::registry_book::registry_book(&Self::registry()).expect("a workbook");
        fs::write(office.path().join("registry.xlsx"), registry).expect("the registry");
        office
    }

    fn registry() -> Registry {
        let units = [(HOSPITAL, "医院", "990001"), ("H2", "医院", "990001"), ("B1", "卫健局", "990001")];
        let mut registry = registry(&units);
        registry.counties.retain(|county| county.code.as_str() != "990002");
        registry
    }

    /// A return of the hospital comes, in the place of the last one.
    fn receive(&self, quarter: Quarter, visits: f64, day: Date) {
        self.receive_of(Period::quarter(2025, quarter), visits, day);
    }

    /// The same for a quarter of any year.
    pub(crate) fn receive_of(&self, quarter: Period, visits: f64, day: Date) {
        let Ok(plan) = tongbao_figures::plan::load(&self.templates(), "tiny") else { panic!("a sound pack") };
        let bytes = filled(&plan, quarter, visits, day);
        fs::write(self.path().join("inbox").join(format!("{HOSPITAL} {quarter}.xlsx")), bytes).expect("a return");
    }

    /// The workspace.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("office")
    }

    /// The folder of packs.
    pub(crate) fn templates(&self) -> PathBuf {
        self.folder.path().join("templates")
    }

    /// The same office once more, with the times of its files.
    pub(crate) fn copied(&self) -> Self {
        let folder = tempfile::tempdir().expect("scratch folder");
        let parts = ["office", "templates"].map(|part| self.folder.path().join(part));
        let copied = Command::new("cp").arg("-a").args(parts).arg(folder.path()).status().expect("cp runs");
        assert!(copied.success());
        Self { folder }
    }

    fn command(&self, arguments: &[&str], fault: Option<&str>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tongbao"));
        command.current_dir(self.folder.path()).args(arguments).arg("--threads=1");
        command.env("TONGBAO_TEMPLATES", self.templates()).env("LANG", "zh_CN.UTF-8");
        if let Some(fault) = fault {
            command.env("TONGBAO_DISK_FAULT", fault);
        }
        command
    }

    /// Runs a command on the office.
    pub(crate) fn output(&self, arguments: &[&str], fault: Option<&str>) -> Output {
        let arguments = [&arguments[..1], &["office"], &arguments[1..]].concat();
        self.command(&arguments, fault).output().expect("the binary runs")
    }

    /// The same of a command that does something.
    #[track_caller]
    pub(crate) fn done(&self, arguments: &[&str]) {
        let output = self.output(arguments, None);
        assert!(matches!(output.status.code(), Some(0 | 3)), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// Plays the scene on a disk with a fault; the exit code, none if the process was killed, and what it said.
    pub(crate) fn play(&self, scene: Scene, fault: Option<&str>) -> (Option<i32>, String) {
        let output = self.output(&scene.arguments(), fault);
        assert!(matches!(output.status.signal(), None | Some(6)), "{:?}", output.status);
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    }

    /// Begins to play the scene.
    pub(crate) fn begin(&self, scene: Scene) -> Child {
        let arguments = scene.arguments();
        let arguments = [&arguments[..1], &["office"], &arguments[1..]].concat();
        self.command(&arguments, None).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the binary runs")
    }

    /// What `tongbao issued` says.
    pub(crate) fn issued(&self) -> (Option<i32>, String) {
        let output = self.output(&["issued"], None);
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    }

    /// How many filings of the hospital's third quarter `tongbao history` knows, all with their values.
    pub(crate) fn filings(&self) -> usize {
        let asked = ["history", HOSPITAL, "office", "--period", "2025Q3", "--as-of", "2025-10-22", "--format", "json"];
        let output = self.command(&asked, None).output().expect("the binary runs");
        let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let filings = report["forms"][0]["filings"].as_array().expect("filings");
        assert!(filings.iter().all(|filing| filing["changes"].is_array()), "{filings:?}");
        filings.len()
    }

    /// Every file of the workspace but the lock.
    pub(crate) fn contents(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut contents = below(&self.path());
        contents.remove(Path::new(".tongbao/lock"));
        contents
    }
}

/// Every file below a folder, by its path below it.
pub(crate) fn below(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|entry| !entry.file_type().is_dir());
    let read = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(folder).expect("below").to_owned();
        (path, fs::read(entry.path()).expect("a file"))
    };
    files.map(read).collect()
}

fn filled(plan: &Plan, period: Period, visits: f64, reported_on: Date) -> Vec<u8> {
    let style = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates/house/theme.toml"));
    let value = |position: usize| {
        Some(if position == 4 {
            FormValue::Text("是".to_owned())
        } else {
            FormValue::Number([visits, 10.0, 50.0, 3.0, 0.0, 20.0][position])
        })
    };
    let filling = Filling {
        value: &value,
        previous: None,
        last_year: &|_| None,
        filler: None,
        phone: None,
        deadline: None,
        reported_on: Some(reported_on),
    };
    let registry = TinyOffice::registry();
    let unit = &registry.units[&UnitCode::new(HOSPITAL)];
    let form = plan.form(&FormId::new("hospital")).expect("the form");
    let book = form_book(form, unit, period, &filling, reported_on, false);
    tongbao_render::xlsx::form(&book, &Theme::parse(&style.expect("the style")).expect("the style")).expect("a workbook")
}
