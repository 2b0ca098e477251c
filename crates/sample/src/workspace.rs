//! Writes a workspace: settings, registry, inbox. The only place of the generator that touches files.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::desk::Desk;
use crate::error::SampleError;
use crate::events_book::{Happened, events_book};
use crate::filing::{Discipline, Filing, filings};
use crate::imperfect::Imperfect;
use crate::imperfect::adopted::Adopted;
use crate::imperfect::by_hand::{Layout, by_hand};
use crate::ledger::decisions;
use crate::practices;
use crate::practices::practices_book;
use crate::readme::{Told, readme};
use crate::recipe::Recipe;
use crate::registry_book::{Explained, explanations_book, registry_book, sign_off_book};
use tongbao_document::count;
use tongbao_figures::store::disk;
use tongbao_figures::store::disk::WriteError;
use tongbao_render::Theme;
use tongbao_returns::domain::{Form, Period};
use tongbao_returns::registry::Registry;

/// Makes the imperfect files of a period; the last argument says whether an adopted file is there.
pub type Spoiler = fn(&Desk<'_>, &[Filing<'_>], Period, &dyn Fn(&str) -> bool) -> Result<Vec<Imperfect>, SampleError>;

/// Whose workspace it is.
#[derive(Debug, Clone, Copy)]
pub struct Office {
    /// Identifier of the plan.
    pub plan: &'static str,
    /// Title of the sample.
    pub title: &'static str,
    /// The office's name.
    pub name: &'static str,
    /// 主送机关.
    pub addressees: &'static str,
    /// `[bulletin]` of its settings, line by line.
    pub bulletin: &'static str,
    /// `[[approval]]` of its settings: a 批准文号, and the 表号 of the forms that bear it.
    pub approvals: &'static [(&'static str, &'static [&'static str])],
}

/// The office of 济宁市.
pub const JINING: Office = Office {
    plan: "jining-2023",
    title: "济宁市",
    name: "济宁市深化医药卫生体制改革领导小组秘书处（示例）",
    addressees: "各县（市、区）卫生健康局，市属各医院：",
    bulletin: "mark = \"济宁市医改领导小组秘书处文件\"\nnumber = \"济医改秘〔{year}〕{number}号\"\nsealed = true\nremark = \"此件依申请公开\"\ncopies = \"省医改领导小组秘书处，市委办公室，市人大常委会办公室，市政府办公室，市政协办公室\"\ncontact = \"秘书处综合组（示例）\"\n",
    approvals: &[
        ("示例〔2024〕1号", &["TB-H01"]),
        ("示例〔2024〕2号", &["TB-J01", "TB-J02", "TB-J03", "TB-J04", "TB-J05", "TB-J06", "TB-J07", "TB-J08", "TB-J09"]),
    ],
};

/// The office of 开鲁县.
pub const KAILU: Office = Office {
    plan: "kailu-2024",
    title: "开鲁县",
    name: "开鲁县深化医药卫生体制改革领导小组秘书处（示例）",
    addressees: "各镇（场）卫生院，县直各医疗卫生机构，县直有关部门：",
    bulletin: "copies = \"市医改领导小组秘书处，县委办公室，县政府办公室\"\ncontact = \"秘书处（示例）\"\nfor-comment = true\n",
    approvals: &[
        ("示例〔2024〕1号", &["TB-H01"]),
        ("示例〔2024〕2号", &["TB-K01", "TB-K02", "TB-K03", "TB-K04", "TB-K05", "TB-K06", "TB-K07"]),
    ],
};

/// What is wrong in a workspace, on purpose.
#[derive(Debug, Clone, Copy)]
pub struct Imperfections {
    /// Makes the imperfect files.
    pub spoiler: Spoiler,
    /// Files that were converted once.
    pub adopted: &'static [Adopted],
    /// Period, unit and form of returns that nobody sends.
    pub missing: &'static [(&'static str, &'static str, &'static str)],
    /// Rows of the office's `explanations.xlsx`; without any it is not written.
    pub explanations: &'static [Explained],
    /// Rows of the office's `events.xlsx`; without any it is not written.
    pub events: &'static [Happened],
    /// Rows of the office's `practices.xlsx`; without any it is not written.
    pub practices: &'static [practices::Told],
}

