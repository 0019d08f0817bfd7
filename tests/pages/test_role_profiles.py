"""Profiles: complete, marked as editorial, free of figures that the data should tell, and extensible by a file."""

import re
import tomllib
from pathlib import Path

import pytest

from analytics.comparison import profiles
from analytics.extraction import titles

GOOD = 'role = "ai-gardener"\nbasis = "editorial"\n' + "".join(
    [f'{key} = "Words."\n' for key in profiles.PASSAGES] + [f'{key} = ["Gardener"]\n' for key in profiles.LISTS]
)


def test_there_is_a_profile_for_each_of_the_26_ai_roles() -> None:
    found = profiles.all_profiles()
    assert len(found) == 26 and "prompt-engineer" in found and "ai-hardware-engineer" in found
    roles = Path(titles.__file__).parent / "roles.toml"
    named = {role["id"] for role in tomllib.loads(roles.read_text(encoding="utf-8"))["role"]}
    assert set(found) == named - {"software-engineer", "other"}


@pytest.mark.parametrize("role", sorted(profiles.all_profiles()))
def test_each_passage_is_editorial_and_holds_no_figures(role: str) -> None:
    one = profiles.profile(role)
    assert one is not None and one["role"] == role
    for key in (*profiles.PASSAGES, *profiles.LISTS):
        assert one[key]["basis"] == "editorial"
    lists = [item for key in profiles.LISTS for item in one[key]["items"]]
    words = " ".join([one[key]["text"] for key in profiles.PASSAGES] + lists)
    assert not re.search(r"\d|%|\$|€|£", words)
    assert len(one["week"]["text"].split()) >= 35


def test_no_two_roles_share_a_passage() -> None:
    for key in profiles.PASSAGES:
        texts = [one[key]["text"] for one in profiles.all_profiles().values()]
        assert len(set(texts)) == len(texts)


def test_a_role_without_profile_has_none() -> None:
    assert profiles.profile("nobody") is None


def test_a_user_file_or_folder_adds_profiles_and_wins(tmp_path: Path) -> None:
    file = tmp_path / "gardener.toml"
    file.write_text(GOOD, encoding="utf-8")
    (tmp_path / "prompt.toml").write_text(GOOD.replace("ai-gardener", "prompt-engineer"), encoding="utf-8")
    assert profiles.all_profiles(file)["ai-gardener"]["summary"] == {"text": "Words.", "basis": "editorial"}
    both = profiles.all_profiles(tmp_path)
    assert len(both) == 27 and both["prompt-engineer"]["summary"]["text"] == "Words."
    assert len(profiles.all_profiles()) == 26


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("role = ", "rule = "), "missing key 'role'"),
        (('summary = "Words."', ""), "missing key 'summary'"),
        (('summary = "Words."', "summary = 3"), "'summary' must be text"),
        (('next_roles = ["Gardener"]', 'next_roles = "Gardener"'), "'next_roles' must be a list"),
        (("editorial", "measured"), "'basis' must be 'editorial'"),
        (("role = ", "role "), "profile.toml: "),
    ],
)
def test_a_bad_file_is_named_with_its_key(tmp_path: Path, change: tuple[str, str], complaint: str) -> None:
    file = tmp_path / "profile.toml"
    file.write_text(GOOD.replace(*change), encoding="utf-8")
    with pytest.raises(profiles.ProfileError, match=re.escape(complaint)) as raised:
        profiles.all_profiles(file)
    assert str(file) in str(raised.value)


def test_a_missing_file_and_a_doubled_role_are_refused(tmp_path: Path) -> None:
    with pytest.raises(profiles.ProfileError, match="absent"):
        profiles.all_profiles(tmp_path / "absent.toml")
    for name in ("one.toml", "two.toml"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    with pytest.raises(profiles.ProfileError, match="second profile of 'ai-gardener'"):
        profiles.all_profiles(tmp_path)
