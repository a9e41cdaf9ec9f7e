"""The systemd unit: by systemd-analyze where it is installed, and by its own grammar."""

import configparser
import shutil
import subprocess
import sys

from tests.config import CONFIG

UNIT = CONFIG / "systemd" / "constabulary.service"


def unit() -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str
    parser.read(UNIT)
    return parser


def test_sections_and_essentials():
    parsed = unit()
    assert parsed.sections() == ["Unit", "Service", "Install"]
    service = parsed["Service"]
    assert service["User"] == "constabulary"
    assert "odoo-production.conf" in service["ExecStart"]
    assert service["EnvironmentFile"] == "-/etc/constabulary/environment"
    assert "PASSWORD=" not in UNIT.read_text(encoding="utf-8")


def test_it_may_write_only_where_odoo_keeps_its_files():
    odoo = configparser.RawConfigParser()
    odoo.read(CONFIG / "odoo-production.conf")
    service = unit()["Service"]
    assert service["ProtectSystem"] == "strict"
    assert odoo["options"]["data_dir"] == f"/var/lib/{service['StateDirectory']}"


def by_systemd(folder, text: str) -> subprocess.CompletedProcess[str]:
    """systemd-analyze looks for the program, so the copy names one that is on this machine."""
    copy = folder / "constabulary.service"
    text = text.replace("/opt/constabulary/.venv/bin/python", sys.executable)
    copy.write_text(text.replace("WorkingDirectory=/opt/constabulary", f"WorkingDirectory={folder}"))
    command = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", str(copy)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_systemd_accepts_it(tmp_path):
    """Where systemd is not installed the checks above are what there is."""
    if shutil.which("systemd-analyze") is None:
        return
    answer = by_systemd(tmp_path, UNIT.read_text(encoding="utf-8"))
    assert answer.returncode == 0 and "constabulary.service" not in answer.stderr, answer.stderr
    broken = by_systemd(
        tmp_path, UNIT.read_text(encoding="utf-8").replace("KillMode=mixed", "KillMode=maybe")
    )
    assert "kill mode" in broken.stderr
