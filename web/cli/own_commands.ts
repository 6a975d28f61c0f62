/** The commands of a person about itself and its devices, and of a group about its own. */
import { readFile, writeFile } from 'node:fs/promises';
import type { PlanView } from '../src/app/port';
import { required, UsageError, type Arguments } from './arguments';
import { planOf, spaceOf, type Command } from './commands';
import type { Home } from './home';
import { print, valueOf } from './results';

export const device: Command = async (home, args) => {
  const [what, number] = args.places;
  const space = spaceOf(home, args);
  if (what === 'add') {
    const { me } = await planOf(home, args);
    print(valueOf(await home.port.run('addDevice', { space, name: me.name })));
  } else if (what === 'revoke' && /^\d+$/.test(number ?? '')) {
    const index = Number(number);
    const { proposal } = valueOf(await home.port.run('endDevice', { space, device: index }));
    const state = isEndingIn(await planOf(home, args), index) ? 'ending' : 'ended';
    print(proposal === '' ? { device: index, state } : { id: proposal });
  } else if (what === 'keep' && /^\d+$/.test(number ?? '')) {
    valueOf(await home.port.run('keepDevice', { space, device: Number(number) }));
    print({ device: Number(number), state: 'kept' });
  } else {
    throw new UsageError('device add, or device revoke|keep NUMBER: see charter');
  }
};

/** A device on trial ends what it was once the trial is over. */
function isEndingIn({ parties }: PlanView, index: number): boolean {
  const devices = parties.flatMap(({ people }) => people).flatMap((person) => person.devices);
  return devices.some((device) => device.index === index && device.isEnding);
}

export const recovery: Command = async (home, args) => {
  const [what, ...words] = args.places;
  if (what === 'make') {
    const space = spaceOf(home, args);
    const { words: made, paper } = valueOf(await home.port.run('makeWords', { space }));
    const old = args.options.get('old');
    const before = old === undefined ? {} : { old };
    // Before they are set: words that nobody has seen would be there for good.
    print({ words: made.join(' '), paper, server: new URL(paper).origin });
    valueOf(await home.port.run('setRecovery', { space, words: made.join(' '), ...before }));
  } else if (what === 'use') {
    const server = args.options.get('server') ?? '';
    print(valueOf(await home.port.run('recover', { server, words: words.join(' ') })));
  } else {
    throw new UsageError('recovery make [--old WORDS], or recovery use --server URL WORD…');
  }
};

/** `leave` takes the person out, `leave party` the whole group; both in three days. */
export const leave: Command = async (home, args) => {
  const { me, space } = await planOf(home, args);
  const [whom = 'me'] = args.places;
  if (whom !== 'me' && whom !== 'party') throw new UsageError('leave, or leave party');
  const proposed =
    whom === 'party'
      ? await home.port.run('proposeLeave', { space })
      : await home.port.run('proposeEndPerson', { space, person: me.person });
  print({ id: valueOf(proposed).proposal, state: 'open' });
};

export async function removePerson(home: Home, args: Arguments, named: string): Promise<void> {
  const { parties, space } = await planOf(home, args);
  const people = parties.filter(({ isMine }) => isMine).flatMap((party) => party.people);
  const found = people.filter(({ id, name }) => id === named || name === named);
  if (found.length !== 1) throw new UsageError(`no one person is called ${named}: see charter`);
  const proposed = await home.port.run('proposeEndPerson', { space, person: found[0]!.id });
  print({ id: valueOf(proposed).proposal, state: 'open' });
}

export const signers: Command = async (home, args) => {
  const signerRule = Number(args.places[0]);
  if (!Number.isInteger(signerRule)) throw new UsageError('signers needs a NUMBER');
  const space = spaceOf(home, args);
  const { proposal } = valueOf(await home.port.run('proposeSigners', { space, signerRule }));
  print({ id: proposal, state: 'open' });
};

export const wake: Command = async (home, args) => {
  valueOf(await home.port.run('wake', { space: spaceOf(home, args) }));
  print({ state: 'active' });
};

export const forget: Command = async (home, args) => {
  const space = required(args, 'space'); // nothing is forgotten by a slip
  valueOf(await home.port.run('forget', { space }));
  print({ space, state: 'forgotten' });
};

/** What travels by hand: `carry out FILE` writes what was said here, `carry in FILE` takes it. */
export const carry: Command = async (home, args) => {
  const [way, path] = args.places;
  if (path === undefined || (way !== 'out' && way !== 'in')) {
    throw new UsageError('carry out FILE, or carry in FILE');
  }
  if (way === 'in') {
    const bytes = new Uint8Array(await readFile(path));
    print(valueOf(await home.port.run('carryIn', { bytes })));
    return;
  }
  const space = spaceOf(home, args);
  const { bytes, own, kept } = valueOf(await home.port.run('carryOut', { space }));
  await writeFile(path, bytes, { mode: 0o600 });
  print({ file: path, bytes: bytes.length, own, kept });
};

/** Words that could not be sent: `unsent out FILE` writes them, `unsent in FILE` takes them over. */
export const unsent: Command = async (home, args) => {
  const [way, path] = args.places;
  if (path === undefined || (way !== 'out' && way !== 'in')) {
    throw new UsageError('unsent out FILE, or unsent in FILE [--person NAME]');
  }
  const space = spaceOf(home, args);
  if (way === 'in') {
    const json = await readFile(path, 'utf8');
    const name = args.options.get('person');
    const ask = name === undefined ? { space, json } : { space, json, name };
    print(valueOf(await home.port.run('takeUnsent', ask)));
    return;
  }
  const { json, count } = valueOf(await home.port.run('exportUnsent', { space }));
  await writeFile(path, json, { mode: 0o600 });
  print({ file: path, count });
};

/** A new plan with this one's content, openly a copy. */
export const successor: Command = async (home, args) => {
  const ask = { space: spaceOf(home, args), title: required(args, 'title') };
  print(valueOf(await home.port.run('foundSuccessor', ask)));
};

/** A plan that moves: what is shown at the other server, and the plan as a file, out and there. */
export const move: Command = async (home, args) => {
  const [way, path] = args.places;
  if (way === 'code') {
    print(valueOf(await home.port.run('placeHere', { server: serverOf(args) })));
    return;
  }
  if (path === undefined || (way !== 'out' && way !== 'bring')) {
    throw new UsageError('move code --server URL, move out FILE, or move bring FILE --server URL');
  }
  if (way === 'bring') {
    const bytes = new Uint8Array(await readFile(path));
    valueOf(await home.port.run('bringPlan', { server: serverOf(args), bytes }));
    print({ file: path, state: 'here' });
    return;
  }
  const { frames } = valueOf(await home.port.run('exportLog', { space: spaceOf(home, args) }));
  await writeFile(path, frames, { mode: 0o600 });
  print({ file: path, bytes: frames.length });
};

function serverOf(args: Arguments): string {
  return required(args, 'server').replace(/\/+$/, '');
}
