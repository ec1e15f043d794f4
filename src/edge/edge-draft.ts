// Joins uses and exports into edges: one per consumer, provider, symbol, kind and condition.

import type { Edge, EdgeClass, EdgeKind, ExportPlace, SourcePlace } from '../base/edge.js';
import type { ModuleName } from '../base/id.js';
import { byCodeUnit } from '../base/order.js';
import type { CompositeObject } from '../kbuild/composite-object.js';
import { FALSE, type Formula } from '../kbuild/formula/formula.js';
import type { Kernel } from '../kbuild/kernel.js';
import { compilerMade } from '../reach/compiler-made.js';
import { type ConditionRange, conditionRange, groupConditions } from '../unit/condition-text.js';
import { joinEdges } from './edge-join.js';
import { existsWhen } from './scope.js';
import { VMLINUX } from './vmlinux.js';

/** An edge on one architecture, with its condition as a formula. */
export interface EdgeDraft {
  readonly consumer: CompositeObject;
  readonly provider: CompositeObject;
  readonly architecture: string;
  readonly symbol: string;
  readonly kind: EdgeKind;
  /** Condition of the edge, given that both objects are built. */
  readonly when: Formula;
  readonly reference: SourcePlace;
  readonly export: ExportPlace | null;
  /** Whether the optimiser may drop the reference. */
  readonly optional: boolean;
}

interface Draft extends EdgeDraft {
  when: Formula;
  optional: boolean;
}

interface Ranged {
  readonly draft: Draft;
  readonly range: ConditionRange;
}

const classOf = ({ provider, symbol, kind, optional }: EdgeDraft): EdgeClass => {
  if (kind !== 'link' || provider.name !== VMLINUX) return 'source';
  if (compilerMade(symbol) !== null) return 'compiler-made';
  return optional ? 'optional' : 'source';
};

/** Collects the edges of one state, by objects, architecture, kind and symbol. Owned by one `EdgeSearch`. */
export class EdgeDrafts {
  private readonly drafts = new Map<string, Draft>();

  constructor(private readonly kernel: Kernel) {}

  /** Adds a use. Reports show the place of the first one. */
  add(draft: EdgeDraft): void {
    const key = [draft.consumer.path, draft.provider.path, draft.architecture, draft.kind, draft.symbol].join(
      ' ',
    );
    const known = this.drafts.get(key);
    if (known === undefined) this.drafts.set(key, { ...draft });
    else {
      known.when = this.kernel.formulas.or(known.when, draft.when);
      known.optional &&= draft.optional;
    }
  }

  /** All drafts, including those that no configuration has. */
  all(): readonly EdgeDraft[] {
    return [...this.drafts.values()];
  }

  /** The edges that some configuration has; those of several architectures are one where one condition means all. */
  edges(): readonly Edge[] {
    const { formulas } = this.kernel;
    const alike = new Map<string, Ranged[]>();
    for (const draft of this.drafts.values()) {
      const range = this.rangeOf(draft);
      if (range === null) continue;
      const { consumer, provider, symbol, kind } = draft;
      const key = [consumer.path, provider.path, kind, symbol, classOf(draft)].join(' ');
      const list = alike.get(key);
      if (list === undefined) alike.set(key, [{ draft, range }]);
      else list.push({ draft, range });
    }
    const edges = [...alike.values()].flatMap((list) =>
      groupConditions(formulas, list).map(({ condition, items }) =>
        this.edgeOf(
          condition,
          items.map(({ draft }) => draft),
        ),
      ),
    );
    return joinEdges([edges]);
  }

  /** One edge of some architectures. */
  private edgeOf(condition: string | null, drafts: readonly Draft[]): Edge {
    const { consumer, provider, symbol, kind, reference, export: exported } = drafts[0] as Draft;
    const origin = classOf(drafts[0] as Draft);
    const architecturesOf = (isWanted: (draft: Draft) => boolean): readonly string[] =>
      drafts
        .filter(isWanted)
        .map(({ architecture }) => architecture)
        .sort(byCodeUnit);
    // vmlinux is never a module, so saying "built in" would add nothing.
    const builtInOn = (side: CompositeObject): readonly string[] =>
      architecturesOf(({ architecture }) => side.name !== VMLINUX && !this.canBeModule(side, architecture));
    const builtIn = { consumer: builtInOn(consumer), provider: builtInOn(provider) };
    return {
      consumer: consumer.name as ModuleName,
      provider: provider.name as ModuleName,
      symbol,
      kind,
      condition,
      architectures: architecturesOf(() => true),
      ...(builtIn.consumer.length + builtIn.provider.length === 0 ? {} : { builtIn }),
      reference,
      export: exported,
      ...(origin === 'source' ? {} : { class: origin }),
    };
  }

  private canBeModule(object: CompositeObject, architecture: string): boolean {
    return this.kernel.narrow(object.moduleWhen, architecture) !== FALSE;
  }

  /** Null when no configuration has the edge. */
  private rangeOf({ architecture, consumer, provider, when }: Draft): ConditionRange | null {
    const { formulas } = this.kernel;
    const exists = formulas.and(
      existsWhen(this.kernel, consumer, architecture),
      existsWhen(this.kernel, provider, architecture),
    );
    if (formulas.and(when, exists) === FALSE) return null;
    const given = formulas.and(exists, this.kernel.configurationOf(architecture).known(when, exists));
    return conditionRange(formulas, when, given);
  }
}
