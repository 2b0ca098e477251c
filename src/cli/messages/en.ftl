# What the command line says, in English. The same keys stand in zh.ftl.
# Findings, slips and bulletins are Chinese always and are not here.

## Help

help-usage = Usage: { $usage }
help-commands = Commands:
help-arguments = Arguments:
help-options = Options:
help-usage-options = [OPTIONS]
help-usage-command = <COMMAND>

help = Turns a folder of Excel returns into the official bulletins of a health reform's assessment cycle
    .lang = Language of help and messages [default: tongbao.toml, else the locale]
    .templates = Folder of plan packs [default: TONGBAO_TEMPLATES, else beside the program]
    .quiet = No progress bar and no report; failures are told
    .threads = Files read and documents rendered at a time [default: all cores]
    .help = Show this help
    .version = Show the version
help-run = Make the bulletins of a period
    .workspace = Folder of the office, with tongbao.toml [default: the current folder]
    .period = 2025Q3, 2025H1 or 2025 [default: the newest whose reporting has begun]
    .cycle = Only quarterly, half-year, year-end, inspection, third-party, effect or special [default: the first three, as the period has them]
    .as_of = Judge what is late or missing as of this day, e.g. 2025-10-20 [default: today]
    .plan = Only this plan pack [default: every one in tongbao.toml]
    .is_final = Issue the bulletin: freeze it under its number; needs --number
    .number = Number of the issue, counted by plan and year, e.g. 3
    .force = Issue although something stands open; needs --reason
    .reason = Why; printed in an annex of the bulletin
    .format = How the report is written: text or json [default: text]
    .wait = Seconds to wait for another command that writes in this folder; 0 does not wait [default: 60]
    .no_verify = Do not read the files back before they are published
    .verbose = Tell on stderr how long each stage took
help-check = Check returns before they are sent in
    .files = Returns (.xlsx .xls .xlsb .ods)
    .workspace = Folder of the office whose registry and plans hold [default: the current folder, if it is one]
    .as_of = Judge what is late or missing as of this day, e.g. 2025-10-20 [default: today]
    .format = How the report is written: text, json or xlsx [default: text]
    .out = Write the report into this file [default: the terminal]
help-forms = Make blank returns, prefilled for each unit
    .workspace = Folder of the office, with tongbao.toml [default: the current folder]
    .unit = Only for the unit of this code
    .period = 2025Q3, 2025H1 or 2025 [default: the newest whose reporting has begun]
    .out = Folder for the returns [default: forms/PERIOD in the workspace]
    .as_of = Judge what is late or missing as of this day, e.g. 2025-10-20 [default: today]
    .wait = Seconds to wait for another command that writes in this folder; 0 does not wait [default: 60]
    .format = How the report is written: text or json [default: text]
help-status = Tell who has reported and who has not
    .workspace = Folder of the office, with tongbao.toml [default: the current folder]
    .period = 2025Q3, 2025H1 or 2025 [default: the newest whose reporting has begun]
    .as_of = Judge what is late or missing as of this day, e.g. 2025-10-20 [default: today]
    .format = How the report is written: text, json or xlsx [default: text]
    .out = Write the report into this file [default: the terminal]
help-verify = Read published files back and compare each figure with the run's, and issues with their register
    .folder = Folder of bulletins, or one that holds such folders [default: the current folder]
    .format = How the report is written: text or json [default: text]
help-rehearse = Before the deadline: tell what would stand in the way of a final issue, and what would be published
    .workspace = Folder of the office, with tongbao.toml [default: the current folder]
    .period = 2025Q3, 2025H1 or 2025 [default: the newest whose reporting has begun]
    .cycle = Only quarterly, half-year, year-end, inspection, third-party, effect or special [default: the first three, as the period has them]
    .as_of = Judge what is late or missing as of this day, e.g. 2025-10-20 [default: today]
    .plan = Only this plan pack [default: every one in tongbao.toml]
    .format = How the report is written: text, json or xlsx [default: text]
    .out = Write the report into this file [default: the terminal]
help-issued = List the bulletins that have been issued, and whether their files are as issued
    .workspace = Folder of the office, with tongbao.toml [default: the current folder]
    .format = How the report is written: text or json [default: text]
help-withdraw = Withdraw an issued bulletin, on record; its files and its number stay
    .workspace = Folder of the office, with tongbao.toml [default: the current folder]
    .number = Number of the issue, e.g. 3
    .reason = Why; a corrected issue prints it
    .plan = Only this plan pack, where several have an issue of the number
    .year = Only of this year of issue, where several have an issue of the number
    .as_of = Withdrawn on this day, e.g. 2025-11-05 [default: today]
    .wait = Seconds to wait for another command that writes in this folder; 0 does not wait [default: 60]
    .format = How the report is written: text or json [default: text]
