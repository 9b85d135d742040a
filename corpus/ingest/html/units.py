"""Finds where each comment of a page begins and ends: around ids like "comment-12", or as items.

What is inside a comment is the matter of `parts`, who answers whom that of `nesting`.
"""

import re
from dataclasses import dataclass, field

from corpus.ingest.html.document import Document, Element

NUMBER = re.compile(
    r"(?:(?:li|div|article|dl|dt|dd|anchor|post|single|wp)[-_])?"
    r"(?:comment|comm|pingback|trackback|ping|cmt|c(?=[-_]?\d{1,9}\Z)|wpd-comm|kommentar)"
    r"(?:[-_]?(?:id|item|container|wrap|wrapper))?[-_]?(\d{1,19}|[0-9a-f]{16,40})(?:_0)?\Z",
    re.IGNORECASE,
)
_DEPTH = re.compile(r"(?:^|\s)(?:comment[-_]?)?(?:depth|level|wpd_comment_level)-(\d{1,3})(?:\s|$)")
_LISTS = (
    "commentlist", "comment-list", "comments-list", "comments_list", "comment_list", "commentslist",
    "wp-block-comment-template", "wpd-thread-list", "comment-listing", "pinglist", "pings-list",
    "trackbacklist", "trackback-list", "pingbacklist", "ping-list", "trackbacks",
)  # fmt: skip
_LIST_IDS = (
    "commentlist",
    "comment-list",
    "comment_list",
    "comments-list",
    "pinglist",
    "trackbacklist",
)
_ITEM_TAGS = frozenset({"li", "article", "tr", "dl"})
_WEAK_TAGS = frozenset(
    {"a", "span", "h1", "h2", "h3", "h4", "h5", "h6", "p", "dt", "cite", "small"}
)
_STOPS = frozenset({"ol", "ul", "dl", "body", "html", "section", "main", "form", "tbody", "table"})
_ITEM = re.compile(
    r"(?:^|\s)(?:comment|pingback|trackback|depth-\d+|thread-(?:even|odd)|comment-?wrap(?:per)?|"
    r"comment-item|comment_item|commentitem|single-comment|wpd-comment|comment-container)(?:\s|$)"
)
_CONTAINER = re.compile(
    r"(?:^|[\s_-])(?:comments|commentlist|comment-list|respond|responses)(?:$|[\s_-])"
)
_ENDS = frozenset({"form", "nav", "script", "footer", "aside"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})


@dataclass(slots=True, eq=False)
class Unit:
    """One comment's place in the page: `element`, and `others` that follow it (dd after dt).

    `number` is the id as the site counts; `above` the unit in which this one is nested.
    """

    element: Element
    number: str | None = None
    others: tuple[Element, ...] = ()
    above: "Unit | None" = None
    depth: int | None = None
    within: list[Element] = field(default_factory=list)

    @property
    def roots(self) -> tuple[Element, ...]:
        """Return all elements that the comment is made of."""
        return (self.element, *self.others)


def find_units(
    document: Document, number: re.Pattern[str] = NUMBER, *, unmarked: bool = True
) -> list[Unit]:
    """Return the comments of a page in document order, of all its lists.

    `number` matches a comment's id, its first group what the site counts. `unmarked`: items of
    lists that call themselves comments count too if they have no id.
    """
    marked = _marked(document, number)
    owners = _owners(marked)
    units: dict[Element, Unit] = {}
    for name, element in marked.items():
        top = _climb(element, owners, units, number)
        units[top] = Unit(top, name)
    for element in _unmarked(document, units) if unmarked else ():
        own = number.match(element.get("id") or "")
        units[element] = Unit(element, own[1] if own else None)
    ordered = sorted(units.values(), key=lambda unit: document.place(unit.element))
    _extend(ordered)
    _nest(ordered)
    for unit in ordered:
        unit.depth = depth_of(unit.element)
    return ordered


def depth_of(element: Element) -> int | None:
    """Return the depth that an element's classes state, from 1; None if they state none."""
    found = _DEPTH.search((element.get("class") or "").lower())
    return int(found[1]) if found else None


def _marked(document: Document, number: re.Pattern[str]) -> dict[str, Element]:
    """Return the outermost element of each comment id."""
    marked: dict[str, Element] = {}
    for name, elements in document.ids():
        found = number.match(name)
        if found:
            for element in elements:
                known = marked.get(found[1])
                if known is None or document.place(element) < document.place(known):
                    marked[found[1]] = element
    for element in document.elements:
        anchor = element.get("name") if element.tag == "a" else None
        found = number.match(anchor) if anchor else None
        if found:
            marked.setdefault(found[1], element)
    return marked


