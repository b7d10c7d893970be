"""What the tests want of the machine: a Chromium and a PostgreSQL.

`make test` runs this. It finds them and, as root on Debian, installs a Chromium: the one without a screen of its own,
which draws the same and asks for less time. It never fails: what could not be run is named by the tests.
"""

import os
import shutil
import subprocess
from pathlib import Path

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER_OF_MACOS = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
PACKAGES = ("chromium-headless-shell", "fonts-liberation", "fonts-noto-color-emoji")
INSTALL_CHROMIUM = (
    "install Chromium (Debian: apt-get install chromium-headless-shell; Ubuntu: apt-get install chromium-browser; "
    "macOS: brew install chromium)"
)


def find_chromium() -> Path | None:
    """A Chromium that is there, or None."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found:
        return Path(found)
    return BROWSER_OF_MACOS if BROWSER_OF_MACOS.exists() else None


def find_postgres() -> Path | None:
    """The folder of PostgreSQL's server programs, the newest where there are several, or None."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(folders, key=lambda folder: int(folder.parent.name), default=None)


def install_chromium() -> None:
    """By the system's own packages, where we may: as root, and where there is apt-get."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print(f"Installing {', '.join(PACKAGES)}, once, for the browser's tests", flush=True)
    if not (_apt("update") and _apt("install", "--yes", "--no-install-recommends", *PACKAGES)):
        print("apt-get could not install them.", flush=True)


def _apt(*words: str) -> bool:
    patience = ("-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=60")
    command = ("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", *patience, *words)
    return subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode == 0


if __name__ == "__main__":
    if find_chromium() is None:
        install_chromium()
