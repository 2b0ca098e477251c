//! What is wrong with a plan's wordings before any number is known: names, tables, charts, directives and pieces that there are not, and files that
//! nothing uses. Every mistake is told, with its place.

mod directives;
mod filters;
mod names;
mod scopes;

use std::collections::BTreeSet;

use self::names::Names;
use super::pieces;
use super::place::{Spot, Wording};
use tongbao_figures::plan::{Mistake, Plan, Template, suggestion};
use tongbao_returns::domain::Cycle;

/// A mistake of a wording before it is put into words with its line.
#[derive(Debug)]
struct Slip {
    spot: Spot,
    message: String,
    hint: Option<String>,
}

/// Checks every wording of a plan's bulletins with the pieces that it calls for, and looks for files of the pack that no bulletin uses.
pub fn check(plan: &Plan) -> Vec<Mistake> {
    let wording = &plan.wording;
    let roots: Vec<&str> = plan.cycles.iter().map(|cycle| cycle.as_str()).filter(|name| wording.contains_key(*name)).collect();
    let used: BTreeSet<&str> = roots.iter().flat_map(|name| pieces::of(wording, name)).collect();
    let mut slips = Vec::new();
    for name in &used {
        slips.extend(wording.get(*name).into_iter().flat_map(|template| directives::of(name, template, plan)));
    }
    let mut names = Names::new(plan);
    for name in &roots {
        names.of_bulletin(name);
    }
    slips.extend(names.found);
    slips.extend(unused(plan, &used));
    let told = |slip: Slip| slip.spot.mistake(wording, slip.message).with_hint(slip.hint);
    let mut mistakes: Vec<Mistake> = slips.into_iter().map(told).collect();
    mistakes.sort();
    mistakes.dedup();
    mistakes
}

/// Files of the pack that do nothing.
fn unused(plan: &Plan, used: &BTreeSet<&str>) -> Vec<Slip> {
    let own = plan.wording.iter().filter(|(name, template)| !template.is_shared() && !used.contains(name.as_str()));
    own.map(|(name, template)| {
        let (message, hint) = useless(name, &plan.wording);
        // An empty file has no line.
        let span = Some(0..0).filter(|_| !template.text.is_empty());
        Slip { spot: Spot { name: name.clone(), span }, message, hint }
    })
    .collect()
}

