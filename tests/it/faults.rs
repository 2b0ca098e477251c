//! Wherever a draft, a final issue, a revision or a withdrawal is broken off, the last output stands whole under its name, what was issued is intact,
//! and the next run leaves the workspace as if nothing had happened.
//!
//! Every call that changes the disk fails once and kills the process once, by the order that
//! `crates/figures/src/store/disk/faults.rs` takes. Outputs before and after differ, so that a mixture would show.

#![expect(clippy::print_stdout, reason = "how many of how many were tried belongs to the result")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::tiny_office::{Scene, TinyOffice, below};

type Files = BTreeMap<PathBuf, Vec<u8>>;

/// An office before a scene, and what there is before and after it.
pub(crate) struct Stage {
    scene: Scene,
    office: TinyOffice,
    before: Files,
    after: Files,
    filings: usize,
}

impl Stage {
    /// Plays the scene once undisturbed.
    pub(crate) fn of(scene: Scene) -> Self {
        let office = TinyOffice::before(scene);
        let whole = office.copied();
        let (code, told) = whole.play(scene, None);
        assert!(matches!(code, Some(0 | 3)), "{scene:?}: {told}");
        let (before, after) = (office.contents(), whole.contents());
        let place = |files: &Files| under(files, scene.place());
        assert_eq!(
            place(&before) == place(&after),
            scene == Scene::Withdrawal,
            "what is published changes, or would not show a mixture"
        );
        assert!(!place(&before).is_empty());
        assert_eq!(whole.issued(), (Some(0), String::new()));
        let filings = whole.filings();
        assert!(filings >= 2, "the return that was overwritten is in the history");
        Self { scene, office, before, after, filings }
    }

    pub(crate) fn scene(&self) -> Scene {
        self.scene
    }

    /// A copy of the office in which the scene can be broken off.
    pub(crate) fn copy(&self) -> TinyOffice {
        self.office.copied()
    }

    /// What stands under the name of the bulletin now: all as before, or all as after. Whether it is as before.
    pub(crate) fn is_as_before(&self, broken: &TinyOffice, when: &str) -> bool {
        let (scene, place) = (self.scene, self.scene.place());
        let now = below(&broken.path().join(place));
        let then = |files: &Files| under(files, place);
        assert!(
            now == then(&self.before) || now == then(&self.after),
            "{scene:?}, {when}: a mixture, or nothing: {:?}",
            now.keys()
        );
        let earlier = ".tongbao/issued/tiny/2025Q2-quarterly";
        assert!(
            below(&broken.path().join(earlier)) == under(&self.before, earlier),
            "{scene:?}, {when}: what was issued has changed"
        );
        now == then(&self.before)
    }

    /// The same command once more leaves everything as if it had gone through at once.
    pub(crate) fn finishes(&self, broken: &TinyOffice, when: &str) {
        let scene = self.scene;
        let (code, told) = broken.play(scene, None);
        // What was done although the process was killed is told, and refused a second time.
        let is_done = matches!(scene, Scene::Final | Scene::Withdrawal) && code == Some(2);
        assert!(matches!(code, Some(0 | 3)) || is_done, "{scene:?}, {when}: {code:?} {told}");
        assert_eq!(broken.issued(), (Some(0), String::new()), "{scene:?}, {when}");
        assert_eq!(broken.filings(), self.filings, "{scene:?}, {when}: the history is complete");
        let now = broken.contents();
        let names = |files: &Files| files.keys().cloned().collect::<BTreeSet<_>>();
        assert_eq!(names(&now), names(&self.after), "{scene:?}, {when}");
        for (path, bytes) in &now {
            assert!(*bytes == self.after[path], "{scene:?}, {when}: {} differs", path.display());
        }
        let unfinished = walkdir::WalkDir::new(broken.path()).into_iter().filter_map(Result::ok);
        let unfinished: Vec<_> = unfinished.filter(|entry| entry.file_name().to_string_lossy().ends_with(".new")).collect();
        assert!(unfinished.is_empty(), "{scene:?}, {when}: {unfinished:?}");
    }

    /// The calls of the undisturbed scene, as they were listed.
    fn calls(&self) -> Vec<Vec<String>> {
        let office = self.copy();
        let list = tempfile::NamedTempFile::new().expect("a list");
        let order = format!("list:{}", list.path().display());
        let (code, told) = office.play(self.scene, Some(&order));
        assert!(matches!(code, Some(0 | 3)), "{told}");
        let text = fs::read_to_string(list.path()).expect("a list");
        text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
    }
}

