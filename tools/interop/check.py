"""In LeRobot's environment: every value of our datasets through LeRobotDataset, and exported runs

python tools/interop/check.py runs/interop

Writes benchmarks/results/interop.md.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch
from lerobot.datasets.lerobot_dataset import LeRobotDataset
from lerobot_act import open_policy, training

TIME_OFF = 1e-4  # s: time stamps are float32
STATISTICS_OFF = 1e-6
WINDOW = 65  # steps of a fast sensor
ANSWER_OFF = 1e-5  # of an action: the same network, in another order of additions
QUANTILES = ('q01', 'q10', 'q50', 'q90', 'q99')
PAGE = Path(__file__).resolve().parents[2] / 'benchmarks/results/interop.md'
SAID: list[str] = []  # what held, in order


def say(line: str) -> None:
    "On the screen at once, and on the page in the end"
    print(line, flush=True)
    SAID.append(line)


def write_page() -> None:
    "What held, with the versions and the day"
    packages = ('lerobot', 'torch', 'numpy')
    versions = ', '.join(f'{name} {version(name)}' for name in packages)
    head = f'# Beside LeRobot\n\n{date.today()}, `make interop`: {versions}. Each line held:\n\n'
    PAGE.write_text(head + '\n'.join(f'- {line}' for line in SAID) + '\n')


def check_item(
    item: dict,  # of LeRobotDataset
    wanted: dict,  # key -> values of the episode
    frame: int,
) -> int:  # values that were compared
    "One frame has the values that were written; pictures come in [0, 1] and channels first"
    count = 0
    for key, values in wanted.items():
        got = item[key].numpy()
        expected = values[frame]
        if expected.dtype == np.uint8:
            got = np.round(got * 255).astype(np.uint8)
            expected = expected.transpose(2, 0, 1)
        assert np.array_equal(got, expected), (key, int(item['episode_index']), frame)
        count += expected.size
    return count


def check_values(task: str, dataset: LeRobotDataset, wanted: Mapping, keys: list[str]) -> None:
    "Every frame of every episode has its values, its instruction, its place and its time"
    count = 0
    start = 0
    for episode in range(dataset.num_episodes):
        values = {key: wanted[f'{episode}/{key}'] for key in keys}
        length = len(wanted[f'{episode}/action'])
        for frame in range(length):
            item = dataset[start + frame]
            assert item['task'] == f'{task} the object'
            assert int(item['episode_index']) == episode
            assert int(item['frame_index']) == frame
            assert abs(float(item['timestamp']) - frame / dataset.fps) < TIME_OFF
            count += check_item(item, values, frame)
        start += length
    assert start == len(dataset)
    places = f'{dataset.num_episodes} episodes, {start} frames'
    say(f'{task}: {places}, {count:,} values equal: {", ".join(keys)}')


def statistics_of(x: np.ndarray) -> dict:  # (N, C)
    "What stats.json must say"
    moments = dict(min=x.min(0), max=x.max(0), mean=x.mean(0), std=x.std(0))
    return moments | {q: np.quantile(x, int(q[1:]) / 100, axis=0) for q in QUANTILES}


def check_statistics(
    task: str, root: Path, wanted: Mapping, keys: list[str], *, episodes: int
) -> None:
    "stats.json is numpy's over all values"
    stats = json.loads((root / f'{task}_v3/meta/stats.json').read_text())
    worst = 0.0
    for key in keys:
        values = np.concatenate([wanted[f'{episode}/{key}'] for episode in range(episodes)])
        scale = 255.0 if values.dtype == np.uint8 else 1.0
        rows = (values.reshape(-1, values.shape[-1]) / scale).astype('float64')
        for name, expected in statistics_of(rows).items():
            off = np.abs(np.ravel(stats[key][name]) - expected).max()
            worst = max(worst, float(off))
    assert worst < STATISTICS_OFF, worst
    say(f'{task}: statistics differ from numpy float64 by at most {worst:.1e}')


def same(task: str, root: Path) -> None:
    "A dataset of ours, read by LeRobot, is what was written"
    dataset = LeRobotDataset('local/x', root=root / f'{task}_v3')
    wanted = np.load(root / f'{task}.npz')
    streams = {name.split('/', 1)[1] for name in wanted.files}
    keys = sorted(streams & set(dataset.features))
    check_values(task, dataset, wanted, keys)
    check_statistics(task, root, wanted, keys, episodes=dataset.num_episodes)


def exported(root: Path, run: str, *answers: str) -> None:
    "A run of ours, exported, gives LeRobot the answers that it gives us"
    target = root / f'pretrained_{run}'
    command = [sys.executable, '-m', 'lerobot_policy_tactile_nb.export', str(root / run)]
    subprocess.run([*command, str(target)], check=True)
    import lerobot_policy_tactile_nb  # noqa: F401  registers

    answer = open_policy(target)
    for name in answers:
        saved = np.load(root / f'{name}.npz')
        got = answer({key: saved[key] for key in saved.files if key != 'answer'})
        off = np.abs(got - saved['answer']).max()
        assert off < ANSWER_OFF, off
        told = f"LeRobot's answer to {name} differs from ours by at most {off:.1e}"
        say(f'exported {run}: {told}')


def learns_from_a_series() -> None:
    "A fast sensor that half of a batch has: the policy made by LeRobot's features takes a step"
    from lerobot.configs.types import FeatureType, PolicyFeature
    from lerobot_policy_tactile_nb.configuration_tactile_nb import TactileVlaConfig
    from lerobot_policy_tactile_nb.modeling_tactile_nb import TactileVlaPolicy

    shapes = {'observation.state': (3,), 'observation.tactile.fast': (WINDOW, 6)}
    inputs = {key: PolicyFeature(FeatureType.STATE, shape) for key, shape in shapes.items()}
    inputs['observation.images.side'] = PolicyFeature(FeatureType.VISUAL, (3, 32, 32))
    outputs = {'action': PolicyFeature(FeatureType.ACTION, (2,))}
    policy = TactileVlaPolicy(
        TactileVlaConfig(device='cpu', input_features=inputs, output_features=outputs),
        dataset_stats={
            key: dict(mean=np.zeros(shape), std=np.ones(shape))
            for key, shape in {**shapes, 'action': (2,)}.items()
        },
    )
    chunk = policy.config.chunk_size
    batch = {key: torch.randn(2, *shape) for key, shape in shapes.items()}
    batch['observation.images.side'] = torch.rand(2, 3, 32, 32)
    batch['observation.tactile.fast.valid'] = torch.tensor([[True], [False]])
    batch['action'] = torch.randn(2, chunk, 2)
    batch['action_is_pad'] = torch.zeros(2, chunk, dtype=torch.bool)
    loss, _ = policy(batch)
    loss.backward()
    tower = [weight.grad for weight in policy.policy.touches.parameters()]
    assert all(torch.isfinite(gradient).all() for gradient in tower if gradient is not None)
    assert any(gradient is not None and gradient.any() for gradient in tower)
    say('tactile_vla: a sensor that half of a batch has, loss and gradients are there')


def train(
    name: str,  # of the policy
    steps: int,
    root: Path,
    *options: str,  # of lerobot-train
) -> None:
    "A few steps of LeRobot's own training on our dataset"
    out = root / f'train_{name}'
    subprocess.run(['rm', '-rf', str(out)], check=True)
    small = ('--batch_size=4', '--num_workers=0', '--log_freq=1')
    chosen = (f'--policy.type={name}', *options, *small)
    command = training(root / 'lift_v3', out, steps, *chosen)
    run = subprocess.run(command, capture_output=True, text=True)
    weights = out / f'checkpoints/{steps:06d}/pretrained_model/model.safetensors'
    assert run.returncode == 0, run.stderr[-2000:]
    assert weights.exists(), run.stderr[-2000:]
    say(f'lerobot-train --policy.type={name}: {steps} steps, checkpoint written')


def trains(root: Path) -> None:
    "LeRobot's own ACT and our policies train on our dataset"
    train('act', 1, root, '--policy.pretrained_backbone_weights=null')
    train('tactile_act', 3, root, '--policy.enable_hsa=true')
    train('tactile_flow', 3, root)
    grids = ('--policy.touch_encoder=force_grid', '--policy.fusion=concat')
    train('tactile_vla', 3, root, *grids)


if __name__ == '__main__':
    root = Path(sys.argv[1])
    same('lift', root)
    same('insert', root)
    exported(root, 'run', 'act')
    exported(root, 'run_vla', 'act_vla', 'act_vla_blind')
    learns_from_a_series()
    trains(root)
    write_page()
