"""The places of the tile map."""

from capacity_portal.organization.sheets import read_rows
from inspections.tiles import coverage_map, drawn_places


def area(code: str, name: str, covered: int, due: int) -> dict:
    rate = covered * 1000 // due if due else None
    return {"code": code, "name": name, "total": {"covered": covered, "denominator": due, "per_mille": rate}}


def test_every_county_and_zone_of_the_drawn_prefecture_has_a_place_of_its_own(settings):
    folder = settings.FIXTURES_DIR
    divisions = read_rows(folder / "divisions_5.csv", ("level", "code", "parent_code"))
    counties = {
        row["code"] for row in divisions if row["level"] == "county" and row["parent_code"] == "360800"
    }
    zones = {row["code"] for row in read_rows(folder / "zones.csv", ("level", "code"))}
    known = {code for code in counties if code[:6] != "360871"} | zones
    assert set(drawn_places()) == known
    assert len(set(drawn_places().values())) == len(read_rows(folder / "tiles.csv", ("region_code",)))


def test_what_is_drawn():
    svg = coverage_map(
        202603,
        [area("360802", "吉州区", 7, 8), area("360803", "青原区", 0, 0), area("", "未落到县区", 0, 1)],
        title="三月",
    )
    assert 'href="/inspections/rounds/2026-03/360802/" aria-label="吉州区：87.5%，7/8"' in svg
    assert "青原区：无任务，0/0" in svg
    assert "未落到县区" not in svg
