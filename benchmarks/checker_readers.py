"""How other checkers of datasets are called and how their reports are read"""

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    "One thing that a checker said"

    text: str
    about: str  # what it is about, without numbers: the same in another dataset
    loud: bool  # it calls the dataset unusable, or names a cause as certain or likely
    share: float = 1.0  # of the episodes


@dataclass(frozen=True)
class Checker:
    "Another program: its package, its command, and how its report is read"

    package: str
    command: Callable  # (program folder, dataset, report) -> words of the command
    read: Callable  # report -> list of Said, or why it could not be read


def without_numbers(text):
    "A sentence as it would be of another dataset"
    return re.sub(r'\d+(\.\d+)?', '#', text)


def gathered(sentences, count):
    "One Said for each (about, text, loud), with its share of the episodes"
    times = Counter(about for about, _, _ in sentences)
    first = {}
    for about, text, loud in sentences:
        first.setdefault(about, (text, loud))
    return [
        Said(text, about, loud, times[about] / max(count, 1))
        for about, (text, loud) in first.items()
    ]


def doctor_command(programs, dataset, report):
    "lerobot-doctor prints JSON"
    return [programs / 'lerobot-doctor', dataset, '--json']


def read_doctor(text):
    "Everything that is no PASS"
    report = json.loads(text)
    sentences = []
    for check in report['checks']:
        for one in check['messages']:
            if one['severity'] != 'PASS':
                words = f'{check["name"]}: {one["message"]}'
                sentences.append((without_numbers(words), words, one['severity'] == 'FAIL'))
    return gathered(sentences, report['total_episodes'])


def deepen_command(programs, dataset, report):
    "deepen prints JSON"
    return [programs / 'deepen', 'grade', dataset, '--json']


def read_deepen(text):
    "Checks that warn or fail, of the dataset and of its episodes"
    report = json.loads(text[text.index('{') :])
    episodes = report['episodes']
    checks = [o for episode in episodes for o in episode['checks']]
    sentences = []
    for check in [*report['dataset_level_checks'], *checks]:
        if check['severity'] in ('warn', 'fail'):
            words = f'{check["name"]}: {check["summary"]}'
            loud = check['severity'] == 'fail' and check['claim_type'] == 'defect'
            sentences.append((f'{check["name"]} {check["severity"]}', words, loud))
    return gathered(sentences, len(episodes))


def kalanos_command(programs, dataset, report):
    "kalanos writes a report"
    return [programs / 'kalanos', 'grade', dataset, '--report', report]


def read_kalanos(text):
    "Findings by stream, channel and measure"
    report = json.loads(text)
    if not report['inventory']['loaded']:
        return '; '.join(one['reason'] for one in report['unresolved']) or 'no episode was loaded'
    sentences = []
    for finding in report['findings']:
        place = f'{finding["stream"]} {finding["source_field"]} {finding["channel"] or ""}'
        words = f'{place}: {finding["metric_id"]} {finding["severity"]}'
        sentences.append((words, words, finding['consequence'].startswith('block')))
    return gathered(sentences, len(report['episodes']))


CHECKERS = {
    'lerobot-doctor': Checker('lerobot-doctor', doctor_command, read_doctor),
    'deepen-grade': Checker('deepen-grade', deepen_command, read_deepen),
    'kalanos': Checker('kalanos', kalanos_command, read_kalanos),
}
