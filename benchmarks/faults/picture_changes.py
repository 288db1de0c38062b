"""Pictures as another camera, mount, room or converter would have made them: (T, H, W, 3), uint8"""

import dataclasses

import numpy as np
import torch
from torch.nn import functional as F

GREY = (0.3, 0.59, 0.11)  # shares of red, green and blue


def pixels(values):
    "Numbers as pixels"
    return np.clip(np.round(values), 0, 255).astype('uint8')


def planes(values):
    "Pictures as torch wants them: (T, 3, H, W)"
    return torch.from_numpy(np.ascontiguousarray(values)).permute(0, 3, 1, 2).float()


def from_planes(values):
    "The way back"
    return values.permute(0, 2, 3, 1).round().clamp(0, 255).byte().numpy()


def gains(*factors):
    "Another colour of the light: a gain each of red, green and blue"

    def new(values, spot):
        return pixels(values * np.array(factors))

    return new


def blurred(size):
    "Nothing left but so many by so many pixels"

    def new(values, spot):
        small = F.interpolate(planes(values), (size, size), mode='area')
        return from_planes(F.interpolate(small, values.shape[1:3], mode='bilinear'))

    return new


def zoomed(factor):
    "The middle, so many times as large"

    def new(values, spot):
        height, width = values.shape[1:3]
        up, across = int(height / factor / 2), int(width / factor / 2)
        rows = slice(height // 2 - up, height // 2 + up)
        columns = slice(width // 2 - across, width // 2 + across)
        middle = planes(values[:, rows, columns])
        return from_planes(F.interpolate(middle, (height, width), mode='bilinear'))

    return new


def turned(quarters):
    "Turned by so many quarters of a circle"

    def new(values, spot):
        return np.ascontiguousarray(np.rot90(values, quarters, (1, 2)))

    return new


def mirrored(values, spot):
    "Left is right"
    return np.ascontiguousarray(values[:, :, ::-1])


def red_as_blue(values, spot):
    "The other order of the colours"
    return np.ascontiguousarray(values[..., ::-1])


def axes_of(spec, *columns):
    "The rotation of a camera from columns, as plain lists"
    return [list(map(float, line)) for line in np.c_[columns]]


def upside_down(spec):
    "The calibration of a camera that hangs upside down"
    rotation = np.asarray(spec.rotation, float)
    turned_axes = axes_of(spec, -rotation[:, 0], -rotation[:, 1], rotation[:, 2])
    return dataclasses.replace(
        spec, cx=spec.width - spec.cx, cy=spec.height - spec.cy, rotation=turned_axes
    )


def on_its_side(spec):
    "The calibration of a camera that is turned by a quarter"
    rotation = np.asarray(spec.rotation)
    return dataclasses.replace(
        spec,
        fx=spec.fy,
        fy=spec.fx,
        cx=spec.cy,
        cy=spec.width - spec.cx,
        rotation=axes_of(spec, rotation[:, 1], -rotation[:, 0], rotation[:, 2]),
    )


def dark(values, spot):
    "A third of the light, and the noise of the camera"
    return pixels(values * 0.33 + spot.random.normal(0, 2, values.shape))


def grey(values, spot):
    "Three equal channels"
    return pixels(np.repeat((values @ np.array(GREY))[..., None], 3, -1))
