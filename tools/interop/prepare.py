"""In our own environment: datasets to look at from the other side, what they must hold, and a run to export

python tools/interop/prepare.py [episodes]
"""

import sys

import numpy as np

if __name__ == '__main__':
    from tactile_nb.data.episodes import open_episodes
    from tactile_nb.data.lerobot_write import write_lerobot
    from tactile_nb.data.tasks import get_task, project_root
    from tactile_nb.evidence.bench import record
    from tactile_nb.training.config import TrainConfig
    from tactile_nb.training.trainer import train

    n = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    out = project_root() / 'runs/interop'
    views = dict(lift=('third_person', 'wrist'), insert=('wrist', 'third_person'))
    for task, cameras in views.items():
        t = get_task(task)
        data = out / f'{task}-{n}'
        record(data, n, 0, task=task, cameras=cameras, touch_images='left' in t.tactile)
        es = open_episodes(data, t)
        write_lerobot(
            es,
            out / f'{task}_v3',
            overwrite=True,
            instruction=f'{task} the object',
            robot_type=t.robot_type,
        )
        want = {}
        for i, e in enumerate(es):
            for k in e.features:
                want[f'{i}/{k}'] = e.read(k)
        np.savez(out / f'{task}.npz', **want)
        print(out / f'{task}_v3', len(es), 'episodes', flush=True)
    r = train(
        TrainConfig.make(
            task_name='lift',
            dataset_dir=str(out / f'lift-{n}'),
            ckpt_dir=str(out / 'run'),
            camera_names='wrist',
            tactile_names='force',
            touch_encoder='force_grid',
            num_steps=20,
            val_every=20,
            val_batches=1,
            checkpoint_every=20,
            device='cpu',
        )
    )
    w = open_episodes(out / f'lift-{n}', get_task('lift'))[0]
    o = {
        k: w.read(k, 40, 41)[0]
        for k in ('observation.images.wrist', 'observation.state', 'observation.tactile.force')
    }
    np.savez(out / 'act.npz', answer=r.policy().act(o), **o)
