/**
 * Takes Ed25519 and X25519 out of WebCrypto, as in the oldest browsers that are supported. Runs in a page or a worker
 * before anything of the app's: everything it needs is inside it.
 */
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
