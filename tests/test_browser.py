"""JupyterLab as a person meets it: tutorials run, controls are moved, pictures must change. Screenshots lie in runs/screenshots."""

import json
import re
import shutil
import statistics
import time

import pytest

playwright = pytest.importorskip(
    'playwright.sync_api', reason='the browser tests need playwright: pip install playwright'
)
from lab import CHROMIUM, FLAGS, ROOT, Notebook, cells, copy, jupyter_lab  # noqa: E402

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason='the browser tests need Chromium: sudo apt-get install chromium'
)
TUTORIALS = {
    '1_look_at_your_data': {},
    '2_train_with_touch': dict(
        task_name='lift', clips=0, num_steps=40, run_dir='runs/browser/touch'
    ),
    '3_why_is_my_loss_flat': dict(
        num_steps=40, seeds='0', gallery='blank_touch', run_dir='runs/browser/flat'
    ),
    '4_does_touch_help': dict(
        demos=24, num_steps=60, episodes=6, arms='no touch,touch', study_dir='runs/browser/arms'
    ),
    '5_your_own_sensor': dict(num_steps=30, run_dir='runs/browser/sensor'),
    'bring_your_own_dataset': {},
    'concepts': {},
    'dashboard': dict(folder='runs/browser'),
}
CANVAS = "el => { const c = el.querySelector('canvas'), d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let h = 0; for (let i = 0; i < d.length; i += 97) h = (h*31 + d[i]) | 0; return h }"


@pytest.fixture(scope='module')
def lab(tmp_path_factory):
    "One server and one browser for all of them"
    shutil.rmtree(ROOT / 'runs' / 'browser', ignore_errors=True)
    with jupyter_lab(tmp_path_factory.mktemp('lab')) as server, playwright.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser, server
        browser.close()


@pytest.fixture
def notebook(lab):
    "Opens a notebook and runs it; what it must not do is checked at the end"
    opened = []

    def go(path, timeout_s=240):
        n = Notebook(*lab, path)
        opened.append(n)
        n.run_all(timeout_s)
        return n

    yield go
    for n in opened:
        n.shut_down()
        # of a restarted kernel
        foreign, errors = (
            n.foreign,
            [
                c
                for c in n.console
                if 'favicon' not in c
                and 'Failed to load resource' not in c
                and 'debugger state' not in c
            ],
        )
        n.close()
        assert not foreign and not errors, (foreign, errors)


@pytest.fixture(scope='module')
def trained():
    "A run of a few steps that aligns touch with the views of the demonstrations that ship"
    from tactile_nb.training.config import TrainConfig
    from tactile_nb.training.trainer import train

    return train(
        TrainConfig.make(
            task_name='lift',
            tactile_names='force',
            camera_names='wrist',
            ckpt_dir=str(ROOT / 'runs' / 'browser' / 'trained'),
            enable_hsa=True,
            num_steps=40,
            batch_size=8,
            hsa_img_size=32,
            val_every=20,
            val_batches=1,
            checkpoint_every=40,
            log_every=5,
            probe_every=10,
            warmup_steps=4,
            lr=1e-8,
            device='cpu',
            threads=1,
        )
    ).path


@pytest.mark.parametrize('name', TUTORIALS)
def test_tutorial_runs_top_to_bottom(notebook, trained, name):  # the dashboard shows that run
    n = notebook(copy(name, ROOT / 'nbs' / 'tutorials' / f'{name}.ipynb', **TUTORIALS[name]), 400)
    n.page.wait_for_timeout(500)
    assert not n.page.locator('text=Error displaying widget').count()
    n.shot_all(f'tutorial_{name}')


def value_of(n, panel, what):
    return n.python(f'print({panel}.{what})')


