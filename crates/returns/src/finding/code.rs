//! The codes of findings: stable, unique, never reused, each with what it means, what to do, and the facts that belong to it.

use serde::{Deserialize, Serialize};

use super::words::Words;
use super::{Severity, facts};

/// A row a code: its name, what is printed, what follows, what it is called, what was seen and why it matters, and what to do. From the
/// rows come [`Code`] and [`Facts`], so that a code cannot do without its facts in [`super::facts`] and its words in [`super::words`].
macro_rules! codes {
    ($($variant:ident $text:literal $severity:ident $title:literal $meaning:literal $($hint:literal)?;)*) => {
        /// What kind of violation. The first letter says where it was found: F the file, W who and when, C a cell or a sheet, R a resubmission, A the audit by
        /// rules and explanations, E what the office enters beside the returns, L the ledger of tasks.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        pub enum Code {
            $(#[doc = $title] #[serde(rename = $text)] $variant,)*
        }

        impl Code {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The code as printed, e.g. `F02`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// What follows from it, where the facts do not say otherwise.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// What it is called.
            pub fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }

            /// What was seen and why it matters, as a clerk would say it.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)* }
            }

            /// What to do, where the facts say nothing better; a broken rule has its own advice.
            pub fn hint(self) -> Option<&'static str> {
                let hint: &[&'static str] = match self { $(Self::$variant => &[$($hint)?],)* };
                hint.first().copied()
            }
        }

        /// What was found: the code with its facts.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        pub enum Facts {
            $(#[doc = $title] #[serde(rename = $text)] $variant(facts::$variant),)*
        }

        impl Facts {
            /// What kind of violation they are.
            pub fn code(&self) -> Code {
                match self { $(Self::$variant(_) => Code::$variant,)* }
            }

            /// How they are told.
            pub(super) fn words(&self) -> &dyn Words {
                match self { $(Self::$variant(facts) => facts,)* }
            }
        }

        $(impl From<facts::$variant> for Facts {
            fn from(facts: facts::$variant) -> Self {
                Self::$variant(facts)
            }
        })*
    };
}

