"""The page that gpu.py writes"""

import json

from tables import head, row

NOT_MEASURED = '*not measured*'
COLUMNS = ('what', 'value', 'seconds of the part')
TITLES = {
    'act': 'ACT, preset real, B = 16, three CLIP ViT-B/16 of 224 px, bfloat16',
    'alignment': 'alignment loss, forward and backward, D = 768',
    'flow': 'flow over SmolVLM2-500M, B = 8, two views of 512 px, bfloat16',
    'vla': 'VLA over Qwen2.5-VL-3B, LoRA, B = 8, one view of 224 px, bfloat16',
    'loader': 'loader to the GPU, B = 16, three views of 224 px',
}


def step_text(found):
    "The numbers of a training step in words"
    answer = f'; an answer {found["answer_ms"]:.1f} ms' if 'answer_ms' in found else ''
    return (
        f'{found["step_ms"]:.1f} ms a step, {found["step_tflop"]:.2f} TFLOP, '
        f'{found["share_of_matrix_rate"]:.0%} of the matrix rate of {found["matrix_tflops"]:.0f} '
        f'TFLOP/s, {found["peak_gb"]:.1f} GB{answer}; {found["trained"]:,} of '
        f'{found["parameters"]:,} parameters trained'
    )


def loss_text(found):
    "The numbers of one loss in words"
    if 'skipped' in found:
        return found['skipped']
    return f'{found["ms"]:.2f} ms, {found["more_mb"]:.0f} MB'


def rows_of(name, found):
    "The rows of a part"
    title = TITLES[name]
    spent = f'{found["seconds"]:.0f}' if 'seconds' in found else ''
    if 'skipped' in found:
        return [row([title, f'{NOT_MEASURED}: {found["skipped"]}', spent])]
    if name == 'alignment':
        sizes = [key for key in found if key != 'seconds']
        both = {key: [loss_text(found[key][who]) for who in ('ours', 'open_clip')] for key in sizes}
        texts = {key: f'ours {ours}; open_clip {theirs}' for key, (ours, theirs) in both.items()}
        return [row([f'{title}, B = {key}', text, spent]) for key, text in texts.items()]
    if name == 'loader':
        text = f'{found["samples_s"]:.0f} samples/s, {found["mb_s"]:.0f} MB/s'
        return [row([title, text, spent])]
    return [row([title, step_text(found), spent])]


def write(where, found, out):
    "Results as JSON and as a table"
    rows = [line for name in TITLES for line in rows_of(name, found[name])]
    said = ', '.join(f'{key} {value}' for key, value in where.items() if key != 'small')
    sizes = ' **Small sizes: no measurement of anything.**' if where['small'] else ''
    text = '\n'.join([f'# On a GPU\n\n{said}.{sizes}\n', head(COLUMNS), *rows]) + '\n'
    if out:
        out.mkdir(parents=True, exist_ok=True)
        (out / 'gpu.json').write_text(json.dumps(where | found, indent=1) + '\n')
        (out / 'gpu.md').write_text(text)
    return text
