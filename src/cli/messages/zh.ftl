# 命令行的中文文字。键与 en.ftl 相同。
# 审核发现、退回单和通报一律为中文，不在此处。

## 帮助

help-usage = 用法：{ $usage }
help-commands = 命令：
help-arguments = 参数：
help-options = 选项：
help-usage-options = [选项]
help-usage-command = <命令>

help = 由一个文件夹的 Excel 报表生成医改监测季调度、半年通报、年终评估
    .lang = 帮助和提示的语言 [默认：依 tongbao.toml，再依系统语言]
    .templates = 方案包所在文件夹 [默认：TONGBAO_TEMPLATES，再找程序旁]
    .quiet = 不显示进度和结果；失败时仍说明原因
    .threads = 同时读取、排版的文件数 [默认：全部处理器核]
    .help = 显示本帮助
    .version = 显示版本
help-run = 生成一个报告期的通报
    .workspace = 工作文件夹，内有 tongbao.toml [默认：当前文件夹]
    .period = 报告期：2025Q3、2025H1 或 2025 [默认：已开始填报的最近一期]
    .cycle = 只生成 quarterly 季调度、half-year 半年通报、year-end 年终评估、inspection 专项督察、third-party 第三方评价、effect 效果监测或 special 专题报告 [默认：该期的季调度、半年通报、年终评估]
    .as_of = 数据截至日，按该日判断迟报、缺报，如 2025-10-20 [默认：今天]
    .plan = 只做这一个方案 [默认：tongbao.toml 中的全部方案]
    .is_final = 定稿印发：以期号封存；须同时给出 --number
    .number = 期号，按方案和年度编排，如 3
    .force = 有未办结事项也定稿；须同时给出 --reason
    .reason = 理由，印在通报附件中
    .format = 结果格式：text 或 json [默认：text]
    .wait = 另一个命令正在写这个文件夹时，最多等几秒；0 为不等 [默认：60]
    .no_verify = 发布前不重读文件核对
    .verbose = 在标准错误输出各阶段用时
help-check = 报送前审核报表
    .files = 报表文件（.xlsx .xls .xlsb .ods）
    .workspace = 工作文件夹，用其名录和方案 [默认：当前文件夹，如其中有 tongbao.toml]
    .as_of = 数据截至日，按该日判断迟报、缺报，如 2025-10-20 [默认：今天]
    .format = 结果格式：text、json 或 xlsx [默认：text]
    .out = 结果写入该文件 [默认：显示在终端]
help-forms = 生成各单位的空表，已预填单位信息
    .workspace = 工作文件夹，内有 tongbao.toml [默认：当前文件夹]
    .unit = 只生成该单位代码的空表
    .period = 报告期：2025Q3、2025H1 或 2025 [默认：已开始填报的最近一期]
    .out = 空表存放的文件夹 [默认：工作文件夹下的 forms/报告期]
    .as_of = 数据截至日，按该日判断迟报、缺报，如 2025-10-20 [默认：今天]
    .wait = 另一个命令正在写这个文件夹时，最多等几秒；0 为不等 [默认：60]
    .format = 结果格式：text 或 json [默认：text]
help-status = 查看报送情况：谁已报，谁未报
    .workspace = 工作文件夹，内有 tongbao.toml [默认：当前文件夹]
    .period = 报告期：2025Q3、2025H1 或 2025 [默认：已开始填报的最近一期]
    .as_of = 数据截至日，按该日判断迟报、缺报，如 2025-10-20 [默认：今天]
    .format = 结果格式：text、json 或 xlsx [默认：text]
    .out = 结果写入该文件 [默认：显示在终端]
help-verify = 核对已生成的通报：重读 PDF 和工作簿，逐个数与生成时比较；核对定稿登记、封存和已印发的文件
    .folder = 通报文件夹，或其上级文件夹 [默认：当前文件夹]
    .format = 结果格式：text 或 json [默认：text]
help-rehearse = 定稿前预演：还有什么挡着定稿，按现在的数据会印发什么
    .workspace = 工作文件夹，内有 tongbao.toml [默认：当前文件夹]
    .period = 2025Q3、2025H1 或 2025 [默认：已开始报送的最新一期]
    .cycle = 只看 quarterly、half-year、year-end、inspection、third-party、effect 或 special [默认：该期的季调度、半年通报、年终评估]
    .as_of = 按这一天判断迟报和缺报，如 2025-10-20 [默认：今天]
    .plan = 只看这一个方案 [默认：tongbao.toml 中的全部方案]
    .format = 结果的形式：text、json 或 xlsx [默认：text]
    .out = 把结果写入这个文件 [默认：终端]
help-issued = 列出已定稿印发的通报，并核对其文件是否原样
    .workspace = 工作文件夹，内有 tongbao.toml [默认：当前文件夹]
    .format = 结果的形式：text 或 json [默认：text]
help-withdraw = 撤销一期已定稿印发的通报，留有记录；其文件和期号都保留
    .workspace = 工作文件夹，内有 tongbao.toml [默认：当前文件夹]
    .number = 期号，如 3
    .reason = 撤销理由，印在更正的通报中
    .plan = 有几个方案都有这一期号时，撤销这一个方案的
    .year = 有几个年度都有这一期号时，撤销这一年印发的
    .as_of = 撤销日期，如 2025-11-05 [默认：今天]
    .wait = 另一个命令正在写这个文件夹时，最多等几秒；0 为不等 [默认：60]
    .format = 结果的形式：text 或 json [默认：text]
help-trace = 已印发的数从哪里来：公式、汇总数、报表单元格
    .workspace = 工作文件夹，内有 tongbao.toml [默认：当前文件夹]
    .issue = 期号，如 3
    .plan = 只看这一个方案
    .year = 只看这一年印发的
    .document = 只看名称含这几个字的通报，如 全市
    .figure = 指标、范围、内容或数中的词，须同时含有 [默认：全部]
    .format = 结果的形式：text 或 json [默认：text]
