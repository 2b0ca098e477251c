//! Why something failed, cause by cause. In English each error says it; in Chinese the catalogue does for all that this program and the
//! system can run into, so that no clerk has only a library's English to go by.

use std::error::Error;
use std::{io, iter};

use super::messages::{Detail, Language, Messages};
use crate::issue::Damage;
use crate::pipeline::taken::Taken;
use tongbao_figures::plan::toml_text::in_words;
use tongbao_figures::store::KeptError;
use tongbao_render::PdfError;
use tongbao_render::verify::VerifyError;

/// The causes of an error, the nearest first.
pub(super) fn of(error: &(dyn Error + 'static), messages: &Messages) -> Vec<String> {
    iter::successors(error.source(), |cause| (*cause).source()).map(|cause| said(cause, messages)).collect()
}

/// An error with its causes, on one line.
pub(super) fn on_one_line(error: &(dyn Error + 'static), messages: &Messages) -> String {
    let colon = match messages.language() {
        Language::Zh => "：",
        Language::En => ": ",
    };
    iter::once(said(error, messages)).chain(of(error, messages)).collect::<Vec<_>>().join(colon)
}

/// One error, without its causes.
fn said(error: &(dyn Error + 'static), messages: &Messages) -> String {
    let known = match messages.language() {
        Language::Zh => key(error),
        Language::En => None,
    };
    known.map_or_else(|| error.to_string(), |(key, details)| messages.tell(key, &details))
}

/// What the catalogue has to say of an error.
fn key<'error>(error: &'error (dyn Error + 'static)) -> Option<(&'static str, Vec<Detail<'error>>)> {
    if let Some(error) = error.downcast_ref::<io::Error>() {
        return of_system(error);
    }
    if let Some(damage) = error.downcast_ref::<Damage>() {
        return Some(of_damage(damage));
    }
    if let Some(error) = error.downcast_ref::<VerifyError>() {
        return Some(of_verify(error));
    }
    if let Some(error) = error.downcast_ref::<KeptError>() {
        return Some(match error {
            KeptError::List(_) => ("cause-kept-list", Vec::new()),
            KeptError::Facts { period, .. } => ("cause-kept-facts", vec![("period", period.to_string().into())]),
        });
    }
    let boxed = error.downcast_ref::<Box<toml::de::Error>>().map(AsRef::as_ref);
    if let Some(error) = boxed.or_else(|| error.downcast_ref::<toml::de::Error>()) {
        return Some(of_toml(error));
    }
    if let Some(taken) = error.downcast_ref::<Taken>() {
        let key = match taken {
            Taken::Input => "cause-out-input",
            Taken::Inbox => "cause-out-inbox",
            Taken::Own => "cause-out-own",
            Taken::Occupied => "cause-out-occupied",
            Taken::Bulletins => "cause-out-bulletins",
        };
        return Some((key, Vec::new()));
    }
    error.downcast_ref::<PdfError>().map(|error| match error {
        PdfError::Face(face) => ("cause-pdf-face", vec![("face", (*face).into())]),
        PdfError::Cut(reason) => ("cause-pdf-cut", vec![("reason", reason.into())]),
        PdfError::Objects(_) => ("cause-pdf-objects", Vec::new()),
    })
}

/// Nothing for what happens too rarely to have a word: then the system's own, with its number.
fn of_system(error: &io::Error) -> Option<(&'static str, Vec<Detail<'_>>)> {
    let key = match error.kind() {
        io::ErrorKind::NotFound => "cause-not-found",
        io::ErrorKind::PermissionDenied => "cause-permission",
        io::ErrorKind::AlreadyExists => "cause-exists",
        io::ErrorKind::IsADirectory => "cause-folder",
        io::ErrorKind::NotADirectory => "cause-no-folder",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "cause-disk-full",
        io::ErrorKind::ReadOnlyFilesystem => "cause-read-only",
        io::ErrorKind::ResourceBusy => "cause-busy",
        // What this program says of a pipe or a device.
        io::ErrorKind::InvalidInput if error.raw_os_error().is_none() => "cause-no-file",
        io::ErrorKind::InvalidFilename => "cause-file-name",
        io::ErrorKind::InvalidData => "cause-invalid-data",
        io::ErrorKind::UnexpectedEof => "cause-cut-off",
        io::ErrorKind::OutOfMemory => "cause-memory",
        // The system's EAGAIN of a process or a thread that it does not start.
        io::ErrorKind::WouldBlock => "cause-no-process",
        io::ErrorKind::TimedOut => "cause-timeout",
        io::ErrorKind::BrokenPipe => "cause-pipe",
        _ => {
            let number = error.raw_os_error()?;
            return Some(("cause-system", vec![("number", number.into()), ("words", error.to_string().into())]));
        }
    };
    Some((key, Vec::new()))
}

fn of_damage(damage: &Damage) -> (&'static str, Vec<Detail<'_>>) {
    let key = match damage {
        Damage::Copied { of } => return ("cause-copied", vec![("of", of.into())]),
        Damage::Moved { place } => return ("cause-moved", vec![("place", place.into())]),
        Damage::Published => "cause-not-as-issued",
        Damage::Kept => "cause-not-as-sealed",
        Damage::NotKept => "cause-not-kept",
        Damage::Unsealed => "cause-unsealed",
        Damage::Unpublished => "cause-unpublished",
        Damage::Gone => "cause-gone",
        Damage::Added => "cause-added",
        Damage::Unreadable(_) => "cause-unreadable",
        Damage::Malformed(_) => "cause-malformed",
    };
    (key, Vec::new())
}

/// With the line, as the error itself shows it: `3 | wieght = 1.0`.
fn of_toml(error: &toml::de::Error) -> (&'static str, Vec<Detail<'_>>) {
    let (words, hint) = in_words(error);
    let words = hint.map_or_else(|| words.clone(), |hint| format!("{words}（{hint}）"));
    let shown = error.to_string();
    let line = shown.lines().find_map(|line| line.split_once(" | ").filter(|(number, _)| number.trim().parse::<u32>().is_ok()));
    match line {
        Some((number, text)) => {
            let (number, text) = (number.trim().to_owned(), text.trim().to_owned());
            ("cause-toml-line", vec![("line", number.into()), ("text", text.into()), ("words", words.into())])
        }
        None => ("cause-toml", vec![("words", words.into())]),
    }
}

fn of_verify(error: &VerifyError) -> (&'static str, Vec<Detail<'_>>) {
    match error {
        VerifyError::Pdf(_) => ("cause-no-pdf", Vec::new()),
        VerifyError::Container(_) => ("cause-no-workbook", Vec::new()),
        VerifyError::Part { part, .. } => ("cause-part", vec![("part", part.into())]),
        VerifyError::Inflate { part, .. } => ("cause-part-inflate", vec![("part", part.into())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issue::IssueError;

    #[test]
    fn a_chain_of_causes_is_told_in_the_language_of_the_messages() {
        let gone = || io::Error::from(io::ErrorKind::NotFound);
        let error = IssueError::Damaged { path: "x".into(), source: Damage::Unreadable(gone()) };
        assert_eq!(of(&error, &Messages::new(Language::Zh)), ["无法读取", "找不到文件或文件夹"]);
        let english = of(&error, &Messages::new(Language::En));
        assert_eq!(english, ["it cannot be read".to_owned(), gone().to_string()]);
        let one = on_one_line(&Damage::Unreadable(gone()), &Messages::new(Language::Zh));
        assert_eq!(one, "无法读取：找不到文件或文件夹");
    }

    #[test]
    fn a_mistake_in_settings_is_told_with_its_line() {
        let workspace = tempfile::tempdir().unwrap();
        std::fs::write(workspace.path().join("tongbao.toml"), "plans = ['a']\nofice = 'b'\n").unwrap();
        let error = crate::settings::Settings::read(workspace.path()).unwrap_err();
        let told = of(&error, &Messages::new(Language::Zh));
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].starts_with("第 2 行“ofice = 'b'”：没有这个键：`ofice`"), "{told:?}");
    }

    #[test]
    fn what_has_no_word_is_told_as_the_system_tells_it_with_its_number() {
        let rare = io::Error::from_raw_os_error(40);
        let told = on_one_line(&rare, &Messages::new(Language::Zh));
        assert!(told.starts_with("系统错误 40") && told.contains(&rare.to_string()), "{told}");
    }
}
