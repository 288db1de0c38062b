"""Checkers of LeRobot datasets beside `diagnose`, on the same files: nine faults and three healthy
sets.

    python -m venv .venv-checkers
    .venv-checkers/bin/pip install lerobot-doctor "deepen-grade[lerobot,cluster]" \
        "kalanos[video,numeric]"
    python benchmarks/checkers.py [.venv-checkers/bin] [folder of work]

`checker_data.py` writes the datasets and holds what would have to be said of each. The others get
every dataset in two forms, as `convert` writes it, and with video and the force of each finger as
three numbers; the better answer counts. Ours gets the first, before training, with the defaults of
the train job. Raw outputs stay in the folder of work, and are not asked for again. Writes
benchmarks/results/checkers.md.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

from checker_data import COPIES, TASK, write_copies
from checker_page import page
from checker_readers import CHECKERS, Said

from tactile_nb import __version__
from tactile_nb.data.tasks import project_root
from tactile_nb.evidence.diagnosis import diagnose

KINDS = ('written', 'plain')  # forms of a dataset


def answered(checker, programs, dataset, raw):
    "The report of a checker, word for word, and how long it took"
    report = raw.with_suffix('.report.json')
    words = [str(word) for word in checker.command(programs, dataset, report)]
    offline = {**os.environ, 'HF_HUB_OFFLINE': '1'}
    started = time.perf_counter()
    run = subprocess.run(words, capture_output=True, text=True, env=offline)
    seconds = time.perf_counter() - started
    text = report.read_text() if report.exists() else run.stdout
    report.unlink(missing_ok=True)
    return dict(seconds=seconds, text=text, errors=run.stderr)


def ask(checker, programs, dataset, raw):
    "What a checker says of a dataset, or why it cannot; seconds. An answer that is kept is read"
    if not raw.exists():
        raw.write_text(json.dumps(answered(checker, programs, dataset, raw)))
    kept = json.loads(raw.read_text())
    try:
        return checker.read(kept['text']), kept['seconds']
    except (ValueError, KeyError) as error:
        return f'{type(error).__name__}: {error}; {kept["errors"][-200:]}', kept['seconds']


def settings_of(dataset):
    "What a user gives to diagnose a dataset before training; everything else at its default"
    return dict(task_name=TASK, dataset_dir=str(dataset), enable_hsa=True)


def said_by_us(finding, folder):
    "A finding of ours as one thing that was said, without the folder that the datasets lie in"
    sure = finding['severity'] == 'error' and finding['confidence'] in ('certain', 'likely')
    cause = finding['cause'].replace(folder, '')
    return Said(f'{cause} ({finding["confidence"]})', finding['code'], sure)


def ask_ours(dataset, raw):
    "What `diagnose` says of a dataset before training; seconds. An answer that is kept is read"
    if not raw.exists():
        started = time.perf_counter()
        report = diagnose(settings_of(dataset), plots=False)
        seconds = time.perf_counter() - started
        findings = [asdict(finding) for finding in report.findings]
        kept = dict(verdict=report.verdict, findings=findings, notes=report.notes, seconds=seconds)
        raw.write_text(json.dumps(kept, indent=1, default=str))
    kept = json.loads(raw.read_text())
    said = [said_by_us(finding, f'{dataset.parent}/') for finding in kept['findings']]
    return said, kept['seconds']


def ask_everybody(programs, folder):
    "{checker: {dataset: [(what it said, seconds) for each form]}}"
    forms = [write_copies(folder, plain=plain) for plain in (False, True)]
    asked = {}
    for who, checker in CHECKERS.items():
        asked[who] = {}
        for name in COPIES:
            raw = [folder / 'raw' / f'{who}-{name}-{kind}.json' for kind in KINDS]
            found = [ask(checker, programs, f[name], o) for f, o in zip(forms, raw)]
            asked[who][name] = found
            print(who, name, flush=True)
    asked['ours'] = {}
    for name in COPIES:
        asked['ours'][name] = [ask_ours(forms[0][name], folder / 'raw' / f'ours-{name}.json')]
        print('ours', name, flush=True)
    return asked


def version_of(programs, package):
    "The version of a package that is installed beside a program"
    code = f'from importlib.metadata import version; print(version({package!r}))'
    found = subprocess.run([programs / 'python', '-c', code], capture_output=True, text=True)
    return found.stdout.strip() or 'not installed'


def main():
    root = project_root()
    programs = Path(sys.argv[1] if len(sys.argv) > 1 else root / '.venv-checkers/bin').resolve()
    folder = Path(sys.argv[2] if len(sys.argv) > 2 else root / 'runs/checkers').resolve()
    (folder / 'raw').mkdir(parents=True, exist_ok=True)
    asked = ask_everybody(programs, folder)
    versions = {who: version_of(programs, o.package) for who, o in CHECKERS.items()}
    text = page(asked, {'ours': __version__, **versions})
    (root / 'benchmarks/results/checkers.md').write_text(text)
    print(text)


if __name__ == '__main__':
    main()
