//! What is not TOML, in words: one for each thing that the parser has to say, and how it is written instead.

use std::ops::Range;

use super::kinds::number_in;

/// What the parser says, what that means, and what to write. What it says of quotation marks, words and keys stands below: there the words depend on what is
/// written.
const SAID: [(&str, &str, &str); 47] = [
    ("key with no value", "这个键后面没有等号和值", "写作 键 = 值，等号用英文的；表头写在方括号里，如 [[indicator]]"),
    ("missing value for key", "这个键后面没有等号和值", "写作 键 = 值，等号用英文的"),
    ("missing value", "等号后面没有值", "写作 键 = 值"),
    ("extra `=`", "多了一个等号", "写作 键 = 值；比较号是文字，要加双引号，如 op = \">=\""),
    (
        "unexpected key or value",
        "值后面还有别的内容",
        "一行只写一个键；文字整个放在双引号里，文字中的双引号写作 \\\"；几项的放进方括号；说明写在 # 后面",
    ),
    ("unexpected content", "这里的内容看不明白", "一行写一个键：键 = 值；说明写在 # 后面"),
    ("invalid key-value pair", "这一行不是“键 = 值”", "列表和花括号要从等号后面写起，写完才换下一个键"),
    ("unclosed array", "列表没有写完：缺少右方括号", "写作 [\"甲\", \"乙\"]"),
    ("missing array opening", "列表缺少左方括号", "写作 [\"甲\", \"乙\"]"),
    ("extra comma in array", "列表里多了一个逗号", "各项之间用一个英文的逗号"),
    ("unexpected `=` in array", "列表里有等号", "列表写完要有右方括号，再写下一个键；列表里的键和值放进花括号"),
    (
        "missing comma between array elements",
        "列表里两项之间没有逗号，或者列表没有写完",
        "各项之间用英文的逗号，列表写完要有右方括号：[\"甲\", \"乙\"]",
    ),
    ("unclosed inline table", "花括号没有写完：缺少右花括号", "写作 { \"甲\" = 1, \"乙\" = 2 }"),
    ("missing inline table opening", "缺少左花括号", "写作 { \"甲\" = 1, \"乙\" = 2 }"),
    ("extra comma in inline table", "花括号里多了一个逗号", "各对之间用一个英文的逗号：{ \"甲\" = 1, \"乙\" = 2 }"),
    ("extra assignment between key-value pairs", "花括号里多了一个等号", "写作 { \"甲\" = 1, \"乙\" = 2 }"),
    ("missing key for inline table element", "花括号里缺少键", "写作 { \"甲\" = 1, \"乙\" = 2 }"),
    ("missing assignment between key-value pairs", "花括号里的键后面没有等号", "写作 { \"甲\" = 1, \"乙\" = 2 }"),
    ("missing comma between key-value pairs", "花括号里两对之间没有逗号", "用英文的逗号：{ \"甲\" = 1, \"乙\" = 2 }"),
    ("invalid inline table element", "花括号里有右方括号", "写作 { \"甲\" = 1, \"乙\" = 2 }"),
    ("unclosed table", "表头没有写完：缺少右方括号", "写作 [lights]"),
    ("unclosed array table", "表头没有写完：缺少右边的两对方括号", "写作 [[indicator]]"),
    ("missing table open", "表头缺少左方括号", "写作 [lights] 或 [[indicator]]"),
    ("invalid table", "表头里没有名称", "写作 [lights] 或 [[indicator]]"),
    ("invalid key", "这里应是一个键", "键用英文字母、数字和短横；汉字的键要加双引号"),
    ("keys cannot be multi-line literal strings", "键不能用三个引号", "汉字的键加一对双引号，如 \"诊疗人次\" = 100"),
    ("keys cannot be multi-line basic strings", "键不能用三个引号", "汉字的键加一对双引号，如 \"诊疗人次\" = 100"),
    ("unquoted keys cannot be empty", "这里缺少键的名称", "写作 键 = 值；表头写作 [[indicator]]"),
    ("missing opening quote", "文字缺少开头的引号", "文字前后各一个英文的双引号，如 \"甲\""),
    ("invalid string", "文字写得不对", "文字前后各一个英文的双引号，如 \"甲\""),
    ("missing escaped value", "文字里的反斜杠后面不是可以写的字", "反斜杠写两个，或者整个文字用单引号"),
    ("too few unicode value digits", "文字里的反斜杠后面不是可以写的字", "反斜杠写两个，或者整个文字用单引号"),
    ("invalid value", "文字里的反斜杠后面不是可以写的字", "反斜杠写两个，或者整个文字用单引号"),
    ("unexpected leading zero", "数不能以0开头", "代码、编号是文字，要加双引号，如 \"0101\""),
    ("redundant numeric sign", "数前面多了正负号", "写作 -5"),
    ("unexpected sign", "数里多了正负号", "写作 -5"),
    ("invalid integer number", "数写得不对", "只写数字，如 35"),
    ("invalid hexadecimal number", "数写得不对", "只写数字，如 35；代码、编号是文字，要加双引号"),
    ("invalid octal number", "数写得不对", "只写数字，如 35；代码、编号是文字，要加双引号"),
    ("invalid binary number", "数写得不对", "只写数字，如 35；代码、编号是文字，要加双引号"),
    ("integers with a radix cannot be signed", "数写得不对", "只写数字，如 35；代码、编号是文字，要加双引号"),
    ("radix must be lowercase", "数写得不对", "只写数字，如 35；代码、编号是文字，要加双引号"),
    ("redundant integer number prefix", "数写得不对", "只写数字，如 35；代码、编号是文字，要加双引号"),
    ("invalid mantissa", "小数点前面缺少数字", "写作 0.5"),
    ("invalid fraction", "小数点后面缺少数字", "写作 0.5"),
    ("invalid exponent", "数写得不对", "只写数字，如 0.5"),
    ("`_` may only go between digits", "数里的下划线要在两个数字之间", "不用下划线，如 10000"),
];

