"""JupyterLab as a person meets it: tutorials run, controls are moved, pictures must change.
Screenshots lie in runs/screenshots."""

import json
import re
import shutil
import time

import pytest

playwright = pytest.importorskip(
    'playwright.sync_api', reason='the browser tests need playwright: pip install playwright'
)
from lab import (  # noqa: E402
    BROWSER,
    CHROMIUM,
    FLAGS,
    ROOT,
    Notebook,
    cells,
    copy,
    jupyter_lab,
    record,
    script,
)
from lab_notebooks import (  # noqa: E402
    TUTORIALS,
    browser_cells,
    every_widget,
    monitor_cells,
    train_run,
    wizard_cells,
    write_board,
)

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason='the browser tests need Chromium: sudo apt-get install chromium'
)
OUTPUT = '.jp-OutputArea-output'
HARMLESS = ('favicon', 'Failed to load resource', 'debugger state')  # the last: a new kernel
WITHOUT_NAME = re.compile(
    r'\s*- (button|slider|checkbox|combobox|textbox|spinbutton|listbox|img)(?! ")(?=[:\[ ]|$)'
)


@pytest.fixture(scope='module')
def lab(tmp_path_factory):
    "One server and one browser for all of them"
    shutil.rmtree(BROWSER, ignore_errors=True)
    with jupyter_lab(tmp_path_factory.mktemp('lab')) as server, playwright.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser, server
        browser.close()


@pytest.fixture
def notebook(lab):
    "Opens a notebook and runs it; what it must not do is checked at the end"
    opened = []

    def go(path, timeout_s=240):
        page = Notebook(*lab, path)
        opened.append(page)
        page.run_all(timeout_s)
        return page

    yield go
    for page in opened:
        page.shut_down()
        errors = [o for o in page.console if not any(word in o for word in HARMLESS)]
        page.close()
        assert not page.foreign and not errors, (page.foreign, errors)


@pytest.fixture(scope='module')
def trained():
    "A run of a few steps that aligns touch with the views of the demonstrations that ship"
    return train_run(BROWSER / 'trained')


def _first_output(nb):
    return nb.page.locator('.jp-OutputArea').first


@pytest.mark.parametrize('name', TUTORIALS)
def test_tutorial_runs_top_to_bottom(notebook, trained, name):  # the dashboard shows that run
    source = ROOT / 'nbs' / 'tutorials' / f'{name}.ipynb'
    nb = notebook(copy(name, source, small=True, **TUTORIALS[name]), 400)
    nb.page.wait_for_timeout(500)
    assert not nb.page.locator('text=Error displaying widget').count()
    for theme in ('Light', 'Dark'):  # the server keeps it
        nb.wear(theme)
        nb.shot_all(f'tutorial_{name}_{theme.lower()}')


def _open_episode_browser(notebook):
    nb = notebook(cells('browser', *browser_cells()))
    return nb, nb.page.locator('[aria-label="episode player"]')


def _keys_move_the_player(nb, player, drawn):
    nb.until_value(drawn, '0')
    first = player.evaluate(script('canvas_hash'))
    player.get_by_role('slider', name='frame').focus()
    keys = dict(PageDown='10', ArrowRight='11', ArrowLeft='10', End='96', Home='0')
    for key, want in keys.items():
        nb.page.keyboard.press(key)
        nb.until_value(drawn, want)
    nb.page.keyboard.press('n')
    at = nb.until(lambda: drawn() != '0' and drawn())
    assert int(at) == int(nb.value_of('b', 'player.contacts[0][0]'))
    assert player.evaluate(script('canvas_hash')) != first
    assert 'in contact' in player.locator('canvas').get_attribute('aria-label')


def _buttons_move_the_player(nb, player, drawn):
    nb.page.keyboard.press('Home')
    nb.until_value(drawn, '0')
    player.get_by_role('button', name='play').click()
    nb.until(lambda: int(drawn()) > 20)
    player.get_by_role('button', name='pause').click()
    player.get_by_role('button', name=re.compile('contact.*N')).click()
    player.get_by_role('button', name=re.compile('contact.*P')).click()


def _frames_are_drawn_in_ms(nb, frames, wait=0):
    return nb.page.evaluate(script('time_frames'), dict(frames=frames, wait=wait))


