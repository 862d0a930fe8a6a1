import logging

import pytest

from portal.documents.quiet import hush


def test_a_library_may_say_that_it_complains_and_not_what_about(caplog: pytest.LogCaptureFixture):
    library = logging.getLogger("demo-library")
    hush(library)
    with caplog.at_level(logging.DEBUG):
        library.warning("cannot draw %r", "SECRETWORD")
        library.info("SECRETWORD")
        logging.getLogger("demo-library.progress").debug("SECRETWORD")
    assert "SECRETWORD" not in caplog.text
    assert [record.getMessage() for record in caplog.records] == [
        f"demo-library warning in test_quiet:{caplog.records[0].args[3]}"
    ]