help-trace = Tell where a figure of an issued bulletin comes from: formula, aggregates, cells
    .workspace = Folder of the office, with tongbao.toml [default: the current folder]
    .issue = Number of the issue, e.g. 3
    .plan = Only this plan pack
    .year = Only of this year of issue
    .document = Only in documents whose name contains this, e.g. 全市
    .figure = Words that all stand in the figure's indicator, group, measure or number [default: every figure]
    .format = How the report is written: text or json [default: text]
help-history = Tell what a unit has filed and what changed each time
    .unit = Code, name or alias of the unit
    .workspace = Folder of the office, with tongbao.toml [default: the current folder]
    .period = 2025Q3, 2025H1 or 2025 [default: the newest whose reporting has begun]
    .form = Only this form: code, title or identifier
    .as_of = Judge what is late or missing as of this day, e.g. 2025-10-20 [default: today]
    .format = How the report is written: text or json [default: text]
help-explain = Explain the code of a finding, the identifier of a rule or an indicator
    .code = Code or identifier, e.g. F05, JN-H-012
    .workspace = Folder of the office whose plans are looked at first [default: the current folder, if it is one]
    .format = How the report is written: text or json [default: text]
help-plan = Write plan packs: check, test, try out, draft, compare, look up keys
help-plan-check = Tell every mistake in plan packs
    .packs = Folders or ids of packs; several are held against one another as those of one office [default: all packs]
    .workspace = Folder of the office, whose `plans` come before the shipped packs [default: the current folder, if it is one]
    .verbose = List the rules that follow from items, and bounds
    .format = How the report is written: text or json [default: text]
help-plan-test = Run the tests of plan packs (tests.toml)
    .pack = Folder or id of one pack [default: all packs]
    .workspace = Folder of the office, whose `plans` come before the shipped packs [default: the current folder, if it is one]
    .format = How the report is written: text or json [default: text]
help-plan-try = Make a year of returns from a plan pack alone, and every bulletin of that year
    .pack = Folder or id of the pack
    .out = Folder for the workspace, empty or made by an earlier trial [default: ID-try in the current folder]
    .workspace = Folder of the office, whose `plans` come before the shipped packs [default: the current folder, if it is one]
    .format = How the report is written: text or json [default: text]
help-plan-new = Draft a plan pack from the catalogue of a plan's demands
    .id = Id of the new pack, which is the name of its folder, e.g. harbin-2017
    .catalogue = The catalogue (CSV)
    .like = Take forms, rules, scoring and wording from this pack: id or folder
    .out = Make it in this folder [default: `plans` of the workspace, without one the folder of plan packs]
    .title = Title of the plan (what is not said is left as 〔方案名称〕 and the like)
    .short_title = What it is called for short [default: the title without the area and words like 实施方案]
    .issuer = Who issues its bulletins and makes its forms
    .area_code = Code of its area, six digits
    .area_name = Name of its area
    .workspace = Folder of the office [default: the current folder, if it is one]
    .format = How the report is written: text or json [default: text]
