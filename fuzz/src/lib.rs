//! What strangers send, mutated: each target is one reader and what must hold of everything it reads.
//!
//! An input for a format that is a container (.xlsx, .xlsb, .ods) is one part of it: its first byte says which, the rest is the content. A
//! fuzzer that had to keep the checksums of a container right would never get into it. The tests of the project run the same targets on
//! the same seeds and on what was found here.

mod container;
mod xlsb;

use std::io::Write as _;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex};
use std::{fs, panic};

use container::Container;
use jiff::civil::{Date, date};
use tempfile::TempDir;
use tongbao_figures::plan::{Aggregate, Formula, Variable};
use tongbao_returns::domain::{Form, Reading, SourceFile};
use tongbao_returns::finding::Finding;
use tongbao_returns::ingest;
use tongbao_returns::ingest::{FileReading, Found, Known, Reader};
use tongbao_returns::registry::Registry;

/// A reader under test.
pub struct Target {
    /// Name of the program, the folder of its seeds and of what it has found.
    pub name: &'static str,
    /// Inputs to begin with.
    pub seeds: fn(&Bench) -> Vec<Vec<u8>>,
    /// Reads an input; panics if something does not hold.
    pub read: fn(&Bench, &[u8]),
}

/// Every target.
pub const TARGETS: [Target; 11] = [
    Target { name: "xlsx", seeds: |bench| bench.xlsx.seeds(), read: |bench, input| bench.read_return(&bench.xlsx.with(input)) },
    Target { name: "xlsb", seeds: |bench| bench.xlsb.seeds(), read: |bench, input| bench.read_return(&bench.xlsb.with(input)) },
    Target { name: "xls", seeds: |bench| vec![bench.xls.clone()], read: Bench::read_return },
    Target { name: "ods", seeds: |bench| bench.ods.seeds(), read: |bench, input| bench.read_return(&bench.ods.with(input)) },
    Target { name: "cell", seeds: |_| CELLS.iter().map(|cell| cell.as_bytes().to_vec()).collect(), read: Bench::read_cell },
    Target { name: "slip", seeds: |bench| bench.slip.seeds(), read: |bench, input| bench.read_return(&bench.slip.with(input)) },
    Target { name: "registry", seeds: |bench| bench.register.seeds(), read: Bench::read_registry },
    Target { name: "office", seeds: |bench| bench.office.seeds(), read: Bench::read_office_sheets },
    Target { name: "pack", seeds: Bench::packs, read: |bench, input| bench.read_pack(input) },
    Target { name: "ledger", seeds: Bench::ledgers, read: |bench, input| bench.read_pack_file("ledger.csv", input) },
    Target {
        name: "formula",
        seeds: |_| FORMULAS.iter().map(|text| text.as_bytes().to_vec()).collect(),
        read: Bench::read_formula,
    },
];

/// What people type into a cell.
const CELLS: [&str; 20] = [
    "1234",
    "1,234.5",
    "１２３４",
    "约500",
    "98.5%",
    "9.5‰",
    "12万",
    "1.2亿元",
    "3,000元",
    "—",
    "不适用",
    "/",
    "是",
    "√",
    "2025年9月30日",
    "2025/9/30",
    "5～8",
    "一百二十",
    "(1,234)",
    "#REF!",
];

/// What packs compute with.
const FORMULAS: [&str; 6] = [
    "SUM(门诊) / NULLIF(SUM(住院), 0) * 100",
    "COALESCE(上期_门诊, 0) <= 门诊 AND NOT 互认 = '是'",
    "CASE WHEN 门诊 > 住院 THEN ROUND(收入, 1) ELSE 0 END IN (1, 2)",
    "COUNT(*) FILTER (WHERE 互认 = '是')",
    "建成日 BETWEEN '2024-01-01' AND '2024-12-31'",
    "((((门诊 + 1) * 2) - 3) / 4)",
];

/// Files of a pack that an input may stand for.
const PACK: [&str; 6] =
    ["plan.toml", "indicators.toml", "rules.toml", "forms/kit.toml", "scoring.toml", "bulletins/quarterly.md"];
