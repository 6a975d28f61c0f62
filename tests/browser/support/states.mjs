/**
 * Every view and state of the testing build (`vite build --mode testing`), for whoever looks at
 * them (`screens.mjs`) and for what looks by itself (`access_screens.test.ts`).
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';

/**
 * What is done after an address is shown: every fold is opened, the form is sent as it is, the
 * first text is edited, the state of what was sent is asked for.
 */
const FOLDS = 'folds';
const SEND = 'send';
const EDIT = 'edit';
const SYNC = 'sync';
/** The one thing of the page is begun; every form has something written that is not sent. */
const BEGIN = 'begin';
const WRITE = 'write';

/** Of a plan; `{action}` and such are ids of the plan that is shown, in its order. */
const PAGES = [
  ['plan', ''],
  ['map', '/kart'],
  ['news', '/nytt'],
  ['sheet', '/ark'],
  ['search', '/mer/sok'],
  ['gone', '/mer/tatt-bort'],
  ['gone-action', '/tiltak/tatt-bort'],
  ['talk-plan', '/om/plan'],
  ['talk-goal', '/om/{goal}'],
  ['talk-party', '/om/party-1'],
  ['talk-sheet', '/om/sheet-1'],
  ['talk-meeting', '/om/{meeting}'],
  ['action', '/tiltak/{action}'],
  ['action-last', '/tiltak/{actionLast}'],
  ['new-action', '/nytt-tiltak'],
  ['new-goal', '/nytt-mal'],
  ['meeting', '/mote'],
  ['gathering', '/mote/{meeting}'],
  ['round', '/runde/{round}'],
  ['round-last', '/runde/{roundLast}'],
  ['decision', '/forslag/{decision}'],
  ['new-gathering', '/mote/ny'],
  ['new-round', '/runde/ny'],
  ['new-decision', '/forslag/ny'],
  ['wheel', '/sammen/{evaluation}'],
  ['wheel-answered', '/sammen/{answered}'],
  ['wheel-gone', '/sammen/{gone}'],
  ['wheel-last', '/sammen/{evaluationLast}'],
  ['resources', '/det-vi-har'],
  ['people', '/vi'],
  ['invite', '/vi/inviter'],
  ['slips', '/vi/lapper'],
  ['balance', '/vi/slipper-til'],
  ['account', '/vi/bedre'],
  ['more', '/mer'],
  ['readers', '/mer/lesere'],
  ['about', '/mer/om'],
  ['access', '/mer/tilgjengelighet'],
  ['privacy', '/mer/personvern'],
  ['contact', '/mer/kontakt'],
  ['keys', '/mer/hurtigtaster'],
  ['check', '/mer/sjekk'],
  ['devices', '/mer/enheter'],
  ['install', '/mer/hjemskjerm'],
  ['words', '/mer/tolv-ord'],
  ['leaving', '/mer/ut'],
  ['carry', '/mer/for-hand'],
  ['successor', '/mer/videre'],
  ['report', '/mer/rapport'],
  ['copies', '/mer/kopi'],
  ['paper', '/mer/papir'],
  ['missing', '/finnes-ikke'],
];
const EMPTY = ['plan', 'map', 'news', 'gone', 'sheet', 'search', 'meeting', 'resources', 'account'];
const OUTSIDE = [
  ['start', '/'],
  ['found', '/start'],
  ['join', '/bli-med'],
  ['plans', '/planer'],
  ['recover', '/tilbake'],
  ['together', '/sammen'],
  ['arrival', '/flytt'],
  ['more', '/mer'],
  ['readers', '/mer/lesere'],
  ['about', '/mer/om'],
  ['missing', '/finnes-ikke'],
];
const FOLDED = ['plan', 'action', 'meeting', 'gathering', 'wheel', 'people', 'resources', 'more'];
const BEGUN = ['wheel-answered', 'resources'];
const WRITTEN = [
  ...['new-action', 'new-goal', 'new-gathering', 'new-round', 'new-decision', 'action', 'meeting'],
  ...['decision', 'talk-goal', 'account'],
];
const SENT = ['new-action', 'new-goal', 'invite', 'found', 'recover', 'join'];

const state = (scene, [name, path], step) => ({
  name: [scene, name, ...(step === undefined ? [] : [step])].join('-'),
  ...{ scene, path, step },
});
const withSteps = (scene, page) => [
  state(scene, page),
  ...(FOLDED.includes(page[0]) ? [state(scene, page, FOLDS)] : []),
  ...(SENT.includes(page[0]) ? [state(scene, page, SEND)] : []),
];
const named = (...names) => PAGES.filter(([name]) => names.includes(name));

export const STATES = [
  ...PAGES.flatMap((page) => withSteps('full', page)),
  ...named('plan').map((page) => state('full', page, SYNC)),
  ...named('action').map((page) => state('full', page, EDIT)),
  ...named(...BEGUN).map((page) => state('full', page, BEGIN)),
  ...named(...WRITTEN).map((page) => state('full', page, WRITE)),
  ...OUTSIDE.flatMap((page) => withSteps('none', page)),
  ...named(...EMPTY).map((page) => state('empty', page)),
  ...named('plan', 'people', 'news', 'gone', 'gone-action', 'talk-goal', 'talk-party').map((page) =>
    state('offline', page),
  ),
  ...named('plan').map((page) => state('offline', page, SYNC)),
  ...['agreement', 'own'].map((scene) => state(scene, ['people', '/vi'], FOLDS)),
  ...['removed', 'waiting', 'waitingMoved'].flatMap((scene) =>
    named('plan', 'people', 'more').map((page) => state(scene, page)),
  ),
];

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

