//! A value of another kind than its key holds: what stands there, what should, and how that is written.

use std::ops::Range;

use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::quoted;
use crate::plan::near;

/// What is longer is not repeated in a message.
const LONGEST: usize = 40;

/// A value of another kind than its key holds.
pub(super) struct Misfit {
    /// The keys that lead to it, its own last.
    keys: Vec<String>,
    /// Whether it is one of the list that the key holds.
    is_element: bool,
    /// Where it stands.
    pub(super) span: Range<usize>,
    found: Found,
    /// The schema of what should stand there.
    wanted: Value,
}

/// What stands at a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    Text,
    Whole,
    Number,
    Truth,
    Date,
    List,
    Table,
}

impl Found {
    fn of(value: &DeValue<'_>) -> Self {
        match value {
            DeValue::String(_) => Self::Text,
            DeValue::Integer(_) => Self::Whole,
            DeValue::Float(_) => Self::Number,
            DeValue::Boolean(_) => Self::Truth,
            DeValue::Datetime(_) => Self::Date,
            DeValue::Array(_) => Self::List,
            DeValue::Table(_) => Self::Table,
        }
    }

    /// Whether it is what a schema wants; one without a type takes everything.
    fn suits(self, wanted: &Value) -> bool {
        let types = types_of(wanted);
        let is_of = |of: &str| {
            matches!(
                (of, self),
                ("string", Self::Text)
                    | ("integer", Self::Whole)
                    | ("number", Self::Whole | Self::Number)
                    | ("boolean", Self::Truth)
                    | ("array", Self::List)
                    | ("object", Self::Table)
            )
        };
        types.is_empty() || types.into_iter().any(is_of)
    }
}

/// The outermost value that is not of its key's kind and that the reader refused, or something in it.
pub(super) fn misfit(table: &DeTable<'_>, schema: &Value, refused: &Range<usize>) -> Option<Misfit> {
    in_table(table, schema, &[], refused)
}

fn in_table(table: &DeTable<'_>, schema: &Value, above: &[String], refused: &Range<usize>) -> Option<Misfit> {
    table.iter().find_map(|(key, value)| {
        let name: &str = key.get_ref().as_ref();
        let of_name = schema.get("properties").and_then(|properties| properties.get(name));
        let of_any = || schema.get("additionalProperties").filter(|wanted| wanted.is_object());
        let keys = [above, &[name.to_owned()]].concat();
        in_value(value, of_name.or_else(of_any)?, &keys, false, refused)
    })
}

fn in_value(
    value: &Spanned<DeValue<'_>>,
    wanted: &Value,
    keys: &[String],
    is_element: bool,
    refused: &Range<usize>,
) -> Option<Misfit> {
    if !is_about(value, refused) {
        return None;
    }
    let found = Found::of(value.get_ref());
    if !found.suits(wanted) {
        return Some(Misfit { keys: keys.to_vec(), is_element, span: value.span(), found, wanted: wanted.clone() });
    }
    match value.get_ref() {
        DeValue::Table(table) => in_table(table, wanted, keys, refused),
        DeValue::Array(array) => {
            let items = wanted.get("items")?;
            array.iter().find_map(|element| in_value(element, items, keys, true, refused))
        }
        _ => None,
    }
}

/// Whether the span is that of a value, or of something in it.
fn is_about(value: &Spanned<DeValue<'_>>, refused: &Range<usize>) -> bool {
    value.span() == *refused
        || match value.get_ref() {
            DeValue::Table(table) => table.iter().any(|(_, value)| is_about(value, refused)),
            DeValue::Array(array) => array.iter().any(|element| is_about(element, refused)),
            _ => false,
        }
}

/// The types that a schema allows.
fn types_of(schema: &Value) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(one)) => vec![one.as_str()],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

