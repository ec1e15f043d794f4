// The links that fail, joined over symbols and architectures: what one finding is about.
import { groupBy } from '../../../base/group.js';
import { byCodeUnit } from '../../../base/order.js';
import { existsWhen } from '../../../edge/scope.js';
import { demonstration } from '../../../kbuild/demonstration.js';
import type { Formula } from '../../../kbuild/formula/formula.js';
import type { Kernel } from '../../../kbuild/kernel.js';
import type { Breakage, BreakageCause } from '../../../user/breakage.js';

/** One object that fails to find one symbol. */
export interface Failure {
  /** On the architecture that is shown. */
  readonly breakage: Breakage;
  readonly architectures: readonly string[];
  /** Lines of a `.config` on that architecture; null when none is found. */
  readonly config: readonly string[] | null;
}

/** The architectures that are shown first. */
const SHOWN_FIRST = ['x86', 'arm64', 'powerpc', 's390', 'riscv'];
/** The cause that counts where an object fails in several ways on several architectures. */
const CAUSES: readonly BreakageCause['kind'][] = [
  'refused',
  'not-gpl',
  'elsewhere',
  'unexported',
  'undefined',
];
/** Architectures on which a configuration is looked for. */
const MOST_TRIED = 3;

const rank = <T>(list: readonly T[], one: T): number =>
  list.includes(one) ? list.indexOf(one) : list.length;

const order = (a: Breakage, b: Breakage): number =>
  rank(CAUSES, a.cause.kind) - rank(CAUSES, b.cause.kind) ||
  rank(SHOWN_FIRST, a.use.architecture) - rank(SHOWN_FIRST, b.use.architecture) ||
  byCodeUnit(a.use.architecture, b.use.architecture);

/** What `failuresIn` finds. */
export interface Failures {
  readonly failures: readonly Failure[];
  /** Links for which no configuration was found in which they fail. */
  readonly undecided: number;
}

/**
 * Joins what one object misses on several architectures. A link that only some configurations break counts only with a
 * configuration that shows it: the conditions of Kconfig are not all considered.
 */
export const failuresIn = (breakages: readonly Breakage[], kernel: Kernel): Failures => {
  const groups = groupBy(breakages, ({ use: { symbol, kind, object } }) =>
    [symbol, kind, object.path].join(' '),
  );
  const examples = new Examples(kernel);
  const failures: Failure[] = [];
  for (const group of groups.values()) {
    const sorted = group.sort(order);
    const shown = sorted.slice(0, MOST_TRIED).map((one) => [one, examples.of(one)] as const);
    const [breakage, config] = shown.find(([, lines]) => lines !== null) ?? shown[0] ?? [];
    if (breakage === undefined) continue;
    if (breakage.cause.kind === 'elsewhere' && config === null && !kernel.isConfigured) continue;
    const architectures = [...new Set(sorted.map(({ use }) => use.architecture))].sort(byCodeUnit);
    failures.push({ breakage, architectures, config: config ?? null });
  }
  return { failures, undecided: groups.size - failures.length };
};

/** Configurations in which uses fail; many uses fail under the same condition. */
class Examples {
  private readonly known = new Map<string, readonly string[] | null>();

  constructor(private readonly kernel: Kernel) {}

  of({ use: { object, architecture }, when }: Breakage): readonly string[] | null {
    const { kernel } = this;
    if (kernel.isConfigured) return null;
    const wanted: Formula = kernel.formulas.and(when, existsWhen(kernel, object, architecture));
    const key = `${architecture} ${wanted}`;
    let lines = this.known.get(key);
    if (lines === undefined) {
      lines = demonstration(kernel.configurationOf(architecture), wanted);
      this.known.set(key, lines);
    }
    return lines;
  }
}
