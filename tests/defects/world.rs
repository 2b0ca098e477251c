//! A county in which nothing is wrong: who files, what, and the returns of one year, each of them clean.
//!
//! The values are made up of the tables below. Flows (时期数) grow evenly from 1 January and by six percent from 2024 to 2025; stocks
//! (时点数) stay. They were chosen so that every rule passes with room to spare.

use std::path::Path;
use std::sync::OnceLock;

use jiff::civil::{Date, date};
use tongbao_document::{FormBook, FormValue};
use tongbao_figures::plan::Plan;
use tongbao_render::Theme;
use tongbao_returns::domain::{AllianceCode, Category, CountyCode, Form, Kind, Period, Quarter, UnitCode};
use tongbao_returns::forms::{Filling, form_book};
use tongbao_returns::ingest::{FileReading, Known, Reader, come_by};
use tongbao_returns::registry::{Alliance, County, Membership, Registry, Unit};

/// The day on which the inbox is looked at.
pub(super) const AS_OF: Date = date(2025, 10, 20);
/// The quarter whose returns are spoilt.
pub(super) const THIS: Period = Period::quarter(2025, Quarter::Third);

/// Code, name, category; `UnitMore` below knows who is closed and who belongs to the alliance.
const UNITS: &[(&str, &str, &str)] = &[
    ("H01", "甲县人民医院", "二级公立医院"),
    ("T01", "甲县第一乡镇卫生院", "乡镇卫生院"),
    ("T02", "甲县第二乡镇卫生院", "乡镇卫生院"),
    ("T03", "甲县第三乡镇卫生院", "乡镇卫生院"),
    ("T04", "甲县第四乡镇卫生院", "乡镇卫生院"),
    ("T05", "甲县第五乡镇卫生院", "乡镇卫生院"),
    ("T06", "甲县第六乡镇卫生院", "乡镇卫生院"),
    ("T07", "甲县第七乡镇卫生院", "乡镇卫生院"),
    ("T08", "甲县第八乡镇卫生院", "乡镇卫生院"),
    ("T09", "甲县第九乡镇卫生院", "乡镇卫生院"),
    ("T10", "甲县第十乡镇卫生院", "乡镇卫生院"),
    ("T11", "甲县新城乡镇卫生院", "乡镇卫生院"),
    ("B01", "甲县卫生健康局", "县级卫健部门"),
    ("A01", "甲县医共体办公室", "医共体牵头单位"),
    ("K01", "甲县健康教育所", "健康促进机构"),
];
/// Members of the one alliance.
const MEMBERS: [&str; 5] = ["H01", "T01", "T02", "T03", "A01"];
/// Closed on 30 June 2025, and not open before 2026: they file nothing.
const CLOSED: &str = "T10";
const NOT_OPEN: &str = "T11";

/// What each form says for a whole year of 2024: code and value, in the order of the form.
const VALUES: &[(&str, &str)] = &[
    (
        "hospital",
        "101 400000 102 360000 103 60000 104 20000 105 6000 106 160000 107 164000 108 200000 109 1200 110 900 111 2400
         112 500000 113 5000
         201 30000 202 26000 203 7800 204 3000 205 3600 206 3200 207 4000 211 29000 212 24000 213 11000 214 6000 215 3000
         216 600 217 400 218 2800 219 200 220 80 221 20 222 50000 231 60000 232 24000
         301 560 302 30 303 900 304 760 305 260 306 390 307 20 308 30
         401 5 402 是 403 是",
    ),
    (
        "general-hospital",
        "101 320000 102 19000 103 18050 104 5000 105 1000 106 14000 107 400
         201 12 202 145 203 120 204 20 205 18 206 30 207 40 208 4 209 6
         301 0 302 是 303 是 304 是 305 是 306 是 307 是 308 是 309 是 310 是 311 是",
    ),
    (
        "township",
        "101 60000 102 54000 103 12000 104 800 105 300 106 100 107 900 108 600
         201 1600 202 640 203 260 204 850 205 340 206 1500 207 650 208 150
         301 60 302 4 303 100 304 84 305 40 306 32 307 20 308 10 309 24 310 60 311 50
         401 35 402 18 403 6 404 8 405 5 406 是 407 是 408 是 409 是 410 是 411 是",
    ),
    (
        "county-health",
        "101 600000 102 300000 103 200000 104 160000
         201 1 202 0 203 1 204 5 205 5 206 4 207 4 208 1 209 1 210 1 211 3 212 2 213 1 214 1
         301 2 302 1 303 400 304 396 305 20 306 16 307 18 308 6 309 380 310 60 311 50 312 40 313 120
         401 900 402 800 403 300 404 350 405 40 406 60
         501 是 502 是 503 是 504 是 505 620 506 610
         601 40000 602 3000 603 4000 604 3500 605 9000 606 5200 607 6000",
    ),
    (
        "alliance",
        "101 5 102 是 103 是 104 是 105 是 106 是 107 是 108 是 109 是 110 是 111 是
         201 400 202 500 203 60 204 900 205 4 206 6",
    ),
    (
        "kit",
        "101 60 102 45 103 10 104 5 105 2 106 1 107 200 201 35.5 202 92.0
         301 已完成 302 2025-06-30 303 甲卫发〔2025〕1号验收通过",
    ),
];