impl Misfit {
    /// What is wrong, with what stands there, and what to write.
    pub(super) fn in_words(&self, text: &str) -> (String, Option<String>) {
        let written = text.get(self.span.clone()).unwrap_or_default();
        let place = if self.is_element { "里的一项" } else { "" };
        let wanted = types_of(&self.wanted).into_iter().map(|of| self.wanted_in_words(of)).collect::<Vec<_>>().join("或");
        let message = format!("`{}`{place}应是{wanted}，这里是{}", self.key(), self.found_in_words(written));
        (message, self.what_to_write(written))
    }

    fn key(&self) -> &str {
        self.keys.last().map_or("", String::as_str)
    }

    fn wanted_in_words(&self, of: &str) -> &'static str {
        match of {
            "string" => "文字",
            "integer" => "整数",
            "number" => "数",
            "boolean" => " true 或 false",
            "array" => match self.type_of_elements() {
                Some("object") => "可以有几张的表",
                Some("array") => "列表，一行一项",
                Some("integer") => "整数的列表",
                _ => "列表",
            },
            _ if self.has_keys_of_its_own() => "一张表",
            _ => "花括号里的几对键和值",
        }
    }

    fn found_in_words(&self, written: &str) -> String {
        let kind = match self.found {
            Found::Text => "文字",
            Found::Whole | Found::Number => "数",
            Found::Truth => "",
            Found::Date => "没有加引号的日期",
            Found::List if is_heading_of_several(written) => return "可以有几张的表".to_owned(),
            Found::List => return "列表".to_owned(),
            Found::Table if is_heading(written) => return "一张表".to_owned(),
            Found::Table => return "花括号里的键和值".to_owned(),
        };
        let is_short = written.chars().count() <= LONGEST && !written.contains('\n');
        if is_short { format!("{kind}`{written}`") } else { kind.to_owned() }
    }

    /// How what should stand there is written.
    fn what_to_write(&self, written: &str) -> Option<String> {
        let types = types_of(&self.wanted);
        let path = self.keys.join(".");
        let hint = match (*types.first()?, self.found) {
            ("string", Found::Whole | Found::Number | Found::Truth | Found::Date) => {
                format!("加上双引号：{}", self.line(&format!("\"{written}\"")))
            }
            ("integer" | "number", Found::Text) => match number_in(written) {
                Some(number) => format!("只写数，不加引号、百分号和单位：{}", self.line(&number)),
                None => return self.example(),
            },
            ("boolean", Found::Text) => format!("不加引号：{} 或 false", self.line("true")),
            ("array", found) => match (self.type_of_elements(), found) {
                (Some("object"), Found::Table) if is_heading(written) => {
                    format!("这样的表可以有几张，表头写两对方括号：[[{path}]]")
                }
                (Some("object"), _) => format!("每张的表头写 [[{path}]]，下面一行一个键"),
                (Some("array"), _) => return self.example(),
                (Some("string"), Found::Text) | (_, Found::Whole) => {
                    format!("放进方括号：{}", self.line(&format!("[{written}]")))
                }
                _ => return self.example(),
            },
            ("object", found) if self.has_keys_of_its_own() => match found {
                Found::List if is_heading_of_several(written) => format!("这样的表只有一张，表头写一对方括号：[{path}]"),
                _ => format!("表头写 [{path}]，下面一行一个键"),
            },
            _ => return self.example(),
        };
        Some(hint)
    }

    /// `key = value`; of one of a list the value alone.
    fn line(&self, value: &str) -> String {
        if self.is_element { value.to_owned() } else { format!("{} = {value}", self.key()) }
    }

    fn example(&self) -> Option<String> {
        let example = self.wanted.get("examples")?.get(0)?;
        let value = toml::Value::try_from(example).ok()?;
        Some(format!("如 {}", self.line(&value.to_string())))
    }

    fn type_of_elements(&self) -> Option<&str> {
        types_of(self.wanted.get("items")?).first().copied()
    }

    /// Whether it is a table whose keys the program names, and not pairs of the author's own.
    fn has_keys_of_its_own(&self) -> bool {
        self.wanted.get("properties").is_some()
    }
}

