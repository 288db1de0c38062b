"""A run of tactile_nb as a LeRobot checkpoint

python -m lerobot_policy_tactile_nb.export RUN FOLDER
"""

import json
import sys
from pathlib import Path

from lerobot.configs.types import FeatureType, PolicyFeature

from tactile_nb.core.errors import ConfigError
from tactile_nb.models.policies import policy_name
from tactile_nb.training.runs import Run

from .configuration_tactile_nb import TactileActConfig, TactileFlowConfig, TactileVlaConfig
from .exportable import EXPORTED, check_exportable
from .modeling_tactile_nb import (
    TOUCH,
    VIEW,
    TactileActPolicy,
    TactileFlowPolicy,
    TactileVlaPolicy,
)
from .processor_tactile_nb import _make

CLASSES = (
    (TactileActConfig, TactileActPolicy),
    (TactileFlowConfig, TactileFlowPolicy),
    (TactileVlaConfig, TactileVlaPolicy),
)
KINDS = dict(zip(EXPORTED, CLASSES, strict=True))
MOST_EXECUTED = 8  # actions of a chunk before the next prediction


def picture(height: int, width: int) -> PolicyFeature:
    "A camera as LeRobot's policies see it: channels first"
    return PolicyFeature(FeatureType.VISUAL, (3, height, width))


def numbers(*shape: int) -> PolicyFeature:
    "State, a force grid, or a window of a fast sensor"
    return PolicyFeature(FeatureType.STATE, shape)


def touch_feature(spec) -> PolicyFeature:
    "A touch sensor as it comes with a frame"
    if spec.kind == 'image':
        return picture(*spec.shape[:2])
    window = (spec.window,) if spec.window > 1 else ()
    return numbers(*window, *spec.shape)


def input_features(settings) -> dict:  # key -> PolicyFeature
    "What the policy reads, in LeRobot's terms"
    inputs = {'observation.state': numbers(settings.state_dim)}
    for name in settings.cameras:
        inputs[VIEW + name] = picture(settings.img_size, settings.img_size)
    for name, spec in settings.tactile.items():
        inputs[TOUCH + name] = touch_feature(spec)
    return inputs


def export_run(run, folder) -> Path:
    "config.json, model.safetensors and processors of the newest checkpoint"
    policy = Run(run).policy()
    settings = policy.config
    folder = Path(folder)
    check_exportable(run, settings)
    config_class, policy_class = KINDS[policy_name(settings)]
    config = config_class(
        device='cpu',
        push_to_hub=False,
        chunk_size=settings.chunk_size,
        n_action_steps=min(MOST_EXECUTED, settings.chunk_size),
        img_size=settings.img_size,
        input_features=input_features(settings),
        output_features={'action': PolicyFeature(FeatureType.ACTION, (settings.action_dim,))},
        policy_json=json.dumps(settings.to_json()),
    )
    exported = policy_class(config)
    exported.policy.load_state_dict(policy.state_dict())
    exported.save_pretrained(folder)
    for pipeline in _make(config):
        pipeline.save_pretrained(folder)
    return folder


if __name__ == '__main__':
    try:
        print(export_run(*sys.argv[1:3]))
    except ConfigError as error:
        raise SystemExit(str(error)) from None
