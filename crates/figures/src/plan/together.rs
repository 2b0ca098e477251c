//! Packs that stand side by side, in one folder or in one workspace: a name means one thing in all of them, and a form is one form.
//!
//! In: plans that are sound by themselves. Out: what of the one contradicts the other, told in the files of the first with the places of
//! the second. A form that two plans share, content and all, is filed once. The rows of a ledger form are no part of its content: it is filed
//! once with the tasks of all.

use super::error::PlanError;
use super::folders::PackFolders;
use super::meant::Plan;
use super::mistake::Mistake;
use super::place::Place;
use tongbao_returns::domain::task::TaskWords;
use tongbao_returns::domain::{Category, Form, FormId, Sight, Task, TaskPlan, Tasks};

/// Items that a mistake names before it only counts.
const MOST_NAMED: usize = 3;

/// Whether several plans of these folders can be used together; if not, what contradicts what.
pub fn stand_together(folders: &PackFolders, plans: &[Plan]) -> Result<(), PlanError> {
    hold(folders, plans, contradictions)
}

/// The same of the plans of one office, whose units are asked by all of them.
pub fn stand_in_one_office(folders: &PackFolders, plans: &[Plan]) -> Result<(), PlanError> {
    hold(folders, plans, |plan, other| [contradictions(plan, other), asked_twice(plan, other)].concat())
}

/// Holds each plan against those before it.
fn hold(folders: &PackFolders, plans: &[Plan], against: impl Fn(&Plan, &Plan) -> Vec<Mistake>) -> Result<(), PlanError> {
    for (position, plan) in plans.iter().enumerate() {
        let mistakes: Vec<Mistake> = plans.iter().take(position).flat_map(|other| against(plan, other)).collect();
        if !mistakes.is_empty() {
            return Err(PlanError::Invalid { path: folders.pack(&plan.id), mistakes, sources: plan.origins.sources.clone() });
        }
    }
    Ok(())
}

/// What of a plan contradicts another one.
pub fn contradictions(plan: &Plan, other: &Plan) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let mut tell = |place: &Place, message: String, hint: &str| {
        let text = plan.origins.text(place);
        let mistake = Mistake::in_text(place.file.clone(), text, place.span.clone(), message);
        mistakes.push(mistake.with_hint(Some(hint.to_owned())));
    };
    for (name, meaning) in &plan.origins.items {
        let Some(theirs) = other.origins.items.get(name) else { continue };
        if (&meaning.unit, &meaning.kind) != (&theirs.unit, &theirs.kind) {
            let what = if meaning.unit == theirs.unit {
                "`kind`或`choices`不同".to_owned()
            } else {
                format!("那里的计量单位是{}，这里是{}", theirs.unit, meaning.unit)
            };
            let message = format!("`{name}`在{}已有另一个意思：{what}", theirs.place);
            tell(&meaning.place, message, "一个名称只有一个意思：改成一致的，或另起名称");
        }
    }
    for form in &plan.forms {
        let Some(place) = plan.origins.forms.get(&form.id) else { continue };
        for theirs in other.forms.iter().filter(|theirs| theirs.id == form.id || theirs.code == form.code) {
            let Some(difference) = difference(&as_shared(form, plan), &as_shared(theirs, other)) else { continue };
            let at = other.origins.forms.get(&theirs.id).map_or_else(|| other.id.clone(), ToString::to_string);
            let what =
                if form.code == theirs.code { format!("表号`{}`", form.code) } else { format!("表式编号`{}`", form.id) };
            let hint = "几个方案共用一张表的，放进 common/forms，各自在 includes 里引用；不是一张表的，另编表号和编号";
            tell(place, format!("{what}与{at}重复，而两张表不同：{difference}"), hint);
        }
    }
    for form in plan.forms.iter().filter(|form| form.tasks.is_some()) {
        let Some(place) = &plan.origins.task_prefix else { continue };
        let Some((message, hint)) = other.form(&form.id).and_then(|theirs| same_tasks(form, theirs, plan, other)) else {
            continue;
        };
        tell(place, message, &hint);
    }
    mistakes.sort();
    mistakes
}

