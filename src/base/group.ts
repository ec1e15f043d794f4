// Maps from a key to several values.

/** Adds values to the list of a key. */
export const pushTo = <Key, Value>(lists: Map<Key, Value[]>, key: Key, ...values: readonly Value[]): void => {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [...values]);
  else known.push(...values);
};

/** Adds a value to the set of a key. */
export const addTo = <Key, Value>(sets: Map<Key, Set<Value>>, key: Key, value: Value): void => {
  const known = sets.get(key);
  if (known === undefined) sets.set(key, new Set([value]));
  else known.add(value);
};

/** Values by key; keys in the order of their first value. */
export const groupBy = <Key, Value>(
  values: Iterable<Value>,
  keyOf: (value: Value) => Key,
): Map<Key, Value[]> => {
  const groups = new Map<Key, Value[]>();
  for (const value of values) pushTo(groups, keyOf(value), value);
  return groups;
};