export async function served(root) {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://screens').pathname;
    const file = join(root, extname(path) === '' ? 'index.html' : path);
    try {
      const bytes = await readFile(file);
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/json' });
      response.end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, end: () => server.close() };
}

/** A page in a language that shows a scene; answers how to go to its states. */
export async function staged(context, origin, { scene, language, faults = [] }) {
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(`${scene}: ${error.message}`));
  await page.addInitScript(
    ([to, words]) => {
      localStorage.setItem('scene', to);
      localStorage.setItem('language', words);
    },
    [scene, language],
  );
  const isOut = scene === 'none';
  await page.goto(origin + (isOut ? '/start' : '/'));
  if (!isOut) await page.waitForURL(/\/plan\//, { timeout: 60_000 });
  await page.locator('h1').first().waitFor();
  const ids = isOut ? {} : await idsOn(page);
  const plan = isOut ? '' : new URL(page.url()).pathname;
  return {
    page,
    show: (one) => show(page, plan, ids, one),
    /** In another language, where it stands: as somebody who chooses it under "Mer". */
    speak: async (to) => {
      await page.evaluate((chosen) => globalThis.ui.preferences.change({ language: chosen }), to);
      await settled(page);
    },
  };
}

function idsOn(page) {
  return page.evaluate(async () => {
    const { port } = globalThis;
    const plan = await new Promise((resolve) => {
      port.watch((view) => view.plan && resolve(view.plan));
    });
    /** Under way now, beside those that the plan has: answers when it is there. */
    const wheel = async () => {
      const fields = { date: '2027-03-02', asked: ['goals', 'resources', 'value1'] };
      const ask = { space: plan.space, kind: 'evaluation', fields };
      return (await port.run('addItem', ask)).value?.id;
    };
    const [answered, gone] = [await wheel(), await wheel()];
    await port.run('remove', { space: plan.space, id: gone });
    const of = (name, list) => ({ [name]: list[0]?.id, [`${name}Last`]: list.at(-1)?.id });
    return {
      ...{ answered, gone },
      ...of(
        'action',
        plan.goals.flatMap(({ actions }) => actions),
      ),
      ...of('goal', plan.goals),
      ...of('meeting', plan.meetings),
      ...of('round', plan.rounds),
      ...of('decision', plan.decisions),
      ...of('evaluation', plan.evaluations),
    };
  });
}

/** `plan` is its address; whoever has no scene knows the ids itself. */
export async function show(page, plan, ids, { path, step }) {
  const to = plan + path.replace(/\{(\w+)\}/, (_, name) => ids[name] ?? 'finnes-ikke');
  await page.evaluate(async (there) => {
    document.querySelector('dialog[open]')?.close();
    // Away and back, each of them drawn: what was typed or opened before is not there any more.
    for (const path_ of ['/finnes-ikke', there]) {
      history.pushState({}, '', path_);
      dispatchEvent(new PopStateEvent('popstate'));
      await new Promise((drawn) => requestAnimationFrame(drawn));
    }
    scrollTo(0, 0);
  }, to);
  await settled(page);
  await STEPS[step ?? 'none'](page);
  await settled(page);
}

const STEPS = {
  none: async () => undefined,
  [FOLDS]: (page) =>
    page.evaluate(() => {
      for (const one of document.querySelectorAll('main details, .panel details')) one.open = true;
    }),
  [SEND]: (page) =>
    page.evaluate(() => document.querySelector('main form, .panel form')?.requestSubmit()),
  [BEGIN]: (page) => press(page, '.primary-edge button'),
  [WRITE]: (page) =>
    page.evaluate(() => {
      for (const one of document.querySelectorAll('main details, .panel details')) one.open = true;
      for (const form of document.querySelectorAll(':is(main, .panel) form')) {
        const field = form.querySelector('textarea, input[type="text"]');
        if (field === null) continue;
        field.value = 'Vi spør Åse om hun kan låne bort bilen på tirsdager';
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      }
    }),
  [EDIT]: (page) => press(page, 'article .editable button'),
  [SYNC]: (page) => press(page, '.top-bar button'),
};

async function press(page, selector) {
  await page.evaluate((what) => document.querySelector(what)?.click(), selector);
}

/** Until what was fetched for it is drawn. */
function settled(page) {
  return page.evaluate(async () => {
    const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
    let [last, same] = ['', 0];
    for (let i = 0; i < 120 && same < 4; i++) {
      await frame();
      const now = `${document.title} ${document.body.innerHTML.length}`;
      // Texts that a first visit does without come after what they stand in.
      const links = [...document.querySelectorAll('main :is(a, summary)')];
      const isSaid = links.every(({ textContent }) => textContent.trim() !== '');
      same = now === last && isSaid && document.querySelector('h1') !== null ? same + 1 : 0;
      last = now;
    }
  });
}
