"Train robot policies with touch from a notebook, and see whether the touch is used."

from tactile_nb.core.moved import install as _answer_old_names

__version__ = '0.1.0'

_answer_old_names()