/// The files below a folder, by their paths below it.
fn under(files: &Files, folder: &str) -> Files {
    let below = |(path, bytes): (&PathBuf, &Vec<u8>)| Some((path.strip_prefix(folder).ok()?.to_owned(), bytes.clone()));
    files.iter().filter_map(below).collect()
}

/// Every n-th point of each scene is tried, so that the tests end; `TONGBAO_EVERY_FAULT=1` tries all.
fn stride() -> usize {
    if std::env::var_os("TONGBAO_EVERY_FAULT").is_some() { 1 } else { 3 }
}

/// Tries the calls of a scene one by one, and prints how many of how many.
fn try_all(scene: Scene, fault: &str, attempt: impl Fn(&Stage, usize, &str) + Sync) {
    let stage = Stage::of(scene);
    let calls = stage.calls();
    let tried: Vec<usize> = (1..=calls.len()).step_by(stride()).collect();
    println!("{scene:?}: {fault}: {} of {} calls are tried", tried.len(), calls.len());
    tried.into_par_iter().for_each(|number| {
        let when = format!("{fault}:{number} ({})", calls[number - 1].join(" "));
        attempt(&stage, number, &when);
    });
}

#[test]
fn a_disk_that_fails_once_leaves_all_as_it_was_or_done() {
    for scene in Scene::ALL {
        try_all(scene, "fail", |stage, number, when| {
            let broken = stage.copy();
            let (code, told) = broken.play(scene, Some(&format!("fail:{number}")));
            assert!(matches!(code, Some(0 | 1 | 3)), "{when}: {code:?} {told}");
            let is_as_before = stage.is_as_before(&broken, when);
            if scene != Scene::Withdrawal {
                assert_eq!(
                    code == Some(1),
                    is_as_before,
                    "{scene:?}, {when}: 1 is said exactly where nothing was published: {told}"
                );
            }
            if code == Some(1) {
                assert!(told.contains("磁盘空间不足"), "{when}: {told}");
            }
            if scene != Scene::Withdrawal && is_as_before {
                assert_eq!(broken.issued().0, Some(0), "{scene:?}, {when}: nothing was issued");
            }
            stage.finishes(&broken, when);
        });
    }
}

#[test]
fn a_process_that_is_killed_anywhere_leaves_the_last_bulletin_or_the_next() {
    for scene in Scene::ALL {
        try_all(scene, "kill", |stage, number, when| {
            let broken = stage.copy();
            let (code, told) = broken.play(scene, Some(&format!("kill:{number}")));
            assert_eq!(code, None, "{when}: {told}");
            stage.is_as_before(&broken, when);
            // What is kept and not published is told as such, and nothing else.
            let (code, told) = broken.issued();
            let is_unpublished = told.lines().count() == 1 && told.contains("补发");
            assert!(code == Some(0) || is_unpublished && scene == Scene::Final, "{scene:?}, {when}: {told}");
            stage.finishes(&broken, when);
        });
    }
}

#[test]
fn where_folders_cannot_be_exchanged_the_last_bulletin_comes_back() {
    let stage = Stage::of(Scene::Draft);
    let calls = stage.calls();
    let exchange = calls.iter().position(|call| call[0] == "exchange").expect("an exchange") + 1;
    for number in exchange..=exchange + 6 {
        let when = format!("two-renames,kill:{number}");
        let broken = stage.copy();
        let (code, told) = broken.play(stage.scene, Some(&when));
        assert!(matches!(code, None | Some(0 | 3)), "{when}: {told}");
        let is_gone = !broken.path().join(stage.scene.place()).exists();
        assert!(is_gone || stage.is_as_before(&broken, &when) || number > exchange);
        stage.finishes(&broken, &when);
    }
}

