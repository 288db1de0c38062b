"""Lets torchvision's Python parts load beside CPU torch, where its compiled operators do not

They ask for one operator while they are imported; it is declared as soon as torchvision is wanted.
"""

import importlib.abc
import sys

KEPT = []  # a library that is collected takes its operators with it


class _Declare(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        "Nothing is found here: the first import of torchvision only declares the operator"
        if name == 'torchvision':
            sys.meta_path.remove(self)
            import torch

            library = torch.library.Library('torchvision', 'DEF')
            library.define('nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor')
            KEPT.append(library)
        return None


sys.meta_path.insert(0, _Declare())