fn useless(name: &str, wording: &Wording) -> (String, Option<String>) {
    if name.starts_with('_') {
        let shared =
            |(known, template): (&'_ String, &'_ Template)| (known != name && template.is_shared()).then(|| known.clone());
        let shared: Vec<String> = wording.iter().filter_map(shared).filter(|known| known.starts_with('_')).collect();
        let hint = suggestion(name, shared.iter().map(String::as_str));
        return (format!("没有哪种通报引用这一段：`{name}`"), hint);
    }
    if Cycle::ALL.iter().any(|cycle| cycle.as_str() == name) {
        return (format!("方案没有这种通报：plan.toml 的`cycles`和`[[mechanism]]`里都没有`{name}`"), None);
    }
    let known = Cycle::ALL.map(Cycle::as_str);
    (format!("没有这种通报：`{name}`；段落的文件名要以 _ 开头"), suggestion(name, known))
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::*;

    fn plan() -> Plan {
        let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates");
        tongbao_figures::plan::load(&templates, "kailu-2024").unwrap()
    }

    /// What is told of Kailu with other files: file, line, column, message, hint.
    fn told(files: &[(&str, &str)]) -> Vec<(String, usize, usize, String, Option<String>)> {
        let mut plan = plan();
        for (name, text) in files {
            let file = PathBuf::from(format!("kailu-2024/bulletins/{name}.md"));
            plan.wording.insert((*name).to_owned(), Template { file, text: (*text).to_owned() });
        }
        let place = |mistake: Mistake| {
            let file = mistake.file.file_name().unwrap().to_str().unwrap().to_owned();
            (file, mistake.line, mistake.column, mistake.message, mistake.hint)
        };
        check(&plan).into_iter().map(place).collect()
    }

    fn messages(text: &str) -> Vec<(usize, usize, String)> {
        told(&[("quarterly", text)]).into_iter().map(|(_, line, column, message, _)| (line, column, message)).collect()
    }

    #[test]
    fn the_shipped_wordings_are_sound() {
        for id in ["jining-2023", "kailu-2024"] {
            let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates");
            let plan = tongbao_figures::plan::load(&templates, id).unwrap();
            assert_eq!(check(&plan), [], "{id}");
        }
    }

    #[test]
    fn unknown_names_are_told_at_their_places_with_the_nearest() {
        let text = "@title {{ naem }}\n逾期{{ ledger.overdu }}\n{% for one in worst %}{{ one.vale }}{% endfor %}\n{% if lights.red_coun > 0 %}{{ x | default(\"\") }}{% endif %}";
        let expected = [
            (1, 11, "没有`naem`这个名称", Some("是否想写`name`")),
            (2, 13, "`ledger`没有`overdu`", Some("是否想写`overdue`")),
            (3, 30, "`one`没有`vale`", Some("是否想写`value`")),
            (4, 14, "`lights`没有`red_coun`", Some("是否想写`red_count`")),
        ];
        let expected = expected.map(|(line, column, message, hint)| {
            ("quarterly.md".to_owned(), line, column, message.to_owned(), hint.map(str::to_owned))
        });
        assert_eq!(told(&[("quarterly", text)]), expected);
        let told = told(&[("quarterly", "{{ overdue }}")]);
        assert_eq!(told[0].4.as_deref(), Some("是否想写`ledger.overdue`"), "{told:?}");
    }

    #[test]
    fn indicators_that_there_are_not_are_told() {
        let text = "{{ indicator[\"资产负责率\"].value }}{% if \"没有的\" in indicator %}{% endif %}{{ indicator[\"资产负债率\"].value }}";
        let told = told(&[("quarterly", text)]);
        let lines: Vec<(usize, &str)> = told.iter().map(|(_, _, column, message, _)| (*column, message.as_str())).collect();
        assert_eq!(lines, [(15, "方案中没有名为“资产负责率”的指标"), (38, "方案中没有名为“没有的”的指标")]);
        assert_eq!(told[0].4.as_deref(), Some("是否想写`资产负债率`"));
    }

    #[test]
    fn what_is_to_decide_by_is_not_printed() {
        assert_eq!(messages("{{ ledger.overdue_count }}"), [(1, 4, "`ledger.overdue_count`只用来判断，不能印出".to_owned())]);
        assert_eq!(messages("{{ ledger }}"), [(1, 4, "`ledger`是一组名称，不能印出".to_owned())]);
        assert_eq!(messages("{% for one in name %}{% endfor %}"), [(1, 15, "`name`不是一组，不能逐个取".to_owned())]);
        assert_eq!(messages("{{ practices | length }}{{ outside | join(\"、\") }}{% if has_counties %}{% endif %}"), []);
    }

    #[test]
    fn tables_charts_and_directives_that_there_are_not_are_told() {
        let text = "@table 报送情况表\n@chrat 达标率\n  @chart 趋势 无此指标\n{# @table 没有 #}\n#标题\n@tables 得分够成\n@table {{ name }}\n{% if scores %}@table 得分排明{% endif %}";
        assert_eq!(
            messages(text),
            [
                (1, 8, "没有名为“报送情况表”的表".to_owned()),
                (2, 1, "没有“@chrat”这个指令".to_owned()),
                (3, 13, "方案中没有名为“无此指标”的指标".to_owned()),
                (5, 1, "标题写作一到三个 #，后面空一格".to_owned()),
                (6, 9, "没有名为“得分够成”的一组表".to_owned()),
                (8, 23, "没有名为“得分排明”的表".to_owned()),
            ]
        );
        let hints: Vec<Option<String>> = told(&[("quarterly", text)]).into_iter().map(|told| told.4).collect();
        assert_eq!(hints[0].as_deref(), Some("是否想写`报送情况`"));
        assert_eq!(hints[1].as_deref(), Some("是否想写`@chart`"));
    }

    #[test]
    fn pieces_are_checked_with_what_they_are_given() {
        let piece = "{{ heading }}{% if more is defined %}{{ more }}{% endif %}";
        let given = "{% with heading = \"甲\" %}{% include \"_own\" %}{% endwith %}";
        assert_eq!(told(&[("quarterly", given), ("_own", piece)]), []);
        let missing = told(&[("quarterly", "{% include \"_own\" %}"), ("_own", piece)]);
        assert_eq!(missing.iter().map(|told| (told.0.as_str(), told.2)).collect::<Vec<_>>(), [("_own.md", 4)]);
        let unknown = told(&[("quarterly", "{% include \"_reportin\" %}")]);
        assert_eq!((unknown[0].2, unknown[0].3.as_str()), (13, "没有“_reportin”这一段"));
        assert_eq!(unknown[0].4.as_deref(), Some("是否想写`_reporting`"));
    }

    #[test]
    fn files_that_do_nothing_are_told() {
        let told = told(&[("_higlights", "甲"), ("quartely", "乙")]);
        assert_eq!((told[0].0.as_str(), told[0].4.as_deref()), ("_higlights.md", Some("是否想写`_highlights`")));
        assert_eq!((told[1].0.as_str(), told[1].4.as_deref()), ("quartely.md", Some("是否想写`quarterly`")));
        assert_eq!(told.len(), 2);
    }

    #[test]
    fn a_template_that_cannot_be_read_and_unknown_filters_are_told() {
        let told = messages("一\n{{ name | uper }}{% if name is odd_one %}{% endif %}\n");
        assert_eq!(told, [(2, 11, "没有`uper`这个过滤器".to_owned()), (2, 32, "没有`odd_one`这个判断".to_owned())]);
        let told = messages("一\n{% if name %}\n");
        assert_eq!(told.len(), 1, "{told:?}");
    }
}
