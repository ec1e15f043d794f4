// The modules that export a symbol, and their transfer between workers.
import type { NameId, NameTable } from '../csource/name-table.js';
import type { CompositeObject } from '../kbuild/composite-object.js';
import type { Formula, Formulas } from '../kbuild/formula/formula.js';
import { type PackedFormulas, packFormulas, unpackFormulas } from '../kbuild/formula/packed-formula.js';
import type { UnitExport } from '../macro/export.js';

/** One module that exports one symbol. */
export interface Exporter {
  readonly provider: CompositeObject;
  /** The first export of the symbol in the module. */
  readonly first: UnitExport;
  readonly when: Formula;
}

/** Exporters as plain values, which can be sent to another thread. */
export interface PackedExporters {
  readonly rows: readonly (Omit<UnitExport, 'symbol' | 'when'> & {
    readonly provider: string;
    readonly symbol: string;
  })[];
  /** Two per row: the condition of the first export, and that of any export. */
  readonly conditions: PackedFormulas;
}

export const packExporters = (
  exporters: readonly Exporter[],
  names: NameTable,
  formulas: Formulas,
): PackedExporters => ({
  rows: exporters.map(({ provider, first: { symbol, when: _, ...rest } }) => ({
    ...rest,
    provider: provider.path,
    symbol: names.textOf(symbol),
  })),
  conditions: packFormulas(
    formulas,
    exporters.flatMap(({ first, when }) => [first.when, when]),
  ),
});

/** @param providers by path. */
export const unpackExporters = (
  { rows, conditions }: PackedExporters,
  providers: ReadonlyMap<string, CompositeObject>,
  names: NameTable,
  formulas: Formulas,
): readonly Exporter[] => {
  const unpacked = unpackFormulas(formulas, conditions);
  return rows.flatMap(({ provider: path, symbol, ...rest }, row) => {
    const provider = providers.get(path);
    const [first, when] = unpacked.slice(row * 2, row * 2 + 2) as [Formula, Formula];
    const known = { ...rest, symbol: names.idOf(symbol) as NameId, when: first };
    return provider === undefined ? [] : [{ provider, first: known, when }];
  });
};
