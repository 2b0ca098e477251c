//! The page of all keys, in Markdown.

use super::columns::{self, CsvFile};
use super::files::{self, File, Table};
use super::key::{self, Key};

const HEAD: &str = "# 方案包的全部键

本页由 `tongbao plan reference` 从读取方案包的程序本身生成，不手写；改了程序的，用它重写本页。怎样写一个方案包，见[方案包](zh/plan-packs.md)。

- 没有列出的键是错误，`tongbao plan check` 会指出它的行列和相近的键。
- “必写”为“是”的，缺了是错误；“缺省”是不写时的取值。
- 编辑器可以随写随查：各文件的 JSON Schema 在 `report_templates/schema`，`tongbao plan reference --schemas 文件夹` 另写一份。用 taplo 的，在文件第一行写 `#:schema 路径`。
";

/// All keys of all files of a pack, `more` among them, and the columns of its CSV files.
pub fn page(more: &[File]) -> String {
    let mut page = HEAD.to_owned();
    for file in files::all().iter().chain(more) {
        of_file(file, &mut page);
    }
    for file in columns::all() {
        of_csv(&file, &mut page);
    }
    page
}

fn of_file(file: &File, page: &mut String) {
    let schema = file.schema();
    page.extend([format!("\n## {}\n\n{}\n", file.name, file.about)]);
    for table in &file.tables {
        let keys = key::keys(table, &schema);
        if !table.path.is_empty() {
            page.extend([format!("\n### {}\n", heading(table, file))]);
        }
        page.push_str("\n| 键 | 可写 | 必写 | 缺省 | 含义 | 例 |\n|---|---|---|---|---|---|\n");
        for key in keys {
            let Key { name, kind, is_needed, default, meaning, example, .. } = key;
            let needed = if is_needed { "是" } else { "" };
            let row = [format!("`{name}`"), kind, needed.to_owned(), code(default), meaning, code(example)];
            page.extend([format!("| {} |\n", row.map(|cell| cell.replace('|', "\\|")).join(" | "))]);
        }
    }
}

/// `[lights]`, or `[[sheet.item]]` where there may be several.
fn heading(table: &Table, file: &File) -> String {
    let (above, last) = table.path.rsplit_once('.').unwrap_or(("", table.path));
    let schema = file.schema();
    let property = super::schema::table(&schema, above).and_then(|above| above.get("properties")?.get(last));
    let is_list = property.and_then(|property| property.get("type")?.as_str()) == Some("array");
    if is_list { format!("`[[{}]]`", table.path) } else { format!("`[{}]`", table.path) }
}

fn of_csv(file: &CsvFile, page: &mut String) {
    page.extend([format!("\n## {}\n\n{}\n", file.name, file.about)]);
    page.push_str("\n| 列 | 必填 | 含义 | 例 |\n|---|---|---|---|\n");
    for (name, is_needed, meaning, example) in &file.columns {
        let needed = if *is_needed { "是" } else { "" };
        page.extend([format!("| `{name}` | {needed} | {meaning} | {example} |\n")]);
    }
}

fn code(text: Option<String>) -> String {
    text.map(|text| format!("`{text}`")).unwrap_or_default()
}
