"""Does alignment learn, on episodes it has not seen? Seeds × settings, two runs at a time, on the demo's clips.

    python benchmarks/alignment.py small     1,600 steps on 1,000 clips: three seeds, and the same without contact masks and distinct-episode batches
    python benchmarks/alignment.py long      the long preset on 2,000 clips, three seeds
    python benchmarks/alignment.py losses    every loss of tactile_nb.models.alignment, wrist view alone, two seeds

Held-out frames in contact, B = 16, sixteen different episodes: chance 2.773 nats, top-1 .0625. A seed decides the split
of the episodes, the initial weights and the order of the data. The table is appended to benchmarks/results/alignment.md.
"""

import itertools
import os
import sys
import time
from pathlib import Path

from tactile_nb.data.tasks import get_task, project_root
from tactile_nb.evidence.bench import record
from tactile_nb.evidence.demo import run_jobs
from tactile_nb.models.alignment import ALIGNMENTS
from tactile_nb.training.runs import Run

ARMS = dict(
    losses={n: dict(hsa_loss=n, camera_names='wrist') for n in ALIGNMENTS},
    small={
        'as shipped': {},
        'no masks, no distinct episodes': dict(contact_masks=False, distinct_episodes=False),
    },
    long={'long': dict(preset='long')},
)

if __name__ == '__main__':
    which = sys.argv[1] if len(sys.argv) > 1 else 'small'
    task = get_task('lift_clips')
    root = project_root()
    folder, clips = (
        (task.path, 1000) if which != 'long' else (root / 'runs/data/lift_clips-2000', 2000)
    )
    facts = record(folder, clips, 100, 'lift_clips', task.camera_names)
    jobs = [
        (
            name,
            seed,
            {
                **dict(
                    task_name='lift_clips',
                    dataset_dir=str(folder),
                    enable_hsa=True,
                    num_steps=1600,
                    threads=1,
                    seed=seed,
                    ckpt_dir=f'runs/alignment/{which}-{i}-{seed}',
                ),
                **p,
            },
        )
        for (i, (name, p)), seed in itertools.product(
            enumerate(ARMS[which].items()), range(2 if which == 'losses' else 3)
        )
    ]
    for _, _, p in jobs:
        if p.get('preset') == 'long':
            p.pop('num_steps')
    for pair in [jobs[i : i + 2] for i in range(0, len(jobs), 2)]:
        run_jobs([('train', p) for *_, p in pair])
    lines = [
        f'\n{time.strftime("%Y-%m-%d")}, {facts["recorded"]} clips, {os.cpu_count()} cores, two runs at a time, one thread each\n',
        '| setting | seed | steps | held-out nats | top-1 | MRR | third person nats | training s |',
        '|---|---|---|---|---|---|---|---|',
    ]
    for name, seed, p in jobs:
        r = Run(root / p['ckpt_dir']).result
        lines.append(
            f'| {name} | {seed} | {r["steps"]} | {r["val_wrist_nats"]:.3f} | {r["val_wrist_top1"]:.3f} | {r["val_wrist_mrr"]:.3f} | {r.get("val_third_person_nats", float("nan")):.3f} | {r["seconds"]:.0f} |'
        )
    out = Path(__file__).parent / 'results' / 'alignment.md'
    out.parent.mkdir(exist_ok=True)
    out.open('a').write('\n'.join(lines) + '\n')
    print('\n'.join(lines))
