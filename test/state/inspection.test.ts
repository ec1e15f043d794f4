import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import type { TreeId } from '../../src/base/id.js';
import type { EdgeQuery } from '../../src/edge/query.js';
import { Inspection } from '../../src/state/inspection.js';
import type { Inspector } from '../../src/state/inspector.js';
import { StateCache } from '../../src/state/state-cache.js';

const top = mkdtempSync(join(tmpdir(), 'kvs-inspection-'));
afterAll(() => rmSync(top, { recursive: true, force: true }));

const query: EdgeQuery = { directions: [{ from: 'a', to: 'b' }], includes: false };
const KEY = { query, all: false };

/** An inspector whose findings name all states that it has seen; `asked` records its calls. */
const storyteller = () => {
  const asked: string[] = [];
  const seen: string[] = [];
  const inspector: Inspector = async (now, before) => {
    seen.push(now.label);
    asked.push(`${before?.label ?? '-'}>${now.label}`);
    return [{ kind: 'note', severity: 'note', message: seen.join(' ') }];
  };
  return { asked, inspector };
};

const state = (label: string, tree = label) =>
  ({
    label,
    failures: [],
    changes: [],
    edges: [],
    tree: async () => ({}),
    treeId: async () => tree as TreeId,
    facts: async () => ({}),
  }) as never;

const run = async (
  states: readonly ReturnType<typeof state>[],
  cache: StateCache | undefined,
  key: unknown = KEY,
) => {
  const { asked, inspector } = storyteller();
  const inspection = new Inspection({ list: [inspector], key }, cache);
  const said: string[] = [];
  for (const one of states)
    said.push(...(await inspection.inspect(one, quietContext())).map(({ message }) => message));
  return { asked, said };
};

const newCache = (): StateCache =>
  new StateCache({ folder: mkdtempSync(join(top, 'one-')), program: 'p' }, query);

const SERIES = [state('base'), state('1/2'), state('2/2')];
const SAID = ['base', 'base 1/2', 'base 1/2 2/2'];
const ASKED = ['->base', 'base>1/2', '1/2>2/2'];

describe('inspection', () => {
  it('shows each state with the one before it', async () => {
    expect(await run(SERIES, undefined)).toEqual({ asked: ASKED, said: SAID });
  });

  it('asks nothing that was said of the same states before', async () => {
    const cache = newCache();
    expect(await run(SERIES, cache)).toEqual({ asked: ASKED, said: SAID });
    expect(await run(SERIES, cache)).toEqual({ asked: [], said: SAID });
  });

  it('shows the inspectors what came before a state that is new', async () => {
    const cache = newCache();
    await run(SERIES, cache);
    expect(await run([...SERIES.slice(0, 2), state('2/2', 'other')], cache)).toEqual({
      asked: ASKED,
      said: SAID,
    });
  });

  it.each<[string, readonly ReturnType<typeof state>[], unknown]>([
    ['a state has another name', [state('base'), state('1/3', '1/2'), state('2/2')], KEY],
    ['another state came first', [state('base', 'other'), ...SERIES.slice(1)], KEY],
    ['the inspectors are set otherwise', SERIES, { ...KEY, all: true }],
  ])('asks again when %s', async (_, states, key) => {
    const cache = newCache();
    await run(SERIES, cache);
    expect((await run(states, cache, key)).asked).toHaveLength(3);
  });

  it('is silent, and reads no tree, when nobody inspects', async () => {
    const unread = { ...(state('base') as object), tree: () => Promise.reject(new Error('read')) };
    const inspection = new Inspection({ list: [], key: KEY }, newCache());
    expect(await inspection.inspect(unread as never, quietContext())).toEqual([]);
  });
});
