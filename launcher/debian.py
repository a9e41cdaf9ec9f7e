"""Debian packages: installed only as root and named first; else extracted inside the checkout."""

import os
import shutil
import subprocess
from pathlib import Path

from launcher.places import PINS, VAR
from launcher.ui import LaunchError, run_logged, say, step

PRIVATE = VAR / "odoo"


def install(packages: list[str], purpose: str) -> None:
    """apt-get install, as root. The packages are named before anything is done."""
    names = " ".join(packages)
    if not shutil.which("apt-get"):
        raise LaunchError(f"{purpose}: this is not Debian", todo=f"install what corresponds to: {names}")
    say(f"  Debian packages to be installed for {purpose}: {names}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with step(f"Debian packages ({names})"):
        command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
        if run_logged("apt-install", command, env=env, check=False):
            run_logged("apt-update", ["apt-get", "update"], env=env)
            run_logged("apt-install", command, env=env)


def require_tools() -> None:
    missing = [tool for tool in ("apt-get", "dpkg", "dpkg-deb") if not shutil.which(tool)]
    keyring = Path(PINS["odoo"]["keyring"])
    if not keyring.is_file():
        missing.append(str(keyring))
    if missing:
        raise LaunchError(
            f"Odoo 19 is fetched as a Debian package, and this machine lacks {', '.join(missing)}",
            todo="give an Odoo 19.0 Community tree of your own with --odoo DIR (or ODOO_HOME)",
        )


def mirrors() -> list[str]:
    """Debian archives named by this machine's own apt configuration, the likeliest first."""
    shape = "$(REPO_URI)\t$(LABEL)"
    command = ["apt-get", "indextargets", "--format", shape, "Created-By: Packages"]
    output = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    ranks: dict[str, int] = {}
    for line in output.splitlines():
        address, _, label = line.partition("\t")
        if "security" in address.lower() or "security" in label.lower():
            continue
        rank = 0 if label == "Debian" else 1 if address.rstrip("/").endswith("/debian") else 2
        ranks[address] = min(rank, ranks.get(address, rank))
    return sorted(ranks, key=lambda address: (ranks[address], address))


class PrivateApt:
    """apt with lists, sources and downloads of its own under ``var/odoo``; works without root."""

    def __init__(self, mirror: str) -> None:
        self.mirror = mirror
        self.downloads = PRIVATE / "debs"
        for folder in ("etc", "lists/partial", "cache", "archives/partial", "debs"):
            (PRIVATE / folder).mkdir(parents=True, exist_ok=True)
        pins = PINS["odoo"]
        signed = f"[signed-by={pins['keyring']}]"
        suites = (pins["suite"], pins["stable_suite"])
        self.sources = PRIVATE / "etc" / "odoo.list"
        self.sources.write_text("".join(f"deb {signed} {mirror} {suite} main\n" for suite in suites))

    def command(self, *arguments: str) -> list[str]:
        settings = {
            "Dir::Etc::sourcelist": self.sources,
            "Dir::Etc::sourceparts": "/dev/null",
            "Dir::State::Lists": PRIVATE / "lists",
            "Dir::Cache": PRIVATE / "cache",
            "Dir::Cache::archives": PRIVATE / "archives",
            "APT::Get::List-Cleanup": 0,
            "Acquire::Languages": "none",
            "Acquire::Retries": 2,
        }
        if os.geteuid() == 0:
            settings["APT::Sandbox::User"] = "root"
        options = [part for name, value in settings.items() for part in ("-o", f"{name}={value}")]
        return ["apt-get", *options, *arguments]

    def update(self) -> None:
        run_logged("apt-odoo-update", self.command("-o", "APT::Update::Error-Mode=any", "update"))

    def versions(self, package: str) -> list[str]:
        """The versions of a package on offer, newest first."""
        command = ["apt-cache", *self.command()[1:], "madison", package]
        output = subprocess.run(command, capture_output=True, text=True, check=False).stdout
        return [line.split("|")[1].strip() for line in output.splitlines() if line.count("|") >= 2]

    def download(self, packages: list[str]) -> list[Path]:
        """Download into ``var/odoo/debs``; apt checks signature and hash. Returns the files."""
        run_logged("apt-odoo-download", self.command("download", *packages), cwd=self.downloads)
        names = [package.partition("/")[0].partition("=")[0] for package in packages]
        return [newest(self.downloads, name) for name in names]


def newest(folder: Path, package: str) -> Path:
    return max(folder.glob(f"{package}_*.deb"), key=lambda path: path.stat().st_mtime)


def extract(packages: list[Path], root: Path) -> None:
    """Unpack packages beside each other without installing them."""
    root.mkdir(parents=True, exist_ok=True)
    for package in packages:
        run_logged("dpkg-extract", ["dpkg", "-x", str(package), str(root)])


def dangling_links(root: Path) -> list[Path]:
    """Symlinks that lead nowhere: an asset package is missing or has moved its files."""
    return [path for path in root.rglob("*") if path.is_symlink() and not path.exists()]
