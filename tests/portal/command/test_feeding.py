from __future__ import annotations

from portal.command.feeding import feeding
from portal.command.office import Office
from portal.search.index import SearchIndex
from portal.search.query import Query
from portal.testing import World

SECTION = "/sites/fgw/zwgk/tzgg"


def found(office: Office, words: str) -> int:
    return office.search.search(Query(words)).total


def waiting(office: Office) -> int:
    with office.transaction() as (cluster, _act):
        return cluster.outbox.waiting()


def test_what_was_brought_in_is_found_when_feeding_ends(world: World) -> None:
    world.site("fgw")
    with feeding(world.office) as feed:
        for title in ("供水价格", "供暖时间", "公交线路"):
            world.publish(SECTION, title=title)
            feed()
    assert [found(world.office, words) for words in ("供水", "供暖", "公交")] == [1, 1, 1]
    assert waiting(world.office) == 0


def test_what_is_changed_while_its_words_are_cut_is_looked_at_again(world: World) -> None:
    world.site("fgw")
    address = world.publish(SECTION, title="供水价格")
    with feeding(world.office) as feed:
        feed()
        with world.office.transaction() as (cluster, _act):
            document = world.place(cluster, address)
            document.title = "供暖时间"
            cluster.outbox.put(document.oid)
    assert [found(world.office, words) for words in ("供水", "供暖")] == [0, 1]


def test_a_worker_that_writes_the_index_is_left_to_it(world: World) -> None:
    world.site("fgw")
    world.feed()
    world.office.search.close()
    worker = SearchIndex.open(world.office.settings.data / "search")
    worker.upsert([])
    with feeding(world.office) as feed:
        for title in ("供水价格", "供暖时间"):
            world.publish(SECTION, title=title)
            feed()
    assert waiting(world.office) > 0
    worker.close()
    world.feed()
    assert found(world.office, "供暖") == 1
