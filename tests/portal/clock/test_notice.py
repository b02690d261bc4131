"""The notice on holidays is read as it was published."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from portal.clock.calendar import Calendar
from portal.clock.notice import read_notice
from portal.clock.working import is_workday

NOTICE = """国务院办公厅关于2026年
部分节假日安排的通知
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
　　经国务院批准，现将2026年元旦、春节等放假调休日期的具体安排通知如下。
　　一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
　　二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
　　三、清明节：4月4日（周六）至6日（周一）放假，共3天。
　　四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
　　五、端午节：6月19日（周五）至21日（周日）放假，共3天。
　　六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
　　七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
　　节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。
国务院办公厅
2025年11月4日
"""


def days(text: str, year: int = 2026) -> dict[str, bool]:
    read = read_notice(text, year)
    assert not read.problems
    return {str(day): kind for day, kind, _name in read.days}


def test_the_whole_notice_of_a_year_gives_the_days_that_the_library_knows() -> None:
    read = read_notice(NOTICE, 2026)
    assert read.problems == ()
    assert read.left_out == 7
    calendar = Calendar()
    calendar.days = {day: (kind, name, "") for day, kind, name in read.days}
    calendar.years = (2026,)
    day = date(2026, 1, 1)
    while day.year == 2026:
        assert is_workday(calendar, day) is is_workday(None, day), day
        day += timedelta(days=1)


def test_a_holiday_has_its_name() -> None:
    named = {day: name for day, _kind, name in read_notice(NOTICE, 2026).days}
    assert named[date(2026, 2, 14)] == named[date(2026, 2, 17)] == "春节"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("一、元旦：1月1日（周四）放假1天，不调休。", {"2026-01-01": False}),
        ("元旦：1月1日放假，与周末连休。", {"2026-01-01": False}),
        (
            "元旦：2025年12月31日至2026年1月1日放假调休，共2天。",
            {"2025-12-31": False, "2026-01-01": False},
        ),
        ("2月14日、28日上班。", {"2026-02-14": True, "2026-02-28": True}),
        ("2026-02-14, work, 春节", {"2026-02-14": True}),
        ("2026-2-15\t放假", {"2026-02-15": False}),
        ("2026-02-28，上班，春节", {"2026-02-28": True}),
        ("春节：2月16日放假。鼓励各单位安排职工在除夕（2月15日）休息。", {"2026-02-16": False}),
    ],
)
def test_a_line_is_read_in_each_of_its_forms(line: str, expected: dict[str, bool]) -> None:
    assert days(line) == expected


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("元旦：1月1日（周五）放假1天。", "day of the week"),
        ("元旦：1月1日至3日放假调休，共4天。", "4 days, but names 3"),
        ("元旦：2月30日放假。", "no day"),
        ("元旦：1月9日至3日放假。", "cannot be a holiday"),
        ("元旦：2025年1月1日放假。", "not in the year"),
        ("2026-02-14, maybe", "Write it like"),
        ("2026-02-14", "Write it like"),
        ("2026-13-01, work", "no day"),
        ("元旦：1月1日上班又放假。", "Not understood"),
        ("元旦：1日放假。", "Not understood"),
    ],
)
def test_a_line_that_cannot_be_so_is_told_with_its_number(line: str, why: str) -> None:
    read = read_notice(f"2026-01-01, off\n\n{line}\n2026-01-02, off", 2026)
    ((number, said),) = read.problems
    assert number == 3
    assert why in said.interpolate()
    assert len(read.days) == 2


def test_a_day_cannot_be_both() -> None:
    read = read_notice("2026-01-03, off\n2026-01-03, work", 2026)
    assert [number for number, _why in read.problems] == [2]
