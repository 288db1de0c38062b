"""Does touch raise the success rate? The tables of arms on insert, grip and lift, and the ladder
on lift.

    python benchmarks/study.py [study, study, ...] [--processes 2]

Records demonstrations, trains every arm with every seed, runs 100 paired episodes each. What is
finished is kept, so the same command goes on after an interruption. Writes
benchmarks/results/study.md and study-<name>.json.
"""

import argparse
import json
import os
import time

from tactile_nb.data.tasks import project_root
from tactile_nb.evidence.compare import compare, study

ARMS = ('no touch', 'touch', 'shuffled touch', 'privileged')
ACT_ARMS = ('no touch', 'touch', 'touch + HSA', 'shuffled touch')
FLOW = ('no touch', 'resultant', 'resultant + spatial', 'and arm-hand', 'and contact gate')
LADDER = (
    'mean action',
    'copy-last',
    '5 nearest',
    'forest',
    'MLP, one step',
    'MLP',
    'MLP augmented',
    'MLP augmented, touch',
    'ACT, pictures',
    'ACT, pictures, touch',
    'ACT + HSA',
)
PICTURES = ('ACT, pictures', 'ACT, pictures, touch', 'ACT + HSA', 'ACT, pose')
STUDIES = dict(
    insert=dict(task='insert', policy='mlp', arms=ARMS, seeds=3),
    grip=dict(task='grip', policy='mlp', arms=ARMS, seeds=3),
    ladder=dict(task='lift', policy='mlp', arms=LADDER, seeds=1, demos=300, every=4),
    lift_act=dict(
        task='lift', policy='act', arms=PICTURES, seeds=3, demos=300, every=2, ensemble=0.01
    ),
    flow_insert=dict(task='insert', policy='flow', arms=FLOW, seeds=3),
    flow_grip=dict(task='grip', policy='flow', arms=FLOW, seeds=1),
    insert_act=dict(task='insert', policy='act', arms=ACT_ARMS, seeds=1),
)
TITLES = dict(
    insert='insert, perceptron, 3 training seeds',
    grip='grip, perceptron, 3 training seeds',
    ladder='The ladder on lift, 300 demonstrations '
    '(state and object pose where no pictures are named, as in the original)',
    lift_act='lift from pictures, ACT, 300 demonstrations, 3 training seeds '
    '(replanning was chosen on other episodes than these)',
    insert_act='insert, ACT, 1 training seed',
    flow_insert='insert, flow matching with force grids, 3 training seeds',
    flow_grip='grip, flow matching with force grids, 1 training seed',
)
EPISODES = 100
EVERY = 2  # steps between two looks of the policy


def introduction():
    "The head of study.md"
    return (
        '# Success in contact physics\n\n'
        f'{EPISODES} episodes a run on seeds that no demonstration used; the same for every arm. '
        'Intervals: Wilson over all episodes; differences: paired bootstrap over episodes and '
        'runs. Success is strict (time, force, slip). Untimed runs shared '
        f'{os.cpu_count()} cores with others, so training seconds and milliseconds are upper '
        'bounds.\n'
    )


def write_page(out):
    "study.md from the studies that are there"
    parts = [introduction()]
    for name, title in TITLES.items():
        kept = out / f'study-{name}.json'
        if kept.exists():
            facts = json.loads(kept.read_text())
            where = f'{facts["date"]}, {facts["cores"]} cores'
            parts.append(f'## {title}\n\n{where}\n\n{facts["table"]}\n')
    (out / 'study.md').write_text('\n'.join(parts))


def run_study(name, processes):
    "Train the arms of a study and compare them beside the expert"
    settings = dict(STUDIES[name])
    how = dict(every=settings.pop('every', EVERY), ensemble=settings.pop('ensemble', None))
    runs = study(**settings, workers=processes)
    arms = {'expert': ['expert'], **runs}
    return compare(arms, settings['task'], EPISODES, **how, workers=processes)


def keep(comparison, path):
    "Table and numbers of a study as JSON"
    facts = dict(
        date=time.strftime('%Y-%m-%d'),
        cores=os.cpu_count(),
        table=comparison.to_markdown(),
        arms=comparison.numbers(),
    )
    path.write_text(json.dumps(facts, indent=1))


def main():
    "Run the studies that were asked for, or all"
    parser = argparse.ArgumentParser()
    parser.add_argument('names', nargs='*', default=[])
    parser.add_argument('--processes', type=int, default=0)
    asked = parser.parse_args()
    out = project_root() / 'benchmarks/results'
    for name in asked.names or STUDIES:
        comparison = run_study(name, asked.processes)
        out.mkdir(exist_ok=True)
        keep(comparison, out / f'study-{name}.json')
        write_page(out)
        print(comparison.to_markdown(), flush=True)


if __name__ == '__main__':
    main()
