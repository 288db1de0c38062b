"""What the toolkit did at revision 163fd6b, as numbers that must not move.

    python tests/nets/freeze.py FOLDER    # measure everything again, write FOLDER/frozen.json

Each function returns a dict of digests: the hash of arrays, and a summary of the same arrays
for machines whose processor rounds in another way. `tests/test_nets.py` compares; a change that
moves a number on purpose writes the file again and says why in its commit.
"""

import contextlib
import hashlib
import io
import json
import os
import platform
import shutil
import sys
from pathlib import Path

import numpy as np
import torch

from tactile_nb.data.convert import convert
from tactile_nb.data.layouts import open_episodes
from tactile_nb.data.tasks import get_task, project_root
from tactile_nb.evidence.task import bench_task
from tactile_nb.evidence.bench import run_episode
from tactile_nb.evidence.rules import rules_table
from tactile_nb.evidence.planted import FAULTS, planted_run
from tactile_nb.evidence.rollout import play
from tactile_nb.training.config import TrainConfig
from tactile_nb.training.runs import Run
from tactile_nb.training.prepare import prepare_data
from tactile_nb.training.trainer import train

HERE = Path(__file__).parent
FROZEN = HERE / 'frozen.json'
OLD_RUN = HERE / 'run'  # written at 163fd6b, stopped at step 2 of 4

SMALL = {
    'task_name': 'lift',
    'camera_names': 'wrist',
    'tactile_names': 'force',
    'batch_size': 4,
    'num_steps': 4,
    'hidden_dim': 32,
    'feedforward_dim': 32,
    'heads': 4,
    'enc_layers': 1,
    'latent_dim': 4,
    'hsa_feature_dim': 8,
    'hsa_img_size': 32,
    'chunk_size': 8,
    'val_every': 4,
    'val_batches': 1,
    'checkpoint_every': 2,
    'log_every': 1,
    'warmup_steps': 2,
    'device': 'cpu',
    'threads': 1,
}
POLICIES = {
    'act': {},
    'act_hsa': {'enable_hsa': True},
    'act_bank': {'enable_hsa': True, 'hsa_loss': 'memory_bank', 'hsa_bank_size': 8},
    'act_touch_image': {'tactile_names': 'left', 'touch': 'concat', 'enable_hsa': True},
    'act_blind': {'touch': 'none'},
    'flow': {'policy': 'flow', 'touch_encoder': 'force_grid', 'arm_hand': True},
    'flow_gate': {'policy': 'flow', 'touch_encoder': 'force', 'contact_gate': True},
    'vla': {'policy': 'vla', 'fusion': 'cross_attention'},
    'vla_flow': {'policy': 'vla', 'fusion': 'gated', 'head': 'flow'},
    'mlp': {'policy': 'mlp', 'obs_steps': 2, 'augment': 0.5},
    'forest': {'policy': 'forest', 'camera_names': 'none'},
    'knn': {'policy': 'knn', 'camera_names': 'none'},
    'mean': {'policy': 'mean', 'camera_names': 'none'},
    'cae': {'stage': 'cae'},
}
TASKS = ('lift', 'lift_clips', 'carry', 'insert', 'grip')
PLANTED = {
    'num_steps': 60,
    'warmup_steps': 10,
    'val_every': 60,
    'checkpoint_every': 60,
    'log_every': 2,
    'probe_every': 20,
}


def processor() -> str:
    "Maker, family and model: libraries choose how to multiply by them, not by capability alone"
    cpuinfo = Path('/proc/cpuinfo')
    if not cpuinfo.exists():
        return platform.processor()
    lines = [o.partition(':') for o in cpuinfo.read_text().splitlines()]
    told = {name.strip(): value.strip() for name, _, value in reversed(lines)}  # of the first core
    return ' '.join(told.get(o, '') for o in ('vendor_id', 'cpu family', 'model'))


def machine() -> str:
    "What decides how a processor rounds: hashes are compared on one kind of machine only"
    capability = torch.backends.cpu.get_cpu_capability()
    versions = f'torch {torch.__version__} numpy {np.__version__}'
    return f'{platform.machine()} {processor()} {capability} {versions}'


