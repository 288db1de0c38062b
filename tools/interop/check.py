"""In LeRobot's environment: every value of our datasets through LeRobotDataset, statistics against numpy, and an exported run

python tools/interop/check.py runs/interop
"""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import torch
from lerobot.datasets.lerobot_dataset import LeRobotDataset


def same(task: str, root: Path):
    d, want, n = (
        LeRobotDataset('local/x', root=root / f'{task}_v3'),
        np.load(root / f'{task}.npz'),
        0,
    )
    keys = sorted({k.split('/', 1)[1] for k in want.files} & set(d.features))
    lens = [len(want[f'{i}/action']) for i in range(d.num_episodes)]
    cache, at = {}, 0
    for e, length in enumerate(lens):
        cache = {k: want[f'{e}/{k}'] for k in keys}
        for f in range(length):
            item = d[at + f]
            assert (
                item['task'] == f'{task} the object'
                and int(item['episode_index']) == e
                and int(item['frame_index']) == f
                and abs(float(item['timestamp']) - f / d.fps) < 1e-4
            )
            for k in keys:
                got, w = item[k].numpy(), cache[k][f]
                if w.dtype == np.uint8:
                    got, w = np.round(got * 255).astype(np.uint8), w.transpose(2, 0, 1)
                assert np.array_equal(got, w), (k, e, f)
                n += w.size
        at += length
    assert at == len(d)
    print(
        f'{task}: {len(lens)} episodes, {at} frames, {n:,} values equal: {", ".join(keys)}',
        flush=True,
    )
    stats, worst = json.loads((root / f'{task}_v3/meta/stats.json').read_text()), 0.0
    for k in keys:
        x = np.concatenate([want[f'{e}/{k}'] for e in range(len(lens))])
        x = (x.reshape(-1, x.shape[-1]) / (255.0 if x.dtype == np.uint8 else 1.0)).astype('float64')
        for name, w in dict(
            min=x.min(0),
            max=x.max(0),
            mean=x.mean(0),
            std=x.std(0),
            **{
                q: np.quantile(x, int(q[1:]) / 100, axis=0)
                for q in ('q01', 'q10', 'q50', 'q90', 'q99')
            },
        ).items():
            worst = max(worst, float(np.abs(np.ravel(stats[k][name]) - w).max()))
    assert worst < 1e-6, worst
    print(f'{task}: statistics differ from numpy float64 by at most {worst:.1e}', flush=True)


def exported(root: Path):
    subprocess.run(
        [
            sys.executable,
            '-m',
            'lerobot_policy_tactile_nb.export',
            str(root / 'run'),
            str(root / 'pretrained_model'),
        ],
        check=True,
    )
    from lerobot.configs.policies import PreTrainedConfig
    from lerobot.policies.factory import get_policy_class, make_pre_post_processors
    import lerobot_policy_tactile_nb  # noqa: F401  registers

    config = PreTrainedConfig.from_pretrained(root / 'pretrained_model')
    policy = get_policy_class(config.type).from_pretrained(root / 'pretrained_model', config=config)
    before, after = make_pre_post_processors(config, str(root / 'pretrained_model'))
    o = np.load(root / 'act.npz')
    item = {
        k: torch.from_numpy(o[k].transpose(2, 0, 1) / 255.0).float()
        if o[k].dtype == np.uint8
        else torch.from_numpy(o[k])
        for k in o.files
        if k != 'answer'
    }
    got = after(policy.predict_action_chunk(before(item)))[0].numpy()
    assert np.abs(got - o['answer']).max() < 1e-5, np.abs(got - o['answer']).max()
    print(
        f"exported run: LeRobot's answer differs from ours by at most {np.abs(got - o['answer']).max():.1e}",
        flush=True,
    )


def trains(root: Path):
    common = [
        f'--dataset.root={root / "lift_v3"}',
        '--dataset.repo_id=local/x',
        '--batch_size=4',
        '--policy.device=cpu',
        '--policy.push_to_hub=false',
        '--wandb.enable=false',
        '--num_workers=0',
        '--log_freq=1',
    ]
    for name, steps, more in (
        ('act', 1, ['--policy.pretrained_backbone_weights=null']),
        ('tactile_act', 3, ['--policy.enable_hsa=true']),
        ('tactile_flow', 3, []),
    ):
        out = root / f'train_{name}'
        subprocess.run(['rm', '-rf', str(out)], check=True)
        r = subprocess.run(
            [
                str(Path(sys.executable).with_name('lerobot-train')),
                f'--policy.type={name}',
                f'--steps={steps}',
                f'--output_dir={out}',
                *more,
                *common,
            ],
            capture_output=True,
            text=True,
        )
        assert (
            r.returncode == 0
            and (out / f'checkpoints/{steps:06d}/pretrained_model/model.safetensors').exists()
        ), r.stderr[-2000:]
        print(f'lerobot-train --policy.type={name}: {steps} steps, checkpoint written', flush=True)


if __name__ == '__main__':
    root = Path(sys.argv[1])
    same('lift', root), same('insert', root), exported(root), trains(root)
