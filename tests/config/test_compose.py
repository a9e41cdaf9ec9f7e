"""The compose file and the environment example: structure, references, no secrets."""

import re

import yaml

from tests.config import CONFIG

COMPOSE = yaml.safe_load((CONFIG / "compose.yaml").read_text(encoding="utf-8"))
KNOWN = {"image", "restart", "environment", "command", "volumes", "healthcheck", "depends_on"}
KNOWN |= {"working_dir", "ports"}


def test_every_service_is_made_of_known_keys_and_has_an_image():
    assert set(COMPOSE) <= {"name", "services", "volumes"}
    for name, service in COMPOSE["services"].items():
        assert set(service) <= KNOWN, name
        assert re.fullmatch(r"[a-z]+:[\w.-]+", service["image"]), "a pinned tag, and no registry host"


def test_named_volumes_and_dependencies_exist():
    for service in COMPOSE["services"].values():
        named = [volume.split(":")[0] for volume in service["volumes"] if not volume.startswith((".", "/"))]
        assert set(named) <= set(COMPOSE["volumes"])
        assert set(service.get("depends_on", {})) <= set(COMPOSE["services"])


def test_waits_for_a_healthy_database_and_reaches_it_by_its_name():
    app = COMPOSE["services"]["constabulary"]
    assert app["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert "healthcheck" in COMPOSE["services"]["database"]
    assert app["environment"]["CONSTABULARY_DATABASE_URL"] == "postgresql://constabulary@database:5432/"
    assert COMPOSE["services"]["database"]["environment"]["POSTGRES_USER"] == "constabulary"


def test_only_this_machine_reaches_it():
    ports = COMPOSE["services"]["constabulary"]["ports"]
    assert all(port.startswith("127.0.0.1:") for port in ports)
    assert "ports" not in COMPOSE["services"]["database"]


def test_passwords_come_from_the_environment_and_have_no_default():
    text = (CONFIG / "compose.yaml").read_text(encoding="utf-8")
    for reference in re.findall(r"\$\{PGPASSWORD[^}]*\}", text):
        assert ":?" in reference, "compose must refuse to start without a password"
    example = (CONFIG / ".env.example").read_text(encoding="utf-8")
    assert re.search(r"^PGPASSWORD=$", example, re.MULTILINE)


def test_the_example_names_every_variable_used():
    used = set(re.findall(r"\$\{(\w+)", (CONFIG / "compose.yaml").read_text(encoding="utf-8")))
    example = (CONFIG / ".env.example").read_text(encoding="utf-8")
    assert used <= set(re.findall(r"^(\w+)=", example, re.MULTILINE))
