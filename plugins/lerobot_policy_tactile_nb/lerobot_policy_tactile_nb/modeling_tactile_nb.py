"""The policies: batches of LeRobot in, batches of tactile_nb inside"""

import dataclasses
import json
import logging
from collections import deque

import numpy as np
import torch
from lerobot.policies.pretrained import PreTrainedPolicy

from tactile_nb.data.contact import Rest
from tactile_nb.data.fit import fit_pictures
from tactile_nb.data.normalize import Normalizer
from tactile_nb.data.observe import Sight, blank_shape
from tactile_nb.data.sensors import TouchSpec
from tactile_nb.models.encoder_choice import encoder_names
from tactile_nb.models.language import Instructed
from tactile_nb.models.policies import make_policy, policy_classes

from .configuration_tactile_nb import (
    TactileActConfig,
    TactileConfig,
    TactileFlowConfig,
    TactileVlaConfig,
)
from .zero import check_trainable, zero_words

TOUCH = 'observation.tactile.'
VIEW = 'observation.images.'
TOUCH_SCALE = 3  # root mean squares of touch that become one in the network
SMALLEST_SCALE = 1e-6  # of a sensor that never touched anything


def touch_spec(key: str, feature, threshold: float, *, series: bool = False) -> TouchSpec:
    "What a sensor is, from its shape; (window, channels) is a series where the policy reads one"
    shape = tuple(feature.shape)
    if feature.type.value == 'VISUAL':
        return TouchSpec('image', (*shape[1:], shape[0]), 1.0)
    if len(shape) == 4 and shape[-1] == 3:
        return TouchSpec('grid', shape, 1.0, 'N', contact_threshold=threshold)
    if series and len(shape) <= 2:
        window = shape[0] if len(shape) == 2 else 1
        return TouchSpec('series', shape[-1:], 1.0, window=window, optional=True)
    raise ValueError(
        f'{key}: expected a force grid (fingers, rows, cols, 3) or a picture, found shape {shape}'
    )


def touch_specs(features: dict, threshold: float, *, series: bool = False) -> dict:
    "Sensor name -> TouchSpec from LeRobot's features"
    return {
        key.removeprefix(TOUCH): touch_spec(key, feature, threshold, series=series)
        for key, feature in features.items()
        if key.startswith(TOUCH)
    }


def chosen_sensors(config: TactileConfig) -> dict:  # name -> TouchSpec
    "The sensors a policy reads: those that are named, else the force grids, else all"
    specs = {}
    if config.touch != 'none':
        series = 'series' in encoder_names(config.touch_encoder)
        specs = touch_specs(config.input_features, config.contact_threshold, series=series)
    asked = [name.strip() for name in config.tactile_names.split(',') if name.strip()]
    grids = [name for name, spec in specs.items() if spec.kind == 'grid']
    named = asked or grids or list(specs)
    missing = [name for name in named if name not in specs]
    if missing:
        known = ', '.join(specs) or 'no touch'
        raise ValueError(f'tactile_names: {missing[0]} is not in the dataset, which has {known}')
    return {name: specs[name] for name in named}


def policy_settings(config: TactileConfig, specs: dict, kind: str):  # a config of tactile_nb
    "The settings of the policy: those of an exported one, or LeRobot's with the features"
    settings_class = policy_classes(kind)[1]
    if config.policy_json:
        return settings_class.from_json(json.loads(config.policy_json))
    features = {**config.input_features, **config.output_features}
    has_grid = any(spec.kind == 'grid' for spec in specs.values())
    has_series = any(spec.kind == 'series' for spec in specs.values())
    views = [key.removeprefix(VIEW) for key in features if key.startswith(VIEW)]
    own = dict(
        state_dim=features['observation.state'].shape[0],
        action_dim=features['action'].shape[0],
        cameras=dict.fromkeys(views),
        tactile=specs,
        hsa_region='view',
        touch=config.touch if specs else 'none',
        touch_encoder=config.touch_encoder if has_grid or has_series else 'small',
    )
    asked = {field.name: getattr(config, field.name) for field in dataclasses.fields(config)}
    known = {field.name for field in dataclasses.fields(settings_class)}
    return settings_class(**{k: v for k, v in (asked | own).items() if k in known})


def normalised_shapes(settings) -> dict:  # key of a Normalizer -> shape of its statistics
    "What the policy normalises: state, action, and numbers of touch by channel"
    shapes = dict(state=(settings.state_dim,), action=(settings.action_dim,))
    for name, spec in settings.tactile.items():
        if spec.kind != 'image':
            shapes[f'touch.{name}'] = (spec.shape[-1],)
    return shapes


