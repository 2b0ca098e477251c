//! What is gone from the inbox stays in the history, whatever has become of forms and files.

use std::fs;

use jiff::civil::date;

use super::*;
use tongbao_returns::domain::{Fact, File, FlowBasis, Item, ItemName, Kind, Quarter, Reading, Sheet, SourceFile, Symbols};
use tongbao_returns::finding::facts::{EmptyFile, ReaderFailed, ReaderTimeout};
use tongbao_returns::finding::{Facts, Finding};

fn form(items: &[(&str, &str)]) -> Form {
    let item = |(code, name): &(&str, &str)| Item {
        code: (*code).to_owned(),
        name: ItemName::new(name),
        label: None,
        unit: String::new(),
        kind: Kind::Flow,
        decimals: 0,
        min: None,
        max: None,
        part_of: None,
        may_not_apply: true,
        note: String::new(),
    };
    Form {
        id: FormId::new("hospital"),
        code: "T-1".to_owned(),
        title: "医院表".to_owned(),
        version: "1".to_owned(),
        issuer: String::new(),
        approval: None,
        valid_until: None,
        filed_by: Vec::new(),
        basis: FlowBasis::default(),
        due_days: 15,
        city_due_days: None,
        symbols: Symbols::default(),
        participants: tongbao_returns::domain::Participants::default(),
        tasks: None,
        sheets: vec![Sheet {
            name: "表".to_owned(),
            title: String::new(),
            unit_line: String::new(),
            note: String::new(),
            items: items.iter().map(item).collect(),
        }],
    }
}

fn period() -> Period {
    Period::quarter(2025, Quarter::Third)
}

fn reading(path: &str, hash: &str, values: &[f64]) -> FileReading {
    let source = SourceFile { path: path.to_owned(), hash: hash.to_owned(), size: 1, modified: 0 };
    let facts = (0_u16..).zip(values).map(|(item, value)| Fact { item, reading: Reading::Number(*value), place: None });
    let filed = Return {
        unit: UnitCode::new("U1"),
        form: FormId::new("hospital"),
        period: period(),
        reported_on: Some(date(2025, 10, 12)),
        file: source.clone(),
        sheets: Vec::new(),
        facts: facts.collect(),
        declared_empty: Vec::new(),
        since_january: Vec::new(),
        is_held: false,
    };
    FileReading {
        source,
        filed: Some(filed),
        period: Some(period()),
        said: None,
        findings: Vec::new(),
        statements: Vec::new(),
        first_seen: Some(date(2025, 10, 20)),
    }
}

fn store(workspace: &Path, items: &[(&str, &str)], day: i8) -> Store {
    Store::new(workspace, &[form(items)], &Registry::default(), date(2025, 10, day))
}

/// Names and readings, if they are known.
type Values = Option<Vec<(String, Reading)>>;

fn kept(store: &Store) -> Vec<(String, Values)> {
    let value = |value: KeptValue| (value.item.name, value.reading);
    let filings = store.history(period()).filings.into_iter();
    filings.map(|filing| (filing.file.hash, filing.values.map(|values| values.into_iter().map(value).collect()))).collect()
}

const ITEMS: &[(&str, &str)] = &[("101", "诊疗人次"), ("102", "出院人次")];

