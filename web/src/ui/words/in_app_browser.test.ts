import { expect, test } from 'vitest';
import { isInAppBrowser } from './in_app_browser';

const ANDROID = 'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)';
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';

test.each([
  ['Messenger', `${IPHONE} Mobile/15E148 [FBAN/MessengerForiOS;FBAV/430.0]`],
  ['Facebook', `${ANDROID} Chrome/120 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/440.0]`],
  ['Instagram', `${IPHONE} Mobile/15E148 Instagram 300.0`],
  ['TikTok', `${IPHONE} Mobile/15E148 musical_ly_32.0 BytedanceWebview/d8a21c6`],
  ['Snapchat', `${ANDROID} Chrome/120 Mobile Safari/537.36 Snapchat/12.60`],
  [
    'a web view',
    'Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 Chrome/120 Mobile',
  ],
])('%s is a browser inside an app', (_, agent) => {
  expect(isInAppBrowser(agent)).toBe(true);
});

test.each([
  ['Chrome', `${ANDROID} Chrome/120.0 Mobile Safari/537.36`],
  ['Safari', `${IPHONE} Version/17.0 Mobile/15E148 Safari/604.1`],
  ['Firefox', 'Mozilla/5.0 (Android 14; Mobile; rv:121.0) Gecko/121.0 Firefox/121.0'],
])('%s is a browser of its own', (_, agent) => {
  expect(isInAppBrowser(agent)).toBe(false);
});
