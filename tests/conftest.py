"""Marks, one thread, and a cache of its own for the tests."""

import os
from pathlib import Path

import pytest

os.environ.setdefault('OMP_NUM_THREADS', '1')
REAL = Path(__file__).parents[1] / '..' / 'shared' / 'real'


@pytest.fixture(scope='session', autouse=True)
def own_cache(tmp_path_factory):
    os.environ['TACTILE_NB_CACHE'] = str(tmp_path_factory.mktemp('cache'))


def pytest_addoption(parser):
    parser.addoption('--slow', action='store_true', help='run the slow tests too')


def pytest_collection_modifyitems(config, items):
    for item in items:
        if item.get_closest_marker('real') and not REAL.exists():
            item.add_marker(pytest.mark.skip(reason='the real data in ../shared/real is not here'))
        if item.get_closest_marker('slow') and not config.getoption('--slow'):
            item.add_marker(pytest.mark.skip(reason='slow: run with --slow'))
        if item.get_closest_marker('gpu'):
            import torch

            if not torch.cuda.is_available():
                item.add_marker(pytest.mark.skip(reason='no GPU'))
