//! Every name in the wordings of a plan, looked up where it stands: in the tables of names, among what the wording has set by then, and among
//! the plan's own.

mod shapes;

use minijinja::machinery::ast::{BinOpKind, CallArg, Expr, IfCond, Stmt};
use minijinja::machinery::{Span, parse};
use minijinja::syntax::SyntaxConfig;

use self::shapes::{defined, filtered};
use super::Slip;
use super::filters::{is_filter, is_function, is_test};
use super::scopes::{Scopes, below};
use crate::compose::context::name::Shape;
use crate::compose::wording::place::Spot;
use crate::compose::wording::trouble::TemplateTrouble;
use tongbao_document::count;
use tongbao_figures::plan::{Plan, suggestion};

/// A walk through the wordings of a plan.
pub(super) struct Names<'plan> {
    plan: &'plan Plan,
    /// The wording or piece that is being looked at, and those that call for it.
    path: Vec<&'plan str>,
    scopes: Scopes<'plan>,
    pub(super) found: Vec<Slip>,
}

impl<'plan> Names<'plan> {
    pub(super) fn new(plan: &'plan Plan) -> Self {
        Self { plan, path: Vec::new(), scopes: Scopes::new(), found: Vec::new() }
    }

    /// Looks at the wording of a bulletin and, where it calls for them, at its pieces.
    pub(super) fn of_bulletin(&mut self, name: &str) {
        self.scopes = Scopes::new();
        self.template(name);
    }

    fn template(&mut self, name: &str) {
        let Some((name, template)) = self.plan.wording.get_key_value(name) else { return };
        self.path.push(name);
        match parse(&template.text, name, SyntaxConfig::default()) {
            Ok(parsed) => self.statement(&parsed),
            Err(error) => {
                let line = template.text.lines().nth(error.line().unwrap_or(1).saturating_sub(1)).unwrap_or_default();
                let start = line.as_ptr().addr().saturating_sub(template.text.as_ptr().addr());
                let span = error.range().filter(|range| !range.is_empty()).unwrap_or(start..start + line.len());
                let words = template.text.get(span.clone()).and_then(|words| words.lines().next()).unwrap_or_default();
                let message = TemplateTrouble::of(&error, words).to_string();
                self.tell(span.start..span.start + words.len(), message, None);
            }
        }
        self.path.pop();
    }

    fn tell(&mut self, span: std::ops::Range<usize>, message: String, hint: Option<String>) {
        let Some(name) = self.path.last() else { return };
        self.found.push(Slip { spot: Spot::new(name, span), message, hint });
    }

