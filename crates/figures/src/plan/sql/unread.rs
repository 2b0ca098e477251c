//! Why a text is no SQL, in words for the author of a pack: what stands in it that no formula needs, brackets and quotes without a partner, a
//! text that breaks off. What the parser says itself stands behind, in brackets.

use sqlparser::dialect::GenericDialect;
use sqlparser::keywords::Keyword;
use sqlparser::parser::ParserError;
use sqlparser::tokenizer::{Location, Token, TokenWithSpan, Tokenizer};

use super::keyboard;
use super::slip::Slip;

/// Words that people write between conditions, and those of SQL.
const JOINTS: [(&str, &str); 6] = [("且", "AND"), ("并且", "AND"), ("或", "OR"), ("或者", "OR"), ("非", "NOT"), ("不是", "NOT")];

/// What a formula consists of, for who wrote something else.
const CONSISTS_OF: &str = "公式只用名称、数、'文字'、+ - * / ( )、比较、AND、OR、NOT、CASE WHEN 和函数";

/// What stands in a text that no formula needs: a sign of a Chinese keyboard, or one with which a text of a hundred letters can keep the parser
/// busy for minutes, since it tries every way of reading it: brackets that are not closed, points between names. So they are looked for first.
/// Where the text has no tokens the parser says why.
pub(in crate::plan) fn foreign(text: &str) -> Option<Slip> {
    if let Some(slip) = keyboard::slip(text) {
        return Some(slip);
    }
    let tokens = tokens(text)?;
    let Some(token) = tokens.iter().find(|token| !is_of_formulas(&token.token)) else {
        return bracket(text, &tokens).or_else(|| nested(text, &tokens));
    };
    let hint = match token.token {
        Token::Overlap => "两个条件都要成立的，写 AND",
        Token::StringConcat => "两个条件有一个成立就行的，写 OR",
        Token::ExclamationMark => "条件不成立，写 NOT (…)",
        _ => CONSISTS_OF,
    };
    Some(at(text, token, format!("里不能用`{}`", token.token), Some(hint)))
}

/// Names, numbers, texts, and what a formula says of them.
fn is_of_formulas(token: &Token) -> bool {
    use Token::{
        Comma, Div, DoubleColon, DoubleEq, DoubleQuotedString, EOF, Eq, Gt, GtEq, LParen, Lt, LtEq, Minus, Mod, Mul, Neq, Number,
        Plus, RParen, SingleQuotedString, Whitespace, Word,
    };
    matches!(
        token,
        EOF | Word(_) | Number(..) | SingleQuotedString(_) | DoubleQuotedString(_) | Whitespace(_) | Comma | LParen | RParen
    ) || matches!(token, Plus | Minus | Mul | Div | Mod | DoubleColon | Eq | DoubleEq | Neq | Lt | Gt | LtEq | GtEq)
}

/// Why the parser does not read a text in which nothing foreign stands.
pub(in crate::plan) fn unread(text: &str, error: &ParserError) -> Slip {
    let Some(tokens) = tokens(text) else { return open_quote(text, error) };
    bracket(text, &tokens)
        .or_else(|| joint(text, &tokens))
        .or_else(|| percent(text, &tokens))
        .unwrap_or_else(|| as_the_parser_says(text, &tokens, error))
}

/// A name that the parser takes for that of the whole, `SUM(甲) 人`: nobody asks for it, and a sign may be missing before it.
pub(super) fn stray_name(text: &str) -> Option<Slip> {
    let tokens = tokens(text)?;
    let (last, before) = tokens.split_last()?;
    let is_as = |token: &TokenWithSpan| matches!(&token.token, Token::Word(word) if word.keyword == Keyword::AS);
    let message = || format!("里`{}`前面少了运算符、AND、OR 或逗号", last.token);
    (!before.last().is_some_and(is_as)).then(|| at(text, last, message(), Some("计量单位和说明不写在公式里")))
}

/// The tokens without blanks and comments; none of a text with an open quote.
fn tokens(text: &str) -> Option<Vec<TokenWithSpan>> {
    let tokens = Tokenizer::new(&GenericDialect, text).tokenize_with_location().ok()?;
    Some(tokens.into_iter().filter(|token| !matches!(token.token, Token::Whitespace(_))).collect())
}

fn at(text: &str, token: &TokenWithSpan, message: impl Into<String>, hint: Option<&str>) -> Slip {
    let span = offset(text, token.span.start)..offset(text, token.span.end);
    Slip { span, message: message.into(), hint: hint.map(str::to_owned) }
}

fn whole(text: &str, message: String, hint: Option<&str>) -> Slip {
    Slip { span: 0..text.len(), message, hint: hint.map(str::to_owned) }
}

