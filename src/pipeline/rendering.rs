//! Documents to files, and the files read back: one number in workbook, page and sentence.

use std::path::Path;

use rayon::prelude::*;

use super::error::RunError;
use super::progress::Progress;
use crate::compose::Composed;
use crate::publish::Output;
use tongbao_document::Document;
use tongbao_render::verify::{Expectation, Layout, expect};
use tongbao_render::{House, RenderError};

/// Where the expectations of a folder are kept, for `tongbao verify`.
pub use crate::publish::FIGURES;

/// A document with its files.
pub(super) struct Rendered<'a> {
    pub(super) stem: &'a str,
    pub(super) document: &'a Document,
    pub(super) layout: Layout,
    pub(super) page: Option<Vec<u8>>,
    pub(super) workbook: Vec<u8>,
}

/// Every bulletin to both formats and every list to a workbook, on all cores.
pub(super) fn render_all<'a>(
    bulletins: &'a [Composed],
    lists: &[(&'a str, &'a Document)],
    house: &House,
    progress: &dyn Progress,
) -> Result<Vec<Rendered<'a>>, RenderError> {
    let mut rendered: Vec<Rendered<'a>> = bulletins
        .par_iter()
        .map(|one| {
            // The two formats of a document are rendered side by side: the largest document would else be waited for alone.
            let (page, workbook) = rayon::join(
                || tongbao_render::pdf::render_with_parts(&one.document, house).inspect(|_| progress.step()),
                || tongbao_render::xlsx::bulletin(&one.document, &house.theme).inspect(|_| progress.step()),
            );
            let page = page?;
            let layout = Layout { sheets: tongbao_render::xlsx::sheet_names(&one.document), parts: Some(page.parts) };
            Ok(Rendered { stem: &one.stem, document: &one.document, layout, page: Some(page.bytes), workbook: workbook? })
        })
        .collect::<Result<_, RenderError>>()?;
    for (stem, document) in lists {
        let layout = Layout { sheets: tongbao_render::xlsx::sheet_names(document), parts: None };
        let workbook = tongbao_render::xlsx::bulletin(document, &house.theme)?;
        rendered.push(Rendered { stem, document, layout, page: None, workbook });
    }
    Ok(rendered)
}

/// Reads every file back and compares it with its document; the first document that differs stops the run. Out: `figures.json`, and how
/// many figures were compared, each once a medium.
pub(super) fn verify_all(rendered: &[Rendered<'_>], house: &House, is_asked: bool) -> Result<(Output, usize), RunError> {
    let compared = rendered
        .par_iter()
        .map(|one| {
            let expectation = expect(one.stem, one.document, &one.layout).printed(|character| house.faces.as_printed(character));
            let figures = if is_asked { verify(one, &expectation)? } else { 0 };
            let line = serde_json::to_string(&expectation).map_err(|source| RunError::Manifest { source })?;
            Ok((line, figures))
        })
        .collect::<Result<Vec<(String, usize)>, RunError>>()?;
    let (lines, figures): (Vec<String>, Vec<usize>) = compared.into_iter().unzip();
    // A document a line, so that a change shows in its line.
    let text = format!("{{\"tongbao\":\"{}\",\"documents\":[\n{}\n]}}\n", env!("CARGO_PKG_VERSION"), lines.join(",\n"));
    Ok((Output { path: Path::new(FIGURES).to_owned(), bytes: text.into_bytes() }, figures.iter().sum()))
}

fn verify(one: &Rendered<'_>, expectation: &Expectation) -> Result<usize, RunError> {
    let page = one.page.as_deref().map(|bytes| ("pdf", tongbao_render::verify::page(bytes, expectation)));
    let workbook = ("xlsx", tongbao_render::verify::workbook(&one.workbook, expectation));
    let mut figures = 0;
    for (extension, outcome) in page.into_iter().chain([workbook]) {
        let file = format!("{}.{extension}", one.stem);
        let outcome = outcome.map_err(|source| RunError::Unreadable { file: file.clone(), source })?;
        if !outcome.differences.is_empty() {
            return Err(RunError::Differs { file, differences: outcome.differences });
        }
        figures += outcome.figures;
    }
    Ok(figures)
}

/// The files of what was rendered.
pub(super) fn outputs(rendered: Vec<Rendered<'_>>) -> Vec<Output> {
    let mut outputs = Vec::with_capacity(rendered.len() * 2);
    for Rendered { stem, page, workbook, .. } in rendered {
        let output = |extension: &str, bytes| Output { path: Path::new(&format!("{stem}.{extension}")).to_owned(), bytes };
        outputs.extend(page.map(|bytes| output("pdf", bytes)));
        outputs.push(output("xlsx", workbook));
    }
    outputs
}
