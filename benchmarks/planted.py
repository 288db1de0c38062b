"""Does the diagnosis name planted faults, does it stay silent on healthy runs, and do its
prescriptions work?

    python benchmarks/planted.py [faults, comma separated] [processes]

Thresholds were set on data/lift with seeds 0-2. Here every fault of tactile_nb.evidence.planted is
planted with seeds 50-52 in runs on another recording (16 lift demonstrations, recorded with seed
1200), healthy runs of many kinds are searched for false alarms, and where a parameter mends the
fault, report.fix is applied and the run repeated. Two runs at a time, one thread each. An
interrupted scoring goes on where it stopped (runs/planted/rows.jsonl; delete it to start anew).
Writes benchmarks/results/planted.md and planted.json.
"""

import contextlib
import io
import json
import multiprocessing
import shutil
import sys
import time
from concurrent.futures import ProcessPoolExecutor

import torch
from faults.recordings import SETTINGS, project_of
from planted_page import table

from tactile_nb.data.tasks import get_task, project_root
from tactile_nb.evidence.planted import FAULTS, planted_run
from tactile_nb.sim.bench import record

SEEDS = (50, 51, 52)
CLIPS = dict(task_name='lift_clips', hsa_img_size=64)
VARIANTS = [
    dict(seed=50, camera_names='wrist,third_person', hsa_img_size=64),
    dict(seed=51, tactile_names='left,right', hsa_img_size=64),
    dict(seed=52, touch='concat'),
    dict(seed=53, enable_hsa=False),
    dict(seed=54, enable_hsa=False, touch='none'),
    dict(seed=55, batch_size=8),
    dict(seed=56, batch_size=32),
    dict(seed=57, hidden_dim=128, feedforward_dim=256, hsa_feature_dim=128),
    dict(seed=58, hidden_dim=32, hsa_feature_dim=32, heads=2),
    dict(seed=59, view_encoder='small_vit', lr=5e-4),
    dict(seed=60, hsa_loss='multi_positive'),
    dict(seed=61, hsa_loss='memory_bank', hsa_bank_size=64),
    dict(seed=62, hsa_loss='siglip'),
    dict(seed=63, hsa_loss='vicreg'),
    dict(seed=64, hsa_learn_temperature=True),
    dict(seed=65, hsa_hardness=0.5, hsa_class_prior=0.05),
    dict(seed=66, num_steps=120, warmup_steps=20),
    dict(seed=67, num_steps=600, warmup_steps=100),
    dict(seed=68, lr_schedule='constant'),
    dict(seed=69, contact_share=0.5),
]
END_ROWS = 20  # logged lines at the end of a run: its last 100 steps


def healthy_settings():
    "What every healthy run changes"
    return [
        *[dict(seed=seed) for seed in (50, 51, 52, 53, 54, 55)],
        *[dict(seed=seed, dataset_dir='') for seed in (60, 61, 62)],
        *[dict(seed=seed, **CLIPS) for seed in (50, 51, 52)],
        *VARIANTS,
        dict(seed=50, **SETTINGS['bridge']),
    ]


def end_loss(rows):
    "Alignment and action loss at the end of a run"
    last = rows[-END_ROWS:]
    return sum(logged['action'] + logged.get('hsa_wrist', 0.0) for logged in last) / len(last)


def metrics(planted):
    "The logged lines of a run"
    return planted.report.evidence.s.metrics


def mended_by_settings(name):
    "Whether a parameter mends a fault"
    return bool(name and FAULTS[name].settings and not FAULTS[name].data)


def score_run(job):
    "Plant, train, diagnose and, where a parameter mends the fault, mend it: a line of rows.jsonl"
    torch.set_num_threads(1)
    name, settings, folder = job
    rest = {key: value for key, value in settings.items() if key != 'seed'}
    started = time.time()
    with contextlib.redirect_stdout(io.StringIO()), project_of(rest.get('task_name'), folder):
        planted = planted_run(name, folder, settings['seed'], **rest)
        scored = describe(job, planted, rest)
        if mended_by_settings(name):
            scored |= mend(job, planted, rest)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(f'{folder}-fixed', ignore_errors=True)
    say(scored, time.time() - started)
    return scored