/// `[lights]`
fn is_heading(written: &str) -> bool {
    written.starts_with('[')
}

/// `[[indicator]]`
fn is_heading_of_several(written: &str) -> bool {
    written.starts_with("[[")
}

/// The number with which a text in quotation marks begins; a full-width digit is one as well.
pub(super) fn number_in(written: &str) -> Option<String> {
    let half_width = |one: char| match one {
        '０'..='９' => char::from_u32(u32::from(one) - u32::from('０') + u32::from('0')).unwrap_or(one),
        '．' => '.',
        '－' | '−' => '-',
        one => one,
    };
    let text: String = written.trim_matches(['"', '\'']).trim().chars().map(half_width).collect();
    let number: String = text.chars().take_while(|one| one.is_ascii_digit() || matches!(one, '.' | '-')).collect();
    number.parse::<f64>().is_ok().then_some(number)
}

/// What the reader's words say where no schema does: of the settings and of the house style.
pub(super) fn in_words(message: &str) -> Option<(String, Option<String>)> {
    /// What own types say of what they cannot read, and the same for a Chinese reader.
    const OWN: [(&str, &str); 2] = [
        ("a period is written 2025Q3, 2025H1 or 2025, found ", "报告期写作 2025Q3、2025H1 或 2025，这里是"),
        ("a date is written 2025-10-20, found ", "日期写作 2025-10-20，这里是"),
    ];
    for (english, chinese) in OWN {
        if let Some(found) = message.strip_prefix(english) {
            return Some((format!("{chinese}{found}"), None));
        }
    }
    if let Some(key) = message.strip_prefix("missing field ") {
        return Some((format!("缺少键{key}"), None));
    }
    if let Some(rest) = message.strip_prefix("unknown variant `") {
        let (word, known) = rest.split_once('`')?;
        return Some((format!("没有这个取值：`{word}`"), near::suggestion(word, quoted(known))));
    }
    if let Some((found, wanted)) = message.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected ")) {
        return Some(if found.contains(" as ") {
            ("数太大了".to_owned(), None)
        } else {
            (format!("这里是{}，应是{}", of_reader(found), wanted_by_reader(wanted)), None)
        });
    }
    if let Some((found, wanted)) = message.strip_prefix("invalid value: ").and_then(|rest| rest.split_once(", expected ")) {
        return Some((format!("{}不在允许的范围内，应是{}", of_reader(found), wanted_by_reader(wanted)), None));
    }
    if message.starts_with("invalid length ") {
        return Some(("列表里的项数不对".to_owned(), None));
    }
    matches!(message, "integer number overflowed" | "floating-point number overflowed").then(|| ("数太大了".to_owned(), None))
}

/// What the reader says that it found.
fn of_reader(found: &str) -> String {
    let kinds = [
        ("string ", "文字"),
        ("integer ", "数"),
        ("floating point ", "数"),
        ("boolean ", ""),
        ("sequence", "列表"),
        ("map", "表（或没有加引号的日期）"),
    ];
    let kind = kinds.iter().find_map(|(english, chinese)| Some((chinese, found.strip_prefix(english)?)));
    kind.map_or_else(|| "别的内容".to_owned(), |(chinese, rest)| format!("{chinese}{rest}"))
}

/// What it says that it expected.
fn wanted_by_reader(wanted: &str) -> &'static str {
    match wanted {
        "a string" => "文字（用双引号）",
        "a sequence" => "列表（用方括号）",
        "a boolean" => " true 或 false",
        "f64" | "f32" => "数",
        "a map" => "键和值（用花括号，或写成一张表）",
        "path string" => "文件或文件夹的路径（用双引号）",
        wanted if wanted.starts_with(['i', 'u']) && wanted.len() <= 5 => "整数",
        wanted if wanted.starts_with("struct ") => "一张表",
        _ => "别的写法，见手册里的例子",
    }
}
