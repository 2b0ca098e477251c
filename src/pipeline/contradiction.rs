//! Two targets that are asked of one group at once.

/// Two targets of an indicator that nobody can choose between for a group: they begin on one day, and neither is more particular.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// Plan id.
    pub plan: String,
    /// Which indicator.
    pub indicator: String,
    /// Name of the group.
    pub group: String,
    /// Both, as `2025年，for = "类别 = '三级公立医院'"（demo/indicators.toml:12）`.
    pub targets: [String; 2],
}