codes! {
    NotAWorkbook "F01" Rejected "不是工作簿"
        "文件内容不是 Excel 表格，打不开，里面的数据一个也读不到"
        "请在 Excel 或 WPS 中打开核对，另存为 .xlsx 后重报";
    Truncated "F02" Rejected "文件残缺"
        "文件只有一部分，像是没有传完或保存时中断，缺的部分可能正是数据"
        "文件未传完或已损坏，请重新导出并重报";
    EmptyFile "F03" Rejected "空文件"
        "文件里什么都没有，多半是传输或保存失败"
        "文件大小为零，请重报";
    WrongExtension "F04" Note "扩展名与内容不符"
        "文件名的扩展名与实际格式不同；能够读取，但别人在 Excel 中打开时可能报错"
        "内容已按实际格式读取，今后请用原扩展名保存";
    Encrypted "F05" Rejected "加密，请去除密码后重报"
        "文件设了打开密码，程序无法读取，也不会去猜密码"
        "在 Excel 中“文件—信息—保护工作簿”去除打开密码，或在“审阅—保护工作簿”取消保护，另存后重报";
    TooLarge "F06" Rejected "文件过大"
        "文件比一份报表大得多，展开会占满内存，像是附了别的数据或被改坏"
        "一份报表展开后不超过 64 MiB、不超过自身 100 倍，不超过 256 张工作表、200,000 个单元格；请使用下发的空表填报，勿附其他数据";
    ReaderFailed "F07" Rejected "读取程序中断"
        "读取这份文件的程序中断了：文件内部结构异常，或者机器内存不够；为不影响其他报表，只停下这一份，下次运行时重新读取"
        "请在 Excel 中打开后另存为 .xlsx 再报；好几份文件都是这样的，请运行程序的人放宽内存限制后重新运行";
    ReaderTimeout "F08" Rejected "读取超时"
        "一份报表通常不到一秒就能读完，这一份超过了时限，结构可能异常"
        "单个文件读取超过 10 秒；请使用下发的空表填报";
    UnsupportedFormat "F09" Rejected "不支持的文件格式"
        "文件是文字、图片、PDF 等，不是可以读数的工作簿"
        "请另存为 .xlsx 后重报（.csv、.pdf、.doc 等不能读取）";
    Unreadable "F10" Rejected "文件无法打开"
        "系统不允许读取该文件，可能被占用、没有权限或已被移走"
        "请检查文件权限，关闭占用它的程序后重试";
    FurtherFindings "F11" Doubt "同类问题过多，未逐条列出"
        "一份文件的同类问题超过 200 条，只列出前面的，其余只计数；多半是粘贴了别的数据，或整列错位"
        "请先改正已列出的，重报后会列出其余的；多余的行请删除，请使用下发的空表填报";
    SeveralReturns "F12" Note "一个文件里有几份报表"
        "工作簿里有几张封面，每张封面连同其后的工作表作为一份报表读取"
        "可以不改；今后一份报表一个文件，更正时不易弄混";
    NoCover "W01" Rejected "没有封面"
        "找不到“封面”工作表，无法知道是谁、报的哪张表、哪个报告期"
        "请使用下发的空表，保留“封面”工作表";
    FormUnknown "W02" Rejected "表号无法识别"
        "封面上的表号不在本方案的表式之中，不知道该按哪张表读数"
        "请核对封面“表号”，或重新索取空表";
    FormVersion "W03" Rejected "表式版本不符"
        "用的是旧版或其他版本的空表，指标项和代码可能不同，照读会读错"
        "请使用本年度下发的空表重报";
    UnitUnknown "W04" Rejected "单位不在名录"
        "封面上的单位代码和名称在名录中都没有，不能确定是谁报的"
        "请核对封面单位代码和单位名称；新单位请先由办公室登入名录";
    UnitMismatch "W05" Rejected "单位代码与单位名称不一致"
        "封面上的代码属于一家单位，名称却是另一家，不能确定是谁报的"
        "请核对封面单位代码和单位名称";
    UnitClosed "W06" Rejected "单位已停用"
        "名录中该单位在报告期末以前已停用，不再有填报任务"
        "名录中该单位在报告期末已停用；如有误请先改名录";
    UnitNotOpen "W07" Rejected "单位尚未启用"
        "名录中该单位在报告期末以后才启用，本期还没有填报任务"
        "名录中该单位在报告期末尚未启用；如有误请先改名录";
    FormNotDue "W08" Rejected "该单位不报此表"
        "名录中该单位的类别不填报这张表，或台账中没有该单位负责的任务；计入会算错合计"
        "请核对表号；名录中的类别有误时请先改名录";
    PeriodUnknown "W09" Rejected "报告期无法识别"
        "封面上的报告期读不出是哪一年哪一季，不能归入任何一期"
        "请在封面写明报告期，如 2025Q3 或 2025年第三季度";
    WrongPeriod "W10" Rejected "报告期不符"
        "封面上的报告期还没有结束，或不是要收的报告期"
        "请核对封面报告期";
    ReportDateMissing "W11" Doubt "缺报出日期"
        "封面没有报出日期，无法判断是否及时，也分不清几份报表哪份更新"
        "请在封面填写报出日期；缺失时按截止后处理";
    ReportDateOdd "W12" Doubt "报出日期异常"
        "报出日期早于报告期末，及时与否的判断可能不准；晚于数据截止日的视为尚未报出，不计入"
        "报出日期早于报告期末或晚于数据截止日，请核对";
    MatchedByName "W13" Note "单位代码缺失，按名称识别"
        "封面没有单位代码，按名称与名录完全一致认定了单位"
        "请在封面补填单位代码";
    NameDiffers "W14" Doubt "单位名称与名录不同"
        "代码与名录一致，名称却不同，可能已更名，也可能用了别家的空表"
        "按单位代码识别；单位更名的请更新名录，用错空表的请用本单位的空表重报";
    FormBySheets "W15" Note "表号缺失，按工作表识别"
        "封面没有表号，按工作表的名称认定了表式"
        "请在封面补填表号";
    PeriodDiffers "W16" Doubt "表内时间与封面报告期不一致"
        "工作表内写的时间与封面报告期不一致，可能拿了往期的表来改"
        "按封面报告期计入；如封面有误，请改正后重报";
    CoverTwice "W17" Rejected "封面同一栏写了两次"
        "封面上同一栏有两处，写的不一样，不知道以哪一处为准"
        "请在封面保留一处，改正后重报";
    NotCumulative "W18" Doubt "可能不是累计数"
        "写明的时间不是从年初开始的，所填可能只是当月或当季的数，而表式要的是自年初起的累计数"
        "请核对所填是否为自年初起的累计数，并把时间写成如 2025年1—9月";
    NotOfQuarter "W19" Doubt "可能不是本季数"
        "写明的时间不是本季的起止，所填可能是自年初起的累计数，而这张表按季填报，要的是本季的数"
        "请核对所填是否只是本季的数，并把时间写成如 2025年7—9月";
    NumberExpected "C01" Error "应为数字"
        "该填数字的单元格里是文字或别的内容，无法参加汇总"
        "请填数字；不适用的填“不适用”，没有发生的填 0";
    FormulaError "C02" Error "公式错误"
        "公式算不出结果，单元格里没有可用的数值"
        "单元格显示 #REF!、#DIV/0! 等，请改填数值";
    FormulaWithoutValue "C03" Error "公式没有计算结果"
        "单元格里有公式，但文件没有保存计算结果，读不到数值"
        "请在 Excel 中打开，把“公式—计算选项”改为自动，重新计算并保存后重报";
    UnitConverted "C04" Note "计量单位已换算"
        "填写的计量单位与表中不同但可以换算，已按表中计量单位换算后采用"
        "请核对换算后的数值，今后按表中计量单位填报";
    UnitOfMeasureOdd "C05" Error "计量单位不符"
        "单元格里写的计量单位与表中不同，而且不能换算，照读会相差很多倍"
        "请按表中计量单位填报，单元格内只填数字";
    Cleaned "C06" Note "数字格式已清理"
        "数字里有全角字符、千位分隔号、空格、“约”等，已去除后采用"
        "请核对清理后的数值，今后单元格内只填数字";
    UnknownItem "C07" Error "表中没有的指标项代码"
        "代码列里有表式没有的代码，可能增加了行、改写了代码或用错了空表"
        "请勿增删或改写代码列；请使用下发的空表";
    ItemMissing "C08" Error "缺指标项"
        "表式里的指标项在文件中找不到，该项按未填处理"
        "该行代码缺失或被改写，请恢复代码后重报";
    ItemTwice "C09" Error "指标项代码重复"
        "同一个代码出现在两行而数值不同，不知道该用哪一个"
        "同一代码出现两次且数值不同，请保留一行";
    NameMismatch "C10" Doubt "指标名称与代码不符"
        "代码对应的指标名称与表式不同，可能整行错位，数值填到了别的指标上"
        "可能错行，请核对该行";
    OutOfRange "C11" Error "超出允许范围"
        "数值小于允许的最小值或大于允许的最大值，多半是填错或单位用错"
        "请核对数值";
    ChoiceUnknown "C12" Error "不在可选项内"
        "填写的内容不是规定的几个选项之一，无法归类计数"
        "请从下拉列表中选择";
    DateUnreadable "C13" Error "日期无法识别"
        "该填日期的单元格读不出年月日"
        "请按 2025-09-30 的格式填写";
    SheetMissing "C14" Error "缺工作表"
        "表式规定的工作表在文件中找不到，这张表的各项都按未填处理"
        "请使用下发的空表，勿删除工作表";
    HeaderMissing "C15" Error "找不到“代码”列或“本期累计”列"
        "工作表里找不到表头，不知道哪一列是代码、哪一列是数值"
        "请保留表头";
    HiddenContent "C16" Doubt "隐藏的工作表、行、列中有数据"
        "隐藏的工作表、行或列中有数据；填表人和审核人可能都没有看到"
        "请取消隐藏后核对";
    DecimalsOdd "C17" Note "小数位多于规定"
        "数值的小数位比规定的多，按原值采用，印出时按规定位数四舍五入"
        "按表中规定的小数位填报";
    PercentOdd "C18" Doubt "百分数疑似填成小数"
        "百分比可能填成了小数，如把 85.3% 填成 0.853，照用会小一百倍"
        "百分比按百分数填报，如 85.3 表示 85.3%";
    AnsweredThoughEmpty "C19" Doubt "已声明本表无数据但仍有数据"
        "表下声明“本表无数据”，表内却有数值，两处互相矛盾"
        "请核对“本表无数据”一栏";
    ItemBlank "C20" Note "有未填的指标项"
        "有单元格空着，分不清是没有发生、不适用还是漏填；空白不等于零，会降低数据覆盖率"
        "没有发生填 0，不适用填“不适用”；整张表没有数据时声明“本表无数据”";
    AlwaysApplies "C21" Error "这一项不能填不适用"
        "表式规定这一项每个单位都有，填不适用就看不出是没有发生还是没有报，按未填处理，会降低数据覆盖率"
        "没有发生填 0，有数填数；确实不存在这项业务的，请办公室在表式中注明可填不适用";
    NoGlyph "C22" Doubt "字库没有的字"
        "文字中有字库没有的字（表情符号、自造字、极少用的汉字、蒙古文和维吾尔文等），通报的 PDF 中印作〓，工作簿中照原样"
        "请改用通用规范汉字；确需此字的，请办公室在 tongbao.toml 的 fonts 中加入有此字的字体";
    NotAsShown "C23" Error "显示的与内容不一致"
        "单元格里看到的和实际存放的不是一回事，照哪一个读都可能错，按未填处理"
        "请核对该单元格，填写看得见的数";
    NotSeen "C24" Doubt "数值看不见或可能不是最新"
        "单元格里有数，但看不见，或公式可能没有重新计算；填表人和审核人看到的可能是另一个数"
        "请核对该单元格的数值";
    Competing "C25" Error "两处都可读而内容不同"
        "工作表有副本、表头重复或有隐藏的列，两处都像是要报的而数不一样，不知道以哪一处为准"
        "请只保留要报的一处，删去另一处后重报";
    ReadElsewhere "C26" Note "按另一处读取"
        "排在前面的工作表、列或单元格没有填数，数填在了另一处，已按另一处读取"
        "请核对；今后请填在下发空表的原处";
    EmptyReturn "R01" Doubt "空表"
        "报表收到了，但各表一个数也没有填，等于没有报"
        "全表未填，按缺报处理";
    Superseded "R02" Note "已被更新的报表替代"
        "同一单位、同一表、同一报告期收到了几份，这一份不是最新的，未采用"
        "以最新一份为准；如应采用本文件，请改填报出日期后重报";
    DuplicateFile "R03" Note "与另一文件完全相同"
        "与已收到的另一份文件逐字节相同，只计一次"
        "不必处理；多余的文件可以删除";
    CorrectedSince "R04" Note "拒收的文件此后已重报"
        "这份文件当时没有采用，此后同一单位、同一表、同一报告期收到了更新的报表，已按那一份计"
        "不必处理；这份文件可以删除";
    RuleBroken "A01" Doubt "不符合审核规则"
        "报表中的数值不满足方案的一条审核规则；规则编号和具体要求写在这条审核发现中";
    ExplanationInvalid "A02" Doubt "说明无效"
        "对审核发现作了说明，但内容过短、雷同或只写“核实无误”一类的话，看不出原因"
        "请写明具体原因，不少于六个字，不同问题分别说明";
    ExplanationExpired "A03" Doubt "说明已失效"
        "当初说明所针对的数值已经改变，原来的说明不能再用来解释现在的数值"
        "说明之后数值有变动，请按现在的数值重新说明";
    ExplanationUnmatched "A04" Doubt "说明对不上审核发现"
        "有一条说明找不到对应的审核发现，可能抄错了报告期、单位代码、规则或数值"
        "请从“审核发现”工作簿照抄报告期、单位代码、规则和数值";
    EventNotUsed "E01" Error "事项无法采用"
        "events.xlsx 中有一行一票否决或加减分事项看不明白，或对象、事项不在名录和评分办法中"
        "请写明对象代码、评分办法中的事项和日期，如 2025-06-30";
    EventTwice "E02" Note "事项重复"
        "events.xlsx 中有两行完全相同的事项，像是重复登记，只计一次"
        "确有两次的，请在依据中写明区别；重复的请删去一行";
    PracticeNotUsed "E03" Doubt "典型做法无法采用"
        "practices.xlsx 中有一行看不出是哪一期、哪个县区或单位的做法"
        "请写明报告期、对象、题目和做法";
    AdjustmentNotUsed "E04" Error "差额无法采用"
        "adjustments.xlsx 中有一行差额看不明白，或写给了单位，或指标项没有汇总数可加，汇总数没有调整"
        "请写明报告期、组（全市或全县、县区、医联体的代码或名称）、表式中的指标项、数值和原因";
    DoneUnproven "L01" Error "已完成缺完成日期或佐证材料"
        "任务报为已完成，却没有完成日期或佐证材料，无法核实，不能销号"
        "请补填完成日期和佐证材料（文号、照片、链接等）；尚未完成的，状态改填“推进中”";
    DoneAfterPeriod "L02" Error "完成日期晚于报告期末"
        "完成日期在报告期末以后，到报告期末任务还没有完成"
        "请核对完成日期；报告期以后才完成的，本期填“推进中”，下期再报已完成";
    TaskWentBack "L03" Doubt "任务状态倒退"
        "上次已报完成或已启动，这次又退了回去，而办公室没有退回过"
        "请核对状态；确实倒退的，在“进展情况”中写明原因";
    LagUnexplained "L04" Doubt "滞后没有写原因"
        "任务报为滞后，却没有写进展情况，看不出难在哪里、怎样补上"
        "请在“进展情况”中写明滞后原因和补救措施";
    TaskOfOthers "L05" Doubt "不是本单位的任务"
        "这一行任务的责任单位没有本单位，所填内容不计入台账"
        "请核对任务编号；确由本单位负责的，请办公室在名录中补登单位简称，或在方案包 responsible.csv 中写明自哪天起由本单位负责";
    SignOffUnusable "L06" Doubt "销号记录无法采用"
        "办公室的销号记录中有一行看不出是哪项任务、什么决定，或与所报进展矛盾"
        "请在 signoff.xlsx 中写明任务编号、决定（销号或退回）、日期和原因";
    SignOffUnreasoned "L07" Doubt "退回没有写原因"
        "任务被退回却没有写原因，责任单位不知道缺什么"
        "请在 signoff.xlsx 的“原因”列写明为什么退回";
    TaskUnanswered "L08" Note "台账任务无单位填报"
        "台账中有任务在名录里找不到填报台账的责任单位，没有人会报它的进展"
        "请把方案中的单位名称登入名录的“曾用名/简称”，或补登该单位；方案未写责任单位的，请先明确";
    StepRepeated "L09" Doubt "上一步的已完成又报了一次"
        "分步的任务上一步已报已完成，这次以同样的完成日期和佐证材料又报已完成，看不出是不是下一步完成了"
        "当前这一步还没有完成的，状态填“推进中”；已完成的，请填这一步的完成日期和佐证材料";
}

