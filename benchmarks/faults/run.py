"""Does the diagnosis name faults that whoever wrote its rules had not seen?

    cd benchmarks && python -m faults.run LIST [--work DIR] [--names a,b] [--seeds 0,1,2]
        [--processes 2] [--before-training] [--score] [--list]

LIST is shared, traps, round1 to round14, real1 to real6. Every fault is planted in the healthy run
of `evidence.planted` on the demonstrations that ship with the project, trained on one thread and
diagnosed as a user would. With --before-training only what data alone can show is diagnosed,
before the first step; traps are meant for that, and faults in recordings of real robots, which
have to lie where data/real.toml says. A row a run goes to DIR/LIST.jsonl; what is there
is not run again. `python -m faults.page` makes the page.

A fault is named where a finding matches the expression of whoever planted it; read the texts
before you believe a score. A fault that was looked at is no blind one any more.
"""

import argparse
import contextlib
import importlib
import io
import json
import os
import shutil
import time
import traceback
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

os.environ.setdefault('OMP_NUM_THREADS', '1')
os.environ.setdefault('MKL_NUM_THREADS', '1')

import numpy as np  # noqa: E402  after the number of threads
import torch  # noqa: E402

from faults.judging import judged, told  # noqa: E402
from faults.recordings import SETTINGS, need, project_of  # noqa: E402
from faults.scores import scores  # noqa: E402
from tactile_nb.core.errors import ConfigError, SchemaError  # noqa: E402
from tactile_nb.data.project import project_path  # noqa: E402
from tactile_nb.evidence.diagnosis import diagnose  # noqa: E402
from tactile_nb.evidence.planted import base_config  # noqa: E402
from tactile_nb.training.prepare import prepare_data  # noqa: E402
from tactile_nb.training.steps import TrainingDiverged  # noqa: E402
from tactile_nb.training.trainer import Trainer  # noqa: E402

BEFORE = (
    'traps',
    'real1',
    'real2',
    'real3',
    'real4',
    'real5',
    'real6',
)  # lists that are diagnosed before the first step
LISTS = ('shared', *BEFORE, *(f'round{number}' for number in range(1, 15)))
LONGEST = 300  # characters of an error that stopped a run
TEXT = 150  # characters of a finding in a line


def load(name):
    "{name: Fault} of a list"
    return importlib.import_module(f'faults.{name}').FAULTS


@dataclass(frozen=True)
class Job:
    "One run"

    list: str
    fault: str
    seed: int
    work: str  # folder
    before: bool  # diagnosed before the first step


class PlantedTrainer(Trainer):
    "A trainer with a fault in its data or in what it trains"

    fault = None

    def setup(self, data=None):
        "Data with the fault, policy and optimiser, then the fault in them"
        spoiled = prepare_data(self.config)
        if self.fault.data:
            self.fault.data(spoiled, np.random.default_rng(self.config.seed))
        super().setup(spoiled)
        if self.fault.model:
            self.fault.model(self)


def train(trainer, fault):
    "Train to the end and spoil what is deployed; why it stopped, or nothing"
    try:
        trainer.run()
    except (TrainingDiverged, ConfigError, SchemaError) as error:
        return f'{type(error).__name__}: {error}'[:LONGEST]
    if fault.after:
        fault.after(trainer)
    return ''


def prepare(trainer):
    "Everything up to the first step; why it is refused, or nothing"
    try:
        trainer.setup()
    except (ConfigError, SchemaError) as error:
        return f'{type(error).__name__}: {error}'[:LONGEST]
    return ''


def look(trainer, fault, *, before):
    "The report, as a user gets it"
    if not before:
        return diagnose(trainer, plots=False)
    policy = trainer.policy if fault.model else None
    return diagnose(trainer.config, plots=False, data=trainer.data, policy=policy)


