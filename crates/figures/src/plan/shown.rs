//! A mistake in its line, with a caret: what a pack author sees.

use codespan_reporting::diagnostic::{Diagnostic, Label};
use codespan_reporting::files::SimpleFile;
use codespan_reporting::term;
use codespan_reporting::term::Config;

use super::Mistake;

/// The mistake with its place, its line of the source and its hint; without colour. The source is the text of the mistake's file.
pub fn render(mistake: &Mistake, source: &str) -> String {
    let hint = mistake.hint.as_ref().map(|hint| format!("hint: {hint}\n")).unwrap_or_default();
    if mistake.line == 0 {
        return format!("error: {}\n  ┌─ {}\n{hint}", mistake.message, mistake.file.display());
    }
    let file = SimpleFile::new(mistake.file.display().to_string(), source);
    let diagnostic = Diagnostic::error().with_message(&mistake.message).with_label(Label::primary((), mistake.span()));
    match term::emit_into_string(&Config::default(), &file, &diagnostic) {
        Ok(text) => format!("{}\n{hint}", text.trim_end()),
        // The source is not the mistake's: its place is still worth telling.
        Err(_) => format!("error: {mistake}\n{hint}"),
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    #[test]
    fn a_mistake_is_shown_in_its_line() {
        let text = "[[indicator]]\nformula = \"SUM(出院人数)\"\n";
        let start = text.find("出院人数").unwrap();
        let mistake = Mistake::in_text(
            PathBuf::from("p/indicators.toml"),
            text,
            start..start + "出院人数".len(),
            "没有指标项`出院人数`".to_owned(),
        );
        let mistake = mistake.with_hint(Some("是否想写`出院人次`".to_owned()));
        let expected = "error: 没有指标项`出院人数`\n  ┌─ p/indicators.toml:2:16\n  │\n2 │ formula = \"SUM(出院人数)\"\n  │                ^^^^^^^^\nhint: 是否想写`出院人次`\n";
        assert_eq!(render(&mistake, text), expected);
        assert_eq!(mistake.to_string(), "p/indicators.toml:2:16：没有指标项`出院人数`");
    }

    #[test]
    fn a_missing_file_is_shown_without_a_line() {
        let mistake = Mistake::in_file(PathBuf::from("p/plan.toml"), "缺少文件".to_owned());
        assert_eq!(render(&mistake, ""), "error: 缺少文件\n  ┌─ p/plan.toml\n");
    }
}
