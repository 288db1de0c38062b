"""JupyterLab and Debian's Chromium, headless and on loopback alone, for the browser tests."""

import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlparse

ROOT = Path(__file__).parents[1]
SHOTS = ROOT / 'runs' / 'screenshots'
CHROMIUM = next(
    (p for n in ('chromium', 'chromium-browser', 'google-chrome') if (p := shutil.which(n))), None
)
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


@contextlib.contextmanager
def jupyter_lab(tmp: Path, root: Path = ROOT):
    "A server of its own: port, token and folders are thrown away afterwards; gives (address, token)"
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        port = s.getsockname()[1]
    token = secrets.token_hex(16)
    env = {
        **os.environ,
        'JUPYTER_CONFIG_DIR': f'{tmp}/config',
        'JUPYTER_DATA_DIR': f'{tmp}/data',
        'JUPYTER_RUNTIME_DIR': f'{tmp}/runtime',
        'IPYTHONDIR': f'{tmp}/ipython',
        'PYTHONPATH': str(ROOT),
    }
    python = Path(sys.executable).parent / 'jupyter'
    subprocess.run(
        [
            python,
            'labextension',
            'disable',
            '--level=user',
            '@jupyterlab/apputils-extension:announcements',
        ],
        env=env,
        capture_output=True,
    )
    # every cell is drawn, also those out of sight
    whole = (
        Path(tmp)
        / 'config'
        / 'lab'
        / 'user-settings'
        / '@jupyterlab'
        / 'notebook-extension'
        / 'tracker.jupyterlab-settings'
    )
    whole.parent.mkdir(parents=True, exist_ok=True)
    whole.write_text('{"windowingMode": "none"}')
    log = open(Path(tmp) / 'lab.log', 'w')
    p = subprocess.Popen(
        [
            python,
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
        ],
        env=env,
        cwd=root,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    url = f'http://127.0.0.1:{port}'
    try:
        for _ in range(300):
            if p.poll() is not None:
                raise RuntimeError(
                    f'JupyterLab did not start: {Path(tmp, "lab.log").read_text()[-2000:]}'
                )
            try:
                urllib.request.urlopen(f'{url}/api/status?token={token}', timeout=5)
                break
            except OSError:
                time.sleep(0.2)
        else:
            raise RuntimeError('JupyterLab did not answer within a minute')
        yield url, token
    finally:
        p.terminate()
        try:
            p.wait(20)
        except subprocess.TimeoutExpired:
            p.kill()
        log.close()


class Notebook:
    "A notebook in a page of its own"

    def __init__(self, browser, server, path: str):
        self.url, self.token = server
        self.path, self.foreign, self.console = path, [], []
        self.page = browser.new_page(viewport=dict(width=1280, height=1400))
        self.page.on(
            'request',
            lambda r: (
                self.foreign.append(r.url)
                if urlparse(r.url).scheme in ('http', 'https', 'ws', 'wss')
                and urlparse(r.url).hostname not in ('127.0.0.1', 'localhost')
                else None
            ),
        )
        self.page.on(
            'console', lambda m: self.console.append(m.text) if m.type == 'error' else None
        )
        self.open()

    def open(self):
        "Load the page afresh and wait until the kernel answers"
        self.page.goto(f'{self.url}/lab/workspaces/{secrets.token_hex(6)}?token={self.token}&reset')
        self.page.wait_for_function('window.jupyterapp', timeout=60_000)
        self.page.evaluate('async () => { await window.jupyterapp.restored }')
        self.page.evaluate(
            """async path => { const w = await window.jupyterapp.commands.execute('docmanager:open', {path}); window.nb = w;
            await w.context.ready; await w.context.sessionContext.ready; await w.context.sessionContext.session.kernel.info }""",
            self.path,
        )

    def run_all(self, timeout_s: float = 300):
        "Run every cell; raises with the traceback of the first that fails"
        self.page.evaluate(
            "() => { window.done = 0; window.jupyterapp.commands.execute('notebook:run-all-cells').then(() => { window.done = 1 }) }"
        )
        self.page.wait_for_function('window.done == 1', timeout=1000 * timeout_s)
        self.page.wait_for_timeout(300)
        bad = [o for c in self.cells() for o in c.get('outputs', []) if o['output_type'] == 'error']
        if bad:
            raise AssertionError(
                f'{self.path}: {bad[0]["ename"]}: {bad[0]["evalue"]}\n'
                + '\n'.join(bad[0]['traceback'])[-3000:]
            )

    def cells(self):
        return self.page.evaluate('() => window.nb.content.model.sharedModel.toJSON().cells')

    def python(self, code: str, timeout_s: float = 60) -> str:
        "Run a line in the notebook's kernel and give back what it prints"
        return self.page.evaluate(
            """async ([code, ms]) => { const f = window.nb.context.sessionContext.session.kernel.requestExecute({code, store_history: false}); let out = '';
            f.onIOPub = m => { if (m.header.msg_type == 'stream') out += m.content.text; if (m.header.msg_type == 'error') out += m.content.ename + ': ' + m.content.evalue };
            await Promise.race([f.done, new Promise((_, no) => setTimeout(() => no('no answer from the kernel'), ms))]); return out }""",
            [code, 1000 * timeout_s],
        ).strip()

    def shot(self, name: str, of: str = ''):
        "A screenshot under runs/screenshots, of the page or of one element"
        SHOTS.mkdir(parents=True, exist_ok=True)
        target = self.page.locator(of).first if of else self.page
        if of:
            target.scroll_into_view_if_needed()
        target.screenshot(path=str(SHOTS / f'{name}.png'))

    def shot_all(self, name: str):
        "The whole notebook as one screenshot: the page is made as high as what it shows"
        self.page.set_viewport_size(dict(width=1280, height=12000))
        end, still = 0, 0
        while still < 3:  # until nothing grows any more
            self.page.wait_for_timeout(400)
            now = self.page.evaluate(
                "() => { const r = [...document.querySelectorAll('.jp-NotebookPanel .jp-Cell')].map(e => e.getBoundingClientRect()); return 130 + Math.max(...r.map(e => e.bottom)) - Math.min(...r.map(e => e.top)) }"
            )
            end, still = now, still + 1 if now == end else 0
        self.page.set_viewport_size(dict(width=1280, height=int(min(12000, max(700, end)))))
        self.page.evaluate(
            "() => document.querySelectorAll('.jp-NotebookPanel .jp-WindowedPanel-outer').forEach(e => { e.scrollTop = 0 })"
        )
        self.page.wait_for_timeout(500)
        self.shot(name)

    def run_last(self, timeout_s: float = 120):
        "Run the last cell alone"
        self.page.evaluate(
            "() => { window.nb.content.activeCellIndex = window.nb.content.widgets.length - 1; window.done = 0; window.jupyterapp.commands.execute('notebook:run-cell').then(() => { window.done = 1 }) }"
        )
        self.page.wait_for_function('window.done == 1', timeout=1000 * timeout_s)

    def text(self) -> str:
        "What the last cell printed or raised"
        return ''.join(
            ''.join(o.get('text', ''))
            or o.get('evalue', '')
            or str(o.get('data', {}).get('text/plain', ''))
            for o in self.cells()[-1].get('outputs', [])
        )

    def shut_down(self):
        self.page.evaluate('async () => { await window.nb.context.sessionContext.shutdown() }')

    def close(self):
        self.page.close()


def copy(name: str, source: Path, **parameters) -> str:
    "A copy of a notebook under runs/browser with other parameters; its path from the root"
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    nb = load_notebook_node(str(source))
    if parameters:
        nb = parameterize_notebook(nb, parameters)
    for c in nb.cells:
        c.metadata.pop('papermill', None)
    out = ROOT / 'runs' / 'browser' / f'{name}.ipynb'
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(nb))
    return str(out.relative_to(ROOT))


def cells(name: str, *sources: str) -> str:
    "A notebook of a few cells under runs/browser; its path from the root"
    nb = dict(
        cells=[
            dict(
                cell_type='code',
                id=f'c{i}',
                metadata={},
                source=s,
                outputs=[],
                execution_count=None,
            )
            for i, s in enumerate(sources)
        ],
        metadata=dict(kernelspec=dict(display_name='python3', language='python', name='python3')),
        nbformat=4,
        nbformat_minor=5,
    )
    out = ROOT / 'runs' / 'browser' / f'{name}.ipynb'
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(nb))
    return str(out.relative_to(ROOT))
