// Edges written in one line, for the tests of rules.

import type { Edge, EdgeKind } from '../../../src/base/edge.js';
import type { ModuleName } from '../../../src/base/id.js';

/** `kvm -> vfio vfio_file dynamic if A`; a link without a kind. */
export const edge = (text: string): Edge => {
  const [, consumer, provider, symbol, kind = 'link', condition = null] =
    /^(\S+) -> (\S+) (\S+)(?: (link|dynamic|include))?(?: if (.*))?$/.exec(text) ?? [];
  return {
    consumer: consumer as ModuleName,
    provider: provider as ModuleName,
    symbol: symbol!,
    kind: kind as EdgeKind,
    condition,
    architectures: ['x86'],
    reference: { path: `${consumer}.c`, line: 7 },
    export: null,
  };
};
