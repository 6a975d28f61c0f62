import { tick } from 'svelte';

/** After a refused form the focus goes where something is missing. */
export async function focusFirstError(form: HTMLFormElement | undefined): Promise<void> {
  await tick();
  const field = form?.querySelector<HTMLElement>('[aria-invalid="true"]');
  (field ?? form?.querySelector<HTMLElement>('fieldset:has([role="alert"]) input'))?.focus();
}
