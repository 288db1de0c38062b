"""Writing and reading LeRobot v3.0 datasets: ours beside LeRobot 0.4.4's own, on the same episodes, in one run.

    make interop && python benchmarks/convert.py [.venv-interop/bin/python]

Pictures 2 × 224², 50-action chunks. Medians of three rounds that take turns. Writes benchmarks/results/convert.md.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

MEMORY = """import sys
from pathlib import Path
import numpy as np
sys.argv=['x']
from tactile_nb.data.episodes import Episode,Episodes
from tactile_nb.data.lerobot_write import write_lerobot
from tactile_nb.data.schema import Feature
class Lazy(Episode):
    def __init__(self,i): self.file,self.fps,self.instruction,self.i=f'e{i}',30.,'x',i; self.features={'observation.images.a':Feature((224,224,3),'uint8'),'action':Feature((7,),'float32')}
    def __len__(self): return 60
    def _read(self,k,a,b):
        r=np.random.default_rng(self.i); return r.integers(0,255,(b-a,224,224,3)).astype('uint8') if 'images' in k else r.normal(size=(b-a,7)).astype('float32')
n=%d
write_lerobot(Episodes([Lazy(i) for i in range(n)],'x','x'),Path('%s')/f'mem{n}',workers=1,progress='none')
print(int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0])/1024)
"""

PEER = """
import sys, time, json, shutil, numpy as np
from pathlib import Path
from lerobot.datasets.lerobot_dataset import LeRobotDataset
d = Path(sys.argv[1]); rounds = int(sys.argv[2]); z = np.load(d/'episodes.npz'); n = len({k.split('/')[0] for k in z.files}); eps = [{k: z[f'{i}/{k}'] for k in ('observation.images.a', 'observation.images.b', 'observation.state', 'action')} for i in range(n)]
f = {'observation.images.a': dict(dtype='image', shape=(224, 224, 3), names=['height', 'width', 'channels']), 'observation.images.b': dict(dtype='image', shape=(224, 224, 3), names=['height', 'width', 'channels']), 'observation.state': dict(dtype='float32', shape=(7,), names=None), 'action': dict(dtype='float32', shape=(7,), names=None)}

def write():
    shutil.rmtree(d/'peer', ignore_errors=True); t = time.perf_counter(); ds = LeRobotDataset.create('a/b', fps=30, features=f, root=d/'peer', use_videos=False)
    for e in eps:
        for i in range(len(e['action'])): ds.add_frame({**{k: v[i] for k, v in e.items()}, 'task': 'x'})
        ds.save_episode()
    ds.finalize(); return sum(len(e['action']) for e in eps)/(time.perf_counter()-t)
def read(k):
    ds = LeRobotDataset('a/b', root=d/'peer', delta_timestamps={'action': [i/30 for i in range(50)]}); r = np.random.default_rng(0); ids = r.integers(0, len(ds), k); ds[0]; t = time.perf_counter()
    for i in ids: ds[int(i)]
    return k/(time.perf_counter()-t)
