"""What a person aims for themselves."""

from __future__ import annotations

import math

import pytest

from transitions.errors import StoreError
from transitions.store import Store


def test_a_target_is_set_changed_and_taken_away(store: Store) -> None:
    person = store.people.add("P01").id
    assert store.targets.of_person(person, "sit_to_stand") == {}
    store.targets.set(person, "sit_to_stand", "duration_s", 1.8)
    store.targets.set(person, "sit_to_stand", "duration_s", 1.6)
    store.targets.set(person, "reach", "duration_s", 1.0)
    assert store.targets.of_person(person, "sit_to_stand") == {"duration_s": 1.6}
    store.targets.set(person, "sit_to_stand", "duration_s", None)
    assert store.targets.of_person(person, "sit_to_stand") == {}
    assert store.targets.of_person(person, "reach") == {"duration_s": 1.0}


def test_targets_are_each_persons_own(store: Store) -> None:
    first, second = store.people.add("P01").id, store.people.add("P02").id
    store.targets.set(first, "reach", "duration_s", 1.0)
    assert store.targets.of_person(second, "reach") == {}


def test_what_is_no_number_or_nobodys_is_refused(store: Store) -> None:
    person = store.people.add("P01").id
    with pytest.raises(StoreError, match="A target is a number"):
        store.targets.set(person, "reach", "duration_s", math.inf)
    with pytest.raises(StoreError, match="no longer in the store"):
        store.targets.set(person + 1, "reach", "duration_s", 1.0)