/// A clean return.
#[derive(Debug)]
pub(super) struct Clean {
    pub(super) unit: &'static str,
    pub(super) form: String,
    pub(super) period: Period,
    pub(super) bytes: Vec<u8>,
    pub(super) reading: FileReading,
}

/// Everything that a run knows.
#[derive(Debug)]
pub(super) struct World {
    pub(super) plans: Vec<Plan>,
    pub(super) forms: Vec<Form>,
    pub(super) registry: Registry,
    pub(super) returns: Vec<Clean>,
    theme: Theme,
}

/// The one world of all tests, made once.
pub(super) fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(World::new)
}

impl World {
    fn new() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let load = |templates: &str, pack: &str| match tongbao_figures::plan::load(&root.join(templates), pack) {
            Ok(plan) => plan,
            Err(error) => panic!("{error}\n{}", error.shown().join("\n")),
        };
        let plans = vec![load("report_templates", "jining-2023"), load("tests/defects/pack", "kit")];
        // The places of the kit are those of forms that bear a 批准文号.
        let approved = |form: Form| Form { approval: Some("示例〔2024〕1号".to_owned()), ..form };
        let forms: Vec<Form> = plans.iter().flat_map(|plan| plan.forms.clone()).map(approved).collect();
        let house = std::fs::read_to_string(root.join("report_templates/house/theme.toml")).expect("the style");
        let theme = Theme::parse(&house).expect("the style");
        let mut world = Self { plans, forms, registry: registry(), returns: Vec::new(), theme };
        let mut filings = Vec::new();
        for period in [
            Period::quarter(2024, Quarter::Third),
            Period::quarter(2025, Quarter::First),
            Period::quarter(2025, Quarter::Second),
            THIS,
        ] {
            for unit in world.registry.as_of(period.last_day()).units().filter(|unit| unit.code.as_str() != CLOSED) {
                let known = UNITS.iter().find(|(code, ..)| *code == unit.code.as_str()).expect("a unit of the table").0;
                // What is wrong with ledgers of tasks is tested where they are read together.
                for form in world.forms.iter().filter(|form| form.is_filed_by(&unit.category) && form.tasks.is_none()) {
                    filings.push((known, form.id.to_string(), period, world.rendered(&filled_in(form, unit, period))));
                }
            }
        }
        let files: Vec<(String, Vec<u8>)> =
            filings.iter().map(|(unit, form, period, bytes)| (path_of(unit, form, *period), bytes.clone())).collect();
        let mut readings = world.read(&files);
        for (unit, form, period, bytes) in filings {
            let path = path_of(unit, &form, period);
            let position = readings.iter().position(|reading| reading.source.path == path).expect("a reading of each file");
            let mut reading = readings.swap_remove(position);
            reading.source.modified = 0;
            if let Some(filed) = &mut reading.filed {
                filed.file.modified = 0;
            }
            world.returns.push(Clean { unit, form, period, bytes, reading });
        }
        world
    }

    /// Reads files as those of an inbox.
    pub(super) fn read(&self, files: &[(String, Vec<u8>)]) -> Vec<FileReading> {
        let inbox = tempfile::tempdir().expect("scratch folder");
        for (path, bytes) in files {
            let path = inbox.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("folder");
            std::fs::write(path, bytes).expect("file");
        }
        let found = tongbao_returns::ingest::discover(inbox.path()).expect("inbox");
        self.read_found(&found)
    }

    /// Reads what was found earlier.
    pub(super) fn read_found(&self, found: &[tongbao_returns::ingest::Found]) -> Vec<FileReading> {
        let known = Known { forms: &self.forms, registry: Some(&self.registry) };
        come_by(tongbao_returns::ingest::read(found, &known, &Reader::in_process(), &|| ()).expect("readable"), AS_OF)
    }

    /// A return before it is written.
    #[track_caller]
    pub(super) fn filled_in(&self, unit: &str, form: &str, period: Period) -> FormBook {
        filled_in(self.form(form), self.registry.units.get(&UnitCode::new(unit)).expect("a unit"), period)
    }

    /// The workbook that was handed out.
    pub(super) fn rendered(&self, book: &FormBook) -> Vec<u8> {
        tongbao_render::xlsx::form(book, &self.theme).expect("a workbook")
    }

    /// The clean return of a unit.
    #[track_caller]
    pub(super) fn find(&self, unit: &str, form: &str, period: Period) -> &Clean {
        let is_meant = |filed: &&Clean| filed.unit == unit && filed.form == form && filed.period == period;
        self.returns.iter().find(is_meant).expect("a clean return")
    }

    /// The form of an identifier.
    #[track_caller]
    pub(super) fn form(&self, id: &str) -> &Form {
        self.forms.iter().find(|form| form.id.as_str() == id).expect("a form")
    }
}