help-history = 查看一个单位各次报送的报表和逐次改动
    .unit = 单位代码、单位名称或曾用名
    .workspace = 工作文件夹，内有 tongbao.toml [默认：当前文件夹]
    .period = 报告期：2025Q3、2025H1 或 2025 [默认：已开始填报的最近一期]
    .form = 只看该表：表号、表名或编号
    .as_of = 数据截至日，按该日判断迟报、缺报，如 2025-10-20 [默认：今天]
    .format = 结果格式：text 或 json [默认：text]
help-explain = 说明审核发现代码、规则编号或指标的含义
    .code = 代码或规则编号，如 F05、JN-H-012
    .workspace = 工作文件夹，先查其方案的规则 [默认：当前文件夹，如其中有 tongbao.toml]
    .format = 结果格式：text 或 json [默认：text]
help-plan = 编写方案包：检查、测试、试运行、起草、对照条款、比较、查键
help-plan-check = 检查方案包，列出全部错误
    .packs = 方案包的文件夹或编号，可以写几个：看它们能不能放在一个办公室里一起用 [默认：全部方案包]
    .workspace = 工作文件夹，其 plans 中的方案包先于随程序的 [默认：当前文件夹，如其中有 tongbao.toml]
    .verbose = 列出由指标项生成的规则和允许范围
    .format = 结果格式：text 或 json [默认：text]
help-plan-test = 运行方案包的测试（tests.toml）
    .pack = 方案包的文件夹或编号 [默认：全部方案包]
    .workspace = 工作文件夹，其 plans 中的方案包先于随程序的 [默认：当前文件夹，如其中有 tongbao.toml]
    .format = 结果格式：text 或 json [默认：text]
help-plan-try = 试运行：只凭方案包编造一年的报表，生成各种通报
    .pack = 方案包的文件夹或编号
    .out = 试运行的工作文件夹，须是空的或上次试运行生成的 [默认：当前文件夹下的 编号-try]
    .workspace = 工作文件夹，其 plans 中的方案包先于随程序的 [默认：当前文件夹，如其中有 tongbao.toml]
    .format = 结果格式：text 或 json [默认：text]
help-plan-new = 按条款目录起草一个方案包
    .id = 新方案包的编号，即文件夹名，如 harbin-2017
    .catalogue = 条款目录（CSV）
    .like = 从这个方案包取表式、规则、评分和用语：编号或文件夹
    .out = 放在这个文件夹下 [默认：工作文件夹的 plans，没有工作文件夹的放在方案包文件夹]
    .title = 方案名称（不写的留作〔方案名称〕，以下同）
    .short_title = 方案简称 [默认：名称去掉地区名和“实施方案”等]
    .issuer = 发文单位，也是各表的制定机关
    .area_code = 地区的行政区划代码，六位数字
    .area_name = 地区名称
    .workspace = 工作文件夹 [默认：当前文件夹，如其中有 tongbao.toml]
    .format = 结果格式：text 或 json [默认：text]
help-plan-coverage = 对照条款目录：哪一条由哪个指标、任务、机制回答，哪几条还没有
    .pack = 方案包的编号或文件夹 [默认：有条款目录的全部方案包]
    .catalogue = 条款目录（CSV） [默认：方案包文件夹中的 catalogue.csv]
    .workspace = 工作文件夹，其 plans 中的方案包先于随程序的 [默认：当前文件夹，如其中有 tongbao.toml]
    .format = 结果格式：text 或 json [默认：text]
help-plan-diff = 比较两个方案包，列出含义上的全部不同
    .before = 第一个方案包：编号或文件夹
    .after = 第二个方案包：编号或文件夹
    .workspace = 工作文件夹，其 plans 中的方案包先于随程序的 [默认：当前文件夹，如其中有 tongbao.toml]
    .format = 结果格式：text 或 json [默认：text]
help-plan-reference = 列出方案包各文件的全部键：类型、是否必写、缺省、含义、例子
    .schemas = 改为把各文件的 JSON Schema 写入这个文件夹，供编辑器用（不再列出键）

## 无法理解的参数

usage-unknown = 没有“{ $argument }”
usage-value = “{ $argument }”的值不能是“{ $value }”
usage-value-missing = “{ $argument }”后面缺值
usage-required = 缺少“{ $argument }”
usage-twice = “{ $argument }”只能给一次
usage-command-missing = 没有给出命令
usage-suggestion = 是否想写“{ $suggestion }”
usage-choices = 可选：{ $choices }
usage-period = 报告期写作 2025Q3、2025H1 或 2025
usage-date = 日期写作 2025-10-20
usage-cycle = 可选：quarterly（季调度）、half-year（半年通报）、year-end（年终评估）、inspection（专项督察）、third-party（第三方评价）、effect（效果监测）、special（专题报告）
usage-threads = 应为不小于 1 的整数
usage-reason = 理由不能为空
usage-area-code = 行政区划代码是六位数字，如 230100
usage-wait = 应为秒数，如 60；0 为不等
usage-help = 用 --help 查看说明

## 运行的各阶段

stage-prepare = 准备
stage-read = 读取报表
stage-store = 存储数据
stage-audit = 审核
stage-aggregate = 汇总
stage-assess = 评价
stage-compose = 成文
stage-render = 排版
stage-verify = 核对
stage-publish = 发布

## wait

wait-begins = 另一个命令正在写这个文件夹，等它结束（最多 { $seconds } 秒）：{ $holder }
wait-holder = tongbao { $command }，进程 { $process }
wait-holder-since = tongbao { $command }，进程 { $process }，{ $since } 开始
wait-holder-unknown = 另一个命令

## configuration

configuration-heading = 配置有 { $count } 处要改，否则有单位、县区、任务或指标落空：
configuration-notes = 提示：
configuration-rest = 其余 { $count } 处见 --format json 的 configuration

