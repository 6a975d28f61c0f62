import { expect, test } from 'vitest';
import { readAbout } from './about_command';

const NOTHING = {
  operator: '',
  email: '',
  phone: '',
  address: '',
  privacyContact: '',
  privacyPage: '',
  accessibilityPage: '',
  accessibilityDate: '',
  backupDays: 0,
};

test('SYNC18 what the operator says is taken, and the rest passed over', () => {
  const json = JSON.stringify({
    operator: 'Nesset kommune',
    contact_email: 'post@nesset.no',
    backup_days: 30,
    something_new: 'x',
  });
  expect(readAbout(json)).toEqual({
    ...NOTHING,
    operator: 'Nesset kommune',
    email: 'post@nesset.no',
    backupDays: 30,
  });
});

test.each([
  ['a number for a text', '{"operator":7}'],
  ['a page that is none', '{"privacy_page":"javascript:alert(1)"}'],
  ['a page with a space', '{"accessibility_page":"https://a b"}'],
  ['days that are no number', '{"backup_days":"30"}'],
  ['days below none', '{"backup_days":-1}'],
])('SYNC18 %s is as if it were not filled in', (_, json) => {
  expect(readAbout(json)).toEqual(NOTHING);
});

test.each(['', 'null', '7', '<html>'])('SYNC18 %s is no answer', (json) => {
  expect(readAbout(json)).toBeUndefined();
});
