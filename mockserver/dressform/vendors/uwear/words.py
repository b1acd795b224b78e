"""The copy that Uwear's AI vision would write, from the workspace's randomness."""

from dressform.engine.workspace import Workspace

_COLOURS = (
    "black",
    "bottle green",
    "burgundy",
    "camel",
    "charcoal",
    "coral",
    "cream",
    "dusty rose",
    "ecru",
    "indigo",
    "ivory",
    "lilac",
    "mint",
    "mustard",
    "navy",
    "olive",
    "rust",
    "sand",
    "sky blue",
    "slate grey",
    "taupe",
    "teal",
    "terracotta",
    "white",
)
_FABRICS = ("cotton twill", "brushed wool", "washed linen", "ribbed jersey", "matte satin", "denim")
_FITS = ("regular fit", "relaxed fit", "tailored silhouette", "fitted silhouette", "loose drape")
_FRONTS = ("tonal stitching", "a clean placket", "contrast piping", "two patch pockets")
_BACKS = ("a plain yoke", "a centre seam", "a concealed zip", "an adjustable tab at the waist")
_BUILDS = ("athletic", "slim", "curvy", "tall", "petite")
_PEOPLE = ("female", "male")


def describe_garment(workspace: Workspace, name: str, side: str) -> str:
    """A sentence about the front or the back of a garment of that name."""
    random = workspace.random
    colours = " and ".join(random.sample(_COLOURS, 2))
    detail = random.choice(_FRONTS if side == "front" else _BACKS)
    return (
        f"{name} in {random.choice(_FABRICS)}, {colours}, {side} with {detail}, "
        f"{random.choice(_FITS)}."
    )


def describe_person(workspace: Workspace) -> tuple[str, int]:
    """A body type and an age."""
    random = workspace.random
    return f"{random.choice(_BUILDS)} {random.choice(_PEOPLE)}", random.randint(19, 45)
