"""LeRobot's own ACT on our bench, at its smallest: two steps of its training, one episode"""

from pathlib import Path

import pytest

from tactile_nb.evidence.recipes import arm_config
from tactile_nb.training.prepare import prepare_data

ROOT = Path(__file__).parents[1]
HERE = (ROOT / '.venv-interop.stamp').exists()


@pytest.mark.skipif(not HERE, reason='the environment of make interop is not there')
def test_a_policy_that_lerobot_trained_plays_an_episode_through_the_pipe(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / 'benchmarks'))
    import lerobot_act

    config = arm_config(
        'lift', 'act', lerobot_act.OURS, seed=0, folder=tmp_path, dataset_dir='data/lift'
    )
    data = prepare_data(config)
    data.train = data.train[:2]
    lerobot_act.write_demonstrations(data, tmp_path / 'data')
    run = tmp_path / 'run'
    arm = lerobot_act.Arm('run', 2, '', options=lerobot_act.OUR_SIZE)
    assert lerobot_act.train(tmp_path / 'data', run, arm)['steps'] == arm.steps
    (played,) = lerobot_act.evaluate_asked(run, 1).rows
    assert played['steps'] > 0
    assert len(played['ms']) == played['steps']
    (kept,) = lerobot_act.evaluate_asked(run, 1).rows
    assert kept == played