## run

inbox-empty = 注意：收件文件夹里没有任何文件{ $before ->
        [0] {""}
       *[other] （上次运行读到 { $before } 份）
    }。请确认共享文件夹已经挂载、tongbao.toml 的 inbox 指对了位置
run-period = 报告期：{ $period }
run-published = 已生成：{ $folder }（{ $plan }，{ $cycle }，{ $count } 份通报）
run-issued = 已定稿印发第{ $number }期：{ $folder }（{ $plan }，{ $cycle }，{ $count } 份通报）
run-replaces = 本期更正并代替 { $year } 年第{ $number }期（{ $day } 撤销）。
run-would-replace = 本草稿用于更正 { $year } 年第{ $number }期（{ $day } 撤销）。
run-finished = 提示：定稿中途中断，或通报文件夹已被删去，已按封存补发：{ $folder }
run-restored = 提示：已定稿印发的文件夹中缺少的文件，已按封存补回：{ $file }
run-stale = 提示：旧的通报文件夹未能删除，下次运行时再删：{ $folder }
run-outdated = 提示：{ $folder } 中是以前按别的方案设置生成的通报，本次没有更新；请移走，以免误用
run-aside = 警告：通报文件夹中有本账号不能移动的内容，或原处是一个文件，已原样留在旁边，请查看后处理：{ $folder }
run-unsure = 警告：{ $folder } 原有的 run.json 缺失或损坏，其中 { $count } 个文件分不清是谁放的，都已留下，请核对
run-unpublished = 警告：{ $file }：定稿中途中断，或通报文件夹已被删去；运行 tongbao run 即按封存补发
run-altered = 警告：已定稿印发的文件被改动过，本次未作处理：{ $file }：{ $reason }
run-returns = 报送：应报 { $due }，及时 { $ontime }，迟报 { $late }，缺报 { $missing }（其中空表 { $empty }），待报 { $awaited }；及时和迟报中退回 { $returned }
run-files = 文件：收到 { $found }，读取 { $read }，未变动沿用 { $known }，拒收 { $rejected }
run-damaged = 存储（.tongbao）中有 { $count } 个文件已损坏（{ $files }）：已改名保留（…damaged…），所记的收件已重新读取
run-later = 另有 { $count } 个文件是数据截至日以后报出的，本次不计
run-rejected = 拒收 { $count } 个文件：
run-rules = 审核：规则 { $rules } 条；通过 { $pass }，不通过 { $fail }，无法核对 { $unverifiable }，未执行 { $notrun }（规则×单位）
run-rule-problem = 规则 { $rule }：{ $problem }
run-verified = 核对：重读 PDF 和工作簿，{ $count } 个数全部一致
run-found = 审核发现：{ $file }
run-without = 没有出的方案（{ $kind }）：{ $plans }
run-without-period = 没有出的方案（规划期不包括 { $period }）：{ $plans }
run-slips = 退回单：{ $folder }（{ $count } 份）
run-chasing = 催报名单：{ $file }
run-rejected-for = 拒收 { $count } 个文件，共 { $lines } 条：
run-rejected-rest = 其余 { $count } 条见 { $file }
run-findings = 其他审核发现：
run-substitution = 提示：没有找到字体 { $wanted }（{ $role }），以 { $used } 代替
run-substitution-forbidden = 提示：字体 { $wanted }（{ $role }）不允许嵌入（fsType），以 { $used } 代替
run-timing = { $stage }：{ $seconds } 秒
cycle-quarterly = 季调度
cycle-half-year = 半年通报
cycle-year-end = 年终评估
cycle-inspection = 专项督察
cycle-third-party = 第三方评价
cycle-effect = 效果监测
cycle-special = 专题报告
finding-severity = 级别
finding-code = 代码
finding-title = 审核发现
finding-count = 数量

## check

check-sound = { $path }  未发现问题（{ $known }，{ $values } 个数据）
check-no-history = 与以前各期、其他报表比较的规则无法核对：{ $why }
check-history-never = 工作区还没有存下任何报表；收到报表后运行一次 tongbao run 即可
check-history-outdated = 上次运行以后，名录、方案的表式或程序有改动，存下的数据不再适用；运行一次 tongbao run，会按现在的重新读取
check-history-damaged = 存下的数据已损坏；运行一次 tongbao run，会把损坏的移开并重新读取收件夹
history-waiting = 较新，暂不采用：{ $why }
check-history-later = 存下的报表的报出日期都晚于数据截止日；请核对 --as-of，不写则按今天
check-history-refused = 存下的文件都被拒收，没有一份可用的报表；原因见“审核发现”
check-rules = 审核规则：通过 { $pass }，不通过 { $fail }，无法核对 { $unverifiable }，未执行 { $notrun }
check-summary = 共 { $files } 个文件：拒收 { $rejected }，差错 { $errors }，待说明 { $suspects }，核实 { $explains }，存疑 { $doubts }，提示 { $notes }

## forms

forms-kept = { $count } 份已被改动（可能已填），未覆盖；要重新生成请先移走：
forms-none = { $period }没有要填的报表：方案没有该类单位的表式，或者台账中没有由该单位负责的任务。
forms-made = 已生成{ $period }空表 { $count } 份：{ $folder }

## status

status-heading = { $period }报送情况，截至 { $date }，截止日 { $deadline }
status-group = 范围
status-due = 应报
status-on-time = 及时
status-late = 迟报
status-awaited = 待报
status-missing = 缺报
status-returned = 退回
status-empty = 空表
status-times = 本年次数
status-to-correct = 退回，{ $count } 处
status-only-returned = 没有缺报，退回 { $returned } 份、迟报 { $late } 份：
status-reported = 已报
status-expected = 未报
status-nothing = 没有缺报、迟报。
status-chase = 缺报 { $missing } 份、退回 { $returned } 份、迟报 { $late } 份，请催报：
status-only-late = 没有缺报，迟报 { $count } 份：
status-remind = { $days ->
        [0] 今天截止
       *[other] 距截止还有 { $days } 天
    }，尚有 { $count } 份未报，请提醒：