/// What a plan asks of units that another one asks of them already, on another form, in years and in counties that both have: the answers could
/// differ, and each bulletin would have its own.
pub fn asked_twice(plan: &Plan, other: &Plan) -> Vec<Mistake> {
    let is_apart = !plan.counties.is_empty()
        && !other.counties.is_empty()
        && plan.counties.iter().all(|county| !other.counties.contains(county));
    let is_asked_at_once = !is_apart && plan.first_year <= other.last_year && other.first_year <= plan.last_year;
    let asks = |form: &&Form| form.tasks.is_none();
    let mut mistakes = Vec::new();
    for form in plan.forms.iter().filter(asks).filter(|_| is_asked_at_once) {
        let Some(place) = plan.origins.forms.get(&form.id) else { continue };
        for theirs in other.forms.iter().filter(asks).filter(|theirs| theirs.id != form.id) {
            let whom: Vec<&str> =
                form.filed_by.iter().filter(|category| theirs.is_filed_by(category)).map(Category::as_str).collect();
            let is_theirs = |name: &&str| theirs.items().any(|item| item.name.as_str() == *name);
            let items: Vec<&str> = form.items().map(|item| item.name.as_str()).filter(is_theirs).collect();
            if whom.is_empty() || items.is_empty() {
                continue;
            }
            let named = items.iter().take(MOST_NAMED).map(|name| format!("`{name}`")).collect::<Vec<_>>().join("、");
            let rest = if items.len() > MOST_NAMED { format!("等{}项", items.len()) } else { String::new() };
            let at = other.origins.forms.get(&theirs.id).map_or_else(|| other.id.clone(), ToString::to_string);
            let message =
                format!("`{}`要填两次{named}{rest}：方案`{}`的表式`{}`（{at}）里也有", whom.join("、"), other.id, theirs.id);
            let hint = "一家单位一项只报一次：两张表合成一张，放进 common/forms，两个方案都在 includes 里引用；或者只在一张表里问，另一个方案引用那张表";
            let mistake = Mistake::in_text(place.file.clone(), plan.origins.text(place), place.span.clone(), message);
            mistakes.push(mistake.with_hint(Some(hint.to_owned())));
        }
    }
    mistakes
}

/// What two plans call by one identifier or one number on the ledger form that they share, and what to do about it.
fn same_tasks(form: &Form, theirs: &Form, plan: &Plan, other: &Plan) -> Option<(String, String)> {
    let (own, theirs) = (form.tasks.as_ref()?, theirs.tasks.as_ref()?);
    let at = other.origins.task_prefix.as_ref().map_or_else(|| other.id.clone(), ToString::to_string);
    let shared = |name: fn(&Task) -> &str| {
        let is_theirs = |own: &&str| theirs.rows.iter().any(|task| name(task) == *own);
        own.rows.iter().map(name).filter(is_theirs).collect::<Vec<&str>>()
    };
    let named = |shared: &[&str]| match shared {
        [one] => format!("`{one}`"),
        several => format!("`{}`等{}个", several.first().copied().unwrap_or_default(), several.len()),
    };
    let ids = shared(|task| task.id.as_str());
    if !ids.is_empty() {
        let hint = format!("ledger.csv 的`id`以方案编号开头，各方案就不会相同，如 {}:1#1", plan.id);
        return Some((format!("ledger.csv 的编号{}在方案`{}`（{at}）里也有", named(&ids), other.id), hint));
    }
    let codes = shared(Task::code);
    let message =
        format!("任务编号{}与方案`{}`（{at}）的相同，而两个方案的任务同填台账表`{}`", named(&codes), other.id, form.code);
    let hint = "在 plan.toml 写 task-prefix，如 task-prefix = \"能力\"：任务编号就印作 能力-1#1".to_owned();
    (!codes.is_empty()).then_some((message, hint))
}

