// What was found out about states before, kept on disk. A key holds everything that a result depends on: the program,
// the question, the tree; so that nothing here ever becomes wrong, and nothing has to be thrown away by hand.
import { createHash } from 'node:crypto';
import type { TreeId } from '../base/id.js';
import { DiskCache } from '../cache/disk-cache.js';
import type { Edge } from '../symbols/edge.js';
import type { EdgeQuery } from '../symbols/query.js';
import type { TreeReading } from './tree-reading.js';
import type { Finding } from './verdict.js';

/** Changes when the form of what is kept does. */
const CACHE_FORMAT = 1;

/** Where results are kept. */
export interface CacheSettings {
  /** A folder that is ours alone; made when it is not there. */
  readonly folder: string;
  /** What tells this program from one that might find something else: its version, and the state of its files. */
  readonly program: string;
}

/** The edges of a state, and what of its tree they come from. */
export interface KnownState {
  readonly edges: readonly Edge[];
  readonly reading: TreeReading;
}

interface StoredState {
  readonly edges: readonly Edge[];
  /** The hashes of the paths, little-endian, in base 64. */
  readonly paths: string;
  readonly folders: readonly string[];
  readonly listings: readonly string[];
}

const HASH_BYTES = 4;

const encodeState = ({ edges, reading: { paths, folders, listings } }: KnownState): Uint8Array => {
  const hashes = Buffer.alloc(paths.length * HASH_BYTES);
  paths.forEach((hash, index) => void hashes.writeUInt32LE(hash, index * HASH_BYTES));
  const stored: StoredState = { edges, paths: hashes.toString('base64'), folders, listings };
  return Buffer.from(JSON.stringify(stored));
};

const decodeState = (bytes: Uint8Array): KnownState => {
  const { edges, paths, folders, listings } = JSON.parse(Buffer.from(bytes).toString()) as StoredState;
  const hashes = Buffer.from(paths, 'base64');
  const read = Uint32Array.from({ length: hashes.length / HASH_BYTES }, (_, index) =>
    hashes.readUInt32LE(index * HASH_BYTES),
  );
  return { edges, reading: { paths: read, folders, listings } };
};

const hashOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** The results of one question. */
export class StateCache {
  private readonly disk: DiskCache;
  private readonly question: string;

  constructor({ folder, program }: CacheSettings, { directions, includes, config, architecture }: EdgeQuery) {
    this.disk = new DiskCache(folder);
    const ends = directions.map(({ from, to }) => [from, to]);
    this.question = hashOf([CACHE_FORMAT, program, ends, includes, config ?? null, architecture ?? null]);
  }

  /** What was found out about a tree. */
  async state(tree: TreeId): Promise<KnownState | undefined> {
    const bytes = await this.disk.get(this.keyOf('state', tree));
    return bytes === undefined ? undefined : decodeState(bytes);
  }

  keepState(tree: TreeId, state: KnownState): Promise<void> {
    return this.disk.put(this.keyOf('state', tree), encodeState(state));
  }

  /** What was said of the last of some states, which `story` stands for together with who said it. */
  async findings(story: string): Promise<readonly Finding[] | undefined> {
    const bytes = await this.disk.get(this.keyOf('findings', story));
    return bytes === undefined ? undefined : (JSON.parse(Buffer.from(bytes).toString()) as Finding[]);
  }

  keepFindings(story: string, findings: readonly Finding[]): Promise<void> {
    return this.disk.put(this.keyOf('findings', story), Buffer.from(JSON.stringify(findings)));
  }

  /** One more state after those that a story tells; an empty story begins it. */
  continued(story: string, chapter: unknown): string {
    return hashOf([story, chapter]);
  }

  private keyOf(kind: string, what: string): string {
    return `${this.question} ${kind} ${what}`;
  }
}
