"""What changes the recordings: plant(run_data, random)"""

import dataclasses

import numpy as np

from faults.streams import always, changed, felt, recontact


def both(*plants):
    "One after the other"

    def plant(run_data, random):
        for each in plants:
            each(run_data, random)

    return plant


def numbers(key, new, when=always):
    "Another state or action: new(values (T, A), spot) in the episodes asked for"

    def plant(run_data, random):
        windows = run_data.windows
        out = changed(getattr(windows, key), new, when, windows=windows, random=random)
        setattr(windows, key, out.astype('float32'))

    return plant


def joints(new, when=always):
    "The same change of state and action"
    return both(numbers('state', new, when), numbers('action', new, when))


def touch_stream(new, when=always):
    "Other readings of all sensors; flags of contact follow"

    def plant(run_data, random):
        windows = run_data.windows
        for name, stream in list(windows.touch.items()):
            windows.touch[name] = changed(stream, new, when, windows=windows, random=random)
        recontact(run_data)

    return plant


def touch(new, when=always):
    "Other readings of all sensors; flags and share of contact follow"
    return both(touch_stream(new, when), felt)


def one_touch(name, new, when=always):
    "Other readings of one of several sensors"

    def plant(run_data, random):
        windows = run_data.windows
        windows.touch[name] = changed(
            windows.touch[name], new, when, windows=windows, random=random
        )
        felt(run_data)

    return plant


def pictures(camera, new, when=always):
    "Other pictures of one camera"

    def plant(run_data, random):
        windows = run_data.windows
        windows.images[camera] = changed(
            windows.images[camera], new, when, windows=windows, random=random
        )

    return plant


def all_pictures(new, when=always):
    "Other pictures of every camera"

    def plant(run_data, random):
        for camera in list(run_data.windows.images):
            pictures(camera, new, when)(run_data, random)

    return plant


def task_field(**fields):
    "Other values in the entry of the task"

    def plant(run_data, random):
        run_data.task = dataclasses.replace(run_data.task, **fields)
        run_data.windows.task = run_data.task

    return plant


def sensor(name='force', **fields):
    "Other values in the entry of a touch sensor"

    def plant(run_data, random):
        tactile = dict(run_data.task.tactile)
        if name in tactile:
            tactile[name] = dataclasses.replace(tactile[name], **fields)
        task_field(tactile=tactile)(run_data, random)
        felt(run_data)

    return plant


def other_grid(shape, change):
    "A touch sensor with another grid, declared so: change(values (T, ...)) -> (T, *shape)"

    def regrid(run_data, random):
        touch = run_data.windows.touch
        run_data.windows.touch = {name: change(np.asarray(o)) for name, o in touch.items()}

    return both(regrid, sensor(shape=shape))


def touch_rate(hertz, resample, newest, name='force'):
    """A touch sensor at another rate than the frames, declared so

    resample(values (T, ...), random) -> readings (N, ...);
    newest(frames (T,)) -> the last reading before each frame
    """

    def plant(run_data, random):
        sensor(name, rate_hz=hertz)(run_data, random)
        windows = run_data.windows
        stream = np.asarray(windows.touch[name])
        parts, starts = [], []
        for number in range(len(windows.lens)):
            frames = windows.frames_of(number)
            part = resample(stream[frames], random)
            starts.append([sum(map(len, parts)), len(part)])
            parts.append(part)
            windows.newest[name][frames] = newest(np.arange(len(frames)))
        windows.touch[name] = np.concatenate(parts)
        windows.touch_start[name] = np.array(starts)

    return plant


def camera(name, change):
    "Another calibration of a camera: change(spec) -> spec"

    def plant(run_data, random):
        cameras = run_data.task.cameras
        moved = {key: change(spec) if key == name else spec for key, spec in cameras.items()}
        task_field(cameras=moved)(run_data, random)

    return plant


def all_times(factor):
    "Time stamps of another scale"

    def plant(run_data, random):
        run_data.windows.times = run_data.windows.times * factor

    return plant
