"""What do the probes cost while training, and how long does a diagnosis take?

    python benchmarks/probes.py

Training steps with the watch at its default interval and without it, alternating in blocks in one
process (medians), and `diagnose` on a finished run of 300 steps. Limits: 2 % of a step, 60 s on two
cores. Appends to benchmarks/results/probes.md.
"""

import contextlib
import io
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tables import head, row, stamp

from tactile_nb.evidence.diagnosis import diagnose
from tactile_nb.training.config import TrainConfig
from tactile_nb.training.trainer import Trainer, train
from tactile_nb.training.watch import Watch

EVERY = TrainConfig().probe_every
BLOCKS = 12
RUNS = dict(small={}, wrist=dict(camera_names='wrist', hsa_img_size=32))
COLUMNS = (
    'run',
    'ms a step without',
    'with',
    f'extra (median of {BLOCKS} pairs)',
    'limit',
    'diagnosis s',
    'limit',
)


def make_config(folder, changes):
    "The run that is measured"
    settings = dict(
        task_name='lift',
        camera_names='wrist,third_person',
        tactile_names='force',
        enable_hsa=True,
        ckpt_dir=folder,
        num_steps=300,
        warmup_steps=50,
        threads=2,
        device='cpu',
        val_every=300,
        checkpoint_every=300,
    )
    return TrainConfig.make(**{**settings, **changes})


def make_trainer(config):
    "A trainer that is ready for its first step"
    trainer = Trainer(config)
    trainer.setup()
    trainer.model = trainer.policy
    return trainer


def block_seconds(trainer, batch, every, looks):
    "Seconds a step in a block that holds one look; every tenth look counts the parameters, too"
    trainer.watch = Watch(every)
    trainer.watch.looks = looks
    trainer.step = 0
    started = time.perf_counter()
    for step in range(EVERY):
        trainer.step = step
        trainer.train_step(batch)
    return (time.perf_counter() - started) / EVERY


def step_costs(config):
    "Seconds a step of every block, plain and watched"
    trainer = make_trainer(config)
    batches = iter(trainer.loader(0))
    batch = next(batches)
    for _ in range(3):
        trainer.train_step(batch)
    plain, watched = [], []
    for block in range(BLOCKS):
        plain.append(block_seconds(trainer, batch, 0, block))
        watched.append(block_seconds(trainer, batch, EVERY, block))
    return plain, watched


def diagnosis_seconds(config, folder):
    "How long a finished run is diagnosed"
    train(TrainConfig.make(**{**config.to_json(), 'ckpt_dir': folder}))
    seconds = []
    for _ in range(3):
        started = time.perf_counter()
        diagnose(folder)
        seconds.append(time.perf_counter() - started)
    return seconds


@contextlib.contextmanager
def quiet_folder():
    "A folder for a while, and nothing on the screen"
    silence = contextlib.redirect_stdout(io.StringIO())
    with tempfile.TemporaryDirectory() as folder, silence:
        yield folder


def measure(name, changes):
    "A row of the table"
    with quiet_folder() as folder:
        config = make_config(folder, changes)
        plain, watched = step_costs(config)
    with quiet_folder() as folder:
        seconds = diagnosis_seconds(config, folder)
    extra = statistics.median(b / a - 1 for a, b in zip(plain, watched))
    milliseconds = [f'{1e3 * statistics.median(costs):.1f}' for costs in (plain, watched)]
    diagnosis = f'{statistics.median(seconds):.1f}'
    return row([name, *milliseconds, f'{100 * extra:+.2f} %', '2 %', diagnosis, '60'])


def append(text):
    "Add to the page"
    page = Path(__file__).parent / 'results' / 'probes.md'
    page.parent.mkdir(exist_ok=True)
    title = '' if page.exists() else '# Cost of the probes\n'
    with page.open('a') as file:
        file.write(f'{title}{text}\n')


def main():
    "Measure and write what came out"
    rows = []
    for name, changes in RUNS.items():
        rows.append(measure(name, changes))
        print(rows[-1], file=sys.stderr)
    stamped = f'\n{stamp()}, 2 threads, a look every {EVERY} steps\n'
    text = '\n'.join([stamped, head(COLUMNS), *rows])
    append(text)
    print(text)


if __name__ == '__main__':
    main()
