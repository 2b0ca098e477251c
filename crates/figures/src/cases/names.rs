//! By which names a test calls the area, its counties, alliances and units.

use std::ops::Range;

use crate::aggregate::Group;
use crate::plan::check::fields::{Checker, Placed};
use crate::plan::{Plan, suggestion};

/// Everybody whom a test names.
pub(super) struct Names {
    /// As the test calls the area where it names nobody.
    area: String,
    known: Vec<(String, Group)>,
}

impl Names {
    /// With the area, which goes by its name and as 全市 or 全县.
    pub(super) fn of(plan: &Plan) -> Self {
        let known = vec![(plan.area_word.clone(), Group::Area), (plan.area_name.clone(), Group::Area)];
        Self { area: plan.area_word.clone(), known }
    }

    /// The group of a name.
    pub(super) fn find(&self, name: &str) -> Option<&Group> {
        self.known.iter().find(|(known, _)| known == name).map(|(_, group)| group)
    }

    /// Gives a group a name; one that is taken is told.
    pub(super) fn add(&mut self, name: &str, group: Group, span: Range<usize>, checker: &mut Checker<'_>) {
        if self.find(name).is_some_and(|known| *known != group) {
            checker.tell(span, format!("名称`{name}`用了两次：同一个测试里每个名称只指一个对象"));
        }
        self.known.push((name.to_owned(), group));
    }

    /// Whom a test means: the area where it says nothing. A name of nobody is told with those that come near.
    pub(super) fn meant(&self, of: Option<&Placed<String>>, checker: &mut Checker<'_>) -> Option<(Group, String)> {
        let Some(of) = of else { return Some((Group::Area, self.area.clone())) };
        if of.value.is_empty() {
            return None;
        }
        let found = self.find(&of.value).cloned();
        if found.is_none() {
            let hint = suggestion(&of.value, self.known.iter().map(|(name, _)| name.as_str()));
            checker.tell_with_hint(of.span.clone(), format!("这个测试里没有`{}`", of.value), hint);
        }
        found.map(|group| (group, of.value.clone()))
    }
}