help-plan-coverage = Tell which indicators, tasks and mechanisms answer each row of the catalogue, and which rows nothing answers
    .pack = Id or folder of one pack [default: every pack with a catalogue]
    .catalogue = The catalogue (CSV) [default: catalogue.csv in the pack's folder]
    .workspace = Folder of the office, whose `plans` come before the shipped packs [default: the current folder, if it is one]
    .format = How the report is written: text or json [default: text]
help-plan-diff = Tell everything that differs in meaning between two packs
    .before = The first pack: id or folder
    .after = The second pack: id or folder
    .workspace = Folder of the office, whose `plans` come before the shipped packs [default: the current folder, if it is one]
    .format = How the report is written: text or json [default: text]
help-plan-reference = Tell every key of every file of a pack: type, whether needed, default, meaning, example
    .schemas = Write the JSON Schemas of the files into this folder instead, for editors

## Arguments that cannot be understood

usage-unknown = there is no `{ $argument }`
usage-value = `{ $argument }` cannot be `{ $value }`
usage-value-missing = `{ $argument }` has no value
usage-required = `{ $argument }` is missing
usage-twice = `{ $argument }` is given twice
usage-command-missing = no command is given
usage-suggestion = did you mean `{ $suggestion }`?
usage-choices = one of: { $choices }
usage-period = a period is written `2025Q3`, `2025H1` or `2025`
usage-date = a date is written `2025-10-20`
usage-cycle = one of: quarterly, half-year, year-end, inspection, third-party, effect, special
usage-threads = a whole number from 1
usage-reason = a reason is words
usage-area-code = a code of an area has six digits, e.g. 230100
usage-wait = seconds, e.g. 60; 0 does not wait
usage-help = `--help` explains the options

## Stages of a run

stage-prepare = preparing
stage-read = reading returns
stage-store = storing facts
stage-audit = auditing
stage-aggregate = adding up
stage-assess = assessing
stage-compose = composing
stage-render = rendering
stage-verify = verifying
stage-publish = publishing

## wait

wait-begins = another command writes in this folder; waiting for it ({ $seconds } s at most): { $holder }
wait-holder = tongbao { $command }, process { $process }
wait-holder-since = tongbao { $command }, process { $process }, since { $since }
wait-holder-unknown = another command

## configuration

configuration-heading = { $count ->
        [one] 1 thing in plans and registry does not fit together, so that somebody is left out:
       *[other] { $count } things in plans and registry do not fit together, so that somebody is left out:
    }
configuration-notes = To be known:
configuration-rest = { $count } more: see `configuration` of --format json

## run

inbox-empty = Mind: there is no file in the inbox{ $before ->
        [0] {""}
        [one] , where the last run read 1 return
       *[other] , where the last run read { $before } returns
    }. Check that the share is mounted and that `inbox` in tongbao.toml names the right folder
run-period = Period: { $period }
run-published = Published: { $folder } ({ $plan }, { $cycle }, { $count ->
        [one] 1 bulletin
       *[other] { $count } bulletins
    })
run-issued = Issued as number { $number }: { $folder } ({ $plan }, { $cycle }, { $count ->
        [one] 1 bulletin
       *[other] { $count } bulletins
    })
run-replaces = It takes the place of number { $number } of { $year }, withdrawn on { $day }.
run-would-replace = The draft is to take the place of number { $number } of { $year }, withdrawn on { $day }.
run-finished = note: a bulletin was issued and its folder was not written, or was taken away; it is published now: { $folder }
run-restored = note: a file that was missing in an issued folder is put back: { $file }
run-stale = note: a replaced folder of bulletins could not be taken away; the next run tries again: { $folder }
run-outdated = note: bulletins of other plans than the settings name now, not made anew: { $folder }; take them away, lest somebody uses them
run-aside = warning: what this account cannot move out of a folder of bulletins, or a file that stood in its place, is left beside it: { $folder }
run-unsure = warning: the run.json that was in { $folder } is missing or damaged; files of which nothing says whose they are stay there ({ $count })
run-unpublished = warning: { $file }: a bulletin was issued and its folder was not written, or was taken away; `tongbao run` publishes it
run-altered = warning: an issued file is not as it was issued, and is left as it is: { $file }: { $reason }
run-returns = Returns: { $due } due, { $ontime } on time, { $late } late, { $missing } missing ({ $empty } of them empty), { $awaited } not due yet; { $returned } of those that came are returned
run-files = Files: { $found } found, { $read } read, { $known } unchanged since the last run, { $rejected } rejected
run-damaged = { $count } files of the store (.tongbao) were damaged ({ $files }): set aside (…damaged…), and what they told of was read anew
run-later = { $count } more files are returns that are dated after the as-of day and had not come by then: not counted
run-rejected = { $count ->
        [one] 1 file is rejected:
       *[other] { $count } files are rejected:
    }
run-rules = Rules: { $rules }; { $pass } passed, { $fail } failed, { $unverifiable } unverifiable, { $notrun } not run (rules × units)
run-rule-problem = rule { $rule }: { $problem }
run-verified = Verified: { $count } figures read back from PDF and workbook, all as composed
run-found = Findings: { $file }
run-without = Plans that have no such bulletin ({ $kind }), and none was made: { $plans }
run-without-period = Plans whose years do not include { $period }, and none was made: { $plans }
run-slips = Return slips: { $folder } ({ $count })
run-chasing = Whom to chase: { $file }
run-rejected-for = { $count ->
        [one] 1 file is rejected, for { $lines } things:
       *[other] { $count } files are rejected, for { $lines } things:
    }
run-rejected-rest = { $count } more in { $file }
run-findings = Other findings:
run-substitution = note: the font `{ $wanted }` ({ $role }) is not there: `{ $used }` prints in its place
run-substitution-forbidden = note: the font `{ $wanted }` ({ $role }) may not be embedded (fsType): `{ $used }` prints in its place
run-timing = { $stage }: { $seconds } s
cycle-quarterly = quarterly
cycle-half-year = half-year
cycle-year-end = year-end
cycle-inspection = inspection
cycle-third-party = third-party review
cycle-effect = effect monitoring
cycle-special = special report
finding-severity = Severity
finding-code = Code
finding-title = Finding
finding-count = Count

## check

check-sound = { $path }  no findings ({ $known }, { $values ->
        [one] 1 value
       *[other] { $values } values
    })
check-no-history = rules that compare with earlier periods or other forms cannot be verified: { $why }
check-history-never = the workspace has not stored any return yet; run `tongbao run` when returns have come
check-history-outdated = the registry, a plan's forms or the program have changed since the last run, and what it stored holds no more; `tongbao run` reads it anew
check-history-damaged = what the workspace has stored is damaged; `tongbao run` sets it aside and reads the inbox anew
history-waiting = newer, not counted yet: { $why }
check-history-later = all stored returns are dated after the as-of date; check --as-of, without which it is today
check-history-refused = all stored files were refused, and there is no return to compare with; 审核发现 says why
check-rules = Rules: { $pass } passed, { $fail } failed, { $unverifiable } unverifiable, { $notrun } not run
check-summary = { $files ->
        [one] 1 file
       *[other] { $files } files
    }: { $rejected } rejected, { $errors ->
        [one] 1 error
       *[other] { $errors } errors
    }, { $suspects } suspect, { $explains } to explain, { $doubts ->
        [one] 1 doubt
       *[other] { $doubts } doubts
    }, { $notes ->
        [one] 1 note
       *[other] { $notes } notes
    }

## forms

forms-kept = { $count } were changed since they were made, perhaps filled in, and were left alone; move them away to have new ones:
forms-none = No unit that was asked for has a form to file for { $period }: forms of its kind are not in the plans, or no task of a ledger form is its own.
forms-made = { $count ->
        [one] 1 blank return
       *[other] { $count } blank returns
    } for { $period }: { $folder }

## status

status-heading = Returns for { $period } as of { $date }, due by { $deadline }
status-group = Area
status-due = Due
status-on-time = On time
status-late = Late
status-awaited = not due yet
status-missing = Missing
status-returned = Returned
status-empty = Empty
status-times = This year
status-to-correct = returned, { $count ->
        [one] 1 reason
       *[other] { $count } reasons
    }
status-only-returned = Nothing is missing, { $returned ->
        [one] 1 return has to come again
       *[other] { $returned } returns have to come again
    }, { $late } late:
status-reported = Reported
status-expected = Expected
status-nothing = Nothing is outstanding.
status-chase = { $missing ->
        [one] 1 return is missing
       *[other] { $missing } returns are missing
    }, { $returned } returned, { $late } late:
status-only-late = Nothing is missing, { $count ->
        [one] 1 return is late:
       *[other] { $count } returns are late:
    }
status-remind = { $days ->
        [0] Due today
        [one] 1 day left
       *[other] { $days } days left
    }; { $count ->
        [one] 1 return is still expected:
       *[other] { $count } returns are still expected:
    }
status-county = County
status-unit-code = Code
status-unit-name = Unit
status-form = Form
status-deadline = Due by
status-state = State
status-overdue = missing, { $days ->
        [one] 1 day overdue
       *[other] { $days } days overdue
    }
status-days-late = { $days ->
        [one] 1 day late
       *[other] { $days } days late
    }
status-contact = Contact
status-phone = Phone
status-remark = Remark
status-owed = Bulletins that the office has to issue:
status-owed-once = once
status-owed-command = make it: { $command }
status-owed-overdue = { $title }, { $period }, { $plan }: by { $deadline }, { $days ->
        [one] 1 day overdue
       *[other] { $days } days overdue
    } ({ $done } of { $due } due this year issued)
status-owed-next = { $title }, { $period }, { $plan }: by { $deadline }, { $days ->
        [0] due today
        [one] 1 day left
       *[other] { $days } days left
    } ({ $done } of { $due } due this year issued)

## verify

verify-holds = { $folder }: { $files } files, { $figures } figures, all as published
verify-differs = { $folder }: { $files } files, { $figures } figures, { $faults ->
        [one] 1 file differs
       *[other] { $faults } files differ
    }
verify-issued = ; issued as number { $number }, compared with its snapshot
verify-withdrawn = ; withdrawn on { $day }
verify-altered = not as issued: { $reason }
verify-unreadable = cannot be compared: { $reason }
verify-difference = { $place }: should be `{ $expected }`, found `{ $found }`
verify-run-again = `tongbao run` writes the figures.json of a draft: run it again
verify-rest = and { $count } more

## rehearse

rehearse-heading = { $plan }, { $period }, { $cycle }: { $due } returns due, { $missing } have not come; due by { $deadline }, { $days ->
        [0] no day left
       *[other] { $days } days left
    }
rehearse-issued = Issued already, as number { $number }. Open since then:
rehearse-replaces = Number { $number } of { $year } was withdrawn on { $day }; what is issued now takes its place, under a new number.
rehearse-ready = Nothing stands in the way of a final issue.
rehearse-blocked = { $count ->
        [one] 1 point stands
       *[other] { $count } points stand
    } in the way of a final issue:
rehearse-explain = Of these an explanation would settle { $count }:
rehearse-missed = Would be published as red or yellow ({ $count }):
rehearse-hanging = Places that hang on returns which are missing or were sent back ({ $count }); tried out with what was sent back, else with last year's:
rehearse-tasks = Tasks overdue at the period's end ({ $count }):
rehearse-group = Group
rehearse-indicator = Indicator
rehearse-light = Light
rehearse-demand = Asked
rehearse-value = Value
rehearse-responsible = Responsible
rehearse-now = Now
rehearse-then = Then
rehearse-returns = Hangs on
rehearse-peers = its peers: { $returns }
rehearse-unranked = unranked
rehearse-task = Task
rehearse-item = Item
rehearse-due = Due by
rehearse-days = Days overdue
rehearse-state = State

## issued

issued-none = Nothing has been issued yet.
issued-stray = warning: among the issues something is missing or does not belong there: { $file }: { $reason }
issued-plan = Plan
issued-number = Number
issued-printed = Printed as
issued-period = Period
issued-cycle = Bulletin
issued-day = Issued on
issued-state = Files
issued-whole = as issued
issued-altered = altered
issued-open = Open
issued-reason = Reason
issued-folder = Folder
issued-standing = In force
issued-valid = yes
issued-withdrawn = withdrawn on { $day }: { $reason }
issued-replaced-by = ; its place takes number { $number } of { $year }
issued-replaces = in the place of number { $number } of { $year }

## withdraw

withdraw-done = Withdrawn: number { $number } of { $year }, { $plan }, { $period }, { $cycle }, issued on { $issued }; withdrawn on { $day }. Reason: { $reason }
withdraw-stays = Its files stay as they were issued: { $folder }
withdraw-next = To issue a corrected bulletin: tongbao run { $asked } --final --number { $next }

## trace

trace-issue = Number { $number } of the plan { $plan }, { $period }, { $cycle }, issued on { $day }
trace-replaces = Issued in the place of number { $number } of { $year }, withdrawn on { $day }: { $reason }
trace-withdrawn = Withdrawn on { $day }: { $reason }
trace-replaced-by = Its place takes number { $number } of { $year }
trace-documents = Printed in
trace-value = Not rounded
trace-formula = Formula
trace-working = Made of
trace-member = Member
trace-listed = Row of the registry
trace-return = Return
trace-adjustment = Added by the office
trace-tasks = Its tasks with file, sheet and cell are on the sheet 台账明细 of
trace-item = Item
trace-period = Period
trace-unit = Unit
trace-unit-name = Name
trace-cell-value = Value
trace-origin = The number for { $period } was added up from the cells of that period below
trace-origin-lost = No returns for { $period } are kept with the issue; their cells cannot be listed
trace-origin-issue = The number for { $period } was taken from issue { $number } of { $year }; the cells are those sealed with that issue
trace-origin-issue-lost = The number for { $period } was taken from issue { $number } of { $year }, with which the returns are not kept; their cells cannot be listed
trace-file = File
trace-sheet = Sheet
trace-cell = Cell
trace-hash = BLAKE3
trace-more-members = { $count } more; `--format json` lists all
trace-more-cells = and { $count } more cells; `--format json` lists all
trace-others = { $count ->
        [one] 1 more figure fits
       *[other] { $count } more figures fit
    }: give more words

## history

history-none = No return of this unit has come for the period.
history-other-periods = Periods with returns: { $periods }
history-reported = reported on { $date }
history-undated = without a report date
history-counts = counts
history-returned = returned, stays out of totals until it is corrected or explained
history-superseded = superseded by a newer one
history-later = dated after the as-of date, by which it had not come
history-gone = the file was overwritten or deleted (last seen { $date })
history-gone-counts = the file was overwritten or deleted (last seen { $date }); it counts until somebody has said that it was taken back
history-unchanged = the same values as the one before
history-unknown = cannot be compared: the values of one of the two were not kept
history-code = Code
history-item = Item
history-old = Before
history-new = After
history-damaged = warning: the history `{ $file }` is damaged and its filings are not shown; the file is left as it is, restore it from a backup

## explain

explain-line = { $label }: { $value }
explain-severity = Severity
explain-meaning = Meaning
explain-consequence = What follows
explain-correction = How to correct
explain-family = Family
explain-method = Method
explain-expected = Must hold
explain-compared = Compares
explain-message = Told as
explain-tolerance = Tolerance
explain-floor = Judged from
explain-peers = Peers share
explain-missing = Blanks
explain-condition = Units
explain-quarters = Quarters
explain-since = Since
explain-until = Until
explain-deactivated = Deactivated
explain-source = Source
explain-clause = Clause
explain-formula = Formula
explain-over = Taken over
explain-reads = Reads
explain-scopes = Computed for
explain-caliber = Counted how
explain-plans = Plan packs

## plan check, plan test, plan try

plan-sound = { $id }: sound ({ $forms ->
        [one] 1 form
       *[other] { $forms } forms
    }, { $items ->
        [one] 1 item
       *[other] { $items } items
    }, { $indicators ->
        [one] 1 indicator
       *[other] { $indicators } indicators
    }, { $ledger ->
        [one] 1 ledger row
       *[other] { $ledger } ledger rows
    })
plan-rules-from-items = { $count ->
        [one] 1 rule follows
       *[other] { $count } rules follow
    } from items (none that a written rule says already):
plan-rules-from-items-off = Rules that follow from items: not asked for (`rules-from-items = true` in plan.toml)
plan-bounds = { $count ->
        [one] 1 item has
       *[other] { $count } items have
    } bounds, and what lies beyond them is not read (C11):
plan-mistakes = { $id }: { $count ->
        [one] 1 mistake
       *[other] { $count } mistakes
    }
plan-doubts = { $count ->
    [one] 1 place may be a slip of the pen (no mistake, the pack can be used as it is):
   *[other] { $count } places may be slips of the pen (no mistakes, the pack can be used as it is):
  }
plan-folder-passed-over = note: `{ $id }` is looked up as an id, and { $folder } in the current folder was not used; for that folder write { $folder }
plan-unfilled = { $count ->
        [one] 1 place is
       *[other] { $count } places are
    } to be filled in before anything is issued:
plan-untested = { $id }: no tests (there is no tests.toml)
plan-tests-passed = { $id }: { $count ->
        [one] 1 test passed
       *[other] { $count } tests passed
    }
plan-tests-failed = { $id }: { $failed } of { $count ->
        [one] 1 test
       *[other] { $count } tests
    } failed
plan-tests-shipped = note: these are the shipped tests, and files of this office's own stand for shipped ones; for what is meant to differ copy tests.toml to plans/{ $id } and change it there
plan-tests-unfit = note: { $count ->
        [one] 1 shipped test names what this office's files no longer have and was
       *[other] { $count } shipped tests name what this office's files no longer have and were
    } not run; for tests of your own copy tests.toml to plans/{ $id } and change it there
plan-unfit-tests = note: { $count ->
        [one] 1 shipped test names
       *[other] { $count } shipped tests name
    } what this office's files no longer have (tongbao plan test { $id } lists them)
plan-test-missed = line { $line }, { $about }: expected { $expected }, found { $found }
plan-tried = { $id }: { $units ->
        [one] 1 made unit
       *[other] { $units } made units
    }, { $returns ->
        [one] 1 made return
       *[other] { $returns } made returns
    }, the bulletins of { $year }, all in { $folder }
plan-tried-earlier = beside it { $years }, with targets or topics of their own: of each the year-end assessment (else the last bulletin) and the special reports
plan-try-made = { $period } { $cycle }: { $folder } ({ $count ->
        [one] 1 bulletin
       *[other] { $count } bulletins
    })
plan-try-planted = { $count ->
        [one] 1 thing is wrong on purpose, and the bulletins should tell it:
       *[other] { $count } things are wrong on purpose, and the bulletins should tell them:
    }
plan-try-odd = { $count ->
        [one] 1 thing is worth a look:
       *[other] { $count } things are worth a look:
    }
plan-try-failed = { $period } { $cycle } was not made:

## plan new, coverage, diff, reference

plan-made = Drafted: { $folder } ({ $indicators ->
        [one] 1 indicator
       *[other] { $indicators } indicators
    }, { $tasks ->
        [one] 1 task
       *[other] { $tasks } tasks
    })
plan-made-shared = { $count ->
        [one] 1 of the indicators is one
       *[other] { $count } of the indicators are ones
    } that packs share; the shared forms that they need stand in `includes` of plan.toml
plan-made-unfilled = { $count ->
        [one] 1 place is
       *[other] { $count } places are
    } to be filled in (〔〕, and area-code 000000) before anything is issued; `tongbao plan check` lists them
plan-of-others = { $count ->
        [one] 1 row of another plan is
       *[other] { $count } rows of other plans are
    } in the catalogue and not in the draft
plan-unclear = { $count ->
        [one] 1 row has an operator that says nothing; its indicator is only begun (`better` and the target are to be filled in):
       *[other] { $count } rows have an operator that says nothing; their indicators are only begun (`better` and the targets are to be filled in):
    }
plan-line = Line
plan-operator = Operator
plan-made-next = Look through its files: what stands in 〔〕 is to be filled in, comments say what else; then run `tongbao plan check`
plan-made-use = To use it, have this line in tongbao.toml: { $line }
plan-made-elsewhere = To use it, put this folder into `plans` of the office's folder, and have this line in tongbao.toml: { $line }
plan-uncovered = { $count ->
        [one] 1 row of the catalogue is answered by no indicator and no task:
       *[other] { $count } rows of the catalogue are answered by no indicator and no task:
    }
plan-row = Row
plan-kind = Kind
plan-item = Demand
plan-answer = Answered by
plan-is-step = step { $step } of task { $task }
plan-is-task = task
plan-is-open = nothing
plan-covered = { $id }: { $rows ->
        [one] 1 row
       *[other] { $rows } rows
    }, { $open } open; { $unknown } cited that no row has
plan-unknown-source = in no row: { $source } ({ $by })
plan-same = { $before } and { $after }: no difference in meaning
plan-differences = { $before } and { $after }: { $count ->
        [one] 1 difference
       *[other] { $count } differences
    }
plan-reordered = in another order
plan-schema = Written: { $file }

## standard output that takes nothing

unshown = The result is not shown: standard output cannot be written.
unshown-done = It is done, but the report is not shown: standard output cannot be written.

## Failures: in English an error says itself what could not be done; here is what can be done about it

failure = error: { $message }
failure-cause = because { $cause }
failure-hint = hint: { $hint }
failure-memory =
    .hint = raise the limit (`ulimit -v`, or that of the service or container) and run again; nothing was read or written
failure-broken =
    .hint = most often memory or threads ran out: close other programs, raise the limits on memory and processes, or add `--threads 1`. What had not been published is as it was. If it happens again, the program is wrong: report the line below
failure-developer = for the developer: { $words }
failure-workbook-on-terminal =
    .hint = name a file with `--out FILE`
failure-settings-read =
    .hint = name the office's folder: it holds tongbao.toml, registry.xlsx and inbox
failure-settings-encoding =
    .hint = save the file as UTF-8
failure-settings-no-plan =
    .hint = list at least one pack: plans = ["jining-2023"]
failure-settings-plan-twice =
    .hint = name each pack in `plans` once
failure-settings-folders =
    .hint = name two folders for `inbox` and `output`, the second not within the first
failure-settings-bulletin =
    .hint = correct the lines above; remove the line while there is nothing to say
failure-settings-profile =
    .hint = `profile` in [bulletin] of tongbao.toml may be: { $known }
failure-templates =
    .hint = name it with `--templates DIR` or in TONGBAO_TEMPLATES
failure-house-read =
    .hint = the folder of plan packs must be complete: install it anew, or name another with `--templates DIR`
failure-settings-role =
    .hint = the roles are fangsong, kai, hei, biaosong and song
failure-unreadable =
    .hint = keep the files and report it; `--no-verify` skips the comparison
failure-differs =
    .hint = keep the files and report it; do not publish such a file with `--no-verify`
failure-nothing-to-verify =
    .hint = name a folder of bulletins, such as bulletins/2025Q3; bulletins of earlier versions must be made anew first
failure-out-taken =
    .hint = name another file with `--out`, outside the inbox and the folders of bulletins
failure-plan-none =
    .hint = name the folder of plan packs with `--templates DIR`
failure-plan-unknown =
    .hint = the packs there are: { $known }
failure-plan-read =
    .hint = check that the file exists and that this account may read it
failure-plan-invalid =
    .hint = `tongbao plan check` tells the mistakes without running anything
failure-plan-catalogue =
    .hint = the columns stand in docs/packs.md under catalogue.csv; from Excel, save it as CSV UTF-8
failure-catalogue-none =
    .hint = name one with `--catalogue FILE`, or put it into the pack's folder
failure-catalogue-missing =
    .hint = name one with `--catalogue FILE`, or put it into the pack's folder
failure-catalogue-others =
    .hint = it has rows of: { $known }
failure-catalogue-unmeasured =
    .hint = a pack has one indicator at least: give what can be measured the kind quantitative
failure-pack-there =
    .hint = take another id, or another place with `--out DIR`; what is there is never overwritten
failure-pack-id =
    .hint = it is the name of a folder: letters, digits and hyphens, e.g. harbin-2017
failure-registry-read =
    .hint = the office's folder must hold registry.xlsx, and no other program may lock it
failure-registry-workbook =
    .hint = open it in Excel and save it as .xlsx, without a password
failure-registry-sheets =
    .hint = the sheets of a registry are 机构, 县区, 医联体 and 成员
failure-registry-invalid =
    .hint = correct the cells named above in Excel and save
failure-area-unknown =
    .hint = add the row, or name another plan pack in tongbao.toml
failure-nobody-files =
    .hint = correct the column 类别 of the registry's sheet 机构, or name another plan pack in tongbao.toml
failure-targets-contradict =
    .hint = in indicators.toml of the plan pack make one `for` more particular, or let one target begin on another day
failure-deadlines =
    .hint = correct the `[[deadline]]` above: a unit is named by its code, a form by its code, title or identifier
failure-approvals =
    .hint = correct the `[[approval]]` above: `number` is the number of approval, `forms` are named by code, title or identifier
failure-unit-unknown =
    .hint = give the unit's code as it stands in the registry's sheet 机构
failure-unit-unknown-but-near =
    .hint = near it: { $nearest }
failure-form-unknown =
    .hint = give the form's code, title or identifier, e.g. TB-H01
failure-form-unknown-but-near =
    .hint = near it: { $nearest }
failure-nothing-to-explain =
    .hint = codes stand in the findings, e.g. F05; identifiers of rules look like JN-H-012
failure-nothing-to-explain-but-near =
    .hint = near it: { $nearest }
failure-period-not-open =
    .hint = look at `--period`; a period is reported after it has ended
failure-period-outside =
    .hint = look at `--period`
failure-period-outside-here =
    .hint = plans that cover it: { $others }; name one with `--plan`, or leave `--plan` out
failure-cycle-not-due-here =
    .hint = plans that have it: { $others }; name one with `--plan`, or leave `--plan` out: then each that has it makes its own
failure-cycle-not-due =
    .hint = a plan has the bulletins that `cycles` and `[[mechanism]]` of its plan.toml name; quarterly is for a quarter, e.g. 2025Q3, special for the period of its topic
failure-issue-ambiguous =
    .hint = choose one with the options of one of the lines above
failure-issue-plan =
    .hint = tongbao.toml names: { $known }
failure-issue-unfilled =
    .hint = put the plan's own words in the place of 〔〕 and 000000; `--force` does not help
failure-issue-repeated =
    .hint = what was issued stays; `tongbao run` without --final makes a draft beside it, with what has changed since. To issue it anew, withdraw it first: tongbao withdraw --plan { $plan } --number { $number } --reason "…"; the corrected issue has a new number
failure-issue-number-taken =
    .hint = give the next number that is free; `tongbao issued` lists all. The number of a withdrawn issue is not given again
failure-issue-withdrawn =
    .hint = `tongbao issued` lists what is in force; the corrected bulletin is issued by `tongbao run --final` under a new number
failure-issue-withdrawn-early =
    .hint = give the day of issue or a later one with --as-of
failure-issue-corrected-early =
    .hint = give the day of the withdrawal or a later one with --as-of
failure-issue-blocked =
    .hint = settle the points above, or issue it nevertheless with --force --reason "…": both are printed in an annex
failure-issue-snapshot-missing =
    .hint = put .tongbao/issued back from a backup; nothing is written over an issued bulletin
failure-issue-newer =
    .hint = use that version or a later one for this workspace
failure-issue-damaged =
    .hint = put it back from a backup; an issued bulletin is never made anew
failure-issue-register =
    .hint = put the file back from a backup; without one, see with `tongbao issued` that no issue is missing, then move the file away: the next run registers anew what .tongbao/issued holds
failure-issue-withdrawal-lost =
    .hint = put the file back from a backup; without one, withdraw it once more as of the same day: tongbao withdraw --plan { $plan } --year { $year } --number { $number } --as-of DAY --reason "…"
failure-issue-unread =
    .hint = check that the file exists and that this account may read it; nothing was issued
failure-issue-none =
    .hint = `tongbao run --final --number N` issues one
failure-issue-number-unknown =
    .hint = issued were: { $known }
failure-issue-number-ambiguous =
    .hint = choose with --plan or --year: { $known }
failure-issue-no-figure =
    .hint = give words of the indicator and of the group, e.g. --figure "任城区 县域内就诊率"
failure-busy =
    .hint = wait until it has ended, or wait longer for it: --wait SECONDS
failure-inbox =
    .hint = check that the folder exists and that this account may read it and its subfolders
failure-worker =
    .hint = check that the program may start itself, and the limits on processes and memory
failure-store-write =
    .hint = check the free space and that this account may write there
failure-store-facts =
    .hint = check the free space and that this account may write there
failure-formula =
    .hint = correct the formula in the plan pack's indicators.toml
failure-wording =
    .hint = correct the wording there (file:line:column); `tongbao plan check` tells every mistake
failure-wording-line =
    .hint = correct the line (file:line:column); `tongbao plan check` tells every mistake
failure-font =
    .hint = put a whole font file into its place
failure-font-variable =
    .hint = name a static font of the same family in tongbao.toml, under [fonts]
failure-font-role =
    .hint = add a folder with fonts to tongbao.toml: font-folders = ["…"]
failure-glyph =
    .hint = correct the character, or add a font that has it to tongbao.toml
failure-publish =
    .hint = check the free space, that this account may write there, and that no file of the folder is open in Excel or WPS
