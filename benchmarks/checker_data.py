"""LeRobot datasets with one fault each, and healthy ones, written from our demonstrations.

`write_copies(folder, names)` converts data/lift with the project's own `convert`, and writes each
copy anew with its fault, so that numbers, pictures, statistics and counts agree with each other.
What a checker would have to say is written beside each fault: `says` names the cause, `stream` is
where it is. Both were written before any checker was run.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from checker_changes import (
    ACTION_LATE,
    CAMERA_LATE,
    FORCE,
    SLOWNESS,
    action_late,
    camera_late,
    delta_actions,
    finger_copied,
    gripper_inverted,
    in_half,
    in_millinewton,
    lens_cap,
    odd_room,
    shuffled_actions,
    slow,
)

from tactile_nb.data.convert import convert
from tactile_nb.data.episodes import Episode, Episodes
from tactile_nb.data.layouts import open_episodes
from tactile_nb.data.lerobot_write import write_lerobot
from tactile_nb.data.schema import Feature
from tactile_nb.data.tasks import get_task, project_root

TASK = 'lift'
COUNTED = ('timestamp', 'frame_index', 'episode_index', 'index', 'task_index')  # made by the writer
PICTURES = r'camera|wrist|picture|image|video|\bview|frame'
LATENESS = r'\blate|lag|delay|behind|stale|out of (sync|step)|misalign|shift|offset in time|earl'
TOUCHING = r'touch|tactile|force|finger|taxel|\bleft\b|\bright\b'


class Made(Episode):
    "An episode held in memory"

    def __init__(self, like: Episode, streams: dict, name: str):
        self.file = name
        self.streams = streams
        self.fps = like.fps
        self.instruction = like.instruction
        self.features = {key: Feature(o.shape[1:], str(o.dtype)) for key, o in streams.items()}

    def __len__(self):
        return len(self.streams['action'])

    def _read(self, key, start, stop):
        return self.streams[key][start:stop]


@dataclass(frozen=True)
class Copy:
    "One dataset: what was done to it, and what a checker would have to say"

    story: str
    change: Callable | None = None  # (streams of an episode, its number) -> streams
    says: str = ''  # regular expression that names the cause; '' for a healthy dataset
    stream: str = ''  # regular expression of where the fault is
    times: int = 1  # how often every episode is written


FAULTS = {
    'camera_late': Copy(
        f'the wrist camera is {CAMERA_LATE} frames late',
        camera_late,
        rf'^(?!touch)(?=.*({PICTURES}).{{0,60}}({LATENESS}))',
        PICTURES,
    ),
    'gripper_inverted': Copy(
        'the gripper is inverted in half of the episodes',
        in_half(gripper_inverted),
        r'gripper.{0,80}(invert|sign|flip|convention|revers|opposite|1 ?[-−] ?x|mirror)'
        r'|(invert|sign|flip|convention|revers|opposite).{0,80}gripper',
        r'gripper|action|state|trajector|speed',
    ),
    'force_in_mn': Copy(
        'force in mN instead of N in half of the episodes',
        in_half(in_millinewton),
        rf'({TOUCHING}).{{0,80}}(\bmN\b|millinewton|\bunit|1,?000)'
        rf'|(\bmN\b|millinewton|\bunit|1,?000).{{0,80}}({TOUCHING})',
        TOUCHING,
    ),
    'action_late': Copy(
        f'actions are {ACTION_LATE} frames late',
        action_late,
        rf'(action|command).{{0,60}}({LATENESS})|action_shift',
        r'action|command',
    ),
    'lens_cap': Copy(
        'a lens cap on the wrist camera in half of the episodes',
        in_half(lens_cap),
        rf'({PICTURES}).{{0,80}}(black|dark|blank|covered|no light|of one colou?r|\bcap\b)'
        rf'|(black|dark|blank|covered|no light|of one colou?r).{{0,80}}({PICTURES})',
        PICTURES,
    ),
    'deltas_mixed': Copy(
        'absolute actions in half of the episodes, deltas in the others',
        in_half(delta_actions),
        r'delta|relative (action|command|to)|absolute',
        r'action|command',
    ),
    'actions_shuffled': Copy(
        'actions in random order in a fifth of the episodes',
        shuffled_actions,
        r'(action|command).{0,120}(shuffl|scrambl|permut|order|do not belong)'
        r'|(shuffl|scrambl|permut|out of order).{0,120}(action|command)',
        r'action|command',
    ),
    'finger_copied': Copy(
        'the left finger is copied onto the right one',
        finger_copied,
        rf'({TOUCHING}).{{0,80}}(cop(y|ies)|duplicat|identical|the same|equal)'
        rf'|(cop(y|ies)|duplicat|identical).{{0,80}}({TOUCHING})',
        TOUCHING,
    ),
    'episodes_twice': Copy(
        'every episode is there twice',
        None,
        r'(episode|demonstration|recording|trajector).{0,80}'
        r'(duplicat|twice|cop(y|ies)|identical|the same|repeat)'
        r'|(duplicat|twice|cop(y|ies)|identical|repeat).{0,80}'
        r'(episode|demonstration|recording|trajector)',
        r'episode|demonstration',
        times=2,
    ),
}
HEALTHY = {
    'as_is': Copy('nothing: the demonstrations as they are'),
    'odd_room': Copy('nothing: a dim room with bluish light, in all episodes', odd_room),
    'slow': Copy(
        f'nothing: demonstrations {SLOWNESS} times as long, beyond episode_len of the entry', slow
    ),
}
COPIES = {**FAULTS, **HEALTHY}


def plainer(streams):
    "Streams with the force of each finger summed over its pad, three numbers; pictures stay"
    total = streams[FORCE].sum((2, 3))
    return {**streams, FORCE: total.reshape((len(total), -1))}


def converted(folder: Path) -> Episodes:
    "Our demonstrations as the project's own `convert` writes them"
    source = project_root() / 'data' / TASK
    options = dict(task=get_task(TASK), workers=1, progress='none', overwrite=True)
    convert(source, folder / 'converted', **options)
    return open_episodes(folder / 'converted', get_task(TASK))


def changed_episodes(episodes: Episodes, copy: Copy) -> list[dict]:
    "The streams of every episode of a copy, one dictionary each"
    made = []
    for number, episode in enumerate(episodes):
        streams = {key: episode.read(key) for key in episode.features if key not in COUNTED}
        made.append(copy.change(streams, number) if copy.change else streams)
    return made * copy.times


def write_copy(episodes: Episodes, copy: Copy, root: Path, *, plain: bool) -> Path:
    "One dataset; plain: pictures as video, force as six numbers, as most datasets are"
    made = []
    for number, streams in enumerate(changed_episodes(episodes, copy)):
        shown = plainer(streams) if plain else streams
        made.append(Made(episodes[number % len(episodes)], shown, f'episode_{number}'))
    options = dict(pictures='video' if plain else 'png', workers=1, progress='none')
    write_lerobot(Episodes(made, root.name, root.name), root, overwrite=True, **options)
    return root


def write_copies(folder: Path, names=tuple(COPIES), *, plain: bool = False) -> dict[str, Path]:
    "Where each copy lies; what is there is not written again"
    kind = 'plain' if plain else 'written'
    roots = {name: folder / kind / name for name in names}
    missing = [name for name, root in roots.items() if not (root / 'meta/info.json').exists()]
    if missing:
        episodes = converted(folder)
        for name in missing:
            write_copy(episodes, COPIES[name], roots[name], plain=plain)
    return roots
