// Finding: what became of the claim that a struct is opaque to a module. A unit that includes the definition sees it,
// whether it uses it or not; a use of a member is reported where the variable's declaration is in sight.

import { UserError } from '../../base/error.js';
import { byCodeUnit } from '../../base/order.js';
import { accessesTo, memberTypesOf } from '../../csource/member-access.js';
import { moduleMatcher } from '../../edge/module-name.js';
import { existsWhen, isPossible } from '../../edge/scope.js';
import type { CompositeObject } from '../../kbuild/composite-object.js';
import type { Finding } from '../../result/verdict.js';
import type { Compilation } from '../../unit/compilation.js';
import { conditionText } from '../../unit/condition-text.js';
import type { PreprocessedUnit } from '../../unit/preprocessed-unit.js';
import { ProgramCache } from '../../unit/program-cache.js';
import { UnitReader } from '../../unit/unit-reader.js';
import { claimText, type OpaqueClaim } from '../opaque-claim.js';
import { Appearances } from './appearance.js';
import type { InspectorFactory } from './inspector.js';
import { readSources, type SourceFile } from './source-file.js';
import { isSameAnalysis, type StateWithFacts, withFacts } from './state-facts.js';
import { StructDefinitions } from './struct-definition.js';

/** A unit from which the definition can be seen. */
interface Sight {
  readonly module: string;
  readonly unit: string;
  /** Where the struct is defined. */
  readonly path: string;
  readonly line: number;
  readonly members: ReadonlySet<string>;
  /** The includes from the unit to that file; empty when the unit defines it itself. */
  readonly chain: readonly { readonly path: string; readonly line: number }[];
  readonly condition: string | null;
}

/** The way by includes from a unit to a file of it. */
const chainTo = (preprocessed: PreprocessedUnit, unit: string, target: string): Sight['chain'] => {
  const ways = new Map<string, Sight['chain']>([[unit, []]]);
  const pending = [unit];
  for (const from of pending) {
    const way = ways.get(from) ?? [];
    if (from === target) return way;
    for (const include of preprocessed.includes ?? [])
      if (include.from === from && !ways.has(include.path)) {
        ways.set(include.path, [...way, { path: from, line: include.line }]);
        pending.push(include.path);
      }
  }
  return [];
};

/** The modules of a claim with their compilations, on every architecture that is checked. */
const compilationsOf = (state: StateWithFacts, claim: OpaqueClaim): readonly Compilation[] => {
  const matches = moduleMatcher(claim.module);
  const found = new Set<Compilation>();
  for (const { architecture, consumers, providers } of state.facts.scopes)
    for (const object of [...consumers, ...providers].filter((one: CompositeObject) => matches(one)))
      for (const { compilation } of state.facts.units.of(object, architecture)) found.add(compilation);
  return [...found];
};

const sightOf = (
  state: StateWithFacts,
  claim: OpaqueClaim,
  compilation: Compilation,
  preprocessed: PreprocessedUnit,
  definitions: StructDefinitions,
): Sight | null => {
  const { kernel } = state.facts;
  const { formulas } = kernel;
  const { object, architecture, unit } = compilation;
  const exists = formulas.and(compilation.when, existsWhen(kernel, object, architecture));
  for (const { path, when } of preprocessed.files.values()) {
    const definition = definitions.in(path, state.tree, claim.keyword, claim.tag);
    if (definition === undefined || !isPossible(kernel, formulas.and(when, exists), architecture)) continue;
    const given = formulas.and(exists, kernel.configurationOf(architecture).known(when, exists));
    return {
      module: object.name,
      unit: unit.path,
      path,
      line: definition.line,
      members: new Set(definition.members.map(({ name }) => name)),
      chain: chainTo(preprocessed, unit.path, path),
      condition: conditionText(formulas, when, given) ?? null,
    };
  }
  return null;
};

