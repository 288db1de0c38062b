"""The package inside: for Python that is started in the folder above a clone of this name."""

# `import tactile_nb` finds the clone's folder there, which holds no modules but data and notebooks
from pathlib import Path

_inside = Path(__file__).parent / 'tactile_nb' / '__init__.py'
__file__ = str(_inside)
__path__ = [str(_inside.parent)]
exec(compile(_inside.read_text(), __file__, 'exec'))
