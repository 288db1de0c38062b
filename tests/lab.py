"""JupyterLab and Debian's Chromium, headless and on loopback alone, for the browser tests."""

import contextlib
import json
import os
import secrets
import shutil
import socket
import statistics
import subprocess
import sys
import textwrap
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlparse

ROOT = Path(__file__).parents[1]
SCRIPTS = Path(__file__).parent / 'page_scripts'
SHOTS = ROOT / 'runs' / 'screenshots'
# what the pages write; each of several workers has a place of its own
BROWSER = ROOT / 'runs' / 'browser' / os.environ.get('PYTEST_XDIST_WORKER', 'alone')
BROWSERS = ('chromium', 'chromium-browser', 'google-chrome')
CHROMIUM = next((path for name in BROWSERS if (path := shutil.which(name))), None)
FLAGS = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
]
JUPYTER = Path(sys.executable).parent / 'jupyter'
ANNOUNCEMENTS = '@jupyterlab/apputils-extension:announcements'
TRACKER = 'config/lab/user-settings/@jupyterlab/notebook-extension/tracker.jupyterlab-settings'
NETWORK = ('http', 'https', 'ws', 'wss')
TALLEST = 12_000  # px of a screenshot
SLOWEST_MS = 300  # the bar is 100 ms; a busy machine gets some room


def script(name: str) -> str:
    "JavaScript that runs in the page"
    return (SCRIPTS / f'{name}.js').read_text()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def _environment(tmp: Path) -> dict:
    return {
        **os.environ,
        'JUPYTER_CONFIG_DIR': f'{tmp}/config',
        'JUPYTER_DATA_DIR': f'{tmp}/data',
        'JUPYTER_RUNTIME_DIR': f'{tmp}/runtime',
        'IPYTHONDIR': f'{tmp}/ipython',
        'PYTHONPATH': str(ROOT),
    }


def _prepare(tmp: Path, env: dict) -> None:
    "No announcements, every cell is drawn, also those out of sight, and pages stay as they are"
    command = [JUPYTER, 'labextension', 'disable', '--level=user', ANNOUNCEMENTS]
    subprocess.run(command, env=env, capture_output=True)
    settings = Path(tmp) / TRACKER
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text('{"windowingMode": "none"}')
    shutil.copy(ROOT / 'tools' / 'jupyter_server_config.json', Path(tmp) / 'config')


def _command(port: int, token: str, root: Path) -> list:
    return [
        JUPYTER,
        'lab',
        '--no-browser',
        '--allow-root',
        '--ServerApp.ip=127.0.0.1',
        f'--ServerApp.port={port}',
        '--ServerApp.port_retries=0',
        f'--ServerApp.root_dir={root}',
        f'--IdentityProvider.token={token}',
        '--LabApp.expose_app_in_browser=True',
        '--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate',
    ]


def _answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=5)
    except OSError:
        return False
    return True


def _wait_until_up(server: subprocess.Popen, address: str, log: Path) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise RuntimeError(f'JupyterLab did not start: {log.read_text()[-2000:]}')
        if _answers(address):
            return
        time.sleep(0.2)
    raise RuntimeError('JupyterLab did not answer within a minute')


def _stop(server: subprocess.Popen) -> None:
    server.terminate()
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()


@contextlib.contextmanager
def jupyter_lab(tmp: Path, root: Path = ROOT):
    "A server whose port, token and folders are thrown away afterwards; gives (address, token)"
    port, token = _free_port(), secrets.token_hex(16)
    url = f'http://127.0.0.1:{port}'
    env = _environment(tmp)
    _prepare(tmp, env)
    path = Path(tmp) / 'lab.log'
    with open(path, 'w') as log:
        output = dict(stdout=log, stderr=subprocess.STDOUT)
        server = subprocess.Popen(_command(port, token, root), env=env, cwd=root, **output)
        try:
            _wait_until_up(server, f'{url}/api/status?token={token}', path)
            yield url, token
        finally:
            _stop(server)