def _cold_ms(nb, number):
    "A new episode: nothing of it is in the browser"
    page = nb.page
    page.get_by_label('episode', exact=True).fill(str(number))
    page.keyboard.press('Enter')
    nb.until_value(lambda: nb.value_of('b', 'number.value'), str(number))
    page.get_by_label('data set').select_option('lift')
    nb.until_other(lambda: nb.value_of('b', 'player.count'), '10')
    ms = _frames_are_drawn_in_ms(nb, [60 + number], wait=300)
    page.get_by_label('data set').select_option('short')
    nb.until_value(lambda: nb.value_of('b', 'player.count'), '10')
    return ms[0]


def test_the_episode_browser_follows_slider_keys_and_buttons_in_time(notebook):
    nb, player = _open_episode_browser(notebook)

    def drawn():
        return player.get_attribute('data-drawn')

    _keys_move_the_player(nb, player, drawn)
    nb.shot('episode_browser', OUTPUT)
    _buttons_move_the_player(nb, player, drawn)
    warm = _frames_are_drawn_in_ms(nb, [(41 * k + 5) % 97 for k in range(40)])
    nb.page.get_by_label('data set').select_option('short')
    last = nb.page.locator('.jp-OutputArea').last
    nb.until(lambda: '10 frames' in last.inner_text())
    cold = [_cold_ms(nb, number) for number in range(1, 9)]
    record('episode browser, 3 cameras and 3 touch streams, slider to picture', warm)
    record('the same, a moment that the browser does not have', cold)


def test_the_hsa_bench_answers_at_once(notebook, trained):
    opens = f"""
        from tactile_nb.explore.widgets import hsa_bench
        b = hsa_bench({str(trained)!r})
        b.part.value = 'all'
        b.size.value = 256.
        b
    """
    nb = notebook(cells('bench', opens))
    out, keyboard = _first_output(nb), nb.page.keyboard

    def picture():
        return out.locator('img').first.get_attribute('src')

    nb.until(picture)
    keys = {
        'temperature κ': 'PageUp',
        'batch size': 'PageDown',
        'hardness β': 'PageUp',
        'share in contact': 'PageDown',
    }
    for name, key in keys.items():
        before = picture()
        out.get_by_role('slider', name=name).focus()
        keyboard.press(key)
        nb.until_other(picture, before)
    words = out.inner_text()
    out.get_by_role('slider', name='weight in the total').focus()
    keyboard.press('ArrowRight')
    nb.until_other(out.inner_text, words)
    nb.changes(picture, out.get_by_label('mask pairs that cannot be told apart').click)
    nb.changes(picture, out.get_by_label('different episodes').click)
    nb.changes(picture, out.get_by_role('button', name='another batch').click)
    episodes = out.get_by_label('episodes', exact=True)
    nb.changes(picture, lambda: episodes.select_option('training'))
    episodes.select_option('all')
    nb.python('b.size.value = 256.')
    nb.page.wait_for_timeout(500)
    nb.shot('hsa_bench', OUTPUT)
    ms = nb.page.evaluate(script('time_images'))
    record('HSA bench at B = 256, slider to picture', ms)


@pytest.fixture
def watched():
    "Folder of a run that goes on until it is stopped; it is, whatever happens"
    from tactile_nb.explore.launch import busy
    from tactile_nb.training.runs import STOP, Run

    run = BROWSER / 'watched'
    yield run
    while run.exists() and busy(Run(run)):
        (run / STOP).touch()
        time.sleep(0.2)


def _curves_move(nb):
    "The history is there, and goes on"
    curves = nb.page.locator('canvas[role=img]')

    def label():
        return curves.first.get_attribute('aria-label')

    nb.until(lambda: curves.count() >= 2)
    nb.until_other(label, label())


