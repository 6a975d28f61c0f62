/**
 * What an eye would see amiss on the page that is shown, said in words. Runs in the page: everything
 * it needs is inside it.
 */
export function lookedAt(language: string): string[] {
  const root = document.documentElement;
  const faults: string[] = [];
  const named = (element: Element): string =>
    `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> ${(element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 60)}`;

  /** The narrowest window that something is clipped to; undefined where one can scroll to it. */
  const edges = new Map<Element, DOMRect | undefined>();
  function edgeOf(element: Element): DOMRect | undefined {
    if (element === root) return new DOMRect(0, -1e6, innerWidth, 2e6);
    if (edges.has(element)) return edges.get(element);
    const { overflowX } = getComputedStyle(element);
    const above = element.parentElement === null ? undefined : edgeOf(element.parentElement);
    const isClipped = overflowX === 'hidden' || overflowX === 'clip';
    const isScrolled = overflowX === 'auto' || overflowX === 'scroll';
    const own = isClipped ? element.getBoundingClientRect() : isScrolled ? undefined : above;
    edges.set(element, own);
    return own;
  }

  const isSaidOnly = (element: Element): boolean =>
    element.closest('.ds-sr-only, .skip, .print-only, thead, script, style, [hidden]') !== null ||
    !element.checkVisibility();
  /** Words of letters alone: a link or a sum may be broken wherever it must. */
  const WORDS = /(?<![^\s(«"–-])\p{L}{4,}(?=[\s.,:;?!)»"–-]|$)/gu;

  function readText(node: Text): void {
    const parent = node.parentElement;
    if (parent === null || node.data.trim() === '' || isSaidOnly(parent)) return;
    const range = document.createRange();
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()];
    const edge = edgeOf(parent);
    const isCut = (rect: DOMRect): boolean =>
      edge !== undefined && (rect.right > edge.right + 1 || rect.left < edge.left - 1);
    if (rects.some((rect) => rect.width > 1 && isCut(rect))) faults.push(`cut: ${named(parent)}`);
    if (rects.length < 2) return;
    for (const { 0: word, index } of node.data.matchAll(WORDS)) {
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const tops = [...range.getClientRects()]
        .filter(({ width }) => width > 0)
        .map(({ top }) => top);
      const isBroken = Math.max(...tops) - Math.min(...tops) > 5;
      if (isBroken) faults.push(`broken inside "${word}": ${named(parent)}`);
    }
  }

  if (root.lang !== language) faults.push(`says that it is ${root.lang}, and is ${language}`);
  if (root.scrollWidth > innerWidth) faults.push(`is ${String(root.scrollWidth)} wide`);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) readText(walker.currentNode as Text);

  /** A picture says nothing that is not in the table: a row for each mark, a body for each spoke. */
  const count = (selector: string): number => document.querySelectorAll(`main ${selector}`).length;
  const marks = count('[data-mark]');
  const rows = count('tbody tr');
  if (marks > 0 && marks !== rows) faults.push(`${String(marks)} marks, ${String(rows)} rows`);
  const spokes = count('figure svg text');
  const bodies = count('section[aria-labelledby="table"] tbody:not(.print-only tbody)');
  if (spokes !== bodies) faults.push(`${String(spokes)} spokes, ${String(bodies)} in the table`);
  if (count('figure') > 0 && count('table') === 0) faults.push('a picture, and no table');

  const TONGUES = { Bokmål: 'nb', Nynorsk: 'nn', English: 'en', Davvisámegiella: 'se' };
  for (const [name, tongue] of Object.entries(TONGUES)) {
    for (const one of document.querySelectorAll<HTMLElement>('label span[class*="label"]')) {
      const said = one.closest<HTMLElement>('[lang]')?.lang;
      if (one.innerText === name && said !== tongue) faults.push(`${name} is said to be ${said}`);
    }
  }
  return faults;
}

/** Fields that whoever comes to them with the keyboard does not see, or sees behind something. */
export async function hiddenInFocus(): Promise<string[]> {
  const frame = (): Promise<number> => new Promise((drawn) => requestAnimationFrame(drawn));
  const within = document.querySelector('dialog[open]') ?? document.body;
  const all = within.querySelectorAll<HTMLElement>(
    'input, textarea, select, button, a[href], summary, [tabindex="0"]',
  );
  const faults: string[] = [];
  const SEEN = { visibilityProperty: true };
  const isSeen = (one: Element): boolean => {
    // A link that goes over two lines is looked at on its first.
    const { left, top, width, height } = one.getClientRects()[0] ?? new DOMRect();
    const middle = top + Math.min(height, 40) / 2;
    const at = document.elementFromPoint(left + Math.min(width, 240) / 2, middle);
    const owner = at?.closest('label')?.control;
    return at !== null && (one.contains(at) || owner === one);
  };
  for (const one of all) {
    if (!one.checkVisibility(SEEN) || one.closest('.ds-sr-only, .skip, :disabled') !== null)
      continue;
    one.focus();
    if (isSeen(one)) continue;
    await frame(); // what makes room for it may be drawn first
    if (!isSeen(one)) faults.push(`hidden in focus: ${one.outerHTML.slice(0, 160)}`);
  }
  (document.activeElement as HTMLElement | null)?.blur();
  return faults;
}
