"""A browser for the machine of the guide: signs in over https, sets up a second factor, opens the desk.

Standard library only: it runs with the Python of the release, beside the site. It prints what it sees at the end.
"""

import hashlib
import hmac
import html
import http.cookiejar
import re
import ssl
import struct
import sys
import time
import urllib.parse
import urllib.request
from base64 import b32decode


class Browser:
    def __init__(self, site: str, certificate: str):
        self.site = site
        trust = urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=certificate))
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(trust, jar)

    def get(self, path: str) -> str:
        return self._open(urllib.request.Request(self.site + path))  # noqa: S310

    def submit(self, **fields: str) -> str:
        """Fill in the form of the page at hand, and send it to where the page is."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.page)[1]
        body = urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": token}).encode()
        return self._open(urllib.request.Request(self.url, body, {"Referer": self.url}))  # noqa: S310

    def _open(self, request) -> str:
        with self.opener.open(request, timeout=20) as answer:
            self.url, self.page, self.headers = answer.url, answer.read().decode(), answer.headers
        return self.page


def six_digits(secret: str) -> str:
    key = b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def prove(browser: Browser, password: str) -> None:
    """Give the password again where the site asks who is there."""
    if "reauthenticate" in browser.url:
        browser.submit(password=password)


def main(site: str, certificate: str, address: str, password: str) -> None:
    browser = Browser(site, certificate)
    browser.get("/accounts/login/")
    browser.submit(login=address, password=password)
    browser.get("/admin/")
    prove(browser, password)
    secret = html.unescape(re.search(r'id="authenticator_secret">([^<]+)<', browser.page)[1]).replace(" ", "")
    browser.submit(code=six_digits(secret))
    browser.get("/admin/")
    if "authenticate" in browser.url:  # the desk wants both factors of this very session
        time.sleep(30)  # a code is good for once
        browser.submit(password=password, code=six_digits(secret))
        browser.get("/admin/")
    title = re.search(r"<title>\s*(.*?)\s*</title>", browser.page, re.S)[1]
    print(browser.url, title, browser.headers["Strict-Transport-Security"], sep="\n")  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
