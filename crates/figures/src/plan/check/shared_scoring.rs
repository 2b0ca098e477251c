//! `common/scoring.toml`: grades, vetoes, adjustments and schemes that several plans take by name, each checked by itself.
//!
//! In: the file. Out: [`SharedScoring`]. What a pack takes stands there as if it were written where the pack names it (`moved`), before what
//! the pack writes itself; what is wrong in the shared file is told there and nowhere else.

use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;

use super::fields::{Checker, Placed};
use super::moved::Moved;
use super::schemes::scope_of;
use super::using::Uses;
use super::{matters, parts};
use crate::plan::indicator::Indicator;
use crate::plan::mistake::Mistake;
use crate::plan::near;
use crate::plan::raw::{RawAdjustment, RawGrade, RawScheme, RawScoring, RawSharedScoring, RawVeto};
use crate::plan::source::Source;

/// What several plans share of their scores; nothing for a pack that takes none of it.
#[derive(Debug, Default)]
pub(in crate::plan) struct SharedScoring {
    file: PathBuf,
    grades: Vec<Known<RawGrade>>,
    vetoes: Vec<Known<RawVeto>>,
    adjustments: Vec<Known<RawAdjustment>>,
    schemes: Vec<Known<RawScheme>>,
    /// Whether something in the file could not be read: then an unknown name may stand there.
    is_incomplete: bool,
}

/// Something under its name.
#[derive(Debug)]
struct Known<T> {
    name: String,
    raw: T,
    /// Whether it can be taken.
    is_sound: bool,
}

/// What a pack has taken by name, with what it writes itself behind it.
pub(super) struct Taken<T> {
    pub(super) all: Vec<Spanned<T>>,
    /// Whether everything that it names was there.
    pub(super) is_complete: bool,
}

/// Whether a pack takes anything by a name that only the shared file can have.
pub(in crate::plan) fn is_asked(raw: &RawScoring) -> bool {
    raw.use_grades.is_some() || raw.use_vetoes.is_some() || raw.use_adjustments.is_some()
}

/// Whether a scheme of a pack is like one that the pack has not written before it.
pub(in crate::plan) fn is_liked(raw: &RawScoring) -> bool {
    let text = |text: Option<&Spanned<String>>| text.map(|text| text.get_ref().trim().to_owned());
    let mut before: Vec<String> = Vec::new();
    raw.schemes.iter().map(Spanned::get_ref).any(|scheme| {
        let is_shared = text(scheme.like.as_ref()).is_some_and(|like| !before.contains(&like));
        before.extend(text(scheme.name.as_ref()));
        is_shared
    })
}

impl SharedScoring {
    /// That of a file that cannot be read, or is missing though a pack takes something from it.
    pub(in crate::plan) fn unread() -> Self {
        Self { is_incomplete: true, ..Self::default() }
    }

    /// Checks the file.
    pub(in crate::plan) fn read(raw: RawSharedScoring, source: &Source, mistakes: &mut Vec<Mistake>) -> Self {
        let mut checker = Checker { source, mistakes };
        let mut shared = Self { file: source.file.clone(), ..Self::default() };
        for raw in raw.grades {
            let (name, is_sound) = judged(&mut checker, |checker| matters::grade_by_itself(&raw, checker));
            add(&mut shared.grades, name, raw.into_inner(), is_sound, &mut checker);
        }
        for raw in raw.vetoes {
            let (name, is_sound) = judged(&mut checker, |checker| matters::veto_by_itself(&raw, checker));
            add(&mut shared.vetoes, name, raw.into_inner(), is_sound, &mut checker);
        }
        for raw in raw.adjustments {
            let (name, is_sound) = judged(&mut checker, |checker| matters::adjustment_by_itself(&raw, checker));
            add(&mut shared.adjustments, name, raw.into_inner(), is_sound, &mut checker);
        }
        for raw in raw.schemes {
            let (name, is_sound) = judged(&mut checker, |checker| scheme_by_itself(&raw, checker));
            add(&mut shared.schemes, name, raw.into_inner(), is_sound, &mut checker);
        }
        let is_incomplete = shared.names().any(str::is_empty);
        Self { is_incomplete, ..shared }
    }

    /// How everything in it is called.
    fn names(&self) -> impl Iterator<Item = &str> {
        let grades = self.grades.iter().map(|known| known.name.as_str());
        let vetoes = self.vetoes.iter().map(|known| known.name.as_str());
        let adjustments = self.adjustments.iter().map(|known| known.name.as_str());
        grades.chain(vetoes).chain(adjustments).chain(self.scheme_names())
    }

    /// The same for a pack: a part that scores a shared indicator scores what the pack makes of it, under whatever name.
    #[must_use]
    pub(in crate::plan) fn of_pack(mut self, indicators: &[Indicator], uses: &Uses) -> Self {
        let parts = self.schemes.iter_mut().flat_map(|known| &mut known.raw.parts).map(Spanned::get_mut);
        for indicator in parts.filter_map(|part| part.indicator.as_mut().map(Spanned::get_mut)) {
            let is_own = indicators.iter().any(|own| own.id == *indicator);
            if let (Some([only]), false) = (uses.get(indicator.as_str()).map(Vec::as_slice), is_own) {
                indicator.clone_from(only);
            }
        }
        self
    }