def until(n, test, ms=60_000):
    "Wait until a value is there, never for a fixed time"
    for _ in range(ms // 100):
        if v := test():
            return v
        n.page.wait_for_timeout(100)
    raise AssertionError('nothing happened')


def test_the_episode_browser_follows_slider_keys_and_buttons_in_time(notebook):
    from tactile_nb.data.episodes import open_episodes
    from tactile_nb.data.tasks import get_task
    from tactile_nb.data.xtrainer import write_xtrainer

    short = ROOT / 'runs' / 'browser' / 'short'  # a second data set: ten frames of one camera
    short.mkdir(parents=True, exist_ok=True)
    for i, e in enumerate(open_episodes(get_task('lift').path, get_task('lift'))):
        write_xtrainer(
            short / f'episode_{i}.hdf5',
            {
                k: e.read(k, 0, 10)
                for k in ('observation.state', 'action', 'observation.images.top')
            },
        )
    n = notebook(
        cells(
            'browser',
            'import dataclasses\nfrom tactile_nb.data.tasks import get_task\nfrom tactile_nb.explore.widgets import episode_browser',
            f"b = episode_browser('lift', dataclasses.replace(get_task('lift'), name='short', dataset_dir={str(short)!r}, camera_names=('top',), tactile={{}}, cameras={{}})); b",
        )
    )
    page, p = n.page, n.page.locator('[aria-label="episode player"]')
    drawn = lambda: p.get_attribute('data-drawn')
    until(n, lambda: drawn() == '0')
    first = p.evaluate(CANVAS)
    p.get_by_role('slider', name='frame').focus()
    for key, want in (
        ('PageDown', '10'),
        ('ArrowRight', '11'),
        ('ArrowLeft', '10'),
        ('End', '96'),
        ('Home', '0'),
    ):
        page.keyboard.press(key)
        until(n, lambda: drawn() == want)
    page.keyboard.press('n')
    at = until(n, lambda: drawn() != '0' and drawn())
    assert (
        int(at) == int(value_of(n, 'b', 'player.contacts[0][0]'))
        and p.evaluate(CANVAS) != first
        and 'in contact' in p.locator('canvas').get_attribute('aria-label')
    )
    n.shot('episode_browser', '.jp-OutputArea-output')
    page.keyboard.press('Home')
    until(n, lambda: drawn() == '0')
    p.get_by_role('button', name='play').click()
    until(n, lambda: int(drawn()) > 20)
    p.get_by_role('button', name='pause').click()
    p.get_by_role('button', name=re.compile('contact.*N')).click()
    p.get_by_role('button', name=re.compile('contact.*P')).click()
    ms = page.evaluate("""async () => { const el = document.querySelector('[aria-label="episode player"]'), i = el.querySelector('input[type=range]'), out = [];
        for (let k = 0; k < 40; k++) { const f = (k*41 + 5) % 97, t = performance.now(); i.value = f; i.dispatchEvent(new Event('input')); while (el.dataset.drawn != String(f)) await new Promise(r => setTimeout(r, 1)); out.push(performance.now() - t) } return out }""")
    page.get_by_label('data set').select_option('short')
    until(n, lambda: '10 frames' in page.locator('.jp-OutputArea').last.inner_text())
    cold = []
    for e in range(1, 9):  # a new episode each time: nothing of it is in the browser
        page.get_by_label('episode', exact=True).fill(str(e))
        page.keyboard.press('Enter')
        until(n, lambda: value_of(n, 'b', 'number.value') == str(e))
        page.get_by_label('data set').select_option('lift')
        until(n, lambda: value_of(n, 'b', 'player.count') != '10')
        cold.append(
            page.evaluate(
                """async f => { const el = document.querySelector('[aria-label="episode player"]'), i = el.querySelector('input[type=range]'); await new Promise(r => setTimeout(r, 300)); const t = performance.now(); i.value = f; i.dispatchEvent(new Event('input')); while (el.dataset.drawn != String(f)) await new Promise(r => setTimeout(r, 1)); return performance.now() - t }""",
                60 + e,
            )
        )
        page.get_by_label('data set').select_option('short')
        until(n, lambda: value_of(n, 'b', 'player.count') == '10')
    record('episode browser, 3 cameras and 3 touch streams, slider to picture', ms)
    record('the same, a moment that the browser does not have', cold)


def record(what, ms):
    "Print and keep; the bar of 100 ms is the issue's, a busy machine gets some room before the test fails"
    f = ROOT / 'runs' / 'screenshots' / 'latency.json'
    f.parent.mkdir(parents=True, exist_ok=True)
    f.write_text(
        json.dumps(
            {
                **(json.loads(f.read_text()) if f.exists() else {}),
                what: dict(
                    median_ms=round(statistics.median(ms), 1),
                    worst_ms=round(max(ms), 1),
                    moves=len(ms),
                ),
            },
            indent=1,
        )
    )
    print(f'{what}: median {statistics.median(ms):.0f} ms, worst {max(ms):.0f} ms of {len(ms)}')
    assert statistics.median(ms) < 300, what


def test_the_hsa_bench_answers_at_once(notebook, trained):
    n = notebook(
        cells(
            'bench',
            f"from tactile_nb.explore.widgets import hsa_bench\nb = hsa_bench({str(trained)!r}); b.part.value = 'all'; b.size.value = 256.; b",
        )
    )
    page = n.page
    out = page.locator('.jp-OutputArea').first
    picture = out.locator('img').first
    until(n, lambda: picture.get_attribute('src'))
    for name in ('temperature κ', 'batch size', 'hardness β', 'share in contact'):
        before = picture.get_attribute('src')
        out.get_by_role('slider', name=name).focus()
        page.keyboard.press('PageDown' if name in ('batch size', 'share in contact') else 'PageUp')
        until(n, lambda: picture.get_attribute('src') != before)
    words = out.inner_text()
    out.get_by_role('slider', name='weight in the total').focus()
    page.keyboard.press('ArrowRight')
    until(n, lambda: out.inner_text() != words)
    for control in (
        lambda: out.get_by_label('mask pairs that cannot be told apart').click(),
        lambda: out.get_by_label('different episodes').click(),
        lambda: out.get_by_role('button', name='another batch').click(),
        lambda: out.get_by_label('episodes', exact=True).select_option('training'),
    ):
        before = picture.get_attribute('src')
        control()
        until(n, lambda: picture.get_attribute('src') != before)
    out.get_by_label('episodes', exact=True).select_option('all')
    n.python('b.size.value = 256.')
    n.page.wait_for_timeout(500)
    n.shot('hsa_bench', '.jp-OutputArea-output')
    ms = page.evaluate("""async () => { const cell = document.querySelector('.jp-OutputArea'), i = cell.querySelector('input[type=range]'), img = cell.querySelector('img'), out = [];
        for (let k = 0; k < 25; k++) { const t = performance.now(), p = new Promise(r => img.addEventListener('load', r, { once: true })); i.value = -1.7 + k*.05; i.dispatchEvent(new Event('input')); await p; out.push(performance.now() - t) } return out }""")
    record('HSA bench at B = 256, slider to picture', ms)


@pytest.fixture
def watched():
    "Folder of a run that goes on until it is stopped; it is, whatever happens"
    from tactile_nb.explore.launch import busy
    from tactile_nb.training.runs import STOP, Run

    run = ROOT / 'runs' / 'browser' / 'watched'
    yield run
    while run.exists() and busy(Run(run)):
        (run / STOP).touch()
        time.sleep(0.2)


def test_the_monitor_follows_a_run_through_reload_restart_stop_and_resume(notebook, watched):
    run = watched
    start = f"config = TrainConfig.make(task_name='lift', tactile_names='force', camera_names='wrist', ckpt_dir={str(run)!r}, enable_hsa=True, num_steps=10**6, batch_size=4, hsa_img_size=32, hidden_dim=16, val_every=1000, val_batches=1, checkpoint_every=10**6, log_every=5, device='cpu', threads=1)"
    n = notebook(
        cells(
            'monitor',
            'from tactile_nb.explore.widgets import launch, training_monitor\nfrom tactile_nb.training.config import TrainConfig',
            start
            + '\nrun = launch(config) if not __import__("pathlib").Path(config.ckpt_dir, "status.json").exists() else config.ckpt_dir',
            'm = training_monitor(run, .5); m',
        )
    )
    page = n.page
    curves = lambda: page.locator('canvas[role=img]')
    label = lambda: curves().first.get_attribute('aria-label')
    until(n, lambda: curves().count() >= 2)
    was = label()
    until(n, lambda: label() != was)
    page.evaluate('async () => { await window.nb.context.save() }')
    n.open()
    until(n, lambda: curves().count() >= 2)  # the history is there at once, and goes on
    was = label()
    until(n, lambda: label() != was)
    page.evaluate(
        'async () => { await window.nb.context.sessionContext.session.kernel.restart(); await window.nb.context.sessionContext.session.kernel.info }'
    )
    n.run_all(60)  # attaches to the run that kept going
    until(n, lambda: curves().count() >= 2)
    was = label()
    until(n, lambda: label() != was)
    n.shot('training_monitor', '.jp-OutputArea-output:has(canvas)')
    page.get_by_role('button', name='stop after this step').click()
    until(n, lambda: 'interrupted' in page.locator('.jp-OutputArea').last.inner_text())
    stopped = json.loads((run / 'status.json').read_text())['step']
    page.get_by_role('button', name='resume').click()
    until(
        n,
        lambda: (
            json.loads((run / 'status.json').read_text())['state'] == 'running'
            and json.loads((run / 'status.json').read_text())['step'] > stopped
        ),
    )
    until(n, lambda: page.get_by_role('button', name='stop after this step').is_enabled())
    page.get_by_role('button', name='stop after this step').click()
    until(
        n, lambda: json.loads((run / 'status.json').read_text())['state'] in ('interrupted', 'done')
    )


def test_the_diagnosis_panel_finds_the_fault_and_hands_over_the_fix(notebook, trained):
    n = notebook(
        cells(
            'panel',
            f'from tactile_nb.explore.widgets import diagnosis_panel\np = diagnosis_panel({str(trained)!r}); p',
        )
    )
    out = n.page.locator('.jp-OutputArea').first
    assert out.get_by_role('button', name='apply fix').is_disabled()
    out.get_by_role('button', name='diagnose').click()
    until(n, lambda: out.get_by_role('button', name='apply fix').is_enabled(), 120_000)
    assert out.get_by_label('fix of').input_value().startswith('the learning rate is too low')
    assert 'lr' in value_of(n, 'p', 'report.verdict')
    out.get_by_role('button', name='apply fix').click()
    until(n, lambda: 'mended.json' in out.inner_text())
    assert float(value_of(n, 'p', 'config.lr')) > 1e-8
    n.shot('diagnosis_panel', '.jp-OutputArea-output')


def test_the_compare_board_filters_sorts_and_shows(notebook, trained):
    folder = ROOT / 'runs' / 'browser' / 'board'
    for arm, wins in (('blind', 1), ('touch', 5)):
        for seed in range(2):
            d = folder / f'{arm}-{seed}'
            shutil.copytree(trained, d, dirs_exist_ok=True)
            e = d / 'evaluation' / 'grip'
            e.mkdir(parents=True, exist_ok=True)
            (e / 'episodes.jsonl').write_text(
                ''.join(
                    json.dumps(
                        dict(
                            seed=i,
                            success=i < wins,
                            why='' if i < wins else 'force',
                            ms=[1.0],
                            steps=3,
                            time_to_success=None,
                            mean_force=1.0,
                            peak_force=2.0,
                            dropped=False,
                        )
                    )
                    + '\n'
                    for i in range(6)
                )
            )
    n = notebook(
        cells(
            'board',
            f'from tactile_nb.explore.widgets import compare_board\nc = compare_board({str(folder)!r}); c',
        )
    )
    out = n.page.locator('.jp-OutputArea').first
    forest = lambda: out.locator('img').first.get_attribute('src')
    until(n, lambda: '4 of 4 runs' in out.inner_text() and forest())
    before = forest()
    out.get_by_label('filter').fill('touch')
    until(n, lambda: '2 of 4 runs' in out.inner_text() and forest() != before)
    out.get_by_label('filter').fill('')
    until(n, lambda: '4 of 4 runs' in out.inner_text())
    out.get_by_label('sort by').select_option('success on grip, %')
    out.get_by_label('largest first').click()
    until(n, lambda: out.locator('tbody tr').first.inner_text().startswith('touch'))
    n.page.keyboard.press('Shift+Tab')
    assert n.page.evaluate('document.activeElement.tagName') == 'SELECT'
    # a list answers to the arrows, and the focus stays
    was = out.get_by_label('sort by').input_value()
    n.page.keyboard.press('ArrowUp')
    until(n, lambda: out.get_by_label('sort by').input_value() != was)
    assert n.page.evaluate('document.activeElement.tagName') == 'SELECT'
    n.shot('compare_board', '.jp-OutputArea-output')


def test_the_camera_check_moves_the_box_and_saves(notebook):
    home = ROOT / 'runs' / 'browser' / 'camera'
    (home / 'data').mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / 'data' / 'tasks.toml', home / 'data' / 'tasks.toml')
    n = notebook(
        cells(
            'camera',
            f"from tactile_nb.explore.widgets import camera_check\nfrom pathlib import Path\nk = camera_check('lift', Path({str(home)!r})/'data'/'tasks.toml'); k",
        )
    )
    out = n.page.locator('.jp-OutputArea').first
    picture = lambda: out.locator('img').first.get_attribute('src')
    until(n, picture)
    for name in (
        'frame',
        'right',
        'down',
        'forward',
        'tilt',
        'pan',
        'roll',
        'focal length',
        'centre x',
        'centre y',
    ):
        before = picture()
        out.get_by_role('slider', name=name, exact=True).focus()
        n.page.keyboard.press('PageUp')
        until(n, lambda: picture() != before)
    before = picture()
    out.get_by_role('button', name='back to the task').click()
    until(n, lambda: picture() != before)
    out.get_by_label('camera', exact=True).select_option('wrist')
    until(n, lambda: 'cameras.wrist' in out.inner_text())
    # by mouse, as most people do
    slider = out.get_by_role('slider', name='right', exact=True)
    box = slider.bounding_box()
    before = picture()
    n.page.mouse.move(box['x'] + box['width'] / 2, box['y'] + box['height'] / 2)
    n.page.mouse.down()
    n.page.mouse.move(box['x'] + 0.7 * box['width'], box['y'] + box['height'] / 2, steps=5)
    n.page.mouse.up()
    until(n, lambda: picture() != before)
    n.shot('camera_check', '.jp-OutputArea-output')
    out.get_by_role('button', name='save to the task').click()
    until(n, lambda: 'saved to' in out.inner_text())
    from tactile_nb.data.tasks import get_task

    assert get_task('lift', home / 'data' / 'tasks.toml').cameras['wrist'].position[0] > 0.05


