"""What the autoencoder of force grids leaves of the mean grid's error: on held-out episodes of insert, and on real grids.

    python benchmarks/cae.py

The real grids (Contactile, 3 × 3 pillars) are one recording: the first 70 % train, the last 30 % are held out. Writes benchmarks/results/cae.md.
"""

import os
import tempfile
import time

import numpy as np
import torch

if __name__ == '__main__':
    from tactile_nb.data.tasks import project_root
    from tactile_nb.models.grids import CAE, recon_error, scale_cells
    from tactile_nb.training.config import TrainConfig
    from tactile_nb.training.trainer import train

    torch.set_num_threads(1)
    root = project_root()
    rows = []
    with tempfile.TemporaryDirectory() as d:
        r = train(
            TrainConfig.make(
                task_name='insert',
                stage='cae',
                camera_names='none',
                ckpt_dir=d,
                num_steps=1500,
                batch_size=64,
                warmup_steps=100,
                val_every=1500,
                checkpoint_every=1500,
                contact_share=0.0,
                device='cpu',
            )
        ).result
    rows.append(
        (
            'insert, simulated 10 × 12, held-out episodes',
            r['val_force_recon_all'],
            r['val_force_mean_grid_all'],
            r['val_force_share_all'],
            r['val_force_share_contact'],
        )
    )
    f = root / '../shared/real/contactile/force_grid_2sensors_tension.npz'
    if f.exists():
        x = torch.from_numpy(np.load(f, allow_pickle=False)['force_grid']).float()
        cut = int(0.7 * len(x))
        a, b = (scale_cells(o.flatten(0, 1)) for o in (x[:cut], x[cut:]))
        torch.manual_seed(0)
        m = CAE((3, 3))
        o = torch.optim.AdamW(m.parameters(), 1e-3)
        touching = x[cut:].flatten(0, 1)[..., 2].sum((1, 2)).abs() > 0.5
        for _ in range(1500):
            i = torch.randint(0, len(a), (128,))
            loss = (m(a[i]) - a[i]).square().mean()
            o.zero_grad()
            loss.backward()
            o.step()
        e = recon_error(m, b, a.mean(0), touching)
        rows.append(
            (
                'Contactile, real 3 × 3, last 30 % of the recording',
                e['recon_all'],
                e['mean_grid_all'],
                e['share_all'],
                e.get('share_contact', float('nan')),
            )
        )
    text = (
        f'# Autoencoder of force grids\n\n{time.strftime("%Y-%m-%d")}, {os.cpu_count()} cores. Mean squared error on the asinh scale of cells.\n\n| grids | autoencoder | mean grid of the training data | share left | in contact |\n|---|---|---|---|---|\n'
        + '\n'.join(f'| {n} | {p:.4f} | {q:.4f} | {s:.2f} | {c:.2f} |' for n, p, q, s, c in rows)
        + '\n'
    )
    (root / 'benchmarks/results/cae.md').write_text(text)
    print(text)