print(json.dumps(dict(write=write(), read=read(12))))
"""


def episodes(folder, n, frames):
    y, x = np.mgrid[:224, :224]
    r = np.random.default_rng(0)
    out = {}
    for i in range(n):
        for k in 'ab':
            out[f'{i}/observation.images.{k}'] = np.stack(
                [
                    np.stack(
                        [
                            128 + 90 * np.sin((x + 3 * t + 20 * i) / 17) + r.normal(0, 3, x.shape),
                            128 + 90 * np.cos((y + 2 * t) / 23) + r.normal(0, 3, x.shape),
                            (x + y + t) % 255 + 0.0 * x,
                        ],
                        -1,
                    ).clip(0, 255)
                    for t in range(frames)
                ]
            ).astype('uint8')
        for k in ('observation.state', 'action'):
            out[f'{i}/{k}'] = r.normal(size=(frames, 7)).astype('float32')
    np.savez(folder / 'episodes.npz', **out)
    return out


if __name__ == '__main__':
    from tactile_nb.data.episodes import Episode, Episodes, open_episodes
    from tactile_nb.data.lerobot_write import write_lerobot
    from tactile_nb.data.schema import Feature
    from tactile_nb.data.tasks import TaskConfig, project_root
    from tactile_nb.data.windows import Windows

    class Made(Episode):
        def __init__(self, i, data):
            self.file, self.data, self.fps, self.instruction = f'made_{i}', data, 30.0, 'x'
            self.features = {k: Feature(v.shape[1:], str(v.dtype)) for k, v in data.items()}

        def __len__(self):
            return len(self.data['action'])

        def _read(self, k, a, b):
            return self.data[k][a:b]

    peer = sys.argv[1] if len(sys.argv) > 1 else '.venv-interop/bin/python'
    N, T = 6, 100
    with tempfile.TemporaryDirectory() as d:
        d = Path(d)
        raw = episodes(d, N, T)
        es = Episodes(
            [
                Made(i, {k.split('/', 1)[1]: v for k, v in raw.items() if k.startswith(f'{i}/')})
                for i in range(N)
            ],
            'made',
            'made',
        )
        (d / 'peer.py').write_text(PEER)
        rows = {}
        task = TaskConfig('made', str(d), ('a', 'b'), fps=30.0)
        for _ in range(3):
            for kind in ('png', 'jpeg'):
                t = time.perf_counter()
                write_lerobot(
                    es, d / kind, overwrite=True, workers=1, progress='none', pictures=kind
                )
                rows.setdefault(f'write {kind}', []).append(N * T / (time.perf_counter() - t))
            got = open_episodes(d / 'png')
            state, action = (
                np.concatenate([e.read(k) for e in got]) for k in ('observation.state', 'action')
            )
            ids = np.random.default_rng(0).integers(0, N * T, 200)

            def item(i):
                e, f = divmod(int(i), T)
                return (
                    [got[e].read(f'observation.images.{k}', f, f + 1)[0] for k in 'ab'],
                    state[i],
                    action[i : min(i + 50, (e + 1) * T)],
                )

            t = time.perf_counter()
            [item(i) for i in ids]
            rows.setdefault('read png', []).append(len(ids) / (time.perf_counter() - t))
            w = Windows(got, task, chunk_size=50, cache_dir=d / 'cache')
            ids = np.random.default_rng(0).integers(0, N * T, 3000)
            t = time.perf_counter()
            [w.batch([i]) for i in ids]
            rows.setdefault('read cache', []).append(len(ids) / (time.perf_counter() - t))
            t = time.perf_counter()
            [w.batch(ids[i : i + 32]) for i in range(0, 2976, 32)]
            rows.setdefault('read cache, batches of 32', []).append(
                2976 / (time.perf_counter() - t)
            )
            if Path(peer).exists():
                r = subprocess.run(
                    [peer, str(d / 'peer.py'), str(d), '1'],
                    capture_output=True,
                    text=True,
                    env={**os.environ, 'HF_HUB_OFFLINE': '1'},
                )
                p = (
                    json.loads(r.stdout.strip().splitlines()[-1])
                    if r.returncode == 0
                    else sys.exit(r.stderr[-1500:])
                )
                rows.setdefault('LeRobot write', []).append(p['write'])
                rows.setdefault('LeRobot read', []).append(p['read'])
        m = {k: float(np.median(v)) for k, v in rows.items()}
        code = MEMORY
        mem = {
            n: float(
                subprocess.run(
                    [sys.executable, '-c', code % (n, d)],
                    capture_output=True,
                    text=True,
                    check=True,
                ).stdout.split()[-1]
            )
            for n in (5, 40)
        }
    base = lambda k, p: f'{m[k] / m[p]:.0f} ×' if p in m else 'not measured'
    out = [
        '# Writing and reading LeRobot v3.0',
        '',
        f'{time.strftime("%Y-%m-%d")}, {os.cpu_count()} cores, one process each, {N} episodes of {T} frames, 2 × 224² pictures, median of 3 rounds.',
        '',
        '| | frames or items a second | beside LeRobot 0.4.4 in the same run |',
        '|---|---|---|',
    ]
    for k, p in (
        ('LeRobot write', 'LeRobot write'),
        ('write png', 'LeRobot write'),
        ('write jpeg', 'LeRobot write'),
        ('LeRobot read', 'LeRobot read'),
        ('read png', 'LeRobot read'),
        ('read cache', 'LeRobot read'),
        ('read cache, batches of 32', 'LeRobot read'),
    ):
        if k in m:
            out.append(f'| {k} | {m[k]:,.1f} | {base(k, p)} |')
    out += [
        '',
        'Writing includes exact statistics, reading everything back and renaming. Peak memory of a conversion: '
        + ', '.join(f'{v:.0f} MB with {n} episodes' for n, v in mem.items())
        + '.',
    ]
    (project_root() / 'benchmarks/results/convert.md').write_text('\n'.join(out) + '\n')
    print('\n'.join(out))
