"""What is done to a source text: each comparison turned, each && and || exchanged, each condition
and each operand dropped, each number changed by one, each plus and minus exchanged, each not and
each statement of a line dropped. The sources are formatted, so that an operator has spaces around
it and a statement a line of its own; no parser is needed."""
import re
from dataclasses import dataclass

EXCHANGED = {
    " < ": " <= ", " <= ": " < ", " > ": " >= ", " >= ": " > ", " == ": " != ", " != ": " == ",
    " === ": " !== ", " !== ": " === ", " && ": " || ", " || ": " && ", " + ": " - ", " - ": " + ",
    " += ": " -= ", "++": "--",
}
OPERATOR = re.compile("|".join(re.escape(op) for op in sorted(EXCHANGED, key=len, reverse=True)))
LOGICAL = re.compile(r" (&&|\|\|)(?=[ \n])")
NUMBER = re.compile(r"(?<![\w.$'])(\d+)(u|n)?\b")
NOT = re.compile(r"(?<![!=\w)])!(?=[\w(])")
BOOLEAN = re.compile(r"\b(true|false)\b")
CONDITION = re.compile(r"\bif \(")
CHOICE = re.compile(r" \? ")
STATEMENT = re.compile(r"^[\t ]+(?:[\w.>\[\]-]+ (?:[+|-]?=) .*|[\w.>-]+\(.*\)|[\w.>-]+\+\+);$", re.M)
DECLARATION = re.compile(r"^\s*(const|let|static|struct|enum|uint|size_t|bool|return|unsigned)\b")
# What ends an operand of && or || to its left and right, outside of any brackets.
LEFT_END = re.compile(r"(&&|\|\||\?|:|,|;|\{|\}|\breturn\b|[^=!<>]=(?!=)|=>)\s*$")
RIGHT_END = re.compile(r"\s*(&&|\|\||\?|:|,|;|\{|\}|=>)")


@dataclass(frozen=True)
class Mutant:
    path: str
    start: int
    end: int
    new: str
    line: int
    kind: str
    before: str  # the line as it was, and as it is
    after: str

    def apply(self, text):
        return text[:self.start] + self.new + text[self.end:]


def code_of(text):
    """The text with comments, strings, preprocessor lines and imports blanked, of the same length."""
    blank = re.compile(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|^#include[^\n]*"
                       r"|^import [^;]*;|^export (?:interface|type)\b.*?^(?=\}|[^\n]*;\n)", re.S | re.M)
    return blank.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)


def closing(code, opening, step=1):
    """Where the bracket at `opening` is closed."""
    depth = 0
    at = opening
    while True:
        if code[at] in "([{":
            depth += 1
        elif code[at] in ")]}":
            depth -= 1
        if depth == 0:
            return at
        at += step


def left_operand(code, at):
    """Where what stands left of an operator at `at` begins."""
    start = at
    while start > 0:
        if code[start - 1] in ")]}":
            start = closing(code, start - 1, -1)
        elif code[start - 1] in "([{" or (
                code[start - 1:start + 1] != "==" and
                LEFT_END.search(code[max(0, start - 8):start])):
            break
        else:
            start -= 1
    return start + len(code[start:at]) - len(code[start:at].lstrip())


def right_operand(code, at):
    end = at
    while end < len(code):
        if code[end] in "([{":
            end = closing(code, end) + 1
        elif code[end] in ")]}" or RIGHT_END.match(code[end:end + 8]):
            break
        else:
            end += 1
    return end


def replacements(code, is_c):
    """(start, end, new, kind) of every mutation."""
    yes, no = ("1", "0") if is_c else ("true", "false")
    for match in OPERATOR.finditer(code):
        yield *match.span(), EXCHANGED[match.group()], "operator"
    for match in LOGICAL.finditer(code):
        neutral = yes if match.group(1) == "&&" else no
        if code[match.end()] == "\n":
            other = "||" if match.group(1) == "&&" else "&&"
            yield match.start(1), match.end(1), other, "operator"
        start = left_operand(code, match.start())
        yield start, match.start(), neutral, "operand"
        right = match.end() + len(code[match.end():]) - len(code[match.end():].lstrip())
        yield right, right_operand(code, right), neutral, "operand"
    for match in CONDITION.finditer(code):
        opening = match.end() - 1
        yield opening, closing(code, opening) + 1, f"({no})", "condition"
        yield opening, closing(code, opening) + 1, f"({yes})", "condition"
    for match in CHOICE.finditer(code):
        start = left_operand(code, match.start())
        yield start, match.start(), yes, "condition"
        yield start, match.start(), no, "condition"
    for match in NUMBER.finditer(code):
        value, suffix = int(match.group(1)), match.group(2) or ""
        yield *match.span(), f"{value + 1}{suffix}", "number"
        if value > 0:
            yield *match.span(), f"{value - 1}{suffix}", "number"
    for match in NOT.finditer(code):
        yield *match.span(), "", "not"
    for match in BOOLEAN.finditer(code):
        yield *match.span(), {"true": "false", "false": "true"}[match.group()], "boolean"
    for match in STATEMENT.finditer(code):
        if not DECLARATION.match(match.group()):
            yield *match.span(), ";", "statement"


def line_at(text, start, end):
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    return " ".join(text[first:last].split())


def mutants_of(path, text):
    code = code_of(text)
    seen = set()
    for start, end, new, kind in replacements(code, path.endswith(".c")):
        mutated = text[:start] + new + text[end:]
        if mutated in seen or mutated == text:
            continue
        seen.add(mutated)
        after = line_at(mutated, start, start + len(new))
        yield Mutant(path, start, end, new, text.count("\n", 0, start) + 1, kind,
                     line_at(text, start, end), after)
