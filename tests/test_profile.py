"""A clinic's own thresholds: what may be set, what is refused, and the hash that records it."""

from __future__ import annotations

from pathlib import Path

import pytest

from transitions.errors import ProfileError
from transitions.model import Grade
from transitions.profile import apply_profile, profile_sha256
from transitions.rules import all_rules
from transitions.rules.record import Rule


def written(folder: Path, text: str) -> Path:
    path = folder / "clinic.toml"
    path.write_text(text, encoding="utf-8")
    return path


def rule_of(rules: tuple[Rule, ...], name: str) -> Rule:
    return next(rule for rule in rules if rule.id == name)


def test_without_a_profile_nothing_changes() -> None:
    rules = all_rules()
    assert apply_profile(rules, None) == rules


def test_named_bands_change_and_only_they(tmp_path: Path) -> None:
    rules = all_rules()
    changed = apply_profile(rules, written(tmp_path, "[abrupt_twist]\nmild = 75\n"))
    rule = rule_of(changed, "abrupt_twist")
    new, old = rule.thresholds, rule_of(rules, "abrupt_twist").thresholds
    assert (new.mild, new.moderate, new.severe) == (75.0, old.moderate, old.severe)
    assert [source.key for source in rule.sources] == ["profile:clinic.toml"]
    assert new.grade is Grade.PROVISIONAL
    others = [(a, b) for a, b in zip(changed, rules, strict=True) if a.id != "abrupt_twist"]
    assert all(a is b for a, b in others)


def test_hash_follows_the_thresholds(tmp_path: Path) -> None:
    rules = all_rules()
    changed = apply_profile(rules, written(tmp_path, "[abrupt_twist]\nmild = 75\n"))
    same = apply_profile(rules, written(tmp_path, "[abrupt_twist]\nmild = 70\n"))
    assert profile_sha256(changed) != profile_sha256(rules)
    assert profile_sha256(same) == profile_sha256(rules)
    assert profile_sha256(reversed(rules)) == profile_sha256(rules)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[abrupt_twits]\nmild = 70", "unknown rule 'abrupt_twits'"),
        ("[abrupt_twist]\nwild = 70", "only mild, moderate, severe"),
        ("abrupt_twist = 70", "only mild, moderate, severe"),
        ("[abrupt_twist]\nmild = -1", "'abrupt_twist.mild' must be a number over 0"),
        ("[abrupt_twist]\nmild = true", "must be a number over 0"),
        ('[abrupt_twist]\nmild = "70"', "must be a number over 0"),
        ("[abrupt_twist]\nmild = nan", "must be a number over 0"),
        ("[abrupt_twist]\nmild = 500", "mild ≤ moderate ≤ severe"),
        ("[abrupt_twist", "not valid TOML"),
    ],
)
def test_a_wrong_profile_is_one_plain_sentence(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ProfileError) as caught:
        apply_profile(all_rules(), written(tmp_path, text))
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_profile_is_said(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="cannot be read"):
        apply_profile(all_rules(), tmp_path / "none.toml")


def test_a_profile_that_is_no_text_is_said(tmp_path: Path) -> None:
    path = tmp_path / "binary.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ProfileError, match="not valid TOML"):
        apply_profile(all_rules(), path)
