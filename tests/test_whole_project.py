"""The project as a user meets it: commands and job notebooks, on small settings."""

import json
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import papermill
import pytest
import torch
from job_runs import (
    NEEDLE,
    TINY,
    cells_of,
    command,
    execute,
    fitting,
    needle_in,
    pictures,
    training,
)

from tactile_nb.core.errors import ConfigError
from tactile_nb.data.layouts import open_episodes
from tactile_nb.data.other_project import make_project
from tactile_nb.data.tasks import get_task, project_root
from tactile_nb.training.config import TrainConfig
from tactile_nb.training.execute import kernel
from tactile_nb.training.jobs import main, run_job
from tactile_nb.training.parameters import job_file
from tactile_nb.training.runs import STOP, Run
from tactile_nb.training.trainer import Trainer


def test_the_train_job_leaves_an_executed_notebook_with_pictures_and_a_complete_run(tmp_path):
    settings = {**TINY, 'task_name': 'lift', 'enable_hsa': True}
    assert command('train', **settings, ckpt_dir=tmp_path / 'r') == 0
    run = Run(tmp_path / 'r')
    assert run.status['state'] == 'done'
    assert pictures(run.path / 'train.ipynb') >= 4
    assert 'val_wrist_top1' in run.result


def test_plain_papermill_runs_the_same_notebook_and_checks_names_inside(tmp_path):
    good = {**TINY, 'task_name': 'lift', 'ckpt_dir': str(tmp_path / 'r')}
    execute(job_file('train'), tmp_path / 'o.ipynb', **good)
    assert Run(tmp_path / 'r').status['state'] == 'done'
    with pytest.raises(papermill.PapermillExecutionError, match='expected int, found float'):
        execute(job_file('train'), tmp_path / 'p.ipynb', **{**good, 'num_steps': 10.0})


def test_a_failing_job_keeps_its_notebook_and_says_why_in_one_line(tmp_path, capfd):
    assert command('train', task_name='lift', chunk_size=500, ckpt_dir=tmp_path / 'r') == 1
    assert 'SchemaError' in capfd.readouterr().err.splitlines()[-1]
    assert (tmp_path / 'r' / 'train.ipynb').exists()


def test_the_record_job_records_and_shows(tmp_path):
    settings = dict(task_name='lift_clips', episodes=2, seed=3, workers=1)
    folders = dict(out_dir=str(tmp_path / 'clips'), run_dir=str(tmp_path / 'r'))
    out = run_job('record', {**settings, **folders}, log=False)
    assert len(list((tmp_path / 'clips').glob('episode_*.hdf5'))) == 2
    assert pictures(out) >= 3


def test_the_command_is_installed_and_lists_parameters():
    installed = Path(sys.executable).parent / 'tactile-nb'
    words = [str(installed), 'train', '--help-parameters']
    out = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    assert 'hsa_temperature' in out
    assert 'float' in out


def test_two_processes_train_and_a_wrong_number_is_refused(tmp_path):
    settings = {**TINY, 'task_name': 'lift', 'enable_hsa': True, 'num_steps': 3}
    settings |= {'ckpt_dir': str(tmp_path / 'two'), 'num_processes': 2}
    file = tmp_path / 'c.json'
    two = subprocess.run(training(settings, file, 2), capture_output=True, text=True)
    assert two.returncode == 0, two.stderr[-2000:]
    assert Run(tmp_path / 'two').result['steps'] == 3
    one = subprocess.run(training(settings, file), capture_output=True, text=True)
    assert one.returncode
    assert 'num_processes = 2, but 1 runs' in one.stderr


