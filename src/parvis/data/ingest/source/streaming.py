"""JSON values out of a long text, one at a time, in constant memory."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, TextIO

from parvis.data.ingest.errors import DamagedFile, IngestError, TooLarge

_CHUNK = 1 << 20
_SPACE = " \r\n\t"


def _refused(constant: str) -> Any:
    """JSON has no NaN and no infinity: nothing is known of such a value."""
    return None


class JSONStream:
    """A reader over a text; ``limit`` bounds one value, in characters.

    Raises DamagedFile for a text that is not JSON or that is cut, TooLarge for a value beyond the limit.
    """

    def __init__(self, file: TextIO, name: str, limit: int) -> None:
        self._file = file
        self._name = name
        self._limit = limit
        self._decoder = json.JSONDecoder(parse_constant=_refused)
        self._buffer = ""
        self._place = 0
        self._passed = 0

    def peek(self) -> str:
        """The next character that is no space, empty at the end."""
        while True:
            while self._place < len(self._buffer) and self._buffer[self._place] in _SPACE:
                self._place += 1
            if self._place < len(self._buffer):
                return self._buffer[self._place]
            if not self._more():
                return ""

    def take(self, expected: str) -> None:
        """Pass over a mark that must come now."""
        found = self.peek()
        if found != expected:
            raise self._damaged(f"{expected!r} expected")
        self._place += 1

    def value(self) -> Any:
        """The next value."""
        if not self.peek():
            raise self._damaged("it ends too early")
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._place)
            except RecursionError as error:
                raise TooLarge(f"{self._name} nests too deep.") from error
            except ValueError as error:
                self._lengthen(error)
                continue
            # A number may go on in what is not read yet.
            if end == len(self._buffer) and self._more():
                continue
            self._place = end
            return value

    def enter(self, path: Sequence[str]) -> None:
        """Go down to a member, by the names of the way. Raises IngestError when there is no such member."""
        for wanted in path:
            if self.peek() != "{" or all(key != wanted for key in self.members()):
                raise IngestError(f"{self._name} has no member {wanted!r}.", hint="check record_path")

    def members(self) -> Iterator[str]:
        """The member names of the object that comes next; each value is passed over once the next name is asked."""
        self.take("{")
        while self.peek() == '"':
            key = self.value()
            self.take(":")
            yield key
            self.value()
            if self.peek() == "}":
                return
            self.take(",")

    def opens_objects(self) -> bool:
        """Whether a list of objects comes next; it is entered."""
        if self.peek() != "[":
            return False
        self.take("[")
        return self.peek() == "{"

    def elements(self) -> Iterator[Any]:
        """The elements of the array that comes next."""
        self.take("[")
        if self.peek() == "]":
            self.take("]")
            return
        while True:
            yield self.value()
            if self.peek() == "]":
                self.take("]")
                return
            self.take(",")

    def sequence(self) -> Iterator[Any]:
        """The values that follow one another until the end."""
        while self.peek():
            yield self.value()

    def _more(self) -> bool:
        # Twice as much at a time: a long value is not decoded a thousand times.
        more = self._file.read(max(_CHUNK, len(self._buffer) - self._place))
        if not more:
            return False
        self._passed += self._place
        self._buffer = self._buffer[self._place :] + more
        self._place = 0
        return True

    def _lengthen(self, error: ValueError) -> None:
        """Read on, as the value may only be cut by the buffer."""
        if len(self._buffer) - self._place > self._limit:
            raise TooLarge(f"{self._name} has a value longer than {self._limit >> 20} MiB.") from error
        if not self._more():
            raise self._damaged("a value is cut or no JSON") from error

    def _damaged(self, what: str) -> DamagedFile:
        place = self._passed + self._place
        return DamagedFile(f"{self._name} is not whole JSON: {what} at character {place:,}.", hint="send it again")