const KIT: &str = "tests/defects/pack";
/// A return of a hospital: numbers, choices and dates.
const RETURN: &str = "sample_data/kailu/inbox/2025Q2/开鲁报送/开鲁县示例医院/公立医院改革任务补充季报表（2025年二季度）.xlsx";
/// What the reader of slips looks for, and one answer.
const SLIP: [[&str; 4]; 2] =
    [["代码", "单元格", "读到的数值", "说明"], ["KL-H-001", "D9", "总诊疗人次=100", "床位调整后重新统计，数值无误"]];

const AS_OF: Date = date(2025, 7, 20);

/// Everything that a reader needs besides its input.
pub struct Bench {
    root: PathBuf,
    forms: Vec<Form>,
    registry: Registry,
    scratch: TempDir,
    xlsx: Container,
    xlsb: Container,
    xls: Vec<u8>,
    ods: Container,
    slip: Container,
    register: Container,
    office: Container,
    cell: Container,
}

impl Bench {
    /// From the samples of the project.
    pub fn new() -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = here.ancestors().find(|folder| folder.join("report_templates").is_dir()).expect("the project").to_owned();
        let load = |id| tongbao_figures::plan::load(&root.join("report_templates"), id).expect("a sound pack").forms;
        let file = |path: &str| fs::read(root.join(path)).expect("a sample");
        let returned = file(RETURN);
        let register = root.join("sample_data/kailu/registry.xlsx");
        let (registry, _) = ingest::registry(&register, &Reader::in_process()).expect("readable").expect("a sound registry");
        let scratch = tempfile::tempdir().expect("scratch folder");
        for file in files(&root.join(KIT)) {
            let copy = scratch.path().join(file.strip_prefix(root.join(KIT)).expect("below it"));
            fs::create_dir_all(copy.parent().expect("a folder")).expect("folder");
            fs::copy(&file, copy).expect("copy");
        }
        let slip = Container::of(&returned).with_front("退回说明", &SLIP);
        Self {
            forms: load("kailu-2024"),
            registry,
            xlsb: xlsb::written(&returned),
            cell: Container::of(&returned),
            xlsx: Container::of(&returned),
            xls: file("sample_data/kailu/inbox/2025Q3/县级/蒙医中医院 医院季报.xls"),
            ods: Container::of(&file("sample_data/kailu/inbox/2025Q3/乡镇/三镇卫生院.ods")),
            slip,
            register: Container::of(&file("sample_data/kailu/registry.xlsx")),
            office: Container::of(&file("sample_data/kailu/events.xlsx")),
            root,
            scratch,
        }
    }

    /// Reads a return, its cells for a slip, and says everything that is to be said of it.
    fn read_return(&self, bytes: &[u8]) {
        let path = self.scratch.path().join("return");
        fs::write(&path, bytes).expect("scratch");
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let source = SourceFile { path: "2025Q2/a.xlsx".to_owned(), hash: String::new(), size, modified: 0 };
        let found = [Found { source, path, denied: None }];
        let known = Known { forms: &self.forms, registry: Some(&self.registry) };
        let readings = ingest::read(&found, &known, &Reader::in_process(), &|| ()).expect("no process is started");
        assert!(!readings.is_empty(), "each file gives a return or a reason why not");
        for reading in &readings {
            assert!(reading.filed.is_some() || !reading.findings.is_empty() || reading.source.hash.is_empty());
            for finding in &reading.findings {
                hold(finding);
            }
            for fact in reading.filed.iter().flat_map(|filed| &filed.facts) {
                assert!(fact.reading.number().is_none_or(f64::is_finite), "{fact:?}");
                assert!(fact.place.is_some() || !matches!(fact.reading, Reading::Number(_)), "a number without its cell");
            }
            let kept = serde_json::to_string(reading).expect("what is read can be kept");
            let back: FileReading = serde_json::from_str(&kept).expect("what is kept can be read");
            assert_eq!(back, *reading);
        }
        ingest::originals(&found, &Reader::in_process()).expect("no process is started");
    }

    /// Reads words as the answer to every item of a form.
    fn read_cell(&self, input: &[u8]) {
        self.read_return(&self.cell.with_answers(&String::from_utf8_lossy(input)));
    }

    fn read_registry(&self, input: &[u8]) {
        let path = Path::new("registry.xlsx");
        let read = ingest::registry_of(self.register.with(input), path, &Reader::in_process()).expect("no process is started");
        if let Err(error) = read {
            assert!(!error.to_string().is_empty());
        }
    }

    /// Reads a workbook of the office as each of the kinds that there are.
    fn read_office_sheets(&self, input: &[u8]) {
        let path = self.scratch.path().join("office.xlsx");
        fs::write(&path, self.office.with(input)).expect("scratch");
        let reader = Reader::in_process();
        let told = [
            ingest::statements(&path, Some(&self.registry), &reader).expect("no process is started").findings,
            ingest::practices(&path, &self.registry, &reader).expect("no process is started").findings,
            ingest::sign_offs(&path, &self.forms, AS_OF, &reader).expect("no process is started").findings,
        ];
        told.iter().flatten().for_each(hold);
    }

    /// The first byte says which file of the pack it is.
    fn read_pack(&self, input: &[u8]) {
        let Some((which, content)) = input.split_first() else { return };
        self.read_pack_file(PACK[usize::from(*which) % PACK.len()], content);
    }

    fn read_pack_file(&self, name: &str, content: &[u8]) {
        let path = self.scratch.path().join("kit").join(name);
        let before = fs::read(&path).ok();
        fs::write(&path, content).expect("scratch");
        let loaded = tongbao_figures::plan::load(self.scratch.path(), "kit");
        match before {
            Some(before) => fs::write(&path, before).expect("scratch"),
            None => fs::remove_file(&path).expect("scratch"),
        }
        if let Err(error) = loaded {
            assert!(!error.to_string().is_empty() && error.shown().iter().all(|line| !line.is_empty()), "{error:?}");
        }
    }

    #[expect(clippy::unused_self, reason = "as every target is called")]
    fn read_formula(&self, input: &[u8]) {
        let text = String::from_utf8_lossy(input);
        let told = [Formula::<Variable>::parse(&text).err(), Formula::<Aggregate>::parse(&text).err()];
        for mistake in told.into_iter().flatten() {
            assert!(!mistake.to_string().is_empty(), "{text:?}");
        }
    }

    /// Each file of each pack.
    fn packs(&self) -> Vec<Vec<u8>> {
        let seed = |(which, name): (u8, &str)| {
            let pieces = self.of_packs(name).into_iter();
            pieces.map(move |content| [vec![which], content].concat()).collect::<Vec<_>>()
        };
        (0..).zip(PACK).flat_map(seed).collect()
    }

    fn ledgers(&self) -> Vec<Vec<u8>> {
        self.of_packs("ledger.csv")
    }

    /// A file as each pack has it; the kit's form stands for all forms.
    fn of_packs(&self, name: &str) -> Vec<Vec<u8>> {
        let own = fs::read(self.root.join(KIT).join("kit").join(name)).ok();
        let others =
            ["kailu-2024", "jining-2023"].map(|id| fs::read(self.root.join("report_templates").join(id).join(name)).ok());
        own.into_iter().chain(others.into_iter().flatten()).collect()
    }
}

