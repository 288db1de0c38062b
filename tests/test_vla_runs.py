"""The vision-language policy in whole runs: its cache, and several processes."""

import contextlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import psutil
import pytest
import torch
from job_runs import LAUNCHER, NEEDLE, needle_in, training

from tactile_nb.data.store import ArrayStore
from tactile_nb.training.config import TrainConfig
from tactile_nb.training.runs import Run
from tactile_nb.training.trainer import Trainer


def tiny_qwen():
    "A vision-language model of the published architecture, small enough for a test"
    from transformers import Qwen2_5_VLConfig

    text = dict(
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=1,
        head_dim=16,
        intermediate_size=64,
        vocab_size=300,
        bos_token_id=1,
        eos_token_id=2,
        rope_parameters=dict(rope_type='default', rope_theta=1e6, mrope_section=[2, 3, 3]),
    )
    vision = dict(
        depth=1,
        hidden_size=32,
        num_heads=2,
        intermediate_size=64,
        out_hidden_size=32,
        window_size=56,
        fullatt_block_indexes=[0],
    )
    return Qwen2_5_VLConfig(
        text_config=text,
        vision_config=vision,
        image_token_id=290,
        video_token_id=291,
        vision_start_token_id=292,
        vision_end_token_id=293,
    )


def test_a_vla_trains_from_a_cache_that_was_filled_first(tmp_path, monkeypatch):
    from tactile_nb.models import qwen_vl

    config = tiny_qwen()
    monkeypatch.setenv('TACTILE_NB_CACHE', str(tmp_path / 'cache'))
    monkeypatch.setattr(qwen_vl, 'qwen_config', lambda name: config)
    small = dict(
        **NEEDLE,
        dataset_dir=str(needle_in(tmp_path, 3)),
        vlm='qwen2_5_vl_3b',
        allow_random_backbone=True,
        hsa_img_size=56,
        num_steps=4,
        val_every=4,
        checkpoint_every=4,
    )

    def trainer(name, **settings):
        return Trainer(TrainConfig.make(**small, **settings, ckpt_dir=str(tmp_path / name)))

    assert trainer('cached', mode='cache').run().result['entries'] == 72
    reader = trainer('run')
    run = reader.run()
    assert run.status['state'] == 'done'
    assert reader.features.misses == 0
    assert reader.features.hits >= 16
    plain = trainer('plain', feature_cache='off').run()
    assert abs(plain.result['val_action'] - run.result['val_action']) < 1e-4


def test_a_vla_on_two_processes_equals_one_with_the_same_batch(tmp_path):
    small = dict(
        **NEEDLE,
        dataset_dir=str(needle_in(tmp_path, 5)),
        hidden_dim=32,
        heads=2,
        feedforward_dim=32,
        hsa_img_size=32,
        num_steps=3,
        val_every=3,
        checkpoint_every=3,
        warmup_steps=0,
        lr=1e-3,
        contact_share=0.0,
        image_shift=0,
        sensor_weight=2.0,
        threads=1,
    )
    weights = []
    for processes in (1, 2):
        folder = tmp_path / f'run{processes}'
        settings = {**small, 'ckpt_dir': str(folder), 'num_processes': processes}
        words = training(settings, tmp_path / f'{processes}.json', processes)
        out = subprocess.run(words, capture_output=True, text=True)
        assert out.returncode == 0, out.stderr[-2000:]
        weights.append(Run(folder).policy().state_dict())
    one, two = weights
    far = torch.cat([(one[k].float() - two[k].float()).abs().flatten() for k in one])
    # the keys' biases have no gradient but rounding, of which Adam makes steps
    assert float((far > 1e-6).float().mean()) < 5e-3


FILLS_WITH_A_TINY_BACKBONE = """
import sys
import time

sys.path.insert(0, {tests!r})
from test_vla_runs import tiny_qwen

from tactile_nb.models import qwen_vl
from tactile_nb.models.features import FeatureCache
from tactile_nb.training.trainer import main

fill = FeatureCache.fill


def slow_fill(cache, batch):
    time.sleep(0.05)  # a real backbone takes its time: a kill falls between two batches
    return fill(cache, batch)


FeatureCache.fill = slow_fill
qwen_vl.qwen_config = lambda name: tiny_qwen()
main(sys.argv[1])
"""


