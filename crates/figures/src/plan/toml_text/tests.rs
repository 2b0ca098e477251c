//! Every word that the libraries say to an author is said in Chinese.

use std::path::PathBuf;

use super::*;
use crate::plan::raw::{RawForm, RawIndicators, RawPlan, RawRules};

fn source(text: &str) -> Source {
    Source { name: "x.toml".to_owned(), file: PathBuf::from("x.toml"), text: text.to_owned() }
}

/// What is quoted of each mistake, its message, and its hint.
fn told<T: DeserializeOwned + JsonSchema>(text: &str) -> Vec<(String, String, String)> {
    let (source, mut mistakes) = (source(text), Vec::new());
    assert!(read::<T>(&source, &mut mistakes).is_none(), "{text}");
    let one = |mistake: Mistake| (text[mistake.span()].to_owned(), mistake.message.clone(), mistake.hint.unwrap_or_default());
    mistakes.into_iter().map(one).collect()
}

/// The one mistake.
#[track_caller]
fn only<T: DeserializeOwned + JsonSchema>(text: &str) -> (String, String, String) {
    let told = told::<T>(text);
    let [one] = told.as_slice() else { panic!("{text}: {told:?}") };
    one.clone()
}

#[track_caller]
fn is_told<T: DeserializeOwned + JsonSchema>(text: &str, expected: [&str; 3]) {
    let (quoted, message, hint) = only::<T>(text);
    assert_eq!([quoted.as_str(), &message, &hint], expected, "{text}");
}

#[test]
fn a_value_of_another_kind_is_told_with_what_to_write() {
    let target = |line: &str| format!("[[indicator]]\nid = \"甲\"\n[[indicator.target]]\n{line}\n");
    for (line, expected) in [
        (
            "by = 2017-09-01",
            ["2017-09-01", "`by`应是文字，这里是没有加引号的日期`2017-09-01`", "加上双引号：by = \"2017-09-01\""],
        ),
        ("value = \"35%\"", ["\"35%\"", "`value`应是数，这里是文字`\"35%\"`", "只写数，不加引号、百分号和单位：value = 35"]),
        ("year = \"二〇二五\"", ["\"二〇二五\"", "`year`应是整数，这里是文字`\"二〇二五\"`", "如 year = 2025"]),
        ("year = 2025.5", ["2025.5", "`year`应是整数，这里是数`2025.5`", "如 year = 2025"]),
        ("op = [\">=\"]", ["[\">=\"]", "`op`应是文字，这里是列表", "如 op = \">=\""]),
        ("scope = true", ["true", "`scope`应是文字，这里是`true`", "加上双引号：scope = \"true\""]),
    ] {
        is_told::<RawIndicators>(&target(line), expected);
    }
    let indicator = |line: &str| format!("[[indicator]]\n{line}\n");
    for (line, expected) in [
        ("scopes = \"area\"", ["\"area\"", "`scopes`应是列表，这里是文字`\"area\"`", "放进方括号：scopes = [\"area\"]"]),
        ("scopes = [1]", ["1", "`scopes`里的一项应是文字，这里是数`1`", "加上双引号：\"1\""]),
        ("open = \"true\"", ["\"true\"", "`open`应是 true 或 false，这里是文字`\"true\"`", "不加引号：open = true 或 false"]),
        ("clause = 3", ["3", "`clause`应是文字，这里是数`3`", "加上双引号：clause = \"3\""]),
        (
            "with = [\"设置感染性疾病科\"]",
            [
                "[\"设置感染性疾病科\"]",
                "`with`应是花括号里的几对键和值，这里是列表",
                "如 with = { \"项\" = \"设置感染性疾病科\" }",
            ],
        ),
    ] {
        is_told::<RawIndicators>(&indicator(line), expected);
    }
    is_told::<RawForm>(
        "[[sheet]]\nitems = [\"101\"]\n",
        ["\"101\"", "`items`里的一项应是列表，这里是文字`\"101\"`", "放进方括号：[\"101\"]"],
    );
    is_told::<RawRules>("[[rule]]\nquarters = 2\n", ["2", "`quarters`应是整数的列表，这里是数`2`", "放进方括号：quarters = [2]"]);
}

