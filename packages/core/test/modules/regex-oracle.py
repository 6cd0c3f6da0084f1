"""Answers with Python's `re`, for comparison.

Reads one JSON object a line, {"pattern", "flags", "text", "replacement"}, and answers one a line: what `search`, `match`,
`fullmatch`, `findall`, `split` and `subn` give, or the error. An answer that takes too long is {"error": "Timeout"}.
"""
import json
import re
import signal
import sys
import warnings

warnings.simplefilter("ignore")


class Timeout(Exception):
    pass


def stop(*_):
    raise Timeout()


signal.signal(signal.SIGALRM, stop)


def shown(match):
    if match is None:
        return None
    return [list(match.regs and [list(span) for span in match.regs]), match.lastindex, match.lastgroup, repr(match)]


def replaced(pattern, case):
    try:
        return list(pattern.subn(case["replacement"], case["text"]))
    except (re.error, IndexError) as error:
        return str(error)


def answer(case):
    pattern = re.compile(case["pattern"], case["flags"])
    text = case["text"]
    return {
        "search": shown(pattern.search(text)),
        "match": shown(pattern.match(text, *case["region"])),
        "fullmatch": shown(pattern.fullmatch(text)),
        "findall": repr(pattern.findall(text)),
        "finditer": [list(match.span()) for match in pattern.finditer(text, *case["region"])],
        "split": repr(pattern.split(text)),
        "split2": repr(pattern.split(text, 2)),
        "subn": replaced(pattern, case),
        "pattern": repr(pattern),
        "groupindex": repr(dict(pattern.groupindex)),
    }


for line in sys.stdin:
    case = json.loads(line)
    signal.setitimer(signal.ITIMER_REAL, 1)
    try:
        result = answer(case)
    except Timeout:
        result = {"error": "Timeout"}
    except Exception as error:
        result = {"error": str(error)}
    signal.setitimer(signal.ITIMER_REAL, 0)
    sys.stdout.write(json.dumps(result) + "\n")
    sys.stdout.flush()