def fitted_normalizer(shapes: dict, stats: dict | None) -> Normalizer:
    "The policy's own normaliser from a dataset's statistics; without them it waits for weights"
    normalizer = Normalizer(shapes)
    if not stats:
        return normalizer

    def stat(key: str, what: str) -> torch.Tensor:
        return torch.as_tensor(stats[key][what]).float().flatten()

    for key, name in (('state', 'observation.state'), ('action', 'action')):
        normalizer._set(key, 'mean', stat(name, 'mean'))
        normalizer._set(key, 'scale', stat(name, 'std').clamp(min=normalizer.std_floor))
    for key in shapes:
        if key.startswith('touch.'):
            name = TOUCH + key.removeprefix('touch.')
            square = stat(name, 'mean').square() + stat(name, 'std').square()
            square = square.reshape(-1, *shapes[key]).mean(0)  # of a channel, wherever it is
            scale = (TOUCH_SCALE * square.sqrt()).clamp(min=SMALLEST_SCALE)
            normalizer._set(key, 'scale', scale)
    return normalizer


def square_pictures(
    x: torch.Tensor,  # (B, 3, H, W) in [0, 1]
    sight: Sight,
) -> torch.Tensor:  # (B, size, size, 3) uint8
    "Pictures as training in tactile_nb reads them, by the same function"
    bytes_last = (x * 255).round().clamp(0, 255).to(torch.uint8).permute(0, 2, 3, 1)
    if tuple(bytes_last.shape[1:3]) == sight.size:
        return bytes_last
    small = fit_pictures(bytes_last.cpu().numpy(), sight.size, sight.resize)
    return torch.from_numpy(small).to(x.device)


def language_tokens(
    policy: Instructed,
    task: str | list,  # one instruction, or one a sample
    count: int,  # samples
) -> torch.Tensor:  # (B, T) int64, 0 is padding
    "Instructions as numbers"
    texts = [task] * count if isinstance(task, str) else task
    tokens = [policy.tokenize(text) for text in texts]
    longest = max(1, *map(len, tokens)) if count > 1 else max(1, len(tokens[0]))
    ids = torch.zeros(count, longest, dtype=torch.long, device=policy.device)
    for row, numbers in zip(ids, tokens):
        row[: len(numbers)] = torch.tensor(numbers)
    return ids