/// What the parser says of the file as a whole.
const OF_FILE: [(&str, &str, &str); 7] = [
    ("carriage return must be followed by newline", "换行的写法不对", "用记事本打开，另存为 UTF-8"),
    ("unexpected content between comment and newline", "换行的写法不对", "用记事本打开，另存为 UTF-8"),
    ("missing comment start", "说明前面缺少 #", "说明写在 # 后面"),
    ("invalid comment character", "说明里有看不见的控制字符", "删去这一处，重新输入"),
    ("cannot recurse further; max recursion depth met", "括号套得太深", "一层层的括号改写成表：[[表头]]"),
    ("recursion limit", "表头里的点太多", "表头至多写三层，如 [scheme.part.scale]"),
    ("could not allocate for string", "文件太大，读不进内存", "把文件分小，或关闭其他程序再试"),
];

/// What is wrong, and what to write; `span` is where it stands in the text, which is blank where nobody has it.
pub(super) fn in_words(message: &str, text: &str, span: &Range<usize>) -> (String, Option<String>) {
    let (said, expected) = message.split_once(", expected ").unwrap_or((message, ""));
    let found = text.get(span.clone()).unwrap_or_default();
    let told = |words: &str, hint: &str| (words.to_owned(), Some(hint.to_owned()));
    match said {
        "duplicate key" => return duplicate(text, span),
        "string values must be quoted" => return unquoted(found),
        // A bare word that begins as `true`, `false`, `nan` or `inf` do.
        "invalid boolean" | "invalid float" if found.starts_with(char::is_alphabetic) => return word(found),
        "invalid boolean" => return told("这里应是 true 或 false", "全部小写，不加引号"),
        "invalid float" => return told("数写得不对", "只写数字，小数点只有一个，如 0.5"),
        "invalid datetime" | "invalid date" | "invalid time" | "invalid date-time" => {
            let words =
                if found.is_empty() { "日期写得不对".to_owned() } else { format!("日期写得不对：`{found}`") };
            return (words, Some("日期写成文字：加双引号，月、日各两位，如 \"2025-06-30\"；编号也要加双引号".to_owned()));
        }
        "invalid unquoted key" => return key(text, span),
        "invalid basic string"
        | "invalid literal string"
        | "invalid multi-line basic string"
        | "invalid multi-line literal string" => return unfinished(said, expected),
        _ => {}
    }
    if let Some(kind) = said.strip_prefix("cannot extend value of type ") {
        let several = "表头和前面的写法不一致：前面已经把它写成了";
        let kind = if kind.starts_with("array") { "列表" } else { "一个值" };
        return (format!("{several}{kind}"), Some("同一种表都写 [[表头]]，或者都写在方括号、花括号里".to_owned()));
    }
    let known = SAID.iter().chain(&OF_FILE).find(|(english, ..)| *english == said);
    known.map_or_else(
        || (UNKNOWN.to_owned(), Some(format!("核对这一行的引号、括号、逗号和等号；读取程序的原话：{message}"))),
        |(_, words, hint)| told(words, hint),
    )
}