#[test]
fn a_return_that_was_overwritten_or_deleted_is_kept_once() {
    let workspace = tempfile::tempdir().unwrap();
    let first = store(workspace.path(), ITEMS, 20);
    first.save(&mut [reading("a.xlsx", "1", &[10.0, 2.0]), reading("b.xlsx", "2", &[5.0, 1.0])]).unwrap();
    assert_eq!(kept(&first), []);
    let values = |numbers: [f64; 2]| {
        let named = ITEMS.iter().zip(numbers).map(|((_, name), number)| ((*name).to_owned(), Reading::Number(number)));
        Some(named.collect::<Vec<_>>())
    };
    // Overwritten, then deleted; the other is moved to another folder, which is not gone.
    let second = store(workspace.path(), ITEMS, 21);
    second.save(&mut [reading("a.xlsx", "3", &[12.0, 2.0]), reading("folder/b.xlsx", "2", &[5.0, 1.0])]).unwrap();
    assert_eq!(kept(&second), [("1".to_owned(), values([10.0, 2.0]))]);
    second.save(&mut [reading("folder/b.xlsx", "2", &[5.0, 1.0])]).unwrap();
    assert_eq!(kept(&second), [("1".to_owned(), values([10.0, 2.0])), ("3".to_owned(), values([12.0, 2.0]))]);
    // It comes back and goes again: still one filing.
    second.save(&mut [reading("a.xlsx", "1", &[10.0, 2.0])]).unwrap();
    second.save(&mut []).unwrap();
    let hashes: Vec<_> = kept(&second).into_iter().map(|(hash, _)| hash).collect();
    assert_eq!(hashes, ["1", "3", "2"], "by file, as of one report date");
}

#[test]
fn values_are_told_by_the_form_with_which_they_were_read() {
    let workspace = tempfile::tempdir().unwrap();
    store(workspace.path(), ITEMS, 20).save(&mut [reading("a.xlsx", "1", &[10.0, 2.0])]).unwrap();
    // The new form has its items in another order and one more.
    let changed = store(workspace.path(), &[("102", "出院人次"), ("103", "床位数"), ("101", "诊疗人次")], 21);
    assert!(changed.load().readings.is_empty());
    changed.save(&mut []).unwrap();
    let kept = kept(&changed);
    let [(_, Some(values))] = kept.as_slice() else { panic!("{kept:?}") };
    assert_eq!(*values, [("诊疗人次".to_owned(), Reading::Number(10.0)), ("出院人次".to_owned(), Reading::Number(2.0))]);
}

#[test]
fn a_return_whose_facts_are_lost_is_kept_without_values() {
    let workspace = tempfile::tempdir().unwrap();
    let store = store(workspace.path(), ITEMS, 20);
    store.save(&mut [reading("a.xlsx", "1", &[10.0, 2.0])]).unwrap();
    fs::write(facts_of(workspace.path(), "2025Q3"), b"damaged").unwrap();
    store.save(&mut []).unwrap();
    assert_eq!(kept(&store), [("1".to_owned(), None)]);
}

#[test]
fn a_damaged_history_is_told_and_never_overwritten() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path().join(".tongbao/history");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("2025Q3.json"), b"[{").unwrap();
    let store = store(workspace.path(), ITEMS, 20);
    assert_eq!(store.history(period()).damaged, [folder.join("2025Q3.json")]);
    store.save(&mut [reading("a.xlsx", "1", &[10.0, 2.0])]).unwrap();
    store.save(&mut []).unwrap();
    let history = store.history(period());
    assert_eq!((history.filings.len(), history.damaged), (1, vec![folder.join("2025Q3.damaged-1.json")]));
    assert_eq!(fs::read(folder.join("2025Q3.damaged-1.json")).unwrap(), b"[{");
}

/// Where the facts of a period stand.
fn facts_of(workspace: &Path, period: &str) -> PathBuf {
    let entries = fs::read_dir(workspace.join(".tongbao/facts")).unwrap().map(|entry| entry.unwrap().path());
    let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    let found: Vec<_> = entries.filter(|path| name(path).starts_with(period) && !name(path).contains("damaged")).collect();
    assert_eq!(found.len(), 1, "one file a period, and none of an earlier run: {found:?}");
    found[0].clone()
}

/// The files of the store, but the lock.
fn files(workspace: &Path) -> Vec<PathBuf> {
    vec![workspace.join(".tongbao/files.json"), facts_of(workspace, "2025Q2"), facts_of(workspace, "2025Q3")]
}

