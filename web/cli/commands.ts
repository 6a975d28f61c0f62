/** The commands of the headless client; what they print is a contract that others rest on. */
import { writeFile } from 'node:fs/promises';
import { importPlan } from '../src/app/import_plan';
import type { AppPort, InvitationPreview, PlanView } from '../src/app/port';
import { required, sectorOf, UsageError, type Arguments } from './arguments';
import type { Home } from './home';
import { readPlanFile, readText } from './plan_file';
import { removePerson } from './own_commands';
import { print, Refused, valueOf } from './results';

/** A circle of servers is left. */
const MAX_MOVES = 16;

export type Command = (home: Home, args: Arguments) => Promise<void>;

export const found: Command = async ({ port }, args) => {
  const why = args.options.get('why');
  const founded = await port.run('found', {
    server: required(args, 'server'),
    title: required(args, 'title'),
    ...(why === undefined ? {} : { why }),
    person: required(args, 'person'),
    party: required(args, 'party'),
    sector: sectorOf(required(args, 'sector')),
  });
  print(valueOf(founded));
};

export const invite: Command = async (home, args) => {
  const sector = args.options.get('sector');
  const ask = { space: spaceOf(home, args), party: required(args, 'party') };
  const isNew = sector === undefined ? {} : { sector: sectorOf(sector) };
  const old = args.options.get('replaces');
  const isInstead = old === undefined ? {} : { replaces: Number(old) };
  print(valueOf(await home.port.run('invite', { ...ask, ...isNew, ...isInstead })));
};

/** Slips of paper for one's own group; what opens each is printed once. */
export const slips: Command = async (home, args) => {
  const ask = { space: spaceOf(home, args), count: Number(args.places[0]) };
  print(valueOf(await home.port.run('inviteMany', ask)));
};

export const join: Command = async ({ port }, args) => {
  const [first, code] = args.places;
  if (first === undefined) throw new UsageError('join needs the LINK, or a slip: ADDRESS CODE');
  const link =
    code === undefined ? first : valueOf(await port.run('openSlip', { address: first, code })).link;
  const { at, kind } = await lookUp(port, link);
  // A further device is its person's, who has a name.
  const person = kind === 'own-device' ? '' : required(args, 'person');
  print(valueOf(await port.run('join', { link: at, person })));
};

/** The same link opens wherever the plan has moved to. */
async function lookUp(
  port: AppPort,
  link: string,
): Promise<{ readonly at: string; readonly kind: InvitationPreview['kind'] }> {
  let at = link;
  for (let moves = 0; ; moves++) {
    const seen = await port.run('preview', { link: at });
    const isElsewhere = !seen.ok && seen.error === 'moved' && seen.detail !== undefined;
    if (!isElsewhere || moves === MAX_MOVES) return { at, kind: valueOf(seen).kind };
    at = at.replace(/^https?:\/\/[^/]+/, seen.detail);
  }
}

export const importFile: Command = async (home, args) => {
  const [path] = args.places;
  if (path === undefined) throw new UsageError('import needs a FILE.yaml, .json or .csv');
  const id = spaceOf(home, args);
  if (/\.(json|csv)$/.test(path)) {
    const text = await readText(path);
    print(valueOf(await home.port.run('bringFile', { space: id, text })));
    return;
  }
  const plan = await readPlanFile(path);
  const space = home.app.running.spaces.get(id)!;
  print(valueOf(await importPlan(home.app.running, space.space, plan)));
};

export const exportPlan: Command = async (home, args) => {
  const [out = ''] = args.places;
  const form = (['zip', 'csv'] as const).find((name) => args.options.has(name)) ?? 'json';
  if (form === 'zip' && out === '') throw new UsageError('export --zip needs a file to write: OUT');
  const space = spaceOf(home, args);
  if (args.options.has('ics')) {
    const { ics } = valueOf(await home.port.run('calendar', { space }));
    return writeOut(out, ics);
  }
  const { content } = valueOf(await home.port.run('copyOut', { space, form }));
  return writeOut(out, content);
};

/** To standard output where no file is named. */
async function writeOut(path: string, content: string | Uint8Array): Promise<void> {
  if (path === '') process.stdout.write(content);
  else await writeFile(path, content, { mode: 0o600 });
}

