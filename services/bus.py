"""Who watches what, in this process. An event says only "look again"; data always comes from a scoped query."""

from collections import defaultdict
from collections.abc import Callable, Iterable

_watchers: defaultdict[str, set[Callable[[], None]]] = defaultdict(set)


def watch(topics: Iterable[str], wake: Callable[[], None]) -> Callable[[], None]:
    """Call `wake` after every event on one of `topics`, until the returned function is called."""
    watched = frozenset(topics)
    for topic in watched:
        _watchers[topic].add(wake)

    def unwatch() -> None:
        for topic in watched:
            _watchers[topic].discard(wake)
            if not _watchers[topic]:
                del _watchers[topic]

    return unwatch


def publish(topics: Iterable[str]) -> None:
    """Wake everybody who watches one of `topics`, once each."""
    for wake in {wake for topic in topics for wake in _watchers.get(topic, ())}:
        wake()


def publish_everything() -> None:
    """Wake everybody: events may have been missed."""
    publish(list(_watchers))