def test_the_wizard_writes_an_entry_and_a_baseline_trains_on_it(notebook):
    real = ROOT / '..' / 'shared' / 'real' / 'bridge'
    folder = real.resolve() if real.exists() else ROOT / 'data' / 'lift'
    home = ROOT / 'runs' / 'browser' / 'wizard'
    (home / 'data').mkdir(parents=True, exist_ok=True)
    n = notebook(
        cells(
            'wizard',
            f"import os; os.chdir({str(home)!r})\nfrom tactile_nb.explore.widgets import *\nfrom pathlib import Path\nw = dataset_wizard('', Path('data/tasks.toml')); w",
            "from tactile_nb.training.config import TrainConfig\nif Path('data/tasks.toml').exists(): run = launch(TrainConfig.make(task_name='mine', touch='none', num_steps=20, batch_size=4, chunk_size=8, val_every=20, val_batches=1, checkpoint_every=20, hsa_img_size=32, ckpt_dir='runs/base', log_every=5)); wait(run); print(run)",
        )
    )
    out = n.page.locator('.jp-OutputArea').first
    out.get_by_label('folder').fill(str(ROOT / 'nbs'))
    out.get_by_role('button', name='look').click()
    until(n, lambda: 'no layout' in out.inner_text())
    out.get_by_label('folder').fill(str(folder))
    out.get_by_role('button', name='look').click()
    until(n, lambda: 'To decide' in out.inner_text() and out.locator('canvas').count())
    out.get_by_label('name', exact=True).fill('my data')
    n.page.keyboard.press('Tab')
    out.get_by_role('button', name='write the entry').click()
    until(n, lambda: 'letters, digits' in out.inner_text())
    out.get_by_label('name', exact=True).fill('mine')
    n.page.keyboard.press('Tab')
    out.get_by_label('frames a second').fill('5')
    n.page.keyboard.press('Tab')
    until(n, lambda: value_of(n, 'w', 'browser.player.fps') == '5.0')
    out.get_by_role('button', name='check all episodes').click()
    until(n, lambda: 'good: 16 episodes' in out.inner_text())
    out.get_by_role('button', name='write the entry').click()
    until(n, lambda: 'written to' in out.inner_text())
    n.shot('wizard', '.jp-OutputArea-output')
    n.run_last(120)
    assert '(' in n.text() and 'done' in n.text()


