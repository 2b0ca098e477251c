//! Tasks of a plan as a ledger form asks for them (台账填报): who answers for which, and which item of the form holds what.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::asked::{AskedUnits, Capacity, TaskFiler};
use super::code::{Category, CountyCode, ItemName};
use super::fact::{Fact, Reading};
use super::item::{Item, Kind};
use super::participants::Participants;
use super::responsible::Responsible;
use super::sight::Sight;
use super::step::{Step, StepAt};

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
    /// The last day of that.
    pub due: Option<Date>,
    /// 责任单位, and since when.
    pub responsible: Responsible,
    /// Whom it concerns.
    pub scope: String,
    /// What the plan asks for in a year, e.g. `2次/年`; none if it asks for no number a year.
    pub yearly: Option<String>,
    /// Who files about it, where the row says so itself: categories, names of units, words of the form. Who leads stays `responsible`.
    pub filed_by: Vec<String>,
    /// What is to be reached one after the other, in the order of time; most tasks have no steps.
    pub steps: Vec<Step>,
    /// `task-prefix` of the plan, before the number.
    pub prefix: Option<String>,
    /// Whose task it is, where a form asks for the tasks of several plans.
    pub plan: Option<TaskPlan>,
    /// The area of its plan.
    pub area: Option<CountyCode>,
    /// Who takes part in its plan: nobody else answers for it.
    pub participants: Participants,
    /// The peer groups that `filed_by` names, each by its name: who belongs to it, and for whom they answer.
    pub groups: Vec<AskedUnits>,
}

impl TaskWords {
    /// Whether it is asked for on a day: in the years of its plan.
    pub fn is_in_force(&self, day: Date) -> bool {
        self.plan.as_ref().is_none_or(|plan| (plan.first_year..=plan.last_year).contains(&day.year()))
    }

    /// Whom it asks on a day, by the words of the plan: who files about it if the row says so, else who is responsible.
    pub fn asked_on(&self, day: Date) -> &[String] {
        if self.filed_by.is_empty() { self.responsible.on(day) } else { &self.filed_by }
    }
}

/// The plan of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskPlan {
    /// Identifier.
    pub id: String,
    /// Its short title, as the column 方案 prints it.
    pub title: String,
    /// First year.
    pub first_year: i16,
    /// Last year.
    pub last_year: i16,
}

/// A row of a ledger form: the words of a task, and where its items stand.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    words: TaskWords,
    /// 任务编号.
    code: String,
    /// Position in the form of its first item.
    first: usize,
    /// Where whoever is handed the form stands in its steps.
    at: StepAt,
}

impl std::ops::Deref for Task {
    type Target = TaskWords;

    fn deref(&self) -> &TaskWords {
        &self.words
    }
}

impl Task {
    fn new(words: TaskWords, first: usize) -> Self {
        let code = number_of(&words.id, words.prefix.as_deref());
        Self { words, code, first, at: StepAt::default() }
    }

    /// 任务编号 as it stands in the form: the identifier without the plan's, behind the plan's prefix if it has one.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The step that is asked for, with its position; none without steps.
    pub fn step(&self) -> Option<(usize, &Step)> {
        let position = self.at.done.min(self.steps.len().checked_sub(1)?);
        Some((position, self.steps.get(position)?))
    }

    /// Where whoever is handed the form stands in its steps.
    pub fn at(&self) -> StepAt {
        self.at
    }

    /// 内容 as the form prints it: with the step that is asked for, `新址建设（第2步，共3步：开工）`.
    pub fn content(&self) -> String {
        self.step().map_or_else(|| self.item.clone(), |(position, step)| self.content_at(position, step))
    }

