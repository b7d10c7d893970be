"""What every test may ask for. The plugins bring the databases, the browser and the closed door."""

pytest_plugins = ("tests.sockets", "tests.databases", "tests.browser")
