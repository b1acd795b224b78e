"""One workspace never sees another's. Sources: neofashion.txt, Error Codes, NOT_FOUND ("does not exist in
this workspace"), Core Endpoints ("Workspace personas") and Authentication.
"""

from types import SimpleNamespace

from dressform.checks import Answer, Api, NotTried, check, equal, promised

_NOT_FOUND = "neofashion.txt, Error Codes: NOT_FOUND"


@check(_NOT_FOUND, shows=[("get_generation", 404)])
def a_generation_is_its_workspaces(
    stranger: Api, a_photo_is_made: SimpleNamespace, a_bulk_is_made: SimpleNamespace
) -> None:
    """Another workspace's generation is 404 NOT_FOUND, as one that is not there."""
    for thing in (a_photo_is_made, a_bulk_is_made):
        answer = stranger.call("get_generation", path={"id": thing.made.at("/data/id")})
        equal(f"{answer.must_be(404).what}; the code", "NOT_FOUND", answer.at("/error/code"))


@check(_NOT_FOUND)
def a_list_is_its_workspaces(
    stranger: Api, a_photo_is_made: SimpleNamespace, a_video_is_made: SimpleNamespace
) -> None:
    """No generation of another workspace is in a workspace's list, which has as many rows as it says."""
    ours = {thing.made.at("/data/id") for thing in (a_photo_is_made, a_video_is_made)}
    listed = stranger.call("list_generations", query={"per_page": 100}).must_be(200)
    rows, theirs = listed.at("/data"), _ids(listed)
    promised(not ours & theirs, f"another workspace lists {', '.join(sorted(ours & theirs))}")
    promised(
        listed.at("/meta/pagination/total") == len(rows) or len(rows) == 100,
        f"{listed.what}; {len(rows)} rows of {listed.at('/meta/pagination/total')}",
        evidence="inferred",
    )


@check(_NOT_FOUND, cost=100)
def a_cast_is_its_workspaces(api: Api, stranger: Api) -> None:
    """Another workspace's persona or model cannot be cast: it is 404 NOT_FOUND."""
    for member, operation in (("persona_id", "list_personas"), ("model_id", "list_models")):
        ours, theirs = api.call(operation).must_be(200), stranger.call(operation).must_be(200)
        foreign = sorted(_ids(theirs) - _ids(ours))
        if not foreign:
            raise NotTried(f"the other workspace has no {member} that this one has not, too")
        answer = api.call("generate_image", body={"prompt": "A red hat", member: foreign[0]})
        code = answer.must_be(404).at("/error/code")
        equal(f"{answer.what}; the code", "NOT_FOUND", code)


def _ids(listed: Answer) -> set[str]:
    return {str(listed.at(f"/data/{index}/id")) for index in range(len(listed.at("/data")))}


@check("neofashion.txt, Core Endpoints: Current credit balance", cost=50, lean=False)
def a_balance_is_its_workspaces(api: Api, stranger: Api) -> None:
    """What one workspace spends does not come out of another's balance."""
    before = stranger.call("get_credit_balance").must_be(200).at("/data/balance")
    api.call("generate_image", body={"prompt": "A red hat"}).must_be(200)
    after = stranger.call("get_credit_balance").must_be(200).at("/data/balance")
    equal("another workspace's balance after a photo of ours", before, after)
