"""What LeRobot's training knows of the zero of force grids: nothing; importable without LeRobot

In tactile_nb the first frames of an episode are the zero of a grid that has a `baseline`, in
training and live. LeRobot shows a policy single frames in training, and no first ones.
"""

from tactile_nb.core.errors import ConfigError


def zeroed_grids(settings) -> dict[str, int]:  # sensor -> first frames that are its zero
    "The force grids that a policy reads from a zero of their own"
    return {name: spec.baseline for name, spec in settings.tactile.items() if spec.baseline}


def zero_words(settings) -> str:  # '' where there is no force grid
    "How force grids are read, to be said before training"
    zeroed = zeroed_grids(settings)
    plain = [
        name for name, o in settings.tactile.items() if o.kind == 'grid' and name not in zeroed
    ]
    words = []
    if plain:
        words.append(
            f'{", ".join(plain)}: forces are read as they were recorded, in training and acting. '
            'A sensor that drifts from episode to episode needs a zero: baseline in '
            'data/tasks.toml of tactile_nb, and training there'
        )
    words += [
        f'{name}: the first {frames} frames of an episode are its zero'
        for name, frames in zeroed.items()
    ]
    return '; '.join(words)


def check_trainable(settings) -> None:
    "`ConfigError` for a policy that LeRobot would train on other forces than it acts on"
    zeroed = zeroed_grids(settings)
    if not zeroed:
        return
    raise ConfigError(
        f'{", ".join(zeroed)}: this policy was trained on forces from the zero of the first '
        f'{max(zeroed.values())} frames of an episode, and acts on them. LeRobot shows single '
        'frames in training, so it would learn from forces without that zero. Go on with the '
        'training in tactile_nb (init_from = <run>) and export again, or train with baseline = 0'
    )
