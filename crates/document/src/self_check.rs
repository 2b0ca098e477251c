//! What a form says about itself while it is being filled in: rules as formulas over its own cells.
//!
//! Formulas name items, not addresses: only the renderer knows in which row an item stands.

/// Whose value of an item a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FormColumn {
    /// 本期累计 or 本季数: what the filler types.
    Value,
    /// 上年同期, locked.
    LastYear,
    /// 上期累计 or 上季数, locked.
    Previous,
}

/// A cell of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FormCell {
    /// The value of an item, by its position over all sheets of the form.
    Item(usize, FormColumn),
    /// The answer to 本表无数据 on the sheet of an item.
    NothingToReport(usize),
}

/// A piece of a spreadsheet formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormulaPiece {
    /// Text of the formula.
    Text(String),
    /// The address of a cell.
    Cell(FormCell),
}

/// A spreadsheet formula, without its `=`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CellFormula(pub Vec<FormulaPiece>);

impl CellFormula {
    /// The formula with an address for each cell.
    pub fn text(&self, address: impl Fn(FormCell) -> String) -> String {
        self.0
            .iter()
            .map(|piece| match piece {
                FormulaPiece::Text(text) => text.clone(),
                FormulaPiece::Cell(cell) => address(*cell),
            })
            .collect()
    }

    /// The formula with text in place of the cells for which there is some.
    #[must_use]
    pub fn with_text(self, text: impl Fn(FormCell) -> Option<String>) -> Self {
        let told = |piece| match piece {
            FormulaPiece::Cell(cell) => text(cell).map_or(FormulaPiece::Cell(cell), FormulaPiece::Text),
            words @ FormulaPiece::Text(_) => words,
        };
        Self(self.0.into_iter().map(told).collect())
    }
}

/// How a rule stands, in the three words of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CheckVerdict {
    /// 通过.
    Pass,
    /// 不通过.
    Fail,
    /// 未填: something is missing without which nothing can be said.
    Unfilled,
}

impl CheckVerdict {
    /// As it stands in the cell.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "通过",
            Self::Fail => "不通过",
            Self::Unfilled => "未填",
        }
    }
}

/// A rule that the form checks itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelfCheckRow {
    /// Identifier of the rule.
    pub rule: String,
    /// 强制, 准强制, 核实, 提示.
    pub severity: String,
    /// What is expected, in words.
    pub expected: String,
    /// How to correct.
    pub hint: String,
    /// Comes to one of the words of [`CheckVerdict`].
    pub formula: CellFormula,
    /// What it comes to for the form as it is written.
    pub verdict: CheckVerdict,
    /// Positions of the items that the filler types and the rule reads, in the order of the rule.
    pub items: Vec<usize>,
}

/// A rule that only the receiver can check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaterCheck {
    /// Identifier of the rule.
    pub rule: String,
    /// 强制, 准强制, 核实, 提示.
    pub severity: String,
    /// What is expected, in words.
    pub expected: String,
    /// Why the form cannot check it.
    pub reason: String,
}

/// 自查: every rule that will judge the return.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SelfCheck {
    /// Those that the form checks itself.
    pub rows: Vec<SelfCheckRow>,
    /// 报送后审核.
    pub later: Vec<LaterCheck>,
}

impl SelfCheck {
    /// How many of the rules stand like that in the form as it is written.
    pub fn count(&self, verdict: CheckVerdict) -> usize {
        self.rows.iter().filter(|row| row.verdict == verdict).count()
    }
}
