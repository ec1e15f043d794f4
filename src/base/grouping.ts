// Things that hang together, found one link after the other (union-find).

/** Connected keys (union-find). */
export class Grouping<Key> {
  private readonly above = new Map<Key, Key>();

  /** The key that stands for all that hang together with this one. */
  of(key: Key): Key {
    let at = key;
    for (let next = this.above.get(at); next !== undefined; next = this.above.get(at)) at = next;
    for (let step = key; step !== at; ) {
      const next = this.above.get(step) ?? at;
      this.above.set(step, at);
      step = next;
    }
    return at;
  }

  join(a: Key, b: Key): void {
    const [from, to] = [this.of(a), this.of(b)];
    if (from !== to) this.above.set(from, to);
  }
}
