// How much of a file that users write is read.

/** A policy of a thousand rules, or a baseline of every edge of the kernel, is smaller; more is an attack on memory. */
export const MOST_BYTES = 4 * 1024 * 1024;
