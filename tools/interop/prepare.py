"""In our own environment: datasets to look at from the other side, and runs to export

python tools/interop/prepare.py [episodes]
"""

import sys
from pathlib import Path

import numpy as np

if __name__ == '__main__':  # and not in the workers, which import this file, too
    from tactile_nb.data.layouts import open_episodes
    from tactile_nb.data.lerobot_write import write_lerobot
    from tactile_nb.data.tasks import get_task, project_root
    from tactile_nb.sim.bench import record
    from tactile_nb.sim.needle import make_needle
    from tactile_nb.training.config import TrainConfig
    from tactile_nb.training.prepare import prepare_data
    from tactile_nb.training.trainer import train

CAMERAS = dict(lift=('third_person', 'wrist'), insert=('wrist', 'third_person'))
INPUTS = ('observation.images.wrist', 'observation.state', 'observation.tactile.force')
NEEDLES = (6, 6)  # trajectories with and without the sensor
ASKED_FRAME = 40  # of the first episode: the arm is on its way


def make_dataset(name: str, episodes: int, out: Path) -> None:
    "Demonstrations as a LeRobot dataset, and what it must hold"
    task = get_task(name)
    data = out / f'{name}-{episodes}'
    touch_images = 'left' in task.tactile
    record(data, episodes, 0, task=name, cameras=CAMERAS[name], touch_images=touch_images)
    recorded = open_episodes(data, task)
    target = out / f'{name}_v3'
    write_lerobot(
        recorded,
        target,
        overwrite=True,
        instruction=f'{name} the object',
        robot_type=task.robot_type,
    )
    wanted = {
        f'{number}/{key}': episode.read(key)
        for number, episode in enumerate(recorded)
        for key in episode.features
    }
    np.savez(out / f'{name}.npz', **wanted)
    print(target, len(recorded), 'episodes', flush=True)


def short(name: str, out: Path, **settings):  # a TrainConfig
    "Settings of a run of a few steps"
    return TrainConfig.make(
        ckpt_dir=str(out / name),
        num_steps=20,
        val_every=20,
        val_batches=1,
        checkpoint_every=20,
        device='cpu',
        **settings,
    )


def make_run(data: Path, out: Path) -> None:
    "A short run, an observation, and what its policy answers"
    streams = dict(camera_names='wrist', tactile_names='force', touch_encoder='force_grid')
    run = train(short('run', out, task_name='lift', dataset_dir=str(data), **streams))
    episode = open_episodes(data, get_task('lift'))[0]
    observation = {key: episode.read(key, ASKED_FRAME, ASKED_FRAME + 1)[0] for key in INPUTS}
    answer = run.policy().act(observation)
    np.savez(out / 'act.npz', answer=answer, **observation)


def make_vla_run(out: Path) -> None:
    "A short run with a fast sensor that half the trajectories have, and answers with and without"
    data = out / 'needle'
    make_needle(data, *NEEDLES, rate=130.0, pixels=128)
    settings = dict(policy='vla', touch_encoder='series', hsa_img_size=32, chunk_size=8)
    config = short('run_vla', out, task_name='needle', dataset_dir=str(data), **settings)
    policy = train(config).policy()
    windows = prepare_data(config).windows
    sensed = int(np.flatnonzero(windows.has['oct'])[0])
    sample = windows[int(windows.frames_of(sensed)[-1])]
    seen = {key: x.numpy() for key, x in sample.items() if key.startswith('observation.')}
    blind = {key: x for key, x in seen.items() if '.tactile.' not in key}
    for name, observation in (('vla', seen), ('vla_blind', blind)):
        np.savez(out / f'act_{name}.npz', answer=policy.act(observation), **observation)


if __name__ == '__main__':
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    folder = project_root() / 'runs/interop'
    for task_name in CAMERAS:
        make_dataset(task_name, number, folder)
    make_run(folder / f'lift-{number}', folder)
    make_vla_run(folder)
