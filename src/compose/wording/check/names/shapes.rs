//! What can be done with what a name stands for: names below it, one of several, printing.

use minijinja::machinery::Span;
use minijinja::machinery::ast::Expr;

use super::{Names, whole};
use crate::compose::context::name::{Key, Name, Shape};
use crate::compose::wording::trouble::LineTrouble;
use tongbao_figures::plan::{Template, suggestion};

impl<'plan> Names<'plan> {
    pub(super) fn attribute(&mut self, outer: Shape, name: &str, of: &Expr<'plan>, span: Span) -> Shape {
        let known: &[Name] = match outer {
            Shape::Any => return Shape::Any,
            Shape::Group(names) => names,
            Shape::By(..) | Shape::List(_) | Shape::Words | Shape::Number | Shape::Count | Shape::Truth => &[],
        };
        if let Some(found) = known.iter().find(|known| known.word == name) {
            return found.shape;
        }
        let hint = match outer {
            Shape::List(_) => Some(format!("{{% for one in {} %}}……{{% endfor %}} 里写`one.{name}`", self.words(whole(of)))),
            Shape::By(..) => Some(format!("按名称取：`{}[\"…\"]`", self.words(whole(of)))),
            _ => suggestion(name, known.iter().map(|known| known.word)),
        };
        self.tell(self.last(name, span), format!("`{}`没有`{name}`", self.words(whole(of))), hint);
        Shape::Any
    }

    /// `counties["ranked_count"]`, `worst[0]`, `indicator["资产负债率"]`
    pub(super) fn item(&mut self, outer: Shape, key: &Expr<'plan>, of: &Expr<'plan>) -> Shape {
        let written = if let Expr::Const(constant) = key { constant.value.as_str() } else { None };
        match (outer, written) {
            (Shape::Group(_), Some(name)) => self.attribute(outer, name, of, key.span()),
            (Shape::By(kind, names), name) => {
                if let Some(name) = name {
                    self.known_key(kind, name, key.span());
                }
                Shape::Group(names)
            }
            (Shape::List(one), _) => *one,
            _ => Shape::Any,
        }
    }

    /// `"资产负债率" in indicator`
    pub(super) fn looked_for(&mut self, key: &Expr<'plan>, within: Shape) {
        if let (Expr::Const(constant), Shape::By(kind, _)) = (key, within)
            && let Some(name) = constant.value.as_str()
        {
            self.known_key(kind, name, key.span());
        }
    }

    /// Whether the plan has what something is found by. Shared wordings ask for tasks that some plans have.
    fn known_key(&mut self, kind: Key, name: &str, span: Span) {
        let plan = self.plan;
        let is_shared = self.path.last().and_then(|name| plan.wording.get(*name)).is_some_and(Template::is_shared);
        let place = self.last(name, span);
        match kind {
            Key::Indicator if plan.indicator(name).is_none() => {
                let hint = suggestion(name, plan.indicators.iter().map(|indicator| indicator.id.as_str()));
                self.tell(place, LineTrouble::Indicator(name.to_owned()).to_string(), hint);
            }
            Key::Task if !is_shared => {
                let yearly = || plan.ledger.iter().filter(|row| row.yearly().is_some()).map(|row| row.item.as_str());
                if !yearly().any(|item| item == name) {
                    self.tell(place, format!("台账里没有按年计次的“{name}”"), suggestion(name, yearly()));
                }
            }
            Key::Indicator | Key::Task => {}
        }
    }

    /// What `for` takes one by one.
    pub(super) fn one_of(&mut self, several: Shape, expr: &Expr<'plan>) -> Shape {
        match several {
            Shape::List(one) => *one,
            Shape::By(..) => Shape::Words,
            Shape::Any => Shape::Any,
            Shape::Group(_) | Shape::Words | Shape::Number | Shape::Count | Shape::Truth => {
                self.tell(whole(expr), format!("`{}`不是一组，不能逐个取", self.words(whole(expr))), None);
                Shape::Any
            }
        }
    }

    /// What is printed must be words or a figure.
    pub(super) fn printed(&mut self, expr: &Expr<'plan>, shape: Shape) {
        if !matches!(expr, Expr::Var(_) | Expr::GetAttr(_) | Expr::GetItem(_)) {
            return;
        }
        let words = self.words(whole(expr));
        let (message, hint) = match shape {
            Shape::Words | Shape::Number | Shape::Any => return,
            Shape::Count | Shape::Truth => {
                let figure = words.strip_suffix("_count").map(|figure| format!("要印的数是`{figure}`"));
                (format!("`{words}`只用来判断，不能印出"), figure.filter(|_| words.contains('.')))
            }
            Shape::Group(_) | Shape::List(_) | Shape::By(..) => (format!("`{words}`是一组名称，不能印出"), None),
        };
        self.tell(whole(expr), message, hint);
    }
}

/// What a filter makes of a shape.
pub(super) fn filtered(name: &str, shape: Shape) -> Shape {
    match (name, shape) {
        ("first" | "last", Shape::List(one)) => *one,
        ("default" | "d" | "sort" | "reverse" | "unique", shape) => shape,
        _ => Shape::Any,
    }
}

/// The names that a condition says are defined.
pub(super) fn defined<'plan>(condition: &Expr<'plan>, names: &mut Vec<&'plan str>) {
    match condition {
        Expr::Test(test) if test.name == "defined" => {
            if let Expr::Var(variable) = &test.expr {
                names.push(variable.id);
            }
        }
        Expr::BinOp(operation) => {
            defined(&operation.left, names);
            defined(&operation.right, names);
        }
        _ => {}
    }
}
