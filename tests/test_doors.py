"""The doors for a researcher's own data and sensor, from outside: own files, own processes.

A folder with a clone in it, as people have their experiments: nothing is installed, the shell
stands above the clone, and every step is a process of its own.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

CLONE = Path(__file__).parents[1]
GUIDES = CLONE / 'nbs' / 'guides'
JOB = 'import sys; from tactile_nb.training.jobs import main; sys.exit(main(sys.argv[1:]))'
SMALL = dict(
    chunk_size=8,
    batch_size=4,
    hidden_dim=16,
    feedforward_dim=16,
    heads=2,
    enc_layers=1,
    hsa_img_size=32,
    num_steps=2,
    val_every=2,
    checkpoint_every=2,
    device='cpu',
)
OPEN = """
from tactile_nb.training.runs import Run
run = Run('run')
print(type(run.policy().touches[{sensor!r}]).__name__, run.settings()['task_name'])
"""


def cells(guide: str) -> list:  # sources of the code cells
    "What the guide tells a reader to run"
    page = nbformat.read(GUIDES / f'{guide}.ipynb', 4)
    return [cell.source for cell in page.cells if cell.cell_type == 'code']


def python(code: str, *arguments, where: Path, fails: bool = False) -> str:  # what it prints
    "A process of its own, in the folder above the clone"
    home = {'HOME': str(where), 'XDG_CONFIG_HOME': str(where / '.config')}
    kept = {o: os.environ[o] for o in ('PATH', 'OMP_NUM_THREADS') if o in os.environ}
    cache = {'TACTILE_NB_CACHE': str(where / '.cache')}
    environment = {**kept, **home, **cache, 'PYTHONPATH': str(where)}
    command = [sys.executable, '-W', 'ignore', '-c', code, *arguments]
    done = subprocess.run(
        command, cwd=where, env=environment, capture_output=True, text=True, check=False
    )
    assert bool(done.returncode) == fails, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stderr if fails else done.stdout


def lift(folder: Path):
    "A project beside the clone, with the recordings that are shipped"
    (folder / 'data').mkdir()
    shipped = (CLONE / 'data' / 'tasks.toml').read_text()
    there = shipped.replace('dataset_dir = "data/lift"', f'dataset_dir = "{CLONE}/data/lift"')
    (folder / 'data' / 'tasks.toml').write_text(there)


def parameters(**settings) -> list:
    "As a command line has them"
    return [o for name, value in {**SMALL, **settings}.items() for o in ('-p', name, str(value))]


@pytest.fixture
def above(tmp_path):
    "A folder with a clone in it"
    (tmp_path / 'tactile_nb').symlink_to(CLONE)
    return tmp_path


def test_a_layout_of_ones_own_is_described_checked_trained_and_converted_from_outside(above):
    made, reader, described, checked, _ = cells('13_your_own_layout')
    there = made.replace('tempfile.mkdtemp()', repr(str(above)))
    told = python('\n'.join([there, reader, described, checked]), where=above)
    assert 'a file cut in half raises SchemaError' in told
    named = dict(task_name='mine', plugins='takes.py', ckpt_dir='run')
    python(JOB, 'train', *parameters(**named), where=above)
    assert 'mine' in python(OPEN.format(sensor='pad'), where=above)
    convert = dict(input='recordings', output_dir='v3', task_name='mine', plugins='takes.py')
    convert |= dict(workers='2')
    given = [o for pair in convert.items() for o in ('-p', *pair)]
    python(JOB, 'convert', *given, where=above)
    look = 'from tactile_nb.data.guess import inspect_folder\nprint(inspect_folder("v3").facts)'
    assert "('touch pad', 'grid (1, 4, 4, 3)" in python(look, where=above)


def test_a_touch_encoder_of_ones_own_is_trained_and_opened_in_another_process(above):
    file = above / 'my_encoder.py'
    written, *_ = cells('14_your_own_touch_encoder')
    python(written.replace("folder / 'my_encoder.py'", f'Path({str(file)!r})'), where=above)
    lift(above)
    named = dict(task_name='lift', plugins=file, touch_encoder='mine', ckpt_dir='run')
    sensors = dict(camera_names='wrist', tactile_names='force')
    python(JOB, 'train', *parameters(**named, **sensors), where=above)
    assert python(OPEN.format(sensor='force'), where=above).split()[0] == 'Mine'


RULE = """
from tactile_nb.evidence.diagnosis import Hit, register_rule, rule

@register_rule
@rule('short', threshold='below 30', source='our arm', cause='{n} is short', fix='more')
def short(numbers, subject):
    "A chunk that our arm cannot follow"
    return Hit('our arm', words={'n': subject.config.chunk_size})

@register_rule
@rule('worn', asks='joints', threshold='', source='', cause='', fix='')
def worn(joints, subject):
    "A number that no measure gives"
    return Hit('worn') if joints['wear'] else None
"""


def test_a_rule_of_ones_own_is_asked_and_one_that_breaks_leaves_its_report_and_fails(above):
    lift(above)
    (above / 'rules.py').write_text(RULE)
    (above / 'mine.json').write_text(json.dumps(dict(task_name='lift', chunk_size=8)))
    given = dict(settings='mine.json', run_dir='seen', plugins='rules.py', plots='False')
    given = [o for pair in given.items() for o in ('-p', *pair)]
    told = python(JOB, 'diagnose', *given, where=above, fails=True)
    assert 'BrokenChecks' in told
    report = json.loads((above / 'seen' / 'diagnosis' / 'diagnosis.json').read_text())
    assert 'short' in [o['code'] for o in report['findings']]
    (hole,) = report['broken']
    assert (hole['check'], hole['error']) == ('rule worn', "KeyError: 'wear'")
    assert hole['place'] == f'{above}/rules.py:14'
    (above / 'rules.py').write_text(RULE.replace("['wear']", ".get('wear')"))
    assert '8 is short' in python(JOB, 'diagnose', *given, where=above)
