import { describe, expect, test } from 'vitest';
import { readInvitation } from './invitation_link';

const SPACE = 'a1'.repeat(32);
const link = (hex: string, path = '/bli-med'): string => {
  const bytes = (hex.match(/../g) ?? []).map((two) => String.fromCharCode(parseInt(two, 16)));
  const code = btoa(bytes.join('')).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
  return `https://plan.example${path}#${code}`;
};

describe('a link', () => {
  test('KEYS6: names its plan', () => {
    expect(readInvitation(` ${link(`01${SPACE}${'fb'.repeat(16)}`)}\n`)).toEqual({ space: SPACE });
  });

  test.each([
    ['of another version', link(`02${SPACE}${'fb'.repeat(16)}`)],
    ['cut short', link(`01${SPACE}${'fb'.repeat(16)}`).slice(0, -3)],
    ['to another page', link(`01${SPACE}${'fb'.repeat(16)}`, '/mer')],
    ['with nothing after the sign', 'https://plan.example/bli-med#'],
    ['from somewhere else', 'https://example.org/#om-oss'],
  ])('KEYS6: %s is refused', (_, text) => {
    expect(readInvitation(text)).toBeUndefined();
  });
});
