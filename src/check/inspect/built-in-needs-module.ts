// Finding: a configuration that Kconfig allows, in which the consumer of a symbol is built in and the provider is not.
// A reference is then unresolved when vmlinux is linked. A lookup by name that finds nothing until the provider is loaded
// is what its author wants; but without CONFIG_MODULES symbol_get() is a weak reference (include/linux/module.h), to
// address 0 where there is no provider, and not every machine's code can refer that far ("relocation truncated to fit"
// on s390).

import { groupBy } from '../../base/group.js';
import { byCodeUnit } from '../../base/order.js';
import type { EdgeDraft } from '../../edge/edge-draft.js';
import { existsWhen, type Scope } from '../../edge/scope.js';
import { demonstration } from '../../kbuild/demonstration.js';
import { FALSE, type Formula, TRUE } from '../../kbuild/formula/formula.js';
import type { Kernel } from '../../kbuild/kernel.js';
import type { Finding } from '../../result/verdict.js';
import { conditionText } from '../../unit/condition-text.js';
import { forbiddingLine } from './deciding-symbol.js';
import type { InspectorFactory } from './inspector.js';
import { isSameAnalysis, type StateWithFacts, withFacts } from './state-facts.js';

const CLASSES = ['link', 'weak'] as const;
type Class = (typeof CLASSES)[number];

const SEVERITY: { readonly [kind in Class]: Finding['severity'] } = {
  link: 'error',
  weak: 'warning',
};

/** An edge on one architecture that is exposed in one way, and the configurations in which it is. */
interface Exposed {
  readonly class: Class;
  readonly draft: EdgeDraft;
  readonly when: Formula;
}

/** The configurations in which an edge is exposed in one way; FALSE when Kconfig allows none. */
const exposedWhen = (kernel: Kernel, draft: EdgeDraft, kind: Class): Formula => {
  if ((draft.kind === 'link') !== (kind === 'link')) return FALSE;
  const { formulas } = kernel;
  const { consumer, provider, architecture } = draft;
  const configuration = kernel.configurationOf(architecture);
  const without =
    kind === 'weak'
      ? formulas.not(
          formulas.or(existsWhen(kernel, provider, architecture), configuration.enabled('MODULES')),
        )
      : kernel.narrow(provider.moduleWhen, architecture);
  const builtIn = kernel.narrow(consumer.builtInWhen, architecture);
  const when = formulas.and(formulas.and(builtIn, without), draft.when);
  return when === FALSE ? FALSE : formulas.and(when, configuration.known(when));
};

/** Whether an edge is one of the question: the analysis may have been asked for more. */
const askedFor = (scopes: readonly Scope[]): ((draft: EdgeDraft) => boolean) => {
  const sides = scopes.map(({ architecture, consumers, providers }) => ({
    architecture,
    consumers: new Set(consumers),
    providers: new Set(providers),
  }));
  return (draft) =>
    sides.some(
      ({ architecture, consumers, providers }) =>
        architecture === draft.architecture && consumers.has(draft.consumer) && providers.has(draft.provider),
    );
};

/** What is exposed at a state; the answers for an edge hold as long as Kbuild is the same. */
class Exposure {
  private kernel: Kernel | null = null;
  private answers = new Map<string, Formula>();

  at({ facts: { kernel, drafts, scopes } }: StateWithFacts): readonly Exposed[] {
    if (kernel !== this.kernel) this.answers = new Map();
    this.kernel = kernel;
    return drafts
      .filter(askedFor(scopes))
      .flatMap((draft) =>
        (draft.kind === 'include' ? [] : CLASSES)
          .map((kind) => ({ class: kind, draft, when: this.when(kernel, draft, kind) }))
          .filter(({ when }) => when !== FALSE),
      );
  }

  private when(kernel: Kernel, draft: EdgeDraft, kind: Class): Formula {
    const { consumer, provider, architecture } = draft;
    const key = [kind, draft.kind, consumer.path, provider.path, architecture, draft.when].join(' ');
    const known = this.answers.get(key);
    if (known !== undefined) return known;
    const when = exposedWhen(kernel, draft, kind);
    this.answers.set(key, when);
    return when;
  }
}

/** By names: a module that several architectures make is one. */
const groupOf = ({ class: kind, draft }: Exposed): string =>
  JSON.stringify([kind, draft.consumer.name, draft.provider.name]);
