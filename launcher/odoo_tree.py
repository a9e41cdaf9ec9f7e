"""Odoo 19: found (--odoo, ODOO_HOME, the system) or fetched from Debian into ``var/odoo/root``."""

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from launcher import debian, stamps, venv
from launcher.places import PINS, VAR, Options, digest
from launcher.ui import LaunchError, say, step

STAMP = "odoo-tree"
FETCHED = VAR / "odoo" / "root"
LINK = "odoo19.pth"
SYSTEM = Path("/usr/lib/python3/dist-packages")


@dataclass(frozen=True)
class OdooTree:
    """An Odoo on disk. ``path`` goes on Python's path, ``extra_addons`` (git checkouts) on Odoo's."""

    path: Path
    release: str
    extra_addons: Path | None = None


def key() -> str:
    return digest(repr(sorted(PINS["odoo"].items())))


def read_tree(folder: Path) -> OdooTree | None:
    """Recognise an Odoo: a checkout, a dist-packages folder, the package itself, a Debian root."""
    package_itself = folder.parent if folder.name == "odoo" else folder
    for path in (folder, package_itself, folder / "usr/lib/python3/dist-packages"):
        release = path / "odoo" / "release.py"
        if release.is_file():
            addons = path / "addons"
            apart = (addons / "web").is_dir() and addons.resolve() != (path / "odoo" / "addons").resolve()
            return OdooTree(path, read_series(release), addons if apart else None)
    return None


def read_series(release: Path) -> str:
    """'19.0' from ``version_info = (19, 0, …)``, read without running it."""
    found = re.search(
        r"^version_info\s*=\s*\(\s*'?([\w~]+)'?\s*,\s*(\d+)", release.read_text("utf-8"), re.MULTILINE
    )
    return f"{found[1]}.{found[2]}" if found else "unknown"


def locate(options: Options) -> OdooTree | None:
    """The Odoo to use, or None when one must be fetched. A tree named by the user must be right."""
    named = options.odoo_dir or os.environ.get("ODOO_HOME", "")
    if named:
        return checked(Path(named).expanduser().resolve())
    for folder in (remembered(), FETCHED if stamps.is_done(STAMP, key()) else None, SYSTEM):
        tree = read_tree(folder) if folder and folder.is_dir() else None
        if tree and tree.release == PINS["odoo"]["series"]:
            return tree
    return None


def checked(folder: Path) -> OdooTree:
    tree = read_tree(folder)
    todo = f"give a folder that holds odoo/release.py of Odoo {PINS['odoo']['series']} Community"
    if tree is None:
        raise LaunchError("there is no Odoo in the folder given with --odoo or ODOO_HOME", str(folder), todo)
    if tree.release != PINS["odoo"]["series"]:
        raise LaunchError(f"this is Odoo {tree.release}; Constabulary runs on 19.0", str(folder), todo)
    return tree


def link() -> Path:
    return venv.site_packages() / LINK


def remembered() -> Path | None:
    """The tree the environment points at since an earlier start."""
    try:
        folder = Path(link().read_text(encoding="utf-8").strip())
    except OSError:
        return None
    return None if FETCHED in folder.parents else folder


def fetch() -> None:
    """Fetch the Debian package and its assets; the tree appears under its name only when it is whole."""
    if stamps.is_done(STAMP, key()) and FETCHED.is_dir():
        return
    debian.require_tools()
    venv.check_disk()
    with step(f"Odoo {PINS['odoo']['series']} Community (Debian package, into var/odoo)"):
        files = download()
        partial = FETCHED.with_name("root.partial")
        shutil.rmtree(partial, ignore_errors=True)
        debian.extract(files, partial)
        check_links(partial)
        shutil.rmtree(FETCHED, ignore_errors=True)
        partial.rename(FETCHED)
        stamps.mark(STAMP, key())
        for file in files:
            file.unlink()


def download() -> list[Path]:
    pins = PINS["odoo"]
    apt = reachable_mirror()
    version = choose_version(apt.versions(pins["package"]))
    packages = [f"{pins['package']}={version}", *(f"{name}/{pins['suite']}" for name in pins["assets"])]
    packages += [f"{name}/{pins['stable_suite']}" for name in pins["stable_assets"]]
    return apt.download(packages)


def reachable_mirror() -> debian.PrivateApt:
    """The first of the machine's own mirrors that answers for the suite."""
    problem = LaunchError(
        "apt on this machine names no Debian archive",
        "/etc/apt",
        "add one, or give an Odoo 19.0 tree with --odoo DIR",
    )
    for mirror in debian.mirrors()[:3]:
        apt = debian.PrivateApt(mirror)
        try:
            apt.update()
            return apt
        except LaunchError as error:
            problem = error
    raise problem


def choose_version(on_offer: list[str]) -> str:
    """The pinned version; else a later 19.0, with a notice; else an error that says what to do."""
    pins = PINS["odoo"]
    if pins["version"] in on_offer:
        return pins["version"]
    later = [version for version in on_offer if version.startswith(pins["series"] + ".")]
    if later:
        say(
            f"    The pinned {pins['package']} {pins['version']} is gone from {pins['suite']};"
            f" taking {later[0]}"
        )
        return later[0]
    raise LaunchError(
        f"Odoo 19 is not to be had: {pins['package']} {pins['series']} is gone from Debian's {pins['suite']}",
        f"on offer: {', '.join(on_offer) or 'nothing'}",
        "get Odoo 19.0 Community another way (a git checkout, say) and give it with --odoo DIR",
    )


def check_links(root: Path) -> None:
    lost = debian.dangling_links(root)
    if lost:
        names = ", ".join(str(path.relative_to(root)) for path in lost[:5])
        raise LaunchError(
            f"{len(lost)} files of the Odoo package lead nowhere: {names}",
            str(root),
            "an asset package has changed; give another Odoo 19.0 tree with --odoo DIR and report this",
        )


def prepare(options: Options) -> OdooTree:
    """Find or fetch Odoo and point the environment at it (``.venv`` must exist)."""
    tree = locate(options)
    if tree is None:
        fetch()
        tree = checked(FETCHED)
    if not link().is_file() or link().read_text(encoding="utf-8").strip() != str(tree.path):
        link().write_text(f"{tree.path}\n", encoding="utf-8")
    return tree