const sightsOf = async (
  state: StateWithFacts,
  claim: OpaqueClaim,
  definitions: StructDefinitions,
): Promise<readonly Sight[]> => {
  const { kernel, store, closures } = state.facts;
  const reader = new UnitReader(new ProgramCache(kernel, store), store, closures, true);
  const sights = new Map<string, Sight>();
  for (const compilation of compilationsOf(state, claim)) {
    if (sights.has(compilation.unit.path)) continue;
    const { preprocessed } = reader.read(compilation);
    await definitions.load(
      [...preprocessed.files.values()].map(({ path }) => path),
      state.tree,
    );
    const sight = sightOf(state, claim, compilation, preprocessed, definitions);
    if (sight !== null) sights.set(sight.unit, sight);
  }
  return [...sights.values()].sort((a, b) => byCodeUnit(a.unit, b.unit));
};

const sightFinding = (state: StateWithFacts, claim: OpaqueClaim, sight: Sight): Finding => {
  const { module, unit, path, line, chain, condition } = sight;
  const way = [...chain.map((step) => `${step.path}:${step.line}`), `${path}:${line}`].join(' -> ');
  return {
    kind: 'opaque-type',
    severity: 'warning',
    message: `${module} sees the definition of ${claim.keyword} ${claim.tag}${condition === null ? '' : ` if ${condition}`}: ${way}`,
    state: state.label,
    path: unit,
    line: chain[0]?.line ?? line,
  };
};

/** Uses of members in the files of units that see the definition. */
const useFindings = (
  state: StateWithFacts,
  claim: OpaqueClaim,
  sights: readonly Sight[],
  sources: readonly SourceFile[],
): ReadonlyMap<string, Finding> => {
  const found = new Map<string, Finding>();
  const types = memberTypesOf(sources.flatMap(({ aggregates }) => aggregates));
  for (const { module, unit, members } of sights) {
    const file = sources.find(({ path }) => path === unit);
    if (file === undefined) continue;
    for (const { at, member, text, struct } of accessesTo(file.spelling, members, types)) {
      const key = JSON.stringify([claimText(claim), 'uses', unit, member]);
      if (struct !== claim.tag || found.has(key)) continue;
      found.set(key, {
        kind: 'opaque-type',
        severity: 'warning',
        message: `${module} uses ${member} of ${claim.keyword} ${claim.tag}: ${text}`,
        state: state.label,
        path: unit,
        line: file.spelling.lines[at] ?? 1,
      });
    }
  }
  return found;
};

const opaqueFinding = (state: StateWithFacts, claim: OpaqueClaim): Finding => ({
  kind: 'opaque-type',
  severity: 'note',
  message: `${claim.keyword} ${claim.tag} is opaque to ${claim.module}: no unit of it sees the definition`,
  state: state.label,
});

/** Whether a state has the module of a claim; a series may make or remove it. */
const hasModule = (state: StateWithFacts, claim: OpaqueClaim, isBase: boolean): boolean => {
  if (compilationsOf(state, claim).length > 0) return true;
  if (!isBase) return false;
  throw new UserError(
    'input',
    `${claimText(claim)}: ${claim.module} is not one of the modules that are checked`,
    { hint: 'name it with --between, or --from and --to' },
  );
};

/** Who sees a struct that is claimed to be opaque, and from which state on nobody does. */
export const opaqueType: InspectorFactory = ({ opaque, repository }) => {
  const appearances = new Appearances();
  const definitions = new StructDefinitions(
    repository.reader,
    opaque.map(({ tag }) => tag),
  );
  return async (now, before) => {
    if (opaque.length === 0 || isSameAnalysis(now, before)) return [];
    const state = await withFacts(now);
    const found = new Map<string, Finding>();
    for (const claim of opaque) {
      if (!hasModule(state, claim, before === null)) continue;
      const sights = await sightsOf(state, claim, definitions);
      for (const sight of sights)
        found.set(JSON.stringify([claimText(claim), 'sees', sight.unit]), sightFinding(state, claim, sight));
      if (sights.length === 0) found.set(claimText(claim), opaqueFinding(state, claim));
      const paths = sights.flatMap(({ unit, path }) => [unit, path]);
      const sources = await readSources(paths, state.tree, repository.reader);
      for (const [key, finding] of useFindings(state, claim, sights, sources)) found.set(key, finding);
    }
    return appearances.fresh(found, before === null);
  };
};