/// What is said of what nobody has a word for yet.
pub(super) const UNKNOWN: &str = "TOML 写法有误";

/// A text without its end, or with what cannot stand in one.
fn unfinished(said: &str, expected: &str) -> (String, Option<String>) {
    if !expected.starts_with(['`', '\'']) || expected.contains("characters") {
        let hint = "删去这一处，重新输入；要分行的，用三个双引号";
        return ("文字里有看不见的控制字符".to_owned(), Some(hint.to_owned()));
    }
    let (quotes, sign) = match said {
        "invalid basic string" => ("双引号", "\""),
        "invalid literal string" => ("单引号", "'"),
        "invalid multi-line basic string" => ("三个双引号", "\"\"\""),
        _ => ("三个单引号", "'''"),
    };
    (format!("文字没有写完：缺少结尾的{quotes}"), Some(format!("在文字后面补上 {sign}")))
}

/// What stands without quotation marks and is neither a number nor a date.
fn unquoted(found: &str) -> (String, Option<String>) {
    const CHINESE_QUOTES: [char; 4] = ['“', '”', '‘', '’'];
    if found.is_empty() {
        return ("等号后面没有值，或者文字没有加引号".to_owned(), Some("写作 键 = 值；文字前后各一个英文的双引号".to_owned()));
    }
    if found.contains(CHINESE_QUOTES) {
        let inner = found.trim_matches(CHINESE_QUOTES);
        return (format!("这里用的是中文引号：{found}"), Some(format!("用英文的双引号：\"{inner}\"")));
    }
    if found.contains(['/', '年']) && found.starts_with(|first: char| first.is_ascii_digit()) {
        return (format!("日期写得不对：`{found}`"), Some("日期写成文字：加双引号，如 \"2025-06-30\"".to_owned()));
    }
    match number_in(found) {
        Some(number) => (
            format!("数写得不对：`{found}`"),
            Some(format!("只写数，不写百分号和单位：{number}；是文字的，加双引号：\"{found}\"")),
        ),
        None => word(found),
    }
}

/// A text without quotation marks.
fn word(found: &str) -> (String, Option<String>) {
    if ["true", "false"].iter().any(|truth| found.eq_ignore_ascii_case(truth)) {
        let hint = format!("全部小写：{}", found.to_ascii_lowercase());
        return (format!("`{found}`写得不对"), Some(hint));
    }
    (format!("文字要加双引号：`{found}`"), Some(format!("写作 \"{found}\"")))
}

/// A key that is to be in quotation marks, or none at all.
fn key(text: &str, span: &Range<usize>) -> (String, Option<String>) {
    let is_of_key = |one: char| !one.is_whitespace() && !matches!(one, '=' | '[' | ']' | '{' | '}' | ',' | '.');
    let before = text.get(..span.start).unwrap_or_default();
    let begins = before.len() - before.chars().rev().take_while(|one| is_of_key(*one)).map(char::len_utf8).sum::<usize>();
    let whole: String = text.get(begins..).unwrap_or_default().chars().take_while(|one| is_of_key(*one)).collect();
    let hint = format!("键用英文字母、数字和短横；汉字的键（如指标项的名称）要加双引号：\"{whole}\"");
    (format!("键里有不能直接写的字：`{whole}`"), Some(hint))
}

/// A key or a heading that stands twice.
fn duplicate(text: &str, span: &Range<usize>) -> (String, Option<String>) {
    let name = text.get(span.clone()).unwrap_or_default();
    let begins = text.get(..span.start).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    let line = text.get(begins..).and_then(|rest| rest.lines().next()).unwrap_or_default().trim();
    let heading = line.split('#').next().unwrap_or_default().trim().trim_matches(['[', ']']).trim();
    if line.starts_with("[[") {
        let hint = format!("同一种表都写两对方括号：前面的 [{heading}] 改成 [[{heading}]]");
        return (format!("[[{heading}]] 与前面的写法不一致"), Some(hint));
    }
    if line.starts_with('[') {
        let hint = format!("同样的表有几张的，表头都写两对方括号：[[{heading}]]；只有一张的，合在一起写");
        return (format!("表头 [{heading}] 写了两次"), Some(hint));
    }
    if name.is_empty() {
        return ("同一个键写了两次".to_owned(), Some("留下一个；要写几张同样的表的，表头写两对方括号".to_owned()));
    }
    (format!("键`{name}`写了两次"), Some("留下一个".to_owned()))
}
