import { describe, expect, it } from 'vitest';
import { PLAIN_VIEW } from '../../src/report/report.js';
import { WHO_REPORTS } from '../../src/report/who/index.js';
import type { SymbolUsageList } from '../../src/result/symbol-usage.js';
import { HOSTILE } from './sample.js';

const listOf = (text: (plain: string) => string): SymbolUsageList => {
  const party = {
    name: text('kvm'),
    path: text('arch/x86/kvm/kvm'),
    isModule: true,
    condition: text('KVM=m'),
    architectures: [text('x86')],
    place: { path: text('virt/kvm/kvm_main.c'), line: 9 },
  };
  return {
    schemaVersion: 1,
    commit: text('0123456789abcdef0123456789abcdef01234567'),
    exportsOf: null,
    allFiles: false,
    allArchitectures: false,
    symbols: [
      {
        symbol: text('kvm_get'),
        exports: [{ ...party, macro: text('EXPORT_SYMBOL'), namespace: null, modules: [text('kvm-amd')] }],
        definitions: [],
        users: [
          { ...party, kind: 'dynamic', through: [text('kvm_inline')] },
          { ...party, isModule: false, kind: 'link', through: [] },
        ],
        audience: 'modules',
        audienceModules: [text('kvm-amd')],
      },
      {
        symbol: text('kvm_put'),
        exports: [],
        definitions: [party.place],
        users: [],
        audience: 'nobody',
        audienceModules: [],
      },
    ],
  };
};

const list = listOf((plain) => plain);
const render = (name: string, of: SymbolUsageList): string =>
  [...WHO_REPORTS.find((report) => report.name === name)!.render(of, PLAIN_VIEW)].join('');
const NAMES = WHO_REPORTS.map(({ name }) => name);

describe('every report of who', () => {
  it.each(NAMES)('%s ends its last line and has no byte that a terminal obeys', (name) => {
    const raw = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\p{Cs}]/u;
    for (const one of [list, listOf(() => HOSTILE)]) {
      expect(render(name, one)).toMatch(/[^\n]\n$/);
      expect(render(name, one)).not.toMatch(raw);
    }
  });

  it('text says in words what limits the answer and whom the export serves', () => {
    const text = render('text', list).replace(/\s+/g, ' ');
    expect(text).toContain('exported by arch/x86/kvm/kvm by EXPORT_SYMBOL (only for kvm-amd)');
    expect(text).toContain('used by arch/x86/kvm/kvm, symbol_get, through kvm_inline');
    expect(text).toContain('needed by kvm-amd');
    expect(text).toContain('kvm_put nobody exports it');
    expect(text).toContain('not all were analysed');
  });
});