#[test]
fn a_heading_with_too_few_or_too_many_brackets_is_told() {
    is_told::<RawIndicators>(
        "[indicator]\nid = \"甲\"\n",
        ["[indicator]", "`indicator`应是可以有几张的表，这里是一张表", "这样的表可以有几张，表头写两对方括号：[[indicator]]"],
    );
    is_told::<RawIndicators>(
        "[[indicator]]\nid = \"甲\"\n[indicator.target]\nyear = 2025\n",
        [
            "[indicator.target]",
            "`target`应是可以有几张的表，这里是一张表",
            "这样的表可以有几张，表头写两对方括号：[[indicator.target]]",
        ],
    );
    is_told::<RawPlan>(
        "[[lights]]\nyellow-within = 10\n",
        ["[[lights]]", "`lights`应是一张表，这里是可以有几张的表", "这样的表只有一张，表头写一对方括号：[lights]"],
    );
    is_told::<RawPlan>("lights = 5\n", ["5", "`lights`应是一张表，这里是数`5`", "表头写 [lights]，下面一行一个键"]);
    is_told::<RawIndicators>(
        "indicator = \"甲\"\n",
        ["\"甲\"", "`indicator`应是可以有几张的表，这里是文字`\"甲\"`", "每张的表头写 [[indicator]]，下面一行一个键"],
    );
    // Twice: the second heading is the one at which the file cannot be read on.
    is_told::<RawIndicators>(
        "[indicator]\nid = \"甲\"\n[indicator]\nid = \"乙\"\n",
        ["indicator", "表头 [indicator] 写了两次", "同样的表有几张的，表头都写两对方括号：[[indicator]]；只有一张的，合在一起写"],
    );
    is_told::<RawIndicators>("[[indicator]]\nid = \"甲\"\nid = \"乙\"\n", ["id", "键`id`写了两次", "留下一个"]);
}

#[test]
fn every_wrong_kind_of_a_file_is_told() {
    let told = told::<RawIndicators>("[[indicator]]\nclause = 3\nscopes = \"area\"\nweigth = 5\nopen = 1\n");
    let mut quoted: Vec<&str> = told.iter().map(|(quoted, ..)| quoted.as_str()).collect();
    quoted.sort_unstable();
    assert_eq!(quoted, ["\"area\"", "1", "3", "weigth"], "{told:?}");
}

/// Everything that the parser says of a file, as its sources have it.
const SAID: [&str; 69] = [
    "key with no value",
    "missing value for key",
    "missing value",
    "extra `=`",
    "unexpected key or value",
    "unexpected content",
    "invalid key-value pair",
    "unclosed array",
    "missing array opening",
    "extra comma in array",
    "unexpected `=` in array",
    "missing comma between array elements",
    "unclosed inline table",
    "missing inline table opening",
    "extra comma in inline table",
    "extra assignment between key-value pairs",
    "missing key for inline table element",
    "missing assignment between key-value pairs",
    "missing comma between key-value pairs",
    "invalid inline table element",
    "unclosed table",
    "unclosed array table",
    "missing table open",
    "invalid table",
    "invalid key",
    "keys cannot be multi-line literal strings",
    "keys cannot be multi-line basic strings",
    "unquoted keys cannot be empty",
    "invalid unquoted key",
    "missing opening quote",
    "string values must be quoted",
    "invalid string",
    "invalid basic string",
    "invalid literal string",
    "invalid multi-line basic string",
    "invalid multi-line literal string",
    "missing escaped value",
    "too few unicode value digits",
    "invalid value",
    "unexpected leading zero",
    "redundant numeric sign",
    "unexpected sign",
    "invalid boolean",
    "invalid float",
    "invalid integer number",
    "invalid hexadecimal number",
    "invalid octal number",
    "invalid binary number",
    "integers with a radix cannot be signed",
    "radix must be lowercase",
    "redundant integer number prefix",
    "invalid mantissa",
    "invalid fraction",
    "invalid exponent",
    "`_` may only go between digits",
    "invalid datetime",
    "invalid date",
    "invalid time",
    "invalid date-time",
    "duplicate key",
    "cannot extend value of type array with a dotted key",
    "cannot extend value of type integer with a dotted key",
    "carriage return must be followed by newline",
    "unexpected content between comment and newline",
    "missing comment start",
    "invalid comment character",
    "cannot recurse further; max recursion depth met",
    "recursion limit",
    "could not allocate for string",
];

