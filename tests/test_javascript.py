"""The widgets' JavaScript, where Node.js is at hand."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.skipif(not shutil.which('node'), reason='Node.js is not here')
def test_the_pure_parts_of_the_widgets_do_what_they_say():
    command = ['node', '--test', 'tests/js/widgets.test.js']
    out = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert out.returncode == 0, out.stdout


def test_no_widget_holds_its_javascript_in_a_string():
    files = list((ROOT / 'tactile_nb/explore').glob('*.py'))
    assert files
    assert not [o.name for o in files if 'addEventListener' in o.read_text()]
