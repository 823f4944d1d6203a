"""The words that a text is made of: terms, names, and which of them mean alike. The only file that imports Stemmer."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

import Stemmer

WORD = re.compile(
    r"United\s(?:States|Kingdom|Nations)\b|European\sUnion\b|\d+(?:st|nd|rd|th|s)\b|\d[\d.,:]*\d|\w+(?:[-’'.]\w+)*|\d"
)

_FUNCTION_WORDS = frozenset(
    """a about above after again against ago all almost along already also although always am among an and another
    any anybody anyone anything are around as at away back be became because become been before being below
    between both but by came can cannot could did do does doing done down due during each either else enough
    ever every everybody everyone everything far few for from further gave get gets getting give given gives
    go goes going gone got had has have having he her here hers herself him himself his how however i if in
    instead into is it its itself just last least less let like made make makes many may me might mine more
    most mr mrs ms much must my myself neither never next no nobody none nor not nothing now of off often on
    once one only onto or other others our ours ourselves out over own per perhaps please put quite rather
    really said same say says she should since so some somebody someone something still such take taken takes
    tell than that the their theirs them themselves then there therefore these they thing things this those
    though through thus till to together told too took toward towards under until up upon us use used uses
    very was we well went were what whatever when where whether which while who whole whom whose why will
    with within without would yet you your yours yourself happen happened happening according regarding
    concerning report reports reported reportedly article articles news know known exactly currently i'm
    it's don't doesn't didn't isn't aren't wasn't weren't hasn't haven't hadn't won't wouldn't can't
    couldn't what's who's that's there's let's""".split()
)


@dataclass(frozen=True, slots=True)
class Term:
    """A word that carries meaning."""

    word: str  # as written
    stem: str  # lower case
    is_name: bool  # written with a capital inside a sentence
    start: int  # characters into the text
    end: int

    @property
    def is_number(self) -> bool:
        return self.word[0].isdigit()


_TITLES = frozenset(
    """president minister chancellor senator governor mayor councillor justice judge doctor dr professor prof sir dame
    lord lady king queen prince princess pope bishop reverend saint general colonel major captain lieutenant sergeant
    admiral mr mrs ms miss""".split()
)


def is_title(term: Term) -> bool:
    """Whether a word is put before somebody's name and need not be said with it: of "Judge Aldous" the first."""
    return term.word.lower().rstrip(".") in _TITLES


_DESCRIBES = re.compile(r"-[a-z]{3,}$")  # "Russian-held" is no name, though a name is in it


