//! Files of a crate do not import one another in circles. A file may name what a folder above it defines (its parent's small types,
//! by `super::`); otherwise what two files need lies in a third.

use std::collections::{BTreeMap, BTreeSet};

/// Circles that are meant: two halves of one algorithm.
const MEANT: &[&[&str]] = &[&["render/pdf/justify", "render/pdf/text"]];

/// A path as it is written or as it is from the crate's root: `crate::plan::Plan`, `plan::Plan`.
type Path<'code> = Vec<&'code str>;

/// What a file says of others.
#[derive(Default)]
struct Named<'code> {
    /// Every path in it, from the crate's root.
    paths: Vec<Path<'code>>,
    /// What it hands on under its own name, by that name.
    exports: BTreeMap<&'code str, Path<'code>>,
}

/// The files of a crate by their modules, each with its code.
type Modules<'code> = BTreeMap<Path<'code>, &'code str>;

#[test]
fn files_do_not_import_one_another_in_circles() {
    let sources = super::sources();
    let mut crates: BTreeMap<&str, Modules<'_>> = BTreeMap::new();
    for source in &sources {
        let mut module = source.module.split('/');
        let name = module.next().expect("a crate");
        crates.entry(name).or_default().insert(module.collect(), &source.code);
    }
    let circles: Vec<Vec<String>> = crates
        .iter()
        .flat_map(|(name, modules)| circles(modules).into_iter().map(move |circle| in_words(name, &circle)))
        .filter(|circle| MEANT.iter().all(|meant| meant != circle))
        .collect();
    assert!(circles.is_empty(), "{circles:#?}");
}

#[test]
fn a_planted_circle_is_found() {
    let files = |files: &[(&'static str, &'static str)]| -> Modules<'static> {
        files.iter().map(|(path, code)| (path.split('/').collect(), *code)).collect()
    };
    let shared = "mod below; pub use below::Shared; use super::b::B;";
    // Through a re-export, a list in braces and a path in the code; the file below names its parent, which is no circle.
    let planted = files(&[
        ("a", shared),
        ("a/below", "use super::Other; pub struct Shared;"),
        ("b", "fn b() { crate::c::C::new() }"),
        ("c", "use crate::{a::{Shared as Known}, d};"),
        ("d", "use self::Nothing;"),
    ]);
    assert!(circles(&planted).is_empty(), "below a stands what c takes");
    let planted =
        files(&[("a", shared), ("b", "fn b() { crate::c::C::new() }"), ("c", "use crate::{d, a::{Unknown}};"), ("d", "")]);
    assert_eq!(circles(&planted), [vec![vec!["a"], vec!["b"], vec!["c"]]]);
}

fn in_words(name: &str, circle: &[Path<'_>]) -> Vec<String> {
    circle.iter().map(|module| format!("{name}/{}", module.join("/"))).collect()
}

/// Files that reach one another, each circle once and in order.
fn circles<'code>(modules: &Modules<'code>) -> Vec<Vec<Path<'code>>> {
    let named: BTreeMap<&Path<'code>, Named<'code>> =
        modules.iter().map(|(module, code)| (module, named(module, code, modules))).collect();
    let imported: BTreeMap<&Path<'code>, BTreeSet<&Path<'code>>> = named
        .iter()
        .map(|(module, said)| {
            let homes = said.paths.iter().filter_map(|path| home(path, modules, &named));
            // What lies above is the parent's.
            (*module, homes.filter(|home| !module.starts_with(home)).collect())
        })
        .collect();
    let reached = |from| {
        let mut reached: BTreeSet<&Path<'code>> = BTreeSet::new();
        let mut next = vec![from];
        while let Some(module) = next.pop() {
            next.extend(imported[module].iter().filter(|module| reached.insert(module)));
        }
        reached
    };
    let reached: BTreeMap<&Path<'code>, BTreeSet<&Path<'code>>> =
        imported.keys().map(|module| (*module, reached(module))).collect();
    let circle = |module: &&Path<'code>| {
        let both = |other: &&&Path<'code>| reached[**other].contains(*module);
        reached[*module].iter().filter(both).map(|other| (*other).clone()).collect::<Vec<_>>()
    };
    let circles: BTreeSet<Vec<Path<'code>>> =
        imported.keys().filter(|module| reached[**module].contains(*module)).map(circle).collect();
    circles.into_iter().collect()
}

