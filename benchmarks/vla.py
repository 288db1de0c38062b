"""What a sensor that only some trajectories have is worth: every fusion on synthetic needle
insertion.

    python benchmarks/vla.py

200 training trajectories with 5.5 % or 50 % sensor, three training seeds; the error of the depth
step in mm on other trajectories, with and without the sensor. Finished runs are kept. Writes
benchmarks/results/vla.md.
"""

import json

import numpy as np
import torch
from tables import head, row, stamp

from tactile_nb.data.layouts import open_episodes
from tactile_nb.data.tasks import get_task, project_root
from tactile_nb.data.windows import Windows
from tactile_nb.evidence.recorded import episode_errors, error_interval
from tactile_nb.sim.needle import make_needle
from tactile_nb.training.config import TrainConfig
from tactile_nb.training.trainer import train

FUSIONS = ('none', 'concat', 'cross_attention', 'gated')
SHARES = {'5.5 %': (11, 189), '50 %': (100, 100)}  # trajectories with and without the sensor
SEEDS = range(3)
NEEDLE = dict(rate=130.0, pixels=128)
TEST_DATA = 'runs/data/needle_test'
DEPTH = 2  # entry of the action
COLUMNS = (
    'trajectories with the sensor',
    'fusion',
    'error with the sensor',
    'beside none',
    'error without the sensor',
    'beside none',
)


def depth_errors(run, windows):
    "Mean |predicted - demonstrated| depth step of the chunk, mm, of every trajectory"
    return episode_errors(run.policy(), windows, range(len(windows.lens)), entries=[DEPTH])


def make_config(data, fusion, seed, folder):
    "Settings of one run"
    return TrainConfig.make(
        task_name='needle',
        dataset_dir=data,
        policy='vla',
        fusion=fusion,
        touch_encoder='series',
        hsa_img_size=32,
        chunk_size=8,
        batch_size=32,
        num_steps=1000,
        warmup_steps=100,
        contact_share=0.0,
        image_shift=0,
        sensor_weight=2.0,
        sensor_dropout=0.1,
        ckpt_dir=folder,
        seed=seed,
        val_every=1000,
        checkpoint_every=1000,
        log_every=100,
        device='cpu',
    )


def fusion_errors(data, fusion, with_sensor, test):
    "Errors of all seeds: (seeds, trajectories)"
    runs = []
    for seed in SEEDS:
        folder = f'runs/vla/{with_sensor}-{fusion}-{seed}'
        runs.append(train(make_config(data, fusion, seed, folder)))
    return np.stack([depth_errors(run, test) for run in runs])


def share_errors(counts, test):
    "Errors of every fusion, trained on data with so many sensors"
    with_sensor, without = counts
    data = f'runs/data/needle-{with_sensor}-{without}'
    make_needle(project_root() / data, with_sensor, without, 0, **NEEDLE)
    return {fusion: fusion_errors(data, fusion, with_sensor, test) for fusion in FUSIONS}


def test_windows():
    "Trajectories that nobody trains on, with and without the sensor"
    make_needle(project_root() / TEST_DATA, 30, 30, 1, **NEEDLE)
    task = get_task('needle', dataset_dir=TEST_DATA)
    return Windows(open_episodes(task.path, task), task, chunk_size=8, img_size=32)


def estimates(errors, base, random):
    "An error and its ratio to that of no fusion"
    return error_interval(errors, random), error_interval(errors, random, base)


def in_words(values, digits):
    "A mean with its interval"
    mean, low, high = (f'{value:.{digits}f}' for value in values)
    return mean, f'[{low}, {high}]'


def cells_of(error, ratio):
    "Two cells of the table"
    mean, around = in_words(error, 4)
    return mean, around, ' '.join(in_words(ratio, 2))


def result_row(share, fusion, facts):
    "A row of the table"
    mean, around, ratio = cells_of(facts['sensor'], facts['ratio'])
    bare_mean, bare_around, bare_ratio = cells_of(facts['bare'], facts['bare_ratio'])
    seen = [f'**{mean}** {around}', ratio]
    return row([share, fusion, *seen, f'{bare_mean} {bare_around}', bare_ratio])


def facts_of(errors, base, has, random):
    "The four estimates of a fusion, on trajectories with and without the sensor"
    sensor, ratio = estimates(errors[:, has], base[:, has], random)
    bare, bare_ratio = estimates(errors[:, ~has], base[:, ~has], random)
    return dict(sensor=sensor, ratio=ratio, bare=bare, bare_ratio=bare_ratio)


def introduction():
    "The head of vla.md"
    return (
        f'# A sensor that only some samples have\n\n{stamp()}. Synthetic needle insertion, 200 '
        'training trajectories, 3 training seeds; error of the depth step over chunks of 8, mm, on '
        '30 other trajectories with and 30 without the sensor. Intervals: bootstrap over '
        'trajectories and seeds.\n'
    )


def main():
    "Train, and write what came out"
    torch.set_num_threads(1)
    test = test_windows()
    has = test.has['oct']
    random = np.random.default_rng(0)
    lines, facts = [introduction(), head(COLUMNS)], {}
    for share, counts in SHARES.items():
        found = share_errors(counts, test)
        for fusion, errors in found.items():
            told = facts_of(errors, found['none'], has, random)
            facts[f'{share} {fusion}'] = told
            lines.append(result_row(share, fusion, told))
    text = '\n'.join(lines) + '\n'
    out = project_root() / 'benchmarks/results'
    (out / 'vla.md').write_text(text)
    (out / 'vla.json').write_text(json.dumps(facts, indent=1))
    print(text)


if __name__ == '__main__':
    main()
