"""Every test leaves the settings of decorated functions as they were."""

import pytest

from nativecomp.desk import api


@pytest.fixture(autouse=True)
def _kept_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "_chosen", api._chosen)
