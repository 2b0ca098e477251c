//! What is wrong with a return, as data: where, and the facts of it. The code follows from the facts, and so does what it means for the
//! return; words are made where a finding is shown, by [`Finding::message`] and its like.
//!
//! Findings are collected and never stop a batch. Their words are Chinese always: fillers and clerks read them.

pub mod cap;
pub mod code;
pub mod facts;
mod printed;
mod words;

pub use code::{Code, Facts};
pub use printed::printed;
pub use words::{as_filed, shown};

use serde::{Deserialize, Serialize};

use crate::domain::{File, FormId, Location, Period, UnitCode};
use facts::{Cited, EventNotUsed, Fault, ReportDateOdd, RuleBroken, SignOffUnusable};
use tongbao_document::plain;

/// Characters of the longest sentence.
const LONGEST: usize = 1_000;

/// What follows from a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// 拒收: the file is not used at all.
    Rejected,
    /// 差错: of a cell, its value is not used; of a rule (强制性), the return is sent back and stays out of totals.
    Error,
    /// 待说明 (准强制性): the return stays out of totals until it is corrected or explained.
    Suspect,
    /// 核实 (核实性): used; to be corrected or explained before a final bulletin.
    Explain,
    /// 存疑: used, somebody should look.
    Doubt,
    /// 提示: used; what was cleaned or chosen is said.
    Note,
}

impl Severity {
    /// The gravest first.
    pub const ALL: [Self; 6] = [Self::Rejected, Self::Error, Self::Suspect, Self::Explain, Self::Doubt, Self::Note];

    /// 拒收, 差错, 待说明, 核实, 存疑, 提示.
    pub fn word(self) -> &'static str {
        match self {
            Self::Rejected => "拒收",
            Self::Error => "差错",
            Self::Suspect => "待说明",
            Self::Explain => "核实",
            Self::Doubt => "存疑",
            Self::Note => "提示",
        }
    }
}

impl Facts {
    /// What follows: as the code has it, but a rule has its own severity, what counts others has theirs, what a later run will count is
    /// only said, and a return whose date is yet to come is not used.
    pub fn severity(&self) -> Severity {
        match self {
            Self::ReportDateOdd(ReportDateOdd::TooLate { .. }) => Severity::Rejected,
            Self::RuleBroken(broken) => broken.severity,
            Self::FurtherFindings(further) => further.severity,
            Self::EventNotUsed(EventNotUsed::Later { .. }) | Self::SignOffUnusable(SignOffUnusable::Later { .. }) => {
                Severity::Note
            }
            _ => self.code().severity(),
        }
    }
}

impl Cited {
    /// The value as an explanation must repeat it: `120`, `未填`.
    pub fn shown(&self) -> String {
        shown(&self.value)
    }
}

/// What the unit or the office said about a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Explanation {
    /// It may stand, and why.
    Accepted(String),
    /// What was said is no explanation, and why not.
    Refused(Fault),
}

impl Fault {
    /// Why it is no explanation, in words.
    pub fn reason(&self) -> String {
        words::fault(self)
    }
}

/// One violation, at one place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Where.
    pub at: Location,
    /// What.
    pub facts: Facts,
    /// Whose return, as far as known.
    pub unit: Option<UnitCode>,
    /// Which form, as far as known.
    pub form: Option<FormId>,
    /// For when the return was filed, as far as known.
    pub period: Option<Period>,
    /// What was said about it, if anything.
    pub explanation: Option<Explanation>,
}

impl Finding {
    /// A finding about a whole file, of which nothing more is known yet.
    pub fn about(file: File, facts: impl Into<Facts>) -> Self {
        Self::at(Location::file(file), facts)
    }

    /// A finding at a place, of which nothing more is known yet.
    pub fn at(at: Location, facts: impl Into<Facts>) -> Self {
        Self { at, facts: facts.into(), unit: None, form: None, period: None, explanation: None }
    }

    /// The same finding of a unit's return.
    #[must_use]
    pub fn of(self, unit: &UnitCode, form: &FormId) -> Self {
        Self { unit: Some(unit.clone()), form: Some(form.clone()), ..self }
    }

