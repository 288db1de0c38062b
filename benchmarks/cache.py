"""The feature cache: a first epoch against cached ones, and the store at 100,000 entries.

    python benchmarks/cache.py

A mid-size random Qwen2.5-VL (the real class) on a CPU. Medians of three. Writes benchmarks/results/cache.md.
"""

import os
import subprocess
import sys
import tempfile
import time

import numpy as np
import torch


def policy(width, layers, depth):
    from transformers import Qwen2_5_VLConfig

    from tactile_nb.data.normalize import Normalizer
    from tactile_nb.models.vla import VLA, VLAConfig

    q = Qwen2_5_VLConfig(
        text_config=dict(
            hidden_size=width,
            num_hidden_layers=layers,
            num_attention_heads=4,
            num_key_value_heads=2,
            head_dim=width // 4,
            intermediate_size=3 * width,
            vocab_size=300,
            bos_token_id=1,
            eos_token_id=2,
            rope_parameters=dict(
                rope_type='default',
                rope_theta=1e6,
                mrope_section=[
                    width // 8 // 4,
                    width // 8 * 3 // 8,
                    width // 8 - width // 8 // 4 - width // 8 * 3 // 8,
                ],
            ),
        ),
        vision_config=dict(
            depth=depth,
            hidden_size=width,
            num_heads=4,
            intermediate_size=3 * width,
            out_hidden_size=width,
            window_size=112,
            fullatt_block_indexes=[depth - 1],
        ),
        image_token_id=290,
        video_token_id=291,
        vision_start_token_id=292,
        vision_end_token_id=293,
    )
    n = Normalizer(dict(state=(7,), action=(7,)))
    [
        getattr(n, k).copy_(torch.ones(()) if 'scale' in k else torch.zeros(()))
        for k in n.state_dict()
    ]
    return VLA(
        VLAConfig(
            state_dim=7,
            action_dim=7,
            chunk_size=8,
            img_size=112,
            cameras={'side': None},
            vlm='qwen2_5_vl_3b',
            fusion='none',
            touch='none',
            allow_random_backbone=True,
            instructions=('insert the needle',),
            dropout=0.0,
            hidden_dim=width,
        ),
        n,
        q,
    )


if __name__ == '__main__':
    from tactile_nb.data.store import ArrayStore, content_key
    from tactile_nb.data.tasks import project_root
    from tactile_nb.models.features import FeatureCache

    torch.set_num_threads(2)
    rows = []
    med = lambda v: float(np.median(v))
    for name, a in dict(tiny=(32, 2, 2), mid=(256, 8, 8)).items():
        first, later = [], []
        for _ in range(3):
            with tempfile.TemporaryDirectory() as d:
                torch.manual_seed(0)
                p = policy(*a)
                c = FeatureCache(p, d)
                B = [
                    {
                        'observation.images.side': torch.randint(
                            0, 255, (8, 112, 112, 3), dtype=torch.uint8
                        ),
                        'observation.state': torch.randn(8, 7),
                        'action': torch.randn(8, 8, 7),
                        'action_is_pad': torch.zeros(8, 8, dtype=torch.bool),
                    }
                    for _ in range(6)
                ]
                o = torch.optim.AdamW([q for q in p.parameters() if q.requires_grad])

                def epoch():
                    t = time.perf_counter()
                    for b in B:
                        loss = p.losses(c(b))['action']
                        o.zero_grad()
                        loss.backward()
                        o.step()
                    return time.perf_counter() - t

                first.append(epoch())
                later.append(med([epoch() for _ in range(3)]))
        rows.append((name, sum(q.numel() for q in p.backbone.parameters()), med(first), med(later)))
    with tempfile.TemporaryDirectory() as d:
        N = 100_000
        s = ArrayStore(d, {}, 64, 'float16')
        keys = [content_key(str(i)) for i in range(N)]
        x = np.zeros((4, 64), 'float16')
        t = time.perf_counter()
        [s.put(k, x) for k in keys]
        write = N / (time.perf_counter() - t)
        s.close()
        opened = []
        for _ in range(3):
            t = time.perf_counter()
            s = ArrayStore(d, {}, 64, 'float16')
            opened.append(time.perf_counter() - t)
        pick = [keys[i] for i in np.random.default_rng(0).integers(0, N, 60_000)]
        [s.get(k) for k in pick]
        speed = []
        for _ in range(3):
            t = time.perf_counter()
            [s.get(k) for k in pick]
            speed.append(len(pick) / (time.perf_counter() - t))
        code = f"from tactile_nb.data.store import ArrayStore,content_key\nimport os\nhw=lambda: int(open('/proc/self/status').read().split('VmRSS:')[1].split()[0])/1024\na=hw(); s=ArrayStore({d!r},{{}},64,'float16'); b=hw()\nfor i in range(60000): s.get(content_key(str(i*7%100000)))\nprint(a,b,hw())"
        mem = [
            float(v)
            for v in subprocess.run(
                [sys.executable, '-c', code], capture_output=True, text=True, check=True
            ).stdout.split()
        ]
    text = (
        f'# Feature cache\n\n{time.strftime("%Y-%m-%d")}, {os.cpu_count()} cores, medians of 3.\n\n| Qwen2.5-VL, random weights | backbone parameters | first epoch, s | cached epoch, s | speed-up |\n|---|---|---|---|---|\n'
        + '\n'.join(f'| {n} | {k:,} | {a:.2f} | {b:.2f} | {a / b:.1f} × |' for n, k, a, b in rows)
        + f'\n\n| the store with 100,000 entries | |\n|---|---|\n| opens in | {med(opened):.2f} s |\n| random reads a second, warm, checksums included | {med(speed):,.0f} |\n| writes a second | {write:,.0f} |\n| memory before, opened, after 60,000 reads | {mem[0]:.0f}, {mem[1]:.0f}, {mem[2]:.0f} MB |\n'
    )
    (project_root() / 'benchmarks/results/cache.md').write_text(text)
    print(text)
