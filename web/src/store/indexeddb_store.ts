/** The browser's store: values sealed at rest, every write strict, lost connections reopened. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Result } from '../core/errors';
import { byKey, WRITTEN, type Change, type Kept, type Store } from './store';

export interface ValueSealer {
  seal(bytes: Uint8Array): Promise<Uint8Array>;
  open(sealed: Uint8Array): Promise<Uint8Array | undefined>;
}

export interface IndexedDbOptions {
  readonly name: string;
  /** Given what the store holds of the local key, if anything; answers the key to keep. */
  readonly localKey: (
    kept: unknown,
  ) => Promise<{ readonly handle: unknown; readonly sealer: ValueSealer }>;
  /** Another tab needs a newer form of the store; this one is closed now. */
  readonly onOutdated: () => void;
}

interface Schema extends DBSchema {
  values: { key: string; value: Uint8Array };
  handles: { key: string; value: unknown };
}
type Database = IDBPDatabase<Schema>;

const VERSION = 1;
const LOCAL_KEY = 'local-key';

/** Throws where the browser keeps nothing, or holds a newer form: the caller says so. */
export async function openIndexedDbStore(options: IndexedDbOptions): Promise<Store> {
  const connection = new Connection(options);
  const kept = await connection.use((db) => db.get('handles', LOCAL_KEY));
  const { handle, sealer } = await options.localKey(kept);
  if (handle !== kept) {
    await connection.use(async (db) => {
      const transaction = db.transaction('handles', 'readwrite', { durability: 'strict' });
      await transaction.store.put(handle, LOCAL_KEY);
      await transaction.done;
    });
  }
  return storeOn(connection, sealer);
}

/** One open database; opened again where the browser has dropped it (iOS does, in the background). */
class Connection {
  private database: Promise<Database> | undefined;
  private isOutdated = false;

  constructor(private readonly options: IndexedDbOptions) {}

  async use<T>(work: (db: Database) => Promise<T>): Promise<T> {
    try {
      return await work(await this.open());
    } catch (problem) {
      if (!isLost(problem) || this.isOutdated) throw problem;
      this.database = undefined;
      return work(await this.open());
    }
  }

  async close(): Promise<void> {
    (await this.database)?.close();
    this.database = undefined;
  }

  private open(): Promise<Database> {
    this.database ??= openDB<Schema>(this.options.name, VERSION, {
      upgrade: (db) => {
        db.createObjectStore('values');
        db.createObjectStore('handles');
      },
      blocking: () => {
        this.isOutdated = true;
        void this.close();
        this.options.onOutdated();
      },
      terminated: () => {
        this.database = undefined;
      },
    });
    return this.database;
  }
}

function storeOn(connection: Connection, sealer: ValueSealer): Store {
  let queue: Promise<unknown> = Promise.resolve();

  // Sealed first: a transaction ends by itself when anything else is awaited.
  async function sealAndWrite(changes: readonly Change[]): Promise<Result<null>> {
    const sealed = await Promise.all(changes.map((change) => sealChange(sealer, change)));
    return writeAll(connection, sealed);
  }

  return {
    canKeepHandles: true,
    read: async (key) => {
      const sealed = await connection.use((db) => db.get('values', key));
      return sealed && sealer.open(sealed);
    },
    list: (prefix) => list(connection, sealer, prefix),
    write: (changes) => {
      const written = queue.then(() => sealAndWrite(changes));
      queue = written.catch(() => undefined);
      return written;
    },
    readHandle: (key) => connection.use((db) => db.get('handles', key)),
    close: () => connection.close(),
  };
}

async function list(
  connection: Connection,
  sealer: ValueSealer,
  prefix: string,
): Promise<readonly Kept[]> {
  const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
  const [keys, sealed] = await connection.use((db) => {
    const { store } = db.transaction('values');
    return Promise.all([store.getAllKeys(range), store.getAll(range)]);
  });
  const values = await Promise.all(sealed.map((value) => sealer.open(value)));
  return keys.flatMap((key, i) => (values[i] ? [{ key, value: values[i] }] : [])).sort(byKey);
}

async function sealChange(sealer: ValueSealer, change: Change): Promise<Change> {
  if ('handle' in change || !change.value) return change;
  return { key: change.key, value: await sealer.seal(change.value) };
}

async function writeAll(connection: Connection, changes: readonly Change[]): Promise<Result<null>> {
  try {
    await connection.use(async (db) => {
      const options = { durability: 'strict' } as const;
      const transaction = db.transaction(['values', 'handles'], 'readwrite', options);
      const values = transaction.objectStore('values');
      const handles = transaction.objectStore('handles');
      const requests = changes.map((change) => {
        if ('handle' in change) return handles.put(change.handle, change.key);
        if (change.value) return values.put(change.value, change.key);
        return Promise.all([values.delete(change.key), handles.delete(change.key)]);
      });
      await Promise.all([...requests, transaction.done]);
    });
    return WRITTEN;
  } catch (problem) {
    const isFull = problem instanceof DOMException && problem.name === 'QuotaExceededError';
    return { ok: false, error: isFull ? 'full' : 'io' };
  }
}

function isLost(problem: unknown): boolean {
  const name = problem instanceof DOMException ? problem.name : '';
  return name === 'InvalidStateError' || name === 'UnknownError' || name === 'AbortError';
}