export const put: Command = async (home, args) => {
  const space = spaceOf(home, args);
  const { options } = args;
  if (options.has('action')) {
    const goal = await goalId(home, space, required(args, 'goal'));
    const fields = { title: required(args, 'action') };
    const made = valueOf(await home.port.run('addAction', { space, goal, fields }));
    print({ ...made, state: 'local' });
  } else {
    const title = required(args, 'goal');
    print({ ...valueOf(await home.port.run('addGoal', { space, title })), state: 'local' });
  }
};

export const set: Command = async (home, args) => {
  const [id] = args.places;
  if (id === undefined) throw new UsageError('set needs the ID of an action');
  const space = spaceOf(home, args);
  const [title, why] = [args.options.get('title'), args.options.get('why')];
  const fields = {
    ...(title === undefined ? {} : { title }),
    ...(why === undefined ? {} : { why }),
  };
  valueOf(await home.port.run('setAction', { space, id, fields }));
  print({ id, state: 'local' });
};

export const remove: Command = async (home, args) => {
  const person = args.options.get('person');
  if (person !== undefined) return removePerson(home, args, person);
  const [id] = args.places;
  if (id === undefined) throw new UsageError('remove needs an ID, or --person');
  valueOf(await home.port.run('remove', { space: spaceOf(home, args), id }));
  print({ id, state: 'local' });
};

export const list: Command = async (home, args) => {
  const { goals } = await planOf(home, args);
  for (const { id, title, actions } of goals) {
    const short = actions.map((a) => ({ id: a.id, title: a.title, status: a.status }));
    print({ id, goal: title, actions: short });
  }
};

export const sync: Command = async (home, args) => {
  if (args.options.has('follow')) return followOn(home);
  const space = args.options.get('space');
  const { refused = [], ...total } = valueOf(
    await home.port.run('sync', space === undefined ? {} : { space }),
  );
  print(total);
  const words = refused.map(({ type, error }) => `${type} was refused: ${error}`);
  if (total.unsent > 0) words.push(`${total.unsent} not sent`);
  if (words.length > 0) throw new Refused('incomplete', words.join('; '));
};

export const status: Command = async (home, args) => {
  const { space, check, sync: state, membership } = await planOf(home, args);
  const { contentHash } = valueOf(await home.port.run('contentHash', { space }));
  print({
    server: check.server,
    server_epoch: check.serverEpoch,
    key_epoch: check.keyEpoch,
    cursor: check.cursor,
    root: check.root,
    charter_height: check.charterHeight,
    unsent: state.unsent,
    state: state.state,
    membership,
    fork: check.fork,
    content_hash: contentHash,
  });
};

export function spaceOf({ app }: Home, { options }: Arguments): string {
  const known = [...app.running.spaces.keys()];
  const asked = options.get('space') ?? (known.length === 1 ? known[0] : undefined);
  if (asked === undefined)
    throw new UsageError('--space ID is needed: this home has several, or none');
  if (!known.includes(asked)) throw new UsageError(`this home has no space ${asked}`);
  return asked;
}

export async function planOf(home: Home, args: Arguments): Promise<PlanView> {
  valueOf(await home.port.run('open', { space: spaceOf(home, args) }));
  let plan: PlanView | undefined;
  home.port.watch((view) => (plan = view.plan))();
  return plan!;
}

async function goalId(home: Home, space: string, title: string): Promise<string> {
  valueOf(await home.port.run('open', { space }));
  let found: string | undefined;
  home.port.watch((view) => {
    found = view.plan?.goals.find((goal) => goal.title === title || goal.id === title)?.id;
  })();
  if (found === undefined) throw new UsageError(`no goal is called ${title}`);
  return found;
}

/** Until interrupted: prints what comes and goes. */
function followOn({ port }: Home): Promise<void> {
  return new Promise((resolve) => {
    let last = '';
    const stop = port.watch((view) => {
      const now = view.plans.map(({ space, sync: state }) => ({ space, ...state }));
      const line = JSON.stringify(now);
      if (line !== last) print({ spaces: now });
      last = line;
    });
    process.once('SIGINT', () => {
      stop();
      resolve();
    });
  });
}
