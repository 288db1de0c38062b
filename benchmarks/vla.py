"""What a sensor that only some trajectories have is worth: every fusion on synthetic needle insertion.

    python benchmarks/vla.py

200 training trajectories with 5.5 % or 50 % sensor, three training seeds; the error of the depth step in mm on other trajectories, with and without the sensor. Finished runs are kept. Writes benchmarks/results/vla.md.
"""

import json
import os
import time

import numpy as np

FUSIONS = ('none', 'concat', 'cross_attention', 'gated')
SHARES = {'5.5 %': (11, 189), '50 %': (100, 100)}


def errors(
    run, windows
):  # trajectory -> mean |predicted - demonstrated| depth step of the chunk, mm

    p, out = run.policy(), []
    for e in range(len(windows.lens)):
        b = windows.batch(windows.frames_of(e))
        ok = ~b['action_is_pad']
        out.append(float((p.predict(b)[..., 2] - b['action'][..., 2]).abs()[ok].mean()))
    return np.array(out)


if __name__ == '__main__':
    import torch

    from tactile_nb.data.episodes import open_episodes
    from tactile_nb.data.tasks import get_task, project_root
    from tactile_nb.data.windows import Windows
    from tactile_nb.evidence.needle import make_needle
    from tactile_nb.training.config import TrainConfig
    from tactile_nb.training.trainer import train

    torch.set_num_threads(1)
    root = project_root()
    make_needle(root / 'runs/data/needle_test', 30, 30, 1, rate=130.0, pixels=128)
    t = get_task('needle', dataset_dir='runs/data/needle_test')
    test = Windows(open_episodes(t.path, t), t, chunk_size=8, img_size=32)
    has = test.has['oct']
    r = np.random.default_rng(0)
    table, facts = [], {}
    for share, (a, b) in SHARES.items():
        data = f'runs/data/needle-{a}-{b}'
        make_needle(root / data, a, b, 0, rate=130.0, pixels=128)
        got = {}
        for f in FUSIONS:
            runs = [
                train(
                    TrainConfig.make(
                        task_name='needle',
                        dataset_dir=data,
                        policy='vla',
                        fusion=f,
                        touch_encoder='series',
                        hsa_img_size=32,
                        chunk_size=8,
                        batch_size=32,
                        num_steps=1000,
                        warmup_steps=100,
                        contact_share=0.0,
                        image_shift=0,
                        sensor_weight=2.0,
                        sensor_dropout=0.1,
                        ckpt_dir=f'runs/vla/{a}-{f}-{s}',
                        seed=s,
                        val_every=1000,
                        checkpoint_every=1000,
                        log_every=100,
                        device='cpu',
                    )
                )
                for s in range(3)
            ]
            got[f] = np.stack([errors(o, test) for o in runs])  # (seeds, trajectories)

        def cell(x, base=None):  # mean with 95 % over trajectories and seeds
            i = r.integers(0, x.shape[1], (2000, x.shape[1]))
            s = r.integers(0, len(x), (2000, len(x)))
            pick = lambda v: v[s[:, :, None], i[:, None]].mean((1, 2))
            d = pick(x) if base is None else pick(x) / pick(base)
            m = x.mean() if base is None else x.mean() / base.mean()
            return m, *np.quantile(d, (0.025, 0.975))

        for f, x in got.items():
            s, q = cell(x[:, has]), cell(x[:, has], got['none'][:, has])
            n, p = cell(x[:, ~has]), cell(x[:, ~has], got['none'][:, ~has])
            facts[f'{share} {f}'] = dict(sensor=s, ratio=q, bare=n, bare_ratio=p)
            table.append(
                f'| {share} | {f} | **{s[0]:.4f}** [{s[1]:.4f}, {s[2]:.4f}] | {q[0]:.2f} [{q[1]:.2f}, {q[2]:.2f}] | {n[0]:.4f} [{n[1]:.4f}, {n[2]:.4f}] | {p[0]:.2f} [{p[1]:.2f}, {p[2]:.2f}] |'
            )
    text = (
        f'# A sensor that only some samples have\n\n{time.strftime("%Y-%m-%d")}, {os.cpu_count()} cores. Synthetic needle insertion, 200 training trajectories, 3 training seeds; error of the depth step over chunks of 8, mm, on 30 other trajectories with and 30 without the sensor. Intervals: bootstrap over trajectories and seeds.\n\n| trajectories with the sensor | fusion | error with the sensor | beside none | error without the sensor | beside none |\n|---|---|---|---|---|---|\n'
        + '\n'.join(table)
        + '\n'
    )
    (root / 'benchmarks/results/vla.md').write_text(text)
    (root / 'benchmarks/results/vla.json').write_text(json.dumps(facts, indent=1))
    print(text)