/// What holds of every finding: it says something, in words that can be printed.
fn hold(finding: &Finding) {
    let said = [finding.message(), finding.hint().unwrap_or_default(), finding.expected().unwrap_or_default(), finding.values()];
    assert!(!said[0].is_empty(), "{finding:?}");
    assert!(said.iter().all(|words| !words.chars().any(|character| character.is_control() && character != '\n')), "{said:?}");
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Runs a target as a fuzzer does: on one input after the other, in one process. A panic of calamine is caught where workbooks are opened, as
/// in a reading process, and is no failure; any other ends the process.
pub fn fuzz(name: &str, input: &[u8]) {
    static BENCH: LazyLock<Bench> = LazyLock::new(|| {
        // The fuzzer's own hook would end the process before anybody can catch a panic.
        panic::set_hook(Box::new(|panic| *LAST.lock().expect("one thread") = panic.to_string()));
        Bench::new()
    });
    static LAST: Mutex<String> = Mutex::new(String::new());
    let target = TARGETS.iter().find(|target| target.name == name).expect("a target");
    let read = panic::catch_unwind(AssertUnwindSafe(|| (target.read)(&BENCH, input)));
    if read.is_err() {
        let _ = writeln!(std::io::stderr(), "{}", LAST.lock().expect("one thread"));
        std::process::abort();
    }
}
