"""Lists of planted faults of benchmarks/faults: texts, expressions and what plants them"""

import importlib
import json
import re
from pathlib import Path

import numpy as np
import pytest

from tactile_nb.evidence.planted import base_config
from tactile_nb.training.prepare import prepare_data

BENCHMARKS = Path(__file__).parents[1] / 'benchmarks'
ROUNDS = ('round1', 'round2', 'round3', 'round4')
LISTS = ('shared', 'traps', *ROUNDS)


@pytest.fixture
def faults(monkeypatch):
    "Modules of the folder by name"
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return lambda name: importlib.import_module(f'faults.{name}')


@pytest.mark.parametrize('name', LISTS)
def test_every_text_has_something_that_plants_it(faults, name):
    for fault in faults(name).FAULTS.values():
        assert fault.data or fault.model or fault.after or fault.settings, fault.story


@pytest.mark.parametrize('name', ROUNDS)
def test_expressions_accept_the_truth_or_the_story_and_not_a_healthy_verdict(faults, name):
    for fault in faults(name).FAULTS.values():
        if fault.benign:
            continue
        own = (fault.truth, fault.story)
        assert any(re.search(fault.says, text, re.IGNORECASE) for text in own), fault.story
        assert not re.search(fault.says, 'ready to train: nothing was found', re.IGNORECASE)


def test_a_plant_changes_its_stream_in_its_episodes_and_no_other(faults):
    config = base_config('nowhere', 0)
    before, after = prepare_data(config), prepare_data(config)
    faults('shared').FAULTS['lens_cap'].data(after, np.random.default_rng(0))
    wrist = np.asarray(after.windows.images['wrist'])
    for number in range(len(after.windows.lens)):
        frames = after.windows.frames_of(number)
        assert (wrist[frames].max() == 0) == (number % 2 == 1)
    np.testing.assert_array_equal(before.windows.action, after.windows.action)
    np.testing.assert_array_equal(before.windows.touch['force'], after.windows.touch['force'])


FINDING = dict(
    code='x',
    severity='error',
    confidence='likely',
    cause='the lens is covered',
    evidence='',
    fix='',
)


@pytest.mark.parametrize(
    'cause, result', [('the lens is covered', 'first'), ('the rate is too high', 'wrong')]
)
def test_a_finding_is_true_where_it_says_what_was_planted(faults, cause, result):
    fault = faults('shared').FAULTS['lens_cap']
    row = dict(findings=[{**FINDING, 'cause': cause}], state='error')
    judged = faults('run').judged(fault, row)
    assert judged['result'] == result
    assert judged['findings'][0]['true'] == (result == 'first')


def test_rows_that_are_there_are_read_and_judged_anew(faults, tmp_path):
    row = dict(fault='lens_cap', seed=0, before=True, result='missed', findings=[FINDING])
    file = tmp_path / 'shared.jsonl'
    file.write_text(json.dumps({**row, 'state': 'error'}) + '\n')
    rows = faults('run').read_rows(file, faults('shared').FAULTS)
    assert rows['lens_cap', 0, True]['result'] == 'first'


def test_calibration_counts_first_findings_by_their_word(faults):
    true = dict(result='first', benign=False, findings=[{**FINDING, 'true': True}])
    alarm = dict(result='alarm', benign=True, findings=[{**FINDING, 'true': False}])
    silent = dict(result='missed', benign=False, findings=[])
    said = faults('scores').calibration([true, alarm, silent], 'error')
    assert [one.split(' =')[0] for one in said] == ['-', '1/2', '-']
