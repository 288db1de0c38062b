"""Every planted fault is the first cause that the diagnosis names, with runs of 60 steps.

Which faults there are: `nbs/5_evidence/54_planted.ipynb`. The runs of 300 steps that are scored:
`benchmarks/planted.py`. Together the runs take minutes, so every third fault is asked by default,
which is some of each group, and all of them with --slow: before a rule changes.
"""

import pytest
import torch

from tactile_nb.evidence.planted import FAULTS, planted_run

SHORT = dict(num_steps=60, warmup_steps=10, val_every=60, checkpoint_every=60, log_every=2)


def third(names: list) -> list:
    "The names, of which two in three are slow"
    slow = pytest.mark.slow
    return [pytest.param(o, marks=slow if place % 3 else ()) for place, o in enumerate(names)]


@pytest.mark.parametrize('name', third(FAULTS))
def test_a_planted_fault_is_named_as_the_first_cause(name, tmp_path):
    torch.set_num_threads(1)
    planted = planted_run(name, tmp_path, seed=77, probe_every=20, **SHORT)
    assert planted.place == 1, planted.named