@pytest.mark.parametrize('theme', ['JupyterLab Light', 'JupyterLab Dark'])
def test_every_control_has_a_name_is_reached_by_keyboard_and_can_be_read(notebook, trained, theme):
    n = notebook(
        cells(
            'access',
            'from tactile_nb.explore.widgets import *',
            f'r = {str(trained)!r}\nepisode_browser("lift")',
            'hsa_bench(r)',
            'training_monitor(r)',
            'diagnosis_panel(r)',
            'compare_board(r)',
            'camera_check("lift")',
            f'dataset_wizard({str(ROOT / "data" / "lift")!r})',
            'from tactile_nb.training.runs import Run\nRun(r)',
        )
    )
    n.page.evaluate(
        "theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", theme
    )
    until(n, lambda: n.page.locator('.tactile-panel').count() >= 7)
    n.page.wait_for_timeout(1500)
    nameless, unreachable, faint = [], [], []
    for i in range(n.page.locator('.jp-CodeCell').count()):
        area = n.page.locator('.jp-CodeCell').nth(i).locator('.jp-Cell-outputArea')
        if not area.count() or not area.first.is_visible():
            continue
        area.first.scroll_into_view_if_needed()
        n.page.wait_for_timeout(300)
        snap = area.first.aria_snapshot()
        nameless += [
            (i, line.strip())
            for line in snap.splitlines()
            if re.match(
                r'\s*- (button|slider|checkbox|combobox|textbox|spinbutton|listbox|img)(?! ")(?=[:\[ ]|$)',
                line,
            )
        ]
        got = area.first.evaluate("""el => { const lum = c => { const v = c.map(x => { x /= 255; return x <= .03928 ? x/12.92 : Math.pow((x + .055)/1.055, 2.4) }); return .2126*v[0] + .7152*v[1] + .0722*v[2] }, num = s => (s.match(/[\\d.]+/g) || []).map(Number);
            const behind = e => { for (; e; e = e.parentElement) { const b = num(getComputedStyle(e).backgroundColor); if (b.length == 3 || b[3] > .9) return b.slice(0, 3) } return [255, 255, 255] };
            const faint = [], lost = []; for (const e of el.querySelectorAll('button, input, select, textarea')) if (e.tabIndex < 0 && !e.disabled) lost.push(e.outerHTML.slice(0, 90));
            for (const e of el.querySelectorAll('*')) { if (e.closest('[disabled]') || e.closest('.jp-OutputPrompt') || e.closest('svg') || !e.offsetParent) continue; const own = [...e.childNodes].some(c => c.nodeType == 3 && c.textContent.trim()); if (!own && !['INPUT', 'SELECT'].includes(e.tagName) || e.type == 'range' || e.type == 'checkbox') continue;
              const s = getComputedStyle(e), a = lum(num(s.color).slice(0, 3)), b = lum(behind(e)), c = (Math.max(a, b) + .05)/(Math.min(a, b) + .05); if (c < 4.5) faint.push([c.toFixed(2), e.tagName, s.color, behind(e).join(), e.textContent.slice(0, 40)]) } return [faint, lost] }""")
        faint += [(i, *f) for f in got[0]]
        unreachable += got[1]
    n.shot_all(f'all_widgets_{theme.split()[-1].lower()}')
    assert not nameless and not unreachable and not faint, (nameless, unreachable, faint)