    /// Everything that a form may have printed as its 内容, at whatever step.
    pub fn contents(&self) -> impl Iterator<Item = String> + use<'_> {
        let of_steps = self.steps.iter().enumerate().map(|(position, step)| self.content_at(position, step));
        std::iter::once(self.item.clone()).chain(of_steps)
    }

    fn content_at(&self, position: usize, step: &Step) -> String {
        let which = format!("第{}步，共{}步：{}", position + 1, self.steps.len(), step.item);
        if self.item.is_empty() { which } else { format!("{}（{which}）", self.item) }
    }

    /// 期限 as the form prints it: that of the step that is asked for.
    pub fn until(&self) -> &str {
        self.step().map_or_else(|| self.deadline.as_deref().unwrap_or_default(), |(_, step)| &step.deadline)
    }

    /// The last day of that; none without a deadline.
    pub fn due(&self) -> Option<Date> {
        self.step().map_or(self.words.due, |(_, step)| step.due)
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

/// 任务编号 of a task's identifier, without a prefix.
pub fn code_of(id: &str) -> &str {
    id.split_once(':').map_or(id, |(_, code)| code)
}

/// The same behind the prefix of its plan: `能力-1#1`.
pub fn number_of(id: &str, prefix: Option<&str>) -> String {
    let code = code_of(id);
    prefix.map_or_else(|| code.to_owned(), |prefix| format!("{prefix}-{code}"))
}

/// What makes a form a ledger form: its rows are the tasks of the plan, or of several.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tasks {
    /// In the order of the plan; of several plans one after the other.
    pub rows: Vec<Task>,
    /// Words among `responsible` that mean every department which files the form: 各部门, 各有关部门.
    pub everyone: Vec<String>,
    /// Words among `responsible` that mean every county: 各区政府, 各旗县区.
    pub counties: Vec<String>,
    /// Scopes whose tasks the counties answer for as well: county, township, village.
    pub scopes: Vec<String>,
    /// Scopes whose tasks are the area's own: of these a word for every department means those directly under the area.
    pub area_scopes: Vec<String>,
    /// Categories of the units that answer for these in their county.
    pub scopes_filed_by: Vec<Category>,
    /// Further rules of who answers for what.
    pub asked: Vec<AskedUnits>,
    /// Which rows are looked at.
    pub in_sight: Sight,
    /// The year for which the form is handed out: what is due later, and was not begun, stands behind the rest and says so. None where nobody
    /// is handed anything.
    pub handed_out_in: Option<i16>,
}

