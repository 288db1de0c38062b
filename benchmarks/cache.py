"""The feature cache: a first epoch against cached ones, and the store at 100,000 entries.

    python benchmarks/cache.py

A mid-size random Qwen2.5-VL (the real class) on a CPU. Medians of three. Writes
benchmarks/results/cache.md.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import numpy as np
import torch
from tables import head, row, stamp

from tactile_nb.data.identity import content_key
from tactile_nb.data.normalize import Normalizer
from tactile_nb.data.store import ArrayStore
from tactile_nb.data.tasks import project_root
from tactile_nb.models.features import FeatureCache
from tactile_nb.models.vla import VLA, VLAConfig

PEERS = Path(__file__).parent / 'peers'
ROUNDS = 3
ENTRIES, READS = 100_000, 60_000
WIDTH = 64  # of an entry of the store
SIZES = dict(tiny=(32, 2, 2), mid=(256, 8, 8))  # width, layers, layers of the vision tower
COLUMNS = (
    'Qwen2.5-VL, random weights',
    'backbone parameters',
    'first epoch, s',
    'cached epoch, s',
    'speed-up',
)


def rope_sections(width):
    "How the rotary frequencies are shared between time, height and width"
    half = width // 8
    first, second = half // 4, half * 3 // 8
    return [first, second, half - first - second]


def qwen_config(width, layers, depth):
    "A small Qwen2.5-VL"
    from transformers import Qwen2_5_VLConfig

    rope = dict(rope_type='default', rope_theta=1e6, mrope_section=rope_sections(width))
    language = dict(
        hidden_size=width,
        num_hidden_layers=layers,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=width // 4,
        intermediate_size=3 * width,
        vocab_size=300,
        bos_token_id=1,
        eos_token_id=2,
        rope_parameters=rope,
    )
    vision = dict(
        depth=depth,
        hidden_size=width,
        num_heads=4,
        intermediate_size=3 * width,
        out_hidden_size=width,
        window_size=112,
        fullatt_block_indexes=[depth - 1],
    )
    return Qwen2_5_VLConfig(
        text_config=language,
        vision_config=vision,
        image_token_id=290,
        video_token_id=291,
        vision_start_token_id=292,
        vision_end_token_id=293,
    )


def identity_normalizer(shapes):
    "A normaliser that changes nothing"
    normalizer = Normalizer(shapes)
    for name in normalizer.state_dict():
        value = torch.ones(()) if 'scale' in name else torch.zeros(())
        normalizer.get_buffer(name).copy_(value)
    return normalizer


def policy(width, layers, depth):
    "A VLA without a sensor over a random backbone"
    qwen = qwen_config(width, layers, depth)
    config = VLAConfig(
        state_dim=7,
        action_dim=7,
        chunk_size=8,
        img_size=112,
        cameras={'side': None},
        vlm='qwen2_5_vl_3b',
        fusion='none',
        touch='none',
        allow_random_backbone=True,
        instructions=('insert the needle',),
        dropout=0.0,
        hidden_dim=width,
    )
    return VLA(config, identity_normalizer(dict(state=(7,), action=(7,))), qwen)


def random_batch():
    "Eight samples with one picture each"
    pictures = torch.randint(0, 255, (8, 112, 112, 3), dtype=torch.uint8)
    return {
        'observation.images.side': pictures,
        'observation.state': torch.randn(8, 7),
        'action': torch.randn(8, 8, 7),
        'action_is_pad': torch.zeros(8, 8, dtype=torch.bool),
    }


def epoch(model, cache, batches, optimizer):
    "Seconds of one pass over the batches"
    started = time.perf_counter()
    for batch in batches:
        loss = model.losses(cache(batch))['action']
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return time.perf_counter() - started


def time_epochs(size):
    "Parameters of the backbone, seconds of a first epoch, seconds of a cached one"
    first, later = [], []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            torch.manual_seed(0)
            model = policy(*size)
            cache = FeatureCache(model, folder)
            batches = [random_batch() for _ in range(6)]
            trained = [weight for weight in model.parameters() if weight.requires_grad]
            optimizer = torch.optim.AdamW(trained)
            first.append(epoch(model, cache, batches, optimizer))
            cached = [epoch(model, cache, batches, optimizer) for _ in range(3)]
            later.append(median(cached))
    parameters = sum(weight.numel() for weight in model.backbone.parameters())
    return parameters, median(first), median(later)


def open_store(folder):
    "The store as it is measured"
    return ArrayStore(folder, {}, WIDTH, 'float16')


def write_speed(folder, keys):
    "Entries written a second"
    store = open_store(folder)
    entry = np.zeros((4, WIDTH), 'float16')
    started = time.perf_counter()
    for key in keys:
        store.put(key, entry)
    speed = len(keys) / (time.perf_counter() - started)
    store.close()
    return speed


def open_seconds(folder):
    "A store and how long it took to open it, each time"
    seconds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        store = open_store(folder)
        seconds.append(time.perf_counter() - started)
    return store, seconds


def read_all(store, keys):
    "Entries read a second"
    started = time.perf_counter()
    for key in keys:
        store.get(key)
    return len(keys) / (time.perf_counter() - started)


def memory_of_reading(folder):
    "Megabytes before, opened, and after many reads, in a process of its own"
    command = [sys.executable, str(PEERS / 'store_memory.py'), folder]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return [float(value) for value in run.stdout.split()]


def measure_store():
    "The rows of the second table"
    with tempfile.TemporaryDirectory() as folder:
        keys = [content_key(str(i)) for i in range(ENTRIES)]
        written = write_speed(folder, keys)
        store, opened = open_seconds(folder)
        picked = np.random.default_rng(0).integers(0, ENTRIES, READS)
        wanted = [keys[i] for i in picked]
        read_all(store, wanted)  # warm
        speeds = [read_all(store, wanted) for _ in range(ROUNDS)]
        memory = memory_of_reading(folder)
    megabytes = ', '.join(f'{value:.0f}' for value in memory)
    return [
        row(['opens in', f'{median(opened):.2f} s']),
        row(['random reads a second, warm, checksums included', f'{median(speeds):,.0f}']),
        row(['writes a second', f'{written:,.0f}']),
        row(['memory before, opened, after 60,000 reads', f'{megabytes} MB']),
    ]


def epoch_row(name, parameters, first, later):
    "A row of the first table"
    speed_up = f'{first / later:.1f} ×'
    return row([name, f'{parameters:,}', f'{first:.2f}', f'{later:.2f}', speed_up])


def main():
    "Measure and write what came out"
    torch.set_num_threads(2)
    epochs = [epoch_row(name, *time_epochs(size)) for name, size in SIZES.items()]
    lines = [
        f'# Feature cache\n\n{stamp()}, medians of 3.\n',
        head(COLUMNS),
        *epochs,
        '',
        head(['the store with 100,000 entries', '']),
        *measure_store(),
    ]
    text = '\n'.join(lines) + '\n'
    (project_root() / 'benchmarks/results/cache.md').write_text(text)
    print(text)


if __name__ == '__main__':
    main()
