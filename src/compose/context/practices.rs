//! 典型做法, as a wording tells them.

use minijinja::{Value as Context, context};

use super::name::{Name, words};
use crate::compose::material::Material;
use tongbao_figures::aggregate::Group;
use tongbao_figures::assess::score::group_of;
use tongbao_returns::domain::Practice;

/// The names of one.
pub(super) const OF_ONE: &[Name] =
    &[words("name", "谁的做法"), words("title", "题目"), words("text", "做法和成效，办公室的原话")];

/// 典型做法 of the group, or in the area's bulletin of all: whose, what it is called and the office's words.
pub(super) fn practices(material: &Material<'_>, group: &Group) -> Vec<Context> {
    let is_own = |practice: &&Practice| {
        let subject = group_of(&practice.subject, &material.plan.area_code);
        let is_member = matches!(&subject, Group::Unit(unit) if material.is_member(group, unit));
        *group == Group::Area || subject == *group || is_member
    };
    let of_period = material.practices.iter().filter(|practice| practice.period == material.period.last_quarter());
    let told = |practice: &Practice| {
        let name = material.name(&group_of(&practice.subject, &material.plan.area_code));
        context! { name => name, title => practice.title.as_str(), text => practice.text.as_str() }
    };
    of_period.filter(is_own).map(told).collect()
}
