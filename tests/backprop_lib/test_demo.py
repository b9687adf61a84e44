"""Demonstration cells before and after the student's functions are written."""

import pytest

from backprop_lib import demo


def test_an_unwritten_function_is_named_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    def xor_loss() -> None:
        raise NotImplementedError

    with demo.when_written():
        xor_loss()
    out = capsys.readouterr().out
    assert out == "`xor_loss` is not written yet: write it above, then run this cell again.\n"


def test_every_other_exception_passes_through() -> None:
    with pytest.raises(ZeroDivisionError), demo.when_written():
        raise ZeroDivisionError


def test_a_block_that_works_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    with demo.when_written():
        print("drawn")
    assert capsys.readouterr().out == "drawn\n"
