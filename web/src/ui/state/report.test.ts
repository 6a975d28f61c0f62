import { describe, expect, test } from 'vitest';
import type { ChangeView, PlanView } from '../../app/port';
import { lastOfEach, lastReported, reportOf } from './report';

const at = (day: string): number => new Date(`${day}T12:00:00`).getTime() / 1000;
const by = (day: string) => ({ at: at(day), name: 'Turid', party: 1, person: 'p' });
const written = (made: string, edited = made) => ({ created: by(made), edited: by(edited) });

const action = (id: string, status: string, made: string, edited = made): object => ({
  ...{ id, title: id, status },
  ...written(made, edited),
});

const PLAN = {
  goals: [
    {
      ...{ id: 'old', title: 'Gammelt mål' },
      ...written('2026-09-01'),
      actions: [
        action('untouched', 'idea', '2026-09-01'),
        action('touched', 'ongoing', '2026-09-01', '2026-11-02'),
        action('new', 'ongoing', '2026-11-01'),
      ],
    },
  ],
  meetings: [
    { id: 'before', held: true, date: '2026-10-01' },
    { id: 'since', held: true, date: '2026-11-01' },
    { id: 'planned', held: false, date: '2026-12-01' },
    { id: 'whenever', held: true, date: '' },
  ],
  decisions: [
    { id: 'quiet', ...written('2026-09-01'), yeses: [], stops: [], lifted: [] },
    {
      ...{ id: 'answered', ...written('2026-09-01'), stops: [], lifted: [] },
      yeses: [{ by: by('2026-11-03') }],
    },
  ],
  accounts: [
    { id: 'dated', date: '2026-11-05', ...written('2026-09-01') },
    { id: 'undated', date: '', ...written('2026-09-01') },
  ],
  steppings: [{ id: 'out', ...written('2026-11-04') }],
  reports: [],
} as unknown as PlanView;

const ids = (list: readonly { readonly id: string }[]): string[] => list.map(({ id }) => id);

describe('a report', () => {
  test('tells what is new since a day, that day included, and what was touched', () => {
    const report = reportOf(PLAN, '2026-11-01');
    expect(ids(report.goals)).toEqual([]);
    expect(ids(report.actions)).toEqual(['new']);
    expect(ids(report.touched)).toEqual(['touched']);
    expect(ids(report.meetings)).toEqual(['since']);
    expect(ids(report.decisions)).toEqual(['answered']);
    expect(ids(report.accounts)).toEqual(['dated']);
    expect(ids(report.steppings)).toEqual(['out']);
  });

  test('counts every action as it is now, whenever it came', () => {
    expect(reportOf(PLAN, '2026-11-01').statuses).toEqual([
      ['ongoing', 2],
      ['idea', 1],
    ]);
  });

  test('from the beginning everything is new, and nothing is told twice', () => {
    const report = reportOf(PLAN, '');
    expect(ids(report.actions)).toEqual(['untouched', 'touched', 'new']);
    expect(report.touched).toEqual([]);
    expect(ids(report.meetings)).toEqual(['before', 'since', 'whenever']);
  });

  test('begins where the last one was sent', () => {
    const reports = [
      { date: '2026-11-10', created: by('2026-11-10') },
      { date: '', created: by('2026-10-10') },
    ];
    expect(lastReported({ ...PLAN, reports } as unknown as PlanView)).toBe('2026-11-10');
    expect(lastReported(PLAN)).toBe('');
  });

  test('has one sentence for each field, the last one', () => {
    const changes = [
      { field: 'due', by: by('2026-11-03') },
      { field: 'due', by: by('2026-11-02') },
      { field: 'why', by: by('2026-10-01') },
    ] as unknown as ChangeView[];
    expect(lastOfEach(changes, '2026-11-01')).toEqual([changes[0]]);
  });
});
