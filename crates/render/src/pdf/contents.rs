//! The outline: headings and attachments as bookmarks, in the order of the document.

use lopdf::{Dictionary, Object, ObjectId};

use super::object;
use crate::pdf::flow::Bookmark;
use crate::pdf::frame::Frame;
use tongbao_document::count;

/// A bookmark with those of level 2 behind it.
struct Branch<'a> {
    id: ObjectId,
    bookmark: &'a Bookmark,
    twigs: Vec<Branch<'a>>,
}

/// Writes the outline; nothing where there are no bookmarks.
pub(super) fn write(file: &mut lopdf::Document, bookmarks: &[Bookmark], sheets: &[ObjectId], frame: &Frame) -> Option<ObjectId> {
    let mut branches: Vec<Branch<'_>> = Vec::new();
    for bookmark in bookmarks {
        let branch = Branch { id: file.new_object_id(), bookmark, twigs: Vec::new() };
        match branches.last_mut() {
            Some(last) if bookmark.entry.level > 1 => last.twigs.push(branch),
            _ => branches.push(branch),
        }
    }
    let root = file.new_object_id();
    let mut outlines = Dictionary::new();
    outlines.set("Type", "Outlines");
    enclose(&mut outlines, &branches)?;
    file.set_object(root, outlines);
    siblings(file, root, &branches, sheets, frame);
    Some(root)
}

/// The entries of one level and of those below, each with its place on paper.
fn siblings(file: &mut lopdf::Document, parent: ObjectId, branches: &[Branch<'_>], sheets: &[ObjectId], frame: &Frame) {
    for (index, Branch { id, bookmark, twigs }) in branches.iter().enumerate() {
        let Some(sheet) = sheets.get(bookmark.page) else { continue };
        let top = (frame.paper_height - frame.top - bookmark.y).round();
        let mut entry = Dictionary::new();
        entry.set("Title", object::utf16(&bookmark.entry.title));
        entry.set("Parent", parent);
        entry.set("Dest", vec![Object::Reference(*sheet), "XYZ".into(), Object::Null, top.into(), Object::Null]);
        if let Some(previous) = index.checked_sub(1).and_then(|previous| branches.get(previous)) {
            entry.set("Prev", previous.id);
        }
        if let Some(next) = branches.get(index + 1) {
            entry.set("Next", next.id);
        }
        if enclose(&mut entry, twigs).is_some() {
            siblings(file, *id, twigs, sheets, frame);
        }
        file.set_object(*id, entry);
    }
}

/// Tells a parent of its children; nothing where it has none.
fn enclose(parent: &mut Dictionary, children: &[Branch<'_>]) -> Option<()> {
    let (first, last) = (children.first()?, children.last()?);
    let all: usize = children.iter().map(|child| 1 + child.twigs.len()).sum();
    parent.set("First", first.id);
    parent.set("Last", last.id);
    parent.set("Count", count::to_i64(all));
    Some(())
}