/// A workspace to be written.
#[derive(Debug)]
pub struct Workspace<'run> {
    /// Whose.
    pub office: Office,
    /// Who exists.
    pub registry: &'run Registry,
    /// The forms of the plan.
    pub forms: &'run [Form],
    /// Their numbers.
    pub recipe: &'run Recipe,
    /// Their look.
    pub theme: &'run Theme,
    /// Same seed, same bytes.
    pub seed: u64,
    /// In order.
    pub periods: &'run [Period],
    /// Periods whose returns came in the office's own plain layout, a third smaller than the forms that are handed out.
    pub plain: &'run [Period],
    /// How well the units keep their deadlines.
    pub discipline: Discipline,
    /// What is wrong, if anything is.
    pub imperfections: Option<Imperfections>,
}

/// What was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    /// Good returns.
    pub returns: usize,
    /// Imperfect files, adopted ones among them.
    pub imperfect: usize,
    /// Bytes of all files that were written.
    pub bytes: u64,
}

impl Workspace<'_> {
    /// Writes everything into a folder. Without imperfections its inbox must be new; with them what the generator wrote before is
    /// taken away first, and adopted files stay.
    pub fn write(&self, folder: &Path) -> Result<Written, SampleError> {
        let approved = self.approved();
        let forms: Vec<&Form> = approved.iter().collect();
        let desk = Desk::new(self.registry, &forms, self.recipe, self.theme, self.seed)?;
        let inbox = folder.join("inbox");
        match &self.imperfections {
            Some(imperfections) => clear(&inbox, imperfections.adopted)?,
            None if inbox.exists() => return Err(SampleError::NotEmpty { path: inbox }),
            None => {}
        }
        let mut written = Written::default();
        written.bytes += put(&folder.join("tongbao.toml"), self.settings().as_bytes())?;
        written.bytes += put(&folder.join("registry.xlsx"), &registry_book(self.registry)?)?;
        let mut told = Told {
            title: self.office.title,
            returns: Vec::new(),
            imperfect: Vec::new(),
            adopted: &[],
            missing: Vec::new(),
            late: Vec::new(),
        };
        for &period in self.periods {
            self.write_period(&desk, &forms, period, &inbox, &mut told, &mut written)?;
        }
        let decided = decisions(self.forms, self.registry, self.periods, self.seed);
        if !decided.is_empty() {
            written.bytes += put(&folder.join("signoff.xlsx"), &sign_off_book(&decided)?)?;
        }
        if let Some(imperfections) = &self.imperfections {
            if !imperfections.explanations.is_empty() {
                let book = explanations_book(self.registry, imperfections.explanations)?;
                written.bytes += put(&folder.join("explanations.xlsx"), &book)?;
            }
            if !imperfections.events.is_empty() {
                let book = events_book(self.registry, imperfections.events)?;
                written.bytes += put(&folder.join("events.xlsx"), &book)?;
            }
            if !imperfections.practices.is_empty() {
                let book = practices_book(self.registry, imperfections.practices)?;
                written.bytes += put(&folder.join("practices.xlsx"), &book)?;
            }
            told.adopted = imperfections.adopted;
            written.imperfect = told.imperfect.len();
            written.bytes += put(&inbox.join("README.md"), readme(&told).as_bytes())?;
        }
        Ok(written)
    }

    fn write_period<'run>(
        &'run self,
        desk: &Desk<'run>,
        forms: &[&Form],
        period: Period,
        inbox: &Path,
        told: &mut Told<'run>,
        written: &mut Written,
    ) -> Result<(), SampleError> {
        let due = filings(self.registry, forms, period, self.discipline, self.seed);
        let imperfect = match &self.imperfections {
            Some(imperfections) => (imperfections.spoiler)(desk, &due, period, &|path| inbox.join(path).is_file())?,
            None => Vec::new(),
        };
        let withheld: BTreeSet<_> = imperfect.iter().filter_map(|file| file.withholds.clone()).collect();
        let is_withheld = |filing: &Filing<'_>| {
            desk.form(filing).is_some_and(|form| withheld.contains(&(filing.unit.code.clone(), form.id.clone(), period)))
        };
        let (missing, sent): (Vec<_>, Vec<_>) = due.into_iter().partition(|filing| self.is_missing(desk, filing));
        let sent: Vec<Filing<'_>> = sent.into_iter().filter(|filing| !is_withheld(filing)).collect();

        let is_plain = self.plain.contains(&period);
        let filled = |filing: &Filing<'_>| {
            let book = desk.book(filing)?;
            let bytes = if is_plain { by_hand(&book, &Layout::default())? } else { desk.render(&book)? };
            Ok((inbox.join(&filing.path), bytes))
        };
        let good: Result<Vec<(PathBuf, Vec<u8>)>, SampleError> = sent.par_iter().map(filled).collect();
        written.bytes += put_all(&good?)?;
        let spoilt: Vec<(PathBuf, &Vec<u8>)> =
            imperfect.iter().filter_map(|file| Some((inbox.join(&file.path), file.bytes.as_ref()?))).collect();
        written.bytes += put_all(&spoilt)?;
        written.returns += sent.len();
        told.returns.push((period, sent.len()));
        // Thousands of bytes each, and the README tells of them, not what is in them.
        told.imperfect.extend(imperfect.into_iter().map(|file| Imperfect { bytes: None, ..file }));
        told.missing.extend(missing.into_iter().filter_map(|filing| desk.form(&filing).map(|form| (filing, form))));
        let is_late =
            |(filing, form): &(Filing<'_>, &Form)| (filing.reported_on - period.last_day()).get_days() > i32::from(form.due_days);
        told.late.extend(sent.into_iter().filter_map(|filing| desk.form(&filing).map(|form| (filing, form))).filter(is_late));
        Ok(())
    }

    fn is_missing(&self, desk: &Desk<'_>, filing: &Filing<'_>) -> bool {
        let Some(imperfections) = &self.imperfections else { return false };
        let form = desk.form(filing).map_or("", |form| form.id.as_str());
        imperfections.missing.contains(&(filing.period.to_string().as_str(), filing.unit.name.as_str(), form))
    }

    /// The forms as the office has them: with its numbers of approval.
    fn approved(&self) -> Vec<Form> {
        let number = |form: &Form| {
            let bears = |(_, codes): &&(&str, &[&str])| codes.contains(&form.code.as_str());
            self.office.approvals.iter().find(bears).map(|(number, _)| (*number).to_owned())
        };
        let approved = self.forms.iter().map(|form| Form { approval: number(form).or(form.approval.clone()), ..form.clone() });
        approved.collect()
    }

    fn settings(&self) -> String {
        let Office { plan, name, addressees, bulletin, approvals, .. } = self.office;
        let approval = |(number, codes): &(&str, &[&str])| {
            let codes: Vec<String> = codes.iter().map(|code| format!("\"{code}\"")).collect();
            format!("\n[[approval]]\nnumber = \"{number}\"\nforms = [{}]\n", codes.join(", "))
        };
        let approvals: String = approvals.iter().map(approval).collect();
        format!(
            "# 示例数据：机构和数字均为虚构。\nplans = [\"{plan}\"]\noffice = \"{name}\"\naddressees = \"{addressees}\"\nlanguage = \"zh\"\nsample = true\n\n[bulletin]\n{bulletin}{approvals}"
        )
    }
}

