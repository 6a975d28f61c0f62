/** Rows and cells (RFC 4180 with semicolons), and several things in one cell without mixing them up. */

const BYTE_ORDER_MARK = '\uFEFF';
/** What a spreadsheet would take for a formula, and what was told apart from one before. */
const FORMULA = /^'*[=+\-@\t\r]/;

export function writeRows(rows: readonly (readonly string[])[]): string {
  const lines = rows.map((cells) => cells.map(writeCell).join(';'));
  return `${BYTE_ORDER_MARK}${lines.join('\r\n')}\r\n`;
}

/** Text is quoted, so that no program takes it for a number or a day; a formula is made text. */
function writeCell(text: string): string {
  if (text === '' || /^[1-9]\d{0,14}$/.test(text)) return text;
  const plain = FORMULA.test(text) ? `'${text}` : text;
  return `"${plain.replaceAll('"', '""')}"`;
}

/** Undefined where a quotation never ends. */
export function readRows(text: string): string[][] | undefined {
  const body = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  const separator = separatorOf(body);
  const token = new RegExp(
    `(?:"((?:[^"]|"")*)"|([^"${separator}\r\n]*))(${separator}|\r?\n|$)`,
    'y',
  );
  const rows: string[][] = [];
  let row: string[] = [];
  while (token.lastIndex < body.length) {
    const found = token.exec(body);
    if (!found) return undefined;
    const [, quoted, plain = '', end = ''] = found;
    row.push(readCell(quoted?.replaceAll('""', '"') ?? plain));
    if (end === separator && token.lastIndex < body.length) continue;
    if (end === separator) row.push('');
    rows.push(row);
    row = [];
  }
  return rows;
}

/** As whoever saved it last has it: the one that parts the headings. */
function separatorOf(body: string): string {
  const [headings = ''] = body.split('\n', 1);
  return [';', '\t', ','].find((one) => headings.includes(one)) ?? ';';
}

function readCell(text: string): string {
  return text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;
}

/** One to a line; a line of the same one is indented. */
export function writeList(entries: readonly string[]): string {
  return entries.map((entry) => entry.replaceAll('\n', '\n  ')).join('\n');
}

export function readList(cell: string): string[] {
  if (cell === '') return [];
  return cell
    .replaceAll('\r\n', '\n')
    .split(/\n(?! {2})/)
    .map((entry) => entry.replaceAll('\n  ', '\n'));
}

/** `Name: words`; a colon in the name is doubled. */
export function writeNamed(name: string, words: string): string {
  return `${name.replaceAll(':', '::')}:${words === '' ? '' : ` ${words}`}`;
}

/** Without a colon the whole is a name. */
export function readNamed(entry: string): { name: string; words: string } {
  const [, name, words = ''] = /^((?:[^:]|::)*):(?!:) ?([\s\S]*)$/.exec(entry) ?? [];
  if (name === undefined) return { name: entry.replaceAll('::', ':').trim(), words: '' };
  return { name: name.replaceAll('::', ':').trim(), words };
}

/** Side by side; a stroke in the words is doubled. */
export function writeFacts(facts: readonly string[]): string {
  const last = Math.max(...facts.map((fact, place) => (fact === '' ? -1 : place)));
  return facts
    .slice(0, last + 1)
    .map((fact) => fact.replaceAll('|', '||'))
    .join(' | ');
}

export function readFacts(entry: string): string[] {
  return entry.split(' | ').map((fact) => fact.replaceAll('||', '|'));
}
