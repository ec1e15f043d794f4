// Who exports a symbol: found by the analysis that answers for the module, and told to its peers.
import type { NameId, NameTable } from '../csource/name-table.js';
import type { CompositeObject } from '../kbuild/composite-object.js';
import type { Formula, Formulas } from '../kbuild/formula/formula.js';
import { type PackedFormulas, packFormulas, unpackFormulas } from '../kbuild/formula/packed-formula.js';
import type { UnitExport } from '../macro/export.js';

export interface Exporter {
  readonly provider: CompositeObject;
  /** The first of the places that export it. */
  readonly first: UnitExport;
  readonly when: Formula;
}

/** Exporters as plain values. */
export interface PackedExporters {
  readonly rows: readonly (Omit<UnitExport, 'symbol' | 'when'> & {
    readonly provider: string;
    readonly symbol: string;
  })[];
  /** Two for each row: of the first place, and of all. */
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
