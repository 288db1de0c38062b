"""The five walks of the guide end where the fault was planted"""

import re
import subprocess
import sys
from pathlib import Path

import nbformat

GUIDE = Path(__file__).parents[1] / 'nbs/guides/17_five_walks.ipynb'
ENDS = (
    'hsa_clip_loss stands at chance',
    'no gradient leads from the touch features',
    'the unit of touch force differs between episodes: in 5 of 16',
    'the policy in hand is not the one its records describe',
    'ready to train: nothing speaks against it',
)


def test_each_walk_ends_at_its_cause_and_the_odd_room_at_none():
    page = nbformat.read(GUIDE, 4)
    cells = [cell.source for cell in page.cells if cell.cell_type == 'code']
    code = '\n'.join([*cells[:1], "print('WALK')", *[f"{o}\nprint('WALK')" for o in cells[1:]]])
    done = subprocess.run(
        [sys.executable, '-W', 'ignore', '-c', code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    walks = re.split('WALK\n', done.stdout)[1:]
    assert len(walks) > len(ENDS)
    for said, cause in zip(walks, ENDS):
        assert f'\n{cause}' in f'\n{said}', (cause, said[:300])
