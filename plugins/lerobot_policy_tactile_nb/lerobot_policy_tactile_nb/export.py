"""A run of tactile_nb as a LeRobot checkpoint: python -m lerobot_policy_tactile_nb.export RUN FOLDER"""

import json
import sys
from pathlib import Path

from lerobot.configs.types import FeatureType, PolicyFeature
from tactile_nb.training.runs import Run

from .configuration_tactile_nb import TactileActConfig, TactileFlowConfig
from .modeling_tactile_nb import TOUCH, VIEW, TactileActPolicy, TactileFlowPolicy
from .processor_tactile_nb import _make


def export_run(run, folder) -> Path:
    """config.json, model.safetensors and processors of the newest checkpoint"""
    p = Run(run).policy()
    c, folder = p.config, Path(folder)
    kinds = {
        'act': (TactileActConfig, TactileActPolicy),
        'flow': (TactileFlowConfig, TactileFlowPolicy),
    }
    kind = getattr(c, 'kind', 'act')
    if kind not in kinds:
        raise SystemExit(
            f'{run}: LeRobot knows the policies act and flow of tactile_nb, this is {kind}'
        )
    if c.obs_steps > 1 or tuple(c.state_keys) != ('observation.state',):
        raise SystemExit(
            f'{run}: obs_steps {c.obs_steps} and state_keys {c.state_keys}: LeRobot gives one frame of observation.state'
        )
    visual = lambda h, w: PolicyFeature(FeatureType.VISUAL, (3, h, w))
    inputs = {
        'observation.state': PolicyFeature(FeatureType.STATE, (c.state_dim,)),
        **{VIEW + n: visual(c.img_size, c.img_size) for n in c.cameras},
    }
    inputs |= {
        TOUCH + n: visual(*s.shape[:2])
        if s.kind == 'image'
        else PolicyFeature(FeatureType.STATE, tuple(s.shape))
        for n, s in c.tactile.items()
    }
    config_cls, policy_cls = kinds[kind]
    config = config_cls(
        device='cpu',
        push_to_hub=False,
        chunk_size=c.chunk_size,
        n_action_steps=min(8, c.chunk_size),
        img_size=c.img_size,
        input_features=inputs,
        output_features={'action': PolicyFeature(FeatureType.ACTION, (c.action_dim,))},
        policy_json=json.dumps(c.to_json()),
    )
    q = policy_cls(config)
    q.policy.load_state_dict(p.state_dict())
    q.save_pretrained(folder)
    for pipe in _make(config):
        pipe.save_pretrained(folder)
    return folder


if __name__ == '__main__':
    print(export_run(*sys.argv[1:3]))