status-county = 县区
status-unit-code = 单位代码
status-unit-name = 单位名称
status-form = 报表
status-deadline = 截止日
status-state = 状态
status-overdue = 缺报，逾期 { $days } 天
status-days-late = 迟报 { $days } 天
status-contact = 联系人
status-phone = 电话
status-remark = 备注
status-owed = 本单位待印发的通报：
status-owed-once = 规划期内一次
status-owed-command = 制作：{ $command }
status-owed-overdue = { $title } { $period }，方案 { $plan }：应不迟于 { $deadline } 印发，已逾期 { $days } 天（本年应办 { $due } 期，已办 { $done } 期）
status-owed-next = { $title } { $period }，方案 { $plan }：应不迟于 { $deadline } 印发，{ $days ->
        [0] 今天截止
       *[other] 还有 { $days } 天
    }（本年应办 { $due } 期，已办 { $done } 期）

## verify

verify-holds = { $folder }：{ $files } 个文件，{ $figures } 个数，全部一致
verify-differs = { $folder }：{ $files } 个文件，{ $figures } 个数，{ $faults } 个文件不一致
verify-issued = ；第{ $number }期定稿，已与封存逐字节比对
verify-withdrawn = ；已于 { $day } 撤销
verify-altered = 与定稿不符：{ $reason }
verify-unreadable = 无法核对：{ $reason }
verify-difference = { $place }：应为“{ $expected }”，读到“{ $found }”
verify-run-again = 草稿的 figures.json 由 tongbao run 写出，重新运行即可
verify-rest = 其余 { $count } 处略

## rehearse

rehearse-heading = { $plan }，{ $period }，{ $cycle }：应报 { $due } 份，未报 { $missing } 份；报送截止日 { $deadline }{ $days ->
        [0] ，已到截止日
       *[other] ，还有 { $days } 天
    }
rehearse-issued = 已以第{ $number }期定稿印发。现在未办结的：
rehearse-replaces = { $year } 年第{ $number }期已于 { $day } 撤销；现在定稿即为更正，须用新的期号。
rehearse-ready = 没有挡着定稿的事项。
rehearse-blocked = 有 { $count } 项挡着定稿：
rehearse-explain = 其中可以用说明办结的 { $count } 项：
rehearse-missed = 按现有数据将印为红、黄的指标（{ $count }）：
rehearse-hanging = 取决于未报、退回报表的名次（{ $count }）；退回的按原报数、未报的按上年同期数试算：
rehearse-tasks = 报告期末已逾期的台账任务（{ $count }）：
rehearse-group = 范围
rehearse-indicator = 指标
rehearse-light = 评价
rehearse-demand = 要求
rehearse-value = 实际值
rehearse-responsible = 责任单位
rehearse-now = 现名次
rehearse-then = 补齐后
rehearse-returns = 取决于
rehearse-peers = 同组其他：{ $returns }
rehearse-unranked = 不排名
rehearse-task = 任务
rehearse-item = 事项
rehearse-due = 期限
rehearse-days = 逾期天数
rehearse-state = 状态

## issued

issued-none = 还没有定稿印发过通报。
issued-stray = 警告：定稿的封存有缺失或多余：{ $file }：{ $reason }
issued-plan = 方案
issued-number = 期号
issued-printed = 印出的期号
issued-period = 报告期
issued-cycle = 通报
issued-day = 定稿日期
issued-state = 文件
issued-whole = 原样
issued-altered = 有改动
issued-open = 未办结
issued-reason = 先行定稿的理由
issued-folder = 文件夹
issued-standing = 效力
issued-valid = 有效
issued-withdrawn = { $day } 撤销：{ $reason }
issued-replaced-by = （由 { $year } 年第{ $number }期更正）
issued-replaces = 更正 { $year } 年第{ $number }期

## withdraw

withdraw-done = 已撤销：方案 { $plan }，{ $year } 年第{ $number }期，{ $period }，{ $cycle }，{ $issued } 定稿，{ $day } 撤销。理由：{ $reason }
withdraw-stays = 已印发的文件原样保留：{ $folder }
withdraw-next = 更正后重新印发：tongbao run { $asked } --final --number { $next }

## trace

trace-issue = 方案 { $plan } 第{ $number }期，{ $period }，{ $cycle }，{ $day } 定稿
trace-replaces = 本期更正并代替 { $year } 年第{ $number }期（{ $day } 撤销：{ $reason }）
trace-withdrawn = 本期已于 { $day } 撤销：{ $reason }
trace-replaced-by = 由 { $year } 年第{ $number }期更正
trace-documents = 印于
trace-value = 未取整
trace-formula = 公式
trace-working = 其中
trace-member = 成员
trace-listed = 名录
trace-return = 报表
trace-adjustment = 差额
trace-tasks = 逐项任务及其来源（文件、工作表、单元格）见工作表“台账明细”
trace-item = 指标项
trace-period = 报告期
trace-unit = 单位代码
trace-unit-name = 单位名称
trace-cell-value = 数值
trace-origin = 其中{ $period }的数由以下该期报表的单元格汇总
trace-origin-lost = 封存中没有{ $period }的报表，列不出该期的单元格
trace-origin-issue = 其中{ $period }的数取自{ $year }年第{ $number }期定稿，以下为该期封存的单元格
trace-origin-issue-lost = 其中{ $period }的数取自{ $year }年第{ $number }期定稿，该期的封存中没有所用的报表，列不出单元格
trace-file = 文件
trace-sheet = 工作表
trace-cell = 单元格
trace-hash = 文件哈希
trace-more-members = 另有 { $count } 个，用 --format json 全部列出
trace-more-cells = 另有 { $count } 个单元格，用 --format json 全部列出
trace-others = 另有 { $count } 个数符合，请多给几个词

