"""Small settings, small data and commands for the tests that run jobs as a user runs them."""

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import papermill

from tactile_nb.data.tasks import project_root
from tactile_nb.training.owners import foreign, unused
from tactile_nb.training.config import TrainConfig
from tactile_nb.training.execute import kernel
from tactile_nb.training.jobs import main

TINY = dict(
    camera_names='wrist',
    tactile_names='force',
    batch_size=4,
    num_steps=6,
    hidden_dim=16,
    feedforward_dim=16,
    heads=2,
    enc_layers=1,
    latent_dim=4,
    hsa_feature_dim=8,
    hsa_img_size=32,
    chunk_size=8,
    val_every=3,
    val_batches=1,
    checkpoint_every=3,
    log_every=1,
    warmup_steps=2,
    device='cpu',
)
NEEDLE = dict(
    task_name='needle',
    policy='vla',
    touch_encoder='series',
    series_dim=32,
    chunk_size=4,
    batch_size=4,
    val_batches=1,
    dropout=0.0,
    device='cpu',
)
LAUNCHER = ('-m', 'torch.distributed.run', '--standalone', '--nproc_per_node')


def cells_of(notebook) -> list[dict]:
    "The cells of a notebook file"
    return json.loads(Path(notebook).read_text())['cells']


def pictures(notebook) -> int:
    "How many pictures a notebook shows"
    outputs = [o for cell in cells_of(notebook) for o in cell.get('outputs', [])]
    return sum('image/png' in o.get('data', {}) for o in outputs)


def fitting(settings: dict) -> dict:
    "Settings that several policies share, without those that the one named here does not have"
    plain = SimpleNamespace(**{**TrainConfig().to_json(), **settings})
    return {name: o for name, o in settings.items() if name not in unused(plain, foreign)}


def command(job: str, **params) -> int:
    "What `tactile-nb JOB -p name value ...` returns"
    words = [word for name, value in params.items() for word in ('-p', name, str(value))]
    return main([job, *words])


def training(settings: dict, file: Path, processes: int = 1) -> list[str]:
    "The command that trains in so many processes"
    file.write_text(json.dumps(settings))
    launcher = [*LAUNCHER, str(processes)] if processes > 1 else []
    return [sys.executable, *launcher, '-m', 'tactile_nb.training.trainer', str(file)]


def execute(source, target, **parameters):
    "A notebook with papermill alone, in a kernel of this interpreter"
    settings = dict(kernel_name=kernel(), progress_bar=False, cwd=str(project_root()))
    papermill.execute_notebook(str(source), str(target), parameters, **settings)


def needle_in(folder: Path, episodes: int) -> Path:
    "A data set with a fast sensor"
    from tactile_nb.sim.needle import make_needle

    sizes = dict(steps=12, rate=130.0, pixels=128, progress='none')
    make_needle(folder / 'needle', 3, episodes, **sizes)
    return folder / 'needle'