    /// The same finding of a period's returns.
    #[must_use]
    pub fn in_period(self, period: impl Into<Option<Period>>) -> Self {
        Self { period: period.into(), ..self }
    }

    /// What kind of violation.
    pub fn code(&self) -> Code {
        self.facts.code()
    }

    /// What follows.
    pub fn severity(&self) -> Severity {
        self.facts.severity()
    }

    /// What a rule found, if it is a rule that found it.
    pub fn rule(&self) -> Option<&RuleBroken> {
        match &self.facts {
            Facts::RuleBroken(broken) => Some(broken),
            _ => None,
        }
    }

    /// The values that a rule read.
    pub fn cited(&self) -> &[Cited] {
        self.rule().map_or(&[], |broken| &broken.cited)
    }

    /// What the finding is called in lists and by `tongbao explain`: the rule's identifier, else the code.
    pub fn id(&self) -> &str {
        self.rule().map_or(self.code().as_str(), |broken| &broken.rule)
    }

    /// What it is called: the title of its code, or the family of its rule.
    pub fn title(&self) -> String {
        self.rule().map_or_else(|| self.code().title().to_owned(), |broken| format!("{}审核", broken.family))
    }

    /// What is wrong, with the values read. Of a file that the office keeps, what is lost with it is said as well.
    pub fn message(&self) -> String {
        let message = self.facts.words().message();
        let message = match self.at.file {
            File::Office(file) if self.facts.refuse_the_file() => format!("{message}，{}", words::lost(file)),
            File::Office(_) | File::Received(_) => message,
        };
        told(&message)
    }

    /// What to do about it, as far as anybody can say.
    pub fn hint(&self) -> Option<String> {
        self.facts.words().hint().map(|hint| told(&hint)).or_else(|| self.code().hint().map(str::to_owned))
    }

    /// What was expected instead, if anybody says so.
    pub fn expected(&self) -> Option<String> {
        self.rule()?.expected.as_ref().map(words::expected)
    }

    /// The values that the rule read, as an explanation must name them: `出院人次＝120；上期出院人次＝130`.
    pub fn values(&self) -> String {
        self.cited().iter().map(|cited| format!("{}＝{}", cited.item, cited.shown())).collect::<Vec<_>>().join("；")
    }

    /// Whether the unit has to correct it or to say why it may stand.
    pub fn is_open(&self) -> bool {
        let is_explained = matches!(self.explanation, Some(Explanation::Accepted(_)));
        match self.severity() {
            Severity::Rejected | Severity::Error => true,
            Severity::Suspect | Severity::Explain => !is_explained,
            Severity::Doubt | Severity::Note => false,
        }
    }

    /// Whether it sends a return back (退回): a rule does, and so do two places that contradict one another.
    pub fn sends_back(&self) -> bool {
        let is_of_return = self.rule().is_some() || self.code() == Code::Competing;
        is_of_return && matches!(self.severity(), Severity::Error | Severity::Suspect) && self.is_open()
    }

    /// Whether an explanation can settle it.
    pub fn can_be_explained(&self) -> bool {
        matches!(self.severity(), Severity::Suspect | Severity::Explain)
    }
}

impl Facts {
    /// Whether the file could not be opened at all.
    fn refuse_the_file(&self) -> bool {
        matches!(
            self,
            Self::NotAWorkbook(_)
                | Self::Truncated(_)
                | Self::EmptyFile(_)
                | Self::Encrypted(_)
                | Self::TooLarge(_)
                | Self::ReaderFailed(_)
                | Self::ReaderTimeout(_)
                | Self::Unreadable(_)
        )
    }
}

/// Words that repeat what stood in a cell: on one line, and no longer than anybody reads.
fn told(words: &str) -> String {
    let words = plain::one_line(words);
    match words.char_indices().nth(LONGEST) {
        Some((end, _)) => words.get(..end).unwrap_or_default().to_owned() + "……",
        None => words.into_owned(),
    }
}

/// A stage's product and the findings made on the way; findings never stop a batch.
#[derive(Debug, Clone)]
pub struct Checked<T> {
    /// The product.
    pub value: T,
    /// In the order in which they were made.
    pub findings: Vec<Finding>,
}
