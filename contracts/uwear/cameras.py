"""The camera angles. Source: uwear.md, Create Generation, `camera`; vendor-notes.md, uwear, cameras."""

from typing import Any

from dressform.checks import Answer, Api, check, equal, promised

_MOST = 8
_ALL = {
    "photo",
    "auto",
    "full_body_front",
    "full_body_back",
    "full_body_side",
    "upper_body_front",
    "upper_body_back",
    "upper_body_side",
}


@check("uwear.md, Create Generation", shows=[("list_cameras", 200)])
def the_cameras_are_listed(api: Api) -> Answer:
    """GET /cameras lists the camera angles, the default one among them, and none of them twice."""
    answer = api.call("list_cameras").must_be(200)
    cameras = answer.json
    promised(isinstance(cameras, list), f"{answer.what} with no list: {answer.excerpt}")
    names = [str(camera) for camera in cameras]
    for name in ("photo", "full_body_front"):
        promised(name in names, f"{answer.what} without {name}: {names}")
    equal(f"{answer.what}: how many differ", len(names), len(set(names)), evidence="inferred")
    source = "vendor-notes.md, uwear, cameras"
    equal("all cameras", sorted(_ALL), sorted(names), evidence="inferred", source=source)
    return answer


@check("uwear.md, Create Generation", cost=_MOST, lean=False)
def each_listed_camera_can_be_asked_for(api: Api, the_cameras_are_listed: Answer) -> None:
    """A generation may ask for any of the cameras that GET /cameras lists."""
    for camera in the_cameras_are_listed.json[:_MOST]:
        _ask(api, camera).must_be(200)


@check("uwear.md, Create Generation", evidence="inferred", cost=3, lean=False)
def a_camera_that_is_not_listed_is_refused(api: Api) -> None:
    """A generation may not ask for a camera that GET /cameras does not list."""
    for camera in ("drone", "Photo", ""):
        answer = _ask(api, camera).must_be(422)
        equal(f"{answer.what}: where", ["body", "camera"], (answer.at("/detail/0/loc") or [])[-2:])


def _ask(api: Api, camera: Any) -> Answer:
    body = {
        "model_slug": "gemini-flash",
        "use_case": "generate",
        "prompt": "a model in a bright studio",
        "num_images": 1,
        "camera": camera,
    }
    return api.call("create_generation", body=body)