/// Everything that the reader of values says, each with some value and some type.
const OF_VALUES: [&str; 14] = [
    "missing field `id`",
    "unknown variant `town`, expected `county` or `city`",
    "invalid type: string \"x\", expected f64",
    "invalid type: integer `5`, expected a string",
    "invalid type: floating point `0.5`, expected u16",
    "invalid type: boolean `true`, expected a sequence",
    "invalid type: sequence, expected struct RawLights",
    "invalid type: map, expected path string",
    "invalid type: map, expected a map",
    "invalid type: integer `99999999999999999999` as i128, expected i64",
    "invalid value: integer `-1`, expected u16",
    "invalid length 2, expected struct RawItem with 12 elements",
    "integer number overflowed",
    "a date is written 2025-10-20, found `soon`",
];

/// Words that only the libraries have.
const ENGLISH: [&str; 14] = [
    "expected",
    "invalid",
    "missing",
    "unexpected",
    "duplicate",
    "unclosed",
    "cannot",
    "sequence",
    "struct",
    "string",
    "quoted",
    "variant",
    "overflow",
    "written",
];

#[test]
fn every_kind_of_mistake_has_its_words() {
    for said in SAID {
        let (message, hint) = syntax::in_words(said, "", &(0..0));
        let told = format!("{message} {}", hint.unwrap_or_default());
        assert!(message != syntax::UNKNOWN && !ENGLISH.iter().any(|word| told.contains(word)), "{said}: {told}");
    }
    for said in OF_VALUES {
        let (message, hint) = kinds::in_words(said).unwrap_or_else(|| panic!("{said}"));
        let told = format!("{message} {}", hint.unwrap_or_default());
        assert!(!ENGLISH.iter().any(|word| told.contains(word)), "{said}: {told}");
    }
}

#[test]
fn files_that_are_not_toml_are_told_without_the_words_of_the_parser() {
    for text in [
        "id = \"x\n",
        "id = 'x\n",
        "id = x\"\n",
        "id = \"\"\"x\n",
        "id = \"a\\q\"\n",
        "id = 甲\n",
        "id = “甲”\n",
        "id = neutral\n",
        "id =\n",
        "id\n",
        "id ＝ \"甲\"\n",
        "id = = \"甲\"\n",
        "id = \"甲\" \"乙\"\n",
        "scopes = [\"a\" \"b\"]\n",
        "scopes = [\"a\"，\"b\"]\n",
        "scopes = [\"a\"\nid = 1\n",
        "scopes = [\"a\",, \"b\"]\n",
        "with = { \"a\" = 1\n",
        "with = { \"a\" 1 }\n",
        "with = { \"a\" = 1 \"b\" = 2 }\n",
        "with = { 项 = \"a\" }\n",
        "[indicator\n",
        "[[indicator]\n",
        "[]\n",
        "指标 = 1\n",
        "value = 35%\n",
        "value = ３５\n",
        "value = 035\n",
        "value = 1.2.3\n",
        "value = .5\n",
        "value = True\n",
        "by = 2017-9-1\n",
        "by = 2017/9/1\n",
        "id = 1\nid = 2\n",
        "id = 1\nid.a = 2\n",
        "id = []\n[[id.a]]\n",
        ", id = 1\n",
        "] = 1\n",
    ] {
        let (_, message, hint) = only::<RawPlan>(text);
        let told = format!("{message} {hint}");
        assert!(message != syntax::UNKNOWN && !ENGLISH.iter().any(|word| told.contains(word)), "{text}: {told}");
    }
}

#[test]
fn a_slip_of_the_keyboard_is_told_with_what_to_write() {
    for (text, expected) in [
        ("id = \"甲\ntitle = \"乙\"\n", ["", "文字没有写完：缺少结尾的双引号", "在文字后面补上 \""]),
        ("id = “甲”\n", ["“甲”", "这里用的是中文引号：“甲”", "用英文的双引号：\"甲\""]),
        ("id = neutral\n", ["neutral", "文字要加双引号：`neutral`", "写作 \"neutral\""]),
        ("id = higher\n", ["higher", "文字要加双引号：`higher`", "写作 \"higher\""]),
        ("value = 35%\n", ["35%", "数写得不对：`35%`", "只写数，不写百分号和单位：35；是文字的，加双引号：\"35%\""]),
        ("by = 2017/9/1\n", ["2017/9/1", "日期写得不对：`2017/9/1`", "日期写成文字：加双引号，如 \"2025-06-30\""]),
        (
            "诊疗人次 = 100\n",
            [
                "诊疗人次",
                "键里有不能直接写的字：`诊疗人次`",
                "键用英文字母、数字和短横；汉字的键（如指标项的名称）要加双引号：\"诊疗人次\"",
            ],
        ),
    ] {
        is_told::<RawPlan>(text, expected);
    }
}