## history

history-none = 没有收到该单位这一期的报表。
history-other-periods = 收到过的报告期：{ $periods }
history-reported = 报出日期 { $date }
history-undated = 未填报出日期
history-counts = 采用
history-returned = 退回，改正或说明以前不计入汇总
history-superseded = 有更新的报表，未采用
history-later = 报出日期晚于数据截止日，视为尚未报出
history-gone = 文件已被覆盖或删除（最后见于 { $date }）
history-gone-counts = 文件已被覆盖或删除（最后见于 { $date }），没有人说明以前仍按它计
history-unchanged = 与前一次数值相同
history-unknown = 前后两次中有一次的数值没有留存，无法比较
history-code = 代码
history-item = 指标项
history-old = 原报
history-new = 现报
history-damaged = 警告：报送历史 { $file } 已损坏，其中的记录无法显示；文件原样保留，可从备份恢复

## explain

explain-line = { $label }：{ $value }
explain-severity = 级别
explain-meaning = 含义
explain-consequence = 后果
explain-correction = 如何改正
explain-family = 类别
explain-method = 判断方法
explain-expected = 应当满足
explain-compared = 比较的数
explain-message = 不满足时提示
explain-tolerance = 允许误差
explain-floor = 起判数值
explain-peers = 同类按
explain-missing = 未填项
explain-condition = 适用单位
explain-quarters = 适用季度
explain-since = 自报告期起
explain-until = 至报告期止
explain-deactivated = 已停用
explain-source = 依据
explain-clause = 条款
explain-formula = 公式
explain-over = 计算依据
explain-reads = 读取
explain-scopes = 算到
explain-caliber = 口径
explain-plans = 方案包

## plan check, plan test, plan try

plan-sound = { $id }：合格（表式 { $forms }，指标项 { $items }，指标 { $indicators }，台账 { $ledger } 条）
plan-rules-from-items = 由指标项生成的规则 { $count } 条（已写的规则说过的不再生成）：
plan-rules-from-items-off = 由指标项生成的规则：没有打开（plan.toml 写 rules-from-items = true）
plan-bounds = 有允许范围的指标项 { $count } 项，超出的不采用（C11）：
plan-mistakes = { $id }：{ $count } 处错误
plan-doubts = 可能是笔误 { $count } 处（不算错误，不改也能用）：
plan-folder-passed-over = 提示：“{ $id }”按编号找，没有用当前文件夹里的 { $folder }；要用这个文件夹的，写 { $folder }
plan-unfilled = 待填 { $count } 处，填完才能定稿：
plan-untested = { $id }：没有测试（没有 tests.toml）
plan-tests-passed = { $id }：{ $count } 项测试全部通过
plan-tests-failed = { $id }：{ $count } 项测试中有 { $failed } 项没有通过
plan-tests-shipped = 提示：测试是随程序的，方案包里有本单位的文件：本来就应当不同的，把 tests.toml 复制到 plans/{ $id } 里再改
plan-tests-unfit = 提示：随程序的测试有 { $count } 项用到了本单位的文件里没有的内容，没有运行。要有自己的测试，把 tests.toml 复制到 plans/{ $id } 里再改
plan-unfit-tests = 提示：随程序的测试有 { $count } 项用到了本单位的文件里没有的内容，不再适用（tongbao plan test { $id } 逐项列出）
plan-test-missed = 第{ $line }行 { $about }：应为 { $expected }，得到 { $found }
plan-tried = { $id }：编造 { $units } 家单位、{ $returns } 份报表，试出 { $year } 年的各种通报，都在 { $folder }
plan-tried-earlier = 另试 { $years } 年：有自己的目标或专题，各试年终评估（没有的试最后一期）和专题报告
plan-try-made = { $period } { $cycle }：{ $folder }（{ $count } 份）
plan-try-planted = 有意安排的问题 { $count } 处，通报应当说到：
plan-try-odd = 值得查看的有 { $count } 处：
plan-try-failed = { $period } { $cycle }没有生成：

## plan new, coverage, diff, reference

plan-made = 已起草：{ $folder }（指标 { $indicators } 个，任务 { $tasks } 条）
plan-made-shared = 其中用共用指标的 { $count } 个，要用的共用表式写在 plan.toml 的 includes 里
plan-made-unfilled = 待填 { $count } 处（〔〕和写着 000000 的 area-code）：填完才能定稿，tongbao plan check 逐处列出
plan-of-others = 目录里别的方案的 { $count } 条没有起草
plan-unclear = 有 { $count } 条的 operator 看不明白，指标只起草了一半（better 和目标待填）：
plan-line = 行
plan-operator = 写的是
plan-made-next = 请按文件中的说明逐项核对，〔〕中的须填写；改后用 tongbao plan check 检查
plan-made-use = 要用它，把工作文件夹的 tongbao.toml 里 plans 一行写成：{ $line }
plan-made-elsewhere = 要用它，把这个文件夹放进工作文件夹的 plans，再把 tongbao.toml 里 plans 一行写成：{ $line }
plan-uncovered = 条款目录中有 { $count } 条没有指标或任务回答：
plan-row = 编号
plan-kind = 种类
plan-item = 内容
plan-answer = 由谁回答
plan-is-task = 任务
plan-is-step = 任务{ $task }第{ $step }步
plan-is-open = 没有
plan-covered = { $id }：条款 { $rows } 条，没有着落 { $open } 条；引用了目录中没有的编号 { $unknown } 个
plan-unknown-source = 目录中没有：{ $source }（{ $by }）
plan-same = { $before } 与 { $after }：含义上没有不同
plan-differences = { $before } 与 { $after }：{ $count } 处不同
plan-reordered = 顺序不同
plan-schema = 已写出：{ $file }

## 标准输出写不进去

unshown = 结果没有显示出来：标准输出写不进去。
unshown-done = 已经办完，但报告没有显示出来：标准输出写不进去。

