"""The series-sensor VLA at real size: parameters on paper, an index of 98,709 windows, and acting with the backbone apart.

    python benchmarks/vla_size.py

Writes benchmarks/results/vla_size.md. Milliseconds at real size need a GPU and are marked as not measured without one.
"""

import os
import subprocess
import sys
import tempfile
import time
from types import SimpleNamespace

import numpy as np
import torch

INDEX = """
import numpy as np, sys, time
from pathlib import Path
from tactile_nb.data.episodes import Episode, Episodes
from tactile_nb.data.schema import Feature
from tactile_nb.data.tasks import TaskConfig, TouchSpec
from tactile_nb.data.windows import BatchOrder, Windows
d, n = Path(sys.argv[1]), int(sys.argv[2]); rss = lambda: int(open('/proc/self/status').read().split('VmRSS:')[1].split()[0])/1024
def stream(i): return np.load(d/f's{i % 8}.npy', mmap_mode='r')
class E(Episode): # 30 steps at 5 Hz; one in eighteen has six seconds of sensor
    def __init__(self, i, T, weight): self.i, self.T, self.weight, self.sensor = i, T, weight, i % 18==0; self.file, self.fps = f'e{i}', 5.; self.features = {'observation.state': Feature((7,), 'float32'), 'action': Feature((7,), 'float32')} | ({'observation.tactile.oct': Feature((1026,), 'float32', 'series')} if self.sensor else {})
    def __len__(self): return self.T
    def close(self): pass
    def _read(self, k, a, b): return np.full((b-a, 7), self.i, 'float32')
    def read_samples(self, k): return stream(self.i) if 'tactile' in k else self.read(k)
    def samples(self, k): return 3900
es = Episodes([E(i, 30 if i < n//30 else n % 30, (1., 2., .5, 4.)[i % 4]) for i in range(-(-n//30))], 'made', 'made'); t0 = TaskConfig('t', str(d), (), fps=5., tactile=dict(oct=TouchSpec('series', (1026,), 650., '', 650, optional=True, groups=(1, 1025), contact_threshold=.1)))
if len(sys.argv) > 3: Windows(Episodes(es.items[:18*8+1], 'made', 'made'), t0, chunk_size=8); sys.exit() # the streams are summarised once
a = rss(); t = time.perf_counter(); w = Windows(es, t0, chunk_size=8); o = BatchOrder(w, 32, 0); b = rss(); opened = time.perf_counter()-t
t = time.perf_counter(); [w.batch(o(k)) for k in range(20)]; batch = (time.perf_counter()-t)/20; draws = np.concatenate([w.episode_index[o(k)] % 4 for k in range(400)])
print(len(w), opened, batch*1e3, a, b, rss(), *[float((draws==k).mean()) for k in range(4)], float(np.mean([w.has['oct'][w.episode_index[o(k)]].mean() for k in range(400)])))
"""

if __name__ == '__main__':
    from tactile_nb.data.normalize import Normalizer
    from tactile_nb.data.sensors import TouchSpec
    from tactile_nb.data.tasks import project_root
    from tactile_nb.models.vla import VLA, VLAConfig
    from tactile_nb.training.optim import param_groups

    oct = dict(
        oct=TouchSpec('series', (1026,), 650.0, '', window=650, optional=True, groups=(1, 1025))
    )
    cfg = SimpleNamespace(lr=1e-4, view_lr=0.0, touch_lr=5e-4, vl_lr=1e-5, weight_decay=0.01)
    rows = []
    for ft in ('none', 'lora', 'full'):
        with torch.device('meta'):
            m = VLA(
                VLAConfig(
                    7,
                    7,
                    8,
                    224,
                    cameras={'a': None, 'b': None},
                    tactile=oct,
                    instructions=('x',),
                    vlm='qwen2_5_vl_3b',
                    finetune_vl=ft,
                    allow_random_backbone=True,
                    series_dim=1024,
                    dec_layers=4,
                    feedforward_dim=8192,
                    heads=16,
                ),
                Normalizer({'state': (7,), 'action': (7,), 'touch.oct': (1026,)}),
            )
        n = lambda keep: sum(p.numel() for k, p in m.named_parameters() if keep(k, p))
        g = param_groups(m, cfg)
        rows.append(
            f'| {ft} | {n(lambda k, p: True):,} | {n(lambda k, p: k.startswith("backbone")):,} | {n(lambda k, p: "lora" in k):,} | {n(lambda k, p: k.startswith("touches")):,} | '
            + '; '.join(
                f'{o["name"]} {sum(p.numel() for p in o["params"]):,} at {o["base_lr"]:g}'
                for o in g
            )
            + ' |'
        )
    lines = []
    with tempfile.TemporaryDirectory() as d:
        for i in range(8):
            np.save(f'{d}/s{i}.npy', np.random.default_rng(i).random((3900, 1026), dtype='float32'))
        subprocess.run([sys.executable, '-c', INDEX, d, '20000', 'first'], check=True)
        for n in (24_677, 98_709):
            v = [
                float(x)
                for x in subprocess.run(
                    [sys.executable, '-c', INDEX, d, str(n)],
                    capture_output=True,
                    text=True,
                    check=True,
                ).stdout.split()
            ]
            lines.append(
                f'| {int(v[0]):,} | {v[1]:.2f} s | {v[2]:.0f} ms | {v[3]:.0f}, {v[4]:.0f}, {v[5]:.0f} MB | {", ".join(f"{x:.2f}" for x in v[6:10])} | {100 * v[10]:.1f} % |'
            )
    from cache import policy

    from tactile_nb.models.serving import AsyncBackbone

    torch.set_num_threads(2)
    torch.manual_seed(0)
    p = policy(256, 8, 8).eval()
    o = {
        'observation.images.side': np.zeros((112, 112, 3), 'uint8'),
        'observation.state': np.zeros(7, 'float32'),
    }
    t = time.perf_counter()
    [p.act(o) for _ in range(5)]
    whole = (time.perf_counter() - t) / 5 * 1e3
    with AsyncBackbone(p) as a:
        a.step(o)
        t = time.perf_counter()
        ages = [a.step(o)[1] for _ in range(60)]
        apart = (time.perf_counter() - t) / 60 * 1e3
        looks = a.looks
    text = (
        f'# The series-sensor VLA at real size\n\n{time.strftime("%Y-%m-%d")}, {os.cpu_count()} cores.\n\n## Qwen2.5-VL-3B, two views of 224 px, the published sensor tower, four-layer head; on the meta device\n\n| backbone | parameters | of the backbone | LoRA | sensor tower | groups of the optimiser |\n|---|---|---|---|---|---|\n'
        + '\n'.join(rows)
        + '\n\n## An index of all windows, four families of weights 1, 2, .5, 4, one trajectory in eighteen with a 650 Hz sensor (simulated, streams mapped from disk)\n\n| windows | opens in | a batch of 32 | memory before, opened, after 20 batches | shares drawn (.13, .27, .07, .53 asked) | with the sensor |\n|---|---|---|---|---|---|\n'
        + '\n'.join(lines)
        + f'\n\n## Acting, mid-size random Qwen2.5-VL (14.8 M) on this CPU\n\n| | |\n|---|---|\n| backbone and head together | {whole:.0f} ms an action |\n| head alone, backbone in its thread | {apart:.1f} ms an action, {looks} looks meanwhile, tokens at most {max(ages) * 1e3:.0f} ms old |\n| milliseconds a step at real size | *not measured* |\n'
    )
    (project_root() / 'benchmarks/results/vla_size.md').write_text(text)
    print(text)