def test_the_monitor_follows_a_run_through_reload_restart_stop_and_resume(notebook, watched):
    def status():
        return json.loads((watched / 'status.json').read_text())

    nb = notebook(cells('monitor', *monitor_cells(watched)))
    _curves_move(nb)
    nb.page.evaluate('async () => { await window.nb.context.save() }')
    nb.open()
    _curves_move(nb)
    nb.restart()
    nb.run_all(60)  # attaches to the run that kept going
    _curves_move(nb)
    nb.shot('training_monitor', f'{OUTPUT}:has(canvas)')
    stop = nb.page.get_by_role('button', name='stop after this step')
    last = nb.page.locator('.jp-OutputArea').last
    stop.click()
    nb.until(lambda: 'interrupted' in last.inner_text())
    stopped = status()['step']
    nb.page.get_by_role('button', name='resume').click()
    nb.until_value(lambda: status()['state'], 'running')
    nb.until(lambda: status()['step'] > stopped)
    nb.until(stop.is_enabled)
    stop.click()
    nb.until(lambda: status()['state'] in ('interrupted', 'done'))


def test_the_diagnosis_panel_finds_the_fault_and_hands_over_the_fix(notebook, trained):
    opens = f"""
        from tactile_nb.explore.widgets import diagnosis_panel
        p = diagnosis_panel({str(trained)!r})
        p
    """
    nb = notebook(cells('panel', opens))
    out = _first_output(nb)
    fix = out.get_by_role('button', name='apply fix')
    assert fix.is_disabled()
    out.get_by_role('button', name='diagnose').click()
    nb.until(fix.is_enabled, 120_000)
    assert out.get_by_label('fix of').input_value().startswith('the learning rate is too low')
    assert 'lr' in nb.value_of('p', 'report.verdict')
    fix.click()
    nb.until(lambda: 'mended.json' in out.inner_text())
    assert float(nb.value_of('p', 'config.lr')) > 1e-8
    nb.shot('diagnosis_panel', OUTPUT)


def test_the_compare_board_filters_sorts_and_shows(notebook, trained):
    opens = f"""
        from tactile_nb.explore.widgets import compare_board
        c = compare_board({str(write_board(trained))!r})
        c
    """
    nb = notebook(cells('board', opens))
    out, keyboard = _first_output(nb), nb.page.keyboard
    forest = out.locator('img').first

    def focused():
        return nb.page.evaluate('document.activeElement.tagName')

    nb.until(lambda: '4 of 4 runs' in out.inner_text())
    before = nb.until(lambda: forest.get_attribute('src'))
    out.get_by_label('filter').fill('touch')
    nb.until(lambda: '2 of 4 runs' in out.inner_text())
    nb.until_other(lambda: forest.get_attribute('src'), before)
    out.get_by_label('filter').fill('')
    nb.until(lambda: '4 of 4 runs' in out.inner_text())
    sort = out.get_by_label('sort by')
    sort.select_option('success on grip, %')
    out.get_by_label('largest first').click()
    first = out.locator('tbody tr').first
    nb.until(lambda: first.inner_text().startswith('touch'))
    keyboard.press('Shift+Tab')
    assert focused() == 'SELECT'
    # a list answers to the arrows, and the focus stays
    nb.changes(sort.input_value, lambda: keyboard.press('ArrowUp'))
    assert focused() == 'SELECT'
    nb.shot('compare_board', OUTPUT)


SLIDERS = ('frame', 'right', 'down', 'forward', 'tilt', 'pan', 'roll')
LENS_SLIDERS = ('focal length', 'centre x', 'centre y')


def _drag(page, slider):
    "By mouse, as most people do: from the middle to the right"
    box = slider.bounding_box()
    middle = box['y'] + box['height'] / 2
    page.mouse.move(box['x'] + box['width'] / 2, middle)
    page.mouse.down()
    page.mouse.move(box['x'] + 0.7 * box['width'], middle, steps=5)
    page.mouse.up()


