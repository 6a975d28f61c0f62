/** What a link says before anybody is asked (KEYS6). Pure. */
const VERSION = 1;
const SPACE_BYTES = 32;
const SECRET_BYTES = 16;

function bytesOf(code: string): readonly number[] | undefined {
  try {
    return [...atob(code.replace(/-/g, '+').replace(/_/g, '/'))].map((one) => one.charCodeAt(0));
  } catch {
    return undefined; // atob throws where a link was cut
  }
}

/** The plan that a whole link leads to; nothing where it is not a whole one. */
export function readInvitation(link: string): { readonly space: string } | undefined {
  const code = /^https?:\/\/[^/?#\s]+\/bli-med#([\w-]+)$/.exec(link.trim())?.[1];
  const bytes = code === undefined ? undefined : bytesOf(code);
  if (bytes?.length !== 1 + SPACE_BYTES + SECRET_BYTES || bytes[0] !== VERSION) return undefined;
  const space = bytes.slice(1, 1 + SPACE_BYTES);
  return { space: space.map((byte) => byte.toString(16).padStart(2, '0')).join('') };
}
