"""The datasets of benchmarks/checkers.py at two of their faults, and how sentences are judged"""

from pathlib import Path

import numpy as np
import pytest

from tactile_nb.data.episodes import Episodes
from tactile_nb.data.layouts import open_episodes
from tactile_nb.data.lerobot_check import validate
from tactile_nb.data.tasks import get_task
from tactile_nb.evidence.diagnosis import diagnose

BENCHMARKS = Path(__file__).parents[1] / 'benchmarks'
USED = (
    *('action', 'observation.state', 'observation.velocity'),
    *('observation.images.wrist', 'observation.tactile.force'),
)
FEW = dict(camera_names='wrist', tactile_names='force', hsa_img_size=32)  # seconds, not minutes


@pytest.fixture
def benchmarks(monkeypatch):
    "The folder can be imported from"
    monkeypatch.syspath_prepend(str(BENCHMARKS))


def demonstrations(folder):
    "As they are, without the pictures that are not looked at here"
    from checker_data import Made

    made = []
    for number, episode in enumerate(open_episodes('data/lift', get_task('lift'))):
        streams = {key: episode.read(key) for key in USED}
        made.append(Made(episode, streams, f'episode_{number}'))
    return Episodes(made, 'made', 'made')


@pytest.fixture(scope='module')
def roots(tmp_path_factory):
    "Two datasets with a fault each"
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        import checker_data

        patch.setattr(checker_data, 'converted', demonstrations)
        names = ('gripper_inverted', 'lens_cap')
        return checker_data.write_copies(tmp_path_factory.mktemp('checkers'), names)


def test_a_fault_is_in_the_files_and_the_files_are_whole(roots):
    assert validate(roots['gripper_inverted']) == []
    assert any('wrist' in found.what for found in validate(roots['lens_cap']))
    black, whole = open_episodes(roots['lens_cap']), open_episodes(roots['gripper_inverted'])
    key = 'observation.images.wrist'
    for number in range(len(black)):
        assert (black[number].read(key).max() == 0) == (number % 2 == 1)
        assert whole[number].read(key).max() > 0
    action = [episodes[1].read('action') for episodes in (black, whole)]
    np.testing.assert_allclose(action[0][:, 6], 1 - action[1][:, 6], atol=1e-6)


@pytest.mark.parametrize('name', ['gripper_inverted', 'lens_cap'])
def test_ours_names_a_fault_from_the_files_alone(benchmarks, roots, name):
    import checkers
    from checker_data import FAULTS
    from checker_page import NAMED, judged
    from checker_readers import Said

    report = diagnose({**checkers.settings_of(roots[name]), **FEW}, plots=False)
    said = [Said(finding.cause, finding.code, loud=True) for finding in report.findings]
    assert judged(FAULTS[name], said, strict=True) == NAMED


def test_what_is_said_of_the_healthy_set_as_well_does_not_count(benchmarks):
    from checker_page import NOTHING, NOTICED, WRONG, answer
    from checker_readers import Said

    often = Said('action: jumps', 'jumps', loud=False, share=0.5)
    once = Said('action: jumps', 'jumps', loud=False, share=0.1)
    other = Said('the wrist camera is dark', 'dark', loud=True)
    assert answer('action_late', [once], [often], strict=False)[0] == NOTHING
    assert answer('action_late', [often], [once], strict=False)[0] == NOTICED
    assert answer('action_late', [other], [once], strict=False)[0] == WRONG
    assert answer('action_late', [other, often], [once], strict=True)[0] == WRONG
