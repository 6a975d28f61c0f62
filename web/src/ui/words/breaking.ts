/**
 * Where a long word may be broken, with a hyphen, on a narrow screen. A browser that has the
 * patterns of the language does it better (`hyphens: auto`); many on computers have none, and
 * break "omsorgstjenesteavdelinge/n".
 */
const LONG = /\p{L}{16,}/gu; // shorter ones stand on a line of the narrowest phone
const LEAST = 2; // letters on either side
const BETWEEN_VOWELS = /(?<=[aeiouyæøå])([^aeiouyæøå]+)(?=[aeiouyæøå])/giu;
/** These two begin a syllable together; otherwise the last consonant does. */
const TOGETHER = /(?:.j|[bdfgkptv]r|[bfgkps]l|[kts]v)$/iu;

/**
 * The same words, the long ones with soft hyphens between their syllables; `least`: how many
 * letters a line has room for, where what stands on it before may take a line of its own.
 */
export function softened(text: string, least = 0): string {
  return text.replace(LONG, (word) => (word.length < least ? word : hyphened(word)));
}

function hyphened(word: string): string {
  return word.replace(BETWEEN_VOWELS, (consonants, _, from: number) => {
    const at = consonants.length - (TOGETHER.test(consonants) ? 2 : 1);
    const isNearEnd = from + at < LEAST || from + at > word.length - LEAST;
    return isNearEnd ? consonants : `${consonants.slice(0, at)}\u00ad${consonants.slice(at)}`;
  });
}

let isPatterned: boolean | undefined;

/** As it is shown here and now. */
export function breakable(text: string, least = 0): string {
  isPatterned ??= hasPatterns();
  return isPatterned ? text : softened(text, least);
}

/** Whether the browser itself knows where words of this language break. */
function hasPatterns(): boolean {
  const probe = document.createElement('span');
  probe.textContent = 'omsorgstjeneste';
  probe.style.cssText =
    'position:absolute;visibility:hidden;width:5em;hyphens:auto;overflow-wrap:normal;line-height:1';
  document.body.append(probe);
  const { height } = probe.getBoundingClientRect();
  const size = parseFloat(getComputedStyle(probe).fontSize);
  probe.remove();
  return height > 1.5 * size;
}
