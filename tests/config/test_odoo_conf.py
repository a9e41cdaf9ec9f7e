"""The Odoo configuration files, read by Odoo's own configuration class."""

import configparser
import json
import os
import subprocess
import sys

import pytest

from tests.config import CONFIG

READ = """
import json, logging, sys
logging.basicConfig(format="%(levelname)s %(message)s", stream=sys.stderr, level=logging.WARNING)
from odoo.tools import config
config.parse_config(["-c", sys.argv[1]], setup_logging=False)
print(json.dumps({name: config[name] for name in sys.argv[2].split(",")}, default=str))
"""
FILES = ["odoo.conf", "odoo-production.conf"]


def options(name: str) -> dict[str, str]:
    parser = configparser.RawConfigParser()
    parser.read(CONFIG / name)
    return dict(parser["options"])


def by_odoo(name: str, tmp_path) -> tuple[dict, str]:
    """Values as Odoo understands them, and what it had to say. The folders must exist, or Odoo objects."""
    text = (CONFIG / name).read_text(encoding="utf-8")
    text = text.replace("/opt/constabulary/addons", str(CONFIG.parent / "addons"))
    text = text.replace("/var/lib/constabulary", str(tmp_path))
    copy = tmp_path / name
    copy.write_text(text, encoding="utf-8")
    command = [sys.executable, "-c", READ, str(copy), ",".join(options(name))]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path, env=bare())
    return json.loads(answer.stdout), answer.stderr


def bare() -> dict[str, str]:
    """An environment in which nothing overrides the file: Odoo lets PGHOST and its like win."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PG", "ODOO"))}


@pytest.mark.needs_odoo
@pytest.mark.parametrize("name", FILES)
def test_odoo_knows_every_option_and_has_no_complaint(name, tmp_path):
    values, complaints = by_odoo(name, tmp_path)
    assert complaints == ""
    for option, text in options(name).items():
        if option in ("addons_path", "data_dir"):
            continue
        value = values[option]
        as_text = ",".join(value) if isinstance(value, list) else str(value)
        assert as_text == text, option


@pytest.mark.needs_odoo
def test_an_unknown_option_would_be_noticed(tmp_path):
    (tmp_path / "bad.conf").write_text("[options]\nworkrs = 4\n")
    command = [sys.executable, "-c", READ, str(tmp_path / "bad.conf"), "workers"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert "workrs" in answer.stderr


@pytest.mark.parametrize("name", FILES)
def test_no_secret_and_no_open_door(name):
    settings = options(name)
    assert "db_password" not in settings and "admin_passwd" not in settings
    assert settings["list_db"] == "False"
    assert settings["http_interface"] == "127.0.0.1"
    assert settings["db_user"] != "postgres"


def test_production_has_workers_a_proxy_and_limits():
    settings = options("odoo-production.conf")
    assert int(settings["workers"]) > 1
    assert settings["proxy_mode"] == "True"
    assert int(settings["limit_memory_hard"]) > int(settings["limit_memory_soft"]) > 0
    assert int(settings["limit_time_real"]) >= int(settings["limit_time_cpu"]) > 0
    assert int(settings["max_cron_threads"]) >= 1, "pay runs are background jobs"