/// Where a clean return lies below the inbox.
pub(super) fn path_of(unit: &str, form: &str, period: Period) -> String {
    format!("{period}/{unit} {form}.xlsx")
}

fn filled_in(form: &Form, unit: &Unit, period: Period) -> FormBook {
    let values = |period: Period| values(form, unit, period);
    let (now, before) = (values(period), values(period.year_before()));
    let filling = Filling {
        value: &|position| now.get(position).cloned(),
        last_year: &|position| before.get(position).cloned(),
        previous: None,
        deadline: None,
        filler: Some("示例".to_owned()),
        phone: Some("0000-0000000".to_owned()),
        reported_on: Some(period.last_day().saturating_add(jiff::Span::new().days(9))),
    };
    form_book(form, unit, period, &filling, AS_OF, false)
}

/// The values of a return in the order of its items.
fn values(form: &Form, unit: &Unit, period: Period) -> Vec<FormValue> {
    let (_, table) = VALUES.iter().find(|(id, _)| *id == form.id.as_str()).expect("a table for each form");
    let words: Vec<&str> = table.split_whitespace().collect();
    let said: Vec<(&str, &str)> = words.chunks(2).map(|pair| (pair[0], pair[1])).collect();
    let growth = if period.year > 2024 { 1.06 } else { 1.0 };
    // Township centres differ a little in size, T01 is as large as the table.
    let number: f64 = unit.code.as_str().trim_start_matches('T').parse().unwrap_or(1.0);
    let scale = 1.0 + (number - 1.0) * 0.01;
    let value = |(item, (code, said)): (&tongbao_returns::domain::Item, &(&str, &str))| {
        assert_eq!(item.code, *code, "the table of {}", form.id);
        let Ok(number) = said.parse::<f64>() else { return FormValue::Text((*said).to_owned()) };
        let number = match item.kind {
            Kind::Flow => number * f64::from(period.last_month()) / 12.0 * growth * scale,
            _ => number,
        };
        let unit = 10_f64.powi(i32::from(item.decimals));
        FormValue::Number((number * unit).round() / unit)
    };
    assert_eq!(form.items().count(), said.len(), "the table of {}", form.id);
    form.items().zip(&said).map(value).collect()
}

fn registry() -> Registry {
    let alliance = AllianceCode::new("M01");
    let county = |code: &str, name: &str, parent: Option<&str>| County {
        code: CountyCode::new(code),
        name: name.to_owned(),
        short_name: name.to_owned(),
        parent: parent.map(CountyCode::new),
    };
    let unit = |(code, name, category): &(&str, &str, &str)| {
        let unit = Unit {
            opened: (*code == NOT_OPEN).then_some(date(2026, 1, 1)),
            closed: (*code == CLOSED).then_some(date(2025, 6, 30)),
            ..Unit::new(UnitCode::new(*code), *name, Category::new(*category), CountyCode::new("370811"))
        };
        (unit.code.clone(), unit)
    };
    let member = |code: &&str| Membership {
        alliance: alliance.clone(),
        unit: UnitCode::new(*code),
        joined: None,
        left: None,
        document: None,
    };
    Registry {
        units: UNITS.iter().map(unit).collect(),
        counties: vec![county("370800", "济宁市", None), county("370811", "甲县", Some("370800"))],
        memberships: MEMBERS.iter().map(member).collect(),
        alliances: vec![Alliance {
            code: alliance.clone(),
            name: "甲县医共体".to_owned(),
            kind: "紧密型县域医共体".to_owned(),
            lead: Some(UnitCode::new("H01")),
            opened: None,
            closed: None,
        }],
    }
}
