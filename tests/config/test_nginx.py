"""The nginx configuration: by nginx itself where it is installed, and against odoo-production.conf."""

import configparser
import datetime
import os
import re
import shutil
import subprocess

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.config import CONFIG

TEXT = (CONFIG / "nginx" / "constabulary.conf").read_text(encoding="utf-8")
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def without_comments(text: str) -> str:
    return re.sub(r"#.*", "", text)


def test_braces_and_semicolons():
    text = without_comments(TEXT)
    assert text.count("{") == text.count("}")
    for line in filter(None, map(str.strip, text.splitlines())):
        assert line.endswith((";", "{", "}")), line


def test_ports_are_those_of_the_odoo_file():
    parser = configparser.RawConfigParser()
    parser.read(CONFIG / "odoo-production.conf")
    options = parser["options"]
    upstreams = dict(re.findall(r"upstream (\w+) \{\s*server 127\.0\.0\.1:(\d+);", TEXT))
    assert upstreams == {
        "constabulary_web": options["http_port"],
        "constabulary_websocket": options["gevent_port"],
    }
    assert f"alias {options['data_dir']}/filestore" in TEXT


def test_headers_that_proxy_mode_trusts_are_set():
    for header in ("Host", "X-Forwarded-Host", "X-Forwarded-For", "X-Forwarded-Proto"):
        assert re.search(rf"proxy_set_header {header}\s+\$", TEXT), header


def test_database_manager_is_closed():
    assert re.search(r"location ~ \^/web/database \{\s*return 404;", TEXT)


def certificate(folder) -> tuple[str, str]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "constabulary.example.police.uk")])
    now = datetime.datetime.now(datetime.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    kind = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "c.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    (folder / "c.key").write_bytes(key.private_bytes(serialization.Encoding.PEM, *kind))
    return str(folder / "c.pem"), str(folder / "c.key")


def by_nginx(folder, text: str) -> subprocess.CompletedProcess[str]:
    pem, key = certificate(folder)
    text = text.replace("/etc/ssl/certs/constabulary.pem", pem)
    text = text.replace("/etc/ssl/private/constabulary.key", key)
    (folder / "site.conf").write_text(text)
    places = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi"))
    places += f"uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi; access_log off;"
    main = f"pid {folder}/pid; error_log stderr; events {{}} http {{ {places} include {folder}/site.conf; }}"
    (folder / "nginx.conf").write_text(main)
    command = [NGINX, "-t", "-q", "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf")]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_nginx_accepts_it(tmp_path):
    """Where nginx is not installed the checks above are what there is; nothing is claimed beyond them."""
    if NGINX is None:
        return
    answer = by_nginx(tmp_path, TEXT)
    assert answer.returncode == 0, answer.stderr
    broken = by_nginx(tmp_path, TEXT.replace("proxy_pass", "proxy_pas", 1))
    assert broken.returncode != 0 and os.path.basename(str(tmp_path)) in broken.stderr
