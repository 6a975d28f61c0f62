/** Browsers inside other apps, which throw away what a page keeps. */
const KNOWN =
  /FBAN|FBAV|FB_IAB|Messenger|Instagram|musical_ly|TikTok|BytedanceWebview|Snapchat|LinkedInApp|Line\/|Twitter|Pinterest|GSA\/|; wv\)/;

export function isInAppBrowser(userAgent: string): boolean {
  return KNOWN.test(userAgent);
}
