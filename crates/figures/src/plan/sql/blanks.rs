//! Formulas with blanks, `SUM({项}) / SUM(常住人口数)`: what several plans share, each of them over an item of its own.
//!
//! In: the text of a formula, and a name for each blank. Out: the text with the names. A blank stands where a name may stand and is filled by
//! exactly one name, so that whatever fills it the tree of the formula is the same. The tokens are those of the parser: braces in a text or
//! in a comment are no blank.

use std::collections::BTreeSet;

use sqlparser::dialect::GenericDialect;
use sqlparser::tokenizer::{Token, Tokenizer};

use super::name::quoted;
use crate::plan::variable::Lag;

/// A formula, taken apart at its blanks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::plan) struct WithBlanks {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// SQL as it is written.
    Sql(String),
    /// A name belongs here.
    Blank(String),
}

/// What is wrong with a blank.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(in crate::plan) enum BlankMistake {
    /// A brace without a partner, or something else than one word between both.
    #[error("空写作 {{名称}}，花括号里只写一个名称")]
    NoName,
    /// What would become a part of the name that is filled in.
    #[error("空`{{{0}}}`要自成一个名称，前面只可以是 上期_、上年同期_、上年末_ 或 平均_，后面不接字")]
    Joined(String),
}

impl WithBlanks {
    /// Takes a formula apart. One whose tokens cannot be read has no blanks: what is wrong with it is told where it is parsed.
    pub(in crate::plan) fn read(text: &str) -> Result<Self, BlankMistake> {
        // Not unescaped, the tokens together are the text again.
        let tokens = Tokenizer::new(&GenericDialect, text).with_unescape(false).tokenize();
        let (Ok(tokens), true) = (tokens, text.contains(['{', '}'])) else {
            return Ok(Self { pieces: vec![Piece::Sql(text.to_owned())] });
        };
        let mut pieces = Vec::new();
        let mut sql = String::new();
        let mut rest = tokens.as_slice();
        while let Some((token, after)) = rest.split_first() {
            rest = match token {
                Token::LBrace => {
                    let (name, after) = blank(after).ok_or(BlankMistake::NoName)?;
                    let stands_alone = !ends_in_a_name(&sql) && !after.first().is_some_and(begins_with_a_letter);
                    if !stands_alone {
                        return Err(BlankMistake::Joined(name));
                    }
                    pieces.extend([Piece::Sql(std::mem::take(&mut sql)), Piece::Blank(name)]);
                    after
                }
                Token::RBrace => return Err(BlankMistake::NoName),
                other => {
                    sql += &other.to_string();
                    after
                }
            };
        }
        pieces.push(Piece::Sql(sql));
        Ok(Self { pieces })
    }

    /// The names of its blanks.
    pub(in crate::plan) fn blanks(&self) -> BTreeSet<&str> {
        self.pieces.iter().filter_map(|piece| if let Piece::Blank(name) = piece { Some(name.as_str()) } else { None }).collect()
    }

    /// The text with a name of an item in each blank, in quotes where SQL would misread it; behind `上期_` and the like it never has to be.
    pub(in crate::plan) fn filled<'name>(&'name self, name: impl Fn(&'name str) -> &'name str) -> String {
        let mut text = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Sql(sql) => text += sql,
                Piece::Blank(blank) if text.ends_with('_') => text += name(blank),
                Piece::Blank(blank) => text += &quoted(name(blank)),
            }
        }
        text
    }
}

/// The name between the braces, and what follows the second.
fn blank(inside: &[Token]) -> Option<(String, &[Token])> {
    let (first, inside) = without_whitespace(inside).split_first()?;
    let (last, after) = without_whitespace(inside).split_first()?;
    match (first, last) {
        (Token::Word(word), Token::RBrace) if word.quote_style.is_none() => Some((word.value.clone(), after)),
        _ => None,
    }
}

fn without_whitespace(tokens: &[Token]) -> &[Token] {
    let first = tokens.iter().position(|token| !matches!(token, Token::Whitespace(_))).unwrap_or(tokens.len());
    tokens.get(first..).unwrap_or_default()
}

/// Whether what stands before a blank would become a part of its name; a prefix is meant to.
fn ends_in_a_name(sql: &str) -> bool {
    let is_part = |character: char| character.is_alphanumeric() || matches!(character, '_' | '"' | '@' | '#' | '$');
    let before = sql.rsplit(|character| !is_part(character)).next().unwrap_or_default();
    let prefixes = [Lag::PreviousPeriod, Lag::YearBefore, Lag::YearEnd, Lag::YearMean].map(Lag::prefix);
    !before.is_empty() && !prefixes.contains(&before)
}

fn begins_with_a_letter(token: &Token) -> bool {
    matches!(token, Token::Word(_) | Token::Number(..) | Token::LBrace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sql::Sql;

    fn filled(text: &str, name: &'static str) -> String {
        WithBlanks::read(text).unwrap().filled(|_| name)
    }

    #[test]
    fn a_blank_is_filled_by_one_name_and_the_rest_stays_as_it_is_written() {
        let share = "SUM(CASE WHEN {项} = '是' THEN 1 ELSE 0 END)  * 100.0 / COUNT({ 项 })";
        assert_eq!(WithBlanks::read(share).unwrap().blanks(), BTreeSet::from(["项"]));
        let expected = "SUM(CASE WHEN 设置中药房 = '是' THEN 1 ELSE 0 END)  * 100.0 / COUNT(设置中药房)";
        assert_eq!(filled(share, "设置中药房"), expected);
        // A name that begins with a digit is a number to SQL; behind a prefix it is not.
        assert_eq!(
            filled("SUM({项}) - SUM(上年同期_{项})", "5岁以下儿童死亡数"),
            "SUM(\"5岁以下儿童死亡数\") - SUM(上年同期_5岁以下儿童死亡数)"
        );
    }

    #[test]
    fn whatever_fills_a_blank_the_tree_is_the_same() {
        let tree = |name| Sql::read(&filled("SUM({项}) * 1000.0 / SUM(人口)", name)).unwrap().normal();
        assert_eq!(tree("床位"), "SUM(床位) * 1000.0 / SUM(人口)");
        // What is more than a name, or a word of SQL, is one name all the same.
        assert_eq!(tree("床位) + SUM(人口"), "SUM(\"床位) + SUM(人口\") * 1000.0 / SUM(人口)");
        assert_eq!(tree("NULL"), "SUM(\"NULL\") * 1000.0 / SUM(人口)");
    }

    #[test]
    fn braces_in_a_text_are_no_blank() {
        let text = "SUM(CASE WHEN 甲 = '{乙}''{' THEN 1 ELSE 0 END) /* {丙} */";
        let read = WithBlanks::read(text).unwrap();
        assert!(read.blanks().is_empty());
        assert_eq!(read.filled(|_| "丁"), text);
        assert_eq!(filled("SUM(甲", "丁"), "SUM(甲", "what is no SQL is told where it is parsed");
    }

    #[test]
    fn a_blank_is_a_name_of_its_own() {
        let mistake = |text: &str| WithBlanks::read(text).unwrap_err();
        for text in ["SUM({项)", "SUM(项})", "SUM({})", "SUM({甲 乙})", "SUM({\"项\"})"] {
            assert_eq!(mistake(text), BlankMistake::NoName, "{text}");
        }
        for text in ["SUM({项}数)", "SUM(总{项})", "SUM({项}{项})", "SUM(成员_{项})"] {
            assert_eq!(mistake(text), BlankMistake::Joined("项".to_owned()), "{text}");
        }
    }
}