class Filling:
    "Fills of one store by one process or several, each a command of its own"

    def __init__(self, folder: Path):
        self.folder = folder
        self.script = folder / 'fill.py'
        tests = str(Path(__file__).parent)
        self.script.write_text(FILLS_WITH_A_TINY_BACKBONE.format(tests=tests))
        self.data = str(needle_in(folder, 6))

    def words(self, name: str, processes: int) -> list[str]:
        settings = dict(
            NEEDLE,
            dataset_dir=self.data,
            vlm='qwen2_5_vl_3b',
            allow_random_backbone=True,
            hsa_img_size=56,
            mode='cache',
            batch_size=2,
            ckpt_dir=str(self.folder / f'run-{name}'),
        )
        file = self.folder / f'{name}.json'
        file.write_text(json.dumps(settings))
        launcher = [*LAUNCHER, str(processes)] if processes > 1 else []
        return [sys.executable, *launcher, str(self.script), str(file)]

    def start(self, name: str, processes: int) -> subprocess.Popen:
        "Begin to fill the store `name`"
        settings = dict(os.environ, TACTILE_NB_CACHE=str(self.folder / name), OMP_NUM_THREADS='1')
        pipes = dict(stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        words = self.words(name, processes)
        return subprocess.Popen(words, env=settings, start_new_session=True, **pipes)

    def fill(self, name: str, processes: int) -> dict:
        "Fill the store `name` to the end; what the run says of it"
        job = self.start(name, processes)
        said, _ = job.communicate()
        assert job.returncode == 0, said[-2000:]
        return Run(self.folder / f'run-{name}').result

    def entries(self, name: str) -> dict[bytes, bytes]:
        "What lies in the store"
        (identity,) = (self.folder / name / 'features').iterdir()
        about = json.loads((identity / 'identity.json').read_text())
        width, dtype = about.pop('width'), about.pop('dtype')
        store = ArrayStore(self.folder / name / 'features', about, width, dtype)
        return {key: store.get(key).tobytes() for key in store.where}

    def written(self, name: str) -> int:
        "Bytes of features on the disk"
        files = (self.folder / name).glob('features/*/*.bin')
        return sum(file.stat().st_size for file in files)


@pytest.fixture(scope='module')
def filling(tmp_path_factory):
    "A store that one process has filled, to compare with"
    made = Filling(tmp_path_factory.mktemp('filling'))
    assert made.fill('alone', 1)['computed'] == 108
    return made


def test_two_processes_fill_the_store_as_one_does(filling):
    found = filling.fill('together', 2)
    assert found['entries'] == 108
    assert 0 < found['computed'] < 108
    assert filling.entries('together') == filling.entries('alone')
    own = list((filling.folder / 'together').glob('features/*/*.idx'))
    assert len(own) == 2
    assert min(file.stat().st_size for file in own) > 0


def kill_all(job: subprocess.Popen) -> None:
    "Kill a launcher and its processes, which stand in groups of their own"
    found = psutil.Process(job.pid)
    family = [*found.children(recursive=True), found]
    for process in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    job.communicate()


@pytest.mark.parametrize(
    'share',
    [pytest.param(0.05, marks=pytest.mark.slow), 0.3, pytest.param(0.6, marks=pytest.mark.slow)],
)
def test_a_fill_that_was_killed_is_taken_up_and_ends_the_same(share, filling):
    name = f'killed-{share}'
    job = filling.start(name, 2)
    enough = share * filling.written('alone')
    while job.poll() is None and filling.written(name) < enough:
        time.sleep(0.02)
    kill_all(job)
    assert 0 < len(filling.entries(name)) < 108  # in the middle of it
    assert filling.fill(name, 2)['entries'] == 108
    assert filling.entries(name) == filling.entries('alone')
