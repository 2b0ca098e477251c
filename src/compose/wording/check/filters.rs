//! Which filters, tests and functions the template engine has: it says so itself.

use minijinja::{Environment, ErrorKind, Value};

/// `{{ x | name }}`
pub(super) fn is_filter(name: &str) -> bool {
    !fails_with(&format!("none | {name}"), ErrorKind::UnknownFilter)
}

/// `{% if x is name %}`
pub(super) fn is_test(name: &str) -> bool {
    !fails_with(&format!("none is {name}"), ErrorKind::UnknownTest)
}

/// `{{ name() }}`
pub(super) fn is_function(name: &str) -> bool {
    Environment::new().globals().any(|(known, _)| known == name)
}

fn fails_with(expression: &str, kind: ErrorKind) -> bool {
    let environment = Environment::new();
    let tried = environment.compile_expression(expression).and_then(|expression| expression.eval(Value::UNDEFINED));
    tried.is_err_and(|error| error.kind() == kind)
}
