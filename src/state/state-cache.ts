// What was found out about states before, kept on disk. A key holds everything that a result depends on: the program,
// the question, the tree; so that nothing here ever becomes wrong, and nothing has to be thrown away by hand.
import { createHash } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import type { TreeId } from '../base/id.js';
import { DiskCache, RECORD_LIMIT } from '../cache/disk-cache.js';
import type { Analysis } from '../edge/analyse.js';
import type { NameFingerprint } from '../edge/name-fingerprint.js';
import type { EdgeQuery } from '../edge/query.js';
import type { Finding } from '../result/verdict.js';
import { sizeOf, type WarmStart } from '../summary/warm-start.js';
import type { ReadSet } from './read-set.js';

/** Changes when the form of what is kept does. */
const CACHE_FORMAT = 3;

/** Where results are kept. */
export interface CacheSettings {
  /** A folder that is ours alone; made when it is not there. */
  readonly folder: string;
  /** The identity of the program: its version and the state of its files. Another program may find other edges. */
  readonly program: string;
}

/** The result of an analysis as plain data, without `facts`. */
export type Found = Omit<Analysis, 'facts'>;

/** What was found out about a state, and what of its tree it comes from. */
export interface KnownState {
  readonly found: Found;
  readonly reading: ReadSet;
  /** Null where edges come of more than names. */
  readonly names: NameFingerprint | null;
}

/** The value of a record; undefined when this node cannot read what another one wrote. */
const readValue = <T>(bytes: Uint8Array | undefined): T | undefined => {
  if (bytes === undefined) return undefined;
  try {
    return deserialize(bytes) as T;
  } catch {
    return undefined;
  }
};

const hashOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** The results of one question. */
export class StateCache {
  private readonly disk: DiskCache;
  private readonly question: string;

  constructor({ folder, program }: CacheSettings, { directions, includes, config, architecture }: EdgeQuery) {
    this.disk = new DiskCache(folder);
    const ends = directions.map(({ from, to, optional = false }) => [from, to, optional]);
    this.question = hashOf([CACHE_FORMAT, program, ends, includes, config ?? null, architecture ?? null]);
  }

  /** What was found out about a tree. */
  async state(tree: TreeId): Promise<KnownState | undefined> {
    return readValue<KnownState>(await this.disk.get(this.keyOf('state', tree)));
  }

  keepState(tree: TreeId, state: KnownState): Promise<void> {
    return this.disk.put(this.keyOf('state', tree), serialize(state));
  }

  /** The findings on the last of some states; `story` is the key of the states and the inspectors. */
  async findings(story: string): Promise<readonly Finding[] | undefined> {
    return readValue<readonly Finding[]>(await this.disk.get(this.keyOf('findings', story)));
  }

  keepFindings(story: string, findings: readonly Finding[]): Promise<void> {
    return this.disk.put(this.keyOf('findings', story), serialize(findings));
  }

  /** What was read of the kernel for this question last time. */
  async warmStart(): Promise<WarmStart | undefined> {
    return readValue<WarmStart>(await this.disk.get(this.keyOf('warm start', '')));
  }

  async keepWarmStart(warmStart: WarmStart): Promise<void> {
    // That of a question about all modules: its edges are kept, and to write it all takes as long as to read it again.
    if (sizeOf(warmStart) > RECORD_LIMIT) return;
    await this.disk.put(this.keyOf('warm start', ''), serialize(warmStart));
  }

  /** The key of a story with one more state; an empty story is the beginning. */
  continued(story: string, chapter: unknown): string {
    return hashOf([story, chapter]);
  }

  private keyOf(kind: string, what: string): string {
    return `${this.question} ${kind} ${what}`;
  }
}