def test_two_processes_stop_after_the_same_step_when_asked_and_go_on(tmp_path):
    endless = dict.fromkeys(('num_steps', 'val_every', 'checkpoint_every'), 10**6)
    settings = {**TINY, **endless, 'task_name': 'lift', 'log_every': 3, 'num_processes': 2}
    settings['ckpt_dir'] = str(tmp_path / 'run')
    words = training(settings, tmp_path / 'c.json', 2)
    run = Run(tmp_path / 'run')
    for _ in range(2):
        before = run.status.get('step', 0)
        silent = dict(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        job = subprocess.Popen(words, **silent)
        try:
            wait_for_steps(job, run, before)
            (run.path / STOP).touch()
            assert job.wait(120) == 0
        finally:
            job.kill()
        assert run.status['state'] == 'interrupted'
        assert run.status['step'] % 3 == 0
        assert run.status['step'] > before
        assert run.checkpoints


def wait_for_steps(job, run: Run, before: int):
    "Until a training has gone on from a step, or has ended"
    while job.poll() is None:
        status = run.status
        if status['state'] == 'running' and status.get('step', 0) > before:
            return
        time.sleep(0.05)


def with_real_tasks(folder, monkeypatch):
    "Go into a project that knows the recordings of real robots"
    make_project(folder, ['bridge', 'piper'], project_root() / 'data' / 'real.toml')
    monkeypatch.chdir(folder)


@pytest.mark.real
def test_real_episodes_train_without_touch(tmp_path, monkeypatch):
    with_real_tasks(tmp_path, monkeypatch)
    everything = dict(camera_names='', tactile_names='', touch='none')
    settings = {**TINY, **everything, 'task_name': 'bridge', 'chunk_size': 5}
    out = run_job('train', {**settings, 'ckpt_dir': str(tmp_path / 'r')}, log=False)
    assert Run(tmp_path / 'r').status['state'] == 'done'
    assert pictures(out) >= 3


def test_the_diagnose_job_reads_a_run_and_settings_and_leaves_a_report(tmp_path, capfd):
    run = tmp_path / 'r'
    settings = {**TINY, 'task_name': 'lift', 'enable_hsa': True, 'freeze_touch': True}
    run_job('train', {**settings, 'ckpt_dir': str(run)}, log=False)
    out = run_job('diagnose', dict(run_dir=str(run)), log=False)
    report = json.loads((run / 'diagnosis' / 'diagnosis.json').read_text())
    assert report['findings'][0]['code'] == 'frozen_random'
    assert pictures(out) >= 1
    assert re.search(r'<img [^>]*alt', Path(out).read_text())
    assert not json.loads((run / 'diagnosis' / 'mended.json').read_text())['freeze_touch']

    bad = tmp_path / 'bad.json'
    bad.write_text(json.dumps(dict(task_name='lift', lr='fast')))
    assert command('diagnose', settings=bad, run_dir=tmp_path / 's') == 0
    assert 'expected float' in (tmp_path / 's' / 'diagnosis' / 'diagnosis.md').read_text()

    assert command('diagnose', run_dir=tmp_path / 'nothing') == 2
    assert 'no such run folder' in capfd.readouterr().err
    assert not (tmp_path / 'nothing').exists()


@pytest.fixture(scope='module')
def cloned(tmp_path_factory):
    "A few steps of two arms on a dozen demonstrations of insert"
    from tactile_nb.evidence.compare import study

    folder = tmp_path_factory.mktemp('study')
    small = dict(demos=12, workers=1, progress='none', num_steps=20, batch_size=8)
    return folder, study('insert', arms=('no touch', 'touch'), folder=str(folder), **small)


def test_the_evaluate_job_runs_a_policy_and_leaves_table_and_videos(cloned):
    _, arms = cloned
    run = arms['touch'][0]
    out = run_job('evaluate', dict(run_dir=str(run), episodes=3, videos=1, workers=1), log=False)
    text = Path(out).read_text()
    assert out.parent == run
    assert 'of 3' in text
    assert 'video/mp4' in text
    result = json.loads((run / 'evaluation/insert/result.json').read_text())
    assert result['episodes'] == 3


def test_the_compare_job_puts_arms_side_by_side(cloned, tmp_path, capfd):
    folder, _ = cloned
    runs = f'blind={folder}/insert-mlp-no-touch-*,feels={folder}/insert-mlp-touch-0,expert'
    settings = dict(episodes=3, videos=1, workers=1, run_dir=str(tmp_path / 'c'))
    out = run_job('compare', dict(runs=runs, **settings), log=False)
    table = (tmp_path / 'c' / 'comparison.md').read_text()
    assert pictures(out) >= 2
    for name in ('blind', 'feels', 'expert'):
        assert f'| {name} |' in table
    assert 'minus blind' in table
    assert command('compare', runs='runs/nothing-*', run_dir=tmp_path / 'n') == 1
    assert 'no run folder' in capfd.readouterr().err.splitlines()[-1]


def test_the_rl_job_draws_a_learning_curve(tmp_path):
    settings = dict(task_name='grip', steps=2048, look=2048, episodes=1, obs_steps=1)
    out = run_job('rl', dict(**settings, run_dir=str(tmp_path / 'rl')), log=False)
    assert pictures(out) == 1
    assert (tmp_path / 'rl/seed-0/curve.json').exists()


def test_a_wrong_run_folder_is_named_and_nothing_is_made(tmp_path, capfd):
    assert command('evaluate', run_dir=tmp_path / 'typo', task_name='insert') == 2
    assert 'no such run folder' in capfd.readouterr().err
    assert not (tmp_path / 'typo').exists()


def test_the_convert_job_writes_checks_and_goes_back(tmp_path):
    lift = project_root() / 'data/lift'
    there = dict(
        input=str(lift),
        output_dir=str(tmp_path / 'v3'),
        task_name='lift',
        instruction='lift the block',
        workers=1,
    )
    run_job('convert', {**there, 'dry_run': True, 'run_dir': str(tmp_path / 'dry')}, log=False)
    assert not (tmp_path / 'v3').exists()
    out = run_job('convert', {**there, 'run_dir': str(tmp_path / 'a')}, log=False)
    assert 'Nothing is wrong' in Path(out).read_text()
    assert pictures(out) == 1

    back = dict(input=str(tmp_path / 'v3'), output_dir=str(tmp_path / 'back'))
    back |= dict(task_name='lift', to='xtrainer', run_dir=str(tmp_path / 'b'))
    run_job('convert', back, log=False)
    task = get_task('lift')
    before, after = open_episodes(lift, task), open_episodes(tmp_path / 'back', task)
    assert len(before) == len(after)
    assert after[0].instruction == 'lift the block'
    for name in before[3].features:
        np.testing.assert_array_equal(before[3].read(name), after[3].read(name))


@pytest.mark.real
def test_real_lerobot_episodes_train_a_baseline(tmp_path, monkeypatch):
    with_real_tasks(tmp_path, monkeypatch)
    steps = dict(num_steps=3, val_every=3, val_batches=1, checkpoint_every=3)
    settings = dict(task_name='piper', touch='none', device='cpu', **steps)
    run_job('train', dict(**settings, ckpt_dir=str(tmp_path / 'run')), log=False)
    assert Run(tmp_path / 'run').status['state'] == 'done'


def test_the_autoencoder_is_trained_first_and_read_by_a_flow_policy(tmp_path):
    small = {**TINY, 'task_name': 'lift', 'num_steps': 3, 'heads': 4, 'hidden_dim': 32}
    run_job('train', {**small, 'stage': 'cae', 'ckpt_dir': str(tmp_path / 'cae')}, log=False)
    first = Run(tmp_path / 'cae')
    assert first.result['val_force_share_all'] > 0

    reads = dict(touch_encoder='force_grid', touch_weights=str(first.path), freeze_touch=True)
    flow = {**small, **reads, 'policy': 'flow', 'arm_hand': True}
    run_job('train', fitting({**flow, 'ckpt_dir': str(tmp_path / 'flow')}), log=False)
    before = first.policy().state_dict()['coders.force.code.weight']
    after = Run(tmp_path / 'flow').policy().state_dict()['touches.force.coder.code.weight']
    assert torch.equal(before, after)


def test_a_second_stage_starts_from_the_weights_of_the_first(tmp_path, capsys):
    small = {**TINY, 'task_name': 'lift', 'policy': 'vla', 'hidden_dim': 32, 'num_steps': 2}

    def trainer(name, **settings):
        config = TrainConfig.make(**{**small, **settings}, ckpt_dir=str(tmp_path / name))
        return Trainer(config)

    first = trainer('base', fusion='none').run()
    second = trainer('sensor', fusion='concat', init_from=str(first.path))
    second.setup()
    before, after = first.policy().state_dict(), second.policy.state_dict()
    assert torch.equal(before['head.out.weight'], after['head.out.weight'])
    assert 'fusions.force.missing' in after
    assert 'taken over' in capsys.readouterr().out
    other = trainer('x', policy='mlp', camera_names='none', init_from=str(first.path))
    with pytest.raises(ConfigError, match='expected a run of the same policy'):
        other.setup()


SHOWS_A_WIDGET = """
from tactile_nb.explore.widgets import episode_browser
episode_browser('lift')
"""


def test_a_saved_notebook_shows_a_widget_as_a_picture_where_no_kernel_is(tmp_path):
    from nbconvert import HTMLExporter

    cell = dict(cell_type='code', id='a', metadata={}, source=SHOWS_A_WIDGET.strip())
    cell |= dict(outputs=[], execution_count=None)
    spec = dict(name='python3', display_name='python3', language='python')
    page = dict(cells=[cell], metadata=dict(kernelspec=spec), nbformat=4, nbformat_minor=5)
    source, out = tmp_path / 'w.ipynb', tmp_path / 'out.ipynb'
    source.write_text(json.dumps(page))
    papermill.execute_notebook(
        str(source),
        str(out),
        kernel_name=kernel(),
        progress_bar=False,
        store_widget_state=False,
        cwd=str(project_root()),
    )
    html = HTMLExporter().from_filename(str(out))[0]
    assert 'data:image/jpeg;base64' in html
    assert 'vnd.jupyter.widget-view' not in html
    assert out.stat().st_size < 400_000


def test_tidying_a_notebook_keeps_the_tag_that_papermill_needs(tmp_path):
    file = tmp_path / 'train.ipynb'
    shutil.copy(project_root() / 'nbs/jobs/train.ipynb', file)
    shutil.copy(project_root() / 'settings.ini', tmp_path)
    clean = Path(sys.executable).parent / 'nbdev_clean'
    subprocess.run([clean, '--fname', str(file)], check=True, cwd=tmp_path)
    tagged = ['parameters' in cell['metadata'].get('tags', []) for cell in cells_of(file)]
    assert sum(tagged) == 1