def run(job):
    "A row about one run"
    torch.set_num_threads(1)
    fault = load(job.list)[job.fault]
    row = dict(list=job.list, fault=job.fault, seed=job.seed, before=job.before)
    row.update(group=fault.group, story=fault.story, truth=fault.truth, benign=fault.benign)
    folder = Path(job.work) / 'runs' / f'{job.list}-{job.fault}-{job.seed}'
    shutil.rmtree(folder, ignore_errors=True)
    started = time.time()
    try:
        quiet = contextlib.redirect_stdout(io.StringIO())
        with quiet, project_of(fault.recording, folder):
            wanted = SETTINGS.get(fault.recording, {}) | fault.settings
            trainer = PlantedTrainer(base_config(folder, job.seed, **wanted))
            trainer.fault = fault
            stopped = prepare(trainer) if job.before else train(trainer, fault)
            trained = time.time()
            report = look(trainer, fault, before=job.before and not stopped)
        row.update(told(report), stopped=stopped)
        row.update(train_s=round(trained - started, 1), diagnose_s=round(report.seconds, 1))
        row.update(judged(fault, row))
    except Exception:  # noqa: BLE001  a crash is a result
        row.update(result='crash', crash=traceback.format_exc()[-1500:])
    shutil.rmtree(folder, ignore_errors=True)
    return row


def read_rows(file, faults):
    "Rows that are there, judged by what is called true now; the last of each run"
    rows = {}
    if file.exists():
        for line in file.read_text().splitlines():
            row = json.loads(line)
            if row['fault'] in faults and row['result'] != 'crash':
                row.update(judged(faults[row['fault']], row))
                rows[row['fault'], row['seed'], row['before']] = row
    return rows


def line_of(row):
    "A row for people"
    findings = row.get('findings') or []
    words = findings[0]['cause'] if findings else row.get('verdict') or row['crash'][-TEXT:]
    return f'{row["fault"]:26} {row["result"]:8} {words[:TEXT]}'


def run_all(jobs, processes, file):
    "Rows of the jobs, written as they come"
    with (
        ProcessPoolExecutor(processes, get_context('spawn')) as pool,
        open(file, 'a') as out,
    ):
        for done in as_completed([pool.submit(run, job) for job in jobs]):
            row = done.result()
            out.write(json.dumps(row, default=float) + '\n')
            out.flush()
            print(line_of(row), flush=True)
            yield row


def options():
    "What is asked for"
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument('list', choices=LISTS)
    parser.add_argument('--work', default='runs/faults')
    parser.add_argument('--names', default='', help='comma separated; empty: all of the list')
    parser.add_argument('--seeds', default='0')
    parser.add_argument('--processes', type=int, default=1)
    parser.add_argument('--before-training', action='store_true')
    parser.add_argument('--score', action='store_true', help='of the rows that are there')
    parser.add_argument('--list', dest='names_only', action='store_true')
    return parser.parse_args()


def names_of(faults, asked, *, before):
    "The faults to run; SystemExit for a name that is not there"
    unknown = [name for name in asked if name not in faults]
    if unknown:
        raise SystemExit(f'no such fault: {", ".join(unknown)}')
    return asked or [name for name, o in faults.items() if o.by_data or not before]


def main():
    asked = options()
    faults = load(asked.list)
    if asked.names_only:
        for name, fault in faults.items():
            print(f'{name:26} {fault.group:11} {"healthy" if fault.benign else ""} {fault.story}')
        return
    before = asked.before_training or asked.list in BEFORE
    wanted = [name for name in asked.names.split(',') if name]
    names = names_of(faults, wanted, before=before and asked.list not in BEFORE)
    need(faults[name].recording for name in names)
    work = project_path(asked.work)
    work.mkdir(parents=True, exist_ok=True)
    file = work / f'{asked.list}.jsonl'
    rows = read_rows(file, faults)
    runs = [(name, int(seed), before) for seed in asked.seeds.split(',') for name in names]
    missing = [one for one in runs if one not in rows and not asked.score]
    common = dict(list=asked.list, work=str(work), before=before)
    jobs = [Job(fault=name, seed=seed, **common) for name, seed, _ in missing]
    for row in run_all(jobs, asked.processes, file):
        rows[row['fault'], row['seed'], row['before']] = row
    print(scores([rows[one] for one in runs if one in rows]))


if __name__ == '__main__':
    main()
