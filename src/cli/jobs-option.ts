// How many threads share a question about all modules: -j, as make has it.
import { availableParallelism } from 'node:os';
import { type Command as Commander, InvalidArgumentError } from 'commander';

/** The option for the number of threads. */
export interface JobsFlags {
  readonly jobs?: number;
}

/** Each thread reads the headers that nearly all units share by itself: more of them gain little and take memory. */
const MOST_JOBS = 4;
/** More than any machine has. */
const JOBS_LIMIT = 256;

const jobsIn = (text: string): number => {
  const jobs = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (jobs >= 1 && jobs <= JOBS_LIMIT) return jobs;
  throw new InvalidArgumentError(`Give a number of threads from 1 to ${JOBS_LIMIT}.`);
};

export const declareJobs = (command: Commander): Commander =>
  command.option(
    '-j, --jobs <n>',
    `threads for a query about all modules (default: one per core, at most ${MOST_JOBS})`,
    jobsIn,
  );

export const threadsOf = ({ jobs }: JobsFlags): number => jobs ?? Math.min(availableParallelism(), MOST_JOBS);
