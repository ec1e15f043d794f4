import { describe, expect, it } from 'vitest';
import { type RefusedRef, refusal } from '../../../src/report/hook/refusal.js';

const verdict = (name: string, lines: number, failed = true): RefusedRef => ({
  remoteRef: `refs/heads/${name}`,
  commits: 3,
  range: '0123456789ab..abcdef0',
  failed,
  lines: Array.from({ length: lines }, (_, at) => `edge ${at + 1}`),
});

describe('refusal', () => {
  it('is empty when nothing failed', () => {
    expect(refusal([], '.')).toEqual([]);
    expect(refusal([verdict('a', 1, false)], '.')).toEqual([]);
  });

  it('says why, and how to look closer', () => {
    expect(refusal([verdict('fine', 1, false), verdict('a', 2)], '.')).toEqual([
      'kvm-vfio-series refuses this push.',
      '',
      'refs/heads/a (3 commits, 0123456789ab..abcdef0):',
      '  edge 1',
      '  edge 2',
      '',
      'Look closer:   kvm-vfio-series check . --range 0123456789ab..abcdef0',
      'Push anyway:   git push --no-verify    (or KVM_VFIO_SERIES_SKIP=1)',
    ]);
  });

  it('stays on one screen', () => {
    const lines = refusal(
      ['a', 'b', 'c', 'd'].map((name) => verdict(name, 100)),
      '.',
    );
    expect(lines.length).toBeLessThanOrEqual(30);
    expect(lines).toContain('  and 92 more');
    expect(lines).toContain('and 2 more refs');
  });
});
