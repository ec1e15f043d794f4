// Exports and users of symbols as `who` lists them.
import { groupBy } from '../base/group.js';
import { byCodeUnit } from '../base/order.js';
import { existsWhen } from '../edge/scope.js';
import { FALSE } from '../kbuild/formula/formula.js';
import type { ExportingParty, SymbolReport, UsingParty } from '../result/symbol-usage.js';
import { conditionRange, groupConditions } from '../unit/condition-text.js';
import type { SymbolExport } from './symbol-reading.js';
import { type SymbolUser, usersIn } from './user.js';
import type { SymbolUsage } from './user-search.js';

/** The exports of one symbol by one macro of one object, on all architectures. */
const exportersOf = (
  { kernel }: SymbolUsage,
  exports: readonly SymbolExport[],
): readonly ExportingParty[] => {
  const { formulas } = kernel;
  const alike = groupBy(exports, ({ object, type, namespace }) =>
    JSON.stringify([object.path, type, namespace]),
  );
  const parties = [...alike.values()].flatMap((list) => {
    const ranged = [...groupBy(list, ({ architecture }) => architecture)].map(([architecture, here]) => {
      const { object } = here[0] as SymbolExport;
      const when = here.reduce((any, one) => formulas.or(any, one.when), FALSE);
      const exists = existsWhen(kernel, object, architecture);
      const given = formulas.and(exists, kernel.configurationOf(architecture).known(when, exists));
      return { architecture, range: conditionRange(formulas, when, given) };
    });
    const { object, type, namespace, modules, place } = list[0] as SymbolExport;
    return groupConditions(formulas, ranged).map(({ condition, items }): ExportingParty => {
      const architectures = items.map(({ architecture }) => architecture).sort(byCodeUnit);
      return {
        name: object.name,
        path: object.path,
        isModule: architectures.some((one) => kernel.narrow(object.moduleWhen, one) !== FALSE),
        condition,
        architectures,
        place,
        macro: type,
        namespace: modules ? null : namespace,
        modules: modules ? (namespace ?? '').split(',').filter((name) => name !== '') : null,
      };
    });
  });
  return parties.sort(
    (a, b) => byCodeUnit(a.path, b.path) || byCodeUnit(a.condition ?? '', b.condition ?? ''),
  );
};

const userOf = (user: SymbolUser): UsingParty => ({
  name: user.consumer,
  path: user.path,
  isModule: user.moduleOn.length > 0,
  kind: user.kind,
  through: user.through,
  condition: user.condition,
  architectures: user.architectures,
  place: user.reference,
});

/** What a search found about each of some symbols. */
export const symbolReports = (usage: SymbolUsage, symbols: readonly string[]): readonly SymbolReport[] => {
  const exports = groupBy(usage.exports, ({ symbol }) => symbol);
  const users = groupBy(usersIn(usage), ({ symbol }) => symbol);
  const definitions = groupBy(usage.definitions, ({ symbol }) => symbol);
  return symbols.map((symbol) => {
    const exported = exportersOf(usage, exports.get(symbol) ?? []);
    const exporting = new Set(exported.map(({ path }) => path));
    const using = (users.get(symbol) ?? []).map(userOf).filter(({ path }) => !exporting.has(path));
    const modules = [...new Set(using.filter((one) => one.isModule).map(({ name }) => name))].sort(
      byCodeUnit,
    );
    const places = new Map(
      (definitions.get(symbol) ?? []).map(({ place }) => [`${place.path}:${place.line}`, place]),
    );
    return {
      symbol,
      exports: exported,
      definitions: exported.length > 0 ? [] : [...places.values()],
      users: using,
      audience: !usage.allFiles ? 'everybody' : modules.length === 0 ? 'nobody' : 'modules',
      audienceModules: modules,
    };
  });
};