#[test]
fn what_was_stored_stays_until_the_new_catalogue_stands() {
    let workspace = tempfile::tempdir().unwrap();
    let store = store(workspace.path(), ITEMS, 20);
    let mut first = [reading("a.xlsx", "1", &[10.0, 2.0])];
    store.save(&mut first).unwrap();
    // Killed when the new facts stood and the new catalogue did not.
    let catalogue = fs::read(workspace.path().join(".tongbao/files.json")).unwrap();
    let facts = facts_of(workspace.path(), "2025Q3");
    let bytes = fs::read(&facts).unwrap();
    store.save(&mut [reading("a.xlsx", "3", &[12.0, 2.0])]).unwrap();
    assert!(!facts.exists(), "nobody names it any more");
    fs::write(workspace.path().join(".tongbao/files.json"), &catalogue).unwrap();
    fs::write(&facts, &bytes).unwrap();
    let kept = store.load();
    assert_eq!((kept.readings.values().flatten().cloned().collect::<Vec<_>>(), kept.damaged), (first.to_vec(), Vec::new()));
    // The file is overwritten before the next run, which has the return of before for the history nevertheless.
    store.save(&mut [reading("a.xlsx", "4", &[13.0, 2.0])]).unwrap();
    let (present, gone) = store.filings(&UnitCode::new("U1"), period(), &[reading("a.xlsx", "5", &[14.0, 2.0])]);
    assert_eq!((present[0].file.hash.as_str(), gone[0].file.hash.as_str()), ("5", "4"), "nothing is stored by looking");
    assert!(self::kept(&store).iter().any(|(hash, values)| hash == "1" && values.is_some()));
    facts_of(workspace.path(), "2025Q3");
}

#[test]
fn facts_under_the_names_of_before_are_read() {
    let workspace = tempfile::tempdir().unwrap();
    let store = store(workspace.path(), ITEMS, 20);
    let mut readings = [reading("a.xlsx", "1", &[10.0, 2.0])];
    store.save(&mut readings).unwrap();
    fs::rename(facts_of(workspace.path(), "2025Q3"), workspace.path().join(".tongbao/facts/2025Q3.parquet")).unwrap();
    assert_eq!(store.load().readings.into_values().flatten().collect::<Vec<_>>(), readings);
    store.save(&mut readings).unwrap();
    assert!(facts_of(workspace.path(), "2025Q3").to_string_lossy().contains("2025Q3-"));
}

#[test]
fn a_flipped_bit_is_never_believed() {
    let workspace = tempfile::tempdir().unwrap();
    let store = store(workspace.path(), ITEMS, 20);
    let mut earlier = reading("b.xlsx", "2", &[5.0, 1.0]);
    earlier.filed.as_mut().unwrap().period = Period::quarter(2025, Quarter::Second);
    let mut both = [reading("a.xlsx", "1", &[10.0, 2.0]), earlier];
    store.save(&mut both).unwrap();
    for path in files(workspace.path()) {
        let whole = fs::read(&path).unwrap();
        for at in [0, whole.len() / 3, whole.len() / 2, whole.len() - 9] {
            let mut damaged = whole.clone();
            damaged[at] ^= 4;
            fs::write(&path, &damaged).unwrap();
            let kept = store.load();
            assert_eq!(kept.damaged, std::slice::from_ref(&path), "{at}");
            let holding = usize::from(!path.ends_with("files.json"));
            assert_eq!(kept.readings.len(), holding, "the other period holds");
            assert!(kept.readings.values().flatten().all(|reading| both.contains(reading)));
        }
        store.set_aside(&store.load().damaged).unwrap();
        assert!(!path.exists());
        store.save(&mut both).unwrap();
        let kept = store.load();
        assert_eq!((kept.readings.len(), kept.damaged.len()), (2, 0));
        let extension = path.extension().unwrap().to_str().unwrap();
        assert!(path.with_extension(format!("damaged-1.{extension}")).exists(), "nothing was written over it");
    }
}