    /// The text of the file that is being looked at.
    fn text(&self) -> &'plan str {
        let template = self.path.last().and_then(|name| self.plan.wording.get(*name));
        template.map_or("", |template| template.text.as_str())
    }

    /// The words of a span.
    fn words(&self, span: std::ops::Range<usize>) -> &'plan str {
        self.text().get(span).unwrap_or_default()
    }

    /// Where a word stands last in a span; the span itself if it does not.
    fn last(&self, word: &str, span: Span) -> std::ops::Range<usize> {
        let whole = bytes(span);
        let at = self.words(whole.clone()).rfind(word);
        at.map_or_else(|| whole.clone(), |at| whole.start + at..whole.start + at + word.len())
    }

    fn statements(&mut self, statements: &[Stmt<'plan>]) {
        for statement in statements {
            self.statement(statement);
        }
    }

    fn statement(&mut self, statement: &Stmt<'plan>) {
        match statement {
            Stmt::Template(template) => self.statements(&template.children),
            Stmt::EmitRaw(_) => {}
            Stmt::EmitExpr(emitted) => {
                let shape = self.expression(&emitted.expr);
                self.printed(&emitted.expr, shape);
            }
            Stmt::ForLoop(loop_) => {
                let several = self.expression(&loop_.iter);
                let one = self.one_of(several, &loop_.iter);
                self.scopes.open_loop();
                self.assign(&loop_.target, one);
                self.optional(loop_.filter_expr.as_ref());
                self.statements(&loop_.body);
                self.scopes.close();
                self.statements(&loop_.else_body);
            }
            Stmt::IfCond(condition) => self.condition(condition),
            Stmt::WithBlock(with) => {
                let shapes: Vec<Shape> = with.assignments.iter().map(|(_, expr)| self.expression(expr)).collect();
                self.scopes.open();
                for ((target, _), shape) in with.assignments.iter().zip(shapes) {
                    self.assign(target, shape);
                }
                self.statements(&with.body);
                self.scopes.close();
            }
            Stmt::Set(set) => {
                let shape = self.expression(&set.expr);
                self.assign(&set.target, shape);
            }
            Stmt::SetBlock(set) => {
                self.statements(&set.body);
                self.optional(set.filter.as_ref());
                self.assign(&set.target, Shape::Words);
            }
            Stmt::AutoEscape(block) => self.statements(&block.body),
            Stmt::FilterBlock(block) => {
                self.expression(&block.filter);
                self.statements(&block.body);
            }
            Stmt::Block(block) => self.statements(&block.body),
            Stmt::Include(include) => self.include(&include.name, include.ignore_missing),
            Stmt::Import(import) => {
                self.expression(&import.expr);
                self.assign(&import.name, Shape::Any);
            }
            Stmt::FromImport(import) => {
                self.expression(&import.expr);
                for (name, alias) in &import.names {
                    self.assign(alias.as_ref().unwrap_or(name), Shape::Any);
                }
            }
            Stmt::Extends(extends) => self.include(&extends.name, false),
            Stmt::Macro(macro_) => {
                self.scopes.set(macro_.name, Shape::Any);
                self.scopes.open();
                self.scopes.set("caller", Shape::Any);
                self.all(&macro_.defaults);
                macro_.args.iter().for_each(|argument| self.assign(argument, Shape::Any));
                self.statements(&macro_.body);
                self.scopes.close();
            }
            Stmt::CallBlock(block) => {
                self.expression(&block.call.expr);
                self.arguments(&block.call.args);
                self.statements(&block.macro_decl.body);
            }
            Stmt::Do(called) => {
                self.expression(&called.call.expr);
                self.arguments(&called.call.args);
            }
        }
    }

    /// A branch that is taken where a name is defined can use it.
    fn condition(&mut self, condition: &IfCond<'plan>) {
        self.expression(&condition.expr);
        let mut given = Vec::new();
        defined(&condition.expr, &mut given);
        given.retain(|name| self.scopes.get(name).is_none());
        for name in &given {
            self.scopes.set(name, Shape::Any);
        }
        self.statements(&condition.true_body);
        for name in &given {
            self.scopes.forget(name);
        }
        self.statements(&condition.false_body);
    }

    fn include(&mut self, name: &Expr<'plan>, may_be_missing: bool) {
        self.expression(name);
        let Expr::Const(constant) = name else { return };
        let Some(piece) = constant.value.as_str() else { return };
        if !self.plan.wording.contains_key(piece) {
            if !may_be_missing {
                let known = self.plan.wording.keys().map(String::as_str).filter(|known| known.starts_with('_'));
                let hint = suggestion(piece, known);
                self.tell(self.last(piece, name.span()), format!("没有“{piece}”这一段"), hint);
            }
        } else if self.path.contains(&piece) {
            self.tell(self.last(piece, name.span()), format!("“{piece}”这一段引用了自己"), None);
        } else {
            // What a piece sets stays set.
            self.template(piece);
        }
    }

    fn assign(&mut self, target: &Expr<'plan>, shape: Shape) {
        match target {
            Expr::Var(variable) => self.scopes.set(variable.id, shape),
            Expr::List(list) => list.items.iter().for_each(|item| self.assign(item, Shape::Any)),
            Expr::Tuple(tuple) => tuple.items.iter().for_each(|item| self.assign(item, Shape::Any)),
            _ => {}
        }
    }

    fn all(&mut self, exprs: &[Expr<'plan>]) {
        for expr in exprs {
            self.expression(expr);
        }
    }

    fn optional(&mut self, expr: Option<&Expr<'plan>>) {
        if let Some(expr) = expr {
            self.expression(expr);
        }
    }

    fn arguments(&mut self, arguments: &[CallArg<'plan>]) {
        for argument in arguments {
            let (CallArg::Pos(expr) | CallArg::Kwarg(_, expr) | CallArg::PosSplat(expr) | CallArg::KwargSplat(expr)) = argument;
            self.expression(expr);
        }
    }

    /// What an expression stands for; everything in it that there is not is told.
    fn expression(&mut self, expr: &Expr<'plan>) -> Shape {
        match expr {
            Expr::Var(variable) => self.variable(variable.id, variable.span()),
            Expr::Const(_) => Shape::Any,
            Expr::GetAttr(attribute) => {
                let outer = self.expression(&attribute.expr);
                self.attribute(outer, attribute.name, &attribute.expr, attribute.span())
            }
            Expr::GetItem(item) => {
                let outer = self.expression(&item.expr);
                self.expression(&item.subscript_expr);
                self.item(outer, &item.subscript_expr, &item.expr)
            }
            Expr::Slice(slice) => {
                for bound in [&slice.start, &slice.stop, &slice.step] {
                    self.optional(bound.as_ref());
                }
                self.expression(&slice.expr)
            }
            Expr::UnaryOp(operation) => {
                self.expression(&operation.expr);
                Shape::Any
            }
            Expr::BinOp(operation) => {
                let left = self.expression(&operation.left);
                let right = self.expression(&operation.right);
                self.looked_for(&operation.left, right);
                match (operation.op, left) {
                    (BinOpKind::ScOr, Shape::Any) => right,
                    (BinOpKind::ScOr, left) => left,
                    _ => Shape::Any,
                }
            }
            Expr::Compare(comparison) => {
                self.expression(&comparison.expr);
                for operation in &comparison.ops {
                    let against = self.expression(&operation.expr);
                    self.looked_for(&comparison.expr, against);
                }
                Shape::Any
            }
            Expr::IfExpr(choice) => {
                let mut given = Vec::new();
                defined(&choice.test_expr, &mut given);
                self.expression(&choice.test_expr);
                given.retain(|name| self.scopes.get(name).is_none());
                for name in &given {
                    self.scopes.set(name, Shape::Any);
                }
                let shape = self.expression(&choice.true_expr);
                for name in &given {
                    self.scopes.forget(name);
                }
                self.optional(choice.false_expr.as_ref());
                shape
            }
            Expr::Filter(filter) => {
                self.arguments(&filter.args);
                let shape = match &filter.expr {
                    // What may be missing has a default.
                    Some(expr) if matches!(filter.name, "default" | "d") => self.lenient(expr),
                    Some(expr) => self.expression(expr),
                    None => Shape::Any,
                };
                if !is_filter(filter.name) {
                    self.tell(self.last(filter.name, filter.span()), format!("没有`{}`这个过滤器", filter.name), None);
                }
                filtered(filter.name, shape)
            }
            Expr::Test(test) => {
                self.arguments(&test.args);
                if matches!(test.name, "defined" | "undefined") {
                    self.lenient(&test.expr);
                } else {
                    self.expression(&test.expr);
                }
                if !is_test(test.name) {
                    self.tell(self.last(test.name, test.span()), format!("没有`{}`这个判断", test.name), None);
                }
                Shape::Any
            }
            Expr::Call(call) => {
                self.expression(&call.expr);
                self.arguments(&call.args);
                Shape::Any
            }
            Expr::List(list) => {
                self.all(&list.items);
                Shape::Any
            }
            Expr::Tuple(tuple) => {
                self.all(&tuple.items);
                Shape::Any
            }
            Expr::Map(map) => {
                self.all(&map.keys);
                self.all(&map.values);
                Shape::Any
            }
        }
    }

    /// An expression whose name need not be there.
    fn lenient(&mut self, expr: &Expr<'plan>) -> Shape {
        match expr {
            Expr::Var(variable) => self.scopes.get(variable.id).unwrap_or(Shape::Any),
            other => self.expression(other),
        }
    }

    fn variable(&mut self, name: &str, span: Span) -> Shape {
        if let Some(shape) = self.scopes.get(name) {
            return shape;
        }
        if !is_function(name) && !matches!(name, "self" | "super" | "caller") {
            let nested = below(name).map(|nested| format!("是否想写`{nested}`"));
            let hint = nested.or_else(|| suggestion(name, self.scopes.names()));
            self.tell(bytes(span), format!("没有`{name}`这个名称"), hint);
        }
        Shape::Any
    }
}

fn bytes(span: Span) -> std::ops::Range<usize> {
    count::to_usize(span.start_offset)..count::to_usize(span.end_offset)
}

/// Where an expression begins and ends: the engine's span of `a.b.c` begins before the last part.
fn whole(expr: &Expr<'_>) -> std::ops::Range<usize> {
    let inner = match expr {
        Expr::GetAttr(attribute) => Some(&attribute.expr),
        Expr::GetItem(item) => Some(&item.expr),
        Expr::Slice(slice) => Some(&slice.expr),
        _ => None,
    };
    let own = bytes(expr.span());
    inner.map_or_else(|| own.clone(), |inner| whole(inner).start..own.end)
}
