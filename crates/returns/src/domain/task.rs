//! Tasks of a plan as a ledger form asks for them (台账填报): who answers for which, and which item of the form holds what.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::code::{Category, ItemName};
use super::item::{Item, Kind};
use super::responsible::Responsible;

/// What a ledger form asks about a task: one column each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum TaskColumn {
    /// 状态.
    State,
    /// 进展情况.
    Progress,
    /// 完成日期.
    DoneOn,
    /// 佐证材料.
    Evidence,
    /// 本年累计次数, only of tasks that the plan asks for so many times a year.
    Times,
}

impl TaskColumn {
    /// In the order of the form.
    pub const ALL: [Self; 5] = [Self::State, Self::Progress, Self::DoneOn, Self::Evidence, Self::Times];

    /// As the column is headed.
    pub fn header(self) -> &'static str {
        match self {
            Self::State => "状态",
            Self::Progress => "进展情况",
            Self::DoneOn => "完成日期",
            Self::Evidence => "佐证材料",
            Self::Times => "本年累计次数",
        }
    }
}

/// What a unit says of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum TaskState {
    /// 未启动.
    NotStarted,
    /// 推进中.
    InProgress,
    /// 滞后.
    Lagging,
    /// 已完成.
    Done,
}

impl TaskState {
    /// In the order of the drop-down.
    pub const ALL: [Self; 4] = [Self::NotStarted, Self::InProgress, Self::Done, Self::Lagging];

    /// As it is typed and printed.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotStarted => "未启动",
            Self::InProgress => "推进中",
            Self::Done => "已完成",
            Self::Lagging => "滞后",
        }
    }

    /// The state of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// The words of a task, as a ledger form prints them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaskWords {
    /// Identifier in the plan: `jining-2023:3#1`.
    pub id: String,
    /// 领域.
    pub campaign: String,
    /// 任务.
    pub title: String,
    /// 内容: what of the task is followed.
    pub item: String,
    /// 期限 in words: `2025年底`.
    pub deadline: Option<String>,
    /// 责任单位, and since when.
    pub responsible: Responsible,
    /// Whom it concerns.
    pub scope: String,
    /// What the plan asks for in a year, e.g. `2次/年`; none if it asks for no number a year.
    pub yearly: Option<String>,
}

/// A row of a ledger form: the words of a task, and where its items stand.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    words: TaskWords,
    /// Position in the form of its first item.
    first: usize,
}

impl std::ops::Deref for Task {
    type Target = TaskWords;

    fn deref(&self) -> &TaskWords {
        &self.words
    }
}

impl Task {
    /// 任务编号 as it stands in the form: the identifier without the plan's.
    pub fn code(&self) -> &str {
        code_of(&self.id)
    }

    /// What is asked about it, in order.
    pub fn columns(&self) -> impl Iterator<Item = TaskColumn> + use<'_> {
        TaskColumn::ALL.into_iter().filter(|column| *column != TaskColumn::Times || self.yearly.is_some())
    }

    /// Position in [`super::Form::items`] of what is said in a column.
    pub fn position(&self, column: TaskColumn) -> Option<usize> {
        self.columns().position(|asked| asked == column).map(|position| self.first + position)
    }
}

/// 任务编号 of a task's identifier.
pub fn code_of(id: &str) -> &str {
    id.split_once(':').map_or(id, |(_, code)| code)
}

/// What makes a form a ledger form: its rows are the tasks of the plan.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tasks {
    /// In the order of the plan.
    pub rows: Vec<Task>,
    /// Words among `responsible` that mean every department which files the form: 各部门, 各有关部门.
    pub everyone: Vec<String>,
    /// Words among `responsible` that mean every county: 各区政府, 各旗县区.
    pub counties: Vec<String>,
    /// Scopes whose tasks the counties answer for as well: county, township, village.
    pub scopes: Vec<String>,
    /// Categories of the units that answer for these in their county.
    pub scopes_filed_by: Vec<Category>,
}

impl Tasks {
    /// Takes the tasks of the plan as rows, and returns the items that the form has for them.
    pub fn ask(&mut self, tasks: Vec<TaskWords>) -> Vec<Item> {
        let mut items = Vec::new();
        for words in tasks {
            let task = Task { words, first: items.len() };
            items.extend(task.columns().map(|column| asked(&task, column)));
            self.rows.push(task);
        }
        items
    }

    /// The task and column of an item, by its position in the form.
    pub fn of_item(&self, position: usize) -> Option<(&Task, TaskColumn)> {
        let task = self.rows.get(self.rows.partition_point(|task| task.first <= position).checked_sub(1)?)?;
        Some((task, task.columns().nth(position - task.first)?))
    }

    /// Whether units of a category answer for the tasks of their county, not for those of a department.
    pub fn is_of_county(&self, category: &Category) -> bool {
        self.scopes_filed_by.contains(category)
    }