/// Has the ledger forms that several plans share ask for the tasks of all of them, plan by plan, and each plan look at its own rows. A form of
/// one plan alone stays as it is.
pub fn join(plans: &mut [Plan]) {
    let ledgers = |plan: &Plan| -> Vec<FormId> {
        plan.forms.iter().filter(|form| form.tasks.is_some()).map(|form| form.id.clone()).collect()
    };
    let all: Vec<FormId> = plans.iter().flat_map(ledgers).collect();
    let is_shared = |id: &FormId| all.iter().filter(|known| *known == id).count() > 1;
    let mut shared: Vec<FormId> = all.iter().filter(|id| is_shared(id)).cloned().collect();
    shared.sort();
    shared.dedup();
    for id in shared {
        let rows: Vec<TaskWords> = plans.iter().flat_map(|plan| words_of(plan, &id)).collect();
        for plan in &mut *plans {
            for form in plan.forms.iter_mut().filter(|form| form.id == id) {
                let (Some(tasks), Some(sheet)) = (&mut form.tasks, form.sheets.first_mut()) else { continue };
                tasks.rows.clear();
                sheet.items = tasks.ask(rows.clone());
                tasks.in_sight = Sight::Plan(plan.id.clone());
            }
        }
    }
}

/// The tasks that a plan has on a ledger form, with the plan's name.
fn words_of(plan: &Plan, form: &FormId) -> Vec<TaskWords> {
    let of_plan = || TaskPlan {
        id: plan.id.clone(),
        title: plan.short_title.clone(),
        first_year: plan.first_year,
        last_year: plan.last_year,
    };
    let tasks = plan.form(form).and_then(|form| form.tasks.as_ref());
    let rows = tasks.into_iter().flat_map(|tasks| &tasks.rows);
    rows.map(|task| TaskWords { plan: Some(of_plan()), ..(**task).clone() }).collect()
}

/// A form as its file has it: whom a plan has file it besides is the plan's own.
fn as_shared(form: &Form, plan: &Plan) -> Form {
    let mut form = form.clone();
    if let Some(further) = plan.origins.also_filed_by.get(&form.id) {
        form.filed_by.retain(|category| !further.contains(category));
    }
    form
}

/// In what two forms differ first; nothing if they are one. Who approved a form is no part of it.
fn difference(one: &Form, other: &Form) -> Option<String> {
    let differ = |what: &str, one: &str, other: &str| Some(format!("{what}是`{one}`，那里是`{other}`"));
    if one.id != other.id {
        return differ("编号", one.id.as_str(), other.id.as_str());
    }
    if one.code != other.code {
        return differ("表号", &one.code, &other.code);
    }
    if one.title != other.title {
        return differ("表名", &one.title, &other.title);
    }
    if one.version != other.version {
        return differ("版本", &one.version, &other.version);
    }
    if one.basis != other.basis {
        return Some("一张报累计数，一张只报本季的数（`basis`）".to_owned());
    }
    let rules = |form: &Form| form.tasks.clone().map(|tasks| Tasks { rows: Vec::new(), ..tasks });
    if rules(one) != rules(other) {
        return Some("`[tasks]`不同".to_owned());
    }
    // The rows of a ledger form are each plan's own.
    let [one, other] = &[one, other].map(without_rows);
    let odd = one.items().zip(other.items()).find(|(one, other)| one != other);
    if let Some((one, other)) = odd {
        let [one, other] = [one, other].map(|item| format!("{} {}", item.code, item.name));
        let what = if one == other { format!("`{one}`的写法不同") } else { format!("有`{one}`，那里是`{other}`") };
        return Some(what);
    }
    let (here, there) = (one.items().count(), other.items().count());
    if here != there {
        return Some(format!("有{here}项，那里有{there}项"));
    }
    if one.filed_by != other.filed_by {
        return Some("填报单位的类别不同".to_owned());
    }
    // Nor is who takes part in the one plan and in the other.
    let same = Form { approval: one.approval.clone(), participants: one.participants.clone(), ..other.clone() };
    (*one != same).then(|| "制定机关、截止日、符号、工作表或说明不同".to_owned())
}

/// A form without the rows that a ledger form gets from its plan.
fn without_rows(form: &Form) -> Form {
    let mut form = form.clone();
    if let Some(tasks) = &mut form.tasks {
        tasks.rows.clear();
        form.sheets.iter_mut().for_each(|sheet| sheet.items.clear());
    }
    form
}
