/**
 * Compiles web/messages/*.json with Paraglide into build/paraglide.
 *
 * The project is loaded with the importer below instead of a plugin fetched
 * from a CDN, so that a build asks no foreign host. A text that is missing or
 * has other parameters in nn or en stops the build; se may be empty, and then
 * falls back to nb, because machine Sámi is worse than none.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileProject, writeOutput } from '@inlang/paraglide-js';
import { loadProjectFromDirectory, type InlangPlugin } from '@inlang/sdk';
import type { Plugin } from 'vite';

const web = fileURLToPath(new URL('..', import.meta.url));
const messages = path.join(web, 'messages');
const outdir = path.join(web, '..', 'build', 'paraglide');

type Texts = Record<string, string>;

const readTexts = (locale: string): Texts =>
  JSON.parse(fs.readFileSync(path.join(messages, `${locale}.json`), 'utf8')) as Texts;

const parametersOf = (text: string): string =>
  [...text.matchAll(/\{(\w+)\}/g)]
    .map((match) => match[1])
    .sort()
    .join(',');

/** What is wrong with a translation, in words; empty when nothing is. */
export function textProblems(
  base: Texts,
  other: Texts,
  locale: string,
  complete: boolean,
): string[] {
  const problems: string[] = [];
  for (const key of Object.keys(base)) {
    const text = other[key];
    if (text === undefined || text.trim() === '') {
      if (complete) problems.push(`${locale}: ${key} is missing`);
    } else if (parametersOf(text) !== parametersOf(base[key] ?? '')) {
      problems.push(`${locale}: ${key} has other parameters`);
    }
  }
  for (const key of Object.keys(other)) {
    if (base[key] === undefined) problems.push(`${locale}: ${key} is unknown`);
  }
  return problems;
}

export function allTextProblems(): string[] {
  const base = readTexts('nb');
  return ['nn', 'en', 'se'].flatMap((locale) =>
    textProblems(base, readTexts(locale), locale, locale !== 'se'),
  );
}

/** `text {name}` as Paraglide's pattern: text, expression, text … */
function patternOf(text: string) {
  return text.split(/(\{\w+\})/).flatMap((piece) => {
    if (piece === '') return [];
    const name = /^\{(\w+)\}$/.exec(piece)?.[1];
    if (name === undefined) return [{ type: 'text' as const, value: piece }];
    return [{ type: 'expression' as const, arg: { type: 'variable-reference' as const, name } }];
  });
}

function importedFrom(locale: string, texts: Texts) {
  const entries = Object.entries(texts);
  return {
    bundles: entries.map(([id, text]) => ({
      id,
      declarations: parametersOf(text)
        .split(',')
        .filter((name) => name !== '')
        .map((name) => ({ type: 'input-variable' as const, name })),
    })),
    messages: entries.map(([bundleId]) => ({ bundleId, locale, selectors: [] })),
    variants: entries.map(([messageBundleId, text]) => ({
      messageBundleId,
      messageLocale: locale,
      matches: [],
      pattern: patternOf(text),
    })),
  };
}

const importer: InlangPlugin = {
  key: 'messages',
  toBeImportedFiles: ({ settings }) =>
    settings.locales.map((locale) => ({ path: path.join(messages, `${locale}.json`), locale })),
  importFiles: ({ files }) => {
    const parts = files.map((file) =>
      importedFrom(file.locale, JSON.parse(new TextDecoder().decode(file.content)) as Texts),
    );
    // Each id once: repeated ones send the importer down a path that takes half a minute.
    const bundles = new Map(
      parts.flatMap((part) => part.bundles).map((bundle) => [bundle.id, bundle]),
    );
    return {
      bundles: [...bundles.values()],
      messages: parts.flatMap((part) => part.messages),
      variants: parts.flatMap((part) => part.variants),
    };
  },
};

/** The compiler takes seconds, and mostly the texts are as they were. */
function sourceStamp(): string {
  const hash = createHash('sha256');
  for (const name of fs.readdirSync(messages).sort())
    hash.update(fs.readFileSync(path.join(messages, name)));
  hash.update(fs.readFileSync(path.join(web, 'bundling', 'texts.ts'))); // which come later
  return hash.update(fs.readFileSync(path.join(web, 'package-lock.json'))).digest('hex');
}

export async function compileTexts(): Promise<void> {
  const problems = allTextProblems();
  if (problems.length > 0) throw new Error(`texts: ${problems.join('; ')}`);
  const stampFile = path.join(outdir, 'stamp');
  const stamp = sourceStamp();
  if (fs.existsSync(stampFile) && fs.readFileSync(stampFile, 'utf8') === stamp) return;
  await compileAll();
  fs.writeFileSync(stampFile, stamp);
}

