//! Documents that show what can stand on a page.

use super::*;
use tongbao_document::Imprint;

pub(super) fn words(text: impl Into<String>) -> Block {
    Block::Paragraph(vec![Inline::Text(text.into())])
}

pub(super) fn heading(level: u8, text: &str) -> Block {
    Block::Heading { level, text: text.into() }
}

pub(super) fn imprint() -> Imprint {
    Imprint {
        copies: Some(
            "市委办公室，市人大常委会办公室，市政府办公室，市政协办公室，市财政局，市人力资源社会保障局，市医疗保障局".into(),
        ),
        organ: "济宁市卫生健康委员会办公室".into(),
        date: "2025年10月20日".into(),
    }
}

/// A page that is issued, with nothing on it but what belongs to the form.
pub(super) fn issued(blocks: Vec<Block>) -> Document {
    let mut document = document(blocks);
    document.properties.status = Some(Status::Final);
    document.properties.sample = false;
    document
}

/// Every element of the head, a title of two lines, headings of four levels, marks and numbers of all kinds.
pub(super) fn text() -> Document {
    let mut document = document(vec![
        words(
            "截至2025年9月30日，全市县域内就诊率达到92.35%，同比提高3.2个百分点，完成投资12.6亿元、诊疗1,234.5万人次。".repeat(3),
        ),
        heading(2, "（一）指标完成情况"),
        words("两项指标下降。"),
        heading(3, "1．医共体建设"),
        words(
            "按照《关于印发重点任务清单的通知》（济卫通报〔2025〕3号）要求，“三医联动”——即医疗、医保、医药——推进有力……".repeat(4),
        ),
        heading(4, "（1）人员"),
        words("国".repeat(28 * 9)),
    ]);
    document.head.copy_number = Some("000012".into());
    document.head.secrecy = Some("机密★1年".into());
    document.head.urgency = Some("特急".into());
    document.head.number = Some("济卫通报[2025]3号".into());
    document.head.title = "济宁市卫生健康委员会关于2025年第三季度医药卫生体制改革重点任务完成情况的通报".into();
    document.properties.status = Some(Status::ForComment);
    document.signature = None;
    document
}

/// 附件说明, 署名, 附注, 附件, 版记.
pub(super) fn closing(sealed: bool, attachments: usize) -> Document {
    let mut document = issued(vec![words("请各单位认真整改。".repeat(4))]);
    if let Some(signature) = &mut document.signature {
        signature.sealed = sealed;
    }
    document.remark = Some("此件公开发布".into());
    for number in 1..=attachments {
        document.attachments.push(Attachment {
            label: if attachments > 1 { format!("附件{number}") } else { "附件".into() },
            title: format!("2025年第三季度全市公立医院高质量发展重点任务完成情况汇总表之{number}"),
            blocks: vec![Block::Note("注：本表由各县（市、区）填报。".into())],
        });
    }
    document.imprint = Some(imprint());
    document
}
