//! Quotation marks inside quotation marks: outside “ ”, inside ‘ ’, and in turn again (GB/T 15834). The one place where a name that has its own
//! marks is put between others.

use std::borrow::Cow;

/// A line whose quotation marks stand in one another by turns: `““县管乡用”制度”` is `“‘县管乡用’制度”`. A line in which they have no partner stays as
/// it is, since nobody can say which of them are inside.
pub fn nested(line: &str) -> Cow<'_, str> {
    if line.matches('“').count() < 2 {
        return Cow::Borrowed(line);
    }
    let mut told = String::with_capacity(line.len());
    // Those that are open: as they are written, and whether they are printed double.
    let mut open: Vec<(char, bool)> = Vec::new();
    for character in line.chars() {
        let printed = match character {
            '“' | '‘' => {
                let is_double = open.last().map_or(character == '“', |(_, is_double)| !is_double);
                open.push((character, is_double));
                if is_double { '“' } else { '‘' }
            }
            '”' | '’' => match open.pop() {
                Some((written, is_double)) if (written == '“') == (character == '”') => {
                    if is_double {
                        '”'
                    } else {
                        '’'
                    }
                }
                _ => return Cow::Borrowed(line),
            },
            other => other,
        };
        told.push(printed);
    }
    if open.is_empty() { Cow::Owned(told) } else { Cow::Borrowed(line) }
}

/// A name between quotation marks.
pub fn quoted(name: &str) -> String {
    nested(&format!("“{name}”")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_inside_marks_are_single_and_inside_these_double_again() {
        for (written, printed) in [
            ("““县管乡用”“乡招村用””", "“‘县管乡用’‘乡招村用’”"),
            ("任务““三医”协同”逾期，“五大中心”推进中", "任务“‘三医’协同”逾期，“五大中心”推进中"),
            ("““甲‘乙’丙”丁”", "“‘甲“乙”丙’丁”"),
            ("“甲‘乙’丙”", "“甲‘乙’丙”"),
            ("“甲”“乙”", "“甲”“乙”"),
            ("甲", "甲"),
        ] {
            assert_eq!(nested(written), printed);
        }
        assert_eq!(quoted("推进“互联网+”"), "“推进‘互联网+’”");
    }

    #[test]
    fn marks_without_a_partner_stay_as_they_are() {
        for line in ["““甲”", "“甲””“", "“甲’“乙”", "”甲““"] {
            assert_eq!(nested(line), line);
        }
    }
}