def _owners(marked: dict[str, Element]) -> dict[Element, str | None]:
    """Map the elements above a comment id to that id, to None where several stand below."""
    owners: dict[Element, str | None] = {}
    for number, element in marked.items():
        for above in element.iterancestors():
            if above not in owners:
                owners[above] = number
            elif owners[above] is None:
                break
            elif owners[above] != number:
                owners[above] = None
    return owners


def _climb(
    element: Element,
    owners: dict[Element, str | None],
    units: dict[Element, Unit],
    number: re.Pattern[str],
) -> Element:
    """Return the element of the whole comment, of which the one with the id may be a part."""
    top = element
    after = element.getnext()
    if element.tag == "a" and after is not None and _is_item(after) and not (element.text or ""):
        return after
    for above in element.iterancestors():
        classes = (above.get("class") or "").lower()
        if above in units or above.tag in _STOPS or _is_container(above):
            break
        alone = owners.get(above) is not None
        item = above.tag in _ITEM_TAGS or _ITEM.search(classes) is not None
        if not alone and not (item and _leads(above, element, number)):
            break
        if item or (alone and top.tag in _WEAK_TAGS):
            top = above
    return top


def _leads(above: Element, element: Element, number: re.Pattern[str]) -> bool:
    """Say whether an item of a list begins with this comment: the others in it answer it."""
    for inner in above.iter():
        if inner is element:
            return True
        if inner is not above and number.match(inner.get("id") or ""):
            return False
        if inner.tag in {"ol", "ul"} and inner is not above:
            return False
    return False


def _is_container(element: Element) -> bool:
    names = f"{element.get('id') or ''} {element.get('class') or ''}".lower()
    return _CONTAINER.search(names) is not None and not _ITEM.search(names)


def _unmarked(document: Document, units: dict[Element, Unit]) -> list[Element]:
    """Return the items of comment lists that have no id."""
    taken: set[Element] = set(units)
    for unit in units:
        taken.update(unit.iterancestors())
    lists = [*document.with_class(*_LISTS)]
    for name in _LIST_IDS:
        lists += document.with_id(name)
    lists += [one for outer in lists[:] for one in outer.iterdescendants() if _is_replies(one)]
    items = [item for one in lists for item in one if item.tag == "li" or _is_item(item)]
    for name in document.class_names():
        if _DEPTH.search(name):
            items += filter(_is_item, document.with_class(name))
    found: dict[Element, None] = {}
    for item in sorted(set(items), key=document.place):
        if item in taken or item.tag in {"dt", "dd"} or _inside(item, units, found):
            continue
        found[item] = None
    return list(found)


def _is_item(element: Element) -> bool:
    return _ITEM.search((element.get("class") or "").lower()) is not None


def _is_replies(element: Element) -> bool:
    """Say whether an element calls itself the answers to a comment."""
    classes = (element.get("class") or "").lower()
    return "children" in classes or "replies" in classes


def _inside(element: Element, units: dict[Element, Unit], found: dict[Element, None]) -> bool:
    """Say whether an element is a part of a comment already known, not a reply nested in it."""
    for above in element.iterancestors():
        if above in units or above in found:
            return True
        if above.tag in {"ol", "ul"} or _is_replies(above):
            return False
    return False


def _extend(units: list[Unit]) -> None:
    """Give each heading of a comment (dt, h4, an anchor) what follows it up to the next."""
    starts = {unit.element for unit in units}
    longest = 0
    for unit in units:
        if unit.element.tag not in _WEAK_TAGS:
            continue
        others: list[Element] = []
        last = unit is units[-1] or not any(
            after in starts for after in unit.element.itersiblings()
        )
        for after in unit.element.itersiblings():
            if after in starts or after.tag in _ENDS or _holds(after, starts):
                break
            if after.tag in _HEADINGS and after.tag <= unit.element.tag:
                break
            if _is_container(after) or (last and longest and len(others) >= longest):
                break
            others.append(after)
        unit.others = tuple(others)
        longest = max(longest, len(others))


def _holds(element: Element, starts: set[Element]) -> bool:
    return any(inner in starts for inner in element.iterdescendants())


def _nest(units: list[Unit]) -> None:
    """Note which unit each lies in, and which lie directly in each."""
    owner = {root: unit for unit in units for root in unit.roots}
    for unit in units:
        for above in unit.element.iterancestors():
            holder = owner.get(above)
            if holder is not None and holder is not unit:
                unit.above = holder
                holder.within.append(unit.element)
                holder.within.extend(unit.others)
                break