#[test]
fn what_a_stopped_reader_said_is_no_word_about_the_file() {
    let workspace = tempfile::tempdir().unwrap();
    let store = store(workspace.path(), ITEMS, 20);
    let said = |path: &str, facts: Facts| FileReading {
        filed: None,
        findings: vec![Finding::about(File::Received(path.to_owned()), facts)],
        ..reading(path, path, &[])
    };
    let mut readings = [
        said("a.xlsx", ReaderFailed.into()),
        said("b.xlsx", ReaderTimeout { seconds: 10.0 }.into()),
        said("c.xlsx", EmptyFile.into()),
    ];
    store.save(&mut readings).unwrap();
    let kept = store.load();
    assert_eq!(kept.readings.keys().map(|(path, _)| path.as_str()).collect::<Vec<_>>(), ["c.xlsx"]);
    assert_eq!(kept.stored, 3);
}

/// The returns that are gone, by the hash of their files: what they say, and when they were seen first and last.
fn departed(store: &Store, present: &[FileReading], is_stored: bool) -> Vec<(String, Vec<Reading>, Option<Date>, Date)> {
    let form = form(ITEMS);
    let told = |filing: Filing| {
        let filed = filing.as_return(&form).unwrap();
        let readings = filed.facts.into_iter().map(|fact| fact.reading).collect();
        (filing.file.hash, readings, filing.details.unwrap().first_seen, filing.seen)
    };
    store.departed(present, is_stored).into_iter().map(told).collect()
}

#[test]
fn what_is_gone_can_be_counted_further_and_what_came_back_is_not_gone() {
    let workspace = tempfile::tempdir().unwrap();
    let store = store(workspace.path(), ITEMS, 21);
    store.save(&mut [reading("a.xlsx", "1", &[10.0, 2.0])]).unwrap();
    let now = [reading("a.xlsx", "2", &[11.0, 2.0])];
    let (first, last) = (Some(date(2025, 10, 20)), date(2025, 10, 21));
    let gone = vec![("1".to_owned(), vec![Reading::Number(10.0), Reading::Number(2.0)], first, last)];
    // Whoever only looks knows it as well as the run that has stored it.
    assert_eq!(departed(&store, &now, false), gone);
    assert_eq!(departed(&store, &now, true), [], "nothing has stored it yet");
    store.save(&mut now.clone()).unwrap();
    assert_eq!(departed(&store, &now, true), gone);
    assert_eq!(departed(&store, &now, false), gone, "once");
    assert_eq!(departed(&store, &[reading("b.xlsx", "1", &[10.0, 2.0])], true), []);
}

#[test]
fn a_return_that_is_gone_counts_by_a_form_only_if_that_has_a_place_for_all_of_it() {
    let workspace = tempfile::tempdir().unwrap();
    let store = store(workspace.path(), ITEMS, 20);
    store.save(&mut [reading("a.xlsx", "1", &[10.0, 2.0])]).unwrap();
    store.save(&mut []).unwrap();
    let [filing] = <[Filing; 1]>::try_from(store.departed(&[], true)).unwrap();
    let readings = |items: &[(&str, &str)]| {
        let filed = filing.as_return(&form(items))?;
        Some(filed.facts.into_iter().map(|fact| (fact.item, fact.reading)).collect::<Vec<_>>())
    };
    let more = [("103", "床位数"), ("102", "出院人次"), ("101", "诊疗人次")];
    let expected = vec![(0, Reading::Blank), (1, Reading::Number(2.0)), (2, Reading::Number(10.0))];
    assert_eq!(readings(&more), Some(expected));
    assert_eq!(readings(&[("101", "诊疗人次")]), None, "what it said would be lost");
    assert_eq!(Filing { details: None, ..filing.clone() }.as_return(&form(ITEMS)), None, "of the time before it was kept");
}
