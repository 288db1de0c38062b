"""The short form of `make chaos`: kills, full disks, two callers, damaged files."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LONGEST_S = 600


def test_what_is_done_to_a_call_is_said_or_changes_nothing():
    place = os.pathsep.join([str(ROOT), os.environ.get('PYTHONPATH', '')])
    done = subprocess.run(
        [sys.executable, 'chaos.py', '--short'],
        cwd=ROOT / 'benchmarks',
        env={**os.environ, 'PYTHONPATH': place},
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
        check=False,
    )
    assert '| all |' in done.stdout, done.stderr[-2000:]
    assert done.returncode == 0, done.stdout[-4000:]
