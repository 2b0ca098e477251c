//! A spreadsheet formula while it is put together: brackets only where they are needed, and a count of what Excel limits.

use tongbao_document::{CellFormula, FormCell, FormulaPiece};

/// Excel takes 8,192 characters; the rest is for what a renderer writes around it.
const MOST_CHARACTERS: usize = 8_000;
/// `'` + 31 characters + `'!$AA$1234`, the longest address of a cell on another sheet.
const ADDRESS: usize = 44;
/// Excel takes 64 levels of functions.
const DEEPEST: usize = 60;
/// Excel takes 255 characters in quotes.
const LONGEST_TEXT: usize = 255;

/// How tightly the parts of a formula hang together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Bond {
    Comparison,
    Sum,
    Product,
    Atom,
}

/// A part of a formula.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pieces: Vec<FormulaPiece>,
    bond: Bond,
    depth: usize,
    is_possible: bool,
}

impl Draft {
    /// A name, a number without sign, or TRUE and FALSE.
    pub(super) fn word(text: impl Into<String>) -> Self {
        Self { pieces: vec![FormulaPiece::Text(text.into())], bond: Bond::Atom, depth: 0, is_possible: true }
    }

    /// A number; `None` for what no cell can hold.
    pub(super) fn number(number: f64) -> Option<Self> {
        // Rust writes the shortest digits that mean the same number, without an exponent.
        let digits = format!("{}", number.abs());
        let word = if number < 0.0 { format!("(-{digits})") } else { digits };
        number.is_finite().then(|| Self::word(word))
    }

    /// Words in quotes.
    pub(super) fn quoted(text: &str) -> Self {
        let is_possible = text.encode_utf16().count() <= LONGEST_TEXT && !text.chars().any(char::is_control);
        Self { is_possible, ..Self::word(format!("\"{}\"", text.replace('"', "\"\""))) }
    }

    /// The value of a cell.
    pub(super) fn cell(cell: FormCell) -> Self {
        Self { pieces: vec![FormulaPiece::Cell(cell)], bond: Bond::Atom, depth: 0, is_possible: true }
    }

    /// `NAME(a,b)`
    pub(super) fn call(name: &str, arguments: impl IntoIterator<Item = Self>) -> Self {
        let mut whole = Self::word(format!("{name}("));
        for (position, argument) in arguments.into_iter().enumerate() {
            if position > 0 {
                whole.push(",");
            }
            whole.append(argument);
        }
        whole.push(")");
        Self { depth: whole.depth + 1, ..whole }
    }

    /// `IF(condition,then,otherwise)`
    pub(super) fn choose(condition: Self, then: Self, otherwise: Self) -> Self {
        Self::call("IF", [condition, then, otherwise])
    }

    /// One of several truths, or that one.
    pub(super) fn any(name: &str, mut several: Vec<Self>) -> Self {
        match several.pop() {
            Some(only) if several.is_empty() => only,
            last => Self::call(name, several.into_iter().chain(last)),
        }
    }

    /// `left+right`, and so on.
    pub(super) fn arithmetic(left: Self, sign: &str, right: Self) -> Self {
        let is_sum = matches!(sign, "+" | "-");
        // Not `a+b+c` for `a+(b+c)`: with binary fractions that is another number.
        let (bond, tighter) = if is_sum { (Bond::Sum, Bond::Product) } else { (Bond::Product, Bond::Atom) };
        let mut whole = left.bound(bond);
        whole.push(sign);
        whole.append(right.bound(tighter));
        Self { bond, ..whole }
    }

    /// Both as they stand, one behind the other.
    pub(super) fn followed_by(mut self, other: Self) -> Self {
        self.append(other);
        self
    }

    /// `(-a)`
    pub(super) fn negated(self) -> Self {
        let mut whole = Self::word("(-");
        whole.append(self.bound(Bond::Atom));
        whole.push(")");
        whole
    }

    /// `left<=right`, and so on.
    pub(super) fn compared(self, sign: &str, right: Self) -> Self {
        let mut whole = self.bound(Bond::Sum);
        whole.push(sign);
        whole.append(right.bound(Bond::Sum));
        Self { bond: Bond::Comparison, ..whole }
    }

    /// The formula; `None` if Excel would not take it.
    pub(super) fn finished(self) -> Option<CellFormula> {
        let length = |piece: &FormulaPiece| match piece {
            FormulaPiece::Text(text) => text.encode_utf16().count(),
            FormulaPiece::Cell(_) => ADDRESS,
        };
        let length: usize = self.pieces.iter().map(length).sum();
        (self.is_possible && length <= MOST_CHARACTERS && self.depth <= DEEPEST).then_some(CellFormula(self.pieces))
    }

    fn bound(self, bond: Bond) -> Self {
        if self.bond >= bond {
            return self;
        }
        let mut whole = Self::word("(");
        whole.append(self);
        whole.push(")");
        Self { depth: whole.depth + 1, ..whole }
    }

    fn push(&mut self, text: &str) {
        match self.pieces.last_mut() {
            Some(FormulaPiece::Text(last)) => last.push_str(text),
            _ => self.pieces.push(FormulaPiece::Text(text.to_owned())),
        }
    }

    fn append(&mut self, other: Self) {
        self.depth = self.depth.max(other.depth);
        self.is_possible &= other.is_possible;
        for piece in other.pieces {
            match piece {
                FormulaPiece::Text(text) => self.push(&text),
                cell @ FormulaPiece::Cell(_) => self.pieces.push(cell),
            }
        }
    }
}
