// Two revisions that came in different mails, read as one thread: a tag or an objection of the one is then seen to be
// carried, or taken back, in the other.
import { UserError } from '../base/error.js';
import { assembleSeries, type Series } from './series.js';

const holds = (series: Series, other: Series): boolean =>
  series.patches.length === other.patches.length &&
  series.patches.every(({ messageId }, at) => messageId === other.patches[at]?.messageId);

/** Both again, from the mails of both; as they were when those do not make one series of several revisions. */
export const joinRevisions = (before: Series, after: Series): readonly [Series, Series] => {
  const messages = [...before.thread.mails, ...after.thread.mails].map(({ message }) => message);
  try {
    const first = assembleSeries(messages, { revision: before.revision });
    const second = assembleSeries(messages, { revision: after.revision });
    return holds(first, before) && holds(second, after) ? [first, second] : [before, after];
  } catch (cause) {
    // Under other numbers, or of another series.
    if (cause instanceof UserError) return [before, after];
    throw cause;
  }
};
