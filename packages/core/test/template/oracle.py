"""Renders templates with real Jinja, for comparison.

Reads one JSON object a line, {"template": …, "files": {…}}, and answers one a line: {"output": …} or {"error": …, "message": …}.
The context is the one that `context.ts` makes for tfm.
"""
import json
import signal
import sys
import warnings

from jinja2 import DictLoader
from jinja2.sandbox import SandboxedEnvironment

warnings.simplefilter("ignore")

FILES = {
    "lib": "{% macro add(a, b) %}{{ a + b }}{% endmacro %}{% set lib_name = 'lib' %}lib body",
    "inc": "inc{{ x }}",
    "inc2": "[{{ y }}|{{ z }}|{{ a }}]{% set a = 99 %}",
    "base": "<{% block head %}base head{% endblock %}|{% block body %}base body {{ x }}{% endblock %}>",
    "base2": "{% extends 'base' %}{% block head %}two({{ super() }}){% endblock %}",
}


def return_nothing(*args, **kwargs):
    return None


def context():
    return {
        "x": "X",
        "s": "Hello, World foo-bar_baz",
        "t": "  padded\ttext\n second line \n",
        "u": "Grüße ß ǆ İ ﬁ 😀 日本",
        "q": "it's \"quoted\" <b>&amp;</b>",
        "n": 7,
        "m": -3,
        "f": 2.5,
        "g": -0.1,
        "big": 12345678901234567890,
        "flag": True,
        "off": False,
        "nothing": None,
        "empty": "",
        "l": [1, 2, 3, 4],
        "names": ["b", "A", "c", "a", "B"],
        "mixed": [1, "a", None, True, 2.5],
        "e": [],
        "d": {"a": 1, "b": 2},
        "dd": {"B": 2, "a": [1, 2], "items": 3, 1: "one", None: 0},
        "rows": [
            {"k": "x", "v": 3, "sub": {"w": 1}},
            {"k": "Y", "v": 1, "sub": {"w": 5}},
            {"k": "x", "v": 2, "sub": {}},
            {"k": "y"},
        ],
        "tup": (1, "two", 3.5),
        "pairs": [(1, 2), (3, 4)],
        "nested": [[1, [2]], [3, []]],
        "ints": {1, 2, 3},
    }


class Timeout(BaseException):
    pass


def alarm(*_):
    raise Timeout()


def make_environment(files):
    environment = SandboxedEnvironment(
        extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"], loader=DictLoader({**FILES, **files})
    )
    environment.globals.update({"zip": zip, "set": set, "return": return_nothing})
    return environment


def main():
    signal.signal(signal.SIGALRM, alarm)
    shared = make_environment({})
    for line in sys.stdin:
        case = json.loads(line)
        environment = make_environment(case["files"]) if case.get("files") else shared
        try:
            signal.setitimer(signal.ITIMER_REAL, 2)
            environment.globals.update(context())
            answer = {"output": environment.from_string(case["template"]).render()}
        except Timeout:
            answer = {"error": "Timeout", "message": ""}
        except RecursionError as error:
            answer = {"error": "RecursionError", "message": str(error)}
        except MemoryError as error:
            answer = {"error": "MemoryError", "message": str(error)}
        except Exception as error:
            answer = {"error": type(error).__name__, "message": str(error)}
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


main()
