// Tab-separated values: a line of column names that begins with `#`, then a line each row (IANA text/tab-separated-values).
import { escapePlain } from './escape.js';

/** One line; a tab or line end of a value is written out, so that it stays one field. */
export const tsvLine = (values: readonly string[]): string => `${values.map(escapePlain).join('\t')}\n`;

/** The line of column names. */
export const tsvHead = (columns: readonly string[]): string => `#${columns.join('\t')}\n`;
