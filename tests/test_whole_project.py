"""The project as a user meets it: commands and job notebooks, on small settings."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tactile_nb.training.jobs import main, run_job
from tactile_nb.training.runs import STOP, Run

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


def pictures(notebook):
    cells = json.loads(Path(notebook).read_text())['cells']
    return sum('image/png' in o.get('data', {}) for c in cells for o in c.get('outputs', []))


def test_the_train_job_leaves_an_executed_notebook_with_pictures_and_a_complete_run(tmp_path):
    args = [
        o
        for k, v in {
            **TINY,
            'task_name': 'lift',
            'enable_hsa': True,
            'ckpt_dir': tmp_path / 'r',
        }.items()
        for o in ('-p', k, str(v))
    ]
    assert main(['train', *args]) == 0
    run = Run(tmp_path / 'r')
    assert (
        run.status['state'] == 'done'
        and pictures(run.path / 'train.ipynb') >= 4
        and 'val_wrist_top1' in run.result
    )


def test_plain_papermill_runs_the_same_notebook_and_checks_names_inside(tmp_path):
    import papermill
    from tactile_nb.training.jobs import _kernel
    from tactile_nb.training.parameters import job_file

    args = dict(kernel_name=_kernel(), progress_bar=False)
    good = {**TINY, 'task_name': 'lift', 'ckpt_dir': str(tmp_path / 'r')}
    papermill.execute_notebook(str(job_file('train')), str(tmp_path / 'o.ipynb'), good, **args)
    assert Run(tmp_path / 'r').status['state'] == 'done'
    with pytest.raises(papermill.PapermillExecutionError, match='expected int, found float'):
        papermill.execute_notebook(
            str(job_file('train')), str(tmp_path / 'p.ipynb'), {**good, 'num_steps': 10.0}, **args
        )


def test_a_failing_job_keeps_its_notebook_and_says_why_in_one_line(tmp_path, capfd):
    assert (
        main(
            [
                'train',
                '-p',
                'task_name',
                'lift',
                '-p',
                'chunk_size',
                '500',
                '-p',
                'ckpt_dir',
                str(tmp_path / 'r'),
            ]
        )
        == 1
    )
    assert (
        'SchemaError' in capfd.readouterr().err.splitlines()[-1]
        and (tmp_path / 'r' / 'train.ipynb').exists()
    )


def test_the_record_job_records_and_shows(tmp_path):
    out = run_job(
        'record',
        dict(
            task_name='lift_clips',
            episodes=2,
            seed=3,
            out_dir=str(tmp_path / 'clips'),
            workers=1,
            run_dir=str(tmp_path / 'r'),
        ),
        log=False,
    )
    assert len(list((tmp_path / 'clips').glob('episode_*.hdf5'))) == 2 and pictures(out) >= 3


def test_the_command_is_installed_and_lists_parameters():
    out = subprocess.run(
        [str(Path(sys.executable).parent / 'tactile-nb'), 'train', '--help-parameters'],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert 'hsa_temperature' in out and 'float' in out


def test_two_processes_train_and_a_wrong_number_is_refused(tmp_path):
    f = tmp_path / 'c.json'
    f.write_text(
        json.dumps(
            {
                **TINY,
                'task_name': 'lift',
                'enable_hsa': True,
                'ckpt_dir': str(tmp_path / 'two'),
                'num_processes': 2,
                'num_steps': 3,
            }
        )
    )
    launch = [
        sys.executable,
        '-m',
        'torch.distributed.run',
        '--standalone',
        '--nproc_per_node',
        '2',
        '-m',
        'tactile_nb.training.trainer',
    ]
    out = subprocess.run([*launch, str(f)], capture_output=True, text=True)
    assert out.returncode == 0, out.stderr[-2000:]
    assert Run(tmp_path / 'two').result['steps'] == 3
    out = subprocess.run(
        [sys.executable, '-m', 'tactile_nb.training.trainer', str(f)],
        capture_output=True,
        text=True,
    )
    assert out.returncode and 'num_processes = 2, but 1 runs' in out.stderr


def test_two_processes_stop_after_the_same_step_when_asked_and_go_on(tmp_path):
    f = tmp_path / 'c.json'
    f.write_text(
        json.dumps(
            {
                **TINY,
                'task_name': 'lift',
                'ckpt_dir': str(tmp_path / 'run'),
                'num_processes': 2,
                'num_steps': 10**6,
                'val_every': 10**6,
                'checkpoint_every': 10**6,
                'log_every': 3,
            }
        )
    )
    run = Run(tmp_path / 'run')
    for _ in range(2):
        before = run.status.get('step', 0)
        job = subprocess.Popen(
            [
                sys.executable,
                '-m',
                'torch.distributed.run',
                '--standalone',
                '--nproc_per_node',
                '2',
                '-m',
                'tactile_nb.training.trainer',
                str(f),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            while job.poll() is None and not (
                run.status['state'] == 'running' and run.status.get('step', 0) > before
            ):
                time.sleep(0.05)
            (run.path / STOP).touch()
            assert (
                job.wait(120) == 0
                and run.status['state'] == 'interrupted'
                and run.status['step'] % 3 == 0
                and run.status['step'] > before
                and run.checkpoints
            )
        finally:
            job.kill()


@pytest.mark.real
def test_real_episodes_train_without_touch(tmp_path):
    out = run_job(
        'train',
        {
            **TINY,
            'camera_names': '',
            'tactile_names': '',
            'task_name': 'bridge',
            'touch': 'none',
            'chunk_size': 5,
            'ckpt_dir': str(tmp_path / 'r'),
        },
        log=False,
    )
    assert Run(tmp_path / 'r').status['state'] == 'done' and pictures(out) >= 3


def test_the_diagnose_job_reads_a_run_and_settings_and_leaves_a_report(tmp_path, capfd):
    run = tmp_path / 'r'
    run_job(
        'train',
        {
            **TINY,
            'task_name': 'lift',
            'enable_hsa': True,
            'freeze_touch': True,
            'ckpt_dir': str(run),
        },
        log=False,
    )
    out = run_job('diagnose', dict(run_dir=str(run)), log=False)
    report = json.loads((run / 'diagnosis' / 'diagnosis.json').read_text())
    assert (
        report['findings'][0]['code'] == 'frozen_random'
        and pictures(out) >= 1
        and '<img alt' in Path(out).read_text()
        and not json.loads((run / 'diagnosis' / 'mended.json').read_text())['freeze_touch']
    )
    (tmp_path / 'bad.json').write_text(json.dumps(dict(task_name='lift', lr='fast')))
    assert (
        main(
            [
                'diagnose',
                '-p',
                'settings',
                str(tmp_path / 'bad.json'),
                '-p',
                'run_dir',
                str(tmp_path / 's'),
            ]
        )
        == 0
    )
    assert 'expected float' in (tmp_path / 's' / 'diagnosis' / 'diagnosis.md').read_text()
    assert (
        main(['diagnose', '-p', 'run_dir', str(tmp_path / 'nothing')]) == 2
        and 'no such run folder' in capfd.readouterr().err
        and not (tmp_path / 'nothing').exists()
    )


def test_the_tutorial_on_flat_losses_runs(tmp_path):
    import papermill
    from tactile_nb.data.tasks import project_root
    from tactile_nb.training.jobs import _kernel

    out = tmp_path / 'o.ipynb'
    papermill.execute_notebook(
        str(project_root() / 'nbs/tutorials/3_why_is_my_loss_flat.ipynb'),
        str(out),
        dict(num_steps=40, seeds='0', gallery='blank_touch', run_dir=str(tmp_path / 't')),
        kernel_name=_kernel(),
        progress_bar=False,
        cwd=str(project_root()),
    )
    assert pictures(out) >= 2


@pytest.fixture(scope='module')
def cloned(tmp_path_factory):
    "A few steps of two arms on a dozen demonstrations of insert"
    from tactile_nb.evidence.compare import study

    d = tmp_path_factory.mktemp('study')
    return d, study(
        'insert',
        arms=('no touch', 'touch'),
        demos=12,
        folder=str(d),
        workers=1,
        progress='none',
        num_steps=20,
        batch_size=8,
    )


def test_the_evaluate_job_runs_a_policy_and_leaves_table_and_videos(cloned):
    run = cloned[1]['touch'][0]
    out = run_job('evaluate', dict(run_dir=str(run), episodes=3, videos=1, workers=1), log=False)
    text = Path(out).read_text()
    assert (
        out.parent == run
        and 'of 3' in text
        and 'video/mp4' in text
        and json.loads((run / 'evaluation/insert/result.json').read_text())['episodes'] == 3
    )


def test_the_compare_job_puts_arms_side_by_side(cloned, tmp_path, capfd):
    d, runs = cloned
    out = run_job(
        'compare',
        dict(
            runs=f'blind={d}/insert-mlp-no-touch-*,feels={d}/insert-mlp-touch-0,expert',
            episodes=3,
            videos=1,
            workers=1,
            run_dir=str(tmp_path / 'c'),
        ),
        log=False,
    )
    table = (tmp_path / 'c' / 'comparison.md').read_text()
    assert (
        pictures(out) >= 2
        and all(f'| {n} |' in table for n in ('blind', 'feels', 'expert'))
        and 'minus blind' in table
    )
    assert (
        main(['compare', '-p', 'runs', 'runs/nothing-*', '-p', 'run_dir', str(tmp_path / 'n')]) == 1
        and 'no run folder' in capfd.readouterr().err.splitlines()[-1]
    )


def test_the_rl_job_draws_a_learning_curve(tmp_path):
    out = run_job(
        'rl',
        dict(
            task_name='grip',
            steps=2048,
            look=2048,
            episodes=1,
            obs_steps=1,
            run_dir=str(tmp_path / 'rl'),
        ),
        log=False,
    )
    assert pictures(out) == 1 and (tmp_path / 'rl/seed-0/curve.json').exists()


def test_a_wrong_run_folder_is_named_and_nothing_is_made(tmp_path, capfd):
    assert (
        main(['evaluate', '-p', 'run_dir', str(tmp_path / 'typo'), '-p', 'task_name', 'insert'])
        == 2
    )
    assert 'no such run folder' in capfd.readouterr().err and not (tmp_path / 'typo').exists()


def test_the_convert_job_writes_checks_and_goes_back(tmp_path):
    import numpy as np
    from tactile_nb.data.episodes import open_episodes
    from tactile_nb.data.tasks import get_task, project_root

    lift, task = project_root() / 'data/lift', get_task('lift')
    sure = dict(
        input=str(lift),
        output_dir=str(tmp_path / 'v3'),
        task_name='lift',
        instruction='lift the block',
        workers=1,
    )
    run_job('convert', {**sure, 'dry_run': True, 'run_dir': str(tmp_path / 'dry')}, log=False)
    assert not (tmp_path / 'v3').exists()
    out = run_job('convert', {**sure, 'run_dir': str(tmp_path / 'a')}, log=False)
    assert 'Nothing is wrong' in Path(out).read_text() and pictures(out) == 1
    run_job(
        'convert',
        dict(
            input=str(tmp_path / 'v3'),
            output_dir=str(tmp_path / 'back'),
            task_name='lift',
            to='xtrainer',
            run_dir=str(tmp_path / 'b'),
        ),
        log=False,
    )
    a, b = open_episodes(lift, task), open_episodes(tmp_path / 'back', task)
    assert len(a) == len(b) and b[0].instruction == 'lift the block'
    for k in a[3].features:
        np.testing.assert_array_equal(a[3].read(k), b[3].read(k))


@pytest.mark.real
def test_real_lerobot_episodes_train_a_baseline(tmp_path):
    run_job(
        'train',
        dict(
            task_name='piper',
            touch='none',
            ckpt_dir=str(tmp_path / 'run'),
            num_steps=3,
            val_every=3,
            val_batches=1,
            checkpoint_every=3,
            device='cpu',
        ),
        log=False,
    )
    assert Run(tmp_path / 'run').status['state'] == 'done'


def test_the_autoencoder_is_trained_first_and_read_by_a_flow_policy(tmp_path):
    import torch

    small = {**TINY, 'task_name': 'lift', 'num_steps': 3, 'heads': 4, 'hidden_dim': 32}
    run_job('train', {**small, 'stage': 'cae', 'ckpt_dir': str(tmp_path / 'cae')}, log=False)
    cae = Run(tmp_path / 'cae')
    assert cae.result['val_force_share_all'] > 0
    run_job(
        'train',
        {
            **small,
            'policy': 'flow',
            'touch_encoder': 'force_grid',
            'touch_weights': str(cae.path),
            'freeze_touch': True,
            'arm_hand': True,
            'ckpt_dir': str(tmp_path / 'flow'),
        },
        log=False,
    )
    a, b = cae.policy().state_dict(), Run(tmp_path / 'flow').policy().state_dict()
    assert torch.equal(a['coders.force.code.weight'], b['touches.force.coder.code.weight'])


def test_a_vla_trains_from_a_cache_that_was_filled_first(tmp_path, monkeypatch):
    from tactile_nb.evidence.needle import make_needle
    from tactile_nb.models import vla
    from transformers import Qwen2_5_VLConfig

    marks = dict(
        image_token_id=290, video_token_id=291, vision_start_token_id=292, vision_end_token_id=293
    )
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
    tiny = Qwen2_5_VLConfig(
        text_config=text,
        vision_config=dict(
            depth=1,
            hidden_size=32,
            num_heads=2,
            intermediate_size=64,
            out_hidden_size=32,
            window_size=56,
            fullatt_block_indexes=[0],
        ),
        **marks,
    )
    make_needle(tmp_path / 'needle', 3, 3, steps=12, rate=130.0, pixels=128, progress='none')
    monkeypatch.setenv('TACTILE_NB_CACHE', str(tmp_path / 'cache'))
    monkeypatch.setattr(vla, 'qwen_config', lambda name: tiny)
    from tactile_nb.training.config import TrainConfig
    from tactile_nb.training.trainer import Trainer

    small = dict(
        task_name='needle',
        dataset_dir=str(tmp_path / 'needle'),
        policy='vla',
        vlm='qwen2_5_vl_3b',
        allow_random_backbone=True,
        touch_encoder='series',
        series_dim=32,
        hsa_img_size=56,
        chunk_size=4,
        batch_size=4,
        num_steps=4,
        val_every=4,
        val_batches=1,
        checkpoint_every=4,
        device='cpu',
        dropout=0.0,
    )
    done = (
        Trainer(TrainConfig.make(**small, mode='cache', ckpt_dir=str(tmp_path / 'cached')))
        .run()
        .result
    )
    assert done['entries'] == 72
    t = Trainer(TrainConfig.make(**small, ckpt_dir=str(tmp_path / 'run')))
    run = t.run()
    assert run.status['state'] == 'done' and t.features.misses == 0 and t.features.hits >= 16
    plain = Trainer(
        TrainConfig.make(**small, feature_cache='off', ckpt_dir=str(tmp_path / 'plain'))
    ).run()
    assert abs(plain.result['val_action'] - run.result['val_action']) < 1e-4


def test_a_vla_on_two_processes_equals_one_with_the_same_batch(tmp_path):
    import torch
    from tactile_nb.evidence.needle import make_needle

    make_needle(tmp_path / 'needle', 3, 5, steps=12, rate=130.0, pixels=128, progress='none')
    small = dict(
        task_name='needle',
        dataset_dir=str(tmp_path / 'needle'),
        policy='vla',
        touch_encoder='series',
        series_dim=32,
        hidden_dim=32,
        heads=2,
        feedforward_dim=32,
        hsa_img_size=32,
        chunk_size=4,
        batch_size=4,
        num_steps=3,
        val_every=3,
        val_batches=1,
        checkpoint_every=3,
        warmup_steps=0,
        lr=1e-3,
        contact_share=0.0,
        image_shift=0,
        dropout=0.0,
        sensor_weight=2.0,
        device='cpu',
        threads=1,
    )
    for n in (1, 2):
        f = tmp_path / f'{n}.json'
        f.write_text(
            json.dumps({**small, 'ckpt_dir': str(tmp_path / f'run{n}'), 'num_processes': n})
        )
        launch = (
            ['-m', 'torch.distributed.run', '--standalone', '--nproc_per_node', '2']
            if n == 2
            else []
        )
        out = subprocess.run(
            [sys.executable, *launch, '-m', 'tactile_nb.training.trainer', str(f)],
            capture_output=True,
            text=True,
        )
        assert out.returncode == 0, out.stderr[-2000:]
    a, b = (
        Run(tmp_path / 'run1').policy().state_dict(),
        Run(tmp_path / 'run2').policy().state_dict(),
    )
    far = torch.cat([(a[k].float() - b[k].float()).abs().flatten() for k in a])
    # the keys' biases have no gradient but rounding, of which Adam makes steps
    assert float((far > 1e-6).float().mean()) < 5e-3


def test_a_second_stage_starts_from_the_weights_of_the_first(tmp_path, capsys):
    import torch
    from tactile_nb.core.errors import ConfigError
    from tactile_nb.training.config import TrainConfig
    from tactile_nb.training.trainer import Trainer

    small = {**TINY, 'task_name': 'lift', 'policy': 'vla', 'hidden_dim': 32, 'num_steps': 2}
    base = Trainer(TrainConfig.make(**small, fusion='none', ckpt_dir=str(tmp_path / 'base'))).run()
    t = Trainer(
        TrainConfig.make(
            **small, fusion='concat', init_from=str(base.path), ckpt_dir=str(tmp_path / 'sensor')
        )
    )
    t.setup()
    a, b = base.policy().state_dict(), t.policy.state_dict()
    assert (
        torch.equal(a['head.out.weight'], b['head.out.weight'])
        and 'fusions.force.missing' in b
        and 'taken over' in capsys.readouterr().out
    )
    with pytest.raises(ConfigError, match='expected a run of the same policy'):
        Trainer(
            TrainConfig.make(
                **{**small, 'policy': 'mlp', 'camera_names': 'none'},
                init_from=str(base.path),
                ckpt_dir=str(tmp_path / 'x'),
            )
        ).setup()


def test_a_saved_notebook_shows_a_widget_as_a_picture_where_no_kernel_is(tmp_path):
    import papermill
    from nbconvert import HTMLExporter
    from tactile_nb.data.tasks import project_root
    from tactile_nb.training.jobs import _kernel

    source = tmp_path / 'w.ipynb'
    source.write_text(
        json.dumps(
            dict(
                cells=[
                    dict(
                        cell_type='code',
                        id='a',
                        metadata={},
                        source="from tactile_nb.explore.widgets import episode_browser\nepisode_browser('lift')",
                        outputs=[],
                        execution_count=None,
                    )
                ],
                metadata=dict(
                    kernelspec=dict(display_name='python3', language='python', name='python3')
                ),
                nbformat=4,
                nbformat_minor=5,
            )
        )
    )
    papermill.execute_notebook(
        str(source),
        str(tmp_path / 'out.ipynb'),
        kernel_name=_kernel(),
        progress_bar=False,
        store_widget_state=False,
        cwd=str(project_root()),
    )
    page = HTMLExporter().from_filename(str(tmp_path / 'out.ipynb'))[0]
    assert (
        'data:image/jpeg;base64' in page
        and 'vnd.jupyter.widget-view' not in page
        and (tmp_path / 'out.ipynb').stat().st_size < 400_000
    )


def test_tidying_a_notebook_keeps_the_tag_that_papermill_needs(tmp_path):
    import shutil
    from tactile_nb.data.tasks import project_root

    f = tmp_path / 'train.ipynb'
    shutil.copy(project_root() / 'nbs/jobs/train.ipynb', f)
    shutil.copy(project_root() / 'settings.ini', tmp_path)
    subprocess.run(
        [Path(sys.executable).parent / 'nbdev_clean', '--fname', str(f)], check=True, cwd=tmp_path
    )
    assert (
        sum(
            'parameters' in c['metadata'].get('tags', [])
            for c in json.loads(f.read_text())['cells']
        )
        == 1
    )
