"""What every test may ask for; the plugins beside this file bring the databases, the browser and the closed door."""

pytest_plugins = ("tests.sockets", "tests.databases", "tests.browser")
