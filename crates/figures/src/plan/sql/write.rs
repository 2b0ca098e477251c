//! A tree as SQL for the engine.

use tongbao_document::{Expression, Function};

use crate::plan::variable::Variable;

/// The SQL of an expression over variables, every operation in brackets.
pub(in crate::plan) fn written(tree: &Expression<Variable>) -> String {
    let list = |several: &[Expression<Variable>]| several.iter().map(written).collect::<Vec<_>>().join(", ");
    match tree {
        Expression::Number(number) => decimal(*number),
        Expression::Text(text) => quoted(text, '\''),
        Expression::Truth(truth) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
        Expression::Null => "NULL".to_owned(),
        Expression::Operand(variable) => quoted(&variable.to_string(), '"'),
        Expression::Negated(one) => format!("(-{})", written(one)),
        Expression::Not(one) => format!("(NOT {})", written(one)),
        Expression::Arithmetic(operation, left, right) => format!("({} {} {})", written(left), operation.sign(), written(right)),
        Expression::Compare(comparison, left, right) => format!("({} {} {})", written(left), comparison.sign(), written(right)),
        Expression::And(left, right) => format!("({} AND {})", written(left), written(right)),
        Expression::Or(left, right) => format!("({} OR {})", written(left), written(right)),
        Expression::IsNull(one) => format!("({} IS NULL)", written(one)),
        Expression::In(one, several) => format!("({} IN ({}))", written(one), list(several)),
        Expression::Case(branches, otherwise) => {
            let branch = |(condition, result): &(_, _)| format!("WHEN {} THEN {}", written(condition), written(result));
            let branches: Vec<String> = branches.iter().map(branch).collect();
            let otherwise = otherwise.as_deref().map(|otherwise| format!(" ELSE {}", written(otherwise))).unwrap_or_default();
            format!("(CASE {}{otherwise} END)", branches.join(" "))
        }
        // The places are a whole number to the engine.
        Expression::Call(Function::Round, arguments) if let [one, Expression::Number(places)] = arguments.as_slice() => {
            format!("ROUND({}, {places:.0})", written(one))
        }
        Expression::Call(function, arguments) => {
            let name = match function {
                Function::Abs => "ABS",
                Function::Round => "ROUND",
                Function::Coalesce => "COALESCE",
                Function::NullIf => "NULLIF",
            };
            format!("{name}({})", list(arguments))
        }
        Expression::Other { sql, .. } => format!("({sql})"),
    }
}

/// A number with a point and without an exponent, which the engine's SQL does not read; a negative one in brackets.
fn decimal(number: f64) -> String {
    let digits = number.to_string();
    let digits = if number.fract() == 0.0 { digits + ".0" } else { digits };
    if number.is_sign_negative() { format!("({digits})") } else { digits }
}

fn quoted(text: &str, mark: char) -> String {
    let doubled = text.replace(mark, &format!("{mark}{mark}"));
    format!("{mark}{doubled}{mark}")
}
