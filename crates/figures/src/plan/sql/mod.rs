//! The text of a formula, read once: what SQL writes as an expression becomes a tree.
//!
//! In: the text of a SQL expression. Out: the tree over its [`Term`]s, and the arithmetic between its [`Part`]s. It is parsed as the
//! engine parses it, by the same parser with the same settings, so that blanks, comments, quotes and small letters mean the same to both.
//! Nobody else looks at the text.

pub(in crate::plan) mod blanks;
mod convert;
pub(in crate::plan) mod name;
mod write;

use sqlparser::ast::{Expr, ObjectNamePart, SelectItem, visit_expressions, visit_expressions_mut};
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::{Parser, ParserError, ParserOptions};
use sqlparser::tokenizer::{Token, Tokenizer};
use std::ops::ControlFlow;

use tongbao_document::Expression;

use super::aggregation::Term;
pub(super) use write::written;

/// A SQL expression, as parsed.
#[derive(Debug, Clone)]
pub(in crate::plan) struct Sql(Expr);

/// What a formula's arithmetic is between: an aggregate, or anything else that only the engine can work out.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::plan) struct Part {
    /// As SQL, names of functions in capitals, without comments.
    pub(in crate::plan) text: String,
    /// As a tree.
    pub(in crate::plan) tree: Expression<Term>,
}

/// A sign that no formula needs. With brackets that are not closed, or with points between names, a text of a hundred letters can keep the
/// parser busy for minutes, since it tries every way of reading it; so they are looked for first. Where the text has no tokens the parser says why.
pub(in crate::plan) fn foreign_sign(text: &str) -> Option<String> {
    let tokens = Tokenizer::new(&GenericDialect, text).tokenize().ok()?;
    tokens.iter().find(|token| !is_of_formulas(token)).map(ToString::to_string)
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

impl Sql {
    /// Reads a text; the engine has to accept it as well.
    pub(in crate::plan) fn read(text: &str) -> Result<Self, ParserError> {
        let options = ParserOptions { trailing_commas: true, ..ParserOptions::default() };
        let mut parser = Parser::new(&GenericDialect).with_options(options).try_with_sql(text)?;
        match parser.parse_select_item()? {
            SelectItem::UnnamedExpr(expression) | SelectItem::ExprWithAlias { expr: expression, .. } => {
                parser.expect_token(&Token::EOF)?;
                Ok(Self(with_capitals(expression)))
            }
            other => Err(ParserError::ParserError(format!("Expected: an expression, found: {other}"))),
        }
    }

    /// As a tree over variables and aggregates.
    pub(in crate::plan) fn tree(&self) -> Expression<Term> {
        convert::tree(&self.0, &convert::term)
    }

    /// Its outermost arithmetic.
    pub(in crate::plan) fn arithmetic(&self) -> Expression<Part> {
        convert::tree(&self.0, &convert::part)
    }

    /// The same for every text that differs in blanks, comments and small letters only.
    pub(in crate::plan) fn normal(&self) -> String {
        self.0.to_string()
    }

    /// The functions that it calls, in capitals, in the order of the text.
    pub(in crate::plan) fn functions(&self) -> Vec<String> {
        let mut names = Vec::new();
        let _ = visit_expressions(&self.0, |expression| {
            if let Expr::Function(function) = expression
                && let Some(ObjectNamePart::Identifier(name)) = function.name.0.first()
            {
                names.push(name.value.clone());
            }
            ControlFlow::<()>::Continue(())
        });
        names
    }
}

/// A function is the same in small letters and in capitals, and with its name in quotes.
fn with_capitals(mut expression: Expr) -> Expr {
    let _ = visit_expressions_mut(&mut expression, |expression| {
        if let Expr::Function(function) = expression {
            for part in &mut function.name.0 {
                if let ObjectNamePart::Identifier(name) = part {
                    name.value = name.value.to_uppercase();
                    name.quote_style = None;
                }
            }
        }
        ControlFlow::<()>::Continue(())
    });
    expression
}

#[cfg(test)]
mod tests;
