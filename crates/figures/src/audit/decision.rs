//! Which of two returns counts, as a slip or the office says it: by the choice that is offered, not by what its words may mean.

use super::general::GeneralRule;
use super::said::plain;

/// What was decided of a newer return that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decision {
    /// It counts, and the older one does not.
    Newer,
    /// The older one goes on to count.
    Older,
}

/// What somebody said of a return that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// One of the choices that are offered.
    Choice(Decision),
    /// A reason of their own, which leaves no doubt of what is meant.
    Reason(Decision),
    /// Words that may mean either.
    Unclear,
}

/// What words say of a finding of a rule; nothing of a rule that offers no choice. Where values would be lost, or either return may be meant, a
/// reason alone decides nothing: “本次只更正医疗服务一张表” agrees to no loss.
pub(super) fn said(rule: GeneralRule, text: &str) -> Option<Said> {
    let [newer, older] = rule.choices()?.map(plain);
    let text = plain(text);
    let names_older = ["前一份", "原来", "不用", "不采用"].iter().any(|word| text.contains(word));
    Some(match (text.contains(&newer), text.contains(&older)) {
        (true, false) => Said::Choice(Decision::Newer),
        (false, true) => Said::Choice(Decision::Older),
        (false, false) if rule == GeneralRule::SameDay && !names_older => Said::Reason(Decision::Newer),
        (true, true) | (false, false) => Said::Unclear,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_decides_and_words_about_some_of_the_tables_do_not() {
        let [newer, older] = GeneralRule::FewerValues.choices().unwrap();
        let of = |text: &str| said(GeneralRule::FewerValues, text).unwrap();
        assert_eq!(of(newer), Said::Choice(Decision::Newer));
        assert_eq!(of(older), Said::Choice(Decision::Older));
        // With a reason behind it, and as a hand types it.
        assert_eq!(of(&format!("{}。床位已撤销", newer.replace('，', ", "))), Said::Choice(Decision::Newer));
        for text in ["本次只更正医疗服务一张表", "前一份报了前两张，这份补后两张", "采用这一份", "以这一份为准"]
        {
            assert_eq!(of(text), Said::Unclear, "{text}");
        }
        assert_eq!(of(&format!("{newer}；{older}")), Said::Unclear, "both");
    }

    #[test]
    fn of_two_of_one_day_a_reason_decides_unless_it_names_the_other() {
        let of = |text: &str| said(GeneralRule::SameDay, text).unwrap();
        assert_eq!(of("初稿漏算七月份门诊，以此为准"), Said::Reason(Decision::Newer));
        for text in ["前一份才是对的", "这份填错了，不用它", "仍以原来的为准"] {
            assert_eq!(of(text), Said::Unclear, "{text}");
        }
        let [newer, older] = GeneralRule::SameDay.choices().unwrap();
        assert_eq!((of(newer), of(older)), (Said::Choice(Decision::Newer), Said::Choice(Decision::Older)));
        assert_eq!(said(GeneralRule::NumberWithdrawn, newer), None);
    }
}
