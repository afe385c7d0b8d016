from datetime import timedelta
from itertools import pairwise

import pytest

from models.priority import MATRIX, TARGETS, Impact, Priority, Urgency, priority


@pytest.mark.rule('S2-10')
def test_the_matrix_of_impact_and_urgency():
    ranks = [[priority(impact, urgency).rank for urgency in Urgency] for impact in Impact]
    assert ranks == [[1, 2, 3], [2, 3, 4], [3, 4, 4]]
    assert len(MATRIX) == 9


def test_ranks_follow_the_promises():
    assert [each.rank for each in Priority] == [1, 2, 3, 4]
    assert list(TARGETS) == list(Priority)
    for higher, lower in pairwise(TARGETS.values()):
        assert higher.first_response <= lower.first_response
        assert higher.resolution < lower.resolution
        assert higher.update < lower.update


@pytest.mark.rule('S4-10', 'S4-12')
def test_every_promise_keeps_the_caps_of_the_contract():
    for target in TARGETS.values():
        assert target.first_response <= timedelta(hours=3)
        assert target.resolution <= timedelta(hours=48)
    assert TARGETS[Priority.CRITICAL].clock == 'wall'
    assert {TARGETS[each].clock for each in list(Priority)[1:]} == {'business'}
