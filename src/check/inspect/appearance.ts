// A finding is reported once: at the first state where it holds.
import type { Finding } from '../../result/verdict.js';

/**
 * Keeps apart what the state before had already. What the base has is a note, since no patch of the series made it.
 */
export class Appearances {
  private known: ReadonlySet<string> = new Set();

  /**
   * @param found what holds at this state, by an identity that does not change when lines move.
   * @param isBase whether this is the base.
   */
  fresh(found: ReadonlyMap<string, Finding>, isBase: boolean): readonly Finding[] {
    const fresh = [...found].filter(([key]) => !this.known.has(key)).map(([, finding]) => finding);
    this.known = new Set(found.keys());
    return isBase ? fresh.map((finding) => ({ ...finding, severity: 'note' })) : fresh;
  }
}
