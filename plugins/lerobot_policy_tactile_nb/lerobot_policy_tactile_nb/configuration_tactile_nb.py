"""Settings, as LeRobot's command line shows them"""

from dataclasses import dataclass, field

from lerobot.configs.policies import PreTrainedConfig
from lerobot.configs.types import NormalizationMode
from lerobot.optim.optimizers import AdamWConfig


def no_normalisation() -> dict[str, NormalizationMode]:
    "The policy normalises by itself: zero force must stay zero, which LeRobot's modes do not offer"
    return dict.fromkeys(('VISUAL', 'STATE', 'ACTION'), NormalizationMode.IDENTITY)


@dataclass
class TactileConfig(PreTrainedConfig):
    "What the policies share"

    n_obs_steps: int = 1
    chunk_size: int = 16  # actions predicted at once
    n_action_steps: int = 8  # of them executed before the next prediction
    img_size: int = 64  # px, pictures become square
    resize: str = 'stretch'  # how: stretch, or pad (keeps shapes, black beside)
    hidden_dim: int = 64
    heads: int = 4
    feedforward_dim: int = 128
    enc_layers: int = 2
    view_encoder: str = 'small'  # small, small_vit, resnet18, clip_vit_b16, dinov2_base
    touch: str = 'tokens'  # none or tokens
    tactile_names: str = ''  # comma separated; empty: the force grids, or all where there is none
    touch_encoder: str = 'force_grid'  # force_grid, force, or sensor:name,sensor:name
    touch_branches: str = 'both'  # of force_grid: both, resultant, spatial
    contact_threshold: float = 0.5  # N of normal force
    optimizer_lr: float = 1e-3
    optimizer_weight_decay: float = 0.05
    policy_json: str = ''  # every setting of an exported policy
    normalization_mapping: dict[str, NormalizationMode] = field(default_factory=no_normalisation)

    def __post_init__(self):
        super().__post_init__()
        if self.n_action_steps > self.chunk_size:
            raise ValueError(
                f'n_action_steps {self.n_action_steps} is more than chunk_size {self.chunk_size}'
            )

    def get_optimizer_preset(self) -> AdamWConfig:
        "The optimiser, where the command line names none"
        return AdamWConfig(lr=self.optimizer_lr, weight_decay=self.optimizer_weight_decay)

    def get_scheduler_preset(self) -> None:
        "No schedule of the learning rate"
        return None

    def validate_features(self) -> None:
        "Raise `ValueError` for a dataset without a state"
        if not self.robot_state_feature:
            raise ValueError('expected a feature observation.state')

    @property
    def observation_delta_indices(self) -> None:
        "Only the present observation is read"

    @property
    def action_delta_indices(self) -> list[int]:
        "The actions of a chunk, counted from the present frame"
        return list(range(self.chunk_size))

    @property
    def reward_delta_indices(self) -> None:
        "No rewards are read"


@PreTrainedConfig.register_subclass('tactile_act')
@dataclass
class TactileActConfig(TactileConfig):
    "ACT with touch and alignment"

    kl_weight: float = 10.0
    enable_hsa: bool = False  # align touch with wrist_camera
    hsa_weight: float = 1.0
    hsa_temperature: float = 0.07
    wrist_camera: str = 'wrist'


@PreTrainedConfig.register_subclass('tactile_flow')
@dataclass
class TactileFlowConfig(TactileConfig):
    "Flow matching with force grids"

    flow_steps: int = 10
    flow_draws: int = 1
    arm_hand: bool = False
    aux_loss_lambda: float = 1.0
    contact_gate: bool = False
    vlm: str = 'small'  # small or smolvlm2_500m
    vlm_weights: str = ''
    finetune_vl: str = 'none'


@PreTrainedConfig.register_subclass('tactile_vla')
@dataclass
class TactileVlaConfig(TactileConfig):
    "A vision-language model with a fast sensor that only some samples have"

    touch_encoder: str = 'series'  # of a fast sensor; a force grid takes force_grid or force
    fusion: str = 'cross_attention'  # none, concat, cross_attention, gated
    sensor_dropout: float = 0.0  # share of training samples whose sensor is hidden
    sensor_weight: float = 1.0  # of the loss of samples with the sensor
    series_dim: int = 64  # width of the sensor's tower
    head: str = 'regression'  # regression or flow
    flow_steps: int = 10
    rotation_indices: str = ''  # three entries of the action: a rotation vector; empty: none
    pooled: bool = False
    vlm: str = 'small'  # small, qwen2_5_vl_3b, qwen3_vl_2b
    vlm_weights: str = ''
    finetune_vl: str = 'none'
