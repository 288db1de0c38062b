"""The commands and Python blocks of README and documents: checked, and run as they are written.

Names and values are checked in seconds, page by page. Then all of them run at small sizes, which
takes minutes. The pages share one folder, a project as the README describes it, in the order in
which a reader meets them: what an earlier page made, a later one may use, and must not trip over.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from tactile_nb.training.config import TrainConfig
from tactile_nb.training.parameters import check_parameters, declared, job_file
from tactile_nb.training.small_sizes import VARIABLE

CLONE = Path(__file__).parents[1]
PAGES = [
    'README.md',
    *sorted(str(o.relative_to(CLONE)) for o in CLONE.glob('nbs/guides/*.ipynb')),
    *sorted(str(o.relative_to(CLONE)) for o in CLONE.glob('nbs/tutorials/*.ipynb')),
]
# line -> why it cannot run here, and what runs in its place ('' for nothing)
IN_PLACE = {
    'make demo': ('sets up an environment from the network', 'tactile-nb demo'),
    'make demo TASK=mine': (
        'sets up an environment from the network',
        'tactile-nb demo -p task_name mine -p run_dir runs/demo-mine',
    ),
    'make test': ('runs this test', ''),
}
LANGUAGES = ('bash', 'python', 'toml', 'text')
FENCE = re.compile(r'```(\w*)\n(.*?)```', re.DOTALL)


@dataclass
class Block:
    "What stands between two fences"

    page: str
    language: str
    code: str


def text_of(page: str) -> str:
    "A Markdown file, or the Markdown cells of a notebook"
    file = CLONE / page
    if file.suffix == '.md':
        return file.read_text()
    cells = nbformat.read(file, 4).cells
    return '\n\n'.join(cell.source for cell in cells if cell.cell_type == 'markdown')


def blocks(page: str) -> list[Block]:
    "The fenced blocks of a page"
    return [Block(page, *found) for found in FENCE.findall(text_of(page))]


BLOCKS = [block for page in PAGES for block in blocks(page)]
RUN = [page for page in PAGES if any(o.page == page and o.language != 'text' for o in BLOCKS)]


def here(line: str) -> str:
    "A line of a shell, or what runs in its place"
    command = line.split('  #')[0].strip()
    return IN_PLACE[command][1] if command in IN_PLACE else line


@pytest.fixture(scope='module')
def project(tmp_path_factory):
    "A project with the recordings that are shipped, and the same as somebody's own"
    folder = tmp_path_factory.mktemp('project')
    shipped = tomllib.loads((CLONE / 'data' / 'tasks.toml').read_text())
    mine = json.loads(json.dumps(shipped['lift']))
    (folder / 'data').mkdir()
    shutil.copytree(CLONE / 'data' / 'lift', folder / 'data' / 'lift')
    lines = (CLONE / 'data' / 'tasks.toml').read_text()
    own = re.search(r'\[lift\]\n.*?(?=\n\[lift_clips\])', lines, re.DOTALL)[0]
    own = re.sub(r'^\[lift', '[mine', own, flags=re.MULTILINE)
    (folder / 'data' / 'tasks.toml').write_text(f'{lines}\n{own}\n')
    assert tomllib.loads((folder / 'data' / 'tasks.toml').read_text())['mine'] == mine
    return folder


def run(words: list, folder: Path):
    "A process in the project, as a reader starts it"
    names = {'HOME': str(folder), VARIABLE: '1', 'PYTHONPATH': str(CLONE)}
    names |= {'PATH': f'{Path(sys.executable).parent}:{os.environ["PATH"]}'}
    names |= {'OMP_NUM_THREADS': '1', 'MPLBACKEND': 'agg', 'PYTHONWARNINGS': 'ignore'}
    names |= {'TACTILE_NB_CACHE': str(folder / '.cache')}
    done = subprocess.run(words, cwd=folder, env=names, capture_output=True, text=True)
    told = f'{done.stdout[-1500:]}\n{done.stderr[-1500:]}'
    assert done.returncode == 0, f'{words[-1]}\n{told}'


def test_every_block_says_its_language_and_the_readme_is_its_notebook():
    for block in BLOCKS:
        assert block.language in LANGUAGES, f'{block.page}: {block.code[:80]}'
        if block.language == 'toml':
            assert tomllib.loads(block.code)
    ours = [(o.language, o.code) for o in blocks('nbs/index.ipynb')]
    assert ours == [(o.language, o.code) for o in blocks('README.md')]


def test_what_runs_in_place_of_make_is_what_make_runs():
    rule = re.search(r'^demo: .*\n\t(.*)$', (CLONE / 'Makefile').read_text(), re.MULTILINE)[1]
    assert rule == '$(BIN)/tactile-nb demo -p task_name $(TASK) $(ARGS)'
    written = [o.split('  #')[0].strip() for b in BLOCKS for o in b.code.splitlines()]
    assert set(IN_PLACE) <= set(written)


def commands() -> list[list[str]]:  # words of each `tactile-nb` line
    "What the pages tell a reader to type"
    lines = [o for b in BLOCKS if b.language == 'bash' for o in b.code.splitlines()]
    split = [shlex.split(here(line), comments=True) for line in lines]
    return [words[1:] for words in split if words[:1] == ['tactile-nb']]


@pytest.mark.parametrize('words', commands(), ids=' '.join)
def test_a_command_names_a_job_its_parameters_and_values_of_their_types(words):
    job, *rest = words
    given = {name: value for flag, name, value in zip(rest[::3], rest[1::3], rest[2::3])}
    assert rest[::3] == ['-p'] * len(given)
    known = declared(job_file(job))
    taken = check_parameters(given, known, text=True)
    if job == 'train':
        TrainConfig.make(**{o: v for o, v in taken.items() if o not in ('task_name', 'mode')})


def test_every_name_in_a_python_block_is_defined_there(tmp_path):
    ruff = [sys.executable, '-m', 'ruff', 'check', '--isolated', '--select', 'F821,F401,E9']
    for number, block in enumerate(o for o in BLOCKS if o.language == 'python'):
        file = tmp_path / f'block_{number}.py'
        file.write_text(block.code)
    done = subprocess.run([*ruff, str(tmp_path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_every_block_runs_as_it_is_written_in_the_order_of_a_reader(project):
    for block in (block for page in RUN for block in blocks(page)):
        if block.language == 'bash':
            lines = [here(line) for line in block.code.splitlines()]
            run(['bash', '-e', '-c', '\n'.join(lines)], project)
        elif block.language == 'python':
            run([sys.executable, '-c', block.code], project)
