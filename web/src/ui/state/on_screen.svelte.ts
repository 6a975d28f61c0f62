/**
 * Whether a media query holds on the screen. While a page is printed nothing changes: what would
 * be drawn anew then is drawn after its pages are counted, and the last of it is lost.
 */
export function onScreen(query: string): { readonly current: boolean } {
  const list = matchMedia(query);
  let current = $state(list.matches);
  list.addEventListener('change', () => {
    if (!matchMedia('print').matches) current = list.matches;
  });
  return {
    get current() {
      return current;
    },
  };
}