## 失败：什么没有做成；提示说怎么办

failure = 错误：{ $message }
failure-cause = 原因：{ $cause }
failure-hint = 提示：{ $hint }
failure-json = 结果无法写成 JSON
failure-memory = 内存的限额太低：程序至多可用 { $limit } MiB 地址空间，至少要 { $least } MiB
    .hint = 请放宽限额（ulimit -v，或服务、容器的设置）后再运行；没有读取、写入任何文件
failure-broken = 程序中途停止，没有做完
    .hint = 多为内存、线程不够：请关闭其他程序，放宽内存和进程数的限额，或加 --threads 1 再运行。没有印发、发布的仍是原样。仍然如此的，是程序有错，请把下面一行反馈给开发者
failure-developer = 供开发者查错：{ $words }
failure-workbook-on-terminal = 工作簿不能显示在终端上
    .hint = 用 --out 文件 指定文件名
failure-settings-read = 无法读取设置 { $path }
    .hint = 请指定工作文件夹，其中应有 tongbao.toml、registry.xlsx 和 inbox
failure-settings-encoding = 设置 { $path } 不是 UTF-8 编码
    .hint = 请用记事本打开，另存为，编码选 UTF-8
failure-settings-parse = 设置 { $path } 格式不对
failure-settings-no-plan = 设置 { $path } 没有列出方案包
    .hint = 至少列出一个，如 plans = ["jining-2023"]
failure-settings-plan-twice = 设置 { $path } 第{ $line }行重复列出方案包 { $plan }
    .hint = 每个方案包在 plans 中只列一次
failure-settings-folders = 设置 { $path } 把通报文件夹（{ $output }）放在了收件文件夹（{ $inbox }）里，通报会被当作报表读取
    .hint = 请为 inbox 和 output 各指定一个文件夹，通报不放在收件文件夹里
failure-settings-bulletin = 设置 { $path } 的 [bulletin] 中有 { $count } 处不合公文格式
    .hint = 请按上列要求改正；尚未编号的，删去该行
failure-settings-profile = 没有版面格式“{ $profile }”
    .hint = tongbao.toml 的 [bulletin] profile 可写：{ $known }
failure-templates = 找不到文件夹 report_templates；找过：{ $folders }
    .hint = 用 --templates 文件夹 或环境变量 TONGBAO_TEMPLATES 指定
failure-house-read = 无法读取版式文件 { $path }
    .hint = 方案包文件夹不完整：请重新安装，或用 --templates 文件夹 另行指定
failure-house-parse = 版式文件 { $path } 格式不对
failure-settings-role = 设置的 [fonts] 中没有“{ $role }”这个角色
    .hint = 角色有 fangsong（仿宋）、kai（楷体）、hei（黑体）、biaosong（小标宋）、song（宋体）
failure-unreadable = 刚生成的 { $file } 无法读回，未发布
    .hint = 请保留现场并反馈；急用时可加 --no-verify 跳过核对
failure-differs = 刚生成的 { $file } 有 { $count } 个数与文稿不一致，未发布
    .hint = 请保留现场并反馈；不要使用 --no-verify 发布这样的文件
failure-nothing-to-verify = { $path } 及其下级文件夹中没有 figures.json，无从核对
    .hint = 请指定通报文件夹，如 bulletins/2025Q3；早期版本生成的通报须重新生成后才能核对
failure-out-taken = 结果不能写入 { $path }
    .hint = 请用 --out 另指一个文件，不要放在收件、通报文件夹里，也不要用报表、名录、设置的文件名
failure-plan-none = 找不到方案包 { $id }：{ $templates } 中没有方案包
    .hint = 用 --templates 文件夹 指定方案包所在文件夹
failure-plan-unknown = 在 { $templates } 中找不到方案包 { $id }
    .hint = 现有方案包：{ $known }
failure-plan-read = 无法读取方案包的 { $path }
    .hint = 请确认文件存在、当前账户可以读取
failure-plan-invalid = 方案包 { $path } 有 { $count } 处错误
    .hint = tongbao plan check 只检查方案包，不生成通报
failure-plan-catalogue = 条款目录 { $path } 有 { $count } 处错误
    .hint = 列名见 docs/packs.md 的 catalogue.csv；用 Excel 存的，另存为 CSV UTF-8
failure-catalogue-none = 没有一个方案包有条款目录 catalogue.csv
    .hint = 用 --catalogue 文件 指定，或者放进方案包的文件夹
failure-catalogue-missing = 方案包 { $plan } 没有条款目录 catalogue.csv
    .hint = 用 --catalogue 文件 指定，或者放进方案包的文件夹
failure-catalogue-others = 条款目录 { $path } 没有方案 { $plan } 的条款
    .hint = 其中有这些方案的：{ $known }
failure-catalogue-unmeasured = 条款目录 { $path } 没有一条定量要求（kind = quantitative）
    .hint = 方案包至少要有一个指标：把可以计量的条款写成 quantitative
failure-pack-there = 不能新建方案包：{ $path } 已经存在
    .hint = 换一个编号，或用 --out 文件夹 另指地方；已有的不会被覆盖
failure-pack-id = 方案包的编号不能是“{ $id }”
    .hint = 编号就是文件夹名，用字母、数字和 -，如 harbin-2017
failure-registry-read = 无法读取名录 { $path }
    .hint = 工作文件夹中应有 registry.xlsx；如已打开，请在 Excel 或 WPS 中关闭后重试
failure-registry-workbook = 名录 { $path } 无法作为工作簿打开：{ $reason }
    .hint = 请在 Excel 或 WPS 中打开，另存为 .xlsx，不设密码
failure-registry-sheets = 名录 { $path } 缺工作表：{ $missing }；现有：{ $found }
    .hint = 名录应有机构、县区、医联体、成员四张工作表
