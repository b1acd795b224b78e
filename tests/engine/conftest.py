"""What the helper modules assert is explained as if it stood in a test."""

import pytest

pytest.register_assert_rewrite("tests.engine.worlds", "tests.engine.invariants")
