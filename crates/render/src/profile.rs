//! The page of a bulletin as data: `report_templates/house/gbt9704.toml`, or `informal.toml` without red head.
//!
//! Lengths are millimetres, thicknesses of rules in `[head]` and `[imprint]` too; `…-lines` are blank lines of running text,
//! `inset` counts characters. The clause of GB/T 9704-2012 behind each constant stands in the file.

use serde::Deserialize;

/// A page format.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Profile {
    /// The sheet and its type area.
    pub page: Page,
    /// 版头 and title.
    pub head: HeadProfile,
    /// 附件说明, 署名 and date.
    pub signature: SignatureProfile,
    /// 版记.
    pub imprint: ImprintProfile,
    /// 页码.
    pub page_number: PageNumberProfile,
}

/// The sheet and its 版心.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Page {
    /// Paper width.
    pub width: f32,
    /// Paper height.
    pub height: f32,
    /// 天头.
    pub top: f32,
    /// 订口.
    pub left: f32,
    /// Width of the 版心.
    pub text_width: f32,
    /// Height of the 版心.
    pub text_height: f32,
    /// Lines of running text that fill it.
    pub lines: u16,
    /// Characters that fill a line.
    pub characters: u16,
}

/// 版头 and title.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct HeadProfile {
    /// Whether there is a red head at all.
    pub shown: bool,
    /// Upper edge of the mark below that of the 版心.
    pub mark_top: f32,
    /// Longest mark, as a part of the 版心's width.
    pub mark_width: f32,
    /// Blank lines between mark and number.
    pub number_lines: u8,
    /// The rule below the number.
    pub rule_below: f32,
    /// Thickness of the rule.
    pub rule: f32,
    /// Blank lines between rule and title.
    pub title_lines: u8,
    /// Points from line to line of a title.
    pub title_pitch: f32,
    /// Blank lines between title and addressees.
    pub addressee_lines: u8,
}

/// 附件说明, 署名 and date.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SignatureProfile {
    /// Blank lines above the list of attachments.
    pub attachments_lines: u8,
    /// Blank lines above a signature without seal.
    pub unsealed_lines: u8,
    /// Characters between it and the right edge.
    pub unsealed_inset: f32,
    /// Blank lines above a signature with room for a seal.
    pub sealed_lines: u8,
    /// Characters between its date and the right edge.
    pub sealed_inset: f32,
}

/// 版记.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ImprintProfile {
    /// First and last rule.
    pub outer_rule: f32,
    /// The rules between.
    pub inner_rule: f32,
    /// Characters left and right.
    pub inset: f32,
}

/// 页码.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PageNumberProfile {
    /// The dash below the 版心.
    pub below: f32,
    /// Characters between it and the edge.
    pub inset: f32,
    /// In the middle of every page instead.
    pub centred: bool,
}

impl Profile {
    /// Reads a profile; unknown keys are errors.
    pub fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }
}
