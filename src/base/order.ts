// The one order of lists in output: by code unit, so that it is the same on every machine and in every locale.

/** Compares two strings by code unit. */
export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
