// Joins uses and exports into edges: one per consumer, provider, symbol, kind and condition.

import type { Edge, EdgeClass, EdgeKind, ExportPlace, SourcePlace } from '../base/edge.js';
import type { ModuleName } from '../base/id.js';
import { byCodeUnit } from '../base/order.js';
import type { CompositeObject } from '../kbuild/composite-object.js';
import { FALSE, type Formula } from '../kbuild/formula/formula.js';
import type { Kernel } from '../kbuild/kernel.js';
import { compilerMade } from '../reach/compiler-made.js';
import { conditionText } from '../unit/condition-text.js';
import { edgeKey } from './edge-join.js';
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

interface OpenEdge extends Edge {
  readonly architectures: string[];
  readonly builtIn: { readonly consumer: string[]; readonly provider: string[] };
}

/** Removes `builtIn` if no side is built in. */
const closed = ({ builtIn, ...edge }: OpenEdge): Edge =>
  builtIn.consumer.length + builtIn.provider.length === 0 ? edge : { ...edge, builtIn };

const classOf = ({ provider, symbol, kind, optional }: EdgeDraft): EdgeClass => {
  if (kind !== 'link' || provider.name !== VMLINUX) return 'source';
  if (compilerMade(symbol) !== null) return 'compiler-made';
  return optional ? 'optional' : 'source';
};

const addTo = (list: string[], one: string): void => {
  if (!list.includes(one)) list.push(one);
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

  /** The edges that some configuration has; those of several architectures with equal conditions are one. */
  edges(): readonly Edge[] {
    const joined = new Map<string, OpenEdge>();
    for (const draft of this.drafts.values()) {
      const condition = this.conditionOf(draft);
      if (condition === undefined) continue;
      const { consumer, provider, symbol, kind, reference } = draft;
      const origin = classOf(draft);
      const edge = {
        consumer: consumer.name as ModuleName,
        provider: provider.name as ModuleName,
        symbol,
        kind,
        condition,
      };
      const classed = origin === 'source' ? {} : { class: origin };
      const key = edgeKey({ ...edge, ...classed });
      const known = joined.get(key);
      if (known === undefined)
        joined.set(key, {
          ...edge,
          architectures: [draft.architecture],
          builtIn: { consumer: [], provider: [] },
          reference,
          export: draft.export,
          ...classed,
        });
      else addTo(known.architectures, draft.architecture);
      const { builtIn } = joined.get(key) as OpenEdge;
      // vmlinux is never a module, so saying "built in" would add nothing.
      const isBuiltIn = (side: CompositeObject): boolean =>
        side.name !== VMLINUX && !this.canBeModule(side, draft.architecture);
      if (isBuiltIn(consumer)) addTo(builtIn.consumer, draft.architecture);
      if (isBuiltIn(provider)) addTo(builtIn.provider, draft.architecture);
    }
    for (const { architectures, builtIn } of joined.values())
      for (const list of [architectures, builtIn.consumer, builtIn.provider]) list.sort(byCodeUnit);
    return [...joined].sort(([a], [b]) => byCodeUnit(a, b)).map(([, edge]) => closed(edge));
  }

  private canBeModule(object: CompositeObject, architecture: string): boolean {
    return this.kernel.narrow(object.moduleWhen, architecture) !== FALSE;
  }

  private conditionOf(draft: Draft): string | null | undefined {
    const { formulas } = this.kernel;
    const { architecture } = draft;
    const exists = formulas.and(
      existsWhen(this.kernel, draft.consumer, architecture),
      existsWhen(this.kernel, draft.provider, architecture),
    );
    const about = formulas.and(draft.when, exists);
    if (about === FALSE) return undefined;
    const given = formulas.and(exists, this.kernel.configurationOf(architecture).known(draft.when, exists));
    return conditionText(formulas, draft.when, given);
  }
}
