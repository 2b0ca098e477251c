//! Characters that no face can print: 〓 stands for them on the page, and whoever wrote them is told where.
//!
//! In: what was read, and the faces of the run. Out: a finding for each cell of a return, of the registry or of the office's sheets whose
//! text holds such a character. None of them stops a bulletin.

use std::collections::BTreeSet;

use super::error::RunError;
use super::gathered::Gathered;
use super::office_sheets::OFFICE_SHEETS;
use super::setup::Setup;
use tongbao_render::Faces;
use tongbao_returns::domain::{CellAddress, File, Location, OfficeFile, Reading, Return};
use tongbao_returns::finding::facts::NoGlyph;
use tongbao_returns::finding::{Explanation, Finding};

/// Most characters that one finding names.
const MOST_NAMED: usize = 8;

/// What cannot be printed of the returns, the registry and the office's sheets.
pub(super) fn findings(setup: &Setup, gathered: &Gathered, faces: &Faces) -> Result<Vec<Finding>, RunError> {
    let mut findings = Vec::new();
    for period in gathered.accepted.periods() {
        findings.extend(gathered.accepted.arrived_of_period(period).flat_map(|filed| of_return(filed, faces)));
    }
    let explained = gathered.findings.iter().filter_map(|finding| match &finding.explanation {
        Some(Explanation::Accepted(said)) => {
            Some(Finding { facts: unprintable(said, faces)?.into(), explanation: None, ..finding.clone() })
        }
        _ => None,
    });
    findings.extend(explained);
    for file in OFFICE_SHEETS.into_iter().chain([OfficeFile::Registry]) {
        let texts = tongbao_returns::ingest::texts(file, &setup.office_file(file), &setup.reader)?;
        findings.extend(texts.into_iter().filter_map(|(at, text)| Some(Finding::at(at, unprintable(&text, faces)?))));
    }
    Ok(findings)
}

fn of_return<'run>(filed: &'run Return, faces: &'run Faces) -> impl Iterator<Item = Finding> + 'run {
    filed.facts.iter().filter_map(move |fact| {
        let (Reading::Text(text), Some(place)) = (&fact.reading, fact.place) else { return None };
        let sheet = filed.sheets.get(usize::from(place.sheet)).map_or("", String::as_str);
        let at = Location::file(File::Received(filed.file.path.clone())).on_cell(sheet, CellAddress::from(place));
        Some(Finding::at(at, unprintable(text, faces)?).of(&filed.unit, &filed.form).in_period(filed.period))
    })
}

/// The characters of a text that no face has.
fn unprintable(text: &str, faces: &Faces) -> Option<NoGlyph> {
    let lacking: BTreeSet<char> = text.chars().filter(|character| faces.lack(*character)).collect();
    let count = lacking.len();
    (count > 0).then(|| NoGlyph { characters: lacking.into_iter().take(MOST_NAMED).collect(), count })
}