    /// Whether a task is one that counties answer for.
    pub fn is_asked_of_counties(&self, task: &Task, day: Date) -> bool {
        self.scopes.contains(&task.scope) || task.responsible.on(day).iter().any(|name| self.counties.contains(name))
    }

    /// Whether the plan names everybody.
    pub fn is_everyones(&self, task: &Task, day: Date) -> bool {
        task.responsible.on(day).iter().any(|name| self.everyone.contains(name))
    }

    /// Whether a unit with these names answers for a task on a day.
    pub fn is_answered_by<'name>(
        &self,
        task: &Task,
        category: &Category,
        names: impl IntoIterator<Item = &'name str>,
        day: Date,
    ) -> bool {
        let asked = task.responsible.on(day);
        let is_named = || names.into_iter().any(|name| asked.iter().any(|responsible| is_same(responsible, name)));
        let is_meant =
            if self.is_of_county(category) { self.is_asked_of_counties(task, day) } else { self.is_everyones(task, day) };
        is_meant || is_named()
    }
}

/// Whether two spellings of a name differ by blanks alone.
pub fn is_same(one: &str, other: &str) -> bool {
    let is_letter = |character: &char| !character.is_whitespace();
    one.chars().filter(is_letter).eq(other.chars().filter(is_letter))
}

/// The item that a column of a task is.
fn asked(task: &Task, column: TaskColumn) -> Item {
    let states = || TaskState::ALL.map(|state| state.word().to_owned()).to_vec();
    let kind = match column {
        TaskColumn::State => Kind::Choice(states()),
        TaskColumn::Progress | TaskColumn::Evidence => Kind::Text,
        TaskColumn::DoneOn => Kind::Date,
        TaskColumn::Times => Kind::Flow,
    };
    Item {
        code: task.code().to_owned(),
        name: ItemName::new(format!("{}{}", task.code(), column.header())),
        label: None,
        unit: if column == TaskColumn::Times { "次".to_owned() } else { String::new() },
        min: kind.is_number().then_some(0.0),
        kind,
        decimals: 0,
        max: None,
        part_of: None,
        may_not_apply: true,
        note: task.item.clone(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn words(id: &str, responsible: &[&str], scope: &str, yearly: Option<&str>) -> TaskWords {
        TaskWords {
            id: id.to_owned(),
            responsible: Responsible::new(responsible.iter().map(|&name| name.to_owned()).collect()),
            scope: scope.to_owned(),
            yearly: yearly.map(str::to_owned),
            ..TaskWords::default()
        }
    }

    fn tasks() -> (Tasks, Vec<Item>) {
        let mut tasks = Tasks {
            everyone: vec!["各部门".to_owned()],
            scopes: vec!["county".to_owned()],
            counties: vec!["各县区".to_owned()],
            scopes_filed_by: vec![Category::new("县级卫健部门")],
            ..Tasks::default()
        };
        let items = tasks.ask(vec![
            words("p:1#1", &["卫健委", "财政局"], "city", None),
            words("p:2#1", &["各部门"], "department", Some("2次/年")),
            words("p:3#1", &["卫健委"], "county", None),
            words("p:4#1", &["各县区"], "city", None),
        ]);
        (tasks, items)
    }

    #[test]
    fn an_item_knows_its_task_and_column() {
        let (tasks, items) = tasks();
        assert_eq!(items.len(), 4 + 5 + 4 + 4);
        let found: Vec<_> = (0..13).filter_map(|at| tasks.of_item(at)).map(|(task, column)| (task.code(), column)).collect();
        assert_eq!(found.first(), Some(&("1#1", TaskColumn::State)));
        assert_eq!(found.get(8), Some(&("2#1", TaskColumn::Times)));
        assert_eq!(found.get(12), Some(&("3#1", TaskColumn::Evidence)));
        assert_eq!(tasks.of_item(17), None);
        for (position, (task, column)) in (0..13).filter_map(|at| Some((at, tasks.of_item(at)?))) {
            assert_eq!(task.position(column), Some(position));
        }
        assert_eq!(tasks.rows[0].position(TaskColumn::Times), None);
        assert_eq!(items[8].name.as_str(), "2#1本年累计次数");
    }

    #[test]
    fn a_unit_answers_for_what_names_it_everybody_or_its_county() {
        let (tasks, _) = tasks();
        let answers = |category: &str, names: &[&str]| {
            let category = Category::new(category);
            let own =
                tasks.rows.iter().filter(|task| tasks.is_answered_by(task, &category, names.iter().copied(), date(2025, 9, 30)));
            own.map(Task::code).collect::<Vec<_>>()
        };
        assert_eq!(answers("市级部门", &["某市卫健委员会", "卫健委"]), ["1#1", "2#1", "3#1"]);
        assert_eq!(answers("市级部门", &["财 政局"]), ["1#1", "2#1"]);
        assert_eq!(answers("市级部门", &["气象局"]), ["2#1"]);
        assert_eq!(answers("县级卫健部门", &["某县卫生健康局"]), ["3#1", "4#1"], "a county's bureau is not every department");
    }
}
