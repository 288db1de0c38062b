"""What do the probes cost while training, and how long does a diagnosis take?

    python benchmarks/probes.py

Training steps with the watch at its default interval and without it, alternating in blocks in one process (medians), and
`diagnose` on a finished run of 300 steps. Limits: 2 % of a step, 60 s on two cores. Appends to benchmarks/results/probes.md.
"""

import contextlib
import io
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tactile_nb.evidence.diagnosis import diagnose
from tactile_nb.training.config import TrainConfig
from tactile_nb.training.trainer import Trainer, train
from tactile_nb.training.watch import Watch

if __name__ == '__main__':
    every = TrainConfig().probe_every
    rows = []
    for name, kw in dict(small={}, wrist=dict(camera_names='wrist', hsa_img_size=32)).items():
        with tempfile.TemporaryDirectory() as d, contextlib.redirect_stdout(io.StringIO()):
            c = TrainConfig.make(
                **{
                    **dict(
                        task_name='lift',
                        camera_names='wrist,third_person',
                        tactile_names='force',
                        enable_hsa=True,
                        ckpt_dir=d,
                        num_steps=300,
                        warmup_steps=50,
                        threads=2,
                        device='cpu',
                        val_every=300,
                        checkpoint_every=300,
                    ),
                    **kw,
                }
            )
            t = Trainer(c)
            t.setup()
            t.model = t.policy
            batches = iter(t.loader(0))
            b = next(batches)
            cost = {0: [], every: []}
            for _ in range(3):
                t.train_step(b)
            for block in range(12):
                for e in (0, every):
                    # a block of `every` steps holds one look; every tenth counts the parameters, too
                    t.watch = Watch(e)
                    t.watch.looks = block
                    t.step = 0
                    t0 = time.perf_counter()
                    for k in range(every):
                        t.step = k
                        t.train_step(b)
                    cost[e].append((time.perf_counter() - t0) / every)
            plain, watched = (statistics.median(cost[e]) for e in (0, every))
            pairs = statistics.median(w / p - 1 for p, w in zip(cost[0], cost[every]))
        with tempfile.TemporaryDirectory() as d, contextlib.redirect_stdout(io.StringIO()):
            train(TrainConfig.make(**{**c.to_json(), 'ckpt_dir': d}))
            secs = []
            for _ in range(3):
                t0 = time.perf_counter()
                diagnose(d)
                secs.append(time.perf_counter() - t0)
        rows.append(
            f'| {name} | {1e3 * plain:.1f} | {1e3 * watched:.1f} | {100 * pairs:+.2f} % | 2 % | {statistics.median(secs):.1f} | 60 |'
        )
        print(rows[-1], file=sys.stderr)
    text = '\n'.join(
        [
            f'\n{time.strftime("%Y-%m-%d")}, {os.cpu_count()} cores, 2 threads, a look every {every} steps\n',
            '| run | ms a step without | with | extra (median of 12 pairs) | limit | diagnosis s | limit |',
            '|---|---|---|---|---|---|---|',
            *rows,
        ]
    )
    out = Path(__file__).parent / 'results' / 'probes.md'
    out.parent.mkdir(exist_ok=True)
    new = not out.exists()
    f = out.open('a')
    f.write(('# Cost of the probes\n' if new else '') + text + '\n')
    print(text)
