// Work that is started before its result is needed.

/**
 * Owns work that runs beside other work. A failure is kept and thrown by `result`: it is reported once, at the place that
 * needs the result, and never as an unhandled rejection.
 */
export class Started<T> {
  private readonly settled: Promise<PromiseSettledResult<T>>;

  constructor(work: () => Promise<T>) {
    this.settled = Promise.allSettled([work()]).then(([outcome]) => outcome);
  }

  /** Waits for the work; throws what it threw. */
  async result(): Promise<T> {
    const outcome = await this.settled;
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  }

  /** Waits for the work and never throws: for cleaning up after it. */
  outcome(): Promise<PromiseSettledResult<T>> {
    return this.settled;
  }
}
