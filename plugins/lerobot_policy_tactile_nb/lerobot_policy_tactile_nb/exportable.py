"""Which runs have a place in LeRobot; importable without it"""

from tactile_nb.core.errors import ConfigError
from tactile_nb.models.own import OwnConfig
from tactile_nb.models.policies import policy_name

EXPORTED = ('act', 'flow', 'vla')


def why_not(settings) -> str:  # '' where it can be exported
    "What a policy needs that LeRobot has no place for"
    kind = policy_name(settings)
    if isinstance(settings, OwnConfig):
        return (
            f'{kind} is a policy of your own, whose code is in a plugin: a LeRobot checkpoint '
            'holds settings and weights, and LeRobot would not find the class. Register the model '
            'with LeRobot itself (a PreTrainedPolicy of your own package), or act with it through '
            'tactile_nb.models.robot'
        )
    if kind not in EXPORTED:
        return f'LeRobot knows the policies {", ".join(EXPORTED)} of tactile_nb, this is {kind}'
    if settings.obs_steps > 1 or tuple(settings.state_keys) != ('observation.state',):
        return (
            f'obs_steps {settings.obs_steps} and state_keys {settings.state_keys}: '
            'LeRobot gives one frame of observation.state'
        )
    return ''


def check_exportable(run, settings) -> None:
    "`ConfigError` where LeRobot has no place for what a policy needs"
    why = why_not(settings)
    if why:
        raise ConfigError(f'{run} cannot be exported: {why}')
