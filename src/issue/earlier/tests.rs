//! An issue as the first form kept it, word for word, read back from its folder.

use std::fs;

use tempfile::TempDir;

use crate::issue::archive::{ISSUE, PRINTED, SEAL, folder_of};
use crate::issue::{Archive, Arrival, Issue, IssueError, OpenKind, Snapshot};
use tongbao_document::subject::{LightCount, Slice};
use tongbao_document::{FigureId, GroupId, Light, Measure, Subject};
use tongbao_returns::domain::{Cycle, Period, Quarter};

/// A city with the county 任城区 and its alliance; an indicator whose name looks like two.
const ISSUE_JSON: &str = r#"{
  "tongbao": "0.1.0", "plan": "demo", "plan_title": "小市改革方案", "plan_fingerprint": "ab",
  "period": "2025Q3", "cycle": "quarterly", "cycle_name": "季调度", "number": 3, "printed_number": "第3期",
  "as_of": "2025-10-20",
  "forced": {"reason": "调度会须用", "open": [
    {"kind": "退回", "county": "370811", "unit": "H1", "unit_name": "一院", "form": "T-1", "code": "", "place": "",
     "what": "退回未重报", "action": ""}]},
  "registry_hash": "cd", "folder": "bulletins/2025Q3/quarterly",
  "documents": [{"stem": "全市", "title": "通报"}],
  "groups": [
    {"code": "area", "name": "全市", "units": ["H1"]},
    {"code": "370811", "name": "任城区", "units": ["H1"]},
    {"code": "YG01", "name": "任城医共体", "units": ["H1"]}],
  "due": [{"unit": "H1", "form": "hospital", "deadline": "2025-10-15", "state": "迟报、退回"}],
  "indicators": [{"id": "每县：病区数", "formula": "MIN(病区数)", "unit": "处", "items": ["病区数"]}],
  "results": [
    {"indicator": "每县：病区数", "group": "area", "text": "1", "value": 1.0, "own": null, "light": "green", "status": "达标",
     "place": null},
    {"indicator": "每县：病区数", "group": "370811", "text": "…", "value": null, "own": null, "light": null, "status": "",
     "place": null}],
  "bases": [{"period": "2025Q2", "issue": {"year": 2025, "number": 2},
             "groups": [{"code": "YG01", "name": "任城医共体", "units": []}], "counted": {}}],
  "files": [{"path": "printed.json", "hash": "HASH", "size": 1}]
}"#;

const PRINTED_JSON: &str = r#"[{"stem": "全市", "printed": [
  {"subject": "每县：病区数", "group": "area", "period": "2025Q3", "measure": "value", "text": "1", "value": 1.0, "rounded": 1.0,
   "decimals": 0, "unit": "处", "signed": false},
  {"subject": "绿", "group": "370811", "period": "2025Q3", "measure": "count", "text": "0", "value": 0.0, "rounded": 0.0,
   "decimals": 0, "unit": "项", "signed": false},
  {"subject": "从前的数", "group": "area", "period": "", "measure": "count", "text": "7", "value": 7.0, "rounded": 7.0,
   "decimals": 0, "unit": "个", "signed": false}],
 "workings": [
  {"subject": "每县：病区数：MIN(病区数)", "group": "H1", "period": "2025Q3", "measure": "operand", "text": "1", "value": 1.0,
   "rounded": 1.0, "decimals": 2, "unit": "", "signed": false}]}]"#;

fn hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

fn kept(issue: &str) -> TempDir {
    kept_with(&issue.replace("HASH", &hash(PRINTED_JSON)), PRINTED_JSON)
}

fn kept_with(issue: &str, printed: &str) -> TempDir {
    let workspace = tempfile::tempdir().expect("scratch folder");
    let folder = folder_of(workspace.path(), "demo", Period::quarter(2025, Quarter::Third), Cycle::Quarterly);
    fs::create_dir_all(&folder).expect("a folder");
    for (name, text) in [(PRINTED, printed), (SEAL, &hash(issue)), (ISSUE, issue)] {
        fs::write(folder.join(name), text).expect("written");
    }
    workspace
}

#[test]
fn an_issue_of_the_first_form_is_read_with_its_figures() {
    let workspace = kept(ISSUE_JSON);
    let archive = Archive::read(workspace.path()).unwrap();
    let [Snapshot { issue, .. }] = archive.snapshots() else { panic!("one issue") };
    let county = GroupId::County("370811".to_owned());
    let alliance = GroupId::Alliance("YG01".to_owned());
    let ids: Vec<&GroupId> = issue.groups.iter().map(|group| &group.id).collect();
    assert_eq!(ids, [&GroupId::Area, &county, &alliance]);
    assert_eq!(issue.bases[0].groups[0].id, alliance);
    assert_eq!(issue.result("每县：病区数", &GroupId::Area).unwrap().light, Some(Light::Green));
    assert_eq!(issue.result("每县：病区数", &county).unwrap().status, None);
    let open = &issue.forced.as_ref().unwrap().open[0];
    assert_eq!((open.kind, open.code.as_deref(), open.unit.as_deref()), (OpenKind::Returned, None, Some("H1")));
    assert_eq!((issue.due[0].state.arrival, issue.due[0].state.is_returned), (Arrival::Late, true));

    let figures = archive.snapshots()[0].figures().unwrap();
    let ids: Vec<&FigureId> = figures[0].printed.iter().chain(&figures[0].workings).map(|figure| &figure.id).collect();
    let period = "2025Q3".parse().ok();
    let id = |subject, group, measure| FigureId { subject, group, period, measure };
    let wards = || "每县：病区数".to_owned();
    assert_eq!(*ids[0], id(Subject::Indicator(wards()), GroupId::Area, Measure::Value));
    assert_eq!(*ids[1], id(Subject::Lights(Slice::Whole, LightCount::Green), county, Measure::Count));
    let before = FigureId { period: None, ..id(Subject::Words("从前的数".to_owned()), GroupId::Area, Measure::Count) };
    assert_eq!(*ids[2], before);
    let operand = Subject::Operand { indicator: wards(), aggregate: "MIN(病区数)".to_owned() };
    assert_eq!(*ids[3], id(operand, GroupId::Unit("H1".to_owned()), Measure::Operand));
}

#[test]
fn an_issue_of_the_second_form_is_read_as_it_is() {
    let workspace = kept(ISSUE_JSON);
    let archive = Archive::read(workspace.path()).unwrap();
    let [first] = archive.snapshots() else { panic!("one issue") };
    let figures = first.figures().unwrap();
    let printed = serde_json::to_string(&figures).unwrap();
    let mut issue = Issue { schema: 2, ..first.issue.clone() };
    issue.files[0].hash = hash(&printed);
    let workspace = kept_with(&serde_json::to_string(&issue).unwrap(), &printed);
    let archive = Archive::read(workspace.path()).unwrap();
    let [second] = archive.snapshots() else { panic!("one issue") };
    assert_eq!((&second.issue, second.figures().unwrap()), (&issue, figures));
}

#[test]
fn an_issue_of_a_later_form_is_refused_and_says_so() {
    let workspace = kept(&ISSUE_JSON.replacen('{', r#"{"schema": 4, "#, 1));
    let refused = Archive::read(workspace.path()).unwrap_err();
    assert!(matches!(&refused, IssueError::Newer { schema: 4, path } if path.ends_with(ISSUE)), "{refused:?}");
}
