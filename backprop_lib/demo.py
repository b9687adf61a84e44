"""What a lesson's demonstration cells need while the student's functions are not written yet."""

import contextlib
from collections.abc import Iterator


@contextlib.contextmanager
def when_written() -> Iterator[None]:
    """Run a block that calls the student's functions; say so when one is not written yet.

    NotImplementedError, which an untouched stub raises, becomes one printed line that names the
    function. Every other exception passes through.
    """
    try:
        yield
    except NotImplementedError as error:
        frame = error.__traceback__
        while frame is not None and frame.tb_next is not None:
            frame = frame.tb_next
        name = frame.tb_frame.f_code.co_name if frame is not None else "this"
        print(f"`{name}` is not written yet: write it above, then run this cell again.")
