//! `inbox/README.md`: what is wrong with the imperfect files, and what tongbao is expected to say of each.

use std::fmt::Write;

use crate::filing::Filing;
use crate::imperfect::Imperfect;
use crate::imperfect::adopted::Adopted;
use tongbao_returns::domain::{Form, Period};

/// What a README tells.
#[derive(Debug)]
pub struct Told<'run> {
    /// Title of the sample.
    pub title: &'run str,
    /// Returns that are there and good, by period.
    pub returns: Vec<(Period, usize)>,
    /// Imperfect files of all periods.
    pub imperfect: Vec<Imperfect>,
    /// Files that were converted once.
    pub adopted: &'run [Adopted],
    /// Returns that nobody sent, each with its form.
    pub missing: Vec<(Filing<'run>, &'run Form)>,
    /// Good returns that came after the deadline, each with its form.
    pub late: Vec<(Filing<'run>, &'run Form)>,
}

/// The text.
pub fn readme(told: &Told<'_>) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = written(&mut text, told);
    text
}

fn written(text: &mut String, told: &Told<'_>) -> std::fmt::Result {
    writeln!(text, "# {}：示例数据\n", told.title)?;
    writeln!(text, "机构名称、代码、数字均为虚构，由生成器按固定种子写成，与真实机构无关。")?;
    writeln!(text, "重新生成：`cargo run --release --example make_sample`。请勿手工修改这里的文件。\n")?;
    writeln!(text, "| 报告期 | 完好的报表 | 有问题的文件 |\n|---|---:|---:|")?;
    for (period, count) in &told.returns {
        let imperfect = told.imperfect.iter().filter(|file| is_of(file, *period)).count();
        writeln!(text, "| {period} | {count} | {imperfect} |")?;
    }
    for (period, _) in &told.returns {
        let files: Vec<&Imperfect> = told.imperfect.iter().filter(|file| is_of(file, *period)).collect();
        if !files.is_empty() {
            table(text, *period, &files)?;
        }
    }
    if !told.adopted.is_empty() {
        writeln!(text, "\n## 转换而来的文件\n")?;
        writeln!(text, "下列文件由生成的 .xlsx 转换一次后保存，生成器不改写它们。要重做：删除该文件，运行 `make_sample`，")?;
        writeln!(text, "把写在 `{{报告期}}` 文件夹里的那份 .xlsx 按下列办法转换、改名放回原处，再运行一次 `make_sample`。\n")?;
        writeln!(text, "| 文件 | 办法 |\n|---|---|")?;
        for file in told.adopted {
            writeln!(text, "| `{}` | `{}` |", file.path, file.made_by)?;
        }
    }
    if !told.missing.is_empty() {
        writeln!(text, "\n## 没有报来的报表\n")?;
    }
    for (filing, form) in &told.missing {
        writeln!(text, "- {}：{}，{}（{}）", filing.period, filing.unit.name, form.title, form.code)?;
    }
    if !told.late.is_empty() {
        writeln!(text, "\n## 迟报的报表\n")?;
    }
    for (filing, form) in &told.late {
        let (period, unit, day) = (filing.period, &filing.unit.name, filing.reported_on);
        writeln!(text, "- {period}：{unit}，{}（{}），{day} 报出，`{}`", form.title, form.code, filing.path)?;
    }
    Ok(())
}

fn table(text: &mut String, period: Period, files: &[&Imperfect]) -> std::fmt::Result {
    writeln!(text, "\n## {period}：有问题的文件\n")?;
    writeln!(text, "| 序号 | 文件 | 单位 | 问题 | 应提示 | 结果 |\n|---:|---|---|---|---|---|")?;
    for (number, file) in files.iter().enumerate() {
        let codes = file.codes.iter().map(|code| format!("{} {}", code.as_str(), code.title()));
        let codes: Vec<String> = codes.chain(file.rules.iter().map(|rule| format!("规则 {rule}"))).collect();
        let place = if file.is_told_of_good { "（提示在另一份上）" } else { "" };
        let codes = if codes.is_empty() { "无".to_owned() } else { format!("{}{place}", codes.join("<br>")) };
        writeln!(text, "| {} | `{}` | {} | {} | {codes} | {} |", number + 1, file.path, file.unit, file.defect, file.outcome)?;
    }
    Ok(())
}

fn is_of(file: &Imperfect, period: Period) -> bool {
    file.path.starts_with(&format!("{period}/"))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    #[test]
    fn every_imperfect_file_that_a_readme_lists_is_there() {
        for (sample, least) in [("jining", 50), ("kailu", 9)] {
            let inbox = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join("sample_data").join(sample).join("inbox");
            let text = fs::read_to_string(inbox.join("README.md")).expect("a README beside the returns");
            let rows = text.lines().filter(|line| line.starts_with("| ") && line.contains(" | `"));
            let files: Vec<&str> = rows.filter_map(|row| row.split('`').nth(1)).collect();
            assert!(files.len() >= least, "{sample}: {}", files.len());
            for file in files {
                assert!(inbox.join(file).is_file(), "{file}");
            }
        }
    }
}
