//! The defects, by kind.

mod cells;
mod covers;
mod files;
mod harmless;
mod meant;
mod parts;
mod peers;
mod programs;
mod quarters;
mod rows;
mod shown;
mod slips;
mod statements;
mod twice;
mod words;

use super::Defect;

/// Every kind with its title and its defects.
pub(super) const KINDS: &[(&str, &[Defect])] = &[
    ("文件", files::DEFECTS),
    ("封面", covers::DEFECTS),
    ("行、列、工作表", rows::DEFECTS),
    ("单元格", cells::DEFECTS),
    ("看到的与存的", shown::DEFECTS),
    ("文件残缺", programs::DEFECTS),
    ("两处都像是要报的", meant::DEFECTS),
    ("合计、其中、表间、医联体", parts::DEFECTS),
    ("计量单位和位数", slips::DEFECTS),
    ("与上期、上年同期比", quarters::DEFECTS),
    ("文字、是否、台账", words::DEFECTS),
    ("比率、与同类机构比", peers::DEFECTS),
    ("重复报送", twice::DEFECTS),
    ("说明", statements::DEFECTS),
    ("不是问题", harmless::DEFECTS),
];
