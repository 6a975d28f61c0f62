/** A process of its own that tries for a home at the moment it is told, and says how that went. */
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { utf8 } from '../../core/bytes';
import { openFileStore } from '../file_store';

export type Order =
  /** Take the home and keep it; one edit of this name is written. */
  | { readonly kind: 'take'; readonly home: string; readonly at: number; readonly edit: string }
  /** Take the home and give it back, over and over. */
  | { readonly kind: 'churn'; readonly home: string; readonly at: number; readonly times: number };

export interface Answer {
  readonly problem: string | null;
  /** How often it held the home. */
  readonly held: number;
}

process.on('message', (order: Order) => {
  while (Date.now() < order.at); // all of them start within the same millisecond
  const done = order.kind === 'take' ? take(order.home, order.edit) : churn(order);
  done
    .catch((problem: unknown) => ({ problem: String(problem), held: 0 }))
    .then((answer: Answer) => process.send?.(answer))
    .catch(() => process.exit(1));
});

async function take(home: string, edit: string): Promise<Answer> {
  const store = await openFileStore(home);
  const answer = await store.write([{ key: edit, value: utf8(edit) }]);
  return { problem: answer.ok ? null : answer.error, held: 1 };
}

async function churn({ home, times }: Order & { kind: 'churn' }): Promise<Answer> {
  let held = 0;
  for (let i = 0; i < times; i++) {
    const store = await openFileStore(home).catch((problem: unknown) => {
      if (!String(problem).includes('in use')) throw problem;
    });
    if (!store) continue;
    const proof = join(home, 'inside');
    await (await open(proof, 'wx')).close(); // fails where somebody else is inside
    await rm(proof);
    await store.close();
    held++;
  }
  return { problem: null, held };
}
