/** EDIT7: a record takes less room where the platform can pack it. */

/** Undefined where it would not be smaller, or cannot be made so here. */
export async function pack(update: Uint8Array): Promise<Uint8Array | undefined> {
  try {
    const packing = new CompressionStream('deflate-raw');
    const written = new Blob([update as BlobPart]).stream().pipeThrough(packing);
    const packed = new Uint8Array(await new Response(written).arrayBuffer());
    return packed.length < update.length ? packed : undefined;
  } catch {
    return undefined; // a platform that has no such thing
  }
}
