"""Log in to a running Odoo with headless Chromium and write a screenshot.

    python tests/browser/shot.py URL OUT.png [--login NAME] [--password TEXT] [--width 1400] [--height 900]
           [--wait CSS] [--click CSS ...] [--after SECONDS] [--full]

``URL`` may be a path such as ``/odoo/people`` with ``--base http://127.0.0.1:8069``. ``--click`` presses
the first element matching each selector in turn; a selector ``text=Apply`` matches by visible text of
buttons, links and menu entries. Prints the page's console errors and exits with 1 when there are any.

Uses only ``websocket-client``, and Chromium's DevTools protocol. Other tests import :class:`Browser`.
"""

import argparse
import base64
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.parse import urljoin

import websocket


class Browser:
    """One headless Chromium with one tab."""

    def __init__(self, width: int = 1400, height: int = 900):
        self.profile = tempfile.mkdtemp(prefix="shot-")
        binary = shutil.which("chromium") or shutil.which("google-chrome")
        if not binary:
            raise SystemExit("Chromium is not installed.")
        self.process = subprocess.Popen(
            [
                binary,
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--hide-scrollbars",
                "--lang=en-GB",
                f"--window-size={width},{height}",
                "--remote-debugging-port=0",
                "--remote-allow-origins=*",
                f"--user-data-dir={self.profile}",
                "about:blank",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.number = 0
        self.errors: list[str] = []
        self.socket = websocket.create_connection(self._page_address(), timeout=60)
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def _page_address(self) -> str:
        port_file = Path(self.profile, "DevToolsActivePort")
        for _ in range(150):
            with contextlib.suppress(OSError, StopIteration, IndexError):
                port = port_file.read_text().splitlines()[0]
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/json", timeout=5) as answer:
                    return next(tab for tab in json.load(answer) if tab["type"] == "page")[
                        "webSocketDebuggerUrl"
                    ]
            time.sleep(0.1)
        raise SystemExit("Chromium did not start.")

    def call(self, method: str, **params):
        """Send one DevTools command and answer its result; note errors that arrive meanwhile."""
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": params}))
        while True:
            message = json.loads(self.socket.recv())
            if message.get("id") == self.number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']['message']}")
                return message.get("result", {})
            self._note(message)

    def _note(self, message):
        if message.get("method") == "Runtime.exceptionThrown":
            details = message["params"]["exceptionDetails"]
            self.errors.append(details.get("exception", {}).get("description", details.get("text", "")))
        elif message.get("method") == "Runtime.consoleAPICalled" and message["params"]["type"] == "error":
            self.errors.append(
                " ".join(str(a.get("value") or a.get("description")) for a in message["params"]["args"])
            )
        elif message.get("method") == "Log.entryAdded" and message["params"]["entry"]["level"] == "error":
            entry = message["params"]["entry"]
            self.errors.append(f"{entry['text']} {entry.get('url', '')}")

    def run(self, script: str):
        """Evaluate JavaScript (promises awaited) and answer its value."""
        result = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(
                result["exceptionDetails"].get("text", "") + str(result["result"].get("description"))
            )
        return result["result"].get("value")

    def until(self, script: str, seconds: float = 30) -> bool:
        """Wait until the expression is true."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with contextlib.suppress(RuntimeError):
                if self.run(f"Boolean({script})"):
                    return True
            time.sleep(0.2)
        return False

    def go(self, url: str):
        """Open ``url`` and wait until it is loaded and Odoo's client is at rest."""
        self.call("Page.navigate", url=url)
        time.sleep(0.3)
        self.until("document.readyState === 'complete'")
        self.settle()

    def settle(self, seconds: float = 30):
        """Wait until Odoo shows an action and nothing is loading."""
        self.until(
            "document.readyState === 'complete' && (!document.querySelector('.o_web_client') ||"
            " (document.querySelector('.o_action_manager > *') &&"
            " !document.querySelector('.o_loading_indicator')"
            " && !document.querySelector('.o_blockUI')))",
            seconds,
        )
        time.sleep(0.5)

    def login(self, base: str, login: str, password: str):
        """Log in through the real form."""
        self.go(urljoin(base, "/web/login"))
        self.run(
            f"(() => {{ const f = document.querySelector('form.oe_login_form');"
            f" f.querySelector('[name=login]').value = {json.dumps(login)};"
            f" f.querySelector('[name=password]').value = {json.dumps(password)};"
            " HTMLFormElement.prototype.submit.call(f); })()"
        )
        if not self.until("document.querySelector('.o_web_client, .o_portal, .alert-danger')"):
            raise SystemExit("Log-in gave no answer.")
        if self.run("Boolean(document.querySelector('form.oe_login_form .alert-danger'))"):
            raise SystemExit(f"Log-in of {login} was refused.")
        self.settle()

    def click(self, selector: str):
        """Press the first visible match of a CSS selector or of ``text=...``."""
        find = f"document.querySelector({json.dumps(selector)})"
        if selector.startswith("text="):
            find = (
                "[...document.querySelectorAll("
                "'button, a, .dropdown-item, [role=menuitem], [role=tab], .o_app, label')]"
                f".find(e => e.offsetParent && e.innerText.trim() === {json.dumps(selector[5:])})"
            )
        if not self.until(find):
            raise SystemExit(f"Nothing to click at {selector}.")
        self.run(f"{find}.click()")
        time.sleep(0.4)
        self.settle()

    def shot(self, path: str, full: bool = False):
        """Write a PNG of the window, or of the ``full`` page."""
        picture = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=full)
        Path(path).write_bytes(base64.b64decode(picture["data"]))

    def close(self):
        with contextlib.suppress(Exception):
            self.call("Browser.close")
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
        shutil.rmtree(self.profile, ignore_errors=True)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("url")
    parser.add_argument("out")
    parser.add_argument("--base", default=os.environ.get("SHOT_BASE", "http://127.0.0.1:8069"))
    parser.add_argument("--login", default="admin")
    parser.add_argument("--password", default=None, help="default: the same as the login")
    parser.add_argument("--width", type=int, default=1400)
    parser.add_argument("--height", type=int, default=900)
    parser.add_argument("--wait", help="CSS selector to wait for")
    parser.add_argument("--click", action="append", default=[])
    parser.add_argument("--after", type=float, default=0, help="seconds to wait before the picture")
    parser.add_argument("--full", action="store_true")
    options = parser.parse_args()
    browser = Browser(options.width, options.height)
    try:
        url = urljoin(options.base, options.url)
        browser.login(url, options.login, options.password or options.login)
        browser.errors.clear()
        browser.go(url)
        for selector in options.click:
            browser.click(selector)
        if options.wait and not browser.until(f"document.querySelector({json.dumps(options.wait)})"):
            print(f"never seen: {options.wait}", file=sys.stderr)
        time.sleep(options.after)
        browser.shot(options.out, options.full)
    finally:
        browser.close()
    for error in browser.errors:
        print("console error:", error[:600], file=sys.stderr)
    return 1 if browser.errors else 0


if __name__ == "__main__":
    sys.exit(main())