/// Where a line and a column of a text lie; its end, if it has none such.
fn offset(text: &str, wanted: Location) -> usize {
    let (mut line, mut column) = (1, 1);
    for (at, sign) in text.char_indices() {
        if (line, column) == (wanted.line, wanted.column) {
            return at;
        }
        (line, column) = if sign == '\n' { (line + 1, 1) } else { (line, column + 1) };
    }
    text.len()
}

fn open_quote(text: &str, error: &ParserError) -> Slip {
    match Tokenizer::new(&GenericDialect, text).tokenize() {
        Err(error) => {
            let from = offset(text, error.location);
            let message = match text.get(from..).and_then(|rest| rest.chars().next()) {
                Some(quote @ ('\'' | '"' | '`')) => format!("里的`{quote}`没有配对的`{quote}`"),
                _ => format!("的写法有误（{error}）"),
            };
            let hint = Some("文字两边各写一个单引号，以数字开头的名称两边各写一个双引号".to_owned());
            Slip { span: from..text.len(), message, hint }
        }
        Ok(_) => whole(text, format!("的写法有误（{error}）"), None),
    }
}

/// Brackets in so many others that the parser, which tries every way of reading each, would not come to an end.
fn nested(text: &str, tokens: &[TokenWithSpan]) -> Option<Slip> {
    const MOST: usize = 16;
    let mut depth = 0_usize;
    let is_too_deep = |token: &&TokenWithSpan| {
        match token.token {
            Token::LParen => depth += 1,
            Token::RParen => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > MOST
    };
    let deepest = tokens.iter().find(is_too_deep)?;
    Some(at(text, deepest, format!("里的括号套了{MOST}层以上"), Some("去掉多余的括号，或把公式分成几个指标")))
}

/// A bracket without a partner.
fn bracket(text: &str, tokens: &[TokenWithSpan]) -> Option<Slip> {
    let mut open: Vec<&TokenWithSpan> = Vec::new();
    for token in tokens {
        match token.token {
            Token::LParen => open.push(token),
            Token::RParen if open.pop().is_none() => {
                return Some(at(text, token, "里多了一个`)`", Some("去掉它，或在前面补上`(`")));
            }
            _ => {}
        }
    }
    open.pop().map(|token| at(text, token, "里的`(`没有配对的`)`", Some("补上`)`")))
}

/// A word of ours between two conditions.
fn joint(text: &str, tokens: &[TokenWithSpan]) -> Option<Slip> {
    tokens.iter().find_map(|token| {
        let Token::Word(word) = &token.token else { return None };
        let (_, meant) = JOINTS.iter().find(|(joint, _)| word.quote_style.is_none() && *joint == word.value)?;
        Some(at(text, token, format!("里不能用`{}`连接", word.value), Some(&format!("写作 {meant}，前后留空格"))))
    })
}

/// A percent sign: SQL takes it for the rest of a division.
fn percent(text: &str, tokens: &[TokenWithSpan]) -> Option<Slip> {
    let followed = |position: usize| {
        matches!(tokens.get(position + 1).map(|next| &next.token), Some(Token::Word(_) | Token::Number(..) | Token::LParen))
    };
    let (_, token) = tokens.iter().enumerate().find(|(position, token)| token.token == Token::Mod && !followed(*position))?;
    Some(at(text, token, "里不写百分号", Some("百分比乘 100.0，计量单位写 unit = \"%\"")))
}

/// `Expected: an expression, found: EOF` in words.
fn as_the_parser_says(text: &str, tokens: &[TokenWithSpan], error: &ParserError) -> Slip {
    let said = error.to_string();
    let (sentence, place) = said.rsplit_once(" at Line: ").unwrap_or((&said, ""));
    let place = place.split_once(", Column: ").and_then(|(line, column)| Some((line.parse().ok()?, column.parse().ok()?)));
    let is_there = |token: &&TokenWithSpan| Some((token.span.start.line, token.span.start.column)) == place;
    let expected = sentence.split_once("Expected: ").and_then(|(_, rest)| rest.split_once(", found: ")).map(|(wanted, _)| wanted);
    let Some(token) = tokens.iter().find(is_there) else {
        let message = match expected {
            Some(_) if tokens.is_empty() => "里没有内容",
            Some(wanted) if wanted.contains("END") => "里的 CASE 没有写完",
            _ => "没有写完",
        };
        return whole(
            text,
            format!("{message}（{said}）"),
            Some("每个 CASE 写成 CASE WHEN 条件 THEN 数 ELSE 数 END，每个运算符两边都要有数或名称"),
        );
    };
    let found = &token.token;
    let message = match expected {
        Some(wanted) if wanted.contains("expression") => format!("里`{found}`前面少了名称、数或条件"),
        Some("EOF") if token.token == Token::Comma => "里多了一个`,`".to_owned(),
        Some("EOF") => format!("里`{found}`前面少了运算符、AND、OR 或逗号"),
        Some(wanted) if ["THEN", "WHEN", "END"].iter().any(|word| wanted.contains(word)) => {
            format!("里`{found}`前面少了 {wanted}")
        }
        Some(wanted @ (")" | "(" | ",")) => format!("里`{found}`前面少了`{wanted}`"),
        _ => format!("里`{found}`这一处写法有误"),
    };
    at(text, token, format!("{message}（{said}）"), Some(CONSISTS_OF))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sql::Sql;

    /// What is quoted, and what is said.
    fn told(text: &str) -> (String, String) {
        let slip = Sql::read(text).expect_err(text);
        (text[slip.span].to_owned(), slip.message)
    }

    #[track_caller]
    fn is_told(text: &str, quoted: &str, begins: &str) {
        let (found, message) = told(text);
        assert_eq!(found, quoted, "{text}: {message}");
        assert!(message.starts_with(begins), "{text}: {message}");
    }

    #[test]
    fn what_has_no_partner_is_told_where_it_stands() {
        is_told("SUM(甲 * 100.0 / SUM(乙)", "(", "里的`(`没有配对的`)`");
        is_told("SUM(甲))", ")", "里多了一个`)`");
        is_told("甲 = '是", "'是", "里的`'`没有配对的`'`");
        is_told("SUM(\"5岁以下)", "\"5岁以下)", "里的`\"`没有配对的`\"`");
    }

    #[test]
    fn what_people_write_for_sql_is_told_with_what_it_is_there() {
        is_told("甲 > 0 且 乙 > 0", "且", "里不能用`且`连接");
        is_told("SUM(甲) / SUM(乙) * 100%", "%", "里不写百分号");
        is_told("SUM(甲) 人", "人", "里`人`前面少了运算符");
        is_told("SUM(甲) SUM(乙)", "(", "里`(`前面少了运算符");
        assert!(Sql::read("SUM(甲) AS 乙").is_ok() && Sql::read("SUM(甲 % 2)").is_ok());
    }

    #[test]
    fn whatever_the_parser_says_begins_in_chinese() {
        for text in
            ["", "SUM(甲) /", "甲 >", "CASE WHEN 甲 THEN", "CASE WHEN 甲 = 1 THEN 2", "* 甲", "甲 乙 丙", "甲, 乙", "IN ("]
        {
            let (_, message) = told(text);
            assert!(message.starts_with(['里', '没', '的']), "{text}: {message}");
        }
    }

    #[test]
    fn foreign_signs_are_found_outside_of_quotes_and_comments() {
        let found = |text: &str| foreign(text).map(|slip| text[slip.span].to_owned());
        assert_eq!(found("SUM(a[1])").as_deref(), Some("["));
        assert_eq!(found("a:b").as_deref(), Some(":"));
        assert_eq!(found("a @ b").as_deref(), Some("@"));
        assert_eq!(found("SUM($1)").as_deref(), Some("$1"));
        assert_eq!(found("a.b * 0.5").as_deref(), Some("."));
        assert_eq!(found("a > 1 && b > 1").as_deref(), Some("&&"));
        assert_eq!(found("a > 1 || b > 1").as_deref(), Some("||"));
        assert_eq!(found("SUM（a）").as_deref(), Some("（"));
        for sound in [
            "SUM(a) * 100.0 / SUM(b) /* [a:b] */",
            "类别 = '甲[1]:@'",
            "a::TEXT = b",
            "a % 2 <> 0.5 -- 甲.乙",
            "SUM(\"a:b\")",
            "SUM('a",
        ] {
            assert_eq!(found(sound), None, "{sound}");
        }
    }

    /// The parser tries every way of reading what stands in brackets: without a partner, or a hundred deep, it does not come to an end.
    #[test]
    fn brackets_that_keep_the_parser_busy_are_found_before_it_begins() {
        let found = |text: &str| foreign(text).map(|slip| (slip.span, slip.message));
        assert_eq!(found("NOT(a"), Some((3..4, "里的`(`没有配对的`)`".to_owned())));
        assert_eq!(found("a)"), Some((1..2, "里多了一个`)`".to_owned())));
        let deep = |depth: usize| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
        assert_eq!(found(&deep(16)), None);
        assert_eq!(found(&deep(17)), Some((16..17, "里的括号套了16层以上".to_owned())));
    }
}