failure-registry-invalid = 名录 { $path } 有 { $count } 处错误
    .hint = 请在 Excel 中改正上列单元格并保存
failure-area-unknown = 名录的“县区”表中没有方案地区 { $code } { $name }
    .hint = 请补上该行，或在 tongbao.toml 中改用其他方案包
failure-nobody-files = { $day } 启用的单位中，没有一家要填报方案的任何报表
    .hint = 请改正名录“机构”表的类别，或在 tongbao.toml 中改用其他方案包
failure-targets-contradict = 方案 { $plan } 的指标“{ $indicator }”对{ $group }有两个目标，不知以哪个为准：{ $targets }
    .hint = 请在方案包的 indicators.toml 中把其中一个 for 写得更具体，或改一个开始的日期
failure-deadlines = 设置 { $path } 中有 { $count } 处截止日不能用
    .hint = 请改正上列 [[deadline]]：单位写单位代码，表式写表号、表名或编号
failure-approvals = 设置 { $path } 中有 { $count } 处批准文号不能用
    .hint = 请改正上列 [[approval]]：number 写文号，forms 写表号、表名或编号
failure-unit-unknown = 名录中没有单位 { $unit }
    .hint = 请按名录“机构”表填写单位代码
failure-unit-unknown-but-near = 名录中没有单位 { $unit }
    .hint = 相近的有：{ $nearest }
failure-form-unknown = 方案中没有表式 { $form }
    .hint = 写表号、表名或编号，如 TB-H01
failure-form-unknown-but-near = 方案中没有表式 { $form }
    .hint = 相近的有：{ $nearest }
failure-nothing-to-explain = 没有审核发现代码或规则编号 { $asked }
    .hint = 代码见“审核发现”的“代码”列，如 F05；规则编号如 JN-H-012
failure-nothing-to-explain-but-near = 没有审核发现代码或规则编号 { $asked }
    .hint = 相近的有：{ $nearest }
failure-period-not-open = 方案 { $plan } 的 { $period } 还不能通报：到 { $as_of } 尚未结束
    .hint = 请核对 --period；报告期结束后才能通报
failure-period-outside = 方案 { $plan } 的规划期是 { $first }—{ $last } 年，{ $period } 不在其中
    .hint = 请核对 --period
failure-period-outside-here = 方案 { $plan } 的规划期是 { $first }—{ $last } 年，{ $period } 不在其中
    .hint = 规划期包括它的方案：{ $others }；用 --plan 另选一个，或者不写 --plan
failure-cycle-not-due-here = 方案 { $plan } 没有 { $period } 的{ $cycle }文稿
    .hint = 有的方案：{ $others }；用 --plan 另选一个，或者不写 --plan，有这种通报的方案各出一份
failure-cycle-not-due = 方案 { $plan } 没有 { $period } 的{ $cycle }文稿
    .hint = 方案能出哪些通报，看方案包 plan.toml 的 cycles 和 [[mechanism]]；季调度、专项督察用于季度，如 --period 2025Q3；半年通报用于上半年，如 2025H1；年终评估用于年度，如 2025；第三方评价、效果监测三者都可；专题报告用于其题目的报告期
failure-issue-ambiguous = 本次要生成 { $count } 种通报，而一个期号只能给其中一种
    .hint = 请加上上面任一行的选项，选定一种
failure-issue-plan = 工作区没有方案“{ $plan }”
    .hint = tongbao.toml 中有：{ $known }
failure-issue-unfilled = 方案包 { $plan } 还是草稿，不能定稿：待填 { $count } 处
    .hint = 把上列各处的〔〕和 000000 换成方案自己的；不能用 --force 越过
failure-issue-repeated = 方案“{ $plan }”{ $period } 的{ $cycle }已于 { $day } 以第{ $number }期定稿印发
    .hint = 已印发的不再改动；不加 --final 运行，会在旁边生成草稿和修订说明。要更正后重新印发，先撤销：tongbao withdraw --plan { $plan } --number { $number } --reason "理由"，更正的通报用新的期号
failure-issue-number-taken = { $year } 年第{ $number }期已是 { $period } 的{ $cycle }，{ $day } 定稿印发
    .hint = 请用下一个未用的期号；tongbao issued 列出全部。已撤销的期号不再使用
failure-issue-withdrawn = { $year } 年第{ $number }期已于 { $day } 撤销，理由：{ $reason }
    .hint = 现行有效的见 tongbao issued；更正的通报用 tongbao run --final 以新的期号定稿
failure-issue-withdrawn-early = 第{ $number }期 { $day } 才定稿，不能在 { $asked } 撤销
    .hint = 请用 --as-of 给出定稿当日或以后的日期
failure-issue-corrected-early = 所更正的第{ $number }期 { $day } 才撤销，更正的通报不能在 { $asked } 定稿
    .hint = 请用 --as-of 给出撤销当日或以后的日期
failure-issue-blocked = 方案“{ $plan }”{ $period } 的{ $cycle }不能定稿：有 { $count } 项未办结
    .hint = 请办结上列事项；确需先行定稿的，加 --force --reason "理由"，事项和理由都印在附件中
failure-issue-snapshot-missing = “{ $path }”中的通报已定稿印发，但 .tongbao/issued 中没有它的封存
    .hint = 请从备份恢复 .tongbao/issued；已定稿印发的通报不会被覆盖
failure-issue-newer = 已定稿通报由更新版本的程序封存：“{ $path }”（格式 { $schema }）
    .hint = 请用该版本或更新的版本处理本工作区
failure-issue-damaged = 已定稿通报的封存文件与封存时不符：“{ $path }”
    .hint = 请从备份恢复；已定稿印发的通报不会重新生成
failure-issue-register = 定稿登记已损坏，定稿和撤销暂停：“{ $path }”
    .hint = 请从备份恢复这个文件。没有备份的，先用 tongbao issued 核对各期定稿是否齐全，再把这个文件移走，下次运行会按 .tongbao/issued 重新登记
