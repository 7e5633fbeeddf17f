"""What `import gatewise` offers: every name is there, said in order and explained."""

from __future__ import annotations

import inspect

import pytest

import gatewise


def test_names_are_sorted_and_said_once() -> None:
    assert list(gatewise.__all__) == sorted(set(gatewise.__all__))
    assert dir(gatewise) == sorted(gatewise.__all__)


@pytest.mark.parametrize("name", gatewise.__all__)
def test_every_name_is_there(name: str) -> None:
    assert getattr(gatewise, name) is getattr(gatewise, name)


@pytest.mark.parametrize("name", [name for name in gatewise.__all__ if name[0] != "_"])
def test_every_name_is_explained(name: str) -> None:
    value = getattr(gatewise, name)
    assert inspect.getdoc(value)
    if inspect.isclass(value):
        for attribute, member in vars(value).items():
            if inspect.isfunction(member) and not attribute.startswith("_"):
                assert inspect.getdoc(member), f"{name}.{attribute}"


def test_the_version_is_one_of_three_numbers() -> None:
    assert [part.isdigit() for part in gatewise.__version__.split(".")] == [True] * 3


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Classifier'"):
        gatewise.Classifier  # noqa: B018


def test_every_error_tells_its_exit_code() -> None:
    errors = [getattr(gatewise, name) for name in gatewise.__all__ if name.endswith("Error")]
    assert all(issubclass(error, gatewise.GatewiseError) for error in errors)
    wrong_input = {error for error in errors if error.exit_code == 2}
    assert wrong_input == {error for error in errors if issubclass(error, gatewise.UsageError)}
