"""Settings, as LeRobot's command line shows them"""

from dataclasses import dataclass, field

from lerobot.configs.policies import PreTrainedConfig
from lerobot.configs.types import NormalizationMode
from lerobot.optim.optimizers import AdamWConfig


@dataclass
class TactileConfig(PreTrainedConfig):
    """What both policies share."""

    n_obs_steps: int = 1
    chunk_size: int = 16  # actions predicted at once
    n_action_steps: int = 8  # of them executed before the next prediction
    img_size: int = 64  # px, pictures become square
    hidden_dim: int = 64
    heads: int = 4
    feedforward_dim: int = 128
    enc_layers: int = 2
    view_encoder: str = 'small'  # small, small_vit, resnet18, clip_vit_b16, dinov2_base
    touch: str = 'tokens'  # none or tokens
    # comma separated sensors; empty: the force grids, or all where there is none
    tactile_names: str = ''
    # force_grid, force; touch pictures are read by small
    touch_encoder: str = 'force_grid'
    touch_branches: str = 'both'  # of force_grid: both, resultant, spatial
    contact_threshold: float = 0.5  # N of normal force
    optimizer_lr: float = 1e-3
    optimizer_weight_decay: float = 0.05
    policy_json: str = ''  # every setting of an exported policy
    # the policy normalises by itself: zero force must stay zero, which LeRobot's modes do not offer
    normalization_mapping: dict[str, NormalizationMode] = field(
        default_factory=lambda: {
            k: NormalizationMode.IDENTITY for k in ('VISUAL', 'STATE', 'ACTION')
        }
    )

    def __post_init__(self):
        super().__post_init__()
        if self.n_action_steps > self.chunk_size:
            raise ValueError(
                f'n_action_steps {self.n_action_steps} is more than chunk_size {self.chunk_size}'
            )

    def get_optimizer_preset(self):
        return AdamWConfig(lr=self.optimizer_lr, weight_decay=self.optimizer_weight_decay)

    def get_scheduler_preset(self):
        return None

    def validate_features(self):
        if not self.robot_state_feature:
            raise ValueError('expected a feature observation.state')

    observation_delta_indices = property(lambda self: None)
    action_delta_indices = property(lambda self: list(range(self.chunk_size)))
    reward_delta_indices = property(lambda self: None)


@PreTrainedConfig.register_subclass('tactile_act')
@dataclass
class TactileActConfig(TactileConfig):
    """ACT with touch and alignment."""

    kl_weight: float = 10.0
    enable_hsa: bool = False  # align touch with wrist_camera
    hsa_weight: float = 1.0
    hsa_temperature: float = 0.07
    wrist_camera: str = 'wrist'


@PreTrainedConfig.register_subclass('tactile_flow')
@dataclass
class TactileFlowConfig(TactileConfig):
    """Flow matching with force grids."""

    flow_steps: int = 10
    flow_draws: int = 1
    arm_hand: bool = False
    aux_loss_lambda: float = 1.0
    contact_gate: bool = False
    vlm: str = 'small'  # small or smolvlm2_500m
    vlm_weights: str = ''
    finetune_vl: str = 'none'
