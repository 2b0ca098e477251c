//! The text of a formula, read once: what SQL writes as an expression becomes a tree.
//!
//! In: the text of a SQL expression. Out: the tree over its [`Term`]s, and the arithmetic between its [`Part`]s. It is parsed as the
//! engine parses it, by the same parser with the same settings, so that blanks, comments, quotes and small letters mean the same to both.
//! Nobody else looks at the text.

pub(in crate::plan) mod blanks;
mod convert;
pub(in crate::plan) mod keyboard;
pub(in crate::plan) mod name;
pub(in crate::plan) mod slip;
pub(in crate::plan) mod unread;
mod write;

use sqlparser::ast::{Expr, ObjectNamePart, SelectItem, visit_expressions, visit_expressions_mut};
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::{Parser, ParserError, ParserOptions};
use sqlparser::tokenizer::Token;
use std::ops::ControlFlow;

use tongbao_document::Expression;

use super::aggregation::Term;
use slip::Slip;
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

impl Sql {
    /// Reads a text; the engine has to accept it as well.
    pub(in crate::plan) fn read(text: &str) -> Result<Self, Slip> {
        let item = item(text).map_err(|error| unread::unread(text, &error))?;
        match item {
            SelectItem::UnnamedExpr(expression) => Ok(Self(with_capitals(expression))),
            SelectItem::ExprWithAlias { expr: expression, .. } => match unread::stray_name(text) {
                Some(stray) => Err(stray),
                None => Ok(Self(with_capitals(expression))),
            },
            other => {
                let error = ParserError::ParserError(format!("Expected: an expression, found: {other}"));
                Err(unread::unread(text, &error))
            }
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

/// What the parser makes of a whole text.
fn item(text: &str) -> Result<SelectItem, ParserError> {
    let options = ParserOptions { trailing_commas: true, ..ParserOptions::default() };
    let mut parser = Parser::new(&GenericDialect).with_options(options).try_with_sql(text)?;
    let item = parser.parse_select_item()?;
    parser.expect_token(&Token::EOF)?;
    Ok(item)
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