class Notebook:
    "A notebook in a page of its own"

    def __init__(self, browser, server, path: str):
        self.url, self.token = server
        self.path = path
        self.foreign, self.console = [], []
        self.page = browser.new_page(viewport=dict(width=1280, height=1400))
        self.page.on('request', self._note_request)
        self.page.on('console', self._note_console)
        self.open()

    def _note_request(self, request):
        address = urlparse(request.url)
        if address.scheme in NETWORK and address.hostname not in ('127.0.0.1', 'localhost'):
            self.foreign.append(request.url)

    def _note_console(self, message):
        if message.type == 'error':
            self.console.append(message.text)

    def open(self):
        "Load the page afresh and wait until the kernel answers"
        workspace = f'{self.url}/lab/workspaces/{secrets.token_hex(6)}'
        self.page.goto(f'{workspace}?token={self.token}&reset')
        self.page.wait_for_function('window.jupyterapp', timeout=60_000)
        self.page.evaluate('async () => { await window.jupyterapp.restored }')
        self.page.evaluate(script('open_notebook'), self.path)

    def _run(self, command: str, timeout_s: float, *, last: bool = False):
        self.page.evaluate(script('run'), dict(command=command, last=last))
        self.page.wait_for_function('window.done == 1', timeout=1000 * timeout_s)

    def run_all(self, timeout_s: float = 300):
        "Run every cell; raises with the traceback of the first that fails"
        self._run('notebook:run-all-cells', timeout_s)
        self.page.wait_for_timeout(300)
        outputs = [output for cell in self.cells() for output in cell.get('outputs', [])]
        bad = [output for output in outputs if output['output_type'] == 'error']
        if bad:
            traceback = '\n'.join(bad[0]['traceback'])[-3000:]
            what = f'{bad[0]["ename"]}: {bad[0]["evalue"]}'
            raise AssertionError(f'{self.path}: {what}\n{traceback}')

    def run_last(self, timeout_s: float = 120):
        "Run the last cell alone"
        self._run('notebook:run-cell', timeout_s, last=True)

    def cells(self):
        "The cells as they lie in the file"
        return self.page.evaluate('() => window.nb.content.model.sharedModel.toJSON().cells')

    def python(self, code: str, timeout_s: float = 60) -> str:
        "Run a line in the notebook's kernel and give back what it prints"
        asked = dict(code=code, ms=1000 * timeout_s)
        return self.page.evaluate(script('ask_kernel'), asked).strip()

    def value_of(self, panel: str, what: str) -> str:
        "An attribute of a panel, printed"
        return self.python(f'print({panel}.{what})')

    def until(self, test, ms: int = 60_000):
        "Wait until a value is there, never for a fixed time"
        for _ in range(ms // 100):
            if value := test():
                return value
            self.page.wait_for_timeout(100)
        raise AssertionError('nothing happened')

    def until_value(self, read, want):
        "Wait until something reads as it should"
        self.until(lambda: read() == want)

    def until_other(self, read, before):
        "Wait until something no longer reads as it did"
        self.until(lambda: read() != before)

    def changes(self, read, act):
        "Do something and wait until something reads differently"
        before = read()
        act()
        self.until_other(read, before)

    def shot(self, name: str, of: str = ''):
        "A screenshot under runs/screenshots, of the page or of one element"
        SHOTS.mkdir(parents=True, exist_ok=True)
        target = self.page.locator(of).first if of else self.page
        if of:
            target.scroll_into_view_if_needed()
        target.screenshot(path=str(SHOTS / f'{name}.png'))

    def _height(self) -> float:
        "Height of the notebook once nothing grows any more"
        end, still = 0, 0
        while still < 3:
            self.page.wait_for_timeout(400)
            now = self.page.evaluate(script('notebook_height'))
            still = still + 1 if now == end else 0
            end = now
        return end

    def shot_all(self, name: str):
        "The whole notebook as one screenshot: the page is made as high as what it shows"
        self.page.set_viewport_size(dict(width=1280, height=TALLEST))
        height = int(min(TALLEST, max(700, self._height())))
        self.page.set_viewport_size(dict(width=1280, height=height))
        self.page.evaluate(script('scroll_up'))
        self.page.wait_for_timeout(500)
        self.shot(name)

    def wear(self, theme: str):
        "Change the theme of JupyterLab: 'Light' or 'Dark'"
        change = "theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })"
        self.page.evaluate(change, f'JupyterLab {theme}')
        self.page.wait_for_timeout(1000)

    def text(self) -> str:
        "What the last cell printed or raised"
        return ''.join(_words(output) for output in self.cells()[-1].get('outputs', []))

    def restart(self):
        "Restart the kernel and wait until it answers"
        self.page.evaluate(script('restart_kernel'))

    def shut_down(self):
        "End the kernel"
        self.page.evaluate('async () => { await window.nb.context.sessionContext.shutdown() }')

    def close(self):
        "Close the page"
        self.page.close()


def _words(output: dict) -> str:
    printed = ''.join(output.get('text', ''))
    value = output.get('data', {}).get('text/plain', '')
    return printed or output.get('evalue', '') or str(value)


def _write(name: str, notebook) -> str:
    out = BROWSER / f'{name}.ipynb'
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(notebook))
    return str(out.relative_to(ROOT))


def copy(name: str, source: Path, *, small: bool = False, **parameters) -> str:
    "A copy of a notebook with other parameters, at small sizes or not; its path from the root"
    from nbformat.v4 import new_code_cell
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    from tactile_nb.training.small_sizes import VARIABLE

    notebook = load_notebook_node(str(source))
    if parameters:
        notebook = parameterize_notebook(notebook, parameters)
    for cell in notebook.cells:
        cell.metadata.pop('papermill', None)
    if small:
        first = new_code_cell(f'%env {VARIABLE}=1')
        notebook.cells.insert(0, first)
    return _write(name, notebook)


def _code_cell(number: int, source: str) -> dict:
    return dict(
        cell_type='code',
        id=f'c{number}',
        metadata={},
        source=textwrap.dedent(source).strip(),
        outputs=[],
        execution_count=None,
    )


def cells(name: str, *sources: str) -> str:
    "A notebook of a few cells; its path from the root"
    kernel = dict(display_name='python3', language='python', name='python3')
    notebook = dict(
        cells=[_code_cell(number, source) for number, source in enumerate(sources)],
        metadata=dict(kernelspec=kernel),
        nbformat=4,
        nbformat_minor=5,
    )
    return _write(name, notebook)


def record(what: str, ms: list) -> None:
    "Print and keep how long a picture took; fails where that is felt"
    middle, worst = statistics.median(ms), max(ms)
    kept = SHOTS / 'latency.json'
    kept.parent.mkdir(parents=True, exist_ok=True)
    facts = json.loads(kept.read_text()) if kept.exists() else {}
    facts[what] = dict(median_ms=round(middle, 1), worst_ms=round(worst, 1), moves=len(ms))
    kept.write_text(json.dumps(facts, indent=1))
    print(f'{what}: median {middle:.0f} ms, worst {worst:.0f} ms of {len(ms)}')
    assert middle < SLOWEST_MS, what
