import { changeBetween } from '../../app/draft';

/** What others write moves the caret along instead of throwing it to the end. */
export function showDraft(field: HTMLTextAreaElement, shown: string, draft: string): void {
  if (field.value === draft) return;
  const caret = field.selectionStart;
  const change = changeBetween(shown, draft);
  field.value = draft;
  const moved = caret >= change.to ? caret + change.text.length - (change.to - change.from) : caret;
  field.setSelectionRange(moved, moved);
}
