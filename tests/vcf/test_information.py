"""INFO: what is kept of it is what the whole of it says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pm_annotate.vcf.information import Information, information

KEYS = dict.fromkeys(("CSQ", "DB", "POPAF", "SS"))
ENTRIES = st.sampled_from(["CSQ=a|b", "CSQ=c=d", "DB", "DB=", "POPAF=3.1", "POPAF=7", "SS=2", "XSS=1", "", "=4", "DP=3", "."])


def test_the_first_of_a_repeated_key_counts() -> None:
    assert information("DP=3;DB;;=x;DP=4;AF=a=b") == {"DP": "3", "DB": "", "AF": "a=b"}
    assert list(information("DP=3;DB;DP=4;AF=1")) == ["DP", "DB", "AF"]
    assert information(".") == information("") == {}


@given(st.lists(ENTRIES, max_size=8).map(";".join))
def test_what_is_kept_is_what_the_whole_says(text: str) -> None:
    whole = information(text)
    kept = Information(text).kept(KEYS)
    assert list(kept.items()) == [(key, whole[key]) for key in KEYS if key in whole]
    assert dict(Information(text)) == whole
