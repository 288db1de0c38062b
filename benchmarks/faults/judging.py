"""What a report says, and whether it is what was planted"""

import re

NO_EVIDENCE = ('not enough', 'no fault found')  # how a verdict begins that says neither
SURE = ('certain', 'likely')
KEPT = ('code', 'severity', 'confidence', 'cause', 'evidence', 'fix')


def told(report):
    "What a report says, as plain data"
    findings = [
        {**{key: getattr(one, key) for key in KEPT}, 'changes': one.changes}
        for one in report.findings
    ]
    if report.errors:
        state = 'error'
    elif report.verdict.startswith(NO_EVIDENCE):
        state = 'unknown'
    else:
        state = 'warned' if findings else 'healthy'
    return dict(state=state, verdict=report.verdict, notes=report.notes, findings=findings)


def is_true(fault, finding):
    "Whether a finding is what was planted"
    if finding['code'] in fault.wrong:
        return False
    text = ' '.join(finding[key] for key in ('cause', 'evidence', 'fix'))
    return finding['code'] in fault.codes or re.search(fault.says, text, re.IGNORECASE) is not None


def judged(fault, row):
    "Result, place of the true finding (0: none), and for each finding whether it is true"
    findings = [{**one, 'true': is_true(fault, one)} for one in row['findings']]
    place = next((i for i, one in enumerate(findings, 1) if one['true']), 0)
    return dict(findings=findings, place=place, result=result_of(fault, row, place))


def result_of(fault, row, place):
    "The result in one word"
    first = row['findings'][0] if row['findings'] else None
    if fault.benign:
        return 'alarm' if row['state'] == 'error' else 'right'
    if place == 1:
        return 'first'
    if first and first['severity'] == 'error' and first['confidence'] in SURE:
        return 'wrong'
    if place:
        return 'three' if place <= 3 else 'later'
    return 'unknown' if row['state'] == 'unknown' else 'missed'