/// Takes away the files of an earlier run; adopted ones stay.
#[expect(clippy::disallowed_methods, reason = "folders that are not empty stay, and no sample outlives a power cut")]
fn clear(inbox: &Path, adopted: &[Adopted]) -> Result<(), SampleError> {
    let kept: BTreeSet<_> = adopted.iter().map(|file| inbox.join(file.path)).collect();
    for entry in WalkDir::new(inbox).contents_first(true).into_iter().filter_map(Result::ok) {
        let path = entry.path();
        if entry.file_type().is_file() && !kept.contains(path) {
            fs::remove_file(path).map_err(|source| WriteError { path: path.to_owned(), source })?;
        } else if entry.file_type().is_dir() && entry.depth() > 0 {
            // Folders that still hold an adopted file stay: removing one that is not empty fails.
            let _ = fs::remove_dir(path);
        }
    }
    Ok(())
}

fn put(path: &Path, bytes: &[u8]) -> Result<u64, SampleError> {
    put_all(&[(path, bytes)])
}

/// Writes files; how many bytes they have.
fn put_all<P: AsRef<Path> + Sync, B: AsRef<[u8]> + Sync>(files: &[(P, B)]) -> Result<u64, SampleError> {
    disk::write_all(files)?;
    Ok(files.iter().map(|(_, bytes)| count::to_u64(bytes.as_ref().len())).sum())
}
