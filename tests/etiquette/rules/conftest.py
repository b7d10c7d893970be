"""Properties are tried on the same examples every time, and however busy the machine is."""

from hypothesis import settings

settings.register_profile("the same for everybody", deadline=None, derandomize=True)
settings.load_profile("the same for everybody")
