"""What a sentence says of its skills: that the job uses them, that they are wished for, that others are meant.

The patterns are for texts in lower case: without the flag that ignores case they are looked for several times as fast.
"""

import re

from analytics.extraction.sections.finder import PREFERRED_WORDS
from analytics.text.passages import Saying

OF_THE_ROLE = Saying(
    "of_the_role",
    (),
    re.compile(
        r"\byou\b|\byou['’](?:ll|re|ve)\b|\byour\b|\brole\b|\bposition\b|\blooking for\b|\bseeking\b|\bhiring\b"
        r"|\bresponsib|\bexperienced? (?:with|in|using)"
        r"|\bcandidate|\bstack\b|\bwe use\b|\bengineers? (?:to|who|with)\b|\bjoin (?:us|our|the)\b|\bproficien"
        r"|\bexpertise\b|\bknowledge of\b|\bfamiliar"
        r"|\bsie\b|\bdu\b|\bihr\b|\bvous\b|\bvotre\b|\bpuesto\b|\bbuscamos\b|\btu\b",
    ),
)
USED_IN_THE_JOB = Saying(
    "used_in_the_job",
    (),
    re.compile(
        r"\byou(?:['’]ll| will)\b|\byour (?:role|work|stack)|\b(?:tech(?:nology|nical)?|our|typical) stack\b"
        r"|\bwe (?:use|build with|work with|code in)\b|\bthis role\b|\b(?:is|are) (?:written|built|implemented) in\b"
        r"|\bwe (?:build|write|develop|run|ship|deploy|program|host)\b[^.\n]{0,50}\b(?:in|with|on|using)\b"
        r"|\blooking for\b|\bseeking\b|\bexperience (?:with|in)\b",
    ),
)
LEGAL = Saying(
    "legal",
    (
        "equal opportunit",
        "u.s.c",
        "personal data",
        "personal information",
        "privacy",
        "regardless of",
        "e-verify",
        "background check",
        "eligible",
        "entitled",
        "range",
        "base salary",
        "base pay",
        "accommodation",
    ),
    re.compile(
        r"\bequal opportunit|\bu\.s\.c\b|\bpersonal (?:data|information)\b.{0,80}\b(?:shared|process|collect)"
        r"|\bprivacy (?:policy|notice)|\bregardless of\b|\be-verify\b|\bbackground check|"
        r"\b(?:eligible|entitled) (?:for|to participate)\b|\b(?:salary|pay|compensation) ranges?\b|\bbase (?:salary"
        r"|pay)\b|\breasonable accommodation",
    ),
)
KNOWN_BY_THE_CANDIDATE = Saying(
    "known",
    (),
    re.compile(
        r"\b(?:experience (?:with|in|using|building)|proficien\w+|knowledge of|familiar\w*|certifi\w+"
        r"|expertise (?:in|with))",
    ),
)
DEGREE = Saying(
    "degree",
    (
        "bachelor",
        "master",
        "degree",
        "phd",
        "ph.d",
        "doctorate",
        " bs",
        " b.s",
        "(bs",
        " ms",
        " m.s",
        "/ms",
        "/m.s",
        "bsc",
        "msc",
        "diploma",
        "graduate in",
        "studium",
        "abschluss",
        "licence",
        "licenciatura",
        "ingénieur",
    ),
    re.compile(
        r"\b(?:bachelor|master(?:['’]?s)? (?:degree|of|in|or)|degree|ph\.?d|doctorate|b\.?sc?\.?\b|m\.?sc\.?\b"
        r"|m\.s\.|diploma|graduate in|studium|abschluss|licence|licenciatura|ingénieur)",
    ),
)
PREFERRED = Saying(
    "preferred",
    (
        "nice",
        "good to have",
        "good-to-have",
        "bonus",
        "plus",
        "advantag",
        "asset",
        "prefer",
        "ideal",
        "desir",
        "optional",
        "would be",
        "not required",
        "vorteil",
        "wünschenswert",
        "idéal",
        "souhait",
        "atout",
        "deseable",
        "valorar",
        "valorable",
    ),
    PREFERRED_WORDS,
    reach=60,
)
# Others than the candidate, of whom a pedigree or a list of customers may speak.
OTHERS = Saying(
    "others",
    (
        "founder",
        "alumni",
        "veteran",
        "from",
        "customers",
        "clients",
        "partners",
        "companies",
        "brands",
        "investor",
        "competitor",
        "startups",
        "backed",
        "trusted",
        "used by",
        "funded",
        "background at",
        "years at",
        "worked at",
        "hail",
        "hires",
        "formerly",
        "previously",
        "ex-",
    ),
    re.compile("."),
)
NEGATED = Saying(
    "negated",
    ("no ", "not ", "without", "n't ", "never", "rather than", "instead of"),
    re.compile("."),
)
SAYINGS = (OF_THE_ROLE, USED_IN_THE_JOB, LEGAL, KNOWN_BY_THE_CANDIDATE, DEGREE, PREFERRED, OTHERS, NEGATED)
EMPLOYER_TALK = re.compile(
    r"^[\W_]*(?:we(?:['’](?:re|ve))?|our|at [a-z]|founded|backed by|headquartered|the company|as (?:a|an"
    r"|the) (?:leading|global|fast)|since \d{4}|with (?:offices|over|more than)|trusted by)\b"
    r"|\b(?:is|are) (?:a|an|the) (?:leading|global|fast[- ]growing|world|premier|innovative|pioneer|well-funded"
    r"|venture|series|startup|company|platform|provider|fully|ai[- ])",
)
PEDIGREE = re.compile(
    r"(?:\b(?:engineers?|founders?|team(?: members)?|alumni|veterans|people|talent|leaders|researchers|experts"
    r"|scientists|investors?|customers?|clients?|partners?|companies|brands|backed|trusted|used|"
    r"funded|competitors?|startups?|executives?|background at|years at|worked at|hail(?:ing)?"
    r"|hires)\b[^.\n]{0,60}?\b(?:from|at|by|include|including|such as|like)\b|\b(?:formerly|previously"
    r"|ex-)\b)[^.\n]{0,80}$",
)
NEGATED_NEXT = re.compile(
    r"\b(?:no|not(?! only)|without|don['’]t need|isn['’]t|rather than|instead of)\s+(?:\w+\s){0,2}$"
    r"|(?:\bnot|n['’]t|\bnever)\s(?:need|have|required|expected)\s(?:to\s)?(?:\w+\s){0,3}$",
)
NEGATED_BEHIND = re.compile(
    r"[^,;]{0,40}?\b(?:not|isn['’]t|aren['’]t)\s+(?:strictly |absolutely )?"
    r"(?:required|needed|necessary|mandatory|expected|essential|a must|a requirement)\b"
)
WELCOME = re.compile(
    r"\b(?:bonus|plus|nice|advantage\w*|asset|helpful|welcome|preferred|useful|ideal\w*|great|beneficial)\b"
)
PRAISING = (" is ", " are ", "our ", "the company ")  # words that PRAISE needs
PRAISE = re.compile(
    r"^[\W_]*(?:the company (?:is|builds|develops|offers|provides|was|has)"
    r"|our (?:company|platform|products?|mission|investors)\s(?!team)"
    r"|(?:we|[\w&.]+(?: [\w&.]+)?) (?:are|is) (?:an?|the|one of)\s[^.\n]{0,90}"
    r"\b(?:company|platform|provider|leader|vendor"
    r"|startup|firm|pioneer|organi[sz]ation)\b)"
)
# What speaks of models, so that a general word ("evaluation", "orchestration") means the technique of theirs.
MODELS = Saying(
    "models",
    (),
    re.compile(
        r"\b(?:llms?|slms?|models?|gen ?ai|generative|rag|agents?|agentic|prompts?|ml|machine learning|ai|embeddings?"
        r"|retrieval[- ]augmented|langchain|fine[- ]tun\w+)\b"
    ),
)