impl Code {
    /// The code of a text, in whatever case it is written.
    pub fn find(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str().eq_ignore_ascii_case(text.trim()))
    }

    /// What becomes of the file, the cell or the explanation, in a sentence.
    pub fn consequence(self) -> &'static str {
        match self {
            Self::FurtherFindings => "未列出的与已列出的同样处理",
            Self::EmptyReturn => "按缺报计，催报名单注明是空表",
            Self::ReportDateOdd => "早于报告期末的照常采用，请核对；晚于数据截止日的整份不采用，改正日期或到那一天才采用",
            Self::Superseded | Self::DuplicateFile | Self::CorrectedSince => "这一份不采用，另一份照常采用",
            Self::RuleBroken => "由规则的级别决定：强制性的退回，准强制性的说明前不计入汇总，核实性的计入但须说明",
            Self::Competing => "报表退回，更正以前整份不计入汇总",
            Self::ExplanationInvalid | Self::ExplanationExpired => "所说明的审核发现仍按没有说明处理",
            Self::EventNotUsed => "这一行不计入评分，其他事项不受影响",
            Self::EventTwice => "两行只计一次",
            Self::AdjustmentNotUsed => "这一行不加在汇总数上，其他各行不受影响",
            Self::PracticeNotUsed => "这一行不写进通报，其他各行不受影响",
            Self::ExplanationUnmatched => "这条说明不起作用，其他说明不受影响",
            Self::DoneUnproven | Self::DoneAfterPeriod => "更正以前该任务按“推进中”计，报表的其余内容照常采用",
            Self::TaskOfOthers => "这一行不采用，报表的其余内容照常采用",
            Self::SignOffUnusable => "这条销号记录不起作用，其他记录不受影响",
            Self::SignOffUnreasoned => "退回照常生效，原因待补",
            Self::TaskUnanswered => "在台账中列明，计为未报",
            Self::StepRepeated => "当前这一步按“推进中”计，报表的其余内容照常采用",
            _ => match self.severity() {
                Severity::Rejected => "整份文件不采用；没有另报可用报表的，按缺报计",
                Severity::Error => "有差错的内容不采用，按未填处理，报表的其余数值照常采用",
                Severity::Suspect => "报表在改正或说明以前不计入汇总",
                Severity::Explain => "照常采用，定稿以前须改正或说明",
                Severity::Doubt => "照常采用，请核对",
                Severity::Note => "照常采用，仅作提示",
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_are_unique() {
        let codes: BTreeSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(codes.len(), Code::ALL.len());
    }

    #[test]
    fn a_code_is_found_however_it_is_written() {
        assert_eq!(Code::find(" f05"), Some(Code::Encrypted));
        assert_eq!(Code::find("F99"), None);
    }

    #[test]
    fn every_code_says_what_it_means_and_all_but_broken_rules_what_to_do() {
        for code in Code::ALL {
            assert!(code.meaning().chars().count() >= 12, "{}", code.as_str());
            assert!(!code.consequence().is_empty(), "{}", code.as_str());
            assert_eq!(code.hint().is_none(), *code == Code::RuleBroken, "{}", code.as_str());
        }
    }
}