/** Texts of views that are fetched when they are first wanted: so are they. */
const LATER = new RegExp(
  `^(${[
    ...['about', 'agreement', 'anchoring', 'check', 'confirm', 'consent', 'contact', 'found'],
    ...['history', 'invitation', 'invite', 'object', 'party', 'people', 'person'],
    ...[
      'join_paste',
      'join_scan',
      'not_chosen',
      'optional',
      'copied',
      'choose_needed',
      'our_group',
    ],
    'action_(new|what|goal|our|label|who|status|when|open|due|start|mode|arena|cost|why|more|change|move|up|down|to_|comp|re)',
    ...['account', 'balance', 'learning', 'need_', 'stepping'],
    ...['proposal', 'readers', 'removal', 'resource', 'rule'],
    ...[
      'own',
      'join_own',
      'notice_returned',
      'notice_unreadable',
      'storage',
      'sync_all',
      'sync_keep',
      'sync_since',
      'sync_tried',
      'join_void',
      'join_revoked',
      'aloud',
      'more_(?!title)',
      'install',
      'device',
      'words',
      'recover',
      'leaving',
      'left',
      'removed',
      'plan_is',
      'retired',
      'part_(?!of)',
      'yes_',
      'filter_(mine|ours)_empty',
      'plan_sheet',
      'plan_map',
      'arena_',
      'mode_',
      'goal_(new_title|indicator|label|up|down|why)',
      'plan_(title_label|why_label|why_empty|place)',
      'print_foot',
      'copy_done',
      'written_by',
      'changed_by',
      'only_one_sector',
      'sync_(title|contact|try|not_through|unsent|offline)',
      'edit_what',
      'goal_more',
      'plan_(more|open_hint)',
      'note_',
      'talk_',
      'was_',
      'sheet_',
      'search_',
      'goal_remove',
      'action_remove',
      'action_due_',
      'forget',
      'gone_',
      'carry',
      'closing',
      'resting',
      'handover',
      'behalf',
      'successor',
      'replacing',
      'moved',
      'moving',
      'sectors',
      'action_missing',
      'action_returned',
      'action_needs_goal',
      'action_why_empty',
      'action_completed',
      'action_what_hint',
      'goal_what',
      'error_moved',
      'error_held',
      'error_meanwhile',
    ],
  ].join('|')})`,
);

/** Texts of pages beyond a plan's list, with which it is whole: three_months.test.ts counts them. */
const LAST = new RegExp(
  `^(${[
    ...['access_', 'already', 'arrival', 'bring_', 'card_', 'claim_', 'copies_', 'count_', 'day_'],
    ...[
      'decision',
      'guide_',
      'inapp',
      'keys_',
      'kind_',
      'language_',
      'map_',
      'meeting',
      'minutes',
      'news_',
    ],
    ...['operator_', 'paper_', 'privacy_', 'question_', 'reflection', 'report_'],
    ...['resources_', 'round', 'slip', 'text_', 'theme_', 'together', 'wait_', 'wheel'],
  ].join('|')})`,
);

/** A compiled module of texts in three. */
export function splitTexts(module: string): { first: string; later: string; last: string } {
  const [later, last]: [string[], string[]] = [[], []];
  const first = module.replace(/^export const (\w+) = [\s\S]*?^};$/gm, (text, name: string) => {
    const part = LAST.test(name) ? last : LATER.test(name) ? later : undefined;
    part?.push(text);
    return part ? '' : text;
  });
  return { first, later: `${later.join('\n')}\n`, last: `${last.join('\n')}\n` };
}

async function compileAll(): Promise<void> {
  const projectPath = path.join(web, 'project.inlang');
  const project = await loadProjectFromDirectory({
    path: projectPath,
    fs,
    providePlugins: [importer],
  });
  const output = await compileProject({
    project,
    projectPath,
    compilerOptions: {
      outdir,
      strategy: ['globalVariable', 'baseLocale'],
      outputStructure: 'locale-modules',
      emitTsDeclarations: true,
      emitGitIgnore: false,
      emitPrettierIgnore: false,
      emitReadme: false,
      disableAsyncLocalStorage: true,
      isServer: 'false',
    },
  });
  // What North Sámi lacks is taken from bokmål when the language is chosen (ui/words/texts);
  // a module that passes bokmål on would split it into two files for everybody.
  const northSami = 'messages/se.js';
  output[northSami] =
    (output[northSami] ?? '').replace(/^export \{ \w+ \} from "\.\/nb\.js";?\n?/gm, '') ||
    'export {};\n';
  for (const locale of ['nb', 'nn', 'en']) {
    const file = `messages/${locale}.js`;
    const { first, ...rest } = splitTexts(output[file] ?? '');
    output[file] = first;
    for (const [part, module] of Object.entries(rest)) {
      output[`messages/${locale}.${part}.js`] = module;
      output[`messages/${locale}.${part}.d.ts`] = 'export {};\n'; // the types stand with the first
    }
  }
  await writeOutput({ directory: outdir, output, cleanDirectory: true, fs: fs.promises });
  await project.close();
}

export function texts(): Plugin {
  return { name: 'texts', enforce: 'pre', buildStart: compileTexts };
}