/** One more weak reference in the same configurations breaks nothing that was whole. */
const identityOf = (exposed: Exposed): string =>
  exposed.class === 'weak' ? groupOf(exposed) : `${groupOf(exposed)} ${exposed.draft.symbol}`;

/** The shortest condition for it, in the symbols that decide about the two modules. */
const exampleOf = (kernel: Kernel, { draft, when, class: kind }: Exposed): string => {
  const { formulas } = kernel;
  const { consumer, provider, architecture } = draft;
  const deciding = [consumer, provider].flatMap(({ builtInWhen, moduleWhen }) =>
    [builtInWhen, moduleWhen].flatMap((formula) => formulas.support(kernel.narrow(formula, architecture))),
  );
  const names = new Set(kind === 'weak' ? [...deciding, 'MODULES'] : deciding);
  const visible = formulas.project(when, (name) => names.has(name));
  const text = conditionText(formulas, visible, TRUE) ?? '';
  return text.split(' || ').reduce((a, b) => (b.length < a.length ? b : a));
};

const EFFECT: { readonly [kind in Class]: (symbols: string) => string } = {
  link: (symbols) => `vmlinux does not link without ${symbols}`,
  weak: (symbols) =>
    `symbol_get() of ${symbols} is then a weak reference to address 0, which a linker may refuse`,
};

const isDefined = (text: string | null): text is string => text !== null;

/** Lines of a `.config`, and the architecture that they are for. */
interface Shown {
  readonly lines: readonly string[];
  readonly architecture?: string;
}

/** A `.config` in which one of the group is exposed; null when none is found, and no lines where one `.config` is given. */
const shownBy = (kernel: Kernel, group: readonly Exposed[]): Shown | null => {
  if (kernel.isConfigured) return { lines: [] };
  for (const { draft, when } of group) {
    const lines = demonstration(kernel.configurationOf(draft.architecture), when);
    if (lines !== null) return { lines, architecture: draft.architecture };
  }
  return null;
};

const findingOf = (
  state: StateWithFacts,
  group: readonly Exposed[],
  shown: Shown | null,
  isBase: boolean,
): Finding => {
  const { kernel } = state.facts;
  const [first] = group as readonly [Exposed, ...Exposed[]];
  const { class: kind, draft } = first;
  const { consumer, provider, reference } = draft;
  const sorted = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort(byCodeUnit);
  const symbols = sorted(group.map((one) => one.draft.symbol)).join(', ');
  const architectures = sorted(group.map((one) => one.draft.architecture)).join(', ');
  const lines =
    kind === 'link'
      ? sorted(group.map((one) => forbiddingLine(kernel, one.draft, one.when)).filter(isDefined))
      : [];
  const fix = lines.length === 0 ? '' : `; ${lines.join(', ')} forbids it`;
  const lack = kind === 'weak' ? `without ${provider.name}` : `while ${provider.name} is a module`;
  return {
    kind: 'built-in-needs-module',
    severity: isBase ? 'note' : SEVERITY[kind],
    message: `${consumer.name} can be built in ${lack} (${exampleOf(kernel, first)} on ${architectures}): ${EFFECT[kind](symbols)}${fix}`,
    state: state.label,
    path: reference.path,
    line: reference.line,
    modules: [consumer.name, provider.name],
    ...(shown?.architecture === undefined ? {} : { config: shown.lines, architecture: shown.architecture }),
  };
};

/** Symbols that built-in code can lack from a state on. */
export const builtInNeedsModule: InspectorFactory = () => {
  const exposure = new Exposure();
  let known: ReadonlySet<string> = new Set();
  return async (now, before) => {
    if (isSameAnalysis(now, before)) return [];
    const state = await withFacts(now);
    const exposed = exposure.at(state);
    const fresh = exposed.filter((one) => !known.has(identityOf(one)));
    known = new Set(exposed.map(identityOf));
    return [...groupBy(fresh, groupOf)]
      .sort(([a], [b]) => byCodeUnit(a, b))
      .flatMap(([, group]): readonly Finding[] => {
        const shown = shownBy(state.facts.kernel, group);
        // A configuration of the base that cannot be shown decides nothing.
        if (shown === null && before === null) return [];
        return [findingOf(state, group, shown, before === null)];
      });
  };
};
