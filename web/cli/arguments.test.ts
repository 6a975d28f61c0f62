import { expect, test } from 'vitest';
import { readArguments, required, sectorOf, UsageError } from './arguments';

test('options by name, the rest by place', () => {
  const args = readArguments(['--home', 'd', 'put', '--goal', 'Mål', '--json']);
  expect([args.command, args.places, args.options.get('goal')]).toEqual(['put', [], 'Mål']);
});

test('a missing value, a missing option and an unknown sector are usage errors', () => {
  expect(() => readArguments(['--home'])).toThrow(UsageError);
  expect(() => required(readArguments(['put']), 'home')).toThrow(UsageError);
  expect(() => readArguments(['list', '--jsno'])).toThrow('there is no option --jsno');
  expect(() => sectorOf('staten')).toThrow(UsageError);
});
