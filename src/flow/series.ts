// Mail in, series out: what `parseSeries` does for callers of the library, and `check` before anything else.
import { type Context, quietContext } from '../base/context.js';
import type { MailInput } from '../base/mail-input.js';
import { readSeries, type Series, type SeriesOptions } from '../series/series.js';
import { openBytes, openSource, type SourceOptions } from '../source/index.js';

/** Bytes of mail, or the name of a source: an mbox, a Maildir, a folder of patches, `-`. */
export type SeriesSource = string | Uint8Array;

/** How mail is found, and which revision of the series is read. */
export type ParseOptions = SeriesOptions & Partial<SourceOptions>;

const inputsOf = async (
  source: SeriesSource,
  options: ParseOptions,
  context: Context,
): Promise<readonly MailInput[]> => {
  if (typeof source === 'string') return openSource(source, { workingFolder: '.', ...options }, context);
  return openBytes('mail', source, context);
};

/**
 * Reads mail and assembles the series in it; its `diagnostics` say what is unusual about it.
 * @throws UserError `input` when there is no mail or no patch, `environment` when it cannot be read.
 */
export const parseSeries = async (
  source: SeriesSource,
  options: ParseOptions = {},
  context: Context = quietContext(),
): Promise<Series> => readSeries(await inputsOf(source, options, context), options, context);
