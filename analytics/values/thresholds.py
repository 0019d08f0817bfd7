"""Each number that decides whether a figure is published, flagged or claimed, once."""

LEVEL = 0.95  # of every interval
ALPHA = 0.05  # below which a test tells two things apart
ALIKE_PAY = 0.05  # ratio of pay less 1, either way, within which two roles pay alike
ALIKE_COUNTS = 0.1  # the same for numbers of openings
ALIKE_SHARES = 0.1  # difference of two shares within which they are alike
LEAST_PAY = 5  # openings with pay below which no pay figure is published, in a role and in a cell
INDICATIVE = 30  # openings below which a figure is only indicative
LEAST_WEEKS = 8  # comparable weeks below which no trend is claimed
TOP_SKILLS = 8  # skills of a role's list that is compared
LISTED = 5  # names that a sentence lists before it counts the rest
