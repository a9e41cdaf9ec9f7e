"""Open every menu that each user sees, as the web client would, and report what fails.

    python tests/browser/crawl.py --base http://127.0.0.1:8069 LOGIN[:PASSWORD] ...

For every menu with a window action: load the action, its views, the first rows of its list with all
the fields shown, and the form of the first row. No browser is needed, only the web client's own calls.
Exits with 1 when anything failed. The password defaults to the login.
"""

import argparse
import http.cookiejar
import json
import re
import sys
import urllib.parse
import urllib.request
import xml.etree.ElementTree as ElementTree

SHOWN = {"list", "form", "kanban", "pivot", "graph", "calendar", "search", "activity", "hierarchy"}


class Session:
    """One logged-in user."""

    def __init__(self, base: str, login: str, password: str):
        self.base = base.rstrip("/")
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        page = self.opener.open(f"{self.base}/web/login", timeout=60).read().decode()
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
        form = urllib.parse.urlencode({"csrf_token": token, "login": login, "password": password})
        answer = self.opener.open(f"{self.base}/web/login", form.encode(), timeout=60)
        if "/web/login" in answer.geturl():
            raise SystemExit(f"Log-in of {login} was refused.")

    def rpc(self, path: str, **params):
        """Call a JSON route; raises RuntimeError with the server's message."""
        request = urllib.request.Request(
            self.base + path,
            json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}).encode(),
            {"Content-Type": "application/json"},
        )
        answer = json.load(self.opener.open(request, timeout=120))
        if "error" in answer:
            data = answer["error"].get("data", {})
            raise RuntimeError(f"{data.get('name')}: {data.get('message')}")
        return answer["result"]

    def call(self, model: str, method: str, *args, **kwargs):
        return self.rpc(
            f"/web/dataset/call_kw/{model}/{method}", model=model, method=method, args=args, kwargs=kwargs
        )

    def menus(self):
        """``(path of names, action id)`` of every menu with a window action."""
        menus = json.load(self.opener.open(f"{self.base}/web/webclient/load_menus", timeout=60))

        def walk(menu, path):
            if menu.get("actionModel") == "ir.actions.act_window" and menu.get("actionID"):
                yield "/".join(path), menu["actionID"]
            for child in menu.get("children", ()):
                yield from walk(menus[str(child)], [*path, menus[str(child)]["name"]])

        for app in menus["root"]["children"]:
            yield from walk(menus[str(app)], [menus[str(app)]["name"]])


def fields_of(arch: str, known) -> list[str]:
    """Names of the fields of a view's own model, sub-views left out."""
    found, stack = [], [ElementTree.fromstring(arch)]
    while stack:
        node = stack.pop()
        if node.tag == "field":
            found.append(node.get("name"))
        else:
            stack.extend(node)
    return sorted({name for name in found if name in known})


def check(session: Session, action_id: int):
    """Open one action as the client does."""
    action = session.rpc("/web/action/load", action_id=action_id)
    model = action["res_model"]
    if model == "board.board":
        return  # drawn by the client alone
    views = [(view, kind) for view, kind in action["views"] if kind in SHOWN]
    loaded = session.call(model, "get_views", [*views, (False, "search")], options={"action_id": action_id})
    known = loaded["models"][model]["fields"]
    if action["target"] == "new":
        spec = {name: {} for name in fields_of(loaded["views"]["form"]["arch"], known)}
        session.call(model, "onchange", [], {}, [], spec)
        return
    for kind in ("list", "kanban", "form"):
        if kind not in loaded["views"]:
            continue
        spec = {name: {} for name in fields_of(loaded["views"][kind]["arch"], known)}
        rows = session.call(
            model, "web_search_read", domain=[], specification=spec if kind != "form" else {}, limit=3
        )
        if kind == "form" and rows["records"]:
            session.call(model, "web_read", [rows["records"][0]["id"]], specification=spec)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("users", nargs="+", metavar="LOGIN[:PASSWORD]")
    parser.add_argument("--base", default="http://127.0.0.1:8069")
    options = parser.parse_args()
    failed = 0
    for user in options.users:
        login, _, password = user.partition(":")
        session, opened = Session(options.base, login, password or login), 0
        for path, action_id in session.menus():
            try:
                check(session, action_id)
                opened += 1
            except (RuntimeError, KeyError, urllib.error.URLError) as error:
                failed += 1
                print(f"{login}: {path}: {error}")
        print(f"{login}: {opened} menus opened")
    print(f"{failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
