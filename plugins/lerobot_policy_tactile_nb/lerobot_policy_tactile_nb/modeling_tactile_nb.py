"""The policies: batches of LeRobot in, batches of tactile_nb inside"""

import dataclasses
import json
from collections import deque

import torch
from torch.nn import functional as F

from lerobot.policies.pretrained import PreTrainedPolicy
from tactile_nb.data.normalize import Normalizer
from tactile_nb.data.sensors import TouchSpec
from tactile_nb.models.policies import make_policy, policy_classes

from .configuration_tactile_nb import TactileActConfig, TactileFlowConfig

TOUCH, VIEW = 'observation.tactile.', 'observation.images.'


def touch_specs(features: dict, threshold: float) -> dict:
    """Sensor name -> TouchSpec from LeRobot's features"""
    out = {}
    for key, f in features.items():
        if not key.startswith(TOUCH):
            continue
        shape = tuple(f.shape)
        if f.type.value == 'VISUAL':
            out[key[len(TOUCH) :]] = TouchSpec('image', (*shape[1:], shape[0]), 1.0)
        elif len(shape) == 4 and shape[-1] == 3:
            out[key[len(TOUCH) :]] = TouchSpec('grid', shape, 1.0, 'N', contact_threshold=threshold)
        else:
            raise ValueError(
                f'{key}: expected a force grid (fingers, rows, cols, 3) or a picture, found shape {shape}'
            )
    return out


def fitted_normalizer(shapes: dict, stats: dict | None) -> Normalizer:
    """The policy's own normaliser from the statistics of a LeRobot dataset; without them it waits for weights"""
    n = Normalizer(shapes)
    if not stats:
        return n
    get = lambda key, what: torch.as_tensor(stats[key][what]).float().flatten()
    for key, name in (('state', 'observation.state'), ('action', 'action')):
        (
            n._set(key, 'mean', get(name, 'mean')),
            n._set(key, 'scale', get(name, 'std').clamp(min=n.std_floor)),
        )
    for key in shapes:
        if key.startswith('touch.'):
            name = TOUCH + key[len('touch.') :]
            n._set(
                key,
                'scale',
                (3 * (get(name, 'mean').square() + get(name, 'std').square()).sqrt()).clamp(
                    min=1e-6
                ),
            )
    return n


