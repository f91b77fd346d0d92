"""Asks a service over and over whether it is ready, in a process of its own, until told to end.

Within a process of many clients, what was measured would be their wait for Python's lock.
"""

import json
import sys
import threading
import time
from http.client import HTTPConnection
from urllib.parse import urlsplit

EVERY_S = 0.05


def main(address: str) -> None:
    """Prints what each asking took, in seconds, and the statuses that were not 200.

    `late` is how much longer than it meant to this process slept: what the machine itself adds.
    """
    told = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), told.set()), daemon=True).start()
    took: list[float] = []
    late: list[float] = []
    other: list[int] = []
    place = urlsplit(address)
    slept = time.perf_counter()
    while not told.wait(EVERY_S):
        start = time.perf_counter()
        late.append(start - slept - EVERY_S)
        connection = HTTPConnection(place.hostname or "", place.port, timeout=60)
        connection.request("GET", "/ready")
        status = connection.getresponse().status
        connection.close()
        slept = time.perf_counter()
        took.append(slept - start)
        if status != 200:
            other.append(status)
    sys.stdout.write(json.dumps({"took": took, "late": late, "other": other}))


if __name__ == "__main__":
    main(sys.argv[1])
