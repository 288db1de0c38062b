"""Does touch_use tell policies apart that use touch, have none, and were trained with shuffled touch?

    python benchmarks/touch_use.py [episodes] [steps]

Data where touch matters: a handed object is gripped and moved by three times its offset in the hand, which the fixed camera
cannot see (a few pixels) and the fingers feel. Three arms, three seeds, the fixed camera alone. For the shuffled arm, touch is
permuted within every batch. Writes benchmarks/results/touch_use.md.
"""

import contextlib
import io
import multiprocessing
import os
import shutil
import sys
import time
from concurrent.futures import ProcessPoolExecutor

ARMS = ('touch', 'no touch', 'shuffled touch')


def one(job):
    import torch

    torch.set_num_threads(1)
    from tactile_nb.evidence.touch_use import touch_use
    from tactile_nb.training.config import TrainConfig
    from tactile_nb.training.trainer import Trainer

    arm, seed, data, steps, folder = job
    shutil.rmtree(folder, ignore_errors=True)
    c = TrainConfig.make(
        task_name='lift_clips',
        dataset_dir=data,
        camera_names='third_person',
        touch='none' if arm == 'no touch' else 'tokens',
        ckpt_dir=folder,
        num_steps=steps,
        warmup_steps=steps // 10,
        val_every=steps,
        checkpoint_every=steps,
        seed=seed,
        device='cpu',
        threads=1,
    )

    class Shuffled(Trainer):
        def train_step(self, batch):
            p = (
                torch.randperm(c.batch_size, generator=torch.Generator().manual_seed(self.step))
                if arm == 'shuffled touch'
                else torch.arange(c.batch_size)
            )
            return super().train_step(
                {k: v[p] if k.startswith('observation.tactile') else v for k, v in batch.items()}
            )

    t = time.time()
    tr = Shuffled(c)
    with contextlib.redirect_stdout(io.StringIO()):
        tr.run()
    u = touch_use(tr.policy, tr.data, 512)
    print(f'{arm} seed {seed}: {u.verdict}, {time.time() - t:.0f} s', flush=True)
    return arm, seed, u.numbers, u.verdict


if __name__ == '__main__':
    from tactile_nb.data.tasks import project_root
    from tactile_nb.evidence.bench import record

    n, steps = (int(a) for a in (sys.argv[1:3] + ['600', '1500'][len(sys.argv[1:3]) :]))
    root = project_root()
    data = root / f'runs/data/carry-{n}'
    record(data, n, 700, 'carry', ('third_person',))
    jobs = [
        (a, s, str(data), steps, str(root / f'runs/touch_use/{a.replace(" ", "-")}-{s}'))
        for s in range(3)
        for a in ARMS
    ]
    with ProcessPoolExecutor(2, multiprocessing.get_context('spawn')) as pool:
        rows = list(pool.map(one, jobs))
    f = lambda t: f'{t[0]:.3f} [{t[1]:.3f}, {t[2]:.3f}]'
    lines = [
        f'# Three policies and their touch\n\n{time.strftime("%Y-%m-%d")}, {n} episodes of `carry`, {steps} steps, fixed camera, {os.cpu_count()} cores. Held-out error: normalised L1 of the chunk, frames in contact; growth with 95 % bootstrap intervals over episodes.\n',
        '| trained with | seed | held-out error | growth, touch of other samples | growth, touch at rest | change of the action, shuffled | last action again | share of touch | verdict |',
        '|---|---|---|---|---|---|---|---|---|',
    ]
    for a, s, u, v in sorted(rows, key=lambda r: ARMS.index(r[0])):
        o = u['sensors'].get('force')
        lines.append(
            f'| {a} | {s} | {f(u["error"])} | {f(o["shuffle"]["error"]) if o else "-"} | {f(o["zero"]["error"]) if o else "-"} | {format(o["shuffle"]["action_change"], ".3f") if o else "-"} | {u["baselines"]["copy_last_action"][0]:.3f} | {u["shares"].get("touch force", 0):.2f} | {v.split(":")[0]} |'
        )
    (root / 'benchmarks/results/touch_use.md').write_text('\n'.join(lines) + '\n')
    print('\n'.join(lines))