class TactilePolicy(PreTrainedPolicy):
    """What both policies share."""

    config_class, name, kind = TactileActConfig, 'tactile', ''

    def __init__(self, config, dataset_stats=None, dataset_meta=None, **kwargs):
        super().__init__(config)
        self.fps = dataset_meta.fps if dataset_meta is not None else None
        self.ends = (
            torch.as_tensor(list(dataset_meta.episodes['dataset_to_index']))
            if dataset_meta is not None
            else None
        )
        config.validate_features()
        f = {**config.input_features, **config.output_features}
        specs = (
            touch_specs(config.input_features, config.contact_threshold)
            if config.touch != 'none'
            else {}
        )
        named = (
            [n.strip() for n in config.tactile_names.split(',') if n.strip()]
            or [n for n, s in specs.items() if s.kind == 'grid']
            or list(specs)
        )
        if missing := [n for n in named if n not in specs]:
            raise ValueError(
                f'tactile_names: {missing[0]} is not in the dataset, which has {", ".join(specs) or "no touch"}'
            )
        specs = {n: specs[n] for n in named}
        cls = policy_classes(self.kind)[1]
        if config.policy_json:
            c = cls.from_json(json.loads(config.policy_json))
        else:
            own = dict(
                state_dim=f['observation.state'].shape[0],
                action_dim=f['action'].shape[0],
                cameras={k[len(VIEW) :]: None for k in f if k.startswith(VIEW)},
                tactile=specs,
                hsa_region='view',
                touch=config.touch if specs else 'none',
                touch_encoder=config.touch_encoder
                if any(s.kind == 'grid' for s in specs.values())
                else 'small',
            )
            known = {o.name for o in dataclasses.fields(cls)}
            c = cls(
                **{
                    k: v
                    for k, v in {
                        **{o.name: getattr(config, o.name) for o in dataclasses.fields(config)},
                        **own,
                    }.items()
                    if k in known
                }
            )
        shapes = {
            'state': (c.state_dim,),
            'action': (c.action_dim,),
            **{f'touch.{n}': (s.shape[-1],) for n, s in c.tactile.items() if s.kind != 'image'},
        }
        self.policy = make_policy(
            c, fitted_normalizer(shapes, None if config.policy_json else dataset_stats)
        )
        self.reset()

    def get_optim_params(self):
        return [p for p in self.parameters() if p.requires_grad]

    def reset(self):
        self.queue = deque()
        if hasattr(self, 'policy') and hasattr(self.policy, 'reset'):
            self.policy.reset()

    def ours(self, batch: dict) -> dict:
        """A batch in the names and types of tactile_nb"""
        c, out = self.policy.config, {}
        for key in self.policy.inputs:
            x = batch[key]
            touch = c.tactile.get(key[len(TOUCH) :]) if key.startswith(TOUCH) else None
            if key.startswith(VIEW) or (touch and touch.kind == 'image'):
                if x.shape[-1] != c.img_size or x.shape[-2] != c.img_size:
                    x = F.interpolate(x, (c.img_size, c.img_size), mode='bilinear', antialias=True)
                x = (x * 255).round().clamp(0, 255).to(torch.uint8).permute(0, 2, 3, 1)
            elif touch and x.ndim == 4:
                x = x[None]
            out[key] = x
        n = len(out['observation.state'])
        if 'task' in batch and hasattr(self.policy, 'tokenize'):
            ids = [
                self.policy.tokenize(t)
                for t in ([batch['task']] * n if isinstance(batch['task'], str) else batch['task'])
            ]
            out['observation.language'] = torch.zeros(
                n,
                max(1, *map(len, ids)) if n > 1 else max(1, len(ids[0])),
                dtype=torch.long,
                device=self.policy.device,
            )
            for i, r in enumerate(ids):
                out['observation.language'][i, : len(r)] = torch.tensor(r)
        for key in ('action', 'action_is_pad'):
            if key in batch:
                out[key] = batch[key]
        if (
            'index' in batch and self.ends is not None
        ):  # LeRobot's pipeline keeps the number of the frame, not its episode and time
            index = batch['index'].reshape(-1)
            out['episode_index'] = torch.searchsorted(self.ends.to(index.device), index, right=True)
            out['timestamp'] = index / self.fps
        grids = [
            x[..., 2].sum((-1, -2)).abs().amax(-1) > self.config.contact_threshold
            for k, x in out.items()
            if k.startswith(TOUCH) and x.ndim == 5
        ]
        out['contact'] = (
            torch.stack(grids).any(0)
            if grids
            else torch.ones(n, dtype=torch.bool, device=self.policy.device)
        )
        return out

    def forward(self, batch: dict):
        parts = self.policy.losses(self.ours(batch))
        weight = lambda k: (
            getattr(self.config, 'kl_weight', 1.0)
            if k == 'kl'
            else getattr(self.config, 'hsa_weight', 1.0)
            if k.startswith('hsa_')
            else 1.0
        )
        return sum(weight(k) * v for k, v in parts.items()), {
            k: float(v.detach()) for k, v in parts.items()
        }

    @torch.no_grad()
    def predict_action_chunk(self, batch: dict, **kwargs):
        return self.policy.predict(self.ours(batch))

    @torch.no_grad()
    def select_action(self, batch: dict, **kwargs):
        if not self.queue:
            self.queue.extend(
                self.predict_action_chunk(batch)[:, : self.config.n_action_steps].transpose(0, 1)
            )
        return self.queue.popleft()


class TactileActPolicy(TactilePolicy):
    """ACT with touch and alignment."""

    config_class, name, kind = TactileActConfig, 'tactile_act', 'act'


class TactileFlowPolicy(TactilePolicy):
    """Flow matching with force grids."""

    config_class, name, kind = TactileFlowConfig, 'tactile_flow', 'flow'