@lru_cache(maxsize=4096)  # the same sentences are read for question after question
def terms(text: str) -> tuple[Term, ...]:
    """The words of a text that carry meaning, in order. A capital that only begins a sentence makes no name."""
    found = []
    for match in WORD.finditer(text):
        word = _without_possessive(match[0])
        if word.lower().replace("’", "'") in _FUNCTION_WORDS and word != "US":
            continue
        is_name = (
            word[0].isupper()
            and not _DESCRIBES.search(word)
            and (not _begins_sentence(text, match.start()) or _followed_by_name(text, match) or _called(word) != "")
        )
        found.append(Term(word, stem(word), is_name, match.start(), match.start() + len(word)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Name:
    """Words with capitals that stand together: a person, place or body."""

    text: str
    start: int
    end: int


_CAPITALISED = r"(?:[A-Z][\w’'-]*\.?|[A-Z]\.)"
_NAME = re.compile(rf"{_CAPITALISED}(?:\s+(?:(?:of|the|for|and|de|al|bin|van|von|der|la|el)\s+)*{_CAPITALISED})*")


def stems(text: str) -> frozenset[str]:
    """The stems of the words of a text that carry meaning."""
    return frozenset(t.stem for t in terms(text))


def names(text: str) -> tuple[Name, ...]:
    """The names in a text, in order; one word at the start of a sentence counts only where it is one elsewhere too."""
    found = []
    for match in _NAME.finditer(text):
        words = [w for w in WORD.findall(match[0]) if w.lower() not in _FUNCTION_WORDS]
        if not words or (len(words) == 1 and _begins_sentence(text, match.start()) and _only_there(text, match[0])):
            continue
        found.append(Name(_without_possessive(match[0].rstrip(".")), match.start(), match.end()))
    return tuple(found)


def _only_there(text: str, word: str) -> bool:
    return text.count(word) == 1


def _followed_by_name(text: str, match: re.Match[str]) -> bool:
    return bool(re.match(r"\s+[A-Z][a-z]", text[match.end() : match.end() + 4]))


def _begins_sentence(text: str, at: int) -> bool:
    before = text[:at].rstrip("“”\"'‘([ \n\t")
    return not before or before[-1] in ".!?…:"


def _without_possessive(word: str) -> str:
    return re.sub(r"[’']s?$", "", word) or word


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The word's stem in lower case; forms of some irregular verbs share one."""
    lower = _without_possessive(word).lower().replace("’", "'")
    return _IRREGULAR.get(lower) or _APART.get(lower) or str(_stemmer().stemWord(lower))


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


# Words to which a stemmer gives another word's stem: what is critical was not criticised.
_APART = {
    word: line.split()[0]
    for line in """critical critically
    important importantly importance
    emergency emergencies
    authority authorities
    positive positively
    severe severely
    university universities
    animal animals""".splitlines()
    for word in line.split()
}

# Forms that a stemmer cannot join, of verbs that news is full of.
_IRREGULAR = {
    form: line.split()[0]
    for line in """withdraw withdrew withdrawn withdrawing withdraws withdrawal withdrawals
    kill killed kills killing killings
    lose lost loses losing
    send sent sends sending
    win won wins winning
    leave left leaves leaving
    lead led leads leading
    hold held holds holding
    fall fell fallen falls falling
    rise rose risen rises rising
    begin began begun begins beginning
    break broke broken breaks breaking
    buy bought buys buying
    sell sold sells selling
    build built builds building
    find found finds finding
    fight fought fights fighting
    meet met meets meeting meetings
    pay paid pays paying
    speak spoke spoken speaks speaking
    write wrote written writes writing
    die died dies dying death deaths
    choose chose chosen chooses choosing choice
    steal stole stolen steals stealing
    shoot shot shoots shooting
    strike struck strikes striking
    seek sought seeks seeking
    teach taught teaches teaching
    think thought thinks thinking
    bring brought brings bringing
    grow grew grown grows growing growth
    run ran runs running""".splitlines()
    for form in line.split()
}


@lru_cache(maxsize=65536)
def same_name(a: str, b: str) -> bool:
    """Whether two words are one name.

    They are of one stem, another spelling (Syrsky, Syrskyi), a country's adjective, or a short form (US, American).
    """
    if stem(a) == stem(b) or (_called(a) and _called(a) == _called(b)):
        return True
    short, long = sorted((_without_possessive(a).lower(), _without_possessive(b).lower()), key=len)
    if len(short) >= 6 and a[0] == b[0] and a[0].isupper() and _spelt_alike(short, long):
        return True
    demonym = _DEMONYM.search(long)
    if demonym is None or len(short) < 4:
        return False
    if demonym[0] == "i":
        return long == short + "i"
    return _COUNTRY_END.sub("", short) == _COUNTRY_END.sub("", long[: demonym.start()])


@lru_cache(maxsize=65536)
def _called(word: str) -> str:
    """The one name of what is known by several, or ""."""
    return _ALSO_CALLED.get(" ".join(word.lower().split()), "") if word[0].isupper() else ""


_ALSO_CALLED = {
    form: line.split(", ")[0]
    for line in """united states, us, u.s, usa, u.s.a, america, american, americans
    united kingdom, uk, u.k, britain, british, briton, britons
    united nations, un, u.n
    european union, eu, e.u""".splitlines()
    for form in line.strip().split(", ")
}


def _spelt_alike(one: str, other: str) -> bool:
    """Whether two spellings write one sound: doubled consonants, and letters of which one alphabet has several."""
    return not (_COMMON_END.search(one) or _COMMON_END.search(other)) and _sound(one) == _sound(other)


@lru_cache(maxsize=65536)
def _sound(name: str) -> str:
    for pattern, sound in _SOUNDS:
        name = pattern.sub(sound, name)
    return name


_COMMON_END = re.compile(r"(?:ing|ed|ish|ess)$")
# What of a name is written in more than one way, in the order in which it is to be read.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("x", "ks"),
        ("ph", "f"),
        ("kh", "h"),
        (r"([^aeiou])\1+", r"\1"),
        ("(?:(?<!u)y(?=a)|y(?!a)|[ij])+(?:e$)?|e[iy]$", "i"),
        ("(?<=[^aeiou])e(?=r$)", ""),
    )
)
_DEMONYM = re.compile(r"(?<=\w{3})(?:ese|ian|ean|an|i)$")
_COUNTRY_END = re.compile(r"(?:ia|ea|a|y|e|o)$")
