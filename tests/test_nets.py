"""Nets under the rebuilding: what the toolkit did at revision 163fd6b, it still does."""

import json

import pytest

from nets.freeze import (
    FROZEN,
    POLICIES,
    conversion,
    findings,
    machine,
    resumed,
    rollouts,
    rules_table,
    trained,
)
from tactile_nb.evidence.planted import FAULTS

FROZEN_VALUES = json.loads(FROZEN.read_text())
SAME_MACHINE = FROZEN_VALUES['machine'] == machine()
ROUNDING = 1e-5
# the bias of the keys of an attention moves no logit against another: its gradient is what rounding
# leaves, and Adam makes steps of full size of it, 4 of at most 1e-3 over a third of the entries
KEY_BIAS, WANDERS = 'in_proj_bias', 1e-4


def agree(found, expected):
    "Equal to the bit on the machine that froze them, to rounding on others"
    if not isinstance(expected, dict):
        assert found == expected
        return
    if 'sha256' in expected:
        if SAME_MACHINE:
            assert found['sha256'] == expected['sha256']
        assert found['summary'].keys() == expected['summary'].keys()
        for name, values in expected['summary'].items():
            most = WANDERS if name.endswith(KEY_BIAS) else ROUNDING
            assert found['summary'][name] == pytest.approx(values, rel=1e-3, abs=most), name
        return
    assert found.keys() == expected.keys()
    for name in expected:
        agree(found[name], expected[name])


@pytest.mark.parametrize('name', POLICIES)
def test_a_policy_has_the_weights_losses_and_answers_it_had(name, tmp_path):
    agree(trained(name, tmp_path), FROZEN_VALUES['policies'][name])


def test_the_table_of_rules_reads_as_it_did():
    assert rules_table() == FROZEN_VALUES['rules_table']


def test_a_conversion_writes_the_bytes_it_wrote(tmp_path):
    agree(conversion(tmp_path), FROZEN_VALUES['conversion'])


def test_every_task_is_demonstrated_and_an_old_policy_acts_as_they_did():
    agree(rollouts(), FROZEN_VALUES['rollouts'])


def test_an_old_run_goes_on_to_the_weights_it_would_have_had(tmp_path):
    agree(resumed(tmp_path), FROZEN_VALUES['resumed'])


@pytest.mark.slow
@pytest.mark.parametrize('fault', ['', *FAULTS])
def test_a_planted_fault_is_diagnosed_in_the_same_words(fault, tmp_path):
    agree(findings(fault, tmp_path), FROZEN_VALUES['planted'][fault])
