//! Files that the generator cannot make: .xls, .ods and an encrypted workbook. They were converted once from returns that it
//! made, and are committed; where one is there, the return that it was made from is not written again.
//!
//! To make one anew: delete it, run `make_sample`, convert the .xlsx that is written in its stead in the way that
//! [`Adopted::made_by`] says, put the result at [`Adopted::path`], run `make_sample` again.

use crate::desk::Desk;
use crate::error::SampleError;
use tongbao_returns::domain::{FormId, Period};
use tongbao_returns::finding::Code;

use super::Imperfect;

/// A file that was converted once.
#[derive(Debug, Clone, Copy)]
pub struct Adopted {
    /// Path below the inbox.
    pub path: &'static str,
    /// Whose return it is.
    pub unit: &'static str,
    /// On which form.
    pub form: &'static str,
    /// How it was made from the .xlsx of that return.
    pub made_by: &'static str,
    /// What is odd about it.
    pub defect: &'static str,
    /// What tongbao is expected to find.
    pub codes: &'static [Code],
    /// What becomes of its figures.
    pub outcome: &'static str,
}

const TO_XLS: &str = "soffice --headless --convert-to xls";
const TO_ODS: &str = "soffice --headless --convert-to ods";
const ENCRYPT: &str = "msoffcrypto-tool -e -p 示例密码";
const USED: &str = "照常采用";

/// Adopted files of the sample of 济宁市.
pub const JINING: &[Adopted] = &[
    Adopted {
        path: "2025Q3/任城报送/任城人民医院 三季度.xls",
        unit: "济宁市任城区示例人民医院",
        form: "hospital",
        made_by: TO_XLS,
        defect: "Excel 97-2003 的 .xls 文件",
        codes: &[],
        outcome: USED,
    },
    Adopted {
        path: "2025Q3/曲阜报送/曲阜中医院.xls",
        unit: "曲阜市示例中医院",
        form: "hospital",
        made_by: TO_XLS,
        defect: "Excel 97-2003 的 .xls 文件",
        codes: &[],
        outcome: USED,
    },
    Adopted {
        path: "2025Q3/微山报送/微山疾控 三季度.ods",
        unit: "微山县示例疾病预防控制中心",
        form: "cdc",
        made_by: TO_ODS,
        defect: "LibreOffice 的 .ods 文件",
        codes: &[],
        outcome: USED,
    },
    Adopted {
        path: "2025Q3/汶上报送/汶上一院.xlsx",
        unit: "汶上县示例第一乡镇卫生院",
        form: "township",
        made_by: TO_XLS,
        defect: "其实是 .xls，被改名为 .xlsx",
        codes: &[Code::WrongExtension],
        outcome: USED,
    },
    Adopted {
        path: "2025Q3/金乡报送/金乡二院/季报表.et",
        unit: "金乡县示例第二乡镇卫生院",
        form: "township",
        made_by: TO_XLS,
        defect: "WPS 表格的 .et 文件，内容与 .xls 相同",
        codes: &[],
        outcome: USED,
    },
    Adopted {
        path: "2025Q3/泗水报送/泗水中医院 补充表（加密）.xlsx",
        unit: "泗水县示例中医院",
        form: "tcm-hospital",
        made_by: ENCRYPT,
        defect: "设了打开密码",
        codes: &[Code::Encrypted],
        outcome: "整个文件不用，没有补报，按缺报计",
    },
];

/// Adopted files of the sample of 开鲁县.
pub const KAILU: &[Adopted] = &[
    Adopted {
        path: "2025Q3/县级/蒙医中医院 医院季报.xls",
        unit: "开鲁县示例蒙医中医院",
        form: "hospital",
        made_by: TO_XLS,
        defect: "Excel 97-2003 的 .xls 文件",
        codes: &[],
        outcome: USED,
    },
    Adopted {
        path: "2025Q3/乡镇/三镇卫生院.ods",
        unit: "开鲁县示例第三镇卫生院",
        form: "kailu-primary",
        made_by: TO_ODS,
        defect: "LibreOffice 的 .ods 文件",
        codes: &[],
        outcome: USED,
    },
];

/// The adopted files of a period that are there.
pub(super) fn found(
    adopted: &[Adopted],
    desk: &Desk<'_>,
    period: Period,
    is_there: &dyn Fn(&str) -> bool,
) -> Result<Vec<Imperfect>, SampleError> {
    let of_period = adopted.iter().filter(|file| file.path.starts_with(&format!("{period}/")) && is_there(file.path));
    of_period.map(|file| file.imperfect(desk, period)).collect()
}

impl Adopted {
    fn imperfect(&self, desk: &Desk<'_>, period: Period) -> Result<Imperfect, SampleError> {
        let unit = desk.unit(self.unit)?;
        Ok(Imperfect {
            path: self.path.to_owned(),
            unit: unit.name.clone(),
            defect: self.defect,
            codes: self.codes.to_vec(),
            rules: &[],
            is_told_of_good: false,
            outcome: self.outcome,
            bytes: None,
            withholds: Some((unit.code.clone(), FormId::new(self.form), period)),
        })
    }
}