def digest(arrays: dict) -> dict:
    "Hash and summary of named arrays"
    sha = hashlib.sha256()
    summary = {}
    for name in sorted(arrays):
        values = np.ascontiguousarray(arrays[name])
        sha.update(f'{name} {values.dtype} {values.shape}'.encode())
        sha.update(values.tobytes())
        if values.dtype.kind in 'fiu' and values.size:
            wide = values.astype('float64')
            summary[name] = [float(wide.mean()), float(np.sqrt((wide**2).mean()))]
    return {'sha256': sha.hexdigest(), 'summary': summary}


def weights(policy) -> dict:
    return {name: value.detach().numpy() for name, value in policy.state_dict().items()}


def observation_of(config: TrainConfig, sample: int = 5) -> dict:
    "One recorded moment, as a policy of these settings takes it"
    item = prepare_data(config).windows[sample]
    return {
        name: value
        for name, value in item.items()
        if name.startswith(('observation', 'privileged'))
    }


def trained(name: str, folder: Path) -> dict:
    "Weights, loss parts and one answer of a policy after four steps; not the rates, logged since"
    config = TrainConfig.make(**{**SMALL, **POLICIES[name], 'ckpt_dir': str(folder / name)})
    run = train(config)
    policy = run.policy()
    parts = {
        f'{key} {row["step"]}': np.array(value)
        for row in run.metrics()
        for key, value in row.items()
        if isinstance(value, float) and not key.startswith(('time', 'steps', 'lr_'))
    }
    out = {'weights': digest(weights(policy)), 'parts': digest(parts)}
    if name != 'cae':
        torch.manual_seed(0)
        out['answer'] = digest({'chunk': np.asarray(policy.act(observation_of(config)))})
    return out


def conversion(folder: Path) -> dict:
    "Every byte of a LeRobot dataset made of three demonstrations, and the values of the way back"
    task = get_task('lift')
    source = folder / 'three'
    source.mkdir()
    for number in range(3):
        name = f'episode_{number}.hdf5'
        shutil.copy(project_root() / 'data/lift' / name, source / name)
    settings = {'task': task, 'instruction': 'lift the block', 'workers': 1, 'progress': 'none'}
    convert(source, folder / 'v3', **settings)
    files = sorted(o for o in (folder / 'v3').rglob('*') if o.is_file())
    out = {
        str(o.relative_to(folder / 'v3')): hashlib.sha256(o.read_bytes()).hexdigest() for o in files
    }
    convert(folder / 'v3', folder / 'back', to='xtrainer', **settings)
    back = open_episodes(folder / 'back', task)
    out['back'] = digest({f'{i} {k}': e.read(k) for i, e in enumerate(back) for k in e.features})
    return out


def rollouts() -> dict:
    "What the demonstrators do, what is seen, and what an old policy does on lift"
    out = {}
    for name in TASKS:
        arrays, facts = run_episode(name, 3, cameras=('wrist',))
        out[name] = digest(arrays) | {'success': bool(facts['success'])}
    policy = Run(OLD_RUN).policy()
    result = play(bench_task('lift')(), policy, 3, every=4, size=32)
    out['old_policy'] = {k: v for k, v in result.items() if k != 'ms'}
    return out


def findings(fault: str, folder: Path) -> dict:
    "What the diagnosis says of one planted fault"
    with contextlib.redirect_stdout(io.StringIO()):
        planted = planted_run(fault, folder / (fault or 'healthy'), seed=77, **PLANTED)
    report = planted.report
    return {
        'codes': [o.code for o in report.findings],
        'causes': [o.cause for o in report.findings],
        'verdict': report.verdict,
        'notes': report.notes,
    }


def resumed(folder: Path) -> dict:
    "The weights of the old run, once its last two steps are taken"
    shutil.copytree(OLD_RUN, folder / 'resumed')
    settings = Run(OLD_RUN).config['train'] | {'ckpt_dir': str(folder / 'resumed')}
    return digest(weights(train(TrainConfig.make(**settings)).policy()))


def freeze(folder: Path) -> dict:
    "Everything"
    torch.set_num_threads(1)
    return {
        'machine': machine(),
        'policies': {name: trained(name, folder) for name in POLICIES},
        'rules_table': rules_table(),
        'conversion': conversion(folder),
        'rollouts': rollouts(),
        'resumed': resumed(folder),
        'planted': {name: findings(name, folder) for name in ('', *FAULTS)},
    }


if __name__ == '__main__':
    os.environ.setdefault('TACTILE_NB_CACHE', str(Path(sys.argv[1]) / 'cache'))
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    (target / 'frozen.json').write_text(json.dumps(freeze(target), indent=1) + '\n')
