/** A simulated device: a document, the records it made, and those of others in their order. */
import * as Y from 'yjs';
import { NO_ARRIVALS, takeArrival, type Arrivals } from '../plan/arrivals';
import { canonicalJson } from '../plan/canonical';
import { readContent } from '../plan/content';
import { createDocument, edit, LOCAL, setAuthor } from '../plan/document';

export interface Sent {
  readonly device: number;
  readonly seq: number;
  readonly update: Uint8Array;
}

export class SimulatedDevice {
  readonly doc = createDocument();
  readonly made: Sent[] = [];
  refused = 0;
  private arrivals: Arrivals = NO_ARRIVALS;
  private readonly next = new Map<number, number>();
  private readonly parked = new Map<string, Sent>();

  constructor(readonly index: number) {
    setAuthor(this.doc, index, 0);
  }

  edit(change: (doc: Y.Doc) => void): Sent | undefined {
    const updates: Uint8Array[] = [];
    const collect = (update: Uint8Array, origin: unknown): void => {
      if (origin === LOCAL) updates.push(update);
    };
    this.doc.on('update', collect);
    edit(this.doc, () => change(this.doc));
    this.doc.off('update', collect);
    const [update] = updates;
    if (!update) return undefined;
    const sent = { device: this.index, seq: this.made.length + 1, update };
    this.made.push(sent);
    this.apply(sent);
    return sent;
  }

  /** EDIT3: what comes too early waits; what came already changes nothing. */
  receive(sent: Sent): void {
    if (sent.device === this.index) return;
    this.parked.set(`${sent.device}/${sent.seq}`, sent);
    for (;;) {
      const next = this.next.get(sent.device) ?? 1;
      const ready = this.parked.get(`${sent.device}/${next}`);
      if (!ready) return;
      this.apply(ready);
      this.parked.delete(`${sent.device}/${next}`);
      this.next.set(sent.device, next + 1);
    }
  }

  get text(): string {
    return canonicalJson(readContent(this.doc));
  }

  /** Its own are in the document already. */
  private apply({ device, update }: Sent): void {
    const { next, ready, refused } = takeArrival(this.arrivals, { device, update });
    this.arrivals = next;
    this.refused += refused;
    for (const one of ready) {
      if (one.device !== this.index) Y.applyUpdate(this.doc, one.update, 'remote');
    }
  }
}

export function meet(...devices: readonly SimulatedDevice[]): void {
  for (const device of devices) {
    for (const other of devices) for (const sent of other.made) device.receive(sent);
  }
}