    /// The grades that a pack takes and its own, best first.
    pub(super) fn grades(
        &self,
        names: Option<Spanned<Vec<Spanned<String>>>>,
        own: Vec<Spanned<RawGrade>>,
        checker: &mut Checker<'_>,
    ) -> Taken<RawGrade> {
        let takes_any = names.is_some();
        let mut taken = self.taken((names, "use-grades"), &self.grades, own, checker);
        if takes_any {
            let from = |grade: &Spanned<RawGrade>| grade.get_ref().from.as_ref().map_or(0.0, |from| *from.get_ref());
            taken.all.sort_by(|one, other| from(other).total_cmp(&from(one)));
        }
        taken
    }

    /// The vetoes that a pack takes, before its own.
    pub(super) fn vetoes(
        &self,
        names: Option<Spanned<Vec<Spanned<String>>>>,
        own: Vec<Spanned<RawVeto>>,
        checker: &mut Checker<'_>,
    ) -> Vec<Spanned<RawVeto>> {
        self.taken((names, "use-vetoes"), &self.vetoes, own, checker).all
    }

    /// The adjustments that a pack takes, before its own.
    pub(super) fn adjustments(
        &self,
        names: Option<Spanned<Vec<Spanned<String>>>>,
        own: Vec<Spanned<RawAdjustment>>,
        checker: &mut Checker<'_>,
    ) -> Vec<Spanned<RawAdjustment>> {
        self.taken((names, "use-adjustments"), &self.adjustments, own, checker).all
    }

    fn taken<T: Moved>(
        &self,
        (names, key): (Option<Spanned<Vec<Spanned<String>>>>, &str),
        known: &[Known<T>],
        own: Vec<Spanned<T>>,
        checker: &mut Checker<'_>,
    ) -> Taken<T> {
        let mut taken = Taken { all: Vec::new(), is_complete: true };
        for named in checker.list(names, key) {
            match known.iter().find(|known| known.name == named.value) {
                Some(known) if known.is_sound => {
                    taken.all.push(Spanned::new(named.span.clone(), known.raw.moved(&named.span)));
                }
                Some(_) => taken.is_complete = false,
                None => {
                    taken.is_complete = false;
                    if !self.is_incomplete {
                        let hint = near::suggestion(&named.value, known.iter().map(|known| known.name.as_str()));
                        let message = format!("{} 里没有`{key}`写的`{}`", self.file.display(), named.value);
                        checker.tell_with_hint(named.span, message, hint);
                    }
                }
            }
        }
        taken.all.extend(own);
        taken
    }

    /// The scheme of a name, as if it stood at a place: `Err` where it was told that it cannot be taken, or may stand in what could not be read.
    pub(super) fn scheme(&self, name: &str, at: &Range<usize>) -> Option<Result<RawScheme, Unreadable>> {
        match self.schemes.iter().find(|known| known.name == name) {
            Some(known) if known.is_sound => Some(Ok(known.raw.moved(at))),
            Some(_) => Some(Err(Unreadable)),
            None => self.is_incomplete.then_some(Err(Unreadable)),
        }
    }

    /// The names of its schemes.
    pub(super) fn scheme_names(&self) -> impl Iterator<Item = &str> {
        self.schemes.iter().map(|known| known.name.as_str())
    }

    /// The file, as it is named where mistakes are told; blank if it was not read.
    pub(super) fn file(&self) -> &Path {
        &self.file
    }
}

/// A shared scheme with a mistake that was told, or perhaps one.
#[derive(Debug)]
pub(super) struct Unreadable;

/// What a check says, and whether it told no mistake.
fn judged<'run, T>(checker: &mut Checker<'run>, check: impl FnOnce(&mut Checker<'run>) -> T) -> (T, bool) {
    let told = checker.mistakes.len();
    let found = check(checker);
    (found, checker.mistakes.len() == told)
}

/// Adds what is called so, unless something else of its kind is.
fn add<T>(known: &mut Vec<Known<T>>, name: Placed<String>, raw: T, is_sound: bool, checker: &mut Checker<'_>) {
    if known.iter().any(|other| other.name == name.value) && !name.value.is_empty() {
        checker.tell(name.span, format!("`{}`重复", name.value));
        return;
    }
    known.push(Known { name: name.value, raw, is_sound });
}

/// Checks a scheme as far as no pack is needed for it, and says how it is called; it stands whole, and its weights add up to 100.
fn scheme_by_itself(raw: &Spanned<RawScheme>, checker: &mut Checker<'_>) -> Placed<String> {
    let (head, scheme) = (raw.span(), raw.get_ref());
    for key in [scheme.like.as_ref().map(Spanned::span), scheme.without.as_ref().map(Spanned::span)].into_iter().flatten() {
        checker.tell(key, "共用的评分分组要写全，不用`like`和`without`");
    }
    scope_of(scheme, &head, checker);
    if scheme.parts.is_empty() {
        checker.missing("[[scheme.part]]", &head);
    }
    parts::by_themselves(&scheme.parts, checker);
    checker.needed(scheme.name.clone(), "name", &head)
}
