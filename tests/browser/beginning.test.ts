/** How plans begin: by several groups at once, and with another plan's content. */
import { describe, expect, test } from 'vitest';
import type { Device } from './support/device';
import { foundTogether, type Group } from './support/founding';
import { scene } from './support/scene';
import { addGoal, untilSent } from './support/steps';

describe('FILE3 three groups round a table', () => {
  const { device } = scene();
  let groups: Group[];

  test('start one plan together in a few minutes, and nobody is the founder', async () => {
    groups = [
      { device: device(), person: 'Solveig', party: 'Kjøkkenbordgruppa', sector: /innbyggere/ },
      { device: device(), person: 'Turid', party: 'Frivilligsentralen', sector: /frivillig/ },
      { device: device(), person: 'Per', party: 'Kommunen', sector: /kommune/ },
    ];
    await foundTogether(groups, 'Nesset sammen');
    const [first, second, third] = groups.map((group) => group.device) as [Device, Device, Device];
    for (const one of [first, second, third]) {
      await one.page.getByRole('heading', { name: 'Nesset sammen', level: 1 }).waitFor();
      await one.page.getByRole('navigation').getByRole('link', { name: /^Vi/ }).click();
      for (const { party } of groups)
        await one.page.locator('summary', { hasText: party }).waitFor();
    }
  });

  test('one of them goes on in a new plan, which says whose copy it is', async () => {
    const second = groups[1]!.device;
    const { page } = second;
    await page.getByRole('navigation').getByRole('link', { name: 'Plan' }).click();
    await addGoal(second, 'Ingen spiser alene');
    await untilSent(second);
    await page.getByRole('navigation').getByRole('link', { name: /^Vi/ }).click();
    await second.link('Start en ny plan med innholdet herfra').click();
    await second.field('Hva skal den nye planen hete?').fill('Nesset videre');
    await second.button('Start den nye planen').click();
    await page.getByText('Denne planen er en kopi av «Nesset sammen»').waitFor();
    await page.getByRole('navigation').getByRole('link', { name: 'Plan' }).click();
    await page.getByText('Ingen spiser alene').first().waitFor();
    const third = groups[2]!.device;
    await third.page.getByText('Frivilligsentralen har startet en ny plan').waitFor();
  });
});
