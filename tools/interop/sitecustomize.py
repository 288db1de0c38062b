# torchvision's compiled operators do not load beside CPU torch; its Python parts work once this one is declared
import importlib.abc
import importlib.machinery
import sys


class _Declare(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name == 'torchvision':
            sys.meta_path.remove(self)
            import torch

            self.lib = torch.library.Library('torchvision', 'DEF')
            self.lib.define('nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor')
            keep.append(self.lib)
        return None


keep = []
sys.meta_path.insert(0, _Declare())