/// The file in which what a path names is defined, through re-exports.
fn home<'all, 'code>(
    path: &[&'code str],
    modules: &'all Modules<'code>,
    named: &BTreeMap<&'all Path<'code>, Named<'code>>,
) -> Option<&'all Path<'code>> {
    let (depth, module) =
        (1..=path.len()).rev().find_map(|depth| Some((depth, modules.get_key_value(&path[..depth].to_vec())?.0)))?;
    let export = path.get(depth).and_then(|name| named[module].exports.get(name));
    match export {
        Some(export) if export.as_slice() != &path[..=depth] => home(export, modules, named),
        _ => Some(module),
    }
}

fn named<'code>(module: &[&'code str], code: &'code str, modules: &Modules<'code>) -> Named<'code> {
    let tokens = tokens(code);
    let mut named = Named::default();
    let mut at = 0;
    let (mut is_public, mut is_export) = (false, false);
    while at < tokens.len() {
        match tokens[at] {
            "pub" => is_public = true,
            "use" => is_export = is_public,
            ";" | "{" | "}" => (is_public, is_export) = (false, false),
            token if is_name(token) => {
                let mut written = Vec::new();
                at = read_path(&tokens, at, &[], &mut written);
                for (path, name) in written {
                    let Some(path) = from_root(module, path, modules) else { continue };
                    if is_export {
                        named.exports.insert(name, path.clone());
                    }
                    named.paths.push(path);
                }
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    named
}

/// A path from the crate's root; `None` if it begins in another crate or with no module.
fn from_root<'code>(module: &[&'code str], mut path: Path<'code>, modules: &Modules<'code>) -> Option<Path<'code>> {
    let mut root = module.to_vec();
    match *path.first()? {
        "crate" => root.clear(),
        "self" => {}
        "super" => {
            while path.first() == Some(&"super") {
                path.remove(0);
                root.pop();
            }
            root.extend(path);
            return Some(root);
        }
        // A name alone is a variable, or declares the module.
        _ if path.len() == 1 => return None,
        first => {
            let child: Path<'code> = module.iter().copied().chain([first]).collect();
            return modules.contains_key(&child).then(|| root.into_iter().chain(path).collect());
        }
    }
    root.extend(path.into_iter().skip(1));
    Some(root)
}

/// Reads `a::b::{c, d as e}` from a name on: each path with the name that it gets here. Says where it ends.
fn read_path<'code>(
    tokens: &[&'code str],
    mut at: usize,
    before: &[&'code str],
    found: &mut Vec<(Path<'code>, &'code str)>,
) -> usize {
    let mut path = before.to_vec();
    loop {
        match tokens.get(at) {
            Some(&"{") => {
                at += 1;
                while tokens.get(at).is_some_and(|token| *token != "}") {
                    at = if is_name(tokens[at]) { read_path(tokens, at, &path, found) } else { at + 1 };
                }
                return at + 1;
            }
            Some(token) if is_name(token) => path.push(token),
            // A star, or generics behind a turbofish.
            _ => break,
        }
        at += 1;
        if tokens.get(at) != Some(&"::") {
            break;
        }
        at += 1;
    }
    let mut name = path.last().copied().unwrap_or_default();
    if tokens.get(at) == Some(&"as") {
        name = tokens.get(at + 1).copied().unwrap_or_default();
        at += 2;
    }
    found.push((path, name));
    at
}

fn is_name(token: &str) -> bool {
    token.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

/// Names, `::` and single signs.
fn tokens(code: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = code.trim_start();
    while let Some(first) = rest.chars().next() {
        let name = rest.find(|character: char| !character.is_alphanumeric() && character != '_').unwrap_or(rest.len());
        let length = match (name, rest.starts_with("::")) {
            (0, true) => 2,
            (0, false) => first.len_utf8(),
            (length, _) => length,
        };
        let (token, after) = rest.split_at(length);
        tokens.push(token);
        rest = after.trim_start();
    }
    tokens
}
