"""In LeRobot's environment: its own ACT, trained by its own loop, and asked through a pipe

python tools/interop/lerobot_act.py train DATASET RUN STEPS [options of lerobot-train]
python tools/interop/lerobot_act.py serve RUN HANDLE
"""

import json
import resource
import subprocess
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
import torch
from lerobot.configs.policies import PreTrainedConfig
from lerobot.policies.factory import get_policy_class, make_pre_post_processors

WEIGHTS = 'checkpoints/last/pretrained_model'


def training(dataset: Path, run: Path, steps: int, *options: str) -> list:  # a command
    "LeRobot's own training on this machine alone"
    return [
        str(Path(sys.executable).with_name('lerobot-train')),
        f'--dataset.root={dataset}',
        '--dataset.repo_id=local/x',
        f'--output_dir={run}',
        f'--steps={steps}',
        '--policy.device=cpu',
        '--policy.push_to_hub=false',
        '--wandb.enable=false',
        *options,
    ]


def train(dataset: Path, run: Path, steps: int, *options: str) -> None:
    "Train ACT, and note beside its checkpoint how long the whole call took"
    begun = time.perf_counter()
    subprocess.run(training(dataset, run, steps, '--policy.type=act', *options), check=True)
    seconds = time.perf_counter() - begun
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)  # of cores, the loader's included
    facts = dict(
        steps=steps,
        seconds=round(seconds),
        core_seconds=round(spent.ru_utime + spent.ru_stime),
        options=options,
    )
    (run / 'trained.json').write_text(json.dumps(facts, indent=1))


def as_lerobot(values: np.ndarray) -> torch.Tensor:
    "An observation as LeRobot gives it: pictures in [0, 1] and channels first"
    if values.dtype == np.uint8:
        return torch.from_numpy(values.transpose(2, 0, 1) / 255.0).float()
    return torch.from_numpy(values)


def open_policy(folder: Path):  # a function of an observation
    "A saved policy with its own processors; it answers with a chunk in raw units"
    config = PreTrainedConfig.from_pretrained(folder)
    policy = get_policy_class(config.type).from_pretrained(folder, config=config)
    before, after = make_pre_post_processors(config, str(folder))

    def answer(observation: dict) -> np.ndarray:  # (chunk, A)
        item = {key: as_lerobot(values) for key, values in observation.items()}
        return after(policy.predict_action_chunk(before(item)))[0].numpy()

    return answer


def serve(run: Path, handle: int) -> None:
    "Answer the observations that come through a pipe until it is closed"
    answer = open_policy(run / WEIGHTS)
    pipe = Connection(handle)
    pipe.send('ready')
    while True:
        try:
            observation = pipe.recv()
        except EOFError:
            return
        pipe.send(answer(observation))


if __name__ == '__main__':
    if sys.argv[1] == 'train':
        train(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]), *sys.argv[5:])
    else:
        serve(Path(sys.argv[2]), int(sys.argv[3]))
