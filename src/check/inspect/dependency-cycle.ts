// Finding: modules that need each other in a circle, made or broken by a patch. depmod(8) refuses a circle of links;
// one with lookups by name loads, but its modules can keep each other loaded.
import { EDGE_KINDS } from '../../base/edge.js';
import { byCodeUnit } from '../../base/order.js';
import type { Edge, Finding } from '../../result/verdict.js';
import { circlesOf, wayRound } from './cycle.js';
import type { InspectedState, InspectorFactory } from './inspector.js';
import { isSameAnalysis } from './state-facts.js';

interface Circle {
  readonly modules: readonly string[];
  readonly kind: 'link' | 'dynamic';
  readonly architectures: string[];
  /** One edge for each step round. */
  readonly way: readonly Edge[];
}

/** Whether both sides can be modules there: nothing is loaded or kept loaded for the sake of what is built in. */
const betweenModules = ({ builtIn }: Edge, architecture: string): boolean =>
  builtIn === undefined ||
  !(builtIn.consumer.includes(architecture) || builtIn.provider.includes(architecture));

const nameOf = ({ modules }: Circle): string => modules.join(' <-> ');
const keyOf = (circle: Circle): string => JSON.stringify([circle.kind, circle.modules]);

/** The edge to show for a step: one without condition, and one that links, before others. */
const stepEdge = (edges: readonly Edge[], consumer: string, provider: string): Edge | undefined =>
  edges
    .filter((edge) => edge.consumer === consumer && edge.provider === provider)
    .sort(
      (a, b) =>
        Number(a.condition !== null) - Number(b.condition !== null) ||
        Number(a.kind !== 'link') - Number(b.kind !== 'link') ||
        byCodeUnit(a.symbol, b.symbol),
    )[0];

const circlesOn = (edges: readonly Edge[], architecture: string): readonly Circle[] => {
  const here = edges.filter(
    (edge) =>
      EDGE_KINDS[edge.kind].needsModule &&
      edge.architectures.includes(architecture) &&
      betweenModules(edge, architecture),
  );
  const links = here.filter(({ kind }) => kind === 'link');
  const circles = (kind: Circle['kind'], among: readonly Edge[]): readonly Circle[] =>
    circlesOf(among).map((modules) => {
      const round = wayRound(among, modules);
      const way = round.slice(1).flatMap((to, i) => stepEdge(among, round[i] ?? '', to) ?? []);
      return { modules, kind, architectures: [architecture], way };
    });
  return [...circles('link', links), ...circles('dynamic', here)];
};

/** The circles of a state by kind and modules, those of several architectures joined. */
const circlesAt = ({ edges }: InspectedState): ReadonlyMap<string, Circle> => {
  const circles = new Map<string, Circle>();
  const architectures = new Set(edges.flatMap((edge) => edge.architectures));
  for (const architecture of [...architectures].sort(byCodeUnit))
    for (const circle of circlesOn(edges, architecture)) {
      const known = circles.get(keyOf(circle));
      if (known === undefined) circles.set(keyOf(circle), circle);
      else known.architectures.push(architecture);
    }
  return circles;
};

/** Whether some other circle has all the modules of this one. */
const isWithin = (circle: Circle, others: Iterable<Circle>): boolean => {
  for (const other of others)
    if (
      (other.kind === circle.kind || other.kind === 'link') &&
      circle.modules.every((module) => other.modules.includes(module))
    )
      return true;
  return false;
};

const stepText = ({ consumer, provider, symbol, kind, condition }: Edge): string =>
  `${consumer} ${kind === 'link' ? 'links' : 'looks up'} ${symbol} of ${provider}${condition === null ? '' : ` if ${condition}`}`;

const madeFinding = (circle: Circle, label: string, isBase: boolean): Finding => {
  const { kind, way, architectures } = circle;
  const place = way[0]?.reference;
  const refused = kind === 'link' ? 'depmod refuses the cycle' : 'cycle';
  return {
    kind: 'dependency-cycle',
    severity: isBase ? 'note' : kind === 'link' ? 'error' : 'warning',
    message: `${refused} ${nameOf(circle)} (${architectures.join(', ')}): ${way.map(stepText).join('; ')}`,
    state: label,
    ...(place === undefined ? {} : { path: place.path, line: place.line }),
  };
};

/** Which steps round are no more. */
const lostSteps = ({ way, kind }: Circle, edges: readonly Edge[]): string =>
  way
    .filter(
      ({ consumer, provider }) =>
        !edges.some(
          (edge) =>
            edge.consumer === consumer &&
            edge.provider === provider &&
            EDGE_KINDS[edge.kind].needsModule &&
            (kind === 'dynamic' || edge.kind === 'link'),
        ),
    )
    .map(
      ({ consumer, provider }) =>
        `${consumer} ${kind === 'link' ? 'links' : 'needs'} no symbol of ${provider}`,
    )
    .join('; ');

const brokenFinding = (circle: Circle, { label, edges }: InspectedState): Finding => {
  const lost = lostSteps(circle, edges);
  const by = circle.kind === 'link' ? 'by links ' : '';
  return {
    kind: 'dependency-cycle',
    severity: 'note',
    message: `cycle ${by}${nameOf(circle)} is gone${lost === '' ? '' : `: ${lost}`}`,
    state: label,
  };
};

/** Circles that appear, and circles that are gone. A circle that grows is a new one, not one that is gone. */
export const dependencyCycle: InspectorFactory = () => {
  let known: ReadonlyMap<string, Circle> = new Map();
  return async (now, before) => {
    if (isSameAnalysis(now, before)) return [];
    const circles = circlesAt(now);
    const made = [...circles].filter(([key, circle]) => {
      // Modules that link in a cycle also depend on themselves; one report is enough.
      const isTold = circle.kind === 'dynamic' && circles.has(keyOf({ ...circle, kind: 'link' }));
      return !known.has(key) && !isTold;
    });
    const gone = [...known.values()].filter((circle) => !isWithin(circle, circles.values()));
    const goneAltogether = new Set(gone.filter(({ kind }) => kind === 'dynamic').map(nameOf));
    known = circles;
    return [
      ...made.map(([, circle]) => madeFinding(circle, now.label, before === null)),
      ...gone
        .filter((circle) => circle.kind === 'dynamic' || !goneAltogether.has(nameOf(circle)))
        .map((circle) => brokenFinding(circle, now)),
    ];
  };
};
