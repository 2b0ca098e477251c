//! Codes and names that must not be mixed up with one another or with free text.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! text_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the text as it stands, without surrounding blanks.
            pub fn new(text: impl AsRef<str>) -> Self {
                Self(text.as_ref().trim().to_owned())
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}

text_type! {
    /// 单位代码: who files, e.g. a 统一社会信用代码 or the office's own code. Compared as written in the registry.
    UnitCode
}
text_type! {
    /// 县区代码, six digits of GB/T 2260, e.g. `370811`.
    CountyCode
}
text_type! {
    /// 医联体代码.
    AllianceCode
}
text_type! {
    /// 类别 of a unit, e.g. `乡镇卫生院`.
    Category
}
text_type! {
    /// Identifier of a form, e.g. `hospital`.
    FormId
}
text_type! {
    /// 指标项名称: the identifier in formulas, as printed in the form.
    ItemName
}
