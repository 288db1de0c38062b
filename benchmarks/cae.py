"""What the autoencoder of force grids leaves of the mean grid's error: on held-out episodes of
insert, and on real grids.

    python benchmarks/cae.py

The real grids (Contactile, 3 × 3 pillars) are one recording: the first 70 % train, the last 30 %
are held out. Writes benchmarks/results/cae.md.
"""

import tempfile

import numpy as np
import torch
from tables import head, row, stamp

from tactile_nb.data.tasks import project_root
from tactile_nb.models.grids import CAE, recon_error, scale_cells
from tactile_nb.training.config import TrainConfig
from tactile_nb.training.trainer import train

STEPS = 1500
TRAIN_SHARE = 0.7
TOUCHING_N = 0.5  # normal force of a whole grid
REAL = '../shared/real/contactile/force_grid_2sensors_tension.npz'
COLUMNS = (
    'grids',
    'autoencoder',
    'mean grid of the training data',
    'share left',
    'in contact',
)


def result_row(name, errors):
    "Two errors and two shares"
    reconstructed, of_mean, share, share_in_contact = errors
    cells = [f'{reconstructed:.4f}', f'{of_mean:.4f}', f'{share:.2f}', f'{share_in_contact:.2f}']
    return row([name, *cells])


def simulated():
    "The errors on held-out episodes of insert"
    with tempfile.TemporaryDirectory() as folder:
        config = TrainConfig.make(
            task_name='insert',
            stage='cae',
            camera_names='none',
            ckpt_dir=folder,
            num_steps=STEPS,
            batch_size=64,
            warmup_steps=100,
            val_every=STEPS,
            checkpoint_every=STEPS,
            contact_share=0.0,
            device='cpu',
        )
        found = train(config).result
    keys = ('recon_all', 'mean_grid_all', 'share_all', 'share_contact')
    return [found[f'val_force_{key}'] for key in keys]


def fit(grids):
    "An autoencoder of 3 × 3 grids"
    torch.manual_seed(0)
    cae = CAE((3, 3))
    optimizer = torch.optim.AdamW(cae.parameters(), 1e-3)
    for _ in range(STEPS):
        picked = torch.randint(0, len(grids), (128,))
        loss = (cae(grids[picked]) - grids[picked]).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return cae


def real(path):
    "The errors on the end of a real recording"
    forces = torch.from_numpy(np.load(path, allow_pickle=False)['force_grid']).float()
    cut = int(TRAIN_SHARE * len(forces))
    seen, held_out = (part.flatten(0, 1) for part in (forces[:cut], forces[cut:]))
    touching = held_out[..., 2].sum((1, 2)).abs() > TOUCHING_N
    seen, held_out = scale_cells(seen), scale_cells(held_out)
    found = recon_error(fit(seen), held_out, seen.mean(0), touching)
    in_contact = found.get('share_contact', float('nan'))
    return [found['recon_all'], found['mean_grid_all'], found['share_all'], in_contact]


def main():
    "Train, and write what came out"
    torch.set_num_threads(1)
    root = project_root()
    rows = [result_row('insert, simulated 10 × 12, held-out episodes', simulated())]
    if (root / REAL).exists():
        name = 'Contactile, real 3 × 3, last 30 % of the recording'
        rows.append(result_row(name, real(root / REAL)))
    lines = [
        f'# Autoencoder of force grids\n\n{stamp()}. '
        'Mean squared error on the asinh scale of cells.\n',
        head(COLUMNS),
        *rows,
    ]
    text = '\n'.join(lines) + '\n'
    (root / 'benchmarks/results/cae.md').write_text(text)
    print(text)


if __name__ == '__main__':
    main()
