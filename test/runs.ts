// How often a property is tried: a fifth of its runs by default, all of them in the project `exhaustive`.
const isExhaustive = process.env['KVM_VFIO_SERIES_TEST_RUNS'] === 'all';

/** @param all the runs that a property deserves. */
export const runs = (all: number): number => (isExhaustive ? all : Math.ceil(all / 5));
