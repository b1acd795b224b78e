"""How to deal with Nextry. Source: nextry.txt.

No page names a price: nothing is charged, unless an account is opened for which credits are counted.
"""

from dressform.checks import Made, Terms

TERMS = Terms(
    slug="nextry",
    probe="list_tools",
    makes={"generate_image": Made("history item", "/history_item_id", "id", "delete_history_item")},
)
