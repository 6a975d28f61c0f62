/** The store of tests, and of a browser that can keep nothing. */
import { byKey, WRITTEN, type Change, type Kept, type Store } from './store';

export function openMemoryStore(): Store {
  const values = new Map<string, Uint8Array>();
  const handles = new Map<string, unknown>();

  function apply(change: Change): void {
    if ('handle' in change) handles.set(change.key, change.handle);
    else if (change.value) values.set(change.key, change.value.slice());
    else if (!values.delete(change.key)) handles.delete(change.key);
  }

  return {
    canKeepHandles: true,
    read: (key) => Promise.resolve(values.get(key)?.slice()),
    list: (prefix) => {
      const kept: Kept[] = [];
      for (const [key, value] of values) {
        if (key.startsWith(prefix)) kept.push({ key, value: value.slice() });
      }
      return Promise.resolve(kept.sort(byKey));
    },
    write: (changes) => {
      changes.forEach(apply);
      return Promise.resolve(WRITTEN);
    },
    readHandle: (key) => Promise.resolve(handles.get(key)),
    close: () => Promise.resolve(),
  };
}
