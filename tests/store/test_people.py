from __future__ import annotations

import pytest

from transitions.errors import StoreError
from transitions.store import Store


def test_the_same_pseudonym_is_the_same_person(store: Store) -> None:
    first, again = store.people.add(" P01 ", note="knee"), store.people.add("P01")
    assert first == again
    assert (first.pseudonym, first.note) == ("P01", "knee")
    assert [person.pseudonym for person in store.people.list()] == ["P01"]


def test_an_empty_pseudonym_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="type a pseudonym"):
        store.people.add("  ")


def test_sessions_come_in_the_order_they_were_held(store: Store) -> None:
    person = store.people.add("P01")
    after = store.sessions.add(person.id, "after", "2026-03-01")
    before = store.sessions.add(person.id, "before", "2026-01-01")
    assert store.sessions.list(person.id) == [before, after]
    assert store.sessions.list(store.people.add("P02").id) == []


def test_a_session_needs_its_person(store: Store) -> None:
    with pytest.raises(StoreError, match="no longer in the store"):
        store.sessions.add(99, "before")