failure-issue-withdrawal-lost = 方案“{ $plan }”{ $year } 年第{ $number }期登记为已撤销，但撤销记录已不在：“{ $path }”
    .hint = 请从备份恢复这个文件。没有备份的，按原撤销日期和理由再撤销一次：tongbao withdraw --plan { $plan } --year { $year } --number { $number } --as-of 原撤销日期 --reason "原理由"
failure-issue-unread = 无法读取要随通报封存的“{ $path }”
    .hint = 请确认文件存在、当前账户可以读取；通报没有定稿
failure-issue-none = 这里还没有定稿印发过通报，没有第{ $number }期
    .hint = 定稿用 tongbao run --final --number 期号
failure-issue-number-unknown = 没有第{ $number }期
    .hint = 已定稿印发的有：{ $known }
failure-issue-number-ambiguous = 有几份通报都是第{ $number }期
    .hint = 请用 --plan 或 --year 选定：{ $known }
failure-issue-no-figure = 这一期没有同时含这些词的数：{ $asked }
    .hint = 请给出指标和范围中的词，如 --figure "任城区 县域内就诊率"
failure-issue-json = 不能写出通报的封存
failure-busy = { $path } 中另有命令正在写，已等 { $seconds } 秒：{ $holder }
    .hint = 请等它结束后再运行，或用 --wait 秒数 等得更久
failure-inbox = 无法列出收件文件夹 { $path }
    .hint = 请确认文件夹存在，当前账户可以读取它和子文件夹
failure-worker = 无法启动读取程序 { $path }
    .hint = 请确认程序可以启动自身，并检查进程数和内存的限制
failure-store-write = 无法写入数据存储 { $path }
    .hint = 请检查磁盘空间和写入权限
failure-store-facts = 无法写入数据 { $path }
    .hint = 请检查磁盘空间和写入权限
failure-store-catalogue = 无法写入已读文件清单
failure-formula = 无法计算指标“{ $indicator }”：{ $formula }
    .hint = 请改正方案包 indicators.toml 中的公式
failure-wording = 无法按方案 { $plan } 的用语生成通报，出错处（文件:行:列）：{ $place }
    .hint = 请改正这一处；tongbao plan check 列出全部错误
failure-wording-line = 方案 { $plan } 的用语中“{ $line }”一行有误（文件:行:列）：{ $place }
    .hint = 请改正这一行；tongbao plan check 列出全部错误
failure-font = 无法读取字体 { $file }
    .hint = 请换上完整的字体文件
failure-font-variable = 字体 { $file } 是可变字体，不能嵌入
    .hint = 请在 tongbao.toml 的 [fonts] 中改用同一家族的静态字体
failure-font-role = 版式中的字体 { $role } 没有可用的字体文件
    .hint = 请在 tongbao.toml 中加上字体所在文件夹：font-folders = ["…"]
failure-glyph = 所有字体都没有“{ $character }”（{ $code }），出现在：{ $place }
    .hint = 请改正该字，或在 tongbao.toml 中加上含有该字的字体
failure-workbook = 无法生成工作簿“{ $title }”
failure-pdf = 无法生成 PDF“{ $title }”
failure-manifest = 无法写出 run.json
failure-publish = 无法写入 { $path }
    .hint = 请检查磁盘空间和写入权限，并确认该文件夹中的文件没有在 Excel 或 WPS 中打开

## 原因：一层一层；没有列出的，照系统和程序库的原话

cause-not-found = 找不到文件或文件夹
cause-permission = 没有权限
cause-exists = 已有同名的文件或文件夹
cause-folder = 这是文件夹，不是文件
cause-no-folder = 路径中有一段不是文件夹
cause-disk-full = 磁盘空间不足
cause-read-only = 磁盘是只读的
cause-busy = 正被其他程序占用
cause-no-file = 这是管道或设备，不是普通文件
cause-file-name = 文件名不合系统的规定
cause-invalid-data = 内容不是应有的格式
cause-cut-off = 文件没有写完
cause-memory = 内存不足
cause-no-process = 系统不再给进程、线程或内存：本账号能用的已经用完
cause-timeout = 等待超时
cause-pipe = 另一端的程序已经退出
cause-system = 系统错误 { $number }（{ $words }）
cause-not-as-issued = 与定稿封存时的内容不符
cause-not-as-sealed = 内容与封存时的哈希不符
cause-not-kept = 所撤销的通报，在 .tongbao/issued 中没有封存
cause-unsealed = 已定稿印发，但 .tongbao/issued 中没有它的封存
cause-unpublished = 已封存，但通报文件还没有写出，或已被删去；运行 tongbao run 即按封存补发
cause-gone = 已不在，请从备份恢复
cause-added = 定稿时没有这个文件，是以后放进去的
cause-copied = 是复制件，原件在 { $of }；不作为定稿
cause-moved = 不在原处，应在 { $place }
cause-unreadable = 无法读取
cause-malformed = 内容不是应有的格式
cause-kept-list = 报表清单不是应有的格式
cause-kept-facts = { $period } 的数据不是应有的格式
cause-out-input = 这正是要读取的报表
cause-out-inbox = 在收件文件夹中，会被当作报表读取
cause-out-own = 这是工作文件夹自己的文件
cause-out-bulletins = 在通报文件夹中
cause-out-occupied = 文件夹里有别的文件，也不是试运行生成的
cause-toml = { $words }
cause-toml-line = 第 { $line } 行“{ $text }”：{ $words }
cause-no-pdf = 不是可以读取的 PDF
cause-no-workbook = 不是可以读取的工作簿
cause-part = 工作簿中的 { $part } 不是应有的格式
cause-part-inflate = 工作簿中的 { $part } 无法解压
cause-pdf-face = 没有装入第 { $face } 种字体
cause-pdf-cut = 字体无法裁剪（{ $reason }）
cause-pdf-objects = 无法写出 PDF 的内容
