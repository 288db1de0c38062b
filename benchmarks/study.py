"""Does touch raise the success rate? The tables of arms on insert, grip and lift, and the ladder on lift.

    python benchmarks/study.py [study, study, ...] [--processes 2]

Records demonstrations, trains every arm with every seed, runs 100 paired episodes each. What is finished is kept, so the
same command goes on after an interruption. Writes benchmarks/results/study.md and study-<name>.json.
"""

import argparse
import json
import os
import time

FLOW = ('no touch', 'resultant', 'resultant + spatial', 'and arm-hand', 'and contact gate')
ARMS = ('no touch', 'touch', 'shuffled touch', 'privileged')
STUDIES = dict(
    insert=dict(task='insert', policy='mlp', arms=ARMS, seeds=3),
    grip=dict(task='grip', policy='mlp', arms=ARMS, seeds=3),
    ladder=dict(
        task='lift',
        policy='mlp',
        arms=(
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
        ),
        seeds=1,
        demos=300,
        every=4,
    ),
    flow_insert=dict(task='insert', policy='flow', arms=FLOW, seeds=3),
    flow_grip=dict(task='grip', policy='flow', arms=FLOW, seeds=1),
    insert_act=dict(
        task='insert',
        policy='act',
        arms=('no touch', 'touch', 'touch + HSA', 'shuffled touch'),
        seeds=1,
    ),
)
TITLES = dict(
    insert='insert, perceptron, 3 training seeds',
    grip='grip, perceptron, 3 training seeds',
    ladder='The ladder on lift, 300 demonstrations (state and object pose where no pictures are named, as in the original)',
    insert_act='insert, ACT, 1 training seed',
    flow_insert='insert, flow matching with force grids, 3 training seeds',
    flow_grip='grip, flow matching with force grids, 1 training seed',
)


def write(root):
    out = root / 'benchmarks/results'
    parts = [
        f'# Success in contact physics\n\n100 episodes a run on seeds that no demonstration used; the same for every arm. Intervals: Wilson over all episodes; differences: paired bootstrap over episodes and runs. Success is strict (time, force, slip). Untimed runs shared {os.cpu_count()} cores with others, so training seconds and milliseconds are upper bounds.\n'
    ]
    for n, t in TITLES.items():
        f = out / f'study-{n}.json'
        if f.exists():
            d = json.loads(f.read_text())
            parts.append(f'## {t}\n\n{d["date"]}, {d["cores"]} cores\n\n{d["table"]}\n')
    (out / 'study.md').write_text('\n'.join(parts))


if __name__ == '__main__':
    ap = argparse.ArgumentParser()
    ap.add_argument('names', nargs='*', default=[])
    ap.add_argument('--processes', type=int, default=0)
    a = ap.parse_args()
    from tactile_nb.data.tasks import project_root
    from tactile_nb.evidence.compare import compare, study

    root = project_root()
    for n in a.names or STUDIES:
        s = dict(STUDIES[n])
        every = s.pop('every', 2)
        runs = study(**s, workers=a.processes)
        c = compare(
            {'expert': ['expert'], **runs}, s['task'], 100, every=every, workers=a.processes
        )
        (root / 'benchmarks/results').mkdir(exist_ok=True)
        (root / f'benchmarks/results/study-{n}.json').write_text(
            json.dumps(
                dict(
                    date=time.strftime('%Y-%m-%d'),
                    cores=os.cpu_count(),
                    table=c.to_markdown(),
                    arms=c.numbers(),
                ),
                indent=1,
            )
        )
        write(root)
        print(c.to_markdown(), flush=True)