def test_the_camera_check_moves_the_box_and_saves(notebook):
    from tactile_nb.data.tasks import get_task

    tasks = BROWSER / 'camera' / 'data' / 'tasks.toml'
    tasks.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / 'data' / 'tasks.toml', tasks)
    opens = f"""
        from tactile_nb.explore.widgets import camera_check
        from pathlib import Path
        k = camera_check('lift', Path({str(tasks)!r}))
        k
    """
    nb = notebook(cells('camera', opens))
    out = _first_output(nb)

    def picture():
        return out.locator('img').first.get_attribute('src')

    nb.until(picture)
    for name in SLIDERS + LENS_SLIDERS:
        before = picture()
        out.get_by_role('slider', name=name, exact=True).focus()
        nb.page.keyboard.press('PageUp')
        nb.until_other(picture, before)
    nb.changes(picture, out.get_by_role('button', name='back to the task').click)
    out.get_by_label('camera', exact=True).select_option('wrist')
    nb.until(lambda: 'cameras.wrist' in out.inner_text())
    right = out.get_by_role('slider', name='right', exact=True)
    nb.changes(picture, lambda: _drag(nb.page, right))
    nb.shot('camera_check', OUTPUT)
    out.get_by_role('button', name='save to the task').click()
    nb.until(lambda: 'saved to' in out.inner_text())
    assert get_task('lift', tasks).cameras['wrist'].position[0] > 0.05


def _look_in(out, folder):
    "As on a busy page: the path is heard when the button goes down, the press a second later"
    out.get_by_label('folder').fill(str(folder))
    out.get_by_role('button', name='look').click(delay=900)


def _fill(nb, field, value):
    field.fill(value)
    nb.page.keyboard.press('Tab')


def test_the_wizard_writes_an_entry_and_a_baseline_trains_on_it(notebook):
    real = ROOT / '..' / 'shared' / 'real' / 'bridge'
    folder = real.resolve() if real.exists() else ROOT / 'data' / 'lift'
    home = BROWSER / 'wizard'
    (home / 'data').mkdir(parents=True, exist_ok=True)
    nb = notebook(cells('wizard', *wizard_cells(home)))
    out = _first_output(nb)
    name = out.get_by_label('name', exact=True)
    write = out.get_by_role('button', name='write the entry')

    def says(words):
        nb.until(lambda: words in out.inner_text())

    _look_in(out, ROOT / 'nbs')
    says('no layout')
    _look_in(out, folder)
    says('To decide')
    nb.until(out.locator('canvas').count)
    _fill(nb, name, 'my data')
    write.click()
    says('letters, digits')
    _fill(nb, name, 'mine')
    _fill(nb, out.get_by_label('frames a second'), '5')
    nb.until_value(lambda: nb.value_of('w', 'browser.player.fps'), '5.0')
    out.get_by_role('button', name='check all episodes').click()
    says('good: 16 episodes')
    write.click()
    says('written to')
    nb.shot('wizard', OUTPUT)
    nb.run_last(120)
    assert '(' in nb.text() and 'done' in nb.text()


def _visible_outputs(nb):
    "Number and output of every cell that shows something, in sight"
    codes = nb.page.locator('.jp-CodeCell')
    for i in range(codes.count()):
        area = codes.nth(i).locator('.jp-Cell-outputArea')
        if area.count() and area.first.is_visible():
            area.first.scroll_into_view_if_needed()
            nb.page.wait_for_timeout(300)
            yield i, area.first


@pytest.mark.parametrize('theme', ['Light', 'Dark'])
def test_every_control_has_a_name_is_reached_by_keyboard_and_can_be_read(notebook, trained, theme):
    nb = notebook(cells('access', *every_widget(trained)))
    nb.wear(theme)
    nb.until(lambda: nb.page.locator('.tactile-panel').count() >= 7)
    nb.page.wait_for_timeout(500)
    nameless, unreachable, faint = [], [], []
    for i, area in _visible_outputs(nb):
        lines = area.aria_snapshot().splitlines()
        nameless += [(i, line.strip()) for line in lines if WITHOUT_NAME.match(line)]
        dim, lost = area.evaluate(script('unreadable'))
        faint += [(i, *found) for found in dim]
        unreachable += lost
    nb.shot_all(f'all_widgets_{theme.lower()}')
    assert not nameless and not unreachable and not faint, (nameless, unreachable, faint)


def test_a_tutorial_that_was_run_and_saved_leaves_the_clone_as_it_is(notebook):
    name = 'nbs/tutorials/concepts.ipynb'
    before = (ROOT / name).read_bytes()
    nb = notebook(name)
    nb.page.evaluate('async () => { await window.nb.context.save() }')
    assert (ROOT / name).read_bytes() == before
    kept = json.loads((ROOT / 'runs' / 'notebooks' / 'concepts.ipynb').read_text())
    assert any(cell.get('outputs') for cell in kept['cells'])
