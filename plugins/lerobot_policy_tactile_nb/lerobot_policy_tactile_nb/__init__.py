"""Policies of tactile_nb for LeRobot; importing this package registers them"""

from .configuration_tactile_nb import (  # noqa: F401  registers
    TactileActConfig,
    TactileFlowConfig,
    TactileVlaConfig,
)
