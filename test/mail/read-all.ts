// Everything that reads mail, in one call, for tests of hostile mail.
import { quietContext } from '../../src/base/context.js';
import { UserError } from '../../src/base/error.js';
import { showDocument } from '../../src/result/series.js';
import { writeAm } from '../../src/series/am.js';
import { reviewSeries } from '../../src/series/review.js';
import { readSeries } from '../../src/series/series.js';
import { inputOf } from './mail-text.js';

const AM = {
  trailersFrom: 'anybody',
  coverTrailers: true,
  linkMask: 'https://example.org/%s',
  signoff: null,
  pick: null,
  allowUnicodeControl: true,
} as const;

/** Runs everything that reads mail; gives the document or the input error. */
export const readAll = async (bytes: Uint8Array, size?: number): Promise<string> => {
  try {
    const series = await readSeries([inputOf(bytes, size)], {}, quietContext());
    const review = reviewSeries(series);
    const text = JSON.stringify(showDocument(series, review, []));
    writeAm(series, review, AM);
    return text;
  } catch (error) {
    if (error instanceof UserError && error.code === 'input') return error.message;
    throw error;
  }
};
