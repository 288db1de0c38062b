"""What the browser tests show: data, runs, and the cells of their notebooks."""

import json
import shutil

from lab import BROWSER, ROOT

PLACE = str(BROWSER.relative_to(ROOT))
TUTORIALS = {
    '1_look_at_your_data': {},
    '2_train_with_touch': dict(task_name='lift', clips=0, num_steps=40, run_dir=f'{PLACE}/touch'),
    '3_why_is_my_loss_flat': dict(
        num_steps=40, seeds='0', gallery='blank_touch', run_dir=f'{PLACE}/flat'
    ),
    '4_does_touch_help': dict(
        demos=24, num_steps=60, episodes=6, arms='no touch,touch', study_dir=f'{PLACE}/arms'
    ),
    '5_your_own_sensor': dict(num_steps=30, run_dir=f'{PLACE}/sensor'),
    'bring_your_own_dataset': {},
    'concepts': {},
    'dashboard': dict(folder=PLACE),
}


def train_run(folder):
    "A run of a few steps with a learning rate that is too low"
    from tactile_nb.training.config import TrainConfig
    from tactile_nb.training.trainer import train

    config = TrainConfig.make(
        task_name='lift',
        tactile_names='force',
        camera_names='wrist',
        ckpt_dir=str(folder),
        enable_hsa=True,
        num_steps=40,
        batch_size=8,
        hsa_img_size=32,
        val_every=20,
        val_batches=1,
        checkpoint_every=40,
        log_every=5,
        probe_every=10,
        warmup_steps=4,
        lr=1e-8,
        device='cpu',
        threads=1,
    )
    return train(config).path


def write_short_data():
    "A second data set: ten frames of one camera"
    from tactile_nb.data.layouts import open_episodes
    from tactile_nb.data.tasks import get_task
    from tactile_nb.data.xtrainer import write_xtrainer

    short = BROWSER / 'short'
    short.mkdir(parents=True, exist_ok=True)
    keys = ('observation.state', 'action', 'observation.images.top')
    for i, episode in enumerate(open_episodes(get_task('lift').path, get_task('lift'))):
        streams = {key: episode.read(key, 0, 10) for key in keys}
        write_xtrainer(short / f'episode_{i}.hdf5', streams)
    return short


def browser_cells():
    "The demonstrations that ship, beside a second data set"
    imports = """
        import dataclasses
        from tactile_nb.data.tasks import get_task
        from tactile_nb.explore.widgets import episode_browser
    """
    opens = f"""
        short = dataclasses.replace(
            get_task('lift'),
            name='short',
            dataset_dir={str(write_short_data())!r},
            camera_names=('top',),
            tactile={{}},
            cameras={{}},
        )
        b = episode_browser('lift', short)
        b
    """
    return imports, opens


def monitor_cells(run):
    "Start a run, or find it, and watch it"
    imports = """
        from pathlib import Path
        from tactile_nb.explore.widgets import launch, training_monitor
        from tactile_nb.training.config import TrainConfig
    """
    starts = f"""
        config = TrainConfig.make(
            task_name='lift', tactile_names='force', camera_names='wrist',
            ckpt_dir={str(run)!r}, enable_hsa=True, num_steps=10**6, batch_size=4,
            hsa_img_size=32, hidden_dim=16, val_every=1000, val_batches=1,
            checkpoint_every=10**6, log_every=5, device='cpu', threads=1,
        )
        started = Path(config.ckpt_dir, 'status.json').exists()
        run = config.ckpt_dir if started else launch(config)
    """
    return imports, starts, 'm = training_monitor(run, .5); m'


def _evaluated(seed, success):
    "A line of episodes.jsonl"
    return dict(
        seed=seed,
        success=success,
        why='' if success else 'force',
        ms=[1.0],
        steps=3,
        time_to_success=None,
        mean_force=1.0,
        peak_force=2.0,
        dropped=False,
    )


def write_board(trained):
    "Two arms of two runs; one arm succeeds more often"
    folder = BROWSER / 'board'
    for arm, wins in (('blind', 1), ('touch', 5)):
        lines = [json.dumps(_evaluated(i, i < wins)) + '\n' for i in range(6)]
        for seed in range(2):
            run = folder / f'{arm}-{seed}'
            shutil.copytree(trained, run, dirs_exist_ok=True)
            evaluation = run / 'evaluation' / 'grip'
            evaluation.mkdir(parents=True, exist_ok=True)
            (evaluation / 'episodes.jsonl').write_text(''.join(lines))
    return folder


def wizard_cells(home):
    "Describe a data set, then train a baseline on it"
    opens = f"""
        import os; os.chdir({str(home)!r})
        from tactile_nb.explore.widgets import *
        from pathlib import Path
        w = dataset_wizard('', Path('data/tasks.toml')); w
    """
    trains = """
        from tactile_nb.training.config import TrainConfig
        if Path('data/tasks.toml').exists():
            run = launch(TrainConfig.make(
                task_name='mine', touch='none', num_steps=20, batch_size=4, chunk_size=8,
                val_every=20, val_batches=1, checkpoint_every=20, hsa_img_size=32,
                ckpt_dir='runs/base', log_every=5,
            ))
            wait(run)
            print(run)
    """
    return opens, trains


def every_widget(run):
    "One cell a panel"
    return (
        'from tactile_nb.explore.widgets import *',
        f'r = {str(run)!r}\nepisode_browser("lift")',
        'hsa_bench(r)',
        'training_monitor(r)',
        'diagnosis_panel(r)',
        'compare_board(r)',
        'camera_check("lift")',
        f'dataset_wizard({str(ROOT / "data" / "lift")!r})',
        'from tactile_nb.training.runs import Run\nRun(r)',
    )
