"""The series-sensor VLA at real size: parameters on paper, an index of 98,709 windows, and acting
with the backbone apart.

    python benchmarks/vla_size.py

Writes benchmarks/results/vla_size.md. Seconds of a step at real size: real_sizes.py and gpu.py.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import torch
from cache import policy
from tables import head, row, stamp

from tactile_nb.data.normalize import Normalizer
from tactile_nb.data.sensors import TouchSpec
from tactile_nb.data.tasks import project_root
from tactile_nb.models.serving import AsyncBackbone
from tactile_nb.models.vla import VLA, VLAConfig
from tactile_nb.training.optim import param_groups

PEERS = Path(__file__).parent / 'peers'
CHANNELS = 1026
SENSOR = TouchSpec(
    'series', (CHANNELS,), 650.0, '', window=650, optional=True, groups=(1, CHANNELS - 1)
)
RATES = SimpleNamespace(lr=1e-4, view_lr=0.0, touch_lr=5e-4, vl_lr=1e-5, weight_decay=0.01)
ALONE, APART = 5, 60  # actions that are timed
PARAMETER_COLUMNS = (
    'backbone',
    'parameters',
    'of the backbone',
    'LoRA',
    'sensor tower',
    'groups of the optimiser',
)
INDEX_COLUMNS = (
    'windows',
    'opens in',
    'a batch of 32',
    'memory before, opened, after 20 batches',
    'shares drawn (.13, .27, .07, .53 asked)',
    'with the sensor',
)
PARAMETERS = (
    '## Qwen2.5-VL-3B, two views of 224 px, the published sensor tower, four-layer head; '
    'on the meta device\n'
)
INDEX = (
    '\n## An index of all windows, four families of weights 1, 2, .5, 4, one trajectory in '
    'eighteen with a 650 Hz sensor (simulated, streams mapped from disk)\n'
)
ACTING = '\n## Acting, mid-size random Qwen2.5-VL (14.8 M) on this CPU\n'


def real_size(finetune):
    "The policy with the published sizes, without memory for its weights"
    config = VLAConfig(
        state_dim=7,
        action_dim=7,
        chunk_size=8,
        img_size=224,
        cameras={'a': None, 'b': None},
        tactile=dict(oct=SENSOR),
        instructions=('x',),
        vlm='qwen2_5_vl_3b',
        finetune_vl=finetune,
        allow_random_backbone=True,
        series_dim=1024,
        dec_layers=4,
        feedforward_dim=8192,
        heads=16,
    )
    shapes = {'state': (7,), 'action': (7,), 'touch.oct': (CHANNELS,)}
    with torch.device('meta'):
        return VLA(config, Normalizer(shapes))


def in_words(group):
    "A group of the optimiser: name, parameters, learning rate"
    count = sum(weight.numel() for weight in group['params'])
    return f'{group["name"]} {count:,} at {group["base_lr"]:g}'


def parameter_row(finetune):
    "Parameters of the policy and of its parts"
    model = real_size(finetune)
    sizes = {name: weight.numel() for name, weight in model.named_parameters()}
    backbone = sum(n for name, n in sizes.items() if name.startswith('backbone'))
    lora = sum(n for name, n in sizes.items() if 'lora' in name)
    tower = sum(n for name, n in sizes.items() if name.startswith('touches'))
    counts = [f'{count:,}' for count in (sum(sizes.values()), backbone, lora, tower)]
    groups = '; '.join(in_words(group) for group in param_groups(model, RATES))
    return row([finetune, *counts, groups])


def index(folder, windows, *how):
    "What a process of its own finds in an index of so many windows"
    script = PEERS / 'window_index.py'
    command = [sys.executable, str(script), folder, str(windows), *how]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return [float(value) for value in run.stdout.split()]


def index_row(values):
    "A row of the table of indices"
    windows, opens, batch = values[:3]
    memory = ', '.join(f'{value:.0f}' for value in values[3:6])
    shares = ', '.join(f'{value:.2f}' for value in values[6:10])
    sensor = f'{100 * values[10]:.1f} %'
    cells = [f'{int(windows):,}', f'{opens:.2f} s', f'{batch:.0f} ms', f'{memory} MB']
    return row([*cells, shares, sensor])


def index_rows():
    "Two sizes of an index over eight streams of six seconds"
    with tempfile.TemporaryDirectory() as folder:
        for i in range(8):
            stream = np.random.default_rng(i).random((3900, CHANNELS), dtype='float32')
            np.save(f'{folder}/s{i}.npy', stream)
        index(folder, 20_000, 'first')
        return [index_row(index(folder, windows)) for windows in (24_677, 98_709)]


def time_together(model, observation):
    "Milliseconds an action, backbone and head one after the other"
    started = time.perf_counter()
    for _ in range(ALONE):
        model.act(observation)
    return (time.perf_counter() - started) / ALONE * 1e3


def time_apart(model, observation):
    "Milliseconds an action of the head alone; looks of the backbone; age of the oldest tokens, s"
    with AsyncBackbone(model) as backbone:
        backbone.step(observation)
        started = time.perf_counter()
        ages = [backbone.step(observation)[1] for _ in range(APART)]
        apart = (time.perf_counter() - started) / APART * 1e3
        return apart, backbone.looks, max(ages)


def acting_rows():
    "Acting with the backbone in line and in a thread of its own"
    torch.set_num_threads(2)
    torch.manual_seed(0)
    model = policy(256, 8, 8).eval()
    observation = {
        'observation.images.side': np.zeros((112, 112, 3), 'uint8'),
        'observation.state': np.zeros(7, 'float32'),
    }
    together = time_together(model, observation)
    apart, looks, oldest = time_apart(model, observation)
    threaded = f'{looks} looks meanwhile, tokens at most {oldest * 1e3:.0f} ms old'
    return [
        row(['backbone and head together', f'{together:.0f} ms an action']),
        row(['head alone, backbone in its thread', f'{apart:.1f} ms an action, {threaded}']),
        row(['a step at real size', '`real_sizes.md` on a CPU, `gpu.md` on a GPU']),
    ]


def main():
    "Measure and write what came out"
    lines = [f'# The series-sensor VLA at real size\n\n{stamp()}.\n']
    parameters = [parameter_row(finetune) for finetune in ('none', 'lora', 'full')]
    lines += [PARAMETERS, head(PARAMETER_COLUMNS), *parameters]
    lines += [INDEX, head(INDEX_COLUMNS), *index_rows()]
    lines += [ACTING, head(['', '']), *acting_rows()]
    text = '\n'.join(lines) + '\n'
    (project_root() / 'benchmarks/results/vla_size.md').write_text(text)
    print(text)


if __name__ == '__main__':
    main()