impl Tasks {
    /// Takes the tasks of the plan as rows, and returns the items that the form has for them.
    pub fn ask(&mut self, tasks: Vec<TaskWords>) -> Vec<Item> {
        let mut items = Vec::new();
        for words in tasks {
            let task = Task::new(words, items.len());
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

    /// Whether a row is looked at.
    pub fn sees(&self, task: &Task) -> bool {
        self.in_sight.has(&task.id, task.plan.as_ref().map(|plan| plan.id.as_str()))
    }

    /// The rows that are looked at.
    pub fn own_rows(&self) -> impl Iterator<Item = &Task> {
        self.rows.iter().filter(|task| self.sees(task))
    }

    /// What was filed of the rows that are looked at, the others left blank; none if nothing was.
    pub fn own_facts(&self, facts: &[Fact]) -> Option<Vec<Fact>> {
        let own = |fact: &Fact| {
            let is_own = self.of_item(usize::from(fact.item)).is_some_and(|(task, _)| self.sees(task));
            if is_own { fact.clone() } else { Fact { item: fact.item, reading: Reading::Blank, place: None } }
        };
        let facts: Vec<Fact> = facts.iter().map(own).collect();
        facts.iter().any(|fact| fact.reading != Reading::Blank).then_some(facts)
    }

    /// Whether its rows are of several plans, so that each names its own.
    pub fn names_plans(&self) -> bool {
        self.rows.iter().any(|task| task.plan.is_some())
    }

    /// Whether any row has steps.
    pub fn has_steps(&self) -> bool {
        self.rows.iter().any(|task| !task.steps.is_empty())
    }

    /// Has the rows with steps stand where whoever is handed the form does.
    pub fn stand_at(&mut self, at: impl Fn(&Task) -> StepAt) {
        for task in self.rows.iter_mut().filter(|task| !task.words.steps.is_empty()) {
            task.at = at(task);
        }
    }

    /// Whether units of a category answer for the tasks of their county, not for those of a department.
    pub fn is_of_county(&self, category: &Category) -> bool {
        self.scopes_filed_by.contains(category)
    }

    /// Whether units of a category answer for what every department does: those that no other rule is about.
    pub fn is_department(&self, category: &Category) -> bool {
        !self.is_of_county(category) && !self.is_ruled(category)
    }

    /// Whether a rule is about units of a category.
    pub fn is_ruled(&self, category: &Category) -> bool {
        self.asked.iter().any(|asked| asked.categories.contains(category))
    }

    /// Whether a word means units, and is nobody's name.
    pub fn is_word(&self, word: &str) -> bool {
        let of_rules = self.asked.iter().map(|asked| &asked.words);
        [&self.everyone, &self.counties].into_iter().chain(of_rules).flatten().any(|known| known == word)
    }

    /// For whom units of a category answer where they are named.
    fn capacity_of(&self, category: &Category) -> Capacity {
        let rules = || self.asked.iter().filter(|asked| asked.categories.contains(category));
        let is_of_county =
            self.is_of_county(category) || rules().next().is_some() && rules().all(|asked| asked.capacity == Capacity::County);
        if is_of_county { Capacity::County } else { Capacity::Unit }
    }

    /// For whom a unit answers where it is called by a word of the form or by its name; none if it is not.
    pub fn called(&self, word: &str, filer: TaskFiler<'_>) -> Option<Capacity> {
        let is_among = |words: &[String]| words.iter().any(|known| known == word);
        if is_among(&self.everyone) && self.is_department(filer.category) {
            return Some(Capacity::Unit);
        }
        if is_among(&self.counties) && self.is_of_county(filer.category) {
            return Some(Capacity::County);
        }
        let rule = self.asked.iter().find(|asked| is_among(&asked.words) && asked.includes(filer));
        rule.map(|rule| rule.capacity).or_else(|| filer.bears(word).then(|| self.capacity_of(filer.category)))
    }

    /// The same for a task: of one that is the area's own a word for every department means those directly under the area.
    pub fn called_for(&self, task: &Task, word: &str, filer: TaskFiler<'_>) -> Option<Capacity> {
        let is_everyone = self.everyone.iter().any(|known| known == word);
        let lies_elsewhere = task.area.as_ref().is_some_and(|area| area != filer.county);
        if is_everyone && lies_elsewhere && self.area_scopes.contains(&task.scope) { None } else { self.called(word, filer) }
    }

    /// The same where a row says who files about it: categories and peer groups call their units as well.
    pub fn filed_as(&self, task: &Task, entry: &str, filer: TaskFiler<'_>) -> Option<Capacity> {
        let is_category = filer.category.as_str() == entry;
        let is_meant = |group: &&AskedUnits| group.words.iter().any(|name| name == entry) && group.includes(filer);
        let of_group = || task.groups.iter().find(is_meant).map(|group| group.capacity);
        let called = self.called_for(task, entry, filer).or_else(of_group);
        called.or_else(|| is_category.then(|| self.capacity_of(filer.category)))
    }

    /// Whether a unit answers for its county where a task is of a scope (`scopes`): beside who leads it.
    pub fn of_scope(&self, scope: &str, filer: TaskFiler<'_>) -> Option<Capacity> {
        let is_asked = self.scopes.iter().any(|known| known == scope) && self.is_of_county(filer.category);
        is_asked.then_some(Capacity::County)
    }

    /// For whom a rule asks a unit where a task is of a scope (`[[tasks.asked]]`): what it says counts, whoever leads; none if none does.
    pub fn of_rule(&self, scope: &str, filer: TaskFiler<'_>) -> Option<Capacity> {
        let asks = |rule: &&AskedUnits| rule.scopes.iter().any(|known| known == scope) && rule.includes(filer);
        self.asked.iter().find(asks).map(|rule| rule.capacity)
    }

    /// Whether a unit answers for a task on a day: a rule that names its category asks it, the row names it, or says that it files.
    pub fn is_answered_by(&self, task: &Task, filer: TaskFiler<'_>, day: Date) -> bool {
        if !task.is_in_force(day) || !task.participants.includes(filer) {
            return false;
        }
        if !task.filed_by.is_empty() {
            return task.filed_by.iter().any(|entry| self.filed_as(task, entry, filer).is_some());
        }
        let is_called = task.responsible.on(day).iter().any(|word| self.called_for(task, word, filer).is_some());
        is_called || self.of_scope(&task.scope, filer).or_else(|| self.of_rule(&task.scope, filer)).is_some()
    }
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

    use super::super::code::CountyCode;
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

    /// The numbers of the tasks for which a unit with these names answers, the first of them its own.
    fn codes(tasks: &Tasks, category: &str, grade: Option<&str>, names: &[&str], day: Date) -> Vec<String> {
        let (category, names) = (Category::new(category), names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>());
        let (name, aliases) = names.split_first().unwrap();
        let county = CountyCode::new("990001");
        let filer = TaskFiler { category: &category, grade, name, aliases, county: &county, county_names: &[] };
        tasks.rows.iter().filter(|task| tasks.is_answered_by(task, filer, day)).map(|task| task.code().to_owned()).collect()
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
        let answers = |category: &str, names: &[&str]| codes(&tasks, category, None, names, date(2025, 9, 30));
        assert_eq!(answers("市级部门", &["某市卫健委员会", "卫健委"]), ["1#1", "2#1", "3#1"]);
        assert_eq!(answers("市级部门", &["财 政局"]), ["1#1", "2#1"]);
        assert_eq!(answers("市级部门", &["气象局"]), ["2#1"]);
        assert_eq!(answers("县级卫健部门", &["某县卫生健康局"]), ["3#1", "4#1"], "a county's bureau is not every department");
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    /// Hospitals of two levels answer for what is theirs, each for itself; of a county's hospitals the lead answers for the county.
    fn of_hospitals() -> Tasks {
        let rule = |scopes: &[&str], words: &[&str], of: &str, grades: &[&str], capacity| AskedUnits {
            scopes: names(scopes),
            words: names(words),
            categories: vec![Category::new(of)],
            grades: names(grades),
            within: Vec::new(),
            capacity,
        };
        let mut tasks = Tasks {
            everyone: names(&["各部门"]),
            asked: vec![
                rule(&["public-hospital"], &["各公立医院"], "二级公立医院", &[], Capacity::Unit),
                rule(&[], &["三甲医院"], "三级公立医院", &["三级甲等"], Capacity::Unit),
                rule(&[], &["各医共体牵头单位"], "医共体牵头单位", &[], Capacity::County),
            ],
            ..Tasks::default()
        };
        tasks.ask(vec![
            // 一位领导分管三医: of the districts' governments and all departments.
            words("p:1#1", &["各区政府", "各部门"], "county", None),
            words("p:2#1", &["卫健委"], "public-hospital", None),
            words("p:3#1", &["各公立医院"], "city", None),
            words("p:4#1", &["三甲医院", "各医共体牵头单位"], "city", None),
            TaskWords { filed_by: names(&["二级公立医院", "甲院"]), ..words("p:5#1", &["卫健委"], "city", None) },
            TaskWords { filed_by: names(&["财政局"]), ..words("p:6#1", &["各部门"], "public-hospital", None) },
        ]);
        tasks
    }

    #[test]
    fn a_rule_asks_those_of_its_categories_and_a_row_whom_it_names_itself() {
        let tasks = of_hospitals();
        let day = date(2025, 9, 30);
        assert_eq!(codes(&tasks, "二级公立医院", None, &["县医院"], day), ["2#1", "3#1", "5#1"], "never 1#1");
        let third = |grade, name| codes(&tasks, "三级公立医院", grade, &[name], day);
        assert_eq!(third(Some("三级甲等"), "市医院"), ["4#1"]);
        assert_eq!(third(Some("三级乙等"), "市医院"), [""; 0]);
        assert_eq!(third(None, "甲院"), ["5#1"], "the row names it");
        assert_eq!(codes(&tasks, "医共体牵头单位", None, &["总医院"], day), ["4#1"]);
        let department = |name| codes(&tasks, "市级部门", None, &[name], day);
        assert_eq!(department("卫健委"), ["1#1", "2#1"], "5#1 is filed by others, though it leads");
        assert_eq!(department("财政局"), ["1#1", "6#1"]);
    }

    #[test]
    fn for_whom_a_unit_answers_is_for_the_rule_to_say() {
        let tasks = of_hospitals();
        let called = |category: &str, word: &str| {
            let (category, county) = (Category::new(category), CountyCode::new("990001"));
            let filer =
                TaskFiler {
                    category: &category, grade: None, name: "总医院", aliases: &[], county: &county, county_names: &[]
                };
            tasks.called(word, filer)
        };
        assert_eq!(called("医共体牵头单位", "各医共体牵头单位"), Some(Capacity::County));
        assert_eq!(called("医共体牵头单位", "总医院"), Some(Capacity::County), "by its name as by its rule");
        assert_eq!(called("二级公立医院", "总医院"), Some(Capacity::Unit));
        assert_eq!(called("市级部门", "各医共体牵头单位"), None);
        assert!(tasks.is_word("各公立医院") && !tasks.is_word("卫健委"));
    }

    fn of_plan(id: &str, plan: &str, years: (i16, i16)) -> TaskWords {
        let plan = TaskPlan { id: plan.to_owned(), title: plan.to_owned(), first_year: years.0, last_year: years.1 };
        TaskWords { prefix: Some("能力".to_owned()), plan: Some(plan), ..words(id, &["卫健委"], "city", None) }
    }

    #[test]
    fn a_number_stands_behind_the_prefix_of_its_plan() {
        let mut tasks = Tasks::default();
        let items = tasks.ask(vec![of_plan("p:1#1", "p", (2024, 2025)), words("q:1#1", &["卫健委"], "city", None)]);
        assert_eq!((tasks.rows[0].code(), tasks.rows[1].code()), ("能力-1#1", "1#1"));
        assert_eq!((items[0].code.as_str(), items[0].name.as_str()), ("能力-1#1", "能力-1#1状态"));
    }

    #[test]
    fn a_task_is_asked_for_in_the_years_of_its_plan_and_a_plan_sees_its_own_rows() {
        let mut tasks = Tasks::default();
        let items = tasks.ask(vec![of_plan("p:1#1", "p", (2024, 2025)), of_plan("q:2#1", "q", (2025, 2027))]);
        let asked = |tasks: &Tasks, day| codes(tasks, "部门", None, &["卫健委"], day);
        assert_eq!(asked(&tasks, date(2025, 12, 31)), ["能力-1#1", "能力-2#1"]);
        assert_eq!(asked(&tasks, date(2026, 3, 31)), ["能力-2#1"]);
        tasks.in_sight = Sight::Plan("q".to_owned());
        assert_eq!(tasks.own_rows().map(Task::code).collect::<Vec<_>>(), ["能力-2#1"]);
        let filled = |answered: &[u16]| -> Vec<Fact> {
            let reading = |item| if answered.contains(&item) { Reading::Text("推进中".to_owned()) } else { Reading::Blank };
            (0..u16::try_from(items.len()).unwrap()).map(|item| Fact { item, reading: reading(item), place: None }).collect()
        };
        // The four items of 1#1, then those of 2#1.
        assert_eq!(tasks.own_facts(&filled(&[0, 4])), Some(filled(&[4])));
        assert_eq!(tasks.own_facts(&filled(&[0])), None, "nothing is said of its own");
        tasks.in_sight = Sight::Tasks(["p:1#1".to_owned()].into());
        assert_eq!(tasks.own_rows().map(Task::code).collect::<Vec<_>>(), ["能力-1#1"], "some tasks alone, whoever's they are");
    }

    #[test]
    fn a_word_may_mean_the_districts_and_not_the_counties() {
        let mut tasks = Tasks {
            counties: names(&["各县（市、区）"]),
            scopes_filed_by: vec![Category::new("县级卫健部门")],
            asked: vec![AskedUnits {
                words: names(&["各区政府"]),
                categories: vec![Category::new("县级卫健部门")],
                within: names(&["甲区", "990002"]),
                capacity: Capacity::County,
                ..AskedUnits::default()
            }],
            ..Tasks::default()
        };
        tasks.ask(vec![words("p:1#1", &["各区政府"], "city", None), words("p:2#1", &["各县（市、区）"], "city", None)]);
        let asked = |code: &str, called: &[&str]| {
            let (category, county, called) = (Category::new("县级卫健部门"), CountyCode::new(code), names(called));
            let filer = TaskFiler {
                category: &category,
                grade: None,
                name: "卫健局",
                aliases: &[],
                county: &county,
                county_names: &called,
            };
            let rows = tasks.rows.iter().filter(|task| tasks.is_answered_by(task, filer, date(2025, 9, 30)));
            rows.map(|task| task.code().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(asked("990001", &["甲市甲区", "甲区"]), ["1#1", "2#1"], "by one of its names");
        assert_eq!(asked("990002", &[]), ["1#1", "2#1"], "by its code");
        assert_eq!(asked("990003", &["丙县"]), ["2#1"], "a county is no district");
    }

    /// The numbers of the tasks for which a unit of a category in a county answers.
    fn asked_in(tasks: &Tasks, category: &str, code: &str, called: &[&str]) -> Vec<String> {
        let (category, county, called) = (Category::new(category), CountyCode::new(code), names(called));
        let filer =
            TaskFiler { category: &category, grade: None, name: "局", aliases: &[], county: &county, county_names: &called };
        let rows = tasks.rows.iter().filter(|task| tasks.is_answered_by(task, filer, date(2025, 9, 30)));
        rows.map(|task| task.code().to_owned()).collect()
    }

    #[test]
    fn every_department_of_the_area_is_none_of_a_county_where_the_task_is_the_areas() {
        let of_area = |words: TaskWords| TaskWords { area: Some(CountyCode::new("990000")), ..words };
        let mut tasks = Tasks { everyone: names(&["各有关部门"]), area_scopes: names(&["city"]), ..Tasks::default() };
        tasks.ask(vec![
            of_area(words("p:1#1", &["各有关部门"], "city", None)),
            of_area(words("p:2#1", &["各有关部门"], "department", None)),
            of_area(TaskWords { filed_by: names(&["各有关部门"]), ..words("p:3#1", &["卫健委"], "city", None) }),
        ]);
        assert_eq!(asked_in(&tasks, "市级部门", "990000", &[]), ["1#1", "2#1", "3#1"]);
        assert_eq!(asked_in(&tasks, "县级医保经办", "990001", &[]), ["2#1"], "the area's own are no county's");
    }

    #[test]
    fn a_row_is_filed_by_a_peer_group_and_nobody_files_who_takes_no_part() {
        let of_counties = AskedUnits {
            words: names(&["五旗县"]),
            categories: vec![Category::new("县级卫健部门")],
            within: names(&["甲旗", "990002"]),
            capacity: Capacity::County,
            ..AskedUnits::default()
        };
        let named =
            TaskWords {
                filed_by: names(&["五旗县"]), groups: vec![of_counties], ..words("p:1#1", &["卫健委"], "city", None)
            };
        let participants = Participants::of_counties(CountyCode::new("990000"), names(&["甲旗"]), Vec::new());
        let mut tasks =
            Tasks {
                counties: names(&["各县"]), scopes_filed_by: vec![Category::new("县级卫健部门")], ..Tasks::default()
            };
        tasks.ask(vec![named, TaskWords { participants, ..words("p:2#1", &["各县"], "city", None) }]);
        assert_eq!(asked_in(&tasks, "县级卫健部门", "990001", &["甲旗"]), ["1#1", "2#1"]);
        assert_eq!(asked_in(&tasks, "县级卫健部门", "990002", &["乙旗"]), ["1#1"], "in the group, and not in the other plan");
        assert_eq!(asked_in(&tasks, "县级卫健部门", "990003", &["丙区"]), [""; 0]);
        assert_eq!(asked_in(&tasks, "县级医保经办", "990001", &["甲旗"]), [""; 0], "a county answers by its bureau");
    }

    #[test]
    fn a_form_asks_for_the_step_at_which_a_unit_stands() {
        let step = |item: &str, deadline: &str| Step { item: item.to_owned(), deadline: deadline.to_owned(), due: None };
        let steps = vec![step("设计", "2020年底"), step("开工", "2021年底"), step("建成", "2022年底")];
        let mut tasks = Tasks::default();
        let named = TaskWords { item: "新址".to_owned(), steps, ..words("p:1#1", &[], "city", None) };
        tasks.ask(vec![named, TaskWords { item: "乙".to_owned(), ..words("p:2#1", &[], "city", None) }]);
        let printed = |tasks: &Tasks| (tasks.rows[0].content(), tasks.rows[0].until().to_owned());
        assert_eq!(printed(&tasks), ("新址（第1步，共3步：设计）".to_owned(), "2020年底".to_owned()));
        tasks.stand_at(|_| StepAt { done: 1, told: Some(0) });
        assert_eq!(printed(&tasks), ("新址（第2步，共3步：开工）".to_owned(), "2021年底".to_owned()));
        tasks.stand_at(|_| StepAt { done: 3, told: Some(2) });
        assert_eq!(printed(&tasks).0, "新址（第3步，共3步：建成）", "all are done");
        assert_eq!((tasks.rows[1].content().as_str(), tasks.rows[1].at()), ("乙", StepAt::default()));
        assert_eq!(tasks.rows[0].contents().count(), 4, "any of the steps, and the task alone");
    }
}