/// A file that somebody has put in the place of the bulletins cannot be carried over: it stands beside them afterwards, once, wherever the run
/// was killed.
#[test]
fn what_stands_in_the_place_of_the_bulletins_is_beside_them_after_the_next_run() {
    let stage = Stage::of(Scene::Draft);
    let (place, bulletins) = (stage.scene.place(), "bulletins/2025Q3");
    let office = stage.copy();
    fs::remove_dir_all(office.path().join(place)).expect("moved away");
    fs::write(office.path().join(place), "own").expect("a file in its place");
    // With and without the system's exchange of two names.
    for kind in ["", "two-renames,"] {
        let whole = office.copied();
        let list = tempfile::NamedTempFile::new().expect("a list");
        let (code, told) = whole.play(stage.scene, Some(&format!("{kind}list:{}", list.path().display())));
        assert!(matches!(code, Some(0 | 3)) && told.contains("quarterly（原有）"), "{kind}: {code:?} {told}");
        let after = below(&whole.path().join(bulletins));
        assert_eq!(after.get(Path::new("quarterly（原有）")).map(Vec::as_slice), Some(&b"own"[..]), "{kind}");
        let calls = fs::read_to_string(list.path()).expect("a list");
        let calls: Vec<&str> = calls.lines().collect();
        let first = calls.iter().position(|call| call.contains(".quarterly.kept")).expect("it is kept") + 1;
        for number in first..=calls.len() {
            let when = format!("{kind}kill:{number} ({})", calls[number - 1]);
            let broken = office.copied();
            let (code, told) = broken.play(stage.scene, Some(&format!("{kind}kill:{number}")));
            assert_eq!(code, None, "{when}: {told}");
            let own = below(&broken.path().join(bulletins)).into_values().filter(|bytes| bytes == b"own").count();
            assert_eq!(own, 1, "{when}: it is there, and once");
            // No call has this number: only the exchange is forbidden.
            let fault = (!kind.is_empty()).then(|| format!("{kind}fail:1000000"));
            let (code, told) = broken.play(stage.scene, fault.as_deref());
            assert!(matches!(code, Some(0 | 3)), "{when}: {code:?} {told}");
            let now = below(&broken.path().join(bulletins));
            assert_eq!(now.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>(), "{when}");
            assert!(now == after, "{when}: other bytes");
        }
    }
}

/// What a power cut could take away: files whose contents, and folders whose names are not on the disk yet.
#[derive(Default)]
struct Afloat(BTreeSet<PathBuf>);

impl Afloat {
    fn call(&mut self, call: &[String]) {
        let path = |at: usize| PathBuf::from(&call[at]);
        let above = |path: &Path| path.parent().expect("a folder").to_owned();
        match call[0].as_str() {
            "write" => drop(self.0.insert(path(1))),
            "make-folder" => drop(self.0.insert(above(&path(1)))),
            "flush" => drop(self.0.remove(&path(1))),
            "rename" | "exchange" => {
                let (from, to) = (path(1), path(2));
                let below: Vec<_> = self.0.iter().filter(|afloat| afloat.starts_with(&from)).collect();
                assert!(below.is_empty(), "{call:?}: moved and not flushed: {below:?}");
                let is_committing = call[0] == "exchange" || from.extension().is_none_or(|extension| extension != "partial");
                let is_catalogue = to.ends_with("files.json");
                if is_committing || is_catalogue {
                    assert!(self.0.is_empty(), "{call:?}: what it builds on is not flushed: {:?}", self.0);
                }
                self.0.extend([above(&from), above(&to)]);
            }
            // What comes back after a power cut goes with the next run.
            "remove" => {}
            other => panic!("{other}"),
        }
    }
}

#[test]
fn whatever_is_put_in_its_place_was_flushed_and_its_folder_is_flushed_after_it() {
    for scene in Scene::ALL {
        let calls = Stage::of(scene).calls();
        let mut afloat = Afloat::default();
        for call in &calls {
            afloat.call(call);
        }
        assert!(afloat.0.is_empty(), "{scene:?}: {:?}", afloat.0);
        let position = |name: &str| {
            calls.iter().position(|call| matches!(call[0].as_str(), "rename" | "exchange") && call[2].ends_with(name))
        };
        let order: &[&str] = match scene {
            Scene::Draft => &["history/2025Q3.json", "files.json", "2025Q3/quarterly"],
            Scene::Final => {
                &["history/2025Q3.json", "files.json", "issued/tiny/2025Q3-quarterly", "2025Q3/quarterly", "issued.json"]
            }
            Scene::Revision => &["history/2025Q3.json", "files.json", "2025Q3/quarterly-草稿"],
            Scene::Withdrawal => &["2025-2.withdrawn.json", "issued.json"],
        };
        let found: Vec<usize> = order.iter().map(|name| position(name).unwrap_or_else(|| panic!("{name}: {calls:?}"))).collect();
        assert!(found.is_sorted(), "{scene:?}: {order:?} stand at {found:?}");
    }
}
