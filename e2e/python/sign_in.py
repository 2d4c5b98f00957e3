"""Signs in at the gateway as scripts of real users do, and prints the session's cookie as `name=value`.

Input on stdin, as JSON: {"gateway", "user", "password"}. Works with both login services: one redirects to the sign-in
form, the other shows a page with a button first.
"""

import html
import json
import re
import sys
from urllib.parse import urljoin

import requests

COOKIES = ("authservice_session", "oauth2_proxy_kubeflow")


def main():
    order = json.load(sys.stdin)
    session = requests.Session()
    # A proxy of the surroundings has no business between two loopback ports.
    session.trust_env = False
    page = session.get(order["gateway"] + "/")
    if page.status_code == 403:
        page = session.get(order["gateway"] + "/oauth2/start", params={"rd": "/"})
    form = re.search(r'<form[^>]*action="([^"]*)"', page.text)
    if form is None:
        sys.exit(f"no sign-in form at {page.url.split('?')[0]}, status {page.status_code}")
    answer = session.post(
        urljoin(page.url, html.unescape(form.group(1))),
        data={"login": order["user"], "password": order["password"]},
    )
    found = [f"{c.name}={c.value}" for c in session.cookies if c.name in COOKIES]
    if len(found) != 1:
        sys.exit(f"signed in as nobody: status {answer.status_code} at {answer.url.split('?')[0]}, {len(found)} sessions")
    print(found[0])


main()
