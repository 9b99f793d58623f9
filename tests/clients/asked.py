"""Looks through what a client asked for, as the server's log tells it: no error of ours, nothing that is not there.

    asked.py LOG FIRST_LINE CLIENT

A 404 is right where the client looked for a thing that it had just taken back, or for one that nobody made; those
routes are named in GOOD, with the reason.
"""

import re
import sys
from collections import Counter

LINE = re.compile(r"request_log: (\S+) (.+) (\d{3})$")
GOOD = {
    ("GET", "/api/v1/push/subscription"): "there is none before the client makes one, and after it ends it",
    ("GET", "/api/v1/statuses/{id}"): "a post that was taken back",
    ("GET", "/api/v1/lists/{id}"): "a list that was removed",
    ("GET", "/api/v1/admin/domain_blocks/{id}"): "a limit that was taken back",
    ("GET", "/stories/{id}"): "a story that was taken back",
    ("GET", "/media/{file}"): "a picture that went with its post",
}


def main():
    log, first, client = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    with open(log, encoding="utf-8") as lines:
        asked = [LINE.search(line) for number, line in enumerate(lines) if number >= first]
    found = Counter(match.groups() for match in asked if match)
    if not found:
        sys.exit(f"{client}: the log tells of no request")
    wrong = []
    for (method, route, status), times in sorted(found.items()):
        missing = status == "404" and (method, route) not in GOOD
        if missing or status.startswith("5") or status in ("405", "406", "415"):
            wrong.append(f"{times} x {method} {route} {status}")
    if wrong:
        sys.exit(f"{client} was not answered:\n  " + "\n  ".join(wrong))
    routes = {(method, route) for method, route, _ in found}
    print(f"  {sum(found.values())} requests to {len(routes)} routes, each answered")


if __name__ == "__main__":
    main()
