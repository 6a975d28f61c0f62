/**
 * What transport.ts sends and reads, as bytes that lie ready: for simulations of thousands of plans alone. A browser's
 * own Blob and Response go through streams, and a schedule spends a tenth of its time there.
 */
import { concat, utf8 } from '../../core/bytes';

export class PlainBlob {
  private readonly bytes: Uint8Array;

  constructor(parts: readonly Uint8Array[]) {
    this.bytes = concat(...parts);
  }

  arrayBuffer(): Promise<ArrayBufferLike> {
    return Promise.resolve(this.bytes.slice().buffer);
  }
}

interface Told {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export class PlainResponse {
  readonly status: number;
  readonly ok: boolean;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: { readonly getReader: () => object };

  constructor(body: Uint8Array | string, { status = 200, headers = {} }: Told = {}) {
    this.status = status;
    this.ok = status >= 200 && status < 300;
    this.headers = new Map(Object.entries(headers));
    const chunks = [typeof body === 'string' ? utf8(body) : body.slice()];
    const read = (): Promise<object> => {
      const value = chunks.pop();
      return Promise.resolve(value ? { done: false, value } : { done: true });
    };
    this.body = { getReader: () => ({ read, cancel: () => Promise.resolve() }) };
  }
}
