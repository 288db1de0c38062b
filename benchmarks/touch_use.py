"""Does touch_use tell policies apart that use touch, have none, and were trained with shuffled
touch?

    python benchmarks/touch_use.py [episodes] [steps]

Data where touch matters: a handed object is gripped and moved by three times its offset in the
hand, which the fixed camera cannot see (a few pixels) and the fingers feel. Three arms, three
seeds, the fixed camera alone. For the shuffled arm, touch is permuted within every batch. Writes
benchmarks/results/touch_use.md.
"""

import contextlib
import io
import multiprocessing
import shutil
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from os import cpu_count

import torch
from tables import head, row, today

from tactile_nb.data.tasks import project_root
from tactile_nb.evidence.touch_use import touch_use
from tactile_nb.sim.bench import record
from tactile_nb.training.config import TrainConfig
from tactile_nb.training.trainer import Trainer

ARMS = ('touch', 'no touch', 'shuffled touch')
SEEDS = range(3)
SAMPLES = 512  # that touch_use looks at
COLUMNS = (
    'trained with',
    'seed',
    'held-out error',
    'growth, touch of other samples',
    'growth, touch at rest',
    'change of the action, shuffled',
    'last action again',
    'share of touch',
    'verdict',
)


class Shuffled(Trainer):
    "A trainer whose policy gets the touch of another sample"

    def train_step(self, batch):
        "One step"
        random = torch.Generator().manual_seed(self.step)
        other = torch.randperm(self.config.batch_size, generator=random)
        touch = {k: v[other] for k, v in batch.items() if k.startswith('observation.tactile')}
        return super().train_step({**batch, **touch})


def make_config(arm, seed, data, steps):
    "Settings of one run, without its folder"
    return dict(
        task_name='lift_clips',
        dataset_dir=data,
        camera_names='third_person',
        touch='none' if arm == 'no touch' else 'tokens',
        num_steps=steps,
        warmup_steps=steps // 10,
        val_every=steps,
        checkpoint_every=steps,
        seed=seed,
        device='cpu',
        threads=1,
    )


def train_and_look(job):
    "Arm, seed, numbers and verdict of one run"
    torch.set_num_threads(1)
    arm, seed, data, steps, folder = job
    shutil.rmtree(folder, ignore_errors=True)
    config = TrainConfig.make(**make_config(arm, seed, data, steps), ckpt_dir=folder)
    started = time.time()
    trainer = Shuffled(config) if arm == 'shuffled touch' else Trainer(config)
    with contextlib.redirect_stdout(io.StringIO()):
        trainer.run()
    use = touch_use(trainer.policy, trainer.data, SAMPLES)
    print(f'{arm} seed {seed}: {use.verdict}, {time.time() - started:.0f} s', flush=True)
    return arm, seed, use.numbers, use.verdict


def interval(values):
    "A mean with its interval"
    mean, low, high = values[:3]
    return f'{mean:.3f} [{low:.3f}, {high:.3f}]'


def touch_cells(numbers):
    "What taking touch away does; dashes where the policy has none"
    force = numbers['sensors'].get('force')
    if not force:
        return ['-'] * 3
    shuffled, rest = force['shuffle'], force['zero']
    growth = [interval(shuffled['error']), interval(rest['error'])]
    return [*growth, f'{shuffled["action_change"]:.3f}']


def result_row(arm, seed, numbers, verdict):
    "A row of the table"
    again = f'{numbers["baselines"]["copy_last_action"][0]:.3f}'
    share = f'{numbers["shares"].get("touch force", 0):.2f}'
    cells = [interval(numbers['error']), *touch_cells(numbers), again, share]
    return row([arm, seed, *cells, verdict.split(':')[0]])


def make_jobs(root, data, steps):
    "Arm, seed, data, steps and folder of every run"
    jobs = []
    for seed in SEEDS:
        for arm in ARMS:
            folder = root / f'runs/touch_use/{arm.replace(" ", "-")}-{seed}'
            jobs.append((arm, seed, str(data), steps, str(folder)))
    return jobs


def main():
    "Record, train, look, and write what came out"
    episodes = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    steps = int(sys.argv[2]) if len(sys.argv) > 2 else 1500
    root = project_root()
    data = root / f'runs/data/carry-{episodes}'
    record(data, episodes, 700, 'carry', cameras=('third_person',))
    with ProcessPoolExecutor(2, multiprocessing.get_context('spawn')) as pool:
        found = list(pool.map(train_and_look, make_jobs(root, data, steps)))
    found.sort(key=lambda result: ARMS.index(result[0]))
    lines = [
        f'# Three policies and their touch\n\n{today()}, {episodes} episodes of `carry`, {steps} '
        f'steps, fixed camera, {cpu_count()} cores. Held-out error: normalised L1 of the chunk, '
        'frames in contact; growth with 95 % bootstrap intervals over episodes.\n',
        head(COLUMNS),
        *[result_row(*result) for result in found],
    ]
    text = '\n'.join(lines)
    (root / 'benchmarks/results/touch_use.md').write_text(text + '\n')
    print(text)


if __name__ == '__main__':
    main()
