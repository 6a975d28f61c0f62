/** What may be otherwise on a device. Each runs in the page and in the worker, and has everything it needs inside it. */

/** Takes Ed25519 and X25519 out of WebCrypto, as in the oldest browsers that are supported. */
export function withoutCurves(): void {
  if (!isSecureContext) return; // there is no WebCrypto at all
  const isCurve = (one: unknown): boolean =>
    /^(ed|x)25519$/i.test(String(one instanceof Object && 'name' in one ? one.name : one));
  const calls = SubtleCrypto.prototype as unknown as Record<
    string,
    (...args: unknown[]) => unknown
  >;
  for (const name of ['generateKey', 'importKey', 'deriveBits', 'sign', 'verify']) {
    const before = calls[name];
    calls[name] = function (...args) {
      if (!args.some(isCurve)) return before?.apply(this, args);
      return Promise.reject(new DOMException('Unrecognized name.', 'NotSupportedError'));
    };
  }
}

/** A clock that runs so much ahead of this machine's. */
export function daysAhead(days: number): void {
  const ahead = days * 24 * 60 * 60 * 1000;
  const now = Date.now.bind(Date);
  Date.now = () => now() + ahead;
  globalThis.Date = new Proxy(Date, {
    construct: (date, args: [], as) =>
      Reflect.construct(date, args.length > 0 ? args : [Date.now()], as) as Date,
  });
}