class TactilePolicy(PreTrainedPolicy):
    "What the policies share"

    config_class = TactileActConfig
    name = 'tactile'
    kind = ''  # of the policy of tactile_nb

    def __init__(self, config, dataset_stats=None, dataset_meta=None, **kwargs):
        super().__init__(config)
        self.fps = None
        self.ends = None  # index behind the last frame of each episode
        if dataset_meta is not None:
            self.fps = dataset_meta.fps
            self.ends = torch.as_tensor(list(dataset_meta.episodes['dataset_to_index']))
        config.validate_features()
        settings = policy_settings(config, chosen_sensors(config), self.kind)
        stats = None if config.policy_json else dataset_stats
        normalizer = fitted_normalizer(normalised_shapes(settings), stats)
        self.policy = make_policy(settings, normalizer)
        if zero_words(settings):
            logging.info('touch: %s', zero_words(settings))
        self.reset()

    def get_optim_params(self) -> list:
        "Parameters that learn"
        return [parameter for parameter in self.parameters() if parameter.requires_grad]

    def reset(self) -> None:
        "A new episode: actions that were planned are forgotten"
        self.queue = deque()
        self.rests = {}  # force grid -> its zero, a sample each

    def see(self, batch: dict) -> dict:
        "Remember a frame: grids that were zeroed in training are zeroed by their first frames"
        out = dict(batch)
        for name, spec in self.policy.config.tactile.items():
            key = TOUCH + name
            if not spec.baseline or key not in batch:
                continue
            x = self.stream(key, batch[key])
            rests = self.rests.setdefault(key, [Rest(spec.baseline) for _ in x])
            rows = [rest(row) for rest, row in zip(rests, x.cpu().numpy(), strict=True)]
            out[key] = torch.from_numpy(np.stack(rows)).to(x.device)
        return out

    def ours(self, batch: dict) -> dict:
        "A batch in the names and types of tactile_nb"
        needed = [key for key in self.policy.inputs if key in batch or not self.is_optional(key)]
        out = {key: self.stream(key, batch[key]) for key in needed}
        count = len(out['observation.state'])
        if 'task' in batch and isinstance(self.policy, Instructed):
            out['observation.language'] = language_tokens(self.policy, batch['task'], count)
        for key in filter(self.is_optional, self.policy.inputs):
            out |= self.presence(key, batch, count)
        for key in ('action', 'action_is_pad'):
            if key in batch:
                out[key] = batch[key]
        # LeRobot's pipeline keeps the number of the frame, not its episode and time
        if 'index' in batch and self.ends is not None:
            index = batch['index'].reshape(-1)
            out['episode_index'] = torch.searchsorted(self.ends.to(index.device), index, right=True)
            out['timestamp'] = index / self.fps
        out['contact'] = self.contact(out, count)
        return out

    def stream(self, key: str, x: torch.Tensor) -> torch.Tensor:
        "One input of the policy: pictures as bytes, a force grid with a batch axis"
        settings = self.policy.config
        is_touch = key.startswith(TOUCH)
        touch = settings.tactile.get(key.removeprefix(TOUCH)) if is_touch else None
        if key.startswith(VIEW) or (touch and touch.kind == 'image'):
            return square_pictures(x, Sight.of(settings))
        if touch and x.ndim == len(blank_shape(touch, 1)):  # LeRobot gives no batch axis to touch
            return x[None]
        return x

    def is_optional(self, key: str) -> bool:
        "Whether a stream is a sensor that a sample may lack"
        spec = self.policy.config.tactile.get(key.removeprefix(TOUCH))
        return key.startswith(TOUCH) and spec.optional

    def presence(self, key: str, batch: dict, count: int) -> dict:
        "Whether an optional sensor is there, by sample; zeros where the batch has none of it"
        spec = self.policy.config.tactile[key.removeprefix(TOUCH)]
        device = self.policy.device
        if key not in batch:
            blank = torch.zeros(count, *blank_shape(spec, 1), device=device)
            return {key: blank, f'{key}.valid': torch.zeros(count, dtype=torch.bool, device=device)}
        out = {}
        if f'{key}.valid' in batch:
            out[f'{key}.valid'] = batch[f'{key}.valid'].reshape(-1).bool()
        if f'{key}.window_valid' in batch:
            recorded = batch[f'{key}.window_valid'].bool()
            out[f'{key}.window_valid'] = recorded.reshape(count, spec.window)
        return out

    def contact(self, batch: dict, count: int) -> torch.Tensor:  # (B,) bool
        "Whether a finger is pressed; true where no grid could say so"
        pressed = []
        for key, x in batch.items():
            if key.startswith(TOUCH) and x.ndim == 5:
                normal = (
                    x[..., 2].sum((-1, -2)).abs().amax(-1)
                )  # N, of the finger that presses most
                pressed.append(normal > self.config.contact_threshold)
        if pressed:
            return torch.stack(pressed).any(0)
        return torch.ones(count, dtype=torch.bool, device=self.policy.device)

    def part_weight(self, name: str) -> float:
        "The weight of a part of the loss"
        return 1.0

    def forward(self, batch: dict) -> tuple[torch.Tensor, dict]:
        "The loss, and its parts as numbers; `ConfigError` where training would see other forces"
        check_trainable(self.policy.config)
        parts = self.policy.losses(self.ours(batch))
        loss = sum(self.part_weight(name) * value for name, value in parts.items())
        return loss, {name: float(value.detach()) for name, value in parts.items()}

    @torch.no_grad()
    def predict_action_chunk(self, batch: dict, **kwargs) -> torch.Tensor:  # (B, chunk, D)
        "All actions of a chunk"
        return self.policy.predict(self.ours(batch))

    @torch.no_grad()
    def select_action(self, batch: dict, **kwargs) -> torch.Tensor:  # (B, D)
        "The next action; a new chunk is predicted where the last is used up"
        batch = self.see(batch)  # every frame, also those without a prediction
        if not self.queue:
            chunk = self.predict_action_chunk(batch)[:, : self.config.n_action_steps]
            self.queue.extend(chunk.transpose(0, 1))
        return self.queue.popleft()


class TactileActPolicy(TactilePolicy):
    "ACT with touch and alignment"

    config_class = TactileActConfig
    name = 'tactile_act'
    kind = 'act'

    def part_weight(self, name: str) -> float:
        "The weight of a part of the loss"
        if name == 'kl':
            return self.config.kl_weight
        return self.config.hsa_weight if name.startswith('hsa_') else 1.0


class TactileFlowPolicy(TactilePolicy):
    "Flow matching with force grids"

    config_class = TactileFlowConfig
    name = 'tactile_flow'
    kind = 'flow'

    def reset(self) -> None:
        "A new episode: planned actions, and what the policy kept of the instruction, are forgotten"
        super().reset()
        self.policy.reset()


class TactileVlaPolicy(TactilePolicy):
    "A vision-language model with a fast sensor that only some samples have"

    config_class = TactileVlaConfig
    name = 'tactile_vla'
    kind = 'vla'
