"""Does alignment learn, on episodes it has not seen? Seeds × settings, two runs at a time, on the
demo's clips.

    python benchmarks/alignment.py small
        1,600 steps on 1,000 clips: three seeds, and the same without contact masks and
        distinct-episode batches
    python benchmarks/alignment.py long
        the long preset on 2,000 clips, three seeds
    python benchmarks/alignment.py losses
        every loss of tactile_nb.models.alignment, wrist view alone, two seeds

Held-out frames in contact, B = 16, sixteen different episodes: chance 2.773 nats, top-1 .0625. A
seed decides the split of the episodes, the initial weights and the order of the data. The table is
appended to benchmarks/results/alignment.md.
"""

import os
import sys
from pathlib import Path

from tables import head, row, today

from tactile_nb.data.tasks import get_task, project_root
from tactile_nb.evidence.demo import run_jobs
from tactile_nb.models.alignment import ALIGNMENTS
from tactile_nb.sim.bench import record
from tactile_nb.training.runs import Run

ARMS = dict(
    losses={name: dict(hsa_loss=name, camera_names='wrist') for name in ALIGNMENTS},
    small={
        'as shipped': {},
        'no masks, no distinct episodes': dict(contact_masks=False, distinct_episodes=False),
    },
    long={'long': dict(preset='long')},
)
SEEDS = dict(losses=2, small=3, long=3)
COLUMNS = (
    'setting',
    'seed',
    'steps',
    'held-out nats',
    'top-1',
    'MRR',
    'third person nats',
    'training s',
)


def record_clips(which):
    "Folder of the clips, and the facts of their recording"
    task = get_task('lift_clips')
    folder, clips = task.path, 1000
    if which == 'long':
        folder, clips = project_root() / 'runs/data/lift_clips-2000', 2000
    facts = record(folder, clips, 100, 'lift_clips', cameras=task.camera_names)
    return folder, facts


def settings_of(changes, folder, seed):
    "Settings of one run; the long preset has its own number of steps"
    settings = dict(
        task_name='lift_clips',
        dataset_dir=str(folder),
        enable_hsa=True,
        num_steps=1600,
        threads=1,
        seed=seed,
    )
    if changes.get('preset') == 'long':
        settings.pop('num_steps')
    return {**settings, **changes}


def make_jobs(which, folder):
    "Name, seed and settings of every run"
    jobs = []
    for number, (name, changes) in enumerate(ARMS[which].items()):
        for seed in range(SEEDS[which]):
            run = dict(ckpt_dir=f'runs/alignment/{which}-{number}-{seed}')
            jobs.append((name, seed, settings_of({**run, **changes}, folder, seed)))
    return jobs


def train_all(jobs):
    "Two runs at a time"
    for start in range(0, len(jobs), 2):
        pair = jobs[start : start + 2]
        run_jobs([('train', settings) for _, _, settings in pair])


def result_row(name, seed, settings):
    "What a run reached on held-out frames"
    found = Run(project_root() / settings['ckpt_dir']).result
    wrist = [f'{found[f"val_wrist_{what}"]:.3f}' for what in ('nats', 'top1', 'mrr')]
    third = f'{found.get("val_third_person_nats", float("nan")):.3f}'
    return row([name, seed, found['steps'], *wrist, third, f'{found["seconds"]:.0f}'])


def main():
    "Record, train, append the table"
    which = sys.argv[1] if len(sys.argv) > 1 else 'small'
    folder, facts = record_clips(which)
    jobs = make_jobs(which, folder)
    train_all(jobs)
    lines = [
        f'\n{today()}, {facts["recorded"]} clips, {os.cpu_count()} cores, '
        'two runs at a time, one thread each\n',
        head(COLUMNS),
        *[result_row(*job) for job in jobs],
    ]
    text = '\n'.join(lines)
    out = Path(__file__).parent / 'results' / 'alignment.md'
    out.parent.mkdir(exist_ok=True)
    with out.open('a') as page:
        page.write(text + '\n')
    print(text)


if __name__ == '__main__':
    main()
