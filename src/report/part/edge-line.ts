// One edge in words, the same in every report that is read as text.
import { EDGE_KINDS } from '../../base/edge.js';
import type { Edge } from '../../result/verdict.js';
import { escapePlain, shorten } from './escape.js';

/** Longer names than any in the kernel; longer ones come from an attack and are cut. */
const NAME_LIMIT = 200;

/** A name, path or subject as it may be shown. */
export const shown = (text: string): string => escapePlain(shorten(text, NAME_LIMIT));

/** A finding tells in a few sentences, and may quote mail or code; longer ones come from an attack. */
const SENTENCE_LIMIT = 1000;

/** A message that was made of words of our own and of what it quotes, as it may be shown: on one line. */
export const sentence = (text: string): string =>
  escapePlain(shorten(text.replace(/[ \t]+/g, ' '), SENTENCE_LIMIT));

/** `vfio -> kvm`. */
export const directionOf = (edge: Edge): string => `${shown(edge.consumer)} -> ${shown(edge.provider)}`;

/** `drivers/vfio/vfio_main.c:450`. */
export const placeOf = (place: { readonly path: string; readonly line: number }): string =>
  `${shown(place.path)}:${place.line}`;

/** `virt/kvm/kvm_main.c:790 EXPORT_SYMBOL_GPL`, with the namespace when there is one. */
export const exportOf = (edge: Edge): string => {
  if (edge.export === null)
    return !EDGE_KINDS[edge.kind].needsModule ? 'header of the provider' : 'not exported';
  const { type, namespace } = edge.export;
  return `${placeOf(edge.export)} ${shown(type)}${namespace === null ? '' : ` (${shown(namespace)})`}`;
};

/** `if SPAPR_TCE_IOMMU`, or nothing when the edge is always there. */
export const conditionOf = (edge: Edge): string =>
  edge.condition === null ? '' : `if ${shown(edge.condition)}`;

/** `on arm64 (kvm built in), powerpc, x86`. */
export const architecturesOf = (edge: Edge): string =>
  `on ${edge.architectures.map((name) => shown(name) + builtInOn(edge, name)).join(', ')}`;

const CLASS_NOTES: Readonly<Record<NonNullable<Edge['class']>, string>> = {
  source: '',
  optional: ', the optimiser may drop it',
  'compiler-made': ', the compiler makes it too',
};

/** What the compiler has to say about the edge, to be put behind its symbol; nothing when the code decides. */
export const classNote = (edge: Edge): string => CLASS_NOTES[edge.class ?? 'source'];

const builtInOn = ({ builtIn, consumer, provider }: Edge, architecture: string): string => {
  const sides = [
    ...(builtIn?.consumer.includes(architecture) ? [shown(consumer)] : []),
    ...(builtIn?.provider.includes(architecture) ? [shown(provider)] : []),
  ];
  return sides.length === 0 ? '' : ` (${sides.join(' and ')} built in)`;
};

/** A line of code as it may be shown: tabs as two spaces. */
export const codeLine = (text: string): string => shown(text.replaceAll('\t', '  '));

/** `1 edge`, `1,204 edges`. */
export const plural = (count: number, word: string): string =>
  `${count.toLocaleString('en-US')} ${word}${count === 1 ? '' : 's'}`;