def describe(job, planted, rest):
    "What the diagnosis said of one run"
    report = planted.report
    first = report.findings[0] if report.findings else None
    rows = metrics(planted)
    return dict(
        job=list(job),
        fault=job[0],
        seed=job[1]['seed'],
        settings=rest,
        place=planted.place,
        named=planted.named,
        cause=first.cause if first else '',
        evidence=first.evidence if first else '',
        errors=[error.code for error in report.errors],
        verdict=report.verdict,
        steps=report.steps,
        train_s=round(planted.train_seconds, 1),
        diagnose_s=round(report.seconds, 1),
        loss=end_loss(rows) if rows else None,
        notes=report.notes,
    )


def mend(job, planted, rest):
    "Apply the prescription and run again; why not, where there is none"
    name, settings, folder = job
    seed = settings['seed']
    try:
        config = planted.report.fix(planted.config)
    except ValueError as error:
        return dict(fix=str(error))
    faulty, mended = planted.config.to_json(), config.to_json()
    changed = {key: value for key, value in mended.items() if value != faulty[key]}
    kept = {key: value for key, value in mended.items() if key not in ('ckpt_dir', 'seed')}
    again = planted_run('', f'{folder}-fixed', seed, **{**rest, **kept})
    out = dict(fix=changed, fixed_loss=end_loss(metrics(again)))
    if 'camera_names' in FAULTS[name].settings:  # a loss of other views needs its own healthy run
        cameras = FAULTS[name].settings['camera_names']
        healthy = planted_run('', f'{folder}-healthy', seed, **rest, camera_names=cameras)
        out['healthy_loss'] = end_loss(metrics(healthy))
    return out


def say(scored, seconds):
    "A line on the screen for a run that is done"
    name = scored['fault']
    found = f'place {scored["place"]}' if name else scored['errors'] or 'no error'
    print(f'{name or "healthy":24} seed {scored["seed"]}: {found}, {seconds:.0f} s', flush=True)


def record_data(root):
    "The demonstrations that the runs learn from; gives the folder of the lift ones"
    data = root / 'runs/data/lift-1200'
    cameras = get_task('lift').camera_names
    record(data, 16, 1200, cameras=cameras, touch_images=True)
    clips = get_task('lift_clips')
    record(clips.path, 1000, 100, 'lift_clips', cameras=clips.camera_names)
    return data


def make_jobs(names, data, work):
    "Fault (empty: healthy), settings and folder of every run"
    jobs = []
    for changes in healthy_settings():
        folder = '' if 'task_name' in changes else str(data)
        jobs.append(('', {'dataset_dir': folder, **changes}))
    for name in names:
        jobs += [(name, dict(seed=seed, dataset_dir=str(data))) for seed in SEEDS]
    return [(*job, str(work / str(number))) for number, job in enumerate(jobs)]


def key_of(job):
    "What makes a run the same run"
    return json.dumps(job[:2])


def score(jobs, work, processes):
    "The rows of all runs in the order of the jobs; what is finished is kept"
    kept = work / 'rows.jsonl'
    rows = [json.loads(line) for line in kept.read_text().splitlines()] if kept.exists() else []
    done = {key_of(scored['job']) for scored in rows}
    left = [job for job in jobs if key_of(job) not in done]
    spawn = multiprocessing.get_context('spawn')
    with ProcessPoolExecutor(processes, spawn) as pool, open(kept, 'a') as log:
        for scored in pool.map(score_run, left):
            rows.append(scored)
            log.write(json.dumps(scored) + '\n')
            log.flush()
    order = [key_of(job) for job in jobs]
    wanted = [scored for scored in rows if key_of(scored['job']) in order]
    return sorted(wanted, key=lambda scored: order.index(key_of(scored['job'])))


def main():
    "Score the diagnosis and write what came out"
    root = project_root()
    data = record_data(root)
    names = sys.argv[1].split(',') if len(sys.argv) > 1 else list(FAULTS)
    processes = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    work = root / 'runs/planted'
    work.mkdir(parents=True, exist_ok=True)
    started = time.time()
    rows = score(make_jobs(names, data, work), work, processes)
    out = root / 'benchmarks' / 'results'
    out.mkdir(exist_ok=True)
    (out / 'planted.json').write_text(json.dumps(rows, indent=1))
    (out / 'planted.md').write_text(table(rows, SEEDS))
    print(table(rows, SEEDS)[:1200])
    print(f'{time.time() - started:.0f} s')


if __name__ == '__main__':
    main()
