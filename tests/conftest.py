"""Marks, one thread, and a cache of its own for the tests."""

import os
import signal
from pathlib import Path

import pytest

os.environ.setdefault('OMP_NUM_THREADS', '1')
REAL = Path(__file__).parents[1] / '..' / 'shared' / 'real'


@pytest.fixture(scope='session', autouse=True)
def hears_an_interrupt():
    "A script that starts the tests behind an & has them ignore Ctrl-C, and what they start, too"
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope='session', autouse=True)
def own_cache(tmp_path_factory):
    "Decoded pictures and features of the tests lie beside nobody's"
    os.environ['TACTILE_NB_CACHE'] = str(tmp_path_factory.mktemp('cache'))


def pytest_addoption(parser):
    "`--slow`"
    parser.addoption('--slow', action='store_true', help='run the slow tests too')


def has_gpu() -> bool:
    "Asked only where a test wants to know: torch takes a second to import"
    import torch

    return torch.cuda.is_available()


def why_skipped(item, config) -> str:
    "What a test needs and this machine or this call does not have; empty: it runs"
    if item.get_closest_marker('real') and not REAL.exists():
        return 'the real data in ../shared/real is not here'
    if item.get_closest_marker('slow') and not config.getoption('--slow'):
        return 'slow: run with --slow'
    if item.get_closest_marker('gpu') and not has_gpu():
        return 'no GPU'
    return ''


def pytest_collection_modifyitems(config, items):
    "Skip what needs more than there is"
    for item in items:
        reason = why_skipped(item, config)
        if reason:
            item.add_marker(pytest.mark.skip(reason=reason))
