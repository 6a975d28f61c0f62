/** Runs in a page of the testing build: which of a plan's own words say in which language they are. */
import type { AppPort, PlanView } from '../../../web/src/app/port';

/** Keys of what people wrote; names, days and numbers are the same in every language. */
export const WORDS = [
  ...['title', 'why', 'place', 'indicator', 'text', 'what', 'extent', 'question', 'outcome'],
  ...['agenda', 'agreed', 'reason', 'words', 'democratic', 'efficiency', 'part'],
  ...['story', 'risk', 'learning', 'collaborators', 'initiator'],
];

/** Everything that people wrote in the plan that is open. */
export async function ownWords(keys: readonly string[]): Promise<string[]> {
  const { port } = globalThis as unknown as { port: AppPort };
  const plan = await new Promise<PlanView>((resolve) => {
    port.watch((view) => {
      if (view.plan) resolve(view.plan);
    });
  });
  const words = new Set<string>();
  const add = (value: unknown): void => {
    const text = typeof value === 'string' ? value.replace(/\s+/g, ' ').trim() : '';
    if (/\p{L}{2}/u.test(text)) words.add(text);
  };
  const gather = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (keys.includes(key)) add(inner);
      gather(inner);
    }
  };
  const { title, why, place, goals, resources, comments, decisions, meetings } = plan;
  const { rounds, reflections, accounts, steppings } = plan;
  gather({ title, why, place, goals, resources, comments, decisions, meetings });
  gather({ rounds, reflections, accounts, steppings });
  const named = plan.evaluations.flatMap(({ called }) => called);
  for (const [, text] of [...plan.sheet, ...named, ...Object.entries(plan.valueNames)]) add(text);
  return [...words];
}

/** Where one of `words` stands alone, in a text or a field: how often as `nb`, and where not so. */
export function unmarkedIn(words: readonly string[]): { marked: number; unmarked: string[] } {
  const own = new Set(words);
  const found = { marked: 0, unmarked: [] as string[] };
  const look = (text: string, holder: Element | null): void => {
    const plain = text
      .replace(/\u00AD/g, '')
      .replace(/\s+/g, ' ')
      .trim();
    if (holder === null || !own.has(plain)) return;
    if (holder.closest<HTMLElement>('[lang]')?.lang === 'nb') found.marked += 1;
    else
      found.unmarked.push(
        `${location.pathname.replace(/\/plan\/\w+/, '')} ${holder.outerHTML}`.slice(0, 220),
      );
  };
  const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
    look(node.textContent ?? '', node.parentElement);
  }
  for (const field of document.querySelectorAll<HTMLInputElement>('input, textarea')) {
    look(field.value, field);
  }
  return found;
}

/** Whatever says in which language it is, beside the page. */
export function markedIn(): string[] {
  const marked = [...document.body.querySelectorAll<HTMLElement>('[lang]')];
  return marked.map(({ lang, textContent }) => `${lang}: ${textContent.trim()}`);
}
