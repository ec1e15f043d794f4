/**
 * A copy of a typed array with room for `least` elements, and at least twice as long as before: adding elements one by
 * one then takes constant time each. The new elements are 0.
 */
export const grown = <A extends Int32Array | Uint16Array | Uint8Array>(old: A, least = 0): A => {
  const larger = new (old.constructor as new (length: number) => A)(Math.max(old.length * 2, least));
  larger.set(old);
  return larger;
};
